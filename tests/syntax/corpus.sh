#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# corpus.sh TOOL MUTANTS PYTHON_DIR [MOJO_DIR…]: what `make corpus` runs.
tool=$1 mutants=$2 py=$3
shift 3
here=$(dirname "$0")
bad=0
echo "== agreement with CPython over $py"
python3 "$here/agree.py" "$tool" files "$py" || bad=1
echo "== $mutants mutants"
python3 "$here/agree.py" "$tool" mutants "$mutants" "$py" || bad=1
echo "== print and parse again: Python"
find "$py" -name '*.py' -type f | sort | "$tool" round || bad=1
echo "== random edits against fresh parses"
find "$py" -name '*.py' -type f -size -12k | sort | awk 'NR % 20 == 0' | "$tool" edits 50 || bad=1
for d in "$@"; do
    echo "== $d: files with syntax errors"
    find "$d" \( -name '*.mojo' -o -name '*.🔥' \) -type f | sort | "$tool" check |
        awk -F '\t' '$2 > 0 { print; bad++ } END { print NR " files, " bad + 0 " with errors"; exit bad > 0 }' || bad=1
    echo "== $d: print and parse again"
    find "$d" \( -name '*.mojo' -o -name '*.🔥' \) -type f | sort | "$tool" round || bad=1
done
exit $bad
