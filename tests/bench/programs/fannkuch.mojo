# SPDX-License-Identifier: Apache-2.0
from std.sys import argv


def fannkuch(n: Int) -> Tuple[Int, Int]:
    var perm1 = List[Int]()
    for i in range(n):
        perm1.append(i)
    var perm = List[Int](length=n, fill=0)
    var count = List[Int](length=n, fill=0)
    var max_flips = 0
    var checksum = 0
    var r = n
    var parity = 0
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        for i in range(n):
            perm[i] = perm1[i]
        var flips = 0
        var k = perm[0]
        while k != 0:
            var i = 0
            var j = k
            while i < j:
                var t = perm[i]
                perm[i] = perm[j]
                perm[j] = t
                i += 1
                j -= 1
            flips += 1
            k = perm[0]
        max_flips = max(max_flips, flips)
        checksum += flips if parity == 0 else -flips
        while True:
            if r == n:
                return (checksum, max_flips)
            var first = perm1[0]
            for i in range(r):
                perm1[i] = perm1[i + 1]
            perm1[r] = first
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        parity = 1 - parity


def main() raises:
    var n = Int(argv()[1])
    var checksum, flips = fannkuch(n)
    print(checksum, flips)
