#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed of mojo-fmt on CPython's library, one thread, all checks on, against `ruff format` and `black` where they are
installed (RUFF=, BLACK= name others). Every tool formats a fresh copy of the same unformatted files."""
import os
import pathlib
import resource
import shutil
import subprocess
import sysconfig
import tempfile
import time

program = os.path.abspath(os.path.join(os.environ.get("OUT", "out"), "bin", "mojo-fmt"))
lib = pathlib.Path("/usr/lib/python3.11")
if not lib.is_dir():
    lib = pathlib.Path(sysconfig.get_path("stdlib"))


def run(command, files, root, env=None):
    with tempfile.TemporaryDirectory() as d:
        copies = []
        for f in files:
            to = pathlib.Path(d) / f.relative_to(root)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(f, to)
            copies.append(str(to))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        subprocess.run([*command, *copies], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        wall = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


files = [p for p in sorted(lib.rglob("*.py")) if p.is_file() and p.stat().st_size < 2_000_000]
some = files[:: max(1, len(files) // 60)]
lines = {f: f.read_bytes().count(b"\n") for f in files}
total, part = sum(lines.values()), sum(lines[f] for f in some)
ours = [program, "-q", "--no-config", "-j", "1"]
wall, cpu = min(run(ours, files, lib) for _ in range(3))
print(f"mojo-fmt: {len(files)} files, {total} lines, {wall:.2f} s ({cpu:.2f} s of processor): {total / wall:,.0f} lines/s")
ruff, black = os.environ.get("RUFF") or shutil.which("ruff"), os.environ.get("BLACK") or shutil.which("black")
if ruff:
    w, c = min(run([ruff, "format", "-q", "--isolated", "--no-cache"], files, lib, {"RAYON_NUM_THREADS": "1"}) for _ in range(3))
    print(f"ruff format: {w:.2f} s ({c:.2f} s of processor); ratio {w / wall:.2f} (processor {c / cpu:.2f})")
if black:
    w, c = run([black, "-q", "-W", "1"], some, lib)
    ow, oc = run(ours, some, lib)
    print(f"black: {len(some)} files, {part} lines: {w:.2f} s, mojo-fmt {ow:.3f} s; ratio {w / ow:.0f}")
with tempfile.TemporaryDirectory() as d:
    one = pathlib.Path(d) / "one.py"
    text = b"".join(f.read_bytes() for f in files if f.name == "argparse.py").splitlines(True)[:2000]
    one.write_bytes(b"".join(text))
    best = 9.0
    for _ in range(20):
        start = time.monotonic()
        subprocess.run([program, "-q", "--no-config", "--stdout", str(one)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.monotonic() - start)
    print(f"one file of 2,000 lines, start of the process included: {best * 1000:.1f} ms")
