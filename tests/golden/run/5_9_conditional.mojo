# SPDX-License-Identifier: Apache-2.0
# §5.9: conditional expressions, `:=`, `comptime(…)`.
#: run
#: stdout
#| call 1
#| 1
#| call 1
#| 3
#| 3 0
#| call 5
#| 5
#| w 4
#| w 3
#| 13
#| 0
#| 0
#| 1.0
#| True
struct A(ImplicitlyCopyable):
    var x: Int
    @implicit
    def __init__(out self, x: Int): self.x = x
def calls(x: Int) -> Int:
    print("call", x)
    return x
def only[n: Int]() -> Int:
    comptime assert n > 0, "no"
    return n
def pick[n: Int]() -> Int:
    return only[n]() if comptime(n > 0) else 0
def ty[c: Bool]():
    comptime T = Int if c else String
    var x: Array[T, 0] = []
    print(len(x))
def main():
    print(calls(1) if True else calls(2))
    var a: A = 3 if calls(1) > 0 else A(4)
    print(a.x)
    print(pick[3](), pick[0]())
    var n: Int
    if (n := calls(5)) > 3:
        print(n)
    while (n := n - 1) > 2:
        print("w", n)
    print(comptime(3 * 4 + 1))
    ty[True]()
    ty[False]()
    var m = 1 if n > 0 else 2.5
    print(m)
    var b: Bool
    print((b := 3 < 4))
