#: run
# A program of many parts: traits, graphs, matrices, a calculator, counting words.
from std.collections import Set, Deque


trait Shape(Copyable, Deinitable, Writable):
    def area(self) -> Float64:
        ...

    def name(self) -> String:
        return "shape"


@fieldwise_init
struct Circle(Shape, ImplicitlyCopyable):
    var r: Float64

    def area(self) -> Float64:
        return 3.14159 * self.r**2

    def name(self) -> String:
        return "circle"


@fieldwise_init
struct Rect(Shape, ImplicitlyCopyable):
    var w: Float64
    var h: Float64

    def area(self) -> Float64:
        return self.w * self.h


def total_area[*Ts: Shape](*shapes: *Ts) -> Float64:
    var total = 0.0
    comptime for i in range(shapes.__len__()):
        total += shapes[i].area()
    return total


struct Graph(Writable):
    var edges: Dict[String, List[String]]

    def __init__(out self):
        self.edges = {}

    def add(mut self, a: String, b: String) raises:
        if a not in self.edges:
            self.edges[a] = []
        if b not in self.edges:
            self.edges[b] = []
        self.edges[a].append(b)
        self.edges[b].append(a)

    def bfs(self, start: String) raises -> List[String]:
        var seen = Set[String]()
        var queue: Deque[String] = [start]
        var order: List[String] = []
        seen.add(start)
        while queue:
            var at = queue.popleft()
            order.append(at)
            for n in self.edges[at]:
                if n not in seen:
                    seen.add(n)
                    queue.append(n)
        return order^

    def write_to(self, mut w: Some[Writer]):
        for e in self.edges.items():
            w.write(e.key, ": ", e.value, "\n")


@fieldwise_init
struct Matrix[rows: Int, cols: Int](Copyable, Writable):
    var data: Array[Float64, Self.rows * Self.cols]

    def __init__(out self):
        self.data = Array[Float64, Self.rows * Self.cols](fill=0)

    @staticmethod
    def identity() -> Self where Self.rows == Self.cols:
        var m = Self()
        for i in range(Self.rows):
            m[i, i] = 1
        return m^

    def __getitem__(ref self, i: Int, j: Int) -> ref[self.data] Float64:
        return self.data[i * Self.cols + j]

    def __matmul__[n: Int](self, other: Matrix[Self.cols, n]) -> Matrix[Self.rows, n]:
        var out = Matrix[Self.rows, n]()
        for i in range(Self.rows):
            for j in range(n):
                for k in range(Self.cols):
                    out[i, j] += self[i, k] * other[k, j]
        return out^

    def write_to(self, mut w: Some[Writer]):
        for i in range(Self.rows):
            for j in range(Self.cols):
                w.write(self[i, j], " ")
            w.write("\n")


def parse(text: String) raises -> Int:
    var stack: List[Int] = []
    for token in text.split():
        if token == "+" or token == "*":
            if len(stack) < 2:
                raise Error(t"too few operands for {token}")
            var b = stack.pop()
            var a = stack.pop()
            stack.append(a + b if token == "+" else a * b)
        else:
            stack.append(Int(String(token)))
    if len(stack) != 1:
        raise Error("unbalanced")
    return stack[0]


def compose[F: def(Int) -> Int, G: def(Int) -> Int](f: F, g: G, x: Int) -> Int:
    return g(f(x))


def fib[n: Int]() -> Int:
    comptime if n < 2:
        return n
    else:
        return fib[n - 1]() + fib[n - 2]()


comptime TABLE = [fib[5](), fib[6](), fib[7]()]


def main() raises:
    print(total_area(Circle(1), Rect(2, 3)), Circle(2), Rect(1, 2).name())
    var g = Graph()
    for pair in ["ab", "bc", "cd", "ae"]:
        g.add(String(pair[byte=0]), String(pair[byte=1]))
    print(g.bfs("a"), g, sep="\n", end="")
    var m = Matrix[2, 2].identity()
    m[0, 1] = 2.5
    print(m @ m, end="")
    for expression in ["1 2 + 3 *", "1 +", "x", "1 2"]:
        try:
            print(parse(expression))
        except e:
            print("error:", e)
    var k = 10

    def add(x: Int) {k} -> Int:
        return x + k

    print(compose(add, lambda (x: Int) -> Int: x * 2, 5))
    print(fib[20](), materialize[TABLE]())
    var words = String("the quick brown the lazy dog the end").split()
    var counts: Dict[String, Int] = {}
    for w in words:
        counts[String(w)] = counts.get(String(w), 0) + 1
    var pairs = [(e.value, e.key) for e in counts.items() if e.value > 0]

    def more(a: Tuple[Int, String], b: Tuple[Int, String]) -> Bool:
        return a[0] > b[0] or (a[0] == b[0] and a[1] < b[1])

    sort(pairs, more)
    for n, w in pairs[0:3]:
        print(t"{w}: {n}")
    var grid = [[0 for _ in range(3)] for _ in range(2)]
    grid[1][2] = 7
    print(grid, [x * y for x in range(3) for y in range(3) if x != y])
    var opt: Optional[String] = None
    print(opt.or_else("nothing"), "abc"[byte=1:3], "x" * 3, -7 // 2, -7 % 3, 2**10, 1 << 4)
    with open("/dev/null", "w") as f:
        f.write("line 1\n")
#: stdout
#| 9.14159 Circle(r=2.0) shape
#| [a, b, e, c, d]
#| a: [b, e]
#| b: [a, c]
#| c: [b, d]
#| d: [c]
#| e: [a]
#| 1.0 5.0 
#| 0.0 1.0 
#| 9
#| error: too few operands for +
#| error: String is not convertible to integer with base 10: 'x'
#| error: unbalanced
#| 30
#| 6765 [5, 8, 13]
#| the: 3
#| brown: 1
#| dog: 1
#| [[0, 0, 0], [0, 0, 7]] [0, 0, 0, 2, 0, 2]
#| nothing bc xxx -4 2 1024 16
