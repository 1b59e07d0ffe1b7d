#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles and runs the example programs on real input, each beside the same program in Python.

usage: run.py OUT_DIR [--small] [NAME…]
OUT_DIR holds bin/mojo; inputs and pictures go to OUT_DIR/demo. --small: small sizes, for the test suite: compares
the outputs at -O0 and -O3 and prints one line `N passed, N failed`."""
import glob
import os
import subprocess
import sys
import sysconfig
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def text_input(path, megabytes):
    """The sources of Python's own library, one after the other: a real text."""
    if os.path.exists(path) and os.path.getsize(path) >= megabytes * 1_000_000:
        return
    size = 0
    with open(path, "wb") as out:
        for name in sorted(glob.glob(os.path.join(sysconfig.get_path("stdlib"), "**", "*.py"), recursive=True)):
            with open(name, "rb") as f:
                size += out.write(f.read())
            if size >= megabytes * 1_000_000:
                return
        while size < megabytes * 1_000_000:  # a small library: read it again
            with open(name, "rb") as f:
                size += out.write(f.read())


def programs(demo, small):
    text = os.path.join(demo, "small.txt" if small else "text.txt")
    text_input(text, 0.2 if small else 10)
    tokens = os.path.join(demo, "small.txt")
    text_input(tokens, 0.2)
    grammar = os.path.join(ROOT, "grammar", "src")
    json = os.path.join(grammar, "node-types.json" if small else "grammar.json")
    pick = (lambda a, b: a) if small else (lambda a, b: b)
    return {
        "mandelbrot": [pick("60", "400"), os.path.join(demo, "mandelbrot.pgm")],
        "nbody": [pick("500", "100000")],
        "wordcount": [text],
        "json": [json],
        "matmul": [pick("30", "160")],
        "life": [pick("24", "96"), pick("5", "50")],
        "raytracer": [pick("48", "240"), os.path.join(demo, "raytracer.ppm")],
        "sort_records": [pick("5000", "1000000")],
        "tokenizer": [pick(tokens, text)],
        "lru_cache": [pick("5000", "500000")],
        "simulation": [pick("1000", "200000")],
        "tree": [pick("1000", "100000")],
    }


def clock(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    seconds = time.perf_counter() - start
    return seconds, done.returncode, done.stdout, done.stderr


def main():
    small = "--small" in sys.argv
    args = [a for a in sys.argv[1:] if a != "--small"]
    out_dir, names = args[0], args[1:]
    demo = os.path.join(out_dir, "demo")
    os.makedirs(demo, exist_ok=True)
    mojo = os.path.join(out_dir, "bin", "mojo")
    table = programs(demo, small)
    passed = failed = 0
    if not small:
        print(f"{'program':<14}{'compile s':>10}{'mojo s':>9}{'python s':>10}{'faster':>8}   last line of its output")
    for name in names or table:
        source = os.path.join(HERE, name)
        python, code, expected, _ = clock([sys.executable, source + ".py", *table[name]])
        if code != 0:
            sys.exit(f"{name}.py failed")
        for level in ["-O0", "-O3"] if small else ["-O3"]:
            exe = os.path.join(demo, name + level)
            compile_time, code, _, err = clock([mojo, "build", level, source + ".mojo", "-o", exe])
            if code == 0:
                seconds, code, output, err = clock([exe, *table[name]])
            if code != 0 or output != expected:
                failed += 1
                print(f"{name} {level}: ", "failed" if code else "another output than Python's", file=sys.stderr)
                print(err.decode(errors="replace")[:2000], file=sys.stderr)
                continue
            passed += 1
            if not small:
                last = output.decode(errors="replace").strip().splitlines()[-1]
                print(
                    f"{name:<14}{compile_time:>10.2f}{seconds:>9.3f}{python:>10.3f}{python / seconds:>7.0f}x   {last}",
                    flush=True,
                )
    if not small:
        print(f"pictures: {demo}/mandelbrot.pgm {demo}/raytracer.ppm")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
