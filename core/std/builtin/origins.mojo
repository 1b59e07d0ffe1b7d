# SPDX-License-Identifier: Apache-2.0
"""Names of origins and address spaces."""

comptime Origin = __builtin.Origin
comptime ImmOrigin = __builtin.Origin[mut=False]
comptime MutOrigin = __builtin.Origin[mut=True]
comptime ImmStaticOrigin = __builtin.static_origin
comptime MutUntrackedOrigin = __builtin.untracked_origin[True]
comptime ImmUntrackedOrigin = __builtin.untracked_origin[False]
comptime MutUnsafeAnyOrigin = __builtin.any_origin[True]
comptime ImmUnsafeAnyOrigin = __builtin.any_origin[False]
comptime MutAnyOrigin = __builtin.any_origin[True]
comptime ImmutAnyOrigin = __builtin.any_origin[False]


struct AddressSpace(Equatable, TrivialRegisterPassable, Writable):
    """Where memory lives."""

    var _value: __builtin.simd[14, 1]

    comptime GENERIC: Self = __builtin.scalar[Self, 0]
    comptime GLOBAL: Self = __builtin.scalar[Self, 1]
    comptime SHARED: Self = __builtin.scalar[Self, 3]
    comptime CONSTANT: Self = __builtin.scalar[Self, 4]
    comptime LOCAL: Self = __builtin.scalar[Self, 5]

    @always_inline("builtin")
    def value(self) -> Int:
        return Int(_prim=self._value)

    @always_inline("builtin")
    def __eq__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.eq(self._value, other._value))

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("AddressSpace.")
        var v = self.value()
        if v == 0:
            writer.write_string("GENERIC")
        elif v == 1:
            writer.write_string("GLOBAL")
        elif v == 3:
            writer.write_string("SHARED")
        elif v == 4:
            writer.write_string("CONSTANT")
        elif v == 5:
            writer.write_string("LOCAL")
        else:
            v.write_to(writer)
