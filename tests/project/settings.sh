#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# [cache], [target.…], build scripts and [build-dependencies], --manifest-path.
. "$(dirname "$0")/lib.sh"

manifest() { # what it says, after its beginning; by standard input
    printf '[package]\nname = "app"\nversion = "0.1.0"\n' >app/mojo.toml
    cat >>app/mojo.toml
}
fresh() { # a build from nothing
    rm -rf app/target
    "$mojo" build --manifest-path app "$@"
}
run() { "$mojo" run --manifest-path app/mojo.toml "$@"; }
mkdir -p app/src
main() { cat >app/src/main.mojo; }
main <<'END'
def main():
    print("plain")
END

# [cache]: a folder of the project, its bound, a server. The variables win.
export XDG_CACHE_HOME="$dir/xdg"
manifest <<'END'
[cache]
folder = ".cache/mojo"
size = 50
END
holds "the variable wins over the folder" fresh
holds "the user's cache" sh -c "[ -d '$MOJO_CACHE_DIR/objects' ] && [ ! -e app/.cache ]"
unset MOJO_CACHE_DIR
holds "a folder of the project" fresh
holds "the project's cache, not the user's" sh -c '[ -d app/.cache/mojo/objects ] && [ ! -e xdg/mojo/objects ]'
holds "its bound" says "50 MB ([cache] size)" sh -c "cd app && '$mojo' cache info"
holds "gc is about it" sh -c "cd app && '$mojo' cache gc --all 2>/dev/null && [ -z \"\$(find .cache -type f)\" ]"
export MOJO_CACHE_DIR="$dir/cache"
for line in 'folder = "../else"@expected a path below' 'size = 5@`size` goes with `folder`' 'remote = "ftp://x"@is no URL' \
    'remote = "http://a:b@h"@has a password' 'size = "big"@is an integer from 0 on' 'sise = 5@did you mean `size`'; do
    echo "[cache]
${line%@*}" | manifest
    expect 1 - "${line##*@}" build --manifest-path app
done
if [ -x "${mojo%/*}/mojo-remote" ]; then
    mkdir server
    python3 "$here/cache_server.py" "$dir/server" >port &
    server=$!
    until [ -s port ] || ! kill -0 $server; do sleep 0.05; done
    printf '[cache]\nremote = "http://127.0.0.1:%s"\n' "$(cat port)" | manifest
    "$mojo" cache gc --all 2>/dev/null
    holds "a build that fills the server" fresh
    holds "it is filled" sh -c '[ -n "$(ls server/cas)" ]'
    "$mojo" cache gc --all 2>/dev/null
    : >server/log
    MOJO_REMOTE_CACHE_TOKEN=secret holds "a build from the server" fresh
    holds "it was asked, and got nothing" sh -c 'grep -q "GET /cas" server/log && ! grep -q PUT server/log'
    holds "no token went to a server that mojo.toml names" lacks server/tokens secret
    holds "what it has is not put into the user's cache" sh -c '[ -z "$(find cache/objects -type f)" ]'
    echo 'read-only = true' >>app/mojo.toml
    rm -rf server/ac server/cas && mkdir server/ac server/cas
    holds "read only" fresh
    holds "uploads nothing" sh -c '[ -z "$(ls server/ac)" ]'
    "$mojo" cache gc --all 2>/dev/null
    MOJO_REMOTE_CACHE=$(sed -n 's/remote = "\(.*\)"/\1/p' app/mojo.toml) MOJO_REMOTE_CACHE_TOKEN=secret holds "a server that the user names" fresh
    holds "gets the token" grep -q 'Bearer secret' server/tokens
    MOJO_REMOTE_CACHE= holds "the variable wins over the server" fresh
fi

# [target]: dependencies, native parts, linker and runner of some machines.
for name in here there; do
    mkdir -p $name/src/$name
    printf '[package]\nname = "%s"\nversion = "0.1.0"\n' $name >$name/mojo.toml
    printf 'def name() -> String:\n    return "%s"\n' $name >$name/src/$name/__init__.mojo
