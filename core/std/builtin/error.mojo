# SPDX-License-Identifier: Apache-2.0
"""The default error type, and the end of iteration."""


struct Error(Boolable, Defaultable, ImplicitlyCopyable, Writable):
    """An error that carries a message, and what caused it (`raise … from`)."""

    var _message: String
    var _cause: String  # its own cause behind it; empty: none

    @always_inline
    def __init__(out self):
        self._message = String()
        self._cause = String()

    @implicit
    def __init__(out self, var value: String):
        self._message = value^
        self._cause = String()

    @implicit
    def __init__[v: __builtin.PrimStr, //](out self, value: StringLiteral[v]):
        self._message = String(value)
        self._cause = String()

    @implicit
    def __init__(out self, value: StringSpan):
        self._message = String(value)
        self._cause = String()

    @implicit
    def __init__[T: Writable, _rank: Bool = False, _rank2: Bool = False](out self, value: T):
        self._message = String()
        self._cause = String()
        value.write_to(self._message)

    def __init__[*Ts: Writable](out self, *args: *Ts):
        self._message = String()
        self._cause = String()
        comptime for i in range(args.__len__()):
            args[i].write_to(self._message)

    def __bool__(self) -> Bool:
        return self._message.byte_length() != 0

    def cause(self) -> String:
        """What was given behind `from`, with its own causes; empty when there is none."""
        return self._cause

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(self._message)

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("Error(")
        self._message.write_repr_to(writer)
        writer.write_string(")")


def _raised_from[T: Writable](var error: Error, cause: T) -> Error:
    """`raise error from cause`."""
    error._cause = String(cause)
    return error^


def _raised_from(var error: Error, cause: Error) -> Error:
    error._cause = String(cause)
    if cause._cause:
        error._cause += "\ncaused by: " + cause._cause
    return error^


struct StopIteration(TrivialRegisterPassable, Writable):
    """Raised by an iterator that has no more elements."""

    @always_inline("builtin")
    def __init__(out self):
        pass

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("StopIteration")
