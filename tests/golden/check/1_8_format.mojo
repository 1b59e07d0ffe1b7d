# SPDX-License-Identifier: Apache-2.0
# Format specifications that do not fit, and Python's `%` formatting.
#: check
@fieldwise_init
struct Silent:
    var n: Int


def main():
    var n = 1
    var x = 1.5
    var s = String("a")
    print(f"{n:s}")  #~ E2345: `s` is no format of a whole number, which `Int` is; there are bcdnoxXeEfFgG%
    print(f"{n:.2}", f"{n:.2f}")  #~ E2345: a whole number has no digits behind a point
    print(f"{n:,x}", f"{n:_x}")  #~ E2345: `,` groups decimal digits: write `_`
    print(f"{n:+c}")  #~ E2345: a sign, `#` or a separator in the format of a character
    print(f"{n:zd}")  #~ E2345: `z` in the format of a whole number
    print(f"{x:d}")  #~ E2345: `d` is no format of a float, which `Float64` is; there are neEfFgG%
    print(f"{x:5.}")  #~ E2345: the number of digits is missing after `.`
    print(f"{x:,_}")  #~ E2345: a number has one kind of separator
    print(f"{s:d}")  #~ E2345: `d` is no format of text, which `String` is; there is s
    print(f"{s:+}", f"{s:=5}", f"{s:#}", f"{s:,}")  #~ E2345: a sign #~ E2345: `=` aligns #~ E2345: `#` in #~ E2345: a separator
    print(f"{n!r:d}")  #~ E2345: `d` is no format of text
    print(f"{n:nonsense}")  #~ E2345: `nonsense` is no format
    print(t"{s:.2f}")  #~ E2345: `f` is no format of text
    print(f"{Silent(1)}")  #~ E2329: a value of type `Silent` cannot be written into text
    print(f"{n.foo:>5}", f"{missing:>{also_missing}}")  #~ E1002 #~ E1001 #~ E1001
    print("%d" % n)  #~ E2303: `%` is not defined for `String` and `Int`
    print("%5.1f of %s" % (x, s))  #~ E2303: `%` is not defined
    print(s % n)  #~ E2303: `%` is not defined
