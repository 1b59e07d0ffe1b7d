#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packages in one file: made, looked into, imported from everywhere, as dependencies; made by other compilers, damaged, hostile.
. "$(dirname "$0")/lib.sh"

# ---- a folder ----
mkdir -p greet/sub use/lib
printf '"""Greets."""\nfrom .words import hello\n' >greet/__init__.mojo
printf 'from greet.sub.deep import mark\n\n\ndef hello(name: String) -> String:\n    """Says hello."""\n    return "hello " + name + mark()\n' >greet/words.mojo
printf '"""Deep."""\n' >greet/sub/__init__.mojo
printf 'def mark() -> String:\n    return "!"\n' >greet/sub/deep.mojo
printf 'from greet import hello\n\n\ndef main():\n    print(hello("you"))\n' >use/main.mojo
expect 0 - - package greet
expect 0 'imported as `greet`' - package --list greet.mojopkg
expect 0 '"path": "greet/sub/deep.mojo"' - package --list --json greet.mojopkg
expect 0 - - package --verify greet.mojopkg
expect 0 - - precompile greet -o use/lib/greet.mojoc
expect 0 - - precompile greet && holds "its ending" [ -f greet.mojoc ]
rm greet.mojoc
holds "two runs give the same bytes" cmp -s greet.mojopkg use/lib/greet.mojoc
mkdir "$dir/elsewhere" && cp -r greet "$dir/elsewhere" && sleep 0.01 && touch "$dir/elsewhere/greet/words.mojo"
(cd elsewhere && "$mojo" package greet) && holds "wherever it lies" cmp -s greet.mojopkg elsewhere/greet.mojopkg
holds "no paths of this machine in it" lacks greet.mojopkg "$dir"
expect 0 - - package --extract out1 greet.mojopkg
holds "all of it comes out" diff -r greet out1/greet
expect 1 - 'is there already' package --extract out1 greet.mojopkg

# ---- imported ----
mv greet hidden
expect 1 - 'no module `greet`' run use/main.mojo
expect 0 'hello you!' - run -I greet.mojopkg use/main.mojo
expect 0 'hello you!' - run -I . use/main.mojo
expect 0 'hello you!' - run -I use/lib use/main.mojo
expect 0 - - build -I . use/main.mojo -o prog && holds "it runs" says 'hello you!' ./prog
expect 0 - - check -I greet.mojopkg use/main.mojo
expect 0 '"name": "hello"' - doc greet.mojopkg
expect 0 - - check greet.mojopkg
cp greet.mojopkg use/
expect 0 'hello you!' - run use/main.mojo
# In one folder: a source package, .mojoc, a source module, .mojopkg.
other() {
    printf 'def hello(name: String) -> String:\n    return "%s"\n' "$1"
}
mkdir -p tmp/greet && other mojoc >tmp/greet/__init__.mojo && (cd tmp && "$mojo" precompile greet -o ../greet.mojoc) && rm -r tmp/greet
other module >use/greet.mojo
expect 0 module - run use/main.mojo
cp greet.mojoc use/greet.mojoc
expect 0 mojoc - run use/main.mojo
mkdir use/greet && other folder >use/greet/__init__.mojo
expect 0 folder - run use/main.mojo
rm -r use/greet use/greet.mojo use/greet.mojoc
expect 0 'hello you!' - run use/main.mojo
# Another package under the same name is seen, also when the program was run before.
cp greet.mojoc use/greet.mojopkg
expect 0 mojoc - run use/main.mojo
cp greet.mojoc other.mojopkg
printf 'import other\n\n\ndef main():\n    pass\n' >main2.mojo
expect 1 - '`./other.mojopkg` holds the package `greet`' check main2.mojo
# Packages beside it are found by a package.
mkdir -p tmp/upper both && printf 'from greet import hello\n\n\ndef up() -> String:\n    return hello("up")\n' >tmp/upper/__init__.mojo
cp greet.mojopkg both/
expect 0 - - package -I greet.mojopkg tmp/upper -o both/upper.mojopkg
printf 'from upper import up\n\n\ndef main():\n    print(up())\n' >up.mojo
expect 0 'hello up!' - run -I both up.mojo
expect 0 'hello up!' - run -I both/upper.mojopkg up.mojo
rm -f use/greet.mojopkg

