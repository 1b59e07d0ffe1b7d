# SPDX-License-Identifier: Apache-2.0
#: run
def f():
    ...
comptime s = String("abc")
comptime l: List[Int] = [1, 2, 3]
comptime fact5 = fact(5)
def fact(n: Int) -> Int:
    return 1 if n <= 1 else n * fact(n - 1)
struct S[n: Int = fact(3), s: StringLiteral = "hi"]:
    comptime text = Self.s
    var a: Array[Int, Self.n]
    def __init__(out self):
        self.a = Array[Int, Self.n](fill=0)
def opt[T: Copyable = Int](x: T) -> T:
    return x.copy()
def kw[*, k: Int = 3](x: Int) -> Int:
    return k * x
def defaults(a: Int, b: Int = 2, *, c: Int = fact(3)) -> Int:
    return a + b + c
def var_kinds[*ns: Int]() -> Int:
    comptime var_n = ns[1]
    return var_n
def where1[n: Int](x: SIMD[DType.int32, n]) -> Int where n > 2:
    return where2(x)
def where2[n: Int](x: SIMD[DType.int32, n]) -> Int where n >= 1:
    return n
def cond[n: Int]() -> Int:
    comptime if n > 8:
        return where3[n]()
    else:
        return 0
def where3[n: Int]() -> Int where n > 0:
    return n
def show[T: AnyType](x: T):
    comptime if conforms_to(T, Writable):
        print(x)
    else:
        print("?")
trait Stack:
    comptime Item: Copyable & Deinitable
    def push(mut self, var x: Self.Item): ...
    def pop(mut self) -> Self.Item: ...
    def size(self) -> Int: ...
struct LS[T: Copyable & Deinitable](Stack):
    comptime Item = Self.T
    var xs: List[Self.T]
    def __init__(out self):
        self.xs = List[Self.T]()
    def push(mut self, var x: Self.T):
        self.xs.append(x^)
    def pop(mut self) -> Self.T:
        return self.xs.pop()
    def size(self) -> Int:
        return len(self.xs)
def fill[S: Stack](mut s: S, x: S.Item, n: Int):
    for _ in range(n):
        s.push(x.copy())
struct NT:
    var x: Int
    def __init__(out self): self.x = 0
def main():
    f()
    print(s, len(l), fact5)
    print(S().text, S().n, len(S[2]().a))
    print(opt(3), opt[Float64](2.5), kw[k=5](2), kw(2))
    print(defaults(1), defaults(1, c=1), defaults(1, 5, c=0))
    print(var_kinds[4, 5, 6]())
    print(where1(SIMD[DType.int32, 4](1)), cond[9](), cond[3]())
    show(3)
    show(NT())
    var st = LS[String]()
    fill(st, String("a"), 3)
    print(st.size(), st.pop())

#: stdout
#| abc 3 120
#| hi 6 2
#| 3 2.5 10 6
#| 9 4 6
#| 5
#| 4 9 0
#| 3
#| ?
#| 3 a
