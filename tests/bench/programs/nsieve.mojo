# SPDX-License-Identifier: Apache-2.0
from std.sys import argv


def nsieve(m: Int) -> Int:
    var flags = List[Bool](length=m + 1, fill=True)
    var count = 0
    for i in range(2, m + 1):
        if flags[i]:
            var k = i + i
            while k <= m:
                flags[k] = False
                k += i
            count += 1
    return count


def main() raises:
    var n = Int(argv()[1])
    for i in range(3):
        var m = (1 << (n - i)) * 10000
        print("Primes up to", m, nsieve(m))
