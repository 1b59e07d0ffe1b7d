# SPDX-License-Identifier: Apache-2.0
#: run
struct Mgr:
    var swallow: Bool
    def __init__(out self, swallow: Bool):
        self.swallow = swallow
    def __enter__(mut self) -> Int:
        return 5
    def __exit__(mut self):
        print("normal exit")
    def __exit__(mut self, e: Error) -> Bool:
        print("error exit:", e)
        return self.swallow

struct Owned:
    var n: Int
    def __init__(out self):
        self.n = 3
    def __enter__(var self) -> Self:
        return self^
    def close(self):
        print("closed", self.n)

def run(sw: Bool, fail: Bool) raises:
    with Mgr(sw) as m:
        print("body", m)
        if fail:
            raise Error("bad")
    print("after")

def early() raises -> Int:
    with Mgr(False):
        return 9

def loop_with() raises:
    for i in range(3):
        with Mgr(True) as m:
            if i == 1:
                continue
            if i == 2:
                break
            print(i)

def finals(n: Int) raises -> Int:
    try:
        if n == 0:
            return 1
        if n == 1:
            raise Error("one")
        print("fallthrough")
    except e:
        print("handler", e)
        if n == 1:
            return 2
    else:
        print("else")
    finally:
        print("finally", n)
    return 3

def reraise() raises:
    try:
        raise Error("inner")
    except e:
        print("got", e)
        raise e^

def nested() -> String:
    try:
        try:
            raise Error("a")
        finally:
            print("f1")
    except e:
        return String("caught ", e)


def repeat[f: def(Int) capturing [_] -> None](n: Int):
    for i in range(n):
        f(i)

def outer_param[n: Int]() -> Int:
    def inner(x: Int) -> Int:
        return x * n
    return inner(3)

def pick[T: Copyable & Movable & Deinitable, //](a: T, b: T, first: Bool) -> T:
    if first:
        return a.copy()
    return b.copy()

def kw(a: Int, *rest: Int, b: Int = 3, c: String = "z") -> String:
    return String(a, len(rest), b, c, sep=",")

def posonly(a: Int, b: Int, /, c: Int) -> Int:
    return a * 100 + b * 10 + c

def deflt(x: Int, y: List[Int] = [1, 2], z: Float64 = 2.5) -> Float64:
    return Float64(x + len(y)) + z

def early_out(out s: String):
    s = "init"
    if True:
        return
    s = "never"

def ref_first[T: Copyable & Movable](ref l: List[T]) -> ref [l] T:
    return l[0]

def use_mut(mut a: Int, mut b: Int):
    a, b = b, a

def main() raises:
    run(False, False)
    run(True, True)
    try:
        run(False, True)
    except e:
        print("out:", e)
    print(early())
    loop_with()
    with Owned() as o:
        o.close()
    print(finals(0), finals(1), finals(2))
    try:
        reraise()
    except e:
        print("again", e)
    print(nested())
    print(outer_param[7]())
    print(pick("a", "b", False), pick(1, 2, True))
    print(kw(1), kw(1, 2, 3), kw(1, 2, b=9, c="q"))
    print(posonly(1, 2, 3), posonly(1, 2, c=4))
    print(deflt(1), deflt(1, [5]), deflt(1, z=1))
    print(early_out())
    var l: List[String] = ["x", "y"]
    ref_first(l) = "changed"
    print(l[0])
    var p = 1
    var q = 2
    use_mut(p, q)
    print(p, q)
    var s = String()
    for c in "abc".codepoint_slices():
        s += c
        s += "."
    print(s)
    comptime n = 4
    comptime names = ("a", "b")
    print(n * 2, names[1])
    comptime if n > 3:
        print("big")
    else:
        print("small")
    comptime for i in range(0, 6, 2):
        print(i, end=" ")
    print()
    var grid = [[1, 2], [3, 4]]
    print(grid[1][0])
    var total = 0
    for row in grid:
        for cell in row:
            total += cell
    print(total)
    var words: List[String] = ["b", "a"]
    words[0] += "!"
    print(words[0])
    var d: Dict[String, Int] = {}
    d["k"] = 1
    d["k"] += 5
    print(d["k"])
    print(d.get("zz", 7))
    var o2: Optional[Int] = 5
    print(o2.or_else(1))
    var f = Float32(1.5) * 2
    print(f)
    var i8 = Int8(-3)
    print(i8 >> 1, Int(i8) + 10)
    print(len(range(10)))
#: stdout
#| body 5
#| normal exit
#| after
#| body 5
#| error exit: bad
#| after
#| body 5
#| error exit: bad
#| out: bad
#| normal exit
#| 9
#| 0
#| normal exit
#| normal exit
#| normal exit
#| closed 3
#| finally 0
#| handler one
#| finally 1
#| fallthrough
#| else
#| finally 2
#| 1 2 3
#| got inner
#| again inner
#| f1
#| caught a
#| 21
#| b 1
#| 1,0,3,z 1,2,3,z 1,1,9,q
#| 123 124
#| 5.5 4.5 4.0
#| init
#| changed
#| 2 1
#| a.b.c.
#| 8 b
#| big
#| 0 2 4 
#| 3
#| 10
#| b!
#| 6
#| 7
#| 5
#| 3.0
#| -2 7
#| 10
