# SPDX-License-Identifier: Apache-2.0
from std.math import sqrt
from std.sys import argv


def element(i: Int, j: Int) -> Float64:
    return 1.0 / Float64((i + j) * (i + j + 1) / 2 + i + 1)


def times(mut into: List[Float64], v: List[Float64]):
    var n = len(v)
    for i in range(n):
        var sum = 0.0
        for j in range(n):
            sum += element(i, j) * v[j]
        into[i] = sum


def times_transposed(mut into: List[Float64], v: List[Float64]):
    var n = len(v)
    for i in range(n):
        var sum = 0.0
        for j in range(n):
            sum += element(j, i) * v[j]
        into[i] = sum


def main() raises:
    var n = Int(argv()[1])
    var u = List[Float64](length=n, fill=1.0)
    var v = List[Float64](length=n, fill=0.0)
    var t = List[Float64](length=n, fill=0.0)
    for _ in range(10):
        times(t, u)
        times_transposed(v, t)
        times(t, v)
        times_transposed(u, t)
    var uv = 0.0
    var vv = 0.0
    for i in range(n):
        uv += u[i] * v[i]
        vv += v[i] * v[i]
    print(Int(sqrt(uv / vv) * 1e9))
