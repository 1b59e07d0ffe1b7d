# SPDX-License-Identifier: Apache-2.0
"""`StaticTuple` and `IndexList`: a fixed number of values of one type."""


struct StaticTuple[T: TrivialRegisterPassable, size: Int](Defaultable, ImplicitlyCopyable, Sized):
    """`size` values of one type."""

    var _items: Array[Self.T, Self.size]

    def __init__(out self):
        self._items = Array[Self.T, Self.size](uninitialized=True)

    def __init__(out self, *, fill: Self.T):
        self._items = Array[Self.T, Self.size](fill=fill)

    def __init__(out self, *values: Self.T):
        self._items = Array[Self.T, Self.size](uninitialized=True)
        debug_assert["safe"](len(values) == Self.size, "the number of values must be the size")
        for i in range(Self.size):
            self._items[i] = values[i]

    def __init__(out self, *, copy: Self):
        self._items = copy._items.copy()

    def __len__(self) -> Int:
        return Self.size

    def __getitem__(ref self, index: Int) -> ref[self._items] Self.T:
        return self._items[index]

    def get[index: Int](self) -> Self.T:
        return self._items[index]


struct IndexList[size: Int](Defaultable, Equatable, ImplicitlyCopyable, Sized, Writable):
    """An index of `size` dimensions."""

    var _items: Array[Int, Self.size]

    def __init__(out self):
        self._items = Array[Int, Self.size](fill=0)

    def __init__(out self, *, fill: Int):
        self._items = Array[Int, Self.size](fill=fill)

    def __init__(out self, *values: Int):
        self._items = Array[Int, Self.size](fill=0)
        debug_assert["safe"](len(values) == Self.size, "the number of values must be the size")
        for i in range(Self.size):
            self._items[i] = values[i]

    def __init__(out self, *, copy: Self):
        self._items = copy._items.copy()

    def __len__(self) -> Int:
        return Self.size

    def __getitem__(ref self, index: Int) -> ref[self._items] Int:
        return self._items[index]

    def __add__(self, other: Self) -> Self:
        var result = self
        for i in range(Self.size):
            result[i] += other[i]
        return result

    def __sub__(self, other: Self) -> Self:
        var result = self
        for i in range(Self.size):
            result[i] -= other[i]
        return result

    def __mul__(self, other: Self) -> Self:
        var result = self
        for i in range(Self.size):
            result[i] *= other[i]
        return result

    def __floordiv__(self, other: Self) -> Self:
        var result = self
        for i in range(Self.size):
            result[i] //= other[i]
        return result

    def __eq__(self, other: Self) -> Bool:
        for i in range(Self.size):
            if self._items[i] != other._items[i]:
                return False
        return True

    def reverse(self) -> Self:
        var result = self
        for i in range(Self.size):
            result[i] = self._items[Self.size - 1 - i]
        return result

    def flattened_length(self) -> Int:
        """The product of the dimensions."""
        var n = 1
        for i in range(Self.size):
            n *= self._items[i]
        return n

    def get_row_major_strides(self) -> Self:
        """How far apart neighbours in each dimension lie, the last the closest."""
        var result = Self(fill=1)
        for i in range(Self.size - 2, -1, -1):
            result[i] = result[i + 1] * self._items[i + 1]
        return result

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("(")
        for i in range(Self.size):
            if i > 0:
                writer.write_string(", ")
            writer.write(self._items[i])
        writer.write_string(",)" if Self.size == 1 else ")")


def Index(a: Int) -> IndexList[1]:
    """An index of one dimension."""
    return IndexList[1](a)


def Index(a: Int, b: Int) -> IndexList[2]:
    return IndexList[2](a, b)


def Index(a: Int, b: Int, c: Int) -> IndexList[3]:
    return IndexList[3](a, b, c)


def Index(a: Int, b: Int, c: Int, d: Int) -> IndexList[4]:
    return IndexList[4](a, b, c, d)
