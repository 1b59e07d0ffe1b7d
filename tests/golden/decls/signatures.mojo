# SPDX-License-Identifier: Apache-2.0
#: check
@fieldwise_init
struct Ring[T: Copyable & Deinitable, cap: Int](Copyable, Sized) where cap > 0:
    comptime mask = Self.cap - 1
    var slots: List[Self.T]

    def __len__(self) -> Int:
        return len(self.slots)

def a1(a: Int, b: Writable):  #~ E2327: the trait `Writable` is not the type of a value
    pass

def a2[T](a: T):  #~ E2002: the parameter `T` needs a type or a bound
    pass

def a3(x: Ring[Int, 0]):  #~ E2016: `Ring[Int, 0]` does not satisfy `where cap > 0`
    pass

def a4(x: Ring[Int, 4, 5]):  #~ E2010: 3 parameters by position, at most 2 can be given
    pass

def a5(x: Ring[Int, kap=4]):  #~ E2011: there is no parameter `kap`
    pass

def a6(x: Ring[Int, T=4]):  #~ E2012: the parameter `T` is given twice
    pass

def a7(a: Int):
    pass

def a7(b: Int):  #~ E2022: this `a7` takes the same arguments as an earlier one
    pass

def a8(x: (Int, String)):  #~ W2006: a tuple of types is written `Tuple[…]` today
    pass

def a9() -> Writable:  #~ E2327: the trait `Writable` is not the type of a value
    pass

def b1(x: T):  #~ E1001: the name `T` is not declared
    pass

def b2(x: Strin):  #~ E1001: the name `Strin` is not declared
    pass

def b3(xs: List[Int]) -> ref Int:  #~ E2017: a reference result names its origin: `ref[origin] T`
    return xs[0]

def b4(x: 3):  #~ E2003: a literal is a value, not a type
    pass

def b5(x: print):  #~ E2003: `print` is a value, not a type
    pass

def b6(x: Int[3]):  #~ E2015: the parameters of `Int` are bound already
    pass

def b7(x: List[3]):  #~ E2003: a literal is a value, not a type
    pass

def b8(x: List[Writable]):  #~ E2329: `Writable` is a trait; the parameter `T` takes a type
    pass

def b9(deinit x: Int):  #~ E2024: `deinit` belongs to methods of the type that is taken apart
    pass

comptime A: Int = B  #~ E1013: the value of `A` depends on itself
comptime B: Int = A

struct Gen[T: Movable]:
    var x: T  #~ W1011: the struct parameter `T` is written `Self.T` here

    def foo():  #~ E2023: the method `foo` has no receiver
        pass

    @staticmethd  #~ E2021: there is no decorator `@staticmethd` for functions
    def baz(self):
        pass

struct Fields:
    var a: List  #~ E2005: `List` needs its parameter `T` here
    var b: Writable  #~ E2327: the trait `Writable` is not the type of a field
    var c: def(Int) -> Int  #~ E2327: the trait `def(Int) -> Int` is not the type of a field
    var d: __builtin.simd[1, 1]  #~ E1010: `__builtin` belongs to the standard library alone

struct Rec:
    var a: Int
    var b: Optional[Rec]  #~ E2033: `Rec` contains itself through the field `b`, which makes it infinitely large

struct Fine:
    var b: List[Fine]

def dup():
    pass

struct dup:  #~ E1004: `dup` is already declared here
    pass
