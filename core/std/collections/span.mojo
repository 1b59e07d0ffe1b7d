# SPDX-License-Identifier: Apache-2.0
"""A view of contiguous elements."""

from std.builtin.assertions import _ASSERT_MODE, _enabled, _report_failure


@__sealed
struct Span[mut: Bool, //, T: Movable, origin: Origin[mut=mut]](
    Boolable,
    Defaultable,
    Iterable where conforms_to(T, Copyable & Deinitable),
    Sized,
    TrivialRegisterPassable,
    Writable where conforms_to(T, Writable),
):
    """Elements that something else owns: a pointer and a length."""

    comptime IteratorType[iterable_mut: Bool, //, iterable_origin: Origin[mut=iterable_mut]] = _SpanIter[
        Self.T, Self.origin
    ]

    var _ptr: __builtin.ptr[Self.T]
    var _len: Int

    @always_inline
    def __init__(out self):
        self._ptr = __builtin.null[Self.T]()
        self._len = 0

    @always_inline
    def __init__(out self, *, _ptr: __builtin.ptr[Self.T], _len: Int):
        self._ptr = _ptr
        self._len = _len

    @always_inline
    def __init__(out self, *, unsafe_ptr: Pointer[Self.T, Self.origin], length: Int):
        self._ptr = unsafe_ptr._value
        self._len = length

    @implicit
    @always_inline
    def __init__(out self, ref[Self.origin] list: List[Self.T]):
        self._ptr = list._data
        self._len = list._len

    @implicit
    @always_inline
    def __init__[n: Int, //](out self, ref[Self.origin] array: Array[Self.T, n]):
        self._ptr = __builtin.ptr_cast[Self.T](__builtin.addr_of(array._storage))
        self._len = n

    @always_inline
    def __len__(self) -> Int:
        return self._len

    @always_inline
    def __bool__(self) -> Bool:
        return self._len != 0

    @always_inline
    def __getitem__(self, index: Int) -> ref[Self.origin] Self.T:
        _check_index(index, self._len)
        return __builtin.deref(__builtin.offset(self._ptr, index._value))

    @always_inline
    def __getitem__(self, slice: ContiguousSlice) -> Self:
        var r = slice._bounds(self._len)
        return Self(_ptr=__builtin.offset(self._ptr, r._start._value), _len=r._end - r._start)

    @always_inline
    def unsafe_get(self, index: Int) -> ref[Self.origin] Self.T:
        return __builtin.deref(__builtin.offset(self._ptr, index._value))

    @always_inline
    def unsafe_subspan(self, *, offset: Int, length: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._ptr, offset._value), _len=length)

    @always_inline
    def unsafe_ptr(self) -> Pointer[Self.T, Self.origin]:
        return Pointer[Self.T, Self.origin](_ptr=self._ptr)

    @always_inline
    def __iter__(self) -> _SpanIter[Self.T, Self.origin]:
        return _SpanIter[Self.T, Self.origin](self._ptr, self._len)

    @always_inline
    def __reversed__(self) -> _ReversedSpanIter[Self.T, Self.origin]:
        return _ReversedSpanIter[Self.T, Self.origin](self._ptr, self._len)

    @always_inline
    def as_imm(self) -> Span[Self.T, ImmUntrackedOrigin]:
        return Span[Self.T, ImmUntrackedOrigin](_ptr=self._ptr, _len=self._len)

    def __eq__(self, other: Span[Self.T, _]) -> Bool where conforms_to(Self.T, Equatable):
        if self._len != other._len:
            return False
        for i in range(self._len):
            if self.unsafe_get(i) != other.unsafe_get(i):
                return False
        return True

    @always_inline
    def __ne__(self, other: Span[Self.T, _]) -> Bool where conforms_to(Self.T, Equatable):
        return not self == other

    def __contains__(self, value: Self.T) -> Bool where conforms_to(Self.T, Equatable):
        for i in range(self._len):
            if self.unsafe_get(i) == value:
                return True
        return False

    def copy_from(self, other: Span[Self.T, _]) where conforms_to(Self.T, Copyable & Deinitable):
        """Copies the elements of a span of the same length over these."""
        debug_assert["safe"](self._len == other._len, "both spans must have one length")
        for i in range(self._len):
            __builtin.deref(__builtin.offset(self._ptr, i._value)) = other.unsafe_get(i).copy()

    def write_to(self, mut writer: Some[Writer]) where conforms_to(Self.T, Writable):
        writer.write_string("[")
        for i in range(self._len):
            if i > 0:
                writer.write_string(", ")
            self.unsafe_get(i).write_to(writer)
        writer.write_string("]")

    def fill[_unused: Bool = False](self, value: Self.T) where conforms_to(Self.T, Copyable & Deinitable):
        for i in range(self._len):
            __builtin.deref(__builtin.offset(self._ptr, i._value)) = value.copy()

    def reverse(self) where conforms_to(Self.T, Movable):
        var lo = 0
        var hi = self._len - 1
        while lo < hi:
            swap(
                __builtin.deref(__builtin.offset(self._ptr, lo._value)),
                __builtin.deref(__builtin.offset(self._ptr, hi._value)),
            )
            lo += 1
            hi -= 1


