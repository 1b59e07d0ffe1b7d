#: helper
# SPDX-License-Identifier: Apache-2.0
from .a import f
from .sub.deep import g
from . import a


def h() -> Int:
    return f() + g() + a.K
