# SPDX-License-Identifier: Apache-2.0
# What an ArcPointer refers to lives as long as it is used; it may be changed through an immutable pointer.
#: run
from std.memory import ArcPointer, OwnedPointer


def bump(p: ArcPointer[Int]):
    p[] += 1


def main():
    var a = ArcPointer(3)
    var b = a
    bump(b)
    print(a[], b[], OwnedPointer(4).into_inner())
    ref r = a[]
    r += 5
    print(b[], r)
    var s = ArcPointer(String("text that is too long to be kept inside of the string itself"))
    print(s[], s[].byte_length())
#: stdout
#| 4 4 4
#| 9 9
#| text that is too long to be kept inside of the string itself 60
