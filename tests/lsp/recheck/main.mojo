from lib import LIMIT, Pair, deeply, Shape, count, squared, twice
from std.collections import Dict


struct Square(Copyable, Shape):
    var side: Float64

    def __init__(out self, side: Float64):
        self.side = side

    def area(self) -> Float64:
        return self.side * self.side

    def grow(mut self, by: Float64 = 1.0):
        self.side += by


@fieldwise_init
struct Point(Copyable):
    var x: Int
    var y: Int

    def norm(self) -> Int:
        return self.x * self.x + self.y * self.y


comptime SIZE = twice(3)


def consume(var p: Point) -> Int:
    return p.x


def total[T: Shape & Copyable](shapes: List[T], scale: Float64 = 1.0) raises -> Float64:
    var sum = 0.0
    for s in shapes:
        sum += s.area() * scale
    if sum < 0:
        raise Error("no", t"{sum} é 🔥")
    return sum


def closures(n: Int) -> Int:
    var k = n
    def add(x: Int) {mut k}:
        k += x
    add(2)
    return k


def parametric[n: Int](x: Int) -> Int:
    comptime if n > 2:
        return x
    var y = x
    comptime for i in range(n):
        y += i
    return y


def main() raises:
    var p = Pair[Int](1, 2)
    p.swap()
    var names = Dict[String, Int]()
    names["a"] = twice(p.a)
    var l = List[Square]([Square(2), Square(3.5)])
    comptime N = squared(3)
    for i in range(N):
        if i % 2 == 0 and not i > 2:
            print(i, names["a"], total[Square](l, scale=2), LIMIT, SIZE)
        else:
            try:
                print(count(["b"]).get("c", 0), parametric[2](i))
            except e:
                print(e)
    var q = Point(1, 2)
    var r = q.copy()
    print(q.norm(), consume(r^), closures(3), deeply(2), count(["a", "b"])["a"])
