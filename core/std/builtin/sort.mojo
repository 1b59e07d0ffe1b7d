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


def sort[T: Movable & Deinitable & Comparable, //](mut values: List[T]):
    """Sorts in ascending order; equal elements may change their order."""

    def less(a: T, b: T) -> Bool:
        return a < b

    _introsort(values._data, values._len, _depth_limit(values._len), less)


def sort[T: Movable & Deinitable, //, F: def(T, T) -> Bool](mut values: List[T], less: F):
    """Sorts by a comparison that says whether its first argument comes first."""
    _introsort(values._data, values._len, _depth_limit(values._len), less)


def sorted[T: Copyable & Deinitable & Comparable, //](values: List[T]) -> List[T]:
    """A sorted copy."""
    var result = values.copy()
    sort(result)
    return result^
