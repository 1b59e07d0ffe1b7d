# SPDX-License-Identifier: Apache-2.0
"""A hash table that keeps insertion order.

Entries stand in one array in the order of insertion, with holes where one was removed; an open-addressing
table finds them by hash (linear probing, at most 3/4 full). A slot of the table holds the index of an entry in
as many bits as the number of slots has, and in the others bits of its hash, so that hardly any entry but the right one
is looked at."""

from std.builtin.hash import DefaultHasher, hash

comptime KeyElement = Copyable & Hashable & Equatable

comptime _EMPTY = UInt32(0xFFFFFFFF)
comptime _DELETED = UInt32(0xFFFFFFFE)


@always_inline
def _slot_of(hash: UInt64, index: Int, mask: Int) -> UInt32:
    return (UInt32(hash >> 32) & ~UInt32(mask)) | UInt32(index)


@always_inline
def _limit(slot_count: Int) -> Int:
    """How many entries a table of so many slots may have: no index is that of a free slot."""
    return slot_count - (slot_count >> 2)


struct DictKeyError[K: AnyType](TrivialRegisterPassable, Writable):
    """Raised for a key that is not there."""

    @always_inline
    def __init__(out self):
        pass

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("DictKeyError[")
        writer.write_string(StaticString(_literal=__builtin.type_name[Self.K]))
        writer.write_string("]()")


struct EmptyDictError(TrivialRegisterPassable, Writable):
    """Raised by `popitem` on an empty dictionary."""

    @always_inline
    def __init__(out self):
        pass

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("EmptyDictError()")


struct DictEntry[K: KeyElement & Deinitable, V: Movable & Deinitable](
    Copyable where conforms_to(V, Copyable), Movable
):
    """A key, its hash, and its value."""

    var hash: UInt64
    var key: Self.K
    var value: Self.V

    @always_inline
    def __init__(out self, hash: UInt64, var key: Self.K, var value: Self.V):
        self.hash = hash
        self.key = key^
        self.value = value^


