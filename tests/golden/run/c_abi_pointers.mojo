#: run
# Pointers to functions of the C ABI: structs travel by value as C passes them, whoever calls.


@fieldwise_init
struct Pair(TrivialRegisterPassable):
    var a: Int32
    var b: Float32


@fieldwise_init
struct Large(Copyable):
    var x: Float64
    var y: Array[Int16, 3]
    var z: Pair


def swap(p: Pair) abi("C") -> Pair:
    return Pair(Int32(p.b), Float32(p.a))


def grow(l: Large, mut count: Int, by: UInt8) abi("C") -> Large:
    count += 1
    var r = l.copy()
    r.x *= Float64(by)
    r.y[2] += Int16(by)
    r.z = swap(r.z)
    return r^


def eat(var l: Large, more: Bool) abi("C") -> Bool:
    return l.x > 10 and more


def through(f: def(Pair) thin abi("C") -> Pair, p: Pair) -> Pair:
    return f(p)


def main():
    var p = through(swap, Pair(3, 4.5))
    print(p.a, p.b)
    var f: def(Large, mut Int, UInt8) thin abi("C") -> Large = grow
    var count = 0
    var l = f(Large(1.5, [1, 2, 3], p), count, 200)
    print(l.x, l.y[0], l.y[2], l.z.a, l.z.b, count)
    l = grow(f(l, count, 2), count, 1)
    print(l.x, l.y[2], count)
    var g: def(var Large, Bool) thin abi("C") -> Bool = eat
    print(g(l.copy(), True), g(l^, False), eat(Large(1, [0, 0, 0], p), True))


#: stdout
#| 4 3.0
#| 300.0 1 203 3 4.0 1
#| 600.0 206 3
#| True False False
