#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a dependency, its server or a changed lock may try, beyond what git.sh has: running something, steering the tool,
# huge or endless answers, credentials, names that are bound elsewhere.
. "$(dirname "$0")/lib.sh"

"$mojo" new --lib low 2>/dev/null && release low 0.1.0 && release low 0.2.0
"$mojo" new app 2>/dev/null
cd app || exit 2
printf 'def main():\n    print("plain")\n' >src/main.mojo

# Nothing runs when a package is fetched: hooks, filters, fsmonitor, upload-pack hooks, submodules, git's configuration.
mkdir "$dir/evil" && "$mojo" new --lib "$dir/evil/bad" 2>/dev/null
cd "$dir/evil/bad" || exit 2
touch_it="touch $dir/evil/ran"
printf '* filter=run\n*.mojo ident\n' >.gitattributes
printf '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "%s"\n\tupdate = !%s\n' "$touch_it" "$touch_it" >.gitmodules
release . 0.1.0
for hook in post-checkout pre-receive post-update upload-pack reference-transaction; do
    printf '#!/bin/sh\n%s\n' "$touch_it" >.git/hooks/$hook && chmod +x .git/hooks/$hook
done
for key in core.fsmonitor core.sshCommand uploadpack.packObjectsHook filter.run.smudge filter.run.process core.gitProxy diff.external; do
    git config "$key" "$touch_it"
done
printf '[url "file://%s/nowhere"]\n\tinsteadOf = file://%s\n[core]\n\tsshCommand = %s\n\tfsmonitor = %s\n' "$dir" "$dir" "$touch_it" "$touch_it" >"$dir/.gitconfig"
cd "$dir/app" || exit 2
depend "bad = { git = 'file://$dir/evil/bad', version = '0.1' }"
expect 0 plain - run
rm -f "$dir/.gitconfig"
holds "nothing ran" [ ! -e "$dir/evil/ran" ]

cd "$dir/evil/bad" || exit 2
for key in core.fsmonitor core.sshCommand uploadpack.packObjectsHook filter.run.smudge filter.run.process core.gitProxy diff.external; do
    git config --unset "$key"
done
rm -rf .git/hooks .gitattributes .gitmodules
cd "$dir/app" || exit 2

# A dependency's manifest steers nothing but itself: its patches, mirrors, scripts, profiles and caches are not read.
cat >>"$dir/evil/bad/mojo.toml" <<TOML
low = { git = "file://$dir/low", version = "0.1" }

[patch]
low = { path = "/etc" }

[source]
allow = []
replace = { "file://$dir/low" = "file://$dir/nowhere" }

[script]
hello = "$touch_it"

[profile.dev]
opt = 3
TOML
release "$dir/evil/bad" 0.1.1
rm -f mojo.lock
expect 0 'low 0.1.0' - tree
expect 1 - 'no script or program `hello`' exec hello
holds "its scripts do not run" [ ! -e "$dir/evil/ran" ]

# A build script does not run before the user allows it by name, and then not before something is built.
cp -r "$dir/evil/bad" "$dir/evil/script"
cd "$dir/evil/script" || exit 2
rm -rf .git
printf '[package]\nname = "script"\nversion = "0.1.0"\nbuild = "build.mojo"\n' >mojo.toml
printf 'from std.os import getenv\nfrom std.pathlib import Path\n\n\ndef main() raises:\n    Path(getenv("MOJO_OUT") + "/ran").write_text("x")\n' >build.mojo
release . 0.1.0
cd "$dir/app" || exit 2
depend "script = { git = 'file://$dir/evil/script', version = '0.1' }"
rm -rf mojo.lock target
for command in fetch lock tree update outdated metadata vendor; do expect 0 '' '' $command; done
for command in build run test check; do expect 1 '' 'allow it in mojo.toml: [source] build-scripts = ["script"]' $command; done
sed -i '/build-scripts/d' mojo.toml
expect 1 - 'allow it in mojo.toml' install --git "file://$dir/evil/script" script --root "$dir/inst"
holds "it did not run" sh -c "! find '$dir' -name ran | grep -q ."
sed -i 's/^\[source\]/[source]\nbuild-scripts = ["script"]/' mojo.toml
expect 0 '' '' fetch
holds "nor when it may, before a build" sh -c "! find '$dir' -name ran | grep -q ."
expect 0 - - build
holds "then it does" [ -e target/build-scripts/script.out/ran ]
rm -rf mojo.lock vendor

