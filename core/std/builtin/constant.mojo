# SPDX-License-Identifier: Apache-2.0
"""Compile-time values in static storage."""


@always_inline
def global_constant[T: AnyType, //, value: T]() -> ref[ImmStaticOrigin] T:
    """A reference to the value in the program's read-only data: nothing is built at run time."""
    return __builtin.deref(__builtin.const_addr[T, value]())
