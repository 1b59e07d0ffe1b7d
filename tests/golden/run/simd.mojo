# SPDX-License-Identifier: Apache-2.0
#: run
def main():
    var v = SIMD[DType.float32, 4](1, 2, 3, 4)
    var w = v * 2 + 1
    print(w)
    print(w.reduce_add())
    var m = SIMD[DType.int32, 8](1)
    print(m + 3)
    print(v[2])
#: stdout
#| [3.0, 5.0, 7.0, 9.0]
#| 24.0
#| [4, 4, 4, 4, 4, 4, 4, 4]
#| 3.0
