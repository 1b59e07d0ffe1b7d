# SPDX-License-Identifier: Apache-2.0
# Every form of a variable declaration, and scopes (language.md §3.1).
#: run
def make() -> Int:
    print("made")
    return 4

def pair() -> Tuple[Int, String]:
    return (1, String("x"))

def late(c: Bool) -> Int:
    var n: Int
    if c:
        n = 3
    else:
        n = 4
    return n

def main():
    var n = 3
    var m: Int
    m = 4
    var f: Float64 = 3
    var a, b = 1, "x"
    var (c, d) = pair()
    var e, g: Int, Float64
    e = 1
    g = 2.5
    var v: List[_] = [1, 2]
    var w: List = [1, 2, 3]
    ref r = w[0]
    r = 10
    var x = y0()
    print(n, m, f, a, b, c, d, e, g, len(v), w[0], x, late(True))
    var p = q2()
    print(p)
    var aa = bb = cc = make()
    print(aa, bb, cc)
    var h = 1
    var k = 2
    h, k = k, h
    print(h, k)
    _ = make()
    comptime s1, s2 = (4, "k")
    print(s1, s2)
    if True:
        var n = "inner"
        print(n)
    print(n)
    var z1, _ = pair()
    print(z1)
    var (o1, (o2, o3)) = (1, (2, 3))
    print(o1, o2, o3)
    var lst: List[Int] = [1]
    ref rr = lst
    rr.append(2)
    print(len(lst))
    (aa, bb) = (7, 8)
    [aa, cc] = (9, 10)
    print(aa, bb, cc)
    var t3: Tuple[Int, Float64] = (1, 2)
    print(t3[1])
    ref r1 = var r2 = make()
    print(r1, r2)


def y0() -> Int:
    return 5


def q2() -> String:
    return "q"

#: stdout
#| 3 4 3.0 1 x 1 x 1 2.5 2 10 5 3
#| q
#| made
#| 4 4 4
#| 2 1
#| made
#| 4 k
#| inner
#| 3
#| 1
#| 1 2 3
#| 2
#| 9 8 10
#| 2.0
#| made
#| 4 4
