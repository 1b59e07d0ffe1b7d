# SPDX-License-Identifier: Apache-2.0
#: check
struct NoCopy(Movable):
    var x: Int
    def __init__(out self):
        self.x = 1

def take(var n: NoCopy):
    pass

def borrow(n: NoCopy):
    take(n)  #~ E2317: `n` has the type `NoCopy`, which is not copied implicitly

def want_mut(mut n: Int):
    pass

def closures():
    var k = 1
    def reader() {k}:
        k = 2  #~ E2315: `k` is immutable and cannot be assigned to
    def missing() {q}:  #~ E1001: the name `q` is not declared
        pass
    reader()

def loops():
    for i in range(3):
        i = 4  #~ E2315: `i` is immutable and cannot be assigned to
    for x in [1, 2]:
        x += 1  #~ E2315: `x` is immutable and cannot be changed
    want_mut(3)  #~ E2304: this call does not fit `want_mut`: its argument `n` is `mut` and needs a variable, not a temporary value
    var t = (1, 2)
    for a, b, c in [t]:  #~ E2324: a tuple of 2 elements for 3 targets: `Tuple[Int, Int]`
        pass

def unreachable() -> Int:
    return 1
    print("x")  #~ W2803: this code is never reached

def implicit():
    y = 3  #~ W2800: `y` is declared by this assignment
    if True:
        zed = 4  #~ W2800: `zed` is declared by this assignment #~ W2801: `zed` is never used
    print(y)

def shadow():
    var a = 1
    var a = 2  #~ E1004: `a` is declared twice in this scope
    print(a)

def no_type():
    var w  #~ E0071: a `var` declaration needs a type or a value
    var v: List  #~ E2326: `List` is not a whole type: its parameters are open and no value binds them

def text(s: String):
    print(s[0])  #~ E2312: text is indexed by name: bytes, code points or graphemes
    print(s[byte=0])

def unknown_kw():
    print(1, sepp=",")  #~ E2304: this call does not fit `print`: it has no argument named `sepp`; did you mean `sep`?

def bad_with():
    with open_it() as f:  #~ E1001: the name `open_it` is not declared
        pass

def assert_it(n: Int):
    assert n, "x"
    comptime assert n > 3, "no"  #~ E4001: `n` is not known at compile time

def bits():
    var f = 2.5
    print(f << 1, f & 3, ~f)
    var s = "a" - "b"  #~ E2303: `-` is not defined for `String` and `String`
    print(-"a")  #~ E2303: unary `-` is not defined for `String`

def cmp(a: NoCopy, b: NoCopy):
    print(a == b, a < b, a in b, a is b)  #~ E2303: `==` is not defined for `NoCopy` and `NoCopy` #~ E2303: `<` is not defined for `NoCopy` and `NoCopy` #~ E2303: `in` is not defined for `NoCopy`: it has no `__contains__` #~ E2303: `is` is not defined for `NoCopy` and `NoCopy`

def literal():
    var a: Int8 = 128  #~ E2301: `128` does not fit `Int8`
    var b: UInt = -1  #~ E2301: `-1` does not fit `UInt`
    var c: Int = 1.5  #~ E2001: expected `Int` for the variable, found `Float64`
    var d: Bool = 1  #~ E2001: expected `Bool` for the variable, found `Int`
    var e: String = None  #~ E2001: expected `String` for the variable, found `NoneType`
    var g: Float32 = "x"  #~ E2001: expected `Float32` for the variable, found `String`

def members(n: NoCopy):
    n.x()  #~ E2308: a value of type `Int` cannot be called
    n.y = 3  #~ E1002: `NoCopy` has no member `y`
    NoCopy.x  #~ E2311: the field `x` belongs to values of `NoCopy`, not to the type
    print(n.__add__(3))  #~ E1002: `NoCopy` has no member `__add__`
    n.x.foo.bar  #~ E1002: `Int` has no member `foo`

def deinit_it(n: NoCopy):
    var m = n^  #~ E2316: `n` cannot be given away with `^`: it is a borrowed argument, which belongs to the caller
    var k = n.x^  #~ W2808

def ret() -> NoCopy:
    var n = NoCopy()
    return n

def ret2(n: NoCopy) -> NoCopy:
    return n  #~ E2317: `n` has the type `NoCopy`, which is not copied implicitly

def raises_wrong():
    raise 3  #~ E2330: an error is raised here, but `raises_wrong` does not say `raises`
    raise NoCopy  #~ W2803: this code is never reached #~ E2328: `NoCopy` is a type; an error is a value

def tern(c: Int):
    var x = "a" if c else NoCopy()  #~ E2320: the two sides of this conditional have no common type: `String` and `NoCopy`

def args(a: Int, *, b: Int):
    args(1)  #~ E2304: this call does not fit `args`: its keyword argument `b` is missing
    args(1, 2)  #~ E2304: this call does not fit `args`: it takes 1 positional argument, but 2 were given
    args(a=1, a=2, b=3)  #~ E0044: the keyword argument `a` is given twice
    args(*[1, 2], b=3)  #~ E2304: this call does not fit `args`: it takes 1 positional argument, but 2 were given
