# SPDX-License-Identifier: Apache-2.0
"""Pointers: never null; `Optional[Pointer[…]]` is the nullable one."""

from std.collections.optional import _NullNiche


struct Pointer[
    mut: Bool, //, T: AnyType, origin: Origin[mut=mut], *, address_space: AddressSpace = AddressSpace.GENERIC
](Comparable, Hashable, TrivialRegisterPassable, Writable, _NullNiche):
    """The address of a value of type `T`."""

    var _value: __builtin.ptr[Self.T]

    @always_inline("builtin")
    def __init__(out self, *, _ptr: __builtin.ptr[Self.T]):
        self._value = _ptr

    @always_inline
    def __init__(out self, *, ref[Self.origin] to: Self.T):
        """Points to a place."""
        self._value = __builtin.addr_of(to)

    @implicit
    @always_inline
    def __init__[
        other_mut: Bool, //, other: Origin[mut=other_mut]
    ](out self, value: Pointer[Self.T, other, address_space=Self.address_space]):
        """Widens the origin, or gives up mutability."""
        self._value = value._value

    # ---- access ----

    @always_inline
    def __getitem__(self) -> ref[Self.origin] Self.T:
        return __builtin.deref(self._value)

    @always_inline
    def __getitem__(self, *, unsafe_offset: Int) -> ref[Self.origin] Self.T:
        return __builtin.deref(__builtin.offset(self._value, unsafe_offset._value))

    @always_inline
    def __getitem__(self, index: Int) -> ref[Self.origin] Self.T:
        return __builtin.deref(__builtin.offset(self._value, index._value))

    @always_inline
    def unsafe_offset(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, count._value))

    @always_inline
    def offset(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, count._value))

    @always_inline
    def __add__(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, count._value))

    @always_inline
    def __sub__(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, (-count)._value))

    @always_inline
    def __sub__(self, other: Self) -> Int:
        return Int(_prim=__builtin.ptr_diff(self._value, other._value))

    @always_inline
    def __iadd__(mut self, count: Int):
        self._value = __builtin.offset(self._value, count._value)

    @always_inline
    def __isub__(mut self, count: Int):
        self._value = __builtin.offset(self._value, (-count)._value)

    # ---- initialise, move out, destroy ----

    @always_inline
    def unsafe_write(self, var value: Self.T):
        """Moves a value into uninitialised memory."""
        __builtin.write(__builtin.deref(self._value), value^)

    @always_inline
    def init_pointee_move(self, var value: Self.T):
        __builtin.write(__builtin.deref(self._value), value^)

    @always_inline
    def unsafe_take_pointee(self) -> Self.T:
        """Moves the value out; the memory is uninitialised afterwards."""
        return __builtin.take(__builtin.deref(self._value))

    @always_inline
    def take_pointee(self) -> Self.T:
        return __builtin.take(__builtin.deref(self._value))

    @always_inline
    def unsafe_deinit_pointee(self):
        """Destroys the value; the memory is uninitialised afterwards."""
        __builtin.destroy(__builtin.deref(self._value))

    @always_inline
    def destroy_pointee(self):
        __builtin.destroy(__builtin.deref(self._value))

    @always_inline
    def unsafe_free(self):
        """Gives back memory from `alloc`."""
        __builtin.free(self._value)

    @always_inline
    def free(self):
        __builtin.free(self._value)

    # ---- vectors of numbers ----

    @always_inline
    def unsafe_load[
        dtype: DType, //, width: SIMDLength = 1, *, alignment: Int = 1
    ](self: Pointer[Scalar[dtype], _, address_space=_], offset: Int = 0) -> SIMD[dtype, width]:
        return SIMD[dtype, width](
            _prim=__builtin.load[__builtin.simd[dtype, width], alignment](
                __builtin.offset(self._value, offset._value)
            )
        )

    # ---- conversion ----

    @always_inline
    def unsafe_bitcast[U: AnyType](self) -> Pointer[U, Self.origin, address_space=Self.address_space]:
        return Pointer[U, Self.origin, address_space=Self.address_space](
            _ptr=__builtin.ptr_cast[U](self._value)
        )

    @always_inline
    def bitcast[U: AnyType](self) -> Pointer[U, Self.origin, address_space=Self.address_space]:
        return Pointer[U, Self.origin, address_space=Self.address_space](
            _ptr=__builtin.ptr_cast[U](self._value)
        )

    @always_inline
    def as_imm(self) -> Pointer[Self.T, ImmUntrackedOrigin, address_space=Self.address_space]:
        return Pointer[Self.T, ImmUntrackedOrigin, address_space=Self.address_space](_ptr=self._value)

    @always_inline
    def unsafe_origin_cast[
        other_mut: Bool, //, other: Origin[mut=other_mut]
    ](self) -> Pointer[Self.T, other, address_space=Self.address_space]:
        return Pointer[Self.T, other, address_space=Self.address_space](_ptr=self._value)

    @always_inline
    def __int__(self) -> Int:
        return Int(_prim=__builtin.ptr_to_int(self._value))

    @always_inline
    def __eq__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.ptr_eq(self._value, other._value))

    @always_inline
    def __lt__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.ptr_lt(self._value, other._value))

    def __hash__(self, mut hasher: Some[Hasher]):
        hasher._update_with_simd(self.__int__())

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("0x")
        var value = UInt64(self.__int__())
        var shift = UInt64(60)
        while shift > 0 and (value >> shift) == 0:
            shift -= 4
        while True:
            var digit = Int((value >> shift) & 15)
            writer.write_string(StaticString("0123456789abcdef").unsafe_subspan(digit, 1))
            if shift == 0:
                break
            shift -= 4


comptime MutPointer[T: AnyType, origin: MutOrigin] = Pointer[T, origin]
comptime ImmPointer[T: AnyType, origin: ImmOrigin] = Pointer[T, origin]
comptime UnsafePointer = Pointer
comptime OptionalPointer[mut: Bool, //, T: AnyType, origin: Origin[mut=mut]] = Optional[Pointer[T, origin]]
comptime OpaquePointer[mut: Bool, //, origin: Origin[mut=mut]] = Pointer[NoneType, origin]
comptime MutOpaquePointer[origin: MutOrigin] = Pointer[NoneType, origin]
comptime ImmOpaquePointer[origin: ImmOrigin] = Pointer[NoneType, origin]


@always_inline
def alloc[T: AnyType](count: Int, *, alignment: Int = __builtin.align_of[T]) -> Pointer[T, MutUntrackedOrigin]:
    """Uninitialised memory for `count` values; give it back with `unsafe_free`."""
    return Pointer[T, MutUntrackedOrigin](
        _ptr=__builtin.alloc[T]((count * Int(__builtin.size_of[T]))._value, alignment._value)
    )
