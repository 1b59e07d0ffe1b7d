# SPDX-License-Identifier: Apache-2.0
#: run
from std.collections.set import Set

comptime Key = Hashable & Equatable & Copyable
comptime N = 4
comptime M = N * 2 + 1
comptime a, b = (1, "x")

trait Animal(Copyable):
    comptime legs: Int
    comptime Sound: Writable & Copyable
    def speak(self) -> Self.Sound: ...
    def describe(self) -> String:
        return String("animal with legs")

trait Named:
    def name(self) -> String: ...

trait NamedAnimal(Animal, Named):
    def name(self) -> String:
        return String("?")

@fieldwise_init
struct Dog(NamedAnimal):
    comptime legs = 4
    comptime Sound = String
    var age: Int
    def speak(self) -> String:
        return String("wuff")

@fieldwise_init
struct Box[T: Copyable & Deinitable](Copyable, Writable where conforms_to(T, Writable)):
    comptime Elem = Self.T
    var value: Self.T

    def get(self) -> Self.T:
        return self.value.copy()

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        self.value.write_to(writer)

    @staticmethod
    def make(var v: Self.T) -> Self:
        return Self(v^)

def use[A: Animal](x: A) -> A.Sound:
    return x.speak()

def legs[A: Animal]() -> Int:
    return A.legs * 2

struct Matrix[rows: Int, cols: Int = rows](Movable) where rows > 0:
    comptime size = Self.rows * Self.cols
    var data: List[Float64]
    def __init__(out self):
        self.data = List[Float64](length=Self.size, fill=0)
    def t(self) -> Matrix[Self.cols, Self.rows] where Self.cols > 0:
        return Matrix[Self.cols, Self.rows]()

def square(m: Matrix[3]) -> Int:
    return m.size

def apply[F: def(Int) -> Int, //](f: F, x: Int) -> Int:
    return f(x)

def apply2(f: def(Int) -> Int, x: Int) -> Int:
    return f(x)

def thin(f: def(Int) thin -> Int, x: Int) -> Int:
    return f(x)

def twice(x: Int) -> Int:
    return 2 * x

def first[T: Copyable](xs: List[T]) -> ref[xs] T:
    return xs[0]

def pick[m: Bool, //, o: Origin[mut=m]](ref[o] xs: List[Int]) -> ref[o] Int:
    return xs[0]

def show[*Ts: Writable](*args: *Ts):
    comptime for i in range(args.__len__()):
        print(args[i])

def dot[n: SIMDLength](a: SIMD[DType.float32, n], b: SIMD[DType.float32, n]) -> Float32:
    return (a * b).reduce_add()

struct Node[T: Copyable & Deinitable](Copyable):
    var value: Self.T
    var children: List[Self]
    def __init__(out self, var v: Self.T):
        self.value = v^
        self.children = List[Self]()

def main():
    var d = Dog(3)
    print(d.speak(), use(d), legs[Dog](), d.name())
    var bx = Box[Int](5)
    print(bx)
    print(apply(twice, 3), apply2(twice, 4), thin(twice, 5))
    print(M, a, b)
    var m = Matrix[3]()
    print(square(m), Matrix[2, 5].size)
    var l: List[Int] = [1, 2, 3]
    print(first(l))
    pick(l) = 7
    print(l[0])
    show(1, "x", 2.5)
    var v = SIMD[DType.float32, 4](1, 2, 3, 4)
    print(dot(v, v))
    var n = Node[Int](3)
    n.children.append(Node[Int](4))
    print(len(n.children))

#: stdout
#| wuff wuff 8 ?
#| 5
#| 6 8 10
#| 9 1 x
#| 9 10
#| 1
#| 7
#| 1
#| x
#| 2.5
#| 30.0
#| 1
