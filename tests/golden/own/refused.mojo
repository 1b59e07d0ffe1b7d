# SPDX-License-Identifier: Apache-2.0
# §8.4, §15.3: each rule of initialisation and moves, violated.
#: check
@fieldwise_init
struct Res(Movable):
    var id: Int

    def look(self):
        pass

    def __deinit__(deinit self):
        pass


@fieldwise_init
struct Two(Movable):
    var a: Res
    var b: Res


@fieldwise_init
struct Guard(Movable):
    var a: Res

    def __deinit__(deinit self):
        pass


def eat(var a: Res):
    pass


def both(mut a: Res, b: Res):
    pass


def late(c: Bool):
    var x: Int
    if c:
        x = 1
    print(x)  #~ E3001 @11-12: not every path


def never():
    var r: Res
    r.look()  #~ E3001: before it has a value


def moved():
    var r = Res(1)
    eat(r^)
    r.look()  #~ E3002: after its value was moved away


def maybe_moved(c: Bool):
    var r = Res(1)
    if c:
        eat(r^)
    r.look()  #~ E3002: on some path


def in_loop(n: Int):
    var r = Res(1)
    for i in range(n):
        eat(r^)  #~ E3002: moved away


struct Built:
    var a: Int
    var b: Int

    def __init__(out self, c: Bool):
        self.a = 1
        if c:
            self.b = 2
            return
        return  #~ E3003: `self.b`

    def __init__(out self, *, early: Int):
        self.a = early
        self.show()  #~ E3001: before `self.b` is set
        self.b = 1

    def show(self):
        pass


def restore(mut r: Res):
    eat(r^)
    return  #~ E3004: `mut` argument


def borrowed(r: Res):
    eat(r^)  #~ E2316: borrowed argument


def pieces():
    var t: Two
    t.a = Res(1)  #~ E3006: no value to be a part of


def guarded():
    var g = Guard(Res(1))
    eat(g.a^)  #~ E3007: its destructor needs the whole


def whole(var t: Two):
    eat(t.a^)
    var u = t^  #~ E3002: part `t.a`
    eat(u.b^)


def overlap():
    var r = Res(1)
    both(r, r)  #~ E3009: passed as a mutable argument and again


def dangling() -> ref[ImmStaticOrigin] Int:
    var x = 1
    return x  #~ E3010: dies here


def main():
    pass
