# SPDX-License-Identifier: Apache-2.0
"""The operating system: environment, folders, files by name."""

from std.builtin.assertions import abort
from std.os.env import getenv, setenv, unsetenv
from std.os.file_system import (
    PathLike, chdir, getuid, link, listdir, lstat, makedirs, mkdir, remove, removedirs, rmdir, stat, stat_result, symlink,
    unlink,
)

comptime sep: StaticString = "/"
comptime SEEK_SET: UInt8 = 0
comptime SEEK_CUR: UInt8 = 1
comptime SEEK_END: UInt8 = 2


def isatty(fd: Int) -> Bool:
    """Whether a file descriptor is a terminal."""
    return Int32(_prim=__builtin.external_call["isatty", __builtin.simd[6, 1]](Int32(fd)._value)) == 1
