#!/usr/bin/env mojo
#plain
#!shebang-like
#: special
##two
#'quote
#
#%%cell
var a = 1 # trailing
var b = 2#tight
f(a, # inside
    b)
