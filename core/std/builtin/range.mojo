# SPDX-License-Identifier: Apache-2.0
"""`range`."""


struct _ZeroStartRange[dtype: DType](Iterator, Iterable, Sized, TrivialRegisterPassable, ReversibleRange):
    comptime Element = Scalar[Self.dtype]
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]]: Iterator = Self
    comptime ReversedType = _StridedRange[Self.dtype]

    var _next: Scalar[Self.dtype]
    var _end: Scalar[Self.dtype]

    @always_inline
    def __init__(out self, end: Scalar[Self.dtype]):
        self._next = 0
        self._end = max(end, Scalar[Self.dtype](0))

    @always_inline
    def __iter__(ref self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> Scalar[Self.dtype]:
        if self._next >= self._end:
            raise StopIteration()
        var value = self._next
        self._next = value + 1
        return value

    @always_inline
    def __len__(self) -> Int:
        return Int(self._end - self._next)

    @always_inline
    def __getitem__(self, index: Int) -> Scalar[Self.dtype]:
        return self._next + Scalar[Self.dtype](index)

    @always_inline
    def __reversed__(self) -> _StridedRange[Self.dtype]:
        return _StridedRange[Self.dtype](self._end - 1, self._next - 1, Scalar[Self.dtype](-1))


struct _SequentialRange[dtype: DType](Iterator, Iterable, Sized, TrivialRegisterPassable, ReversibleRange):
    comptime Element = Scalar[Self.dtype]
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]]: Iterator = Self
    comptime ReversedType = _StridedRange[Self.dtype]

    var _next: Scalar[Self.dtype]
    var _end: Scalar[Self.dtype]

    @always_inline
    def __init__(out self, start: Scalar[Self.dtype], end: Scalar[Self.dtype]):
        self._next = start
        self._end = max(start, end)

    @always_inline
    def __iter__(ref self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> Scalar[Self.dtype]:
        if self._next >= self._end:
            raise StopIteration()
        var value = self._next
        self._next = value + 1
        return value

    @always_inline
    def __len__(self) -> Int:
        return Int(self._end - self._next)

    @always_inline
    def __getitem__(self, index: Int) -> Scalar[Self.dtype]:
        return self._next + Scalar[Self.dtype](index)

    @always_inline
    def __reversed__(self) -> _StridedRange[Self.dtype]:
        return _StridedRange[Self.dtype](self._end - 1, self._next - 1, Scalar[Self.dtype](-1))


struct _StridedRange[dtype: DType](Iterator, Iterable, Sized, TrivialRegisterPassable, ReversibleRange):
    comptime Element = Scalar[Self.dtype]
    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]]: Iterator = Self
    comptime ReversedType = _StridedRange[Self.dtype]

    var _start: Scalar[Self.dtype]
    var _step: Scalar[Self.dtype]
    var _index: Int
    var _count: Int

    def __init__(out self, start: Scalar[Self.dtype], end: Scalar[Self.dtype], step: Scalar[Self.dtype]):
        self._start = start
        self._step = step
        self._index = 0
        self._count = _stride_count[Self.dtype](start, end, step)

    @always_inline
    def __iter__(ref self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> Scalar[Self.dtype]:
        if self._index >= self._count:
            raise StopIteration()
        var value = self._start + Scalar[Self.dtype](self._index) * self._step
        self._index += 1
        return value

    @always_inline
    def __len__(self) -> Int:
        return self._count - self._index

    @always_inline
    def __getitem__(self, index: Int) -> Scalar[Self.dtype]:
        return self._start + Scalar[Self.dtype](index + self._index) * self._step

    def __reversed__(self) -> _StridedRange[Self.dtype]:
        var result = self
        result._start = self._start + Scalar[Self.dtype](self._count - 1) * self._step
        result._step = -self._step
        result._count = self._count - self._index
        result._index = 0
        return result


def _stride_count[
    dtype: DType
](start: Scalar[dtype], end: Scalar[dtype], step: Scalar[dtype]) -> Int:
    comptime if dtype.is_floating_point():
        if step == 0:
            return 0
        var n = ((end - start) / step).__ceil__()
        return max(Int(n), 0)
    else:
        if step > 0 and start < end:
            return Int((end - start - 1) / step) + 1
        if step < 0 and start > end:
            return Int((start - end - 1) / (-step)) + 1
        return 0


@always_inline
def range[dtype: DType, //](end: Scalar[dtype]) -> _ZeroStartRange[dtype]:
    """The numbers from 0 up to, not including, `end`."""
    return _ZeroStartRange[dtype](end)


@always_inline
def range[dtype: DType, //](start: Scalar[dtype], end: Scalar[dtype]) -> _SequentialRange[dtype]:
    """The numbers from `start` up to, not including, `end`."""
    return _SequentialRange[dtype](start, end)


@always_inline
def range[
    dtype: DType, //
](start: Scalar[dtype], end: Scalar[dtype], step: Scalar[dtype]) -> _StridedRange[dtype]:
    """Every `step`-th number from `start` up to, not including, `end`."""
    return _StridedRange[dtype](start, end, step)


@always_inline
def range(end: Int) -> _ZeroStartRange[DType.int]:
    return _ZeroStartRange[DType.int](end)


@always_inline
def range(start: Int, end: Int) -> _SequentialRange[DType.int]:
    return _SequentialRange[DType.int](start, end)


@always_inline
def range(start: Int, end: Int, step: Int) -> _StridedRange[DType.int]:
    return _StridedRange[DType.int](start, end, step)
