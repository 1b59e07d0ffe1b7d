# SPDX-License-Identifier: Apache-2.0
"""What `a, *b = xs` calls where the length of `xs` is known when the program runs."""

from std.builtin.assertions import _report_failure


@no_inline
def _unpack_problem(found: Int, expected: Int, starred: Bool) -> String:
    if found > expected:
        return String(t"too many values to unpack (expected {expected})")
    if starred:
        return String(t"not enough values to unpack (expected at least {expected}, got {found})")
    return String(t"not enough values to unpack (expected {expected}, got {found})")


@always_inline
def _is_wrong(found: Int, expected: Int, starred: Bool) -> Bool:
    return found < expected or (found > expected and not starred)


@always_inline
def _unpack_check(found: Int, expected: Int, starred: Bool) raises:
    """Raises what Python raises for a wrong number of values."""
    if __builtin.unlikely(_is_wrong(found, expected, starred)._value):
        raise Error(_unpack_problem(found, expected, starred))


@always_inline
def _unpack_check_or_abort(found: Int, expected: Int, starred: Bool):
    """Where no error can be raised: ends the program at the caller's position."""
    if __builtin.unlikely(_is_wrong(found, expected, starred)._value):
        _report_failure(
            _unpack_problem(found, expected, starred),
            __builtin.caller_file[1](),
            Int(_prim=__builtin.caller_line[1]()),
            Int(_prim=__builtin.caller_col[1]()),
        )
        __builtin.trap()


def _unpack_rest[T: Copyable](xs: Span[T, _], first: Int, after: Int) -> List[T]:
    """The values from `first` on, without the last `after`."""
    return List[T](xs[first : len(xs) - after])
