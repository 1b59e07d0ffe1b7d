# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

whlie x:
#~^ E0079 @1-6: `whlie` is no keyword; did you mean `while`?
    pass

improt os
#~^ E0079 @1-7: `improt` is no keyword; did you mean `import`?

dfe f():
#~^ E0079 @1-4: `dfe` is no keyword; did you mean `def`?
    pass

form a import b
#~^ E0079 @1-5: `form` is no keyword; did you mean `from`?

if x:
    pass
esle:
#~^ E0079 @1-5: `esle` is no keyword; did you mean `else`?
    pass

clas C:
#~^ E0079 @1-5: `clas` is no keyword; did you mean `class`?
    pass

foo(x, y=)
#~^ E0016 @8-10: the argument `y` has no value

x = y[1
#~^ E0010 @6-7: `[` was never closed

def f(x, y
#~^ E0010 @6-7: `(` was never closed
    return x

x = 1
    y = 2
#~^ E0002 @5-6: this line is indented deeper than the block it is in

a, b += 1
#~^ E0040 @1-5: a tuple cannot be the target of an augmented assignment

[x, y for x in z]
#~^ E0045 @5-6: the element of a comprehension needs parentheses when it is a tuple

f(x for x in y, 1)
#~^ E0045 @3-15: a generator among other arguments needs its own parentheses

print(f"{x!z}")
#~^ E0025 @11-13: `z` is no conversion; `!r`, `!s` and `!a` are

i = i +* 2
#~^ E0001 @8-9: expected an expression, found `*`

"abc" "def
#~^ E0020 @7-11: this string has no closing `"`

x = 'it's'
#~^ E0080 @8-9: this `'` ends the string

x = "say "hi" now"
#~^ E0080 @10-11: this `"` ends the string

def f():
    x = 1
    global x
#~^ E0060 @12-13: `x` is assigned before its `global` declaration

def f():
    def g():
        nonlocal zz
#~^ E0059 @18-20: no enclosing function has a variable `zz`

class C:
    from a import *
#~^ E0061 @19-20: `import *` works at module level only

def f():
    return [(yield) for x in y]
#~^ E0057 @14-19: `yield` cannot be used in a comprehension

def f(x):
    await x
#~^ E0058 @5-12: `await` stands outside an async function

async def f():
    yield 1
    return 2
#~^ E0057 @5-13: an async generator cannot return a value

y = [x := 1 for x in z]
#~^ E0039 @6-7: `:=` cannot rebind `x`, the variable of the comprehension

match x:
    case a:
        pass
    case b:
#~^ E0069 @10-11: the case before this one always matches; this one is never tried
        pass

match x:
    case a, a:
#~^ E0069 @13-14: the pattern binds `a` twice
        pass

try:
    pass
except:
#~^ E0066 @1-7: an `except` without a type catches everything and must be the last one
    pass
except A:
    pass

try:
    pass
except* A:
    pass
except B:
#~^ E0068 @1-7: one `try` cannot have both `except` and `except*`
    pass

x = 1 + lambda: 2
#~^ E0036 @9-15: a `lambda` as an operand needs parentheses
