# SPDX-License-Identifier: Apache-2.0
# §8.5: what one call may change overlaps nothing else it is given.
#: check
@fieldwise_init
struct P(Copyable, Movable):
    var a: String
    var b: String

    def both(mut self, other: P):
        pass

    def one(mut self, s: String):
        pass


def two(mut a: String, mut b: String):
    pass


def change(mut a: String, b: String):
    pass


def add(mut a: Int, b: Int):
    a += b


def own(mut a: String, var b: String):
    pass


def fill(mut xs: List[String], s: Span[String, _]):
    for x in s:
        xs.append(x)


def eat(var p: P):
    pass


def fields():
    var p = P("x", "y")
    two(p.a, p.b)  # different fields
    change(p.a, p.b)
    p.both(p)  #~ E3009: `p` is passed as a mutable argument and again
    p.one(p.a)  #~ E3009: overlaps `p.a`
    own(p.a, p.a.copy())
    ref r = p.a
    change(p.a, r)  #~ E3009: overlaps `r`
    change(p.b, r)


def numbers():
    var x = 1
    add(x, x)  # bare numbers are passed as copies
    print(x)


def elements():
    var xs: List[String] = ["a", "b"]
    two(xs[0], xs[1])  #~ E3009: `xs[…]` is passed
    xs.append(xs[0].copy())


def given():
    var s = String("q")
    own(s, s^)  #~ E3009: given away in the same call


def by_type():
    var xs: List[String] = ["a", "b"]
    var sp = Span(xs)
    fill(xs, sp)  #~ E3009: `sp` refers to `xs`
    var ys: List[String] = ["a"]
    fill(ys, sp)
    print(len(ys))


def owner_gone():
    var p = P("x", "y")
    ref r = p.a
    eat(p^)
    print(r)  #~ E3002: `r` refers to `p`


def main():
    pass
