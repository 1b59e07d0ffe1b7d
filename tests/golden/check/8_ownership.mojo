# SPDX-License-Identifier: Apache-2.0
# §8: ownership, violated (what own/refused.mojo, exclusive.mojo and linear.mojo do not show).
#: check
@fieldwise_init
struct Res(Movable):
    var id: Int

    def __deinit__(deinit self):
        pass


@fieldwise_init
struct Cp(Copyable):
    var id: Int

    def __deinit__(deinit self):
        pass


@fieldwise_init
struct Pair(Movable):
    var a: Res
    var b: Res

    def close(deinit self):
        pass

    def half(deinit self) -> Res:
        return self.a^


@fieldwise_init
struct Pinned(Movable where False):
    var id: Int


def eat(var r: Res):
    pass


def eat_copy(var c: Cp):
    pass


def change(mut r: Res):
    pass


def copies(c: Cp, r: Res):
    eat_copy(c)  #~ E2317: `c` has the type `Cp`, which is not copied implicitly
    eat(r)  #~ E2317: `r` has the type `Res`, which is not copied implicitly
    var x = c  #~ E2317: `c` has the type `Cp`, which is not copied implicitly
    var y = r  #~ E2317: `r` has the type `Res`, which is not copied implicitly
    var z = c.copy()
    _ = r.copy()  #~ E1002: `Res` has no member `copy`
    eat_copy(z)  #~ E2317: `z` has the type `Cp`, which is not copied implicitly


def pinned():
    var p = Pinned(1)
    var q = p^  #~ E2344: `p` cannot be given away: `Pinned` is not `Movable`
    print(q.id)


def temporaries():
    change(Res(1))  #~ E2304: this call does not fit `change`: its argument `r` is `mut` and needs a variable, not a temporary value
    change(Res(2)^)  #~ E2304: this call does not fit `change`: its argument `r` is `mut` and needs a variable, not a temporary value


def immutable(r: Res):
    change(r)  #~ E2304: this call does not fit `change`: its argument `r` is `mut`, but `r` is immutable
    r.id = 1  #~ E2315: `r.id` is immutable and cannot be assigned to
    ref x = r
    x.id = 2  #~ E2315: `x.id` is immutable and cannot be assigned to
    ref y = r.id
    y = 3  #~ E2315: `y` is immutable and cannot be assigned to


def dangling_arg(x: Int) -> ref[x] Int:
    var y = 1
    return y  #~ E3010: the reference that is returned points into `y`, which dies here


def longer[o: Origin](ref[o] a: Int, b: Int) -> ref[o] Int:
    return b  #~ E2343: `b` lies in the argument `b`, which the result's origin `o` does not cover


def no_origin(a: Int) -> ref Int:  #~ E2017: a reference result names its origin: `ref[origin] T`
    return a


def unknown_origin(a: Int) -> ref[b] Int:  #~ E1001: the name `b` is not declared
    return a


def union(ref a: Int, ref b: Int, c: Bool) -> ref[a] Int:
    if c:
        return a
    return b  #~ E2343: `b` lies in the argument `b`, which the result's origin `origin_of(a)` does not cover


def mutability(a: Int) -> ref[a] Int:
    return a


def change_result(a: Int):
    mutability(a) = 3  #~ E2315: `mutability(a)` is immutable and cannot be assigned to


def deinit_outside(deinit r: Res):  #~ E2024: `deinit` belongs to methods of the type that is taken apart
    pass


def after_close():
    var p = Pair(Res(1), Res(2))
    p^.close()
    print(p.a.id)  #~ E3002: `p` is used after its value was moved away


def close_borrowed(p: Pair):
    p^.close()  #~ E2316: `p` cannot be given away with `^`: it is a borrowed argument, which belongs to the caller


def implicit_close():
    var p = Pair(Res(1), Res(2))
    p.close()  #~ E2317: `p` has the type `Pair`, which is not copied implicitly
    print(p.b.id)


def result_unset(out r: Res):  #~ E3003: the result `r` has no value when the function returns here
    pass


def result_some(c: Bool, out r: Int):  #~ E3003: the result `r` has no value when the function returns here
    if c:
        r = 1


def loop_moves(n: Int):
    var r = Res(1)
    while n > 3:
        eat(r^)  #~ E3002: `r` is used here, but on some path its value was moved away


def try_moves() raises:
    var r = Res(1)
    try:
        eat(r^)
        raise Error("x")
    except e:
        eat(r^)  #~ E3002: `r` is used after its value was moved away


def unread():
    var x = 1  #~ W2801: `x` is never used
    x = 2  # W
    var y: Int  # W  #~ W2801: `y` is never used
    y = 3


def whole_fields(var p: Pair):
    eat(p.a^)
    p.close()  #~ E2317: `p` has the type `Pair`, which is not copied implicitly


@fieldwise_init
struct Plain(TrivialRegisterPassable):
    var x: Int

    def get(self) -> Int:
        return 1

    def get(var self) -> Int:  #~ W2812: no call reaches this `get`
        return 2


def main():
    pass
