# SPDX-License-Identifier: Apache-2.0
"""Assertions for tests, and suites of tests. A failed assertion raises an error that says where and shows both sides."""

from std.testing.suite import TestReport, TestResult, TestSuite, TestSuiteReport


def _failure(text: String, file: __builtin.ptr[UInt8], line: Int, column: Int) -> Error:
    return Error("At ", StaticString(_c_string=file), ":", line, ":", column, ": AssertionError: ", text)


def _comparison[
    A: Writable, B: Writable
](what: StaticString, lhs: A, rhs: B, reason: StringSpan) -> String:
    var text = String("`", what, " failed:\n   left: ", lhs, "\n  right: ", rhs)
    if reason:
        text.write("\n  reason: ", reason)
    return text^


@always_inline
def assert_true[T: Boolable](value: T, msg: StringSpan = "condition was unexpectedly False") raises:
    if not value.__bool__():
        raise _failure(
            String(msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_false[T: Boolable](value: T, msg: StringSpan = "condition was unexpectedly True") raises:
    if value.__bool__():
        raise _failure(
            String(msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_equal[T: Equatable & Writable](lhs: T, rhs: T, msg: StringSpan = "") raises:
    if lhs != rhs:
        raise _failure(
            _comparison("left == right` comparison", lhs, rhs, msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_equal(lhs: StringSpan, rhs: StringSpan, msg: StringSpan = "") raises:
    if lhs != rhs:
        raise _failure(
            _comparison("left == right` comparison", lhs, rhs, msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_not_equal[T: Equatable & Writable](lhs: T, rhs: T, msg: StringSpan = "") raises:
    if lhs == rhs:
        raise _failure(
            _comparison("left != right` comparison", lhs, rhs, msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_not_equal(lhs: StringSpan, rhs: StringSpan, msg: StringSpan = "") raises:
    if lhs == rhs:
        raise _failure(
            _comparison("left != right` comparison", lhs, rhs, msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_is[T: Identifiable & Writable](lhs: T, rhs: T, msg: StringSpan = "") raises:
    if lhs is not rhs:
        raise _failure(
            _comparison("left is right` identification", lhs, rhs, msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_is_not[T: Identifiable & Writable](lhs: T, rhs: T, msg: StringSpan = "") raises:
    if lhs is rhs:
        raise _failure(
            _comparison("left is not right` identification", lhs, rhs, msg),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


@always_inline
def assert_almost_equal[
    dtype: DType, n: SIMDLength, //
](
    lhs: SIMD[dtype, n],
    rhs: SIMD[dtype, n],
    msg: StringSpan = "",
    *,
    atol: Float64 = 1e-8,
    rtol: Float64 = 1e-5,
    equal_nan: Bool = False,
) raises:
    """Whether every lane is within `atol`, or `rtol` times the larger of both."""
    if not _close(lhs, rhs, atol, rtol, equal_nan):
        raise _failure(
            String(lhs, " is not close to ", rhs, " with a diff of ", abs(lhs - rhs), " (" if msg else "", msg, ")" if msg else ""),
            __builtin.location_file(),
            Int(_prim=__builtin.location_line()),
            Int(_prim=__builtin.location_col()),
        )


def _close[
    dtype: DType, n: SIMDLength, //
](lhs: SIMD[dtype, n], rhs: SIMD[dtype, n], atol: Float64, rtol: Float64, equal_nan: Bool) -> Bool:
    for i in range(Int(n)):
        var a = Float64(lhs[i])
        var b = Float64(rhs[i])
        if a == b or (equal_nan and a != a and b != b):
            continue
        if not abs(a - b) <= max(atol, rtol * max(abs(a), abs(b))):
            return False
    return True


struct assert_raises(Movable):
    """`with assert_raises(contains="text"):` fails when its block raises nothing; an error with another text passes on."""

    var _contains: String
    var _file: __builtin.ptr[UInt8]
    var _line: Int
    var _column: Int

    @always_inline
    def __init__(out self):
        self = Self(contains="")

    @always_inline
    def __init__(out self, *, contains: String):
        self._contains = contains
        self._file = __builtin.location_file()
        self._line = Int(_prim=__builtin.location_line())
        self._column = Int(_prim=__builtin.location_col())

    def __enter__(self):
        pass

    def __exit__(mut self) raises:
        raise Error(
            "AssertionError: Didn't raise at ", StaticString(_c_string=self._file), ":", self._line, ":", self._column
        )

    def __exit__(mut self, error: Error) raises -> Bool:
        return self._contains in String(error)
