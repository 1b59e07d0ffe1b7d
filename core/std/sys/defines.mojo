# SPDX-License-Identifier: Apache-2.0
"""Values given by `-D NAME=VALUE`."""

from std.builtin.assertions import abort


@always_inline
def is_defined[name: StringLiteral]() -> Bool:
    return StaticString(_literal=__builtin.define[name, "\0"]) != "\0"


@always_inline
def get_defined_string[name: StringLiteral, default: StringLiteral]() -> StaticString:
    return StaticString(_literal=__builtin.define[name, default])


def get_defined_int[name: StringLiteral, default: Int]() -> Int:
    var text = StaticString(_literal=__builtin.define[name, "\0"])
    if text == "\0":
        return default
    try:
        return atol(text, 0)
    except:
        return default


def get_defined_dtype[name: StringLiteral, default: DType]() -> DType:
    var text = StaticString(_literal=__builtin.define[name, "\0"])
    if text == "\0":
        return default
    return _dtype_of(text)


def _dtype_of(text: StringSpan) -> DType:
    comptime for code in range(1, 31):
        if text == String(__builtin.scalar[DType, code]):
            return __builtin.scalar[DType, code]
    abort("a define does not name a DType")


def get_defined_bool[name: StringLiteral, default: Bool]() -> Bool:
    var text = StaticString(_literal=__builtin.define[name, "\0"])
    if text == "\0":
        return default
    return text == "1" or text == "true" or text == "True" or text == "on" or text == ""
