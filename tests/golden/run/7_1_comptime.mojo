# SPDX-License-Identifier: Apache-2.0
# §7.1: compile-time declarations in every scope.
#: run
#: stdout
#| 42 1 x
#| 2 25 4
#| str 3
#| 3
#| 1
#| 7 7 8 12
#| 47
#| 15
#| 1
#| 7
#| 3
#| int8 4
comptime BIG = small * 2
comptime small = 21
comptime a, b = (1, "x")
comptime Pair[T: Copyable & Deinitable] = Tuple[T, T]
comptime sq[n: Int]: Int = n * n
comptime pos[n: Int] where n > 0 = n + 1
comptime Str = String
comptime add = adder
comptime Any = Writable
comptime Unb = List
def adder(x: Int, y: Int) -> Int: return x + y
struct Ring[T: Copyable & Deinitable, cap: Int]:
    comptime mask = Self.cap - 1
    comptime Elem = Self.T
    comptime times[n: Int] = n * Self.cap
    def __init__(out self): pass
trait HasW:
    comptime width: Int
    comptime unit = 1
    comptime Of[n: Int]: Int
struct W(HasW):
    comptime width = 4
    comptime Of[n: Int]: Int = n + 1
    def __init__(out self): pass
def show[T: Any](x: T): print(x)
def uw[T: HasW](x: T) -> Int: return T.width * 10 + T.unit + T.Of[5]
def main():
    print(BIG, a, b)
    var p: Pair[Int] = (1, 2)
    print(p[1], sq[5], pos[3])
    var s: Str = "str"
    print(s, add(1, 2))
    show(3)
    var l: Unb[Int] = [1]
    print(len(l))
    var r = Ring[Int, 8]()
    print(Ring[Int, 8].mask, r.mask, r.cap, Ring[Int, 4].times[3])
    print(uw(W()))
    comptime local = 5
    comptime F[n: Int] = n * local
    comptime T2[T: Copyable & Deinitable] = List[T]
    print(F[3])
    var q: T2[String] = ["a"]
    print(len(q))
    if True:
        comptime local = 7
        print(local)
    comptime x, y = (1, 2)
    print(x + y)
    var v = SIMD[DType.int8, 4](0)
    print(v.dtype, v.length)
