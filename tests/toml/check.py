#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The TOML parser against Python's tomllib: check.py TOOL [MUTANTS]. The cases below are ours, ordered by the kinds of
things that TOML 1.0 describes; each is also changed at random, the same way in every run. Both must accept, with equal
values, or both refuse."""
import datetime
import json
import math
import random
import re
import subprocess
import sys
import tomllib

GOOD = {
    "comments": ["", "# only\n", "a = 1 # after\n#\n\n# end", "\t\n  \r\nb=2\r\n", "a = \"#\" # '"],
    "keys": ["bare-key_1 = 1", "1234 = 1", "\"quo ted\" = 1\n'lit.eral' = 2", "a.b.c = 1\na.b.d = 2", "a . b = 1", "\"\" = 1",
             "\"\\u00e9\" = 1", "3.14 = 'pi'", "a.'b c'.\"d\" = 1", "true = 1\ninf = 2\n1979-05-27 = 3", "a.b = 1\na.c.d = 2"],
    "strings": [r's = "a\tb\n\"\\ \u00E9 \U0001F525 \b\f\r"', "s = ''''''''", "s = 'C:\\x\\y'", 's = """a\nb"""', 's = """\na"""',
                's = """a\\\n   b\\   \n\n  c"""', "s = '''\nraw\\n'''", 's = """two "" quotes"""', 's = """end\\""""', 's = """a"""""',
                "s = '''a'''''", 's = """\r\nx\r\ny"""', 's = "é🔥"', 's = """\\t"""', "s = 'tab\there'"],
    "integers": ["a = 0", "a = -0", "a = +17", "a = 1_000_000", "a = 0xDEAD_beef", "a = 0o755", "a = 0b1101_0110",
                 "a = 9223372036854775807", "a = -9223372036854775808", "a = 0x00ff"],
    "floats": ["a = 1.0", "a = -0.0", "a = 5e+22", "a = 1e06", "a = -2E-2", "a = 6.626e-34", "a = 224_617.445_991_228", "a = inf",
               "a = +inf", "a = -inf", "a = nan", "a = 1e400", "a = 0e0"],
    "booleans": ["a = true\nb = false", "a=[true,false]"],
    "datetimes": ["a = 1979-05-27T07:32:00Z", "a = 1979-05-27T00:32:00-07:00", "a = 1979-05-27 00:32:00.999999+00:00",
                  "a = 1979-05-27t00:32:00z", "a = 1979-05-27T07:32:00", "a = 1979-05-27", "a = 07:32:00", "a = 00:32:00.5",
                  "a = 2024-02-29", "a = 23:59:59.999999", "a = [1979-05-27, 07:32:00]"],
    "arrays": ["a = []", "a = [1, 2, 3]", "a = [1, 'two', 3.0, [4], {b = 5}]", "a = [\n  1,\n  2, # c\n\n  3,\n]", "a = [ [ ], [[ ]] ]",
               "a = [\n# c\n]", "a = [ # c\n 1 # d\n , # e\n 2 ]"],
    "inline tables": ["a = {}", "a = { b = 1, c.d = 2 }", "a = { b = { c = { } } }", "a = [ { b = 1 }, { b = 2 } ]", "a = {b=[1,\n2]}",
                      "a = { 'x y' = 1 }"],
    "tables": ["[a]\nb = 1", "[a.b.c]\nd = 1\n[a]\ne = 2", "[ a . 'b' ]\n", "[a]\n[a.b]\n[a.c]", "[x.y]\n[x]\n", "[a]\nb.c = 1\n[a.d]\ne = 2",
               "[fruit]\napple.color = 1\n[fruit.pear]\n", "a.b = 1\n[c]\nd = 2", "[a] # c\n[b]#d", "[\"\"]\nx = 1"],
    "arrays of tables": ["[[a]]\nb = 1\n[[a]]\nb = 2", "[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2", "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]",
                         "[a]\n[[a.b]]\n", "[[a.b]]\n[a]\nc = 1", "[[ a . b ]]\n"],
}
BAD = {
    "comments": ["a = 1 # \x00", "# \x07\n", "a # b = 1", "# bare \r return"],
    "keys": ["= 1", "a", "a =", "a = 1\na = 2", "a b = 1", "a. = 1", ".a = 1", "a..b = 1", "\"a\nb\" = 1", "'''a''' = 1", "é = 1", "a = 1 b = 2",
             "a = 1\na.b = 2", "a.b = 1\na = 2", "a.b.c = 1\na.b = 2", "\"a = 1", "a/b = 1", "a = 1\n\"a\" = 2", "\"\"\"a\"\"\" = 1"],
    "strings": ['s = "a', "s = 'a", 's = "a\nb"', 's = """a', "s = '''a", r's = "\q"', r's = "\u12"', r's = "\ud800"', r's = "\U00110000"',
                's = "\x01"', 's = """\x7f"""', "s = 'a\nb'", 's = """a""""""', r's = "\x41"', 's = "a" "b"', "s = '''''''''", "s = '\x1f'"],
    "integers": ["a = 01", "a = -01", "a = 1__0", "a = _1", "a = 1_", "a = 0x", "a = 0xg", "a = +0xff", "a = 0b2", "a = 0o8", "a = 0x_1",
                 "a = 1 2", "a = ++1", "a = 0X1", "a = 1a", "a = -", "a = 0b1_"],
    "floats": ["a = 1.", "a = .5", "a = 1.e5", "a = 1e", "a = 1._5", "a = 1_.5", "a = 01.5", "a = 1e_5", "a = Inf", "a = NaN", "a = 1.5.5",
               "a = e5", "a = 1e5.5", "a = infinity"],
    "booleans": ["a = True", "a = TRUE", "a = tru", "a = falsey", "a = true false"],
    "datetimes": ["a = 1979-13-01", "a = 1979-02-30", "a = 2023-02-29", "a = 25:00:00", "a = 12:60:00", "a = 1979-5-27", "a = 1979-05-27T",
                  "a = 1979-05-27T07:32", "a = 07:32", "a = 1979-05-27T07:32:00.", "a = 1979-05-27T07:32:00+25:00", "a = 12:00:00Z",
                  "a = 1979-05-27  07:32:00", "a = 0000-01-01T1:00:00"],
    "arrays": ["a = [", "a = [1", "a = [1 2]", "a = [,]", "a = [1,,2]", "a = [1]]", "a = [1,", "a = ]"],
    "inline tables": ["a = {", "a = { b = 1, }", "a = { , }", "a = { b }", "a = { b = 1\n}", "a = { b = 1 c = 2 }", "a = { b = 1, b = 2 }",
                      "a = { b.c = 1, b = 2 }", "a = {}\n[a.b]", "a = { b = {} }\na.b.c = 1", "a = {}\na.b = 1", "a = { b = 1 # c\n}"],
    "tables": ["[a", "[]", "[a]]", "[a]\n[a]", "[a] b = 1", "[a.]", "[.a]", "[a]\nb = 1\n[a.b]", "a = 1\n[a]", "[a.b]\n[a]\nb = 1", "[a\n]", "[a]x",
               "a.b = 1\n[a]", "[a]\nb.c = 1\n[a.b]", "[[a]", "[ [a] ]", "[a]\n[a.b]\n[a]"],
    "arrays of tables": ["[[a]]\n[a]", "[a]\n[[a]]", "a = []\n[[a]]", "[[a]]\n[a.b]\n[a.b]", "a = [{}]\n[[a]]", "[[a]]\nb = 1\n[[a.b]]", "[[a.b]]\n[[a]]",
                         "[[]]", "[[a]] x = 1", "a = [{b = 1}]\n[a.c]"],
    "encoding": [b"a = \"\xff\"", b"\xff\xfea\x00", b"a = 1\x00", b"a = '\xc3'", b"a = \"\xed\xa0\x80\"", b"\xc3 = 1"],
}


