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
expect 0 - - precompile greet -o salute.mojoc
expect 0 'imported as `salute`' - package --list salute.mojoc
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
expect 0 '"as": "mid_pack"' - metadata --imports
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

cd "$dir" || exit 2
# Several at once unpack it once.
rm -rf "$MOJO_CACHE_DIR/packages"
for i in 1 2 3 4; do
    "$mojo" check -I greet.mojopkg use/main.mojo 2>"said$i" &
done
wait
holds "four at once" [ -z "$(cat said1 said2 said3 said4)" ]
holds "one folder" [ "$(ls -A "$MOJO_CACHE_DIR/packages" | wc -l)" -eq 1 ]

# ---- compiled code ----
mkdir "$dir/code" && cd "$dir/code" || exit 2
"$mojo" new --lib low 2>/dev/null && "$mojo" new --lib mid 2>/dev/null && "$mojo" new app 2>/dev/null
cat >low/src/low/__init__.mojo <<'MOJO'
@fieldwise_init
struct Box(Copyable, Movable):
    var items: List[Int]

    def grow(mut self, x: Int):
        self.items.append(x)


def sum(box: Box) -> Int:
    var total = 0
    for x in box.items:
        total += x
    return total


def show[T: Writable](x: T) -> String:
    return String(x) + "!"
MOJO
cat >mid/src/mid/__init__.mojo <<'MOJO'
from std.sys import is_defined
from low import Box, sum, show


def fill(n: Int) -> Box:
    var b = Box([])
    for i in range(n):
        b.grow(i)
    return b^


def total(n: Int) -> Int:
    comptime if is_defined["BIG"]():
        return 1000000
    return sum(fill(n))


def text(n: Int) -> String:
    return show(total(n))
MOJO
cat >app/src/main.mojo <<'MOJO'
from mid import fill, text, total
from low import show, sum


def main():
    var b = fill(4)
    b.grow(10)
    print(sum(b), total(4), text(5), show(7))
MOJO
(cd low && "$mojo" package -v -o ../low.mojopkg) 2>low.said && holds "code is kept" [ ! -s low.said ]
printf 'low = { path = "../low.mojopkg" }\n' >>mid/mojo.toml
expect 0 - - package mid -o mid.mojopkg
expect 0 'needs     low' - package --list mid.mojopkg
expect 0 '(made) mid.o' - package --list mid.mojopkg
holds "what others bring is not in it" lacks mid.mojopkg 'made.*low.o'
cp mid.mojopkg once.mojopkg && mojo_cache=$MOJO_CACHE_DIR && cp -r mid other-mid
MOJO_CACHE_DIR="$dir/cache3" expect 0 - - package other-mid -o mid.mojopkg
holds "the same bytes from elsewhere" cmp -s once.mojopkg mid.mojopkg
holds "no paths of this machine" lacks mid.mojopkg "$dir"
mkdir hidden app/lib && mv low mid other-mid hidden/ && mv low.mojopkg mid.mojopkg app/lib/
printf 'mid = { path = "lib/mid.mojopkg" }\nlow = { path = "lib/low.mojopkg" }\n' >>app/mojo.toml
cd app || exit 2
packed() { # how many of the packages' functions the program's own objects define
    cat target/dev/objects.d/app.graph 2>/dev/null | grep -cE '^def [0-9]+ (mid|low)\.(fill|total|text|sum|Box)'
}
expect 0 - - build
holds "it is right" says '16 6 10! 7!' target/dev/app
holds "and not compiled again" [ "$(packed)" -eq 0 ]
rm -rf "$MOJO_CACHE_DIR/objects" target
expect 0 '16 6 10! 7!' - run
# An edit of the program leaves it so.
sed -i 's/fill(4)/fill(5)/' src/main.mojo
expect 0 '20 6 10! 7!' - run
holds "after an edit as well" [ "$(packed)" -eq 0 ]
expect 0 '20 6 10! 7!' - run --release
expect 0 'the same bits' - build --verify-reproducible
# Other options, another library, another compiler, other packages: the sources.
expect 0 '1000000' - run -D BIG
holds "another definition" [ "$(packed)" -ne 0 ]
rm -r target/dev/.stamps
expect 0 '20 6 10! 7!' - run
holds "and back" [ "$(packed)" -eq 0 ]
expect 0 '20 6 10! 7!' - run -O1
cp lib/mid.mojopkg ../good.mojopkg && remake lib/mid.mojopkg 'format 1' 'format 2'
expect 0 '20 6 10! 7!' - run
holds "another format" [ "$(packed)" -ne 0 ]
expect 0 - 'note: `mid` was made by another compiler' build -v --release
cp ../good.mojopkg lib/mid.mojopkg
(cd ../hidden/low && sed -i 's/total += x/total += 2 * x/' src/low/__init__.mojo && "$mojo" package -o ../../app/lib/low.mojopkg)
expect 0 '40 12 20! 7!' - run
holds "another package below: mid is compiled from its sources" [ "$(packed)" -ne 0 ]
(cd ../hidden && printf '[package]\nname = "mid"\nversion = "0.1.0"\n\n[dependencies]\nlow = { path = "../../app/lib/low.mojopkg" }\n' >mid/mojo.toml && "$mojo" package mid -o ../app/lib/mid.mojopkg)
expect 0 '40 12 20! 7!' - run
holds "made anew, it is used" [ "$(packed)" -eq 0 ]
# A program whose own code means more by what the packages use.
cp src/main.mojo plain.mojo
sed -i 's/^from low import/from low import Box,/' src/main.mojo
printf '\n\ntrait Loud:\n    def loud(self) -> String:\n        ...\n\n\n__extension Box(Loud):\n    def loud(self) -> String:\n        return "loud"\n' >>src/main.mojo
expect 0 '40 12 20! 7!' - run
holds "extensions: from sources" [ "$(packed)" -eq 0 ] # no graph is kept then
cp plain.mojo src/main.mojo
# What is made is checked as everything else; symbols that are others' are refused with all of it.
cp lib/mid.mojopkg ../good.mojopkg
python3 - lib/mid.mojopkg <<'PY'
import hashlib, sys
data = open(sys.argv[1], "rb").read()
head, rest = data.split(b"\n", 1)
size = int(head.split()[2])
index, blob = rest[:size].decode(), rest[size:]
at, out, parts = 0, [], []
for line in index.splitlines():
    words = line.split(" ", 3)
    if words[0] not in ("file", "made"):
        out.append(line)
        continue
    part = blob[at:at + int(words[1])]
    at += len(part)
    if words[3] == "units":
        part = part.replace(b"def 0 mid.total", b"def 0 main.main$1\ndef 0 mid.total")
    out.append(f"{words[0]} {len(part)} {hashlib.sha256(part).hexdigest()} {words[3]}")
    parts.append(part)
index = ("\n".join(out) + "\n").encode()
open(sys.argv[1], "wb").write(b"mojo-package 1 %d %s\n" % (len(index), hashlib.sha256(index).hexdigest().encode()) + index + b"".join(parts))
PY
expect 0 - - package --verify lib/mid.mojopkg
expect 0 '40 12 20! 7!' - run
holds "a package that claims what is not its own" [ "$(packed)" -ne 0 ]
cp ../good.mojopkg lib/mid.mojopkg

# ---- the cache ----
expect 0 'packages  ' - cache info
expect 0 '' '' cache gc --all
holds "unpacked packages go" [ -z "$(ls "$MOJO_CACHE_DIR/packages")" ]
cd "$dir" && expect 0 'hello you!' - run -I greet.mojopkg use/main.mojo
finish
