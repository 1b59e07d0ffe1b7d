# SPDX-License-Identifier: Apache-2.0
#: check
struct Bad1(Sized, Writable):  #~ E2030: `Bad1` is declared `Sized`, but it has no `__len__`
    var x: Int

struct Bad2(Sized):  #~ E2030: `Bad2` is declared `Sized`, but its `__len__` does not fit the requirement
    var x: Int

    def __len__(self, y: Int) -> Int:
        return 1

trait Shape:
    comptime Unit: Writable
    comptime sides: Int

    def area(self) -> Float64:
        ...

    def name(self) -> String:
        return "shape"

@fieldwise_init
struct Right(Shape):
    comptime Unit = Int
    comptime sides = 4
    var s: Float64

    def area(self) -> Float64:
        return self.s * self.s

struct Thing:
    pass

struct Wrong(Shape):  #~ E2030: `Wrong` is declared `Shape`, but its `Unit` does not meet the bound
#~^ E2030: `Wrong` is declared `Shape`, but its `area` does not fit the requirement
#~^^ E2030: `Wrong` is declared `Shape`, but its `sides` has another type
    comptime Unit = Thing
    comptime sides = "x"
    var s: Float64

    def area(self) -> Int:
        return 3

struct Missing(Shape):  #~ E2030: `Missing` is declared `Shape`, but it has no `area`
#~^ E2030: `Missing` is declared `Shape`, but it has no `comptime Unit`
#~^^ E2030: `Missing` is declared `Shape`, but it has no `comptime sides`
    var s: Float64

struct NotATrait(Right):  #~ E2032: `Right` is not a trait
    var s: Float64

trait HasA:
    def a(self) -> Int:
        return 1

trait HasA2:
    def a(self) -> Int:
        return 2

struct Both(HasA, HasA2):  #~ E2031: `Both` is declared `HasA`, but two traits provide a body for `a`
    var x: Int

struct Both2(HasA, HasA2):
    var x: Int

    def a(self) -> Int:
        return 3

trait WithResult:
    def f(self) -> Int:  #~ E2035: `f` returns `Int`; `pass` is a body that returns nothing
        pass

trait Cycle1(Cycle2):
    pass

trait Cycle2(Cycle1):  #~ E1013: the trait `Cycle2` refines itself
    pass

def wants[T: Shape](x: T):
    pass

struct Holder[T: Shape]:
    var x: Self.T

def bound(x: Holder[Int]):  #~ E2329: `Int` does not conform to `Shape`, the bound of the parameter `T`
    pass
