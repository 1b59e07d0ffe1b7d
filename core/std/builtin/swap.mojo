# SPDX-License-Identifier: Apache-2.0
"""`swap`."""


@always_inline
def swap[T: Movable](mut lhs: T, mut rhs: T):
    """Exchanges two values."""
    var tmp = __builtin.take(lhs)
    __builtin.write(lhs, __builtin.take(rhs))
    __builtin.write(rhs, tmp^)
