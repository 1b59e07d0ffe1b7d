# SPDX-License-Identifier: Apache-2.0
# Functions where a function type is expected that is not quite their own (language.md §3.5): arguments with
# defaults, members of overload sets, parameters to infer, results that convert, variadic arguments.
#: run


def scaled(x: Int, by: Int = 10, *, plus: Int = 1) -> Int:
    return x * by + plus


def size_of_it(x: Int) -> Int:
    return x


def size_of_it(x: String) -> Int:
    return x.byte_length()


def same[T: Copyable](x: T) -> T:
    return x.copy()


def shown[T: Writable](x: T):
    print("<", x, ">", sep="")


def first(ref xs: List[Int]) -> ref[xs] Int:
    return xs[0]


def word(x: Int) -> StaticString:
    return "even" if x % 2 == 0 else "odd"


def taken(var s: String) -> Int:
    s += "!"
    return s.byte_length()


def half(x: Int) raises -> Int:
    if x % 2:
        raise "odd"
    return x // 2


# ---- who asks for them


def bound[F: def(Int) -> Int, //](f: F, x: Int) -> Int:
    return f(x)


def some(f: Some[def(Int) -> Int], x: Int) -> Int:
    return f(x)


def plain(f: def(Int) -> Int, x: Int) -> Int:
    return f(x)


def thin(f: def(Int) thin -> Int, x: Int) -> Int:
    return f(x)


def param[f: def(Int) thin -> Int](x: Int) -> Int:
    return f(x)


def twice[T: Copyable & Deinitable](f: def(T) -> T, x: T) -> T:
    return f(f(x))


def mapped[A: Copyable, B: Copyable & Deinitable, //](f: def(A) -> B, xs: List[A]) -> List[B]:
    var r = List[B]()
    for x in xs:
        r.append(f(x))
    return r^


def worded(f: def(Int) -> String, g: def(Int) thin -> String) -> String:
    return f(1) + " " + g(2)


def reads(f: def(List[Int]) -> Int, g: def(List[Int]) thin -> Int) -> Int:
    return f([1, 2]) + g([3])


def text(f: def(String) -> Int, g: def(String) thin -> Int) -> Int:
    var s = String("something long enough to live on the heap")
    return f(s) + g(s) + s.byte_length()


def tried(f: def(Int) raises -> Int, x: Int) -> Int:
    try:
        return f(x)
    except e:
        return -1


def same_inside[T: Copyable & Deinitable & Writable](x: T) -> String:
    var f: def(T) thin -> T = same  # of the instance's own type
    return String(f(x)) + String(twice(same, x))


struct Table:
    var f: def(Int) thin -> Int

    def __init__(out self, f: def(Int) thin -> Int):
        self.f = f

    @staticmethod
    def tripled(x: Int, times: Int = 3) -> Int:
        return x * times


# ---- variadic


def total(*xs: Int) -> Int:
    var t = 0
    for x in xs:
        t += x
    return t


def listed[*Ts: Writable](*xs: *Ts):
    comptime for i in range(xs.__len__()):
        print(xs[i], end=" ")
    print()


def named(var **kw: Int) -> Int:
    return len(kw)


def joined(var *xs: String) -> String:
    var r = String()
    for x in xs:
        r += x
    return r


struct Sum(def(*Int) -> Int):
    var base: Int

    def __init__(out self, base: Int):
        self.base = base

    def __call__(self, *xs: Int) -> Int:
        var t = self.base
        for x in xs:
            t += x
        return t


def any_number(f: def(*Int) -> Int) -> Int:
    return f() + f(1) + f(1, 2, 3)


def any_number_thin(f: def(*Int) thin -> Int) -> Int:
    return f() + f(1) + f(1, 2, 3)


def of_two(f: def(Int, Int) -> Int) -> Int:
    return f(3, 4)


def by_name(f: def(**Int) thin -> Int) -> Int:
    return f(a=1, b=2)


def owned(f: def(var *String) thin -> String) -> String:
    return f(String("a string that is too long to live in its value"), String("b"))


def passed_on(f: def(*Int) -> Int, *xs: Int) -> Int:
    return f(*xs)


def all_of[*Ts: Writable](f: def(*_: *Ts) -> None, *xs: *Ts):
    f(*xs)


def shows(f: def(Int, String) -> None):
    f(1, "x")


comptime COUNTED: Int = plain(scaled, 2) + thin(size_of_it, 3) + param[same](4)


def main():
    print(bound(scaled, 3), some(scaled, 3), plain(scaled, 3), thin(scaled, 3), param[scaled](3))
    print(bound(size_of_it, 3), some(size_of_it, 3), plain(size_of_it, 3), thin(size_of_it, 3), param[size_of_it](3))
    print(bound(same, 3), some(same, 3), plain(same, 3), thin(same, 3), param[same](3))
    print(twice(same, String("a")), same_inside(7), same_inside(String("b")))
    print(mapped(word, [1, 2]), mapped(size_of_it, [String("ab"), String("c")]), mapped(same, [1.5]))
    print(worded(word, word), reads(first, first), text(taken, taken), text(size_of_it, size_of_it))
    print(tried(half, 4), tried(half, 5), tried(scaled, 5), tried(same, 6))
    var table = Table(scaled)
    print(table.f(2), Table(size_of_it).f(2), thin(Table.tripled, 5), plain(Table.tripled, 5))
    var several: List[def(Int) thin -> Int] = [scaled, same, size_of_it, Table.tripled]
    for f in several:
        print(f(1), end=" ")
    print()
    var show: def(Int) thin -> None = shown
    show(9)
    print(COUNTED)
    print(any_number(total), any_number_thin(total), any_number(Sum(100)), of_two(total), passed_on(total, 5, 6))
    var k = 3

    def counted(*xs: Int) {k} -> Int:
        return k * len(xs)

    print(any_number(counted), by_name(named), owned(joined))
    all_of(listed, 1, "two", 3.0)
    shows(listed)
    var later: def(*Int) thin -> Int = total
    print(later(1, 2, 3))


#: stdout
#| 31 31 31 31 31
#| 3 3 3 3 3
#| 3 3 3 3 3
#| a 77 bb
#| [odd, even] [2, 1] [1.5]
#| odd even 4 125 123
#| 2 -1 51 6
#| 21 2 15 15
#| 11 1 1 3 
#| <9>
#| 28
#| 7 7 307 7 11
#| 12 2 a string that is too long to live in its valueb
#| 1 two 3.0 
#| 1 x 
#| 6
