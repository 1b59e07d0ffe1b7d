# SPDX-License-Identifier: Apache-2.0
# Argument conventions (language.md §3.3).
#: run
struct T(Movable):
    var x: Int
    def __init__(out self, x: Int):
        self.x = x
    def close(deinit self) -> Int:
        return self.x
    def __deinit__(deinit self):
        print("del", self.x)
    def get(ref self) -> ref[self.x] Int:
        return self.x
@fieldwise_init
struct C(ImplicitlyCopyable):
    var x: Int
def imm_(imm a: Int) -> Int: return a
def mut_(mut a: Int): a += 1
def var_(var a: C) -> Int:
    a.x += 1
    return a.x
def own(var t: T) -> Int:
    return t.x
def ref_(ref a: Int) -> ref[a] Int:
    return a
def ref_o[o: Origin[mut=True]](ref[o] a: Int):
    a += 100
def ref_u(ref a: String, ref b: String, first: Bool) -> ref[a, b] String:
    if first: return a
    return b
def ref_any(ref[_] a: Int) -> Int: return a
def ro[o: ImmOrigin](ref[o] a: Int) -> Int: return a
def main():
    var i = 3
    print(imm_(i), imm_(i + 1), imm_(7))
    mut_(i)
    print(i)
    var c = C(1)
    print(var_(c), c.x, var_(c^))
    var t = T(5)
    print(own(t^))
    var u = T(6)
    print(u^.close())
    ref_(i) = 40
    print(i)
    ref_o(i)
    print(i, ref_any(i), ro(i), ref_any(3))
    var a = String("a")
    var b = String("b")
    ref_u(a, b, False) += "!"
    print(a, b)
    var v = T(8)
    v.get() = 9
    print(v.x)

#: stdout
#| 3 4 7
#| 4
#| 2 1 2
#| del 5
#| 5
#| 6
#| 40
#| 140 140 140 3
#| a b!
#| 9
#| del 9
