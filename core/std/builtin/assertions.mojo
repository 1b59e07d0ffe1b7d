# SPDX-License-Identifier: Apache-2.0
"""Assertions, at the level given by `-D ASSERT=none|safe|warn|all`."""

comptime _ASSERT_MODE = StaticString(_literal=__builtin.define["ASSERT", "safe"])


@always_inline
def _enabled[mode: StaticString]() -> Bool:
    comptime if _ASSERT_MODE == "none":
        return False
    elif _ASSERT_MODE == "safe":
        return mode == "safe"
    else:
        return True


@always_inline
def debug_assert[mode: StaticString = "none"](condition: Bool, message: StaticString = "assertion failed"):
    """Ends the program with a message and the caller's position when the condition is false."""
    comptime if _enabled[mode]():
        if __builtin.unlikely((not condition)._value):
            _assert_failed(
                message,
                StaticString(_c_string=__builtin.location_file()),
                Int(_prim=__builtin.location_line()),
                Int(_prim=__builtin.location_col()),
            )


@no_inline
def _assert_failed(message: StaticString, file: StaticString, line: Int, column: Int):
    __builtin.external_call["mojo_rt_assert_failed", NoneType](
        message._ptr, message._len._value, file._ptr, file._len._value, line._value, column._value
    )
    comptime if _ASSERT_MODE != "warn":
        __builtin.trap()


@no_inline
def _assert_failed_text(message: String, file: StaticString, line: Int, column: Int):
    __builtin.external_call["mojo_rt_assert_failed", NoneType](
        message._data(), message.byte_length()._value, file._ptr, file._len._value, line._value, column._value
    )
    comptime if _ASSERT_MODE != "warn":
        __builtin.trap()


@no_inline
def _slice_failed(start: Int, end: Int, length: Int):
    var text: String
    if start < 0 or start > length:
        text = String("slice start index ", start, " is out of bounds, valid range is 0 to ", length)
    elif end < 0 or end > length:
        text = String("slice end index ", end, " is out of bounds, valid range is 0 to ", length)
    else:
        text = String("slice start index ", start, " is greater than slice end index ", end)
    _assert_failed_text(text, "<slice>", 0, 0)


@no_inline
def abort(message: StringSpan = "") -> Never:
    """Ends the program with a message; no error is raised."""
    __builtin.abort(message._ptr, message._len._value)
