#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Commands on projects: new, fmt, fix, test with examples and files, bench, exec, install, metadata, inherited keys.
. "$(dirname "$0")/lib.sh"

# A new project builds, tests, is formatted, and is a repository of its own.
expect 0 - 'made the program' new app
cd app || exit 2
expect 0 '' '' fmt --check
holds "there is a repository" [ -d .git ]
holds "editors find their settings" python3 -m json.tool .vscode/settings.json /dev/null
holds "what is built is ignored" sh -c "'$mojo' build && ! git status --short | grep -q target"
expect 0 '1 passed' '' test
(cd "$dir" && mkdir outer && git -C outer init -q && cd outer && "$mojo" new inner 2>/dev/null)
holds "no repository in a repository" [ ! -e "$dir/outer/inner/.git" ]
expect 0 - '' new --no-git "$dir/plain"
holds "--no-git makes none" [ ! -e "$dir/plain/.git" ]

# Formatting and fixing a project.
printf 'def  f( x:Int )->Int:\n  return x\n' >src/app/more.mojo
expect 1 '' '' fmt --check
expect 0 '' '' fmt
expect 0 '' '' fmt --check
printf 'fn g(x: Int) -> Int:\n    return x\n' >src/app/old.mojo
expect 0 '' '' fix
holds "older spellings are brought up to date" grep -q '^def g' src/app/old.mojo
rm src/app/old.mojo src/app/more.mojo

# Examples in doc-strings are tests; what does not compile is a failure, not the end.
cat >>src/app/__init__.mojo <<'MOJO'


def shout(name: String) -> String:
    """Loud.

    ```mojo
    %# from std.testing import assert_equal
    from app import shout
    assert_equal(shout("a"), "A!")
    ```

    ```mojo
    from app import whisper
    ```

    ```python
    not for us
    ```
    """
    return name.upper() + "!"
MOJO
expect 0 'app.shout.example_2' - test --list
expect 0 '"line":' - test --list --json --doc
expect 1 '2 passed, 1 failed' '' test
expect 1 'the example of app.shout at line 19' '' test --doc
expect 0 '1 passed, 0 failed' '' test --no-doc
expect 0 '1 passed, 0 failed' '' test example_1
sed -i 's/import whisper/import greeting/' src/app/__init__.mojo
expect 0 '3 passed, 0 failed' '' test

# Results come in the order of the tests; --fail-fast stops; reports are whole.
printf 'from std.time import sleep\n\ndef test_a_slow() raises:\n    sleep(0.15)\n\ndef test_b() raises:\n    raise Error("<no>")\n\ndef test_c():\n    pass\n' >tests/test_order.mojo
"$mojo" test order >"$dir/out"
holds "the order is the file's" [ "$(sed -n 's/.*order\.\([a-z_]*\).*/\1/p' "$dir/out" | tr '\n' ' ')" = "test_a_slow test_b test_c " ]
expect 1 '1 not run' '' test order --fail-fast -j1 --junit r.xml
holds "the report is XML" python3 -c "import xml.dom.minidom; xml.dom.minidom.parse('r.xml')"
holds "the report says what was not run" grep -q '<skipped/>' r.xml
expect 1 '{"passed":2,"failed":1,"not_run":0' '' test order --json
"$mojo" test --shard 1/2 --list >"$dir/one" && "$mojo" test --shard 2/2 --list >"$dir/two" && "$mojo" test --list >"$dir/all"
sort "$dir/all" >"$dir/sorted"
holds "shards are all tests" sh -c "sort '$dir/one' '$dir/two' | cmp -s - '$dir/sorted'"
rm tests/test_order.mojo

# A file that does not build fails its tests; the others run.
printf 'def test_never():\n    nowhere()\n' >tests/test_broken.mojo
expect 1 '1 passed, 1 failed' 'nowhere' test test_app test_broken
expect 1 'nowhere' '' test test_broken --json
rm tests/test_broken.mojo

# A file of tests by its name: in a project, and without one.
expect 0 '1 passed, 0 failed' '' test tests/test_app.mojo
printf 'def test_one():\n    pass\n\ndef test_two() raises:\n    raise Error("two")\n' >"$dir/test_alone.mojo"
expect 1 '1 passed, 1 failed' '' test "$dir/test_alone.mojo"
expect 1 - 'has no tests' test src/app/__init__.mojo
expect 1 - 'there is no file' test nothing.mojo

# Benchmarks.
expect 1 - 'there are no benchmarks' bench
mkdir bench
cat >bench/bench_app.mojo <<'MOJO'
from std.benchmark import Bencher, keep
from app import greeting

def bench_greeting():
    keep(greeting("you"))

def bench_sum(mut b: Bencher):
    var xs = List[Int](length=100, fill=1)
    var n = 0
    def work() {mut n, imm xs}:
        for x in xs:
            n += x
        keep(n)
    b.iter(work)

