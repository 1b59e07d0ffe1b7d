#: run
# std.math, std.random, std.utils: sequences, closeness, random fills, fixed tuples.
from std.math import comb, inf, iota, isclose, isfinite, isnan, nan, perm
from std.random import rand, randint, randn, seed, shuffle
from std.utils import Index, IndexList, StaticTuple


def main():
    print(iota[DType.int32, 4](), iota[DType.float32, 2](1.5), inf[DType.float64](), isnan(nan[DType.float32]()))
    print(isfinite(SIMD[DType.float64, 2](1, inf[DType.float64]())), isclose(1.0, 1.0 + 1e-9), isclose(1.0, 1.1))
    print(isclose(nan[DType.float64](), nan[DType.float64](), equal_nan=True), comb(5, 2), comb(2, 5), perm(5, 2), perm(4))
    seed(7)
    var xs = List[Float64](length=1000, fill=-1)
    rand(xs, min=2, max=3)
    print(min(xs[0], xs[999]) >= 2, sum([Int(x >= 2 and x < 3) for x in xs]))
    randn(xs, 10, 0.1)
    print(abs(sum(xs) / 1000 - 10) < 0.1)
    var ys = List[Int](length=100, fill=0)
    randint(ys, 1, 6)
    print(sum([Int(y >= 1 and y <= 6) for y in ys]))
    iota(ys)
    shuffle(ys)
    print(ys[0:5] == Span(ys)[0:5], sorted(ys)[99], sum(ys))
    var i = Index(2, 3, 4)
    print(i, i + Index(1, 1, 1), i.flattened_length(), i.get_row_major_strides(), i.reverse(), i == IndexList[3](2, 3, 4))
    var t = StaticTuple[Float64, 3](1, 2, 3)
    t[1] = 5
    print(t[1], t.get[2](), len(t), Index(9))
#: stdout
#| [0, 1, 2, 3] [1.5, 2.5] inf True
#| [True, False] True False
#| True 10 0 20 24
#| True 1000
#| True
#| 100
#| True 99 4950
#| (2, 3, 4) (3, 4, 5) 24 (12, 4, 1) (4, 3, 2) True
#| 5.0 3.0 3 (9,)
