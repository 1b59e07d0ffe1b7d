# SPDX-License-Identifier: Apache-2.0
"""Modules and types that Python imports from Mojo: an exported `PyInit_NAME` builds one and returns it."""

from std.os.env import _c_text
from std.python._runtime import _Ref, _done, _error, _is_null, _load
from std.python.object import PythonObject
from std.reflection import reflect


struct PythonModuleBuilder(Movable):
    """Makes a module: add functions and types, then `finalize`."""

    var module: PythonObject
    var _name: String

    def __init__(out self, name: StaticString) raises:
        _load()
        self._name = String(name)
        var text = _c_text(name)
        var module = __builtin.external_call["mojo_rt_py_new_module", _Ref](text._ptr)
        _ = text
        if _is_null(module):
            raise _error()
        self.module = PythonObject(from_owned=module)

    def add_type[T: Movable & Deinitable](mut self, name: StaticString) raises -> PythonTypeBuilder:
        """Makes the Python type of `T` and adds it to the module."""
        var type = PythonTypeBuilder(_make_type[T](String(self._name, ".", name)), String(name))
        self.module.__setattr__(name, type._type)
        return type^

    def finalize(mut self) raises -> PythonObject:
        """The module; for `PyInit_NAME` to return."""
        return self.module

    def def_function[
        R: Movable & Deinitable, //, f: def() raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        """Adds a function that takes Python objects and gives one, or nothing."""
        _add(self.module, 0, name, docstring, _function0[f])

    def def_function[
        R: Movable & Deinitable, //, f: def(PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self.module, 0, name, docstring, _function1[f])

    def def_function[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self.module, 0, name, docstring, _function2[f])

    def def_function[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self.module, 0, name, docstring, _function3[f])

    def def_function[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self.module, 0, name, docstring, _function4[f])

    def def_function[
        R: Movable & Deinitable,
        //,
        f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self.module, 0, name, docstring, _function5[f])

    def def_function[
        R: Movable & Deinitable,
        //,
        f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self.module, 0, name, docstring, _function6[f])

    def def_py_function[
        f: def(PythonObject, PythonObject) raises thin -> PythonObject
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        """Adds a function that takes all its arguments: a tuple, and a dict of those with keywords."""
        _add(self.module, 0, name, docstring, _function_of_all[f])


struct PythonTypeBuilder(Movable):
    """Makes a Python type out of a Mojo type."""

    var _type: PythonObject
    var _name: String

    def __init__(out self, var type: PythonObject, var name: String):
        self._type = type^
        self._name = name^

    def def_init_defaultable[T: Defaultable & Movable & Deinitable](mut self) raises:
        """`Name()` in Python makes a `T()`."""
        _add(self._type, 1, "__init__", "", _init_default[T])

    def def_py_init[T: Movable & Deinitable, //, f: def(PythonObject, PythonObject) raises thin -> T](mut self) raises:
        """`Name(…)` in Python calls `f` with a tuple of the arguments and a dict of those with keywords."""
        _add(self._type, 1, "__init__", "", _init[f])

    def def_method[
        R: Movable & Deinitable, //, f: def(PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        """Adds a method; its first argument is the object itself."""
        _add(self._type, 1, name, docstring, _method1[f])

    def def_method[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _method2[f])

    def def_method[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _method3[f])

    def def_method[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _method4[f])

    def def_method[
        R: Movable & Deinitable,
        //,
        f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _method5[f])

    def def_method[
        R: Movable & Deinitable,
        //,
        f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _method6[f])

    def def_method[
        T: Movable & Deinitable,
        R: Movable & Deinitable,
        //,
        f: def(Pointer[T, MutUntrackedOrigin]) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        """Adds a method; its first argument points to the value in the object."""
        _add(self._type, 1, name, docstring, _value_method1[f])

    def def_method[
        T: Movable & Deinitable,
        R: Movable & Deinitable,
        //,
        f: def(Pointer[T, MutUntrackedOrigin], PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _value_method2[f])

    def def_method[
        T: Movable & Deinitable,
        R: Movable & Deinitable,
        //,
        f: def(Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _value_method3[f])

    def def_method[
        T: Movable & Deinitable,
        R: Movable & Deinitable,
        //,
        f: def(Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _value_method4[f])

    def def_method[
        T: Movable & Deinitable,
        R: Movable & Deinitable,
        //,
        f: def(Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _value_method5[f])

    def def_method[
        T: Movable & Deinitable,
        R: Movable & Deinitable,
        //,
        f: def(
            Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject, PythonObject, PythonObject, PythonObject
        ) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 1, name, docstring, _value_method6[f])

    def def_staticmethod[
        R: Movable & Deinitable, //, f: def() raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 0, name, docstring, _function0[f])

    def def_staticmethod[
        R: Movable & Deinitable, //, f: def(PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 0, name, docstring, _function1[f])

    def def_staticmethod[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 0, name, docstring, _function2[f])

    def def_staticmethod[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 0, name, docstring, _function3[f])

    def def_staticmethod[
        R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 0, name, docstring, _function4[f])

    def def_staticmethod[
        R: Movable & Deinitable,
        //,
        f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 0, name, docstring, _function5[f])

    def def_staticmethod[
        R: Movable & Deinitable,
        //,
        f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
    ](mut self, name: StaticString, docstring: StaticString = "") raises:
        _add(self._type, 0, name, docstring, _function6[f])


# ---- what Python calls -------------------------------------------------------------------------------------------


comptime _Args = __builtin.ptr[_Ref]
comptime _Entry = def(_Ref, _Args, Int, _Ref) thin abi("C") -> _Ref


def _add(to: PythonObject, kind: Int, name: StaticString, doc: StaticString, entry: _Entry) raises:
    var text = _c_text(name)
    var about = _c_text(doc)
    var code = Int(
        _prim=__builtin.external_call["mojo_rt_py_add_function", __builtin.simd[14, 1]](
            to._ref, kind._value, text._ptr, about._ptr, entry
        )
    )
    _ = text
    _ = about
    _done(code)


@always_inline
def _arg(args: _Args, i: Int) -> PythonObject:
    return PythonObject(from_borrowed=__builtin.deref(__builtin.offset(args, i._value)))


def _result[R: Movable & Deinitable](var value: R) -> _Ref:
    __builtin.external_call["mojo_rt_py_returned", NoneType]()
    comptime if R == PythonObject:
        return rebind_var[PythonObject](value^).steal_data()
    else:
        _ = value^
        return PythonObject().steal_data()


def _raise_python(e: Error) -> _Ref:
    __builtin.external_call["mojo_rt_py_returned", NoneType]()
    raise_python_exception(e, "Exception")
    return __builtin.null[UInt8]()


def raise_python_exception(e: Error, kind: StaticString = "Exception"):
    """Sets the exception that Python sees, of the built-in class `kind`."""
    var text = String(e)
    var name = _c_text(kind)
    __builtin.external_call["mojo_rt_py_raise", NoneType](name._ptr, text._ptr, text.byte_length()._value)
    _ = name
    _ = text


def _wrong_arguments(name: StaticString, n: Int, wanted: Int, names: _Ref) -> Bool:
    var text = _c_text(name)
    var code = Int(
        _prim=__builtin.external_call["mojo_rt_py_check_arguments", __builtin.simd[14, 1]](
            text._ptr, n._value, wanted._value, names
        )
    )
    _ = text
    return code != 0


def _function0[
    R: Movable & Deinitable, //, f: def() raises thin -> R
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("function", n, 0, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f())
    except e:
        return _raise_python(e)


def _function1[
    R: Movable & Deinitable, //, f: def(PythonObject) raises thin -> R
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("function", n, 1, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_arg(args, 0)))
    except e:
        return _raise_python(e)


def _function2[
    R: Movable & Deinitable, //, f: def(PythonObject, PythonObject) raises thin -> R
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("function", n, 2, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_arg(args, 0), _arg(args, 1)))
    except e:
        return _raise_python(e)


def _function3[
    R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject) raises thin -> R
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("function", n, 3, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_arg(args, 0), _arg(args, 1), _arg(args, 2)))
    except e:
        return _raise_python(e)


def _function4[
    R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("function", n, 4, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_arg(args, 0), _arg(args, 1), _arg(args, 2), _arg(args, 3)))
    except e:
        return _raise_python(e)


def _function5[
    R: Movable & Deinitable,
    //,
    f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("function", n, 5, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_arg(args, 0), _arg(args, 1), _arg(args, 2), _arg(args, 3), _arg(args, 4)))
    except e:
        return _raise_python(e)


def _function6[
    R: Movable & Deinitable,
    //,
    f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("function", n, 6, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_arg(args, 0), _arg(args, 1), _arg(args, 2), _arg(args, 3), _arg(args, 4), _arg(args, 5)))
    except e:
        return _raise_python(e)


def _method1[
    R: Movable & Deinitable, //, f: def(PythonObject) raises thin -> R
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 0, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(PythonObject(from_borrowed=object)))
    except e:
        return _raise_python(e)


def _method2[
    R: Movable & Deinitable, //, f: def(PythonObject, PythonObject) raises thin -> R
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 1, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(PythonObject(from_borrowed=object), _arg(args, 0)))
    except e:
        return _raise_python(e)


def _method3[
    R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject) raises thin -> R
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 2, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(PythonObject(from_borrowed=object), _arg(args, 0), _arg(args, 1)))
    except e:
        return _raise_python(e)


def _method4[
    R: Movable & Deinitable, //, f: def(PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 3, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(PythonObject(from_borrowed=object), _arg(args, 0), _arg(args, 1), _arg(args, 2)))
    except e:
        return _raise_python(e)


def _method5[
    R: Movable & Deinitable,
    //,
    f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 4, names):
        return __builtin.null[UInt8]()
    try:
        return _result(
            f(PythonObject(from_borrowed=object), _arg(args, 0), _arg(args, 1), _arg(args, 2), _arg(args, 3))
        )
    except e:
        return _raise_python(e)


def _method6[
    R: Movable & Deinitable,
    //,
    f: def(PythonObject, PythonObject, PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 5, names):
        return __builtin.null[UInt8]()
    try:
        return _result(
            f(
                PythonObject(from_borrowed=object),
                _arg(args, 0),
                _arg(args, 1),
                _arg(args, 2),
                _arg(args, 3),
                _arg(args, 4),
            )
        )
    except e:
        return _raise_python(e)


def _value_method1[
    T: Movable & Deinitable,
    R: Movable & Deinitable,
    //,
    f: def(Pointer[T, MutUntrackedOrigin]) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 0, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_value_of[T](object)))
    except e:
        return _raise_python(e)


def _value_method2[
    T: Movable & Deinitable,
    R: Movable & Deinitable,
    //,
    f: def(Pointer[T, MutUntrackedOrigin], PythonObject) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 1, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_value_of[T](object), _arg(args, 0)))
    except e:
        return _raise_python(e)


def _value_method3[
    T: Movable & Deinitable,
    R: Movable & Deinitable,
    //,
    f: def(Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 2, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_value_of[T](object), _arg(args, 0), _arg(args, 1)))
    except e:
        return _raise_python(e)


def _value_method4[
    T: Movable & Deinitable,
    R: Movable & Deinitable,
    //,
    f: def(Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject, PythonObject) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 3, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_value_of[T](object), _arg(args, 0), _arg(args, 1), _arg(args, 2)))
    except e:
        return _raise_python(e)


def _value_method5[
    T: Movable & Deinitable,
    R: Movable & Deinitable,
    //,
    f: def(Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject, PythonObject, PythonObject) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 4, names):
        return __builtin.null[UInt8]()
    try:
        return _result(f(_value_of[T](object), _arg(args, 0), _arg(args, 1), _arg(args, 2), _arg(args, 3)))
    except e:
        return _raise_python(e)


def _value_method6[
    T: Movable & Deinitable,
    R: Movable & Deinitable,
    //,
    f: def(
        Pointer[T, MutUntrackedOrigin], PythonObject, PythonObject, PythonObject, PythonObject, PythonObject
    ) raises thin -> R,
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("method", n, 5, names):
        return __builtin.null[UInt8]()
    try:
        return _result(
            f(_value_of[T](object), _arg(args, 0), _arg(args, 1), _arg(args, 2), _arg(args, 3), _arg(args, 4))
        )
    except e:
        return _raise_python(e)


def _all_arguments(args: _Args, n: Int) -> PythonObject:
    return PythonObject(from_owned=__builtin.external_call["mojo_rt_py_tuple", _Ref](args, n._value))


def _keywords(args: _Args, n: Int, names: _Ref) -> PythonObject:
    return PythonObject(from_owned=__builtin.external_call["mojo_rt_py_keywords", _Ref](args, n._value, names))


def _function_of_all[
    f: def(PythonObject, PythonObject) raises thin -> PythonObject
](owner: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    try:
        return _result(f(_all_arguments(args, n), _keywords(args, n, names)))
    except e:
        return _raise_python(e)


# ---- values in objects -------------------------------------------------------------------------------------------


def _mojo_name[T: AnyType]() -> String:
    return _c_text(reflect[T]().name())


def _destroy[T: Movable & Deinitable](value: __builtin.ptr[T]) abi("C"):
    __builtin.destroy(__builtin.deref(value))


def _repr[T: Movable & Deinitable](object: _Ref) abi("C") -> _Ref:
    try:
        comptime if conforms_to(T, Writable):
            return PythonObject(repr(_value_of[T](object)[])).steal_data()
        else:
            return PythonObject(String("<", reflect[T]().name(), " object>")).steal_data()
    except e:
        return _raise_python(e)


def _make_type[T: Movable & Deinitable](name: String) raises -> PythonObject:
    comptime assert Int(__builtin.align_of[T]) <= 16, "a type for Python is aligned to 16 bytes at most"
    var mojo_name = _mojo_name[T]()
    var text = _c_text(name)
    var show: def(_Ref) thin abi("C") -> _Ref = _repr[T]
    var type = __builtin.external_call["mojo_rt_py_new_type", _Ref](
        mojo_name._ptr, text._ptr, Int(__builtin.size_of[T])._value, show
    )
    _ = mojo_name
    _ = text
    if _is_null(type):
        raise _error()
    return PythonObject(from_owned=type)


def _place_of[T: Movable & Deinitable](object: _Ref, filled: Bool) raises -> __builtin.ptr[T]:
    var mojo_name = _mojo_name[T]()
    var place = __builtin.external_call["mojo_rt_py_box_value", _Ref](object, mojo_name._ptr, Int(filled)._value)
    _ = mojo_name
    if _is_null(place):
        raise _error()
    return __builtin.ptr_cast[T](place)


def _value_of[T: Movable & Deinitable](object: _Ref) raises -> Pointer[T, MutUntrackedOrigin]:
    return Pointer[T, MutUntrackedOrigin](_ptr=_place_of[T](object, True))


def _fill[T: Movable & Deinitable](object: _Ref, var value: T) raises:
    var place = _place_of[T](object, False)
    __builtin.external_call["mojo_rt_py_set_box", NoneType](object, __builtin.null[UInt8]())
    __builtin.write(__builtin.deref(place), value^)
    var destroy: def(__builtin.ptr[T]) thin abi("C") -> None = _destroy[T]
    __builtin.external_call["mojo_rt_py_set_box", NoneType](object, destroy)


def _boxed[T: Movable & Deinitable](var value: T) raises -> PythonObject:
    """A new object of the Python type of `T`."""
    var mojo_name = _mojo_name[T]()
    var object = __builtin.external_call["mojo_rt_py_new_box", _Ref](mojo_name._ptr)
    _ = mojo_name
    if _is_null(object):
        raise _error()
    var result = PythonObject(from_owned=object)
    _fill(object, value^)
    return result


def _init_default[
    T: Defaultable & Movable & Deinitable
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    if _wrong_arguments("__init__", n, 0, names):
        return __builtin.null[UInt8]()
    try:
        _fill(object, T())
        return _result(None)
    except e:
        return _raise_python(e)


def _init[
    T: Movable & Deinitable, //, f: def(PythonObject, PythonObject) raises thin -> T
](object: _Ref, args: _Args, n: Int, names: _Ref) abi("C") -> _Ref:
    try:
        _fill(object, f(_all_arguments(args, n), _keywords(args, n, names)))
        return _result(None)
    except e:
        return _raise_python(e)
