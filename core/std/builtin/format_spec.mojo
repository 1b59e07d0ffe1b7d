# SPDX-License-Identifier: Apache-2.0
"""Format specifications of f-strings and t-strings, as Python has them: `[[fill]align][sign][z][#][0][width][,_][.precision][code]`."""

from std.builtin.assertions import abort


trait Formattable:
    """A type that reads the specification behind the colon of `f"{value:spec}"` itself."""

    def __format__(self, spec: StringSpan) raises -> String:
        ...


comptime _LEFT = Byte(60)  # <
comptime _RIGHT = Byte(62)  # >
comptime _CENTER = Byte(94)  # ^
comptime _INSIDE = Byte(61)  # = : between the sign and the digits


@fieldwise_init
struct _Spec(Copyable):
    """A specification taken apart; 0 and -1 stand for what is not written."""

    var fill: String
    var align: Byte
    var sign: Byte
    var no_negative_zero: Bool
    var alternate: Bool
    var width: Int
    var grouping: Byte
    var precision: Int
    var code: Byte

    @no_inline
    def padded(self, sign: StringSpan, body: StringSpan, length: Int, default_align: Byte) -> String:
        """`sign` and `body` (of `length` characters), filled up to the width."""
        var missing = self.width - sign.byte_length() - length
        var align = self.align if self.align != 0 else default_align
        var result = String(capacity_bytes=sign.byte_length() + body.byte_length() + max(missing, 0))
        var left = 0
        if align == _RIGHT:
            left = missing
        elif align == _CENTER:
            left = max(missing, 0) // 2
        for _ in range(left):
            result += self.fill
        result += sign
        if align == _INSIDE:
            for _ in range(missing):
                result += self.fill
        result += body
        if align == _LEFT or align == _CENTER:
            for _ in range(missing - left):
                result += self.fill
        return result^

    def sign_of(self, negative: Bool) -> StaticString:
        if negative:
            return "-"
        if self.sign == 43:
            return "+"
        return " " if self.sign == 32 else ""

    def group_size(self) -> Int:
        return 4 if self.code == 98 or self.code == 111 or (self.code | 32) == 120 else 3

    @no_inline
    def grouped(self, digits: StringSpan, taken: Int) -> String:
        """Digits with separators; zeros that fill the width get them, too. `taken`: characters beside these."""
        var filled = self.fill == "0" and self.align == _INSIDE
        if self.grouping == 0 and not filled:
            return String(digits)
        var least = self.width - taken if filled else 0
        var group = self.group_size()
        var backwards = String()
        var k = 0
        var count = digits.byte_length()
        while k < count or backwards.byte_length() < least:
            if self.grouping != 0 and k > 0 and k % group == 0:
                backwards._append_byte(self.grouping)
            backwards._append_byte(digits._byte(count - 1 - k) if k < count else 48)
            k += 1
        return _reversed_bytes(backwards)


@no_inline
def _reversed_bytes(text: StringSpan) -> String:
    var result = String(capacity_bytes=text.byte_length())
    for i in range(text.byte_length()):
        result._append_byte(text._byte(text.byte_length() - 1 - i))
    return result^


def _byte_at(text: StringSpan, index: Int) -> Byte:
    return text._byte(index)


def _is_align(byte: Byte) -> Bool:
    return byte == _LEFT or byte == _RIGHT or byte == _CENTER or byte == _INSIDE


def _char_size(first: Byte) -> Int:
    return 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4


struct _SpecReader(Movable):
    """Reads a specification from left to right."""

    var text: String
    var at: Int

    def __init__(out self, text: StringSpan):
        self.text = String(text)
        self.at = 0

    def peek(self, ahead: Int = 0) -> Byte:
        return _byte_at(self.text, self.at + ahead) if self.at + ahead < self.text.byte_length() else 0

    def accept(mut self, byte: Byte) -> Bool:
        if self.peek() != byte:
            return False
        self.at += 1
        return True

    @no_inline
    def number(mut self) raises -> Int:
        """Decimal digits; -1 when there are none."""
        if not (48 <= self.peek() <= 57):
            return -1
        var n = 0
        while 48 <= self.peek() <= 57:
            n = n * 10 + Int(self.peek() - 48)
            if n > 1_000_000_000:
                raise Error("Too many decimal digits in format string")
            self.at += 1
        return n


