# SPDX-License-Identifier: Apache-2.0
# What goes wrong in compile-time evaluation is said with the compile-time stack.
#: check


def divide(a: Int, b: Int) -> Int:
    return a // b


def endless(n: Int) -> Int:
    var i = n
    while i > 0:
        i += 1
        if i > 1000000:
            i = 1
    return i


def deep(n: Int) -> Int:
    return deep(n + 1) + 1


def raises_always() raises -> Int:
    raise Error("no value today")


comptime A = divide(1, 0)  #~ E4002: `divide` cannot be evaluated at compile time
comptime B = endless(1)  #~ E4002: `endless` cannot be evaluated
comptime C = deep(1)  #~ E4002: `deep` cannot be evaluated
comptime D = raises_always()  #~ E4002: `raises_always` cannot be evaluated


def main():
    print(A, B, C, D)
