# SPDX-License-Identifier: Apache-2.0
# What numbers do not do (language.md §4.2): order vectors by operators, convert implicitly, exceed their type.
#: check
def order[d: DType, n: SIMDLength](a: SIMD[d, n], b: SIMD[d, n]) -> Bool:
    return a < b  #~ E2307: `<` compares scalars; use `.lt()` for a mask of the lanes
def order_scalars[d: DType](a: Scalar[d], b: Scalar[d]) -> Bool:
    return a < b
def takes_float(x: Float64):
    pass
def main():
    var v = SIMD[DType.int32, 4](1)
    print(v < 3)  #~ E2303: `<` compares scalars; `.lt()` gives a mask of the lanes
    if v > v:  #~ E2303: `>` compares scalars; `.gt()` gives a mask of the lanes
        pass
    print(3 < v)  #~ E2307: `<` compares scalars; use `.lt()` for a mask of the lanes
    print(v == v, v.lt(3))
    var vectors: List[SIMD[DType.int32, 4]] = []
    sort(vectors)  #~ E2304: no overload of `sort` takes (List[SIMD[DType.int32, 4]])
    var i = 3
    takes_float(i)  #~ E2001: `takes_float` takes `Float64` as its argument `x`, found `Int`
    var w: Int64 = i  #~ E2001: expected `Int64` for the variable, found `Int`
    var u: UInt = i  #~ E2001: expected `UInt` for the variable, found `Int`
    var f32: Float32 = Float64(1)  #~ E2001: expected `Float32` for the variable, found `Float64`
    var truth: Int = True  #~ E2001: expected `Int` for the variable, found `Bool`
    var flag: Bool = 1  #~ E2001: expected `Bool` for the variable, found `Int`
    var flag2: Bool = i  #~ E2001: expected `Bool` for the variable, found `Int`
    var small: Int8 = 128  #~ E2301: `128` does not fit `Int8`
    var neg: UInt8 = -1  #~ E2301: `-1` does not fit `UInt8`
    var whole: Int = 2.5  #~ E2001: expected `Int` for the variable, found `Float64`
    print(DType.invalid)  #~ E1002: `DType` has no member `invalid`
