"""The docstring of a module comes first (language.md §1.10)."""
# SPDX-License-Identifier: Apache-2.0
# Lexical structure: names, literals, text, layout (language.md §1).
#: run

comptime `größe 🔥` = 3

def `import`() -> Int:
    """Docstring."""
    return 9

struct Member:
    var x: Int
    """A field docstring."""
    comptime K = 3
    """A comptime docstring."""
    def __init__(out self):
        """Doc."""
        self.x = 1
    def match(self) -> Int:
        return 5
    def with(self) -> Int:
        return 6
    def std(self) -> Int:
        return 7

def scaled(value: Float64, factor: Float64) raises
    -> Float64:
    return value * factor

def soft():
    var imm = 1
    var mut = 2
    var out = 3
    var deinit = 4
    var read = 5
    var raises = 6
    var where = 7
    var thin = 8
    var abi = 9
    var capturing = 10
    print(imm, mut, out, deinit, read, raises, where, thin, abi, capturing)

def main() raises:
    var `x y` = 4
    print(`größe 🔥`, `import`(), `x y`)
    var x = 2
    print(`x`)
    var m = Member()
    print(m.match(), m.with(), m.std(), m.K)
    soft()
    print(9__0_, 0x_FF, 0o17, 0b_1_0, 000, -5, 1_000)
    print(1., .5, 3e8, 6_0.2_5E-3)
    print("a\x41\101\u00e9\U0001F525\t|\a\b\f\v|\0".byte_length())
    print("\xE9".byte_length(), "\377")
    print('single', """triple
line \
joined""", r"raw\n", R'\d')
    print("a" "b"
        "c")
    var s = "one "
        "two "
        'three'
    print(s)
    var n = 4
    print(t"<{t"[{n}]"}> {{all}} {n + 1}")
    print(rt"\n{n}", tR'\{n}', t"""x
{n}""", t"a" t"{n}")
    var ok = String(t"v {n}")
    print(ok)
    if n > 3: print("one-line"); print("two")
    var total = (1 +
        2)
    var other = 1 + \
        2
    print(total, other)
    print(scaled(2, 3))
    print(1 << 70 >> 68)
    var e: NoneType = None
    _ = e
    print(__is_run_in_comptime_interpreter)

#: stdout
#| 3 9 4
#| 2
#| 5 6 7 3
#| 1 2 3 4 5 6 7 8 9 10
#| 90 255 15 2 0 -5 1000
#| 1.0 0.5 300000000.0 0.06025
#| 17
#| 2 ÿ
#| single triple
#| line joined raw\n \d
#| abc
#| one two three
#| <[4]> {all} 5
#| \n4 \4 x
#| 4 a4
#| v 4
#| one-line
#| two
#| 3 3
#| 6.0
#| 4
#| False
