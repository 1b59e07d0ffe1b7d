# SPDX-License-Identifier: Apache-2.0
"""Calls of the runtime's part for CPython."""

from std.os.env import _c_text

comptime _Ref = __builtin.ptr[UInt8]  # a PyObject


@always_inline
def _is_null(ref_: _Ref) -> Bool:
    return Int(_prim=__builtin.ptr_to_int(ref_)) == 0


def _take_text(text: _Ref, length: Int) -> String:
    """Copies text that C allocated, and frees it."""
    var copy = String(StringSpan[ImmUntrackedOrigin](_ptr=text, _len=length))
    __builtin.external_call["free", NoneType](text)
    return copy^


@no_inline
def _error() -> Error:
    """Takes the exception that Python raised."""
    var length = Int(0)
    var text = __builtin.external_call["mojo_rt_py_error", _Ref](__builtin.addr_of(length))
    if _is_null(text):
        return Error("Python gave no result and no exception")
    return Error(_take_text(text, length))


@always_inline
def _checked(result: _Ref) raises -> PythonObject:
    """A new reference, or the exception."""
    if _is_null(result):
        raise _error()
    return PythonObject(from_owned=result)


@always_inline
def _done(code: Int) raises:
    if code < 0:
        raise _error()


def _load() raises:
    var why = __builtin.external_call["mojo_rt_py_load", _Ref]()
    if not _is_null(why):
        raise Error(StringSpan[ImmUntrackedOrigin](_c_string=why))


from std.python.object import PythonObject