# ---- other compilers, other formats: the sources are used ----
remake() { # FILE SED: another index with its hash
    python3 - "$1" "$2" "$3" <<'PY'
import hashlib, sys
path, old, new = sys.argv[1:]
data = open(path, "rb").read()
head, rest = data.split(b"\n", 1)
size = int(head.split()[2])
index = rest[:size].replace(old.encode(), new.encode())
open(path, "wb").write(b"mojo-package 1 %d %s\n" % (len(index), hashlib.sha256(index).hexdigest().encode()) + index + rest[size:])
PY
}
cp greet.mojopkg late.mojopkg && remake late.mojopkg 'format 1' 'format 77
colour blue'
cp greet.mojopkg foreign.mojopkg && remake foreign.mojopkg "compiler " "compiler 0"
for p in late foreign; do
    mkdir $p && cp $p.mojopkg $p/greet.mojopkg
    expect 0 'hello you!' - run -I $p use/main.mojo
    expect 0 - - check -I $p use/main.mojo
    expect 0 'its sources are used' - package --list $p.mojopkg
done
expect 0 'hello you!' 'its sources are used' run -v --no-cache -I late.mojopkg use/main.mojo
expect 0 'hello you!' - run -v --no-cache -I greet.mojopkg use/main.mojo

# ---- damaged and hostile ----
export MOJO_CACHE_DIR="$dir/cache2" # where the good one was not unpacked before
bad() { # "what is said" command that makes bad/greet.mojopkg of a good one
    text=$1
    shift
    rm -rf bad && mkdir bad && cp greet.mojopkg bad/greet.mojopkg
    "$@"
    expect 1 '' "$text" run -I bad use/main.mojo
    holds "one message" [ "$(grep -c '^error' "$dir/err")" -eq 1 ]
    expect 1 '' "$text" package --verify bad/greet.mojopkg
}
b=bad/greet.mojopkg
bad 'is cut off' truncate -s -3 $b
bad 'is longer than its index says' sh -c "echo x >>$b"
bad 'is empty' truncate -s 0 $b
bad 'another one made it' sh -c "echo PK >$b"
bad 'its first line cannot be read' sh -c "printf 'mojo-package 1 9' >$b"
bad 'its index has another hash' sed -i 's/version 0.0.0/version 6.6.6/' $b
bad 'begins with a dot' remake $b 'greet/sub/deep.mojo' '../../../../evil.mojo'
bad 'is absolute' remake $b 'greet/sub/deep.mojo' "/tmp/evil.mojo"
bad 'is in it twice' remake $b 'greet/sub/deep.mojo' 'greet/sub/__init__.mojo'
bad 'is larger than 1 GiB' remake $b 'file 37' 'file 9000000000000'
bad 'has another hash than it says' sed -i 's/return "!"/return "?"/' $b
bad 'is no file' sh -c "rm $b && mkfifo $b"
rm -rf bad && mkdir bad && ln -s /etc/passwd bad/greet.mojopkg
expect 1 - 'another one made it' run -I bad use/main.mojo
holds "nothing was left of them" [ -z "$(find "$MOJO_CACHE_DIR/packages" -maxdepth 1 -name '.*' -type d)" ]
holds "nothing was written elsewhere" [ ! -e /tmp/evil.mojo ]
touch full && MOJO_CACHE_DIR="$dir/full" expect 1 - 'cannot be unpacked' run -I greet.mojopkg use/main.mojo
export MOJO_CACHE_DIR="$dir/cache"

