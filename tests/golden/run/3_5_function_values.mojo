# SPDX-License-Identifier: Apache-2.0
# Function values: pointers, closure bounds, structs that are callables, conversions (language.md §3.5).
#: run
@fieldwise_init
struct Twice(Copyable, def(Int) -> Int):
    var k: Int

    def __call__(self, x: Int) -> Int:
        return 2 * x + self.k


def may_raise(f: def(Int) raises thin -> Int) raises -> Int:
    return f(3)


def calm(x: Int) -> Int:
    return x


def apply[F: def(Int) -> Int, //](f: F) -> Int:
    return f(5)


def bound(f: def(Int) -> Int) -> Int:
    return f(6)


def some(f: Some[def(Int) -> Int]) -> Int:
    return f(7)


def scale[w: Int](x: Int) -> Int:
    return w * x


def each[F: def[w: Int](Int) -> Int, //](f: F) -> Int:
    return f[4](10) + f[2](1)


def at_compile_time[f: def[w: Int](Int) thin -> Int]() -> Int:
    return f[3](4)


def twice[o: ImmOrigin](ref[o] s: String) -> Int:
    return s.byte_length() * 2


def pointer(f: def[o: ImmOrigin](ref[o] s: String) thin -> Int, s: String) -> Int:
    return f(s)


def c_function(x: Int32) abi("C") -> Int32:
    return x + 1


def call_c(f: def(Int32) thin abi("C") -> Int32) -> Int32:
    return f(4)


def main() raises:
    print(may_raise(calm), apply(calm), bound(calm), some(calm), apply(Twice(1)))
    var p: def(Int) thin -> Int = calm  # a function has a type of its own and becomes a pointer
    print(p(8), apply(p))
    var t: def(Int) thin -> Int = scale[3]
    print(t(2), each(scale), at_compile_time[scale](), pointer(twice, "abc"), call_c(c_function))

#: stdout
#| 3 5 6 7 11
#| 8 5
#| 6 42 12 6 5
