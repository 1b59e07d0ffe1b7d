# SPDX-License-Identifier: Apache-2.0
# §7.9: lists of types and values.
#: run
#: stdout
#| List[Int] List[String] 2 Bool 106
#| 4 9 True False 14
#| 3 Bool
#| True False True False
#| SIMD[DType.int32, 2] 4
#| True False
#| 2 3 4 10
#| 7 8 6
#| 2
#| True False True
#| 4 1 2 4
#| String Opaque Int Int.String.TrueFalse
comptime ListOf[T: Copyable & Deinitable] = List[T]
comptime Sum[so_far: Int, x: Int]: Int = so_far + x
comptime Sizes[so_far: Int, T: AnyType]: Int = so_far + reflect[T].field_count()
comptime Square[i: Int]: Int = i * i
comptime Vec[i: Int] = SIMD[DType.int32, 2]
comptime Twice[x: Int]: Int = 2 * x
comptime Name[T: AnyType]: Int = reflect[T].name().byte_length()
@fieldwise_init
struct P(Copyable):
    var a: Int
    var b: Int
def mapped[*Ts: Copyable & Deinitable]() -> String:
    comptime Ls = Ts.map[ListOf]
    var s = String()
    comptime for L in Ls:
        s += reflect[L].name() + " "
    return s + String(Ls.length)
def first[*Ts: AnyType]() -> String:
    return String(reflect[Ts.slice[1, 3][0]].name())
def total[*ns: Int]() -> Int:
    return ns.reduce[100, Sum]
def has[*ns: Int, x: Int = 3]() -> Bool: return ns.contains[x]()
def all_w[*Ts: AnyType]() -> Bool: return Ts.all_conforms_to[Writable]()
def tup[*Ts: Copyable & Deinitable](var t: Tuple[*Ts.map[ListOf]]) -> Int:
    return len(t[0])
struct Holder[*Ts: AnyType]:
    comptime n = Self.Ts.length
    comptime lists = TypeList.of[Int, *Self.Ts]
    def __init__(out self): pass
def main():
    print(mapped[Int, String](), first[Int, Bool, String](), total[1, 2, 3]())
    comptime sq = ParameterList.tabulate[4, Square]
    print(sq.length, sq[3], sq.contains[9](), sq.contains[8](), sq.reduce[0, Sum])
    comptime sp = TypeList.splat[3, Bool]
    print(sp.length, reflect[sp[2]].name())
    print(has[1, 2, 3](), has[1, 2](), all_w[Int, String](), all_w[Int, P]())
    comptime vs = TypeList.tabulate[2, Vec]
    print(reflect[vs[1]].name(), TypeList.of[P, P].reduce[0, Sizes])
    print(TypeList.of[Int, P].contains[P](), TypeList.of[Int].map[Optional][0]().__bool__())
    print(Holder[Bool, P].n, Holder[Bool, P].lists.length, ParameterList.of[3, 4][1], ParameterList.of[5, 6].map[Twice][0])
    comptime for x in ParameterList.of[7, 8]: print(x, end=" ")
    print(TypeList.of[Int, String].map_to_values[Name][1])
    var t: Tuple[List[Int], List[String]] = ([1, 2], ["x"])
    print(tup[Int, String](t^))
    predicates()
comptime Big[x: Int]: Bool = x > 2
comptime Writes[T: AnyType]: Bool = conforms_to(T, Writable)
struct Opaque(Movable):
    def __init__(out self): pass
def names[*Ts: AnyType]() -> String:
    var s = String()
    comptime for T in Ts.reverse:
        s += reflect[T].name() + " "
    comptime for T in Ts.filter[Writes]:
        s += reflect[T].name() + "."
    return s + String(Ts.any_satisfies[Writes]()) + String(Ts.all_satisfies[Writes]())
def predicates():
    comptime L = ParameterList.of[1, 2, 3, 4]
    print(L.any_satisfies[Big](), L.all_satisfies[Big](), ParameterList.of[3, 4].all_satisfies[Big]())
    print(L.reverse[0], L.reverse[3], L.filter[Big].length, L.filter[Big].reverse[0])
    print(names[Int, Opaque, String]())
