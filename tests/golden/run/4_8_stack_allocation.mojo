#: run
# stack_allocation, questions about the target, lists without values (stdlib-api.md 8, 13.1).
from std.memory import stack_allocation
from std.sys.info import CompilationTarget
from std.sys import CompilationTarget as T

comptime FLAG = 1 if CompilationTarget.is_macos() else 2

def sums(n: Int) -> Int:
    var p = stack_allocation[4, Int]()
    for i in range(4):
        p[unsafe_offset=i] = n * i
    var t = 0
    for i in range(4):
        t += p[unsafe_offset=i]
    return t

def main():
    var total = 0
    for i in range(100000):
        total += sums(i)
    print(total, FLAG, T.is_linux(), T.is_x86())
    comptime c = sums(3)
    print(c)
    var f = stack_allocation[8, DType.float32]()
    f.unsafe_store(0, SIMD[DType.float32, 8](1.5))
    print(f.unsafe_load[8](0).reduce_add())
    var xs: List[Int] = [1, 2, 3]
    xs.resize(unsafe_uninit_length=2)
    print(xs)

#: stdout
#| 29999700000 2 True True
#| 18
#| 12.0
#| [1, 2]
