# SPDX-License-Identifier: Apache-2.0
# Overloads that cannot be told apart, calls that fit none or several (language.md §3.4).
#: check
from std.math import sqrt
def a(x: Int) -> Int:
    return x
def a(y: Int) -> String:  #~ E2022: this `a` takes the same arguments as an earlier one
    return ""
def b(x: Int):
    pass
def b(x: Int) raises:  #~ E2022: this `b` takes the same arguments as an earlier one
    pass
def c(x: Int):
    pass
def c(mut x: Int):  #~ E2022: this `c` takes the same arguments as an earlier one
    pass
def d(x: String):
    pass
def d(var x: String):  #~ E2022: this `d` takes the same arguments as an earlier one
    pass
def sqrt(x: String):  #~ E1004: `sqrt` is already declared here
    pass
def f(x: Int, y: Float64):
    pass
def f(x: Float64, y: Int):
    pass
def g(x: Int):
    pass
def g(x: String, *, key: Int):
    pass
def outer(x: Int):
    pass
def caller():
    def outer(x: String):
        pass
    outer(1)  #~ E2001: `outer` takes `String` as its argument `x`, found `Int`
def main():
    f(1, 2)  #~ E2305: this call of `f` is ambiguous
    g(2.5)  #~ E2001: `g` takes `Int` as its argument `x`, found `Float64`
    g("a")  #~ E2001: `g` takes `Int` as its argument `x`, found `String`
    g("a", kez=1)  #~ E2304: no overload of `g` takes (String, kez=Int)


struct Cell:
    var n: Int

    def __init__(out self):
        self.n = 0

    def get(self) -> Int:
        return self.n

    def get(mut self) -> Int:  #~ E2022: this `get` takes the same arguments as an earlier one
        return self.n

    def at(ref self, i: Int) -> ref[self] Int:
        return self.n

    def at(mut self, var i: Int) -> Int:
        return i

    def taken(self) -> Int:
        return self.n

    def taken(var self) -> Int:
        return self.n


def lent(x: String) -> Int:
    return 1


def lent(mut x: String) -> Int:  #~ E2022: this `lent` takes the same arguments as an earlier one
    return 2
