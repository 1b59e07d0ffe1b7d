# SPDX-License-Identifier: Apache-2.0
#: run
struct D(Movable):
    var n: Int
    def __init__(out self, n: Int):
        self.n = n
    def __deinit__(deinit self):
        print("D", self.n)

struct A(Movable):
    var d: Optional[D]
    def __init__(out self):
        self.d = None

struct B(Movable):
    var d: D
    def __init__(out self):
        self.d = D(5)

def main():
    var b = B()
    print("b", b.d.n)
    var a = A()
    a.d = D(1)
    print("end")


#: stdout
#| b 5
#| D 5
#| D 1
#| end
