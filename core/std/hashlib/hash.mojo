# SPDX-License-Identifier: Apache-2.0
"""Another path to the names of `std.hashlib`."""

from std.builtin.hash import Hashable, Hasher, hash
