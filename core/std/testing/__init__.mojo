# SPDX-License-Identifier: Apache-2.0
"""Assertions for tests; each raises an error that shows both sides."""


def assert_true[T: Boolable](value: T, msg: String = "condition was unexpectedly False") raises:
    if not value.__bool__():
        raise Error("AssertionError: ", msg)


def assert_false[T: Boolable](value: T, msg: String = "condition was unexpectedly True") raises:
    if value.__bool__():
        raise Error("AssertionError: ", msg)


def assert_equal[T: Equatable & Writable](lhs: T, rhs: T, msg: String = "") raises:
    if lhs != rhs:
        raise Error("AssertionError: `left == right` comparison failed:\n   left: ", lhs, "\n  right: ", rhs, "\n", msg)


def assert_equal(lhs: StringSpan, rhs: StringSpan, msg: String = "") raises:
    if lhs != rhs:
        raise Error("AssertionError: `left == right` comparison failed:\n   left: ", lhs, "\n  right: ", rhs, "\n", msg)


def assert_not_equal[T: Equatable & Writable](lhs: T, rhs: T, msg: String = "") raises:
    if lhs == rhs:
        raise Error("AssertionError: `left != right` comparison failed:\n   left: ", lhs, "\n  right: ", rhs, "\n", msg)


def assert_almost_equal(lhs: Float64, rhs: Float64, *, atol: Float64 = 1e-8, rtol: Float64 = 1e-5, msg: String = "") raises:
    if abs(lhs - rhs) > max(atol, rtol * max(abs(lhs), abs(rhs))):
        raise Error("AssertionError: ", lhs, " is not close to ", rhs, ". ", msg)
