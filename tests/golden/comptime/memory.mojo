# SPDX-License-Identifier: Apache-2.0
# Values that own memory: displays, comprehensions, strings; used at run time and by further evaluation.
#: run


def squares(n: Int) -> List[Int]:
    var out = List[Int]()
    for i in range(n):
        out.append(i * i)
    return out^


def sum(xs: List[Int]) -> Int:
    var total = 0
    for x in xs:
        total += x
    return total


comptime TABLE = squares(6)
comptime SMALL = [1, 2, 3]
comptime WORD = String("hello")
comptime DOUBLED = [x * 2 for x in range(5)]


def total[n: Int]() -> Int:
    comptime xs = squares(n)
    return sum(materialize[xs]())


def main():
    comptime t = sum(TABLE)
    print(t)
    print(materialize[WORD]())
    var table = materialize[TABLE]()
    table.append(100)
    print(len(table), table[5], table[6])
    comptime k = len(TABLE)
    print(k, total[4]())
    var s = materialize[SMALL]()
    print(s[0], s[2], len(s))
    var d = materialize[DOUBLED]()
    print(d[4])
    comptime for x in TABLE:
        print(x)


#: stdout
#| 55
#| hello
#| 7 25 100
#| 6 14
#| 1 3 3
#| 8
#| 0
#| 1
#| 4
#| 9
#| 16
#| 25
