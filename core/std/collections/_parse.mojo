# SPDX-License-Identifier: Apache-2.0
"""Numbers from text."""


def _digit_of(b: UInt8) -> Int:
    if b >= 48 and b <= 57:
        return Int(b) - 48
    if b >= 97 and b <= 122:
        return Int(b) - 87
    if b >= 65 and b <= 90:
        return Int(b) - 55
    return 99


def atol(text: StringSpan, base: Int = 10) raises -> Int:
    """The integer a text shows: white space around it, a sign, digits with `_` between them."""
    if base != 0 and (base < 2 or base > 36):
        raise Error("Base must be >= 2 and <= 36, or 0.")
    var s = text.strip()
    var n = s.byte_length()
    var i = 0
    var negative = False
    if i < n and (s._byte(i) == 43 or s._byte(i) == 45):
        negative = s._byte(i) == 45
        i += 1
    var radix = base
    if i + 1 < n and s._byte(i) == 48:
        var letter = s._byte(i + 1) | 32
        var prefix = 0
        if letter == 120:
            prefix = 16
        elif letter == 111:
            prefix = 8
        elif letter == 98:
            prefix = 2
        if prefix != 0 and (base == 0 or base == prefix):
            radix = prefix
            i += 2
    if radix == 0:
        radix = 10
    var value = UInt64(0)
    var digits = 0
    var after_underscore = False
    while i < n:
        var b = s._byte(i)
        if b == 95 and digits > 0 and not after_underscore:
            after_underscore = True
        else:
            var d = _digit_of(b)
            if d >= radix:
                digits = 0
                break
            var next = value * UInt64(radix) + UInt64(d)
            if value > (UInt64(0x8000000000000000) - UInt64(d)) / UInt64(radix):
                raise Error(
                    "String is not convertible to integer with base ",
                    base,
                    ": '",
                    text,
                    "'. String expresses an integer too large to store in Int.",
                )
            value = next
            digits += 1
            after_underscore = False
        i += 1
    if digits == 0 or after_underscore:
        raise Error("String is not convertible to integer with base ", base, ": '", text, "'")
    if not negative and value == 0x8000000000000000:
        raise Error(
            "String is not convertible to integer with base ",
            base,
            ": '",
            text,
            "'. String expresses an integer too large to store in Int.",
        )
    return -Int(value) if negative else Int(value)


def atof(text: StringSpan) raises -> Float64:
    """The number a text shows."""
    var s = text.strip()
    var value = Float64(0)
    var ok = Int(
        _prim=__builtin.external_call["mojo_rt_parse_f64", __builtin.simd[14, 1]](
            s._ptr, s._len._value, __builtin.addr_of(value)
        )
    )
    if ok == 0:
        raise Error("String is not convertible to float: '", text, "'")
    return value
