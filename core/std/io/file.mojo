# SPDX-License-Identifier: Apache-2.0
"""Reading and writing files."""

from std.builtin.assertions import abort
from std.os.file_system import PathLike


struct FileHandle(Movable, Writer):
    """An open file; closed when it is destroyed or a `with` block ends."""

    var _fd: Int  # -1: closed

    def __init__(out self, path: StringSpan, mode: StringSpan) raises:
        var name = String(path)
        name._append_byte(0)
        var kind = 0
        if mode == "r" or mode == "rb":
            kind = 0
        elif mode == "w" or mode == "wb":
            kind = 1
        elif mode == "a" or mode == "ab":
            kind = 2
        elif mode == "rw" or mode == "r+" or mode == "w+":
            kind = 3
        else:
            raise Error("invalid mode: '", mode, "'; use \"r\", \"w\", \"a\" or \"rw\"")
        self._fd = Int(
            _prim=__builtin.external_call["mojo_rt_open", __builtin.simd[14, 1]](name._ptr, kind._value)
        )
        if self._fd < 0:
            raise Error("cannot open '", path, "': ", _error_text(-self._fd))

    def __enter__(var self) -> Self:
        return self^

    def close(mut self) raises:
        """Closes the file."""
        self._close()

    def _close(mut self):
        if self._fd >= 0:
            __builtin.external_call["mojo_rt_close", NoneType](self._fd._value)
            self._fd = -1

    def read(self, size: Int = -1) raises -> String:
        """Reads `size` bytes, or all that is left."""
        var bytes = self._read(size)
        var text = String()
        text._ptr = bytes._data
        text._len = bytes._len
        text._cap = bytes._cap
        bytes._cap = 0
        bytes._len = 0
        return text^

    def read_bytes(self, size: Int = -1) raises -> List[UInt8]:
        """Reads `size` bytes, or all that is left."""
        return self._read(size)

    def _read(self, size: Int) raises -> List[UInt8]:
        if self._fd < 0:
            raise Error("the file is closed")
        var room = size
        if size < 0:  # what is left of a regular file, and one byte to see its end
            room = max(
                Int(_prim=__builtin.external_call["mojo_rt_left", __builtin.simd[14, 1]](self._fd._value)) + 1, 1 << 16
            )
        var result = List[UInt8](capacity=room)
        while size < 0 or result._len < size:
            if result._len == result._cap:
                if size >= 0:
                    break
                result._grow(result._cap * 2)
            var n = Int(
                _prim=__builtin.external_call["mojo_rt_read", __builtin.simd[14, 1]](
                    self._fd._value,
                    __builtin.offset(result._data, result._len._value),
                    (result._cap - result._len)._value,
                )
            )
            if n < 0:
                raise Error("cannot read: ", _error_text(-n))
            if n == 0:
                break
            result._len += n
        return result^

    @always_inline
    def write_string(mut self, string: StringSpan):
        """Writes all of a text; a failure ends the program. `write_all` raises instead."""
        self._write(string._ptr, string._len)

    @always_inline
    def write_bytes(mut self, bytes: Span[Byte, _]):
        """Writes all bytes; a failure ends the program. `write_all` raises instead."""
        self._write(bytes._ptr, bytes._len)

    @always_inline
    def _write(self, data: __builtin.ptr[UInt8], size: Int):
        var code = self._try_write(data, size)
        if code < 0:
            abort(String("a file cannot be written: ", _error_text(-code)))

    def _try_write(self, data: __builtin.ptr[UInt8], size: Int) -> Int:
        return Int(
            _prim=__builtin.external_call["mojo_rt_write_file", __builtin.simd[14, 1]](
                self._fd._value, data, size._value
            )
        )

    def write_all(mut self, bytes: Span[Byte, _]) raises:
        """Writes all bytes, or raises."""
        var code = self._try_write(bytes._ptr, bytes._len)
        if code < 0:
            raise Error("cannot write: ", _error_text(-code))

    def seek(self, offset: UInt64, whence: UInt8 = 0) raises -> UInt64:
        var at = Int(
            _prim=__builtin.external_call["lseek", __builtin.simd[14, 1]](
                Int32(self._fd)._value, Int(offset)._value, Int32(whence)._value
            )
        )
        if at < 0:
            raise Error("cannot seek")
        return UInt64(at)

    def __deinit__(deinit self):
        if self._fd >= 0:
            __builtin.external_call["mojo_rt_close", NoneType](self._fd._value)


def open(path: StringSpan, mode: StringSpan = "r") raises -> FileHandle:
    """Opens a file: "r" to read, "w" to write it anew, "a" to append, "rw" for both."""
    return FileHandle(path, mode)


def _error_text(code: Int) -> String:
    return String(
        StaticString(_c_string=__builtin.external_call["strerror", __builtin.ptr[UInt8]](Int32(code)._value))
    )


def open[P: PathLike, //](path: P, mode: StringSpan = "r") raises -> FileHandle:
    return open(path.__fspath__(), mode=mode)
