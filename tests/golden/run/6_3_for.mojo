# SPDX-License-Identifier: Apache-2.0
# §6.3: targets and iterables.
#: run
#: stdout
#| o1
#| o0
#| 3 5 7 2
#| 1 a
#| 2 b
#| 1
#| 2
#| 0 1 a
#| 1 2 b
#| _
#| _
#| p!
#| q!
#| a 1
#| 6
#| 1 x
#| 2 y
#| a
#| b
#| 2 1 0 
#| 3 4 
from std.collections import Set
@fieldwise_init
struct Own(IterableOwned):
    comptime IteratorOwnedType = OwnIter
    var n: Int
    def __iter__(var self) -> OwnIter:
        return OwnIter(self.n)
@fieldwise_init
struct OwnIter(Iterator):
    comptime Element = String
    var n: Int
    def __next__(mut self) raises StopIteration -> String:
        if self.n == 0: raise StopIteration()
        self.n -= 1
        return String("o", self.n)
def pairs() -> List[Tuple[Int, String]]:
    return [(1, "a"), (2, "b")]
def main():
    var o = Own(2)
    for x in o^:
        print(x)
    var xs: List[Int] = [1, 2, 3]
    for ref x in xs: x *= 2
    for var x in xs:
        x += 1
        print(x, end=" ")
    print(xs[0])
    for a, b in pairs(): print(a, b)
    for (a, _) in pairs(): print(a)
    for i, (a, b) in enumerate(pairs()): print(i, a, b)
    for _ in range(2): print("_")
    var ss: List[String] = ["p", "q"]
    for var s in ss^:
        s += "!"
        print(s)
    var d = {"a": 1}
    for e in d.items(): print(e.key, e.value)
    for ref v in d.values(): v += 5
    print(d.get("a", 0))
    for a, b in zip([1, 2], ["x", "y"]): print(a, b)
    for c in "ab".codepoints(): print(c)
    for i in reversed(range(3)): print(i, end=" ")
    print()
    for x in [3, 4]: print(x, end=" ")

