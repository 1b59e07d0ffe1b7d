# SPDX-License-Identifier: Apache-2.0
"""A value on the heap with several owners."""

from std.collections.optional import _NullNiche


struct _ArcBox[T: Movable & Deinitable]:
    var count: Int
    var value: Self.T


struct ArcPointer[T: Movable & Deinitable](ImplicitlyCopyable, _NullNiche):
    """Shares one value by an atomic count of its owners."""

    var _box: __builtin.ptr[_ArcBox[Self.T]]

    def __init__(out self, var value: Self.T):
        self._box = __builtin.alloc[_ArcBox[Self.T]](
            Int(__builtin.size_of[_ArcBox[Self.T]])._value, Int(__builtin.align_of[_ArcBox[Self.T]])._value
        )
        __builtin.write(__builtin.deref(self._box).count, 1)
        __builtin.write(__builtin.deref(self._box).value, value^)

    def __init__(out self, *, copy: Self):
        self._box = copy._box
        _ = __builtin.atomic_rmw["relaxed", "add"](
            __builtin.ptr_cast[__builtin.simd[14, 1]](__builtin.addr_of(__builtin.deref(self._box).count)),
            Int(1)._value,
        )

    @always_inline
    def __getitem__(self) -> ref[self["shared"]] Self.T:
        return __builtin.deref(self._box).value

    def count(self) -> UInt64:
        """The number of owners."""
        return UInt64(__builtin.deref(self._box).count)

    def __is__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.ptr_eq(self._box, other._box))

    def __isnot__(self, other: Self) -> Bool:
        return not self.__is__(other)

    def __deinit__(deinit self):
        var before = Int(
            _prim=__builtin.atomic_rmw["acq_rel", "sub"](
                __builtin.ptr_cast[__builtin.simd[14, 1]](__builtin.addr_of(__builtin.deref(self._box).count)),
                Int(1)._value,
            )
        )
        if before == 1:
            __builtin.destroy(__builtin.deref(self._box).value)
            __builtin.free(self._box)
