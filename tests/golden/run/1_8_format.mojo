# SPDX-License-Identifier: Apache-2.0
# f-strings, and format specifications in both kinds of templates: what they print is what Python prints.
#: run
#: flags -O0
from std.builtin.format_spec import Formattable


@fieldwise_init
struct Point(Formattable, Writable):
    var x: Int
    var y: Int

    def __format__(self, spec: StringSpan) raises -> String:
        if spec == "swapped":
            return String(f"({self.y}, {self.x})")
        if spec != "plain":
            raise Error("no such format: ", spec)
        return f"({self.x}, {self.y})"

    def write_to(self, mut writer: Some[Writer]):
        writer.write(self.x, ";", self.y)


@fieldwise_init
struct Tag(Writable):
    var name: String

    def write_to(self, mut writer: Some[Writer]):
        writer.write("<", self.name, ">")


def table[T: Writable](x: T, width: Int) -> String:
    return f"|{x:>{width}}|"


def counted(n: Int) -> Int:
    print("counted", n)
    return n


def ints(values: List[Int], specs: List[String]):
    print(" ".join([f"[{values[i]:{specs[i]}}]" for i in range(len(specs))]))


def floats(values: List[Float64], specs: List[String]):
    print(" ".join([f"[{values[i]:{specs[i]}}]" for i in range(len(specs))]))


def texts(values: List[String], specs: List[String]):
    print(" ".join([f"[{values[i]:{specs[i]}}]" for i in range(len(specs))]))


comptime TEXT: String = f"{3:03}/{0.5:.2f}/{String("x")!r:>5}"


def main() raises:
    var inf = 1e308 * 10.0
    var nan = inf - inf
    var zero = -0.0
    ints([7, 1234, 0, 255, 42, 65], [" 14X", "3G", " #_", "=#8_", "^01", "2c"])
    ints([1_000_000_000_000, 1_000_000_000_000, 42, 255, 7, 255], ["_=+013F", ",", " <012_x", "=13G", "13d", "#11o"])
    ints([1234, 42, 1, 65, -42, 1234], ["*^-3F", "*>3b", "0G", "^+#14o", "5", "_=-#0"])
    ints([255, -1234567, 1_000_000_000_000, -1], ["013o", "*^+#4", "*>01n", "=#014,"])
    floats([3.14159, 0.0, 0.0001, 0.00012345, inf, 1e+16], [" _.5", "#01.8f", "_^#9_e", "=#11%", "é<06", "=10.3"])
    floats([zero, -1e+22, 0.5, 0.00012345, 3.14159, 3.14159], ["E", "^0E", " >010%", "0n", "#0f", " ^g"])
    floats([12345.0, 12345.0, 1_000_000_000_000000.0, 1e+16, 0.0, -1.5], ["_>-", "<12.3", "4.0", "0=+#0_e", "_< 6_.6g", "11"])
    floats([1e+16, 1_000_000_000_000000.0, 0.5, 1e+16], ["^06_f", "#2,%", "_^09g", "<6.1E"])
    texts(["a", "hello world", "abc", "héllo", "", "日本"], ["*^.3s", ">3s", "0", ">s", "13s", "0.8"])
    texts(["héllo", "日本", "", "héllo", "hello world", "héllo"], ["0<1.3s", "é>14", "13.1", "013.1", "*^8.7s", "^0.5s"])
    texts(["", "a", "", "", "日本", "héllo"], ["014.3s", "3.2s", "1s", "0<03.1s", ">", "é^1"])
    texts(["日本", "hello world", "abc", "a"], ["01.0s", "s", "010s", "06"])
    var n = 42
    var s = String("ab")
    var w = 9
    print(f"{n=} {s=} {n=:>5} {s=!s} {n = }")
    print(f"{s!r:>6}|{s!s:^6}|{n!r}|{True}|{True:d}|{False:>6}|{None}")
    print(f"{n:>{w}}|{2.5:{w}.{1}f}|{s:*^{w}}")
    print(f"{counted(1)} {counted(2):{counted(4)}}")
    print(f"{{}} {{{n}}}" "plain " f"{s}")
    print(t"{n:>4}|{0.25:.1%}|{s:>4}")
    print(f"{UInt8(200):x} {Int8(-128):b} {Int128(10):,} {Float32(0.1)} {Float32(0.1):>6} {Float32(0.1):.8f} {inf} {nan:>5}")
    print(f"{Point(1, 2)} {Point(1, 2):swapped} {Tag("b"):>5} {Tag("c")} {[1, 2]:>8}")
    print(table(7, 4), table(String("é"), 4), table(Tag("t"), 5), table(1.5, 5))
    print(materialize[TEXT]())
    var kept: String = f"{n}" + f"{s:>3}"
    print(kept, len(f"{n:>10}".split()))
    try:
        print(f"{Point(1, 2):nonsense}")
    except e:
        print(e)
    var bad = String("q")
    try:
        print(f"{n:{bad}}")
    except e:
        print(e)


#: stdout
#| [             7] [1234] [ 0] [     255] [42] [ A]
#| [+1000000000000.000000] [1,000,000,000,000] [2a          ] [          255] [            7] [      0o377]
#| [1234.000000] [101010] [1] [    +0o101    ] [  -42] [1234]
#| [0000000000377] [-1234567] [1000000000000] [-0,000,000,001]
#| [ 3.1416] [0.00000000] [1.000000e-04] [  0.012345%] [infééé] [     1e+16]
#| [-0.000000E+00] [-1.000000E+22] [50.000000%] [0.00012345] [3.141590] [3.14159]
#| [12345.0] [1.23e+04    ] [1e+15] [+1.000000e+16] [ 0____] [       -1.5]
#| [10_000_000_000_000_000.000000] [100,000,000,000,000,000.000000%] [___0.5___] [1.0E+16]
#| [a] [hello world] [abc] [héllo] [             ] [日本]
#| [hél] [éééééééééééé日本] [             ] [h000000000000] [hello w*] [héllo]
#| [00000000000000] [a  ] [ ] [000] [日本] [héllo]
#| [0] [hello world] [abc0000000] [a00000]
#| n=42 s='ab' n=   42 s=ab n = 42
#|   'ab'|  ab  |Int(42)|True|1|     0|None
#|        42|      2.5|***ab****
#| counted 1
#| counted 2
#| counted 4
#| 1    2
#| {} {42}plain ab
#|   42|25.0%|  ab
#| c8 -10000000 10 0.1    0.1 0.10000000 inf   nan
#| 1;2 (2, 1)   <b> <c>   [1, 2]
#| |   7| |   é| |  <t>| |  1.5|
#| 003/0.50/  'x'
#| 42 ab 1
#| no such format: nonsense
#| Unknown format code 'q' for object of type 'int'
