# SPDX-License-Identifier: Apache-2.0
# §10.1, §10.2, §5.10: capture lists and closures, violated.
#: check
def thin(f: def() thin -> None):
    f()


def parameter[f: def() thin -> None]():
    f()


struct Holder:
    var f: def() thin -> None

    def __init__(out self, f: def() thin -> None):
        self.f = f


def returned() -> Some[def() -> None]:  #~ E2005: can be the type of an argument only
    var a = 1

    def f() {a}:
        print(a)

    return f


def twice():
    var s: String = "a"

    def m() {mut s}:
        s += "x"

    def both() {mut s, m}:  #~ E3009: this closure captures `s` twice, and changes it
        m()

    def reads() {s, m}:  #~ E3009: this closure captures `s` twice
        m()

    both()
    reads()


def lists(x: Int):
    var a = 1
    var b = 2

    def f() {a}:
        print(a)

    thin(f)  #~ E2001: `thin` takes `def() thin -> NoneType` as its argument `f`, found `f`
    _ = Holder(f)  #~ E2001: found `f`
    parameter[f]()  #~ E2304: expected `def() thin -> NoneType`, found `f`
    comptime g = f  #~ E4001: `f` captures variables and cannot be a parameter

    def two() {mut, imm}:  #~ E0054: a capture list has one default entry
        pass

    def caret() {mut a^}:  #~ E0054: only `var` goes with it
        pass

    def sets() {a}:
        a = 3  #~ E2315: `a` is immutable and cannot be assigned to

    def none():
        print(a)  #~ E2337: `a` belongs to the enclosing function and is not captured

    def empty() {}:
        print(b)  #~ E2337: `b` belongs to the enclosing function and is not captured

    def argument() {mut x}:  #~ E2315: `x` is immutable and cannot be captured by `mut`
        pass

    def by_ref() {ref x}:  #~ E2315: there is no place to capture by `ref`
        pass

    def unknown() {nowhere}:  #~ E1001: the name `nowhere` is not declared
        pass

    var l1 = lambda: a  #~ E2001: this lambda gives `Int`, but declares no result
    var l2 = lambda x: x  #~ E2002: the argument `x` needs a type
    var l3 = lambda (x: Int) {} -> Int: x + b  #~ E2337: `b` belongs to the enclosing function
    var pointer: def() thin -> None = f  #~ E2001: expected `def() thin -> NoneType` for the variable, found `f`
    var bound: def(Int) -> Int = lambda (x: Int) -> Int: x  #~ W2811: a bound for closures
    var own = f[3]  #~ E2312: a value of type `f` cannot be subscripted


def main():
    pass
