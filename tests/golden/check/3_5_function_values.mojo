# SPDX-License-Identifier: Apache-2.0
# What does not fit a function type (language.md §3.5).
#: check
def each[F: def[w: Int](Int) -> Int, //](f: F) -> Int:
    return f[4](10)
def plain(x: Int) -> Int:
    return x
def two[a: Int, b: Int](x: Int) -> Int:
    return x
def wrong[w: Int](x: String) -> Int:
    return w
def never(f: def() thin -> None):
    pass
def raising() raises:
    pass
def one(f: def(Int) thin -> Int) -> Int:
    return f("a")  #~ E2001: `f` takes `Int` as its argument 1, found `String`
def c_raises(f: def(Int32) raises abi("C") -> Int32):  #~ E2024: a function with the C ABI cannot raise
    pass
struct Twice(def(Int) -> Int):  #~ E2030: `Twice` is declared `def(Int) -> Int`, but its `__call__` takes or returns something else
    def __call__(self, x: String) -> Int:
        return 1
struct Holder:
    var f: def(Int) -> Int  #~ E2327: the trait `def(Int) -> Int` is not the type of a field
def main():
    _ = each(plain)  #~ E2304: this call does not fit `each`: `type_of(plain)` does not conform to `def[w: Int](Int) -> Int`, the bound of the parameter `F`
    _ = each(two)  #~ E2304: this call does not fit `each`: `type_of(two)` does not conform to `def[w: Int](Int) -> Int`, the bound of the parameter `F`
    _ = each(wrong)  #~ E2304: this call does not fit `each`: `type_of(wrong)` does not conform to `def[w: Int](Int) -> Int`, the bound of the parameter `F`
    never(raising)  #~ E2001: `never` takes `def() thin -> NoneType` as its argument `f`, found `type_of(raising)`
    var captured = 1
    def closure(x: Int) {captured} -> Int:
        return x + captured
    var q: def(Int) thin -> Int = closure  #~ E2001: expected `def(Int) thin -> Int` for the variable, found `closure`
    var s: def(Int) thin -> String = plain  #~ E2001: expected `def(Int) thin -> String` for the variable, found `type_of(plain)`
    _ = one(plain)
