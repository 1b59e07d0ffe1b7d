# SPDX-License-Identifier: Apache-2.0
# A literal in a struct becomes what the trait in its list demands (language.md §3.9).
#: run
trait Named:
    comptime name: StaticString
    comptime factor: Float64
    comptime width: Int


struct Cat(Named):
    comptime name = "cat"
    comptime factor = -2
    comptime width = 3


def show[T: Named]():
    print(T.name, T.name.byte_length(), T.factor * 0.5, T.width // 2)


def main():
    show[Cat]()
    var name: StaticString = Cat.name
    print(name, Cat.factor)
#: stdout
#| cat 3 -1.0 1
#| cat -2.0
