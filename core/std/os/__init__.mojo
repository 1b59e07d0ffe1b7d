# SPDX-License-Identifier: Apache-2.0
"""The operating system."""

from std.builtin.assertions import abort


def getenv(name: StringSpan, default: StringSpan = "") -> String:
    """The value of an environment variable."""
    var key = String(name)
    key._append_byte(0)
    var value = __builtin.external_call["getenv", __builtin.ptr[UInt8]](key._ptr)
    _ = key
    if Int(_prim=__builtin.ptr_to_int(value)) == 0:
        return String(default)
    return String(StringSpan[ImmUntrackedOrigin](_c_string=value))
