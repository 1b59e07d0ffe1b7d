#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Extension modules for Python, wheels, and headers for C.
. "$(dirname "$0")/lib.sh"

# A header, and a C program that believes it.
cat >lib.mojo <<'END'
@fieldwise_init
struct Point(TrivialRegisterPassable):
    var x: Float64
    var y: Float32


@export
def area(p: Point, k: Int32) abi("C") -> Float64:
    return p.x * Float64(p.y) * Float64(k)


@export("is_odd")
def odd(n: UInt64) abi("C") -> Bool:
    return n % 2 == 1


@export
def flip(p: Point) abi("C") -> Point:
    return Point(Float64(p.y), Float32(p.x))


@fieldwise_init
struct Row(Copyable):
    var cells: Array[Int16, 3]
    var at: Point


@export
def turn(r: Row) abi("C") -> Row:
    return Row([r.cells[2], r.cells[1], r.cells[0]], flip(r.at))
END
cat >use.c <<'END'
#include "lib.h"
#include <stdio.h>
int main(void) {
    Point p = {3, 2};
    Point q = flip(p);
    Row r = {.cells = {{1, 2, 3}}, .at = p};
    r = turn(r);
    printf("%g %d %g %g %d\n", area(p, 4), is_odd(7), q.x, (double)q.y, r.cells._storage[0]);
}
END
if "$mojo" build --emit=shared-lib --header=lib.h lib.mojo 2>said; then
    holds "a shared library with its header" cc use.c -o use ./liblib.so
    holds "C calls it" [ "$(./use)" = "24 1 2 3 3" ]
    holds "a static library" "$mojo" build --emit=static-lib --header=lib.h lib.mojo
    holds "C links it" cc use.c -o use2 liblib.a -lm -lpthread -ldl
    holds "C calls it too" [ "$(./use2)" = "24 1 2 3 3" ]
    holds "the header is C++ as well" sh -c 'cp use.c use.cc && c++ -fsyntax-only use.cc'
else
    holds "a library: $(head -3 said)" false
fi

include=$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')
if [ -f "$include/Python.h" ]; then
    mkdir -p ext/src ext/python/fastlib
    cd ext || exit 2
    cat >mojo.toml <<'END'
[package]
name = "fast-lib"
version = "0.2.0"
description = "Fast things"

[python]
version = ">=3.9"
modules = { fast = "src/fast.mojo" }
END
    cat >src/fast.mojo <<'END'
@export
def add(a: Int, b: Int) abi("C") -> Int:
    return a + b


@export
def half(x: Float64) abi("C") -> Float64:
    return x / 2


@export
def even(x: Int32) abi("C") -> Bool:
    return x % 2 == 0


@export
def nothing() abi("C"):
    pass
END
    echo 'from fast import add' >python/fastlib/__init__.py
    python() { PYTHONPATH=target/dev/python-fast-lib python3 -c "$1"; }
    holds "an extension module" "$mojo" build
    holds "Python calls it" [ "$(python 'import fast; print(fast.add(2, 3), fast.half(5), fast.even(4), fast.nothing())')" = "5 2.5 True None" ]
    holds "too few arguments" says "add() takes 2 arguments, 1 given" python 'import fast; fast.add(1)'
    holds "too large an integer" says "OverflowError" python 'import fast; fast.even(1 << 40)'
    holds "another type" says "TypeError" python 'import fast; fast.half("a")'
    sed -i 's/a + b/a + b + 1/' src/fast.mojo
    holds "a change of a body" "$mojo" build
    holds "is seen" [ "$(python 'import fast; print(fast.add(2, 3))')" = 6 ]
    printf '\n\n@export\ndef third(x: Float64) abi("C") -> Float64:\n    return x / 3\n' >>src/fast.mojo
    holds "a new function" "$mojo" build
    holds "is there" [ "$(python 'import fast; print(fast.third(6))')" = 2.0 ]
    printf '\n\n@export\ndef total(xs: Span[Int32, ImmUntrackedOrigin]) abi("C") -> Int:\n    var n = 0\n    for i in range(len(xs)):\n        n += Int(xs[i])\n    return n\n' >>src/fast.mojo
    printf '\n\n@export\ndef fill(xs: Span[UInt8, MutUntrackedOrigin], by: UInt8) abi("C"):\n    for i in range(len(xs)):\n        xs[i] = by\n' >>src/fast.mojo
    holds "functions of spans" "$mojo" build
    holds "are given arrays" [ "$(python 'import fast, array; b = bytearray(3); fast.fill(b, 7); print(fast.total(array.array("i", [1, 2])), b)')" = "3 bytearray(b'\x07\x07\x07')" ]
    holds "arrays of other elements" says "an array of int32_t, found elements of the format \`d\`" python 'import fast, array; fast.total(array.array("d", [1, 2]))'
    holds "memory that is not to be written" says "BufferError" python 'import fast; fast.fill(b"abc", 1)'
    holds "a wheel" says "fast_lib-0.2.0-cp" "$mojo" build --wheel
    wheel=$(ls target/dev/*.whl)
    cp "$wheel" "$dir/first.whl"
    rm -rf target
    "$mojo" build --wheel >/dev/null
    holds "the same wheel again" cmp "$wheel" "$dir/first.whl"
    holds "Python reads it and its record" python3 - "$wheel" <<'END'
import base64, hashlib, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
record = [l.split(",") for l in z.read("fast_lib-0.2.0.dist-info/RECORD").decode().splitlines()]
assert {r[0] for r in record} == set(z.namelist()), record
for name, digest, size in record:
    if digest:
        data = z.read(name)
        want = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        assert digest == "sha256=" + want and int(size) == len(data), name
assert "Requires-Python: >=3.9" in z.read("fast_lib-0.2.0.dist-info/METADATA").decode()
z.extractall("../site")
END
    holds "what it holds works" [ "$(PYTHONPATH=../site python3 -c 'import fastlib; print(fastlib.add(4, 5))')" = 10 ]
    printf '\n\n@export\ndef text(x: String) abi("C") -> Int:\n    return 1\n' >>src/fast.mojo
    holds "a function that Python cannot call" says "\`text\` cannot become a function of a Python module because of the argument \`x\`" "$mojo" build
    cd ..
else
    echo "python.sh: extension modules are not tested: there is no Python.h (python3-dev)"
fi
finish
