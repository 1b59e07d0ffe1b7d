# SPDX-License-Identifier: Apache-2.0
"""Numbers: every scalar is a vector of one lane."""

from std.builtin._number_format import _write_int, _write_uint, _write_float
from std.builtin.format_spec import Formattable, _format_float, _format_int, _format_text
from std.builtin.traits import _PythonValue
from std.iter import _Summable


struct SIMDLength(Equatable, TrivialRegisterPassable, Writable):
    """The number of lanes of a `SIMD`."""

    var _value: __builtin.simd[14, 1]

    @implicit
    @always_inline("builtin")
    def __init__[v: __builtin.PrimInt, //](out self, value: IntLiteral[v]):
        self._value = __builtin.from_int_literal[__builtin.simd[14, 1], v]()

    @implicit
    @always_inline("builtin")
    def __init__(out self, value: Int):
        self._value = value._value

    @always_inline("builtin")
    def __int__(self) -> Int:
        return Int(_prim=self._value)

    @always_inline("builtin")
    def __index__(self) -> Int:
        return Int(_prim=self._value)

    @always_inline("builtin")
    def __eq__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.eq(self._value, other._value))

    @always_inline("builtin")
    def __ne__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.ne(self._value, other._value))

    @always_inline("builtin")
    def __lt__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.lt(self._value, other._value))

    @always_inline("builtin")
    def __gt__(self, other: Self) -> Bool:
        return Bool(_lane=__builtin.gt(self._value, other._value))

    @always_inline("builtin")
    def __add__(self, other: Self) -> Self:
        return Self(Int(_prim=__builtin.add(self._value, other._value)))

    @always_inline("builtin")
    def __sub__(self, other: Self) -> Self:
        return Self(Int(_prim=__builtin.sub(self._value, other._value)))

    @always_inline("builtin")
    def __mul__(self, other: Self) -> Self:
        return Self(Int(_prim=__builtin.mul(self._value, other._value)))

    @always_inline("builtin")
    def __floordiv__(self, other: Self) -> Self:
        return Self(Int(_prim=__builtin.floordiv(self._value, other._value)))

    def write_to(self, mut writer: Some[Writer]):
        Int(self).write_to(writer)


