#: helper
# SPDX-License-Identifier: Apache-2.0
from .a import f, K
from .sub import inner
from . import b
