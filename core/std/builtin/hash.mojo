# SPDX-License-Identifier: Apache-2.0
"""Hashing: deterministic, 64 bits."""


trait Hasher(Movable, Deinitable, Defaultable):
    """Mixes data into a hash."""

    def _update_with_bytes(mut self, data: __builtin.ptr[UInt8], length: Int):
        ...

    def _update_with_simd(mut self, value: SIMD):
        ...

    def update[T: Hashable](mut self, value: T):
        value.__hash__(self)

    def finish(var self) -> UInt64:
        ...


trait Hashable:
    """A type with a hash. The default hashes every field."""

    def __hash__(self, mut hasher: Some[Hasher]):
        comptime for i in range(__builtin.field_count[Self]):
            comptime F = __builtin.field_type[Self, i]
            comptime assert conforms_to(F, Hashable), "every field must be Hashable to derive `__hash__`"
            __builtin.field_ref[i](self).__hash__(hasher)


struct DefaultHasher(Hasher):
    """Multiplies and folds 64-bit words (the wyhash construction)."""

    var _state: UInt64

    @always_inline
    def __init__(out self):
        self._state = 0x9E3779B97F4A7C15

    @always_inline
    def _mix(mut self, word: UInt64):
        self._state = _fold(self._state ^ word, 0xD6E8FEB86659FD93)

    @always_inline
    def _update_with_simd(mut self, value: SIMD):
        comptime for i in range(Int(value.length)):
            comptime if value.dtype.is_floating_point():
                self._mix(UInt64(value[i].to_bits()))
            else:
                self._mix(UInt64(value[i]))

    def _update_with_bytes(mut self, data: __builtin.ptr[UInt8], length: Int):
        var p = data
        var left = length
        var a = self._state ^ UInt64(length)
        while left > 16:
            a = _fold(_word(p, 0) ^ 0xA0761D6478BD642F ^ a, _word(p, 8) ^ 0xE7037ED1A0B428DB)
            p = __builtin.offset(p, Int(16)._value)
            left -= 16
        # the last words may overlap; the length tells texts with equal words apart
        var lo = UInt64(0)
        var hi = UInt64(0)
        if left >= 8:
            lo = _word(p, 0)
            hi = _word(p, left - 8)
        elif left >= 4:
            lo = _half_word(p, 0)
            hi = _half_word(p, left - 4)
        elif left > 0:
            lo = _byte(p, 0) | (_byte(p, left >> 1) << 8) | (_byte(p, left - 1) << 16)
        self._state = _fold(lo ^ 0x8EBC6AF09C88C6E3 ^ a, hi ^ 0x589965CC75374CC3)

    @always_inline
    def finish(var self) -> UInt64:
        return self._state  # every update folds


@always_inline
def _byte(p: __builtin.ptr[UInt8], offset: Int) -> UInt64:
    return UInt64(__builtin.deref(__builtin.offset(p, offset._value)))


@always_inline
def _half_word(p: __builtin.ptr[UInt8], offset: Int) -> UInt64:
    var at = __builtin.ptr_cast[UInt32](__builtin.offset(p, offset._value))
    return UInt64(UInt32(_prim=__builtin.load[__builtin.simd[7, 1], 1](at)))


@always_inline
def _word(p: __builtin.ptr[UInt8], offset: Int) -> UInt64:
    var at = __builtin.ptr_cast[UInt64](__builtin.offset(p, offset._value))
    return UInt64(_prim=__builtin.load[__builtin.simd[9, 1], 1](at))


@always_inline
def _fold(a: UInt64, b: UInt64) -> UInt64:
    return UInt64(_prim=__builtin.mulh(a._value, b._value)) ^ (a * b)


@always_inline
def hash[T: Hashable](value: T) -> UInt64:
    """The value's hash."""
    var hasher = DefaultHasher()
    value.__hash__(hasher)
    return hasher^.finish()
