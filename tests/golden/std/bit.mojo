#: run
# std.bit, lane by lane.
from std.bit import *

def main():
    print(rotate_bits_left[8](UInt32(0x12345678)) == 0x34567812, rotate_bits_right[4](UInt8(0x1F)), rotate_bits_left[-4](Int8(0x1F)), rotate_bits_left[63](1))
    print(bit_width(0), bit_width(255), bit_width(-256), bit_width(UInt8(255)), log2_floor(1), log2_floor(0), log2_ceil(5), log2_ceil(1), log2_ceil(UInt16(1025)))
    print(next_power_of_two(17), prev_power_of_two(17), prev_power_of_two(0), next_power_of_two(UInt32(5)), prev_power_of_two(UInt8(200)))
    print(is_power_of_two(64), is_power_of_two(UInt8(3)), bit_not(5), bit_not(UInt8(1)))
    print(rotate_bits_left[1](SIMD[DType.uint8, 4](1, 2, 128, 255)), bit_width(SIMD[DType.int32, 4](0, 1, -8, 7)))

#: stdout
#| True 241 -15 -9223372036854775808
#| 0 8 9 8 0 -1 3 0 11
#| 32 16 0 8 128
#| True False -6 254
#| [2, 4, 1, 255] [0, 1, 4, 3]
