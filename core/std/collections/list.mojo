# SPDX-License-Identifier: Apache-2.0
"""A growable array."""

from std.collections.string_span import _Text
from std.collections.span import (
    ContiguousSlice, StridedSlice, Slice, Span, _SpanIter, _ReversedSpanIter, _check_index,
)


@__sealed
struct List[T: Movable](
    Boolable,
    Copyable where conforms_to(T, Copyable),
    Defaultable,
    Deinitable where conforms_to(T, Deinitable),
    Equatable where conforms_to(T, Equatable),
    Hashable where conforms_to(T, Hashable),
    Iterable where conforms_to(T, Copyable & Deinitable),
    Movable,
    Sized,
    Writable where conforms_to(T, Writable),
):
    """Elements in one block of memory that grows."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _SpanIter[
        Self.T, iterable_origin
    ]

    var _data: __builtin.ptr[Self.T]
    var _len: Int
    var _cap: Int

    # ---- lifecycle ----

    @always_inline
    def __init__(out self):
        self._data = __builtin.null[Self.T]()
        self._len = 0
        self._cap = 0

    def __init__(out self, *, capacity: Int):
        self._data = _allocate[Self.T](capacity)
        self._len = 0
        self._cap = max(capacity, 0)

    def __init__(out self, *, unsafe_uninit_length: Int):
        self._data = _allocate[Self.T](unsafe_uninit_length)
        self._len = unsafe_uninit_length
        self._cap = unsafe_uninit_length

    def __init__(out self, *, length: Int, fill: Self.T) where conforms_to(Self.T, Copyable):
        self = Self(capacity=length)
        for i in range(length):
            __builtin.write(__builtin.deref(__builtin.offset(self._data, i._value)), fill.copy())
        self._len = length

    def __init__(out self, var *values: Self.T, __list_literal__: NoneType):
        var count = len(values)
        self = Self(capacity=count)
        for i in range(count):
            __builtin.write(__builtin.deref(__builtin.offset(self._data, i._value)), values._take(i))
        self._len = count
        values._forget()

    @deprecated("write `[a, b, …]` where a `List` is expected", rewrite="[]")
    def __init__(out self, var *values: Self.T):
        var count = len(values)
        self = Self(capacity=count)
        for i in range(count):
            __builtin.write(__builtin.deref(__builtin.offset(self._data, i._value)), values._take(i))
        self._len = count
        values._forget()

    def __init__(out self, span: Span[Self.T, _]) where conforms_to(Self.T, Copyable):
        self = Self(capacity=len(span))
        for i in range(len(span)):
            self.append(span.unsafe_get(i).copy())

    def __init__[
        C: Iterable, //
    ](ref iterable: C, out self: List[C.IteratorType[origin_of(iterable)].Element]) where conforms_to(
        C.IteratorType[origin_of(iterable)].Element, Copyable & Deinitable
    ):
        self = {}
        for value in iterable:
            self.append(value.copy())

    def __init__(out self, *, copy: Self) where conforms_to(Self.T, Copyable):
        self = Self(capacity=copy._len)
        comptime if __builtin.is_trivial_copy[Self.T]:
            if copy._len > 0:
                __builtin.memcpy(
                    self._data, copy._data, (copy._len * Int(__builtin.size_of[Self.T]))._value
                )
        else:
            for i in range(copy._len):
                __builtin.write(
                    __builtin.deref(__builtin.offset(self._data, i._value)),
                    __builtin.deref(__builtin.offset(copy._data, i._value)).copy(),
                )
        self._len = copy._len

    def __deinit__(deinit self) where conforms_to(Self.T, Deinitable):
        comptime if not __builtin.is_trivial_deinit[Self.T]:
            for i in range(self._len):
                __builtin.destroy(__builtin.deref(__builtin.offset(self._data, i._value)))
        if self._cap > 0:
            __builtin.free(self._data)

    @deprecated(use=append)
    def push_back(mut self, var value: Self.T):
        self.append(value^)

    @deprecated(use=pop)
    def pop_back(mut self) -> Self.T:
        return self.pop()

    @deprecated("the elements are in the caller's hands after it")
    def steal_data(mut self) -> Pointer[Self.T, MutUntrackedOrigin]:
        var data = Pointer[Self.T, MutUntrackedOrigin](_ptr=self._data)
        self._data = __builtin.null[Self.T]()
        self._len = self._cap = 0
        return data

    # ---- size ----

    @always_inline
    def __len__(self) -> Int:
        return self._len

    @always_inline
    def __bool__(self) -> Bool:
        return self._len != 0

    @always_inline
    def capacity(self) -> Int:
        return self._cap

    @always_inline
    def _grow(mut self, capacity: Int):
        self._data = Self._moved_to(self._data, self._len, self._cap, capacity)
        self._cap = capacity

    # By values only: a list whose address nobody takes lives in registers.
    @staticmethod
    @no_inline
    def _moved_to(
        data: __builtin.ptr[Self.T], length: Int, old_capacity: Int, capacity: Int
    ) -> __builtin.ptr[Self.T]:
        var result = _allocate[Self.T](capacity)
        if old_capacity > 0:
            comptime if __builtin.is_trivial_move[Self.T]:
                __builtin.memcpy(result, data, (length * Int(__builtin.size_of[Self.T]))._value)
            else:
                for i in range(length):
                    __builtin.write(
                        __builtin.deref(__builtin.offset(result, i._value)),
                        __builtin.take(__builtin.deref(__builtin.offset(data, i._value))),
                    )
            __builtin.free(data)
        return result

    def reserve(mut self, new_capacity: Int):
        """Makes room for `new_capacity` elements in all."""
        if new_capacity > self._cap:
            self._grow(new_capacity)

    # ---- elements ----

    @always_inline
    def __getitem__(ref self, index: Int) -> ref[self["element"]] Self.T:
        _check_index(index, self._len)
        return __builtin.deref(__builtin.offset(self._data, index._value))

    @always_inline
    def __getitem__[I: Indexer, _rank: Bool = False](ref self, index: I) -> ref[self["element"]] Self.T:
        var i = index.__index__()
        _check_index(i, self._len)
        return __builtin.deref(__builtin.offset(self._data, i._value))

    @always_inline
    def __getitem__(ref self, slice: ContiguousSlice) -> Span[Self.T, origin_of(self["element"])]:
        var r = slice._bounds(self._len)
        return Span[Self.T, origin_of(self["element"])](
            _ptr=__builtin.offset(self._data, r._start._value), _len=r._end - r._start
        )

    def __getitem__(self, slice: StridedSlice) -> Self where conforms_to(Self.T, Copyable):
        var start, end, step = Slice(slice.start, slice.end, slice.step).indices(self._len)
        var result = Self()
        for i in range(start, end, step):
            result.append(__builtin.deref(__builtin.offset(self._data, i._value)).copy())
        return result^

    @always_inline
    def unsafe_get(ref self, index: Int) -> ref[self["element"]] Self.T:
        return __builtin.deref(__builtin.offset(self._data, index._value))

    @always_inline
    def unsafe_set(mut self, index: Int, var value: Self.T) where conforms_to(Self.T, Deinitable):
        __builtin.deref(__builtin.offset(self._data, index._value)) = value^

    @always_inline
    def unsafe_ptr(ref self) -> Pointer[Self.T, origin_of(self["element"])]:
        return Pointer[Self.T, origin_of(self["element"])](_ptr=self._data)

    @always_inline
    def append(mut self, var value: Self.T):
        """Adds an element at the end."""
        if self._len == self._cap:
            self._grow(max(self._cap * 2, 4))
        __builtin.write(__builtin.deref(__builtin.offset(self._data, self._len._value)), value^)
        self._len += 1

    def extend(mut self, var other: Self) where conforms_to(Self.T, Deinitable):
        """Moves the elements of another list to the end."""
        var count = other._len
        self.reserve(self._len + count)
        for i in range(count):
            __builtin.write(
                __builtin.deref(__builtin.offset(self._data, (self._len + i)._value)),
                __builtin.take(__builtin.deref(__builtin.offset(other._data, i._value))),
            )
        self._len += count
        other._len = 0

    def extend(mut self, elements: Span[Self.T, _]) where conforms_to(Self.T, Copyable):
        for i in range(len(elements)):
            self.append(elements.unsafe_get(i).copy())

    def insert(mut self, index: Int, var value: Self.T):
        """Inserts before `index`, which may be the length."""
        _check_index(index, self._len + 1)
        if self._len == self._cap:
            self._grow(max(self._cap * 2, 4))
        var i = self._len
        while i > index:
            __builtin.write(
                __builtin.deref(__builtin.offset(self._data, i._value)),
                __builtin.take(__builtin.deref(__builtin.offset(self._data, (i - 1)._value))),
            )
            i -= 1
        __builtin.write(__builtin.deref(__builtin.offset(self._data, index._value)), value^)
        self._len += 1

    @always_inline
    def pop(mut self) -> Self.T:
        """Removes and returns the last element."""
        _check_index(self._len - 1, self._len)
        self._len -= 1
        return __builtin.take(__builtin.deref(__builtin.offset(self._data, self._len._value)))

    def pop(mut self, index: Int) -> Self.T:
        """Removes and returns the element at `index`."""
        _check_index(index, self._len)
        var value = __builtin.take(__builtin.deref(__builtin.offset(self._data, index._value)))
        self._len -= 1
        for i in range(index, self._len):
            __builtin.write(
                __builtin.deref(__builtin.offset(self._data, i._value)),
                __builtin.take(__builtin.deref(__builtin.offset(self._data, (i + 1)._value))),
            )
        return value^

    def clear(mut self) where conforms_to(Self.T, Deinitable):
        self.shrink(0)

    def shrink(mut self, new_length: Int) where conforms_to(Self.T, Deinitable):
        """Destroys the elements from `new_length` on."""
        while self._len > new_length:
            self._len -= 1
            __builtin.destroy(__builtin.deref(__builtin.offset(self._data, self._len._value)))

    def resize(mut self, new_length: Int, fill: Self.T) where conforms_to(Self.T, Copyable & Deinitable):
        """Grows with copies of `fill`, or shrinks."""
        self.shrink(new_length)
        self.reserve(new_length)
        while self._len < new_length:
            self.append(fill.copy())

    def resize(mut self, *, unsafe_uninit_length: Int) where conforms_to(Self.T, Deinitable):
        """Grows by elements that nobody made, which are for the caller to write; or shrinks."""
        self.shrink(unsafe_uninit_length)
        self.reserve(unsafe_uninit_length)
        self._len = unsafe_uninit_length

    def reverse(mut self):
        var lo = 0
        var hi = self._len - 1
        while lo < hi:
            self.swap_elements(lo, hi)
            lo += 1
            hi -= 1

    @always_inline
    def swap_elements(mut self, a: Int, b: Int):
        """Exchanges two elements."""
        _check_index(a, self._len)
        _check_index(b, self._len)
        if a != b:
            var pa = __builtin.offset(self._data, a._value)
            var pb = __builtin.offset(self._data, b._value)
            var tmp = __builtin.take(__builtin.deref(pa))
            __builtin.write(__builtin.deref(pa), __builtin.take(__builtin.deref(pb)))
            __builtin.write(__builtin.deref(pb), tmp^)

    # ---- search ----

    def __contains__[U: _Text](self, value: U) -> Bool where conforms_to(Self.T, _Text):
        for i in range(self._len):
            if __builtin.deref(__builtin.offset(self._data, i._value))._same_text(value):
                return True
        return False

    def __contains__(self, value: Self.T) -> Bool where conforms_to(Self.T, Equatable):
        for i in range(self._len):
            if __builtin.deref(__builtin.offset(self._data, i._value)) == value:
                return True
        return False

    def index(self, value: Self.T) raises -> Int where conforms_to(Self.T, Equatable):
        for i in range(self._len):
            if __builtin.deref(__builtin.offset(self._data, i._value)) == value:
                return i
        raise Error("ValueError: Given element is not in list")

    def count(self, value: Self.T) -> Int where conforms_to(Self.T, Equatable):
        var n = 0
        for i in range(self._len):
            if __builtin.deref(__builtin.offset(self._data, i._value)) == value:
                n += 1
        return n

    # ---- operators ----

    def __eq__(self, other: Self) -> Bool where conforms_to(Self.T, Equatable):
        if self._len != other._len:
            return False
        for i in range(self._len):
            if (
                __builtin.deref(__builtin.offset(self._data, i._value))
                != __builtin.deref(__builtin.offset(other._data, i._value))
            ):
                return False
        return True

    def __add__(self, var other: Self) -> Self where conforms_to(Self.T, Copyable & Deinitable):
        var result = self.copy()
        result.extend(other^)
        return result^

    def __iadd__(mut self, var other: Self) where conforms_to(Self.T, Deinitable):
        self.extend(other^)

    def __mul__(self, count: Int) -> Self where conforms_to(Self.T, Copyable):
        var result = Self(capacity=self._len * max(count, 0))
        for _ in range(count):
            for i in range(self._len):
                result.append(__builtin.deref(__builtin.offset(self._data, i._value)).copy())
        return result^

    # ---- iteration, text, hash ----

    @always_inline
    def __iter__(ref self) -> _SpanIter[Self.T, origin_of(self["element"])]:
        return _SpanIter[Self.T, origin_of(self["element"])](self._data, self._len)

    @always_inline
    def __iter__(var self) -> _ListOwnedIter[Self.T] where conforms_to(Self.T, Deinitable):
        return _ListOwnedIter[Self.T](self^)

    @always_inline
    def __reversed__(ref self) -> _ReversedSpanIter[Self.T, origin_of(self["element"])]:
        return _ReversedSpanIter[Self.T, origin_of(self["element"])](self._data, self._len)

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("[")
        for i in range(self._len):
            if i > 0:
                writer.write_string(", ")
            __builtin.deref(__builtin.offset(self._data, i._value)).write_to(writer)
        writer.write_string("]")

    def write_repr_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("List[")
        writer.write_string(StaticString(_literal=__builtin.type_name[Self.T]))
        writer.write_string("]([")
        for i in range(self._len):
            if i > 0:
                writer.write_string(", ")
            __builtin.deref(__builtin.offset(self._data, i._value)).write_repr_to(writer)
        writer.write_string("])")

    def __hash__(self, mut hasher: Some[Hasher]) where conforms_to(Self.T, Hashable):
        hasher.update(self._len)
        for i in range(self._len):
            __builtin.deref(__builtin.offset(self._data, i._value)).__hash__(hasher)


struct _ListOwnedIter[T: Movable & Deinitable](Movable):
    """Moves the elements out of a list."""

    var _list: List[Self.T]
    var _next: Int

    def __init__(out self, var list: List[Self.T]):
        self._list = list^
        self._next = 0

    def __next__(mut self) raises StopIteration -> Self.T:
        if self._next == self._list._len:
            self._list._len = 0
            raise StopIteration()
        var i = self._next
        self._next += 1
        return __builtin.take(__builtin.deref(__builtin.offset(self._list._data, i._value)))

    def __deinit__(deinit self):
        for i in range(self._next, self._list._len):
            __builtin.destroy(__builtin.deref(__builtin.offset(self._list._data, i._value)))
        self._list._len = 0


@always_inline
def _allocate[T: AnyType](count: Int) -> __builtin.ptr[T]:
    if count <= 0:
        return __builtin.null[T]()
    return __builtin.alloc[T]((count * Int(__builtin.size_of[T]))._value, Int(__builtin.align_of[T])._value)
