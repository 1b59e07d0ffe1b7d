# SPDX-License-Identifier: Apache-2.0
#: run
trait Shape:
    comptime name: StaticString
    def area(self) -> Float64: ...
    def describe(self) -> String:
        return String("shape ", Self.name, " of area ", self.area())

@fieldwise_init
struct Circle(Shape, Copyable, Movable):
    comptime name: StaticString = "circle"
    var r: Float64
    def area(self) -> Float64:
        return 3.0 * self.r * self.r

@fieldwise_init
struct Rect(Shape, ImplicitlyCopyable):
    comptime name: StaticString = "rect"
    var w: Float64
    var h: Float64
    def area(self) -> Float64:
        return self.w * self.h
    def __add__(self, other: Self) -> Self:
        return Self(self.w + other.w, self.h + other.h)
    def __eq__(self, other: Self) -> Bool:
        return self.w == other.w and self.h == other.h
    def __neg__(self) -> Self:
        return Self(-self.w, -self.h)
    def __iadd__(mut self, other: Float64):
        self.w += other
    @staticmethod
    def unit() -> Self:
        return Self(1, 1)
    def __getitem__(self, i: Int) -> Float64:
        return self.w if i == 0 else self.h
    def __setitem__(mut self, i: Int, v: Float64):
        if i == 0:
            self.w = v
        else:
            self.h = v
    def __call__(self, k: Float64) -> Float64:
        return self.w * k

def total_area[T: Shape](a: T, b: T) -> Float64:
    return a.area() + b.area()

def show(s: Some[Shape]):
    print(s.describe())

struct Stack[T: Copyable & Movable & Deinitable](Sized):
    var items: List[Self.T]
    def __init__(out self):
        self.items = []
    def push(mut self, var v: Self.T):
        self.items.append(v^)
    def pop(mut self) raises -> Self.T:
        if len(self.items) == 0:
            raise Error("empty")
        return self.items.pop()
    def __len__(self) -> Int:
        return len(self.items)

@fieldwise_init
struct Colour(Equatable, TrivialRegisterPassable):
    var code: UInt8
    comptime RED = Self(0)
    comptime BLUE = Self(1)

def paint(c: Colour) -> Int:
    return 1 if c == .RED else 2

struct Temp(ImplicitlyCopyable):
    var v: Float64
    @implicit
    def __init__(out self, v: Float64):
        self.v = v
    def __init__(out self, *, celsius: Float64):
        self.v = celsius + 273.0

def warm(t: Temp) -> Float64:
    return t.v

@fieldwise_init
struct Ring[cap: Int]:
    comptime mask = Self.cap - 1
    var head: Int
    def next(self) -> Int:
        return (self.head + 1) & Self.mask

def sum_to[n: Int]() -> Int:
    comptime if n == 0:
        return 0
    else:
        return n + sum_to[n - 1]()

comptime Pair[T: Copyable & Movable] = Tuple[T, T]

def main() raises:
    var c = Circle(2)
    print(c.describe())
    show(Rect(2, 3))
    print(total_area(Rect(1, 2), Rect.unit()))
    var r = Rect(1, 2) + Rect(3, 4)
    print(r.w, r.h, r == Rect(4, 6), (-r).w)
    r += 10
    r[1] = 100
    r[0] += 1
    print(r[0], r[1], r(2))
    var s = Stack[String]()
    s.push("a")
    s.push("b")
    print(len(s), s.pop(), s.pop())
    try:
        _ = s.pop()
    except e:
        print("error:", e)
    print(paint(.RED), paint(.BLUE), paint(Colour.BLUE))
    print(warm(20.5), warm(Temp(celsius=1)))
    var ring = Ring[8](7)
    print(ring.next(), Ring[16].mask, ring.mask)
    print(sum_to[10]())
    var p: Pair[Int] = (1, 2)
    print(p[0] + p[1])
    comptime for i in range(3):
        print(i, end=" ")
    print()
    comptime big = 1 << 70
    print(big >> 60)
    var v = SIMD[DType.float32, 4](1, 2, 3, 4)
    print((v * 2)[3], v.reduce_add())
    var x = SIMD[.int32, 4](5)
    print(x[0])
    print(UInt8(200) + 100)
#: stdout
#| shape circle of area 12.0
#| shape rect of area 6.0
#| 3.0
#| 4.0 6.0 True -4.0
#| 15.0 100.0 30.0
#| 2 b a
#| error: empty
#| 1 2 2
#| 20.5 274.0
#| 0 15 7
#| 55
#| 3
#| 0 1 2 
#| 1024
#| 8.0 10.0
#| 5
#| 44
