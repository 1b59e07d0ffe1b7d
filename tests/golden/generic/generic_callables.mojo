#: run
# Function types with parameters of their own: given at each call (language.md §3.5, §10.2).


def vectorize[F: def[width: Int](Int) -> None, //, simd_width: Int](size: Int, closure: F):
    var i = 0
    while i + simd_width <= size:
        closure[simd_width](i)
        i += simd_width
    while i < size:
        closure[1](i)
        i += 1


def direct(body: def[n: Int](Int) raises -> Int) raises -> Int:
    return body[3](4) + body[n=5](6)


def as_parameter[f: def[n: Int](Int) thin -> Int]() -> Int:
    return f[2](10)


def typed[F: def[T: Copyable & Writable](T) -> String, //](f: F) -> String:
    return f(1) + f("two") + f[Float64](3.5)


@fieldwise_init
struct Scale(def[n: Int](Int) -> Int):
    var by: Int

    def __call__[n: Int](self, x: Int) -> Int:
        return self.by * x * n


def apply[F: def[k: Int](Int) -> Int](f: F) -> Int:
    return f[3](2)


def times[n: Int](x: Int) -> Int:
    return n * x


def text[T: Copyable & Writable](value: T) -> String:
    return String("<", value, ">")


def first[o: ImmOrigin](ref[o] s: String) -> Int:
    return s.byte_length()


def main() raises:
    var xs: List[Float64] = [Float64(i) for i in range(10)]
    var p = xs.unsafe_ptr()
    var total = 0.0

    def add[width: Int](i: Int) {mut total, p}:
        total += p.unsafe_load[width](i).reduce_add()

    vectorize[4](10, add)
    print(total)

    @parameter
    def count[width: Int](i: Int):
        total += Float64(width)

    vectorize[2](5, count)
    print(total)
    print(direct(times), as_parameter[times](), typed(text))
    print(apply(Scale(7)), apply(times))
    var pointer: def[o: ImmOrigin](ref[o] s: String) thin -> Int = first
    print(pointer("four"))
#: stdout
#| 45.0
#| 50.0
#| 42 20 <1><two><3.5>
#| 42 6
#| 4
