# SPDX-License-Identifier: Apache-2.0
import sys


def escape_time(cr, ci, limit):
    zr = 0.0
    zi = 0.0
    for n in range(limit):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return n
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    limit = 256
    pixels = bytearray()
    total = 0
    for y in range(size):
        ci = 2.4 * y / size - 1.2
        for x in range(size):
            cr = 2.4 * x / size - 1.8
            n = escape_time(cr, ci, limit)
            total += n
            pixels.append(255 - min(n, 255))
    if len(sys.argv) > 2:
        with open(sys.argv[2], "wb") as f:
            f.write(b"P5\n%d %d\n255\n" % (size, size))
            f.write(pixels)
    print("iterations:", total)


main()
