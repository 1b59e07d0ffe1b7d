# SPDX-License-Identifier: Apache-2.0
# Copies, moves and destructions of aggregates whose parts have lifecycle methods.
#: run


struct Noisy(Copyable):
    var n: Int

    def __init__(out self, n: Int):
        self.n = n
        print("init", n)

    def __init__(out self, *, copy: Self):
        self.n = copy.n + 100
        print("copy", copy.n)

    def __init__(out self, *, deinit move: Self):
        self.n = move.n
        print("move", move.n)

    def __deinit__(deinit self):
        print("drop", self.n)


struct Many(Copyable):
    var items: Array[Noisy, 5]
    var tail: Tuple[Noisy, Int]

    def __init__(out self):
        self.items = [Noisy(1), Noisy(2), Noisy(3), Noisy(4), Noisy(5)]
        self.tail = (Noisy(9), 1)


def use(m: Many) -> Int:
    return m.items[4].n + m.tail[0].n


def consume(var m: Many) -> Int:
    return m.items[0].n


def main():
    var a = Many()
    print("--- copy")
    var b = a.copy()
    print(use(b))
    print("--- consume")
    print(consume(a^))
    print("--- end")


#: stdout
#| init 1
#| init 2
#| init 3
#| init 4
#| init 5
#| move 1
#| move 1
#| move 2
#| move 2
#| move 3
#| move 3
#| move 4
#| move 4
#| move 5
#| move 5
#| move 1
#| move 2
#| move 3
#| move 4
#| move 5
#| init 9
#| move 9
#| move 9
#| move 9
#| --- copy
#| copy 1
#| move 101
#| copy 2
#| move 102
#| copy 3
#| move 103
#| copy 4
#| move 104
#| copy 5
#| move 105
#| copy 9
#| drop 101
#| drop 102
#| drop 103
#| drop 104
#| drop 105
#| drop 109
#| 214
#| --- consume
#| drop 1
#| drop 2
#| drop 3
#| drop 4
#| drop 5
#| drop 9
#| 1
#| --- end
