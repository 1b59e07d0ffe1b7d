# SPDX-License-Identifier: Apache-2.0
#: parse
# A triple-quoted string without an end is given up at the next line that begins a statement.
#~v E0020 @8-11: this triple-quoted string has no end
text = """abc

def f():
    return return_value +
#~^ E0016 @25-26: an expression is missing after `+`
