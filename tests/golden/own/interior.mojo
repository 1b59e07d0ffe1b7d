# SPDX-License-Identifier: Apache-2.0
# §8.6: references into what has changed; results whose origin does not cover what is returned.
#: check
@fieldwise_init
struct Node(Copyable):
    var kids: List[Int]
    var name: String
struct Tree:
    var nodes: List[Node]
    var count: Int
    def __init__(out self):
        self.nodes = []
        self.count = 0
    def ok(mut self):
        ref n = self.nodes[0]
        self.count += 1
        print(n.name)
    def bad(mut self):
        ref n = self.nodes[0]
        self.nodes.append(Node([1], "b"))
        print(n.name)  #~ E3012: `n` refers into `self.nodes`, which has changed since
    def grow(mut self): pass
    def bad2(mut self):
        ref n = self.nodes[0]
        self.grow()
        n.name += "x"  #~ E3012: `n` refers into `self.nodes`, which has changed since
def interior():
    var xs: List[String] = ["a"]
    ref r = xs[0]
    xs.append("b")
    print(r)  #~ E3012: `r` refers into `xs`, which has changed since
    ref r2 = xs[0]
    print(r2)
    xs.append("c")
    r2 = "written"  #~ E3012: `r2` refers into `xs`, which has changed since
    var sp = xs[0:1]
    xs.append("d")
    print(len(sp))  #~ E3012: `sp` refers into `xs`, which has changed since
    for x in xs:  #~ E3012: this goes on with what lies in `xs`, which has changed since
        xs.append("e")
    for x in xs:
        if x == "a":
            xs.append("e")
            break
    ref r3 = xs[0]
    xs = ["n"]
    print(r3)  #~ E3012: `r3` refers into `xs`, which has changed since
    ref r4 = xs[0]
    r4 += "ok"
    xs[0] = "fine"
    print(r4)
    var i = 0
    while i < 3:
        ref y = xs[0]
        xs.append(y.copy())
        i += 1
def cond(c: Bool, mut xs: List[String]):
    ref r = xs[0]
    if c:
        xs.append("b")
    print(r)  #~ E3012: `r` refers into `xs`, which has changed since
def nested():
    var m: List[List[Int]] = [[1]]
    ref row = m[0]
    ref cell = row[0]
    row.append(3)
    print(cell)  #~ E3012: `cell` refers into `m`, which has changed since
    print(row[0])
def main():
    pass


def by_closure():
    var xs: List[String] = ["a"]
    ref r = xs[0]

    def add() {mut xs}:
        xs.append("b")

    add()
    print(r)  #~ E3012: `r` refers into `xs`, which has changed since


def text():
    var t: String = "abc"
    var v = t.as_string_slice()
    t += "d"
    print(v)  #~ E3012: `v` refers into `t`, which has changed since


def dictionary() raises:
    var d = {"a": 1}
    ref v = d["a"]
    d["b"] = 2
    print(v)  #~ E3012: `v` refers into `d`, which has changed since
    for k in d:
        d[k] += 1
    for k in d:  #~ E3012: this goes on with what lies in `d`, which has changed since
        d["c"] = 1


def covers(a: String, b: String) -> ref[a] String:
    return b  #~ E2343: `b` lies in the argument `b`, which the result's origin `origin_of(a)` does not cover


def kept(xs: List[String]) -> ref[xs] String:
    return xs[0]


def raised(mut xs: List[String]) raises:
    ref r = xs[0]
    try:
        xs.append(may())
    except e:
        print(r)
    print(r)  #~ E3012: `r` refers into `xs`, which has changed since


def may() raises -> String:
    return "x"
