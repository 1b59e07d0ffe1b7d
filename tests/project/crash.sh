#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds that are killed at random moments, builds at once, a full disk. N kills: crash.sh N (5).
. "$(dirname "$0")/lib.sh"

full=$dir/full
trap 'umount "$full" 2>/dev/null; rm -rf "$dir"' EXIT
RANDOM=${SEED:-7}

python3 "$here/../bench/workspace.py" "$dir/p" --files 12 --lines 1200
cd "$dir/p" || exit 2
file=$(cat edit)
cp "$file" "$dir/keep"
"$mojo" build
first=$(target/dev/pack00)
mark=$(sed -n '/def mark/{n;s/.*return //p}' "$file")

# Some edits change a body, some an interface, some builds begin from nothing.
kills=${1:-5} wrong=0
for ((i = 0; i < kills; i++)); do
    sed "/def mark/{n;s/return .*/return $((mark + i % 50))/}" "$dir/keep" >"$file"
    [ $((RANDOM % 3)) -ne 0 ] || echo "comptime UNUSED_$i = $i" >>"$file"
    [ $((RANDOM % 5)) -ne 0 ] || rm -rf target
    [ $((RANDOM % 7)) -ne 0 ] || rm -rf "$MOJO_CACHE_DIR"
    "$mojo" build 2>/dev/null &
    sleep 0.0$((RANDOM % 10))$((RANDOM % 10))
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    if ! "$mojo" build || [ "$(target/dev/pack00)" != $((first + i % 50)) ]; then
        wrong=$((wrong + 1))
        echo "after kill $i: $(target/dev/pack00), expected $((first + i % 50))"
    fi
done
holds "a build mends what $kills killed ones left" [ $wrong -eq 0 ]
holds "no temporary files are left" [ -z "$(find target -name '*.tmp*' -mmin +60)" ]

# Two builds of one project at once.
for i in 51 52; do
    sed "/def mark/{n;s/return .*/return $((mark + i))/}" "$dir/keep" >"$file"
    "$mojo" build & one=$!
    "$mojo" build & two=$!
    wait $one; a=$?
    wait $two; b=$?
    holds "two builds of one project at once" [ "$a $b $(target/dev/pack00)" = "0 0 $((first + i))" ]
done

# A full disk is one clear error, and mends once there is room.
mkdir "$full"
if mount -t tmpfs -o size=96k mojo-test "$full" 2>/dev/null; then
    for size in 16k 96k 256k 640k; do
        mount -o remount,size=$size "$full"
        rm -rf "$full"/* "$full"/.[a-z]*
        MOJO_TARGET_DIR=$full/target MOJO_CACHE_DIR=$full/cache "$mojo" build 2>"$dir/said"
        code=$?
        if [ -e "$full/target/dev/pack00" ] && [ $code -eq 0 ]; then continue; fi
        holds "a full disk of $size fails the build" [ $code -eq 1 ]
        holds "with one error that says so" [ "$(grep -c 'No space left on device' "$dir/said")" -eq 1 ]
        holds "and no program" [ ! -e "$full/target/dev/pack00" ]
    done
    mount -o remount,size=64m "$full"
    MOJO_TARGET_DIR=$full/target MOJO_CACHE_DIR=$full/cache "$mojo" build
    holds "with room it builds" [ "$("$full/target/dev/pack00")" = "$(target/dev/pack00)" ]
    umount "$full"
else
    echo "crash.sh: a full disk is not tested: mounting a small file system is not allowed"
fi
finish
