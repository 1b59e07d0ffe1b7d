# SPDX-License-Identifier: Apache-2.0
# Violations of the rules for signatures and for calls of them (language.md §3.2, §5.4).
#: check
def a1(a: Int = 1, b: Int): pass  #~ E0049: an argument without a default cannot follow one with a default
def a2(/, a: Int): pass  #~ E0048: `/` cannot come first: nothing before it would be positional-only
def a3(a: Int, *): pass  #~ E0048: a named argument must follow `*`
def a4(a: Int, /, b: Int, /): pass  #~ E0048: `/` may stand only once in a list
def a5(*, a: Int, *, b: Int): pass  #~ E0048: `*` may stand only once in a list
def a6(*, a: Int, /, b: Int): pass  #~ E0048: `/` must come before `*`
def a7(mut a: Int = 3): pass  #~ E0050: a `mut` argument cannot have a default
def a8(out a: Int = 3): a = 1  #~ E0050: an `out` argument cannot have a default
def a9(*xs: Int = 3): pass  #~ E0050: a `*` argument cannot have a default
def b1(*xs: Int, *ys: Int): pass  #~ E0048: a list has one `*`; this is a second one
def b2[*ns: Int, *ms: Int](): pass  #~ E0048: a list has one `*`; this is a second one
def b3[**ps: Int](): pass  #~ E2024: `**` parameters do not exist; use `*`
def b4(out *a: Int): pass  #~ E0053: the `out` result cannot be variadic
def b5(a): pass  #~ E2002: the argument `a` needs a type
def b6(a: Int, a: String): pass  #~ E0047: the argument `a` is declared twice
def b7(mut var a: Int): pass  #~ E0052: an argument has one convention; `var` is a second one
def b8(out a: Int, out b: Int): a = 1  #~ E0053: a function has one `out` result
def b9(out a: Int) -> Int: a = 1  #~ E0053: the result is declared twice: by `out` and by `->`
def c1(a: Int where a > 3): pass  #~ E0048: `where` stands after the signature, not inside of it
def c2[n: Int where n > 3](): pass  #~ W0078: `where` stands after the signature today
def c3() -> ref Int: pass  #~ E2017: a reference result names its origin: `ref[origin] T`
def c4(deinit x: Int): pass  #~ E2024: `deinit` belongs to methods of the type that is taken apart
def c5[n: Int = "x"](): pass
def c6[T](): pass  #~ E2002: the parameter `T` needs a type or a bound
def c7[//, n: Int](): pass  #~ E0048: `//` cannot come first: nothing before it would be inferred
def c8[n: Int, //, m: Int, //](): pass  #~ E0048: `//` may stand only once in a list
def c9() where 3: pass  #~ E2001: expected `Bool`, found `Int`
def d1() -> Int raises: return 1  #~ E0006: expected `:` after the header of the function, found `raises`
def d2() raises Int String: pass  #~ E0006: expected `:` after the header of the function, found `String`
def d3(a: Int, **kw: Int, b: Int): pass  #~ W0078: keyword arguments are taken over: write `var **kw` #~ E0048: nothing can follow the `**` argument
def d4[n: Int](a: Int) -> Int where n > 0: return a
def d5(x: Int, /, *, y: Int): pass
def d6[T: Copyable, //, n: Int](x: T): pass
def d7(a: Int, *args: Int, b: Int): pass
def d8[*, n: Int](): pass
def d9() -> Never: pass  #~ E2336: `d9` says it never returns, but its end can be reached
def e1(out r: Int): pass  #~ E3003: the result `r` has no value when the function returns here
def outer():
    var v = 3
    def inner() -> Int:
        return v  #~ E2337: `v` belongs to the enclosing function and is not captured
    print(inner())
    struct S: pass  #~ E0072: a `struct` stands at module level, not inside another declaration
def e2(self): pass  #~ E2002: the argument `self` needs a type
def e3(f: def(Int) -> Int) -> def(Int) -> Int: pass  #~ E2327: `def(Int) -> Int` is a closure trait, which cannot be returned
def e4(*xs: Int):
    xs[0] = 3  #~ E2315: `xs[0]` is immutable and cannot be assigned to
def e5[*Ts: Writable](*xs: *Ts) -> Int:
    comptime n = len(xs)  #~ E4001: `xs` is not known at compile time
    return n
def e6(x: Int, out): pass  #~ E2002: the argument `out` needs a type
def main():
    a1()  #~ E2304: this call does not fit `a1`: its argument `b` is missing
    d4[0](1)  #~ E2307: this call does not fit `d4`: its `where` is not met: `n >= 1`
    _ = d4[1, 2](1)  #~ E2304: this call does not fit `d4`: 2 parameters by position, at most 1 can be given
    _ = d4(1)  #~ E2306: this call does not fit `d4`: its parameter `n` cannot be inferred
    d5(x=1, y=2)  #~ E2304: this call does not fit `d5`: its argument `x` is positional only
    d5(1, 2)  #~ E2304: this call does not fit `d5`: it takes 1 positional argument, but 2 were given
    d5(1)  #~ E2304: this call does not fit `d5`: its keyword argument `y` is missing
    d6[Int, 3](3)  #~ E2304: this call does not fit `d6`: 2 parameters by position, at most 1 can be given
    d6(3)  #~ E2306: this call does not fit `d6`: its parameter `n` cannot be inferred
    d7(1, 2, 3)  #~ E2304: this call does not fit `d7`: its keyword argument `b` is missing
    d8[3]()  #~ E2304: this call does not fit `d8`: 1 parameter by position, at most 0 can be given
    var t = (1, 2)
    d7(1, *t, b=2)
    d5(1, y=1, y=2)  #~ E0044: the keyword argument `y` is given twice
    d5(y=1, 1)  #~ E0043: a positional argument cannot follow a keyword argument
    d5(1, z=3, y=1)  #~ E2304: this call does not fit `d5`: it has no argument named `z`; did you mean `y`?
