# SPDX-License-Identifier: Apache-2.0
"""Calls of C functions, of this program and of libraries that are opened when it runs."""

from std.ffi.cstring import CStringSlice
from std.ffi.errno import ErrNo, get_errno, set_errno
from std.ffi.library import DEFAULT_RTLD, OwnedDLHandle, RTLD

comptime MAX_PATH = 4096

comptime c_char = Int8
comptime c_uchar = UInt8
comptime c_short = Int16
comptime c_ushort = UInt16
comptime c_int = Int32
comptime c_uint = UInt32
comptime c_long = Int64
comptime c_ulong = UInt64
comptime c_long_long = Int64
comptime c_size_t = UInt
comptime c_ssize_t = Int
comptime c_ulong_long = UInt64
comptime c_pid_t = Int32
comptime c_float = Float32
comptime c_double = Float64


@always_inline
def external_call[name: StringLiteral, R: AnyType, *Ts: TrivialRegisterPassable](*args: *Ts) -> R:
    """Calls the C function `name` with up to eight arguments; `R` is its result type."""
    comptime n = __builtin.pack_len[Ts]
    comptime assert n <= 8, "external_call takes at most 8 arguments"
    comptime if n == 0:
        return __builtin.external_call[name, R]()
    elif n == 1:
        return __builtin.external_call[name, R](args[0])
    elif n == 2:
        return __builtin.external_call[name, R](args[0], args[1])
    elif n == 3:
        return __builtin.external_call[name, R](args[0], args[1], args[2])
    elif n == 4:
        return __builtin.external_call[name, R](args[0], args[1], args[2], args[3])
    elif n == 5:
        return __builtin.external_call[name, R](args[0], args[1], args[2], args[3], args[4])
    elif n == 6:
        return __builtin.external_call[name, R](args[0], args[1], args[2], args[3], args[4], args[5])
    elif n == 7:
        return __builtin.external_call[name, R](args[0], args[1], args[2], args[3], args[4], args[5], args[6])
    else:
        return __builtin.external_call[name, R](args[0], args[1], args[2], args[3], args[4], args[5], args[6], args[7])
