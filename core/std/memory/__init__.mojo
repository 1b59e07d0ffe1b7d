# SPDX-License-Identifier: Apache-2.0
"""Pointers, allocation, raw memory."""

from std.memory.pointer import (
    Pointer, MutPointer, ImmPointer, OpaquePointer, MutOpaquePointer, ImmOpaquePointer, OptionalPointer,
    UnsafePointer, alloc,
)
from std.collections.span import Span, ImmSpan, MutSpan
from std.memory.raw import (
    memcpy, memmove, memset, memset_zero, memcmp, unsafe_memcpy, unsafe_memset, unsafe_memset_zero, unsafe_memcmp,
    forget_deinit, bitcast, stack_allocation, initialize_pointee_move, initialize_pointee_copy, move_from_pointee,
    move_pointee, destroy_pointee,
)
from std.memory.owned_pointer import OwnedPointer
from std.memory.arc import ArcPointer
from std.memory.maybe_uninit import MaybeUninit
from std.builtin.origins import AddressSpace
