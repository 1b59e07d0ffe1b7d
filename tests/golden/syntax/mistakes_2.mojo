# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

comptime assert x = 1
#~^ E0038 @19-20: `=` assigns and cannot be part of a condition

var x: List[Int = [1]
#~^ E0010 @12-13: `[` was never closed

def f(x: List[Int): pass
#~^ E0012 @18-19: `)` does not close `[`

enum Color:
#~^ E0083 @1-5: `enum` is not a word of this language
    RED

public def f(): pass
#~^ E0083 @1-7: `public` is not a word of this language

def f(x: &Int): pass
#~^ E0033 @10-11: a type has no `&`

def f(x: *Int): pass
#~^ E0041 @10-11: only the type of a `*` argument can be unpacked

Int x = 3
#~^ E0085 @1-6: the type follows the name: `var x: Int`

var x := 3
#~^ E0039 @7-9: `:=` cannot be a statement of its own

interface T:
#~^ E0083 @1-10: `interface` is not a word of this language
    pass

def f() throws: pass
#~^ E0083 @9-15: a function that can fail is marked `raises`

def f() -> Int { return 3 }
#~^ E0009 @16-17: a block begins with `:` and is indented, without braces

for i in 0..10: pass
#~^ E0087 @10-15: a range is not written with dots

@value
#~^ E0070 @1-7: a decorator must be followed by a declaration
x = 3

struct S:
    print(1)
#~^ E0084 @5-13: an expression cannot stand directly in a struct

struct S:
    if x:
#~^ E0084: this statement cannot stand directly in a struct
        pass

var x = 5L
#~^ E0027 @9-11: `5L` is neither a decimal number nor a name

enum E:
#~^ E0083 @1-5: `enum` is not a word of this language
    pass

let x = 1
#~^ W0078 @1-4: `let` is an older spelling of `var`

alias y = 2
#~^ W0078 @1-6: `alias` is an older spelling of `comptime`

def f(owned x: String, borrowed y: Int, read z: Int): pass
#~^ W0078 @7-12: `owned` is an older spelling of `var`
#~^^ W0078 @24-32: `borrowed` is an older spelling of `imm`
#~^^^ W0078 @41-45: `read` is an older spelling of `imm`

@parameter
#~^ W0078 @1-11: `@parameter` before `if` is an older spelling of `comptime if`
if a:
    pass

def f[T: A where c](): pass
#~^ W0078 @12-19: `where` stands after the signature today

def f() -> Int as r: pass
#~^ W0078 @16-20: a named result is written as an argument today: `out r: …`

var p: def(Int) escaping -> Int = q
#~^ W0078 @17-25: escaping closures are gone; captures are listed in braces today

x = y[*_, **_]
#~^ W0078 @7-9: `*_` is written `...` today
#~^^ W0078 @11-14: `**_` is written `...` today

var z = Point {x: 1, y: 2}
#~^ W0078 @15-16: a struct is built by calling its type today

struct S:
    var x: Int = 3
#~^ E0073 @18-19: a field has no value here; it is set in `__init__`

trait T:
    def f(self) where a: ...
#~^ E0089 @17-24: a method of a trait cannot have a `where` clause

def std(): pass
#~^ E0090 @5-8: `std` is the standard library; give the function another name
