# SPDX-License-Identifier: Apache-2.0
"""Pointers: never null; `Optional[Pointer[…]]` is the nullable one."""

from std.collections.optional import _NullNiche


struct Pointer[
    mut: Bool, //, T: AnyType, origin: Origin[mut=mut], *, address_space: AddressSpace = AddressSpace.GENERIC
](Comparable, Hashable, Intable, TrivialRegisterPassable, Writable, _NullNiche):
    """The address of a value of type `T`."""

    @deprecated(use=T)
    comptime type = Self.T
    var _value: __builtin.ptr[Self.T]

    @always_inline("builtin")
    def __init__(out self, *, _ptr: __builtin.ptr[Self.T]):
        self._value = _ptr

    @always_inline
    def __init__(out self, *, ref[Self.origin] to: Self.T):
        """Points to a place."""
        self._value = __builtin.addr_of(to)

    @always_inline
    def __init__(out self, *, unsafe_from_address: Int):
        """Points to an address that came from somewhere else."""
        self._value = __builtin.int_to_ptr[Self.T](unsafe_from_address._value)

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

    @deprecated("write `p[unsafe_offset=i]`", rewrite="{self}[unsafe_offset={index}]")
    @always_inline
    def __getitem__(self, index: Int) -> ref[Self.origin] Self.T:
        return __builtin.deref(__builtin.offset(self._value, index._value))

    @always_inline
    def unsafe_offset(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, count._value))

    @deprecated(use=unsafe_offset)
    @always_inline
    def offset(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, count._value))

    @deprecated("write `p.unsafe_offset(n)`", rewrite="{self}.unsafe_offset({count})")
    @always_inline
    def __add__(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, count._value))

    @deprecated("write `p.unsafe_offset(-n)`", rewrite="{self}.unsafe_offset(-{count})")
    @always_inline
    def __sub__(self, count: Int) -> Self:
        return Self(_ptr=__builtin.offset(self._value, (-count)._value))

    @always_inline
    def __sub__(self, other: Self) -> Int:
        return Int(_prim=__builtin.ptr_diff(self._value, other._value))

    @always_inline
    def offset_from(self, other: Self) -> Int:
        """How many elements lie between two pointers into one block."""
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
    def unsafe_write(self, *, copy: Self.T) where conforms_to(Self.T, Copyable):
        """Copies a value into uninitialised memory."""
        __builtin.write(__builtin.deref(self._value), copy.copy())

    @always_inline
    def unsafe_write_move_from(self, source: Pointer[Self.T, _]):
        """Moves the value that another pointer points to here; the source is uninitialised afterwards."""
        __builtin.write(__builtin.deref(self._value), __builtin.take(__builtin.deref(source._value)))

    @always_inline
    def unsafe_take_pointee(self) -> Self.T:
        """Moves the value out; the memory is uninitialised afterwards."""
        return __builtin.take(__builtin.deref(self._value))

    @always_inline
    def unsafe_deinit_pointee(self):
        """Destroys the value; the memory is uninitialised afterwards."""
        __builtin.destroy(__builtin.deref(self._value))

    @always_inline
    def swap_pointees(self, other: Self):
        """Exchanges the values behind two pointers."""
        var value = __builtin.take(__builtin.deref(self._value))
        __builtin.write(__builtin.deref(self._value), __builtin.take(__builtin.deref(other._value)))
        __builtin.write(__builtin.deref(other._value), value^)

    @always_inline
    def unsafe_free(self):
        """Gives back memory from `alloc`."""
        __builtin.free(self._value)

    # ---- the same under their names before 1.0 ----

    @deprecated(use=unsafe_write)
    @always_inline
    def init_pointee_move(self, var value: Self.T):
        __builtin.write(__builtin.deref(self._value), value^)

    @deprecated("write `p.unsafe_write(copy=value)`", rewrite="{self}.unsafe_write(copy={value})")
    @always_inline
    def init_pointee_copy(self, value: Self.T) where conforms_to(Self.T, Copyable):
        __builtin.write(__builtin.deref(self._value), value.copy())

    @deprecated(use=unsafe_write_move_from)
    @always_inline
    def init_pointee_move_from(self, source: Pointer[Self.T, _]):
        __builtin.write(__builtin.deref(self._value), __builtin.take(__builtin.deref(source._value)))

    @deprecated("write `target.unsafe_write_move_from(source)`", rewrite="{target}.unsafe_write_move_from({self})")
    @always_inline
    def move_pointee_into(self, target: Pointer[Self.T, _]):
        __builtin.write(__builtin.deref(target._value), __builtin.take(__builtin.deref(self._value)))

    @deprecated(use=unsafe_take_pointee)
    @always_inline
    def take_pointee(self) -> Self.T:
        return __builtin.take(__builtin.deref(self._value))

    @deprecated(use=unsafe_deinit_pointee)
    @always_inline
    def destroy_pointee(self):
        __builtin.destroy(__builtin.deref(self._value))

    @deprecated(use=unsafe_write)
    @always_inline
    def emplace_value(self, var value: Self.T):
        __builtin.write(__builtin.deref(self._value), value^)

    @deprecated(use=unsafe_free)
    @always_inline
    def free(self):
        __builtin.free(self._value)

    @deprecated("write `alloc[T](count)`", rewrite="alloc[{T}]({count})")
    @staticmethod
    @always_inline
    def alloc(count: Int) -> Pointer[Self.T, MutUntrackedOrigin]:
        return alloc[Self.T](count)

    @deprecated("write `Pointer(to=value)`", rewrite="Pointer(to={value})")
    @staticmethod
    @always_inline
    def address_of(ref value: Self.T) -> Pointer[Self.T, MutUntrackedOrigin]:
        return Pointer[Self.T, MutUntrackedOrigin](_ptr=__builtin.addr_of(value))

    @deprecated("null pointers are `Optional[Pointer[…]]`")
    @implicit
    @always_inline
    def __init__(out self, value: NoneType):
        self._value = __builtin.null[Self.T]()

    @deprecated("null pointers are `Optional[Pointer[…]]`")
    @always_inline
    def __init__(out self):
        self._value = __builtin.null[Self.T]()

    @deprecated("null pointers are `Optional[Pointer[…]]`")
    @always_inline
    def __bool__(self) -> Bool:
        return self.__int__() != 0

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

    @always_inline
    def unsafe_store[
        dtype: DType, width: SIMDLength, //, *, alignment: Int = 1
    ](self: Pointer[Scalar[dtype], _, address_space=_], offset: Int, value: SIMD[dtype, width]):
        __builtin.store[alignment](__builtin.offset(self._value, offset._value), value._value)

    @always_inline
    def unsafe_store[
        dtype: DType, width: SIMDLength, //, *, alignment: Int = 1
    ](self: Pointer[Scalar[dtype], _, address_space=_], value: SIMD[dtype, width]):
        __builtin.store[alignment](self._value, value._value)

    @deprecated(use=unsafe_load)
    @always_inline
    def load[
        dtype: DType, //, width: SIMDLength = 1, *, alignment: Int = 1
    ](self: Pointer[Scalar[dtype], _, address_space=_], offset: Int = 0) -> SIMD[dtype, width]:
        return self.unsafe_load[width, alignment=alignment](offset)

    @deprecated(use=unsafe_store)
    @always_inline
    def store[
        dtype: DType, width: SIMDLength, //, *, alignment: Int = 1
    ](self: Pointer[Scalar[dtype], _, address_space=_], offset: Int, value: SIMD[dtype, width]):
        self.unsafe_store[alignment=alignment](offset, value)

    @deprecated(use=unsafe_store)
    @always_inline
    def store[
        dtype: DType, width: SIMDLength, //, *, alignment: Int = 1
    ](self: Pointer[Scalar[dtype], _, address_space=_], value: SIMD[dtype, width]):
        self.unsafe_store[alignment=alignment](value)

    # ---- conversion ----

    @always_inline
    def unsafe_bitcast[U: AnyType](self) -> Pointer[U, Self.origin, address_space=Self.address_space]:
        return Pointer[U, Self.origin, address_space=Self.address_space](
            _ptr=__builtin.ptr_cast[U](self._value)
        )

    @deprecated("write `p.unsafe_load[width=n](i)`", rewrite="{self}.unsafe_load[width={width}]({offset})")
    @always_inline
    def simd_load[
        dtype: DType, //, width: SIMDLength
    ](self: Pointer[Scalar[dtype], _, address_space=_], offset: Int) -> SIMD[dtype, width]:
        return self.unsafe_load[width](offset)

    @deprecated("write `p.unsafe_store(i, value)`", rewrite="{self}.unsafe_store({offset}, {value})")
    @always_inline
    def simd_store[
        dtype: DType, //, width: SIMDLength
    ](self: Pointer[Scalar[dtype], _, address_space=_], offset: Int, value: SIMD[dtype, width]):
        self.unsafe_store(offset, value)

    @deprecated(use=as_imm)
    @always_inline
    def as_immutable(self) -> Pointer[Self.T, ImmUntrackedOrigin, address_space=Self.address_space]:
        return self.as_imm()

    @deprecated(use=as_imm)
    @always_inline
    def get_immutable(self) -> Pointer[Self.T, ImmUntrackedOrigin, address_space=Self.address_space]:
        return self.as_imm()

    @deprecated(use=unsafe_origin_cast)
    @always_inline
    def origin_cast[
        other_mut: Bool, //, other: Origin[mut=other_mut]
    ](self) -> Pointer[Self.T, other, address_space=Self.address_space]:
        return Pointer[Self.T, other, address_space=Self.address_space](_ptr=self._value)

    @deprecated(use=unsafe_bitcast)
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
@deprecated("write `Pointer[T, origin]`; `MutUntrackedOrigin` is usual for memory of one's own")
comptime UnsafePointer[T: AnyType, origin: MutOrigin = MutUntrackedOrigin] = Pointer[T, origin]
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
