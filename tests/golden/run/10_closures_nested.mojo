# SPDX-License-Identifier: Apache-2.0
#: run
struct Acc[T: Copyable & Movable & Deinitable]:
    var items: List[Self.T]
    var n: Int
    def __init__(out self):
        self.items = []
        self.n = 0
    def add_all(mut self, xs: List[Self.T]) -> Int:
        def one(x: Self.T) {mut self}:
            self.items.append(x.copy())
            self.n += 1
        for x in xs:
            one(x)
        return self.n
    def make(self) -> Int:
        def helper(k: Int) -> Int:
            return k * 2
        return helper(self.n)

def visit(xs: List[Int], f: Some[def(Int) -> None]):
    for x in xs:
        f(x)

def fold[F: def(Int, Int) -> Int, //](xs: List[Int], init: Int, f: F) -> Int:
    var acc = init
    for x in xs:
        acc = f(acc, x)
    return acc

def retry[E: AnyType, F: def() raises E -> Int, //](f: F, n: Int) raises E -> Int:
    return f()

def outer[n: Int](base: Int) -> Int:
    var total = 0
    def inner(x: Int) {mut total, base}:
        total += x * n + base
        def deeper(y: Int) {mut total}:
            total += y
        deeper(1)
    inner(2)
    inner(3)
    return total

def generic_inner[T: Writable & Copyable & Movable & Deinitable](v: T) -> String:
    def show() {v} -> String:
        return String("<", v, ">")
    return show()

def main() raises:
    var a = Acc[String]()
    print(a.add_all(["x", "y"]), a.items[1], a.make())
    var sum = 0
    visit([1, 2, 3], lambda (x: Int) {mut sum}: bump(sum, x))
    print(sum)
    print(fold([1, 2, 3], 10, lambda (p: Int, q: Int) -> Int: p + q))
    print(outer[10](5))
    print(generic_inner("s"), generic_inner(4))
    var calls = 0
    def risky() raises {mut calls} -> Int:
        calls += 1
        if calls < 2:
            raise Error("again")
        return calls
    try:
        print(retry(risky, 1))
    except e:
        print(e)
    print(retry(risky, 1))
    var names: List[String] = ["a", "b"]
    def join() {var names^} -> String:
        var s = String()
        for n in names:
            s += n
        return s
    print(join())
    for i in range(2):
        def at() {i} -> Int:
            return i * 10
        print(at())

def bump(mut s: Int, x: Int):
    s += x
#: stdout
#| 2 y 4
#| 6
#| 16
#| 62
#| <s> <4>
#| again
#| 2
#| ab
#| 0
#| 10
