# SPDX-License-Identifier: Apache-2.0
"""Mathematical functions, lane by lane."""

comptime pi = 3.141592653589793238462643383279502884
comptime e = 2.718281828459045235360287471352662498
comptime tau = 6.283185307179586476925286766559005768


@always_inline
def sqrt[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    comptime if dtype.is_floating_point():
        return SIMD[dtype, n](_prim=__builtin.math["sqrt"](x._value))
    else:
        return SIMD[dtype, n](sqrt(x.cast[DType.float64]()).cast[dtype]())


@always_inline
def rsqrt[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](1) / sqrt(x)


@always_inline
def exp[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["exp"](x._value))


@always_inline
def exp2[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["exp2"](x._value))


@always_inline
def expm1[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["expm1"](x._value))


@always_inline
def log[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["log"](x._value))


@always_inline
def log2[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["log2"](x._value))


@always_inline
def log10[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["log10"](x._value))


@always_inline
def log1p[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["log1p"](x._value))


@always_inline
def sin[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["sin"](x._value))


@always_inline
def cos[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["cos"](x._value))


@always_inline
def tan[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["tan"](x._value))


@always_inline
def asin[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["asin"](x._value))


@always_inline
def acos[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["acos"](x._value))


@always_inline
def atan[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["atan"](x._value))


@always_inline
def atan2[dtype: DType, n: SIMDLength, //](y: SIMD[dtype, n], x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["atan2"](y._value, x._value))


@always_inline
def sinh[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["sinh"](x._value))


@always_inline
def cosh[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["cosh"](x._value))


@always_inline
def tanh[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["tanh"](x._value))


@always_inline
def cbrt[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["cbrt"](x._value))


@always_inline
def hypot[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n], y: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["hypot"](x._value, y._value))


@always_inline
def erf[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["erf"](x._value))


@always_inline
def copysign[dtype: DType, n: SIMDLength, //](magnitude: SIMD[dtype, n], sign: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return SIMD[dtype, n](_prim=__builtin.math["copysign"](magnitude._value, sign._value))


@always_inline
def floor[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return x.__floor__()


@always_inline
def ceil[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return x.__ceil__()


@always_inline
def trunc[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return x.__trunc__()


@always_inline
def fma[
    dtype: DType, n: SIMDLength, //
](a: SIMD[dtype, n], b: SIMD[dtype, n], c: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return a.fma(b, c)


@always_inline
def clamp[
    dtype: DType, n: SIMDLength, //
](x: SIMD[dtype, n], low: SIMD[dtype, n], high: SIMD[dtype, n]) -> SIMD[dtype, n]:
    return x.clamp(low, high)


def gcd(a: Int, b: Int) -> Int:
    """The greatest common divisor."""
    var x = abs(a)
    var y = abs(b)
    while y != 0:
        var t = x % y
        x = y
        y = t
    return x


def lcm(a: Int, b: Int) -> Int:
    """The least common multiple."""
    if a == 0 or b == 0:
        return 0
    return abs(a // gcd(a, b) * b)


def factorial(n: Int) -> Int:
    var result = 1
    for i in range(2, n + 1):
        result *= i
    return result


@always_inline
def ceildiv(a: Int, b: Int) -> Int:
    """The quotient rounded up."""
    return -(-a // b)


@always_inline
def align_up(value: Int, alignment: Int) -> Int:
    return ceildiv(value, alignment) * alignment


@always_inline
def align_down(value: Int, alignment: Int) -> Int:
    return value // alignment * alignment


@always_inline
def isnan[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[DType.bool, n]:
    return x.ne(x)


@always_inline
def isinf[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[DType.bool, n]:
    return abs(x).eq(SIMD[dtype, n](Scalar[dtype].MAX))


@always_inline
def isfinite[dtype: DType, n: SIMDLength, //](x: SIMD[dtype, n]) -> SIMD[DType.bool, n]:
    """Neither infinite nor NaN."""
    return (x - x).eq(SIMD[dtype, n](0))


@always_inline
def inf[dtype: DType]() -> Scalar[dtype]:
    """Infinity."""
    comptime assert dtype.is_floating_point(), "only floating-point types have an infinity"
    return Scalar[dtype](1) / Scalar[dtype](0)


@always_inline
def nan[dtype: DType]() -> Scalar[dtype]:
    """Not a number."""
    comptime assert dtype.is_floating_point(), "only floating-point types have NaN"
    return Scalar[dtype](0) / Scalar[dtype](0)


@always_inline
def iota[dtype: DType, width: SIMDLength](offset: Scalar[dtype] = 0) -> SIMD[dtype, width]:
    """`offset`, `offset + 1`, … in the lanes."""
    var result = SIMD[dtype, width](offset)
    comptime for i in range(Int(width)):
        result[i] = offset + Scalar[dtype](i)
    return result


def iota[dtype: DType, //](values: MutSpan[Scalar[dtype], _], offset: Int = 0):
    """Fills with `offset`, `offset + 1`, …"""
    for i in range(len(values)):
        values[i] = Scalar[dtype](offset + i)


@always_inline
def isclose[
    dtype: DType, n: SIMDLength, //
](
    a: SIMD[dtype, n], b: SIMD[dtype, n], *, atol: Float64 = 1e-8, rtol: Float64 = 1e-5, equal_nan: Bool = False
) -> SIMD[DType.bool, n]:
    """Which lanes are within `atol`, or `rtol` times the larger of both."""
    var limit = max(abs(a), abs(b)) * SIMD[dtype, n](Scalar[dtype](rtol))
    limit = max(limit, SIMD[dtype, n](Scalar[dtype](atol)))
    var close = a.eq(b) | (isfinite(a) & isfinite(b) & abs(a - b).le(limit))
    if equal_nan:
        close = close | (isnan(a) & isnan(b))
    return close


def comb(n: Int, k: Int) -> Int:
    """In how many ways k of n things can be chosen."""
    if k < 0 or k > n:
        return 0
    var result = 1
    for i in range(min(k, n - k)):
        result = result * (n - i) // (i + 1)
    return result


def perm(n: Int, k: Int = -1) -> Int:
    """In how many ways k of n things can be put in order; without k, all of them."""
    var result = 1
    for i in range(n if k < 0 else k):
        result *= n - i
    return result


@deprecated(use=ceildiv)
@always_inline
def div_ceil(a: Int, b: Int) -> Int:
    return ceildiv(a, b)
