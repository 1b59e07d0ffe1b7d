# SPDX-License-Identifier: Apache-2.0
#: check
trait Speaks:
    def speak(self) -> String: ...

@fieldwise_init
struct Dog(Speaks, Copyable, Movable):
    var name: String
    def speak(self) -> String:
        return "woof"

struct Plain:
    var x: Int

struct Box[T: Copyable & Movable]:  #~ W2040: `Movable` says nothing beside `Copyable`
    var v: Self.T
    def __init__(out self, var v: Self.T):
        self.v = v^

def talk[T: Speaks](x: T):
    print(x.speak())

def show[T: AnyType](x: T):
    print(x.speak())  #~ E1002: `T` has no member `speak`

def pos[n: Int](x: Int) -> Int where n > 0:
    return x

def weak[n: Int]() -> Int:
    return pos[n](1)  #~ E2307: this call does not fit `pos`: nothing shows that its `where` holds: `n >= 1`

def over(x: Int):
    pass

def over(x: String):
    pass

def amb(a: Int, b: Float64):
    pass

def amb(a: Float64, b: Int):
    pass

@fieldwise_init
struct E1(Copyable, Movable):
    var x: Int

@fieldwise_init
struct E2(Copyable, Movable):
    var x: Int

def r1() raises E1:
    raise E1(1)

def r2() raises E2:
    raise E2(1)

def two():
    try:
        r1()
        r2()  #~ E2332: this raises `E2` in a `try` that already catches `E1`
    except e:
        pass

def wrong() raises E1:
    raise E2(3)  #~ E2001: expected `E1` for the error, found `E2`

def never_raises():
    try:  #~ W2804: nothing in this `try` can raise
        var x = 1
        print(x)
    except e:
        pass

def takes_list(x: List[Int]):
    pass

def closure_user():
    var n = 3
    def inner() -> Int:
        return n  #~ E2337: `n` belongs to the enclosing function and is not captured
    print(inner())

def comptime_user(n: Int):
    comptime k = n  #~ E4001: `n` is not known at compile time
    var v = SIMD[DType.float32, n](1)  #~ E4001: `n` is not known at compile time
    comptime for i in range(n):  #~ E4001: `n` is not known at compile time
        print(i)

def main():
    talk(3)  #~ E2304: this call does not fit `talk`: `Int` does not conform to `Speaks`, the bound of the parameter `T`
    show(Dog("a"))
    _ = pos[0](3)  #~ E2307: this call does not fit `pos`: its `where` is not met: `n >= 1`
    over(2.5)  #~ E2304: no overload of `over` takes (Float64)
    amb(1, 2)  #~ E2305: this call of `amb` is ambiguous
    var p = Plain()  #~ E2309: `Plain` has no constructor
    var b = Box[Plain](3)  #~ E2329: `Plain` does not conform to `Copyable`, the bound of the parameter `T`
    var e = []  #~ E2319: the type of this empty display is not known
    var d = {}  #~ E2319: the type of this empty display is not known
    var m = [1, "a"]  #~ E2320: these elements have no common type: `Int` and `String`
    var t = (1, 2)
    print(t[5])  #~ E2342: a tuple of 2 elements has no element 5
    var i = 0
    print(t[i])  #~ E4001: the index of `Tuple[Int, Int]` must be known at compile time
    ref r = i + 1  #~ E2318: `ref` binds to a place, but this is a temporary value
    var x: Speaks  #~ E2327: `Speaks` is a trait, not a type of values
    var y = Int  #~ E2328: `Int` is a type; a variable holds values
    3 = i  #~ E0040: cannot assign to a number
    print(.RED)  #~ E2304: this call does not fit `print`: nothing says what the type of this argument is
    takes_list((1, 2))  #~ E2001: `takes_list` takes `List[Int]` as its argument `x`, found `Tuple[Int, Int]`
    var q = Dog("x")
    q.name = 3  #~ E2001: expected `String` for this assignment, found `Int`
    q.speak().foo()  #~ E1002: `String` has no member `foo`
    q()  #~ E2308: a value of type `Dog` cannot be called
    i.x = 3  #~ E1002: `Int` has no member `x`
    with q as z:  #~ E2323: a value of type `Dog` cannot be used in `with`
        pass
    var f = q.speak  #~ E2310: the method `speak` is used as a value
    print(q[0])  #~ E2312: a value of type `Dog` cannot be subscripted
    print(i[0])
    raise Error("x")  #~ E2330: an error is raised here, but `main` does not say `raises`
    q.nme = "a"  #~ W2803: this code is never reached #~ E1002: `Dog` has no member `nme`
    var un: Int = "a" if i > 3 else 2  #~ E2001: expected `Int` for the variable, found `String`
    var k = 1 if i > 3 else "b"  #~ E2320: the two sides of this conditional have no common type: `Int` and `String`
    print(1 / 0, 2 // 0)  #~ E2302: this divides by zero #~ E2302: this divides by zero
    i += "a"  #~ E2303: `+` is not defined for `Int` and `String`
    print(-q, not q)  #~ E2303: unary `-` is not defined for `Dog` #~ E2321: a value of type `Dog` is not a condition
    Dog.speak()  #~ E2304: this call does not fit `speak`: it is a method and needs a value before the dot
    q.speak(1, 2)  #~ E2304: this call does not fit `speak`: it takes 0 positional arguments, but 2 were given
    print(Dog(nam="a"))  #~ E2304: this call does not fit a constructor of `Dog`: it has no argument named `nam`; did you mean `name`?
    from nowhere import thing  #~ E1003: no module `nowhere`: no folder of the search path holds it
    import std.nothing  #~ E1003: no module `std.nothing`: `std` has no module `nothing`
    del i
    lambda (a: Int): a  #~ E2001: this lambda gives `Int`, but declares no result
    global i  #~ E2341: `global` is not supported in a typed function
