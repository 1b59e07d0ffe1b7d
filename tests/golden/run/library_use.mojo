# SPDX-License-Identifier: Apache-2.0
#: run
from std.math import sqrt
from std.utils import Variant

@fieldwise_init
struct Ticket(Deinitable where (False, "call redeem() or refund()")):
    var seat: Int
    def redeem(deinit self) -> Int:
        return self.seat

trait Key(Hashable, Equatable, Copyable):
    ...

@fieldwise_init
struct Point(Equatable, Hashable, Copyable, Movable, Writable):
    var x: Int
    var y: Int

def sum_list[T: Copyable & Movable](xs: List[T], f: def(T) thin -> Int) -> Int:
    var s = 0
    for x in xs:
        s += f(x)
    return s

def generic_err[E: AnyType, //](f: def() raises E -> None) raises E:
    f()

def noop():
    pass

def thrower() raises:
    raise Error("t")

def fma[dt: DType](a: Scalar[dt], b: Scalar[dt], c: Scalar[dt]) -> Scalar[dt]:
    return a * b + c

def widen[n: Int](v: SIMD[DType.int32, n]) -> SIMD[DType.int64, n]:
    return v.cast[DType.int64]()

def tabulate[n: Int, f: def(Int) thin -> Int]() -> Array[Int, n]:
    var a = Array[Int, n](fill=0)
    for i in range(n):
        a[i] = f(i)
    return a^

def sq(x: Int) -> Int:
    return x * x

comptime TABLE = tabulate[5, sq]()

def first_word(s: String) -> String:
    var out = String()
    for c in s.codepoint_slices():
        if c == " ":
            break
        out += c
    return out

def default_self[T: Defaultable & Movable]() -> T:
    return T()

struct LinkedStack:
    var items: List[Int]
    var cap: Int
    def __init__(out self, *, cap: Int = 10):
        self.items = List[Int]()
        self.cap = cap
    def __init__(out self, other: List[Int]) raises:
        if len(other) > 5:
            raise Error("too long")
        self.items = other.copy()
        self.cap = 5
    def peek(ref self) -> ref [self.items] Int:
        return self.items[len(self.items) - 1]
    def __contains__(self, v: Int) -> Bool:
        for x in self.items:
            if x == v:
                return True
        return False

def main() raises:
    var t = Ticket(4)
    print(t^.redeem())
    print(Point(1, 2) == Point(1, 2), Point(1, 2))
    var seen: Dict[Point, Int] = {}
    seen[Point(1, 1)] = 5
    print(seen[Point(1, 1)])
    print(sum_list([1, 2, 3], sq))
    generic_err(noop)
    try:
        generic_err(thrower)
    except e:
        print(e)
    print(fma[DType.float32](1, 2, 3), fma(Float64(1), 2, 3))
    print(widen(SIMD[DType.int32, 2](1, 2)))
    print(TABLE[3])
    print(first_word("hello world"))
    print(default_self[Int]())
    var ls = LinkedStack(cap=3)
    ls.items.append(4)
    ls.peek() = 9
    print(ls.peek(), 9 in ls)
    var ls2 = LinkedStack([1, 2])
    print(ls2.cap)
    var v: Variant[Int, String] = 3
    if v.isa[Int]():
        print(v[Int])
    print(sqrt(16.0))
    var big = Int64.MAX
    print(big)
    var words = String("a b c").split(" ")
    print(len(words))
    for i, w in enumerate(words):
        print(i, w)
    var s = String(",").join(words)
    print(s)
    var nested: Dict[String, List[Int]] = {}
    nested["a"] = [1, 2]
    nested["a"].append(3)
    print(len(nested["a"]))
    var a = [x * 2 for x in range(5)]
    print(a[4])
    var f: def(Int) thin -> Int = sq
    print(f(9))
    var fns = [sq, sq]
    var total = 0
    for i in range(len(a)):
        total += a[i]
    print(total)
    var tt: Tuple[Int, Float64] = (1, 2)
    print(tt[1])
    print(String(t"{1 + 2} {sq(3)!r}"))
    var x: Float64 = 3 if total > 3 else 4.5
    print(x)
    if (m := total) > 3:
        print(m)
    var mm: Int = 5
    mm = mm if mm > 3 else 2
    print("abc" in "xabcx", "a" == "b" or mm == 5)
#: stdout
#| 4
#| True Point(x=1, y=2)
#| 5
#| 14
#| t
#| 5.0 5.0
#| [1, 2]
#| 9
#| hello
#| 0
#| 9 True
#| 5
#| 3
#| 4.0
#| 9223372036854775807
#| 3
#| 0 a
#| 1 b
#| 2 c
#| a,b,c
#| 3
#| 8
#| 81
#| 20
#| 2.0
#| 3 Int(9)
#| 3.0
#| 20
#| True True
