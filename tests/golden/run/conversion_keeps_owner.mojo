# SPDX-License-Identifier: Apache-2.0
# A Span made by an implicit conversion keeps its list alive through the call.
#: run
def total(values: Span[Int, _]) -> Int:
    var sum = 0
    for v in values:
        sum += v
    return sum


def main():
    var values = List[Int]()
    for i in range(100000):
        values.append(i)
    print(total(values))
#: stdout
#| 4999950000
