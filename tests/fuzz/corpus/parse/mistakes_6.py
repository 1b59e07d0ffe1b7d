# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

x = 1 + yield
#~^ E0042 @9-14: `yield` is a keyword; an expression was expected

x = 1 + not y
#~^ E0035 @9-12: `not` binds weaker than the operator before it

x = *a
#~^ E0041 @5-7: `*` can unpack only inside a list, a tuple, a set or a call

x = 'a' b'b'
#~^ E0024 @5-13: bytes and text literals cannot be joined

x = 'a' kb'b'
#~^ E0001 @9-11: expected the end of the statement, found `kb`

x = t'a'
#~^ E0026 @5-9: t-strings need Python 3.14

if x: if y: pass
#~^ E0008 @7-9: this statement has a block of its own and needs its own line

def f((a, b)): pass
#~^ E0051 @7-8: an argument cannot be taken apart in the list; unpack it in the body

def f(*a=1): pass
#~^ E0050 @9-11: a `*` argument cannot have a default

f(**a, *b)
#~^ E0043 @8-10: `*` cannot follow `**` in a call

x: int, y: int
#~^ E0001 @7-8: expected the end of the statement, found `,`

if x:
    pass
esle:
#~^ E0079 @1-5: `esle` is no keyword; did you mean `else`?
    pass

def f(x) {
#~^ E0009 @10-11: a block begins with `:` and is indented, without braces
    return x
}

switch x:
#~^ E0083 @1-7: `switch` is not a word of this language
    case 1:
        pass

z = 0
elif y:
#~^ E0018 @1-5: this `elif` belongs to no `if`
    pass

def f():
    from __future__ import annotations
#~^ E0062 @5-39: `from __future__` imports stand at the top of the file
