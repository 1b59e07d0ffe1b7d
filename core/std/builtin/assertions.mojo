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
            comptime if _ASSERT_MODE == "warn":
                _report_failure(
                    message,
                    __builtin.location_file(),
                    Int(_prim=__builtin.location_line()),
                    Int(_prim=__builtin.location_col()),
                )
            else:
                _assert_failed(
                    message,
                    __builtin.location_file(),
                    Int(_prim=__builtin.location_line()),
                    Int(_prim=__builtin.location_col()),
                )


comptime _assert_statements = _enabled["none"]()


@always_inline
def _assert_statement_failed():
    """What `assert c` does when c is false."""
    _failed_at("assertion failed", __builtin.caller_file[1](), __builtin.caller_line[1](), __builtin.caller_col[1]())


@always_inline
def _assert_statement_failed(message: Some[Writable]):
    """What `assert c, message` does when c is false."""
    _failed_at(
        String(message), __builtin.caller_file[1](), __builtin.caller_line[1](), __builtin.caller_col[1]()
    )


@no_inline
def _failed_at(
    message: String, file: __builtin.ptr[UInt8], line: __builtin.simd[14, 1], column: __builtin.simd[14, 1]
):
    _report_failure(message, file, Int(_prim=line), Int(_prim=column))
    comptime if _ASSERT_MODE != "warn":
        __builtin.trap()


@no_inline
def _report_failure(message: StringSpan, file: __builtin.ptr[UInt8], line: Int, column: Int):
    var path = StaticString(_c_string=file)
    __builtin.external_call["mojo_rt_assert_failed", NoneType](
        message._ptr, message._len._value, path._ptr, path._len._value, line._value, column._value
    )


@no_inline
def _assert_failed(message: StringSpan, file: __builtin.ptr[UInt8], line: Int, column: Int) -> Never:
    _report_failure(message, file, line, column)
    __builtin.trap()


@deprecated("`abort` has no parameter", rewrite="abort()")
@always_inline
def abort[result: AnyType]() -> result:
    abort()


@deprecated("`abort` has no parameter", rewrite="abort({message})")
@always_inline
def abort[result: AnyType](message: StringSpan) -> result:
    abort(message)


@always_inline
def breakpoint():
    """Stops in the debugger; without one the program ends by the signal SIGTRAP."""
    _ = __builtin.external_call["raise", __builtin.simd[6, 1]](Int32(5)._value)


@always_inline
def abort(message: StringSpan = "") -> Never:
    """Ends the program with a message; no error is raised."""
    __builtin.abort(message._ptr, message._len._value)
