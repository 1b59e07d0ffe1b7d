# SPDX-License-Identifier: Apache-2.0
# §8.7: linear values consumed on every path.
#: run
#: stdout
#| done 1
#| fin 2
#| fin 1
#| done 3
#| may
#| done 9
#| done 0
#| fin 1
@fieldwise_init
struct T(Deinitable where (False, "call done()")):
    var n: Int
    def done(deinit self): print("done", self.n)
    def fin(deinit self) raises:
        if self.n > 5: raise Error("fin failed")
        print("fin", self.n)
struct H:
    var t: T
    def __init__(out self, n: Int): self.t = T(n)
    def done(deinit self): self.t^.done()
def may(n: Int) raises: 
    if n > 2: raise Error("may")
def path(n: Int) raises:
    var t = T(n)
    try:
        may(n)
    except e:
        t^.done()
        raise e^
    t^.fin()
def give(var t: T) -> T: return t^
def dropg[X: Movable & Deinitable](var x: X): pass
def main() raises:
    var t = T(1)
    t^.done()
    var u = give(T(2))
    u^.fin()
    path(1)
    try: path(3)
    except e: print(e)
    var h = H(9)
    h^.done()
    for i in range(2):
        var k = T(i)
        if i == 0:
            k^.done()
            continue
        k^.fin()
