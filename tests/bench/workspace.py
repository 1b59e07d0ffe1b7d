#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a project of many files, the same in Mojo, C, Rust or Go.

workspace.py DIR [--packages N] [--files N] [--lines N] [--language mojo|c|rust|go]

Files count over all packages. One package is a plain project, several are the members of a workspace: each but the
first depends on the one before, and the last has the program. `mark` in the file `edit` is what a benchmark changes.
"""
import argparse
import os


class Shape:
    """What a language looks like."""

    def __init__(self, function, total, entry):
        self.function, self.total, self.entry = function, total, entry


def steps_of(args):
    return max(1, args.lines // args.files // 9)


MOJO_STEP = '''

def step_{id}_{k}(x: Int) -> Int:
    """Walks a few steps."""
    var t = x
    for i in range({a}):
        t = (t * {b} + i) % 1000003
        if t > {c}:
            t -= {d}
    return t
'''
C_STEP = '''
static long step_{id}_{k}(long x) {{
    long t = x;
    for (long i = 0; i < {a}; i++) {{
        t = (t * {b} + i) % 1000003;
        if (t > {c}) t -= {d};
    }}
    return t;
}}
'''
RUST_STEP = '''
fn step_{id}_{k}(x: i64) -> i64 {{
    let mut t = x;
    for i in 0..{a} {{
        t = (t * {b} + i) % 1000003;
        if t > {c} {{
            t -= {d};
        }}
    }}
    t
}}
'''
GO_STEP = '''
func step_{id}_{k}(x int64) int64 {{
	t := x
	for i := int64(0); i < {a}; i++ {{
		t = (t*{b} + i) % 1000003
		if t > {c} {{
			t -= {d}
		}}
	}}
	return t
}}
'''


def text_of_steps(template, number, count):
    out = []
    for k in range(count):
        seed = number * 31 + k * 7
        out.append(template.format(id=f"{number:04}", k=k, a=2 + seed % 3, b=17 + seed % 13, c=900000 + seed % 1000,
                                   d=1 + seed % 50))
    return "".join(out)


def chain(number, count, call="step_{n:04}_{k}({x})"):
    x = "x"
    for k in range(count):
        x = call.format(n=number, k=k, x=x)
    return x


def write(root, path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def write_mojo(args):
    per, left = divmod(args.files, args.packages)
    number = 0
    for p in range(args.packages):
        last = p == args.packages - 1
        name = f"pack{p:02}"
        home = args.dir if args.packages == 1 else f"{args.dir}/{name}"
        count = per + (p < left) - last  # one file is the program
        calls, imports = [], []
        for _ in range(max(count, 1)):
            n, steps = number, steps_of(args)
            number += 1
            text = text_of_steps(MOJO_STEP, n, steps).lstrip("\n")
            mark = "\n\ndef mark_{0:04}() -> Int:\n    return {1}\n".format(n, n % 7)
            total = f"\n\ndef value_{n:04}(x: Int) -> Int:\n    return {chain(n, steps)} + mark_{n:04}()\n"
            write(home, f"src/{name}/mod_{n:04}.mojo", text + mark + total)
            imports.append(f"from {name}.mod_{n:04} import value_{n:04}\n")
            calls.append(n)
        body = "".join(f"    t = value_{n:04}(t)\n" for n in calls)
        below = f"pack{p - 1:02}"
        init = "".join(i.replace(f"{name}.", ".") for i in imports)
        if p:
            init = f"from {below} import total as below\n" + init
        first = "below(x)" if p else "x"
        write(home, f"src/{name}/__init__.mojo", f"{init}\n\ndef total(x: Int) -> Int:\n    var t = {first}\n{body}    return t\n")
        manifest = f'[package]\nname = "{name}"\nversion = "0.1.0"\n'
        if p:
            manifest += f'\n[dependencies]\n{below} = {{ path = "../{below}" }}\n'
        write(home, "mojo.toml", manifest)
        if p % 10 == 0:
            write(home, f"tests/test_{name}.mojo",
                  f"from std.testing import assert_equal\nfrom {name} import total\n\n\n"
                  "def test_total() raises:\n    assert_equal(total(1), total(1))\n")
        if last:
            write(home, "src/main.mojo", f"from {name} import total\n\n\ndef main():\n    print(total(1))\n")
            args.edit = f"{home}/src/{name}/mod_{number - 1:04}.mojo"
    if args.packages > 1:
        write(args.dir, "mojo.toml", '[workspace]\nmembers = ["pack*"]\n')


def write_c(args):
    steps = steps_of(args)
    rules = ["rule cc\n  command = gcc -O0 -c -o $out $in\nrule link\n  command = gcc -o $out $in\n"]
    objects, calls, externs = [], [], []
    for n in range(args.files - 1):
        write(args.dir, f"mod_{n:04}.c", text_of_steps(C_STEP, n, steps).lstrip("\n") +
              f"\nstatic long mark_{n:04}(void) {{\n    return {n % 7};\n}}\n" +
              f"\nlong value_{n:04}(long x) {{\n    return {chain(n, steps)} + mark_{n:04}();\n}}\n")
        rules.append(f"build mod_{n:04}.o: cc mod_{n:04}.c\n")
        objects.append(f"mod_{n:04}.o")
        externs.append(f"long value_{n:04}(long x);\n")
        calls.append(f"    t = value_{n:04}(t);\n")
    write(args.dir, "main.c", "#include <stdio.h>\n" + "".join(externs) + "int main(void) {\n    long t = 1;\n" +
          "".join(calls) + '    printf("%ld\\n", t);\n    return 0;\n}\n')
    rules.append(f"build main.o: cc main.c\nbuild prog: link main.o {' '.join(objects)}\n")
    write(args.dir, "build.ninja", "".join(rules))
    args.edit = f"{args.dir}/mod_{args.files - 2:04}.c"


def write_rust(args):
    steps = steps_of(args)
    mods, calls = [], []
    for n in range(args.files - 1):
        write(args.dir, f"src/mod_{n:04}.rs", text_of_steps(RUST_STEP, n, steps).lstrip("\n") +
              f"\nfn mark_{n:04}() -> i64 {{\n    {n % 7}\n}}\n" +
              f"\npub fn value_{n:04}(x: i64) -> i64 {{\n    {chain(n, steps)} + mark_{n:04}()\n}}\n")
        mods.append(f"mod mod_{n:04};\n")
        calls.append(f"    t = mod_{n:04}::value_{n:04}(t);\n")
    write(args.dir, "src/main.rs", "".join(mods) + "\nfn main() {\n    let mut t = 1;\n" + "".join(calls) +
          '    println!("{}", t);\n}\n')
    write(args.dir, "Cargo.toml", '[package]\nname = "prog"\nversion = "0.1.0"\nedition = "2021"\n')
    args.edit = f"{args.dir}/src/mod_{args.files - 2:04}.rs"


def write_go(args):
    steps = steps_of(args)
    calls = []
    for n in range(args.files - 1):
        write(args.dir, f"mod_{n:04}.go", "package main\n" + text_of_steps(GO_STEP, n, steps) +
              f"\nfunc mark_{n:04}() int64 {{\n\treturn {n % 7}\n}}\n" +
              f"\nfunc value_{n:04}(x int64) int64 {{\n\treturn {chain(n, steps)} + mark_{n:04}()\n}}\n")
        calls.append(f"\tt = value_{n:04}(t)\n")
    write(args.dir, "main.go", 'package main\n\nimport "fmt"\n\nfunc main() {\n\tt := int64(1)\n' + "".join(calls) +
          "\tfmt.Println(t)\n}\n")
    write(args.dir, "go.mod", "module prog\n\ngo 1.19\n")
    args.edit = f"{args.dir}/mod_{args.files - 2:04}.go"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("dir")
    p.add_argument("--packages", type=int, default=1)
    p.add_argument("--files", type=int, default=200)
    p.add_argument("--lines", type=int, default=20000)
    p.add_argument("--language", choices=["mojo", "c", "rust", "go"], default="mojo")
    args = p.parse_args()
    args.dir = os.path.abspath(args.dir)
    {"mojo": write_mojo, "c": write_c, "rust": write_rust, "go": write_go}[args.language](args)
    write(args.dir, "edit", os.path.relpath(args.edit, args.dir) + "\n")


if __name__ == "__main__":
    main()
