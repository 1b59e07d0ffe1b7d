#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# tests/memory.sh OUT_DIR: golden programs and examples under valgrind, built at -O0 and -O3: no leak, no invalid access.
out=$1
mojo=$out/bin/mojo
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0
# valgrind knows no AVX-512
one() { # name source arguments…; $flags: of the build
    name=$1 source=$2
    shift 2
    for level in -O0 -O3; do
        if ! "$mojo" build $level $flags --target-cpu=haswell "$source" -o "$dir/program" 2>"$dir/err" ||
            ! (cd "$dir" && valgrind -q --leak-check=full --errors-for-leak-kinds=definite,possible --error-exitcode=99 \
                ./program "$@" >/dev/null 2>err </dev/null; [ $? -ne 99 ]); then
            echo "$name $level:"
            head -20 "$dir/err"
            failed=$((failed + 1))
        else
            passed=$((passed + 1))
        fi
    done
}
root=$(pwd)
for f in tests/golden/*/*.mojo; do
    grep -q '^#: run' "$f" && ! grep -q '^#: skip\|^#: exit 1[0-9][0-9]\|^#| error\[E' "$f" || continue # not those that do not compile
    flags=$(sed -n 's/^#: flags //p' "$f" | sed 's/-O[0-3]//')
    one "$f" "$f" $(sed -n 's/^#: args //p' "$f" | tr -d '"')
done
flags=
e=tests/examples
head -c 20000 tests/examples/json.py >"$dir/text"
echo '{"a": [1, 2.5, "x\n", true, null], "b": {"c": []}}' >"$dir/json"
one mandelbrot $e/mandelbrot.mojo 20 "$dir/m.pgm"
one nbody $e/nbody.mojo 50
one wordcount $e/wordcount.mojo "$dir/text"
one json $e/json.mojo "$dir/json"
one matmul $e/matmul.mojo 10
one life $e/life.mojo 12 3
one raytracer $e/raytracer.mojo 12 "$dir/r.ppm"
one sort_records $e/sort_records.mojo 300
one tokenizer $e/tokenizer.mojo "$root/$e/json.py"
one lru_cache $e/lru_cache.mojo 500
one simulation $e/simulation.mojo 50
one tree $e/tree.mojo 100
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
