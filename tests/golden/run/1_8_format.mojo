# SPDX-License-Identifier: Apache-2.0
# f-strings, and format specifications in both kinds of templates: what they print is what Python prints.
#: run
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


comptime TEXT: String = f"{3:03}/{0.5:.2f}/{String("x")!r:>5}"


def main() raises:
    var inf = 1e308 * 10.0
    var nan = inf - inf
    var zero = -0.0
    print(f"[{7: 14X}] [{1234:3G}] [{0: #_}] [{255:=#8_}] [{42:^01}] [{65:2c}]")
    print(f"[{1_000_000_000_000:_=+013F}] [{1_000_000_000_000:,}] [{42: <012_x}] [{255:=13G}] [{7:13d}] [{255:#11o}]")
    print(f"[{1234:*^-3F}] [{42:*>3b}] [{1:0G}] [{65:^+#14o}] [{-42:5}] [{1234:_=-#0}]")
    print(f"[{255:013o}] [{-1234567:*^+#4}] [{1_000_000_000_000:*>01n}] [{-1:=#014,}]")
    print(f"[{3.14159: _.5}] [{0.0:#01.8f}] [{0.0001:_^#9_e}] [{0.00012345:=#11%}] [{inf:é<06}] [{1e+16:=10.3}]")
    print(f"[{zero:E}] [{-1e+22:^0E}] [{0.5: >010%}] [{0.00012345:0n}] [{3.14159:#0f}] [{3.14159: ^g}]")
    print(f"[{12345.0:_>-}] [{12345.0:<12.3}] [{1_000_000_000_000000.0:4.0}] [{1e+16:0=+#0_e}] [{0.0:_< 6_.6g}] [{-1.5:11}]")
    print(f"[{1e+16:^06_f}] [{1_000_000_000_000000.0:#2,%}] [{0.5:_^09g}] [{1e+16:<6.1E}]")
    print(f"[{String("a"):*^.3s}] [{String("hello world"):>3s}] [{String("abc"):0}] [{String("héllo"):>s}] [{String(""):13s}] [{String("日本"):0.8}]")
    print(f"[{String("héllo"):0<1.3s}] [{String("日本"):é>14}] [{String(""):13.1}] [{String("héllo"):013.1}] [{String("hello world"):*^8.7s}] [{String("héllo"):^0.5s}]")
    print(f"[{String(""):014.3s}] [{String("a"):3.2s}] [{String(""):1s}] [{String(""):0<03.1s}] [{String("日本"):>}] [{String("héllo"):é^1}]")
    print(f"[{String("日本"):01.0s}] [{String("hello world"):s}] [{String("abc"):010s}] [{String("a"):06}]")
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
