# SPDX-License-Identifier: Apache-2.0
"""The default error type, and the end of iteration."""


struct Error(Boolable, Defaultable, ImplicitlyCopyable, Writable):
    """An error that carries a message."""

    var _message: String

    @always_inline
    def __init__(out self):
        self._message = String()

    @implicit
    def __init__(out self, var value: String):
        self._message = value^

    @implicit
    def __init__[v: __builtin.PrimStr, //](out self, value: StringLiteral[v]):
        self._message = String(value)

    @implicit
    def __init__(out self, value: StringSpan):
        self._message = String(value)

    @implicit
    def __init__[T: Writable, _rank: Bool = False, _rank2: Bool = False](out self, value: T):
        self._message = String()
        value.write_to(self._message)

    def __init__[*Ts: Writable](out self, *args: *Ts):
        self._message = String()
        comptime for i in range(args.__len__()):
            args[i].write_to(self._message)

    def __bool__(self) -> Bool:
        return self._message.byte_length() != 0

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(self._message)

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("Error(")
        self._message.write_repr_to(writer)
        writer.write_string(")")


struct StopIteration(TrivialRegisterPassable, Writable):
    """Raised by an iterator that has no more elements."""

    @always_inline("builtin")
    def __init__(out self):
        pass

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("StopIteration")
