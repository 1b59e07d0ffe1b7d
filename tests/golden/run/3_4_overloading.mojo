# SPDX-License-Identifier: Apache-2.0
# Which overload is called (language.md §3.4).
#: run
def f(a: Int): print("int")
def f(a: String): print("string")
def f(a: Int, b: Int): print("two")
def f(*, k: Int): print("kw k")
def f(*, m: Int): print("kw m")
def g(*xs: Int): print("variadic")
def g(x: Int): print("one")
def h(x: Int, *xs: Int): print("h var")
def h(x: Int): print("h one")
def p[T: Copyable](x: T): print("generic")
def p(x: Int): print("concrete")
def q(x: Float64): print("float")
def q(x: String): print("str")
struct S:
    var x: Int
    def __init__(out self): self.x = 0
    @implicit
    def __init__(out self, x: Int): self.x = 1
    def __init__(out self, x: Int, y: Int = 3) : self.x = 2
    def m(self): print("instance")
    @staticmethod
    def m(x: S): print("static")
    def r(var self): print("owned")
    def r(ref self): print("borrowed")
@fieldwise_init
struct W(ImplicitlyCopyable):
    var x: Int
def c(x: W): print("W imm")
def s[n: Int](x: Int) -> Int where n > 0: return 1
def s[n: Int](x: Int) -> Int where n <= 0: return 2
def pr[n: Int](x: Int): print("param value")
def pr[T: AnyType](x: Int): print("param type")
def conv(x: Float64, y: Int): print("first")
def conv(x: Float64, y: Float64): print("second")
def main():
    f(1)
    f("x")
    f(1, 2)
    f(k=1)
    f(m=1)
    g(1)
    g()
    g(1, 2)
    h(1)
    p(1)
    p("x")
    q(1)
    q(2.5)
    print(S(1).x)
    print(W(1).x)
    print(s[1](1), s[0](1))
    pr[3](1)
    pr[Int](1)
    var st = S()
    st.m()
    S.m(st)
    st.r()
    st^.r()

#: stdout
#| int
#| string
#| two
#| kw k
#| kw m
#| one
#| variadic
#| variadic
#| h one
#| concrete
#| generic
#| float
#| float
#| 2
#| 1
#| 1 2
#| param value
#| param type
#| instance
#| instance
#| borrowed
#| owned
