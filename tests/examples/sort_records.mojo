# SPDX-License-Identifier: Apache-2.0
# Sorts records by two keys: sort_records.mojo COUNT
from std.sys import argv


@fieldwise_init
struct Record(Comparable, Copyable):
    var group: Int
    var score: Int
    var id: Int

    def __lt__(self, other: Self) -> Bool:
        if self.group != other.group:
            return self.group < other.group
        if self.score != other.score:
            return self.score < other.score
        return self.id < other.id

    def __eq__(self, other: Self) -> Bool:
        return self.id == other.id


def main() raises:
    var args = argv()
    var count = Int(args[1]) if len(args) > 1 else 1000000
    var records = List[Record](capacity=count)
    var state = 42
    for i in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        var group = state % 1000
        state = (state * 1103515245 + 12345) % 2147483648
        records.append(Record(group, state % 100000, i))
    sort(records)
    var checksum = 0
    for i in range(count):
        checksum = (checksum * 31 + records[i].id) % 1000000007
    print(records[0].group, records[count - 1].group, checksum)
