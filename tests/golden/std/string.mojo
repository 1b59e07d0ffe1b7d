#: run
# Text: the methods of String and StringSpan.


def main() raises:
    print("{} and {}".format(1, "b"), "{1} {0} {1!r}".format("x", "y"), "{{}} {!s}".format(2.5))
    for bad in ["{", "}", "{a}", "{:.2f}", "{!x}", "{!}", "{} {0}", "{3}", "{} {} {}"]:
        try:
            print(bad.format(1, 2))
        except e:
            print(bad, "->", e)
    var s = String("  one two  three ")
    print(s.split(), s.split(maxsplit=1), s.split(" "), "ab".split(""), "a,b,c".split(",", 1))
    print("a\nb\r\nc".splitlines(), len("a\nb\r\nc".splitlines(keepends=True)[1].as_bytes()))
    print("abcabc".rfind("b"), "abcabc".rfind("b", 5), "abc".startswith("b", 1), "abc".endswith("b", 0, 2))
    print("[", "ab".ascii_center(5), "]", "[", "ab".ascii_rjust(4, "*"), "]", sep="")
    print("abc".islower(), "ABc".isupper(), "AB1".isupper(), "12".islower(), "a\tb".is_ascii_printable())
    print("xxabxx".lstrip("x"), "xxabxx".rstrip("x"), String.DIGITS, String.PRINTABLE.byte_length())
    print(Int(String("42")), Float64(String("2.5")))
#: stdout
#| 1 and b y x 'y' {} 2.5
#| { -> there is a single curly { left unclosed or unescaped
#| } -> there is a single curly } left unclosed or unescaped
#| {a} -> Index a not in kwargs
#| {:.2f} -> Index :.2f not in kwargs
#| {!x} -> Conversion flag "x" not recognized.
#| {!} -> Empty conversion flag.
#| {} {0} -> Cannot both use manual and automatic indexing
#| {3} -> Index 3 not in *args
#| {} {} {} -> Automatic indexing require more args in *args
#| [one, two, three] [one, two  three ] [, , one, two, , three, ] [, a, b, ] [a, b,c]
#| [a, b, c] 3
#| 4 -1 True True
#| [ ab  ][**ab]
#| True False True False False
#| abxx xxab 0123456789 100
#| 42 2.5
