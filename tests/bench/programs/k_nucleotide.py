# SPDX-License-Identifier: Apache-2.0
import sys


def main():
    n = int(sys.argv[1])
    codes = bytearray()
    state = 42
    for _ in range(n):
        state = (state * 3877 + 29573) % 139968
        codes.append((state >> 5) & 3)
    counts = {}
    key = 0
    mask = (1 << 24) - 1
    for i in range(n):
        key = ((key << 2) | codes[i]) & mask
        if i >= 11:
            counts[key] = counts.get(key, 0) + 1
    largest = checksum = 0
    for k, v in counts.items():
        largest = max(largest, v)
        checksum = (checksum + k * v) % 1000000007
    print(len(counts), largest, checksum)


main()
