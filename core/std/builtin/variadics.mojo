# SPDX-License-Identifier: Apache-2.0
"""What a function sees of its variadic arguments. The compiler builds these (core/README.md, Variadics)."""


struct VariadicList[T: AnyType, is_owned: Bool](Sized):
    """The homogeneous arguments of `*args: T`."""

    var _ptrs: __builtin.ptr[__builtin.ptr[Self.T]]
    var _len: Int

    @always_inline
    def __len__(self) -> Int:
        return self._len

    @always_inline
    def __getitem__(ref self, index: Int) -> ref[self] Self.T:
        debug_assert["safe"](0 <= index and index < self._len, "index is out of bounds")
        return __builtin.deref(__builtin.deref(__builtin.offset(self._ptrs, index._value)))

    @always_inline
    def _take(mut self, index: Int) -> Self.T:
        """Moves an owned element out; each at most once, and `_forget` afterwards."""
        return __builtin.take(__builtin.deref(__builtin.deref(__builtin.offset(self._ptrs, index._value))))

    @always_inline
    def _forget(mut self):
        """The elements were taken: none is destroyed."""
        self._len = 0

    def consume_elements[F: def(Int, var Self.T) -> None, //](deinit self, handler: F):
        """Gives the owned elements away, in order, each with its index."""
        comptime assert Self.is_owned, "only `var *` arguments can be consumed"
        for i in range(self._len):
            handler(i, __builtin.take(__builtin.deref(__builtin.deref(__builtin.offset(self._ptrs, i._value)))))

    def __iter__(ref self) -> _VariadicListIter[Self.T, origin_of(self)]:
        return _VariadicListIter[Self.T, origin_of(self)](self._ptrs, self._len)

    def __deinit__(deinit self):
        comptime if Self.is_owned:
            var i = self._len
            while i > 0:
                i -= 1
                __builtin.destroy(__builtin.deref(__builtin.deref(__builtin.offset(self._ptrs, i._value))))


struct _VariadicListIter[mut: Bool, //, T: AnyType, origin: Origin[mut=mut]](TrivialRegisterPassable):
    var _ptrs: __builtin.ptr[__builtin.ptr[Self.T]]
    var _left: Int

    @always_inline
    def __init__(out self, ptrs: __builtin.ptr[__builtin.ptr[Self.T]], count: Int):
        self._ptrs = ptrs
        self._left = count

    @always_inline
    def __next__(mut self) raises StopIteration -> ref[Self.origin] Self.T:
        if self._left == 0:
            raise StopIteration()
        self._left -= 1
        var p = __builtin.deref(self._ptrs)
        self._ptrs = __builtin.offset(self._ptrs, Int(1)._value)
        return __builtin.deref(p)


struct VariadicPack[is_owned: Bool, *Ts: AnyType]:
    """The heterogeneous arguments of `*args: *Ts`."""

    var _ptrs: __builtin.ptr[__builtin.ptr[UInt8]]

    @staticmethod
    @always_inline("builtin")
    def __len__() -> Int:
        return __builtin.pack_len[Self.Ts]

    @always_inline
    def __getitem_param__[index: Int](ref self) -> ref[self] __builtin.pack_get[Self.Ts, index]:
        return __builtin.deref(
            __builtin.ptr_cast[__builtin.pack_get[Self.Ts, index]](
                __builtin.deref(__builtin.offset(self._ptrs, index._value))
            )
        )

    @always_inline
    def _take[index: Int](mut self) -> __builtin.pack_get[Self.Ts, index]:
        return __builtin.take(
            __builtin.deref(
                __builtin.ptr_cast[__builtin.pack_get[Self.Ts, index]](
                    __builtin.deref(__builtin.offset(self._ptrs, index._value))
                )
            )
        )

    @always_inline
    def _forget(deinit self):
        """The elements were taken: none is destroyed."""
        pass

    def __deinit__(deinit self):
        comptime if Self.is_owned:
            comptime for i in range(__builtin.pack_len[Self.Ts]):
                __builtin.destroy(
                    __builtin.deref(
                        __builtin.ptr_cast[__builtin.pack_get[Self.Ts, i]](
                            __builtin.deref(__builtin.offset(self._ptrs, i._value))
                        )
                    )
                )
