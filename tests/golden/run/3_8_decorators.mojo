# SPDX-License-Identifier: Apache-2.0
# What decorators do (language.md §3.8).
#: run
from std.sys import align_of, size_of


@fieldwise_init
struct Pair(Copyable):
    var a: Int
    var b: String


@fieldwise_init("implicit")
struct Meters(Copyable, Writable):
    var value: Int


@align(64)
@fieldwise_init
struct Line:
    var byte: Int8


@align(Self.by)
struct By[by: Int]:
    var byte: Int8


struct Celsius:
    var degrees: Float64

    @implicit
    def __init__(out self, degrees: Float64):
        self.degrees = degrees

    @staticmethod
    def zero() -> Self:
        return Self(0)

    @always_inline
    def twice(self) -> Float64:
        return self.degrees * 2

    @always_inline("nodebug")
    def half(self) -> Float64:
        return self.degrees / 2

    @no_inline
    def plus(self, x: Float64) -> Float64:
        return self.degrees + x


@always_inline("builtin")
def doubled(n: Int) -> Int:
    return n + n


@doc_hidden
@stable(since="1.0")
def documented() -> Int:
    return 1


@export("seven")
def exported() abi("C") -> Int:
    return 7


@extensibility.register("name")
@deprecated("only its users are told")
struct Registered:
    pass


def show(m: Meters):
    print(m)


def warm(c: Celsius):
    print(c.twice(), c.half(), c.plus(1))


def main():
    var p = Pair(1, "b")
    print(p.a, p.b)
    show(3)
    print(align_of[Line](), size_of[Line](), align_of[By[16]](), size_of[By[16]]())
    warm(2.5)
    print(Celsius.zero().degrees)
    var v = Array[Int, doubled(2)](fill=documented())
    print(len(v), exported())

#: stdout
#| 1 b
#| Meters(value=3)
#| 64 64 16 16
#| 5.0 1.25 3.5
#| 0.0
#| 4 7
