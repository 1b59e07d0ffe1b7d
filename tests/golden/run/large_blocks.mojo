#: run
#: stdout
#| True True True
#| 0 0 7
#| 3000000 2
# Large blocks start at a cache line, at every level; what is asked to be zero is zero, in memory used before, too.


def at_line[T: AnyType](p: Pointer[T, _]) -> Bool:
    return p.__int__() % 64 == 0


def sum(xs: List[Int]) -> Int:
    var total = 0
    for x in xs:
        total += x
    return total


def main():
    var a = List[Float64](length=20000, fill=1.5)
    var b = List[UInt8](capacity=70000)
    var c = List[Int](length=1000000, fill=0)
    b.append(7)
    print(at_line(a.unsafe_ptr()), at_line(b.unsafe_ptr()), at_line(c.unsafe_ptr()))
    c[999999] = 7
    var last = c[999999]
    c = List[Int](length=1000000, fill=9)
    last += c[0] - c[999999]
    c = List[Int](length=1000000, fill=0)
    var huge = List[Int](length=5000000, fill=0)
    print(sum(c), sum(huge), last)
    var grown = List[Int]()
    for i in range(3000000):
        grown.append(i & 1)
    print(len(grown), grown[1] + grown[2999999])
