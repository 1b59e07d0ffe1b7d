# SPDX-License-Identifier: Apache-2.0
# §7.6: conditions proved from facts; refinement; rebind.
#: run
#: stdout
#| 9 3 0 2 1 3 2 5 1 3
#| 1 1 c abc 51 ? 1 2 none
#| Box(3) 4 8 4 4 4 2 1 small large
#| 7
#| 1 a 
#| 2 b 
def need[n: Int]() -> Int where n > 0: return n
def a1[n: Int]() -> Int where n > 8: return need[n]()
def a2[n: Int]() -> Int:
    comptime if n > 0: return need[n]()
    else: return 0
def a3[n: Int]() -> Int:
    comptime assert n > 0, "must"
    return need[n]()
def a4[n: Int]() -> Int where n >= 1: return need[n]()
def a5[n: Int, m: Int]() -> Int where n > 0 and m > 0: return need[n]() + need[m]()
def a6[a: Int, b: Int]() -> Int where a < b: return lt[b, a]()
def lt[x: Int, y: Int]() -> Int where x > y: return x - y
def a7[n: Int]() -> Int where not (n <= 0): return need[n]()
def msgd[n: Int]() -> Int where (n > 0, "need at least one lane"): return n
struct S[n: Int] where n > 2:
    def __init__(out self): pass
    def m(self) -> Int: return need[Self.n]()
def ty[T: AnyType, U: AnyType]() -> Int where T == U: return 1
def ty2[T: AnyType]() -> Int where T == Int: return ty[T, Int]()
def conf[T: AnyType](x: T) -> String where conforms_to(T, Writable): return String(x)
def conf2[T: AnyType](x: T) -> String:
    comptime if conforms_to(T, Writable) and conforms_to(T, Sized):
        return String(x, len(x))
    elif conforms_to(T, Writable):
        return String(x)
    else:
        return "?"
def conf3[T: AnyType](x: T) -> String:
    comptime assert conforms_to(T, Writable), "w"
    return String(x)
def conf4[T: AnyType](x: T) -> String:
    return String(x) if comptime(conforms_to(T, Writable)) else "none"
@fieldwise_init
struct Box[T: Copyable & Deinitable](Copyable, Writable where conforms_to(T, Writable)):
    var v: Self.T
    def write_to(self, mut w: Some[Writer]) where conforms_to(Self.T, Writable):
        w.write("Box(", self.v, ")")
    def only_int(self) -> Int where Self.T == Int:
        return rebind[Int](self.v)
@fieldwise_init
struct NW(Copyable): 
    var x: Int
def is_pow2(n: Int) -> Bool: return n & (n - 1) == 0
@always_inline("builtin")
def ok(n: Int) -> Bool: return n > 3
def p2[n: Int]() -> Int where is_pow2(n): return n
def p3[n: Int]() -> Int where is_pow2(n): return p2[n]()
def p4[n: Int]() -> Int where ok(n): return n
def or_[n: Int]() -> Int where n == 1 or n == 4: return n
def many[n: Int, m: Int]() -> Int where n > 0 where m > n: return m
def sums[n: Int]() -> Int where n + n + 1 > 0: return sums2[n]()
def sums2[n: Int]() -> Int where 2 * n + 1 > 0: return n
def over[n: Int]() -> String where n < 10: return "small"
def over[n: Int]() -> String where n >= 10: return "large"
def rb[n: SIMDLength](x: SIMD[DType.int32, n]) -> SIMD[DType.int32, 4]:
    comptime if n == 4: return rebind[SIMD[DType.int32, 4]](x)
    else: return 0
def pk[*Ts: AnyType](*xs: *Ts) where conforms_to(Ts.values, Writable):
    comptime for i in range(Ts.length): print(xs[i], end=" ")
    print()
def pk2[*Ts: AnyType](*xs: *Ts) where Ts.all_conforms_to[Writable]():
    comptime for i in range(Ts.length): print(xs[i], end=" ")
    print()
def main():
    print(a1[9](), a2[3](), a2[-1](), a3[2](), a4[1](), a5[1, 2](), a6[1, 3](), a7[5](), msgd[1](), S[3]().m())
    print(ty[Int, Int](), ty2[Int](), conf("c"), conf2("abc"), conf2(5), conf2(NW(1)), conf3(1), conf4(2), conf4(NW(2)))
    print(Box(3), Box(4).only_int(), p2[8](), p3[4](), p4[4](), or_[4](), many[1, 2](), sums[1](), over[3](), over[30]())
    print(rb(SIMD[DType.int32, 4](7))[0])
    pk(1, "a")
    pk2(2, "b")
