# SPDX-License-Identifier: Apache-2.0
# Associated members, packs, parametric aliases, layouts, compile-time sequences.
#: run


from std.sys import size_of, align_of


trait Named:
    comptime label: StaticString


struct A(Named):
    comptime label: StaticString = "A!"


struct B(Named):
    comptime label: StaticString = "B!"


struct Grid[rows: Int, cols: Int](Copyable):
    comptime size = Self.rows * Self.cols
    var cells: Array[Int, Self.size]

    def __init__(out self):
        self.cells = Array[Int, Self.size](fill=0)

    def at(ref self, r: Int, c: Int) -> ref[self.cells] Int:
        return self.cells[r * Self.cols + c]

    def transposed(self) -> Grid[Self.cols, Self.rows]:
        var g = Grid[Self.cols, Self.rows]()
        for r in range(Self.rows):
            for c in range(Self.cols):
                g.at(c, r) = self.cells[r * Self.cols + c]
        return g^


def labels[*Ts: Named]():
    comptime for i in range(Ts.length):
        print(i, Ts[i].label)


def each[*Ts: Writable](*args: *Ts):
    comptime for i in range(args.__len__()):
        print(args[i])


def width[T: AnyType]() -> Int:
    comptime if size_of[T]() > 4:
        return 64
    else:
        return 32


comptime Matrix[n: Int] = Grid[n, n]


def vec[w: Int](x: SIMD[DType.float32, w]) -> Float32:
    return (x * 2).reduce_add()


def gcd[a: Int, b: Int]() -> Int:
    comptime if b == 0:
        return a
    else:
        return gcd[b, a % b]()


struct Counter[T: Copyable & Deinitable, n: Int = 3](Sized):
    var items: List[Self.T]

    def __init__(out self, x: Self.T):
        self.items = List[Self.T]()
        comptime for _ in range(Self.n):
            self.items.append(x.copy())

    def __len__(self) -> Int:
        return len(self.items)


def main():
    labels[A, B]()
    each(1, "two", 3.5)
    print(width[Int](), width[Int32](), size_of[Grid[2, 3]](), align_of[Int16]())
    var g = Grid[2, 3]()
    g.at(0, 2) = 7
    var t = g.transposed()
    print(t.at(2, 0), Grid[4, 5].size)
    var m = Matrix[2]()
    m.at(1, 1) = 9
    print(m.at(1, 1))
    print(vec(SIMD[DType.float32, 4](1, 2, 3, 4)))
    print(gcd[48, 36]())
    var c = Counter(String("x"))
    print(len(c))
    var c2 = Counter[Int, 5](1)
    print(len(c2))
    comptime names = ["a", "b"]
    comptime for s in names:
        print(s)
    comptime pairs = (1, "x")
    print(pairs[0], pairs[1])


#: stdout
#| 0 A!
#| 1 B!
#| 1
#| two
#| 3.5
#| 64 32 48 2
#| 7 20
#| 9
#| 20.0
#| 12
#| 3
#| 5
#| a
#| b
#| 1 x
