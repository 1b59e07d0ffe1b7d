# SPDX-License-Identifier: Apache-2.0
#: run
struct Counter(Sized):
    var n: Int
    def __init__(out self):
        self.n = 0
    def __len__(self) -> Int:
        return self.n

__extension Counter(Boolable):
    comptime step = 2
    def bump(mut self):
        self.n += Self.step
    def __bool__(self) -> Bool:
        return self.n > 0


trait HasA:
    def a(self) -> Int:
        return 1
trait HasA2:
    def a(self) -> Int:
        return 2
struct Both2(HasA, HasA2):
    var x: Int
    def a(self) -> Int:
        return 3

def main():
    var c = Counter()
    c.bump()
    if c:
        print(len(c), Counter.step)

#: stdout
#| 2 2
