# SPDX-License-Identifier: Apache-2.0
import sys


def main():
    n = int(sys.argv[1])
    values = []
    state = 42
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        values.append(state >> 33)
    values.sort()
    checksum = 0
    for v in values:
        checksum = (checksum * 31 + v) % 1000000007
    print(checksum)


main()
