#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The cache of compiled code: on disk, and on a server.
. "$(dirname "$0")/lib.sh"

fails() {
    ! "$@" >/dev/null 2>&1
}
number() { # of a key of `cache info`
    "$mojo" cache info --json | sed -n "s/.*\"$1\":[^0-9]*\([0-9]*\).*/\1/p"
}
# Builds from nothing in the project but with what the cache has.
build() {
    rm -rf target
    "$mojo" build
}
quiet() {
    build >"$dir/said" 2>&1 && [ ! -s "$dir/said" ]
}
warned() {
    build 2>&1 | grep -q "^warning: the remote cache is not used" && [ "$(target/dev/pack00)" = "$result" ]
}

python3 "$here/../bench/workspace.py" "$dir/p" --files 5 --lines 250
cd "$dir/p" || exit 2
build
result=$(target/dev/pack00)
n=$(number objects)
holds "objects are kept" [ "$n" -ge 5 ]
build
holds "nothing is added when all is there" [ "$(number objects)" = "$n" ]
for f in "$MOJO_CACHE_DIR"/objects/*/*; do printf 'x' | dd of="$f" bs=1 seek=99 conv=notrunc 2>/dev/null; done
build
holds "damaged entries are no hits" [ "$(target/dev/pack00)" = "$result" ]
holds "and are replaced" [ "$(number objects)" = "$n" ]

holds "export" says "$n entries written" "$mojo" cache export "$dir/archive"
holds "gc --all" "$mojo" cache gc --all 2>/dev/null
holds "nothing is left" [ "$(number objects)" = 0 ]
holds "import" says "$n entries read" "$mojo" cache import "$dir/archive"
holds "all is back" [ "$(number objects)" = "$n" ]
head -c 1000 "$dir/archive" >"$dir/half"
holds "half an archive" says "damaged" "$mojo" cache import "$dir/half"
sed 's#^entry \([0-9]*\) objects/../#entry \1 objects/../../../#' "$dir/archive" >"$dir/evil"
holds "an archive with names outside" fails "$mojo" cache import "$dir/evil"
holds "no such file" fails "$mojo" cache import "$dir/none"
holds "no such word" fails "$mojo" cache frob
holds "gc to a size" "$mojo" cache gc --max-size 1 2>/dev/null
holds "a cache that is off" env MOJO_CACHE_SIZE=0 "$mojo" build
rm -rf "$MOJO_CACHE_DIR"
rm -rf target
holds "the cache off, from nothing" env MOJO_CACHE_SIZE=0 "$mojo" build
holds "it is not made" [ ! -e "$MOJO_CACHE_DIR/objects" ]
: >"$dir/file"
holds "a cache folder that cannot be" env MOJO_CACHE_DIR="$dir/file/x" "$mojo" build

# Two builds share one cache.
cp -r "$dir/p" "$dir/q"
(cd "$dir/q" && build) &
build
wait $!
holds "two builds at once" [ "$(target/dev/pack00) $("$dir/q/target/dev/pack00")" = "$result $result" ]

# A server.
start() {
    [ -z "$server" ] || { kill $server; wait $server 2>/dev/null; }
    rm -f "$dir/port"
    python3 "$here/cache_server.py" "$dir/server" $1 >"$dir/port" &
    server=$!
    until [ -s "$dir/port" ] || ! kill -0 $server; do sleep 0.05; done
    MOJO_REMOTE_CACHE=http://127.0.0.1:$(cat "$dir/port")
    export MOJO_REMOTE_CACHE
}
if [ -x "${mojo%/*}/mojo-remote" ]; then
    mkdir -p "$dir/server"
    start
    "$mojo" cache gc --all 2>/dev/null
    holds "a build that fills the server" quiet
    n=$(number objects)
    holds "all objects are there" [ "$(ls "$dir/server/ac" | wc -l)" -ge "$((n - 1))" ]
    "$mojo" cache gc --all 2>/dev/null
    : >"$dir/server/log"
    holds "a build from the server" quiet
    holds "which uploads nothing" [ "$(grep -c PUT "$dir/server/log")" = 0 ]
    holds "and downloads" [ "$(grep -c 'GET /cas' "$dir/server/log")" -ge "$((n - 1))" ]
    holds "into the cache here" [ "$(number objects)" = "$n" ]
    holds "its result" [ "$(target/dev/pack00)" = "$result" ]
    rm -rf "$dir/server/ac" "$dir/server/cas"
    mkdir "$dir/server/ac" "$dir/server/cas"
    "$mojo" cache gc --all 2>/dev/null
    MOJO_REMOTE_CACHE_MODE=read
    export MOJO_REMOTE_CACHE_MODE
    holds "read only" quiet
    holds "uploads nothing" [ -z "$(ls "$dir/server/ac")" ]
    MOJO_REMOTE_CACHE_MODE=often
    holds "a mode that is none" says "is \`read\` or \`read-write\`" build
    unset MOJO_REMOTE_CACHE_MODE
    "$mojo" cache gc --all 2>/dev/null
    build
    "$mojo" cache gc --all 2>/dev/null
    start lying
    holds "blobs that are not what they should be are no hits" quiet
    holds "the result is right" [ "$(target/dev/pack00)" = "$result" ]
    "$mojo" cache gc --all 2>/dev/null
    start broken
    holds "a server that fails" warned
    "$mojo" cache gc --all 2>/dev/null
    MOJO_REMOTE_CACHE_TIMEOUT=1
    export MOJO_REMOTE_CACHE_TIMEOUT
    start slow
    holds "a server that does not answer" warned
    "$mojo" cache gc --all 2>/dev/null
    MOJO_REMOTE_CACHE=http://127.0.0.1:1
    holds "no server" warned
    MOJO_REMOTE_CACHE=ftp://127.0.0.1:1
    "$mojo" cache gc --all 2>/dev/null
    holds "another protocol" warned
else
    echo "cache.sh: the remote cache is not tested: mojo-remote was not built (libcurl4-openssl-dev)"
fi
finish
