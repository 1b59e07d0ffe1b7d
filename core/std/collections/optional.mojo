# SPDX-License-Identifier: Apache-2.0
"""A value or nothing."""


trait _NullNiche:
    """A type whose only field is a pointer that is never null: `Optional` keeps `None` as null."""

    pass


struct EmptyOptionalError[T: AnyType](TrivialRegisterPassable, Writable):
    """Raised by `opt[]` when there is no value."""

    @always_inline
    def __init__(out self):
        pass

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("EmptyOptionalError")


struct Optional[T: Movable](
    Boolable,
    Copyable where conforms_to(T, Copyable),
    Defaultable,
    Deinitable where conforms_to(T, Deinitable),
    Equatable where conforms_to(T, Equatable),
    Hashable where conforms_to(T, Hashable),
    ImplicitlyCopyable where conforms_to(T, ImplicitlyCopyable),
    Movable,
    TrivialRegisterPassable where conforms_to(T, TrivialRegisterPassable),
    Writable where conforms_to(T, Writable),
):
    """Holds a value of type `T`, or none."""

    comptime _flags: Int = 0 if conforms_to(Self.T, _NullNiche) else 1

    var _storage: __builtin.union[Self.T]
    var _flag: __builtin.array[Bool, Self._flags]

    @always_inline
    def _present(self) -> Bool:
        comptime if Self._flags == 0:
            var address = __builtin.ptr_to_int(
                __builtin.deref(__builtin.ptr_cast[__builtin.ptr[UInt8]](__builtin.addr_of(self._storage)))
            )
            return Int(_prim=address) != 0
        else:
            return __builtin.array_ref(self._flag, Int(0)._value)

    @always_inline
    def _set_present(mut self, present: Bool):
        comptime if Self._flags == 0:
            if not present:
                __builtin.deref(
                    __builtin.ptr_cast[__builtin.ptr[UInt8]](__builtin.addr_of(self._storage))
                ) = __builtin.null[UInt8]()
        else:
            __builtin.array_ref(self._flag, Int(0)._value) = present

    @implicit
    @always_inline
    def __init__(out self, value: NoneType = None):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        self._flag = __builtin.uninit[__builtin.array[Bool, Self._flags]]()
        self._set_present(False)

    @implicit
    @always_inline
    def __init__(out self, var value: Self.T):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        __builtin.write(__builtin.union_ref[Self.T](self._storage), value^)
        self._flag = __builtin.uninit[__builtin.array[Bool, Self._flags]]()
        self._set_present(True)

    def __init__(out self, *, copy: Self) where conforms_to(Self.T, Copyable):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        self._flag = __builtin.uninit[__builtin.array[Bool, Self._flags]]()
        self._set_present(copy._present())
        if copy._present():
            __builtin.write(
                __builtin.union_ref[Self.T](self._storage), __builtin.union_ref[Self.T](copy._storage).copy()
            )

    def __init__(out self, *, deinit move: Self):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        self._flag = __builtin.uninit[__builtin.array[Bool, Self._flags]]()
        self._set_present(move._present())
        if move._present():
            __builtin.write(
                __builtin.union_ref[Self.T](self._storage),
                __builtin.take(__builtin.union_ref[Self.T](move._storage)),
            )

    def __deinit__(deinit self) where conforms_to(Self.T, Deinitable):
        comptime if not __builtin.is_trivial_deinit[Self.T]:
            if self._present():
                __builtin.destroy(__builtin.union_ref[Self.T](self._storage))

    @always_inline
    def __bool__(self) -> Bool:
        return self._present()

    @always_inline
    def __is__(self, other: NoneType) -> Bool:
        return not self._present()

    @always_inline
    def __isnot__(self, other: NoneType) -> Bool:
        return self._present()

    @always_inline
    def value(ref self) -> ref[self["element"]] Self.T:
        """The value; ends the program when there is none."""
        debug_assert["safe"](
            self._present(),
            (
                "`Optional.value()` called on empty `Optional`. Check with `if opt:` first, or use `or_else()` for a"
                " default"
            ),
        )
        return __builtin.deref(__builtin.addr_of(__builtin.union_ref[Self.T](self._storage)))

    @always_inline
    def unsafe_value(ref self) -> ref[self["element"]] Self.T:
        return __builtin.deref(__builtin.addr_of(__builtin.union_ref[Self.T](self._storage)))

    @always_inline
    def __getitem__(ref self) raises EmptyOptionalError[Self.T] -> ref[self["element"]] Self.T:
        if not self._present():
            raise EmptyOptionalError[Self.T]()
        return __builtin.deref(__builtin.addr_of(__builtin.union_ref[Self.T](self._storage)))

    @always_inline
    def take(mut self) -> Self.T:
        """Moves the value out, leaving none."""
        debug_assert["safe"](self._present(), "`Optional.take()` called on empty `Optional`")
        var value = __builtin.take(__builtin.union_ref[Self.T](self._storage))
        self._set_present(False)
        return value^

    @always_inline
    def or_else(self, default: Self.T) -> Self.T where conforms_to(Self.T, Copyable):
        """The value, or a default."""
        if self._present():
            return __builtin.union_ref[Self.T](self._storage).copy()
        return default.copy()

    def __eq__(self, other: NoneType) -> Bool:
        return not self._present()

    def __ne__(self, other: NoneType) -> Bool:
        return self._present()

    def __eq__(self, other: Self) -> Bool where conforms_to(Self.T, Equatable):
        if self._present() != other._present():
            return False
        if not self._present():
            return True
        return __builtin.union_ref[Self.T](self._storage) == __builtin.union_ref[Self.T](other._storage)

    def __ne__(self, other: Self) -> Bool where conforms_to(Self.T, Equatable):
        return not self == other

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        if self._present():
            __builtin.union_ref[Self.T](self._storage).write_to(writer)
        else:
            writer.write_string("None")

    def write_repr_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("Optional[")
        writer.write_string(StaticString(_literal=__builtin.type_name[Self.T]))
        writer.write_string("](")
        if self._present():
            __builtin.union_ref[Self.T](self._storage).write_repr_to(writer)
        else:
            writer.write_string("None")
        writer.write_string(")")

    def __hash__(self, mut hasher: Some[Hasher]) where conforms_to(Self.T, Hashable):
        hasher.update(self._present())
        if self._present():
            __builtin.union_ref[Self.T](self._storage).__hash__(hasher)
