# SPDX-License-Identifier: Apache-2.0
"""Containers and text."""

from std.collections.list import List
from std.builtin.legacy import InlineArray
from std.collections.array import Array
from std.collections.tuple import Tuple
from std.collections.optional import Optional
from std.collections.dict import Dict, DictEntry, DictKeyError, KeyElement
from std.collections.set import Set
from std.collections.counter import Counter, CountTuple
from std.collections.deque import Deque
from std.collections.string_dict import StringDict
from std.collections.span import Span
from std.collections.string import String
