# SPDX-License-Identifier: Apache-2.0
"""Variant and other helpers."""

from std.utils.variant import Variant
