# SPDX-License-Identifier: Apache-2.0
# Values computed at compile time: functions, recursion, members, structs.
#: run


def fib(n: Int) -> Int:
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def power(base: Float64, exponent: Int) -> Float64:
    var result = 1.0
    for _ in range(exponent):
        result *= base
    return result


@fieldwise_init
struct Point(Copyable, ImplicitlyCopyable):
    var x: Int
    var y: Int

    def shifted(self, by: Int) -> Point:
        return Point(self.x + by, self.y + by)


comptime LIMIT = fib(20)
comptime ORIGIN = Point(1, 2)


def scaled[n: Int](x: Int) -> Int:
    return x * n


def main():
    comptime local = fib(10) + 1
    print(LIMIT, local)
    print(scaled[fib(7)](3))
    comptime moved = ORIGIN.shifted(fib(5))
    print(moved.x, moved.y)
    comptime big = power(2.0, 10)
    print(big)


#: stdout
#| 6765 56
#| 39
#| 6 7
#| 1024.0
