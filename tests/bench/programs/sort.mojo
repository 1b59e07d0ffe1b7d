# SPDX-License-Identifier: Apache-2.0
from std.sys import argv


def main() raises:
    var n = Int(argv()[1])
    var values = List[Int](capacity=n)
    var state = UInt64(42)
    for _ in range(n):
        state = state * 6364136223846793005 + 1442695040888963407
        values.append(Int(state >> 33))
    sort(values)
    var checksum = 0
    for i in range(n):
        checksum = (checksum * 31 + values[i]) % 1000000007
    print(checksum)
