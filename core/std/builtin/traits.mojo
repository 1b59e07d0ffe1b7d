# SPDX-License-Identifier: Apache-2.0
"""Traits behind operators, conversions, iteration and the functions of the prelude."""


trait Defaultable:
    """A type with a default value."""

    def __init__(out self):
        ...


trait Boolable:
    """A type usable as a condition."""

    def __bool__(self) -> Bool:
        ...


trait Intable:
    """A type that converts to `Int`."""

    def __int__(self) -> Int:
        ...


trait IntableRaising:
    """A type that converts to `Int`, or fails."""

    def __int__(self) raises -> Int:
        ...


trait Floatable:
    """A type that converts to `Float64`."""

    def __float__(self) -> Float64:
        ...


trait FloatableRaising:
    """A type that converts to `Float64`, or fails."""

    def __float__(self) raises -> Float64:
        ...


trait Indexer:
    """A type usable as an index."""

    def __index__(self) -> Int:
        ...


trait Sized:
    """A type with a length."""

    def __len__(self) -> Int:
        ...


trait SizedRaising:
    """A type with a length that may fail to compute."""

    def __len__(self) raises -> Int:
        ...


trait Equatable:
    """A type with equality. The default compares all fields."""

    def __eq__(self, other: Self) -> Bool:
        comptime for i in range(__builtin.field_count[Self]):
            comptime F = __builtin.field_type[Self, i]
            comptime assert conforms_to(F, Equatable), "every field must be Equatable to derive `==`"
            if __builtin.field_ref[i](self) != __builtin.field_ref[i](other):
                return False
        return True

    @always_inline
    def __ne__(self, other: Self) -> Bool:
        return not self == other


trait Comparable(Equatable):
    """A type with an order, derived from `<`."""

    def __lt__(self, rhs: Self) -> Bool:
        ...

    @always_inline
    def __gt__(self, rhs: Self) -> Bool:
        return rhs < self

    @always_inline
    def __le__(self, rhs: Self) -> Bool:
        return not rhs < self

    @always_inline
    def __ge__(self, rhs: Self) -> Bool:
        return not self < rhs


trait Identifiable:
    """A type whose values have an identity, compared by `is`."""

    def __is__(self, rhs: Self) -> Bool:
        ...

    @always_inline
    def __isnot__(self, rhs: Self) -> Bool:
        return not self.__is__(rhs)


trait Absable:
    """A type with an absolute value."""

    def __abs__(self) -> Self:
        ...


trait Powable:
    """A type with `**`."""

    def __pow__(self, exp: Self) -> Self:
        ...


trait Roundable:
    """A type that `round` accepts."""

    def __round__(self) -> Self:
        ...

    def __round__(self, ndigits: Int) -> Self:
        ...


trait Iterator(Movable, Deinitable):
    """A source of elements, one at a time."""

    comptime Element: Movable

    def __next__(mut self) raises StopIteration -> Self.Element:
        ...


trait Iterable:
    """A type that can be iterated over by reference."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]]: Iterator

    def __iter__(ref self) -> Self.IteratorType[origin_of(self)]:
        ...


trait IterableOwned:
    """A type that can be consumed by iterating over it."""

    comptime IteratorOwnedType: Iterator

    def __iter__(var self) -> Self.IteratorOwnedType:
        ...


trait ReversibleRange:
    """A type that `reversed` accepts."""

    comptime ReversedType: Iterator

    def __reversed__(self) -> Self.ReversedType:
        ...


trait _PythonValue:
    """What comes from Python and is converted by `T(py=value)`: `PythonObject`."""

    def _to_int(self) raises -> Int64:
        ...

    def _to_uint(self) raises -> UInt64:
        ...

    def _to_float(self) raises -> Float64:
        ...

    def _to_bool(self) raises -> Bool:
        ...

    def _to_string(self) raises -> String:
        ...
