# SPDX-License-Identifier: Apache-2.0
"""Environment variables."""


def _c_text(text: StringSpan) -> String:
    """A copy that ends with NUL, for C."""
    var copy = String(capacity_bytes=text.byte_length() + 1)
    copy.write_string(text)
    copy._append_byte(0)
    return copy^


def getenv(name: StringSpan, default: StringSpan = "") -> String:
    """The value of an environment variable."""
    var key = _c_text(name)
    var value = __builtin.external_call["getenv", __builtin.ptr[UInt8]](key._ptr)
    _ = key
    if Int(_prim=__builtin.ptr_to_int(value)) == 0:
        return String(default)
    return String(StringSpan[ImmUntrackedOrigin](_c_string=value))


def setenv(name: StringSpan, value: StringSpan, overwrite: Bool = True) -> Bool:
    """Sets an environment variable; False when the name is not valid."""
    var key = _c_text(name)
    var text = _c_text(value)
    var code = Int32(
        _prim=__builtin.external_call["setenv", __builtin.simd[6, 1]](
            key._ptr, text._ptr, Int32(1 if overwrite else 0)._value
        )
    )
    _ = key
    _ = text
    return code == 0


def unsetenv(name: StringSpan) -> Bool:
    """Removes an environment variable."""
    var key = _c_text(name)
    var code = Int32(_prim=__builtin.external_call["unsetenv", __builtin.simd[6, 1]](key._ptr))
    _ = key
    return code == 0
