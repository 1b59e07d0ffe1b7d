#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the compiler on a typed program of about 5,000 lines against clang-19 on its C equivalent, in one run.

usage: compile.py OUT_DIR [UNITS]     OUT_DIR holds bin/mojo
Both programs are generated, print the same, and are compiled at -O0 to an object by one thread; processor time counts
(the machine may be shared), the smallest of ROUNDS in turn. Hello world is timed by the clock, as a person would."""
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

ROUNDS = 7

MOJO_UNIT = """
@fieldwise_init
struct Point$(ImplicitlyCopyable):
    var x: Float64
    var y: Float64

    def dot(self, other: Self) -> Float64:
        return self.x * other.x + self.y * other.y

    def scaled(self, k: Float64) -> Self:
        return Self(self.x * k, self.y * k)


def mixed$(n: Int) -> Int:
    var total = 0
    for k in range(n):
        if k % 3 == 0:
            total += k * $
        elif k % 5 == 0:
            total -= k
        else:
            total ^= k
    return total


def collatz$(start: Int) -> Int:
    var n = start
    var steps = 0
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps


def squares$(n: Int) -> List[Int]:
    var xs = List[Int]()
    for k in range(n):
        xs.append(k * k % ($ + 7))
    return xs^


def largest$(xs: List[Int]) -> Int:
    var best = xs[0]
    for k in range(1, len(xs)):
        if xs[k] > best:
            best = xs[k]
    return best


def energy$(n: Int) -> Float64:
    var at = Point$(1.5, 2.5)
    var sum = 0.0
    for k in range(n):
        at = at.scaled(0.5 + 0.001 * Float64(k))
        sum += at.dot(at)
    return sum


def unit$(n: Int) -> Int:
    var xs = squares$(n)
    var total = mixed$(n) + collatz$(n + 1) + largest$(xs)
    if energy$(n) > 1.0:
        total += 1
    return total
"""
C_HEAD = """#include <stdio.h>
#include <stdlib.h>

typedef struct {
    long *data;
    long len, cap;
} List;

static void append(List *l, long x) {
    if (l->len == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 4;
        l->data = realloc(l->data, l->cap * sizeof(long));
    }
    l->data[l->len++] = x;
}

static long at(const List *l, long i) {
    if ((unsigned long)i >= (unsigned long)l->len) abort();
    return l->data[i];
}

static long floordiv(long a, long b) {
    long q = a / b;
    return q - (q * b != a && (a < 0) != (b < 0));
}

static long mod(long a, long b) {
    return a - floordiv(a, b) * b;
}
"""
C_UNIT = """
typedef struct {
    double x;
    double y;
} Point$;

double dot$(const Point$ *self, const Point$ *other) {
    return self->x * other->x + self->y * other->y;
}

Point$ scaled$(const Point$ *self, double k) {
    return (Point$){self->x * k, self->y * k};
}

long mixed$(long n) {
    long total = 0;
    for (long k = 0; k < n; k++) {
        if (mod(k, 3) == 0) {
            total += k * $;
        } else if (mod(k, 5) == 0) {
            total -= k;
        } else {
            total ^= k;
        }
    }
    return total;
}

long collatz$(long start) {
    long n = start;
    long steps = 0;
    while (n != 1) {
        if (mod(n, 2) == 0) {
            n = floordiv(n, 2);
        } else {
            n = 3 * n + 1;
        }
        steps += 1;
    }
    return steps;
}

List squares$(long n) {
    List xs = {0};
    for (long k = 0; k < n; k++) {
        append(&xs, mod(k * k, $ + 7));
    }
    return xs;
}

long largest$(const List *xs) {
    long best = at(xs, 0);
    for (long k = 1; k < xs->len; k++) {
        if (at(xs, k) > best) {
            best = at(xs, k);
        }
    }
    return best;
}

double energy$(long n) {
    Point$ at = {1.5, 2.5};
    double sum = 0.0;
    for (long k = 0; k < n; k++) {
        at = scaled$(&at, 0.5 + 0.001 * (double)k);
        sum += dot$(&at, &at);
    }
    return sum;
}

