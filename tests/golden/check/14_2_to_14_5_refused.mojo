# SPDX-License-Identifier: Apache-2.0
# Older spellings that a person has to look at say what is written today (language.md §14.2 to §14.5).
#: check
from std.utils import unroll  #~ E1005: module `std.utils` has no member `unroll`


struct Returns:
    var x: Int

    def __init__(x: Int) -> Self:  #~ E2020: a constructor returns nothing: it fills `out self`
        return Self{x: x}  #~ W0078: a struct is built by calling its type today


struct Own(Boolable):  #~ E2030: `Own` is declared `Boolable`, but it has no `__bool__`
    def __as_bool__(self) -> Bool:
        return True


@fieldwise_init
struct Hashed(Copyable, Hashable):  #~ E2030: its `__hash__` gives a number instead of feeding a hasher
    var x: Int

    def __hash__(self) -> UInt:
        return 3


@fieldwise_init
struct Counts(Copyable):
    var n: Int

    def __iter__(self) -> Self:
        return self.copy()

    def __has_next__(self) -> Bool:
        return self.n > 0

    def __next__(mut self) -> Int:
        self.n -= 1
        return self.n


@fieldwise_init
struct Number(Copyable):
    var n: Int

    def spec(self: Number) -> Int:
        return self.n


def nested():
    @noncapturing  #~ E2021: there is no decorator `@noncapturing` for functions
    def inner() -> Int:
        return 4

    print(inner())


def iterates():
    for x in Counts(3):  #~ E2322: `__next__` of `Counts` never raises `StopIteration`
        print(x)


def expressions():
    var a = Number(1)
    var b = Number(2)
    b.__copyinit__(a)  #~ E2308: `__copyinit__` is not called on a value: it makes one
    var r = Reference(a)  #~ E1001: the name `Reference` is not declared
    var xs: List[Int] = [1, 2]
    print(xs.size)  #~ E1002: `List[Int]` has no member `size`
    print(xs[-1])  #~ E2342: an index is not negative
    print(xs.capacity)  #~ E2310: the method `capacity` is used as a value
    var s = String("abc")
    print(s[0])  #~ E2312: text is indexed by name
    var v = SIMD[DType.int32, 4](1)
    print(v < 2)  #~ E2303: `<` compares scalars; `.lt()` gives a mask of the lanes
    var ys = [1, 2]
    ys.append(3)  #~ E1002: `Array[Int, 2]` has no member `append`
    print(b.n)


def types(x: Scalar[DType.int], y: Number) -> DType.int32:  #~ E2003: `DType.int32` is a value, not a type
    return 1


def main():
    var q: Number = sqrt(2.0)  #~ E1001: the name `sqrt` is not declared
    print(sqrt(3.0))
