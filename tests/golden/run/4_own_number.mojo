# SPDX-License-Identifier: Apache-2.0
# A numeric type in library code alone: literals, operators with a literal on either side, comparison, conversion,
# rounding, hashing, text, vectors of it in collections, generic code (language.md §4.2, §4.3, §4.12).
#: run
struct Fixed(Absable, Comparable, Defaultable, Floatable, Hashable, Intable, TrivialRegisterPassable, Writable):
    """A decimal number with two digits behind the point."""

    var cents: Int
    comptime ZERO = Self(cents=0)
    comptime MAX = Self(cents=Int.MAX)

    def __init__(out self):
        self.cents = 0

    def __init__(out self, *, cents: Int):
        self.cents = cents

    @implicit
    def __init__(out self, value: IntLiteral):
        self.cents = Int(value) * 100

    @implicit
    def __init__(out self, value: FloatLiteral):
        self.cents = Int(Float64(value) * 100 + 0.5)

    def __init__(out self, value: Int):
        self.cents = value * 100

    def __int__(self) -> Int:
        return self.cents // 100

    def __float__(self) -> Float64:
        return Float64(self.cents) / 100

    def __add__(self, rhs: Self) -> Self:
        return Self(cents=self.cents + rhs.cents)

    def __radd__(self, lhs: Self) -> Self:
        return lhs + self

    def __sub__(self, rhs: Self) -> Self:
        return Self(cents=self.cents - rhs.cents)

    def __mul__(self, rhs: Self) -> Self:
        return Self(cents=self.cents * rhs.cents // 100)

    def __rmul__(self, lhs: Self) -> Self:
        return lhs * self

    def __truediv__(self, rhs: Self) -> Self:
        return Self(cents=self.cents * 100 // rhs.cents)

    def __iadd__(mut self, rhs: Self):
        self.cents += rhs.cents

    def __neg__(self) -> Self:
        return Self(cents=-self.cents)

    def __abs__(self) -> Self:
        return Self(cents=abs(self.cents))

    def __eq__(self, rhs: Self) -> Bool:
        return self.cents == rhs.cents

    def __lt__(self, rhs: Self) -> Bool:
        return self.cents < rhs.cents

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("-" if self.cents < 0 else "")
        var whole = abs(self.cents)
        (whole // 100).write_to(writer)
        writer.write_string(".0" if whole % 100 < 10 else ".")
        (whole % 100).write_to(writer)


def sum[T: Copyable & Deinitable & Defaultable, F: def(T, T) -> T, //](xs: List[T], add: F) -> T:
    var total = T()
    for x in xs:
        total = add(total, x)
    return total^


def plus(a: Fixed, b: Fixed) -> Fixed:
    return a + b


comptime PRICE: Fixed = 12.34  # at compile time as well


def main() raises:
    var a: Fixed = 3
    var b: Fixed = 1.25
    print(a, b, a + b, a - b, a * b, a / b, -a, abs(-b))
    print(2 * b, b + 1, 1 + b, PRICE * 2)
    a += 0.5
    print(a, Int(a), Float64(a), a < b, a >= b, a == 3.5, max(a, b), min(a, 1))
    var prices: List[Fixed] = [2, 0.99, 10]
    sort(prices)
    print(prices, sum(prices, plus), Fixed(7), Fixed.ZERO)
    var names = {PRICE: "dear", Fixed(1): "cheap"}
    print(names[1] if Fixed(1) in names else "?", len(names))

#: stdout
#| 3.00 1.25 4.25 1.75 3.75 2.40 -3.00 1.25
#| 2.50 2.25 2.25 24.68
#| 3.50 3 3.5 False True True 3.50 1.00
#| [0.99, 2.00, 10.00] 12.99 7.00 0.00
#| cheap 2
