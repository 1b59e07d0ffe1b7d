# SPDX-License-Identifier: Apache-2.0
# §8.2: on branches and in loops a value dies on the edge where it becomes dead.
#: run
@fieldwise_init
struct Loud(Movable):
    var id: Int

    def show(self):
        print("show", self.id)

    def __deinit__(deinit self):
        print("drop", self.id)


def eat(var a: Loud):
    print("eat", a.id)


def one_side(take: Bool):
    var a = Loud(1)
    if take:
        eat(a^)
    else:
        print("not taken")
    print("join")


def late(which: Bool) -> Int:
    var a: Loud
    if which:
        a = Loud(2)
    else:
        a = Loud(3)
    a.show()
    return a.id


def early(n: Int) -> Int:
    var a = Loud(n)
    if n == 4:
        return 0
    a.show()
    return 1


def rounds():
    var kept = Loud(10)
    for i in range(3):
        var inner = Loud(20 + i)
        if i == 1:
            continue
        inner.show()
        kept.show()
    print("loop done")


def replaced():
    var a = Loud(30)
    var i = 0
    while i < 2:
        a.show()
        a = Loud(31 + i)
        i += 1
    a.show()


def main():
    one_side(True)
    one_side(False)
    _ = late(True)
    _ = late(False)
    _ = early(4)
    _ = early(5)
    rounds()
    replaced()


#: stdout
#| eat 1
#| drop 1
#| join
#| drop 1
#| not taken
#| join
#| show 2
#| drop 2
#| show 3
#| drop 3
#| drop 4
#| show 5
#| drop 5
#| show 20
#| drop 20
#| show 10
#| drop 21
#| show 22
#| drop 22
#| show 10
#| drop 10
#| loop done
#| show 30
#| drop 30
#| show 31
#| drop 31
#| show 32
#| drop 32
