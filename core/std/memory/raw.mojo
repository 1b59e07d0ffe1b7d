# SPDX-License-Identifier: Apache-2.0
"""Raw memory functions."""


@always_inline
def unsafe_memcpy[T: AnyType, //](*, dest: Pointer[T, _], src: Pointer[T, _], count: Int):
    """Copies `count` elements between places that do not overlap."""
    __builtin.memcpy(dest._value, src._value, (count * Int(__builtin.size_of[T]))._value)


@always_inline
def memmove[T: AnyType, //](*, dest: Pointer[T, _], src: Pointer[T, _], count: Int):
    """Copies `count` elements between places that may overlap."""
    __builtin.memmove(dest._value, src._value, (count * Int(__builtin.size_of[T]))._value)


@always_inline
def unsafe_memset[T: AnyType, //](ptr: Pointer[T, _], value: Byte, count: Int):
    __builtin.memset(ptr._value, value._value, (count * Int(__builtin.size_of[T]))._value)


@always_inline
def unsafe_memset_zero[T: AnyType, //](ptr: Pointer[T, _], count: Int):
    __builtin.memset(ptr._value, Byte(0)._value, (count * Int(__builtin.size_of[T]))._value)


@always_inline
def unsafe_memcmp[T: AnyType, //](a: Pointer[T, _], b: Pointer[T, _], count: Int) -> Int:
    var c = Int(_prim=__builtin.memcmp(a._value, b._value, (count * Int(__builtin.size_of[T]))._value))
    return 0 if c == 0 else (-1 if c < 0 else 1)


comptime memcpy = unsafe_memcpy
comptime memset = unsafe_memset
comptime memset_zero = unsafe_memset_zero
comptime memcmp = unsafe_memcmp


@always_inline
def forget_deinit[T: AnyType](var value: T):
    """Lets a value go without running its destructor."""
    __builtin.mark_destroyed(value)


@always_inline
def bitcast[
    source: DType, source_length: SIMDLength, //, dtype: DType, length: SIMDLength = source_length
](value: SIMD[source, source_length]) -> SIMD[dtype, length]:
    """The same bits as other lanes."""
    return SIMD[dtype, length](_prim=__builtin.bitcast[__builtin.simd[dtype, length]](value._value))


@always_inline
def stack_allocation[count: Int, T: AnyType, /]() -> Pointer[T, MutUntrackedOrigin]:
    """Room for `count` values on the stack of the function that calls, not initialised; it is gone when that returns."""
    return Pointer[T, MutUntrackedOrigin](
        _ptr=__builtin.ptr_cast[T](__builtin.stack_alloc[__builtin.array[T, count]]())
    )


@always_inline
def stack_allocation[count: Int, dtype: DType, /]() -> Pointer[Scalar[dtype], MutUntrackedOrigin]:
    return stack_allocation[count, Scalar[dtype]]()
