"""What is imported and not open: its bodies do not stay."""


@fieldwise_init
struct Counter(Copyable):
    var n: Int

    def next(mut self) -> Int:
        self.n += 1
        return self.n

    def mapped[f: def(Int) -> Int](self) -> Int:
        return f(self.n)


def cubed(x: Int) -> Int:
    return x * x * x


def table[n: Int]() -> Int:
    comptime values = [i * i for i in range(n)]
    var sum = 0
    comptime for i in range(n):
        sum += values[i]
    return sum


def closed(start: Int) -> Int:
    var k = start
    def more(by: Int) {mut k}:
        k += by
    more(1)
    more(2)
    return k


comptime EIGHT = cubed(2)
