# SPDX-License-Identifier: Apache-2.0
"""Counts of things, by value."""

from std.collections.dict import Dict, _DictItemIter, _DictKeyIter, _DictValueIter


@fieldwise_init
struct CountTuple[V: KeyElement & Deinitable & ImplicitlyCopyable](Copyable):
    """A value and its count."""

    var value: Self.V
    var count: Int


struct Counter[V: KeyElement & Deinitable & ImplicitlyCopyable](
    Boolable, Copyable, Defaultable, Equatable, Sized, Writable where conforms_to(V, Writable)
):
    """How often each value occurred; one that never did counts 0."""

    var _counts: Dict[Self.V, Int]

    def __init__(out self):
        self._counts = Dict[Self.V, Int]()

    def __init__(out self, items: List[Self.V]):
        self = Self()
        for x in items:
            self[x] += 1

    @staticmethod
    def fromkeys(keys: List[Self.V], value: Int) -> Self:
        var result = Self()
        for k in keys:
            result[k] = value
        return result^

    def __getitem__(self, key: Self.V) -> Int:
        return self._counts.get(key).or_else(0)

    def __setitem__(mut self, key: Self.V, value: Int):
        self._counts[key] = value

    def get(self, key: Self.V, default: Int = 0) -> Int:
        return self._counts.get(key).or_else(default)

    def pop(mut self, key: Self.V) raises -> Int:
        return self._counts.pop(key)

    def pop(mut self, key: Self.V, default: Int) -> Int:
        return self._counts.pop(key, default)

    def clear(mut self):
        self._counts.clear()

    def __len__(self) -> Int:
        return len(self._counts)

    def __bool__(self) -> Bool:
        return len(self._counts) > 0

    def __contains__(self, key: Self.V) -> Bool:
        return key in self._counts

    def __iter__(ref self) -> _DictKeyIter[Self.V, Int, origin_of(self._counts)]:
        return self._counts.__iter__()

    def keys(ref self) -> _DictKeyIter[Self.V, Int, origin_of(self._counts)]:
        return self._counts.keys()

    def values(ref self) -> _DictValueIter[Self.V, Int, origin_of(self._counts)]:
        return self._counts.values()

    def items(ref self) -> _DictItemIter[Self.V, Int, origin_of(self._counts)]:
        return self._counts.items()

    def update(mut self, other: Self):
        """Adds the counts of another."""
        for e in other._counts.items():
            self[e.key] = self[e.key] + e.value

    def subtract(mut self, other: Self):
        """Takes the counts of another away; they may fall below 0."""
        for e in other._counts.items():
            self[e.key] = self[e.key] - e.value

    def total(self) -> Int:
        """The sum of all counts."""
        var n = 0
        for e in self._counts.items():
            n += e.value
        return n

    def most_common(self, n: Int) -> List[CountTuple[Self.V]]:
        """The `n` values with the largest counts, those first; equal counts in the order of their arrival."""
        var all = List[CountTuple[Self.V]]()
        for e in self._counts.items():
            all.append(CountTuple[Self.V](e.key, e.value))

        def larger(a: CountTuple[Self.V], b: CountTuple[Self.V]) -> Bool:
            return a.count > b.count

        sort[stable=True](all, larger)
        while len(all) > max(n, 0):
            _ = all.pop()
        return all^

    def elements(self) -> List[Self.V]:
        """Each value as often as it counts."""
        var result = List[Self.V]()
        for e in self._counts.items():
            for _ in range(e.value):
                result.append(e.key)
        return result^

    def _positive(self) -> Self:
        var result = Self()
        for e in self._counts.items():
            if e.value > 0:
                result[e.key] = e.value
        return result^

    def __add__(self, other: Self) -> Self:
        var result = self.copy()
        result.update(other)
        return result._positive()

    def __sub__(self, other: Self) -> Self:
        var result = self.copy()
        result.subtract(other)
        return result._positive()

    def __and__(self, other: Self) -> Self:
        var result = Self()
        for e in self._counts.items():
            var n = min(e.value, other[e.key])
            if n > 0:
                result[e.key] = n
        return result^

    def __or__(self, other: Self) -> Self:
        var result = self._positive()
        for e in other._counts.items():
            if e.value > result[e.key]:
                result[e.key] = e.value
        return result^

    def __eq__(self, other: Self) -> Bool:
        for e in self._counts.items():
            if e.value != other[e.key]:
                return False
        for e in other._counts.items():
            if e.value != self[e.key]:
                return False
        return True

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.V, Writable):
        self._counts.write_to(writer)
