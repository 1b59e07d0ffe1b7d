#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Building again after edits: what is compiled, what is said, and that it is what a build from nothing gives.
. "$(dirname "$0")/lib.sh"

python3 "$here/../bench/workspace.py" "$dir/p" --files 6 --lines 300
cd "$dir/p" || exit 2
objects=target/dev/objects.d/pack00
holds "the first build" "$mojo" build
first=$(target/dev/pack00)
ls -i $objects >"$dir/before"
sed -i 's/return 4$/return 5/' "$(cat edit)"
holds "an edit of a body leaves the other modules unread" silent "check " "$mojo" build --timings
holds "the result changes" [ "$(target/dev/pack00)" = $((first + 1)) ]
holds "one object is new" [ "$(ls -i $objects | diff - "$dir/before" | grep -c '^<')" -eq 1 ]
sed -i 's/def mark_0004() -> Int/def mark_0004(y: Int = 3) -> Int/' "$(cat edit)"
holds "an edit of a signature is checked everywhere" says "check " "$mojo" build --timings
holds "the result stays" [ "$(target/dev/pack00)" = $((first + 1)) ]
printf '\n\ndef value_0004(x: Int) -> Int:\n    return 1\n' >>"$(cat edit)"
holds "an error is told" says "error[" "$mojo" build
holds "and again" says "error[" "$mojo" build
sed -i '$d' "$(cat edit)"
sed -i '$d' "$(cat edit)"
holds "mended" "$mojo" build
holds "the result is back" [ "$(target/dev/pack00)" = $((first + 1)) ]

# Warnings of modules that are not compiled again are told again.
sed -i 's/^    return 5$/    var idle = 3\n    return 5/' "$(cat edit)"
holds "a warning" says "idle" "$mojo" build
sed -i 's/^    return 3$/    return 9/' src/pack00/mod_0003.mojo
holds "it is told with another edit" says "idle" "$mojo" build
holds "and with none" says "idle" "$mojo" build

# What was lost or damaged is made again.
rm $objects/mod_0002* $objects/pack00.mod_0002* 2>/dev/null
touch "$(cat edit)"
echo >>"$(cat edit)"
holds "a lost object" says "idle" "$mojo" build
: >$objects.graph
echo >>"$(cat edit)"
holds "an empty graph" says "idle" "$mojo" build
MOJO_TARGET_DIR=$dir/again "$mojo" build 2>/dev/null
holds "the result after damage" [ "$(target/dev/pack00)" = "$("$dir/again/dev/pack00")" ]

# An edit that is taken back is not compiled and linked again; warnings are told again.
cp "$(cat edit)" ../kept.mojo && result=$(target/dev/pack00)
sed -i 's/^    return 5$/    return 50/' "$(cat edit)"
holds "another edit" says "link " "$mojo" build --timings
holds "another result" [ "$(target/dev/pack00)" != "$result" ]
cp ../kept.mojo "$(cat edit)"
holds "taken back" silent "link " "$mojo" build --timings
holds "the result before" [ "$(target/dev/pack00)" = "$result" ]
holds "and nothing to do then" says "idle" "$mojo" build
sed -i 's/^    return 5$/    return 50/' "$(cat edit)"
holds "forth and back, with what was said" says "idle" "$mojo" build --timings
holds "the other result" [ "$(target/dev/pack00)" != "$result" ]
for kept in target/dev/.stamps/pack00.d/*[0-9a-f]; do echo damaged >"$kept.stamp"; done
cp ../kept.mojo "$(cat edit)"
holds "what is kept is damaged" says "link " "$mojo" build --timings
holds "the result all the same" [ "$(target/dev/pack00)" = "$result" ]

holds "edits at random" python3 "$here/incremental.py" "$mojo" 8
finish
