# SPDX-License-Identifier: Apache-2.0
#: run
from std.collections.set import Set

@fieldwise_init
struct P(Copyable, Movable, Writable):
    var x: Int
    var y: Int

def pair() -> Tuple[Int, String]:
    return (3, "three")

def main():
    var n = 3
    var m: Int
    if n > 2:
        m = 1
    else:
        m = 2
    var a, b = 1, "x"
    var (c, d) = pair()
    print(n, m, a, b, c, d)
    a, n = n, a
    print(a, n)
    var l: List[_] = [1, 2]
    var l2: List = [1.5, 2]
    print(len(l), l2[0])
    ref r = l[0]
    r = 10
    print(l[0])
    _ = pair()
    var s, t: Int, Float64
    s = 1
    t = 2
    print(s, t)
    comptime k, z = (4, 5)
    print(k + z)
    var p = P(1, 2)
    p.x += 5
    p.y = p.x * 2
    print(p.x, p.y)
    var q = p.copy()
    var u = q^
    print(u.x)
    if True:
        var n = 100
        print(n)
    print(n)
    var arr = [1, 2, 3]
    print(len(arr), arr[2])
    var e: List[Int] = []
    e.append(4)
    print(len(e))
    var dd = {"a": 1, "b": 2}
    print(len(dd))
    try:
        print(dd["a"])
    except e2:
        print("err", e2)
    var dd2: Dict[String, Float64] = {"pi": 3, "e": 2.7}
    dd2["x"] = 4
    print(len(dd2))
    var ss = {1, 2, 2}
    print(len(ss))
    print(t"hello {n} and {n + 1}")
    var msg = String(t"<{p.x}>")
    print(msg)
#: stdout
#| 3 1 1 x 3 three
#| 3 1
#| 2 1.5
#| 10
#| 1 2.0
#| 9
#| 6 12
#| 6
#| 100
#| 1
#| 3 3
#| 1
#| 2
#| 1
#| 3
#| 2
#| hello 1 and 2
#| <6>