# ---- mistakes ----
expect 1 - 'there is no folder `nowhere`' package nowhere
expect 1 - 'is no package: it has neither' package use
expect 1 - 'is a package already' package greet.mojopkg
expect 2 - 'ends with .mojopkg or .mojoc' package hidden -o x.zip
expect 2 - 'name it' package --list
printf 'def broken() -> Int:\n    return "x"\n' >tmp/upper/bad.mojo
expect 1 - 'error[' package -I greet.mojopkg tmp/upper -o broken.mojopkg
holds "no file comes of errors" [ ! -e broken.mojopkg ]

# ---- dependencies ----
mkdir work && cd work || exit 2
"$mojo" new --lib low 2>/dev/null && "$mojo" new --lib mid-pack 2>/dev/null && "$mojo" new app 2>/dev/null
printf 'low = { path = "../low", version = "0.1" }\n\n[features]\nloud = []\n' >>mid-pack/mojo.toml
printf 'from std.sys import is_defined\nfrom low import greeting\n\n\ndef twice(x: String) -> String:\n    comptime if is_defined["mid-pack/loud"]():\n        return "LOUD"\n    return greeting(greeting(x))\n' >mid-pack/src/mid_pack/__init__.mojo
mkdir dist
(cd low && "$mojo" package -o ../dist/low.mojopkg)
expect 0 - - package mid-pack -o dist/mid_pack.mojopkg
expect 0 '"package": "mid-pack"' - package --list --json dist/mid_pack.mojopkg
expect 0 - - package --extract seen dist/mid_pack.mojopkg
holds "path dependencies lie beside it" grep -qF 'low = { path = "low.mojopkg", version = "0.1" }' seen/mojo.toml
mv low mid-pack "$dir/tmp/"
cd app || exit 2
expect 0 '' '' add ../dist/mid_pack.mojopkg
holds "added by its name" grep -qF 'mid-pack = { path = "../dist/mid_pack.mojopkg" }' mojo.toml
printf 'from mid_pack import twice\n\n\ndef main():\n    print(twice("you"))\n' >src/main.mojo
expect 0 'Hello, Hello, you!!' - run
expect 0 "mid-pack 0.1.0 ($dir/work/dist/mid_pack.mojopkg)" - tree
expect 0 "\"file\": \"$dir/work/dist/low.mojopkg\"" - metadata
expect 0 - - check
expect 0 '1 passed' '' test
expect 0 - - build
sed -i 's/mojopkg" }/mojopkg", features = ["loud"] }/' mojo.toml
expect 0 LOUD - run
mv ../dist/low.mojopkg ..
expect 1 - "there is no file \`$dir/work/dist/low.mojopkg\`" build
cp ../low.mojopkg ../dist/ && echo >>../dist/low.mojopkg
expect 1 - 'low.mojopkg` is damaged: it is longer' build
cp ../low.mojopkg ../dist/
printf '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\nlow = { path = "../dist/mid_pack.mojopkg" }\n' >mojo.toml
expect 1 - 'is called `mid-pack`' build
# In a workspace, with what members share.
cd "$dir/tmp" || exit 2
printf '[workspace]\nmembers = ["low", "mid-pack"]\n\n[workspace.package]\nversion = "0.7.0"\n\n[workspace.dependencies]\nlow = { path = "low" }\n' >mojo.toml
printf '[package]\nname = "mid-pack"\nversion.workspace = true\n\n[dependencies]\nlow = { workspace = true }\n' >mid-pack/mojo.toml
expect 0 - - package mid-pack -o m.mojopkg
rm -rf seen && expect 0 - - package --extract seen m.mojopkg
holds "what the workspace says is written out" grep -qF 'version = "0.7.0"' seen/mojo.toml
holds "its dependencies too" grep -qF 'low = { path = "low.mojopkg" }' seen/mojo.toml
expect 1 - 'name the folder of one of its packages' package .

# ---- the cache ----
expect 0 'packages  ' - cache info
expect 0 '' '' cache gc --all
holds "unpacked packages go" [ -z "$(ls "$MOJO_CACHE_DIR/packages")" ]
cd "$dir" && expect 0 'hello you!' - run -I greet.mojopkg use/main.mojo
finish
