#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Git dependencies: versions over tags, the lock, offline use, and what attackers try. Repositories are made here;
# servers listen on the loopback only.
. "$(dirname "$0")/lib.sh"

# Two packages, one of which needs the other at a narrower range.
for name in low mid; do "$mojo" new --lib $name 2>/dev/null; done
"$mojo" new app 2>/dev/null
release low 0.1.0
sed -i 's/Hello/Hi/' low/src/low/__init__.mojo && release low 0.1.5
sed -i 's/Hi/Hey/' low/src/low/__init__.mojo && release low 0.2.0
echo "low = { git = \"file://$dir/low\", version = \">=0.1, <0.2\" }" >>mid/mojo.toml
printf 'from low import greeting\n\ndef twice(n: String) -> String:\n    return greeting(n) + greeting(n)\n' >mid/src/mid/__init__.mojo
release mid 1.0.0
cd app || exit 2
expect 0 - - add mid@1 --git "file://$dir/mid"
expect 0 'low 0.1.5' - tree
printf 'from mid import twice\n\ndef main():\n    print(twice("a"))\n' >src/main.mojo
expect 0 'Hi, a!Hi, a!' - run
expect 0 'mid 1.0.0' - why low
expect 1 - 'no choice of versions fits' add low@0.2 --git "file://$dir/low"
holds "the failed add left nothing" sh -c '! grep -q ^low mojo.toml'
expect 0 - - add low@0.1 --git "file://$dir/low"
expect 0 - - build --locked
expect 0 - - build --frozen

# A newer version waits for an update.
sed -i 's/Hi/Yo/' ../low/src/low/__init__.mojo
git -C ../low checkout -q v0.1.5 && sed -i 's/Hi/Yo/' ../low/src/low/__init__.mojo && release ../low 0.1.6
expect 0 'Hi, a!' - run
expect 0 'updated low 0.1.5' - update
expect 0 'Yo, a!' - run

# A tag that is moved does not change what is locked.
git -C ../low commit -q --allow-empty -m moved && git -C ../low tag -f v0.1.6 >/dev/null
locked=$(grep -A3 'name = "low"' mojo.lock | grep commit)
expect 0 - - fetch
holds "a moved tag leaves the lock" [ "$locked" = "$(grep -A3 'name = "low"' mojo.lock | grep commit)" ]

# Without the network: from the mirror, or a clear no.
mv ../low ../hidden
rm -rf target
expect 0 'Yo, a!' - run
expect 0 'Yo, a!' - run --offline
expect 1 - 'cannot fetch' update
mv ../hidden ../low
(export MOJO_CACHE_DIR="$dir/other"; "$mojo" build --offline 2>"$dir/err"); holds "offline without a mirror is refused" grep -q 'was never fetched' "$dir/err"

# The lock is not to be lied to.
cp mojo.lock good.lock
sed -i "s|$dir/low\"|$dir/evil\"|" mojo.lock
expect 1 - 'the source of `low` differs' build --locked
cp good.lock mojo.lock
sed -i '/name = "low"/,/tree/s/tree = "../tree = "00/' mojo.lock
expect 1 - 'are not those that mojo.lock names' build
cp good.lock mojo.lock
sed -i '/name = "low"/,/commit/s/commit = "......../commit = "00000000/' mojo.lock
expect 1 - 'is no longer in' build
expect 1 - '' build --locked
cp good.lock mojo.lock
expect 0 - - build --locked

# Branch, rev, subdir; what is not there.
cd .. && mkdir many && "$mojo" new --lib many/part 2>/dev/null && release many/part 0.1.0 && rm -rf many/part/.git
git -C many init -q -b main && git -C many add -A && git -C many commit -qm one
cd app || exit 2
printf 'def main():\n    print("plain")\n' >src/main.mojo
depend "part = { git = \"file://$dir/many\", branch = \"main\", subdir = \"part\" }"
expect 0 plain - run
depend "part = { git = \"file://$dir/many\", rev = \"$(git -C ../many rev-parse HEAD)\", subdir = \"part\" }"
expect 0 - - build
depend "part = { git = \"file://$dir/many\", branch = \"none\" }"
expect 1 - 'no branch `none`' build
depend "part = { git = \"file://$dir/many\", branch = \"main\" }"
expect 1 - 'has no mojo.toml' build
depend "other = { git = \"file://$dir/many\", branch = \"main\", subdir = \"part\" }"
expect 1 - 'is not called `other`' build
depend "low = { git = \"file://$dir/low\", version = \"7\" }"
expect 1 - 'no choice of versions fits' build

