# SPDX-License-Identifier: Apache-2.0
# §7.8: types, fields, functions, places, sizes, -D.
#: run
#: stdout
#| P P True True
#| 3 name
#| x Int; name String; b Bool; 
#| 1
#| 5
#| String Int
#| 8 32
#| fname
#| 45 13 46:33
#| 8 4 16 True
#| True 7 text True float32 5
#| True
#| List List[Int]
#: flags -D K=7 -D S=text -D B -D D=float32
from std.reflection import reflect, reflect_fn, source_location, call_location
from std.sys import size_of, align_of, bit_width_of, is_defined, get_defined_int, get_defined_string, get_defined_bool, get_defined_dtype
@fieldwise_init
struct P(Copyable):
    var x: Int
    var name: String
    var b: Bool
@always_inline
def where_called() -> String:
    var l = call_location()
    return String(l.line(), ":", l.column())
def fname(x: Int) -> Int: return x
def main():
    comptime r = reflect[P]
    print(r.name(), r.base_name(), r.is_struct(), reflect[Int].is_struct())
    print(r.field_count(), r.field_names()[1])
    comptime for i in range(r.field_count()):
        print(r.field_names()[i], reflect[r.field_types()[i]].name(), end="; ")
    print()
    var p = P(1, "n", True)
    print(r.field_ref[0](p))
    r.field_ref[0](p) = 5
    print(p.x)
    print(reflect[r.field["name"].T].name(), r.field_at[0].name())
    print(r.field_offset[name="name"](), r.field_offset[index=2]())
    print(reflect_fn[fname].display_name())
    var l = source_location()
    print(l.line(), l.column(), where_called())
    print(size_of[Int](), align_of[Int32](), bit_width_of[Int16](), size_of[P]() > 24)
    print(is_defined["K"](), get_defined_int["K", 5](), get_defined_string["S", "dd"](), get_defined_bool["B", False](), get_defined_dtype["D", DType.int8](), get_defined_int["OTHER", 5]())
    print(is_defined["__OPTIMIZATION_LEVEL"]())
    print(reflect[List[Int]].base_name(), reflect[List[Int]].name())
