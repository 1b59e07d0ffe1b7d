# SPDX-License-Identifier: Apache-2.0
#: helper
from .shapes import Square, area
from . import shapes as renamed
from .inner.deep import *
