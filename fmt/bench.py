#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed of mojo-fmt on CPython's library, one thread, all checks on, against `ruff format` (no cache) and `black` where
they are installed (RUFF=, BLACK= name others). Every run formats a fresh copy of the same unformatted files; rounds
alternate between the tools and the ratios are medians of the rounds, so that a busy machine slows both. Copies are
removed at the end only: ext4 looks past inodes freed a moment ago, which would be charged to whoever makes files."""
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time

tools = pathlib.Path(os.path.abspath(os.path.join(os.environ.get("OUT", "out"), "bin")))
program = str(tools / "mojo-fmt")
lib = pathlib.Path("/usr/lib/python3.11")
if not lib.is_dir():
    lib = pathlib.Path(sysconfig.get_path("stdlib"))
top = pathlib.Path(tempfile.mkdtemp())
n_runs = 0


def measured(command, env=None):
    """Seconds on the clock and of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})})
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(command, files, env=None):
    global n_runs
    n_runs += 1
    copies = []
    for f in files:
        to = top / str(n_runs) / f.relative_to(lib)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(f, to)
        copies.append(str(to))
    return measured([*command, *copies], env)


def against_ruff(files, ours, total):
    ruff = os.environ.get("RUFF") or shutil.which("ruff")
    rounds = []
    for _ in range(5):
        a = run(ours, files)
        b = run([ruff, "format", "-q", "--isolated", "--no-cache"], files, {"RAYON_NUM_THREADS": "1"}) if ruff else (0, 0)
        rounds.append((a, b))
    wall, cpu = (min(a[k] for a, _ in rounds) for k in (0, 1))
    print(f"mojo-fmt: {len(files)} files, {total} lines, {wall:.2f} s ({cpu:.2f} s of processor): {total / cpu:,.0f} lines/s a core")
    if ruff:
        by_wall, by_cpu = (statistics.median(b[k] / a[k] for a, b in rounds) for k in (0, 1))
        w, c = (min(b[k] for _, b in rounds) for k in (0, 1))
        print(f"ruff format: {w:.2f} s ({c:.2f} s of processor); {by_cpu:.2f} times as long by the processor, {by_wall:.2f} by the clock")
    parse = min(measured([str(tools / "mojo"), "parse", "--stats", *map(str, files)])[1] for _ in range(3))
    print(f"reading and parsing the same files once: {parse:.2f} s of processor, {parse / cpu:.0%} of formatting them")


def against_black(files, ours, lines):
    black = os.environ.get("BLACK") or shutil.which("black")
    if black:
        some = [f for f in files if f.name != "test_exceptions.py"][:: max(1, len(files) // 60)]  # that one takes it an hour
        w, _ = run([black, "-q", "-W", "1"], some)
        o, _ = run(ours, some)
        print(f"black: {len(some)} files, {sum(lines[f] for f in some)} lines: {w:.2f} s, mojo-fmt {o:.3f} s; {w / o:.0f} times as long")


def one_file(files):
    one = top / "one.py"
    text = b"".join(f.read_bytes() for f in files if f.name == "argparse.py").splitlines(True)[:2000]
    one.write_bytes(b"".join(text))
    best = min(measured([program, "-q", "--no-config", "--stdout", str(one)])[0] for _ in range(40))
    print(f"one file of 2,000 lines, start of the process included: {best * 1000:.1f} ms")


def memory(files):
    big = top / "big.py"
    big.write_bytes(b"\n".join(f.read_bytes() for f in files if f.name in ("argparse.py", "typing.py", "inspect.py", "doctest.py")) * 10)
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    size = [int(subprocess.run([sys.executable, "-c", code, program, "-q", "--no-config", "--stdout", str(f)], capture_output=True).stdout) * 1024
            for f in (top / "one.py", big)]
    more = big.stat().st_size - (top / "one.py").stat().st_size
    print(f"peak memory: {size[1] / 1e6:.0f} MB for a file of {big.stat().st_size / 1e6:.1f} MB; {(size[1] - size[0]) / more:.1f} bytes a byte of source")


def main():
    files = [p for p in sorted(lib.rglob("*.py")) if p.is_file() and p.stat().st_size < 2_000_000]
    lines = {f: f.read_bytes().count(b"\n") for f in files}
    ours = [program, "-q", "--no-config", "-j", "1"]
    against_ruff(files, ours, sum(lines.values()))
    one_file(files)
    memory(files)
    against_black(files, ours, lines)


try:
    main()
finally:
    shutil.rmtree(top)
