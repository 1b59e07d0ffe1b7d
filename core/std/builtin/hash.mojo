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
        while left >= 16:
            var lo = UInt64(_prim=__builtin.load[__builtin.simd[9, 1], 1](__builtin.ptr_cast[UInt64](p)))
            var hi = UInt64(
                _prim=__builtin.load[__builtin.simd[9, 1], 1](
                    __builtin.ptr_cast[UInt64](__builtin.offset(p, Int(8)._value))
                )
            )
            a = _fold(lo ^ 0xA0761D6478BD642F ^ a, hi ^ 0xE7037ED1A0B428DB)
            p = __builtin.offset(p, Int(16)._value)
            left -= 16
        if left >= 8:
            var lo = UInt64(_prim=__builtin.load[__builtin.simd[9, 1], 1](__builtin.ptr_cast[UInt64](p)))
            a = _fold(lo ^ 0x8EBC6AF09C88C6E3 ^ a, 0xE7037ED1A0B428DB)
            p = __builtin.offset(p, Int(8)._value)
            left -= 8
        if left > 0:
            var tail = UInt64(0)
            for i in range(left):
                tail = (tail << 8) | UInt64(__builtin.deref(__builtin.offset(p, i._value)))
            a = _fold(tail ^ 0x589965CC75374CC3 ^ a, 0xA0761D6478BD642F)
        self._state = a

    @always_inline
    def finish(var self) -> UInt64:
        return _fold(self._state, 0xE7037ED1A0B428DB)


@always_inline
def _fold(a: UInt64, b: UInt64) -> UInt64:
    return UInt64(_prim=__builtin.mulh(a._value, b._value)) ^ (a * b)


@always_inline
def hash[T: Hashable](value: T) -> UInt64:
    """The value's hash."""
    var hasher = DefaultHasher()
    value.__hash__(hasher)
    return hasher^.finish()
