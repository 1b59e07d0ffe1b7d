# SPDX-License-Identifier: Apache-2.0
# Generic functions and structs, traits with associated members and defaults.
#: run


trait Shape:
    comptime sides: Int

    def area(self) -> Float64:
        ...

    def describe(self) -> Int:
        return Self.sides * 10


@fieldwise_init
struct Square(Copyable, Shape):
    comptime sides = 4
    var side: Float64

    def area(self) -> Float64:
        return self.side * self.side


@fieldwise_init
struct Triangle(Copyable, Shape):
    comptime sides = 3
    var base: Float64
    var height: Float64

    def area(self) -> Float64:
        return self.base * self.height / 2.0

    def describe(self) -> Int:
        return 7


def total[S: Shape](a: S, b: S) -> Float64:
    return a.area() + b.area()


def sides[S: Shape]() -> Int:
    return S.sides


@fieldwise_init
struct Pair[A: Copyable, B: Copyable](Copyable):
    var a: Self.A
    var b: Self.B

    def swapped(self) -> Pair[Self.B, Self.A]:
        return Pair[Self.B, Self.A](self.b.copy(), self.a.copy())


def pick[T: Copyable](first: Bool, a: T, b: T) -> T:
    if first:
        return a.copy()
    return b.copy()


def main():
    print(total(Square(2.0), Square(3.0)))
    print(total(Triangle(2.0, 3.0), Triangle(4.0, 5.0)))
    print(sides[Square](), sides[Triangle]())
    print(Square(1.0).describe(), Triangle(1.0, 1.0).describe())
    var p = Pair[Int, String](1, "one").swapped()
    print(p.a, p.b)
    print(pick(True, 1, 2), pick(False, String("x"), String("y")))


#: stdout
#| 13.0
#| 13.0
#| 4 3
#| 40 7
#| one 1
#| 1 y
