# SPDX-License-Identifier: Apache-2.0
"""Random numbers: a splitmix64 sequence, the same in each run until `seed()`."""


struct Random(Movable):
    """A sequence of random numbers."""

    var _state: UInt64

    def __init__(out self, seed: UInt64 = 0x853C49E6748FEA9B):
        self._state = seed

    @always_inline
    def next_u64(mut self) -> UInt64:
        self._state += 0x9E3779B97F4A7C15
        var z = self._state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB
        return z ^ (z >> 31)

    @always_inline
    def next_f64(mut self) -> Float64:
        """In [0, 1)."""
        return Float64(self.next_u64() >> 11) / 9007199254740992.0


def _next() -> UInt64:
    return UInt64(_prim=__builtin.external_call["mojo_rt_random", __builtin.simd[9, 1]]())


def seed(value: Int):
    """Starts the sequence of this module's functions anew."""
    __builtin.external_call["mojo_rt_random_seed", NoneType](UInt64(value)._value)


def seed():
    """Starts the sequence at a point given by the clock."""
    from std.time import time_ns

    seed(Int(time_ns()))


def random_float64(min: Float64 = 0, max: Float64 = 1) -> Float64:
    """A number in [min, max)."""
    return min + Float64(_next() >> 11) / 9007199254740992.0 * (max - min)


def random_si64(min: Int64, max: Int64) -> Int64:
    """A number from min to max, both included."""
    return min + Int64(_next() % UInt64(max - min + 1))


def random_ui64(min: UInt64, max: UInt64) -> UInt64:
    """A number from min to max, both included."""
    return min + _next() % (max - min + 1)


def rand[dtype: DType, //](values: MutSpan[Scalar[dtype], _], /, *, min: Float64 = 0.0, max: Float64 = 1.0):
    """Fills with numbers in [min, max)."""
    for i in range(len(values)):
        values[i] = Scalar[dtype](random_float64(min, max))


def rand[
    dtype: DType, //
](values: Pointer[Scalar[dtype], _], size: Int, /, *, min: Float64 = 0.0, max: Float64 = 1.0):
    for i in range(size):
        values.unsafe_offset(i).unsafe_write(Scalar[dtype](random_float64(min, max)))


def randint[dtype: DType, //](values: MutSpan[Scalar[dtype], _], low: Int, high: Int):
    """Fills with numbers from low to high, both included."""
    for i in range(len(values)):
        values[i] = Scalar[dtype](random_si64(Int64(low), Int64(high)))


def randint[dtype: DType, //](values: Pointer[Scalar[dtype], _], size: Int, low: Int, high: Int):
    for i in range(size):
        values.unsafe_offset(i).unsafe_write(Scalar[dtype](random_si64(Int64(low), Int64(high))))


def randn_float64(mean: Float64 = 0.0, standard_deviation: Float64 = 1.0) -> Float64:
    """A normally distributed number (Box and Muller 1958)."""
    from std.math import cos, log, sqrt, tau

    var u = 1.0 - random_float64()
    return mean + standard_deviation * sqrt(-2.0 * log(u)) * cos(tau * random_float64())


def randn[
    dtype: DType, //
](values: MutSpan[Scalar[dtype], _], mean: Float64 = 0.0, standard_deviation: Float64 = 1.0):
    """Fills with normally distributed numbers."""
    for i in range(len(values)):
        values[i] = Scalar[dtype](randn_float64(mean, standard_deviation))


def shuffle[T: Movable & Deinitable, //](mut values: List[T]):
    """Puts the elements in a random order (Fisher and Yates)."""
    for i in range(len(values) - 1, 0, -1):
        values.swap_elements(i, Int(random_ui64(0, UInt64(i))))
