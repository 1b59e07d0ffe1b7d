#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Speed of the parser as a ratio to CPython's ast.parse over CPython's own library, then edit latency, then the grammar
# beside tree-sitter-python.
out=${OUT:-out}
dir=${CORPUS_PY:-/usr/lib/python3.11}
files=$(mktemp)
find "$dir" -name '*.py' -type f | sort >"$files"
ours=$("$out/test/syntax-tool" bench <"$files")
echo "parse: $ours"
python3 - "$files" "$ours" <<'EOF'
import ast, re, sys, time, warnings
warnings.simplefilter("ignore")
texts = [open(p.rstrip("\n"), "rb").read() for p in open(sys.argv[1])]
best = 1e9
for _ in range(2):
    t, n = time.perf_counter(), 0
    for x in texts:
        try:
            ast.parse(x)
        except (SyntaxError, ValueError):
            pass
        n += len(x)
    best = min(best, time.perf_counter() - t)
ours = float(re.search(r"([\d.]+) s,", sys.argv[2]).group(1))
print(f"ast.parse: {best:.3f} s, {n / best / 1e6:.1f} MB/s; parse is {best / ours:.1f} times as fast")
EOF
rm -f "$files"
echo "one-character edits, mean of 200:"
"$out/test/syntax-tool" latency
python3 tests/bench/grammar.py "$out/test/libgrammar.so" "$dir"
