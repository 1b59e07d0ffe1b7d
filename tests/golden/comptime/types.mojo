# SPDX-License-Identifier: Apache-2.0
# Compile-time values of many types: structs, strings, lists, optionals, sets, tables, functions.
#: run


from std.collections import Set
@fieldwise_init
struct Point(Copyable, ImplicitlyCopyable):
    var x: Int
    var y: Float64


def shifted[p: Point](by: Int) -> Int:
    return p.x + by


def greet[name: StaticString]() -> String:
    return String("hi ") + name


def total[xs: List[Int]]() -> Int:
    var t = 0
    comptime for x in xs:
        t += x
    return t


def find(xs: List[Int], x: Int) -> Optional[Int]:
    for i in range(len(xs)):
        if xs[i] == x:
            return i
    return None


comptime WHERE = find([5, 6, 7], 6)
comptime NOWHERE = find([5, 6, 7], 9)


def words(text: String) -> List[String]:
    var out = List[String]()
    for w in text.split(" "):
        out.append(String(w))
    return out^


comptime WORDS = words("the quick brown fox")


def unique(xs: List[Int]) -> Set[Int]:
    var s = Set[Int]()
    for x in xs:
        s.add(x)
    return s^


def lookup_table() -> Array[UInt8, 256]:
    var t = Array[UInt8, 256](fill=0)
    for i in range(256):
        var n = 0
        var v = i
        while v > 0:
            n += v & 1
            v >>= 1
        t[i] = UInt8(n)
    return t^


comptime BITS = lookup_table()


def popcount(x: Int) -> Int:
    var t = materialize[BITS]()
    return Int(t[x & 255]) + Int(t[(x >> 8) & 255])


comptime Op = def(Int, Int) thin -> Int


def add(a: Int, b: Int) -> Int:
    return a + b


def mul(a: Int, b: Int) -> Int:
    return a * b


def fold[op: Op](n: Int) -> Int:
    var r = 1
    for i in range(1, n + 1):
        r = op(r, i)
    return r


def choose(big: Bool) -> Op:
    if big:
        return mul
    return add


def main():
    print(shifted[Point(3, 1.5)](4))
    print(greet["bob"]())
    print(total[[1, 2, 3]]())
    comptime w = WHERE.value()
    print(w, Bool(NOWHERE))
    comptime n = len(WORDS)
    print(n, materialize[WORDS]()[2])
    comptime u = len(unique([1, 2, 2, 3, 1]))
    print(u)
    print(popcount(0xFF0F), BITS[7])
    print(fold[add](4), fold[mul](4))
    comptime chosen = choose(True)
    print(chosen(6, 7))
    comptime for word in WORDS:
        print(word)


#: stdout
#| 7
#| hi bob
#| 6
#| 1 False
#| 4 brown
#| 3
#| 12 3
#| 11 24
#| 42
#| the
#| quick
#| brown
#| fox
