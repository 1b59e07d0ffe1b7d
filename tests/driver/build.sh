#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# mojo run and mojo build: kinds of output, targets, arguments, scripts, the cache, debug information.
. "$(dirname "$0")/common.sh"

cat >lib.mojo <<'M'
@export
def add(a: Int, b: Int) abi("C") -> Int:
    return a + b


@export("scale")
def times(x: Float64, k: Float64) abi("C") -> Float64:
    return x * k
M
cat >use.c <<'C'
#include <stdint.h>
#include <stdio.h>
int64_t add(int64_t, int64_t);
double scale(double, double);
int main(void) { printf("%d %g\n", (int)add(2, 3), scale(2, 1.5)); }
C
cat >hello.mojo <<'M'
from std.sys import argv


def twice(n: Int) -> Int:
    return n * 2


def main():
    print("hello", len(argv()) - 1, twice(21))
M
cat >bad.mojo <<'M'
def main():
    var x: Int = "a"
M
cat >other.mojo <<'M'
def helper() -> Int:
    return 1
M
cat >uses.mojo <<'M'
from other import helper


def main():
    print(helper())
M
cat >faulty.mojo <<'M'
from std.builtin.assertions import abort


def deeper(n: Int):
    if n == 0:
        abort("no way on")
    deeper(n - 1)


def main():
    deeper(2)
M
printf '#!/usr/bin/env mojo\ndef main():\n    print("script")\n' >script

# programs
same "run" "hello 2 42" "$("$mojo" run hello.mojo a b)"
same "short form" "hello 1 42" "$("$mojo" hello.mojo -x)"
same "script" "script" "$("$mojo" script)"
for level in 0 1 2 3; do
    "$mojo" build -O$level hello.mojo -o "hello$level" && same "build -O$level" "hello 0 42" "$("./hello$level")"
    same "run -O$level" "hello 0 42" "$("$mojo" run -O$level hello.mojo)"
done
"$mojo" build hello.mojo && same "default output" "hello 0 42" "$(./hello)"
"$mojo" run bad.mojo >out 2>&1; same "exit of a bad program" 1 $?
has "its message" "E2001" "$(cat out)"
"$mojo" run nowhere.mojo 2>out; same "exit without a file" 1 $?
has "its message" "cannot read" "$(cat out)"
has "no main" "E5001" "$("$mojo" run lib.mojo 2>&1)"
has "bad level" "-O0, -O1" "$("$mojo" build -O7 hello.mojo 2>&1)"

# libraries
"$mojo" build --emit=shared-lib lib.mojo -o libm.so && cc use.c -o use1 ./libm.so && same "shared library" "5 3" "$(./use1)"
"$mojo" build --emit=static-lib lib.mojo -o libm.a && cc use.c -o use2 libm.a -lm && same "archive" "5 3" "$(./use2)"
"$mojo" build --emit=obj lib.mojo -o m.o && cc use.c m.o -o use3 && same "object" "5 3" "$(./use3)"
has "no exports" "E5003" "$("$mojo" build --emit=shared-lib other.mojo 2>&1)"
has "main in a library" "E5006" "$("$mojo" build --emit=shared-lib hello.mojo 2>&1)"

# stages
has "assembly" "add:" "$("$mojo" build --emit=asm lib.mojo -o -)"
has "LLVM" "define" "$("$mojo" build --emit=llvm lib.mojo -o -)"
has "MIR" "fn add(" "$("$mojo" build --emit=mir lib.mojo -o - | sed 's/^fn [^(]*add[^(]*(/fn add(/')"
has "AST" "FuncDef" "$("$mojo" build --emit=ast lib.mojo -o -)"

# other machines
"$mojo" build --emit=obj --target-triple=aarch64-linux-gnu hello.mojo -o arm.o
same "aarch64 object" "b7" "$(od -An -tx1 -j18 -N1 arm.o | tr -d ' ')"
"$mojo" build --emit=obj --target-triple=wasm32-unknown-unknown lib.mojo -o wasm.o
same "wasm object" "asm" "$(dd if=wasm.o bs=1 skip=1 count=3 2>/dev/null)"
has "unknown machine" "pdp11" "$("$mojo" build --emit=obj --target-triple=pdp11 lib.mojo 2>&1)"
has "no linking for others" "--emit=obj" "$("$mojo" build --target-triple=wasm32-unknown-unknown lib.mojo 2>&1)"

# the cache: an unchanged program is found, a changed import is noticed
same "import" 1 "$("$mojo" run uses.mojo)"
same "unchanged" 1 "$("$mojo" run uses.mojo)"
same "an entry for each program" yes "$([ "$(ls cache/programs | wc -l)" -gt 1 ] && echo yes)"
sed -i 's/return 1/return 2/' other.mojo
same "changed import" 2 "$("$mojo" run uses.mojo)"
for f in cache/programs/*; do printf 'damaged' >"$f"; done
same "damaged entry" 2 "$("$mojo" run uses.mojo)"
for i in 1 2 3 4; do "$mojo" run hello.mojo >"par$i" & done
wait
same "at the same time" "hello 0 42hello 0 42hello 0 42hello 0 42" "$(cat par1 par2 par3 par4 | tr -d '\n')"
rm -rf cache
MOJO_CACHE_SIZE=0 "$mojo" run hello.mojo >/dev/null
same "cache turned off" no "$([ -d cache/programs ] && echo yes || echo no)"

# faults
for how in "run -O0" "run"; do
    "$mojo" $how faulty.mojo >out 2>&1
    same "signal of an abort ($how)" 134 $?
    has "message of an abort ($how)" "ABORT: " "$(cat out)"
    has "its text ($how)" "no way on" "$(cat out)"
done
has "back-trace" "faulty.deeper" "$("$mojo" run -O0 faulty.mojo 2>&1)"
"$mojo" build -O0 faulty.mojo && has "back-trace of a program" "faulty.deeper" "$(./faulty 2>&1)"
has "place of an abort" "faulty.mojo:6:9: no way on" "$("$mojo" run faulty.mojo 2>&1)"
has "lines in a back-trace" "faulty.mojo:6" "$("$mojo" run faulty.mojo 2>&1)"
"$mojo" build -g -O0 faulty.mojo && has "lines in that of a program" "faulty.mojo:11" "$(./faulty 2>&1)"
"$mojo" build -g -O2 faulty.mojo && has "and in optimised code" "faulty.mojo:11" "$(./faulty 2>&1)"

# debug information
if command -v gdb >/dev/null; then
    "$mojo" build -g -O0 hello.mojo -o dbg
    has "gdb" "n = 21" "$(gdb -q -batch -ex 'break hello.twice' -ex run -ex 'info args' ./dbg 2>&1)"
fi
# Nothing may refer to a field that the compiler takes to be its container's alone.
cat >sealed.mojo <<'M'
def bump(mut n: Int):
    n += 1


def main():
    var xs = List[Int]()
    bump(xs._len)
    print(len(xs))
M
has "a reference into a sealed struct" "sealed.mojo:7:5: nothing may refer to \`List._len\`" "$("$mojo" build sealed.mojo -o sealed 2>&1)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
