#: check
# What newcomers write, and what they are told.


def average(xs: List[Float64]) -> Float64:
    var total = 0
    for x in xs:
        total += x  #~ E2303: `+` is not defined for `Int` and `Float64`
    return total / len(xs)  #~ E2001: expected `Float64` for the result, found `Int`


def main():
    var xs = [1, 2, 3]
    xs.append(4)  #~ E1002: `Array[Int, 3]` has no member `append`
    var ys = xs  #~ E2317: not copied implicitly
    print(ys, xs)
    for i in 10:  #~ E2322: a value of type `Int` cannot be iterated over
        print(i)
    pritn(average([1, 2]))  #~ E1001: the name `pritn` is not declared
    var d = {"a": [1, 2], "b": [3]}  #~ E2320: these values have no common type: `Array[Int, 2]` and `Array[Int, 1]`
    var grid = [[1, 2], [3]]  #~ E2320: these elements have no common type
    var k = {"a": 1, 2: 3}  #~ E2320: these keys have no common type
    var a: Int = 3.5  #~ E2001: expected `Int` for the variable, found `Float64`
    if a:
        return 5  #~ E2001: `Int` is returned, but `main` returns nothing
