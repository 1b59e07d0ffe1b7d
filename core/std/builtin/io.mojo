# SPDX-License-Identifier: Apache-2.0
"""`print` and `input`."""

from std.io.file_descriptor import FileDescriptor


struct _StdStream(Movable, Writer):
    """Standard output or error, buffered by the runtime until the program ends or a terminal's line does."""

    var _fd: Int

    @always_inline
    def __init__(out self, fd: Int):
        self._fd = fd

    @always_inline
    def write_string(mut self, string: StringSpan):
        __builtin.external_call["mojo_rt_write", NoneType](self._fd._value, string._ptr, string._len._value)


@no_inline
def print[*Ts: Writable](
    *values: *Ts,
    sep: StaticString = " ",
    end: StaticString = "\n",
    flush: Bool = False,
    var file: FileDescriptor = FileDescriptor(1),
):
    """Writes the values to standard output, or to another file."""
    var out = _StdStream(file.value)
    comptime for i in range(values.__len__()):
        comptime if i > 0:
            out.write_string(sep)
        values[i].write_to(out)
    out.write_string(end)
    if flush:
        __builtin.external_call["mojo_rt_flush", NoneType]()


def _print_error(text: String):
    __builtin.external_call["mojo_rt_flush", NoneType]()
    var err = _StdStream(2)
    err.write_string(text)
    err.write_string("\n")


def input(prompt: StringSpan = "") raises -> String:
    """Reads a line from standard input, without its end; raises at the end of the input."""
    if prompt._len > 0:
        var out = _StdStream(1)
        out.write_string(prompt)
    __builtin.external_call["mojo_rt_flush", NoneType]()
    var length = Int(0)
    var data = __builtin.external_call["mojo_rt_read_line", __builtin.ptr[UInt8]](__builtin.addr_of(length))
    if length < 0:
        raise Error("EOF")
    var line = String(StringSpan[ImmUntrackedOrigin](_ptr=data, _len=length))
    __builtin.free(data)
    return line^
