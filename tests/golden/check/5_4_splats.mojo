# SPDX-License-Identifier: Apache-2.0
# `*x` in calls that does not hold (language.md §3.2, §5.4).
#: check
def total(*xs: Int) -> Int:
    return len(xs)


def words(*xs: String) -> Int:
    return len(xs)


def shown[*Ts: Writable](*xs: *Ts):
    pass


def two(a: Int, b: Int) -> Int:
    return a + b


def passes(*xs: Int):
    _ = total(*xs)
    _ = words(*xs)  #~ E2001: takes `VariadicList[String, False]`
    _ = two(*xs)  #~ E2304: it takes no `*` arguments
    _ = total(1, *xs)  #~ E2304: what `*` passes on cannot be joined with other values
    _ = total(*xs, 1)  #~ E2304: nothing may follow a `*` argument
    shown(*xs)  #~ E2304: what `*` passes on is a `VariadicList[Int, False]`, not a pack


def main():
    var xs: List[Int] = [1, 2]
    _ = total(*xs)  #~ E2313: `*` passes a variadic argument or a tuple on; `xs` is a `List[Int]`
    var t = (1, "a")
    _ = two(*t)  #~ E2001: `two` takes `Int` as its argument `b`, found `String`
    _ = two(*(1, 2, 3))  #~ E2304: it takes 2 positional arguments, but 3 were given
    _ = two(*undefined)  #~ E1001
