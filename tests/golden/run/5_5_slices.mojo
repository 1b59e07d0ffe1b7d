# SPDX-License-Identifier: Apache-2.0
# §5.5, §5.8: slices by the type that is asked for; all defaults forced; §7.6: origin predicates.
#: run
#: stdout
#| 1 2 2
#| 1:2 -1:-1 1 3 5
#| 3 56 72
#| 2 0
from std.collections.span import ContiguousSlice, StridedSlice
def same_origin[o1: Origin, o2: Origin]() -> Int where o1.equals[o2]: return 1
def b[o1: Origin, o2: Origin]() -> Int where o1.contains[o2]: return 2
def c[o1: Origin, o2: Origin]() -> Int where o1.contains[o2]: return b[o1, o2]()
@fieldwise_init
struct PointXY(Copyable):
    var x: Int
    var y: Int
struct MySlice(ImplicitlyCopyable):
    var text: String
    def __init__(out self, start: Optional[Int], end: Optional[Int], step: Optional[Int], __slice_literal__: NoneType):
        self.text = String(start.or_else(-1), end.or_else(-1), sep=":")
struct A:
    def __init__(out self): pass
    def __getitem__(self, s: MySlice) -> String: return s.text
struct B:
    def __init__(out self): pass
    def __getitem__(self, s: ContiguousSlice) -> Int: return 1
struct C:
    def __init__(out self): pass
    def __getitem__(self, s: StridedSlice) -> Int: return s.step.or_else(0)
struct D:
    def __init__(out self): pass
    def __getattr_param__[name: StringLiteral](self) -> Int: return StaticString(name).byte_length()
struct F[a: Int = 1, b: Int = 2]:
    def __init__(out self): pass
    def sum(self) -> Int: return Self.a + Self.b
def any(f: F) -> Int: return f.a * 10 + f.b
def main():
    var p = PointXY(1, 2)
    print(same_origin[origin_of(p), origin_of(p)](), b[origin_of(p), origin_of(p.x)](), c[origin_of(p), origin_of(p.y)]())
    print(A()[1:2], A()[:], B()[1:2], C()[::3], D().hello)
    var f: F[] = F[]()
    print(f.sum(), any(F[5, 6]()), any(F[7]()))
    var xs: List[Int] = [1, 2, 3, 4]
    print(xs[1:][0], len(xs[:-1]) if False else 0)
