#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Python files under mojo run, and programs that use Python: order of output, arguments, what is missing.
mojo=$(realpath "${OUT:-out}/bin/mojo")
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
MOJO_CACHE_DIR=$dir/cache
PATH=/usr/bin:/bin
export MOJO_CACHE_DIR PATH
unset VIRTUAL_ENV PYTHONPATH
passed=0
failed=0
# same "what" "expected" "found"
same() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n  expected: %s\n  found: %s\n' "$1" "$2" "$3"
    fi
}
# has "what" "fragment" "text"
has() {
    case $3 in
    *"$2"*) passed=$((passed + 1)) ;;
    *) failed=$((failed + 1)); printf '%s: `%s` is not in:\n%s\n' "$1" "$2" "$3" ;;
    esac
}

cat >app.py <<'P'
import sys


class A:
    def __init__(self, x):
        self.x = x


def gen(n):
    yield from range(n)


print(A(1).x, list(gen(3)), sys.argv[1:], __name__, sys.stdin.read().strip())
sys.exit(7)
P
cat >order.mojo <<'M'
from std.python import Python
from std.sys import argv


def main() raises:
    var b = Python.import_module("builtins")
    print("one")
    b.print("two", Python.import_module("sys").argv[1:])
    print("three")
    b.print("four", end="")
M
cat >late.mojo <<'M'
import no_such_thing


def main() raises:
    print(no_such_thing.x)
M
mkdir venv venv/bin venv/lib venv/lib/python3.11 venv/lib/python3.11/site-packages
ln -s /usr/bin/python3 venv/bin/python3
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' >venv/pyvenv.cfg
echo 'x = "from the virtual environment"' >venv/lib/python3.11/site-packages/no_such_thing.py

# Python files
same "run" "1 [0, 1, 2] ['a', '-b'] __main__ typed" "$(echo typed | "$mojo" run app.py a -b)"
same "short form" "1 [0, 1, 2] [] __main__ x" "$(echo x | "$mojo" app.py)"
"$mojo" app.py </dev/null >/dev/null; same "exit code" 7 $?
has "no Python" "no \`python3\` on PATH" "$(PATH=/nowhere "$mojo" app.py 2>&1)"
has "build" "is a Python file" "$("$mojo" build app.py 2>&1)"

# Python in Mojo programs
want="one
two ['a b']
three
four"
same "order of output" "$want" "$("$mojo" run order.mojo 'a b')"
"$mojo" build order.mojo && same "order of output, built" "$want" "$(./order 'a b')"
has "no library" "MOJO_PYTHON_LIBRARY: /nowhere/lib.so" "$(MOJO_PYTHON_LIBRARY=/nowhere/lib.so ./order 2>&1)"
PATH=/nowhere ./order >out 2>&1; same "exit without Python" 1 $?
has "its message" "no \`python3\` on PATH" "$(cat out)"

# modules of a virtual environment
has "unknown module" "E1003" "$("$mojo" run late.mojo 2>&1)"
if [ -e /usr/lib/python3.11 ]; then
    same "virtual environment" "from the virtual environment" "$(VIRTUAL_ENV=$dir/venv "$mojo" run late.mojo)"
    same "the same by PATH" "from the virtual environment" "$(PATH=$dir/venv/bin:$PATH "$mojo" run late.mojo)"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
