# SPDX-License-Identifier: Apache-2.0
# §7.5: what runs at compile time, and how its results reach run time.
#: run
#: stdout
#| 3628800
#| 4 3
#| 2
#| -3 3
#| 25
#| 2
#| 0 1 2 
def fact(n: Int) -> Int: return 1 if n < 2 else n * fact(n - 1)
def build(n: Int) -> List[String]:
    var l = List[String]()
    for i in range(n): l.append(String(i))
    return l^
def dictt() -> Dict[String, Int]:
    var d = {"a": 1}
    d["b"] = 2
    return d^
def g(x: Int) -> Int:
    if __is_run_in_comptime_interpreter: return -x
    return x
struct Table(Copyable):
    var data: Array[Int, 8]
    def __init__(out self):
        self.data = Array[Int, 8](fill=0)
        for i in range(8): self.data[i] = i * i
comptime TAB = Table()
comptime L = build(4)
def main():
    comptime f = fact(10)
    print(f)
    var l = materialize[L]()
    print(len(l), l[3])
    print(len(materialize[dictt()]()))
    print(comptime(g(3)), g(3))
    ref t = global_constant[TAB]()
    print(t.data[5])
    ref gl = global_constant[L]()
    print(gl[2])
    comptime for i in range(3):
        print(L[i], end=" ")
    print()
