# SPDX-License-Identifier: Apache-2.0
"""A value of one of several types."""


struct Variant[*Ts: Movable & Deinitable](
    Copyable where Ts.all_conforms_to[Copyable](),
    ImplicitlyCopyable where Ts.all_conforms_to[ImplicitlyCopyable](),
    Movable,
    Writable where Ts.all_conforms_to[Writable](),
):
    """Holds a value of exactly one of the types `Ts`, and remembers which."""

    var _storage: __builtin.union[*Self.Ts]
    var _tag: Int8

    @implicit
    def __init__[T: Movable & Deinitable](out self, var value: T):
        self._storage = __builtin.uninit[__builtin.union[*Self.Ts]]()
        self._tag = Int8(Self._index_of[T]())
        __builtin.write(__builtin.union_ref[T](self._storage), value^)

    @staticmethod
    def _index_of[T: AnyType]() -> Int:
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            comptime if __builtin.pack_get[Self.Ts, i] == T:
                return i
        return -1

    def __init__(out self, *, copy: Self) where Self.Ts.all_conforms_to[Copyable]():
        self._storage = __builtin.uninit[__builtin.union[*Self.Ts]]()
        self._tag = copy._tag
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            if Int(self._tag) == i:
                __builtin.write(
                    __builtin.union_ref[__builtin.pack_get[Self.Ts, i]](self._storage),
                    __builtin.union_ref[__builtin.pack_get[Self.Ts, i]](copy._storage).copy(),
                )

    def __init__(out self, *, deinit move: Self):
        self._storage = __builtin.uninit[__builtin.union[*Self.Ts]]()
        self._tag = move._tag
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            if Int(self._tag) == i:
                __builtin.write(
                    __builtin.union_ref[__builtin.pack_get[Self.Ts, i]](self._storage),
                    __builtin.take(__builtin.union_ref[__builtin.pack_get[Self.Ts, i]](move._storage)),
                )

    def __deinit__(deinit self):
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            if Int(self._tag) == i:
                __builtin.destroy(__builtin.union_ref[__builtin.pack_get[Self.Ts, i]](self._storage))

    @always_inline
    def isa[T: AnyType](self) -> Bool:
        """Whether the value has the type `T`."""
        return Int(self._tag) == Self._index_of[T]()

    @always_inline
    def __getitem_param__[T: AnyType](ref self) -> ref[self] T:
        debug_assert["safe"](self.isa[T](), "get: wrong variant type")
        return __builtin.union_ref[T](self._storage)

    def unwrap[T: Movable & Deinitable](deinit self) -> T:
        """Moves the value out."""
        debug_assert["safe"](self.isa[T](), "unwrap: wrong variant type")
        return __builtin.take(__builtin.union_ref[T](self._storage))

    @deprecated("write `v[T]`", rewrite="{self}[{T}]")
    @always_inline
    def get[T: AnyType](ref self) -> ref[self] T:
        return self[T]

    @deprecated(use=unwrap)
    def take[T: Movable & Deinitable](deinit self) -> T:
        debug_assert["safe"](self.isa[T](), "take: wrong variant type")
        return __builtin.take(__builtin.union_ref[T](self._storage))

    def set[T: Movable & Deinitable](mut self, var value: T):
        """Replaces the value."""
        self = Self(value^)

    def write_to(self, mut writer: Some[Writer]) where Self.Ts.all_conforms_to[Writable]():
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            if Int(self._tag) == i:
                __builtin.union_ref[__builtin.pack_get[Self.Ts, i]](self._storage).write_to(writer)
