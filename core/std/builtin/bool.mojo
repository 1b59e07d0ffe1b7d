# SPDX-License-Identifier: Apache-2.0
"""Truth values."""

from std.builtin.format_spec import Formattable, _format_int
from std.builtin.traits import _PythonValue


struct Bool(
    Boolable, Comparable, Defaultable, Floatable, Formattable, Hashable, Intable, TrivialRegisterPassable, Writable
):
    """`True` or `False`: one bit in a byte. Not an integer."""

    var _value: __builtin.simd[1, 1]

    @always_inline("builtin")
    def __init__(out self):
        self = False

    @always_inline("builtin")
    def __init__(out self, *, _lane: __builtin.simd[1, 1]):
        self._value = _lane

    @always_inline
    def __init__[T: Boolable](out self, value: T):
        self = value.__bool__()

    def __init__[P: _PythonValue, //](out self, py: P) raises:
        """The truth of a Python object."""
        self = py._to_bool()

    @implicit
    @always_inline("builtin")
    def __init__(out self, value: SIMD[DType.bool, 1]):
        self._value = value._value

    @always_inline("builtin")
    def __bool__(self) -> Bool:
        return self

    @always_inline
    def __int__(self) -> Int:
        return Int(_prim=__builtin.cast[__builtin.simd[14, 1]](self._value))

    @always_inline
    def __float__(self) -> Float64:
        return Float64(_prim=__builtin.cast[__builtin.simd[23, 1]](self._value))

    @always_inline("builtin")
    def __eq__(self, other: Bool) -> Bool:
        return Bool(_lane=__builtin.eq(self._value, other._value))

    @always_inline("builtin")
    def __ne__(self, other: Bool) -> Bool:
        return Bool(_lane=__builtin.ne(self._value, other._value))

    @always_inline("builtin")
    def __lt__(self, rhs: Bool) -> Bool:
        return Bool(_lane=__builtin.lt(self._value, rhs._value))

    @always_inline("builtin")
    def __and__(self, rhs: Bool) -> Bool:
        return Bool(_lane=__builtin.and(self._value, rhs._value))

    @always_inline("builtin")
    def __or__(self, rhs: Bool) -> Bool:
        return Bool(_lane=__builtin.or(self._value, rhs._value))

    @always_inline("builtin")
    def __xor__(self, rhs: Bool) -> Bool:
        return Bool(_lane=__builtin.xor(self._value, rhs._value))

    @always_inline("builtin")
    def __invert__(self) -> Bool:
        return Bool(_lane=__builtin.not(self._value))

    @always_inline
    def __iand__(mut self, rhs: Bool):
        self = self & rhs

    @always_inline
    def __ior__(mut self, rhs: Bool):
        self = self | rhs

    @always_inline
    def __ixor__(mut self, rhs: Bool):
        self = self ^ rhs

    def __format__(self, spec: StringSpan) raises -> String:
        return _format_int(Int(self), spec) if spec else String(self)  # as Python has it

    def write_to(self, mut writer: Some[Writer]):
        if self:
            writer.write_string("True")
        else:
            writer.write_string("False")

    def write_repr_to(self, mut writer: Some[Writer]):
        self.write_to(writer)

    def __hash__(self, mut hasher: Some[Hasher]):
        hasher._update_with_simd(UInt8(Int(self)))


def any[
    C: Iterable, //
](ref values: C) -> Bool where conforms_to(C.IteratorType[origin_of(values)].Element, Boolable & Deinitable):
    """Whether an element is true."""
    for v in values:
        if v:
            return True
    return False


def all[
    C: Iterable, //
](ref values: C) -> Bool where conforms_to(C.IteratorType[origin_of(values)].Element, Boolable & Deinitable):
    """Whether every element is true."""
    for v in values:
        if not v:
            return False
    return True


@always_inline
def any(values: SIMD[DType.bool, _]) -> Bool:
    """Whether a lane is true."""
    return values.reduce_or()


@always_inline
def all(values: SIMD[DType.bool, _]) -> Bool:
    """Whether every lane is true."""
    return values.reduce_and()
