# SPDX-License-Identifier: Apache-2.0
"""Types of literals: they exist only at compile time and materialise by context."""

comptime IntLiteral = __builtin.int_literal
comptime FloatLiteral = __builtin.float_literal
comptime StringLiteral = __builtin.str_literal
comptime Never = __builtin.never


struct NoneType(Defaultable, Equatable, TrivialRegisterPassable, Writable):
    """The type of `None`."""

    @always_inline("builtin")
    def __init__(out self):
        pass

    @always_inline
    def __eq__(self, other: Self) -> Bool:
        return True

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("None")

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("None")
