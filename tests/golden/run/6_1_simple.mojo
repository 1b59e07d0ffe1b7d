# SPDX-License-Identifier: Apache-2.0
# §6.1, §6.2: assignments, returns, loops with else.
#: run
#: stdout
#| 3 3
#| 3 4 1
#| 3
#| 0 11
#| e 4
#| 5
#| 2.0
#| 2.0
#| 4 4
#| one-line
#| two
#| else
#| 0 0
#| 0 2
#| inner else
#| 2 0
#| 2 2
#| inner else
#| outer else
#| boolable
#| empty
def nothing(): return
def named(out r: Int):
    r = 5
    if r > 3: return
    r = 6
def noisy(x: Int) -> Int:
    print("e", x)
    return x
struct S:
    var v: List[Int]
    def __init__(out self): self.v = [0, 0, 0]
def idx(mut c: Int) -> Int:
    c += 1
    return c
def main() raises:
    var a: Int
    var b: Int
    a = b = 3
    print(a, b)
    var s = S()
    s.v[0], s.v[1] = 1, 2
    (a, b) = (b + 1, a)
    [a, b] = (b, a)
    print(a, b, s.v[0])
    a, (b, s.v[2]) = 1, (2, 3)
    print(s.v[2])
    var c = -1
    s.v[idx(c)] += 10
    print(c, s.v[0])
    _ = noisy(4)
    print(named())
    nothing()
    import std.math as mm
    print(mm.sqrt(4.0))
    from std.math import floor
    print(floor(2.5))
    x = y = 4
    print(x, y)
    if x > 3: print("one-line"); print("two")
    while x > 3: x -= 1
    else: print("else")
    var i = 0
    while i < 5:
        i += 1
        if i == 3: break
    else:
        print("not here")
    for j in range(3):
        for k in range(3):
            if k == 1: continue
            if j == 1: break
            print(j, k)
        else:
            print("inner else")
    else:
        print("outer else")
    for q in range(2):
        if q == 1: break
    else:
        print("never")
    if "text": print("boolable")
    if List[Int](): print("never")
    elif 0: print("never")
    else: print("empty")
