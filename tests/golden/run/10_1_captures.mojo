# SPDX-License-Identifier: Apache-2.0
# §10: capture lists, parameters and copies of closures.
#: run
#: stdout
#| 3
#| 5
#| f4 s
#| 1 5 t
#| 1 5 t
#| 1 5 t
#| r 5
#| ~5
#| after f7
#| r2 6
#| ~6
#| 103 3
#| inner 100
#| 100 3 t
#| 112
#| p3 px
#| copyable
#| copyable
#| 1 2
#| 100
#| 3
def call(f: Some[def() -> None]): f()
def callg[F: def() -> None, //](f: F): f()
def mk() -> String: return "v"
@fieldwise_init
struct Res(Movable):
    var n: Int
    def __deinit__(deinit self): print("~", self.n, sep="")
def generic[n: Int, F: def(Int) -> Int, //](f: F) -> Int: return f(n)
def main():
    var a = 1
    var b = 2
    var s: String = "s"
    def f1() {imm a, mut b}: b += a
    f1()
    print(b)
    def f2() {mut, a}: b += a
    f2()
    def f3() {ref b}: b += 1
    f3()
    print(b)
    def f4() {var s}: print("f4", s)
    s = "t"
    f4()
    def f5() {imm}: print(a, b, s)
    call(f5); callg(f5)
    def f6() {var}: print(a, b, s)
    a = 100
    f6()
    var r = Res(5)
    def f7() {r^}: print("r", r.n)
    f7()
    print("after f7")
    var r2 = Res(6)
    def f8() {var^}: print("r2", r2.n)
    f8()
    def f9(x: Int) raises {imm a, mut b,} -> Int:
        b = x
        return a + x
    try: print(f9(3), b)
    except: pass
    def outer() {a}:
        def inner() {a}: print("inner", a)
        inner()
    outer()
    def useclosure() {f5}: f5()
    useclosure()
    def own[n: Int](x: Int) {a} -> Int: return x * n + a
    print(own[3](4))
    def plain[T: Writable](x: T) -> String: return String("p", x)
    print(plain(3), plain("x"))
    var t: String = "copyable"
    def cc() {var^}: print(t)
    var cc2 = cc.copy()
    cc(); cc2()
    var i = 0
    def count() {mut i} -> Int:
        i += 1
        return i
    print(count(), count())
    def vm() {var a}:
        print(a)
    vm()
    comptime K = 3
    def usek() -> Int: return K
    print(usek())
