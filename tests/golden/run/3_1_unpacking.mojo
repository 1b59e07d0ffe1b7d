# SPDX-License-Identifier: Apache-2.0
# `a, *b = value`, and lists taken apart: a wrong length is an error, in Python's words.
#: run


def pair_of(text: String) -> String:
    try:
        var key, value = text.split("=")
        return String(t"{key} is {value}")
    except e:
        return String(e)


def least(xs: List[Int]) raises -> Int:
    var a, b, *_rest = xs
    return a + b


def made(n: Int) -> List[String]:
    return [String(t"text number {i}, long enough to live on the heap") for i in range(n)]


def of_any[T: Copyable & Deinitable](xs: List[T]) raises -> List[T]:
    var first, *rest = xs.copy()
    _ = first^
    return rest^


def inside() -> Int:
    def closure(xs: List[Int]) raises -> Int:
        var head, *tail = xs
        return head + len(tail)

    try:
        return closure([7, 8, 9])
    except:
        return 0


def main() raises:
    var a, *b = (1, 2, 3)
    print(a, b)
    var *c, d = [1, 2, 3]
    print(c, d)
    var e, *f, g = 1, 2, 3, 4, 5
    print(e, f, g)
    var h, *none = (1,)
    print(h, none, len(none))
    var i, *texts = (1, String("a text that is long enough for the heap"), String("b"))
    print(i, texts)
    var xs: List[Int] = [1, 2, 3, 4]
    var j, *k = xs
    print(j, k, xs)
    var l, *m, n = xs
    print(l, m, n)
    var *front, last = made(3)
    print(front, last)
    var p, q = xs[1:3]
    print(p, q)
    var arr = [5, 6, 7]
    var r, *s = arr
    print(r, s)
    var t: Int
    var u: List[Int]
    t, *u = xs
    print(t, u)
    var rows: List[List[Int]] = [[1, 2, 3], [4]]
    for v, *w in rows:
        print(v, w)
    for (x, y), *z in [((1, 2), 3, 4)]:
        print(x, y, z)
    print(pair_of("k=v"), pair_of("k"), pair_of("k=v=w"), sep="; ")
    try:
        print(least([1, 2]), least([1, 2, 3]))
        print(least([1]))
    except err:
        print(err)
    xs[0], xs[1] = xs[1], xs[0]
    print(xs)
    ref first, second, *_ = xs
    first += 10
    print(xs, second)
    print(inside())
    comptime parts: Int = taken()
    print(parts)


def taken() -> Int:
    var a, *b = [1, 2, 3].copy()
    return a + len(b)


#: stdout
#| 1 [2, 3]
#| [1, 2] 3
#| 1 [2, 3, 4] 5
#| 1 [] 0
#| 1 [a text that is long enough for the heap, b]
#| 1 [2, 3, 4] [1, 2, 3, 4]
#| 1 [2, 3] 4
#| [text number 0, long enough to live on the heap, text number 1, long enough to live on the heap] text number 2, long enough to live on the heap
#| 2 3
#| 5 [6, 7]
#| 1 [2, 3, 4]
#| 1 [2, 3]
#| 4 []
#| 1 2 [3, 4]
#| k is v; not enough values to unpack (expected 2, got 1); too many values to unpack (expected 2)
#| 3 3
#| not enough values to unpack (expected at least 2, got 1)
#| [2, 1, 3, 4]
#| [12, 1, 3, 4] 1
#| 9
#| 3
