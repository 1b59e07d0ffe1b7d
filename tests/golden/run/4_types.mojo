# SPDX-License-Identifier: Apache-2.0
# Types: numbers, literals, text, tuples, collections, pointers, conversions (language.md §4).
#: run
from std.collections import Set


def wraps() -> Int8:
    var x: Int8 = 127
    x += 1
    return x


def ternary[T: Copyable & Deinitable](c: Bool, a: T, b: T) -> T:
    return a.copy() if c else b.copy()


def never() -> Never:
    while True:
        pass


def pick(x: Int) -> Int:
    if x > 0:
        return 1
    never()


struct FromInt(Copyable, Writable):
    var n: Int

    @implicit
    def __init__(out self, n: Int, extra: Int = 1):
        self.n = n + extra

    def write_to(self, mut writer: Some[Writer]):
        self.n.write_to(writer)


def takes(x: FromInt) -> FromInt:
    return x.copy()


def result(x: Int) -> FromInt:
    return x


def optional(x: Optional[Int]) -> Int:
    return x.or_else(-1)


def literal[T: Writable & Copyable](x: T) -> T:
    return x.copy()


def union(c: Bool, ref a: String, ref b: String) -> ref[a, b] String:
    if c:
        return a
    return b


def main() raises:
    # 4.2 numbers
    var seven = 7
    print(seven / 2, -seven / 2, seven // -2)
    print(wraps(), 7 / 2, -7 / 2, -7 // 2, -7 % 3, 7 % -3, Int(-2.9), Int(2.9))
    var v = SIMD[DType.float32, 4](1, 2, 3, 4)
    print(v, v[2], v * 2 + 1, v == v, v != v, v.lt(3), v.ge(2))
    v[0] = 9
    print(v, SIMD[DType.int32, 4](), SIMD[DType.int32, 2](fill=7), Float32(Int(3)), Int8.MIN, UInt8.MAX)
    var nan = Float64(0) / Float64(0)
    print(nan == nan, 1.0 / Float64(0), Float64.MAX_FINITE > 1e300)
    print(Scalar[DType.int64](3), SIMD[.float64, 2](0.5))
    var flag: Scalar[DType.bool] = True
    print(flag)
    var steps = 0
    for _ in range(0, 5, 2):
        steps += 1
    print(steps)
    # 4.3 literals
    print(1 << 70 >> 68, 10 ** 20 // 10 ** 19, 0.1 + 0.2 == 0.3, literal(3), literal("s"), literal(2.5))
    var f: Float32 = 1
    var i: UInt8 = 255
    var s: StaticString = "static"
    var l: List[Float64] = [1, 2.5]
    var set: Set[Int] = [3, 3, 4]
    var d: Dict[String, Float64] = {"a": 1}
    print(f, i, s, l, len(set), d["a"], len([1, 2, 3]))
    # 4.4 Bool
    print(True and not False or False, Bool(3), Bool(""), 3 if l else 4)
    # 4.5 text
    var t = String("añb")
    print(t.byte_length(), t.count_codepoints(), t[byte=0], t[codepoint=1], String("a", 1, 2.5, sep="-"))
    print("{} and {!r}".format("x", "y"), t + "!", t * 2, "ñ" in t, t < "b")
    for c in t.codepoint_slices():
        print(c, end=",")
    print()
    # 4.6 tuples
    var tup = (1, "two", 3.0)
    var x, y, z = tup
    print(tup[0], tup[1], len(tup), x, y, z, (1, 2) == (1, 2), (1,)[0])
    # 4.7 collections
    var arr = Array[Int, 3](fill=7)
    var opt: Optional[Int] = 4
    print(arr[1], l[len(l) - 1], len(l[0:1]), opt.value(), opt is None, optional(None), optional(5))
    if opt:
        print("some")
    # 4.8 pointers
    var n = 5
    var p = Pointer(to=n)
    p[] += 1
    print(n, p[])
    var raw = alloc[Int](2)
    raw.unsafe_write(8)
    print(raw[])
    raw.unsafe_free()
    # 4.9, 4.10
    print(pick(1), Int == Int, Int == String, type_of(n) == Int)
    # 4.12 conversions
    var conv: FromInt = 3
    conv = 5
    print(conv, takes(6), result(7))
    var many: List[FromInt] = [1, 2]
    print(many[1])
    var a = String("a")
    var b = String("b")
    print(union(True, a, b), ternary(False, 1, 2))

#: stdout
#| 3 -3 -4
#| -128 3.5 -3.5 -4 2 -2 -2 2
#| [1.0, 2.0, 3.0, 4.0] 3.0 [3.0, 5.0, 7.0, 9.0] True False [True, True, False, False] [False, True, True, True]
#| [9.0, 2.0, 3.0, 4.0] [0, 0, 0, 0] [7, 7] 3.0 -128 255
#| False inf True
#| 3 [0.5, 0.5]
#| True
#| 3
#| 4 10 True 3 s 2.5
#| 1.0 255 static [1.0, 2.5] 2 1.0 3
#| True True False 3
#| 4 3 a ñ a-1-2.5
#| x and 'y' añb! añbañb True True
#| a,ñ,b,
#| 1 two 3 1 two 3.0 True 1
#| 7 2.5 1 4 False -1 5
#| some
#| 6 6
#| 8
#| 1 True False True
#| 6 7 8
#| 3
#| a 2
