# SPDX-License-Identifier: Apache-2.0
# Closures passed as compile-time parameters: what does not fit (language.md §10.3).
#: check
def loop[body: def(Int) capturing[_] -> None](n: Int):
    for i in range(n):
        body(i)
struct Holder[f: def(Int) capturing[_] -> None]:  #~ E2041: a capturing closure cannot be the parameter of a type
    pass
def main():
    var s = 0
    @parameter
    def other(i: String):
        s += 1
    loop[other](3)  #~ E2304: this call does not fit `loop`: `other` does not conform to `def(Int) -> NoneType`, the bound of the parameter `body`
    loop(3)  #~ E2304: this call does not fit `loop`: its parameter `body` is missing
    loop[3](3)  #~ E2304: this call does not fit `loop`: `Int` does not conform to `def(Int) -> NoneType`, the bound of the parameter `body`
    loop[unknown](3)  #~ E1001: the name `unknown` is not declared
    loop[other, 3](3)  #~ E2304: this call does not fit `loop`: 2 parameters by position, at most 1 can be given
