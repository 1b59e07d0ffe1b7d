# SPDX-License-Identifier: Apache-2.0
# Mistakes that only instances show: one report each, with the chain of instances.
#: check


def divide(a: Int, b: Int) -> Int:
    return a // b


def inverse[n: Int]() -> Int:
    comptime x = divide(100, n)
    return x  #~ E4103: could not be computed at compile time


@always_inline
def ping(n: Int) -> Int:
    if n == 0:
        return 0
    return pong(n - 1)


@always_inline
def pong(n: Int) -> Int:
    return ping(n)


struct Unique(Movable):
    var data: List[Int]

    def __init__(out self):
        self.data = [1, 2]


def make() -> Unique:
    return Unique()


def size(u: Unique) -> Int:
    return len(u.data)


def many[n: Int]() -> Int:
    var t = 0
    comptime for i in range(n):  #~ E4104: more than 400000 instructions
    #~^ W4105: unrolled 1100 times
    #~^^ W4105: unrolled 300000 times
        t += i
    return t


comptime U = make()


def main():
    print(inverse[5]())
    print(inverse[0]())
    print(size(materialize[U]()))  #~ E4108: cannot be copied
    print(many[1100]())
    print(many[300000]())
