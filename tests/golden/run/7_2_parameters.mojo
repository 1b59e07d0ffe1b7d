# SPDX-License-Identifier: Apache-2.0
# §7.2, §7.3: types of parameters, automatic parameters.
#: run
#: stdout
#| 3 x 2.5 True 3int8 1.0float32
#| 7 2.5
#| 6 cfg3 6 lit
#| -1 7 3
#| 8 some 4 3
#| 1 float32 1 1 0 7
#| 7
@fieldwise_init
struct Cfg(ImplicitlyCopyable):
    var n: Int
    var name: String
def dep[d: DType, v: Scalar[d]]() -> Scalar[d]: return v + 1
def cfg[c: Cfg]() -> String: return String(c.name, c.n)
def fnp[f: def(Int) thin -> Int]() -> Int: return f(3)
def dbl(x: Int) -> Int: return x * 2
def strp[s: StringLiteral]() -> String: return String(s)
def optp[o: Optional[Int]]() -> Int:
    comptime if o:
        return o.value()
    else:
        return -1
def lst[l: List[Int]]() -> Int: return len(l)
def autop(v: SIMD) -> Int: return Int(v.length)
def somef(x: Some[Writable & Copyable]) -> String: return String(x)
def refp(ref x: List[Int]) -> ref[x] Int: return x[0]
def view(s: StringSpan) -> Int: return s.byte_length()
def sameT[T: Copyable & Writable & Deinitable](a: T, b: T) -> T: return a.copy()
def dtp(v: SIMD) -> String: return String(v.dtype, " ", type_of(v).length)
def boolp[b: Bool = True]() -> Int: return 1 if b else 0
def tup[t: Tuple[Int, Int]]() -> Int: return t[0] + t[1]
def tw(x: SIMD, y: type_of(x)) -> type_of(x): return x + y
def show[T: Writable & Deinitable, //, v: T]() -> String: return String(v)
def lanes[d: DType, //, v: Scalar[d]]() -> String: return String(v, d)
struct Const[T: Copyable & Deinitable, //, v: T]:
    comptime value = Self.v
    def __init__(out self): pass
def main():
    print(show[3](), show["x"](), show[2.5](), show[True](), lanes[Int8(3)](), lanes[Float32(1)]())
    print(Const[7].value, Const[v=2.5].value)
    print(dep[DType.int32, 5](), cfg[Cfg(3, "cfg")](), fnp[dbl](), strp["lit"]())
    print(optp[None](), optp[7](), lst[[1, 2, 3]]())
    print(autop(SIMD[DType.float32, 8](0)), somef("some"), refp([4, 5]), view("abc"))
    print(sameT(1, 2), dtp(Float32(1)), boolp(), boolp[False](), tup[(3, 4)]())
    print(tw(Int8(3), 4))