struct SIMD[dtype: DType, length: SIMDLength](
    Absable, Boolable, Comparable where length == 1, Defaultable, Equatable, Floatable, Formattable, Hashable, Indexer,
    Intable, Powable, Roundable, Sized, TrivialRegisterPassable, Writable, _Summable,
):
    """A vector of `length` numbers of type `dtype`; one lane is a plain number."""

    comptime _Prim = __builtin.simd[Self.dtype, Self.length]
    comptime _Mask = SIMD[DType.bool, Self.length]

    @deprecated(use=length)
    comptime size = Self.length
    @deprecated(use=dtype)
    comptime type = Self.dtype
    @deprecated(use=dtype)
    comptime element_type = Self.dtype
    comptime MAX: Scalar[Self.dtype] = _max_value[Self.dtype]()
    comptime MIN: Scalar[Self.dtype] = _min_value[Self.dtype]()
    comptime MAX_FINITE: Scalar[Self.dtype] = _max_finite[Self.dtype]()
    comptime MIN_FINITE: Scalar[Self.dtype] = _min_finite[Self.dtype]()

    var _value: __builtin.simd[Self.dtype, Self.length]

    # ---- construction ----

    @always_inline("builtin")
    def __init__(out self):
        self._value = __builtin.from_int_literal[__builtin.simd[Self.dtype, Self.length], 0]()

    @always_inline("builtin")
    def __init__(out self, *, _prim: __builtin.simd[Self.dtype, Self.length]):
        self._value = _prim

    @implicit
    @always_inline("builtin")
    def __init__[v: __builtin.PrimInt, //](out self, value: IntLiteral[v]):
        self._value = __builtin.from_int_literal[__builtin.simd[Self.dtype, Self.length], v]()

    @implicit
    @always_inline("builtin")
    def __init__[v: __builtin.PrimFloat, //](out self, value: FloatLiteral[v]):
        self._value = __builtin.from_float_literal[__builtin.simd[Self.dtype, Self.length], v]()

    @implicit
    @always_inline("builtin")
    def __init__(out self, value: Scalar[Self.dtype]):
        self._value = __builtin.splat[__builtin.simd[Self.dtype, Self.length]](value._value)

    @always_inline("builtin")
    def __init__[other: DType, //](out self, value: SIMD[other, Self.length]):
        self._value = __builtin.cast[__builtin.simd[Self.dtype, Self.length]](value._value)

    @always_inline
    def __init__(out self, value: SIMDLength):
        self._value = __builtin.splat[__builtin.simd[Self.dtype, Self.length]](
            __builtin.cast[__builtin.simd[Self.dtype, 1]](value._value)
        )

    @always_inline
    def __init__(out self, value: Bool):
        self._value = __builtin.splat[__builtin.simd[Self.dtype, Self.length]](
            __builtin.cast[__builtin.simd[Self.dtype, 1]](value._value)
        )

    @implicit
    @always_inline
    def __init__(out self, value: Bool) where Self.dtype == DType.bool and Self.length == 1:
        self._value = __builtin.cast[__builtin.simd[Self.dtype, Self.length]](value._value)

    @always_inline
    def __init__(out self, *, fill: Scalar[Self.dtype]):
        self._value = __builtin.splat[__builtin.simd[Self.dtype, Self.length]](fill._value)

    @always_inline
    def __init__(out self, first: Scalar[Self.dtype], second: Scalar[Self.dtype], *rest: Scalar[Self.dtype]):
        debug_assert["safe"](len(rest) + 2 == Int(Self.length), "a vector takes one value for all lanes, or one for each")
        self = Self()
        self[0] = first
        self[1] = second
        for i in range(len(rest)):
            self[i + 2] = rest[i]

    @always_inline
    def __init__[bits: DType, //](out self, *, from_bits: SIMD[bits, Self.length]):
        self._value = __builtin.bitcast[__builtin.simd[Self.dtype, Self.length]](from_bits._value)

    # Integers are made through `__int__`, floating-point numbers through `__float__` where there is one.
    @always_inline
    def __init__[T: Intable, _rank: Bool = False](out self, value: T) where (
        not Self.dtype.is_floating_point() or not conforms_to(T, Floatable)
    ):
        self = Scalar[Self.dtype](value.__int__())

    @always_inline
    def __init__[T: IntableRaising, _rank: Bool = False, _rank2: Bool = False](out self, value: T) raises where (
        not Self.dtype.is_floating_point() or not conforms_to(T, FloatableRaising)
    ):
        self = Scalar[Self.dtype](value.__int__())

    @always_inline
    def __init__[T: Floatable, _rank: Bool = False, _rank2: Bool = False, _rank3: Bool = False](
        out self, value: T
    ) where Self.dtype.is_floating_point():
        self = Scalar[Self.dtype](value.__float__())

    @always_inline
    def __init__[T: FloatableRaising, _rank: Bool = False, _rank2: Bool = False, _rank3: Bool = False](
        out self, value: T
    ) raises where Self.dtype.is_floating_point():
        self = Scalar[Self.dtype](value.__float__())

    def __init__[P: _PythonValue, //](out self, py: P) raises where Self.length == 1:
        """The number that a Python object stands for."""
        comptime if Self.dtype == DType.bool:
            self = Self(py._to_bool())
        elif Self.dtype.is_floating_point():
            self = Self(py._to_float())
        elif Self.dtype.is_unsigned():
            var value = py._to_uint()
            self = Self(value)
            if UInt64(self[0]) != value:
                raise Error(t"{value} does not fit {Self.dtype}")
        else:
            var value = py._to_int()
            self = Self(value)
            if Int64(self[0]) != value:
                raise Error(t"{value} does not fit {Self.dtype}")

    def __init__(out self, value: String) raises:
        comptime if Self.dtype.is_floating_point():
            self = Scalar[Self.dtype](atof(value))
        else:
            self = Scalar[Self.dtype](atol(value))

    def __init__(out self, value: StringSpan) raises:
        comptime if Self.dtype.is_floating_point():
            self = Scalar[Self.dtype](atof(value))
        else:
            self = Scalar[Self.dtype](atol(value))

    # ---- lanes ----

    @always_inline
    def __len__(self) -> Int:
        return Int(Self.length)

    @always_inline
    def __getitem__(self, index: Int) -> Scalar[Self.dtype]:
        return Scalar[Self.dtype](_prim=__builtin.extract(self._value, index._value))

    @always_inline
    def __setitem__(mut self, index: Int, value: Scalar[Self.dtype]):
        self._value = __builtin.insert(self._value, index._value, value._value)

    def __contains__(self, value: Scalar[Self.dtype]) -> Bool:
        return self.eq(Self(value)).reduce_or()

    # ---- conversion ----

    @always_inline("builtin")
    def __bool__(self) -> Bool:
        return self != Self()

    @always_inline("builtin")
    def __int__(self) -> Int:
        return Int(_prim=__builtin.cast[__builtin.simd[14, 1]](__builtin.extract(self._value, Int(0)._value)))

    @always_inline("builtin")
    def __index__(self) -> Int:
        return self.__int__()

    @always_inline("builtin")
    def __float__(self) -> Float64:
        return Float64(_prim=__builtin.cast[__builtin.simd[23, 1]](__builtin.extract(self._value, Int(0)._value)))

    @always_inline("builtin")
    def cast[target: DType](self) -> SIMD[target, Self.length]:
        return SIMD[target, Self.length](_prim=__builtin.cast[__builtin.simd[target, Self.length]](self._value))

    @always_inline
    def to_bits[bits: DType = _uint_of[Self.dtype]()](self) -> SIMD[bits, Self.length]:
        return SIMD[bits, Self.length](_prim=__builtin.bitcast[__builtin.simd[bits, Self.length]](self._value))

    # ---- arithmetic ----

    @always_inline("builtin")
    def __add__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.add(self._value, rhs._value))

    @always_inline("builtin")
    def __sub__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.sub(self._value, rhs._value))

    @always_inline("builtin")
    def __mul__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.mul(self._value, rhs._value))

    @always_inline("builtin")
    def __truediv__(self, rhs: Self) -> Self:
        comptime if Self.dtype.is_integral() and Self.length == 1:
            if __builtin.unlikely((rhs == Self())._value):
                _division_by_zero(
                    __builtin.location_file(),
                    Int(_prim=__builtin.location_line()),
                    Int(_prim=__builtin.location_col()),
                )
        return Self(_prim=__builtin.div(self._value, rhs._value))

    @always_inline("builtin")
    def __floordiv__(self, rhs: Self) -> Self:
        comptime if Self.dtype.is_integral() and Self.length == 1:
            if __builtin.unlikely((rhs == Self())._value):
                _division_by_zero(
                    __builtin.location_file(),
                    Int(_prim=__builtin.location_line()),
                    Int(_prim=__builtin.location_col()),
                )
        return Self(_prim=__builtin.floordiv(self._value, rhs._value))

    @always_inline("builtin")
    def __mod__(self, rhs: Self) -> Self:
        comptime if Self.dtype.is_integral() and Self.length == 1:
            if __builtin.unlikely((rhs == Self())._value):
                _division_by_zero(
                    __builtin.location_file(),
                    Int(_prim=__builtin.location_line()),
                    Int(_prim=__builtin.location_col()),
                )
        return Self(_prim=__builtin.mod(self._value, rhs._value))

    @always_inline
    def __divmod__(self, rhs: Self) -> Tuple[Self, Self]:
        return (self // rhs, self % rhs)

    @always_inline("builtin")
    def __neg__(self) -> Self:
        return Self(_prim=__builtin.neg(self._value))

    @always_inline("builtin")
    def __pos__(self) -> Self:
        return self

    @always_inline("builtin")
    def __invert__(self) -> Self:
        return Self(_prim=__builtin.not(self._value))

    @always_inline("builtin")
    def __and__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.and(self._value, rhs._value))

    @always_inline("builtin")
    def __or__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.or(self._value, rhs._value))

    @always_inline("builtin")
    def __xor__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.xor(self._value, rhs._value))

    @always_inline("builtin")
    def __lshift__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.shl(self._value, rhs._value))

    @always_inline("builtin")
    def __rshift__(self, rhs: Self) -> Self:
        return Self(_prim=__builtin.shr(self._value, rhs._value))

    def __pow__(self, exp: Self) -> Self:
        comptime if Self.dtype.is_floating_point():
            return Self(_prim=__builtin.math["pow"](self._value, exp._value))
        else:
            var result = Self(1)
            for lane in range(Int(Self.length)):
                var e = exp[lane]
                var base = self[lane]
                var r = Scalar[Self.dtype](1)
                while e > 0:
                    if (e & 1) != 0:
                        r *= base
                    base *= base
                    e >>= 1
                result[lane] = r
            return result

    @always_inline
    def __radd__(self, lhs: Self) -> Self:
        return lhs + self

    @always_inline
    def __rsub__(self, lhs: Self) -> Self:
        return lhs - self

    @always_inline
    def __rmul__(self, lhs: Self) -> Self:
        return lhs * self

    @always_inline
    def __rtruediv__(self, lhs: Self) -> Self:
        return lhs / self

    @always_inline
    def __rfloordiv__(self, lhs: Self) -> Self:
        return lhs // self

    @always_inline
    def __rmod__(self, lhs: Self) -> Self:
        return lhs % self

    @always_inline
    def __rpow__(self, lhs: Self) -> Self:
        return lhs**self

    @always_inline
    def __rand__(self, lhs: Self) -> Self:
        return lhs & self

    @always_inline
    def __ror__(self, lhs: Self) -> Self:
        return lhs | self

    @always_inline
    def __rxor__(self, lhs: Self) -> Self:
        return lhs ^ self

    @always_inline
    def __rlshift__(self, lhs: Self) -> Self:
        return lhs << self

    @always_inline
    def __rrshift__(self, lhs: Self) -> Self:
        return lhs >> self

    @always_inline
    def __iadd__(mut self, rhs: Self):
        self._value = __builtin.add(self._value, rhs._value)

    @always_inline
    def __isub__(mut self, rhs: Self):
        self._value = __builtin.sub(self._value, rhs._value)

    @always_inline
    def __imul__(mut self, rhs: Self):
        self._value = __builtin.mul(self._value, rhs._value)

    @always_inline
    def __itruediv__(mut self, rhs: Self):
        self._value = __builtin.div(self._value, rhs._value)

    @always_inline
    def __ifloordiv__(mut self, rhs: Self):
        self = self // rhs

    @always_inline
    def __imod__(mut self, rhs: Self):
        self = self % rhs

    @always_inline
    def __ipow__(mut self, rhs: Self):
        self = self**rhs

    @always_inline
    def __iand__(mut self, rhs: Self):
        self._value = __builtin.and(self._value, rhs._value)

    @always_inline
    def __ior__(mut self, rhs: Self):
        self._value = __builtin.or(self._value, rhs._value)

    @always_inline
    def __ixor__(mut self, rhs: Self):
        self._value = __builtin.xor(self._value, rhs._value)

    @always_inline
    def __ilshift__(mut self, rhs: Self):
        self._value = __builtin.shl(self._value, rhs._value)

    @always_inline
    def __irshift__(mut self, rhs: Self):
        self._value = __builtin.shr(self._value, rhs._value)

    # ---- comparison: one Bool over all lanes; masks by eq, ne, lt, le, gt, ge ----

    @always_inline("builtin")
    def __eq__(self, rhs: Self) -> Bool:
        comptime if Self.length == 1:
            return Bool(_lane=__builtin.bitcast[__builtin.simd[1, 1]](__builtin.eq(self._value, rhs._value)))
        else:
            return Bool(_lane=__builtin.reduce_and(__builtin.eq(self._value, rhs._value)))

    @always_inline("builtin")
    def __ne__(self, rhs: Self) -> Bool:
        comptime if Self.length == 1:
            return Bool(_lane=__builtin.bitcast[__builtin.simd[1, 1]](__builtin.ne(self._value, rhs._value)))
        else:
            return Bool(_lane=__builtin.reduce_or(__builtin.ne(self._value, rhs._value)))

    @always_inline("builtin")
    def __lt__(
        self, rhs: Self
    ) -> Bool where (Self.length == 1, "`<` compares scalars; use `.lt()` for a mask of the lanes"):
        return Bool(_lane=__builtin.bitcast[__builtin.simd[1, 1]](__builtin.lt(self._value, rhs._value)))

    @always_inline("builtin")
    def __le__(
        self, rhs: Self
    ) -> Bool where (Self.length == 1, "`<=` compares scalars; use `.le()` for a mask of the lanes"):
        return Bool(_lane=__builtin.bitcast[__builtin.simd[1, 1]](__builtin.le(self._value, rhs._value)))

    @always_inline("builtin")
    def __gt__(
        self, rhs: Self
    ) -> Bool where (Self.length == 1, "`>` compares scalars; use `.gt()` for a mask of the lanes"):
        return Bool(_lane=__builtin.bitcast[__builtin.simd[1, 1]](__builtin.gt(self._value, rhs._value)))

    @always_inline("builtin")
    def __ge__(
        self, rhs: Self
    ) -> Bool where (Self.length == 1, "`>=` compares scalars; use `.ge()` for a mask of the lanes"):
        return Bool(_lane=__builtin.bitcast[__builtin.simd[1, 1]](__builtin.ge(self._value, rhs._value)))

    @always_inline
    def eq(self, rhs: Self) -> SIMD[DType.bool, Self.length]:
        return SIMD[DType.bool, Self.length](_prim=__builtin.eq(self._value, rhs._value))

    @always_inline
    def ne(self, rhs: Self) -> SIMD[DType.bool, Self.length]:
        return SIMD[DType.bool, Self.length](_prim=__builtin.ne(self._value, rhs._value))

    @always_inline
    def lt(self, rhs: Self) -> SIMD[DType.bool, Self.length]:
        return SIMD[DType.bool, Self.length](_prim=__builtin.lt(self._value, rhs._value))

    @always_inline
    def le(self, rhs: Self) -> SIMD[DType.bool, Self.length]:
        return SIMD[DType.bool, Self.length](_prim=__builtin.le(self._value, rhs._value))

    @always_inline
    def gt(self, rhs: Self) -> SIMD[DType.bool, Self.length]:
        return SIMD[DType.bool, Self.length](_prim=__builtin.gt(self._value, rhs._value))

    @always_inline
    def ge(self, rhs: Self) -> SIMD[DType.bool, Self.length]:
        return SIMD[DType.bool, Self.length](_prim=__builtin.ge(self._value, rhs._value))

    @always_inline
    def select[
        other: DType, //
    ](self, true_case: SIMD[other, Self.length], false_case: SIMD[other, Self.length]) -> SIMD[other, Self.length]:
        """Chooses by lane; the receiver is a mask of `DType.bool`."""
        comptime assert Self.dtype == DType.bool, "`select` needs a mask"
        return SIMD[other, Self.length](
            _prim=__builtin.select(
                __builtin.bitcast[__builtin.simd[1, Self.length]](self._value), true_case._value, false_case._value
            )
        )

    # ---- functions ----

    @always_inline
    def __abs__(self) -> Self:
        comptime if Self.dtype.is_floating_point():
            return Self(_prim=__builtin.math["fabs"](self._value))
        elif Self.dtype.is_signed():
            return Self(_prim=__builtin.max(self._value, __builtin.neg(self._value)))
        else:
            return self

    @always_inline
    def __round__(self) -> Self:
        comptime if Self.dtype.is_floating_point():
            return Self(_prim=__builtin.math["roundeven"](self._value))
        else:
            return self

    def __round__(self, ndigits: Int) -> Self:
        comptime if Self.dtype.is_floating_point():
            var scale = Self(Scalar[Self.dtype](10) ** Scalar[Self.dtype](ndigits))
            return (self * scale).__round__() / scale
        else:
            return self

    @always_inline
    def __floor__(self) -> Self:
        comptime if Self.dtype.is_floating_point():
            return Self(_prim=__builtin.math["floor"](self._value))
        else:
            return self

    @always_inline
    def __ceil__(self) -> Self:
        comptime if Self.dtype.is_floating_point():
            return Self(_prim=__builtin.math["ceil"](self._value))
        else:
            return self

    @always_inline
    def __trunc__(self) -> Self:
        comptime if Self.dtype.is_floating_point():
            return Self(_prim=__builtin.math["trunc"](self._value))
        else:
            return self

    @always_inline
    def fma(self, multiplier: Self, accumulator: Self) -> Self:
        return Self(_prim=__builtin.fma(self._value, multiplier._value, accumulator._value))

    @always_inline
    def clamp(self, lower_bound: Self, upper_bound: Self) -> Self:
        return Self(_prim=__builtin.max(__builtin.min(self._value, upper_bound._value), lower_bound._value))

    # ---- lanes in another order ----

    @always_inline
    def shuffle[*mask: Int](self) -> Self:
        """The lanes with these numbers."""
        return Self(_prim=__builtin.shuffle[Self._Prim, mask](self._value, self._value))

    @always_inline
    def shuffle[*mask: Int](self, other: Self) -> Self:
        """The lanes with these numbers; those of `other` are counted on."""
        return Self(_prim=__builtin.shuffle[Self._Prim, mask](self._value, other._value))

    @always_inline
    def _lanes[count: SIMDLength](self, first: Int, step: Int) -> SIMD[Self.dtype, count]:
        var result = SIMD[Self.dtype, count]()
        for i in range(Int(count)):
            result[i] = self[(first + i * step) % Int(Self.length)]
        return result

    @always_inline
    def reversed(self) -> Self:
        return self._lanes[Self.length](Int(Self.length) - 1, Int(Self.length) - 1)

    @always_inline
    def rotate_left[shift: Int](self) -> Self:
        """Moves lanes to lower numbers; those that leave come back at the other end."""
        return self._lanes[Self.length](shift % Int(Self.length), 1)

    @always_inline
    def rotate_right[shift: Int](self) -> Self:
        return self._lanes[Self.length](-shift % Int(Self.length), 1)

    @always_inline
    def shift_left[shift: Int](self) -> Self:
        """Moves lanes to lower numbers; zeros come in."""
        var result = Self()
        for i in range(Int(Self.length) - shift):
            result[i] = self[i + shift]
        return result

    @always_inline
    def shift_right[shift: Int](self) -> Self:
        var result = Self()
        for i in range(shift, Int(Self.length)):
            result[i] = self[i - shift]
        return result

    @always_inline
    def slice[output_width: SIMDLength, /, *, offset: Int = 0](self) -> SIMD[Self.dtype, output_width]:
        """The lanes from `offset` on."""
        return self._lanes[output_width](offset, 1)

    @always_inline
    def insert[n: SIMDLength, //, *, offset: Int = 0](self, value: SIMD[Self.dtype, n]) -> Self:
        """Puts lanes in place of those from `offset` on."""
        var result = self
        for i in range(Int(n)):
            result[offset + i] = value[i]
        return result

    @always_inline
    def join(self, other: Self) -> SIMD[Self.dtype, 2 * Self.length]:
        """These lanes, then the others."""
        var result = SIMD[Self.dtype, 2 * Self.length]()
        for i in range(Int(Self.length)):
            result[i] = self[i]
            result[Int(Self.length) + i] = other[i]
        return result

    @always_inline
    def interleave(self, other: Self) -> SIMD[Self.dtype, 2 * Self.length]:
        """One of these, one of the others, in turn."""
        var result = SIMD[Self.dtype, 2 * Self.length]()
        for i in range(Int(Self.length)):
            result[2 * i] = self[i]
            result[2 * i + 1] = other[i]
        return result

    @always_inline
    def split(self) -> Tuple[SIMD[Self.dtype, Self.length // 2], SIMD[Self.dtype, Self.length // 2]]:
        """The lower and the upper half."""
        return (
            self._lanes[Self.length // 2](0, 1),
            self._lanes[Self.length // 2](Int(Self.length) // 2, 1),
        )

    @always_inline
    def deinterleave(self) -> Tuple[SIMD[Self.dtype, Self.length // 2], SIMD[Self.dtype, Self.length // 2]]:
        """The lanes of even and of odd number."""
        return (self._lanes[Self.length // 2](0, 2), self._lanes[Self.length // 2](1, 2))

    def reduce_bit_count(self) -> Int:
        """How many bits are set in all lanes together."""
        from std.bit import pop_count

        var n = 0
        for i in range(Int(Self.length)):
            n += Int(pop_count(self[i]))
        return n

    def is_power_of_two(self) -> Self._Mask:
        """Which lanes are powers of two."""
        return (self & (self - 1)).eq(0) & self.gt(0)

    @always_inline
    def reduce_add(self) -> Scalar[Self.dtype]:
        return Scalar[Self.dtype](_prim=__builtin.reduce_add(self._value))

    @always_inline
    def reduce_mul(self) -> Scalar[Self.dtype]:
        return Scalar[Self.dtype](_prim=__builtin.reduce_mul(self._value))

    @always_inline
    def reduce_min(self) -> Scalar[Self.dtype]:
        return Scalar[Self.dtype](_prim=__builtin.reduce_min(self._value))

    @always_inline
    def reduce_max(self) -> Scalar[Self.dtype]:
        return Scalar[Self.dtype](_prim=__builtin.reduce_max(self._value))

    @always_inline
    def reduce_and(self) -> Bool where Self.dtype == DType.bool:
        return Bool(_lane=__builtin.reduce_and(__builtin.bitcast[__builtin.simd[1, Self.length]](self._value)))

    @always_inline
    def reduce_and(self) -> Scalar[Self.dtype] where Self.dtype.is_integral():
        return Scalar[Self.dtype](_prim=__builtin.reduce_and(self._value))

    @always_inline
    def reduce_or(self) -> Bool where Self.dtype == DType.bool:
        return Bool(_lane=__builtin.reduce_or(__builtin.bitcast[__builtin.simd[1, Self.length]](self._value)))

    @always_inline
    def reduce_or(self) -> Scalar[Self.dtype] where Self.dtype.is_integral():
        return Scalar[Self.dtype](_prim=__builtin.reduce_or(self._value))

    # ---- text, hash ----

    def __format__(self, spec: StringSpan) raises -> String:
        comptime if Self.length == 1 and Self.dtype.is_floating_point():
            return _format_float(self[0], spec)
        elif Self.length == 1 and Self.dtype != DType.bool:
            return _format_int(self[0], spec)
        else:
            return _format_text(String(self), spec)

    def write_to(self, mut writer: Some[Writer]):
        comptime if Self.length == 1:
            self[0]._write_lane(writer)
        else:
            writer.write_string("[")
            for i in range(Int(Self.length)):
                if i > 0:
                    writer.write_string(", ")
                self[i]._write_lane(writer)
            writer.write_string("]")

    def _write_lane(self, mut writer: Some[Writer]):
        comptime if Self.dtype == DType.bool:
            if self.__int__() != 0:
                writer.write_string("True")
            else:
                writer.write_string("False")
        elif Self.dtype.is_floating_point():
            _write_float[Self.dtype](self[0], writer)
        elif Self.dtype.is_unsigned():
            _write_uint[Self.dtype](self[0], writer)
        else:
            _write_int[Self.dtype](self[0], writer)

    def write_repr_to(self, mut writer: Some[Writer]):
        comptime if Self.length == 1 and Self.dtype != DType.bool:
            writer.write_string(_scalar_name[Self.dtype]())
            writer.write_string("(")
            self.write_to(writer)
            writer.write_string(")")
        else:
            writer.write_string("SIMD[DType.")
            writer.write_string(Self.dtype._name())
            writer.write_string(", ")
            Int(Self.length).write_to(writer)
            writer.write_string("](")
            for i in range(Int(Self.length)):
                if i > 0:
                    writer.write_string(", ")
                self[i]._write_lane(writer)
            writer.write_string(")")

    def __hash__(self, mut hasher: Some[Hasher]):
        hasher._update_with_simd(self)


@no_inline
def _division_by_zero(file: __builtin.ptr[UInt8], line: Int, column: Int) -> Never:
    from std.builtin.assertions import _assert_failed

    _assert_failed("integer division or modulo by zero", file, line, column)


comptime Scalar[dtype: DType] = SIMD[dtype, 1]
comptime Int = SIMD[DType.int, 1]
comptime UInt = SIMD[DType.uint, 1]
comptime Int8 = SIMD[DType.int8, 1]
comptime Int16 = SIMD[DType.int16, 1]
comptime Int32 = SIMD[DType.int32, 1]
comptime Int64 = SIMD[DType.int64, 1]
comptime Int128 = SIMD[DType.int128, 1]
comptime Int256 = SIMD[DType.int256, 1]
comptime UInt8 = SIMD[DType.uint8, 1]
comptime UInt16 = SIMD[DType.uint16, 1]
comptime UInt32 = SIMD[DType.uint32, 1]
comptime UInt64 = SIMD[DType.uint64, 1]
comptime UInt128 = SIMD[DType.uint128, 1]
comptime UInt256 = SIMD[DType.uint256, 1]
comptime Byte = UInt8
comptime Float16 = SIMD[DType.float16, 1]
comptime BFloat16 = SIMD[DType.bfloat16, 1]
comptime Float32 = SIMD[DType.float32, 1]
comptime Float64 = SIMD[DType.float64, 1]
comptime Float8_e4m3fn = SIMD[DType.float8_e4m3fn, 1]
comptime Float8_e4m3fnuz = SIMD[DType.float8_e4m3fnuz, 1]
comptime Float8_e5m2 = SIMD[DType.float8_e5m2, 1]
comptime Float8_e5m2fnuz = SIMD[DType.float8_e5m2fnuz, 1]
comptime Float8_e8m0fnu = SIMD[DType.float8_e8m0fnu, 1]
comptime Float4_e2m1fn = SIMD[DType.float4_e2m1fn, 1]


def _bit_width[dtype: DType]() -> Int:
    comptime if dtype == DType.bool:
        return 1
    else:
        return Int(__builtin.size_of[__builtin.simd[dtype, 1]]) * 8


def _uint_of[dtype: DType]() -> DType:
    """The unsigned integer type of the same width."""
    comptime if _bit_width[dtype]() == 8 or dtype == DType.bool:
        return DType.uint8
    elif _bit_width[dtype]() == 16:
        return DType.uint16
    elif _bit_width[dtype]() == 32:
        return DType.uint32
    elif _bit_width[dtype]() == 64:
        return DType.uint64
    elif _bit_width[dtype]() == 128:
        return DType.uint128
    else:
        return DType.uint256


def _max_finite[dtype: DType]() -> Scalar[dtype]:
    comptime if dtype == DType.bool:
        return Scalar[dtype](1)
    elif dtype == DType.float64:
        return Scalar[dtype](from_bits=UInt64(0x7FEFFFFFFFFFFFFF))
    elif dtype == DType.float32:
        return Scalar[dtype](from_bits=UInt32(0x7F7FFFFF))
    elif dtype == DType.float16:
        return Scalar[dtype](from_bits=UInt16(0x7BFF))
    elif dtype == DType.bfloat16:
        return Scalar[dtype](from_bits=UInt16(0x7F7F))
    elif dtype.is_unsigned():
        return ~Scalar[dtype](0)
    else:
        return ~(Scalar[dtype](1) << Scalar[dtype](_bit_width[dtype]() - 1))


def _min_finite[dtype: DType]() -> Scalar[dtype]:
    comptime if dtype.is_floating_point():
        return -_max_finite[dtype]()
    elif dtype.is_unsigned() or dtype == DType.bool:
        return Scalar[dtype](0)
    else:
        return Scalar[dtype](1) << Scalar[dtype](_bit_width[dtype]() - 1)


def _max_value[dtype: DType]() -> Scalar[dtype]:
    comptime if dtype.is_floating_point():
        return Scalar[dtype](1) / Scalar[dtype](0)
    else:
        return _max_finite[dtype]()


def _min_value[dtype: DType]() -> Scalar[dtype]:
    comptime if dtype.is_floating_point():
        return -(Scalar[dtype](1) / Scalar[dtype](0))
    else:
        return _min_finite[dtype]()


def _scalar_name[dtype: DType]() -> StaticString:
    comptime if dtype == DType.int:
        return "Int"
    elif dtype == DType.uint:
        return "UInt"
    elif dtype == DType.int8:
        return "Int8"
    elif dtype == DType.int16:
        return "Int16"
    elif dtype == DType.int32:
        return "Int32"
    elif dtype == DType.int64:
        return "Int64"
    elif dtype == DType.int128:
        return "Int128"
    elif dtype == DType.int256:
        return "Int256"
    elif dtype == DType.uint8:
        return "UInt8"
    elif dtype == DType.uint16:
        return "UInt16"
    elif dtype == DType.uint32:
        return "UInt32"
    elif dtype == DType.uint64:
        return "UInt64"
    elif dtype == DType.uint128:
        return "UInt128"
    elif dtype == DType.uint256:
        return "UInt256"
    elif dtype == DType.float16:
        return "Float16"
    elif dtype == DType.bfloat16:
        return "BFloat16"
    elif dtype == DType.float32:
        return "Float32"
    elif dtype == DType.float64:
        return "Float64"
    else:
        return "Scalar"
