# SPDX-License-Identifier: Apache-2.0
"""Decimal text of numbers."""


comptime _PAIRS = StaticString(
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960"
    "616263646566676869707172737475767778798081828384858687888990919293949596979899"
)


@always_inline
def _put_pair(digits: __builtin.ptr[UInt8], at: Int, value: UInt64):
    __builtin.memcpy(
        __builtin.offset(digits, at._value), __builtin.offset(_PAIRS._ptr, Int(value * 2)._value), Int(2)._value
    )


@always_inline
def _put_digits(digits: __builtin.ptr[UInt8], end: Int, value: UInt64) -> Int:
    """Writes the decimal digits that end at `end`, two at a time; where they start."""
    var i = end
    var rest = value
    while rest >= 100:
        var next = rest / 100
        i -= 2
        _put_pair(digits, i, rest - next * 100)
        rest = next
    if rest >= 10:
        _put_pair(digits, i - 2, rest)
        return i - 2
    __builtin.deref(__builtin.offset(digits, (i - 1)._value)) = UInt8(rest) + 48
    return i - 1


@always_inline
def _put_wide[dtype: DType](digits: __builtin.ptr[UInt8], end: Int, value: Scalar[dtype]) -> Int:
    """The same for more than 64 bits; negative values without their sign."""
    var i = end
    var rest = value
    while True:
        i -= 1
        var digit = rest - (rest / 10) * 10
        if digit < 0:
            digit = -digit
        __builtin.deref(__builtin.offset(digits, i._value)) = UInt8(digit) + 48
        rest = rest / 10
        if rest == 0:
            return i


def _write_uint[dtype: DType](value: Scalar[dtype], mut writer: Some[Writer]):
    _write_int[dtype](value, writer)


def _write_int[dtype: DType](value: Scalar[dtype], mut writer: Some[Writer]):
    var text = __builtin.uninit[__builtin.array[UInt8, 80]]()
    var digits = __builtin.ptr_cast[UInt8](__builtin.addr_of(text))
    var i: Int
    comptime if __builtin.size_of[Scalar[dtype]] <= 8:
        i = _put_digits(digits, 80, UInt64(0) - UInt64(value) if value < 0 else UInt64(value))
    else:
        i = _put_wide[dtype](digits, 80, value)
    if value < 0:
        i -= 1
        __builtin.deref(__builtin.offset(digits, i._value)) = 45
    writer.write_string(_digits_span(__builtin.addr_of(text), i, 80))
    __builtin.mark_destroyed(text)


@always_inline
def _digits_span(
    base: __builtin.ptr[__builtin.array[UInt8, 80]], start: Int, end: Int
) -> StringSpan[ImmUntrackedOrigin]:
    return StringSpan[ImmUntrackedOrigin](
        _ptr=__builtin.offset(__builtin.ptr_cast[UInt8](base), start._value), _len=end - start
    )


def _write_float[dtype: DType](value: Scalar[dtype], mut writer: Some[Writer]):
    """Shortest digits that read back to the same number of this type."""
    var text = __builtin.uninit[__builtin.array[UInt8, 80]]()
    var n: Int
    comptime if dtype == DType.float64:
        n = Int(
            _prim=__builtin.external_call["mojo_rt_format_f64", __builtin.simd[14, 1]](
                __builtin.cast[__builtin.simd[23, 1]](value._value), __builtin.ptr_cast[UInt8](__builtin.addr_of(text))
            )
        )
    else:
        n = Int(
            _prim=__builtin.external_call["mojo_rt_format_f32", __builtin.simd[14, 1]](
                __builtin.cast[__builtin.simd[22, 1]](value._value), __builtin.ptr_cast[UInt8](__builtin.addr_of(text))
            )
        )
    writer.write_string(_digits_span(__builtin.addr_of(text), 0, n))
    __builtin.mark_destroyed(text)
