# SPDX-License-Identifier: Apache-2.0
"""`bin`, `oct` and `hex`: integers in bases that are powers of two."""


def _digits[dtype: DType](value: Scalar[dtype], bits: Int, prefix: StaticString) -> String:
    var text = String()
    var magnitude = UInt256(value)
    if value < 0:
        text.write_string("-")
        magnitude = UInt256(0) - magnitude
    text.write_string(prefix)
    var shift = 0
    while shift + bits < 256 and (magnitude >> UInt256(shift + bits)) != 0:
        shift += bits
    while shift >= 0:
        var digit = Int((magnitude >> UInt256(shift)) & UInt256((1 << bits) - 1))
        text.write_string(StaticString("0123456789abcdef").unsafe_subspan(digit, 1))
        shift -= bits
    return text^


def bin[dtype: DType, //](value: Scalar[dtype], /, *, prefix: StaticString = "0b") -> String:
    """Binary digits: `bin(-5)` is `-0b101`."""
    return _digits(value, 1, prefix)


def oct[dtype: DType, //](value: Scalar[dtype], /, *, prefix: StaticString = "0o") -> String:
    """Octal digits."""
    return _digits(value, 3, prefix)


def hex[dtype: DType, //](value: Scalar[dtype], /, *, prefix: StaticString = "0x") -> String:
    """Hexadecimal digits in lower case."""
    return _digits(value, 4, prefix)