# A name is bound to one source: not even a dependency's dependency gets another.
cp -r "$dir/low" "$dir/low2"
depend "bad = { git = 'file://$dir/evil/bad', version = '0.1' }
low = { git = 'file://$dir/low2', version = '0.1' }"
expect 1 - 'the name is bound to' build
depend "bad = { git = 'file://$dir/evil/bad', version = '0.1' }"
expect 0 - - build

# The lock is not to be lied to: another version, another commit of the same repository, an entry more.
cp mojo.lock good.lock
sed -i '/name = "low"/,/version/s/0.1.0/0.2.0/' mojo.lock
expect 1 - 'does not fit' build --locked
cp good.lock mojo.lock
other=$(git -C "$dir/low" rev-parse v0.2.0)
sed -i "/name = \"low\"/,/commit/s/commit = \".*\"/commit = \"$other\"/" mojo.lock
expect 1 - 'are not those that mojo.lock names' build --locked
cp good.lock mojo.lock
sed -i "/name = \"low\"/,/source/s#^source = .*#source = \"git+file://$dir/low2\"#" mojo.lock
expect 1 - '' build --locked
cp good.lock mojo.lock
sed -i '/name = "low"/,/tree/s/^tree = "./tree = "0/' mojo.lock
grep -q 'tree = "0' mojo.lock && expect 1 - '' build --locked
cp good.lock mojo.lock
old=$(git -C "$dir/evil/bad" rev-parse v0.1.0)
sed -i "/name = \"bad\"/,/commit/{s/0.1.1/0.1.0/;s/commit = \".*\"/commit = \"$old\"/}" mojo.lock
expect 1 - '' build --locked
cp good.lock mojo.lock
expect 0 - - build --locked
printf '\n[[package]]\nname = "more"\nversion = "1.0.0"\nsource = "git+ext::sh -c %s"\ncommit = "%s"\ntree = "%s"\n' "$touch_it" "$other" "$other" >>mojo.lock
expect 1 - '`more` is not needed' build --locked
printf '\n[[package]]\nname = "low"\nversion = "9.0.0"\n' >>mojo.lock
expect 1 - 'stands here twice' build
cp good.lock mojo.lock
holds "nothing of a lie ran" [ ! -e "$dir/evil/ran" ]

# Large things: a file that inflates, a manifest that does, a tree of many names, a deep one.
big="$dir/big" && git init -q -b main "$big"
blob=$(head -c 3000000 /dev/zero | git -C "$big" hash-object -w --stdin)
manifest=$(printf '[package]\nname = "big"\nversion = "0.1.0"\n' | git -C "$big" hash-object -w --stdin)
tree=$(printf '100644 blob %s\tmojo.toml\n100644 blob %s\tzeros\n' "$manifest" "$blob" | git -C "$big" mktree)
git -C "$big" update-ref refs/heads/main "$(git -C "$big" commit-tree "$tree" -m x)"
depend "big = { git = 'file://$big', branch = 'main' }"
MOJO_NET_LIMIT=2 expect 1 - 'larger than MOJO_NET_LIMIT allows' build
holds "nothing is left of it" sh -c "! find '$dir/cache/git/src' -name zeros | grep -q ."
expect 0 - - build
tree=$(printf '100644 blob %s\tmojo.toml\n' "$blob" | git -C "$big" mktree)
git -C "$big" update-ref refs/heads/main "$(git -C "$big" commit-tree "$tree" -m x)"
expect 1 - 'has no mojo.toml' update
at=$(printf '100644 blob %s\tfile\n' "$manifest" | git -C "$big" mktree)
for i in $(seq 70); do at=$(printf '040000 tree %s\td\n' "$at" | git -C "$big" mktree); done
tree=$(printf '040000 tree %s\td\n100644 blob %s\tmojo.toml\n' "$at" "$manifest" | git -C "$big" mktree)
git -C "$big" update-ref refs/heads/main "$(git -C "$big" commit-tree "$tree" -m x)"
rm -f mojo.lock
expect 1 - 'nested more than' build

