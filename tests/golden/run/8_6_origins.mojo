# SPDX-License-Identifier: Apache-2.0
# §8.6: origins of results, of fields, unions, inferred mutability.
#: run
#: stdout
#| 5
#| aa!
#| 9
#| xw static 4
#| 2
#| 7
#| aa!
def pick[m: Bool, //, o: Origin[mut=m]](ref[o] xs: List[Int]) -> ref[o] Int:
    return xs[0]
def longest(ref a: String, ref b: String) -> ref[a, b] String:
    if a.byte_length() > b.byte_length(): return a
    return b
struct View[T: Copyable & Deinitable, o: Origin]:
    var p: Pointer[Self.T, Self.o]
    def __init__(out self, ref[Self.o] x: Self.T):
        self.p = Pointer(to=x)
    def get(self) -> ref[Self.o] Self.T:
        return self.p[]
@fieldwise_init
struct P(Copyable):
    var a: String
    var b: String
def field(ref p: P) -> ref[p.a] String:
    return p.a
def static() -> StaticString:
    return "static"
def anon(ref[_] x: Int) -> Int: return x
def same[o1: Origin, o2: Origin]() -> Bool:
    return True
def need_mut[o: MutOrigin](ref[o] x: Int): x += 1
def iter_first(ref xs: List[String]) -> ref[xs] String:
    for ref x in xs: return x
    return xs[0]
def main():
    var xs: List[Int] = [1, 2]
    pick(xs) = 5
    print(xs[0])
    var a: String = "aa"
    var b: String = "b"
    longest(a, b) += "!"
    print(a)
    var n = 3
    var v = View(n)
    v.get() = 9
    print(n)
    var p = P("x", "y")
    ref f = field(p)
    p.b = "z"
    f += "w"
    print(p.a, static(), anon(4))
    var k = 1
    need_mut(k)
    print(k)
    var ptr = Pointer(to=k)
    ptr[] = 7
    print(k)

    comptime o = origin_of(a)
    var sp: StringSpan[o] = a
    print(sp)