# Packages of one repository that need each other by path go together, commit by commit.
mkdir ../mono && git -C ../mono init -q -b main
"$mojo" new --lib --no-git ../mono/pkgs/base 2>/dev/null && "$mojo" new --lib --no-git ../mono/pkgs/upper 2>/dev/null
printf 'base = { path = "../base" }\n' >>../mono/pkgs/upper/mojo.toml
printf 'from base import greeting\n\ndef up() -> String:\n    return greeting("one")\n' >../mono/pkgs/upper/src/upper/__init__.mojo
git -C ../mono add -A && git -C ../mono commit -qm 1 && git -C ../mono tag v0.1.0
sed -i 's/Hello/Salut/' ../mono/pkgs/base/src/base/__init__.mojo
sed -i 's/0.1.0/0.1.1/' ../mono/pkgs/*/mojo.toml && git -C ../mono commit -qam 2 && git -C ../mono tag v0.1.1
printf 'from upper import up\n\ndef main():\n    print(up())\n' >src/main.mojo
depend "upper = { git = \"file://$dir/mono\", subdir = \"pkgs/upper\", version = \"0.1\" }"
expect 0 'Salut, one!' - run
expect 0 'base 0.1.1' - tree
depend "upper = { git = \"file://$dir/mono\", subdir = \"pkgs/upper\", version = \"=0.1.0\" }"
expect 0 'Hello, one!' - run
expect 0 - - build --frozen
depend "upper = { git = \"file://$dir/mono\", subdir = \"pkgs/upper\", branch = \"main\" }
base = { git = \"file://$dir/mono\", subdir = \"pkgs/base\", branch = \"main\" }"
expect 0 'Salut, one!' - run
printf '[workspace]\nmembers = ["pkgs/*"]\n\n[workspace.package]\nversion = "0.2.0"\n\n[workspace.dependencies]\nbase = { path = "pkgs/base" }\n' >../mono/mojo.toml
printf '[package]\nname = "base"\nversion.workspace = true\n' >../mono/pkgs/base/mojo.toml
printf '[package]\nname = "upper"\nversion.workspace = true\n\n[dependencies]\nbase = { workspace = true }\n' >../mono/pkgs/upper/mojo.toml
git -C ../mono add -A && git -C ../mono commit -qm ws && git -C ../mono tag v0.2.0
depend "upper = { git = \"file://$dir/mono\", subdir = \"pkgs/upper\", version = \"0.2\" }"
expect 0 'Salut, one!' - run
expect 0 'base 0.2.0' - tree
expect 0 - - vendor
rm -rf target && mv "$dir/cache" "$dir/cache.away"
expect 0 'Salut, one!' - run --frozen
rm -rf vendor "$dir/cache" && mv "$dir/cache.away" "$dir/cache"
printf '[package]\nname = "upper"\nversion = "0.3.0"\n\n[dependencies]\nbase = { path = "../../../base" }\n' >../mono/pkgs/upper/mojo.toml
sed -i 's|"../base"|"../../../base"|' ../mono/pkgs/upper/mojo.toml && git -C ../mono commit -qam 3
depend "upper = { git = \"file://$dir/mono\", subdir = \"pkgs/upper\", branch = \"main\" }"
rm mojo.lock
expect 1 - 'outside of its repository' build
printf 'def main():\n    print("plain")\n' >src/main.mojo

# Options, helpers and commands in place of URLs, tags, branches and folders.
for url in '-upload-pack=x' '--help' 'ext::sh -c x' 'ssh://-oProxyCommand=x/y' 'file://-x' 'https://' 'https://h/a b' 'git@host:x' '/plain/path' 'https://h/$(x)' 'https://h/`x`' 'https://h/a;b'; do
    depend "low = { git = '$url', tag = 'v0.1.0' }"
    expect 1 - '`git` ' build
done
for ref in '-x' '--exec=x' 'a..b' 'a b' 'x;y' '$(x)' 'a:b' 'a~1' '@{1}' ''; do
    depend "low = { git = 'file://$dir/low', branch = '$ref' }"
    expect 1 - '`branch` is no name' build
done
depend "low = { git = 'file://$dir/low', tag = \"a\\nb\" }"
expect 1 - '`tag` is no name' build
for sub in '..' 'a/../b' '/etc' '.git' '.GIT/x' '-x' 'a//b' './a'; do
    depend "low = { git = 'file://$dir/low', branch = 'main', subdir = '$sub' }"
    expect 1 - '`subdir` is no folder' build
done
depend "low = { git = 'file://$dir/low', rev = 'HEAD' }"
expect 1 - '`rev` is no commit' build
depend "low = { git = 'ssh://127.0.0.1:1/x', branch = 'main' }"
expect 1 - 'cannot' build

# Trees that no git would make: names that leave the folder, look like .git, links before files.
attack="$dir/attack"
git init -q -b main "$attack"
manifest=$(printf '[package]\nname = "bad"\nversion = "0.1.0"\n' | git -C "$attack" hash-object -w --stdin)
blob=$(echo evil | git -C "$attack" hash-object -w --stdin)
sub=$(printf '100644 blob %s\tfile\n' "$blob" | git -C "$attack" mktree)
link=$(printf '/tmp' | git -C "$attack" hash-object -w --stdin)
# tree_with MODE NAME ID: a commit on main whose tree has the manifest and this entry, written byte by byte
tree_with() {
    python3 - "$1" "$2" "$3" "$manifest" >"$dir/raw" <<'PY'
import sys
mode, name, oid, manifest = sys.argv[1:]
rows = [(name.encode().decode("unicode_escape").encode("latin-1"), mode, oid), (b"mojo.toml", "100644", manifest)]
rows.sort()
sys.stdout.buffer.write(b"".join(m.encode() + b" " + n + b"\0" + bytes.fromhex(o) for n, m, o in rows))
PY
    tree=$(git -C "$attack" hash-object -t tree -w --literally "$dir/raw")
    git -C "$attack" update-ref refs/heads/main "$(git -C "$attack" commit-tree "$tree" -m x)"
    rm -f mojo.lock
}
depend "bad = { git = 'file://$attack', branch = 'main' }"
for name in '..' '.git' '.GIT' '.Git ' 'git~1' '.g\xe2\x80\x8cit' 'a\\b' 'a\x01b'; do
    tree_with 40000 "$name" "$sub"
    expect 1 - 'a name that is not allowed' build
    tree_with 100644 "$name" "$blob"
    expect 1 - 'a name that is not allowed' build
done
holds "control characters do not reach the terminal" sh -c "! grep -q '[[:cntrl:]]' '$dir/err'"
holds "nothing was written outside" sh -c "! find '$dir/cache' -name file | grep -q ."
tree_with 120000 'link' "$link"
expect 0 - - build
holds "links are left out" sh -c "! find '$dir/cache/git/src' -type l | grep -q ."
tree_with 160000 'module' "$(git -C "$dir/low" rev-parse HEAD)"
expect 0 - - build
tree_with 100777 'tool' "$blob"
(umask 077; rm -rf "$dir/cache/git/src"; "$mojo" build)
holds "modes do not depend on the umask" sh -c "find '$dir/cache/git/src' -type f -printf '%m\n' | sort -u | tr '\n' ' ' | grep -qx '644 755 \|755 644 \|644 '"
# A dependency's manifest is data: no path outside it, no name twice from different sources.
printf '[package]\nname = "bad"\nversion = "0.1.0"\n[dependencies]\nx = { path = "/etc" }\n' >"$dir/m"
manifest=$(git -C "$attack" hash-object -w "$dir/m")
tree_with 100644 other "$blob"
expect 1 - 'cannot depend on a path' build
depend "mid = { git = 'file://$dir/mid', version = '1' }
low = { git = 'file://$attack', branch = 'main' }"
expect 1 - '' build
depend "mid = { git = 'file://$dir/mid', version = '1' }
low = { path = '../low' }"
expect 1 - 'the name is bound to' build

# A server that never answers, and one that sends elsewhere.
cat >"$dir/server.py" <<'PY'
import http.server, socket, sys, threading, time
class Away(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        open(sys.argv[1] + "/asked", "a").write(self.path + "\n")
        self.send_response(302)
        self.send_header("Location", f"http://localhost:{self.server.server_port}/elsewhere" + self.path)
        self.end_headers()
    def log_message(self, *a): pass
away = http.server.HTTPServer(("127.0.0.1", 0), Away)
mute = socket.socket()
mute.bind(("127.0.0.1", 0))
mute.listen(5)
threading.Thread(target=away.serve_forever, daemon=True).start()
with open(sys.argv[1] + "/ports.new", "w") as f:
    f.write(f"{away.server_port} {mute.getsockname()[1]}\n")
import os
os.rename(sys.argv[1] + "/ports.new", sys.argv[1] + "/ports")
time.sleep(60)
PY
python3 "$dir/server.py" "$dir" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -e "$dir/ports" ] || sleep 0.25; done
read -r away mute <"$dir/ports"
depend "low = { git = 'http://127.0.0.1:$mute/x.git', branch = 'main' }"
export MOJO_NET_TIMEOUT=1
expect 1 - 'does not answer' build
unset MOJO_NET_TIMEOUT
depend "low = { git = 'http://127.0.0.1:$away/x.git', branch = 'main' }"
expect 1 - 'cannot fetch' build
holds "a redirect is not followed" sh -c "! grep -q elsewhere '$dir/asked'"

finish
