#: run
# Conversions between numbers, and from types and text that convert.


@fieldwise_init
struct A(Intable):
    var x: Int
    def __int__(self) -> Int:
        return self.x


@fieldwise_init
struct B(Floatable, Intable):
    var x: Int
    def __int__(self) -> Int:
        return self.x
    def __float__(self) -> Float64:
        return Float64(self.x) + 0.5


def main() raises:
    print(Int(A(3)), Float64(A(4)), Int(B(5)), Float64(B(6)), Float32(B(1)), UInt8(B(2)), Int(2.7), Int(True), Float64(True), Int32(Int64(7)), Float64(Float32(1.5)), Int(String("7")), UInt8("9"))
    var s = String("3.25")
    print(Float64(s), Float32("2.5"), s.__float__(), Float64("1e3"))
#: stdout
#| 3 4.0 5 6.5 1.5 2 2 1 1.0 7 1.5 7 9
#| 3.25 2.5 3.25 1000.0
