# SPDX-License-Identifier: Apache-2.0
"""A fixed number of elements, stored in place."""

from std.collections.string_span import _Text
from std.collections.span import Span, _SpanIter, _ReversedSpanIter, _check_index


struct Array[T: Movable, length: Int](
    Copyable where conforms_to(T, Copyable),
    Deinitable where conforms_to(T, Deinitable),
    Equatable where conforms_to(T, Equatable),
    Hashable where conforms_to(T, Hashable),
    Iterable where conforms_to(T, Copyable & Deinitable),
    Movable,
    Sized,
    Writable where conforms_to(T, Writable),
):
    """`length` elements of type `T`."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _SpanIter[
        Self.T, iterable_origin
    ]

    var _storage: __builtin.array[Self.T, Self.length]

    @always_inline
    def __init__(out self, *, uninitialized: Bool):
        self._storage = __builtin.uninit[__builtin.array[Self.T, Self.length]]()

    @always_inline
    def __init__(out self, *, fill: Self.T) where conforms_to(Self.T, Copyable):
        self._storage = __builtin.uninit[__builtin.array[Self.T, Self.length]]()
        for i in range(Self.length):
            __builtin.write(__builtin.array_ref(self._storage, i._value), fill.copy())

    @always_inline
    def __init__(out self) where conforms_to(Self.T, Defaultable):
        self._storage = __builtin.uninit[__builtin.array[Self.T, Self.length]]()
        for i in range(Self.length):
            __builtin.write(__builtin.array_ref(self._storage, i._value), Self.T())

    @always_inline
    def __init__(out self, var *values: Self.T, __list_literal__: NoneType):
        debug_assert["safe"](len(values) == Self.length, "the number of elements is not the array's length")
        self._storage = __builtin.uninit[__builtin.array[Self.T, Self.length]]()
        for i in range(Self.length):
            __builtin.write(__builtin.array_ref(self._storage, i._value), values._take(i))
        values._forget()

    @deprecated("write `[a, b, …]` where an `Array` is expected", rewrite="[]")
    def __init__(out self, var *values: Self.T):
        debug_assert["safe"](len(values) == Self.length, "the number of elements is not the array's length")
        self._storage = __builtin.uninit[__builtin.array[Self.T, Self.length]]()
        for i in range(Self.length):
            __builtin.write(__builtin.array_ref(self._storage, i._value), values._take(i))
        values._forget()

    def __init__(out self, *, copy: Self) where conforms_to(Self.T, Copyable):
        self._storage = __builtin.uninit[__builtin.array[Self.T, Self.length]]()
        for i in range(Self.length):
            __builtin.write(
                __builtin.array_ref(self._storage, i._value), __builtin.array_ref(copy._storage, i._value).copy()
            )

    @always_inline
    def __len__(self) -> Int:
        return Self.length

    @always_inline
    def __getitem__(ref self, index: Int) -> ref[self] Self.T:
        _check_index(index, Self.length)
        return __builtin.array_ref(self._storage, index._value)

    @always_inline
    def __getitem__[I: Indexer, _rank: Bool = False](ref self, index: I) -> ref[self] Self.T:
        var i = index.__index__()
        _check_index(i, Self.length)
        return __builtin.array_ref(self._storage, i._value)

    @always_inline
    def unsafe_get(ref self, index: Int) -> ref[self] Self.T:
        return __builtin.array_ref(self._storage, index._value)

    @always_inline
    def unsafe_ptr(ref self) -> Pointer[Self.T, origin_of(self)]:
        return Pointer[Self.T, origin_of(self)](_ptr=__builtin.ptr_cast[Self.T](__builtin.addr_of(self._storage)))

    @always_inline
    def __iter__(ref self) -> _SpanIter[Self.T, origin_of(self)]:
        return _SpanIter[Self.T, origin_of(self)](
            __builtin.ptr_cast[Self.T](__builtin.addr_of(self._storage)), Self.length
        )

    @always_inline
    def __reversed__(ref self) -> _ReversedSpanIter[Self.T, origin_of(self)]:
        return _ReversedSpanIter[Self.T, origin_of(self)](
            __builtin.ptr_cast[Self.T](__builtin.addr_of(self._storage)), Self.length
        )

    def __contains__[U: _Text](self, value: U) -> Bool where conforms_to(Self.T, _Text):
        for i in range(Self.length):
            if __builtin.array_ref(self._storage, i._value)._same_text(value):
                return True
        return False

    def __contains__(self, value: Self.T) -> Bool where conforms_to(Self.T, Equatable):
        for i in range(Self.length):
            if __builtin.array_ref(self._storage, i._value) == value:
                return True
        return False

    def __eq__(self, other: Self) -> Bool where conforms_to(Self.T, Equatable):
        for i in range(Self.length):
            if __builtin.array_ref(self._storage, i._value) != __builtin.array_ref(other._storage, i._value):
                return False
        return True

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("[")
        for i in range(Self.length):
            if i > 0:
                writer.write_string(", ")
            __builtin.array_ref(self._storage, i._value).write_to(writer)
        writer.write_string("]")

    def __hash__(self, mut hasher: Some[Hasher]) where conforms_to(Self.T, Hashable):
        for i in range(Self.length):
            __builtin.array_ref(self._storage, i._value).__hash__(hasher)


