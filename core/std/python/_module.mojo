# SPDX-License-Identifier: Apache-2.0
"""The interpreter: modules, evaluation, builders."""

from std.os.env import _c_text
from std.python._runtime import _Ref, _checked, _done, _error, _is_null, _load
from std.python.object import PythonObject, _Refs


struct Python:
    """What belongs to the interpreter rather than to an object."""

    def __init__(out self):
        pass

    @staticmethod
    def import_module(name: StringSpan) raises -> PythonObject:
        """The module `name`, with its packages ("os.path")."""
        _load()
        return _checked(__builtin.external_call["mojo_rt_py_import", _Ref](name._ptr, name._len._value))

    @staticmethod
    def evaluate(expr: StringSpan, file: Bool = False, name: StringSpan = "__main__") raises -> PythonObject:
        """The value of an expression; with `file`, runs statements in the module `name` and gives that module."""
        _load()
        var text = _c_text(expr)
        var module = _c_text(name)
        var result = __builtin.external_call["mojo_rt_py_evaluate", _Ref](text._ptr, Int(file)._value, module._ptr)
        _ = text
        _ = module
        return _checked(result)

    @staticmethod
    def add_to_path(dir: StringSpan) raises:
        """Lets `import_module` find modules in `dir` too."""
        var path = Self.import_module("sys").path
        _ = path.append(dir)

    # ---- builders ----

    @staticmethod
    def none() -> PythonObject:
        return PythonObject()

    @staticmethod
    def list(*values: PythonObject) -> PythonObject:
        var refs = _Refs(values)
        var result = PythonObject(
            from_owned=__builtin.external_call["mojo_rt_py_list", _Ref](refs._data, refs._len._value)
        )
        _ = refs
        return result

    @staticmethod
    def tuple(*values: PythonObject) -> PythonObject:
        var refs = _Refs(values)
        var result = PythonObject(
            from_owned=__builtin.external_call["mojo_rt_py_tuple", _Ref](refs._data, refs._len._value)
        )
        _ = refs
        return result

    @staticmethod
    def dict(**entries: PythonObject) raises -> PythonObject:
        var result = PythonObject(from_owned=__builtin.external_call["mojo_rt_py_dict", _Ref]())
        for entry in entries.items():
            result[entry.key] = entry.value
        return result

    # ---- questions ----

    @staticmethod
    def type(object: PythonObject) -> PythonObject:
        return PythonObject(from_owned=__builtin.external_call["mojo_rt_py_type", _Ref](object._ref))

    @staticmethod
    def str(object: PythonObject) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_str", _Ref](object._ref))

    @staticmethod
    def int(object: PythonObject) raises -> PythonObject:
        return Self.import_module("builtins").int(object)

    @staticmethod
    def float(object: PythonObject) raises -> PythonObject:
        return Self.import_module("builtins").float(object)

    @staticmethod
    def is_true(object: PythonObject) raises -> Bool:
        return object.__bool__()


def import_python(
    imports: StaticString, module: StaticString, member: StaticString, dir: StaticString
) raises -> PythonObject:
    """What an import names: the compiler calls this where it is used. Imports every module of `imports`, with `dir` on
    Python's path, and gives the member, or else the module."""
    _load()
    return _checked(
        __builtin.external_call["mojo_rt_py_import_names", _Ref](imports._ptr, module._ptr, member._ptr, dir._ptr)
    )
