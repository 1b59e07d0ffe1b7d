# SPDX-License-Identifier: Apache-2.0
# §15.3: a value that is assigned and never read is pointed out.
#: check
def again():
    var n = 1
    print(n)
    n = 2  #~ W3011 @5-6: never read


def overwritten(c: Bool):
    var n = 1
    if c:
        n = 2  #~ W3011: never read
        n = 3
    print(n)


def read_later(c: Bool) -> Int:
    var last = 0
    for i in range(3):
        last = i
        if c:
            last = 7
    return last


def in_finally(n: Int) -> Int:
    var seen = 0
    try:
        if n == 1:
            return 5
    finally:
        seen = n
    return seen


def by_reference():
    var n = 1
    ref r = n
    n = 2
    print(r)


def main():
    again()
    overwritten(True)
    by_reference()
    print(read_later(True), in_finally(2))
