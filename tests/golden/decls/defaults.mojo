# SPDX-License-Identifier: Apache-2.0
#: run
def f(a: Int = 3, s: String = "abc", l: List[Int] = [1, 2], o: Optional[Int] = None, *, t: Float64 = 1):
    print(a, s, len(l), t, o.or_else(7))
def g[T: Writable & Defaultable & Copyable & Deinitable](x: T = T()):
    print(x)
def main():
    f()
    f(4, t=2.5, o=3)
    g[Int]()

#: stdout
#| 3 abc 2 1.0 7
#| 4 abc 2 2.5 3
#| 0
