# SPDX-License-Identifier: Apache-2.0
#: run
def gcd(a: Int, b: Int) -> Int:
    var x = a
    var y = b
    while y != 0:
        x, y = y, x % y
    return x

struct Rational(Comparable, ImplicitlyCopyable, Writable):
    var num: Int
    var den: Int
    def __init__(out self, num: Int, den: Int = 1):
        var g = gcd(num, den)
        self.num = num // g
        self.den = den // g
    @implicit
    def __init__(out self, v: Int):
        self = Self(v, 1)
    def __add__(self, o: Self) -> Self:
        return Self(self.num * o.den + o.num * self.den, self.den * o.den)
    def __mul__(self, o: Self) -> Self:
        return Self(self.num * o.num, self.den * o.den)
    def __lt__(self, o: Self) -> Bool:
        return self.num * o.den < o.num * self.den
    def __eq__(self, o: Self) -> Bool:
        return self.num == o.num and self.den == o.den
    def write_to(self, mut writer: Some[Writer]):
        writer.write(self.num, "/", self.den)

def largest[T: Comparable & Copyable & Movable & Deinitable](xs: List[T]) raises -> T:
    if len(xs) == 0:
        raise Error("empty list")
    var best = xs[0].copy()
    for x in xs:
        if x > best:
            best = x.copy()
    return best^

trait Visitor:
    def visit(mut self, n: Int): ...

struct Summer(Visitor):
    var total: Int
    def __init__(out self):
        self.total = 0
    def visit(mut self, n: Int):
        self.total += n

def walk[V: Visitor](mut v: V, depth: Int):
    v.visit(depth)
    if depth > 0:
        walk(v, depth - 1)

def matrix(n: Int) -> List[List[Float64]]:
    return [[Float64(i * n + j) for j in range(n)] for i in range(n)]

struct Fib(Iterable):
    comptime IteratorType[m: Bool, //, o: Origin[mut=m]]: Iterator = FibIter
    var n: Int
    def __init__(out self, n: Int):
        self.n = n
    def __iter__(ref self) -> FibIter:
        return FibIter(self.n)

struct FibIter(Iterator):
    comptime Element = Int
    var left: Int
    var a: Int
    var b: Int
    def __init__(out self, n: Int):
        self.left = n
        self.a = 0
        self.b = 1
    def __next__(mut self) raises StopIteration -> Int:
        if self.left == 0:
            raise StopIteration()
        self.left -= 1
        var r = self.a
        self.a, self.b = self.b, self.a + self.b
        return r


@fieldwise_init
struct Event(Copyable, Movable):
    var at: Int
    var name: String

def by_time(a: Event, b: Event) -> Bool:
    return a.at < b.at

def main() raises:
    print(Rational(1, 2) + Rational(1, 3), Rational(2, 4) == Rational(1, 2), Rational(1, 3) < 1)
    print(Rational(1, 2) * 4)
    print(largest([3, 9, 2]), largest([String("b"), "z", "a"]))
    print(largest([Rational(1, 2), Rational(3, 4)]))
    var s = Summer()
    walk(s, 4)
    print(s.total)
    var m = matrix(3)
    print(m[2][1], len(m))
    m[1][1] += 100.5
    print(m[1][1])
    for f in Fib(8):
        print(f, end=" ")
    print()
    var ev: List[Event] = [Event(3, "c"), Event(1, "a")]
    ev[0].name += "!"
    ev[0].at -= 1
    print(ev[0].name, ev[0].at)
    for ref e in ev:
        e.at *= 10
    print(ev[1].at)
    var counts: Dict[String, Int] = {}
    for w in String("a b a c b a").split(" "):
        counts[String(w)] = counts.get(String(w), 0) + 1
    for e in counts.items():
        print(e.key, e.value, end="; ")
    print()
    var a, b = 10, 3
    print(a // b, a % b, a / b, Float64(a) / Float64(b))
    print(divmod(a, b)[0], pow(2, 5), round(2.6), abs(-2.5))
    var st = String("Hello")
    print(st.upper(), st.lower(), st.byte_length(), st.startswith("He"), st.find("l"))
    print(Int("42") + 1, Float64("2.5") * 2)
    print(chr(65), ord("a"))
    for i, x in enumerate([10, 20]):
        print(i, x, end=" ")
    print()
    for x, y in zip([1, 2], [3, 4]):
        print(x * y, end=" ")
    print()
    print(any([False, True]), all([True, True]))
    var sorted_list = sorted([3, 1, 2])
    print(sorted_list[0], sorted_list[2])
    for x in reversed([1, 2, 3]):
        print(x, end=" ")
    print()
#: stdout
#| 5/6 True True
#| 2/1
#| 9 z
#| 3/4
#| 10
#| 7.0 3
#| 104.5
#| 0 1 1 2 3 5 8 13 
#| c! 2
#| 10
#| a 3; b 2; c 1; 
#| 3 1 3 3.3333333333333335
#| 3 32 3.0 2.5
#| HELLO hello 5 True 2
#| 43 5.0
#| A 97
#| 0 10 1 20 
#| 3 8 
#| True True
#| 1 3
#| 3 2 1 
