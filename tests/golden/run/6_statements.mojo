# SPDX-License-Identifier: Apache-2.0
#: run
def gen(n: Int) -> List[Int]:
    return [i * i for i in range(n) if i % 2 == 0]

struct Guard:
    var name: String
    def __init__(out self, name: String):
        self.name = name
    def __enter__(mut self) -> Int:
        print("enter", self.name)
        return 7
    def __exit__(mut self):
        print("exit", self.name)

def f(n: Int) raises -> Int:
    with Guard("a") as g:
        if n == 1:
            return g
        if n == 2:
            raise Error("boom")
    return 0

def main() raises:
    for x in gen(7):
        print(x, end=",")
    print()
    var i = 0
    while True:
        i += 1
        if i == 3:
            continue
        if i > 5:
            break
    else:
        print("never")
    print(i)
    for k in range(3):
        if k == 5:
            break
    else:
        print("else")
    print(f(0), f(1))
    try:
        _ = f(2)
    except e:
        print(e)
    var l: List[Int] = [1, 2, 3]
    for ref x in l:
        x *= 2
    for var x in l:
        x += 1
    print(l[0], l[2])
    var d = {"a": 1, "b": 2}
    for item in d.items():
        print(item.key, item.value)
    for key in d:
        print(key)
    if 1 < i < 10 and not (i == 3):
        print("ok")
    var x = 5 if i > 3 else 6
    print(x)
    print((y := 4) + y)
    var m = {j: j * j for j in range(3)}
    print(len(m), m[2])
    assert x == 5, "x is five"
    var t = (1, "a", 2.5)
    print(t[0], t[1], t[2], len(t))
    var opt: Optional[Int] = None
    if opt:
        print("has")
    opt = 3
    if opt:
        print(opt.value())
    print(opt is None, opt is not None)
    print(3 in l, 4 in l, 5 not in l)
#: stdout
#| 0,4,16,36,
#| 6
#| else
#| enter a
#| exit a
#| enter a
#| exit a
#| 0 7
#| enter a
#| exit a
#| boom
#| 2 6
#| a 1
#| b 2
#| a
#| b
#| ok
#| 5
#| 8
#| 3 4
#| 1 a 2.5 3
#| 3
#| False True
#| False True True
