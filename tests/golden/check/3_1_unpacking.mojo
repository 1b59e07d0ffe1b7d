# SPDX-License-Identifier: Apache-2.0
# Targets that do not fit what they take apart.
#: check
@fieldwise_init
struct Only(Copyable):
    var n: Int


def lists(xs: List[Int], only: List[Only], text: String) raises:
    var a, *b = (1,)
    var c, d, *e = (1,)  #~ E2324: 1 value for at least 2 targets
    var f, *g = (1, "x", 2.5)  #~ E2320: what `*` takes has no common type
    var *h = xs  #~ E0041
    var i, *j, *k = xs  #~ E0041
    var l, m = [1, 2, 3]  #~ E2324: 3 values for 2 targets
    var array = [1, 2, 3]
    var n, o = array  #~ E2324: an array of 3 elements for 2 targets: `Array[Int, 3]`
    var p, *q = only  #~ E2317
    var r, *s = only.copy()
    var t, *u = text  #~ E2325: a value of type `String` cannot be taken apart into 2 targets
    var v, *w = 3  #~ E2325: a value of type `Int` cannot be taken apart
    var *x, = ()  #~ E2320: nothing says what `*` takes: nothing is left for it
    y, *z = xs  #~ W2800: `y` is declared by this assignment #~ W2800: `z` is declared by this assignment
    print(a, b, c, d, e, f, g, l, m, n, o, len(q), len(s), u, w, y, z)