@__sealed
struct Dict[K: KeyElement & Deinitable, V: Movable & Deinitable](
    Boolable,
    Copyable where conforms_to(V, Copyable),
    Defaultable,
    Equatable where conforms_to(V, Equatable),
    Iterable,
    Movable,
    Sized,
    Writable where conforms_to(K, Writable) and conforms_to(V, Writable),
):
    """Values found by key."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _DictKeyIter[
        Self.K, Self.V, iterable_origin
    ]

    var _entries: __builtin.ptr[DictEntry[Self.K, Self.V]]
    var _live: __builtin.ptr[Bool]  # for each entry: not removed
    var _slots: __builtin.ptr[UInt32]
    var _slot_count: Int  # a power of two, or 0
    var _used: Int  # entries, removed ones included
    var _len: Int

    # ---- lifecycle ----

    @always_inline
    def __init__(out self):
        self._entries = __builtin.null[DictEntry[Self.K, Self.V]]()
        self._live = __builtin.null[Bool]()
        self._slots = __builtin.null[UInt32]()
        self._slot_count = 0
        self._used = 0
        self._len = 0

    def __init__(out self, *, capacity: Int):
        self = Self()
        var count = 16
        while _limit(count) < capacity:
            count *= 2
        self._rebuild(count)

    def __init__(out self, var keys: List[Self.K], var values: List[Self.V], __dict_literal__: NoneType):
        self = Self()
        keys.reverse()
        values.reverse()
        while keys:
            self[keys.pop()] = values.pop()

    def __init__(out self, *, copy: Self) where conforms_to(Self.V, Copyable):
        self = Self()
        if copy._len > 0:
            self._rebuild(copy._slot_count)
            for i in range(copy._used):
                if copy._is_live(i):
                    ref e = copy._entry(i)
                    self._append_new(e.hash, e.key.copy(), e.value.copy())

    def __deinit__(deinit self):
        self._release()

    def _release(mut self):
        if self._slot_count > 0:
            for i in range(self._used):
                if self._is_live(i):
                    __builtin.destroy(self._entry(i))
            __builtin.free(self._entries)
            __builtin.free(self._live)
            __builtin.free(self._slots)
        self._slot_count = 0
        self._used = 0
        self._len = 0

    # ---- table ----

    @always_inline
    def _entry(ref self, index: Int) -> ref[self["element"]] DictEntry[Self.K, Self.V]:
        return __builtin.deref(__builtin.offset(self._entries, index._value))

    @always_inline
    def _is_live(self, index: Int) -> Bool:
        return __builtin.deref(__builtin.offset(self._live, index._value))

    @always_inline
    def _slot(self, index: Int) -> UInt32:
        return __builtin.deref(__builtin.offset(self._slots, index._value))

    @always_inline
    def _set_slot(mut self, index: Int, slot: UInt32):
        __builtin.deref(__builtin.offset(self._slots, index._value)) = slot

    @always_inline
    def _find(self, hash: UInt64, key: Self.K) -> Int:
        """The index of the key's entry, or -1."""
        if self._len == 0:
            return -1
        var mask = self._slot_count - 1
        var at = Int(hash) & mask
        var wanted = UInt32(hash >> 32)
        while True:
            var slot = self._slot(at)
            if (slot ^ wanted) & ~UInt32(mask) == 0:
                var i = Int(slot & UInt32(mask))
                if i < self._used and self._entry(i).key == key:
                    return i
            if slot == _EMPTY:
                return -1
            at = (at + 1) & mask

    @no_inline
    def _rebuild(mut self, slot_count: Int):
        """Moves the live entries to new arrays."""
        var capacity = _limit(slot_count)
        var entries = __builtin.alloc[DictEntry[Self.K, Self.V]](
            (capacity * Int(__builtin.size_of[DictEntry[Self.K, Self.V]]))._value,
            Int(__builtin.align_of[DictEntry[Self.K, Self.V]])._value,
        )
        var live = __builtin.alloc[Bool](capacity._value, Int(1)._value)
        var slots = __builtin.alloc[UInt32]((slot_count * 4)._value, Int(4)._value)
        __builtin.memset(slots, UInt8(255)._value, (slot_count * 4)._value)
        var mask = slot_count - 1
        var n = 0
        for i in range(self._used):
            if self._is_live(i):
                var hash = self._entry(i).hash
                __builtin.write(
                    __builtin.deref(__builtin.offset(entries, n._value)), __builtin.take(self._entry(i))
                )
                __builtin.deref(__builtin.offset(live, n._value)) = True
                var at = Int(hash) & mask
                while __builtin.deref(__builtin.offset(slots, at._value)) != _EMPTY:
                    at = (at + 1) & mask
                __builtin.deref(__builtin.offset(slots, at._value)) = _slot_of(hash, n, mask)
                n += 1
        if self._slot_count > 0:
            __builtin.free(self._entries)
            __builtin.free(self._live)
            __builtin.free(self._slots)
        self._entries = entries
        self._live = live
        self._slots = slots
        self._slot_count = slot_count
        self._used = n

    def _append_new(mut self, hash: UInt64, var key: Self.K, var value: Self.V):
        """Adds an entry for a key that is not there."""
        if self._used >= _limit(self._slot_count):
            if self._slot_count == 0:
                self._rebuild(16)
            elif self._len * 2 > self._used:
                self._rebuild(self._slot_count * 2)
            else:
                self._rebuild(self._slot_count)
        var mask = self._slot_count - 1
        var at = Int(hash) & mask
        while self._slot(at) < _DELETED:
            at = (at + 1) & mask
        self._set_slot(at, _slot_of(hash, self._used, mask))
        __builtin.write(
            __builtin.deref(__builtin.offset(self._entries, self._used._value)),
            DictEntry[Self.K, Self.V](hash, key^, value^),
        )
        __builtin.deref(__builtin.offset(self._live, self._used._value)) = True
        self._used += 1
        self._len += 1

    def _remove(mut self, index: Int):
        """Forgets an entry whose key and value were moved out or destroyed."""
        var mask = self._slot_count - 1
        var hash = self._entry(index).hash
        var at = Int(hash) & mask
        var slot = _slot_of(hash, index, mask)
        while self._slot(at) != slot:
            at = (at + 1) & mask
        self._set_slot(at, _DELETED)
        __builtin.deref(__builtin.offset(self._live, index._value)) = False
        self._len -= 1

    # ---- access ----

    @always_inline
    def __len__(self) -> Int:
        return self._len

    @always_inline
    def __bool__(self) -> Bool:
        return self._len != 0

    def __getitem__(ref self, key: Self.K) raises DictKeyError[Self.K] -> ref[self["element"]] Self.V:
        var i = self._find(hash(key), key)
        if i < 0:
            raise DictKeyError[Self.K]()
        return self._entry(i).value

    def __setitem__(mut self, var key: Self.K, var value: Self.V):
        var h = hash(key)
        var i = self._find(h, key)
        if i >= 0:
            self._entry(i).value = value^
        else:
            self._append_new(h, key^, value^)

    def __contains__(self, key: Self.K) -> Bool:
        return self._find(hash(key), key) >= 0

    def get(self, key: Self.K) -> Optional[Self.V] where conforms_to(Self.V, Copyable):
        var i = self._find(hash(key), key)
        if i < 0:
            return None
        return Optional[Self.V](self._entry(i).value.copy())

    def get(self, key: Self.K, var default: Self.V) -> Self.V where conforms_to(Self.V, Copyable):
        var i = self._find(hash(key), key)
        if i < 0:
            return default^
        return self._entry(i).value.copy()

    def find(self, key: Self.K) -> Optional[Self.V] where conforms_to(Self.V, Copyable):
        return self.get(key)

    def setdefault(mut self, var key: Self.K, var default: Self.V) -> ref[self["element"]] Self.V:
        var h = hash(key)
        var i = self._find(h, key)
        if i < 0:
            self._append_new(h, key^, default^)
            i = self._used - 1
        return self._entry(i).value

    def pop(mut self, key: Self.K) raises DictKeyError[Self.K] -> Self.V:
        var i = self._find(hash(key), key)
        if i < 0:
            raise DictKeyError[Self.K]()
        var value = __builtin.take(self._entry(i).value)
        self._remove(i)
        __builtin.destroy(self._entry(i).key)
        return value^

    def pop(mut self, key: Self.K, var default: Self.V) -> Self.V:
        var i = self._find(hash(key), key)
        if i < 0:
            return default^
        var value = __builtin.take(self._entry(i).value)
        self._remove(i)
        __builtin.destroy(self._entry(i).key)
        return value^

    def clear(mut self):
        self._release()

    def update(mut self, other: Self) where conforms_to(Self.V, Copyable):
        for i in range(other._used):
            if other._is_live(i):
                ref e = other._entry(i)
                self[e.key.copy()] = e.value.copy()

    # ---- iteration ----

    def __iter__(ref self) -> _DictKeyIter[Self.K, Self.V, origin_of(self["element"])]:
        return _DictKeyIter[Self.K, Self.V, origin_of(self["element"])](self._entries, self._live, self._used)

    def keys(ref self) -> _DictKeyIter[Self.K, Self.V, origin_of(self["element"])]:
        return _DictKeyIter[Self.K, Self.V, origin_of(self["element"])](self._entries, self._live, self._used)

    def values(ref self) -> _DictValueIter[Self.K, Self.V, origin_of(self["element"])]:
        return _DictValueIter[Self.K, Self.V, origin_of(self["element"])](self._entries, self._live, self._used)

    def items(ref self) -> _DictItemIter[Self.K, Self.V, origin_of(self["element"])]:
        return _DictItemIter[Self.K, Self.V, origin_of(self["element"])](self._entries, self._live, self._used)

    # ---- comparison, text ----

    def __eq__(self, other: Self) -> Bool where conforms_to(Self.V, Equatable):
        if self._len != other._len:
            return False
        for i in range(self._used):
            if self._is_live(i):
                ref e = self._entry(i)
                var j = other._find(e.hash, e.key)
                if j < 0 or not other._entry(j).value == e.value:
                    return False
        return True

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.K, Writable) and conforms_to(Self.V, Writable):
        writer.write_string("{")
        var first = True
        for i in range(self._used):
            if self._is_live(i):
                if not first:
                    writer.write_string(", ")
                first = False
                ref e = self._entry(i)
                e.key.write_to(writer)
                writer.write_string(": ")
                e.value.write_to(writer)
        writer.write_string("}")


