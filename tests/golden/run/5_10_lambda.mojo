# SPDX-License-Identifier: Apache-2.0
# §5.10: lambdas: thin, capturing, with conventions, effects and parameters.
#: run
#: stdout
#| 11
#| 2
#| 3
#| 101 4 21 25
#| no args
#| 2
#| 5
#| big
#| 12
#| owned
#| 16
#| 8
def apply(f: Some[def(Int) -> Int], x: Int) -> Int: return f(x)
def each(f: Some[def() -> None]): f()
def thin(f: def(Int) thin -> Int, x: Int) -> Int: return f(x)
def param[f: def(Int) thin -> Int](x: Int) -> Int: return f(x)
def dflt(x: Int, f: def(Int) thin -> Int = lambda (a: Int) -> Int: a + 100) -> Int: return f(x)
struct Holder:
    var f: def(Int) thin -> Int
    def __init__(out self): self.f = lambda (x: Int) -> Int: x * 7
def ret() -> def(Int) thin -> Int:
    return lambda (x: Int) -> Int: x - 1
def may(x: Int) raises -> Int:
    if x > 5: raise Error("big")
    return x
comptime sq = lambda (x: Int) -> Int: x * x
def main() raises:
    var k = 10
    print(apply(lambda (x: Int) -> Int: x + k, 1))
    print(thin(lambda (x: Int) -> Int: x + 1, 1))
    print(param[lambda (x: Int) -> Int: x + 2](1))
    print(dflt(1), ret()(5), Holder().f(3), sq(5))
    each(lambda: print("no args"))
    var cnt = 0
    def bump(mut c: Int): c += 1
    var l1 = lambda {mut cnt}: bump(cnt)
    l1()
    l1()
    print(cnt)
    var l2 = lambda (mut x: Int, *ys: Int) -> Int: x + len(ys)
    var z = 3
    print(l2(z, 1, 2))
    var l3 = lambda (x: Int) raises -> Int: may(x)
    try:
        print(l3(3), l3(9))
    except e:
        print(e)
    var l4 = lambda[n: Int] (x: Int) -> Int: x * n
    print(l4[3](4))
    var s: String = "own"
    var l5 = lambda {var s^} -> String: s + "ed"
    print(l5())
    var nest = lambda (x: Int) -> Int: (lambda (y: Int) -> Int: x + y + k)(5)
    print(nest(1))
    var nocap = lambda (x: Int) {} -> Int: x
    print(thin(nocap, 8))
