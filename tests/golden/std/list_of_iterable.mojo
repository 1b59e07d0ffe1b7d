# SPDX-License-Identifier: Apache-2.0
# A list of what an iterable gives; `any` and `all` of lanes.
#: run
def main():
    var a = List(range(3))
    var b: List[Int] = List(range(2, 5))
    var c = List[Int](range(3))
    var d = List(a)
    var e = List("abc".codepoints())
    var keys = List({"x": 1, "y": 2})
    d.append(9)
    print(a, b, c, d, len(e), keys)
    var m = SIMD[DType.int32, 4](1, 2, 3, 4).gt(2)
    print(any(m), all(m), any([False, True]), all([True]))
#: stdout
#| [0, 1, 2] [2, 3, 4] [0, 1, 2] [0, 1, 2, 9] 3 [x, y]
#| True False True True
