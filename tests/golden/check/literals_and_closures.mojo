# SPDX-License-Identifier: Apache-2.0
#: check
def f(x: Int) -> Int:
    return x

def g[T: Copyable](x: T, y: T) -> T:
    return x.copy()

@fieldwise_init
struct S(Copyable, Movable):
    var a: Int
    var b: List[Int]

def h(s: S, mut t: S):
    s.b.append(1)  #~ E2315: `append` changes its object, but `s.b` is immutable
    t.b.append(1)
    t.b.append("x")  #~ E2001: `append` takes `Int` as its argument `value`, found `String`
    t.b[0] = "y"  #~ E2001: expected `Int` for this assignment, found `String`
    t.b["z"] = 1  #~ E2304: no overload of `__getitem__` takes (String)
    t.a += 1.5  #~ E2303: `+` is not defined for `Int` and `Float64`
    s.a -= 1  #~ E2315: `s.a` is immutable and cannot be changed

def opt(o: Optional[Int]) -> Int:
    return o  #~ E2001: expected `Int` for the result, found `Optional[Int]`

def ptr():
    var p = Pointer(to=3)
    print(p[])

def dd(d: Dict[String, Int]) -> Int:
    return d["a"]  #~ E2330: `__getitem__` can raise, but `dd` does not say `raises`

def cmpt():
    comptime x = f(3)
    comptime y: String = x  #~ E2001: expected `String`, found `Int`
    comptime z = undefined + 1  #~ E1001: the name `undefined` is not declared
    var a = Array[Int, x](fill=0)
    var b = Array[Int, "x"](fill=0)  #~ E2001: expected `Int`, found `String`
    comptime if x > 2:
        return 5  #~ E2001: `Int` is returned, but `cmpt` returns nothing
    comptime for i in 5:  #~ W2803: this code is never reached #~ E2322: `comptime for` cannot iterate over `__builtin.PrimInt`
        pass  #~ W2803: this code is never reached

def par():
    _ = g(1, "a")  #~ E2001: `g` takes `Int` as its argument `y`, found `String`
    _ = g[Int](1, 2)
    _ = g[Int, Int](1, 2)  #~ E2304: this call does not fit `g`: 2 parameters by position, at most 1 can be given
    _ = g[3](1, 2)  #~ E2304: this call does not fit `g`: a literal is a value, not a type
    _ = g[T=Int](1, 2)
    _ = g[U=Int](1, 2)  #~ E2304: this call does not fit `g`: there is no parameter `U`
    var v = SIMD[DType.float33, 4](1)  #~ E1002: `DType` has no member `float33`
    var w = SIMD[DType.float32, 3](1)  #~ E2016: a vector has a power of two of lanes, at most 32768; `SIMD[DType.float32, 3]` would have 3
    var l = List[Int, Int]()  #~ E2010: 2 parameters by position, at most 1 can be given
    var m: List[Speaker] = []  #~ E1001: the name `Speaker` is not declared

def lam():
    var k = 2
    var fn1 = lambda (x: Int) -> Int: x * k
    var fn2 = lambda (x: Int) {} -> Int: x * k  #~ E2337: `k` belongs to the enclosing function and is not captured
    print(fn1(3))
    var fp: def(Int) thin -> Int = fn1  #~ E2001: expected `def(Int) thin -> Int` for the variable, found `lambda`
    var fq: def(Int) thin -> String = f  #~ E2001: expected `def(Int) thin -> String` for the variable, found `type_of(f)`

def t_str():
    var s: String = t"x {1}"  #~ E2001: expected `String` for the variable, found `TString`
    var n = 3
    print(t"{n.foo}")  #~ E1002: `Int` has no member `foo`
    print(f"{n}")

def more(xs: List[Int]):
    for i, x in xs:  #~ E2325: a value of type `Int` cannot be taken apart into 2 targets
        print(i, x)
    var a = xs[0:"b"]  #~ E2304: no overload of `__getitem__` takes (…)
    var b = xs[1.5]
    if xs:
        pass
    while f:  #~ E2321: a value of type `type_of(f)` is not a condition
        pass
    print(not xs)
    xs[0] += 1  #~ E2315: `xs[0]` is immutable and cannot be changed
    var c = xs + 1  #~ E2303: `+` is not defined for `List[Int]` and `Int`
    var e = xs is None  #~ E2303: `is` is not defined for `List[Int]` and `NoneType`
    print(1 in 5)
    f(1)  #~ W2802: this `Int` is not used
    f(1).bar  #~ E1002: `Int` has no member `bar`
    f.baz  #~ E1002: `type_of(f)` has no member `baz`
    f[3](1)  #~ E2304: this call does not fit `f`: 1 parameter by position, at most 0 can be given
    xs = [1]  #~ E2315: `xs` is immutable and cannot be assigned to
    Int = 3  #~ W2800: `Int` is declared by this assignment
    print.x  #~ E1002: `type_of(print)` has no member `x`
    var self = 1
