# SPDX-License-Identifier: Apache-2.0
"""Decimal text of numbers."""


def _write_uint[dtype: DType](value: Scalar[dtype], mut writer: Some[Writer]):
    var digits = __builtin.uninit[__builtin.array[UInt8, 80]]()
    var i = 80
    var rest = value
    while True:
        i -= 1
        __builtin.array_ref(digits, i._value) = UInt8(rest % 10) + 48
        rest = rest / 10
        if rest == 0:
            break
    writer.write_string(_digits_span(__builtin.addr_of(digits), i, 80))
    __builtin.mark_destroyed(digits)


def _write_int[dtype: DType](value: Scalar[dtype], mut writer: Some[Writer]):
    var digits = __builtin.uninit[__builtin.array[UInt8, 80]]()
    var i = 80
    var rest = value
    while True:
        i -= 1
        var digit = rest - (rest / 10) * 10
        if digit < 0:
            digit = -digit
        __builtin.array_ref(digits, i._value) = UInt8(digit) + 48
        rest = rest / 10
        if rest == 0:
            break
    if value < 0:
        i -= 1
        __builtin.array_ref(digits, i._value) = 45
    writer.write_string(_digits_span(__builtin.addr_of(digits), i, 80))
    __builtin.mark_destroyed(digits)


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
