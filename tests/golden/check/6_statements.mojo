# SPDX-License-Identifier: Apache-2.0
# §6: statements, violated.
#: check
@fieldwise_init
struct P(Copyable):
    var x: Int

    def get(self) -> Int:
        return self.x


@fieldwise_init
struct NoExit:
    var x: Int


struct BadIter:
    def __init__(out self):
        pass

    def __iter__(self) -> Int:
        return 1


struct WrongError:
    def __init__(out self):
        pass

    def __iter__(self) -> WrongErrorIter:
        return WrongErrorIter()


@fieldwise_init
struct WrongErrorIter(Copyable):
    def __next__(mut self) raises -> Int:
        return 1


def five() -> Int:
    return 5


def simple(p: P):
    five()  #~ W2802: this `Int` is not used
    p.get()  #~ W2802: this `Int` is not used
    1 + 2  #~ W2802: this `Int` is not used
    "text"
    _ = five()
    five() = 3  #~ E2314: a value of type `Int` cannot be assigned to
    p.get() = 3  #~ E2314: a value of type `Int` cannot be assigned to
    3 = five()  #~ E0040: cannot assign to a number
    p.x = 3  #~ E2315: `p.x` is immutable and cannot be assigned to
    var a: Int
    a += 1
    var b, c = 1  #~ E2325: a value of type `Int` cannot be taken apart into 2 targets
    var d, e = (1, 2, 3)  #~ E2324: 3 values for 2 targets
    b, c += 1  #~ E0040: a tuple cannot be the target of an augmented assignment
    var f: Int = 1
    f: Int = 2  #~ E1004: `f` is declared twice in this scope
    undeclared += 1  #~ E1001: the name `undeclared` is not declared
    five = 3  #~ W2800: `five` is declared by this assignment
    raise  #~ E2330: `raise` without a value is only written in an `except` block
    break  #~ E0056: `break` stands outside a loop #~ W2803: this code is never reached
    continue  #~ E0056: `continue` stands outside a loop
    return
    print("after")


def returns() -> Int:
    return  #~ E2001: this returns nothing, but `returns` returns `Int`


def returns_nothing():
    return 1  #~ E2001: `Int` is returned, but `returns_nothing` returns nothing


def missing(x: Int) -> Int:
    while x > 1:
        return 1  #~ E2336: `missing` returns `Int`, but its end can be reached without a `return`


def forever() -> Int:
    while True:
        pass


def python(x: Int, xs: List[Int]):
    del x  #~ E2314: `x` cannot be deleted: it is not this function's own
    global x  #~ E2341: `global` is not supported in a typed function
    nonlocal x  #~ E2341: `nonlocal` is not supported in a typed function
    match x:
        case 1:
            pass
    class A:  #~ E2341: a class is not supported in a typed function
        pass
    yield x  #~ E2341: `yield` is not supported in a typed function
    yield from xs  #~ E2341: `yield` is not supported in a typed function
    with open("x") as f:  #~ E2330: `open` can raise, but `python` does not say `raises`
        pass
    type T = Int  #~ W0078: `type` is Python's spelling of `comptime`
    async for i in xs:  #~ E2341: `async for` is not supported in a typed function
        pass
    async with x as y:  #~ E2341: `async with` is not supported in a typed function #~ E2323: a value of type `Int` cannot be used in `with`
        pass
    await x  #~ E2341: `await` is not supported in a typed function
    print(1j, b"x")  #~ E2341: an imaginary literal is not supported in a typed function #~ E2341: a bytes literal is not supported in a typed function
    for i in x:  #~ E2322: a value of type `Int` cannot be iterated over
        pass
    struct S:  #~ E0072: a `struct` stands at module level, not inside another declaration
        pass
    trait T2:  #~ E0072: a `trait` stands at module level, not inside another declaration
        pass


def loops(xs: List[Int], p: P):
    for x in p:  #~ E2322: a value of type `P` cannot be iterated over
        pass
    for x in BadIter():  #~ E2322: `Int`, which `__iter__` gives, has no `__next__`
        pass
    for x in WrongError():  #~ E2322: `__next__` of `WrongErrorIter` raises `Error`; iterators raise `StopIteration`
        pass
    for x in xs:
        x = 1  #~ E2315: `x` is immutable and cannot be assigned to
    for ref x in xs:
        x = 1  #~ E2315: `x` is immutable and cannot be assigned to
    for ref x in range(3):  #~ E2318: `ref` needs references, but this iterator gives values of type `Int`
        pass
    for a, b in xs:  #~ E2325: a value of type `Int` cannot be taken apart into 2 targets
        pass
    for x in range(3):
        pass
    print(x)  #~ E1001: the name `x` is not declared
    while p:  #~ E2321: a value of type `P` is not a condition
        pass
    if p:  #~ E2321: a value of type `P` is not a condition
        pass


def tries() raises:
    try:  #~ E0065: this `try` has neither `except` nor `finally`
        pass
    try:
        raise Error("x")
    except A:
        pass
    except B:  #~ E2333: a `try` has one `except`
        pass
    try:
        raise Error("x")
    except Error as e:  #~ E2341: an `except` with a type is not supported: it catches what its `try` raises
        pass
    try:
        raise Error("x")
    else:  #~ E0065: `else` after `try` needs an `except` before it
        pass
    finally:
        pass


def star() raises:
    try:
        raise Error("x")
    except* Error:  #~ E2341: `except*` is not supported in a typed function
        pass
    try:
        print(1)
    except e:
        pass


def withs():
    with NoExit(1) as n:  #~ E2323: a value of type `NoExit` cannot be used in `with`
        pass
    with P(1):  #~ E2323: a value of type `P` cannot be used in `with`
        pass


def asserts(p: P):
    assert p  #~ E2321: a value of type `P` is not a condition
    assert True, 3
    assert (True, "message")  #~ E2321: a value of type `Tuple[Bool, String]` is not a condition
    comptime assert p  #~ E2321: a value of type `P` is not a condition
    comptime assert 1 > 2, "false"
