#: run
# std.collections: Deque and Counter.
from std.collections import Counter, Deque


def main() raises:
    var d: Deque[String] = ["b", "c"]
    d.appendleft("a")
    d.append("d")
    print(d, len(d), d[0], d[3], "c" in d, d.index("c"), d.count("x"))
    print(d.pop(), d.popleft(), d.peek(), d.peekleft())
    d.insert(1, "x")
    d.rotate()
    print(d)
    d.reverse()
    print(d, d == d.copy())
    for i, x in enumerate(d):
        print(i, x, end=" ")
    print()
    d.remove("x")
    try:
        d.remove("x")
    except e:
        print(e)
    d.clear()
    try:
        _ = d.pop()
    except e:
        print(e)
    var last = Deque[Int](maxlen=3)
    for i in range(20):
        last.append(i)
    print(last)
    last.appendleft(0)
    print(last, Bool(d))
    try:
        last.insert(0, 1)
    except e:
        print(e)
    var many = Deque[Int]()
    for i in range(1000):
        many.append(i)
        if i % 3 == 0:
            _ = many.popleft()
    print(len(many), many[0], many[len(many) - 1])

    var c = Counter[String](["a", "b", "a", "c", "b", "a"])
    print(c["a"], c["z"], c.total(), len(c), "a" in c, c)
    for t in c.most_common(2):
        print(t.value, t.count, end="; ")
    print(c.elements())
    var o = Counter[String](["a", "d"])
    print(c + o, c - o, c & o, c | o, c == c.copy(), c == o)
    c.subtract(o)
    print(c["d"], c.pop("a"), c.get("a", -1), [k for k in c])
#: stdout
#| [a, b, c, d] 4 a d True 2 0
#| d a c b
#| [c, b, x]
#| [x, b, c] True
#| 0 x 1 b 2 c 
#| ValueError: Given element is not in deque
#| IndexError: Deque is empty
#| [17, 18, 19]
#| [0, 17, 18] False
#| IndexError: Deque is already at its maximum size
#| 666 334 999
#| 3 0 6 3 True {a: 3, b: 2, c: 1}
#| a 3; b 2; [a, a, a, b, b, c]
#| {a: 4, b: 2, c: 1, d: 1} {a: 2, b: 2, c: 1} {a: 1} {a: 3, b: 2, c: 1, d: 1} True False
#| -1 2 -1 [b, c, d]
