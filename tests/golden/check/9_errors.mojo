# SPDX-License-Identifier: Apache-2.0
# §9: errors, violated.
#: check
@fieldwise_init
struct E1(Movable, Writable):
    var n: Int
@fieldwise_init
struct E2(Movable, Writable):
    var n: Int
def t1() raises E1: raise E1(1)
def t2() raises E2: raise E2(1)
def a() raises E2: t1()  #~ E2331: `t1` raises `E1`, but `a` raises `E2`
def b(): t1()  #~ E2330: `t1` can raise, but `b` does not say `raises`
def c():
    raise "x"  #~ E2330: an error is raised here, but `c` does not say `raises`
def d():
    raise  #~ E2330: `raise` without a value is only written in an `except` block
def e():
    try:
        t1()
        t2()  #~ E2332: this raises `E2` in a `try` that already catches `E1`
    except: pass
def f():
    try: t1()  #~ E2330: `t1` can raise, but `f` does not say `raises`
    finally: pass
struct D:
    def __init__(out self): pass
    def __deinit__(deinit self) raises: pass  #~ E2020: a destructor cannot raise
struct C(Copyable):
    def __init__(out self, *, copy: Self) raises: pass  #~ E2020: a copy constructor cannot raise
def run[E: AnyType, //](f: def() raises E -> Int) raises E -> Int: return f()
def quiet() -> Int: return 3
def g():
    try: print(run(quiet))  # W  #~ W2804: nothing in this `try` can raise
    except: pass
def plain() raises -> Int: raise "text"
def h():
    var f: def() thin -> Int = plain  #~ E2001: expected `def() thin -> Int` for the variable, found `type_of(plain)`
    print(run(plain))  #~ E2330: `run` can raise, but `h` does not say `raises`
def fro() raises:
    raise Error("a") from Error("b")
def from_wrong() raises:
    raise Error("a") from Error  #~ E2328: `Error` is a type; a cause is a value
def from_nothing() raises:
    raise Error("a") from None
def from_struct() raises StopIteration:
    raise StopIteration() from "b"  #~ E2341: an `Error` keeps what caused it; a `StopIteration` does not
def exc() raises:
    try: raise "x"
    except Error as e: pass  #~ E2341: an `except` with a type is not supported: it catches what its `try` raises
def main():
    pass


@fieldwise_init
struct Code(Copyable, Writable):
    var code: Int


def with_code() raises Code:
    raise Code(3)


def forgets(x: Int) -> Int:
    if x < 0:
        raise Error("negative")  #~ E2330: an error is raised here, but `forgets` does not say `raises`
    return x


def one_report_a_try():
    try:
        with_code()
        with_text()  #~ E2332: this raises `Error` in a `try` that already catches `Code`
        with_text()
    except e:
        print(e.code)


def try_around_a_mistake():
    try:
        print(forgets(3))
    except e:
        print(e)


def with_text() raises:
    raise Error("text")
