# SPDX-License-Identifier: Apache-2.0
# §7.7: comptime if, for, assert; §6.6.
#: run
#: stdout
#| one two many
#| 1000 2 2 9
#| Int String 
#| 2 8 3 5 7 a b 0 8 1 9 6 15 3 8 10 7 4 1 2 1 0 
def first[n: Int]() -> String:
    comptime if n == 1: return "one"
    elif n == 2: return "two"
    else: return "many"
def brk[n: Int]() -> Int:
    var t = 0
    comptime for i in range(n):
        comptime if i == 3: break
        comptime if i == 1: continue
        t += i
    else:
        t += 1000
    return t
def rbrk(k: Int) -> Int:
    var t = 0
    comptime for i in range(5):
        if i == k: break
        if i == 1: continue
        t += i
    return t
def types[*Ts: AnyType]() -> String:
    var s = String()
    comptime for T in Ts:
        s += reflect[T].name() + " "
    return s
from std.reflection import reflect
comptime LST = [3, 5, 7]
def main():
    print(first[1](), first[2](), first[3]())
    print(brk[2](), brk[6](), rbrk(3), rbrk(9))
    print(types[Int, String]())
    comptime for x in [1, 4]:
        var local = x * 2
        print(local, end=" ")
    comptime for x in LST: print(x, end=" ")
    comptime for x in ("a", "b"): print(x, end=" ")
    comptime for i, x in enumerate([8, 9]): print(i, x, end=" ")
    comptime for a, (b, c) in [(1, (2, 3)), (4, (5, 6))]: print(a + b + c, end=" ")
    comptime for a, b in zip([1, 2], [3, 4]): print(a * b, end=" ")
    comptime for i in range(10, 0, -3): print(i, end=" ")
    comptime for x in reversed(range(3)): print(x, end=" ")
    print()
    comptime assert 2 > 1, "ok"