def bench_fails() raises:
    raise Error("it does")
MOJO
expect 0 'bench_app.bench_sum' - bench --list
expect 0 'calls' - bench sum greeting --samples 5 --time 0.01 --save base
expect 0 '"change":' - bench sum --samples 5 --time 0.01 --compare base --json
expect 1 - 'it does' bench fails --time 0.01
expect 1 - 'there are no results' bench sum --compare nothing
expect 2 - 'is a number of seconds' bench --time soon
expect 1 - "no benchmark's name has" bench zzz

# Documentation: pages, JSON with the official keys, and what is wrong with doc-strings.
cat >src/app/shapes.mojo <<'MOJO'
"""Shapes."""


@fieldwise_init
struct Square[scale: Int = 1](Copyable):
    """A <square> with `code`.

    ```mojo
    %# from app.shapes import Square
    var s = Square(1)
    ```

    Parameters:
        scale: How much larger.
    """

    var side: Int
    """Length of a side."""
    var _hidden: Int

    @staticmethod
    def unit(
        size: Int,  # the size
        *, name: String = "a, b",
    ) raises -> Self:
        """makes one

        Args:
            sise: Wrong.
            name: Right.

        Returns:
            One.
        """
        return Self(size, 0)


@deprecated("use Square")
def old(x: Int):
    """Old.

    Returns:
        Nothing.
    """
    pass


def _private():
    pass
MOJO
expect 0 '' 'warning' doc -o doc.json
holds "the JSON is as the official tool's" python3 - <<'PY'
import json
d = json.load(open("doc.json"))["decl"]
m = next(m for m in d["modules"] if m["name"] == "shapes")
s = m["structs"][0]
f = s["functions"][0]["overloads"][0]
assert d["kind"] == "package" and m["kind"] == "module" and s["parentTraits"] == ["Copyable"], s
assert [x["name"] for x in s["fields"]] == ["side"] and s["fields"][0]["summary"] == "Length of a side."
assert f["signature"] == 'unit(size: Int, *, name: String = "a, b") raises -> Self', f["signature"]
assert f["isStatic"] and f["raises"] and f["returns"] == {"type": "Self", "doc": "One."}
assert f["args"][1]["passingKind"] == "kw" and f["args"][1]["default"] == '"a, b"' and f["args"][1]["description"] == "Right."
assert [x["name"] for x in m["functions"]] == ["old"] and m["functions"][0]["overloads"][0]["deprecated"] == "use Square"
PY
expect 0 - 'shapes.mojo:26:9' doc --check
expect 0 - '`Args` describes `sise`' doc --check
expect 0 - '`old` has no result' doc --check
expect 1 - 'the summary begins with a small letter' doc --check --validate-doc-strings
expect 1 - '`size` of `unit` is not described' doc --check --diagnose-missing-doc-strings --Werror
expect 0 - 'wrote' doc --format=markdown -o pages
holds "pages have what is public" sh -c "grep -q 'A <square>' pages/app.shapes.md && ! grep -q '_private\|_hidden\|%#' pages/app.shapes.md"
expect 0 - '' doc --format=html src/app -o pages
holds "HTML takes nothing for HTML" sh -c "grep -q 'A &lt;square&gt; with <code>code</code>' pages/app.shapes.html"
holds "pages are linked" grep -q 'href="app.shapes.html"' pages/app.html
expect 1 - 'there is no `nothing`' doc nothing
rm src/app/shapes.mojo

# Scripts and programs of packages.
printf '\n[script]\nhello = "echo hello from $(basename \\"$PWD\\")"\nargs = { command = "printf \\"%%s,\\" \\"$@\\"", help = "prints arguments" }\n' >>mojo.toml
expect 0 'hello from app' - exec hello
expect 0 'a b,c,' - exec args 'a b' c
expect 0 'Hello, world!' - exec app
expect 0 'prints arguments' - exec --list
expect 0 '"kind": ' - exec --list --json
expect 1 - 'did you mean `hello`?' exec helo
expect 2 - 'name a script' exec
cd .. && expect 1 - 'no mojo.toml' exec hello
expect 0 'Hello, world!' - exec --path app app

