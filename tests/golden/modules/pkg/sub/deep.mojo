#: helper
# SPDX-License-Identifier: Apache-2.0
from ..a import f
from .. import a


def g() -> Int:
    return f() * 10 + a.K
