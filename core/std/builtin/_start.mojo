# SPDX-License-Identifier: Apache-2.0
"""What runs a program: calls its `main` and reports an uncaught error."""

from std.builtin.io import _print_error


def _start[main: def() raises thin -> None]() -> Int32:
    """Calls a `main` that may raise; the exit code."""
    try:
        main()
    except e:
        _print_error(String("Unhandled exception caught during execution: ", e))
        if e.cause():
            _print_error(String("caused by: ", e.cause()))
        return 1
    return 0
