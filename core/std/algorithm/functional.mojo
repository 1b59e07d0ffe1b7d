# SPDX-License-Identifier: Apache-2.0
"""Loops as functions. Each takes its body as a closure, or (the older form) as a parameter."""


@always_inline
def vectorize[
    F: def[width: Int](Int) -> None, //, simd_width: Int, *, unroll_factor: Int = 1
](size: Int, closure: F):
    """Calls `closure[simd_width](i)` for whole vectors, then `closure[1](i)` for each element left."""
    comptime assert simd_width > 0, "the vector width must be positive"
    var i = 0
    while i + simd_width * unroll_factor <= size:
        comptime for k in range(unroll_factor):
            closure[simd_width](i + k * simd_width)
        i += simd_width * unroll_factor
    while i + simd_width <= size:
        closure[simd_width](i)
        i += simd_width
    while i < size:
        closure[1](i)
        i += 1


@always_inline
def vectorize[
    func: def[width: Int](Int) capturing[_] -> None, simd_width: Int, /, *, unroll_factor: Int = 1
](size: Int):
    """The older form, with the body as a parameter."""
    var i = 0
    while i + simd_width <= size:
        func[simd_width](i)
        i += simd_width
    while i < size:
        func[1](i)
        i += 1


@always_inline
def map[F: def(Int) -> None, //](func: F, size: Int):
    """Calls `func(i)` for each i below `size`."""
    for i in range(size):
        func(i)


def _item[F: def(Int) -> None](closure: __builtin.ptr[F], i: Int) abi("C"):
    __builtin.deref(closure)(i)


def parallelize[F: def(Int) -> None, //](func: F, num_work_items: Int, num_workers: Int = 0):
    """Calls `func(i)` for each i below `num_work_items`, in any order, on up to `num_workers` threads (0: one for
    each processor). What the calls share must bear that."""
    var item: def(__builtin.ptr[F], Int) thin abi("C") -> None = _item[F]
    __builtin.external_call["mojo_rt_parallel", NoneType](
        item, __builtin.addr_of(func), num_work_items._value, num_workers._value
    )


def parallelize[func: def(Int) capturing[_] -> None](num_work_items: Int, num_workers: Int = 0):
    """The older form, with the body as a parameter."""

    def body(i: Int) {imm}:
        func(i)

    parallelize(body, num_work_items, num_workers)


def sync_parallelize[F: def(Int) -> None, //](func: F, num_work_items: Int):
    """One task for each item."""
    parallelize(func, num_work_items, num_work_items)


@always_inline
def tile[F: def[size: Int](Int) -> None, //, *sizes: Int](start: Int, end: Int, workgroup: F):
    """Covers [start, end) with tiles: as many of the first size as fit, then of the next."""
    var at = start
    comptime for k in range(sizes.length):
        comptime size = sizes[k]
        while at + size <= end:
            workgroup[size](at)
            at += size


@always_inline
def unswitch[F: def[flag: Bool]() -> None, //](condition: Bool, func: F):
    """Turns a condition into a parameter."""
    if condition:
        func[True]()
    else:
        func[False]()


@deprecated("pass the closure as an argument: `vectorize[simd_width](size, func)`", rewrite="vectorize[{simd_width}]({size}, {func})")
@always_inline
def vectorize[simd_width: Int, func: def[width: Int](Int) capturing[_] -> None, /](size: Int):
    vectorize[func, simd_width](size)


@deprecated("pass the closure as an argument: `vectorize[simd_width](size, func)`", rewrite="vectorize[{simd_width}]({size}, {func})")
@always_inline
def vectorize[func: def[width: Int](Int) capturing[_] -> None, simd_width: Int, /, *, size: Int, unroll_factor: Int = 1]():
    vectorize[func, simd_width](size)


@deprecated("pass the closure as an argument", rewrite="vectorize[{simd_width}, unroll_factor={unroll_factor}]({size}, {func})")
@always_inline
def vectorize_unroll[simd_width: Int, unroll_factor: Int, func: def[width: Int](Int) capturing[_] -> None, /](size: Int):
    vectorize[func, simd_width](size)
