# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

const x = 3
#~^ E0083 @1-6: `const` is not a word of this language

int x = 3
#~^ E0085 @1-6: the type follows the name: `x: int`

def f(int x): pass
#~^ E0085 @7-12: the type follows the name: `x: int`

import a from b
#~^ E0064 @1-14: an import from a module begins with `from`

from a import
#~^ E0016 @8-14: the names to import are missing

import a.b as
#~^ E0001: expected the name of the import, found the end of the line

from a import b,
#~^ E0015 @16-17: a trailing comma needs parentheses around the imported names

import .a
#~^ E0063 @8-9: a relative import is written `from . import name`

include "foo"
#~^ E0083 @1-8: `include` is not a word of this language

async x = 3
#~^ E0001 @1-6: `async` must be followed by `def`, `for` or `with`

await x
#~^ E0058 @1-8: `await` stands outside a function

yield x
#~^ E0057 @1-8: `yield` stands outside a function

del f()
#~^ E0040 @5-8: cannot delete the result of a call

with open(x) as f()
#~^ E0040 @17-20: cannot assign to the result of a call
    pass

with open(x) as f
#~^ E0006: `:` is missing after the `with` items
    pass

x = {1, 2: 3}
#~^ E0046 @9-13: a dictionary entry stands among the elements of a set

def f(*): pass
#~^ E0048 @7-8: a named argument must follow `*`

def f(**k, x): pass
#~^ E0048 @12-13: nothing can follow the `**` argument

pass 3
#~^ E0001 @6-7: expected the end of the statement, found `3`

x = 3 y = 4
#~^ E0001 @7-8: expected the end of the statement, found `y`

x = `a`
#~^ E0031 @5-8: backticks mean nothing in Python

@dec
#~^ E0070 @1-5: a decorator must be followed by a declaration
x = 3

match x:
    case 1
#~^ E0006: `:` is missing after the pattern
        pass

def f:
#~^ E0014 @6-7: `(` is missing after the function's name
    pass

class C(:
#~^ E0010 @8-9: `(` was never closed
    pass

if:
#~^ E0016 @1-3: an expression is missing after `if`
    pass

x = a not b
#~^ E0001 @7-10: expected the end of the statement, found the keyword `not`

x = not
#~^ E0016 @5-8: an expression is missing after `not`

x = a b
#~^ E0001 @7-8: expected the end of the statement, found `b`

retrun x
#~^ E0079 @1-7: `retrun` is no keyword; did you mean `return`?
