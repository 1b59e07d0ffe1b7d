# SPDX-License-Identifier: Apache-2.0
# `var **kw: T`: the keywords no argument takes arrive in a StringDict; `f(**kw^)` passes them on (language.md §3.2, §5.4).
#: run
def mixed(a: Int, *rest: Int, b: Int = 2, var **kw: String) raises -> String:
    var s = String(a) + "/" + String(len(rest)) + "/" + String(b)
    for e in kw.items():
        s += " " + e.key + "=" + e.value
    if "x" in kw:
        s += ", x is " + kw["x"]
    return s


def show[T: Copyable & Writable & Deinitable](var **kw: T):
    print(len(kw), kw)


def forward(a: Int, var **kw: Int):
    show(**kw^)


def forward_more(var **kw: Int):
    show(first=1, **kw^)


def lists(var **kw: List[Int]) -> Int:
    var n = 0
    for v in kw.values():
        n += len(v)
    return n


struct Options:
    var size: Int

    def __init__(out self, var **kw: Int) raises:
        self.size = kw.pop("size", 7)
        for name in kw:
            raise Error(t"unknown option {name}")


def main() raises:
    print(mixed(1, 2, 3, b=5, x="text", y="a text too long to lie inside of a string"))
    print(mixed(1))
    show(a=1, b=2)
    show[Float64](a=1, b=2.5)
    forward(1, c=3)
    forward_more(b=2)
    print(lists(a=[1, 2], b=[3]))
    print(Options(size=3).size, Options().size)
    try:
        _ = Options(width=3)
    except e:
        print(e)
    var count = lambda (var **kw: Int) -> Int: len(kw)
    print(count(a=1, b=2))

#: stdout
#| 1/2/5 x=text y=a text too long to lie inside of a string, x is text
#| 1/0/2
#| 2 {a: 1, b: 2}
#| 2 {a: 1.0, b: 2.5}
#| 1 {c: 3}
#| 2 {b: 2, first: 1}
#| 3
#| 3 7
#| unknown option width
#| 2