done
cat >app/src/side.c <<'END'
int side(void) { return SIDE; }
END
machine=$(uname -m)
manifest <<END
[native]
flags = ["-DSIDE=1"]
sources = ["src/side.c"]

[target."*-linux-*".dependencies]
here = { path = "../here" }

[target.sparc-unknown-solaris.dependencies]
there = { path = "../there" }

[target.$machine-linux-gnu.native]
flags = ["-USIDE", "-DSIDE=2"]

[target.$machine-linux-gnu]
linker = "tools/link"
runner = "tools/run --fast"
END
main <<'END'
from std.ffi import external_call
from here import name


def main():
    print(name(), external_call["side", Int32]())
END
mkdir -p app/tools
printf '#!/bin/sh\ncc "$@" && echo "$*" >>"%s/linked"\n' "$dir" >app/tools/link
printf '#!/bin/sh\necho "run by $1"\nshift\nexec "$@"\n' >app/tools/run
chmod +x app/tools/link app/tools/run
holds "its dependency, flags and runner" [ "$(run)" = "run by --fast
here 2" ]
holds "its linker" grep -q 'target/dev/app' linked
holds "a tree names the machine" says "there 0.1.0 ($dir/there) [target sparc-unknown-solaris]" "$mojo" tree --manifest-path app
sed -i 's/from here/from there/' app/src/main.mojo
expect 1 - 'no module `there`' run --manifest-path app
sed -i 's#tools/link#no-such-cc#' app/mojo.toml
expect 1 - 'the linker `no-such-cc`' build --manifest-path app
manifest <<'END'
[target.x]
runer = "a"
END
expect 1 - 'did you mean `runner`' build --manifest-path app
# Nothing of that is taken from a dependency.
printf '\n[target."*"]\nrunner = "false"\nlinker = "false"\n' >>here/mojo.toml
manifest <<'END'
[dependencies]
here = { path = "../here" }
END
printf 'def main():\n    print("plain")\n' | main
holds "a dependency's runner and linker do not count" [ "$(run)" = plain ]

# Other machines are run by qemu, where it is.
for m in aarch64 riscv64; do
    if command -v $m-linux-gnu-gcc >/dev/null && command -v qemu-$m >/dev/null; then
        mkdir -p app/tests
        printf 'from std.testing import assert_equal\n\n\ndef test_one() raises:\n    assert_equal(1, 1)\n' >app/tests/test_one.mojo
        holds "run for $m" [ "$(run --target-triple $m-linux-gnu)" = plain ]
        holds "test for $m" says "1 passed, 0 failed" "$mojo" test --manifest-path app --target-triple $m-linux-gnu
    else
        echo "settings.sh: programs for $m are not run: $m-linux-gnu-gcc or qemu-$m is not installed"
    fi
done

# A build script: what it makes and says, when it runs, what it sees.
mkdir -p gen/src/gen
printf '[package]\nname = "gen"\nversion = "0.1.0"\n' >gen/mojo.toml
printf 'def line(what: String) -> String:\n    return "def made() -> String:\\n    return \\"" + what + "\\"\\n"\n' >gen/src/gen/__init__.mojo
printf '[package]\nname = "app"\nversion = "0.1.0"\nbuild = "build.mojo"\n\n[build-dependencies]\ngen = { path = "../gen" }\n' >app/mojo.toml
cat >app/build.mojo <<'END'
from std.os import getenv
from std.pathlib import Path

from gen import line


def main() raises:
    var out = getenv("MOJO_OUT")
    Path(out + "/made.mojo").write_text(line(getenv("MOJO_PACKAGE_NAME") + " " + getenv("WHO") + Path("data.txt").read_text()))
    Path(out + "/extra.c").write_text("int extra(void) { return 42; }\n")
    print("mojo:source=extra.c")
    print("mojo:define=commit=abc")
    print("mojo:reads=data.txt")
    print("mojo:env=WHO")
    print("mojo:warning=careful")
    print("something else")
END
printf 1 >app/data.txt
main <<'END'
from std.ffi import external_call
from std.sys.defines import get_defined_string

from made import made


def main():
    print(made(), external_call["extra", Int32](), get_defined_string["app/commit", "?"]())
END
holds "modules, C sources and definitions of a build script" [ "$(run 2>err)" = "app 1 42 abc" ]
holds "its warning, and nothing else" [ "$(cat err)" = "warning: app: careful" ]
holds "mojo check knows what it makes" says careful "$mojo" check --manifest-path app
stamp() { stat -c %Y.%y app/target/build-scripts/app.stamp; }
before=$(stamp)
run >/dev/null 2>&1
holds "it does not run again" [ "$(stamp)" = "$before" ]
printf 2 >app/data.txt
holds "unless what it reads changed" [ "$(run 2>/dev/null)" = "app 2 42 abc" ]
holds "or a variable" [ "$(WHO=me run 2>/dev/null)" = "app me2 42 abc" ]
sed -i 's/from made/from gen import line\nfrom made/' app/src/main.mojo
expect 1 - 'no module `gen`' build --manifest-path app
sed -i '/from gen/d' app/src/main.mojo
mkdir -p user/src
printf '[package]\nname = "user"\nversion = "0.1.0"\n\n[dependencies]\napp = { path = "../app" }\n' >user/mojo.toml
cp app/src/main.mojo user/src/main.mojo
printf 'def main():\n    print("user")\n' >user/src/main.mojo
expect 1 - 'allow it in mojo.toml: [source] build-scripts = ["app"]' build --manifest-path user
holds "it did not run" [ ! -e user/target/build-scripts/app.out ]
printf '[source]\nbuild-scripts = ["app"]\n' >>user/mojo.toml
SECRET=1 expect 0 user careful run --manifest-path user

(cd app && "$mojo" metadata --imports) >imports
holds "editors know what it makes, and what it may import" python3 -c "
import json
scopes = {s['dir']: [r['dir'] for r in s['roots']] for s in json.load(open('imports'))['scopes']}
assert '$dir/app/target/build-scripts/app.out' in scopes['$dir/app'] and '$dir/gen/src' not in scopes['$dir/app'], scopes
assert scopes['$dir/app/build.mojo'] == ['$dir/gen/src'], scopes"
mkdir -p app/src/app
echo '"""Something."""' >app/src/app/__init__.mojo
expect 1 - 'has a build script, and what that makes cannot be put into a package' package app
rm -r app/src/app

# What it may not do: write elsewhere, name other things, fail in silence.
script() {
    printf 'from std.os import getenv\nfrom std.pathlib import Path\n\n\ndef main() raises:\n    %s\n' "$1" >app/build.mojo
}
printf 'def main():\n    print("plain")\n' | main
script 'Path("../app/wrote").write_text("x")'
if [ "$(uname -r | cut -d. -f1)" -ge 6 ] && grep -q landlock /sys/kernel/security/lsm 2>/dev/null; then
    expect 1 - 'the build script of `app` failed' build --manifest-path app
    holds "it wrote nothing" [ ! -e app/wrote ]
else
    echo "settings.sh: the sandbox of build scripts is not tested: this kernel has no Landlock"
fi
script 'raise Error("no luck")'
expect 1 - 'no luck' build --manifest-path app
script 'print("mojo:link=-evil")'
expect 1 - 'that is no name of a library' build --manifest-path app
script 'print("mojo:reads=../../secret")'
expect 1 - "expected a file below the package's folder" build --manifest-path app
script 'print("mojo:frob=1")'
expect 1 - 'it may say define, source, link' build --manifest-path app
script 'print(nothing)'
expect 1 - 'E1001' build --manifest-path app
rm app/build.mojo
expect 1 - 'there is no file `build.mojo`' build --manifest-path app

# --manifest-path
expect 1 - 'is no mojo.toml' build --manifest-path nowhere
expect 1 - 'is no mojo.toml' build --manifest-path app/src/main.mojo
finish
