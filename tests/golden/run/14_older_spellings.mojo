#: run
# Programs of 2024 as they stood: every older spelling is accepted (language.md §14).
from math import sqrt
from collections import Optional
from memory import UnsafePointer

alias SIZE = 3


@value
struct Planet(EqualityComparable):
    var mass: Float64
    var moons: List[Int]

    fn __init__(mut self, mass: Float64, moons: List[Int]):
        self.mass = mass * 2
        self.moons = moons.copy()

    fn __eq__(self, other: Self) -> Bool:
        return self.mass == other.mass


struct Buffer[T: AnyTrivialRegType, size: Int]:
    var data: UnsafePointer[T]

    fn __init__(inout self):
        self.data = UnsafePointer[T].alloc(size)

    fn __del__(owned self):
        self.data.free()

    fn __getitem__(self, i: Int) -> T:
        return self.data[i]

    fn __setitem__(inout self, i: Int, value: T):
        self.data[i] = value


struct Name(Stringable, CollectionElement):
    var text: String

    fn __init__(inout self, owned text: String):
        self.text = text^

    fn __copyinit__(inout self, existing: Self):
        self.text = existing.text

    fn __moveinit__(inout self, owned existing: Self):
        self.text = existing.text^

    fn __str__(self) -> String:
        return "<" + self.text + ">"


fn largest[T: ComparableCollectionElement](borrowed xs: List[T]) -> T:
    var best = xs[0].copy()
    for i in range(1, len(xs)):
        if xs[i] > best:
            best = xs[i].copy()
    return best^


fn main() raises:
    let xs = List[Int](3, 9, 4)
    var p = Planet(1.5, xs)
    var q = p
    q.moons.append(1)
    print(p.mass, len(p.moons), len(q.moons), p == q, largest(xs))
    var b = Buffer[Float64, SIZE]()
    @parameter
    for i in range(SIZE):
        b[i] = sqrt(Float64(i * i))

    @parameter
    if SIZE == 3:
        print(b[2], str(7) + str(Name("x")), int("12") + 1, len("four"))
    var n = Optional[Int](4)
    if n:
        print(n.value(), String("{} of {}").format(1, 2))
#: stdout
#| 3.0 3 4 True 9
#| 2.0 7<x> 13 4
#| 4 1 of 2
