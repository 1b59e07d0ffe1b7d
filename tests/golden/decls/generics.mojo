# SPDX-License-Identifier: Apache-2.0
#: run
# generics and traits, deeper
trait Monoid(Copyable, Deinitable):
    comptime zero: Self
    def combine(self, other: Self) -> Self: ...

@fieldwise_init
struct Sum(Monoid, Writable):
    comptime zero = Self(0)
    var v: Int
    def combine(self, other: Self) -> Self:
        return Self(self.v + other.v)
    def write_to(self, mut writer: Some[Writer]):
        self.v.write_to(writer)

def fold[M: Monoid](xs: List[M]) -> M:
    var acc = materialize[M.zero]()
    for x in xs:
        acc = acc.combine(x)
    return acc^

trait Visitor:
    comptime Result: Movable & Deinitable
    def num(mut self, n: Int) -> Self.Result: ...
    def add(mut self, var a: Self.Result, var b: Self.Result) -> Self.Result: ...

struct Eval(Visitor):
    comptime Result = Int
    def __init__(out self): pass
    def num(mut self, n: Int) -> Int: return n
    def add(mut self, var a: Int, var b: Int) -> Int: return a + b

struct Show(Visitor):
    comptime Result = String
    var count: Int
    def __init__(out self): self.count = 0
    def num(mut self, n: Int) -> String:
        self.count += 1
        return String(n)
    def add(mut self, var a: String, var b: String) -> String:
        return "(" + a + " + " + b + ")"

def walk[V: Visitor](mut v: V, depth: Int) -> V.Result:
    if depth == 0:
        return v.num(1)
    var a = walk(v, depth - 1)
    var b = walk(v, depth - 1)
    return v.add(a^, b^)

struct Tree[K: Comparable & Copyable & Deinitable, V: Copyable & Deinitable](Sized):
    comptime Entry = Tuple[Self.K, Self.V]
    var keys: List[Self.K]
    var vals: List[Self.V]
    def __init__(out self):
        self.keys = List[Self.K]()
        self.vals = List[Self.V]()
    def put(mut self, k: Self.K, v: Self.V):
        var i = 0
        while i < len(self.keys) and self.keys[i] < k:
            i += 1
        self.keys.append(k.copy())
        self.vals.append(v.copy())
    def __len__(self) -> Int:
        return len(self.keys)
    def each[F: def(Self.K, Self.V) -> None](self, f: F):
        for i in range(len(self.keys)):
            f(self.keys[i], self.vals[i])

struct Fixed[dt: DType, n: Int](Copyable, Writable) where n > 0:
    comptime Elem = Scalar[Self.dt]
    var data: Array[Self.Elem, Self.n]
    def __init__(out self, fill: Self.Elem):
        self.data = Array[Self.Elem, Self.n](fill=fill)
    def concat[m: Int](self, other: Fixed[Self.dt, m]) -> Fixed[Self.dt, Self.n + m] where m > 0:
        var r = Fixed[Self.dt, Self.n + m](0)
        for i in range(Self.n):
            r.data[i] = self.data[i]
        for i in range(m):
            r.data[Self.n + i] = other.data[i]
        return r^
    def write_to(self, mut writer: Some[Writer]):
        for i in range(Self.n):
            self.data[i].write_to(writer)
            writer.write_string(" ")

@fieldwise_init
struct Pt(Equatable, Hashable, Copyable, Writable):
    var x: Int
    var y: Int

def main():
    var l: List[Sum] = [Sum(1), Sum(2), Sum(3)]
    print(fold(l))
    var e = Eval()
    print(walk(e, 3))
    var s = Show()
    print(walk(s, 2), s.count)
    var t = Tree[String, Int]()
    t.put("b", 2)
    t.put("a", 1)
    def show(k: String, v: Int):
        print(k, v)
    t.each(show)
    print(len(t))
    var f = Fixed[DType.int32, 2](7)
    print(f.concat(Fixed[DType.int32, 3](9)))
    print(Pt(1, 2) == Pt(1, 2), Pt(1, 2) != Pt(2, 2))
    print(Pt(3, 4))
    var d = Dict[Pt, String]()
    d[Pt(1, 1)] = "one"
    try:
        print(d[Pt(1, 1)])
    except:
        print("no")

#: stdout
#| 6
#| 8
#| ((1 + 1) + (1 + 1)) 4
#| b 2
#| a 1
#| 2
#| 7 7 9 9 9 
#| True True
#| Pt(x=3, y=4)
#| one
