# SPDX-License-Identifier: Apache-2.0
# A variable that nothing reads is pointed out, but not where an error may have cut off its use.
#: check
def plain():
    var a = 1  #~ W2801: `a` is never used
    var _b = 2


def cut_off():
    var a = 1
    print(unknown(a))  #~ E1001: the name `unknown` is not declared
