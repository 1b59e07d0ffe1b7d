# SPDX-License-Identifier: Apache-2.0
# What the library refuses, and what has no meaning at compile time.
#: check


def bad(n: Int) -> Int:
    var xs = [1, 2, 3]
    return xs[n]

comptime A = bad(7)  #~ E4002: `bad` cannot be evaluated

def show(n: Int) -> Int:
    print(n)
    return n

comptime B = show(3)  #~ E4002: `show` cannot be evaluated

def main():
    print(A, B)
