#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Parts of packages: what each may import, other names, features, native code, Python packages; profiles.
. "$(dirname "$0")/lib.sh"

# library NAME: a package with a function of its name
library() {
    mkdir -p "$1/src/$1"
    printf '[package]\nname = "%s"\nversion = "0.1.0"\n' "$1" >"$1/mojo.toml"
    printf 'def name() -> String:\n    return "%s"\n' "$1" >"$1/src/$1/__init__.mojo"
}
mkdir -p app/src
main() { cat >app/src/main.mojo; }
manifest() {
    printf '[package]\nname = "app"\nversion = "0.1.0"\n' >app/mojo.toml
    cat >>app/mojo.toml
}
cd app || exit 2
cd ..
run() { (cd app && "$mojo" run "$@"); }

# app → left → right: the package of a package is not app's to import.
library left
library right
printf '\n[dependencies]\nright = { path = "../right" }\n' >>left/mojo.toml
printf 'from right import name as other\n\n\ndef both() -> String:\n    return "left and " + other()\n' >left/src/left/__init__.mojo
manifest <<'END'
[dependencies]
left = { path = "../left" }
END
main <<'END'
from left import both


def main():
    print(both())
END
holds "a package uses its own dependencies" says "left and right" run
main <<'END'
from right import name


def main():
    print(name())
END
holds "a package that is not listed" says "mojo.toml of this package does not list it" run
cp right/src/right/__init__.mojo keep
printf 'from left import both\n\n\ndef name() -> String:\n    return both()\n' >right/src/right/__init__.mojo
manifest <<'END'
[dependencies]
left = { path = "../left" }
right = { path = "../right" }
END
holds "a dependency does not see who uses it" says "mojo.toml of this package does not list it" run
mv keep right/src/right/__init__.mojo
holds "a package that is listed" says "right" run

# Another name.
manifest <<'END'
[dependencies]
proper-right = { path = "../right", package = "right" }
END
main <<'END'
from proper_right import name


def main():
    print(name())
END
holds "a package under another name" says "right" run
sed -i 's/proper_right/right/' app/src/main.mojo
holds "its own name is not there" says "no module \`right\`" run

# Features.
library extra
printf '\n[features]\ndefault = ["plain"]\nplain = []\nloud = ["very"]\nvery = []\n' >>right/mojo.toml
cat >right/src/right/__init__.mojo <<'END'
from std.sys import is_defined


def name() -> String:
    var s = String("right")
    comptime if is_defined["right/plain"]():
        s += " plain"
    comptime if is_defined["right/loud"]() and is_defined["right/very"]():
        s += " loud"
    return s
END
manifest <<'END'
[dependencies]
right = { path = "../right", default-features = false }
extra = { path = "../extra", optional = true }

[features]
noise = ["right/loud"]
more = ["dep:extra", "noise"]

[[bin]]
name = "app"
path = "src/main.mojo"

[[bin]]
name = "needy"
path = "src/needy.mojo"
required-features = ["more"]
END
printf 'from extra import name\n\n\ndef main():\n    print(name())\n' >app/src/needy.mojo
holds "no features" [ "$(run --bin app)" = "right" ]
holds "a feature switches on another's" [ "$(run --bin app --features noise)" = "right loud" ]
sed -i 's/, default-features = false//' app/mojo.toml
holds "default features" [ "$(run --bin app --features noise)" = "right plain loud" ]
holds "all programs without the feature" sh -c "cd app && '$mojo' build"
holds "a program that needs a feature is not built without it" [ ! -e app/target/dev/needy ]
holds "an optional dependency" [ "$(run --bin needy --features more)" = "extra" ]
holds "all features" [ "$(run --bin needy --all-features)" = "extra" ]
holds "a feature that is none" says "no package of the project has a feature \`nois\`" run --bin app --features nois
sed -i 's#right/loud#right/lout#' app/mojo.toml
holds "a feature of a dependency that is none" says "the package \`right\` has no feature \`lout\`" run --bin app --features noise

# Native code.
manifest <<'END'
[native]
sources = ["src/sum.c"]
include = ["include"]
flags = ["-DSTEP=2"]
pkg-config = ["zlib"]
END
mkdir -p app/include
echo '#define OFFSET 40' >app/include/sum.h
cat >app/src/sum.c <<'END'
#include "sum.h"
#include <zlib.h>
int sum(int a) { return a * STEP + OFFSET; }
unsigned long check(void) { return crc32(0, (const unsigned char *)"mojo", 4); }
END
main <<'END'
from std.ffi import external_call


def main():
    print(external_call["sum", Int32](Int32(1)), external_call["check", UInt64]())
END
rm -f app/src/needy.mojo
if pkg-config --exists zlib; then
    crc=$(python3 -c 'import zlib; print(zlib.crc32(b"mojo"))')
    holds "C sources and a library of the system" says "42 $crc" run
    sed -i 's/40/50/' app/include/sum.h
    holds "a changed header" says "52 $crc" run
    sed -i 's/STEP=2/STEP=3/' app/mojo.toml
    holds "a changed option" says "53 $crc" run
else
    echo "parts.sh: pkg-config is not tested: it does not know zlib"
fi
echo 'int oops(' >>app/src/sum.c
holds "a mistake in C" says "does not compile" run
manifest <<'END'
[native]
pkg-config = ["no-such-library"]
END
holds "a library that is not there" says "needs a system library" run
manifest <<'END'
[native]
flags = ["-fplugin=evil.so"]
link = ["-evil"]
sources = ["../outside.c"]
END
holds "an option that runs code" says "the option \`-fplugin=evil.so\` of the C compiler is not allowed" run
holds "a library that is an option" says "\`-evil\` is no name of a library" run
holds "a source outside" says "expected a path below the package's folder" run

# Python packages.
main <<'END'
def main():
    debug_assert["none"](1 > 2, "all assertions are on")
    print("ran")
END
manifest <<'END'
[python]
version = ">=3.1"
requires = ["no-such-package>=1"]
END
holds "a Python package that is not there" says "needs the Python package \`no-such-package>=1\`, which is not installed" run
manifest <<'END'
[python]
version = ">=99"
END
holds "another Python" says "needs Python >=99, found" run
manifest <<'END'
[python]
version = ">=3.1,<99"
END
holds "this Python" says "ran" run

# Profiles.
manifest <<'END'
[profile.checked]
opt = 1
checks = true

[profile.small]
opt = 3
lto = true
strip = true
checks = false
END
holds "the safe assertions" says "ran" run
holds "all assertions" says "all assertions are on" run --profile=checked
holds "no assertions" says "ran" run --profile=small
holds "without symbols" [ -z "$(nm app/target/small/app 2>/dev/null)" ]
for profile in dev small; do
    holds "the same bits in two folders" says "reproducible: 1 file" sh -c "cd app && '$mojo' build --profile=$profile --verify-reproducible"
done
(cd app && "$mojo" build --release)
holds "no path of this machine in a release" sh -c "! grep -qF '$dir' app/target/release/app"
finish
