# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

import a as std
#~^ E0090 @13-16: `std` is the standard library; import it under another name

x = comptime y
#~^ E0088 @5-15: `comptime` before an expression needs parentheses around it

def f(**kw: Int): pass
#~^ W0078: keyword arguments are taken over: write `var **kw`

def f(out *a: Int): pass
#~^ E0053 @7-18: the `out` result cannot be variadic
