# SPDX-License-Identifier: Apache-2.0
# Arguments, markers, defaults, variadics, results, where, C functions (language.md §3.2).
#: run
def posonly(a: Int, b: Int, /, c: Int = 3, *, d: Int = 4, e: Int) -> Int:
    return a * 10000 + b * 1000 + c * 100 + d * 10 + e
def kwdef(*, b: Int = 1, a: Int) -> Int:
    return a + b
def infer[T: Copyable & Writable, //, n: Int, /, k: Int = 5, *, z: Int = 6](x: T) -> Int:
    print(x, n, k, z)
    return n + k + z
def var_list(*xs: Int) -> Int:
    var t = 0
    for i in range(len(xs)):
        t += xs[i]
    for x in xs:
        t += x
    return t
def mut_list(mut *xs: Int):
    for i in range(len(xs)):
        xs[i] += 1
def own_list(var *xs: String) -> Int:
    var n = 0
    for x in xs:
        n += x.byte_length()
    return n
def own_consume(var *xs: String):
    def h(i: Int, var s: String):
        print(i, s)
    xs^.consume_elements(h)
def pack[*Ts: Writable](*xs: *Ts) -> Int:
    comptime for i in range(xs.__len__()):
        print(xs[i], end=" ")
    print()
    return len(xs)
def some_pack(*xs: *SomeTypeList[Writable]):
    comptime for i in range(xs.__len__()):
        print(xs[i], end=";")
    print()
def ns[*vals: Int]() -> Int:
    var t = 0
    comptime for i in range(vals.length):
        t += vals[i]
    return t
def types[*Ts: Writable]() -> Int:
    return Ts.length
def fwd[*Ts: Writable](*xs: *Ts) -> Int:
    return pack(*xs)
def noresult():
    pass
def never() -> Never:
    while True:
        pass
def named(a: Int, out r: String):
    r = String(a)
def named2(out r: List[Int], a: Int):
    r = List[Int]()
    r.append(a)
    if a > 3:
        return List[Int]()
struct NoMove(Movable where False):
    var x: Int
    def __init__(out self, x: Int):
        self.x = x
def mk(out r: NoMove):
    r = NoMove(3)
def head(ref xs: List[Int]) -> ref[xs] Int:
    return xs[0]
def give() -> List[Int]:
    var l: List[Int] = [1, 2]
    return l^
def give2() -> List[Int]:
    var l: List[Int] = [1, 2]
    return l
def whered[n: Int](x: Int) -> Int where (n > 0, "need at least one lane") where n < 10:
    return x * n
def cfun(x: Int32) abi("C") -> Int32:
    return x + 1
def callc(f: def(Int32) thin abi("C") -> Int32) -> Int32:
    return f(4)
def outer() -> Int:
    comptime k = 4
    def inner(x: Int) -> Int:
        return x * k
    return inner(3)
def defs(a: Int, b: List[Int] = [1, 2], c: String = "x" + "y") -> Int:
    return a + len(b) + c.byte_length()
def pd[T: Copyable & Deinitable & Writable = Int](x: T):
    print(x)
def main() raises:
    print(posonly(1, 2, e=5), posonly(1, 2, 7, e=5), posonly(1, 2, c=8, e=5, d=0))
    print(kwdef(a=3))
    print(infer[1]("s"), infer[1, k=2](3), infer[T=Int, 4](3), infer[1, 2, z=3](2.5))
    print(var_list(1, 2, 3), var_list())
    var a = 1
    var b = 2
    mut_list(a, b)
    print(a, b)
    print(own_list("ab", "c"))
    own_consume("p", "q")
    print(pack(1, "x", 2.5), fwd(1, 2))
    some_pack(1, "y")
    print(ns[1, 2, 3](), types[Int, String]())
    noresult()
    print(named(3), len(named2(a=4)), len(named2(2)), mk().x)
    var l: List[Int] = [5]
    head(l) = 9
    print(l[0], len(give()), len(give2()))
    print(whered[3](4))
    print(callc(cfun), outer(), defs(1), defs(1, [5]), defs(1, c="q"))
    pd("s")

#: stdout
#| 12345 12745 12805
#| 4
#| s 1 5 6
#| 3 1 2 6
#| 3 4 5 6
#| 2.5 1 2 3
#| 12 9 15 6
#| 12 0
#| 2 3
#| 3
#| 0 p
#| 1 q
#| 1 x 2.5 
#| 1 2 
#| 3 2
#| 1;y;
#| 6 2
#| 3 0 1 3
#| 9 2 2
#| 12
#| 5 12 5 4 4
#| s
