# SPDX-License-Identifier: Apache-2.0
"""Reductions over contiguous numbers."""

from std.sys import simd_width_of


def sum[dtype: DType, //](values: Span[Scalar[dtype], _]) -> Scalar[dtype]:
    """The sum, by vectors: floating-point numbers are added in another order than one by one."""
    comptime width = simd_width_of[dtype]()
    var total = SIMD[dtype, width](0)
    var i = 0
    var p = values.unsafe_ptr()
    while i + width <= len(values):
        total += p.unsafe_load[width](i)
        i += width
    var result = total.reduce_add()
    while i < len(values):
        result += values.unsafe_get(i)
        i += 1
    return result


def product[dtype: DType, //](values: Span[Scalar[dtype], _]) -> Scalar[dtype]:
    var result = Scalar[dtype](1)
    for v in values:
        result *= v
    return result


def max[dtype: DType, //](values: Span[Scalar[dtype], _]) raises -> Scalar[dtype]:
    """The largest; raises when there is none."""
    if len(values) == 0:
        raise Error("the largest of no values")
    var result = values[0]
    for v in values:
        if v > result:
            result = v
    return result


def min[dtype: DType, //](values: Span[Scalar[dtype], _]) raises -> Scalar[dtype]:
    """The smallest; raises when there is none."""
    if len(values) == 0:
        raise Error("the smallest of no values")
    var result = values[0]
    for v in values:
        if v < result:
            result = v
    return result


def mean[dtype: DType, //](values: Span[Scalar[dtype], _]) raises -> Scalar[dtype]:
    """The arithmetic mean; integers are divided with truncation."""
    if len(values) == 0:
        raise Error("the mean of no values")
    return sum(values) / Scalar[dtype](len(values))


def variance[dtype: DType, //](values: Span[Scalar[dtype], _], correction: Int = 1) raises -> Scalar[dtype]:
    """The mean squared distance from the mean, divided by the count less `correction`."""
    if len(values) <= correction:
        raise Error("the variance of too few values")
    var center = mean(values)
    var total = Scalar[dtype](0)
    for v in values:
        total += (v - center) * (v - center)
    return total / Scalar[dtype](len(values) - correction)


def cumsum[dtype: DType, //](dst: MutSpan[Scalar[dtype], _], src: Span[Scalar[dtype], _]):
    """`dst[i]` becomes the sum of `src[0]` to `src[i]`."""
    var total = Scalar[dtype](0)
    for i in range(len(src)):
        total += src[i]
        dst[i] = total
