# SPDX-License-Identifier: Apache-2.0
# Functions that cannot become values of a function type, and function types that do not hold (language.md §3.5).
#: check
def by_name(*, x: Int) -> Int:
    return x


def changes(mut x: Int) -> Int:
    x += 1
    return x


def raising(x: Int, y: Int = 1) raises -> Int:
    raise "no"


def nothing(x: Int, y: Int = 1):
    pass


def either(x: Int, y: Int = 1) -> Int:
    return x


def either(x: Int, *, z: Int = 1) -> Int:
    return x


def moved[T: Movable](var x: T) -> T:
    return x^


def only_text(x: String) -> Int:
    return 1


def only_text(x: String, y: Int) -> Int:
    return 1


struct Big(Movable):
    var a: String

    def __init__(out self):
        self.a = "x"


def of_big(b: Big) -> Int:
    return 1


def takes_big(var b: Big, n: Int = 1) -> Int:
    return n


def thin(f: def(Int) thin -> Int) -> Int:
    return f(1)


def bound(f: def(Int) -> Int) -> Int:
    return f(1)


def big(f: def(Big) thin -> Int) -> Int:
    return f(Big())


def many(f: def(*Int) -> Int) -> Int:
    return f("a")  #~ E2001: `f` takes `Int` as its argument 1, found `String`


def wrong_pack(f: def(*xs: *Int) -> None):  #~ E2003: `*` before a type expands a pack of types; `Int` is none
    pass


def type_itself[f: def(Int) -> Int](x: Int) -> Int:
    return f(x)  #~ E2308: `f` is the type of something that can be called, not a value


def variadic(*xs: String) -> Int:
    return 1


def main():
    _ = thin(by_name)  #~ E2001: found `type_of(by_name)`
    _ = bound(by_name)  #~ E2304: `type_of(by_name)` does not conform to `def(Int) -> Int`
    _ = thin(changes)  #~ E2001: found `type_of(changes)`
    _ = thin(raising)  #~ E2001: found `type_of(raising)`
    _ = bound(raising)  #~ E2304: `type_of(raising)` does not conform
    _ = thin(nothing)  #~ E2001: found `type_of(nothing)`
    _ = thin(either)  #~ E2001
    _ = thin(only_text)  #~ E2001
    _ = bound(only_text)  #~ E2306
    _ = big(of_big)
    _ = big(takes_big)  #~ E2001: found `type_of(takes_big)`
    _ = big(moved)  #~ E2001: found `type_of(moved)`
    _ = many(variadic)  #~ E2304: `type_of(variadic)` does not conform to `def(*Int) -> Int`
    var f: def(*Int) thin -> Int = variadic  #~ E2001: expected `def(*Int) thin -> Int` for the variable, found `type_of(variadic)`