struct _DictItemIter[
    mut: Bool, //, K: KeyElement & Deinitable, V: Movable & Deinitable, origin: Origin[mut=mut]
](Iterable where conforms_to(V, Copyable), Iterator where conforms_to(V, Copyable), TrivialRegisterPassable):
    comptime Element = DictEntry[Self.K, Self.V]
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _entries: __builtin.ptr[DictEntry[Self.K, Self.V]]
    var _live: __builtin.ptr[Bool]
    var _left: Int

    @always_inline
    def __init__(
        out self, entries: __builtin.ptr[DictEntry[Self.K, Self.V]], live: __builtin.ptr[Bool], count: Int
    ):
        self._entries = entries
        self._live = live
        self._left = count

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> ref[Self.origin] DictEntry[Self.K, Self.V]:
        while self._left > 0:
            var e = self._entries
            var is_live = __builtin.deref(self._live)
            self._entries = __builtin.offset(e, Int(1)._value)
            self._live = __builtin.offset(self._live, Int(1)._value)
            self._left -= 1
            if is_live:
                return __builtin.deref(e)
        raise StopIteration()


struct _DictKeyIter[
    mut: Bool, //, K: KeyElement & Deinitable, V: Movable & Deinitable, origin: Origin[mut=mut]
](Iterable, Iterator, TrivialRegisterPassable):
    comptime Element = Self.K
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _items: _DictItemIter[Self.K, Self.V, Self.origin]

    @always_inline
    def __init__(
        out self, entries: __builtin.ptr[DictEntry[Self.K, Self.V]], live: __builtin.ptr[Bool], count: Int
    ):
        self._items = _DictItemIter[Self.K, Self.V, Self.origin](entries, live, count)

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> ref[Self.origin] Self.K:
        return self._items.__next__().key


struct _DictValueIter[
    mut: Bool, //, K: KeyElement & Deinitable, V: Movable & Deinitable, origin: Origin[mut=mut]
](Iterable where conforms_to(V, Copyable), Iterator where conforms_to(V, Copyable), TrivialRegisterPassable):
    comptime Element = Self.V
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _items: _DictItemIter[Self.K, Self.V, Self.origin]

    @always_inline
    def __init__(
        out self, entries: __builtin.ptr[DictEntry[Self.K, Self.V]], live: __builtin.ptr[Bool], count: Int
    ):
        self._items = _DictItemIter[Self.K, Self.V, Self.origin](entries, live, count)

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> ref[Self.origin] Self.V:
        return self._items.__next__().value
