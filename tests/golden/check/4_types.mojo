# SPDX-License-Identifier: Apache-2.0
# Violations of the rules for types (language.md §4.3 to §4.12).
#: check
struct One:
    var x: Int
    @implicit
    def __init__(out self, x: Int):
        self.x = x
struct Two:
    var x: Int
    @implicit
    def __init__(out self, x: One):
        self.x = x.x
struct Both:
    var x: Int
    @implicit
    def __init__(out self, x: Int):
        self.x = x
    @implicit
    def __init__(out self, x: Int, y: Int = 0):
        self.x = y
def two(x: Two):
    pass
def both(x: Both):
    pass
def wants_list(x: List[Int]):
    pass
def wants_string(x: String):
    pass
def generic[T: AnyType](x: T, y: T):
    pass
def main():
    var i = 3
    two(i)  #~ E2001: `two` takes `Two` as its argument `x`, found `Int`
    both(i)  #~ E2305: `Int` becomes `Both` implicitly in two ways
    var array = [1, 2]
    wants_list(array)  #~ E2001: `wants_list` takes `List[Int]` as its argument `x`, found `Array[Int, 2]`
    wants_list([1, 2])
    wants_string(t"text {i}")  #~ E2001: `wants_string` takes `String` as its argument `x`, found `TString`
    wants_string(i)  #~ E2001: `wants_string` takes `String` as its argument `x`, found `Int`
    var number: Int = "3"  #~ E2001: expected `Int` for the variable, found `String`
    var empty = []  #~ E2319: the type of this empty display is not known
    var nothing = {}  #~ E2319: the type of this empty display is not known
    var mixed = [1, "a"]  #~ E2320: these elements have no common type: `Int` and `String`
    var text = String("abc")
    print(text[0], text[0:1])  #~ E2312: text is indexed by name: bytes, code points or graphemes #~ E2312: text is indexed by name: bytes, code points or graphemes
    var t = (1, "a")
    print(t[i], t[2], t == (1, 2))  #~ E4001: the index of `Tuple[Int, String]` must be known at compile time #~ E2342: a tuple of 2 elements has no element 2  #~ E2303: `==` is not defined for `Tuple[Int, String]` and `Tuple[Int, Int]`
    var l: List[Int] = [1]
    print(l[-1])  #~ E2342: an index is not negative: it does not count from the end
    var arr = Array[Int, 2](fill=0)
    print(arr[-1])  #~ E2342: an index is not negative: it does not count from the end
    var o: Optional[Int] = "x"  #~ E2001: expected `Optional[Int]` for the variable, found `String`
    print(o + 1)  #~ E2303: `+` is not defined for `Optional[Int]` and `Int`
    if None:  #~ E2321: a value of type `NoneType` is not a condition
        pass
    print(True + 1, l[True])  #~ E2303: `+` is not defined for `Bool` and `Int` #~ E2304: no overload of `__getitem__` takes (Bool)
    var p: Pointer[Int] = i  #~ E2001: expected `Pointer[Int, _]` for the variable, found `Int`
    generic(1, "a")  #~ E2001: `generic` takes `Int` as its argument `y`, found `String`
    print(Int == 3)  #~ E2303: `==` is not defined for `AnyType` and `Int`
    var tt: (Int, Int) = (1, 2)  #~ W2006: a tuple of types is written `Tuple[…]` today
    print([1, 2][5])
