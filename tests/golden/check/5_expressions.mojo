# SPDX-License-Identifier: Apache-2.0
# §5: expressions, violated.
#: check
@fieldwise_init
struct P(Copyable):
    var x: Int


@fieldwise_init
struct Own(Movable):
    var x: Int

    def __deinit__(deinit self):
        pass


struct OnlySet:
    def __init__(out self):
        pass

    def __setitem__(mut self, i: Int, v: Int):
        pass


struct Fixed:
    def __init__(out self):
        pass

    def __getitem__(self, i: Int) -> Int:
        return i


def two(a: Int, b: Int = 1):
    pass


def takes[T: Writable, //, n: Int](x: T):
    pass


struct Box[n: Int, k: Int = 2]:
    def __init__(out self):
        pass


def eat(var o: Own):
    pass


def operators(p: P, n: Int):
    _ = p + n  #~ E2303: `+` is not defined for `P` and `Int`
    _ = n @ n  #~ E2303: `@` is not defined for `Int` and `Int`
    _ = -p  #~ E2303: unary `-` is not defined for `P`
    _ = p < p  #~ E2303: `<` is not defined for `P` and `P`
    _ = n in n
    _ = n is n  #~ E2303: `is` is not defined for `Int` and `Int`
    _ = not p  #~ E2321: a value of type `P` is not a condition
    _ = p and p  #~ E2321: a value of type `P` is not a condition
    _ = 1 and "a"  #~ E2320: the operands of `and` have no common type: `Int` and `String`
    _ = 2 ** "x"  #~ E2303: `**` is not defined for `Int` and `String`
    var q = p.x
    q @= 2  #~ E2303: `@` is not defined for `Int` and `Int`


def transfers(o: Own, n: Int):
    eat(o^)  #~ E2316: `o` cannot be given away with `^`: it is a borrowed argument, which belongs to the caller
    var xs = List[Own]()
    eat(xs[0]^)  #~ E2316: `xs[0]` cannot be given away with `^`: it is an element or a result, owned by something else
    eat(Own(1)^)
    var m = n^  #~ W2808: `^` has no effect: `Int` values are copied, not moved
    var t = 3
    var u = t^  #~ W2808: `^` has no effect: `Int` values are copied, not moved
    print(m, u)


def calls():
    two()  #~ E2304: this call does not fit `two`: its argument `a` is missing
    two(1, 2, 3)  #~ E2304: this call does not fit `two`: it takes at most 2 positional arguments, but 3 were given
    two(b=1)  #~ E2304: this call does not fit `two`: its argument `a` is missing
    two(1, c=2)  #~ E2304: this call does not fit `two`: it has no argument named `c`; did you mean `b`?
    two(1, a=2)  #~ E2304: this call does not fit `two`: its argument `a` is given twice
    two("x")  #~ E2001: `two` takes `Int` as its argument `a`, found `String`
    two(1, *[2, 3])  #~ E2304: this call does not fit `two`: it takes at most 2 positional arguments, but 3 were given
    two(1, **{"b": 2})  #~ E2304: this call does not fit `two`: it takes no `**` arguments
    takes[Int, 3](1)  #~ E2304: this call does not fit `takes`: 2 parameters by position, at most 1 can be given
    takes[3]()  #~ E2304: this call does not fit `takes`: its argument `x` is missing
    3(1)  #~ E2308: a value of type `Int` cannot be called
    var n = 1
    n()  #~ E2308: a value of type `Int` cannot be called
    two.foo()  #~ E1002: `type_of(two)` has no member `foo`


def subscripts():
    var s = OnlySet()
    _ = s[0]  #~ E2312: a value of type `OnlySet` cannot be subscripted
    s[0] = 1  #~ E2314: elements of `OnlySet` cannot be assigned to: it has no `__getitem__`
    var f = Fixed()
    f[0] = 1  #~ E2314: elements of `Fixed` cannot be assigned to
    f[0] += 1  #~ E2314: elements of `Fixed` cannot be assigned to
    f["a"]  #~ E2001: `__getitem__` takes `Int` as its argument `i`, found `String`
    _ = f[0, 1]  #~ E2304: this call does not fit `__getitem__`: it takes 1 positional argument, but 2 were given
    var t = (1, 2)
    _ = t[2]  #~ E2342: a tuple of 2 elements has no element 2
    _ = t[-1]  #~ E2342: a tuple of 2 elements has no element -1
    var text: String = "abc"
    _ = text[0]  #~ E2312: text is indexed by name: bytes, code points or graphemes
    _ = [1, 2][-1]  #~ E2342: an index is not negative: it does not count from the end
    var xs: List[Int] = [1]
    _ = xs[-1]  #~ E2342: an index is not negative: it does not count from the end


def contextual():
    var a = .RED  #~ E2319: nothing here says which type `.RED` belongs to
    var p: P = .nope  #~ E1002: `P` has no member `nope`
    _ = .x  #~ E2319: nothing here says which type `.x` belongs to


def displays():
    var a = []  #~ E2319: the type of this empty display is not known
    var b = {}  #~ E2319: the type of this empty display is not known
    var c = [1, "x"]  #~ E2320: these elements have no common type: `Int` and `String`
    var d = {"a": 1, "b": "c"}  #~ E2320: these values have no common type: `Int` and `String`
    var e: P = {1, 2}  #~ E2304: this call does not fit a constructor of `P`: it takes 1 positional argument, but 2 were given
    var f: P = {y=1}  #~ E2304: this call does not fit a constructor of `P`: it has no argument named `y`; did you mean `x`?
    var g: Int = [1]  #~ E2001: expected `Int` for the variable, found `Array[Int, 1]`
    var h = {x=1}  #~ E2319: nothing here says which type `{…}` initialises
    var i = [x for x in 3]  #~ E2322: a value of type `Int` cannot be iterated over
    var j = (x for x in [1])  #~ E2341: a generator expression is not supported in a typed function


def binding():
    var a: Box  #~ E2326: `Box` is not a whole type: its parameters are open and no value binds them
    var b: Box[1, 2, 3]  #~ E2010: 3 parameters by position, at most 2 can be given
    var c: Box["x"]  #~ E2001: expected `Int`, found `String`
    var d: Box[k=1]  #~ E2326: `Box[_, 1]` is not a whole type: its parameters are open and no value binds them
    var e: Box[n=1, n=2]  #~ E2012: the parameter `n` is given twice
    var f: Box[z=1]  #~ E2011: there is no parameter `z`
    var g = Box[_]()  #~ E2306: this call does not fit a constructor of `Box[_]`: its parameter `n` cannot be inferred


def conditional(c: Bool, p: P):
    var a = 1 if c else "x"  #~ E2320: the two sides of this conditional have no common type: `Int` and `String`
    var b: Int = 1 if c else "x"  #~ E2001: expected `Int` for the variable, found `String`
    var d = 1 if p else 2  #~ E2321: a value of type `P` is not a condition
    var e = comptime(c)  #~ E4001: `c` is not known at compile time
    var f = comptime 3  #~ E0088: `comptime` before an expression needs parentheses around it


def names():
    var a = Int  #~ E2328: `Int` is a type; a variable holds values
    var b = Writable  #~ E2328: `Writable` is a trait; a variable holds values
    var c = two
    var p = P(1)
    var d = p.copy  #~ E2310: the method `copy` is used as a value
    import std.math
    var e = std.math  #~ E2311: the module `std.math` is used as a value
    _ = type_of  #~ E2311: `type_of` is used as a value