def same(ours, theirs):
    if isinstance(theirs, dict):
        return isinstance(ours, dict) and ours.keys() == theirs.keys() and all(same(ours[k], theirs[k]) for k in ours)
    if not isinstance(ours, list):
        return False
    kind, rest = ours[0], ours[1:]
    if isinstance(theirs, list):
        return kind == "array" and len(rest) == len(theirs) and all(map(same, rest, theirs))
    text = rest[0]
    if isinstance(theirs, bool):
        return text == str(theirs).lower() and "boolean" in kind
    if isinstance(theirs, int):
        return "integer" in kind and int(text) == theirs
    if isinstance(theirs, float):
        return "number" in kind and (float(text) == theirs or (math.isnan(float(text)) and math.isnan(theirs)))
    if isinstance(theirs, str):
        return "string" in kind and text.replace("\r\n", "\n") == theirs  # Python makes them so
    t = text.upper().replace("T", " ").replace("Z", "+00:00")
    return same_time(t, theirs)


def same_time(text, theirs):
    text = re.sub(r"\.(\d+)", lambda m: "." + (m.group(1) + "000000")[:6], text)  # Python keeps microseconds
    for cls in (datetime.datetime, datetime.date, datetime.time):
        if type(theirs) is cls:
            return cls.fromisoformat(text) == theirs
    return False


