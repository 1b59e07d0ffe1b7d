# SPDX-License-Identifier: Apache-2.0
"""Names that programs used before they were renamed: each is deprecated in favour of its successor. Imports of names
that a library module does not have any more are looked up in the prelude, then here."""

from std.collections.string_dict import StringDict
from std.memory.arc import ArcPointer
from std.memory.maybe_uninit import MaybeUninit
from std.utils.static_tuple import IndexList
from std.atomic import Atomic

# ---- traits ----


@deprecated(use=Writable)
comptime Stringable = Writable
@deprecated(use=Writable)
comptime StringableRaising = Writable
@deprecated(use=Writable)
comptime Representable = Writable
@deprecated(use=Writable)
comptime Formattable = Writable
@deprecated(use=Boolable)
comptime ImplicitlyBoolable = Boolable
@deprecated(use=Intable)
comptime ImplicitlyIntable = Intable


trait _WritesStr(Writable):
    """What the checker adds to structs that define `__str__` and no `write_to`."""

    def __str__(self) -> String:
        ...

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(self.__str__())


trait _WritesRepr(Writable):
    """What the checker adds to structs that define `__repr__` and no `write_repr_to`."""

    def __repr__(self) -> String:
        ...

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string(self.__repr__())


trait _WritesFormat(Writable):
    """What the checker adds to structs that define `format_to` and no `write_to`."""

    def format_to(self, mut f: Formatter):
        ...

    def write_to(self, mut writer: Some[Writer]):
        var f = Formatter()
        self.format_to(f)
        writer.write_string(f.text)


@deprecated(use=Some[Writer])
struct Formatter(Writer):
    """What `format_to` wrote to."""

    var text: String

    def __init__(out self):
        self.text = String()

    def write_string(mut self, string: StringSpan):
        self.text.write_string(string)


@deprecated(use=Copyable & Deinitable)
comptime CollectionElement = Copyable & Deinitable
@deprecated(use=Copyable & Deinitable)
comptime CollectionElementNew = Copyable & Deinitable
@deprecated(use=Copyable)
comptime ExplicitlyCopyable = Copyable
@deprecated(use=Equatable)
comptime EqualityComparable = Equatable
@deprecated(use=Equatable & Copyable & Deinitable)
comptime EqualityComparableCollectionElement = Equatable & Copyable & Deinitable
@deprecated(use=Comparable & Copyable & Deinitable)
comptime ComparableCollectionElement = Comparable & Copyable & Deinitable
@deprecated(use=Writable & Copyable & Deinitable)
comptime RepresentableCollectionElement = Writable & Copyable & Deinitable
@deprecated(use=Deinitable)
comptime ImplicitlyDestructible = Deinitable
@deprecated(use=Deinitable)
comptime ImplicitlyDeletable = Deinitable
@deprecated(use=TrivialRegisterPassable)
comptime AnyTrivialRegType = TrivialRegisterPassable
@deprecated(use=TrivialRegisterPassable)
comptime AnyRegType = TrivialRegisterPassable

# ---- types ----

@deprecated(use=StaticString)
comptime StringRef = StaticString
@deprecated(use=StringSpan)
comptime StringSlice = StringSpan
@deprecated(use=ImmStringSpan)
comptime ImmStringSlice = ImmStringSpan
@deprecated(use=MutStringSpan)
comptime MutStringSlice = MutStringSpan
@deprecated(use=Array)
comptime InlineArray = Array
@deprecated(use=Codepoint)
comptime Char = Codepoint
@deprecated(use=SIMDLength)
comptime SIMDSize = SIMDLength
@deprecated(use=List)
comptime DynamicVector = List
@deprecated("write `List[T]`")
comptime InlinedFixedVector[T: Movable, size: Int = 0] = List[T]
@deprecated(use=List)
comptime UnsafeFixedVector[T: Movable] = List[T]
@deprecated("write `List[T]`")
comptime InlineList[T: Movable, capacity: Int = 16] = List[T]
@deprecated(use=String)
comptime InlinedString = String
@deprecated(use=VariadicList)
comptime VariadicListMem = VariadicList
@deprecated(use=VariadicList)
comptime VariadicListRef = VariadicList
@deprecated(use=StringDict)
comptime OwnedKwargsDict = StringDict
@deprecated(use=ArcPointer)
comptime Arc = ArcPointer
@deprecated(use=IndexList)
comptime StaticIntTuple = IndexList
@deprecated(use=MaybeUninit)
comptime UnsafeMaybeUninitialized = MaybeUninit
@deprecated(use=MaybeUninit)
comptime UnsafeMaybeUninit = MaybeUninit
@deprecated("write `Pointer[Scalar[dtype], origin]`; `MutUntrackedOrigin` is usual for memory of one's own")
comptime DTypePointer[dtype: DType, origin: MutOrigin = MutUntrackedOrigin] = Pointer[Scalar[dtype], origin]
@deprecated("write `Pointer[T, origin]`; `MutUntrackedOrigin` is usual for memory of one's own")
comptime AnyPointer[T: AnyType, origin: MutOrigin = MutUntrackedOrigin] = Pointer[T, origin]
@deprecated("write `Pointer[T, origin]`; `MutUntrackedOrigin` is usual for memory of one's own")
comptime LegacyPointer[T: AnyType, origin: MutOrigin = MutUntrackedOrigin] = Pointer[T, origin]
@deprecated(use=Float16)
comptime F16 = Float16
@deprecated(use=Float32)
comptime F32 = Float32
@deprecated(use=Float64)
comptime F64 = Float64
@deprecated(use=Int8)
comptime SI8 = Int8
@deprecated(use=Int16)
comptime SI16 = Int16
@deprecated(use=Int32)
comptime SI32 = Int32
@deprecated(use=Int64)
comptime SI64 = Int64
@deprecated(use=UInt8)
comptime UI8 = UInt8
@deprecated(use=UInt16)
comptime UI16 = UInt16
@deprecated(use=UInt32)
comptime UI32 = UInt32
@deprecated(use=UInt64)
comptime UI64 = UInt64
@deprecated("write `Then if If else Else`")
comptime ConditionalType[*, If: Bool, Then: AnyType, Else: AnyType] = Then if If else Else
@deprecated(use=MutPointer)
comptime MutUnsafePointer = MutPointer
@deprecated(use=ImmPointer)
comptime ImmUnsafePointer = ImmPointer
@deprecated(use=ImmPointer)
comptime ImmutUnsafePointer = ImmPointer
@deprecated(use=ImmPointer)
comptime ImmutPointer = ImmPointer
@deprecated(use=ImmOpaquePointer)
comptime ImmutOpaquePointer = ImmOpaquePointer
@deprecated(use=OptionalPointer)
comptime OptionalUnsafePointer = OptionalPointer
@deprecated(use=ImmSpan)
comptime ImmutSpan = ImmSpan

