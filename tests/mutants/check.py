#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damages programs (a token deleted, doubled or swapped with its neighbour) and checks that `mojo check` neither
crashes nor hangs: exit code 0 or 1. With --time it must also need at most ten times the processor time of the
undamaged program (and at least a second).

usage: check.py [--time] OUT_DIR COUNT [SEED]      prints what failed and one line `N passed, N failed`; failing programs
are kept in OUT_DIR/mutants."""
import glob
import os
import random
import re
import resource
import subprocess
import sys

TOKEN = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|\d[\w.]*|[-+*/%=<>!&|^~@:.]+|[()\[\]{},;]|\n[ ]*')
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def damage(text, rng):
    spans = [m.span() for m in TOKEN.finditer(text)]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        i = rng.randrange(len(spans) - 1)
        (a, b), (c, d) = spans[i], spans[i + 1]
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:a] + text[b:]
        elif kind == 1:
            text = text[:b] + " " + text[a:b] + text[b:]
        elif kind == 2:
            text = text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
        else:
            e, f = spans[rng.randrange(len(spans))]
            text = text[:a] + text[e:f] + text[b:]
        spans = [m.span() for m in TOKEN.finditer(text)]
        if len(spans) < 3:
            break
    return text


HANGS = 60  # seconds


def run(mojo, path):
    """Exit code and seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        code = subprocess.run(
            [mojo, "check", "--error-format=short", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=HANGS,
        ).returncode
    except subprocess.TimeoutExpired:
        code = "hangs"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return code, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    timed = "--time" in sys.argv
    args = [a for a in sys.argv[1:] if a != "--time"]
    out, count = args[0], int(args[1])
    rng = random.Random(int(args[2]) if len(args) > 2 else 1)
    mojo = os.path.join(out, "bin", "mojo")
    folder = os.path.join(out, "mutants")
    os.makedirs(folder, exist_ok=True)
    sources = sorted(
        glob.glob(os.path.join(ROOT, "tests", "examples", "*.mojo"))
        + glob.glob(os.path.join(ROOT, "tests", "golden", "**", "*.mojo"), recursive=True)
    )
    times = {}
    passed = failed = 0
    for i in range(count):
        source = rng.choice(sources)
        with open(source, encoding="utf-8", errors="surrogateescape", newline="") as f:
            text = f.read()
        if len(text) < 20 or len(text) > 50000:
            continue
        if timed and source not in times:
            times[source] = run(mojo, source)[1]
        path = os.path.join(folder, f"m{i}.mojo")
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as f:
            f.write(damage(text, rng))
        code, seconds = run(mojo, path)
        if code in (0, 1) and (not timed or seconds <= max(1.0, 10 * times[source])):
            passed += 1
            os.remove(path)
        else:
            failed += 1
            print(f"{path}: {code}, {seconds:.2f} s (from {os.path.relpath(source, ROOT)})", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
