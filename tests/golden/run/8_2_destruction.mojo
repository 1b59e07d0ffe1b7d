# SPDX-License-Identifier: Apache-2.0
# §8.2, §8.3: destruction after last use; fields.
#: run
#: stdout
#| mk 1
#| mk 2
#| two
#| ~2
#| ~1
#| 3
#| mk 3
#| ~3
#| ~4
#| --
#| ~7
#| ~6
#| ~5
#| var2
#| use 20
#| ~20
#| end br
#| ~20
#| not used
#| end br
#| it 0 30
#| it 1 30
#| ~30
#| after
#| ~40
#| 41
#| ~41
#| ~42
#| ~50
#| kept to here
#| ~51
#| gone
#| moved 10
#| ~10
#| ~12
#| ~11
#| ~11
#| 10
#| ~10
#| take2 10 11
#| ~10
#| ~11
#| r 60
#| ~60
#| end
@fieldwise_init
struct L(Movable):
    var id: Int
    def __deinit__(deinit self): print("~", self.id, sep="")
def mk(i: Int) -> L:
    print("mk", i)
    return L(i)
def two(a: L, b: L) -> Int:
    print("two")
    return a.id + b.id
def var2(var *xs: L):
    print("var2")
struct Pairr(Movable):
    var a: L
    var b: L
    def __init__(out self):
        self.a = L(10)
        self.b = L(11)
    def take(deinit self) -> L:
        return self.a^
    def both(deinit self):
        self^.take2()
    def take2(deinit self):
        print("take2", self.a.id, self.b.id)
def br(c: Bool):
    var x = L(20)
    if c:
        print("use", x.id)
    else:
        print("not used")
    print("end br")
def loop():
    var x = L(30)
    for i in range(2):
        print("it", i, x.id)
    print("after")
def reassign():
    var x = L(40)
    x = L(41)
    print(x.id)
    x = L(42)
def discard():
    var x = L(50)
    _ = x
    print("kept to here")
    var y = L(51)
    _ = y^
    print("gone")
def moves():
    var p = Pairr()
    var a = p.a^
    print("moved", a.id)
    p.a = L(12)
    _ = p
def main():
    print(two(mk(1), mk(2)))
    _ = mk(3)
    var never = L(4)
    print("--")
    var2(L(5), L(6), L(7))
    br(True); br(False)
    loop()
    reassign()
    discard()
    moves()
    print(Pairr().take().id)
    Pairr().both()
    var x = L(60)
    ref r = x
    print("r", r.id)
    print("end")
