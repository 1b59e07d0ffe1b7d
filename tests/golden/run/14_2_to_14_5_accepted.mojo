# SPDX-License-Identifier: Apache-2.0
# Older lifecycle methods, traits, types and expressions mean what they meant (language.md §14.2 to §14.5).
#: run
from utils import StaticTuple, Variant, StaticIntTuple, StringSlice
from collections import InlineArray, Optional
from memory import UnsafePointer, Arc, OwnedPointer, UnsafeMaybeUninitialized, memcpy, memset_zero
from memory.unsafe_pointer import initialize_pointee_copy, initialize_pointee_move, move_from_pointee, destroy_pointee
from os import Atomic
from sys import simdwidthof, sizeof, bitwidthof, is_compile_time
from time import now
from math import div_ceil
from algorithm import vectorize


@value
struct Pair(EqualityComparable):
    var x: Int
    var s: String

    fn __eq__(self, other: Self) -> Bool:
        return self.x == other.x

    fn __ne__(self, other: Self) -> Bool:
        return not (self == other)


@register_passable("trivial")
struct Small:
    var x: Int

    fn __init__(inout self, x: Int):
        self.x = x


struct Loud:
    var s: String

    fn __init__(inout self, s: String):
        self.s = s

    fn __copyinit__(inout self, existing: Self):
        self.s = existing.s + "c"

    fn __moveinit__(inout self, owned existing: Self):
        self.s = existing.s^

    fn __del__(owned self):
        print("del", self.s)


@explicit_destroy
struct Ticket:
    var x: Int

    fn __init__(inout self, x: Int):
        self.x = x

    fn close(owned self):
        print("closed", self.x)
        __disable_del self


struct Named(Stringable, Representable):
    var n: Int

    fn __init__(inout self, n: Int):
        self.n = n

    fn __str__(self) -> String:
        return "N" + str(self.n)

    fn __repr__(self) -> String:
        return "Named(" + self.n.__str__() + ")"


struct Formatted(Formattable):
    var n: Int

    fn __init__(inout self, n: Int):
        self.n = n

    fn format_to(self, inout f: Formatter):
        f.write("F(", self.n, ")")


fn both(s: StringSlice) -> (Int, StringLiteral):
    return (len(s), "x")


fn first[T: EqualityComparableCollectionElement, lifetime: ImmutableLifetime](ref [lifetime] xs: List[T]) -> ref [__lifetime_of(xs)] T:
    constrained[sizeof[T]() > 0, "not empty"]()
    return xs[0]


fn lifecycle():
    var p = Pair(1, "a")
    var q = p
    print(p == q, p != q, q.s, Small(3).x)
    var a = Loud("a")
    var b = a
    var c = a^
    print(b.s, c.s)
    Ticket(7).close()


fn text():
    print(Named(1), str(Named(2)), repr(Named(3)), Formatted(4))
    print(Named(5).__str__(), (5).__repr__())
    print_no_newline("a", 1)
    print()


fn types() raises:
    var v = DynamicVector[Int]()
    v.push_back(4)
    v.push_back(5)
    print(v.pop_back(), len(v))
    var t = StaticTuple[Int, 2](1, 2)
    var d = StaticIntTuple[2](3, 4)
    var arr = InlineArray[Int, 2](5, 6)
    print(t[1], d[0], arr[1], Char(65))
    var x: F32 = 1.5
    var y: SI64 = 2
    var z: IntLiteral = 3
    print(x, y, z, SIMD[DType.int8, 2](1).size, SIMD[DType.int8, 2].element_type, Scalar[DType.index](4))
    var atom = Atomic[Int64](4)
    atom += 1
    print(atom.load())
    print(bitwidthof[Int32](), simdwidthof[DType.float32]() > 1, div_ceil(7, 2), now() > 0, is_compile_time())
    var tup = both("abc")
    print(tup.get[0, Int](), tup[1])


fn pointers():
    var p = UnsafePointer[String].alloc(3)
    p.init_pointee_move(String("a"))
    (p + 1).init_pointee_copy(String("b"))
    initialize_pointee_copy(p + 2, String("c"))
    print(p[0], (p + 1)[], p.offset(2)[], move_from_pointee(p))
    (p + 1).destroy_pointee()
    destroy_pointee(p + 2)
    p.free()
    var f = UnsafePointer[Float32].alloc(8)
    memset_zero(f, 8)
    f.store(1, 2.5)
    var g = UnsafePointer[Float32].alloc(8)
    memcpy(g, f, 8)
    print(g.load(1), g.simd_load[2](0), UnsafePointer.address_of(f[1])[])
    f.free()
    g.free()
    var shared = Arc[Int](3)
    print(shared[], OwnedPointer(4).take())
    var m = UnsafeMaybeUninitialized[Int]()
    m.write(5)
    print(m.assume_initialized())
    var u = Variant[Int, String](6)
    print(u.get[Int](), u[Int])


fn loops() raises:
    var d = Dict[String, Int]()
    d["a"] = 1
    for e in d.items():
        print(e[].key, e[].value)
    for k in d:
        print(k[])
    var xs = List[Int](1, 2)
    for ref x in xs:
        x[] += 1
    print(first(xs), xs[1])
    var sum = 0
    @parameter
    fn add[w: Int](i: Int):
        sum += w
    vectorize[add, 4, size=10]()
    print(sum)


fn main() raises:
    lifecycle()
    text()
    types()
    pointers()
    loops()
#: stdout
#| True False a 3
#| ac a
#| del a
#| del ac
#| closed 7
#| N1 N2 Named(3) F(4)
#| N5 Int(5)
#| a1
#| 5 1
#| 2 3 6 A
#| 1.5 2 3 2 int8 4
#| 5
#| 32 True 4 True False
#| 3 x
#| a b c a
#| 2.5 [0.0, 2.5] 2.5
#| 3 4
#| 5
#| 6 6
#| a 1
#| a
#| 2 3
#| 10
