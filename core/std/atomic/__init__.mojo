# SPDX-License-Identifier: Apache-2.0
"""Numbers that threads share."""


@fieldwise_init
struct Ordering(Equatable, TrivialRegisterPassable):
    """How an atomic operation orders the memory around it."""

    var _code: Int

    comptime RELAXED = Self(0)
    @deprecated(use=RELAXED)
    comptime MONOTONIC = Self(0)
    comptime ACQUIRE = Self(1)
    comptime RELEASE = Self(2)
    comptime ACQUIRE_RELEASE = Self(3)
    comptime SEQUENTIAL = Self(4)


struct Atomic[T: TrivialRegisterPassable](Deinitable, Movable where False):
    """A number with indivisible operations; `Atomic[Int64](0)`. Every operation is sequentially consistent."""

    var _value: Self.T

    def __init__(out self, value: Self.T):
        self._value = value

    @always_inline
    def load(self) -> Self.T:
        return __builtin.atomic_load["seq_cst"](__builtin.addr_of(self._value))

    @always_inline
    def store(mut self, value: Self.T):
        __builtin.atomic_store["seq_cst"](__builtin.addr_of(self._value), value)

    @always_inline
    def fetch_add(mut self, value: Self.T) -> Self.T:
        """Adds; gives the old value."""
        return __builtin.atomic_rmw["seq_cst", "add"](__builtin.addr_of(self._value), value)

    @always_inline
    def fetch_sub(mut self, value: Self.T) -> Self.T:
        return __builtin.atomic_rmw["seq_cst", "sub"](__builtin.addr_of(self._value), value)

    @always_inline
    def max(mut self, value: Self.T):
        _ = __builtin.atomic_rmw["seq_cst", "max"](__builtin.addr_of(self._value), value)

    @always_inline
    def min(mut self, value: Self.T):
        _ = __builtin.atomic_rmw["seq_cst", "min"](__builtin.addr_of(self._value), value)

    @always_inline
    def __iadd__(mut self, value: Self.T):
        _ = self.fetch_add(value)

    @always_inline
    def __isub__(mut self, value: Self.T):
        _ = self.fetch_sub(value)


@deprecated(use=Ordering)
comptime Consistency = Ordering
