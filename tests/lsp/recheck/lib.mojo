"""What main.mojo uses."""
from deep import Counter, EIGHT, closed, cubed, table
from std.collections import Dict

comptime LIMIT = 4


struct Pair[T: Copyable & Deinitable](Copyable):
    """Two of a kind."""
    var a: Self.T
    var b: Self.T

    def __init__(out self, a: Self.T, b: Self.T):
        self.a = a.copy()
        self.b = b.copy()

    def swap(mut self):
        # by a third
        var t = self.a.copy()
        self.a = self.b.copy()
        self.b = t^

    def first(self) -> Self.T:
        return self.a.copy()


trait Shape:
    def area(self) -> Float64:
        ...

    def name(self) -> String:
        return "shape"


def twice(x: Int) -> Int:
    """Two times x."""
    return x * 2


def squared(x: Int, times: Int = LIMIT) -> Int:
    var sum = 0
    for i in range(times):
        sum += x * i
    return sum


def deeply(x: Int) -> Int:
    var c = Counter(x)
    comptime SUM = table[3]()
    return c.next() + cubed(x) + SUM + EIGHT + closed(x)


def count(words: List[String]) raises -> Dict[String, Int]:
    var seen = Dict[String, Int]()
    for w in words:
        seen[w] = seen.get(w, 0) + 1
    if not seen:
        raise Error("none")
    return seen^
