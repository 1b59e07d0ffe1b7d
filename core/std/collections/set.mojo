# SPDX-License-Identifier: Apache-2.0
"""A hash set that keeps insertion order."""

from std.collections.dict import Dict, KeyElement, _DictKeyIter


struct Set[T: KeyElement & Deinitable](Boolable, Copyable, Defaultable, Equatable, Iterable, Movable, Sized, Writable where conforms_to(T, Writable)):
    """Elements, each once."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _DictKeyIter[
        Self.T, NoneType, iterable_origin
    ]

    var _dict: Dict[Self.T, NoneType]

    def __init__(out self):
        self._dict = Dict[Self.T, NoneType]()

    def __init__(out self, var *values: Self.T, __set_literal__: NoneType = None):
        self._dict = Dict[Self.T, NoneType]()
        for i in range(len(values)):
            self._dict[values._take(i)] = None
        values._forget()

    def __init__(out self, var *values: Self.T, __list_literal__: NoneType):
        self._dict = Dict[Self.T, NoneType]()
        for i in range(len(values)):
            self._dict[values._take(i)] = None
        values._forget()

    def __init__(out self, elements: List[Self.T]):
        self._dict = Dict[Self.T, NoneType]()
        for i in range(len(elements)):
            self._dict[elements.unsafe_get(i).copy()] = None

    def __len__(self) -> Int:
        return self._dict._len

    def __bool__(self) -> Bool:
        return self._dict._len != 0

    def __contains__(self, value: Self.T) -> Bool:
        return value in self._dict

    def add(mut self, var value: Self.T):
        """Adds an element, once."""
        if value not in self._dict:
            self._dict[value^] = None

    def discard(mut self, value: Self.T):
        """Removes an element when it is there."""
        _ = self._dict.pop(value, None)

    def remove(mut self, value: Self.T) raises:
        """Removes an element; raises when it is not there."""
        if value not in self._dict:
            raise Error("KeyError: the element is not in the set")
        _ = self._dict.pop(value, None)

    def clear(mut self):
        self._dict.clear()

    def __iter__(ref self) -> _DictKeyIter[Self.T, NoneType, origin_of(self._dict["element"])]:
        return self._dict.__iter__()

    def __eq__(self, other: Self) -> Bool:
        if len(self) != len(other):
            return False
        for x in self:
            if x not in other:
                return False
        return True

    def union(self, other: Self) -> Self:
        var result = self.copy()
        for x in other:
            result.add(x.copy())
        return result^

    def intersection(self, other: Self) -> Self:
        var result = Self()
        for x in self:
            if x in other:
                result.add(x.copy())
        return result^

    def difference(self, other: Self) -> Self:
        var result = Self()
        for x in self:
            if x not in other:
                result.add(x.copy())
        return result^

    def symmetric_difference(self, other: Self) -> Self:
        return self.difference(other).union(other.difference(self))

    def issubset(self, other: Self) -> Bool:
        for x in self:
            if x not in other:
                return False
        return True

    def issuperset(self, other: Self) -> Bool:
        return other.issubset(self)

    def isdisjoint(self, other: Self) -> Bool:
        for x in self:
            if x in other:
                return False
        return True

    def update(mut self, other: Self):
        for x in other:
            self.add(x.copy())

    def __or__(self, other: Self) -> Self:
        return self.union(other)

    def __and__(self, other: Self) -> Self:
        return self.intersection(other)

    def __sub__(self, other: Self) -> Self:
        return self.difference(other)

    def __xor__(self, other: Self) -> Self:
        return self.symmetric_difference(other)

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("{")
        var first = True
        for x in self:
            if not first:
                writer.write_string(", ")
            first = False
            x.write_to(writer)
        writer.write_string("}")