@no_inline
def _parse_spec(text: StringSpan, kind: StringSpan) raises -> _Spec:
    """`kind`: the word for the type of the value, in messages."""
    var spec = _Spec(" ", 0, 0, False, False, -1, 0, -1, 0)
    var r = _SpecReader(text)
    var filled = False
    if text.byte_length() > 0:
        var size = _char_size(r.peek())
        if _is_align(r.peek(size)):
            spec.fill = String(r.text[byte=0:size])
            spec.align = r.peek(size)
            r.at = size + 1
            filled = True
        elif _is_align(r.peek()):
            spec.align = r.peek()
            r.at = 1
    if r.peek() == 43 or r.peek() == 45 or r.peek() == 32:
        spec.sign = r.peek()
        r.at += 1
    spec.no_negative_zero = r.accept(122)
    spec.alternate = r.accept(35)
    if r.accept(48):
        if not filled:
            spec.fill = "0"
        if spec.align == 0 and kind != "str":
            spec.align = _INSIDE
    spec.width = r.number()
    if r.peek() == 44 or r.peek() == 95:
        spec.grouping = r.peek()
        r.at += 1
        if r.peek() == 44 or r.peek() == 95:
            raise Error("Cannot specify both ',' and '_'." if r.peek() != spec.grouping else "Cannot specify ',' with ','.")
    if r.accept(46):
        spec.precision = r.number()
        if spec.precision < 0:
            raise Error("Format specifier missing precision")
    if r.at < text.byte_length():
        spec.code = r.peek()
        r.at += 1
    if r.at < text.byte_length():
        raise Error(t"Invalid format specifier '{text}' for object of type '{kind}'")
    return spec^


@no_inline
def _unknown_code(spec: _Spec, kind: StringSpan) -> Error:
    return Error(t"Unknown format code '{chr(Int(spec.code))}' for object of type '{kind}'")


# ---- text


@no_inline
def _format_text(value: StringSpan, text: StringSpan) raises -> String:
    var spec = _parse_spec(text, "str")
    if spec.sign != 0:
        raise Error(
            "Space not allowed in string format specifier" if spec.sign == 32 else "Sign not allowed in string format specifier"
        )
    if spec.no_negative_zero:
        raise Error("Negative zero coercion (z) not allowed in string format specifier")
    if spec.alternate:
        raise Error("Alternate form (#) not allowed in string format specifier")
    if spec.align == _INSIDE:
        raise Error("'=' alignment not allowed in string format specifier")
    if spec.code != 0 and spec.code != 115:
        raise _unknown_code(spec, "str")
    if spec.grouping != 0:
        raise Error(t"Cannot specify '{chr(Int(spec.grouping))}' with 's'.")
    var shown = value.as_imm()
    var length = shown.count_codepoints()
    if 0 <= spec.precision < length:
        shown = shown[codepoint = 0 : spec.precision]
        length = spec.precision
    return spec.padded("", shown, length, _LEFT)


# ---- integers


def _digits_in[dtype: DType](value: Scalar[dtype], base: Int, upper: Bool) -> String:
    """Without a sign."""
    var backwards = String()
    var rest = value
    var by = Scalar[dtype](base)
    while True:
        var digit = rest - (rest / by) * by
        if digit < 0:
            digit = -digit
        var d = Byte(digit)
        backwards._append_byte(d + 48 if d < 10 else d + (55 if upper else 87))
        rest = rest / by
        if rest == 0:
            break
    return _reversed_bytes(backwards)


@no_inline
def _int_base(spec: _Spec) raises -> Int:
    """The base a code of whole numbers stands for, when the specification fits it."""
    if spec.no_negative_zero:
        raise Error("Negative zero coercion (z) not allowed in format specifier with integer format code")
    if spec.precision >= 0:
        raise Error("Precision not allowed in integer format specifier")
    var base = 10
    if spec.code == 98:
        base = 2
    elif spec.code == 111:
        base = 8
    elif spec.code | 32 == 120:
        base = 16
    elif spec.code != 0 and spec.code != 100 and spec.code != 110:
        raise _unknown_code(spec, "int")
    if spec.grouping == 44 and base != 10:
        raise Error(t"Cannot specify ',' with '{chr(Int(spec.code))}'.")
    return base


@no_inline
def _format_char(code: Int, spec: _Spec) raises -> String:
    if spec.sign != 0:
        raise Error("Sign not allowed with integer format specifier 'c'")
    if spec.alternate:
        raise Error("Alternate form (#) not allowed with integer format specifier 'c'")
    if spec.grouping != 0:
        raise Error(t"Cannot specify '{chr(Int(spec.grouping))}' with 'c'.")
    if spec.precision >= 0:
        raise Error("Precision not allowed in integer format specifier")
    return spec.padded("", chr(code), 1, _RIGHT)


