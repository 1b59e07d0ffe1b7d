# SPDX-License-Identifier: Apache-2.0
"""A value or nothing."""


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

    var _storage: __builtin.union[Self.T]
    var _has: Bool

    @implicit
    @always_inline
    def __init__(out self, value: NoneType = None):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        self._has = False

    @implicit
    @always_inline
    def __init__(out self, var value: Self.T):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        __builtin.write(__builtin.union_ref[Self.T](self._storage), value^)
        self._has = True

    def __init__(out self, *, copy: Self) where conforms_to(Self.T, Copyable):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        self._has = copy._has
        if copy._has:
            __builtin.write(
                __builtin.union_ref[Self.T](self._storage), __builtin.union_ref[Self.T](copy._storage).copy()
            )

    def __init__(out self, *, deinit move: Self):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()
        self._has = move._has
        if move._has:
            __builtin.write(
                __builtin.union_ref[Self.T](self._storage),
                __builtin.take(__builtin.union_ref[Self.T](move._storage)),
            )

    def __deinit__(deinit self) where conforms_to(Self.T, Deinitable):
        comptime if not __builtin.is_trivial_deinit[Self.T]:
            if self._has:
                __builtin.destroy(__builtin.union_ref[Self.T](self._storage))

    @always_inline
    def __bool__(self) -> Bool:
        return self._has

    @always_inline
    def __is__(self, other: NoneType) -> Bool:
        return not self._has

    @always_inline
    def __isnot__(self, other: NoneType) -> Bool:
        return self._has

    @always_inline
    def value(ref self) -> ref[self] Self.T:
        """The value; ends the program when there is none."""
        debug_assert["safe"](
            self._has,
            (
                "`Optional.value()` called on empty `Optional`. Check with `if opt:` first, or use `or_else()` for a"
                " default"
            ),
        )
        return __builtin.union_ref[Self.T](self._storage)

    @always_inline
    def unsafe_value(ref self) -> ref[self] Self.T:
        return __builtin.union_ref[Self.T](self._storage)

    @always_inline
    def __getitem__(ref self) raises EmptyOptionalError[Self.T] -> ref[self] Self.T:
        if not self._has:
            raise EmptyOptionalError[Self.T]()
        return __builtin.union_ref[Self.T](self._storage)

    @always_inline
    def take(mut self) -> Self.T:
        """Moves the value out, leaving none."""
        debug_assert["safe"](self._has, "`Optional.take()` called on empty `Optional`")
        self._has = False
        return __builtin.take(__builtin.union_ref[Self.T](self._storage))

    @always_inline
    def or_else(self, default: Self.T) -> Self.T where conforms_to(Self.T, Copyable):
        """The value, or a default."""
        if self._has:
            return __builtin.union_ref[Self.T](self._storage).copy()
        return default.copy()

    def __eq__(self, other: NoneType) -> Bool:
        return not self._has

    def __ne__(self, other: NoneType) -> Bool:
        return self._has

    def __eq__(self, other: Self) -> Bool where conforms_to(Self.T, Equatable):
        if self._has != other._has:
            return False
        if not self._has:
            return True
        return __builtin.union_ref[Self.T](self._storage) == __builtin.union_ref[Self.T](other._storage)

    def __ne__(self, other: Self) -> Bool where conforms_to(Self.T, Equatable):
        return not self == other

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        if self._has:
            __builtin.union_ref[Self.T](self._storage).write_to(writer)
        else:
            writer.write_string("None")

    def write_repr_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("Optional[")
        writer.write_string(StaticString(_literal=__builtin.type_name[Self.T]))
        writer.write_string("](")
        if self._has:
            __builtin.union_ref[Self.T](self._storage).write_repr_to(writer)
        else:
            writer.write_string("None")
        writer.write_string(")")

    def __hash__(self, mut hasher: Some[Hasher]) where conforms_to(Self.T, Hashable):
        hasher.update(self._has)
        if self._has:
            __builtin.union_ref[Self.T](self._storage).__hash__(hasher)
