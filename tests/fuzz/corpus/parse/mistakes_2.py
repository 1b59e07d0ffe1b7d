# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

if !a: pass
#~^ E0033 @4-5: `!` is written `not`

x = a ? b : c
#~^ E0033 @7-8: `?` is no operator

x = 5;
y = 6}
#~^ E0011 @6-7: this `}` closes nothing

}
#~^ E0011 @1-2: this `}` closes nothing

x = (1, 2]
#~^ E0012 @10-11: `]` does not close `(`

return 5
#~^ E0055 @1-7: `return` stands outside a function

break
#~^ E0056 @1-6: `break` stands outside a loop

var x = 3
#~^ E0075 @1-4: `var` is Mojo, and this is a Python file

let x = 3
#~^ E0075 @1-4: `let` is Mojo, and this is a Python file

fn foo(): pass
#~^ E0075 @1-3: `fn` is Mojo, and this is a Python file

struct S:
#~^ E0075 @1-7: `struct` is Mojo, and this is a Python file
    pass

alias X = 3
#~^ E0075 @1-6: `alias` is Mojo, and this is a Python file

comptime x = 3
#~^ E0075 @1-9: `comptime` is Mojo, and this is a Python file

1 = x
#~^ E0040 @1-2: cannot assign to a number

f() = 3
#~^ E0040 @1-4: cannot assign to the result of a call

a + b = c
#~^ E0040 @1-6: cannot assign to the result of an operator

None = 3
#~^ E0040 @1-5: cannot assign to `None`

def f(a, a): pass
#~^ E0047 @10-11: the argument `a` is declared twice

def f(a=1, b): pass
#~^ E0049 @12-13: an argument without a default cannot follow one with a default

f(a=1, 2)
#~^ E0043 @8-9: a positional argument cannot follow a keyword argument

f(a=1, a=2)
#~^ E0044 @8-9: the keyword argument `a` is given twice

nonlocal x
#~^ E0059 @1-9: `nonlocal` at module level has no enclosing function

x = 5 +
#~^ E0016 @7-8: an expression is missing after `+`

x =
#~^ E0016 @3-4: a value is missing after `=`

x = = 5
#~^ E0001 @5-6: expected an expression, found `=`

print "hello"
#~^ E0076 @1-6: `print` is a function and needs parentheses

print x
#~^ E0076 @1-6: `print` is a function and needs parentheses

exec "x"
#~^ E0076 @1-5: `exec` is a function and needs parentheses

raise E, "x"
#~^ E0076 @8-9: `raise` takes one exception

try:
    pass
except E, e:
#~^ E0067 @8-12: several exception types need parentheses
    pass
