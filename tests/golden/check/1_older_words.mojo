# SPDX-License-Identifier: Apache-2.0
# Keywords of older versions are read with a warning and their fix (language.md §1.3, §14.1).
#: check
fn older(inout a: Int, owned b: Int, borrowed c: Int, read d: Int):  #~ W0078: `fn` is an older spelling of `def` #~ W0078: `inout` is an older spelling of `mut`  #~ W0078: `owned` is an older spelling of `var` #~ W0078: `borrowed` is an older spelling of `imm`  #~ W0078: `read` is an older spelling of `imm`
    let e = b + c + d  #~ W0078: `let` is an older spelling of `var`
    a = e
alias N = 3  #~ W0078: `alias` is an older spelling of `comptime`
def main():
    var x = 1
    older(x, 2, 3, N)
