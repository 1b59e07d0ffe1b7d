#: run
# SIMD: lanes in another order.


def main():
    var s = SIMD[DType.int32, 4](1, 2, 3, 4)
    print(s.shuffle[3, 2, 1, 0](), s.reversed(), s.rotate_left[1](), s.rotate_right[1](), s.shift_left[1](), s.shift_right[2]())
    print(s.slice[2](), s.slice[2, offset=2](), s.join(s), s.interleave(s + 10), s.insert[offset=1](SIMD[DType.int32, 2](7, 8)))
    print(s.shuffle[0, 4, 1, 5](s * 10), s.reduce_bit_count(), s.is_power_of_two())
    var d = s.deinterleave()
    print(d[0], d[1], s.split()[1])
#: stdout
#| [4, 3, 2, 1] [4, 3, 2, 1] [2, 3, 4, 1] [4, 1, 2, 3] [2, 3, 4, 0] [0, 0, 1, 2]
#| [1, 2] [3, 4] [1, 2, 3, 4, 1, 2, 3, 4] [1, 11, 2, 12, 3, 13, 4, 14] [1, 7, 8, 4]
#| [1, 10, 2, 20] 5 [True, True, False, True]
#| [1, 3] [2, 4] [3, 4]
