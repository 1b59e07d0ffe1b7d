# SPDX-License-Identifier: Apache-2.0
"""Owned UTF-8 text."""

from std.builtin.traits import _PythonValue
from std.collections.string_span import _Text
from std.collections.span import ContiguousSlice, Span
from std.collections._format import _format
from std.collections.codepoint import Codepoint, _CodepointIter, _CodepointSliceIter


@__sealed
struct String(
    Boolable,
    Comparable,
    Defaultable,
    FloatableRaising,
    Hashable,
    ImplicitlyCopyable,
    IntableRaising,
    Iterable,
    Writable,
    Writer,
    _Text,
):
    """Text that owns its bytes. Text from literals is referred to, not copied, until it changes."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _CodepointSliceIter[
        iterable_origin
    ]
    comptime ASCII_LOWERCASE: StaticString = "abcdefghijklmnopqrstuvwxyz"
    comptime ASCII_UPPERCASE: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    comptime ASCII_LETTERS: StaticString = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    comptime DIGITS: StaticString = "0123456789"
    comptime HEX_DIGITS: StaticString = "0123456789abcdefABCDEF"
    comptime OCT_DIGITS: StaticString = "01234567"
    comptime PUNCTUATION: StaticString = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    comptime PRINTABLE: StaticString = (
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\v\f"
    )

    var _ptr: __builtin.ptr[UInt8]
    var _len: Int
    var _cap: Int  # 0: the bytes are static

    # ---- lifecycle ----

    @always_inline
    def __init__(out self):
        self._ptr = __builtin.null[UInt8]()
        self._len = 0
        self._cap = 0

    @implicit
    @always_inline
    def __init__[v: __builtin.PrimStr, //](out self, value: StringLiteral[v]):
        self._ptr = __builtin.str_literal_ptr[v]()
        self._len = __builtin.str_len[v]
        self._cap = 0

    @implicit
    def __init__(out self, value: StaticString):
        # Copied: a span of memory that no value owns (C strings, buffers) counts as static here too.
        self = Self(capacity_bytes=value._len)
        self.write_string(value)

    def __init__(out self, value: StringSpan):
        self = Self(capacity_bytes=value._len)
        self.write_string(value)

    @always_inline
    def __init__(out self, *, capacity_bytes: Int):
        self._len = 0
        if capacity_bytes > 0:
            self._cap = (capacity_bytes + 7) & ~7
            self._ptr = __builtin.alloc[UInt8](self._cap._value, Int(8)._value)
        else:
            self._cap = 0
            self._ptr = __builtin.null[UInt8]()

    @always_inline
    def __init__(out self, *, capacity: Int):
        self = Self(capacity_bytes=capacity)

    def __init__[*Ts: Writable](out self, *args: *Ts, sep: StaticString = "", end: StaticString = ""):
        self = Self()
        comptime for i in range(args.__len__()):
            comptime if i > 0:
                self.write_string(sep)
            args[i].write_to(self)
        self.write_string(end)

    def __init__(out self, *, unsafe_from_utf8: Span[Byte, _]):
        self = Self(capacity_bytes=len(unsafe_from_utf8))
        self.write_string(
            StringSpan[ImmUntrackedOrigin](_ptr=unsafe_from_utf8._ptr, _len=unsafe_from_utf8._len)
        )

    def __init__[P: _PythonValue, //](out self, *, py: P) raises:
        """The text of a Python `str`."""
        self = py._to_string()

    def __init__(out self, *, copy: Self):
        self._len = copy._len
        if copy._cap == 0:
            self._ptr = copy._ptr
            self._cap = 0
        else:
            self._cap = (copy._len + 7) & ~7
            if self._cap == 0:
                self._ptr = __builtin.null[UInt8]()
            else:
                self._ptr = __builtin.alloc[UInt8](self._cap._value, Int(8)._value)
                __builtin.memcpy(self._ptr, copy._ptr, copy._len._value)

    @always_inline
    def __deinit__(deinit self):
        if self._cap > 0:
            __builtin.free(self._ptr)

    # ---- size and bytes ----

    @always_inline
    def _data(self) -> __builtin.ptr[UInt8]:
        return self._ptr

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
    def capacity_bytes(self) -> Int:
        return self._cap

    @always_inline
    def _span(self) -> StringSpan[ImmUntrackedOrigin]:
        return StringSpan[ImmUntrackedOrigin](_ptr=self._ptr, _len=self._len)

    @always_inline
    def as_bytes(ref self) -> Span[Byte, origin_of(self["element"])]:
        return Span[Byte, origin_of(self["element"])](_ptr=self._ptr, _len=self._len)

    @always_inline
    def bytes(ref self) -> Span[Byte, origin_of(self["element"])]:
        return Span[Byte, origin_of(self["element"])](_ptr=self._ptr, _len=self._len)

    @always_inline
    def as_string_slice(ref self) -> StringSpan[origin_of(self["element"])]:
        return StringSpan[origin_of(self["element"])](_ptr=self._ptr, _len=self._len)

    @always_inline
    def unsafe_ptr(ref self) -> Pointer[Byte, origin_of(self["element"])]:
        return Pointer[Byte, origin_of(self["element"])](_ptr=self._ptr)

    def count_codepoints(self) -> Int:
        return self._span().count_codepoints()

    # ---- growth ----

    @no_inline
    def _grow(mut self, capacity: Int):
        var cap = (capacity + 7) & ~7
        var data = __builtin.alloc[UInt8](cap._value, Int(8)._value)
        if self._len > 0:
            __builtin.memcpy(data, self._ptr, self._len._value)
        if self._cap > 0:
            __builtin.free(self._ptr)
        self._ptr = data
        self._cap = cap

    def reserve_bytes(mut self, capacity: Int):
        if capacity > self._cap:
            self._grow(capacity)

    def reserve(mut self, capacity: Int):
        self.reserve_bytes(capacity)

    @always_inline
    def _append_byte(mut self, byte: UInt8):
        if self._len >= self._cap:
            self._grow(max(self._len * 2, 16))
        __builtin.deref(__builtin.offset(self._ptr, self._len._value)) = byte
        self._len += 1

    @always_inline
    def _is_text(self, other: StringSpan) -> Bool:
        return StringSpan(self) == other

    def _same_text[T: _Text](self, other: T) -> Bool:
        return other._is_text(self)

    def write_string(mut self, string: StringSpan):
        var n = string._len
        if n > 0:
            if self._len + n > self._cap:
                self._grow(max(self._len + n, self._len * 2))
            __builtin.memcpy(__builtin.offset(self._ptr, self._len._value), string._ptr, n._value)
            self._len += n

    def append(mut self, codepoint: Codepoint):
        codepoint.write_to(self)

    def clear(mut self):
        self._len = 0

    # ---- operators ----

    def __add__(self, other: StringSpan) -> String:
        var result = String(capacity_bytes=self._len + other._len)
        result.write_string(self._span())
        result.write_string(other)
        return result^

    def __radd__(self, other: StringSpan) -> String:
        var result = String(capacity_bytes=self._len + other._len)
        result.write_string(other)
        result.write_string(self._span())
        return result^

    @always_inline
    def __iadd__(mut self, other: StringSpan):
        self.write_string(other)

    def __mul__(self, count: Int) -> String:
        return self._span() * count

    @always_inline
    def __eq__(self, other: String) -> Bool:
        return self._span() == other._span()

    @always_inline
    def __ne__(self, other: String) -> Bool:
        return not self._span() == other._span()

    def __lt__(self, other: String) -> Bool:
        return self._span() < other._span()

    @always_inline
    def __eq__[_rank: Bool = False](self, other: StringSpan) -> Bool:
        return self._span() == other

    @always_inline
    def __ne__[_rank: Bool = False](self, other: StringSpan) -> Bool:
        return not self._span() == other

    # ---- the reading methods of StringSpan ----

    def __getitem__(ref self, *, byte: Int) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice()[byte=byte]

    def __getitem__(ref self, *, byte: ContiguousSlice) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice()[byte=byte]

    def __getitem__(ref self, *, codepoint: Int) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice()[codepoint=codepoint]

    def __getitem__(ref self, *, codepoint: ContiguousSlice) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice()[codepoint=codepoint]

    def codepoints(ref self) -> _CodepointIter[origin_of(self["element"])]:
        return _CodepointIter[origin_of(self["element"])](self._ptr, self._len)

    def codepoint_slices(ref self) -> _CodepointSliceIter[origin_of(self["element"])]:
        return _CodepointSliceIter[origin_of(self["element"])](self._ptr, self._len)

    def __iter__(ref self) -> _CodepointSliceIter[origin_of(self["element"])]:
        return _CodepointSliceIter[origin_of(self["element"])](self._ptr, self._len)

    def find(self, substr: StringSpan, start: Int = 0) -> Int:
        return self._span().find(substr, start)

    def rfind(self, substr: StringSpan, start: Int = 0) -> Int:
        return self._span().rfind(substr, start)

    def __contains__(self, substr: StringSpan) -> Bool:
        return self._span().find(substr) >= 0

    def count(self, substr: StringSpan) -> Int:
        return self._span().count(substr)

    def startswith(self, prefix: StringSpan, start: Int = 0, end: Int = -1) -> Bool:
        return self._span().startswith(prefix, start, end)

    def endswith(self, suffix: StringSpan, start: Int = 0, end: Int = -1) -> Bool:
        return self._span().endswith(suffix, start, end)

    def strip(ref self) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().strip()

    def lstrip(ref self) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().lstrip()

    def rstrip(ref self) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().rstrip()

    def strip(ref self, chars: StringSpan) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().strip(chars)

    def lstrip(ref self, chars: StringSpan) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().lstrip(chars)

    def rstrip(ref self, chars: StringSpan) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().rstrip(chars)

    def removeprefix(ref self, prefix: StringSpan) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().removeprefix(prefix)

    def removesuffix(ref self, suffix: StringSpan) -> StringSpan[origin_of(self["element"])]:
        return self.as_string_slice().removesuffix(suffix)

    def split(ref self, sep: StringSpan) -> List[StringSpan[origin_of(self["element"])]]:
        return self.as_string_slice().split(sep)

    def split(ref self, sep: StringSpan, maxsplit: Int) -> List[StringSpan[origin_of(self["element"])]]:
        return self.as_string_slice().split(sep, maxsplit)

    def split(ref self) -> List[StringSpan[origin_of(self["element"])]]:
        return self.as_string_slice().split()

    def split(ref self, *, maxsplit: Int) -> List[StringSpan[origin_of(self["element"])]]:
        return self.as_string_slice().split(maxsplit=maxsplit)

    def splitlines(ref self, keepends: Bool = False) -> List[StringSpan[origin_of(self["element"])]]:
        return self.as_string_slice().splitlines(keepends)

    def join[T: Writable & Movable](self, elems: List[T]) -> String:
        return self._span().join(elems)

    def format[*Ts: Writable](self, *args: *Ts) raises -> String:
        """This text with its fields `{}`, `{0}`, `{!r}` replaced by the arguments' text."""
        return _format(self._span(), *args)

    def replace(self, old: StringSpan, new: StringSpan) -> String:
        return self._span().replace(old, new)

    def lower(self) -> String:
        return self._span().lower()

    def upper(self) -> String:
        return self._span().upper()

    def ascii_rjust(self, width: Int, fillchar: StaticString = " ") -> String:
        return self._span().ascii_rjust(width, fillchar)

    def ascii_ljust(self, width: Int, fillchar: StaticString = " ") -> String:
        return self._span().ascii_ljust(width, fillchar)

    def ascii_center(self, width: Int, fillchar: StaticString = " ") -> String:
        return self._span().ascii_center(width, fillchar)

    def islower(self) -> Bool:
        return self._span().islower()

    def isupper(self) -> Bool:
        return self._span().isupper()

    def is_ascii_printable(self) -> Bool:
        return self._span().is_ascii_printable()

    def isspace(self) -> Bool:
        return self._span().isspace()

    def is_ascii_digit(self) -> Bool:
        return self._span().is_ascii_digit()

    def __int__(self) raises -> Int:
        return self._span().__int__()

    def __float__(self) raises -> Float64:
        return self._span().__float__()

    # ---- text, hash ----

    @always_inline
    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(self._span())

    def write_repr_to(self, mut writer: Some[Writer]):
        self._span().write_repr_to(writer)

    @always_inline
    def __hash__(self, mut hasher: Some[Hasher]):
        hasher._update_with_bytes(self._ptr, self._len)
