# SPDX-License-Identifier: Apache-2.0
#: check
struct A:
    var x: Int

    def __init__(self):  #~ E2020: `__init__` initialises `out self`
        pass

struct B:
    var x: Int

    def __init__(out self):
        self.x = 1

    def __init__(out self, *, copy: Self) raises:  #~ E2020: a copy constructor cannot raise
        self.x = copy.x

    def __deinit__(self):  #~ E2020: the receiver of `__deinit__` is `deinit self`
        pass

    def __del__(deinit self):  #~ E2020: a struct has one destructor  #~ W0078: `__del__` is an older spelling of `__deinit__`
        pass

struct C(Copyable):
    var x: D  #~ E2034: `C` is `Copyable`, but its field `x` of type `D` is not

struct D(Movable where False):
    var x: Int

@fieldwise_init
struct E(ImplicitlyCopyable):
    var x: List[Int]  #~ E2034: `E` is `ImplicitlyCopyable`, but its field `x` of type `List[Int]` is not

struct F(TrivialRegisterPassable):
    var s: String  #~ E2034: `F` is `TrivialRegisterPassable`, but its field `s` of type `String` is not trivially copied and destroyed

@fieldwise_init
struct G:
    var d: D  #~ E2034: `@fieldwise_init` cannot set the field `d`: `D` can neither be copied nor moved
