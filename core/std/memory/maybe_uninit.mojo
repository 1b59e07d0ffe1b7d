# SPDX-License-Identifier: Apache-2.0
"""Storage that may hold no value."""


struct MaybeUninit[T: AnyType](Defaultable):
    """Room for a value; whether it is there is the programmer's business."""

    var _storage: __builtin.union[Self.T]

    @always_inline
    def __init__(out self):
        self._storage = __builtin.uninit[__builtin.union[Self.T]]()

    @always_inline
    def init_from(mut self, var value: Self.T):
        __builtin.write(__builtin.union_ref[Self.T](self._storage), value^)

    @always_inline
    def unsafe_assume_init_ref(ref self) -> ref[self] Self.T:
        return __builtin.union_ref[Self.T](self._storage)

    @always_inline
    def unsafe_assume_init_take(mut self) -> Self.T:
        return __builtin.take(__builtin.union_ref[Self.T](self._storage))

    @always_inline
    def unsafe_assume_init_destroy(mut self):
        __builtin.destroy(__builtin.union_ref[Self.T](self._storage))

    @deprecated(use=init_from)
    @always_inline
    def write(mut self, var value: Self.T):
        self.init_from(value^)

    @deprecated(use=unsafe_assume_init_ref)
    @always_inline
    def assume_initialized(ref self) -> ref[self] Self.T:
        return __builtin.union_ref[Self.T](self._storage)

    @deprecated(use=unsafe_assume_init_destroy)
    @always_inline
    def assume_initialized_destroy(mut self):
        self.unsafe_assume_init_destroy()
