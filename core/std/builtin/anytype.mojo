# SPDX-License-Identifier: Apache-2.0
"""The lifecycle traits. The compiler derives conformance to them from a struct's fields and methods."""


trait AnyType:
    """Any type at all. Every bound implies it."""

    pass


trait Deinitable:
    """A type whose values may be destroyed implicitly, after their last use."""

    def __deinit__(deinit self):
        ...


trait Movable:
    """A type whose values can change their place."""

    def __init__(out self, *, deinit move: Self):
        ...


trait Copyable(Movable):
    """A type whose values can be copied, explicitly with `copy()`."""

    def __init__(out self, *, copy: Self):
        ...

    @always_inline
    def copy(self) -> Self:
        """Makes a copy of the value."""
        return Self(copy=self)


trait ImplicitlyCopyable(Copyable):
    """A copyable type of which the compiler may insert copies."""

    pass


trait RegisterPassable(Movable):
    """A type that is moved by copying its bits and has no address of its own."""

    pass


trait TrivialRegisterPassable(ImplicitlyCopyable, Deinitable, RegisterPassable):
    """A type that is copied and moved by its bits and needs no destructor."""

    pass
