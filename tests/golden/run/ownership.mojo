# SPDX-License-Identifier: Apache-2.0
#: run
@fieldwise_init
struct Noisy(Copyable, Movable):
    var n: Int

    def __del__(deinit self):
        print("del", self.n)

def main():
    var xs = [3, 1, 2]
    print(len(xs), xs[0], xs[1], xs[2])
    var ys = List[Int]()
    for i in range(5):
        ys.append(i * i)
    print(ys[4], len(ys))
    ys[2] = 100
    print(ys[2])
    var s = String("hello")
    s += ", world"
    print(s)
    var a = Noisy(1)
    var b = a.copy()
    b.n = 2
    print("mid", a.n, b.n)
    var names = List[String]()
    names.append("x")
    names.append("yy")
    for i in range(len(names)):
        print(names[i])
#: stdout
#| 3 3 1 2
#| 16 5
#| 100
#| hello, world
#| mid 1 2
#| del 2
#| del 1
#| x
#| yy
