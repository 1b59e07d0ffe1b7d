# SPDX-License-Identifier: Apache-2.0
"""Bits of integers, lane by lane."""


@always_inline
def pop_count[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """How many bits are set."""
    return SIMD[dtype, n](_prim=__builtin.ctpop(x._value))


@always_inline
def count_leading_zeros[
    dtype: DType, n: SIMDLength, //
](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """Zeros above the highest bit that is set; all bits for 0."""
    return SIMD[dtype, n](_prim=__builtin.ctlz(x._value))


@always_inline
def count_trailing_zeros[
    dtype: DType, n: SIMDLength, //
](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """Zeros below the lowest bit that is set; all bits for 0."""
    return SIMD[dtype, n](_prim=__builtin.cttz(x._value))


@always_inline
def byte_swap[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """The bytes in the opposite order."""
    return SIMD[dtype, n](_prim=__builtin.bswap(x._value))


@always_inline
def bit_reverse[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """The bits in the opposite order."""
    return SIMD[dtype, n](_prim=__builtin.bitreverse(x._value))


@always_inline
def bit_not[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """Every bit the other way."""
    return ~x


@always_inline
def bit_width[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """How many bits it takes to write the number, without its sign."""
    comptime bits = SIMD[dtype, n](Int(__builtin.size_of[Scalar[dtype]]) * 8)
    comptime if dtype.is_unsigned():
        return bits - count_leading_zeros(x)
    else:
        return bits - count_leading_zeros(x.lt(SIMD[dtype, n](0)).select(-x, x))


@always_inline
def log2_floor[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """The exponent of the largest power of two that is not above x; -1 (all bits, where there is no sign) for 0."""
    return bit_width(x) - 1


@always_inline
def log2_ceil(x: Int) -> Int:
    """The exponent of the smallest power of two that is not below x; 0 up to 1."""
    return 0 if x <= 1 else bit_width(x - 1)


@always_inline
def log2_ceil[dtype: DType, //](x: Scalar[dtype]) -> Scalar[dtype]:
    return 0 if x <= 1 else bit_width(x - 1)


@always_inline
def is_power_of_two(x: Int) -> Bool:
    return x > 0 and (x & (x - 1)) == 0


@always_inline
def is_power_of_two[dtype: DType, //](x: Scalar[dtype]) -> Bool:
    return x > 0 and (x & (x - 1)) == 0


@always_inline
def next_power_of_two(x: Int) -> Int:
    """The smallest power of two that is not below x."""
    if x <= 1:
        return 1
    return 1 << bit_width(x - 1)


@always_inline
def next_power_of_two[dtype: DType, //](x: Scalar[dtype]) -> Scalar[dtype]:
    """The smallest power of two that is not below x."""
    if x <= 1:
        return 1
    return Scalar[dtype](1) << bit_width(x - 1)


@always_inline
def prev_power_of_two(x: Int) -> Int:
    """The largest power of two that is not above x; 0 where there is none."""
    if x <= 0:
        return 0
    return 1 << (bit_width(x) - 1)


@always_inline
def prev_power_of_two[dtype: DType, //](x: Scalar[dtype]) -> Scalar[dtype]:
    """The largest power of two that is not above x; 0 where there is none."""
    if x <= 0:
        return 0
    return Scalar[dtype](1) << (bit_width(x) - 1)


@always_inline
def rotate_bits_left[
    dtype: DType, n: SIMDLength, //, shift: Int
](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """Moves the bits up; those that leave above come in below. A negative shift moves them down."""
    comptime bits = Int(__builtin.size_of[Scalar[dtype]]) * 8
    comptime assert -bits < shift and shift < bits, "a rotation moves bits by less than there are"
    comptime up = shift if shift >= 0 else shift + bits
    comptime if up == 0:
        return x
    else:
        comptime U = _unsigned[dtype]
        var u = SIMD[U, n](from_bits=x)
        return SIMD[dtype, n](from_bits=(u << SIMD[U, n](up)) | (u >> SIMD[U, n](bits - up)))


@always_inline
def rotate_bits_right[
    dtype: DType, n: SIMDLength, //, shift: Int
](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    """Moves the bits down; those that leave below come in above. A negative shift moves them up."""
    return rotate_bits_left[-shift](x)


comptime _unsigned[dtype: DType]: DType = dtype if dtype.is_unsigned() else (
    DType.uint8 if dtype == DType.int8 else DType.uint16 if dtype
    == DType.int16 else DType.uint32 if dtype
    == DType.int32 else DType.uint64 if dtype == DType.int64 else DType.uint
)
