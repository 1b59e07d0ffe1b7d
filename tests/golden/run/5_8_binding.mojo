# SPDX-License-Identifier: Apache-2.0
# §5.8: positional, keyword, unbound and default parameters.
#: run
#: stdout
#| 1,2,7 1,5,7 1,5,2 1,2,7
#| 1
#| 4 0 4
#| a;1;3 2;1;9 5;4;3
comptime ByName = Dict[String, _]
comptime Vec4 = SIMD[_, 4]
struct F[a: Int, b: Int = 5, *, c: Int = 7]:
    @staticmethod
    def show() -> String: return String(Self.a, Self.b, Self.c, sep=",")
def show[T: Writable, //, n: Int, k: Int = 3](x: T) -> String:
    return String(x, n, k, sep=";")
def any_vec(v: Vec4) -> Int:
    return Int(v.length)
def any_list(l: List) -> Int:
    return len(l)
def any_simd(v: SIMD[_, 2]) -> Int: return 2
def any_e(v: SIMD[DType.int32, ...]) -> Int: return Int(v.length)
def main():
    print(F[1, 2].show(), F[1].show(), F[1, c=2].show(), F[b=2, a=1].show())
    var d: ByName[Int] = {"x": 1}
    print(len(d))
    var v: Vec4[DType.int32] = 3
    print(any_vec(v), any_list(List[Int]()), any_e(v))
    print(show[1]("a"), show[1, k=9](2), show[T=Int, 4](5))
