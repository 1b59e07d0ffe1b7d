# SPDX-License-Identifier: Apache-2.0
import sys


class Record:
    __slots__ = ("group", "score", "id")

    def __init__(self, group, score, id):
        self.group, self.score, self.id = group, score, id

    def __lt__(self, other):
        if self.group != other.group:
            return self.group < other.group
        if self.score != other.score:
            return self.score < other.score
        return self.id < other.id


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    records = []
    state = 42
    for i in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        group = state % 1000
        state = (state * 1103515245 + 12345) % 2147483648
        records.append(Record(group, state % 100000, i))
    records.sort()
    checksum = 0
    for i in range(count):
        checksum = (checksum * 31 + records[i].id) % 1000000007
    print(records[0].group, records[count - 1].group, checksum)


main()
