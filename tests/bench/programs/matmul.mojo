# SPDX-License-Identifier: Apache-2.0
# Matrix multiplication: matmul.mojo N
from std.sys import argv


struct Matrix(Movable):
    var data: List[Float64]
    var n: Int

    def __init__(out self, n: Int):
        self.n = n
        self.data = List[Float64](length=n * n, fill=0.0)

    def __getitem__(self, row: Int, column: Int) -> Float64:
        return self.data[row * self.n + column]

    def __setitem__(mut self, row: Int, column: Int, value: Float64):
        self.data[row * self.n + column] = value


def multiply(a: Matrix, b: Matrix) -> Matrix:
    var n = a.n
    var c = Matrix(n)
    for i in range(n):
        for k in range(n):
            var x = a[i, k]
            for j in range(n):
                c[i, j] += x * b[k, j]
    return c^


def main() raises:
    var args = argv()
    var n = Int(args[1]) if len(args) > 1 else 128
    var a = Matrix(n)
    var b = Matrix(n)
    for i in range(n):
        for j in range(n):
            a[i, j] = Float64((i * 7 + j * 3) % 11)
            b[i, j] = Float64((i * 5 + j * 2) % 13)
    var c = multiply(a, b)
    var trace = 0.0
    for i in range(n):
        trace += c[i, i]
    print("trace:", trace)
