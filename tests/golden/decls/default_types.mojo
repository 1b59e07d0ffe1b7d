# SPDX-License-Identifier: Apache-2.0
#: check
def f(a: Int = "x"):  #~ E2001: expected `Int` for a default argument, found `String`
    pass
