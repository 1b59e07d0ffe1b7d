# SPDX-License-Identifier: Apache-2.0
#: helper
from ..shapes import Square

comptime ONE = 1


def grow(s: Square) -> Square:
    return Square(s.side + ONE)


def _hidden():
    pass
