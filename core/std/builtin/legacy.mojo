# SPDX-License-Identifier: Apache-2.0
"""Names that programs used before they were renamed: each is deprecated in favour of its successor."""

# ---- traits ----


trait Stringable:
    """A type with `__str__`: the text form before `Writable`."""

    def __str__(self) -> String:
        ...


trait StringableRaising:
    """A type whose `__str__` may raise."""

    def __str__(self) raises -> String:
        ...


trait Representable:
    """A type with `__repr__`."""

    def __repr__(self) -> String:
        ...


@deprecated(use=Copyable)
comptime CollectionElement = Copyable & Deinitable
@deprecated(use=Copyable)
comptime CollectionElementNew = Copyable & Deinitable
@deprecated(use=Copyable)
comptime ExplicitlyCopyable = Copyable
@deprecated(use=Equatable)
comptime EqualityComparable = Equatable
@deprecated("write `Equatable & Copyable`")
comptime EqualityComparableCollectionElement = Equatable & Copyable & Deinitable
@deprecated("write `Comparable & Copyable`")
comptime ComparableCollectionElement = Comparable & Copyable & Deinitable
@deprecated("write `Writable & Copyable`")
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


@deprecated(use=String)
def str[T: Stringable](value: T) -> String where not conforms_to(T, Writable):
    return value.__str__()


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


@deprecated("write `comptime assert condition, \"message\"`")
@always_inline
def constrained[condition: Bool, message: StaticString = "a constraint does not hold"]():
    comptime assert condition, message


@deprecated("write `print(value, end=\"\")`")
def print_no_newline[*Ts: Writable](*values: *Ts):
    comptime for i in range(values.__len__()):
        print(values[i], end="")
