# SPDX-License-Identifier: Apache-2.0
# §5.6: members of the expected type.
#: run
#: stdout
#| 0 1 7
#| 31 4
#| 1
#| 0 1
#| True True
#| 2
#| 1
#| True
@fieldwise_init
struct Colour(Equatable, TrivialRegisterPassable):
    var code: UInt8
    comptime RED = Self(0)
    comptime BLUE = Self(1)
    @staticmethod
    def mix(a: Int) -> Self:
        return Self(UInt8(a))
def paint(c: Colour) -> Int:
    return Int(c.code)
def both(a: Colour, *, b: Colour = .BLUE) -> Int:
    return Int(a.code) * 10 + Int(b.code)
def default_colour() -> Colour:
    return .BLUE
def main():
    print(paint(.RED), paint(.BLUE), paint(.mix(7)))
    print(both(.mix(3)), both(.RED, b=.mix(4)))
    var v = SIMD[.float32, 8](1)
    print(v.cast[.int32]()[0])
    var c: Colour = .BLUE
    c = .RED
    print(c.code, default_colour().code)
    print(c == .RED, c != .BLUE)
    var l: List[Colour] = [.RED, .BLUE]
    print(len(l))
    var k: Colour = .RED if c == .BLUE else .BLUE
    print(k.code)
    var o: Optional[Colour] = Colour.RED
    print(o.value() == .RED)
