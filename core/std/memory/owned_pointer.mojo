# SPDX-License-Identifier: Apache-2.0
"""A value on the heap with one owner."""

from std.collections.optional import _NullNiche


struct OwnedPointer[T: Movable & Deinitable](Movable, _NullNiche):
    """Owns one value on the heap."""

    var _ptr: __builtin.ptr[Self.T]

    def __init__(out self, var value: Self.T):
        self._ptr = __builtin.alloc[Self.T](Int(__builtin.size_of[Self.T])._value, Int(__builtin.align_of[Self.T])._value)
        __builtin.write(__builtin.deref(self._ptr), value^)

    @always_inline
    def __getitem__(ref self) -> ref[self] Self.T:
        return __builtin.deref(self._ptr)

    def into_inner(deinit self) -> Self.T:
        """Moves the value out and gives the memory back."""
        var value = __builtin.take(__builtin.deref(self._ptr))
        __builtin.free(self._ptr)
        return value^

    @deprecated(use=into_inner)
    def take(deinit self) -> Self.T:
        var value = __builtin.take(__builtin.deref(self._ptr))
        __builtin.free(self._ptr)
        return value^

    def unsafe_ptr(ref self) -> Pointer[Self.T, origin_of(self)]:
        return Pointer[Self.T, origin_of(self)](_ptr=self._ptr)

    def __deinit__(deinit self):
        __builtin.destroy(__builtin.deref(self._ptr))
        __builtin.free(self._ptr)
