# SPDX-License-Identifier: Apache-2.0
#: run
struct V(ImplicitlyCopyable, Writable):
    var x: Int
    def __init__(out self, x: Int):
        self.x = x
    def __add__(self, o: V) -> V:
        return V(self.x + o.x)
    def __radd__(self, o: Int) -> V:
        return V(o + self.x)
    def __sub__(self, o: V) -> V:
        return V(self.x - o.x)
    def __mul__(self, o: Int) -> V:
        return V(self.x * o)
    def __matmul__(self, o: V) -> Int:
        return self.x * o.x
    def __truediv__(self, o: V) -> Float64:
        return Float64(self.x) / Float64(o.x)
    def __floordiv__(self, o: V) -> Int:
        return self.x // o.x
    def __mod__(self, o: V) -> Int:
        return self.x % o.x
    def __pow__(self, o: Int) -> V:
        return V(self.x ** o)
    def __lshift__(self, o: Int) -> V:
        return V(self.x << o)
    def __rshift__(self, o: Int) -> V:
        return V(self.x >> o)
    def __and__(self, o: V) -> V:
        return V(self.x & o.x)
    def __or__(self, o: V) -> V:
        return V(self.x | o.x)
    def __xor__(self, o: V) -> V:
        return V(self.x ^ o.x)
    def __invert__(self) -> V:
        return V(~self.x)
    def __pos__(self) -> V:
        return self
    def __neg__(self) -> V:
        return V(-self.x)
    def __eq__(self, o: V) -> Bool:
        return self.x == o.x
    def __ne__(self, o: V) -> Bool:
        return self.x != o.x
    def __lt__(self, o: V) -> Bool:
        return self.x < o.x
    def __le__(self, o: V) -> Bool:
        return self.x <= o.x
    def __gt__(self, o: V) -> Bool:
        return self.x > o.x
    def __ge__(self, o: V) -> Bool:
        return self.x >= o.x
    def __contains__(self, o: Int) -> Bool:
        return o == self.x
    def __is__(self, o: V) -> Bool:
        return self.x == o.x
    def __isnot__(self, o: V) -> Bool:
        return self.x != o.x
    def __bool__(self) -> Bool:
        return self.x != 0
    def __iadd__(mut self, o: V):
        self.x += o.x
    def write_to(self, mut w: Some[Writer]):
        w.write("V", self.x)

struct Grid:
    var cells: List[Int]
    def __init__(out self):
        self.cells = [0 for _ in range(6)]
    def __getitem__(self, *, row: Int, col: Int) -> Int:
        return self.cells[row * 3 + col]
    def __setitem__(mut self, val: Int, *, row: Int, col: Int):
        self.cells[row * 3 + col] = val
    def __getitem__(self, i: Int) -> Int:
        return self.cells[i]
    def __setitem__(mut self, i: Int, val: Int):
        self.cells[i] = val

struct Dyn:
    var k: Int
    def __init__(out self):
        self.k = 1
    def __getattr__(self, name: StaticString) -> Int:
        return name.byte_length()

def noisy(x: Int) -> Int:
    print("eval", x)
    return x

def truth(x: Bool) -> Bool:
    print("t" if x else "f")
    return x

def main():
    var a = V(6)
    var b = V(4)
    print(a + b, 1 + a, a - b, a * 3, a @ b, a / b, a // b, a % b, a ** 2)
    print(a << 1, a >> 1, a & b, a | b, a ^ b, ~a, +a, -a)
    print(a == b, a != b, a < b, a <= b, a > b, a >= b)
    print(6 in a, 7 not in a, a is b, a is not b)
    a += b
    print(a)
    if a and b:
        print("both")
    if not V(0):
        print("zero")
    print(noisy(1) < noisy(2) < noisy(3))
    print(noisy(5) < noisy(2) < noisy(3))
    print(truth(False) and truth(True), truth(True) or truth(False))
    var g = Grid()
    g[row=1, col=2] = 7
    print(g[row=1, col=2], g[5])
    g[0] += 5
    g[0] *= 2
    print(g[0])
    var d = Dyn()
    print(d.hello, d.k)
    print(-2 ** 2, 2 ** 3 ** 2, (1 + 2) * 3, 7 & 3 | 8, 1 << 2 + 1)
    print(0x1F, 0b101, 0o17, 1_000, 1e3, .5, 3.)
    print(10 - 3 - 2, 100 // 7 // 2, not True == False)
    var c: Float64 = 1
    c += 1
    print(c, Int(2.9), Float64(3) / 2)
    var x = 10
    x -= 3; x *= 2; x //= 3; x %= 3; x <<= 4; x |= 1; x ^= 3; x &= 0xFF; x >>= 1; x **= 2
    print(x)
    print("a" + "b" "c", "ab" * 2, len([1, 2, 3]))
    print([i + j for i in range(2) for j in range(2) if i != j][0])
    var s = {"k": [1, 2], "l": [3, 4]}
    print(len(s))
    var tup = (1, (2, "x"), 3.5)
    var p, (q, r), t = tup
    print(p, q, r, t)
    print((1 < 2) == True, 3 > 2 > 1)
    print(comptime(3 * 4), String("x", 1, sep="-"))
    print(max(1, 2) if x > 1 else 0, (lambda (z: Int) -> Int: z * 2)(4))
#: stdout
#| V10 V7 V2 V18 24 1.5 1 2 V36
#| V12 V3 V4 V6 V2 V-7 V6 V-6
#| False True False False True True
#| True True False True
#| V10
#| both
#| zero
#| eval 1
#| eval 2
#| eval 3
#| True
#| eval 5
#| eval 2
#| False
#| f
#| t
#| False True
#| 7 7
#| 10
#| 5 1
#| -4 512 9 11 8
#| 31 5 15 1000 1000.0 0.5 3.0
#| 5 7 True
#| 2.0 2 1.5
#| 81
#| abc abab 3
#| 1
#| 2
#| 1 2 x 3.5
#| True True
#| 12 x-1
#| 2 8
