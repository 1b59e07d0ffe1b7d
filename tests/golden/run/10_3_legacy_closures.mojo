# SPDX-License-Identifier: Apache-2.0
# `@parameter` closures that are passed as compile-time parameters (language.md §10.3).
#: run
comptime Body = def(Int) capturing[_] -> None


def loop[body: Body](n: Int):
    for i in range(n):
        body(i)


def total[n: Int, //, of: def(Int) raises capturing[_] -> Int, scale: Int = 1](xs: Array[Int, n]) raises -> Int:
    var t = 0
    for x in xs:
        t += of(x) * scale
    return t


def forward[body: def(Int) capturing[_] -> None](n: Int):
    loop[body](n)

    @parameter
    def twice(i: Int):
        body(i)
        body(i)

    loop[twice](2)


@fieldwise_init
struct Grid(Copyable):
    var n: Int

    def each[f: def(Int, Int) capturing[_] -> None](self):
        for i in range(self.n):
            for j in range(self.n):
                f(i, j)

    @staticmethod
    def apply[f: def(Int) capturing[_] -> Int, T: AnyType](x: Int) -> Int:
        return f(x)


def pick[f: def(Int) capturing[_] -> Int](x: Int) -> Int:
    return f(x)


def pick[f: def(String) capturing[_] -> Int](x: String) -> Int:
    return f(x)


def plain(i: Int):
    print("plain", i)


def main() raises:
    var sum = 0

    @parameter
    def add(i: Int):  # captures by reference
        sum += i

    forward[add](4)
    print(sum)
    loop[body=add](3)
    print(sum)
    loop[plain](2)  # a function that captures nothing will do

    @__parameter
    def double(i: Int) raises -> Int:
        if i == 9:
            raise "nine"
        return i * 2

    print(total[double]([1, 2, 3]), total[double, 10]([1, 2]), total[scale=3, of=double]([1]))
    try:
        _ = total[double]([9])
    except e:
        print(e)

    var count = 0

    @parameter
    def cell(i: Int, j: Int):
        count += i * j

    Grid(3).each[cell]()
    print(count)

    @parameter
    def more(i: Int) -> Int:
        return i + count

    @parameter
    def size(x: String) -> Int:
        return x.byte_length() + count

    print(Grid.apply[more, Float64](1), pick[more](3), pick[size]("abc"), pick[lambda (x: Int) -> Int: x + count](1))

    var k = 3

    @__copy_capture(k)
    @parameter
    def times(i: Int):  # has its own copy of k
        print(i * k)

    k = 100
    loop[times](3)

#: stdout
#| 8
#| 11
#| plain 0
#| plain 1
#| 12 60 6
#| nine
#| 9
#| 10 12 12 10
#| 0
#| 3
#| 6
