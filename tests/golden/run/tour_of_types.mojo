# SPDX-License-Identifier: Apache-2.0
# A walk through the language: what a newcomer writes on the first day.
#: run
from std.collections import Set
from std.utils import Variant

trait Shape:
    def area(self) -> Float64: ...
    def describe(self) -> String:
        return String("shape of area ", self.area())

@fieldwise_init
struct Circle(Shape, Copyable):
    var r: Float64
    def area(self) -> Float64:
        return 3.14159 * self.r ** 2

@fieldwise_init
struct Rect(Shape, Copyable, Writable):
    var w: Float64
    var h: Float64
    def area(self) -> Float64:
        return self.w * self.h
    def describe(self) -> String:
        return String("rect ", self.w, "x", self.h)

def show(s: Some[Shape]):
    print(s.describe())

def total[*Ts: Shape](*shapes: *Ts) -> Float64:
    var t = 0.0
    comptime for i in range(shapes.__len__()):
        t += shapes[i].area()
    return t

def divide(a: Int, b: Int) raises -> Int:
    if b == 0:
        raise "division by zero"
    return a // b

def main() raises:
    show(Circle(1.0))
    show(Rect(2, 3))
    print(total(Circle(1), Rect(2, 3), Rect(1, 1)))
    try:
        print(divide(1, 0))
    except e:
        print("caught:", e)
    finally:
        print("finally")
    var s = {1, 2, 3, 2}
    print(s, len(s), 2 in s)
    var d = {"a": 1, "b": 2}
    d["c"] = 3
    for k in d:
        print(k, d[k])
    for item in d.items():
        print(item.key, "=", item.value)
    var squares = [x * x for x in range(5) if x % 2 == 0]
    print(squares)
    var words: List[String] = ["the", "quick", "brown"]
    print(" ".join(words))
    for i, w in enumerate(words):
        print(i, w)
    var v: Variant[Int, String] = String("hi")
    if v.isa[String]():
        print(v[String])
    var t = (1, "two", 3.0)
    print(t[0], t[1], t[2], t)
    var name = "world"
    print(t"hello {name}, {1 + 2}")
    var x = 5
    def add(y: Int) {x} -> Int:
        return x + y
    print(add(3))
    var o: Optional[Int] = None
    print(o.or_else(7), o)
    print(Rect(1, 2))
    var a, b = 1, 2
    a, b = b, a
    print(a, b)
    print("abc" < "abd", "x" in "xyz", "a" * 3)
    print(min(3, 1, 2), max(4, 9), abs(-3), round(2.5), pow(2, 10), divmod(7, 2))
#: stdout
#| shape of area 3.14159
#| rect 2.0x3.0
#| 10.14159
#| caught: division by zero
#| finally
#| {1, 2, 3} 3 True
#| a 1
#| b 2
#| c 3
#| a = 1
#| b = 2
#| c = 3
#| [0, 4, 16]
#| the quick brown
#| 0 the
#| 1 quick
#| 2 brown
#| hi
#| 1 two 3.0 (1, two, 3.0)
#| hello world, 3
#| 8
#| 7 None
#| Rect(w=1.0, h=2.0)
#| 2 1
#| True True aaa
#| 1 9 3 2.0 1024 (3, 1)
