# SPDX-License-Identifier: Apache-2.0
"""`len` and `index`."""


@always_inline
def len[T: Sized](value: T) -> Int:
    """The number of elements."""
    return value.__len__()


@always_inline
def len[T: SizedRaising, _rank: Bool = False](value: T) raises -> Int:
    """The number of elements."""
    return value.__len__()


@always_inline
def len[is_owned: Bool, //, *Ts: AnyType](value: VariadicPack[is_owned, *Ts]) -> Int:
    """The number of variadic arguments."""
    return value.__len__()


@always_inline
def index[T: Indexer](value: T) -> Int:
    """The value as an index."""
    return value.__index__()


@deprecated("write `byte_length()` or `count_codepoints()`", rewrite="{value}.byte_length()")
@always_inline
def len(value: StringSpan) -> Int:
    """The number of bytes of a text."""
    return value._len
