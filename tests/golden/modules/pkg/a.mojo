#: helper
# SPDX-License-Identifier: Apache-2.0
comptime K = 5


def f() -> Int:
    return 1


def _private() -> Int:
    return 2
