# SPDX-License-Identifier: Apache-2.0
# §5.4: binding order, parametric calls of objects, braces as arguments, forwarding of packs.
#: run
#: stdout
#| 42 9
#| 1204 1239 2201 1704
#| n 1 n 2 n 3 
#| 5 5 5 9
#| 1a2.5 1224
struct Obj:
    def __init__(out self): pass
    def __call__[n: Int](self, x: Int) -> Int:
        return n * x
struct Box[T: Copyable & Deinitable]:
    var v: Self.T
    def __init__(out self, var v: Self.T, *, k: Int = 2):
        self.v = v^
def f(a: Int, b: Int = 2, *args: Int, c: Int = 4) -> Int:
    return a * 1000 + b * 100 + len(args) * 10 + c
def noisy(x: Int) -> Int:
    print("n", x, end=" ")
    return x
def take(b: Box[Int]) -> Int:
    return b.v
def g[*Ts: Writable](*xs: *Ts) -> String:
    var s = String()
    comptime for i in range(Ts.length):
        s += String(xs[i])
    return s
def fwd[*Ts: Writable](*xs: *Ts) -> String:
    return g(*xs)
def fwd2(*xs: Int) -> Int:
    return f(1, 2, *xs)
def main():
    var o = Obj()
    print(o[2](21), Obj()[3](3))
    print(f(1), f(1, 2, 3, 4, 5, c=9), f(c=1, a=2), f(b=7, a=1))
    _ = f(noisy(1), noisy(2), c=noisy(3))
    print()
    print(Box(5).v, take({5}), take({5, k=3}), take({v=9}))
    print(fwd(1, "a", 2.5), fwd2(7, 8))
