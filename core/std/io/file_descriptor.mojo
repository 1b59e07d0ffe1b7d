# SPDX-License-Identifier: Apache-2.0
"""Files by the number that the operating system gives them."""

from std.io.file import FileHandle


struct FileDescriptor(TrivialRegisterPassable, Writer):
    """An open file by its number; it is not closed when this value dies."""

    var value: Int

    @always_inline
    def __init__(out self, value: Int = 1):
        self.value = value

    @always_inline
    def __init__(out self, file: FileHandle):
        self.value = file._fd

    def write_string(mut self, string: StringSpan):
        __builtin.external_call["mojo_rt_write", NoneType](self.value._value, string._ptr, string._len._value)

    def write_bytes(mut self, bytes: Span[Byte, _]):
        __builtin.external_call["mojo_rt_write", NoneType](self.value._value, bytes._ptr, bytes._len._value)

    def read_bytes(mut self, buffer: Span[mut=True, Byte, _]) raises -> UInt:
        """Reads up to the length of the buffer; 0 at the end of the file."""
        var n = Int(
            _prim=__builtin.external_call["read", __builtin.simd[14, 1]](
                __builtin.cast[__builtin.simd[6, 1]](self.value._value), buffer._ptr, buffer._len._value
            )
        )
        if n < 0:
            raise Error("Failed to read bytes.")
        return UInt(n)

    def isatty(self) -> Bool:
        """Whether it is a terminal."""
        return Int32(
            _prim=__builtin.external_call["isatty", __builtin.simd[6, 1]](
                __builtin.cast[__builtin.simd[6, 1]](self.value._value)
            )
        ) != 0


comptime stdin = FileDescriptor(0)
comptime stdout = FileDescriptor(1)
comptime stderr = FileDescriptor(2)
