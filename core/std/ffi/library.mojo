# SPDX-License-Identifier: Apache-2.0
"""Libraries that are opened while the program runs."""

from std.os.env import _c_text


struct RTLD:
    """How a library is opened; joined by `|`."""

    comptime LAZY: Int32 = 1
    comptime NOW: Int32 = 2
    comptime LOCAL: Int32 = 0
    comptime GLOBAL: Int32 = 256
    comptime NODELETE: Int32 = 4096


comptime DEFAULT_RTLD: Int32 = RTLD.NOW | RTLD.GLOBAL

comptime _Address = __builtin.ptr[UInt8]


def _why() -> Error:
    return Error(StringSpan[ImmUntrackedOrigin](_c_string=__builtin.external_call["dlerror", _Address]()))


@always_inline
def _function[F: TrivialRegisterPassable](address: _Address) -> F:
    """A pointer to a function of type F."""
    var held = address
    return __builtin.deref(__builtin.ptr_cast[F](__builtin.addr_of(held)))


struct OwnedDLHandle(Boolable, Movable):
    """An open library; it is closed when the value goes."""

    var _handle: _Address

    def __init__(out self, path: StringSpan, flags: Int32 = DEFAULT_RTLD) raises:
        """Opens a library by its path, or by its name where the system looks for libraries."""
        var text = _c_text(path)
        var handle = __builtin.external_call["dlopen", _Address](text._ptr, flags._value)
        _ = text
        if Int(_prim=__builtin.ptr_to_int(handle)) == 0:
            raise _why()
        self._handle = handle

    def __init__(out self, flags: Int32 = DEFAULT_RTLD) raises:
        """The program itself, with the libraries it has."""
        var handle = __builtin.external_call["dlopen", _Address](__builtin.null[UInt8](), flags._value)
        if Int(_prim=__builtin.ptr_to_int(handle)) == 0:
            raise _why()
        self._handle = handle

    def __deinit__(deinit self):
        _ = __builtin.external_call["dlclose", __builtin.simd[6, 1]](self._handle)

    def __bool__(self) -> Bool:
        return True

    def _find(self, name: StringSpan) -> _Address:
        var text = _c_text(name)
        var address = __builtin.external_call["dlsym", _Address](self._handle, text._ptr)
        _ = text
        return address

    def check_symbol(self, name: StringSpan) -> Bool:
        """Whether the library has the symbol."""
        return Int(_prim=__builtin.ptr_to_int(self._find(name))) != 0

    def get_symbol[T: AnyType](self, name: StringSpan) -> Optional[Pointer[T, MutUntrackedOrigin]]:
        """Where a variable of the library is."""
        var address = self._find(name)
        if Int(_prim=__builtin.ptr_to_int(address)) == 0:
            return None
        return Pointer[T, MutUntrackedOrigin](_ptr=__builtin.ptr_cast[T](address))

    def get_function[F: TrivialRegisterPassable](self, name: StringSpan) raises -> F:
        """A function of the library: `F` is its type, `def(c_int) thin abi("C") -> c_int`."""
        var address = self._find(name)
        if Int(_prim=__builtin.ptr_to_int(address)) == 0:
            raise _why()
        return _function[F](address)

    @always_inline
    def call[name: StringLiteral, R: TrivialRegisterPassable, *Ts: TrivialRegisterPassable](self, *args: *Ts) raises -> R:
        """Calls a function of the library with up to six arguments."""
        comptime n = __builtin.pack_len[Ts]
        comptime assert n <= 6, "`call` takes at most 6 arguments"
        var address = self._find(name)
        if Int(_prim=__builtin.ptr_to_int(address)) == 0:
            raise _why()
        comptime if n == 0:
            return _function[def() thin abi("C") -> R](address)()
        elif n == 1:
            return _function[def(__builtin.pack_get[Ts, 0]) thin abi("C") -> R](address)(args[0])
        elif n == 2:
            return _function[def(__builtin.pack_get[Ts, 0], __builtin.pack_get[Ts, 1]) thin abi("C") -> R](address)(args[0], args[1])
        elif n == 3:
            return _function[def(__builtin.pack_get[Ts, 0], __builtin.pack_get[Ts, 1], __builtin.pack_get[Ts, 2]) thin abi("C") -> R](address)(args[0], args[1], args[2])
        elif n == 4:
            return _function[def(__builtin.pack_get[Ts, 0], __builtin.pack_get[Ts, 1], __builtin.pack_get[Ts, 2], __builtin.pack_get[Ts, 3]) thin abi("C") -> R](address)(args[0], args[1], args[2], args[3])
        elif n == 5:
            return _function[def(__builtin.pack_get[Ts, 0], __builtin.pack_get[Ts, 1], __builtin.pack_get[Ts, 2], __builtin.pack_get[Ts, 3], __builtin.pack_get[Ts, 4]) thin abi("C") -> R](address)(args[0], args[1], args[2], args[3], args[4])
        else:
            return _function[def(__builtin.pack_get[Ts, 0], __builtin.pack_get[Ts, 1], __builtin.pack_get[Ts, 2], __builtin.pack_get[Ts, 3], __builtin.pack_get[Ts, 4], __builtin.pack_get[Ts, 5]) thin abi("C") -> R](address)(args[0], args[1], args[2], args[3], args[4], args[5])
