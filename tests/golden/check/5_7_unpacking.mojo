# SPDX-License-Identifier: Apache-2.0
# `*` and `**` in displays that do not hold.
#: check
@fieldwise_init
struct Only(Copyable):
    var n: Int


def main() raises:
    var a: List[Int] = [1, 2]
    var d = {"x": 1}
    var only: List[Only] = []
    print((*a, 1))  #~ E2313: the length of a tuple is known at compile time, that of `a` is not: it is a `List[Int]`
    print([*3])  #~ E2322: a value of type `Int` cannot be iterated over
    print([*a, "x"])  #~ E2001: expected `Int` for an element, found `String`
    print([*a, *["x"]])  #~ E2001: expected `Int` for an element, found `String`
    print({**d, 1: 2})  #~ E2001
    print({**a})  #~ E2313: `**` takes the entries of a `Dict`; `a` is a `List[Int]`
    print({**d, **{1: 2}})  #~ E2001: expected `Dict[String, Int
    print(len([*only, Only(1)]))  #~ E2317: the elements of `only` are of type `Only`, which is not copied implicitly
    print(len([*only.copy(), Only(1)]), len([*only^]))
    print([*undefined, 1])  #~ E1001
    print({"x": 1, **nothing})  #~ E1001
    var fixed: Array[Int, 3] = [*a, 1]  #~ E2001: expected `Array[Int, 3]` for the variable, found `List[Int]`
