#: run
# A program of many parts: trees, typed errors, managers, variants, iterators, tuples.
from std.utils import Variant
from std.memory import ArcPointer, OwnedPointer

comptime Value = Variant[Int, Float64, String]


@fieldwise_init
struct Node[T: Copyable & Deinitable & Comparable](Movable):
    var value: Self.T
    var left: Optional[OwnedPointer[Node[Self.T]]]
    var right: Optional[OwnedPointer[Node[Self.T]]]

    def insert(mut self, var value: Self.T):
        if value < self.value:
            if self.left:
                self.left.value()[].insert(value^)
            else:
                self.left = OwnedPointer(Node[Self.T](value^, None, None))
        else:
            if self.right:
                self.right.value()[].insert(value^)
            else:
                self.right = OwnedPointer(Node[Self.T](value^, None, None))

    def walk[F: def(Self.T) -> None](self, f: F):
        if self.left:
            self.left.value()[].walk(f)
        f(self.value)
        if self.right:
            self.right.value()[].walk(f)


@fieldwise_init
struct ParseError(Copyable, Writable):
    var at: Int
    var what: String


def digit(s: String, i: Int) raises ParseError -> Int:
    if i >= s.byte_length():
        raise ParseError(i, "end of text")
    var c = Int(s.as_bytes()[i])
    if c < ord("0") or c > ord("9"):
        raise ParseError(i, String("not a digit: ", s[byte=i]))
    return c - ord("0")


def number(s: String) raises ParseError -> Int:
    var n = 0
    for i in range(s.byte_length()):
        n = n * 10 + digit(s, i)
    return n


struct Guard:
    var name: String

    def __init__(out self, name: String):
        self.name = name
        print("open", name)

    def __enter__(self) -> String:
        return self.name

    def __exit__(mut self):
        print("close", self.name)

    def __exit__(mut self, e: Error) raises -> Bool:
        print("failed", self.name, e)
        return True


def describe(v: Value) -> String:
    if v.isa[Int]():
        return String("int ", v[Int])
    elif v.isa[Float64]():
        return String("float ", v[Float64])
    return String("text ", v[String])


def swap_ends[T: Copyable & Deinitable](mut xs: List[T]):
    if len(xs) > 1:
        xs.swap_elements(0, len(xs) - 1)


struct Fib(Iterator, Iterable, Copyable):
    comptime Element = Int
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self
    var a: Int
    var b: Int
    var n: Int

    def __init__(out self, n: Int):
        self.a, self.b, self.n = 0, 1, n

    def __iter__(ref self) -> Self:
        return self.copy()

    def __next__(mut self) raises StopIteration -> Int:
        if self.n == 0:
            raise StopIteration()
        self.n -= 1
        var r = self.a
        self.a, self.b = self.b, self.a + self.b
        return r


def main() raises:
    var root = Node[Int](5, None, None)
    for x in [3, 8, 1, 4, 9]:
        root.insert(x)
    var out: List[Int] = []

    def collect(x: Int) {mut out}:
        out.append(x)

    root.walk(collect)
    print(out)
    for text in ["123", "12x", ""]:
        try:
            print(number(text))
        except e:
            print(e.at, e.what)
    with Guard("a") as name, Guard("b"):
        print("in", name)
        raise Error("oops")
    var values: List[Value] = [Value(1), Value(2.5), Value(String("x"))]
    for v in values:
        print(describe(v))
    var shared = ArcPointer(List[Int]())
    var other = shared
    other[].append(4)
    print(len(shared[]), shared.count())
    print([x for x in Fib(10) if x % 2 == 0], sum(Fib(10)))
    var i = 0
    while True:
        i += 1
        if i == 3:
            continue
        if i > 5:
            break
    else:
        print("never")
    print(i)
    var t = (1, "two", 3.0)
    var a, b, c = t
    print(a, b, c, t[1], len(t))
    comptime for k in range(3):
        print(t[k], end=" ")
    print()
    var s = SIMD[DType.float32, 4](1, 2, 3, 4)
    print(s * 2, s.reduce_add(), s.lt(2.5), (s + 1).cast[DType.int32]())
    var d: Dict[String, List[Int]] = {"a": [1, 2], "b": [3]}
    print(d)
    assert 1 + 1 == 2, "math"
#: stdout
#| [1, 3, 4, 5, 8, 9]
#| 123
#| 2 not a digit: x
#| 0
#| open a
#| open b
#| in a
#| failed b oops
#| close a
#| int 1
#| float 2.5
#| text x
#| 1 1
#| [0, 2, 8, 34] 88
#| 6
#| 1 two 3.0 two 3
#| 1 two 3.0 
#| [2.0, 4.0, 6.0, 8.0] 10.0 [True, True, False, False] [2, 3, 4, 5]
#| {a: [1, 2], b: [3]}
