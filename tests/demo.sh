#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows what works: demo.sh BIN. Commands that are not built yet are left out.
PATH=$(realpath "$1"):$PATH
cd "$(dirname "$0")/.." || exit 2
color=never
[ -t 1 ] && color=always
show() {
    printf '\n$ %s\n' "$*"
    "$@" 2>&1
}
has() {
    mojo help "$1" >/dev/null 2>&1
}
show mojo --version
if has parse; then
    show mojo parse --stats core/std tests/examples
    [ ! -d /usr/lib/python3.11 ] || show mojo parse --stats /usr/lib/python3.11/json /usr/lib/python3.11/asyncio
fi
if has check; then
    printf '\n$ cat hello.mojo\n'
    dir=$(mktemp -d) || exit 2
    trap 'rm -rf "$dir"' EXIT
    printf 'def main()\n    var names = ["Ada", "Grace"\n    for name in names:\n        print("hello", name)\n' >"$dir/hello.mojo"
    cat "$dir/hello.mojo"
    (cd "$dir" && show mojo check --color=$color hello.mojo)
    (cd "$dir" && show mojo check --fix --color=$color hello.mojo; show cat hello.mojo)
fi
if has run; then
    show mojo run tests/examples/life.mojo
    printf '\nThe example programs on real input, each beside the same program in Python:\n\n'
    python3 tests/examples/run.py "$(dirname "$(dirname "$(command -v mojo)")")"
fi
