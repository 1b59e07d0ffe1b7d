# SPDX-License-Identifier: Apache-2.0
# `*x` in calls (language.md §3.2, §5.4): tuples, arrays and displays give their elements, variadics pass on whole.
#: run


def three(a: Int, b: String, c: Float64):
    print(a, b, c)


def total(*xs: Int) -> Int:
    var t = 0
    for x in xs:
        t += x
    return t


def shown[*Ts: Writable](*xs: *Ts):
    comptime for i in range(xs.__len__()):
        print(xs[i], end=";")
    print()


def again[*Ts: Writable](*xs: *Ts):
    shown("again", end="")
    shown(*xs)


def shown(text: String, *, end: String):
    print(text, end=end)


def loud(text: String) -> Tuple[Int, String]:
    print("made", text)
    return (1, text)


def owns(var a: String, var b: String) -> String:
    return a + b


def main():
    var t = (1, String("a string that is long enough for the heap"), 2.5)
    three(*t)
    three(1, *(String("two"), 3.0))
    print(total(*(1, 2), 3), total(4, *[5, 6]))
    var a = [7, 8, 9]
    print(total(*a), total(1, *a, *a))
    shown(*t)
    shown(0, *loud("once"), "end")
    again(*t, True)
    print(owns(*(String("a"), String("b"))))
    var pair = (String("left, on the heap for sure, it is"), String(" and right"))
    print(owns(*pair), pair[1])
    comptime sum: Int = total(*(1, 2, 3))
    print(sum)


#: stdout
#| 1 a string that is long enough for the heap 2.5
#| 1 two 3.0
#| 6 15
#| 24 49
#| 1;a string that is long enough for the heap;2.5;
#| made once
#| 0;1;once;end;
#| again1;a string that is long enough for the heap;2.5;True;
#| ab
#| left, on the heap for sure, it is and right  and right
#| 6
