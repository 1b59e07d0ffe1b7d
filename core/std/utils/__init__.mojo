# SPDX-License-Identifier: Apache-2.0
"""Variant and other helpers."""

from std.utils.static_tuple import Index, IndexList, StaticTuple
from std.utils.variant import Variant
