# SPDX-License-Identifier: Apache-2.0
# §5.5: indices, slices, compile-time indices, attributes by name.
#: run
#: stdout
#| 6 77 1,2,-1 -1,-1,-1 -1,-1,2 2
#| 10 7
#| 8
#| get hello
#| 0
#| set world 3
#| get count
#| set count 4
#| 4
#| 2 5 4 2
struct M:
    var d: List[Int]
    def __init__(out self):
        self.d = [0, 0, 0, 0, 0, 0]
    def __getitem__(self, r: Int, c: Int) -> Int:
        return self.d[r * 3 + c]
    def __setitem__(mut self, r: Int, c: Int, v: Int):
        self.d[r * 3 + c] = v
    def __getitem__(self) -> Int:
        return 77
    def __getitem__(self, s: Slice) -> String:
        return String(s.start.or_else(-1), s.end.or_else(-1), s.step.or_else(-1), sep=",")
    def __getitem__(self, s: Slice, t: Slice) -> Int:
        return 2
struct RefM:
    var d: List[Int]
    def __init__(out self):
        self.d = [1, 2]
    def __getitem__(ref self, i: Int) -> ref[self.d] Int:
        return self.d[i]
struct CP:
    def __init__(out self): pass
    def __getitem_param__[i: Int](self) -> Int:
        return i * 2
struct At:
    var v: Int
    def __init__(out self): self.v = 0
    def __getattr__[name: StringLiteral](self) -> Int:
        print("get", name)
        return self.v
    def __setattr__[name: StringLiteral](mut self, val: Int):
        print("set", name, val)
        self.v = val
def inc(mut x: Int): x += 1
def main():
    var m = M()
    m[1, 2] = 5
    m[1, 2] += 1
    print(m[1, 2], m[], m[1:2], m[:], m[::2], m[1:, :3])
    var r = RefM()
    r[0] = 9
    r[1] += 5
    inc(r[0])
    print(r[0], r[1])
    print(CP()[4])
    var a = At()
    print(a.hello)
    a.world = 3
    a.count += 1
    print(a.v)
    var l = [1, 2, 3, 4, 5]
    var xs: List[Int] = [1, 2, 3, 4, 5]
    print(len(xs[1:3]), xs[::-1][0], xs[1:5:2][1], l[1])
