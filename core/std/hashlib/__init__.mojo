# SPDX-License-Identifier: Apache-2.0
"""Hashing; the names are those of the prelude."""

from std.builtin.hash import DefaultHasher, Hashable, Hasher, hash
