# SPDX-License-Identifier: Apache-2.0
"""Algorithms over ranges and buffers."""

from std.builtin.sort import sort
