# SPDX-License-Identifier: Apache-2.0
# §7: parameters and compile time, violated.
#: check
from std.reflection import reflect


@fieldwise_init
struct NoCopy(Movable):
    var x: List[Int]


struct Plain:
    var x: Int


def make() -> NoCopy:
    return NoCopy([1])


def later[n: Int, T: Copyable = List[m], m: Int = 1]():
    pass


def infer[T: Copyable]():
    pass


def same[T: Copyable](a: T, b: T):
    pass


def need[n: Int]() where n > 0:
    pass


def message[n: Int]() where (n > 0, "need at least one lane"):
    pass


@always_inline("builtin")
def known(n: Int) -> Bool:
    return n > 3


def opaque(n: Int) -> Bool:
    return n > 3


def calls[n: Int]() where opaque(n):
    pass


def shows[T: AnyType](x: T) where conforms_to(T, Writable):
    print(x)


def refined[T: AnyType](x: T):
    comptime if conforms_to(T, Sized):
        print(len(x))
    print(len(x))  #~ E2304: no overload of `len` takes (T)


def weak[n: Int, m: Int]():
    need[n]()  #~ E2307: this call does not fit `need`: nothing shows that its `where` holds: `n >= 1`
    comptime if n > 0:
        need[n]()
        need[m]()  #~ E2307: this call does not fit `need`: nothing shows that its `where` holds: `m >= 1`
    comptime assert m > 2, "m"
    need[m]()
    need[m - 2]()
    need[m - 3]()  #~ E2307: this call does not fit `need`: nothing shows that its `where` holds: `m >= 4`
    calls[n]()  #~ E2307: this call does not fit `calls`: nothing shows that its `where` holds: `opaque(n)`


def loops(k: Int, xs: List[Int]):
    comptime for i in range(k):  #~ E4001: `k` is not known at compile time
        pass
    comptime for x in xs:  #~ E4001: `xs` is not known at compile time
        pass
    comptime for x in 5:  #~ E2322: `comptime for` cannot iterate over `__builtin.PrimInt`
        pass
    comptime for a, b in [1, 2]:  #~ E2325: a value of type `Int` cannot be taken apart into 2 targets
        pass
    comptime for a.b in [1]:  #~ E2314: the target of a `comptime for` is a name, or names in a tuple
        pass
    comptime if k > 1:  #~ E4001: `k` is not known at compile time
        pass
    comptime x = k  #~ E4001: `k` is not known at compile time
    comptime assert k > 1  #~ E4001: `k` is not known at compile time


def values():
    comptime c = make()
    var a = c  #~ E4108: `c` is known at compile time and not built at run time by itself: `NoCopy` is not copied implicitly
    var b = materialize[c]()
    comptime d = 1
    d = 2  #~ E2314: `d` is not a variable and cannot be assigned to
    d += 1  #~ E2315: `d` is a temporary value and cannot be changed
    comptime e = undefined  #~ E1001: the name `undefined` is not declared
    comptime f: String = 3  #~ E2001: expected `String`, found `Int`
    comptime g, h = (1, 2, 3)  #~ E2324: this value does not have 2 parts
    print(b.x[0])


def lists[*Ts: AnyType]():
    _ = reflect[Ts[0]].name()
    comptime L = TypeList.of[Int, String]
    _ = reflect[L[2]].name()  #~ E2342: a list of 2 has no element 2
    _ = L.nothing  #~ E1002: `*AnyType` has no member `nothing`
    _ = L.map[3]  #~ E2304: `3` does not map: a `comptime` with one parameter is expected here
    _ = L.map  #~ E2311: `L.map` is used as a value
    _ = TypeList.tabulate[3, List]  # ok?
    _ = L.reduce[0, List]  #~ E2304: `List` does not map: a `comptime` with two parameters is expected here


def reflection():
    _ = reflect[Plain].field["y"].T
    _ = reflect[Plain].field_at[4].T
    _ = reflect[3]  #~ E2003: a literal is a value, not a type
    _ = rebind[Int]("a")  #~ E2001: `rebind` needs equal types, found `String` and `Int`
    _ = rebind(3)  #~ E2304: `rebind` is written `rebind[Type](value)`
    _ = conforms_to(Int, 3)  #~ E2003: a literal is a value, not a type


def inside[a: Origin, b: Origin]() where a.contains[b]:
    pass


def origins():
    var p = Plain2(1, 2)
    inside[origin_of(p), origin_of(p.x)]()
    inside[origin_of(p.x), origin_of(p.y)]()  #~ E2307: its `where` is not met
    inside[origin_of(p.x), origin_of(p)]()  #~ E2307: its `where` is not met


@fieldwise_init
struct Plain2:
    var x: Int
    var y: Int


def main():
    infer()  #~ E2306: this call does not fit `infer`: its parameter `T` cannot be inferred
    same(1, "a")  #~ E2001: `same` takes `Int` as its argument `b`, found `String`
    need[0]()  #~ E2307: this call does not fit `need`: its `where` is not met: `n >= 1`
    need[n=-1]()  #~ E2307: this call does not fit `need`: its `where` is not met: `n >= 1`
    message[0]()  #~ E2307: this call does not fit `message`: need at least one lane
    calls[2]()  #~ E2307: this call does not fit `calls`: its `where` is not met: `opaque(n)`
    shows(Plain())  #~ E2309: `Plain` has no constructor
    infer[3]()  #~ E2304: this call does not fit `infer`: a literal is a value, not a type
    infer[Writable]()  #~ E2304: this call does not fit `infer`: `Writable` is a trait; the parameter `T` takes a type
    need["a"]()  #~ E2304: this call does not fit `need`: expected `Int`, found `String`
    need[1, 2]()  #~ E2304: this call does not fit `need`: 2 parameters by position, at most 1 can be given
    need[k=1]()  #~ E2304: this call does not fit `need`: there is no parameter `k`
