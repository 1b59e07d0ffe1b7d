# SPDX-License-Identifier: Apache-2.0
# Integer division by zero ends the program with the position of the division.
#: run
#: exit 132
def divide(a: Int, b: Int) -> Int:
    return a // b


def main():
    print(divide(7, 2))
    print(divide(7, 0))
#: stdout
#| 3
