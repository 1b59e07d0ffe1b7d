# SPDX-License-Identifier: Apache-2.0
# `*xs` and `**d` in displays, as Python has them.
#: run
from std.collections import Set


def loud(n: Int) -> List[Int]:
    print("made", n)
    return [n, n + 1]


def said(n: Int) -> Int:
    print("said", n)
    return n


def joined[T: Copyable & Deinitable](a: List[T], b: List[T]) -> List[T]:
    return [*a.copy(), *b.copy()]


@fieldwise_init
struct Only(Movable):
    var n: Int


def onlys() -> List[Only]:
    var r = List[Only]()
    r.append(Only(1))
    r.append(Only(2))
    return r^


def main() raises:
    var a: List[Int] = [1, 2]
    var b: List[Int] = [3, 4]
    print([*a, 9, *b], [0, *a], [*a])
    var c: List[Float64] = [*[1.5], 2, *[3.5]]
    print(c)
    print([said(0), *loud(1), said(3), *loud(4)])
    var mixed = [*a, *range(3), *(7, 8)]
    print(mixed)
    var t = (1, "two")
    print((*t, 3.0), (0, *t), len([*(1, 2), 3]))
    print(Set(a) == {*a}, len({*a, 2, *b}), {*a, 5})
    var text: List[String] = [*"a,b".split(","), "c, which is a text that is long enough for the heap"]
    print(text)
    var d = {"x": 1, "y": 2}
    var e = {**d, "y": 3, "z": 4}
    print(e, {"a": 0, **d, **{"x": 9}}, {**d})
    print(joined(a, b), joined([String("left")], [String("right")]))
    var moved = [*onlys(), Only(3)]
    print(len(moved), moved[2].n)
    var kept = onlys()
    var all = [*kept^, *onlys()]
    print(len(all))
    var nested = [[*a, *b], [*b]]
    print(nested)
    print([x * 2 for x in [*a, *b]], sum([*a, 10]))
    comptime k: List[Int] = [*range(3), 7]
    print(materialize[k]())
    var chars: List[String] = [*sorted([*["b", "a"]])]
    print(chars)


#: stdout
#| [1, 2, 9, 3, 4] [0, 1, 2] [1, 2]
#| [1.5, 2.0, 3.5]
#| said 0
#| made 1
#| said 3
#| made 4
#| [0, 1, 2, 3, 4, 5]
#| [1, 2, 0, 1, 2, 7, 8]
#| (1, two, 3.0) (0, 1, two) 3
#| True 4 {1, 2, 5}
#| [a, b, c, which is a text that is long enough for the heap]
#| {x: 1, y: 3, z: 4} {a: 0, x: 9, y: 2} {x: 1, y: 2}
#| [1, 2, 3, 4] [left, right]
#| 3 3
#| 4
#| [[1, 2, 3, 4], [3, 4]]
#| [2, 4, 6, 8] 13
#| [0, 1, 2, 7]
#| [a, b]
