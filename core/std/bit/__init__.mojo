# SPDX-License-Identifier: Apache-2.0
"""Bits of integers, lane by lane."""


@always_inline
def pop_count[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.ctpop(x._value))


@always_inline
def count_leading_zeros[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.ctlz(x._value))


@always_inline
def count_trailing_zeros[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.cttz(x._value))


@always_inline
def byte_swap[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.bswap(x._value))


@always_inline
def bit_reverse[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.bitreverse(x._value))


@always_inline
def is_power_of_two(x: Int) -> Bool:
    return x > 0 and (x & (x - 1)) == 0


@always_inline
def next_power_of_two(x: Int) -> Int:
    """The smallest power of two that is not below x."""
    if x <= 1:
        return 1
    return 1 << (64 - count_leading_zeros(x - 1))
