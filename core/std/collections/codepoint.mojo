# SPDX-License-Identifier: Apache-2.0
"""Unicode scalar values and iteration over them."""


struct Codepoint(Comparable, Hashable, Intable, TrivialRegisterPassable, Writable):
    """One Unicode scalar value."""

    var _value: UInt32

    @always_inline
    def __init__(out self, codepoint: UInt8):
        self._value = UInt32(codepoint)

    @always_inline
    def __init__(out self, *, unsafe_unchecked_codepoint: UInt32):
        self._value = unsafe_unchecked_codepoint

    @always_inline
    def to_u32(self) -> UInt32:
        return self._value

    @always_inline
    def __int__(self) -> Int:
        return Int(self._value)

    @always_inline
    def __eq__(self, other: Self) -> Bool:
        return self._value == other._value

    @always_inline
    def __lt__(self, other: Self) -> Bool:
        return self._value < other._value

    def is_ascii(self) -> Bool:
        return self._value < 128

    def is_ascii_digit(self) -> Bool:
        return self._value >= 48 and self._value <= 57

    def is_ascii_upper(self) -> Bool:
        return self._value >= 65 and self._value <= 90

    def is_ascii_lower(self) -> Bool:
        return self._value >= 97 and self._value <= 122

    def utf8_byte_length(self) -> Int:
        if self._value < 0x80:
            return 1
        if self._value < 0x800:
            return 2
        if self._value < 0x10000:
            return 3
        return 4

    def write_to(self, mut writer: Some[Writer]):
        var bytes = __builtin.uninit[__builtin.array[UInt8, 4]]()
        var c = self._value
        var n = self.utf8_byte_length()
        if n == 1:
            __builtin.array_ref(bytes, Int(0)._value) = UInt8(c)
        else:
            var i = n - 1
            while i > 0:
                __builtin.array_ref(bytes, i._value) = UInt8(c & 0x3F) | 0x80
                c >>= 6
                i -= 1
            var lead = UInt8(c)
            if n == 2:
                lead |= 0xC0
            elif n == 3:
                lead |= 0xE0
            else:
                lead |= 0xF0
            __builtin.array_ref(bytes, Int(0)._value) = lead
        writer.write_string(
            StringSpan[ImmUntrackedOrigin](_ptr=__builtin.ptr_cast[UInt8](__builtin.addr_of(bytes)), _len=n)
        )
        __builtin.mark_destroyed(bytes)

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("Codepoint(")
        Int(self._value).write_to(writer)
        writer.write_string(")")

    def __hash__(self, mut hasher: Some[Hasher]):
        hasher._update_with_simd(self._value)


@always_inline
def _sequence_length(lead: UInt8) -> Int:
    if lead < 0x80:
        return 1
    if lead < 0xE0:
        return 2
    if lead < 0xF0:
        return 3
    return 4


def _decode(p: __builtin.ptr[UInt8], n: Int) -> UInt32:
    var lead = UInt32(__builtin.deref(p))
    if n == 1:
        return lead
    var c = lead & (UInt32(0x7F) >> UInt32(n))
    for i in range(1, n):
        c = (c << 6) | (UInt32(__builtin.deref(__builtin.offset(p, i._value))) & 0x3F)
    return c


struct _CodepointIter[mut: Bool, //, origin: Origin[mut=mut]](Iterable, Iterator, TrivialRegisterPassable):
    comptime Element = Codepoint
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _ptr: __builtin.ptr[UInt8]
    var _left: Int

    @always_inline
    def __init__(out self, ptr: __builtin.ptr[UInt8], length: Int):
        self._ptr = ptr
        self._left = length

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> Codepoint:
        if self._left <= 0:
            raise StopIteration()
        var c = UInt32(__builtin.deref(self._ptr))
        var n = 1
        if c >= 0x80:
            n = min(_sequence_length(UInt8(c)), self._left)
            c = _decode(self._ptr, n)
        self._ptr = __builtin.offset(self._ptr, n._value)
        self._left -= n
        return Codepoint(unsafe_unchecked_codepoint=c)


struct _CodepointSliceIter[mut: Bool, //, origin: Origin[mut=mut]](Iterable, Iterator, TrivialRegisterPassable):
    comptime Element = StringSpan[Self.origin]
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _ptr: __builtin.ptr[UInt8]
    var _left: Int

    @always_inline
    def __init__(out self, ptr: __builtin.ptr[UInt8], length: Int):
        self._ptr = ptr
        self._left = length

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> StringSpan[Self.origin]:
        if self._left <= 0:
            raise StopIteration()
        var n = min(_sequence_length(__builtin.deref(self._ptr)), self._left)
        var c = StringSpan[Self.origin](_ptr=self._ptr, _len=n)
        self._ptr = __builtin.offset(self._ptr, n._value)
        self._left -= n
        return c


def ord(text: StringSpan) -> Int:
    """The code point of a one-character text."""
    debug_assert["safe"](text._len > 0, "ord() expects a character")
    return Int(_decode(text._ptr, min(_sequence_length(__builtin.deref(text._ptr)), text._len)))


def chr(codepoint: Int) -> String:
    """The character of a code point."""
    var text = String()
    Codepoint(unsafe_unchecked_codepoint=UInt32(codepoint)).write_to(text)
    return text^


def ascii(value: StringSpan) -> String:
    """The text as code would show it."""
    var text = String()
    value.write_repr_to(text)
    return text^
