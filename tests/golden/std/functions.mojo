#: run
# Functions of the prelude over anything that can be iterated.


def double(var x: Int) -> Int:
    return x * 2


def by_last(a: Int, b: Int) -> Bool:
    return a % 10 < b % 10


def main() raises:
    var xs: List[Int] = [31, 12, 22, 43, 11]
    print(sum(xs), sum(range(5)), sum(xs[1:3]), sum({1.5: "a", 2.0: "b"}))
    print([x for x in map[double](xs)])
    for i, (a, b) in enumerate(zip(xs, "añc"), start=1):
        print(i, a, b, end="; ")
    print()
    for i, key in enumerate({"a": 1, "b": 2}):
        print(i, key, end="; ")
    print()
    print(any([False, True]), all(xs), any([0, 0]))
    sort(xs)
    print(xs)
    sort[by_last, stable=True](xs)
    print(xs)

    def descending(a: Int, b: Int) -> Bool:
        return a > b

    sort(xs, descending)
    print(xs, sorted(xs), sorted(xs[0:2]))
    var arr = [3, 1, 2]
    sort(arr)
    print(arr)
    partition(xs, 2, by_last)
    print(sorted(xs[0:2]))
    print(bin(5), bin(-5), oct(64), hex(255), hex(UInt8(255)), hex(Int.MIN), hex(10, prefix=""))
    print(slice(3), slice(1, 3), slice(1, None, 2))
#: stdout
#| 119 10 34 3.5
#| [62, 24, 44, 86, 22]
#| 1 31 a; 2 12 ñ; 3 22 c; 
#| 0 a; 1 b; 
#| True True False
#| [11, 12, 22, 31, 43]
#| [11, 31, 12, 22, 43]
#| [43, 31, 22, 12, 11] [11, 12, 22, 31, 43] [31, 43]
#| [1, 2, 3]
#| [11, 31]
#| 0b101 -0b101 0o100 0xff 0xff -0x8000000000000000 a
#| Slice(None, 3, None) Slice(1, 3, None) Slice(1, None, 2)
