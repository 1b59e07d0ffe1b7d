# SPDX-License-Identifier: Apache-2.0
"""The older path to spans of text; `std.collections.string` has the names."""

from std.collections.string_span import ImmStringSpan, MutStringSpan, StaticString, StringSpan
from std.collections.codepoint import Codepoint
from std.builtin.legacy import StringSlice
