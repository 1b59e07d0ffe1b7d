# SPDX-License-Identifier: Apache-2.0
# §5.1, §5.3: reflected and in-place operators; chains.
#: run
#: stdout
#| 9 6 5 1 2 3 4 5 6 7 8 9 10
#| 8 24 124 1 2 3 4 5 6 7 8 9 10
#| 0.5 0.25
#| True
@fieldwise_init
struct R(ImplicitlyCopyable):
    var x: Int
    def __rpow__(self, o: Int) -> Int: return o ** self.x
    def __rmul__(self, o: Int) -> Int: return o * self.x
    def __rmatmul__(self, o: Int) -> Int: return o + self.x
    def __rtruediv__(self, o: Int) -> Int: return 1
    def __rfloordiv__(self, o: Int) -> Int: return 2
    def __rmod__(self, o: Int) -> Int: return 3
    def __radd__(self, o: Int) -> Int: return 4
    def __rsub__(self, o: Int) -> Int: return 5
    def __rlshift__(self, o: Int) -> Int: return 6
    def __rrshift__(self, o: Int) -> Int: return 7
    def __rand__(self, o: Int) -> Int: return 8
    def __ror__(self, o: Int) -> Int: return 9
    def __rxor__(self, o: Int) -> Int: return 10
    def __ipow__(mut self, o: Int): self.x = self.x ** o
    def __imul__(mut self, o: Int): self.x *= o
    def __imatmul__(mut self, o: Int): self.x += 100
    def __itruediv__(mut self, o: Int): self.x = 1
    def __ifloordiv__(mut self, o: Int): self.x = 2
    def __imod__(mut self, o: Int): self.x = 3
    def __iadd__(mut self, o: Int): self.x = 4
    def __isub__(mut self, o: Int): self.x = 5
    def __ilshift__(mut self, o: Int): self.x = 6
    def __irshift__(mut self, o: Int): self.x = 7
    def __iand__(mut self, o: Int): self.x = 8
    def __ior__(mut self, o: Int): self.x = 9
    def __ixor__(mut self, o: Int): self.x = 10

def main():
    var r = R(2)
    print(3 ** r, 3 * r, 3 @ r, 3 / r, 3 // r, 3 % r, 3 + r, 3 - r, 3 << r, 3 >> r, 3 & r, 3 | r, 3 ^ r)
    r **= 3; print(r.x, end=" ")
    r *= 3; print(r.x, end=" ")
    r @= 3; print(r.x, end=" ")
    r /= 3; print(r.x, end=" ")
    r //= 3; print(r.x, end=" ")
    r %= 3; print(r.x, end=" ")
    r += 3; print(r.x, end=" ")
    r -= 3; print(r.x, end=" ")
    r <<= 3; print(r.x, end=" ")
    r >>= 3; print(r.x, end=" ")
    r &= 3; print(r.x, end=" ")
    r |= 3; print(r.x, end=" ")
    r ^= 3; print(r.x)
    print(2 ** -1.0, 2.0 ** -2)
    print(1 < 2 in [2, 3])
