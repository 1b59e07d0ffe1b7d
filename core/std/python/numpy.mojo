# SPDX-License-Identifier: Apache-2.0
"""Arrays of numpy and memory of Mojo. numpy itself is the environment's: `import numpy` fails where it is not."""

from std.python._module import import_python
from std.python.object import PythonObject


def _name_of[dtype: DType]() -> String:
    """What numpy calls it."""
    comptime if dtype == DType.int:
        return "int64"
    elif dtype == DType.uint:
        return "uint64"
    return String(dtype)


def _address(array: PythonObject) raises -> Int:
    return Int(py=array.__array_interface__["data"][0])


def copy_to_numpy_array[dtype: DType, //](values: Span[Scalar[dtype], _]) raises -> PythonObject:
    """A new array of one dimension with a copy of the values."""
    var numpy = import_python("numpy", "numpy", "", "")
    var array = numpy.empty(len(values), dtype=_name_of[dtype]())
    if len(values) > 0:
        __builtin.memcpy(
            __builtin.int_to_ptr[UInt8](_address(array)._value),
            __builtin.ptr_cast[UInt8](values._ptr),
            (len(values) * Int(__builtin.size_of[Scalar[dtype]]))._value,
        )
    return array


def to_numpy_array[dtype: DType, //](values: Span[Scalar[dtype], _]) raises -> PythonObject:
    """The same as `copy_to_numpy_array`."""
    return copy_to_numpy_array(values)


def from_numpy_array[
    dtype: DType
](ref array: PythonObject) raises -> Span[Scalar[dtype], origin_of(array)]:
    """The elements of an array, of any number of dimensions, in the order of C: where they are, not a copy. Raises when
    they have another type or do not lie side by side."""
    var found = String(py=array.dtype.name)
    comptime want = _name_of[dtype]()
    if found != want:
        raise Error(t"the array holds {found}, not {want}: convert it with `.astype(\"{want}\")`")
    if not array.flags.c_contiguous:
        raise Error("the array's elements do not lie side by side: copy it with `numpy.ascontiguousarray`")
    return Span[Scalar[dtype], origin_of(array)](
        _ptr=__builtin.int_to_ptr[Scalar[dtype]](_address(array)._value), _len=Int(py=array.size)
    )
