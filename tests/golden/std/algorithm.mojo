#: run
# std.algorithm: loops as functions, and reductions.
from std.algorithm import cumsum, map, max, mean, min, parallelize, product, sum, tile, unswitch, variance, vectorize


def main() raises:
    var xs: List[Float64] = [Float64(i) for i in range(11)]
    var ys = List[Float64](length=11, fill=0)
    var p = xs.unsafe_ptr()
    var q = ys.unsafe_ptr()

    def twice[width: Int](i: Int) {p, q}:
        q.unsafe_store(i, p.unsafe_load[width](i) * 2)

    vectorize[4](len(xs), twice)
    print(ys)
    vectorize[2, unroll_factor=2](len(xs), twice)
    print(ys[10])

    @parameter
    def thrice[width: Int](i: Int):
        q.unsafe_store(i, p.unsafe_load[width](i) * 3)

    vectorize[thrice, 4](len(xs))
    print(ys[10])

    def square(i: Int) {p, q}:
        q[unsafe_offset=i] = p[unsafe_offset=i] ** 2

    parallelize(square, 11)
    print(ys)
    parallelize(square, 11, 3)

    @parameter
    def cube(i: Int):
        q[unsafe_offset=i] = p[unsafe_offset=i] ** 3

    parallelize[cube](11, 2)
    print(ys[10])

    def show[size: Int](at: Int):
        print(size, "at", at, end="; ")

    tile[4, 2, 1](0, 11, show)
    print()

    def which[flag: Bool]():
        print("on" if flag else "off")

    unswitch(True, which)
    unswitch(False, which)
    print(sum(xs), product(xs[1:5]), max(xs), min(xs), mean(xs), variance(xs))
    cumsum(ys, xs)
    print(ys)
#: stdout
#| [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0]
#| 20.0
#| 30.0
#| [0.0, 1.0, 4.0, 9.0, 16.0, 25.0, 36.0, 49.0, 64.0, 81.0, 100.0]
#| 1000.0
#| 4 at 0; 4 at 4; 2 at 8; 1 at 10; 
#| on
#| off
#| 55.0 24.0 10.0 0.0 5.0 11.0
#| [0.0, 1.0, 3.0, 6.0, 10.0, 15.0, 21.0, 28.0, 36.0, 45.0, 55.0]