long unit$(long n) {
    List xs = squares$(n);
    long total = mixed$(n) + collatz$(n + 1) + largest$(&xs);
    free(xs.data);
    if (energy$(n) > 1.0) {
        total += 1;
    }
    return total;
}
"""
HELLO = {"hello.mojo": 'def main():\n    print("hello")\n', "hello.c": '#include <stdio.h>\nint main(void) {\n    puts("hello");\n}\n'}


def programs(units):
    calls = "".join(f"    total += unit{i}({10 + i % 50})\n" for i in range(units))
    mojo = "".join(MOJO_UNIT.replace("$", str(i)) for i in range(units))
    mojo += f"\n\ndef main():\n    var total = 0\n{calls}    print(total)\n"
    c = C_HEAD + "".join(C_UNIT.replace("$", str(i)) for i in range(units))
    c += "\nint main(void) {\n    long total = 0;\n" + calls.replace(")\n", ");\n") + '    printf("%ld\\n", total);\n    return 0;\n}\n'
    return mojo, c


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, result


def peak(command):
    """Kilobytes of memory that a command takes at most."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return usage.ru_maxrss


def clock(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def compile_times(mojo, tmp, units):
    text, c_text = programs(units)
    lines, c_lines = (sum(1 for line in t.splitlines() if line.strip()) for t in (text, c_text))
    paths = [os.path.join(tmp, n) for n in ("p.mojo", "p.c", "p.mojo.o", "p.c.o", "p", "pc")]
    for path, content in zip(paths, (text, c_text)):
        with open(path, "w") as f:
            f.write(content)
    build = [mojo, "build", "-O0", "-j1", paths[0]]
    subprocess.run(build + ["-o", paths[4]], check=True)
    subprocess.run(["clang-19", "-O0", paths[1], "-o", paths[5]], check=True)
    outputs = [subprocess.run([p], capture_output=True, text=True, check=True).stdout for p in paths[4:]]
    if outputs[0] != outputs[1]:
        sys.exit(f"the two programs differ: {outputs}")
    ours, theirs, stages = [], [], {}
    for _ in range(ROUNDS):
        t, result = cpu(build + ["--emit=obj", "--timings", "-o", paths[2]])
        ours.append(t)
        for name, value in re.findall(r"(\w[\w ]*?)\s+([\d.]+) ms", result.stderr):
            stages[name] = min(float(value), stages.get(name, 1e9))
        theirs.append(cpu(["clang-19", "-O0", "-c", paths[1], "-o", paths[3]])[0])
    ours, theirs = min(ours), min(theirs)
    print(f"-O0, {lines} lines (C: {c_lines}), without blank ones: mojo {1e6 * ours / lines:.1f} us/line, "
          f"clang {1e6 * theirs / c_lines:.1f} us/line, ratio {ours / lines / (theirs / c_lines):.2f}")
    print("  stages, ms: " + ", ".join(f"{n} {v:.1f}" for n, v in stages.items()))
    front = stages["parse"] + stages["check"]
    print(f"  parse and check: {1000 * lines / front:,.0f} lines/s")
    long_text = programs(10 * units)[0]
    paths[1] = os.path.join(tmp, "long.mojo")
    with open(paths[1], "w") as f:
        f.write(long_text)
    more = sum(1 for line in long_text.splitlines() if line.strip()) - lines
    tree, checked = (peak([mojo, verb, paths[1]]) - peak([mojo, verb, paths[0]]) for verb in ("parse", "check"))
    print(f"  memory a line: tree {tree / more:.2f} KB, check {(checked - tree) / more:.2f} KB beyond it")


def hello_times(mojo, tmp):
    for name, text in HELLO.items():
        with open(os.path.join(tmp, name), "w") as f:
            f.write(text)
    source, c, exe = (os.path.join(tmp, n) for n in ("hello.mojo", "hello.c", "hello"))
    subprocess.run([mojo, "run", source], check=True, stdout=subprocess.DEVNULL)
    cold, warm, theirs = [], [], []
    for _ in range(3 * ROUNDS):
        cold.append(clock([mojo, "run", "--no-cache", source]))
        warm.append(clock([mojo, "run", source]))
        theirs.append(clock(["sh", "-c", f"clang-19 -O2 {c} -o {exe} && {exe}"]))
    cold, warm, theirs = (1000 * min(x) for x in (cold, warm, theirs))
    print(f"hello: mojo run cold {cold:.1f} ms, warm {warm:.1f} ms; clang-19 -O2 and run {theirs:.1f} ms; "
          f"ratios {cold / theirs:.2f} and {warm / theirs:.2f}")


def main():
    mojo, units = os.path.join(sys.argv[1], "bin", "mojo"), int(sys.argv[2]) if len(sys.argv) > 2 else 84
    with tempfile.TemporaryDirectory() as tmp:
        compile_times(mojo, tmp, units)
        hello_times(mojo, tmp)


main()
