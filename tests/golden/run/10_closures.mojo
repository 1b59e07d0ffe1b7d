# SPDX-License-Identifier: Apache-2.0
#: run
def apply(f: Some[def(Int) -> Int], x: Int) -> Int:
    return f(x)

def run_all[F: def() -> None](f: F):
    f()
    f()

def compose(x: Int, f: def(Int) thin -> Int, g: def(Int) thin -> Int) -> Int:
    return g(f(x))

def inc(x: Int) -> Int:
    return x + 1

struct Twice(def(Int) -> Int):
    def __init__(out self):
        pass
    def __call__(self, x: Int) -> Int:
        return 2 * x

def mapper[f: def(Int) thin -> Int](n: Int) -> Int:
    return f(n)

def main():
    var offset = 10
    def shift(x: Int) {offset} -> Int:
        return x + offset
    print(shift(1))
    offset = 20
    print(shift(1))
    print(apply(shift, 5))
    var count = 0
    def tick() {mut count}:
        count += 1
    run_all(tick)
    print(count)
    var s: String = "hi"
    def greet() {var s}:
        print("greet", s)
    s = "changed"
    greet()
    def owned() {var s^}:
        print("owned", s)
    owned()
    print(compose(3, inc, lambda (x: Int) -> Int: x * x))
    print(apply(Twice(), 21))
    print(apply(inc, 1))
    print(mapper[inc](41))
    def fib(n: Int) -> Int:
        if n < 2:
            return n
        return fib(n - 1) + fib(n - 2)
    print(fib(10))
    var k = 3
    print(apply(lambda (x: Int) -> Int: x * k, 5))
    var fs = inc
    print(fs(1))
    var a = 1
    var b = 2
    def both() {mut}:
        a += 10
        b += 20
    both()
    print(a, b)
#: stdout
#| 11
#| 21
#| 25
#| 2
#| greet hi
#| owned changed
#| 16
#| 42
#| 2
#| 42
#| 55
#| 15
#| 2
#| 11 22
