# SPDX-License-Identifier: Apache-2.0
# `match` on values: literals, names of values, tuples, lists, structs by field, Optional, Variant, guards, alternatives.
#: run
from std.utils import Variant


@fieldwise_init
struct Point(Copyable, Equatable):
    var x: Int
    var y: Int


@fieldwise_init
struct Color(Equatable, ImplicitlyCopyable):
    var code: Int

    comptime RED = Color(0)
    comptime GREEN = Color(1)

    def __eq__(self, other: Self) -> Bool:
        return self.code == other.code


@fieldwise_init
struct Line(Copyable):
    var start: Point
    var end: Point
    var label: String


@fieldwise_init
struct Noisy(Movable):
    var n: Int

    def __deinit__(deinit self):
        print("gone", self.n)


def number(n: Int) -> String:
    match n:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "few"
        case -1:
            return "minus one"
        case x if x < 0:
            return String(t"negative {x}")
        case x if x % 2 == 0:
            x += 1
            return String(t"even, before {x}")
        case _:
            return "odd"


def word(s: String) -> Int:
    match s:
        case "go" | "walk":
            return 1
        case "stop":
            return 2
        case other:
            return other.byte_length()


def color(c: Color) -> String:
    match c:
        case Color.RED:
            return "red"
        case Color.GREEN:
            return "green"
        case Color(code=code):
            return String(t"color {code}")


def pair(t: Tuple[Int, String]) -> String:
    match t:
        case (0, s):
            return "zero and " + s
        case (n, "x") if n > 10:
            return "big x"
        case (1 | 2, _):
            return "small"
        case (_, s) as whole:
            return s + String(whole[0])


def maybe(o: Optional[Int]) -> String:
    match o:
        case None:
            return "nothing"
        case Optional(0):
            return "zero inside"
        case Optional(n):
            return String(n)


def elements(xs: List[Int]) -> String:
    match xs:
        case []:
            return "empty"
        case [x]:
            return String(t"one: {x}")
        case [1, *rest]:
            return String(t"one and {rest}")
        case [first, *_, last] if first == last:
            return String(t"ends {first}")
        case [_, *middle, 9]:
            return String(t"{middle} before nine")
        case _:
            return "others"


def line(l: Line) -> String:
    match l:
        case Line(Point(0, 0), Point(x, y), _):
            return String(t"from the origin to {x}, {y}")
        case Line(start=Point(x=a), end=Point(x=b), label=label) if a == b:
            return "vertical " + label
        case Line(label=label):
            return label


def kind(v: Variant[Int, String, Point]) -> String:
    match v:
        case Int(0):
            return "nought"
        case Int(n):
            return String(t"Int {n}")
        case String(s):
            return "text " + s
        case Point(x, 0):
            return String(t"on the axis at {x}")
        case Point(x=x):
            return String(t"a point at {x}")


def truth(a: Bool, b: Bool) -> String:
    match a, b:
        case True, True:
            return "both"
        case True, _:
            return "first"
        case _, True:
            return "second"
        case _:
            return "none"


def same[T: Equatable & Copyable & Deinitable](x: T, y: T) -> Int:
    match (x.copy(), y.copy()):
        case (a, b) if a == b:
            return 1
        case _:
            return 0


def moves(var n: Noisy) -> Int:
    match n.n:
        case 1:
            var taken = n^
            print("took", taken.n)
            return 1
        case _:
            pass
    print("kept", n.n)
    return 0


def loops() -> Int:
    var total = 0
    for i in range(10):
        match i:
            case 3:
                continue
            case 7:
                break
            case n if n > 4:
                total += 100
        total += i
    return total


def matched(n: Int) -> Int:
    var made = 0
    match compute(n):
        case 4:
            made = 1
        case m:
            made = m
    return made


def compute(n: Int) -> Int:
    print("computed", n)
    return n * 2


comptime AT_COMPILE_TIME: String = number(2) + elements([1, 2])


def main():
    print(number(0), number(3), number(-1), number(-8), number(8), number(9), sep="; ")
    print(word("walk"), word("stop"), word("something"))
    print(color(Color.RED), color(Color(1)), color(Color(9)))
    print(pair((0, "a")), pair((11, "x")), pair((2, "x")), pair((7, "s")), sep="; ")
    print(maybe(None), maybe(0), maybe(5))
    print(elements([]), elements([4]), elements([1, 2, 3]), elements([5, 6, 5]), elements([5, 6, 7, 9]), elements([5, 6]), sep="; ")
    print(line(Line(Point(0, 0), Point(3, 4), "a")), line(Line(Point(2, 0), Point(2, 4), "b")), line(Line(Point(2, 0), Point(3, 4), "c")), sep="; ")
    print(kind(Variant[Int, String, Point](0)), kind(Variant[Int, String, Point](7)), sep="; ")
    print(kind(Variant[Int, String, Point](String("which is long enough to live on the heap"))), kind(Variant[Int, String, Point](Point(3, 0))), kind(Variant[Int, String, Point](Point(3, 1))), sep="; ")
    print(truth(True, True), truth(True, False), truth(False, True), truth(False, False))
    print(same(1, 1), same(String("a"), String("b")))
    print(moves(Noisy(1)))
    print(moves(Noisy(2)))
    print(loops(), matched(2), matched(5))
    print(materialize[AT_COMPILE_TIME]())


#: stdout
#| zero; few; minus one; negative -8; even, before 9; odd
#| 1 2 9
#| red green color 9
#| zero and a; big x; small; s7
#| nothing zero inside 5
#| empty; one: 4; one and [2, 3]; ends 5; [6, 7] before nine; others
#| from the origin to 3, 4; vertical b; c
#| nought; Int 7
#| text which is long enough to live on the heap; on the axis at 3; a point at 3
#| both first second none
#| 1 0
#| took 1
#| gone 1
#| 1
#| kept 2
#| gone 2
#| 0
#| computed 2
#| computed 5
#| 218 1 10
#| fewone and [2]
