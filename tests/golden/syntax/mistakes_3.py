# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

try:
#~^ E0065 @1-4: this `try` has neither `except` nor `finally`
    pass

z = 0
else:
#~^ E0018 @1-5: this `else` belongs to no `if`, `for`, `while` or `try`
    pass

x = 0777
#~^ E0028 @5-9: a decimal number cannot begin with zeros

x = 10L
#~^ E0027 @5-8: `10L` is neither a decimal number nor a name

x = 1.2.3
#~^ E0027 @5-10: `1.2.3` is no number

x = 12abc
#~^ E0027 @5-10: `12abc` is neither a decimal number nor a name

x = '\d'
#~^ W0077 @6-8: `\d` is no escape; the backslash stays in the string

x = b'é'
#~^ E0023 @7-8: bytes literals hold ASCII only

x = f'{a'
#~^ E0025 @7-8: this `{` in the string has no `}`

x = f'{}'
#~^ E0025 @7-9: the braces hold no expression

x = f'}'
#~^ E0025 @7-8: a single `}` stands in the string

x = f'{a b}'
#~^ E0025 @10-11: expected the end of the expression in braces, found `b`

x = “hello”
#~^ E0029 @5-12: this string stands in typographic quotes

x = a – b
#~^ E0029 @7-8: `–` (U+2013) has no meaning here

x = 5 + 3
#~^ E0029 @6-7: an invisible character (U+00A0) stands here

lambda x: return x
#~^ E0042 @11-17: a `lambda` holds one expression and no `return`

def f(x) {
#~^ E0009 @10-11: a block begins with `:` and is indented, without braces
    return x
}

if (x) {
#~^ E0009 @8-9: a block begins with `:` and is indented, without braces
    y
}

x := 5
#~^ E0039 @3-5: `:=` cannot be a statement of its own

x = y if z
#~^ E0017 @7-11: `if` in an expression needs an `else`

[x for x in y if z else w]
#~^ E0082 @20-24: the filter of a comprehension has no `else`

for x in y
#~^ E0006: `:` is missing after the `for` clause
    pass

for x of y:
#~^ E0083 @7-9: a loop goes over its elements with `in`
    pass

for (i = 0; i < 3; i++):
#~^ E0081 @5-24: a loop that counts is written with `range`
    pass

switch x:
#~^ E0083 @1-7: `switch` is not a word of this language
    case 1:
        pass

x === y
#~^ E0033 @3-6: `===` is written `==`

x !== y
#~^ E0033 @3-6: `!==` is written `!=`

x <> y
#~^ E0033 @3-5: `<>` is written `!=`

function f():
#~^ E0083 @1-9: `function` is not a word of this language
    pass

func f():
#~^ E0083 @1-5: `func` is not a word of this language
    pass