def mutant(rng, text, all_texts):
    b = bytearray(text)
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(b))
        what = rng.randint(0, 3)
        if what == 0 and at < len(b):
            del b[at]
        elif what == 1:
            b[at:at] = rng.choice([b"\"", b"'", b"\n", b"=", b".", b"[", b"]", b"{", b"}", b",", b"#", b"\\", b"_", b"0", b"-", b"e", b" ", b"\r", b"\"\"\"", b"T", b":"])
        elif what == 2:
            other = rng.choice(all_texts)
            b[at:at] = b"\n" + other[: rng.randint(0, len(other))]
        elif at < len(b):
            b[at] = rng.randint(1, 255)
    return bytes(b)


class Tool:
    def __init__(self, path):
        self.p = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def parse(self, data):
        self.p.stdin.write(b"%d\n" % len(data) + data)
        self.p.stdin.flush()
        return json.loads(self.p.stdout.readline())


def reference(data):
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError):  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        return None


def is_beyond(theirs):
    """Python takes integers of any size; TOML promises 64 bits, and we refuse more."""
    if isinstance(theirs, dict):
        return any(map(is_beyond, theirs.values()))
    if isinstance(theirs, list):
        return any(map(is_beyond, theirs))
    return isinstance(theirs, int) and not isinstance(theirs, bool) and not -2**63 <= theirs < 2**63


def main():
    tool, failed, passed = Tool(sys.argv[1]), 0, 0
    n_mutants = int(sys.argv[2]) if len(sys.argv) > 2 else 3000

    def check(data, expected, what):
        nonlocal failed, passed
        theirs, ours = reference(data), tool.parse(data)
        agree = is_beyond(theirs) or (("value" in ours) == (theirs is not None) and (theirs is None or same(ours["value"], theirs)))
        as_meant = expected is None or expected == (theirs is not None)
        in_text = "value" in ours or 0 <= ours["start"] <= len(data)
        if agree and as_meant and in_text:
            passed += 1
            return
        failed += 1
        if failed < 20:
            print(f"{what}: {data!r}\n  tomllib: {theirs!r}\n  ours: {ours}")

    texts = []
    for good, table in ((True, GOOD), (False, BAD)):
        for kind, cases in table.items():
            for case in cases:
                data = case if isinstance(case, bytes) else case.encode()
                texts.append(data)
                check(data, good, f"{'good' if good else 'bad'} {kind}")
    rng = random.Random(1)
    for _ in range(n_mutants):
        check(mutant(rng, rng.choice(texts), texts), None, "mutant")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
