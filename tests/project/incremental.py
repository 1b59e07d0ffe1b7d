#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Edits a project at random and compares each build with one from nothing.

incremental.py MOJO [STEPS] [SEED]: the programs must print the same; on a difference the project is left where it is.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile

MOJO = os.path.abspath(sys.argv[1])
STEPS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
short = 0  # builds that compiled only what changed

# Pieces of a module; `{v}` is what edits change, `{m}` the module's number, `{b}` the module below.
PIECES = {
    "plain": "def plain_{m}(x: Int) -> Int:\n{pad}    return x + {v}\n",
    "caller": "def caller_{m}(x: Int) -> Int:\n    var t = plain_{m}(x) + {v}\n    return t + {below}\n",
    "generic": "def generic_{m}[T: Writable](x: T) -> String:\n{pad}    return String(x, \":\", {v})\n",
    "inline": "@always_inline\ndef inline_{m}(x: Int) -> Int:\n    return x * 3 + {v} + hidden_{m}(x)\n",
    "hidden": "def hidden_{m}(x: Int) -> Int:\n{pad}    return x % 7 + {v}\n",
    "evaluated": "def evaluated_{m}(n: Int) -> Int:\n    var s = {v}\n    for i in range(n):\n        s += helper_{m}(i)\n    return s\n",
    "helper": "def helper_{m}(i: Int) -> Int:\n    return i * {v}\n",
    "constant": "comptime CONST_{m} = evaluated_{m}(4) + {v}\n",
    "default": "def default_{m}(x: Int, y: Int = {v}) -> Int:\n    return x - y\n",
    "box": "struct Box_{m}(Copyable, Movable, Writable):\n    var a: Int\n{field}\n"
           "    def __init__(out self, a: Int):\n        self.a = a + {v}\n{set}\n"
           "    def weigh(self) -> Int:\n{pad}        return self.a * 2 + plain_{m}({v})\n\n"
           "    def write_to(self, mut w: Some[Writer]):\n        w.write(\"Box\", self.weigh())\n",
    "closure": "def closure_{m}(x: Int) -> Int:\n    def add(y: Int) {{imm}} -> Int:\n        return x + y + {v}\n\n    return apply_{m}(add)\n",
    "apply": "def apply_{m}[F: def(Int) -> Int](f: F) -> Int:\n    return f({v}) * 2\n",
    "raising": "def raising_{m}(x: Int) raises -> Int:\n{pad}    if x > 50 + {v}:\n        raise Error(\"too big {v}\")\n    return x\n",
    "warns": "def warns_{m}(x: Int) -> Int:\n    var unused = {v}\n    return x\n",
}
HEAD = "from std.collections import List\n"
VALUE = ("def value_{m}() -> Int:\n    var t = caller_{m}({v}) + inline_{m}(5) + CONST_{m} + default_{m}(9) + closure_{m}(2) + warns_{m}(1)\n"
         "    var boxes = List[Box_{m}]()\n    for i in range(3):\n        boxes.append(Box_{m}(i))\n"
         "    for b in boxes:\n        t += b.weigh()\n    print(generic_{m}(t), generic_{m}(\"s\"), boxes[1])\n"
         "    try:\n        t += raising_{m}(t % 100)\n    except e:\n        print(e)\n    return t{more}\n")


class Module:
    def __init__(self, number, rng):
        self.number, self.rng = number, rng
        self.values = {k: rng.randrange(1, 50) for k in list(PIECES) + ["value"]}
        self.pads = {k: 0 for k in PIECES}
        self.field = False
        self.below = "value"  # how it uses the module below

    def text(self):
        m, out = self.number, [HEAD]
        b = m - 1
        if m:
            out.append(f"from .mod_{b} import plain_{b}, inline_{b}, generic_{b}, CONST_{b}, Box_{b}, caller_{b}, evaluated_{b}\n")
        uses = {"value": f"plain_{b}(x)", "inline": f"inline_{b}(x)", "constant": f"CONST_{b}", "box": f"Box_{b}(x).weigh()",
                "caller": f"caller_{b}(x)", "evaluated": f"evaluated_{b}(x % 5)",
                "generic": f"generic_{b}(x).byte_length()", "list": f"len(List[Box_{b}]())"}
        for name, piece in PIECES.items():
            out.append("\n\n" + piece.format(
                m=m, v=self.values[name], below=uses[self.below] if m else "0", pad="    # a line\n" * self.pads[name],
                field="    var extra: Int\n" if self.field else "", set="        self.extra = 4\n" if self.field else ""))
        out.append("\n\n" + VALUE.format(m=m, v=self.values["value"], more=f" + generic_{b}({m}).byte_length() + CONST_{b}" if m else ""))
        return "".join(out)

    def edit(self):
        kind = self.rng.choice(["value"] * 6 + ["pad", "field", "below", "below"])
        if kind == "value":
            which = self.rng.choice(list(self.values))
            self.values[which] = self.rng.randrange(1, 50)
            return which
        if kind == "pad":
            which = self.rng.choice(list(self.pads))
            self.pads[which] = self.rng.randrange(3)
            return "lines in " + which
        if kind == "field":
            self.field = not self.field
            return "field"
        self.below = self.rng.choice(["value", "inline", "constant", "box", "caller", "evaluated", "generic", "list"])
        return "uses " + self.below


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def build(root, target):
    env = dict(os.environ, MOJO_TARGET_DIR=target, MOJO_CACHE_DIR=os.path.join(root, "cache"))
    r = subprocess.run([MOJO, "build", "--timings"], cwd=root, env=env, capture_output=True, text=True)
    global short
    short += "elaborate " in r.stderr and "check " not in r.stderr
    if r.returncode:
        return r.returncode, r.stderr, ""
    p = subprocess.run([os.path.join(target, "dev", "app")], capture_output=True, text=True)
    return p.returncode, sorted(l for l in r.stderr.splitlines() if "warning[" in l or "-->" in l), p.stdout + p.stderr


def main():
    rng = random.Random(SEED)
    root = tempfile.mkdtemp(prefix="mojo-incremental-")
    modules = [Module(i, rng) for i in range(5)]
    write(f"{root}/mojo.toml", '[package]\nname = "app"\nversion = "0.1.0"\n')
    write(f"{root}/src/app/__init__.mojo", "".join(f"from .mod_{m.number} import value_{m.number}\n" for m in modules))
    write(f"{root}/src/main.mojo", "".join(f"from app import value_{m.number}\n" for m in modules) +
          "\n\ndef main():\n" + "".join(f"    print(value_{m.number}())\n" for m in modules))
    target, again = f"{root}/target", f"{root}/target-again"
    for step in range(STEPS):
        what = []
        for _ in range(0 if step == 0 else rng.choice([1, 1, 1, 2, 3])):
            m = rng.choice(modules)
            what.append(f"mod_{m.number}: {m.edit()}")
        for m in modules:
            path, text = f"{root}/src/app/mod_{m.number}.mojo", m.text()
            if not os.path.exists(path) or open(path).read() != text:
                write(path, text)
        got = build(root, target)
        shutil.rmtree(again, ignore_errors=True)
        want = build(root, again)
        if got != want or (step == 0 and want[0]):
            print(f"step {step} ({'; '.join(what)}) differs, in {root}\n--- incremental\n{got}\n--- from nothing\n{want}")
            return 1
    shutil.rmtree(root)
    print(f"{STEPS} builds, all the same as from nothing; {short} compiled changed modules only")
    return 0


if __name__ == "__main__":
    sys.exit(main())