comptime ImmSpan[T: Movable, origin: ImmOrigin] = Span[T, origin]
comptime MutSpan[T: Movable, origin: MutOrigin] = Span[T, origin]


struct _SpanIter[mut: Bool, //, T: AnyType, origin: Origin[mut=mut]](
    Iterator where conforms_to(T, Copyable & Deinitable), TrivialRegisterPassable
):
    """Yields references to contiguous elements."""

    comptime Element = Self.T

    var _next: __builtin.ptr[Self.T]
    var _left: Int

    @always_inline
    def __init__(out self, first: __builtin.ptr[Self.T], count: Int):
        self._next = first
        self._left = count

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __len__(self) -> Int:
        return self._left

    @always_inline
    def __next__(mut self) raises StopIteration -> ref[Self.origin] Self.T:
        if self._left == 0:
            raise StopIteration()
        self._left -= 1
        var p = self._next
        self._next = __builtin.offset(p, Int(1)._value)
        return __builtin.deref(p)


struct _ReversedSpanIter[mut: Bool, //, T: AnyType, origin: Origin[mut=mut]](
    Iterator where conforms_to(T, Copyable & Deinitable), TrivialRegisterPassable
):
    """Yields references to contiguous elements, the last first."""

    comptime Element = Self.T

    var _first: __builtin.ptr[Self.T]
    var _left: Int

    @always_inline
    def __init__(out self, first: __builtin.ptr[Self.T], count: Int):
        self._first = first
        self._left = count

    @always_inline
    def __iter__(self) -> Self:
        return self

    @always_inline
    def __next__(mut self) raises StopIteration -> ref[Self.origin] Self.T:
        if self._left == 0:
            raise StopIteration()
        self._left -= 1
        return __builtin.deref(__builtin.offset(self._first, self._left._value))


@always_inline
def _check_index(index: Int, length: Int):
    comptime if _bounds_checked():
        if __builtin.unlikely((UInt(index) >= UInt(length))._value):
            comptime if _ASSERT_MODE == "warn":
                _index_warned(
                    index,
                    length,
                    __builtin.location_file(),
                    Int(_prim=__builtin.location_line()),
                    Int(_prim=__builtin.location_col()),
                )
            else:
                _index_failed(
                    index,
                    length,
                    __builtin.location_file(),
                    Int(_prim=__builtin.location_line()),
                    Int(_prim=__builtin.location_col()),
                )


def _bounds_checked() -> Bool:
    return _enabled["safe"]()


@no_inline
def _index_failed(index: Int, length: Int, file: __builtin.ptr[UInt8], line: Int, column: Int) -> Never:
    _index_warned(index, length, file, line, column)
    __builtin.trap()


@no_inline
def _index_warned(index: Int, length: Int, file: __builtin.ptr[UInt8], line: Int, column: Int):
    _report_failure(
        String("index ", index, " is out of bounds, valid range is 0 to ", length - 1), file, line, column
    )


