# SPDX-License-Identifier: Apache-2.0
# comptime if, for, assert: chosen and unrolled for each instance.
#: run


def kind[n: Int]() -> Int:
    comptime if n == 0:
        return 100
    elif n % 2 == 0:
        return 200
    else:
        return 300


def fact[n: Int]() -> Int:
    comptime if n <= 1:
        return 1
    else:
        return n * fact[n - 1]()


def sum_to[n: Int]() -> Int:
    var total = 0
    comptime for i in range(n):
        comptime if i == 3:
            continue
        var part = i * 10
        total += part
    return total


def find[n: Int](x: Int) -> Int:
    comptime for i in range(n):
        if i * i == x:
            return i
    return -1


def first_over[n: Int](limit: Int) -> Int:
    var found = -1
    comptime for i in range(n):
        if i * i > limit:
            found = i
            break
    return found


def halves[n: Int]() -> Int:
    comptime assert n % 2 == 0, "n must be even"
    return n // 2


def nested[n: Int]() -> Int:
    var total = 0
    comptime for i in range(n):
        comptime for j in range(i):
            total += i * j
    return total


def main():
    print(kind[0](), kind[4](), kind[5]())
    print(fact[10]())
    print(sum_to[5]())
    print(find[10](49), find[10](50))
    print(first_over[10](20))
    print(halves[8]())
    print(nested[4]())


#: stdout
#| 100 200 300
#| 3628800
#| 70
#| 7 -1
#| 5
#| 4
#| 11
