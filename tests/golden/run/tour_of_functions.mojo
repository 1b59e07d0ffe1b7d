# SPDX-License-Identifier: Apache-2.0
# A walk through the language: what a newcomer writes on the first day.
#: run
struct Matrix[rows: Int, cols: Int](Copyable, Writable):
    var data: List[Float64]
    def __init__(out self):
        self.data = List[Float64](length=Self.rows * Self.cols, fill=0)
    def __getitem__(self, i: Int, j: Int) -> Float64:
        return self.data[i * Self.cols + j]
    def __setitem__(mut self, i: Int, j: Int, v: Float64):
        self.data[i * Self.cols + j] = v
    def __matmul__[n: Int](self, o: Matrix[Self.cols, n]) -> Matrix[Self.rows, n]:
        var r = Matrix[Self.rows, n]()
        for i in range(Self.rows):
            for j in range(n):
                for k in range(Self.cols):
                    r[i, j] = r[i, j] + self[i, k] * o[k, j]
        return r^
    def write_to(self, mut w: Some[Writer]):
        for i in range(Self.rows):
            for j in range(Self.cols):
                w.write(self[i, j], ";")
            w.write("\n")

def fib(n: Int) -> Int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)

comptime FIB20 = fib(20)

def table() -> List[Int]:
    var t = List[Int]()
    for i in range(10):
        t.append(i * i)
    return t^

comptime TABLE = table()

def apply[f: def(Int) thin -> Int](x: Int) -> Int:
    return f(x)

def double(x: Int) -> Int:
    return x * 2

def each[F: def(Int) -> None, //](f: F, n: Int):
    for i in range(n):
        f(i)

struct Counter:
    var n: Int
    def __init__(out self):
        self.n = 0
    def __enter__(mut self) -> Int:
        self.n += 1
        return self.n
    def __exit__(mut self):
        print("exit", self.n)

def swap_first[T: Copyable & Deinitable](mut xs: List[T], mut ys: List[T]):
    swap(xs[0], ys[0])

def main() raises:
    var a = Matrix[2, 3]()
    var b = Matrix[3, 2]()
    for i in range(2):
        for j in range(3):
            a[i, j] = Float64(i + j)
            b[j, i] = Float64(i * j)
    print(a @ b)
    print(FIB20)
    var t = materialize[TABLE]()
    print(t)
    print(apply[double](21))
    var sum = 0
    def acc(i: Int) {mut sum}:
        sum += i
    each(acc, 10)
    print(sum)
    var c = Counter()
    with c as n:
        print("in", n)
    var x: List[Int] = [1, 2]
    var y: List[Int] = [3, 4]
    swap_first(x, y)
    print(x, y)
    var v = SIMD[DType.float32, 4](1, 2, 3, 4)
    print(v * 2 + 1, v.reduce_add())
    print(v.gt(2.0))
    var u: UInt8 = 250
    u += 10
    print(u)
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
    for k in range(3):
        if k == 5:
            break
    else:
        print("no break")
    var s = String("héllo")
    print(s.byte_length(), s.count_codepoints(), s.replace("l", "L"))
    for ch in s.codepoint_slices():
        print(ch, end="|")
    print()
    print("a,b,c".split(",")[1])
    print(Int("42") + 1, Float64("2.5"), String(3.14), hash("x") == hash("x"))
    print(1 << 10, 7 // -2, -7 % 3, 2 ** 8, ~5, 6 & 3, 6 | 3, 6 ^ 3)
    print(1e100, 0.1 + 0.2, 1.0, 1e16, 123456789.123)
    print(Int.MAX, Int8.MIN, UInt64.MAX)
    print(not True, True and False, 1 < 2 < 3)
#: stdout
#| 0.0;5.0;
#| 0.0;8.0;
#|
#| 6765
#| [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
#| 42
#| 45
#| in 1
#| exit 1
#| [3, 2] [1, 4]
#| [3.0, 5.0, 7.0, 9.0] 10.0
#| [False, False, True, True]
#| 4
#| 6
#| no break
#| 6 5 héLLo
#| h|é|l|l|o|
#| b
#| 43 2.5 3.14 True
#| 1024 -4 2 256 -6 2 7 5
#| 1e+100 0.3 1.0 1e+16 123456789.123
#| 9223372036854775807 -128 18446744073709551615
#| False False True
