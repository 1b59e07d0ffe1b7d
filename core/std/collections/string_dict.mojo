# SPDX-License-Identifier: Apache-2.0
"""The container of keyword arguments: `def f(var **options: Int)` receives a `StringDict[Int]`."""

from std.collections.dict import Dict, DictKeyError, _DictItemIter, _DictKeyIter, _DictValueIter


struct StringDict[V: Movable & Deinitable](
    Boolable,
    Copyable where conforms_to(V, Copyable),
    Defaultable,
    Movable,
    Sized,
    Writable where conforms_to(V, Writable),
):
    """Values found by text, in the order they were given."""

    var _dict: Dict[String, Self.V]

    @always_inline
    def __init__(out self):
        self._dict = Dict[String, Self.V]()

    def __init__(out self, *, copy: Self) where conforms_to(Self.V, Copyable):
        self._dict = copy._dict.copy()

    # ---- access ----

    @always_inline
    def __len__(self) -> Int:
        return len(self._dict)

    @always_inline
    def __bool__(self) -> Bool:
        return len(self._dict) != 0

    def __getitem__(ref self, key: String) raises DictKeyError[String] -> ref[self._dict] Self.V:
        return self._dict[key]

    def __setitem__(mut self, var key: String, var value: Self.V):
        self._dict[key^] = value^

    def __contains__(self, key: String) -> Bool:
        return key in self._dict

    def find(self, key: String) -> Optional[Self.V] where conforms_to(Self.V, Copyable):
        return self._dict.get(key)

    def get(self, key: String) -> Optional[Self.V] where conforms_to(Self.V, Copyable):
        return self._dict.get(key)

    def get(self, key: String, var default: Self.V) -> Self.V where conforms_to(Self.V, Copyable):
        return self._dict.get(key, default^)

    def pop(mut self, key: String) raises DictKeyError[String] -> Self.V:
        return self._dict.pop(key)

    def pop(mut self, key: String, var default: Self.V) -> Self.V:
        return self._dict.pop(key, default^)

    # ---- iteration ----

    def __iter__(ref self) -> _DictKeyIter[String, Self.V, origin_of(self._dict["element"])]:
        return self._dict.keys()

    def keys(ref self) -> _DictKeyIter[String, Self.V, origin_of(self._dict["element"])]:
        return self._dict.keys()

    def values(ref self) -> _DictValueIter[String, Self.V, origin_of(self._dict["element"])]:
        return self._dict.values()

    def items(ref self) -> _DictItemIter[String, Self.V, origin_of(self._dict["element"])]:
        return self._dict.items()

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.V, Writable):
        self._dict.write_to(writer)