# ---- origins ----

@deprecated(use=ImmOrigin)
comptime ImmutableOrigin = ImmOrigin
@deprecated(use=ImmOrigin)
comptime ImmutOrigin = ImmOrigin
@deprecated(use=MutOrigin)
comptime MutableOrigin = MutOrigin
@deprecated(use=Origin)
comptime AnyLifetime = Origin
@deprecated(use=Origin)
comptime Lifetime = Origin
@deprecated(use=ImmOrigin)
comptime ImmutableLifetime = ImmOrigin
@deprecated(use=MutOrigin)
comptime MutableLifetime = MutOrigin
@deprecated(use=ImmUnsafeAnyOrigin)
comptime ImmutUnsafeAnyOrigin = ImmUnsafeAnyOrigin
@deprecated(use=ImmUntrackedOrigin)
comptime ImmutUntrackedOrigin = ImmUntrackedOrigin
@deprecated(use=ImmUntrackedOrigin)
comptime ImmutExternalOrigin = ImmUntrackedOrigin
@deprecated(use=ImmStaticOrigin)
comptime StaticConstantOrigin = ImmStaticOrigin
@deprecated(use=MutUntrackedOrigin)
comptime MutExternalOrigin = MutUntrackedOrigin

# ---- functions ----


@deprecated(use=String)
@always_inline
def str[T: Writable](value: T) -> String:
    return String(value)


@deprecated(use=Int)
@always_inline
def int[T: Intable](value: T) -> Int:
    return value.__int__()


@deprecated(use=Int)
def int[T: IntableRaising](value: T) raises -> Int where not conforms_to(T, Intable):
    return value.__int__()


@deprecated(use=Float64)
@always_inline
def float[T: Floatable](value: T) -> Float64:
    return value.__float__()


@deprecated(use=Float64)
def float[T: FloatableRaising](value: T) raises -> Float64 where not conforms_to(T, Floatable):
    return value.__float__()


@deprecated(use=Bool)
@always_inline
def bool[T: Boolable](value: T) -> Bool:
    return value.__bool__()


@deprecated("write `comptime assert condition, message`", rewrite="comptime assert {condition}, {message}")
@always_inline
def constrained[condition: Bool, message: StaticString]():
    comptime assert condition, message


@deprecated("write `comptime assert condition`", rewrite="comptime assert {condition}")
@always_inline
def constrained[condition: Bool]():
    comptime assert condition, "a constraint does not hold"


@deprecated("write `comptime assert condition, message`", rewrite="comptime assert {condition}, {message}")
@always_inline
def assert_param[condition: Bool, message: StaticString]():
    comptime assert condition, message


@deprecated("write `comptime assert condition`", rewrite="comptime assert {condition}")
@always_inline
def assert_param[condition: Bool]():
    comptime assert condition, "a constraint does not hold"


@deprecated("write `A == B`", rewrite="{A} == {B}")
@always_inline("builtin")
def _type_is_eq[A: AnyType, B: AnyType]() -> Bool:
    return A == B


@deprecated("write `print(value, end=\"\")`", rewrite="print({values}, sep=\"\", end=\"\")")
def print_no_newline[*Ts: Writable](*values: *Ts):
    comptime for i in range(values.__len__()):
        print(values[i], end="")