# Installing.
expect 0 - 'installed app 0.1.0' install --path app --root "$dir/inst"
holds "it runs" sh -c "[ \"\$('$dir/inst/bin/app')\" = 'Hello, world!' ]"
expect 0 'app 0.1.0' - install --list --root "$dir/inst"
expect 0 '"programs":' - install --list --json --root "$dir/inst"
git -C app add -A && git -C app commit -qm one && git -C app tag v0.1.0
expect 0 - 'installed app 0.1.0' install --git "file://$dir/app" --root "$dir/inst"
expect 0 'Hello, world!' '' exec --git "file://$dir/app"
expect 1 - 'has no program `x`' install --path app --bin x --root "$dir/inst"
"$mojo" new other 2>/dev/null && printf '\n[[bin]]\nname = "app"\npath = "src/main.mojo"\n' >>other/mojo.toml
expect 1 - 'from the package `app`' install --path other --root "$dir/inst"
expect 0 - - uninstall app --root "$dir/inst"
holds "it is gone" [ ! -e "$dir/inst/bin/app" ]
expect 1 - 'is not installed' uninstall app --root "$dir/inst"
printf 'mine' >"$dir/inst/bin/app"
expect 1 - 'not from mojo' install --path app --root "$dir/inst"
expect 1 - 'is a library' install --path "$("$mojo" new --lib onlylib 2>/dev/null; echo onlylib)" --root "$dir/inst"

# What a workspace says once.
mkdir ws && cd ws || exit 2
"$mojo" new --lib pkgs/one 2>/dev/null && "$mojo" new pkgs/two 2>/dev/null
cat >mojo.toml <<'TOML'
[workspace]
members = ["pkgs/*"]
exclude = ["pkgs/old"]

[workspace.package]
version = "2.3.4"

[workspace.dependencies]
one = { path = "pkgs/one", version = "2" }
TOML
mkdir pkgs/old && echo broken >pkgs/old/mojo.toml
printf '[package]\nname = "one"\nversion.workspace = true\n' >pkgs/one/mojo.toml
printf '[package]\nname = "two"\nversion = { workspace = true }\n\n[dependencies]\none = { workspace = true }\n' >pkgs/two/mojo.toml
expect 0 'one 2.3.4' - tree
expect 0 - - build
expect 0 - 'does not list it: add "three"' new three
printf 'def test_same():\n    pass\n' | tee pkgs/one/tests/test_same.mojo >pkgs/two/tests/test_same.mojo
expect 0 'two/test_same.test_same' '' test --list
printf '[package]\nname = "one"\nversion.workspace = true\nlicense.workspace = true\n' >pkgs/one/mojo.toml
expect 1 - 'has no `license` in [workspace.package]' build
printf '[package]\nname = "one"\nversion.workspace = true\n' >"$dir/plain/mojo.toml"
cd "$dir/plain" && expect 1 - 'there is none around this package' build

# Mistakes of mojo.toml as programs want them.
cd "$dir" && mkdir wrong && cd wrong || exit 2
printf '[package]\nname = "wrong"\nversion = "0.1.0"\nautors = []\n' >mojo.toml
expect 1 '"code":"E7001"' '' check --error-format=json
holds "JSON, with the fix" python3 -c "import json; d = json.loads(open('$dir/out').readline()); assert d['range']['start'] == {'line': 3, 'character': 0} and d['data']['fixes'][0]['edits'][0]['newText'] == 'authors'"
expect 1 - "mojo.toml:4:1: error[E7001]: there is no key \`autors\`" build --error-format=short
expect 1 '"code":"E7003"' '' check --error-format=json --manifest-path nowhere

printf '[workspace]\nmembers = []\n' >mojo.toml
expect 1 - 'the workspace has no members' build
expect 0 '{"removed_bytes": ' - cache gc --json

# Paths as seen from a folder below, members by name, the build script's dependencies.
cd "$dir" && mkdir both && cd both || exit 2
printf '[workspace]\nmembers = ["one", "two"]\n' >mojo.toml
"$mojo" new --bin one 2>/dev/null && "$mojo" new --lib two 2>/dev/null
cd one/src || exit 2
expect 0 - '' add ../../two
holds "a path from the package's folder" grep -qx 'two = { path = "../two" }' ../mojo.toml
expect 1 - 'stands in [dependencies]: `mojo remove two` first' add --build ../../two
expect 0 - '' remove two
expect 0 - '' add --build ../../two
expect 1 - 'use `mojo remove --build two`' remove two
expect 0 'two 0.1.0 [build]' - tree
expect 2 - 'contradict each other' add --dev --build ../../two
expect 0 - '' remove --build two
cd ../..
expect 0 'two' - doc -p two
expect 2 - 'no member of the project is called `nix`' doc -p nix
expect 0 'one 0.1.0' - tree --manifest-path one
cd "$dir" || exit 2
expect 0 "Hello, world!" - run --manifest-path both/one

# What is said of a program that is up to date is said once, also after waiting for another build.
mkdir -p both/one/src/bin
printf 'def main():\n    x = 1\n    print(x)\n' >both/one/src/bin/warned.mojo
"$mojo" build --manifest-path both/one 2>/dev/null
printf 'def main():\n    print("changed")\n' >both/one/src/main.mojo
("$mojo" build --manifest-path both/one 2>second) &
"$mojo" build --manifest-path both/one 2>first
wait $!
holds "a warning once in each of two builds" [ "$(grep -c '^warning' first) $(grep -c '^warning' second)" = "1 1" ]

finish
