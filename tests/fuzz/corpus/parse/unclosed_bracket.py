# SPDX-License-Identifier: Apache-2.0
#: parse
# An unclosed bracket never reaches the next statement that can only begin one.
first = call(1, [2,
#~^ E0010 @17-18: `[` was never closed
second = 2
third = (1 2)
#~^ E0013: a comma is missing


def f():
    value = call(1,
    #~^ E0010 @17-18: `(` was never closed
    return value value
    #~^ E0001 @18-23: expected the end of the statement


def g(a, b
#~^ E0010 @6-7: `(` was never closed
    return a


@decorated
class C:
    def method(self:
        #~^ E0010: `(` was never closed
        pass

    def other(self):
        return 1 +
        #~^ E0016: an expression is missing after `+`
