# SPDX-License-Identifier: Apache-2.0
# Decorators where they do not belong, or with what they do not take (language.md §3.8).
#: check
struct Old:
    var x: Int
    @implicit(deprecated=True)
    def __init__(out self, x: Int):
        self.x = x
    @implicit  #~ E2021: `@implicit` belongs to constructors
    def convert(self):
        pass
    @implicit(3)  #~ E2021: `@implicit` takes `deprecated=True` or nothing
    def __init__(out self, x: String):
        self.x = 0
    @staticmethd  #~ E2021: there is no decorator `@staticmethd` for functions
    def make():
        pass
@align(Self.p)
struct Wide[p: Int]:
    var x: Int8
@align(3)  #~ E2021: `@align` takes a power of two up to 2^29
struct Odd:
    var x: Int8
@align(2)  #~ E2021: `@align(2)` is less than `Narrow` needs: 8
struct Narrow:
    var x: Int64
@fieldwise_init("implicit")  #~ E2021: an implicit constructor takes one value, and `Two` has 2 fields
struct Two:
    var x: Int
    var y: Int
@fieldwise_init("other")  #~ E2021: `@fieldwise_init` takes `"implicit"` or nothing
struct One:
    var x: Int
@explicit_destroy  #~ W0078: `@explicit_destroy` without a reason is an older spelling
struct Linear:
    pass
@valu  #~ E2021: there is no decorator `@valu` for structs
struct Misspelt:
    pass
@fieldwise_init  #~ E2021: there is no decorator `@fieldwise_init` for traits
trait Tr:
    pass
@always_inline  #~ E2021: there is no decorator `@always_inline` for comptime declarations
comptime Q = 3
@export
def plain():  #~ W2807: `plain` is exported without a calling convention
    pass
@export("other_name")
def named() abi("C") -> Int32:
    return 3
@export
def parametric[n: Int]() abi("C"):  #~ E2024: an exported function has no parameters
    pass
def raising() raises abi("C"):  #~ E2024: a function with the C ABI cannot raise
    pass
def strange() abi("Z"):  #~ E2024: there is no ABI `Z`; it is `"C"` or `"Mojo"`
    pass
@always_inline("fast")  #~ E2021: `@always_inline` takes `"nodebug"`, `"builtin"` or nothing
def fast():
    pass
@always_inline  #~ E2021: `@always_inline` and `@no_inline` contradict each other
@no_inline
def both():
    pass
@parameter  #~ E2021: `@parameter` belongs to functions inside of functions
def outer():
    pass
@staticmethod  #~ E2021: `@staticmethod` belongs to methods
def function():
    pass
@unavailable("use `now`")
def before():
    pass
@unavailable(use=now)
def earlier():
    pass
@deprecated("it was slow")
def slow():
    pass
@deprecated(use=now)
def then():
    before_that()  #~ W2805: `before_that` is deprecated
def now():
    pass
@deprecated(use=then)
def before_that():
    pass
@deprecated("as a struct")
@fieldwise_init
struct OldStruct:
    var x: Int
@deprecated("as a trait")
trait OldTrait:
    pass
@deprecated(use=NEW)
comptime OLD = 3
comptime NEW = 4
struct User(OldTrait):  #~ W2805: `OldTrait` is deprecated: as a trait
    pass
def takes(x: Old):
    pass
def wide(x: Wide[3], y: Wide[32]):  #~ E2021: the alignment of `Wide[3]` is not a power of two up to 2^29
    pass
def main():
    takes(3)  #~ W2805: `Int` becomes `Old` implicitly here, which is deprecated
    before()  #~ E2350: `before` is unavailable: use `now`
    earlier()  #~ E2350: `earlier` is unavailable
    slow()  #~ W2805: `slow` is deprecated: it was slow
    then()  #~ W2805: `then` is deprecated
    _ = OldStruct(3)  #~ W2805: `OldStruct` is deprecated: as a struct
    print(OLD)  #~ W2805: `OLD` is deprecated
    var f = slow  #~ W2805: `slow` is deprecated: it was slow
    _ = f
    @nothing  #~ E2021: there is no decorator `@nothing` for functions
    def inner():
        pass
