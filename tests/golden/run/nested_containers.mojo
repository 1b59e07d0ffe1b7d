#: run
#: exit 132
#: stderr
#| index 3 is out of bounds, valid range is 0 to 2
#: stdout
#| 21 0 44
#| 5 3 3 [[1, 2, 3, 100, 1, 2, 3, 100], [0, 1, 3], [0, 1, 3]]
#| [[7, 1, 2], [0, 8, 2], [0, 1, 9]]
#| 17 [7, 1, 2] [9, 8]
#| abab abcab
#| 10 [20, 30, 5, 6, 7]
#| 12 3
# Loops over containers in containers: what is read alike in each iteration may be kept, what changes may not.
from std.collections import Deque


def matrix(n: Int) -> List[List[Int]]:
    var m = List[List[Int]]()
    for i in range(n):
        var row = List[Int]()
        for j in range(n):
            row.append(j)
        m.append(row^)
    return m^


def product(n: Int) -> Int:
    var a = matrix(n)
    var c = matrix(n)
    for i in range(n):
        for k in range(n):
            for j in range(n):
                c[i][j] += a[i][k] * a[k][j]
    return c[n - 1][n - 1]


def same_row(mut m: List[List[Int]], i: Int, k: Int) -> Int:
    """Both sides may be one list."""
    for j in range(1, len(m[i])):
        m[i][j] += m[k][j - 1]
    return m[i][len(m[i]) - 1]


def grows(mut m: List[List[Int]]) -> Int:
    """The list that is read grows meanwhile, and moves."""
    var steps = 0
    for j in range(4):
        m[0].append(m[0][j])
        if j == 2:
            m[0][3] = 100
        steps += 1
    return steps + 1


def lengths(mut m: List[List[Int]], mut other: List[Int]) -> Int:
    """The lengths change in the loop that reads them."""
    var total = 0
    for j in range(3):
        total += len(m[0]) + len(m[1])
        if j == 1:
            swap(m[0], other)
    return total


def rows(mut m: List[List[Int]], i: Int):
    for j in range(3):
        m[i][j] = m[i][j]
        if j == i:
            m[i][j] = 7 + i


def texts() -> Int:
    var parts = List[String]()
    parts.append("a")
    parts.append("b")
    var out = List[String]()
    out.append(String())
    out.append(String("abc"))
    for k in range(4):
        out[0] += parts[k % 2]
        if k > 1:
            out[1] += parts[k % 2]
    print(out[0], out[1])
    return len(out)


def queue() raises -> List[Int]:
    var q = List[Deque[Int]]()
    q.append(Deque[Int]())
    for i in range(3):
        q[0].append(10 * (i + 1))
    for i in range(3):
        q[0].append(5 + i)
        if i == 0:
            print(q[0].popleft(), end=" ")
    var out = List[Int]()
    for x in q[0]:
        out.append(x)
    return out^


struct Ragged(Movable):
    var parts: List[List[Int]]
    var n: Int

    def __init__(out self, n: Int):
        self.parts = matrix(n)
        self.n = n

    def shrink(mut self) -> Int:
        """The bound of the loop is a neighbour of the list's header."""
        var seen = 0
        var j = 0
        while j < self.n:
            self.n -= self.parts[0][j] & 1
            seen += len(self.parts[0])
            j += 1
        return seen


def failing(m: List[List[Int]], i: Int) -> Int:
    var t = 0
    for j in range(4):
        t += m[i][j]
    return t


def main() raises:
    print(product(4), product(1), product(5))
    var m = matrix(3)
    m[0] = [1, 2, 3, 4]
    print(grows(m), same_row(m, 1, 1), same_row(m, 2, 1), m)
    var r = matrix(3)
    for i in range(3):
        rows(r, i)
    print(r)
    var other: List[Int] = [9, 8]
    print(lengths(r, other), other, r[0])
    _ = texts()
    print(queue())
    var shape = Ragged(4)
    print(shape.shrink(), shape.n)
    if len(other) == 3:
        print(failing(r, 2))
