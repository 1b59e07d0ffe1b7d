# SPDX-License-Identifier: Apache-2.0
"""A queue with two ends: a ring in a block whose size is a power of two."""

from std.collections.list import List
from std.collections.span import _check_index


@__sealed
struct Deque[T: Copyable & Deinitable](
    Boolable,
    Copyable,
    Defaultable,
    Equatable where conforms_to(T, Equatable),
    Iterable,
    Sized,
    Writable where conforms_to(T, Writable),
):
    """Elements that can be added and taken at both ends."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _DequeIter[
        Self.T, iterable_origin
    ]

    var _data: __builtin.ptr[Self.T]
    var _cap: Int
    var _first: Int
    var _len: Int
    var _max: Int  # -1: no limit

    # ---- lifecycle ----

    def __init__(out self):
        self = Self(maxlen=-1)

    def __init__(out self, *, maxlen: Int, capacity: Int = 0):
        """An empty queue; of one with a `maxlen` the other end is dropped when it is full."""
        self._cap = 0
        self._data = __builtin.null[Self.T]()
        self._first = 0
        self._len = 0
        self._max = maxlen
        if capacity > 0:
            self._resize(capacity)

    def __init__(out self, var *values: Self.T, __list_literal__: NoneType):
        self = Self(maxlen=-1, capacity=len(values))
        for i in range(len(values)):
            self.append(values._take(i))
        values._forget()

    def __init__(out self, *, elements: List[Self.T], maxlen: Int = -1):
        self = Self(maxlen=maxlen)
        self.extend(elements)

    def __init__(out self, *, copy: Self):
        self = Self(maxlen=copy._max, capacity=copy._len)
        for i in range(copy._len):
            self.append(copy._at(i).copy())

    def __deinit__(deinit self):
        for i in range(self._len):
            __builtin.destroy(self._at(i))
        if self._cap > 0:
            __builtin.free(self._data)

    def _resize(mut self, least: Int):
        var cap = 8
        while cap < least:
            cap *= 2
        var data = __builtin.alloc[Self.T](
            (cap * Int(__builtin.size_of[Self.T]))._value, Int(__builtin.align_of[Self.T])._value
        )
        for i in range(self._len):
            __builtin.write(__builtin.deref(__builtin.offset(data, i._value)), __builtin.take(self._at(i)))
        if self._cap > 0:
            __builtin.free(self._data)
        self._data = data
        self._cap = cap
        self._first = 0

    @always_inline
    def _at(self, index: Int) -> ref[MutUntrackedOrigin] Self.T:
        return __builtin.deref(__builtin.offset(self._data, ((self._first + index) & (self._cap - 1))._value))

    # ---- adding ----

    def append(mut self, var value: Self.T):
        """Adds at the end."""
        if self._max == 0:
            return
        if self._max > 0 and self._len == self._max:
            self._drop_first()
        if self._len == self._cap:
            self._resize(self._cap * 2)
        __builtin.write(self._at(self._len), value^)
        self._len += 1

    def appendleft(mut self, var value: Self.T):
        """Adds at the front."""
        if self._max == 0:
            return
        if self._max > 0 and self._len == self._max:
            self._len -= 1
            __builtin.destroy(self._at(self._len))
        if self._len == self._cap:
            self._resize(self._cap * 2)
        self._first = (self._first - 1) & (self._cap - 1)
        __builtin.write(self._at(0), value^)
        self._len += 1

    def _drop_first(mut self):
        __builtin.destroy(self._at(0))
        self._first = (self._first + 1) & (self._cap - 1)
        self._len -= 1

    def extend(mut self, values: List[Self.T]):
        for v in values:
            self.append(v.copy())

    def extendleft(mut self, values: List[Self.T]):
        for v in values:
            self.appendleft(v.copy())

    def insert(mut self, index: Int, var value: Self.T) raises:
        """Adds before an index; those behind move back."""
        if self._max >= 0 and self._len >= self._max:
            raise Error("IndexError: Deque is already at its maximum size")
        var at = min(max(index, 0), self._len)
        self.append(value^)
        for i in range(self._len - 1, at, -1):
            swap(self._at(i), self._at(i - 1))

    # ---- taking ----

    def pop(mut self) raises -> Self.T:
        """Takes the last element."""
        if self._len == 0:
            raise Error("IndexError: Deque is empty")
        self._len -= 1
        return __builtin.take(self._at(self._len))

    def popleft(mut self) raises -> Self.T:
        """Takes the first element."""
        if self._len == 0:
            raise Error("IndexError: Deque is empty")
        var value = __builtin.take(self._at(0))
        self._first = (self._first + 1) & (self._cap - 1)
        self._len -= 1
        return value^

    def peek(self) raises -> Self.T:
        """A copy of the last element."""
        if self._len == 0:
            raise Error("IndexError: Deque is empty")
        return self._at(self._len - 1).copy()

    def peekleft(self) raises -> Self.T:
        """A copy of the first element."""
        if self._len == 0:
            raise Error("IndexError: Deque is empty")
        return self._at(0).copy()

    def remove(mut self, value: Self.T) raises where conforms_to(Self.T, Equatable):
        """Removes the first element that is equal."""
        var at = self.index(value)
        for i in range(at, self._len - 1):
            swap(self._at(i), self._at(i + 1))
        self._len -= 1
        __builtin.destroy(self._at(self._len))

    def clear(mut self):
        for i in range(self._len):
            __builtin.destroy(self._at(i))
        self._len = 0

    # ---- asking ----

    def __len__(self) -> Int:
        return self._len

    def __bool__(self) -> Bool:
        return self._len > 0

    @always_inline
    def __getitem__(ref self, index: Int) -> ref[self["element"]] Self.T:
        _check_index(index, self._len)
        return __builtin.deref(__builtin.offset(self._data, ((self._first + index) & (self._cap - 1))._value))

    def index(self, value: Self.T, start: Int = 0) raises -> Int where conforms_to(Self.T, Equatable):
        for i in range(start, self._len):
            if self._at(i) == value:
                return i
        raise Error("ValueError: Given element is not in deque")

    def count(self, value: Self.T) -> Int where conforms_to(Self.T, Equatable):
        var n = 0
        for i in range(self._len):
            if self._at(i) == value:
                n += 1
        return n

    def __contains__(self, value: Self.T) -> Bool where conforms_to(Self.T, Equatable):
        return self.count(value) > 0

    def __eq__(self, other: Self) -> Bool where conforms_to(Self.T, Equatable):
        if self._len != other._len:
            return False
        for i in range(self._len):
            if self._at(i) != other._at(i):
                return False
        return True

    # ---- order ----

    def reverse(mut self):
        for i in range(self._len / 2):
            swap(self._at(i), self._at(self._len - 1 - i))

    def rotate(mut self, n: Int = 1):
        """Moves each element `n` places to the end; what leaves it comes back at the front."""
        if self._len < 2:
            return
        for _ in range(n % self._len):
            self._len -= 1
            var last = __builtin.take(self._at(self._len))
            self._first = (self._first - 1) & (self._cap - 1)
            __builtin.write(self._at(0), last^)
            self._len += 1

    # ---- iteration, text ----

    def __iter__(ref self) -> _DequeIter[Self.T, origin_of(self["element"])]:
        return _DequeIter[Self.T, origin_of(self["element"])](self._data, self._cap, self._first, self._len)

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("[")
        for i in range(self._len):
            if i > 0:
                writer.write_string(", ")
            self._at(i).write_to(writer)
        writer.write_string("]")


@fieldwise_init
struct _DequeIter[mut: Bool, //, T: Copyable & Deinitable, origin: Origin[mut=mut]](
    Iterable, Iterator, TrivialRegisterPassable
):
    comptime Element = Self.T
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _data: __builtin.ptr[Self.T]
    var _cap: Int
    var _next: Int
    var _left: Int

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> ref[Self.origin] Self.T:
        if self._left == 0:
            raise StopIteration()
        var at = self._next & (self._cap - 1)
        self._next += 1
        self._left -= 1
        return __builtin.deref(__builtin.offset(self._data, at._value))
