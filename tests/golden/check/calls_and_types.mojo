# SPDX-License-Identifier: Apache-2.0
#: check
@fieldwise_init
struct P(Copyable, Movable):
    var x: Int
    var name: String

    def len2(self) -> Int:
        return self.x

    def grow(mut self):
        self.x += 1

def f(a: Int, b: String = "x"):
    pass

def g(a: Int) raises -> Int:
    return a

def h() -> Int:
    return g(3)  #~ E2330: `g` can raise, but `h` does not say `raises`

def k(p: P):
    p.grow()  #~ E2315: `grow` changes its object, but `p` is immutable
    p.x = 3  #~ E2315: `p.x` is immutable and cannot be assigned to

def m(x: Int) -> Int:
    if x > 3:
        return 1  #~ E2336: `m` returns `Int`, but its end can be reached without a `return`

def o(x: Float64) -> Int:
    return x  #~ E2001: expected `Int` for the result, found `Float64`

def main():
    var p = P(1, "a")
    var q = p  #~ E2317: `p` has the type `P`, which is not copied implicitly
    f("a")  #~ E2001: `f` takes `Int` as its argument `a`, found `String`
    f(1, 2)  #~ E2001: `f` takes `String` as its argument `b`, found `Int`
    f(1, c=3)  #~ E2304: this call does not fit `f`: it has no argument named `c`; did you mean `b`?
    f()  #~ E2304: this call does not fit `f`: its argument `a` is missing
    f(1, "a", 3)  #~ E2304: this call does not fit `f`: it takes at most 2 positional arguments, but 3 were given
    print(p.nam)  #~ E1002: `P` has no member `nam`
    var i = 3
    var d: Float64 = i  #~ E2001: expected `Float64` for the variable, found `Int`
    var s: String = i  #~ E2001: expected `String` for the variable, found `Int`
    var z = i + 2.5  #~ E2303: `+` is not defined for `Int` and `Float64`
    var w = i + d  #~ E2303: `+` is not defined for `Int` and `Float64`
    if p:  #~ E2321: a value of type `P` is not a condition
        pass
    for e in i:  #~ E2322: a value of type `Int` cannot be iterated over
        pass
    undefined_name(3)  #~ E1001: the name `undefined_name` is not declared
    p.grow(3)  #~ E2304: this call does not fit `grow`: it takes 0 positional arguments, but 1 was given
    i = "text"  #~ E2001: expected `Int` for this assignment, found `String`
    var a, b = 1, 2, 3  #~ E2324: 3 values for 2 targets
    var u: UInt8 = 300  #~ E2301: `300` does not fit `UInt8`
    var l: List[Int] = [1, "a"]  #~ E2001: expected `Int` for an element of `List[Int]`, found `String`
    return 3  #~ E2001: `Int` is returned, but `main` returns nothing
    break  #~ E0056: `break` stands outside a loop #~ W2803: this code is never reached
