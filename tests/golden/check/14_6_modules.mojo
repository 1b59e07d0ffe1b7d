#: check
# Library modules under their names without `std` still load, with the import of today as the fix.
from math import sqrt, pi  #~ W1015 @6-10: library modules are imported with the prefix `std`
from collections.set import Set  #~ W1015 @6-21
from sys.info import simd_width_of  #~ W1015
import random  #~ W1015 @8-14
import time as clock  #~ W1015
from maths import cos  #~ E1003: no module `maths`


# A struct parameter under its bare name (before 2026).
struct Box[T: Copyable & Deinitable, size: Int]:
    var item: T  #~ W1011: the struct parameter `T` is written `Self.T` here

    def __init__(out self, item: T):  #~ W1011
        self.item = item.copy()

    def double(self) -> Int:
        return size * 2  #~ W1011 @16-20: the struct parameter `size` is written `Self.size` here


def main():
    print(sqrt(2.0), pi, random.random_float64() < 2, clock.perf_counter_ns() > 0, simd_width_of[Float64]() > 0)
    var s: Set[Int] = {1}
    print(len(s), Box[Int, 3](1).double())
