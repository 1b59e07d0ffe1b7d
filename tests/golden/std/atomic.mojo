#: run
# std.atomic: a counter that threads share.
from std.atomic import Atomic
from std.algorithm import parallelize


def main():
    var a = Atomic[Int64](0)
    var p = Pointer(to=a)
    def work(i: Int) {p}:
        p[] += Int64(i)
    parallelize(work, 1000, 4)
    print(a.load())
    print(a.fetch_add(1), a.load())
#: stdout
#| 499500
#| 499500 499501
