#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A generated workspace builds, tests and builds again: workspace.sh [PACKAGES FILES LINES] (5 20 1500; the large one is
# 50 1000 100000).
. "$(dirname "$0")/lib.sh"

packages=${1:-5}
python3 "$here/../bench/workspace.py" "$dir/w" --packages "$packages" --files "${2:-20}" --lines "${3:-1500}"
cd "$dir/w" || exit 2
last=pack$(printf %02d $((packages - 1)))
holds "it builds" "$mojo" build
program=target/dev/$last
first=$($program)
ls -i $program target/dev/objects.d/library.* >"$dir/before"
holds "it builds again" "$mojo" build
holds "with nothing to do" sh -c "ls -i $program target/dev/objects.d/library.* | cmp -s - '$dir/before'"
holds "its tests pass" says " 0 failed" "$mojo" test

# An edit in the first package, which all others use.
file=$(ls pack00/src/pack00/mod_*.mojo | tail -1)
sed -i '/def mark/{n;s/return .*/return 77/}' "$file"
holds "after an edit" "$mojo" build
holds "another result" [ "$($program)" != "$first" ]
MOJO_TARGET_DIR=$dir/again "$mojo" build
holds "that of a build from nothing" [ "$($program)" = "$("$dir/again/dev/$last")" ]
holds "its tests pass again" says " 0 failed" "$mojo" test

# A mistake in the middle is told once, for the package it is in, and no program is made.
middle=pack$(printf %02d $((packages / 2)))
file=$(ls $middle/src/$middle/mod_*.mojo | head -1)
cp "$file" "$dir/keep"
printf '\n\ndef broken() -> Int:\n    return "text"\n' >>"$file"
holds "a mistake" says "$(basename "$file")" "$mojo" build
holds "is one" [ "$("$mojo" build 2>&1 | grep -c '^error\[')" -eq 1 ]
cp "$dir/keep" "$file"
holds "mended" "$mojo" build
holds "the result is there" [ "$($program)" = "$("$dir/again/dev/$last")" ]
finish
