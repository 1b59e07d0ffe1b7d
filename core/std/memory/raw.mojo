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


@deprecated(use=unsafe_memcpy)
@always_inline
def memcpy[T: AnyType, //](*, dest: Pointer[T, _], src: Pointer[T, _], count: Int):
    unsafe_memcpy(dest=dest, src=src, count=count)


@deprecated("write `unsafe_memcpy(dest=…, src=…, count=…)`", rewrite="unsafe_memcpy(dest={dest}, src={src}, count={count})")
@always_inline
def memcpy[T: AnyType, //](dest: Pointer[T, _], src: Pointer[T, _], count: Int, /):
    unsafe_memcpy(dest=dest, src=src, count=count)


@deprecated(use=unsafe_memset)
@always_inline
def memset[T: AnyType, //](ptr: Pointer[T, _], value: Byte, count: Int):
    unsafe_memset(ptr, value, count)


@deprecated(use=unsafe_memset_zero)
@always_inline
def memset_zero[T: AnyType, //](ptr: Pointer[T, _], count: Int):
    unsafe_memset_zero(ptr, count)


@deprecated(use=unsafe_memcmp)
@always_inline
def memcmp[T: AnyType, //](a: Pointer[T, _], b: Pointer[T, _], count: Int) -> Int:
    return unsafe_memcmp(a, b, count)


@deprecated("write `p.unsafe_write(value^)`", rewrite="{pointer}.unsafe_write({value})")
def initialize_pointee_move[T: Movable, //](pointer: Pointer[T, _], var value: T):
    pointer.unsafe_write(value^)


@deprecated("write `p.unsafe_write(copy=value)`", rewrite="{pointer}.unsafe_write(copy={value})")
def initialize_pointee_copy[T: Copyable, //](pointer: Pointer[T, _], value: T):
    pointer.unsafe_write(copy=value)


@deprecated("write `p.unsafe_take_pointee()`", rewrite="{pointer}.unsafe_take_pointee()")
def move_from_pointee[T: Movable, //](pointer: Pointer[T, _]) -> T:
    return pointer.unsafe_take_pointee()


@deprecated("write `target.unsafe_write_move_from(source)`", rewrite="{target}.unsafe_write_move_from({source})")
def move_pointee[T: Movable, //](*, source: Pointer[T, _], target: Pointer[T, _]):
    target.unsafe_write_move_from(source)


@deprecated("write `p.unsafe_deinit_pointee()`", rewrite="{pointer}.unsafe_deinit_pointee()")
def destroy_pointee[T: AnyType, //](pointer: Pointer[T, _]):
    pointer.unsafe_deinit_pointee()


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
