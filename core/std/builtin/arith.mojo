# SPDX-License-Identifier: Apache-2.0
"""Arithmetic functions of the prelude."""


@always_inline
def abs[T: Absable](value: T) -> T:
    return value.__abs__()


@always_inline
def round[T: Roundable](value: T) -> T:
    return value.__round__()


@always_inline
def round[T: Roundable](value: T, ndigits: Int) -> T:
    return value.__round__(ndigits)


@always_inline
def pow[T: Powable](base: T, exp: T) -> T:
    return base.__pow__(exp)


@always_inline
def divmod(a: Int, b: Int) -> Tuple[Int, Int]:
    return (a // b, a % b)


@always_inline
def min[dtype: DType, length: SIMDLength, //](a: SIMD[dtype, length], b: SIMD[dtype, length]) -> SIMD[dtype, length]:
    """The smaller, by lane."""
    return SIMD[dtype, length](_prim=__builtin.min(a._value, b._value))


@always_inline
def max[dtype: DType, length: SIMDLength, //](a: SIMD[dtype, length], b: SIMD[dtype, length]) -> SIMD[dtype, length]:
    """The larger, by lane."""
    return SIMD[dtype, length](_prim=__builtin.max(a._value, b._value))


@always_inline
def min(a: Int, b: Int) -> Int:
    return Int(_prim=__builtin.min(a._value, b._value))


@always_inline
def max(a: Int, b: Int) -> Int:
    return Int(_prim=__builtin.max(a._value, b._value))


def min[T: Comparable & Copyable, _rank: Bool = False, _rank2: Bool = False](a: T, b: T) -> T:
    """The smaller; the first of equals."""
    if b < a:
        return b.copy()
    return a.copy()


def max[T: Comparable & Copyable, _rank: Bool = False, _rank2: Bool = False](a: T, b: T) -> T:
    """The larger; the first of equals."""
    if a < b:
        return b.copy()
    return a.copy()


def min(a: Int, b: Int, c: Int, *rest: Int) -> Int:
    var result = min(min(a, b), c)
    for i in range(len(rest)):
        result = min(result, rest[i])
    return result


def max(a: Int, b: Int, c: Int, *rest: Int) -> Int:
    var result = max(max(a, b), c)
    for i in range(len(rest)):
        result = max(result, rest[i])
    return result
