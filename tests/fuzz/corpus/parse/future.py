# SPDX-License-Identifier: Apache-2.0
#: parse
"""The first statement may be a docstring."""
from __future__ import annotations, division
from __future__ import nothing
#~^ E0062 @24-31: there is no feature `nothing` in `__future__`
import os
from __future__ import generators
#~^ E0062 @1-34: top of the file


def f(x: (yield)):
    #~^ E0057: cannot be used in a type
    pass
