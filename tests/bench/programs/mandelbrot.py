# SPDX-License-Identifier: Apache-2.0
import sys

n = int(sys.argv[1])


def main():
    total = 0
    for y in range(n):
        ci = 2.0 * y / n - 1.0
        for x in range(n):
            cr = 2.0 * x / n - 1.5
            zr = zi = 0.0
            i = 0
            while i < 50:
                t = zr * zr - zi * zi + cr
                zi = 2.0 * zr * zi + ci
                zr = t
                if zr * zr + zi * zi > 4.0:
                    break
                i += 1
            total += i
    print(total)


main()
