# SPDX-License-Identifier: Apache-2.0
"""The machine and the process."""

from std.sys.info import (
    simd_width_of, simdwidthof, size_of, sizeof, align_of, alignof, bit_width_of, bitwidthof, is_compile_time, is_little_endian, is_big_endian,
    num_physical_cores, num_logical_cores, has_accelerator, is_gpu, is_nvidia_gpu, is_amd_gpu,
)
from std.sys.process import argv, exit
from std.sys.target import CompilationTarget
from std.sys.defines import is_defined, get_defined_int, get_defined_string, get_defined_bool, get_defined_dtype
from std.ffi import external_call
from std.io.file_descriptor import stdin, stdout, stderr
