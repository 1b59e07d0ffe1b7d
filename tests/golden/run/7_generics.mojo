# SPDX-License-Identifier: Apache-2.0
#: run
from std.memory.pointer import Pointer

struct Node[T: Copyable & Movable & Deinitable](Movable):
    var value: Self.T
    var next: Optional[Int]
    def __init__(out self, var value: Self.T):
        self.value = value^
        self.next = None

trait Animal(Copyable, Movable):
    def speak(self) -> String: ...
    def twice(self) -> String:
        return self.speak() + self.speak()

@fieldwise_init
struct Dog(Animal):
    var n: Int
    def speak(self) -> String:
        return "woof"

@fieldwise_init
struct Cat(Animal):
    var n: Int
    def speak(self) -> String:
        return "meow"
    def twice(self) -> String:
        return "purr"

trait Container:
    comptime Element: Copyable & Movable & Writable & Deinitable
    def get(self, i: Int) -> Self.Element: ...
    def size(self) -> Int: ...

struct Words(Container):
    comptime Element = String
    var w: List[String]
    def __init__(out self):
        self.w = ["a", "b", "c"]
    def get(self, i: Int) -> String:
        return self.w[i].copy()
    def size(self) -> Int:
        return len(self.w)

def dump[C: Container](c: C):
    for i in range(c.size()):
        print(c.get(i), end=" ")
    print()

def last[C: Container](c: C) -> C.Element:
    return c.get(c.size() - 1)

def choose[T: Animal](a: T) -> String:
    return a.twice()

def where_pos[n: Int](x: Int) -> Int where n > 0:
    return x // n

def both[n: Int]() -> Int where n > 8:
    return where_pos[n](100)

def describe[T: AnyType](x: T) -> String:
    comptime if conforms_to(T, Writable):
        return String(x)
    else:
        return "opaque"

struct Opaque:
    def __init__(out self):
        pass

@fieldwise_init
struct Matrix[rows: Int, cols: Int](Copyable, Movable):
    var data: List[Float64]
    @staticmethod
    def zeros() -> Self:
        return Self([0.0 for _ in range(Self.rows * Self.cols)])
    def __getitem__(self, r: Int, c: Int) -> Float64:
        return self.data[r * Self.cols + c]
    def __setitem__(mut self, r: Int, c: Int, v: Float64):
        self.data[r * Self.cols + c] = v
    def transpose(self) -> Matrix[Self.cols, Self.rows]:
        var t = Matrix[Self.cols, Self.rows].zeros()
        for i in range(Self.rows):
            for j in range(Self.cols):
                t[j, i] = self[i, j]
        return t^

def add_all[dt: DType, n: SIMDLength](v: SIMD[dt, n]) -> Scalar[dt]:
    return v.reduce_add()

def longest(ref a: String, ref b: String) -> ref[a, b] String:
    if a.byte_length() > b.byte_length():
        return a
    return b

struct Counter:
    var n: Int
    def __init__(out self):
        self.n = 0
    def __enter__(var self) -> Self:
        return self^
    def __iter__(self) -> CountIter:
        return CountIter(0, 3)

@fieldwise_init
struct CountIter(Iterator):
    comptime Element = Int
    var i: Int
    var end: Int
    def __next__(mut self) raises StopIteration -> Int:
        if self.i >= self.end:
            raise StopIteration()
        self.i += 1
        return self.i

@fieldwise_init
struct ParseError(Copyable, Movable, Writable):
    var line: Int

def parse(n: Int) raises ParseError -> Int:
    if n < 0:
        raise ParseError(n)
    return n

def outer(n: Int) raises -> Int:
    return parse(n) + 1

def main() raises:
    var n = Node[String]("x")
    print(n.value)
    var n2 = Node(5)
    print(n2.value)
    print(choose(Dog(1)), choose(Cat(1)))
    dump(Words())
    print(last(Words()))
    print(where_pos[3](10), both[10]())
    print(describe(3), describe(Opaque()))
    var m = Matrix[2, 3].zeros()
    m[0, 1] = 5
    m[1, 2] += 7
    var t = m.transpose()
    print(t[1, 0], t[2, 1])
    print(add_all(SIMD[DType.int32, 4](1, 2, 3, 4)))
    var a: String = "long one"
    var b: String = "short"
    print(longest(a, b))
    for x in Counter():
        print(x, end=" ")
    print()
    try:
        print(parse(3))
        print(parse(-1))
    except e:
        print("line", e.line)
    try:
        print(outer(-5))
    except e:
        print("converted:", e)
    var opt: Optional[String] = "text"
    print(opt.value())
    var xs0: List[Int] = [7, 8, 9]
    var arr: Array[Int, 3] = [1, 2, 3]
    arr[1] = 20
    print(arr[0] + arr[1])
    var sp = xs0[0:2]
    print(len(sp))
    var xs: List[Int] = [3, 1, 2]
    sort(xs)
    print(xs[0], xs[1], xs[2])
    print(max(3, 4), min(2.5, 1.0), abs(-3))
    var ys = xs[1:3]
    print(len(ys), ys[0])
    var s: String = "hello"
    print(s[byte=1:3])
    print("a" < "b", "abc" == "abc")
    print(s + " world", s * 2)
    print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 2 ** 10, 7 / 2.0)
    print(1 if s.byte_length() > 3 else 0) if False else print("else")
#: stdout
#| x
#| 5
#| woofwoof purr
#| a b c 
#| c
#| 3 10
#| 3 opaque
#| 5.0 7.0
#| 10
#| long one
#| 1 2 3 
#| 3
#| line -1
#| converted: ParseError(line=-5)
#| text
#| 21
#| 2
#| 1 2 3
#| 4 1.0 3
#| 2 2
#| el
#| True True
#| hello world hellohello
#| 3 -4 1 2 1024 3.5
#| else
