# SPDX-License-Identifier: Apache-2.0
# Violations of the rules for variables (language.md §3.1).
#: check
def pair() -> Tuple[Int, String]:
    return (1, String("x"))
def main():
    var n  #~ E0071: a `var` declaration needs a type or a value
    ref zz  #~ E0071: a `ref` declaration needs a place to refer to
    comptime k  #~ E0016: a `comptime` value needs `=`
    var a, b = 1, 2, 3  #~ E2324: 3 values for 2 targets
    var (c, d) = 5  #~ E2325: a value of type `Int` cannot be taken apart into 2 targets
    var e: Int = "x"  #~ E2001: expected `Int` for the variable, found `String`
    var f = 1
    var f = 2  #~ E1004: `f` is declared twice in this scope
    ref r = f + 1  #~ E2318: `ref` binds to a place, but this is a temporary value
    x = 3  #~ W2800: `x` is declared by this assignment
    if f > 2:
        y = 4  #~ W2800: `y` is declared by this assignment
    print(x, y)
    print((walrus := 5), walrus)  #~ W2800: `walrus` is declared by this assignment
    var unused = 3
    var l: List[_]  #~ E2326: `List` is not a whole type: its parameters are open and no value binds them
    f + 1  #~ W2802: this `Int` is not used
    pair()  #~ W2802: this `Tuple[Int, String]` is not used
    var o1, o2: Int, Float64, Int  #~ E2324: 3 types for 2 names
    var t: (Int, Int) = (1, 2)  #~ W2006: a tuple of types is written `Tuple[…]` today
    comptime kk = f  #~ E4001: `f` is not known at compile time
    comptime fixed = 3
    fixed = 4  #~ E2314: `fixed` is not a variable and cannot be assigned to
