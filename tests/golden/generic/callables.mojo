# SPDX-License-Identifier: Apache-2.0
# Callables of every kind, copies of aggregates, packs.
#: run


def apply[F: def(Int) -> Int](f: F, x: Int) -> Int:
    return f(x)


def twice(x: Int) -> Int:
    return x * 2


def thin_apply(f: def(Int) thin -> Int, x: Int) -> Int:
    return f(x)


def may_raise(f: def(Int) raises thin -> Int, x: Int) raises -> Int:
    return f(x)


def param_apply[f: def(Int) thin -> Int](x: Int) -> Int:
    return f(x) + 1


@fieldwise_init
struct Adder(def(Int) -> Int):
    var by: Int

    def __call__(self, x: Int) -> Int:
        return x + self.by


struct Noisy(Copyable):
    var name: String

    def __init__(out self, name: String):
        self.name = name

    def __init__(out self, *, copy: Self):
        self.name = copy.name + "'"

    def __deinit__(deinit self):
        print("drop", self.name)


def both[T: Copyable](a: T) -> Tuple[T, T]:
    return (a.copy(), a.copy())


def count[*Ts: AnyType](*args: *Ts) -> Int:
    return args.__len__()


def run_it[E: AnyType, //](f: def() raises E -> None) raises E:
    f()


def main() raises:
    print(apply(twice, 4))
    print(thin_apply(twice, 5))
    print(may_raise(twice, 6))
    print(param_apply[twice](7))
    print(apply(Adder(10), 1))
    var k = 3

    def add_k(x: Int) {imm k} -> Int:
        return x + k

    print(apply(add_k, 100))
    var n = Noisy("a")
    var t = both(n)
    print(t[0].name, t[1].name)
    print(count(1, "x", 2.5))
    var xs = [String("p"), String("q"), String("r"), String("s"), String("t"), String("u")]
    var ys = xs.copy()
    print(ys[5], len(ys))


#: stdout
#| 8
#| 10
#| 12
#| 15
#| 11
#| 103
#| drop a
#| a' a'
#| drop a'
#| drop a'
#| 3
#| u 6
