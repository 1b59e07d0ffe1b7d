# SPDX-License-Identifier: Apache-2.0
# §5.7: displays, initialisers, comprehensions.
#: run
#: stdout
#| 2 2
#| 1
#| 2
#| 2
#| 0
#| 4
#| 12 34 56
#| 6
#| 30
#| 7
#| 3
#| 3 2 1
#| 3
#| 2
#| 6 1
#| 4
#| b!
#| 100 1
#| 1.0
#| 1.0
#| 2
from std.collections import Set
@fieldwise_init
struct Pt(Copyable):
    var x: Int
    var n: Int
struct Bag:
    var t: Int
    def __init__(out self, var *values: Int, __list_literal__: NoneType):
        self.t = 0
        for v in values: self.t += v
struct SBag:
    var t: Int
    def __init__(out self, var *values: Int, __set_literal__: NoneType):
        self.t = 0
        for v in values: self.t += v * 10
struct DBag:
    var t: Int
    def __init__(out self, var keys: List[String], var values: List[Int], __dict_literal__: NoneType):
        self.t = 0
        for i in range(len(keys)): self.t += values[i]
struct Def:
    var x: Int
    def __init__(out self): self.x = 4
def pt(p: Pt) -> Int: return p.x * 10 + p.n
def main():
    var a = [1, 2,]
    print(len(a), a[1])
    var arr: Array[Int, 2] = a.copy()
    print(arr[0])
    var s = {1, 2, 2}
    print(len(s))
    var d = {"a": 1, "b": 2,}
    print(len(d))
    var e: Dict[Int, Int] = {}
    print(len(e))
    var de: Def = {}
    print(de.x)
    print(pt({1, n=2}), pt({3, 4}), pt({x=5, n=6}))
    var b: Bag = [1, 2, 3]
    print(b.t)
    var sb: SBag = {1, 2}
    print(sb.t)
    var db: DBag = {"q": 3, "r": 4}
    print(db.t)
    print(len([x for x in range(10) if x % 2 == 0 if x > 3]))
    var tri = [(i, j) for i in range(3) for j in range(i)]
    print(len(tri), tri[2][0], tri[2][1])
    var ss = {x % 3 for x in range(10)}
    print(len(ss))
    var dd = {k: v for k, v in [("a", 1), ("b", 2)]}
    print(len(dd))
    var xs: List[Int] = [1, 2, 3]
    var ys = [x * 2 for ref x in xs]
    var zs = [x for var x in xs]
    print(ys[2], zs[0])
    var nested = [[i * j for j in range(3)] for i in range(3)]
    print(nested[2][2])
    var words: List[String] = ["a", "b"]
    var w2 = [w + "!" for w in words]
    print(w2[1])
    var x = 100
    var q = [x for x in range(3)]
    print(x, q[1])
    var f: List[Float64] = [1, 2.5]
    print(f[0])
    var m = [1, 2.5]
    print(m[0])
    var ll: List[List[Int]] = [[1], [2, 3], []]
    print(len(ll[1]))
