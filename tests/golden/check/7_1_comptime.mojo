# SPDX-License-Identifier: Apache-2.0
# §7.1: compile-time declarations, violated.
#: check
comptime pos[n: Int] where n > 0 = n + 1
comptime Vec[T: Copyable & Deinitable, n: Int] where (n > 0, "not empty") = Array[T, n]


struct S[k: Int]:
    comptime part[n: Int] where n < Self.k = n

    def __init__(out self):
        pass


def weak[m: Int]() -> Int:
    comptime F[n: Int] where n > m = n + m
    comptime if m < 9:
        return F[9]
    else:
        return F[9]  #~ E2016: `F[9]` needs `m <= 8`, for which there is no evidence here


def runtime(k: Int):
    comptime F[n: Int] = n + k  #~ E4001: `k` is not known at compile time
    comptime G[n: Int]  #~ E0016


def main():
    print(pos[0])  #~ E2016: `pos[0]` does not satisfy `where n > 0`
    print(pos[1], S[3].part[2], S[3]().part[3])  #~ E2016: `S[3]().part[3]` does not satisfy
    var v: Vec[Int, 0]  #~ E2016: `Vec[Int, 0]` does not satisfy
    pos = 3  #~ W2800
    comptime fixed = 3
    fixed = 4  #~ E2314
