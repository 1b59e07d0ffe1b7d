# SPDX-License-Identifier: Apache-2.0
"""A view of UTF-8 text that something else owns."""

from std.collections.span import ContiguousSlice, Span, _check_index
from std.collections._format import _format
from std.collections.codepoint import Codepoint, _CodepointIter, _CodepointSliceIter


trait _Text:
    """What `in` compares by its text: strings and spans of them."""

    def _is_text(self, other: StringSpan) -> Bool:
        ...

    def _same_text[T: _Text](self, other: T) -> Bool:
        ...


@__sealed
struct StringSpan[mut: Bool, //, origin: Origin[mut=mut]](
    Boolable, Comparable, Defaultable, Hashable, Iterable, TrivialRegisterPassable, Writable, _Text,
):
    """Pointer and byte length of UTF-8 text."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _CodepointSliceIter[
        Self.origin
    ]

    var _ptr: __builtin.ptr[UInt8]
    var _len: Int

    def _is_text(self, other: StringSpan) -> Bool:
        return self == other

    def _same_text[T: _Text](self, other: T) -> Bool:
        return other._is_text(self)

    @always_inline
    def __init__(out self):
        self._ptr = __builtin.null[UInt8]()
        self._len = 0

    @always_inline
    def __init__(out self, *, _ptr: __builtin.ptr[UInt8], _len: Int):
        self._ptr = _ptr
        self._len = _len

    @implicit
    @always_inline
    def __init__[v: __builtin.PrimStr, //](out self, value: StringLiteral[v]):
        self._ptr = __builtin.str_literal_ptr[v]()
        self._len = __builtin.str_len[v]

    @always_inline
    def __init__[v: __builtin.PrimStr](out self, *, _literal: StringLiteral[v]):
        self._ptr = __builtin.str_literal_ptr[v]()
        self._len = __builtin.str_len[v]

    @always_inline
    def __init__(out self, *, _c_string: __builtin.ptr[UInt8]):
        self._ptr = _c_string
        self._len = Int(_prim=__builtin.external_call["strlen", __builtin.simd[14, 1]](_c_string))

    @implicit
    @always_inline
    def __init__(out self, ref[Self.origin] value: String):
        self._ptr = value._data()
        self._len = value.byte_length()

    @always_inline
    def __init__(out self, *, unsafe_from_utf8: Span[Byte, Self.origin]):
        self._ptr = unsafe_from_utf8._ptr
        self._len = unsafe_from_utf8._len

    @implicit
    @always_inline
    def __init__[other_mut: Bool, //, other: Origin[mut=other_mut]](out self, value: StringSpan[other]):
        self._ptr = value._ptr
        self._len = value._len

    # ---- size and bytes ----

    @always_inline
    def byte_length(self) -> Int:
        return self._len

    @always_inline
    def __len__(self) -> Int:
        return self._len

    @always_inline
    def __bool__(self) -> Bool:
        return self._len != 0

    @always_inline
    def unsafe_ptr(self) -> Pointer[Byte, Self.origin]:
        return Pointer[Byte, Self.origin](_ptr=self._ptr)

    @always_inline
    def as_bytes(self) -> Span[Byte, Self.origin]:
        return Span[Byte, Self.origin](_ptr=self._ptr, _len=self._len)

    @always_inline
    def bytes(self) -> Span[Byte, Self.origin]:
        return Span[Byte, Self.origin](_ptr=self._ptr, _len=self._len)

    @always_inline
    def unsafe_subspan(self, offset: Int, length: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._ptr, offset._value), _len=length)

    @always_inline
    def _byte(self, index: Int) -> UInt8:
        return __builtin.deref(__builtin.offset(self._ptr, index._value))

    def count_codepoints(self) -> Int:
        var n = 0
        for i in range(self._len):
            if (self._byte(i) & 0xC0) != 0x80:
                n += 1
        return n

    def is_codepoint_boundary(self, index: Int) -> Bool:
        if index == self._len:
            return True
        return (self._byte(index) & 0xC0) != 0x80

    # ---- subscripts ----

    def __getitem__(self, *, byte: Int) -> Self:
        """The code point that starts at a byte."""
        _check_index(byte, self._len)
        var end = byte + 1
        while end < self._len and (self._byte(end) & 0xC0) == 0x80:
            end += 1
        return self.unsafe_subspan(byte, end - byte)

    @always_inline
    def __getitem__(self, *, byte: ContiguousSlice) -> Self:
        var r = byte._bounds(self._len)
        return self.unsafe_subspan(r._start, r._end - r._start)

    def __getitem__(self, *, codepoint: Int) -> Self:
        var start = self._codepoint_offset(codepoint)
        return self[byte=start]

    @always_inline
    def __getitem__(self, *, codepoint: ContiguousSlice) -> Self:
        var r = codepoint._bounds(self.count_codepoints())
        var start = self._codepoint_offset(r._start)
        var end = self._codepoint_offset(r._end)
        return self.unsafe_subspan(start, end - start)

    def _codepoint_offset(self, index: Int) -> Int:
        var at = 0
        var left = index
        while at < self._len:
            if (self._byte(at) & 0xC0) != 0x80:
                if left == 0:
                    return at
                left -= 1
            at += 1
        _check_index(left, 1)
        return at

    # ---- iteration ----

    def codepoints(self) -> _CodepointIter[Self.origin]:
        return _CodepointIter[Self.origin](self._ptr, self._len)

    def codepoint_slices(self) -> _CodepointSliceIter[Self.origin]:
        return _CodepointSliceIter[Self.origin](self._ptr, self._len)

    def __iter__(self) -> _CodepointSliceIter[Self.origin]:
        return _CodepointSliceIter[Self.origin](self._ptr, self._len)

    # ---- comparison ----

    @always_inline
    def __eq__(self, other: StringSpan) -> Bool:
        if self._len != other._len:
            return False
        return Int(_prim=__builtin.memcmp(self._ptr, other._ptr, self._len._value)) == 0

    @always_inline
    def __ne__(self, other: StringSpan) -> Bool:
        return not self == other

    def __lt__(self, other: StringSpan) -> Bool:
        var n = min(self._len, other._len)
        var c = Int(_prim=__builtin.memcmp(self._ptr, other._ptr, n._value))
        if c != 0:
            return c < 0
        return self._len < other._len

    def __gt__(self, other: StringSpan) -> Bool:
        return other < self

    def __le__(self, other: StringSpan) -> Bool:
        return not other < self

    def __ge__(self, other: StringSpan) -> Bool:
        return not self < other

    # ---- search ----

    def find(self, substr: StringSpan, start: Int = 0) -> Int:
        """Byte offset of the first occurrence, or -1."""
        if substr._len == 0:
            return start
        if start + substr._len > self._len:
            return -1
        var base = __builtin.offset(self._ptr, start._value)
        var found = __builtin.external_call["memmem", __builtin.ptr[UInt8]](
            base, (self._len - start)._value, substr._ptr, substr._len._value
        )
        if Int(_prim=__builtin.ptr_to_int(found)) == 0:
            return -1
        return Int(_prim=__builtin.ptr_diff(found, self._ptr))

    def rfind(self, substr: StringSpan, start: Int = 0) -> Int:
        """Byte offset of the last occurrence at or after `start`, or -1."""
        var i = self._len - substr._len
        while i >= start:
            if self.unsafe_subspan(i, substr._len) == substr:
                return i
            i -= 1
        return -1

    def __contains__(self, substr: StringSpan) -> Bool:
        return self.find(substr) >= 0

    def count(self, substr: StringSpan) -> Int:
        if substr._len == 0:
            return self._len + 1
        var n = 0
        var at = self.find(substr)
        while at >= 0:
            n += 1
            at = self.find(substr, at + substr._len)
        return n

    def startswith(self, prefix: StringSpan, start: Int = 0, end: Int = -1) -> Bool:
        """Whether the bytes from `start` to `end` (-1: the end) begin with a text."""
        var last = self._len if end < 0 else min(end, self._len)
        return last - start >= prefix._len and self.unsafe_subspan(start, prefix._len) == prefix

    def endswith(self, suffix: StringSpan, start: Int = 0, end: Int = -1) -> Bool:
        var last = self._len if end < 0 else min(end, self._len)
        return last - start >= suffix._len and self.unsafe_subspan(last - suffix._len, suffix._len) == suffix

    # ---- parts ----

    def lstrip(self) -> Self:
        var i = 0
        while i < self._len and _is_space(self._byte(i)):
            i += 1
        return self.unsafe_subspan(i, self._len - i)

    def rstrip(self) -> Self:
        var n = self._len
        while n > 0 and _is_space(self._byte(n - 1)):
            n -= 1
        return self.unsafe_subspan(0, n)

    def strip(self) -> Self:
        return self.lstrip().rstrip()

    def lstrip(self, chars: StringSpan) -> Self:
        var i = 0
        while i < self._len and chars._has_byte(self._byte(i)):
            i += 1
        return self.unsafe_subspan(i, self._len - i)

    def rstrip(self, chars: StringSpan) -> Self:
        var n = self._len
        while n > 0 and chars._has_byte(self._byte(n - 1)):
            n -= 1
        return self.unsafe_subspan(0, n)

    def strip(self, chars: StringSpan) -> Self:
        return self.lstrip(chars).rstrip(chars)

    def _has_byte(self, byte: UInt8) -> Bool:
        for i in range(self._len):
            if self._byte(i) == byte:
                return True
        return False

    def removeprefix(self, prefix: StringSpan) -> Self:
        if self.startswith(prefix):
            return self.unsafe_subspan(prefix._len, self._len - prefix._len)
        return self

    def removesuffix(self, suffix: StringSpan) -> Self:
        if self.endswith(suffix):
            return self.unsafe_subspan(0, self._len - suffix._len)
        return self

    def split(self, sep: StringSpan) -> List[Self]:
        return self.split(sep, Int.MAX)

    def split(self, sep: StringSpan, maxsplit: Int) -> List[Self]:
        """Parts between occurrences of `sep`; an empty `sep` parts the code points."""
        var parts = List[Self]()
        var start = 0
        if sep._len == 0:
            parts.append(self.unsafe_subspan(0, 0))
            for c in self.codepoint_slices():
                if len(parts) > maxsplit:
                    break
                parts.append(c)
                start += c._len
            if len(parts) <= maxsplit:
                parts.append(self.unsafe_subspan(self._len, 0))
            elif start < self._len:
                parts.append(self.unsafe_subspan(start, self._len - start))
            return parts^
        while len(parts) < maxsplit:
            var at = self.find(sep, start)
            if at < 0:
                break
            parts.append(self.unsafe_subspan(start, at - start))
            start = at + sep._len
        parts.append(self.unsafe_subspan(start, self._len - start))
        return parts^

    def split(self) -> List[Self]:
        return self.split(maxsplit=Int.MAX)

    def split(self, *, maxsplit: Int) -> List[Self]:
        """Parts between runs of white space."""
        var parts = List[Self]()
        var i = 0
        while True:
            while i < self._len and _is_space(self._byte(i)):
                i += 1
            if i >= self._len:
                break
            if len(parts) >= maxsplit:
                parts.append(self.unsafe_subspan(i, self._len - i))
                break
            var start = i
            while i < self._len and not _is_space(self._byte(i)):
                i += 1
            parts.append(self.unsafe_subspan(start, i - start))
        return parts^

    def splitlines(self, keepends: Bool = False) -> List[Self]:
        var parts = List[Self]()
        var start = 0
        var i = 0
        while i < self._len:
            var b = self._byte(i)
            i += 1
            if b != 10 and b != 13:
                continue
            var end = i - 1
            if b == 13 and i < self._len and self._byte(i) == 10:
                i += 1
            parts.append(self.unsafe_subspan(start, (i if keepends else end) - start))
            start = i
        if start < self._len:
            parts.append(self.unsafe_subspan(start, self._len - start))
        return parts^

    @always_inline
    def as_imm(self) -> StringSpan[ImmUntrackedOrigin]:
        return StringSpan[ImmUntrackedOrigin](_ptr=self._ptr, _len=self._len)

    # ---- new text ----

    def __add__(self, other: StringSpan) -> String:
        var result = String(capacity_bytes=self._len + other._len)
        result.write_string(self)
        result.write_string(other)
        return result^

    def __mul__(self, count: Int) -> String:
        var result = String(capacity_bytes=self._len * max(count, 0))
        for _ in range(count):
            result.write_string(self)
        return result^

    def join[T: Writable & Movable](self, elems: List[T]) -> String:
        """The elements' text with this text between them."""
        var result = String()
        for i in range(len(elems)):
            if i > 0:
                result.write_string(self)
            elems.unsafe_get(i).write_to(result)
        return result^

    def format[*Ts: Writable](self, *args: *Ts) raises -> String:
        """This text with its fields `{}`, `{0}`, `{!r}` replaced by the arguments' text."""
        return _format(self, *args)

    def replace(self, old: StringSpan, new: StringSpan) -> String:
        var result = String(capacity_bytes=self._len)
        if old._len == 0:
            for c in self.codepoint_slices():
                result.write_string(new)
                result.write_string(c)
            return result^
        var start = 0
        while True:
            var at = self.find(old, start)
            if at < 0:
                break
            result.write_string(self.unsafe_subspan(start, at - start))
            result.write_string(new)
            start = at + old._len
        result.write_string(self.unsafe_subspan(start, self._len - start))
        return result^

    def lower(self) -> String:
        """The text in lower case; a code point may become several."""
        return self._in_case(False)

    def upper(self) -> String:
        """The text in upper case; a code point may become several."""
        return self._in_case(True)

    def _ends_word(self, at: Int, length: Int) -> Bool:
        """Whether a letter stands before `at` and none behind its code point; apostrophes and accents do not count."""
        var before = False
        var i = at
        while i > 0 and not before:
            i -= 1
            while self._byte(i) & 0xC0 == 0x80:
                i -= 1
            var c = self[byte=i]
            before = c.isupper() or c.islower()
            if not before and not c._is_case_ignorable():
                return False
        i = at + length
        while before and i < self._len:
            var c = self[byte=i]
            if c.isupper() or c.islower():
                return False
            if not c._is_case_ignorable():
                break
            i += c._len
        return before

    def _is_case_ignorable(self) -> Bool:
        var c = ord(self)
        return c == 0x27 or c == 0x2E or c == 0x3A or c == 0xB7 or c == 0x2019 or 0x300 <= c <= 0x36F

    def _in_case(self, upper: Bool) -> String:
        var result = String(capacity_bytes=self._len)
        var first = UInt8(97 if upper else 65)
        var i = 0
        while i < self._len:
            var b = self._byte(i)
            if b < 128:
                result._append_byte(b ^ 32 if b >= first and b < first + 26 else b)
                i += 1
                continue
            var c = self[byte=i]
            if not upper and c == "Σ" and self._ends_word(i, c._len):
                result.write_string("ς")
                i += c._len
                continue
            var to = Array[Int, 3](fill=0)
            var n = Int(
                _prim=__builtin.external_call["mojo_rt_case", __builtin.simd[14, 1]](
                    ord(c)._value, Int(1 if upper else 0)._value, to.unsafe_ptr()._value
                )
            )
            for k in range(n):
                Codepoint(unsafe_unchecked_codepoint=UInt32(to[k])).write_to(result)
            i += c._len
        return result^

    def ascii_center(self, width: Int, fillchar: StaticString = " ") -> String:
        var left = max(width - self._len, 0) / 2
        var result = String()
        for _ in range(left):
            result.write_string(fillchar)
        result.write_string(self)
        for _ in range(width - self._len - left):
            result.write_string(fillchar)
        return result^

    def ascii_rjust(self, width: Int, fillchar: StaticString = " ") -> String:
        var result = String()
        for _ in range(width - self._len):
            result.write_string(fillchar)
        result.write_string(self)
        return result^

    def ascii_ljust(self, width: Int, fillchar: StaticString = " ") -> String:
        var result = String(self)
        for _ in range(width - self._len):
            result.write_string(fillchar)
        return result^

    # ---- classification ----

    def isspace(self) -> Bool:
        for i in range(self._len):
            if not _is_space(self._byte(i)):
                return False
        return self._len > 0

    def is_ascii_printable(self) -> Bool:
        for i in range(self._len):
            var b = self._byte(i)
            if b < 32 or b > 126:
                return False
        return self._len > 0

    def islower(self) -> Bool:
        """Whether there are letters that have a case, and all are lower case."""
        return self == StringSpan(self.lower()) and self != StringSpan(self.upper())

    def isupper(self) -> Bool:
        """Whether there are letters that have a case, and all are upper case."""
        return self == StringSpan(self.upper()) and self != StringSpan(self.lower())

    def is_ascii_digit(self) -> Bool:
        for i in range(self._len):
            var b = self._byte(i)
            if b < 48 or b > 57:
                return False
        return self._len > 0

    # ---- conversion, text, hash ----

    def __int__(self) raises -> Int:
        from std.collections._parse import atol

        return atol(self)

    def __float__(self) raises -> Float64:
        from std.collections._parse import atof

        return atof(self)

    @always_inline
    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(self)

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("'")
        for i in range(self._len):
            var b = self._byte(i)
            if b == 92:
                writer.write_string("\\\\")
            elif b == 39:
                writer.write_string("\\'")
            elif b == 10:
                writer.write_string("\\n")
            elif b == 13:
                writer.write_string("\\r")
            elif b == 9:
                writer.write_string("\\t")
            elif b < 32 or b == 127:
                var digits = StaticString("0123456789abcdef")
                writer.write_string("\\x")
                writer.write_string(digits.unsafe_subspan(Int(b >> 4), 1))
                writer.write_string(digits.unsafe_subspan(Int(b & 15), 1))
            else:
                writer.write_string(self.unsafe_subspan(i, 1))
        writer.write_string("'")

    @always_inline
    def __hash__(self, mut hasher: Some[Hasher]):
        hasher._update_with_bytes(self._ptr, self._len)


comptime ImmStringSpan[origin: ImmOrigin] = StringSpan[origin]
comptime MutStringSpan[origin: MutOrigin] = StringSpan[origin]
comptime StaticString = StringSpan[ImmStaticOrigin]


@always_inline
def _is_space(byte: UInt8) -> Bool:
    return byte == 32 or (byte >= 9 and byte <= 13) or (byte >= 28 and byte <= 30)
