# SPDX-License-Identifier: Apache-2.0
"""Text as C has it: bytes up to a NUL."""

from std.collections.optional import _NullNiche


struct CStringSlice[mut: Bool, //, origin: Origin[mut=mut]](
    Equatable, Sized, TrivialRegisterPassable, Writable, _NullNiche
):
    """Bytes that end with NUL, in somebody else's memory. Never null: `Optional[CStringSlice[…]]` is C's `char *`."""

    var _start: __builtin.ptr[UInt8]

    @always_inline
    def __init__(out self, *, unsafe_from_ptr: Pointer[Int8, Self.origin]):
        """The memory must hold a NUL."""
        self._start = __builtin.ptr_cast[UInt8](unsafe_from_ptr._value)

    def __init__(out self, text: StringSpan[Self.origin]) raises:
        """The text must end with NUL, and hold no other."""
        self = Self(text.as_bytes())

    def __init__(out self, bytes: Span[Byte, Self.origin]) raises:
        """The bytes must end with NUL, and hold no other."""
        if len(bytes) == 0 or bytes[len(bytes) - 1] != 0:
            raise Error("text for C must end with a NUL")
        for i in range(len(bytes) - 1):
            if bytes[i] == 0:
                raise Error("text for C holds a NUL before its end")
        self._start = bytes._ptr

    @always_inline
    def unsafe_ptr(self) -> Pointer[Int8, Self.origin]:
        return Pointer[Int8, Self.origin](_ptr=__builtin.ptr_cast[Int8](self._start))

    def __len__(self) -> Int:
        """The number of bytes before the NUL."""
        return Int(_prim=__builtin.external_call["strlen", __builtin.simd[14, 1]](self._start))

    def as_bytes(self) -> Span[Byte, Self.origin]:
        return Span[Byte, Self.origin](_ptr=self._start, _len=len(self))

    def as_bytes_with_nul(self) -> Span[Byte, Self.origin]:
        return Span[Byte, Self.origin](_ptr=self._start, _len=len(self) + 1)

    def __eq__(self, other: Self) -> Bool:
        return Int32(
            _prim=__builtin.external_call["strcmp", __builtin.simd[6, 1]](self._start, other._start)
        ) == 0

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(StringSpan[ImmUntrackedOrigin](_c_string=self._start))
