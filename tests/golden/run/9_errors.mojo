# SPDX-License-Identifier: Apache-2.0
# §9: typed errors, conversions, generic raises.
#: run
#: stdout
#| 5 3
#| E1 4
#| Error text
#| E1(n=7)
#| t 3
#| E1(n=9)
#| 12
#| saw 5
#| again 5
#| bare 6
#| copy copy
#| lam 8
#: exit 1
@fieldwise_init
struct E1(Movable, Writable):
    var n: Int
@fieldwise_init
struct NotW(Movable):
    var n: Int
def t1(n: Int) raises E1 -> Int:
    if n > 1: raise E1(n)
    return n
def nev() raises Never -> Int: return 5
def conv() raises -> Int: return t1(7)
def run[E: AnyType, //](f: def() raises E -> Int) raises E -> Int: return f()
def quiet() -> Int: return 3
def bad() raises E1 -> Int: raise E1(4)
def plain() raises -> Int: raise "text"
def ts() raises:
    var k = 3
    raise t"t {k}"
def wr() raises: raise E1(9)
def span() raises: raise "abc".as_string_slice() if False else "abc"
struct S:
    comptime Err = E1
    def m(self) raises Self.Err: raise E1(12)
    def __init__(out self): pass
def pass_on() raises E1:
    try:
        _ = t1(5)
    except e:
        print("saw", e.n)
        raise e^
def bare() raises E1:
    try: _ = t1(6)
    except: raise
def main() raises:
    print(nev(), run(quiet))
    try: print(run(bad))
    except e: print("E1", e.n)
    try: print(run(plain))
    except e: print("Error", e)
    try: print(conv())
    except e: print(e)
    try: ts()
    except e: print(e)
    try: wr()
    except e: print(e)
    try: S().m()
    except e: print(e.n)
    try: pass_on()
    except e: print("again", e.n)
    try: bare()
    except e: print("bare", e.n)
    var er = Error("copy")
    var e2 = er
    print(er, e2)
    var f = lambda () raises E1 -> Int: t1(8)
    try: print(f())
    except e: print("lam", e.n)
    raise Error("out")
#: stderr
#| Unhandled exception caught during execution: out
