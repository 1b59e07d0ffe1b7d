# SPDX-License-Identifier: Apache-2.0
"""Sorting in place: introsort (quicksort by median of three, heapsort past a depth, insertion for short runs)."""


@always_inline
def _at[T: Movable](base: __builtin.ptr[T], index: Int) -> ref[MutUntrackedOrigin] T:
    return __builtin.deref(__builtin.offset(base, index._value))


def _insertion[T: Movable & Deinitable, F: def(T, T) -> Bool, //](base: __builtin.ptr[T], n: Int, less: F):
    for i in range(1, n):
        var value = __builtin.take(_at(base, i))
        var j = i
        while j > 0 and less(value, _at(base, j - 1)):
            __builtin.write(_at(base, j), __builtin.take(_at(base, j - 1)))
            j -= 1
        __builtin.write(_at(base, j), value^)


def _sift_down[T: Movable & Deinitable, F: def(T, T) -> Bool, //](base: __builtin.ptr[T], start: Int, n: Int, less: F):
    var root = start
    while True:
        var child = 2 * root + 1
        if child >= n:
            return
        if child + 1 < n and less(_at(base, child), _at(base, child + 1)):
            child += 1
        if not less(_at(base, root), _at(base, child)):
            return
        swap(_at(base, root), _at(base, child))
        root = child


def _heapsort[T: Movable & Deinitable, F: def(T, T) -> Bool, //](base: __builtin.ptr[T], n: Int, less: F):
    var i = n // 2
    while i > 0:
        i -= 1
        _sift_down(base, i, n, less)
    i = n
    while i > 1:
        i -= 1
        swap(_at(base, 0), _at(base, i))
        _sift_down(base, 0, i, less)


def _introsort[
    T: Movable & Deinitable, F: def(T, T) -> Bool, //
](first: __builtin.ptr[T], count: Int, limit: Int, less: F):
    var base = first
    var n = count
    var depth = limit
    while n > 24:
        if depth == 0:
            _heapsort(base, n, less)
            return
        depth -= 1
        var mid = n // 2
        if less(_at(base, mid), _at(base, 0)):
            swap(_at(base, mid), _at(base, 0))
        if less(_at(base, n - 1), _at(base, mid)):
            swap(_at(base, n - 1), _at(base, mid))
            if less(_at(base, mid), _at(base, 0)):
                swap(_at(base, mid), _at(base, 0))
        # The pivot waits at place 1; the ends are sentinels.
        swap(_at(base, mid), _at(base, 1))
        var i = 1
        var j = n - 1
        while True:
            i += 1
            while less(_at(base, i), _at(base, 1)):
                i += 1
            j -= 1
            while less(_at(base, 1), _at(base, j)):
                j -= 1
            if i >= j:
                break
            swap(_at(base, i), _at(base, j))
        swap(_at(base, 1), _at(base, j))
        if j < n - j - 1:
            _introsort(base, j, depth, less)
            base = __builtin.offset(base, (j + 1)._value)
            n = n - j - 1
        else:
            _introsort(__builtin.offset(base, (j + 1)._value), n - j - 1, depth, less)
            n = j
    _insertion(base, n, less)


def _depth_limit(count: Int) -> Int:
    var limit = 0
    var n = count
    while n > 0:
        limit += 2
        n //= 2
    return limit


def _merge_sort[
    T: Movable & Deinitable, F: def(T, T) -> Bool, //
](base: __builtin.ptr[T], n: Int, buffer: __builtin.ptr[T], less: F):
    if n <= 16:
        _insertion(base, n, less)
        return
    var half = n // 2
    _merge_sort(base, half, buffer, less)
    _merge_sort(__builtin.offset(base, half._value), n - half, buffer, less)
    for i in range(half):
        __builtin.write(_at(buffer, i), __builtin.take(_at(base, i)))
    var left = 0
    var right = half
    var out_at = 0
    while left < half:
        if right < n and less(_at(base, right), _at(buffer, left)):
            __builtin.write(_at(base, out_at), __builtin.take(_at(base, right)))
            right += 1
        else:
            __builtin.write(_at(base, out_at), __builtin.take(_at(buffer, left)))
            left += 1
        out_at += 1


@always_inline
def _sort[T: Movable & Deinitable, F: def(T, T) -> Bool, //, stable: Bool](base: __builtin.ptr[T], n: Int, less: F):
    comptime if stable:
        var buffer = __builtin.alloc[T](
            (n * Int(__builtin.size_of[T]))._value, Int(__builtin.align_of[T])._value
        )
        _merge_sort(base, n, buffer, less)
        __builtin.free(buffer)
    else:
        _introsort(base, n, _depth_limit(n), less)


def sort[T: Movable & Deinitable & Comparable, //, *, stable: Bool = False](values: MutSpan[T, _]):
    """Sorts in ascending order; with `stable` equal elements keep their order."""

    def less(a: T, b: T) -> Bool:
        return a < b

    _sort[stable](values._ptr, values._len, less)


def sort[T: Movable & Deinitable, //, F: def(T, T) -> Bool, *, stable: Bool = False](values: MutSpan[T, _], less: F):
    """Sorts by a comparison that says whether its first argument comes first."""
    _sort[stable](values._ptr, values._len, less)


def sort[
    T: Movable & Deinitable, //, less: def(T, T) thin -> Bool, *, stable: Bool = False
](values: MutSpan[T, _]):
    """Sorts by a comparison that is given as a parameter."""

    def before(a: T, b: T) -> Bool:
        return less(a, b)

    _sort[stable](values._ptr, values._len, before)


def sorted[T: Copyable & Deinitable & Comparable, //](values: List[T]) -> List[T]:
    """A sorted copy."""
    var result = values.copy()
    sort(result)
    return result^


def sorted[T: Copyable & Deinitable & Comparable, //](values: Span[T, _]) -> List[T]:
    var result = List[T](values)
    sort(result)
    return result^


def partition[T: Movable & Deinitable, //, F: def(T, T) -> Bool](values: MutSpan[T, _], k: Int, less: F):
    """Moves the `k` elements that come first to the front, in no particular order."""
    var base = values._ptr
    var left = 0
    var right = values._len - 1
    while left < right:
        swap(_at(base, (left + right) // 2), _at(base, right))
        var store = left
        for i in range(left, right):
            if less(_at(base, i), _at(base, right)):
                if i != store:
                    swap(_at(base, i), _at(base, store))
                store += 1
        if store != right:
            swap(_at(base, store), _at(base, right))
        if store == k:
            return
        if store < k:
            left = store + 1
        else:
            right = store - 1
