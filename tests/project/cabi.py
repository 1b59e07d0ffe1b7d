#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Values between C and Mojo: structs of every shape by value, in both directions and through pointers, with few and
many registers left, here and (where gcc's cross compilers and qemu are) on aarch64 and riscv64.

    cabi.py [CASES]    (24; more for a longer look)

C calls each exported function with a C function to call back; that gets the same arguments from Mojo, as does a C
function called by its name, and what it returns comes back to the first caller."""
import os
import random
import shutil
import subprocess
import sys
import tempfile

MOJO = os.path.abspath(os.environ.get("OUT", "out") + "/bin/mojo")
NUMBERS = {
    "Int8": "int8_t", "UInt8": "uint8_t", "Int16": "int16_t", "UInt16": "uint16_t", "Int32": "int32_t", "UInt32": "uint32_t",
    "Int64": "int64_t", "UInt64": "uint64_t", "Float32": "float", "Float64": "double", "Bool": "bool",
}
passed = failed = 0


def check(what, ok, text=""):
    global passed, failed
    passed += ok
    failed += not ok
    if not ok:
        print(f"cabi.py: not so: {what}\n{text}")


class Struct:
    """A struct of 1 to 6 fields: numbers, arrays of them, structs from before."""

    def __init__(self, r, name, before):
        self.name, self.fields = name, []
        kinds = r.choice([["Float32"], ["Float64"], ["Float32", "Int32"], ["Float64", "Int8", "UInt32"], ["Int64"], list(NUMBERS)])
        for i in range(r.choice([1, 2, 2, 2, 3, 3, 4, 4, 5, 6])):
            if before and r.random() < 0.2:
                self.fields.append((f"f{i}", r.choice(before), 0))
            else:
                self.fields.append((f"f{i}", r.choice(kinds), r.choice([0, 0, 0, 0, 2, 3]) if i == 0 else 0))
        self.trivial = all(isinstance(t, str) or t.trivial for _, t, n in self.fields) and not any(n for _, _, n in self.fields) and r.random() < 0.5

    def leaves(self):
        for f, t, n in self.fields:
            for at in [f"{f}[{i}]" for i in range(n)] or [f]:
                if isinstance(t, str):
                    yield at, t
                else:
                    yield from ((f"{at}.{x}", y) for x, y in t.leaves())

    def c(self):
        lines = [f"    {NUMBERS[t] if isinstance(t, str) else t.name} {f}{f'[{n}]' if n else ''};" for f, t, n in self.fields]
        return f"typedef struct {self.name} {{\n" + "\n".join(lines) + f"\n}} {self.name};\n"

    def mojo(self):
        of = lambda t: t if isinstance(t, str) else t.name
        lines = [f"    var {f}: {f'Array[{of(t)}, {n}]' if n else of(t)}" for f, t, n in self.fields]
        traits = "TrivialRegisterPassable" if self.trivial else "ImplicitlyCopyable, Movable"
        if any(n for _, _, n in self.fields) or any(not isinstance(t, str) and not t.trivial for _, t, _ in self.fields):
            traits = "Copyable, Movable"
        return f"@fieldwise_init\nstruct {self.name}({traits}):\n" + "\n".join(lines) + "\n\n\n"


def value(r, t):
    if t == "Bool":
        return r.choice(["true", "false"])
    if t.startswith("Float"):
        return str(r.randint(-1000, 1000) / 4)
    bits = int(t.lstrip("UInt"))
    low = 0 if t[0] == "U" else -(1 << (bits - 1)) + 1
    return str(r.randint(low, low + (1 << bits) - 2)) + ("u" if t[0] == "U" else "") + ("ll" if bits == 64 else "")


class Case:
    """A function of some numbers and structs that returns one of them."""

    def __init__(self, r, i, structs):
        self.i = i
        kinds = [r.choice(list(NUMBERS)) for _ in range(r.choice([0, 1, 2, 4, 9]))]
        kinds += [r.choice(structs) for _ in range(r.choice([1, 1, 2, 3, 5]))]
        r.shuffle(kinds)
        self.args = [(f"a{k}", t) for k, t in enumerate(kinds)]
        self.result = r.choice([t for _, t in self.args])

    def c_type(self, t):
        return NUMBERS[t] if isinstance(t, str) else t.name

    def m_type(self, t):
        return t if isinstance(t, str) else t.name

    def prototype(self, name, more=""):
        args = ", ".join(f"{self.c_type(t)} {a}" for a, t in self.args)
        return f"{self.c_type(self.result)} {name}({more}{args})"

    def by_name(self):
        """May `external_call` have its arguments?"""
        return len(self.args) <= 8 and all(isinstance(t, str) or t.trivial for _, t in self.args)

    def c(self, r):
        back = next(a for a, t in self.args if t is self.result)
        sums = "".join(f"    note(&{a}{'' if isinstance(t, str) else '.' + x}, sizeof {a}{'' if isinstance(t, str) else '.' + x});\n"
                       for a, t in self.args for x, _ in ([("", t)] if isinstance(t, str) else t.leaves()))
        out = f"{self.prototype(f'c{self.i}')} {{\n{sums}    return {back};\n}}\n"
        out += f"typedef {self.prototype(f'(*P{self.i})')};\n{self.prototype(f'm{self.i}', f'bool by_name, P{self.i} cb, ')};\n"
        fill = []
        for a, t in self.args:
            fill.append(f"    {self.c_type(t)} {a};\n")
            leaves = [("", t)] if isinstance(t, str) else [("." + x, y) for x, y in t.leaves()]
            fill += [f"    {a}{x} = {value(r, y)};\n" for x, y in leaves]
        names = ", ".join(a for a, _ in self.args)
        out += f"static void t{self.i}(void) {{\n{''.join(fill)}    uint64_t want, one = 7;\n    sum = one;\n    {self.c_type(self.result)} x = c{self.i}({names});\n    (void)x;\n"
        out += f"    want = sum;\n    sum = one;\n    {self.c_type(self.result)} y = m{self.i}(0, c{self.i}, {names});\n"
        out += f"    if (sum == want) sum = one, y = m{self.i}(1, c{self.i}, {names});\n    bool ok = sum == want;\n"
        leaves = [""] if isinstance(self.result, str) else ["." + x for x, _ in self.result.leaves()]
        out += "".join(f"    ok = ok && memcmp(&x{x}, &y{x}, sizeof x{x}) == 0;\n" for x in leaves)
        return out + f'    if (!ok) printf("case {self.i}: {self.prototype("m")}\\n");\n    bad += !ok;\n}}\n'

    def mojo(self):
        args = ", ".join(f"{a}: {self.m_type(t)}" for a, t in self.args)
        types = ", ".join(self.m_type(t) for _, t in self.args)
        names = ", ".join(a for a, _ in self.args)
        result = self.m_type(self.result)
        by_name = f'    if by_name:\n        return external_call["c{self.i}", {result}]({names})\n' if self.by_name() else ""
        return (f'@export\ndef m{self.i}(by_name: Bool, cb: def({types}) thin abi("C") -> {result}, {args}) abi("C") -> {result}:\n'
                f"{by_name}    return cb({names})\n\n\n")


def write(folder, seed, n):
    r = random.Random(seed)
    structs = []
    for i in range(max(12, n // 2)):
        structs.append(Struct(r, f"S{i}", structs[-3:]))
    cases = [Case(r, i, structs) for i in range(n)]
    mojo = "from std.ffi import external_call\n\n\n" + "".join(s.mojo() for s in structs)
    mojo += "".join(c.mojo() for c in cases)
    c = ("#include <stdbool.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <string.h>\nstatic uint64_t sum;\nstatic int bad;\n"
         "static void note(const void *p, size_t n) {\n    for (size_t i = 0; i < n; i++) sum = sum * 31 + ((const uint8_t *)p)[i];\n}\n")
    c += "".join(s.c() for s in structs) + "".join(x.c(r) for x in cases)
    c += "int main(void) {\n" + "".join(f"    t{x.i}();\n" for x in cases) + '    printf("%d bad\\n", bad);\n}\n'
    open(f"{folder}/lib.mojo", "w").write(mojo)
    open(f"{folder}/use.c", "w").write(c)


def attempt(machine, level, folder):
    triple = f"{machine}-linux-gnu" if machine else None
    cc = f"{triple}-gcc" if machine else "cc"
    run = [f"qemu-{machine}", "-L", f"/usr/{triple}"] if machine else []
    what = f"{machine or 'here'} -O{level}"
    steps = [[MOJO, "build", f"-O{level}", "--emit=static-lib", "lib.mojo", "-o", "lib.a"] + (["--target-triple", triple] if triple else []),
             [cc, "-O1", "use.c", "-o", "use", "lib.a", "-lm", "-lpthread", "-ldl"], run + ["./use"]]
    for step in steps:
        p = subprocess.run(step, cwd=folder, capture_output=True, text=True)
        if p.returncode:
            check(f"{what}: {' '.join(step)}", False, p.stdout + p.stderr[-800:])
            return
    check(f"{what}: all values arrive", p.stdout == "0 bad\n", p.stdout)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOJO_CACHE_DIR"] = folder + "/cache"
        write(folder, n, n)
        for machine in ("", "aarch64", "riscv64"):
            if machine and not (shutil.which(f"{machine}-linux-gnu-gcc") and shutil.which(f"qemu-{machine}")):
                print(f"cabi.py: {machine} is not tested: {machine}-linux-gnu-gcc or qemu-{machine} is not installed")
                continue
            for level in (0, 2) if n > 24 or not machine else (2,):
                attempt(machine, level, folder)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
