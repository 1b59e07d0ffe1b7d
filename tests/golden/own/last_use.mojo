# SPDX-License-Identifier: Apache-2.0
# §8.2: a value dies right after its last use.
#: run
@fieldwise_init
struct Loud(Movable):
    var id: Int

    def show(self) -> Int:
        print("show", self.id)
        return self.id

    def __deinit__(deinit self):
        print("drop", self.id)


def make(id: Int) -> Loud:
    print("make", id)
    return Loud(id)


def look(a: Loud, b: Loud):
    print("look", a.id, b.id)


def eat(var a: Loud):
    print("eat", a.id)


def main():
    var a = make(1)
    var b = make(2)  # never used: dies at once
    print("between")
    _ = a.show()
    print("after a")
    var c = make(3)
    var d = make(4)
    look(c, d)  # both die after the call, the later one first
    eat(make(5))
    look(make(6), make(7))
    var e = make(8)
    eat(e^)
    e = make(9)  # set again after the move
    e = make(10)  # 9 was never used
    _ = e.show()
    _ = make(11)
    var f = make(12)
    print("kept")
    _ = f
    print("end")


#: stdout
#| make 1
#| make 2
#| drop 2
#| between
#| show 1
#| drop 1
#| after a
#| make 3
#| make 4
#| look 3 4
#| drop 4
#| drop 3
#| make 5
#| eat 5
#| drop 5
#| make 6
#| make 7
#| look 6 7
#| drop 7
#| drop 6
#| make 8
#| eat 8
#| drop 8
#| make 9
#| drop 9
#| make 10
#| show 10
#| drop 10
#| make 11
#| drop 11
#| make 12
#| kept
#| drop 12
#| end
