# SPDX-License-Identifier: Apache-2.0
# Violations of the rules for structs, lifecycle, traits and extensions (language.md §3.6, §3.7, §3.9, §3.10).
#: check
struct Fields:
    var a  #~ E0071: a `var` declaration needs a type or a value
    var b: Int = 3  #~ E0073: a field has no value here; it is set in `__init__`
    var c: Writable  #~ E2327: the trait `Writable` is not the type of a field
    var d: List  #~ E2005: `List` needs its parameter `T` here
    comptime E = 3
    var E: Int  #~ E1004: `E` is already declared here
    def d(self):  #~ E1004: `d` is already declared here
        pass
struct Param[T: Copyable]:
    var x: T  #~ W1011: the struct parameter `T` is written `Self.T` here
    def f(self) -> Int:
        return T.size  #~ W1011: the struct parameter `T` is written `Self.T` here #~ E1002: `T` has no member `size`
struct Receiver[T: Movable]:
    var x: Int
    def spec(self: Receiver[Int]):  #~ E2024: the receiver of a method is `Receiver[T]`, not `Receiver[Int]`
        pass
    def none():  #~ E2023: the method `none` has no receiver
        pass
struct Itself:
    var next: Optional[Itself]  #~ E2033: `Itself` contains itself through the field `next`, which makes it infinitely large
struct Life:
    var x: Int
    def __init__(self):  #~ E2020: `__init__` initialises `out self`
        pass
    def __init__(out self, *, copy: Self) raises:  #~ E2020: a copy constructor cannot raise
        self.x = copy.x
    def __init__(out self, *, move: Self):  #~ E2020: a move constructor takes its argument by `deinit`
        self.x = move.x
    def __deinit__(deinit self) raises:  #~ E2020: a destructor cannot raise
        pass
struct TwoEnds:
    def __deinit__(deinit self):
        pass
    def __deinit__(deinit self, x: Int):  #~ E2020: a struct has one destructor
        pass
struct Trivial(TrivialRegisterPassable):
    var s: String  #~ E2034: `Trivial` is `TrivialRegisterPassable`, but its field `s` of type `String` is not trivially copied and destroyed
struct NotCopyable:
    var x: Int
struct WantsCopy(Copyable):
    var x: NotCopyable  #~ E2034: `WantsCopy` is `Copyable`, but its field `x` of type `NotCopyable` is not
@fieldwise_init
struct Fixed:
    var x: Pinned  #~ E2034: `@fieldwise_init` cannot set the field `x`: `Pinned` can neither be copied nor moved
struct Pinned(Movable where False):
    var x: Int
trait T1:
    var x: Int  #~ E0073: a trait has no fields
trait T2[X: Copyable]:  #~ E0074: a trait has no parameters; use an associated `comptime` member
    pass
trait T3:
    def f(self) -> Int:  #~ E2035: `f` returns `Int`; `pass` is a body that returns nothing
        pass
    def g(self) where True:  #~ E0089: a method of a trait cannot have a `where` clause
        pass
trait T4:
    comptime N: Int
    comptime E: Copyable
    def need(self, x: Int) -> Int:
        ...
struct Lacks(T4):  #~ E2030: `Lacks` is declared `T4`, but it has no `comptime E` #~ E2030: `Lacks` is declared `T4`, but it has no `comptime N`  #~ E2030: `Lacks` is declared `T4`, but it has no `need`
    var x: Int
struct Wrong(T4):  #~ E2030: `Wrong` is declared `T4`, but its `E` does not meet the bound #~ E2030: `Wrong` is declared `T4`, but its `N` has another type  #~ E2030: `Wrong` is declared `T4`, but its `need` does not fit the requirement
    comptime N = "x"
    comptime E = Pinned
    def need(self, x: String) -> Int:
        return 1
struct NoTrait(Int):  #~ E2032: `Int` is not a trait
    pass
trait A1:
    def f(self):
        print(1)
trait A2:
    def f(self):
        print(2)
struct Both(A1, A2):  #~ E2031: `Both` is declared `A1`, but two traits provide a body for `f`
    pass
def existential(x: A1):  #~ E2327: the trait `A1` is not the type of a value
    pass
def returns() -> A1:  #~ E2327: the trait `A1` is not the type of a value
    pass
comptime Redundant = Copyable & Movable  #~ W2040: `Movable` says nothing beside `Copyable`, which includes it
__extension Unknown:  #~ E1001: no struct `Unknown` is visible here
    def f(self):
        pass
__extension Life:
    var y: Int  #~ E1009: an extension has no fields
struct Own:
    def here(self):
        pass
__extension Own:
    def here(self):  #~ E2022: this `here` takes the same arguments as an earlier one
        pass
@fieldwise_init
struct Wrap[T: Copyable & Deinitable](Copyable, Writable where conforms_to(T, Writable)):
    var value: Self.T
    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        self.value.write_to(writer)
@fieldwise_init
struct Silent(Copyable):
    var x: NotCopyable2
@fieldwise_init
struct NotCopyable2(Copyable):
    var x: OwnedPtr
struct OwnedPtr(Copyable):
    def __init__(out self):
        pass
def outer():
    struct Inner:  #~ E0072: a `struct` stands at module level, not inside another declaration
        pass
def main():
    var l = Linear()
    print(Wrap(Opaque()))  #~ E2304: this call does not fit `print`: `Wrap[Opaque]` does not conform to `Writable`, the bound of the parameter `Ts`
    Own.there()  #~ E1002: `Own` has no member `there`
struct Linear(Deinitable where (False, "call `close`")):
    def __init__(out self):
        pass
@fieldwise_init
struct Opaque(Copyable):
    pass
