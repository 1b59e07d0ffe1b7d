# SPDX-License-Identifier: Apache-2.0
#: run
def add(a: Int, b: Int = 2, *, c: Int = 3) -> Int:
    return a + b + c

def total(*xs: Int) -> Int:
    var s = 0
    for x in xs:
        s += x
    return s

def show[*Ts: Writable](*args: *Ts):
    comptime for i in range(args.__len__()):
        print(args[i], end=" ")
    print()

def bump(mut x: Int):
    x += 1

def eat(var s: String) -> Int:
    s += "!"
    return s.byte_length()

def first(ref xs: List[Int]) -> ref[xs] Int:
    return xs[0]

def maxi[T: Comparable & ImplicitlyCopyable](a: T, b: T) -> T:
    return a if a > b else b

def named(out r: Int):
    r = 42

def kind(x: Int) -> String:
    return "int"

def kind(x: Float64) -> String:
    return "float"

def kind(x: String) -> String:
    return "string"

def kind[T: Writable & Movable](x: List[T]) -> String:
    return "list"

def fact(n: Int) -> Int:
    if n <= 1:
        return 1
    return n * fact(n - 1)

def risky(n: Int) raises -> Int:
    if n > 2:
        raise Error("too big")
    return n

def apply(f: def(Int) thin -> Int, x: Int) -> Int:
    return f(x)

def double(x: Int) -> Int:
    return x * 2

def each[F: def(Int) -> None, //](f: F, n: Int):
    for i in range(n):
        f(i)

def main() raises:
    print(add(1), add(1, 5), add(1, c=10), add(b=1, a=2))
    print(total(), total(1, 2, 3))
    show(1, "two", 3.5)
    var n = 1
    bump(n)
    print(n)
    var s: String = "abc"
    print(eat(s), s)
    print(eat(s^))
    var l: List[Int] = [5, 6]
    first(l) = 50
    print(l[0])
    print(maxi(3, 4), maxi(2.5, 1.0))
    print(named())
    print(kind(1.5), kind("x"), kind(l))
    var i = 3
    print(kind(i))
    print(fact(10))
    try:
        print(risky(1))
        print(risky(5))
    except e:
        print("caught", e)
    finally:
        print("finally")
    print(apply(double, 21))
    print(apply(lambda (x: Int) -> Int: x + 1, 1))
    var acc = 0
    def addto(k: Int) {mut acc}:
        acc += k
    each(addto, 5)
    print(acc)
    var base = 100
    def plus(k: Int) {base} -> Int:
        return base + k
    print(plus(5))
#: stdout
#| 6 9 13 6
#| 0 6
#| 1 two 3.5 
#| 2
#| 4 abc
#| 4
#| 50
#| 4 2.5
#| 42
#| float string list
#| int
#| 3628800
#| 1
#| caught too big
#| finally
#| 42
#| 2
#| 10
#| 105
