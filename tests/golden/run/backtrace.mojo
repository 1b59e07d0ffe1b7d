# SPDX-License-Identifier: Apache-2.0
# A program that is ended names the place and, in its back-trace, file and line of each frame, inlined ones too.
#: run
#: flags -O2
#: exit 132
#: stderr
#| backtrace.mojo:18:12: Assert Error: index 7 is out of bounds, valid range is 0 to 2
#| ABORT: trap
#| span.mojo:
#| helper at
#| backtrace.mojo:18
#| get at
#| backtrace.mojo:28
#| outer at
#| backtrace.mojo:33
#| backtrace.mojo:37
def helper(xs: List[Int], i: Int) -> Int:
    return xs[i] + 1


struct S:
    var xs: List[Int]

    def __init__(out self):
        self.xs = [1, 2, 3]

    def get(self, i: Int) -> Int:
        return helper(self.xs, i)


def outer(n: Int) -> Int:
    var s = S()
    return s.get(n)


def main():
    print(outer(7))
