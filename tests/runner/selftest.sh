#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The runner itself: golden files that must pass and golden files that must fail, against a stand-in for mojo.
golden=$(realpath "${OUT:-out}/test/golden")
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
unset TEST
: >results # a line for each expectation; some are checked in subshells

# The stand-in prints the lines of the test that begin with "#OUT " (stdout) and "#ERR " (stderr), exits with "#EXIT n".
cat >mojo <<'MOJO'
#!/bin/sh
for f; do case "$f" in *.mojo) file=$f; esac; done
sed -n 's/^#OUT //p' "$file"
sed -n 's/^#ERR //p' "$file" >&2
grep -q '^#CAT' "$file" && cat
grep -q '^#ARGS' "$file" && echo "$*"
grep -q '^#HANG' "$file" && sleep 100
exit "$(sed -n 's/^#EXIT //p' "$file" | grep . || echo 0)"
MOJO
chmod +x mojo

# expect pass|fail "text in the report"   with the golden file on standard input
expect() {
    cat >t.mojo
    out=$("$golden" --once --mojo=./mojo t.mojo)
    case "$1/$out" in
    "pass/1 passed, 0 failed" | "none/0 passed, 0 failed") echo good >>results; return ;;
    fail/*"$2"*"0 passed, 1 failed" | none/*"$2"*"0 passed, 0 failed") echo good >>results; return ;;
    esac
    echo bad >>results
    echo "expected $1 $2, got:"; echo "$out"; sed 's/^/    /' t.mojo
}
diag() { # line (0-based) col0 col1 code message
    printf '#OUT {"path":"t.mojo","range":{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}},"code":"%s","message":"%s"}\n' \
        "$1" "$2" "$1" "$3" "$4" "$5"
}

expect fail 'no mode' <<'T'
x = 1
T
expect fail 'unknown directive `#: stage`' <<'T'
#: run
#: stage own
T
expect fail 'a second mode' <<'T'
#: run
#: check
T
expect pass <<'T'
#: run
T
expect none <<'T'
#: helper
T
expect none 'skip t.mojo: not yet' <<'T'
#: run
#: skip not yet
T
expect pass <<'T'
#: run
#: stdout
#| a
#|   b
#|
#| c
#OUT a
#OUT   b
#OUT 
#OUT c
T
expect fail 'differs in its line 2' <<'T'
#: run
#: stdout
#| a
#| b
#OUT a
#OUT c
T
expect fail 'stdout differs' <<'T'
#: run
#OUT unexpected
T
expect fail 'exit code 3, expected 0' <<'T'
#: run
#EXIT 3
T
expect pass <<'T'
#: run
#: exit 3
#: stderr
#| Error: two
#| last
#ERR one
#ERR Error: two three
#ERR the last
#EXIT 3
T
expect fail 'stderr lacks `one`' <<'T'
#: run
#: stderr
#| two
#| one
#ERR one
#ERR two
T
expect pass <<'T'
#: run
#: stdin hello world
#: stdin again
#: stdout
#| hello world
#| again
#CAT
T
expect pass <<'T'
#: run
#: flags -O2
#: args a b
#: stdout
#| run -O2 t.mojo a b
#ARGS
T
expect fail 'belong to `#: run`' <<'T'
#: check
#: exit 1
T
expect pass <<'T'
#: check
T
expect fail 'missing E2001: nope' <<'T'
#: check
x = 1  #~ E2001: nope
T
{ printf '#: check\nx = 1  #~ E2001: nope\n#EXIT 1\n'; diag 1 4 5 E2001 'well nope there'; } | expect pass
{ printf '#: check\nx = 1\n#~^ E2001 @5-6: nope\n#EXIT 1\n'; diag 1 4 5 E2001 'well nope there'; } | expect pass
{ printf '#: check\n#~v E2001\nx = 1\n#EXIT 1\n'; diag 2 4 5 E2001 'x'; } | expect pass
{ printf '#: check\nx = 1  #~ E2001 @5-7\n#EXIT 1\n'; diag 1 4 5 E2001 'x'; } | expect fail 'at columns 5-6, expected 5-7'
{ printf '#: check\nx = 1  #~ E2001: nope\n#EXIT 1\n'; diag 1 4 5 E2001 'other'; } | expect fail 'says `other`'
{ printf '#: check\nx = 1  #~ W2001\n#EXIT 1\n'; diag 1 4 5 E2001 'x'; } | expect fail 'unexpected E2001'
{ printf '#: check\nx = 1  #~ W2001\n'; diag 1 4 5 W2001 'x'; } | expect pass
{ printf '#: check\nx = 1  #~ E2001\n'; diag 1 4 5 E2001 'x'; } | expect fail 'exit code 0, expected 1'
{ printf '#: check\nx = 1  #~ E2001: a #~ E1001: b\n#EXIT 1\n'; diag 1 4 5 E2001 'a'; diag 1 4 5 E1001 'b'; } | expect pass
{ printf '#: check\nx = 1  #~ E2001: a\n#EXIT 1\n'; diag 1 4 5 E2001 'a'; diag 1 4 5 E2001 'a'; } | expect fail 'unexpected E2001'
printf '#: check\n#OUT not json\n' | expect fail 'not a diagnostic'
printf '#: check\n#~ what\n' | expect fail 'wants a code'

# --bless puts in what is printed; the test then passes.
printf '#: run\n#: stdout\n#| old\nx\n#OUT new\n#OUT \n#OUT end\n' >t.mojo
"$golden" --once --bless --mojo=./mojo t.mojo >/dev/null
if [ "$("$golden" --once --mojo=./mojo t.mojo)" = "1 passed, 0 failed" ] && grep -q '^#| new$' t.mojo && ! grep -q old t.mojo; then
    echo good >>results
else
    echo bad >>results; echo "bless:"; cat t.mojo
fi

echo "$(grep -c good results) passed, $(grep -c bad results) failed"
! grep -q bad results
