# SPDX-License-Identifier: Apache-2.0
"""What a program can ask about its own types, functions and places while it is compiled."""

from std.builtin.assertions import abort
from std.reflection.location import SourceLocation, call_location, source_location


struct Reflected[T: AnyType](TrivialRegisterPassable):
    """A handle of a type: everything about it is static. `reflect[Point].field_count()`."""

    comptime _type_at[i: Int] = __builtin.field_type[Self.T, i]
    comptime _name_at[i: Int] = __builtin.field_name[Self.T, i]
    comptime _types = TypeList.tabulate[__builtin.field_count[Self.T], Self._type_at]
    comptime field[name: StringLiteral] = Reflected[__builtin.field_type[Self.T, _index_of[Self.T, name]()]]
    comptime field_type[name: StringLiteral] = Self.field[name]
    comptime field_at[index: Int] = Reflected[__builtin.field_type[Self.T, index]]

    def __init__(out self):
        pass

    @staticmethod
    def name[*, qualified_builtins: Bool = False]() -> StaticString:
        """The type as a program writes it."""
        return StaticString(_literal=__builtin.type_name[Self.T])

    @staticmethod
    def base_name() -> StaticString:
        """The name without parameters."""
        comptime full = StaticString(_literal=__builtin.type_name[Self.T])
        comptime end = _base_length(full)
        return StaticString(_ptr=full._ptr, _len=end)

    @staticmethod
    def is_struct() -> Bool:
        return __builtin.is_struct[Self.T]

    @staticmethod
    def field_count() -> Int:
        return __builtin.field_count[Self.T]

    @staticmethod
    def field_names() -> Array[StaticString, __builtin.field_count[Self.T]]:
        var names = Array[StaticString, __builtin.field_count[Self.T]](fill="")
        comptime for i in range(__builtin.field_count[Self.T]):
            names[i] = StaticString(_literal=__builtin.field_name[Self.T, i])
        return names^

    @staticmethod
    def field_types() -> TypeList[*Self._types]:
        return TypeList[*Self._types]()

    @staticmethod
    def field_index[name: StringLiteral]() -> Int:
        return _index_of[Self.T, name]()

    @staticmethod
    def field_ref[index: Int](ref value: Self.T) -> ref[value] __builtin.field_type[Self.T, index]:
        return __builtin.field_ref[index](value)

    @staticmethod
    def field_offset[*, name: StringLiteral]() -> Int:
        return __builtin.field_offset[Self.T, _index_of[Self.T, name]()]

    @staticmethod
    def field_offset[*, index: Int]() -> Int:
        return __builtin.field_offset[Self.T, index]


comptime reflect[T: AnyType] = Reflected[T]


def _index_of[T: AnyType, name: StringLiteral]() -> Int:
    comptime for i in range(__builtin.field_count[T]):
        comptime if StaticString(_literal=__builtin.field_name[T, i]) == StaticString(_literal=name):
            return i
    abort("the type has no field of this name")


def _base_length(name: StaticString) -> Int:
    var bytes = name.as_bytes()
    for i in range(len(bytes)):
        if bytes[i] == Byte(ord("[")):
            return i
    return len(bytes)


comptime reflect_fn[f: AnyType] = ReflectedFn[f]


struct ReflectedFn[f: AnyType](TrivialRegisterPassable):
    def __init__(out self):
        pass

    @staticmethod
    def display_name() -> StaticString:
        """The function's name as it was declared."""
        return StaticString(_literal=__builtin.fn_name[Self.f])

    @staticmethod
    def linkage_name() -> StaticString:
        """The name of its symbol in object code."""
        return StaticString(_literal=__builtin.fn_symbol[Self.f])


@always_inline
def get_function_name[f: AnyType]() -> StaticString:
    return StaticString(_literal=__builtin.fn_name[f])


@always_inline
def get_linkage_name[f: AnyType]() -> StaticString:
    return StaticString(_literal=__builtin.fn_symbol[f])
