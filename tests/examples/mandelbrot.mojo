# SPDX-License-Identifier: Apache-2.0
# The Mandelbrot set as a PGM picture: mandelbrot.mojo SIZE OUT.pgm
from std.sys import argv


def escape_time(cr: Float64, ci: Float64, limit: Int) -> Int:
    var zr = 0.0
    var zi = 0.0
    for n in range(limit):
        var zr2 = zr * zr
        var zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return n
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def main() raises:
    var args = argv()
    var size = Int(args[1]) if len(args) > 1 else 200
    var limit = 256
    var pixels = List[UInt8](capacity=size * size)
    var total = 0
    for y in range(size):
        var ci = 2.4 * Float64(y) / Float64(size) - 1.2
        for x in range(size):
            var cr = 2.4 * Float64(x) / Float64(size) - 1.8
            var n = escape_time(cr, ci, limit)
            total += n
            pixels.append(UInt8(255 - min(n, 255)))
    if len(args) > 2:
        with open(args[2], "w") as f:
            f.write("P5\n", size, " ", size, "\n255\n")
            f.write_bytes(pixels)
    print("iterations:", total)
