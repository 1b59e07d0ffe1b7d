# SPDX-License-Identifier: Apache-2.0
#: run
def show(name: String, x: Int):
    print(name, x)

def main():
    var a = 7
    var b = -3
    print(a // b, a % b, -7 // 3, -7 % 3)
    print(a + b, a - b, a * b, a & 5, a | 8, a ^ 1, ~a)
    print(1 << 4, 256 >> 3, -16 >> 2)
    print(Int(3.99), Int(-3.99))
    var u: UInt8 = 250
    u += 10
    print(u)
    var i: Int8 = 127
    i += 1
    print(i)
    print(2.5 * 2, 7.0 / 2, 7.5 // 2, -7.5 % 2)
    print(Float32(0.1), Float64(0.1), 1e300 * 1e10)
    print(a < b, a > b, a == 7 and b == -3, not (a < b))
    print(min(3, 9), max(3, 9), abs(-4))
    var x: Int = 9223372036854775807
    x += 1
    print(x)
    print(Int64(5) * 3, UInt(7) // 2)
    print(2 ** 10, 2.0 ** 0.5)
#: stdout
#| -3 -2 -3 2
#| 4 10 -21 5 15 6 -8
#| 16 32 -4
#| 3 -3
#| 4
#| -128
#| 5.0 3.5 3.0 0.5
#| 0.1 0.1 inf
#| False True True True
#| 3 9 4
#| -9223372036854775808
#| 15 3
#| 1024 1.4142135623730951
