#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the programs of tests/bench/programs against C (clang-19 -O3 -march=native) and CPython, in one run.

usage: programs.py OUT_DIR [NAME…]     OUT_DIR holds bin/mojo; prints ratios, one line a program.
Each side runs ROUNDS times in turn; the smallest time counts. CPython runs a smaller size, as does Mojo beside it."""
import math
import os
import random
import subprocess
import sys
import tempfile
import time

PROGRAMS = {  # name: (size, smaller size for CPython)
    "mandelbrot": ("2000", "200"),
    "nbody": ("5000000", "50000"),
    "spectral_norm": ("2000", "150"),
    "fannkuch": ("10", "8"),
    "matmul": ("700", "100"),
    "nsieve": ("11", "6"),
    "binary_trees": ("16", "10"),
    "sort": ("5000000", "200000"),
    "k_nucleotide": ("20000000", "500000"),
    "reverse_complement": ("100", "10"),  # megabytes
}
ROUNDS = 5


def fasta(path, megabytes):
    rng = random.Random(7)
    line = "".join(rng.choice("ACGT") for _ in range(6000))
    with open(path, "w") as f:
        f.write(">one\n")
        for i in range(megabytes * 1_000_000 // 61):
            start = (i * 37) % 5900
            f.write(line[start : start + 60] + "\n")


def clock(command):
    start = time.perf_counter()
    result = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start, result.stdout


def main():
    out_dir, names = sys.argv[1], sys.argv[2:] or list(PROGRAMS)
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "programs")
    examples = os.path.join(os.path.dirname(os.path.dirname(here)), "examples")
    mojo = os.path.join(out_dir, "bin", "mojo")
    with tempfile.TemporaryDirectory() as tmp:
        print(f"{'program':<20}{'mojo s':>9}{'C s':>9}{'mojo/C':>9}{'CPython/mojo':>14}")
        ratios = []
        for name in names:
            large, small = PROGRAMS[name]
            if name == "reverse_complement":
                for mb in (large, small):
                    fasta(os.path.join(tmp, mb), int(mb))
                large, small = os.path.join(tmp, large), os.path.join(tmp, small)

            def source(suffix):  # where both sides do the same work, the example program serves
                own = os.path.join(here, name + suffix)
                return own if os.path.exists(own) else os.path.join(examples, name + suffix)

            exe_mojo, exe_c = os.path.join(tmp, name + "_mojo"), os.path.join(tmp, name + "_c")
            subprocess.run([mojo, "build", "-O3", source(".mojo"), "-o", exe_mojo], check=True)
            subprocess.run(
                ["clang-19", "-O3", "-march=native", source(".c"), "-o", exe_c, "-lm", "-Wno-everything"], check=True
            )
            best = {exe_mojo: math.inf, exe_c: math.inf}
            outputs = {}
            for _ in range(ROUNDS):
                for exe in best:
                    seconds, outputs[exe] = clock([exe, large])
                    best[exe] = min(best[exe], seconds)
            if outputs[exe_mojo] != outputs[exe_c]:
                sys.exit(f"{name}: outputs differ")
            python, text = clock(["python3", source(".py"), small])
            mojo_small = min(clock([exe_mojo, small])[0] for _ in range(3))
            if clock([exe_mojo, small])[1] != text:
                sys.exit(f"{name}: CPython's output differs")
            ratio = best[exe_mojo] / best[exe_c]
            ratios.append(ratio)
            print(
                f"{name:<20}{best[exe_mojo]:>9.3f}{best[exe_c]:>9.3f}{ratio:>9.2f}{python / mojo_small:>14.1f}", flush=True
            )
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"{'geometric mean':<20}{'':>18}{mean:>9.2f}    largest {max(ratios):.2f}")


main()
