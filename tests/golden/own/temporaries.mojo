# SPDX-License-Identifier: Apache-2.0
# §8.2, §10: temporaries, closures, tuples, managers, comprehensions and short circuits destroy what they made.
#: run
@fieldwise_init
struct L(Copyable, Movable):
    var id: Int
    def __init__(out self, *, copy: Self):
        self.id = copy.id + 100
        print("copy", copy.id)
    def __deinit__(deinit self):
        print("drop", self.id)

struct Mgr:
    var l: L
    def __init__(out self):
        self.l = L(1)
    def __enter__(self) -> Int:
        print("enter")
        return 5
    def __exit__(mut self):
        print("exit")

def mk(i: Int) -> L:
    return L(i)

def loops():
    var xs = [L(1), L(2), L(3)]
    for x in xs:
        print(x.id)
    else:
        print("else")

def cond(c: Bool) -> L:
    return mk(10) if c else mk(20)

def closures():
    var a = L(30)
    var b = L(31)
    var n = 0
    def add(k: Int) {mut n, imm a}:
        n += k + a.id
    add(1)
    add(2)
    print("n", n)
    def own() {var b^} -> Int:
        return b.id
    print(own())
    print("end closures")

def tup():
    var (a, b) = (L(40), L(41))
    print(a.id)
    print(b.id)
    var t = (L(42), L(43))
    print(t[0].id)
    var c = t[1].copy()
    print(c.id)

def wth():
    with Mgr() as m:
        print("in", m)
    for i in range(2):
        with Mgr():
            if i == 0:
                continue
            return

def comp():
    var ys = [L(i) for i in range(50, 53) if i != 51]
    print(len(ys))
    var z = ys.pop()
    print(z.id, len(ys))

def shortc(a: Bool) -> Bool:
    return a and mk(60).id == 60 or mk(61).id == 0

def imp(x: L):
    var y = x.copy()
    y.id = 70
    print(y.id)

def main():
    loops()
    print(cond(True).id)
    _ = cond(False)
    closures()
    tup()
    wth()
    comp()
    print(shortc(True), shortc(False))
    imp(L(7))
    var w: L
    if (w := mk(80)).id == 80:
        print("walrus")
    print("end", w.id)


#: stdout
#| 1
#| 2
#| 3
#| drop 1
#| drop 2
#| drop 3
#| else
#| 10
#| drop 10
#| drop 20
#| drop 30
#| n 63
#| drop 31
#| 31
#| end closures
#| 40
#| drop 40
#| 41
#| drop 41
#| 42
#| copy 43
#| drop 42
#| drop 43
#| 143
#| drop 143
#| enter
#| in 5
#| exit
#| drop 1
#| enter
#| exit
#| drop 1
#| enter
#| exit
#| drop 1
#| 2
#| drop 50
#| 52 1
#| drop 52
#| drop 60
#| drop 61
#| True False
#| copy 7
#| 70
#| drop 70
#| drop 7
#| walrus
#| end 80
#| drop 80
