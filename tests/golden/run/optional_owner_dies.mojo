# SPDX-License-Identifier: Apache-2.0
# An Optional of a type with a destructor destroys what it holds; of a trivial type it is trivial itself.
# The last use is the condition, so each dies before the line is printed.
#: run
struct Noisy(Movable):
    var name: String

    def __init__(out self, var name: String):
        self.name = name^

    def __deinit__(deinit self):
        print("destroyed", self.name)


struct Holder(Movable):
    var item: Optional[Noisy]

    def __init__(out self, var name: String):
        self.item = Noisy(name^)


def main():
    var a: Optional[Noisy] = Noisy("a")
    print("has a" if a else "no a")
    var b = Holder("b")
    print("has b" if b.item else "no b")
    var c: Optional[Int] = 3
    print(c)
#: stdout
#| destroyed a
#| has a
#| destroyed b
#| has b
#| 3
