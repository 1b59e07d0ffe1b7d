#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Where packages come from: vendored copies, patches, mirrors, allowed places; what is outdated; checking files against
# their commits; and states that a killed command leaves.
. "$(dirname "$0")/lib.sh"

for name in low mid; do "$mojo" new --lib $name 2>/dev/null; done
"$mojo" new app 2>/dev/null
release low 0.1.0
sed -i 's/Hello/Hi/' low/src/low/__init__.mojo && release low 0.1.5
sed -i 's/Hi/Hey/' low/src/low/__init__.mojo && release low 0.2.0
echo "low = { git = \"file://$dir/low\", version = \">=0.1\" }" >>mid/mojo.toml
printf 'from low import greeting\n\ndef twice(n: String) -> String:\n    return greeting(n) + greeting(n)\n' >mid/src/mid/__init__.mojo
release mid 1.0.0
cd app || exit 2
printf 'from mid import twice\n\ndef main():\n    print(twice("a"))\n' >src/main.mojo
depend "mid = { git = \"file://$dir/mid\", version = \"1\" }
low = { git = \"file://$dir/low\", version = \"0.1\" }"

# What is outdated, without changing anything.
expect 0 'Hi, a!' - run
cp mojo.lock before.lock
expect 0 'low                      0.1.5        0.1.5        0.2.0' - outdated
expect 0 '"newest":' - outdated --json
holds "outdated changes nothing" cmp -s mojo.lock before.lock
expect 1 - 'no choice of versions fits' add low@9 --git "file://$dir/low"

# A locked project asks no repository, not even the mirror.
mv "$dir/cache/git/mirrors" "$dir/kept"
expect 0 - - build
expect 0 - - fetch --frozen
mv "$dir/kept" "$dir/cache/git/mirrors"

# Files that are no longer those of the commit.
expect 0 - - fetch --verify
checkout=$(find "$dir/cache/git/src" -path '*low*' -name __init__.mojo | head -1)
cp "$checkout" keep.mojo && echo '# more' >>"$checkout" && touch "$(dirname "$checkout")/extra"
expect 1 'was changed' 'differ' fetch --verify
expect 1 'does not belong there' 'differ' fetch --verify
mv keep.mojo "$checkout" && rm "$(dirname "$checkout")/extra"
expect 0 - - fetch --verify

# Vendored: used without mirrors, cache or network, while they are what the lock names.
expect 0 - - vendor
holds "mojo.toml names the folder" grep -qx 'vendor = "vendor"' mojo.toml
mv ../low ../low.away && mv ../mid ../mid.away && mv "$dir/cache" "$dir/cache.away"
expect 0 'Hi, a!' - run
expect 0 - - vendor --check
echo '# more' >>vendor/low/src/low/__init__.mojo
expect 1 'vendor/low: was changed' 'vendored files differ' vendor --check
sed -i '/# more/d' vendor/low/src/low/__init__.mojo
expect 0 - - vendor --check
sed -i 's/^commit = "./commit = "0/' vendor/vendored.toml
expect 1 - 'cannot fetch' build
mv ../low.away ../low && mv ../mid.away ../mid
expect 0 - - build
expect 2 - 'below the project' vendor ../outside
rm -rf vendor && sed -i '/^\[source\]/,$d' mojo.toml

# [patch]: another source for a package, whoever asks for it.
cp -r ../low ../mine && sed -i 's/Hi\|Hey\|Hello/Patched/' ../mine/src/low/__init__.mojo
sed -i 's/^version = .*/version = "0.1.9"/' ../mine/mojo.toml
printf '\n[patch]\nlow = { path = "../mine" }\n' >>mojo.toml
expect 0 'Patched, a!Patched, a!' - run
sed -i 's/^version = .*/version = "7.0.0"/' ../mine/mojo.toml
expect 1 - 'no choice of versions fits' build
sed -i '/^\[patch\]/,$d' mojo.toml

# [source] replace and allow.
git clone -q --bare ../low "$dir/mirror/low" 2>/dev/null && git clone -q --bare ../mid "$dir/mirror/mid" 2>/dev/null
rm -rf "$dir/cache" mojo.lock
mv ../low ../low.away && mv ../mid ../mid.away
printf '\n[source.replace]\n"file://%s/" = "file://%s/mirror/"\n' "$dir" "$dir" >>mojo.toml
expect 0 'Hi, a!' - run
holds "the lock has the original URL" grep -q "git+file://$dir/low\"" mojo.lock
mv ../low.away ../low && mv ../mid.away ../mid
sed -i '/^\[source/,$d' mojo.toml
printf '\n[source]\nallow = ["https://example.org/"]\n' >>mojo.toml
expect 1 - 'is none of the places that [source] allow names' build
sed -i "s|https://example.org/|file://$dir/|" mojo.toml
expect 0 - - build
sed -i '/^\[source/,$d' mojo.toml

# Killed while fetching: locks and half-made things are no obstacle to the next command.
mirror=$(find "$dir/cache/git/mirrors" -mindepth 1 -maxdepth 1 -type d | head -1)
touch "$mirror/packed-refs.lock" "$mirror/refs/tags/v9.9.9.lock" "$mirror/config.lock"
rm -rf "$dir/cache/git/src" && mkdir -p "$mirror.new/objects"
expect 0 - - update
expect 0 'Hi, a!' - run
for victim in $(find "$dir/cache/git/mirrors" -mindepth 1 -maxdepth 1 -type d); do rm -f "$victim/HEAD"; done
expect 0 - - update
rm -rf "$dir/cache/git/src"
find "$dir/cache/git/mirrors" -name '*.pack' -exec truncate -s 100 {} +
find "$dir/cache/git/mirrors" -path '*/objects/??/*' -delete
expect 0 'Hi, a!' - run
for ms in 0 2 5 10 20 40 60 90; do
    rm -rf "$dir/cache" mojo.lock
    "$mojo" add low@0.1 --git "file://$dir/low" >/dev/null 2>&1 &
    pid=$!
    sleep 0.0$(printf %02d $ms) && kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    expect 0 '' - build
done
touch .mojo.lock.999999.new && rm mojo.lock
expect 0 - - lock
holds "what a killed one left is gone" sh -c "! ls -A | grep -q '[.]new$'"
holds "no half-made folders are used" sh -c "! find '$dir/cache/git/src' -mindepth 2 -maxdepth 2 -type d ! -exec test -e {}/mojo.toml \; -print | grep -q ."

# A full disk, or a limit on files, is one clear error, and nothing is half-written.
rm -rf "$dir/cache"
cp mojo.lock before.lock
(trap '' XFSZ; ulimit -f 1; "$mojo" fetch 2>&1) | cat >"$dir/err"
holds "a file that cannot grow is one error a package" grep -q 'File too large' "$dir/err"
if unshare -rm true 2>/dev/null; then
    mkdir "$dir/full"
    unshare -rm sh -c "mount -t tmpfs -o size=16k none '$dir/full' && MOJO_CACHE_DIR='$dir/full' '$mojo' fetch" 2>"$dir/err"
    holds "a full disk is named" grep -q 'No space left on device' "$dir/err"
fi
holds "the lock stays" cmp -s mojo.lock before.lock
expect 0 - - fetch

finish
