# SPDX-License-Identifier: Apache-2.0
# Writes big_table.h: what Python's int answers. python3 big_table.py > big_table.h
import random

R = random.Random(20)
OPS = {
    "add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y,
    "div": lambda x, y: x // y, "mod": lambda x, y: x % y, "and": lambda x, y: x & y,
    "or": lambda x, y: x | y, "xor": lambda x, y: x ^ y, "shl": lambda x, y: x << y, "shr": lambda x, y: x >> y,
    "pow": lambda x, y: x**y, "wraps": lambda x, y: (x + (1 << y - 1)) % (1 << y) - (1 << y - 1),
    "wrapu": lambda x, y: x % (1 << y), "bits": lambda x, y: x.bit_length(),
}


def number(bits):
    n = R.getrandbits(bits) if bits else 0
    kind = R.random()
    if kind < 0.15:
        n = 1 << bits
    elif kind < 0.3:
        n = (1 << bits) - 1
    elif kind < 0.4:
        n &= ~((1 << bits // 2) - 1)
    return -n if R.random() < 0.45 else n


def text(n):
    return ("-" if n < 0 else "") + "%x" % abs(n)


def row(op, x, y):
    lines = [text(x), text(y), text(OPS[op](x, y))]
    def quoted(s):
        return " ".join('"' + s[i : i + 90] + '"' for i in range(0, len(s), 90))
    print(f'    {{"{op}", {", ".join(quoted(s) for s in lines)}}},')


print("/* SPDX-License-Identifier: Apache-2.0 */")
print("/* Written by big_table.py: operation, operands, result; hexadecimal. Do not edit. */")
print("static const struct {\n    const char *op, *x, *y, *want;\n} big_rows[] = {")
print("    /* clang-format off */")
for op in OPS:
    for i in range(32):
        bits = R.choice([0, 1, 8, 31, 32, 33, 63, 64, 65, 96, 127, 128, 200, 320, 513])
        x, y = number(bits), number(R.choice([1, 8, 31, 32, 33, 63, 64, 65, 128, 200]))
        if op in ("div", "mod") and y == 0:
            y = 3
        if op in ("shl", "shr"):
            y = R.choice([0, 1, 7, 31, 32, 33, 64, 100, 1000])
        if op == "pow":
            x, y = number(R.choice([0, 1, 5, 31, 33])), R.randrange(0, 20)
        if op.startswith("wrap"):
            y = R.choice([1, 7, 8, 16, 31, 32, 33, 63, 64, 65, 128, 256])
        if op == "bits":
            y = 0
        row(op, x, y)
for bits in (1300, 2600, 6000):  # long enough for Karatsuba, balanced and not
    row("mul", number(bits), number(bits))
    row("mul", number(bits), number(1400))
    row("div", number(bits), number(bits // 2) or 7)
    row("mod", number(bits), number(bits // 3) or 7)
# quotient digits that algorithm D first guesses too large
row("div", (1 << 96) - 1 << 32, (1 << 64) + (1 << 32) - 1)
row("mod", 0x800000000000000000000003, 0x200000000000000000000001)
row("div", 0x7FFFFFFF8000000000000000, 0x800000000000000000000001 >> 1)
row("mod", 0x80000000000000000000000000000000, 0x800000000000000000000001)
print("    /* clang-format on */")
print("};")
