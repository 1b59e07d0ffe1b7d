# SPDX-License-Identifier: Apache-2.0
import sys


def nsieve(m):
    flags = bytearray(b"\1") * (m + 1)
    count = 0
    for i in range(2, m + 1):
        if flags[i]:
            for k in range(i + i, m + 1, i):
                flags[k] = 0
            count += 1
    return count


n = int(sys.argv[1])
for i in range(3):
    m = (1 << (n - i)) * 10000
    print("Primes up to", m, nsieve(m))
