# SPDX-License-Identifier: Apache-2.0
# Counts of all substrings of 12 letters over ACGT, in a hash map: k_nucleotide LENGTH
from std.sys import argv


def main() raises:
    var n = Int(argv()[1])
    var codes = List[UInt8](capacity=n)
    var state = 42
    for _ in range(n):
        state = (state * 3877 + 29573) % 139968
        codes.append(UInt8((state >> 5) & 3))
    var counts = Dict[Int, Int]()
    var key = 0
    var mask = (1 << 24) - 1
    for i in range(n):
        key = ((key << 2) | Int(codes[i])) & mask
        if i >= 11:
            counts[key] = counts.get(key, 0) + 1
    var largest = 0
    var checksum = 0
    for item in counts.items():
        largest = max(largest, item.value)
        checksum = (checksum + item.key * item.value) % 1000000007
    print(len(counts), largest, checksum)
