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


struct _EnumerateList[mut: Bool, //, T: Copyable & Deinitable, origin: Origin[mut=mut]](Movable):
    var _items: _SpanIter[Self.T, Self.origin]
    var _index: Int

    def __init__(out self, items: _SpanIter[Self.T, Self.origin], start: Int):
        self._items = items
        self._index = start

    @always_inline
    def __iter__(var self) -> Self:
        return self^

    @always_inline
    def __next__(mut self) raises StopIteration -> Tuple[Int, Self.T]:
        var i = self._index
        self._index += 1
        return (i, self._items.__next__().copy())


def enumerate[
    T: Copyable & Deinitable, //
](ref values: List[T], *, start: Int = 0) -> _EnumerateList[T, origin_of(values)]:
    """Pairs of index and element."""
    return _EnumerateList[T, origin_of(values)](values.__iter__(), start)


struct _ZipLists[
    mut1: Bool, mut2: Bool, //, A: Copyable & Deinitable, B: Copyable & Deinitable, o1: Origin[mut=mut1], o2: Origin[mut=mut2]
](Movable):
    var _first: _SpanIter[Self.A, Self.o1]
    var _second: _SpanIter[Self.B, Self.o2]

    def __init__(out self, first: _SpanIter[Self.A, Self.o1], second: _SpanIter[Self.B, Self.o2]):
        self._first = first
        self._second = second

    @always_inline
    def __iter__(var self) -> Self:
        return self^

    @always_inline
    def __next__(mut self) raises StopIteration -> Tuple[Self.A, Self.B]:
        return (self._first.__next__().copy(), self._second.__next__().copy())


def zip[
    A: Copyable & Deinitable, B: Copyable & Deinitable, //
](ref a: List[A], ref b: List[B]) -> _ZipLists[A, B, origin_of(a), origin_of(b)]:
    """Pairs of elements, to the end of the shorter."""
    return _ZipLists[A, B, origin_of(a), origin_of(b)](a.__iter__(), b.__iter__())
