# SPDX-License-Identifier: Apache-2.0
#: run
struct P[a: Int, b: Int = 7, *, c: Int = 9]:
    comptime sum = Self.a + Self.b + Self.c
    def __init__(out self): pass
struct Q[mut: Bool, //, T: AnyType, o: Origin[mut=mut]]:
    def __init__(out self): pass
struct D0[n: Int = 3]:
    comptime k = Self.n
    def __init__(out self): pass
comptime P1 = P[1, ...]
comptime P2 = P[_, 2]
comptime Dbl[n: Int] = n * 2
comptime Vec[T: Copyable, n: Int = 4] = Array[T, n]
def takes(x: P[1, _]): print(x.sum)
def main():
    print(P[1].sum, P[1, 2].sum, P[1, 2, c=3].sum, P[a=1, c=2].sum, P2[5].sum, Dbl[4])
    print(P1[2].sum)
    print(P[1, b=_, c=3][8].sum)
    takes(P[1, 5]())
    print(D0[].k)
    var d = D0[5]()
    print(d.k, d.n)
    var e: D0[_] = D0[6]()
    print(e.n)
    var q: Vec[Int] = [1, 2, 3, 4]
    print(len(q))

#: stdout
#| 17 12 6 10 16 8
#| 12
#| 12
#| 15
#| 3
#| 5 5
#| 6
#| 4