@no_inline
def _slice_failed(start: Int, end: Int, length: Int, file: __builtin.ptr[UInt8], line: Int, column: Int) -> Never:
    _slice_warned(start, end, length, file, line, column)
    __builtin.trap()


@no_inline
def _slice_warned(start: Int, end: Int, length: Int, file: __builtin.ptr[UInt8], line: Int, column: Int):
    var text: String
    if start < 0 or start > length:
        text = String("slice start index ", start, " is out of bounds, valid range is 0 to ", length)
    elif end < 0 or end > length:
        text = String("slice end index ", end, " is out of bounds, valid range is 0 to ", length)
    else:
        text = String("slice start index ", start, " is greater than slice end index ", end)
    _report_failure(text, file, line, column)


struct _Bounds(TrivialRegisterPassable):
    var _start: Int
    var _end: Int

    @always_inline
    def __init__(out self, start: Int, end: Int):
        self._start = start
        self._end = end


struct ContiguousSlice(TrivialRegisterPassable):
    """`start:end`."""

    var start: Optional[Int]
    var end: Optional[Int]

    @always_inline
    def __init__(out self, start: Optional[Int], end: Optional[Int], __slice_literal__: NoneType):
        self.start = start
        self.end = end

    @always_inline
    def _bounds(self, length: Int) -> _Bounds:
        var start = self.start.or_else(0)
        var end = self.end.or_else(length)
        comptime if _bounds_checked():
            if __builtin.unlikely((UInt(start) > UInt(end) or UInt(end) > UInt(length))._value):
                comptime if _ASSERT_MODE == "warn":
                    _slice_warned(
                        start,
                        end,
                        length,
                        __builtin.location_file(),
                        Int(_prim=__builtin.location_line()),
                        Int(_prim=__builtin.location_col()),
                    )
                else:
                    _slice_failed(
                        start,
                        end,
                        length,
                        __builtin.location_file(),
                        Int(_prim=__builtin.location_line()),
                        Int(_prim=__builtin.location_col()),
                    )
        return _Bounds(start, end)


struct StridedSlice(TrivialRegisterPassable):
    """`start:end:step`."""

    var start: Optional[Int]
    var end: Optional[Int]
    var step: Optional[Int]

    @always_inline
    def __init__(
        out self, start: Optional[Int], end: Optional[Int], step: Optional[Int], __slice_literal__: NoneType
    ):
        self.start = start
        self.end = end
        self.step = step


struct Slice(Equatable, TrivialRegisterPassable, Writable):
    """`start:end` or `start:end:step`."""

    var start: Optional[Int]
    var end: Optional[Int]
    var step: Optional[Int]

    @always_inline
    def __init__(
        out self,
        start: Optional[Int],
        end: Optional[Int],
        step: Optional[Int] = None,
        __slice_literal__: NoneType = None,
    ):
        self.start = start
        self.end = end
        self.step = step

    def __eq__(self, other: Self) -> Bool:
        return self.start == other.start and self.end == other.end and self.step == other.step

    def indices(self, length: Int) -> Tuple[Int, Int, Int]:
        """Start, end and step as Python's `slice.indices` gives them."""
        var step = self.step.or_else(1)
        var low = 0 if step > 0 else -1
        var high = length if step > 0 else length - 1
        var start = low if step > 0 else high
        var end = high if step > 0 else low
        if self.start:
            start = self.start.value()
            if start < 0:
                start += length
            start = min(max(start, low), high)
        if self.end:
            end = self.end.value()
            if end < 0:
                end += length
            end = min(max(end, low), high)
        return (start, end, step)

    def write_to(self, mut writer: Some[Writer]):
        writer.write("Slice(", self.start, ", ", self.end, ", ", self.step, ")")


def slice(end: Int) -> Slice:
    """The slice up to `end`."""
    return Slice(None, end)


def slice(start: Int, end: Int) -> Slice:
    return Slice(start, end)


def slice(start: Optional[Int], end: Optional[Int], step: Optional[Int]) -> Slice:
    return Slice(start, end, step)
