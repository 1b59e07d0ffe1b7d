# SPDX-License-Identifier: Apache-2.0
import sys


def multiply(a, b, n):
    c = [[0.0] * n for _ in range(n)]
    for i in range(n):
        row = c[i]
        for k in range(n):
            x = a[i][k]
            bk = b[k]
            for j in range(n):
                row[j] += x * bk[j]
    return c


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 128
    a = [[float((i * 7 + j * 3) % 11) for j in range(n)] for i in range(n)]
    b = [[float((i * 5 + j * 2) % 13) for j in range(n)] for i in range(n)]
    c = multiply(a, b, n)
    trace = 0.0
    for i in range(n):
        trace += c[i][i]
    print("trace:", trace)


main()
