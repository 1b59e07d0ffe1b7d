# SPDX-License-Identifier: Apache-2.0
"""Clocks."""


def perf_counter_ns() -> UInt:
    """Nanoseconds of a clock that only goes forward."""
    return UInt(Int(_prim=__builtin.external_call["mojo_rt_time_ns", __builtin.simd[14, 1]](Int(0)._value)))


def perf_counter() -> Float64:
    """Seconds of a clock that only goes forward."""
    return Float64(perf_counter_ns()) / 1e9


def monotonic() -> UInt:
    return perf_counter_ns()


def time_ns() -> UInt:
    """Nanoseconds since 1970."""
    return UInt(Int(_prim=__builtin.external_call["mojo_rt_time_ns", __builtin.simd[14, 1]](Int(1)._value)))


def sleep(seconds: Float64):
    """Waits."""
    _ = __builtin.external_call["usleep", __builtin.simd[6, 1]](UInt32(seconds * 1e6)._value)


@deprecated(use=perf_counter_ns)
def now() -> Int:
    return Int(perf_counter_ns())
