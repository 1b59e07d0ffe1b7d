# SPDX-License-Identifier: Apache-2.0
# `del` ends the life of a variable or removes an element; `raise … from` keeps the cause; `type` names a type.
#: run
@fieldwise_init
struct Noisy(Movable):
    var n: Int

    def __deinit__(deinit self):
        print("gone", self.n)


struct Shelf(Movable):
    var taken: List[Int]

    def __init__(out self):
        self.taken = List[Int]()

    def __getitem__(self, i: Int) -> Int:
        return i

    def __delitem__(mut self, i: Int):
        self.taken.append(i)


type Number = Int


def inner() raises:
    try:
        raise Error("first") from 5
    except e:
        raise Error("second") from e


def again() raises:
    try:
        inner()
    except:
        raise


def of_any[T: Copyable & Deinitable](x: T) -> Int:
    var y = x.copy()
    del y
    y = x.copy()
    del y
    return 1


def sometimes(c: Bool):
    var a = Noisy(7)
    if c:
        del a
        print("early")
    else:
        print("late")
        del a


def main() raises:
    var a = Noisy(1)
    print("before")
    del a
    print("after")
    a = Noisy(2)
    var b = Noisy(3)
    var n: Number = 4
    del a, b, n
    sometimes(True)
    sometimes(False)
    var xs: List[String] = ["a", "b, which is a text that lives on the heap", "c"]
    del xs[1]
    var d = {"x": 1, "y": 2}
    del d["x"]
    var shelf = Shelf()
    del shelf[4], shelf[5]
    print(xs, d, shelf.taken, of_any(3), of_any(String("s")))
    type Text = String
    var t: Text = "t"
    print(t)
    try:
        again()
    except e:
        print(e, e.cause(), sep=" | ")
    try:
        raise Error("plain") from None
    except e:
        print(e, len(e.cause().split()))
    raise "the end" from "the beginning"


#: exit 1
#: stdout
#| before
#| gone 1
#| after
#| gone 2
#| gone 3
#| gone 7
#| early
#| late
#| gone 7
#| [a, c] {y: 2} [4, 5] 1 1
#| t
#| second | first
#| caused by: 5
#| plain 0
#: stderr
#| Unhandled exception caught during execution: the end
#| caused by: the beginning
