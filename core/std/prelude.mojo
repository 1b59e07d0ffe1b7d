# SPDX-License-Identifier: Apache-2.0
"""Names every program sees without an import: the public names of this module."""

from std.builtin.anytype import (
    AnyType, Deinitable, Movable, Copyable, ImplicitlyCopyable, RegisterPassable, TrivialRegisterPassable,
)
from std.builtin.traits import (
    Absable, Boolable, Comparable, Defaultable, Equatable, Floatable, FloatableRaising, Identifiable, Indexer,
    Intable, IntableRaising, Iterable, IterableOwned, Iterator, Powable, ReversibleRange, Roundable, Sized,
    SizedRaising,
)
from std.builtin.literals import FloatLiteral, IntLiteral, StringLiteral, NoneType, Never
from std.builtin.dtype import DType
from std.builtin.traits import _PythonValue  # of objects of Python
from std.builtin.bool import Bool, all, any
from std.builtin.simd import (
    SIMD, SIMDLength, Scalar, Int, UInt, Int8, Int16, Int32, Int64, Int128, Int256, UInt8, UInt16, UInt32, UInt64,
    UInt128, UInt256, Byte, Float16, BFloat16, Float32, Float64, Float8_e4m3fn, Float8_e4m3fnuz, Float8_e5m2, Float8_e5m2fnuz, Float8_e8m0fnu,
    Float4_e2m1fn,
)
from std.builtin.error import Error, StopIteration
from std.builtin.range import range
from std.builtin.len import len, index
from std.builtin.arith import abs, divmod, max, min, pow, round
from std.builtin.swap import swap
from std.builtin.format import Writable, Writer, repr
from std.builtin.io import input, print
from std.builtin.variadics import VariadicList, VariadicPack
from std.builtin.type_list import ParameterList, TypeList
from std.builtin.origins import (
    Origin, ImmOrigin, MutOrigin, ImmStaticOrigin, MutUntrackedOrigin, ImmUntrackedOrigin,
    MutUnsafeAnyOrigin, ImmUnsafeAnyOrigin, MutAnyOrigin, ImmutAnyOrigin, AddressSpace,
)
from std.builtin.assertions import breakpoint, debug_assert, _assert_statement_failed, _assert_statements
from std.builtin.format_spec import _formatted, _formatted_or_abort
from std.builtin.error import _raised_from
from std.builtin.unpack import _unpack_check, _unpack_check_or_abort, _unpack_rest
from std.builtin.constant import global_constant
from std.memory.pointer import (
    Pointer, MutPointer, ImmPointer, OpaquePointer, MutOpaquePointer, ImmOpaquePointer, OptionalPointer,
    UnsafePointer, alloc,
)
from std.collections.span import Span, ImmSpan, MutSpan
from std.collections.string import String
from std.collections.string_span import (
    StringSpan, ImmStringSpan, MutStringSpan, StaticString,
)
from std.collections.codepoint import Codepoint, ascii, chr, ord
from std.collections.list import List
from std.collections.array import Array
from std.collections.tuple import Tuple
from std.collections.optional import Optional
from std.collections.dict import Dict, KeyElement
from std.collections.string_dict import StringDict as _StringDict  # of `**` arguments
from std.builtin.hash import Hashable, Hasher, hash
from std.collections._parse import atof, atol
from std.collections.span import Slice, slice
from std.collections.tstring import TString
from std.builtin.digits import bin, hex, oct
from std.builtin.sort import partition, sort, sorted
from std.reflection import reflect
from std.io.file import FileHandle, open
from std.io.file_descriptor import FileDescriptor
from std.iter import enumerate, iter, map, next, reversed, sum, zip
from std.builtin.legacy import (
    AnyLifetime, AnyRegType, AnyTrivialRegType, Char, CollectionElement, CollectionElementNew,
    ComparableCollectionElement, DynamicVector, EqualityComparable, EqualityComparableCollectionElement,
    ExplicitlyCopyable, F16, F32, F64, Formattable, Formatter, ImmStringSlice, ImmUnsafePointer, ImmutExternalOrigin,
    ImmutOpaquePointer, ImmutOrigin, ImmutPointer, ImmutSpan, ImmutUnsafeAnyOrigin, ImmutUnsafePointer,
    ImmutUntrackedOrigin, ImmutableLifetime, ImmutableOrigin, ImplicitlyBoolable, ImplicitlyDeletable,
    ImplicitlyDestructible, ImplicitlyIntable, InlineArray, Lifetime, MutExternalOrigin, MutStringSlice,
    MutUnsafePointer, MutableLifetime, MutableOrigin, OptionalUnsafePointer, Representable,
    RepresentableCollectionElement, SI16, SI32, SI64, SI8, SIMDSize, StaticConstantOrigin, StringRef,
    StringSlice, Stringable, StringableRaising, UI16, UI32, UI64, UI8, VariadicListMem, VariadicListRef,
    _WritesFormat, _WritesRepr, _WritesStr, assert_param, bool, constrained, float, int,
    print_no_newline, str,
)
