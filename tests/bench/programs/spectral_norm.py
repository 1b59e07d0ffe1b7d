# SPDX-License-Identifier: Apache-2.0
import sys
from math import sqrt


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    n = len(v)
    return [sum(element(i, j) * v[j] for j in range(n)) for i in range(n)]


def times_transposed(v):
    n = len(v)
    return [sum(element(j, i) * v[j] for j in range(n)) for i in range(n)]


def main():
    n = int(sys.argv[1])
    u = [1.0] * n
    for _ in range(10):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    uv = sum(a * b for a, b in zip(u, v))
    vv = sum(b * b for b in v)
    print(int(sqrt(uv / vv) * 1e9))


main()
