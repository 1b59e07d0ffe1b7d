# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

fn f(inout x: Int):
#~^ W0078 @1-3: `fn` is an older spelling of `def`
#~^^ W0078 @6-11: `inout` is an older spelling of `mut`
    pass

def f(x: Int) -> Int
#~^ E0006: `:` is missing after the header of the function
    return x

struct S:
    var x
#~^ E0071 @5-10: a `var` declaration needs a type or a value

struct S:
    x: Int
#~^ E0073 @5-11: a field begins with `var`

struct S:
    var x = 3
#~^ E0073 @5-14: a field needs a type, and its value is set in `__init__`

var x
#~^ E0071 @1-6: a `var` declaration needs a type or a value

var x: Int =
#~^ E0016 @12-13: a value is missing after `=`

var 3 = x
#~^ E0001 @5-6: expected the end of the statement, found `3`

comptime N
#~^ E0016 @1-11: a `comptime` value needs `=`

def f(mut inout x: Int): pass
#~^ E0052 @11-16: an argument has one convention; `inout` is a second one

def f(mut x: Int = 3): pass
#~^ E0050 @18-21: a `mut` argument cannot have a default

def f(out a: Int, out b: Int): pass
#~^ E0053 @19-29: a function has one `out` result

def f(out a: Int) -> Int: pass
#~^ E0053 @22-25: the result is declared twice: by `out` and by `->`

def f[//, T: A](): pass
#~^ E0048 @7-9: `//` cannot come first: nothing before it would be inferred

def f() {x, mut, ref}: pass
#~^ E0054 @18-21: a capture list has one default entry

def f() {mut x^}: pass
#~^ E0054 @10-16: `^` moves a value in; only `var` goes with it

trait T[X: A]:
#~^ E0074 @8-14: a trait has no parameters; use an associated `comptime` member
    pass

trait T:
    var x: Int
#~^ E0073 @5-15: a trait has no fields

struct A:
    struct B:
#~^ E0072 @5-11: a `struct` stands at module level, not inside another declaration
        pass

var x = 0x
#~^ E0027 @9-11: `0x` has no digits

var x = "\q"
#~^ E0022 @10-12: `\q` is no escape

var x = "\ud800"
#~^ E0022 @10-16: a surrogate is no character; write the code point with `\U`

var `` = 3
#~^ E0031 @5-7: a name in backticks cannot be empty

def f(self, x Int): pass
#~^ E0086 @14-15: `:` is missing between `x` and its type

def f(x: Int y: Int): pass
#~^ E0013 @13-14: a comma is missing between these arguments

def f(x: Int) -> : pass
#~^ E0016 @15-19: the result type is missing after `->`

struct S(A B):
#~^ E0001 @12-13: expected `,` or `)`, found `B`
    pass

def import(): pass
#~^ E0042 @5-11: `import` is a keyword and cannot name a function

var class = 3
#~^ E0042 @5-10: `class` is a keyword and cannot name a variable

comptime if x
#~^ E0006: `:` is missing after the condition of `if`
    pass
