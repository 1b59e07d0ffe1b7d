# SPDX-License-Identifier: Apache-2.0
"""Element types of numbers and vectors. The codes are those of the compiler (types/val.h, DTypeCode)."""


struct DType(Equatable, Hashable, TrivialRegisterPassable, Writable):
    """Names the element type of a `SIMD`."""

    var _code: __builtin.simd[3, 1]

    comptime bool: Self = __builtin.scalar[Self, 1]
    comptime int8: Self = __builtin.scalar[Self, 2]
    comptime uint8: Self = __builtin.scalar[Self, 3]
    comptime int16: Self = __builtin.scalar[Self, 4]
    comptime uint16: Self = __builtin.scalar[Self, 5]
    comptime int32: Self = __builtin.scalar[Self, 6]
    comptime uint32: Self = __builtin.scalar[Self, 7]
    comptime int64: Self = __builtin.scalar[Self, 8]
    comptime uint64: Self = __builtin.scalar[Self, 9]
    comptime int128: Self = __builtin.scalar[Self, 10]
    comptime uint128: Self = __builtin.scalar[Self, 11]
    comptime int256: Self = __builtin.scalar[Self, 12]
    comptime uint256: Self = __builtin.scalar[Self, 13]
    comptime int: Self = __builtin.scalar[Self, 14]
    comptime uint: Self = __builtin.scalar[Self, 15]
    @deprecated(use=int)
    comptime index: Self = __builtin.scalar[Self, 14]
    comptime float16: Self = __builtin.scalar[Self, 20]
    comptime bfloat16: Self = __builtin.scalar[Self, 21]
    comptime float32: Self = __builtin.scalar[Self, 22]
    comptime float64: Self = __builtin.scalar[Self, 23]
    comptime float8_e4m3fn: Self = __builtin.scalar[Self, 24]
    comptime float8_e4m3fnuz: Self = __builtin.scalar[Self, 25]
    comptime float8_e5m2: Self = __builtin.scalar[Self, 26]
    comptime float8_e5m2fnuz: Self = __builtin.scalar[Self, 27]
    comptime float8_e8m0fnu: Self = __builtin.scalar[Self, 28]
    comptime float8_e3m4: Self = __builtin.scalar[Self, 29]
    comptime float4_e2m1fn: Self = __builtin.scalar[Self, 30]

    @always_inline("builtin")
    def __eq__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.eq(self._code, other._code))

    @always_inline("builtin")
    def __ne__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.ne(self._code, other._code))

    @always_inline
    def _to_uint8(self) -> UInt8:
        return UInt8(_prim=self._code)

    @always_inline
    def is_floating_point(self) -> Bool:
        return self._to_uint8() >= 20

    @always_inline
    def is_integral(self) -> Bool:
        var c = self._to_uint8()
        return c >= 2 and c <= 15

    @always_inline
    def is_unsigned(self) -> Bool:
        var c = self._to_uint8()
        return c >= 3 and c <= 15 and (c & 1) == 1

    @always_inline
    def is_signed(self) -> Bool:
        var c = self._to_uint8()
        return c >= 20 or (c >= 2 and c <= 14 and (c & 1) == 0)

    @always_inline
    def is_numeric(self) -> Bool:
        return self._to_uint8() >= 2

    @always_inline
    def is_float8(self) -> Bool:
        var c = self._to_uint8()
        return c >= 24 and c <= 29

    @always_inline
    def is_half_float(self) -> Bool:
        var c = self._to_uint8()
        return c == 20 or c == 21

    def _name(self) -> StaticString:
        var c = Int(self._to_uint8())
        if c == 1:
            return "bool"
        if c == 2:
            return "int8"
        if c == 3:
            return "uint8"
        if c == 4:
            return "int16"
        if c == 5:
            return "uint16"
        if c == 6:
            return "int32"
        if c == 7:
            return "uint32"
        if c == 8:
            return "int64"
        if c == 9:
            return "uint64"
        if c == 10:
            return "int128"
        if c == 11:
            return "uint128"
        if c == 12:
            return "int256"
        if c == 13:
            return "uint256"
        if c == 14:
            return "int"
        if c == 15:
            return "uint"
        if c == 20:
            return "float16"
        if c == 21:
            return "bfloat16"
        if c == 22:
            return "float32"
        if c == 23:
            return "float64"
        if c == 24:
            return "float8_e4m3fn"
        if c == 25:
            return "float8_e4m3fnuz"
        if c == 26:
            return "float8_e5m2"
        if c == 27:
            return "float8_e5m2fnuz"
        if c == 28:
            return "float8_e8m0fnu"
        if c == 29:
            return "float8_e3m4"
        return "float4_e2m1fn"

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(self._name())

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("DType.")
        writer.write_string(self._name())

    def __hash__(self, mut hasher: Some[Hasher]):
        hasher._update_with_simd(self._to_uint8())
