# SPDX-License-Identifier: Apache-2.0
# Errors, closures, recursion through lists, queries at compile time.
#: run


from std.sys import is_defined, get_defined_int


def safe(n: Int) -> Int:
    try:
        return risky(n)
    except e:
        return -1


def risky(n: Int) raises -> Int:
    if n > 3:
        raise Error("too large")
    return n * 2


def where_am_i() -> Int:
    if __is_run_in_comptime_interpreter:
        return 1
    return 2


def closure_sum(n: Int) -> Int:
    var total = 0

    def add(x: Int) {mut total}:
        total += x

    for i in range(n):
        add(i)
    return total


def nested_generic[T: Copyable & Writable, n: Int](x: T) -> String:
    var s = String()
    comptime for i in range(n):
        comptime if i > 0:
            s += "-"
        s += String(x)
    return s


struct Tree(Copyable):
    var left: List[Tree]
    var value: Int

    def __init__(out self, value: Int):
        self.left = List[Tree]()
        self.value = value

    def total(self) -> Int:
        var t = self.value
        for c in self.left:
            t += c.total()
        return t


def grow(depth: Int) -> Tree:
    var t = Tree(depth)
    if depth > 0:
        t.left.append(grow(depth - 1))
        t.left.append(grow(depth - 1))
    return t^


comptime TREE = grow(6)
comptime TOTAL = TREE.total()


def main():
    comptime a = safe(2)
    comptime b = safe(9)
    print(a, b)
    comptime w = where_am_i()
    print(w, where_am_i())
    comptime c = closure_sum(10)
    print(c, closure_sum(5))
    comptime s = nested_generic[Int, 3](7)
    print(materialize[s](), nested_generic[String, 2]("x"))
    print(TOTAL)
    var t = materialize[TREE]()
    print(t.total(), len(t.left))
    print(is_defined["FOO"](), get_defined_int["N", 5]())
    comptime x = 255
    comptime y: UInt8 = x
    print(y)
    comptime f = 1.5 * 2
    print(f)
    comptime sq = [i * i for i in range(4)]
    print(sq[3])
    comptime m = max(3, 9)
    print(m)
    comptime v = SIMD[DType.int32, 4](1, 2, 3, 4)
    print((v + 1).reduce_add())


#: stdout
#| 4 -1
#| 1 2
#| 45 10
#| 7-7-7 x-x
#| 120
#| 120 2
#| False 5
#| 255
#| 3.0
#| 9
#| 9
#| 14
