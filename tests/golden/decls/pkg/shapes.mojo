# SPDX-License-Identifier: Apache-2.0
#: helper
from .inner import deep

@fieldwise_init
struct Square:
    var side: Int


def area(s: Square) -> Int:
    return s.side * s.side * deep.ONE
