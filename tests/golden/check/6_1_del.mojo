# SPDX-License-Identifier: Apache-2.0
# What `del` cannot end, and what is gone afterwards.
#: check
def gone(c: Bool):
    var s = String("a")
    del s
    print(s)  #~ E3002: `s` is used after its value was moved away
    var n = 1
    del n
    print(n)  #~ E3002: `n` is used after its value was moved away
    var t = String("b")
    if c:
        del t
    print(t)  #~ E3002: `t` is used here, but on some path its value was moved away


@fieldwise_init
struct Pair:
    var a: String


def refused(s: String, mut m: Int):
    del s  #~ E2314: `s` cannot be deleted: it is not this function's own
    del m  #~ E2314: `m` cannot be deleted
    var t = (1, 2)
    del t[0]  #~ E2341: elements of `Tuple[Int, Int]` cannot be deleted
    var p = Pair("x")
    del p.a  #~ E2314: `p.a` cannot be deleted: it is a part of a value
    del 3  #~ E0040: cannot delete a number
    del nothing  #~ E1001
