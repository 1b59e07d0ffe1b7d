#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long builds take, beside cargo, go, ninja with gcc where they are there: the best of several runs, in one run.

builds.py OUT [--runs N] [--only TEXT]
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


class Tool:
    """A build tool on a generated project."""

    def __init__(self, name, language, build, env=None):
        self.name, self.language, self.command, self.env = name, language, build, dict(os.environ, **(env or {}))
        self.dir = None

    def there(self):
        return shutil.which(self.command[0]) is not None

    def make(self, root, files, lines):
        self.dir = os.path.join(root, f"{self.name}-{files}")
        subprocess.run([sys.executable, f"{HERE}/workspace.py", self.dir, "--files", str(files), "--lines", str(lines),
                        "--language", self.language], check=True)

    def build(self):
        start = time.perf_counter()
        r = subprocess.run(self.command, cwd=self.dir, env=self.env, capture_output=True, text=True)
        seconds = time.perf_counter() - start
        if r.returncode:
            raise SystemExit(f"{self.name}: {r.stdout}{r.stderr}")
        return seconds

    def edit(self, n):
        """Changes the number that a function returns."""
        with open(f"{self.dir}/edit") as f:
            path = os.path.join(self.dir, f.read().strip())
        with open(path) as f:
            text = f.read()
        new, count = re.subn(r"(mark_\d+\([^\n]*\n\s*(?:return )?)\d+", lambda m: m[1] + str(n), text, count=1)
        assert count == 1, path
        with open(path, "w") as f:
            f.write(new)


def best(runs, fn):
    return min(fn(i) for i in range(runs)) * 1000


def row(what, results):
    print(f"{what:<44}" + "  ".join(f"{name} {ms:.1f} ms" for name, ms in results))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--runs", type=int, default=7)
    p.add_argument("--only", default="")
    args = p.parse_args()
    mojo = os.path.abspath(f"{args.out}/bin/mojo")
    root = tempfile.mkdtemp(prefix="mojo-bench-")
    cache = {"MOJO_CACHE_DIR": f"{root}/cache"}
    tools = [Tool("mojo", "mojo", [mojo, "build"], cache),
             Tool("ninja+gcc", "c", ["ninja", "--quiet"]),
             Tool("cargo", "rust", ["cargo", "build", "--offline", "--quiet"]),
             Tool("go", "go", ["go", "build", "-o", "prog", "."], {"GOCACHE": f"{root}/go-cache", "GOFLAGS": "-mod=mod"})]
    tools = [t for t in tools if t.there()]

    def measure(what, fn):
        if args.only in what:
            row(what, [(t.name, fn(t)) for t in tools])

    def hello():
        write = {"mojo": ("h.mojo", 'def main():\n    print("hello")\n', [mojo, "build", "-O0", "h.mojo", "-o", "h"]),
                 "gcc": ("h.c", '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n', ["gcc", "-O0", "h.c", "-o", "h"]),
                 "rustc": ("h.rs", 'fn main() { println!("hello"); }\n', ["rustc", "h.rs", "-o", "h"])}
        out = []
        for name, (file, text, command) in write.items():
            if not shutil.which(command[0]):
                continue
            with open(f"{root}/{file}", "w") as f:
                f.write(text)

            def run(_, command=command):
                start = time.perf_counter()
                subprocess.run(command, cwd=root, check=True, env=dict(os.environ, **cache))
                return time.perf_counter() - start
            out.append((name, best(args.runs, run)))
        row("hello, -O0, from nothing", out)

    try:
        if args.only in "hello":
            hello()
        for t in tools:
            t.make(root, 200, 20000)

        def cold(t):
            return t.build() * 1000

        def edited(t):
            def run(i):
                t.edit(100 + i)
                return t.build()
            return best(args.runs, run)

        def from_cache(_):
            t = tools[0]

            def run(_):
                shutil.rmtree(f"{t.dir}/target")
                return t.build()
            return best(args.runs, run)

        measure("200 files, 20,000 lines, from nothing", cold)
        measure("200 files, nothing to do", lambda t: best(args.runs, lambda _: t.build()))
        measure("200 files, one function edited", edited)
        if args.only in "from the cache":
            row("200 files, all from the cache", [("mojo", from_cache(None))])
        for t in tools:
            t.make(root, 1000, 100000)
        measure("1,000 files, 100,000 lines, from nothing", cold)
        measure("1,000 files, nothing to do", lambda t: best(args.runs, lambda _: t.build()))
        measure("1,000 files, one function edited", edited)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
