# SPDX-License-Identifier: Apache-2.0
# §8.3: fields of an owned value are followed by themselves.
#: run
@fieldwise_init
struct Loud(Movable):
    var id: Int

    def __deinit__(deinit self):
        print("drop", self.id)


@fieldwise_init
struct Pair(Movable):
    var left: Loud
    var right: Loud

    def swap_in(mut self, var l: Loud):
        self.left = l^  # the old one dies first
        print("swapped")

    def split(deinit self) -> Loud:
        print("split")  # right dies before: nothing uses it
        return self.left^


def eat(var a: Loud):
    print("eat", a.id)


def make() -> Pair:
    return Pair(Loud(1), Loud(2))


def main():
    var p = make()
    eat(p.left^)
    print("rest follows")
    var q = make()
    eat(q.left^)
    q.left = Loud(3)
    print("whole again", q.left.id)
    var r = make()
    r.swap_in(Loud(4))
    var s = make()
    var l = s^.split()
    print("kept", l.id)


#: stdout
#| eat 1
#| drop 1
#| drop 2
#| rest follows
#| eat 1
#| drop 1
#| whole again 3
#| drop 3
#| drop 2
#| drop 1
#| swapped
#| drop 4
#| drop 2
#| drop 2
#| split
#| kept 1
#| drop 1
