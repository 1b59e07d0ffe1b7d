# SPDX-License-Identifier: Apache-2.0
# §6.5: each shape of the protocol.
#: run
#: stdout
#| 1 5
#| exit 5
#| generic exit
#| exit 8
#| 9
#| exit 9
#| 3
#| c4
#| from exit: x
#| generic exit
#| typed 3
#| exit 0
#| exit 1
#| in
#| exit 20
#| 20
@fieldwise_init
struct Generic:
    var sw: Bool
    def __enter__(self) -> Int: return 1
    def __exit__(mut self): print("plain exit")
    def __exit__[E: AnyType](mut self, e: E) -> Bool:
        print("generic exit")
        return self.sw
@fieldwise_init
struct OnlyPlain:
    var n: Int
    def __enter__(mut self) -> ref[self.n] Int: return self.n
    def __exit__(mut self): print("exit", self.n)
@fieldwise_init
struct OnlyEnter:
    var n: Int
    def __enter__(self) -> Int: return self.n
@fieldwise_init
struct Consumed(Movable):
    var n: Int
    def __enter__(deinit self) -> String: return String("c", self.n)
    def __exit__(mut self): print("never called")
@fieldwise_init
struct Raiser:
    var n: Int
    def __enter__(self): pass
    def __exit__(mut self): print("r normal")
    def __exit__(mut self, e: Error) raises -> Bool:
        raise Error("from exit: " + String(e))
@fieldwise_init
struct MyErr(Writable, Movable):
    var n: Int
def typed() raises MyErr: raise MyErr(3)
def main() raises:
    with Generic(True) as g, OnlyPlain(5) as o:
        print(g, o)
        raise Error("swallowed")
    with OnlyPlain(7) as ref o:
        o += 1
    with OnlyPlain(9) as o:
        print(o)
    with OnlyEnter(3) as e: print(e)
    with Consumed(4) as c: print(c)
    try:
        with Raiser(1):
            raise Error("x")
    except e:
        print(e)
    try:
        with Generic(False):
            typed()
    except e:
        print("typed", e.n)
    for i in range(2):
        with OnlyPlain(i):
            if i == 0: continue
            break
    var m = OnlyPlain(20)
    with m: print("in")
    print(m.n)
