# SPDX-License-Identifier: Apache-2.0
"""Lists of types and of compile-time values. What they offer (`length`, brackets, `of`, `map`, `reduce`, `splat`,
`tabulate`, `slice`, `contains`, `all_conforms_to`) is the compiler's: variadic parameters have it too."""


struct TypeList[*values: AnyType](TrivialRegisterPassable):
    def __init__(out self):
        pass


struct ParameterList[T: AnyType, //, *values: T](TrivialRegisterPassable):
    def __init__(out self):
        pass
