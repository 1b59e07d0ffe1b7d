# SPDX-License-Identifier: Apache-2.0
"""Sizes and properties of the target."""

from std.sys.target import CompilationTarget


@always_inline
def size_of[T: AnyType]() -> Int:
    """Bytes of a value."""
    return __builtin.size_of[T]


@always_inline
def align_of[T: AnyType]() -> Int:
    """Alignment of a value in bytes."""
    return __builtin.align_of[T]


@always_inline
def bit_width_of[T: AnyType]() -> Int:
    return __builtin.size_of[T] * 8


@always_inline
def size_of[dtype: DType]() -> Int:
    return __builtin.size_of[__builtin.simd[dtype, 1]]


@always_inline
def simd_width_of[dtype: DType]() -> Int:
    """Lanes of the widest vector register."""
    return __builtin.target["simd_bytes", Int] // __builtin.size_of[__builtin.simd[dtype, 1]]


@always_inline
def simd_width_of[T: AnyType]() -> Int:
    return __builtin.target["simd_bytes", Int] // __builtin.size_of[T]


@deprecated(use=simd_width_of)
@always_inline
def simdwidthof[dtype: DType]() -> Int:
    return simd_width_of[dtype]()


@deprecated(use=simd_width_of)
@always_inline
def simdwidthof[T: AnyType]() -> Int:
    return simd_width_of[T]()


@deprecated(use=size_of)
@always_inline
def sizeof[T: AnyType]() -> Int:
    return size_of[T]()


@deprecated(use=size_of)
@always_inline
def sizeof[dtype: DType]() -> Int:
    return size_of[dtype]()


@deprecated(use=align_of)
@always_inline
def alignof[T: AnyType]() -> Int:
    return align_of[T]()


@deprecated(use=bit_width_of)
@always_inline
def bitwidthof[T: AnyType]() -> Int:
    return bit_width_of[T]()


@deprecated(use=bit_width_of)
@always_inline
def bitwidthof[dtype: DType]() -> Int:
    return bit_width_of[Scalar[dtype]]()


@deprecated("write `__is_run_in_comptime_interpreter`", rewrite="__is_run_in_comptime_interpreter")
@always_inline
def is_compile_time() -> Bool:
    return __is_run_in_comptime_interpreter


@always_inline
def is_big_endian() -> Bool:
    return __builtin.target["is_big_endian", Bool]


@always_inline
def is_little_endian() -> Bool:
    return not is_big_endian()


def num_logical_cores() -> Int:
    return Int(_prim=__builtin.external_call["mojo_rt_cpu_count", __builtin.simd[14, 1]]())


def num_physical_cores() -> Int:
    return num_logical_cores()


@always_inline
def has_accelerator() -> Bool:
    """Whether the program is compiled for a GPU as well."""
    return False


@always_inline
def is_gpu() -> Bool:
    return False


@always_inline
def is_nvidia_gpu() -> Bool:
    return False


@always_inline
def is_amd_gpu() -> Bool:
    return False