@no_inline
def _format_digits(digits: StringSpan, negative: Bool, base: Int, spec: _Spec) -> String:
    var sign = String(spec.sign_of(negative))
    if spec.alternate and base != 10:
        sign._append_byte(48)
        sign._append_byte(spec.code)
    var shown = spec.grouped(digits, sign.byte_length())
    return spec.padded(sign, shown, shown.byte_length(), _RIGHT)


def _is_float_code(code: Byte) -> Bool:
    return 101 <= (code | 32) <= 103 or code == 37  # e f g %


def _format_int[dtype: DType](value: Scalar[dtype], text: StringSpan) raises -> String:
    comptime if Int(__builtin.size_of[Scalar[dtype]]) < 8 or dtype == DType.int:
        return _format_int(Int64(value), text)  # one function for all of them
    else:
        var spec = _parse_spec(text, "int")
        if _is_float_code(spec.code):
            return _format_float_with(Float64(value), spec)
        if spec.code == 99:  # c
            return _format_char(Int(value), spec)
        var base = _int_base(spec)
        return _format_digits(_digits_in(value, base, spec.code == 88), value < 0, base, spec)


# ---- floats


@no_inline
def _float_text(value: Float64, code: Byte, precision: Int, alternate: Bool) -> String:
    """What C's printf makes of a value that is not negative; code `r`: as Python shows it, with a point."""
    var room = List[Byte](unsafe_uninit_length=64)
    while True:
        var n = Int(
            _prim=__builtin.external_call["mojo_rt_format_spec", __builtin.simd[14, 1]](
                value._value, Int(code)._value, precision._value, Int(alternate)._value, room.unsafe_ptr()._value, len(room)._value
            )
        )
        if n < len(room):
            return String(unsafe_from_utf8=room[0:n])
        room = List[Byte](unsafe_uninit_length=n + 1)


@no_inline
def _format_float_with(number: Float64, spec: _Spec) raises -> String:
    var code = spec.code
    var lower = code | 32
    if code != 0 and code != 37 and code != 110 and (lower < 101 or lower > 103):
        raise _unknown_code(spec, "float")
    var value = number * 100 if code == 37 else number
    var negative = value < 0 or (value == 0 and 1 / value < 0)
    var precision = spec.precision if spec.precision >= 0 else 6
    var magnitude = -value if negative else value
    var text: String
    if code == 0 and spec.precision < 0:
        text = String(magnitude)
        if spec.alternate and not ("." in text):
            text = text.replace("e", ".e")
    elif code == 0:
        text = _float_text(magnitude, 114, precision, spec.alternate)
    else:
        text = _float_text(magnitude, 102 if code == 37 else 103 if code == 110 else code, precision, spec.alternate)
    if code == 37:
        text._append_byte(37)
    if negative and spec.no_negative_zero and _is_zero(text):
        negative = False
    var whole = 0
    while whole < text.byte_length() and 48 <= _byte_at(text, whole) <= 57:
        whole += 1
    var sign = spec.sign_of(negative)
    var rest = text[byte = whole : text.byte_length()]
    if whole == 0:  # inf, nan
        return spec.padded(sign, rest, rest.byte_length(), _RIGHT)
    var body = spec.grouped(text[byte=0:whole], sign.byte_length() + rest.byte_length()) + rest
    return spec.padded(sign, body, body.byte_length(), _RIGHT)


@no_inline
def _is_zero(text: StringSpan) -> Bool:
    for i in range(text.byte_length()):
        if 49 <= text._byte(i) <= 57:
            return False
        if text._byte(i) | 32 == 101:
            break
    return True


def _format_float[dtype: DType](value: Scalar[dtype], text: StringSpan) raises -> String:
    var spec = _parse_spec(text, "float")
    comptime if dtype != DType.float64:
        if spec.code == 0 and spec.precision < 0:  # its own shortest digits
            var negative = value < 0
            var shown = String(-value if negative else value)
            var sign = spec.sign_of(negative)
            return spec.padded(sign, shown, shown.byte_length(), _RIGHT)
    return _format_float_with(Float64(value), spec)


# ---- what f-strings call


@no_inline
def _formatted[T: Writable](value: T, spec: StringSpan) raises -> String:
    """The text of a value; types without `__format__` are text."""
    comptime if conforms_to(T, Formattable):
        return value.__format__(spec)
    else:
        return _format_text(String(value), spec)


@no_inline
def _formatted_or_abort[T: Writable](value: T, spec: StringSpan) -> String:
    try:
        return _formatted(value, spec)
    except e:
        abort(String(e))
