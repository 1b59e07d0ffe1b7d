# SPDX-License-Identifier: Apache-2.0
#: parse
# Independent mistakes, each reported once, where it is.

if x == 1
#~^ E0006: `:` is missing after the condition of `if`
    pass

for i in range(3)
#~^ E0006: `:` is missing after the `for` clause
    print(i)

def f()
#~^ E0006: `:` is missing after the header of the function
    pass

class C
#~^ E0006: `:` is missing after the header of the class
    pass

x = [1, 2
#~^ E0010 @5-6: `[` was never closed
y = 3

def f():
    a = foo(1,
#~^ E0010 @12-13: `(` was never closed
    b = 2
    return b

if x = 1:
#~^ E0038 @6-7: `=` assigns and cannot be part of a condition
    pass

if (x = 1):
#~^ E0038 @7-8: `=` assigns and cannot be part of an expression
    pass

foo(a b)
#~^ E0013 @6-7: a comma is missing between these two

x = [1 2 3]
#~^ E0013 @7-8: a comma is missing between these two

x = {1: 2 3: 4}
#~^ E0013 @10-11: a comma is missing between these two

x = "abc
#~^ E0020 @5-9: this string has no closing `"`

print("hello)
#~^ E0020 @7-14: this string has no closing `"`

def f():
    x = 1
  y = 2
#~^ E0003 @1-3: this line is indented by 2 columns, which matches no block around it

def f():
    x = 1
      y = 2
#~^ E0002 @7-8: this line is indented deeper than the block it is in

if x:
#~^ E0005 @5-6: an indented block is missing after the condition of `if`
y = 1

def f():
	x = 1
        y = 2
#~^ E0004 @1-9: this indentation mixes tabs and spaces differently from the lines around it

class = 3
#~^ E0042 @1-6: `class` is a keyword and cannot name a variable

def class(): pass
#~^ E0042 @5-10: `class` is a keyword and cannot name a function

import class
#~^ E0042 @8-13: `class` is a keyword and cannot name a module

x.class = 3
#~^ E0042 @3-8: `class` is a keyword and cannot name an attribute

f(class=3)
#~^ E0042 @3-8: `class` is a keyword and cannot name an argument

for if in x: pass
#~^ E0042 @5-7: `if` is a keyword; an expression was expected

if x:
    pass
else if y:
#~^ E0019 @1-8: `else if` is written `elif`
    pass

if x:
    pass
elseif y:
#~^ E0083 @1-7: `elseif` is not a word of this language
    pass

x++
#~^ E0034 @2-4: there is no `++` operator

x--
#~^ E0034 @2-4: there is no `--` operator

x = y++
#~^ E0034 @6-8: there is no `++` operator

if a && b: pass
#~^ E0033 @6-8: `&&` is written `and`

if a || b: pass
#~^ E0033 @6-8: `||` is written `or`
