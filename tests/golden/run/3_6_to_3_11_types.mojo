# SPDX-License-Identifier: Apache-2.0
# Structs, lifecycle, synthesis, traits, extensions, enumerations (language.md §3.6, §3.7, §3.9 to §3.11).
#: run
from std.sys import size_of, align_of
from std.utils import Variant


@fieldwise_init
struct Ring[T: Copyable & Deinitable, cap: Int](Copyable, Sized) where cap > 0:
    comptime mask = Self.cap - 1
    var slots: List[Self.T]
    var head: Int

    def __len__(self) -> Int:
        return len(self.slots)

    def make[U: Copyable & Deinitable](self, var x: List[U]) -> Ring[U, 2]:
        return Ring[U, 2](x^, 0)

    @staticmethod
    def zero() -> Int:
        return 0


struct Empty:
    pass


struct Layout:
    var a: Int8
    var b: Int32
    var c: Int8


struct Life(Copyable):
    var name: String

    def __init__(out self, name: String):
        self.name = name

    def __init__(out self, *, copy: Self):
        self.name = copy.name + "'"

    def __init__(out self, *, deinit move: Self):
        self.name = move.name + ">"

    def __deinit__(deinit self):
        print("end", self.name)

    def close(deinit self) raises -> String:
        return self.name


struct Delegating:
    var x: Int
    var y: Int

    def __init__(out self, x: Int, y: Int):
        self.x = x
        self.y = y

    def __init__(out self):
        self = Self(1, 2)


@fieldwise_init
struct Reflected(Copyable, Equatable, Hashable, Writable):
    var x: Int
    var name: String


struct Linear(Deinitable where (False, "call `close`")):
    var x: Int

    def __init__(out self):
        self.x = 4

    def close(deinit self) -> Int:
        return self.x


@fieldwise_init
struct Colour(Equatable, TrivialRegisterPassable):
    var code: UInt8
    comptime RED = Self(0)
    comptime BLUE = Self(1)


def paint(c: Colour) -> Bool:
    return c == .RED


trait Shape:
    comptime Unit: Copyable & Writable
    comptime sides: Int
    comptime name = "shape"

    def area(self) -> Int:
        ...

    def twice(self) -> Int:
        return self.area() * 2


trait Named(Shape):
    def label(self) -> String:
        return "label"


@fieldwise_init
struct Square(Copyable, Named):
    comptime Unit = Int
    comptime sides = 4
    var s: Int

    def area(self) -> Int:
        return self.s * self.s


comptime Key = Hashable & Equatable & Copyable


def keyed[T: Key](x: T) -> Bool:
    return x == x


def anonymous(x: Some[Writable & Copyable]):
    print(x)


@fieldwise_init
struct Wrapper[T: Copyable & Deinitable](Copyable, Writable where conforms_to(T, Writable)):
    var value: Self.T

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("<")
        self.value.write_to(writer)
        writer.write_string(">")


__extension Square(Sized):
    comptime edges = 4

    def __len__(self) -> Int:
        return Self.edges

    @staticmethod
    def unit() -> Square:
        return Square(1)


def total[T: Named](x: T) -> Int:
    return x.twice() + T.sides


def main() raises:
    var r: Ring[Int, 8] = Ring[Int, 8]([1, 2], 0)
    print(len(r), Ring[Int, 8].mask, r.mask, Ring[Int, 8].zero(), r.zero(), Ring[Int, 8].__len__(r))
    print(len(r.make(["a", "b", "c"])))
    print(size_of[Layout](), align_of[Layout](), size_of[Empty]())
    var a = Life("a")
    var b = a.copy()
    var c = b^
    print(a.name, c^.close())
    var d = Delegating()
    print(d.x, d.y)
    var x = Reflected(1, "n")
    print(x, x == Reflected(1, "n"), x != Reflected(2, "n"), hash(x) == hash(x.copy()), repr(x))
    print(Linear().close())
    print(paint(.RED), paint(.BLUE), Colour.BLUE.code)
    var s = Square(3)
    print(s.area(), s.twice(), s.label(), Square.sides, Square.name, total(s))
    print(keyed("k"), keyed(3))
    anonymous("text")
    print(Wrapper(5), conforms_to(Wrapper[Int], Writable), conforms_to(Wrapper[Linear2], Writable))
    print(len(s), Square.unit().s, Square.edges)
    var v: Variant[Int, String] = 3
    print(v.isa[Int](), v[Int])
    v = String("now text")
    print(v.isa[String](), v[String])
    print(Int.__move_ctor_is_trivial, String.__copy_ctor_is_trivial, Int.__del__is_trivial, Life.__del__is_trivial)


@fieldwise_init
struct Linear2(Copyable):
    var x: Int

#: stdout
#| 2 7 7 0 0 2
#| 3
#| 12 4 0
#| a a'>
#| end a
#| 1 2
#| Reflected(x=1, name=n) True True True Reflected(x=1, name=n)
#| 4
#| True False 1
#| 9 18 label 4 shape 22
#| True True
#| text
#| <5> True False
#| 4 1 4
#| True 3
#| True now text
#| True False True False
