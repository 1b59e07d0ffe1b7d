# SPDX-License-Identifier: Apache-2.0
#: run
trait Make:
    @staticmethod
    def make() -> Self: ...
    def get(ref self) -> ref[self] Int: ...
    def apply[F: def(Int) -> Int](self, f: F) -> Int: ...
    def conv[T: Copyable & Deinitable](self, x: T, n: Int) -> List[T]: ...
    def risky(self) raises -> Int: ...

struct M(Make, Movable):
    var v: Int
    def __init__(out self, v: Int): self.v = v
    @staticmethod
    def make() -> Self: return M(5)
    def get(ref self) -> ref[self] Int: return self.v
    def apply(self, f: Some[def(Int) -> Int]) -> Int: return f(self.v)
    def conv[U: Copyable & Deinitable](self, y: U, k: Int) -> List[U]:
        return List[U](length=k, fill=y)
    def risky(self) -> Int: return self.v

def run[E: AnyType, //](f: def() raises E -> None) raises E:
    f()

def use[T: Make & Movable & Deinitable]() raises:
    var t = T.make()
    print(t.get(), t.risky(), len(t.conv(String("a"), 3)))
    def dbl(x: Int) -> Int: return x * 2
    print(t.apply(dbl))

def boom() raises:
    raise Error("bad")
def calm():
    print("calm")

struct Outer[T: Copyable & Deinitable]:
    var items: List[Self.T]
    def __init__(out self): self.items = List[Self.T]()
    def show(self) where conforms_to(Self.T, Writable):
        for x in self.items:
            print(x)
    def __getitem__(ref self, i: Int) -> ref[self.items] Self.T:
        return self.items[i]
    def first(self) -> Optional[Self.T]:
        if len(self.items) == 0:
            return None
        return self.items[0].copy()

def longest(ref a: String, ref b: String) -> ref[a, b] String:
    if a.byte_length() > b.byte_length():
        return a
    return b

def named(x: Int) -> Tuple[Int, String]:
    return (x, String("n"))

def out_arg(x: Int, out r: List[Int]):
    r = List[Int]()
    r.append(x)

def main() raises:
    use[M]()
    run(calm)
    try:
        run(boom)
    except e:
        print(e)
    var o = Outer[Int]()
    o.items.append(4)
    o.show()
    o[0] += 1
    print(o[0], o.first().value())
    var a = String("abc")
    var b = String("de")
    print(longest(a, b))
    print(named(3)[0], len(out_arg(3)))

#: stdout
#| 5 5 3
#| 10
#| calm
#| bad
#| 4
#| 5 5
#| abc
#| 3 1
