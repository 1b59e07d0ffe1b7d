# SPDX-License-Identifier: Apache-2.0
"""Iterator adaptors."""


@always_inline
def iter[T: Iterable](ref value: T) -> T.IteratorType[origin_of(value)]:
    """The value's iterator."""
    return value.__iter__()


@always_inline
def next[T: Iterator](mut iterator: T) raises StopIteration -> T.Element:
    """The next element."""
    return iterator.__next__()


@always_inline
def reversed[T: ReversibleRange](value: T) -> T.ReversedType:
    """Iterates from the end."""
    return value.__reversed__()


@always_inline
def reversed[T: Movable, //](ref value: List[T]) -> _ReversedSpanIter[T, origin_of(value)]:
    return value.__reversed__()


from std.collections.span import _ReversedSpanIter, _SpanIter


struct _Enumerate[It: Iterator](Copyable where conforms_to(It, Copyable), Iterable where conforms_to(It, Copyable), Iterator, Movable):
    comptime Element = Tuple[Int, Self.It.Element]
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _items: Self.It
    var _index: Int

    @always_inline
    def __init__(out self, var items: Self.It, start: Int):
        self._items = items^
        self._index = start

    @always_inline
    def __iter__(ref self) -> Self where conforms_to(Self.It, Copyable):
        return Self(self._items.copy(), self._index)

    @always_inline
    def __next__(mut self) raises StopIteration -> Tuple[Int, Self.It.Element]:
        var i = self._index
        var item = self._items.__next__()
        self._index += 1
        return (i, item^)


@always_inline
def enumerate[C: Iterable, //](ref values: C, *, start: Int = 0) -> _Enumerate[C.IteratorType[origin_of(values)]]:
    """Pairs of index and element."""
    return _Enumerate[C.IteratorType[origin_of(values)]](values.__iter__(), start)


struct _Zip[A: Iterator, B: Iterator](
    Copyable where conforms_to(A, Copyable) and conforms_to(B, Copyable),
    Iterable where conforms_to(A, Copyable) and conforms_to(B, Copyable),
    Iterator,
    Movable,
):
    comptime Element = Tuple[Self.A.Element, Self.B.Element]
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _first: Self.A
    var _second: Self.B

    @always_inline
    def __init__(out self, var first: Self.A, var second: Self.B):
        self._first = first^
        self._second = second^

    @always_inline
    def __iter__(ref self) -> Self where conforms_to(Self.A, Copyable) and conforms_to(Self.B, Copyable):
        return Self(self._first.copy(), self._second.copy())

    @always_inline
    def __next__(
        mut self,
    ) raises StopIteration -> Tuple[Self.A.Element, Self.B.Element] where conforms_to(Self.A.Element, Deinitable):
        var first = self._first.__next__()
        return (first^, self._second.__next__())


@always_inline
def zip[
    A: Iterable, B: Iterable, //
](ref a: A, ref b: B) -> _Zip[A.IteratorType[origin_of(a)], B.IteratorType[origin_of(b)]]:
    """Pairs of elements, to the end of the shorter."""
    return _Zip[A.IteratorType[origin_of(a)], B.IteratorType[origin_of(b)]](a.__iter__(), b.__iter__())


struct _Map[It: Iterator, R: Movable, f: def(var It.Element) thin -> R](
    Copyable where conforms_to(It, Copyable), Iterable where conforms_to(It, Copyable), Iterator, Movable
):
    comptime Element = Self.R
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = Self

    var _items: Self.It

    @always_inline
    def __init__(out self, var items: Self.It):
        self._items = items^

    @always_inline
    def __iter__(ref self) -> Self where conforms_to(Self.It, Copyable):
        return Self(self._items.copy())

    @always_inline
    def __next__(mut self) raises StopIteration -> Self.R:
        return Self.f(self._items.__next__())


@always_inline
def map[
    C: Iterable, R: Movable, o: Origin, //, function: def(var C.IteratorType[o].Element) thin -> R
](ref[o] values: C) -> _Map[C.IteratorType[o], R, function]:
    """Applies a function to each element, when it is asked for."""
    return _Map[C.IteratorType[o], R, function](values.__iter__())


trait _Summable(Copyable, Deinitable, Defaultable):
    def __add__(self, rhs: Self) -> Self:
        ...


def sum[
    C: Iterable, //
](ref values: C) -> C.IteratorType[origin_of(values)].Element where conforms_to(
    C.IteratorType[origin_of(values)].Element, _Summable
):
    """The sum of the elements."""
    var total = C.IteratorType[origin_of(values)].Element()
    for v in values:
        total = total + v
    return total^