# ssh goes through the program git, and a host's key has to be known. (This ssh only notes what it is asked for.)
mkdir "$dir/bin"
cat >"$dir/bin/ssh" <<'SH'
#!/bin/sh
echo "$*" >>"$SSH_LOG"
for last; do :; done
exec sh -c "$last"
SH
chmod +x "$dir/bin/ssh"
depend "low = { git = 'ssh://git@host.example$dir/low', version = '0.1' }"
rm -f mojo.lock
SSH_LOG="$dir/ssh.log" PATH="$dir/bin:$PATH" expect 0 plain - run
holds "unknown keys are refused, nobody is asked" grep -q -e '-oBatchMode=yes -oStrictHostKeyChecking=yes' "$dir/ssh.log"
rm -rf "$dir/cache"
SSH_LOG="$dir/ssh.log" PATH="$dir/bin:$PATH" expect 0 plain - run
depend "low = { git = 'file://$dir/low', version = '0.1' }"
MOJO_GIT=cli expect 0 plain - run
rm -rf "$dir/cache"
MOJO_GIT=cli expect 0 plain - run

# Servers: one that wants credentials, one that never ends, one that sends nonsense, one that closes.
cat >"$dir/server.py" <<'PY'
import base64, http.server, os, sys, threading, time
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[1] + "/seen", "a") as f:
            f.write(self.path + " " + str(self.headers.get("Authorization")) + "\n")
        if "/secret" in self.path:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.end_headers()
        elif "/endless" in self.path:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
            self.end_headers()
            try:
                self.wfile.write(b"001e# service=git-upload-pack\n0000")
                for i in range(100000):
                    self.wfile.write(b"003f" + b"1" * 40 + b" refs/tags/aaaaaaa\n")
                    if i % 100 == 0: time.sleep(0.01)
            except OSError:
                pass
        elif "/nonsense" in self.path:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
            self.end_headers()
            self.wfile.write(os.urandom(2000))
        else:
            self.close_connection = True
    def log_message(self, *a): pass
s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
with open(sys.argv[1] + "/port.new", "w") as f: f.write(str(s.server_port))
os.rename(sys.argv[1] + "/port.new", sys.argv[1] + "/port")
threading.Timer(60, lambda: os._exit(0)).start()
s.serve_forever()
PY
python3 "$dir/server.py" "$dir" &
server=$!
for _ in $(seq 40); do [ -e "$dir/port" ] || sleep 0.1; done
port=$(cat "$dir/port")
depend "low = { git = 'http://127.0.0.1:$port/secret', branch = 'main' }"
expect 1 - 'wants credentials' build
holds "no credentials were sent" lacks "$dir/seen" Basic
depend "low = { git = 'http://user:word@127.0.0.1:$port/secret', branch = 'main' }"
expect 1 - 'has a password in it' build
depend "low = { git = 'http://127.0.0.1:$port/nonsense', branch = 'main' }"
expect 1 - 'cannot fetch' build
depend "low = { git = 'http://127.0.0.1:$port/close', branch = 'main' }"
expect 1 - 'cannot fetch' build
depend "low = { git = 'http://127.0.0.1:$port/endless', branch = 'main' }"
MOJO_NET_TIMEOUT=1 expect 1 - '' build
holds "an endless answer ends" grep -q 'does not answer\|cannot fetch\|failed' "$dir/err"

finish
