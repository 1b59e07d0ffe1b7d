# SPDX-License-Identifier: Apache-2.0
"""Files."""

from std.io.file import FileHandle, open
from std.io.file_descriptor import FileDescriptor
