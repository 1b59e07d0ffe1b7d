# SPDX-License-Identifier: Apache-2.0
from std.sys import argv


def main() raises:
    var n = Int(argv()[1])
    var total = 0
    for y in range(n):
        var ci = 2.0 * Float64(y) / Float64(n) - 1.0
        for x in range(n):
            var cr = 2.0 * Float64(x) / Float64(n) - 1.5
            var zr = 0.0
            var zi = 0.0
            var i = 0
            while i < 50:
                var t = zr * zr - zi * zi + cr
                zi = 2.0 * zr * zi + ci
                zr = t
                if zr * zr + zi * zi > 4.0:
                    break
                i += 1
            total += i
    print(total)
