# SPDX-License-Identifier: Apache-2.0
# Patterns that do not fit the type they match.
#: check
from std.utils import Variant


@fieldwise_init
struct Point(Copyable):
    var x: Int
    var y: Int


@fieldwise_init
struct Opaque:
    var n: Int


def values(n: Int, s: String, p: Point):
    match n:
        case "a":  #~ E2303
            pass
        case None:  #~ E2001: a value of type `Int` is never `None`
            pass
        case String(t):  #~ E2001: a value of type `Int` is never a `String`
            print(t)
        case (a, b):  #~ E2325: a value of type `Int` is no sequence for a pattern
            print(a, b)
        case Undefined(c):  #~ E1001
            print(c)
        case {"a": d}:  #~ E2341: a mapping pattern is not supported
            print(d)
        case 1 | (2 as e):  #~ E0069: the alternatives of a pattern must bind the same names
            print(e)
    match s:
        case [x, *_]:  #~ E2325: a value of type `String` is no sequence for a pattern
            print(x)
        case 3:  #~ E2303
            pass
    match p:
        case Point(z=1):  #~ E1002: `Point` has no field `z`
            pass
        case Point(1, 2, 3):  #~ E2324: `Point` has 2 fields
            pass
        case Point(x=q) if undefined:  #~ E1001
            print(q)
    match Opaque(1):
        case Opaque(m):
            print(m)


def tuples(t: Tuple[Int, Int], v: Variant[Int, String]) raises:
    match t:
        case (1,):  #~ E2324: a tuple of 2 elements never matches 1 pattern
            pass
        case (a, *rest):  #~ E2341: the rest of a tuple has no name of its own
            print(a, rest)
        case (1, 2) | (3, "x"):  #~ E2303
            pass
    match v:
        case Point(x=1):  #~ E2001: a value of type `Variant[Int, String]` is never a `Point`
            pass
    match missing:  #~ E1001
        case x:
            print(x)
        case 1:  #~ E0069: the case before this one always matches
            pass


def ends(o: Optional[Int], n: Int, flag: Bool) -> Int:
    match flag:
        case True:
            return 1
        case False:
            return 2
    match o:  #~ W2803: this code is never reached
        case Optional(x):
            return x
        case None:
            return 0


def falls(o: Optional[Int], v: Variant[Int, String]) -> Int:
    match v:
        case Int(x) if x > 2:
            return x
        case String(s):
            return s.byte_length()
    match o:
        case Optional(3):
            return 1
        case None:
            return 0  #~ E2336: `falls` returns `Int`, but its end can be reached without a `return`


def ownership(var xs: List[String]):
    match xs:
        case [a, *_]:
            var taken = xs^
            print(a, taken)  #~ E3002
        case _:
            pass


def changed(mut ys: List[String]):
    match ys:
        case [b, *_]:
            ys.append("more")
            print(b)  #~ E3012: `b` refers into `ys`, which has changed since
        case _:
            pass


def named(t: Tuple[Int, Int]):
    match t:
        case (1, x) | (x, 1):  #~ E2341: alternatives that bind names are not supported
            print(x)


def unused():
    match 1:
        case n:  #~ W2801: `n` is never used
            pass
