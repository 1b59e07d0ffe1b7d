# SPDX-License-Identifier: Apache-2.0
# One report for one mistake, where it was made; most have a fix (see tests/driver/driver.sh).
#: check
var counter = 0  #~ W2801: `counter` is never used


@fieldwise_init
struct Plain:
    var x: Int

    def get(self) -> Int:
        return x  #~ E1001: the name `x` is not declared

    def lost() -> Int:  #~ E2023: the method `lost` has no receiver
        return self.x


struct Empty:
    var x: Int


trait Named:
    def name(self) -> String:
        ...


def needs[T: Named](value: T):
    print(value.name())


def result(x: Int):
    return x  #~ E2001: `Int` is returned, but `result` returns nothing


def larger[T: Copyable & Deinitable](a: T, b: T) -> Bool:
    return a < b  #~ E2303: `<` is not defined for `T` and `T`


def find(x: Int) -> Optional[Int]:
    return x


def main():
    print(Plain(1))  #~ E2304 @11-19: `Plain` does not conform to `Writable`, the bound of the parameter `Ts`
    print(Plain(1) == Plain(2))  #~ E2303: `==` is not defined for `Plain` and `Plain`
    needs(Plain(1))  #~ E2304 @11-19: `Plain` does not conform to `Named`, the bound of the parameter `T`
    print(Empty(1).x)  #~ E2309: `Empty` has no constructor
    var n = 1

    def add(x: Int) -> Int:
        return x + n  #~ E2337: `n` belongs to the enclosing function and is not captured

    print(add(1))
    var s = String("a")
    if s is "a":  #~ E2303: `is` is not defined for `String` and `String`
        print(1)
    var y: Int = find(3)  #~ E2001: expected `Int` for the variable, found `Optional[Int]`
    var z: Int = None  #~ E2001: expected `Int` for the variable, found `NoneType`
    print(counter)  #~ E1001: the name `counter` is not declared
    var nothing = null  #~ E1001: the name `null` is not declared
    print(larger(1, 2))
