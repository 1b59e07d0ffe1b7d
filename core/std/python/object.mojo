# SPDX-License-Identifier: Apache-2.0
"""A Python object as a value of Mojo."""

from std.builtin.traits import _PythonValue
from std.python._module import import_python
from std.python.bindings import _boxed, _value_of
from std.python._runtime import _Ref, _checked, _done, _error, _is_null, _take_text


trait ConvertibleToPython(Deinitable, Movable):
    """A type whose values become Python objects where one is expected."""

    def to_python_object(var self) raises -> PythonObject:
        ...


trait ConvertibleFromPython(Deinitable, Movable):
    """A type that is made from a Python object by `T(py=object)`."""

    def __init__(out self, *, py: PythonObject) raises:
        ...


struct PythonObject(Defaultable, Identifiable, ImplicitlyCopyable, SizedRaising, Writable, _PythonValue):
    """A counted reference to a Python object. What is done with it is decided when the program runs, as in Python, and
    raises what Python raises."""

    var _ref: _Ref

    # ---- construction ----

    def __init__(out self):
        """Python's `None`."""
        self._ref = __builtin.external_call["mojo_rt_py_none", _Ref]()

    @always_inline
    def __init__(out self, *, from_owned: _Ref):
        """Takes over a reference."""
        self._ref = from_owned

    def __init__(out self, *, from_borrowed: _Ref):
        __builtin.external_call["mojo_rt_py_keep", NoneType](from_borrowed)
        self._ref = from_borrowed

    @implicit
    def __init__(out self, value: NoneType):
        self = Self()

    @implicit
    def __init__(out self, value: Bool):
        self._ref = __builtin.external_call["mojo_rt_py_from_bool", _Ref](Int(value)._value)

    @implicit
    def __init__[v: __builtin.PrimInt, //](out self, value: IntLiteral[v]):
        self = Self(Int(value))

    @implicit
    def __init__[v: __builtin.PrimFloat, //](out self, value: FloatLiteral[v]):
        self = Self(Float64(value))

    @implicit
    def __init__[dtype: DType, //](out self, value: Scalar[dtype]):
        comptime if dtype == DType.bool:
            self = Self(Bool(value))
        elif dtype.is_floating_point():
            self._ref = __builtin.external_call["mojo_rt_py_from_float", _Ref](Float64(value)._value)
        elif dtype.is_unsigned():
            self._ref = __builtin.external_call["mojo_rt_py_from_uint", _Ref](UInt64(value)._value)
        else:
            self._ref = __builtin.external_call["mojo_rt_py_from_int", _Ref](Int64(value)._value)

    @implicit
    def __init__[v: __builtin.PrimStr, //](out self, value: StringLiteral[v]):
        self = Self(StringSpan(value))

    @implicit
    def __init__(out self, value: String):
        self = Self(StringSpan(value))

    @implicit
    def __init__(out self, value: StringSpan):
        self._ref = __builtin.external_call["mojo_rt_py_from_text", _Ref](value._ptr, value._len._value)

    @implicit
    def __init__(out self, value: Slice):
        var start = Self(value.start.value()) if value.start else Self()
        var end = Self(value.end.value()) if value.end else Self()
        var step = Self(value.step.value()) if value.step else Self()
        self._ref = __builtin.external_call["mojo_rt_py_slice", _Ref](start._ref, end._ref, step._ref)
        _ = start
        _ = end
        _ = step

    @implicit
    def __init__[T: ConvertibleToPython, //](out self, var value: T) raises:
        self = value^.to_python_object()

    def __init__(out self, *values: PythonObject, __list_literal__: NoneType):
        var refs = _Refs(values)
        self._ref = __builtin.external_call["mojo_rt_py_list", _Ref](refs._data, refs._len._value)
        _ = refs

    def __init__(out self, *values: PythonObject, __set_literal__: NoneType) raises:
        var refs = _Refs(values)
        self = _checked(__builtin.external_call["mojo_rt_py_set", _Ref](refs._data, refs._len._value))
        _ = refs

    def __init__(
        out self, var keys: List[PythonObject], var values: List[PythonObject], __dict_literal__: NoneType
    ) raises:
        self._ref = __builtin.external_call["mojo_rt_py_dict", _Ref]()
        for i in range(len(keys)):
            self[keys[i]] = values[i]

    def __init__[T: Movable & Deinitable, //](out self, *, var alloc: T) raises:
        """Puts a value into a new object of the Python type that was made for `T`."""
        self = _boxed(alloc^)

    def __init__(out self, *, copy: Self):
        self = Self(from_borrowed=copy._ref)

    def __deinit__(deinit self):
        __builtin.external_call["mojo_rt_py_drop", NoneType](self._ref)

    # ---- attributes, items, calls ----

    def __getattr__(self, name: StringSpan) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_getattr", _Ref](self._ref, name._ptr, name._len._value))

    def __setattr__(self, name: StringSpan, value: PythonObject) raises:
        _done(
            Int(
                _prim=__builtin.external_call["mojo_rt_py_setattr", __builtin.simd[14, 1]](
                    self._ref, name._ptr, name._len._value, value._ref
                )
            )
        )

    def __getitem__(self, *keys: PythonObject) raises -> PythonObject:
        var key = _key(keys)
        return _checked(__builtin.external_call["mojo_rt_py_getitem", _Ref](self._ref, key._ref))

    def __setitem__(self, *keys: PythonObject, value: PythonObject) raises:
        var key = _key(keys)
        _done(
            Int(
                _prim=__builtin.external_call["mojo_rt_py_setitem", __builtin.simd[14, 1]](
                    self._ref, key._ref, value._ref
                )
            )
        )

    def __call__(self, *args: PythonObject, **kwargs: PythonObject) raises -> PythonObject:
        var refs = _Refs(args)
        if len(kwargs) == 0:
            return _checked(
                __builtin.external_call["mojo_rt_py_call", _Ref](
                    self._ref, refs._data, refs._len._value, __builtin.null[UInt8]()
                )
            )
        var keywords = PythonObject(from_owned=__builtin.external_call["mojo_rt_py_dict", _Ref]())
        for entry in kwargs.items():
            keywords[entry.key] = entry.value
        return _checked(
            __builtin.external_call["mojo_rt_py_call", _Ref](self._ref, refs._data, refs._len._value, keywords._ref)
        )

    # ---- with ----

    def __enter__(self) raises -> PythonObject:
        return self.__getattr__("__enter__")()

    def __exit__(self) raises:
        _ = self.__getattr__("__exit__")(PythonObject(), PythonObject(), PythonObject())

    def __exit__(self, error: Error) raises -> Bool:
        var exception = import_python("builtins", "builtins", "Exception", "")
        return self.__getattr__("__exit__")(exception, exception(String(error)), PythonObject()).__bool__()

    # ---- operators ----

    def __add__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[0](self, rhs)

    def __radd__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[0](lhs, self)

    def __iadd__(mut self, rhs: PythonObject) raises:
        self = _binary[0, True](self, rhs)

    def __sub__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[1](self, rhs)

    def __rsub__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[1](lhs, self)

    def __isub__(mut self, rhs: PythonObject) raises:
        self = _binary[1, True](self, rhs)

    def __mul__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[2](self, rhs)

    def __rmul__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[2](lhs, self)

    def __imul__(mut self, rhs: PythonObject) raises:
        self = _binary[2, True](self, rhs)

    def __matmul__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[3](self, rhs)

    def __rmatmul__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[3](lhs, self)

    def __imatmul__(mut self, rhs: PythonObject) raises:
        self = _binary[3, True](self, rhs)

    def __truediv__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[4](self, rhs)

    def __rtruediv__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[4](lhs, self)

    def __itruediv__(mut self, rhs: PythonObject) raises:
        self = _binary[4, True](self, rhs)

    def __floordiv__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[5](self, rhs)

    def __rfloordiv__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[5](lhs, self)

    def __ifloordiv__(mut self, rhs: PythonObject) raises:
        self = _binary[5, True](self, rhs)

    def __mod__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[6](self, rhs)

    def __rmod__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[6](lhs, self)

    def __imod__(mut self, rhs: PythonObject) raises:
        self = _binary[6, True](self, rhs)

    def __pow__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[7](self, rhs)

    def __rpow__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[7](lhs, self)

    def __ipow__(mut self, rhs: PythonObject) raises:
        self = _binary[7, True](self, rhs)

    def __lshift__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[8](self, rhs)

    def __rlshift__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[8](lhs, self)

    def __ilshift__(mut self, rhs: PythonObject) raises:
        self = _binary[8, True](self, rhs)

    def __rshift__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[9](self, rhs)

    def __rrshift__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[9](lhs, self)

    def __irshift__(mut self, rhs: PythonObject) raises:
        self = _binary[9, True](self, rhs)

    def __and__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[10](self, rhs)

    def __rand__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[10](lhs, self)

    def __iand__(mut self, rhs: PythonObject) raises:
        self = _binary[10, True](self, rhs)

    def __xor__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[11](self, rhs)

    def __rxor__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[11](lhs, self)

    def __ixor__(mut self, rhs: PythonObject) raises:
        self = _binary[11, True](self, rhs)

    def __or__(self, rhs: PythonObject) raises -> PythonObject:
        return _binary[12](self, rhs)

    def __ror__(self, lhs: PythonObject) raises -> PythonObject:
        return _binary[12](lhs, self)

    def __ior__(mut self, rhs: PythonObject) raises:
        self = _binary[12, True](self, rhs)

    def __neg__(self) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_unary", _Ref](Int(0)._value, self._ref))

    def __pos__(self) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_unary", _Ref](Int(1)._value, self._ref))

    def __invert__(self) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_unary", _Ref](Int(2)._value, self._ref))

    def __abs__(self) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_unary", _Ref](Int(3)._value, self._ref))

    def __lt__(self, rhs: PythonObject) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_compare", _Ref](Int(0)._value, self._ref, rhs._ref))

    def __le__(self, rhs: PythonObject) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_compare", _Ref](Int(1)._value, self._ref, rhs._ref))

    def __eq__(self, rhs: PythonObject) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_compare", _Ref](Int(2)._value, self._ref, rhs._ref))

    def __ne__(self, rhs: PythonObject) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_compare", _Ref](Int(3)._value, self._ref, rhs._ref))

    def __gt__(self, rhs: PythonObject) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_compare", _Ref](Int(4)._value, self._ref, rhs._ref))

    def __ge__(self, rhs: PythonObject) raises -> PythonObject:
        return _checked(__builtin.external_call["mojo_rt_py_compare", _Ref](Int(5)._value, self._ref, rhs._ref))

    def __contains__(self, value: PythonObject) raises -> Bool:
        return _flag(
            Int(_prim=__builtin.external_call["mojo_rt_py_contains", __builtin.simd[14, 1]](self._ref, value._ref))
        )

    def __is__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.ptr_eq(self._ref, other._ref))

    def __isnot__(self, other: Self) -> Bool:
        return not self.__is__(other)

    def __bool__(self) raises -> Bool:
        return _flag(Int(_prim=__builtin.external_call["mojo_rt_py_truth", __builtin.simd[14, 1]](self._ref)))

    def __len__(self) raises -> Int:
        var length = Int(_prim=__builtin.external_call["mojo_rt_py_length", __builtin.simd[14, 1]](self._ref))
        _done(length)
        return length

    # ---- iteration ----

    def __iter__(self) raises -> _PythonIter:
        return _PythonIter(_checked(__builtin.external_call["mojo_rt_py_iter", _Ref](self._ref)))

    # ---- text ----

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(_text_of(__builtin.external_call["mojo_rt_py_str", _Ref](self._ref)))

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string(_text_of(__builtin.external_call["mojo_rt_py_repr", _Ref](self._ref)))

    # ---- references and Mojo values ----

    def steal_data(deinit self) -> _Ref:
        """The reference, which the caller has to give back."""
        return self._ref

    def downcast_value_ptr[T: Movable & Deinitable](self) raises -> Pointer[T, MutUntrackedOrigin]:
        """Where the value of type `T` is that the object holds."""
        return _value_of[T](self._ref)

    # ---- to Mojo's types ----

    def _to_int(self) raises -> Int64:
        var failed = Int(0)
        var value = Int64(
            _prim=__builtin.external_call["mojo_rt_py_to_int", __builtin.simd[8, 1]](
                self._ref, __builtin.addr_of(failed)
            )
        )
        if failed != 0:
            raise _error()
        return value

    def _to_uint(self) raises -> UInt64:
        var failed = Int(0)
        var value = UInt64(
            _prim=__builtin.external_call["mojo_rt_py_to_uint", __builtin.simd[9, 1]](
                self._ref, __builtin.addr_of(failed)
            )
        )
        if failed != 0:
            raise _error()
        return value

    def _to_float(self) raises -> Float64:
        var failed = Int(0)
        var value = Float64(
            _prim=__builtin.external_call["mojo_rt_py_to_float", __builtin.simd[23, 1]](
                self._ref, __builtin.addr_of(failed)
            )
        )
        if failed != 0:
            raise _error()
        return value

    def _to_bool(self) raises -> Bool:
        return self.__bool__()

    def _to_string(self) raises -> String:
        var length = Int(0)
        var text = __builtin.external_call["mojo_rt_py_to_text", _Ref](self._ref, __builtin.addr_of(length))
        if _is_null(text):
            raise _error()
        return _take_text(text, length)


struct _PythonIter(Copyable, Iterator):
    """Walks what a Python iterator gives. What Python raises on the way is raised after the loop."""

    comptime Element = PythonObject

    var _it: PythonObject
    var _failed: Int

    def __init__(out self, it: PythonObject):
        self._it = it
        self._failed = 0

    def __iter__(self) -> Self:
        return self.copy()

    def __next__(mut self) raises StopIteration -> PythonObject:
        var item = __builtin.external_call["mojo_rt_py_next", _Ref](self._it._ref, __builtin.addr_of(self._failed))
        if _is_null(item):
            raise StopIteration()
        return PythonObject(from_owned=item)

    def __exhausted__(self) raises:
        if self._failed != 0:
            raise _error()


struct _Refs:
    """The references of arguments, side by side."""

    var _data: __builtin.ptr[_Ref]
    var _len: Int

    def __init__(out self, values: VariadicList[PythonObject, _]):
        self._len = len(values)
        self._data = __builtin.alloc[_Ref](((self._len + 1) * 8)._value, Int(8)._value)
        for i in range(self._len):
            __builtin.deref(__builtin.offset(self._data, i._value)) = values[i]._ref

    def __deinit__(deinit self):
        __builtin.free(self._data)


def _key(keys: VariadicList[PythonObject, _]) -> PythonObject:
    """What stands between brackets: one object, or a tuple."""
    if len(keys) == 1:
        return keys[0]
    var refs = _Refs(keys)
    var key = PythonObject(from_owned=__builtin.external_call["mojo_rt_py_tuple", _Ref](refs._data, refs._len._value))
    _ = refs
    return key


def _binary[op: Int, in_place: Bool = False](a: PythonObject, b: PythonObject) raises -> PythonObject:
    return _checked(__builtin.external_call["mojo_rt_py_binary", _Ref](op._value, Int(in_place)._value, a._ref, b._ref))


def _flag(code: Int) raises -> Bool:
    _done(code)
    return code != 0


def _text_of(text: _Ref) -> String:
    """The text of a new reference to a str; where making it raised, what was raised."""
    if _is_null(text):
        return String("<", _error(), ">")
    var length = Int(0)
    var object = PythonObject(from_owned=text)
    var bytes = __builtin.external_call["mojo_rt_py_to_text", _Ref](object._ref, __builtin.addr_of(length))
    _ = object
    if _is_null(bytes):
        return String("<", _error(), ">")
    return _take_text(bytes, length)
