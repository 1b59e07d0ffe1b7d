#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The driver: commands, options, help, completions, exit codes.
mojo=$(realpath "${OUT:-out}/bin/mojo")
golden=$(realpath "$(dirname "$0")/../golden")
std=$(realpath "${OUT:-out}/lib/mojo/std")
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
: >results
unset NO_COLOR TEST

# expect EXIT "pattern in stdout" "pattern in stderr" args...   ("-" means: nothing there, "" means anything)
expect() {
    want=$1 out_pattern=$2 err_pattern=$3
    shift 3
    "$mojo" "$@" >out 2>err <"${stdin:-/dev/null}"
    code=$?
    ok=good
    [ "$code" -eq "$want" ] || ok=bad
    for pair in "out:$out_pattern" "err:$err_pattern"; do
        file=${pair%%:*} pattern=${pair#*:}
        case "$pattern" in
        '') ;;
        -) [ ! -s "$file" ] || ok=bad ;;
        *) grep -qF -- "$pattern" "$file" || ok=bad ;;
        esac
    done
    echo $ok >>results
    [ $ok = good ] || { echo "mojo $*: exit $code, expected $want"; sed 's/^/  stdout: /' out; sed 's/^/  stderr: /' err; }
}

printf 'def main():\n    print(1)\n' >good.mojo
printf 'x = 1\n' >good.py
printf 'x = +\n' >bad.mojo
mkdir -p tree/sub tree/.hidden
cp bad.mojo tree/sub/a.mojo
cp good.py tree/b.py
cp bad.mojo tree/.hidden/c.mojo
cp bad.mojo tree/notes.txt
cp good.mojo ./-dash.mojo

expect 0 'Usage: mojo COMMAND' -
expect 0 'Usage: mojo COMMAND' - help
expect 0 'Usage: mojo COMMAND' - --help
expect 0 'mojo 0.' - --version
expect 0 'Usage: mojo check [OPTION…] [FILE|DIR' - help check
expect 0 '--error-format=text|short|json|sarif' - check --syntax-only --help
expect 0 '--error-format=text|short|json|sarif' - check --syntax-only bad.mojo -h
expect 0 'mojo fmt --help' - help fmt
expect 2 - 'no command `chekc`; did you mean `check`?' chekc
expect 2 - 'no command `frobnicate`; `mojo help`' frobnicate
expect 2 - 'no command `frobnicate`' help frobnicate
expect 2 - 'is no option of mojo itself' --frob

expect 0 - - check --syntax-only good.mojo
expect 0 - - check --syntax-only good.mojo good.py
expect 1 - 'error[E' check bad.mojo
expect 1 - '1 error' check --syntax-only bad.mojo good.mojo
expect 1 - 'bad.mojo:1:' check --error-format=short bad.mojo
expect 1 - 'bad.mojo:1:' check bad.mojo --error-format short
expect 1 '"path":"bad.mojo"' - check --syntax-only --error-format=json bad.mojo
expect 1 '"version":"2.1.0"' - check --syntax-only --error-format=sarif bad.mojo
expect 0 '"results":[]' - check --syntax-only --error-format=sarif good.mojo
expect 1 - 'tree/sub/a.mojo:1:' check --error-format=short tree
expect 1 - "$(printf '\033[1;31m')" check --syntax-only --color=always bad.mojo
expect 0 - - check --syntax-only -- -dash.mojo
expect 0 - - check --syntax-only -j1 good.mojo
expect 0 - - check --syntax-only -j 1 good.mojo
expect 0 - - check --syntax-only --jobs=1 good.mojo
expect 1 - 'cannot read `nowhere.mojo`: No such file' check nowhere.mojo good.mojo
expect 1 - 'there is no mojo.toml' check
expect 2 - 'no option `--colour`; did you mean `--color`?' check --colour=always good.mojo
expect 2 - 'no option `-z`' check -z good.mojo
expect 2 - '`--color` is one of auto|always|never, found `blue`' check --color=blue good.mojo
expect 2 - '`--jobs` wants a whole number, found `x`' check -jx good.mojo
expect 2 - '`--jobs` needs a value' check good.mojo -j
expect 2 - '`--fix` takes no value' check --fix=yes good.mojo
stdin=bad.mojo expect 1 - '<stdin>:1:' check --error-format=short -
stdin=good.mojo expect 0 - - check --syntax-only -

expect 0 '2 files,' - parse --stats good.mojo good.py
expect 1 'errors' - parse --stats bad.mojo
expect 0 '(FuncDef' - parse --ast good.mojo
expect 0 '"kind":"Module"' - parse --json good.mojo
expect 0 'call [2:5 - 2:13]' - parse --cst good.mojo
expect 1 - 'error[E' parse bad.mojo
stdin=good.py expect 0 '"lang":"python"' - parse --json --lang=python -

expect 0 '# E2001' - explain E2001
expect 0 '# E2001' - explain 2001
expect 0 '# E2001' - explain type-mismatch
expect 0 'E2001  type-mismatch' - explain
expect 2 - 'no diagnostic `type-mismach`; did you mean `type_mismatch` (E2001)' explain type-mismach
expect 2 - 'no diagnostic `E9999`' explain E9999

for shell in bash zsh fish; do
    expect 0 'error-format' - completions $shell
    cp out completions.$shell
    command -v $shell >/dev/null || continue
    if $shell -n completions.$shell; then echo good; else echo bad; fi >>results
done
expect 2 - 'not for `tcsh`' completions tcsh
expect 2 - 'needs bash|zsh|fish' completions
# What bash offers, asked as the shell does: complete LINE... ; the last word is being typed.
complete() {
    bash -c 'source ./completions.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mojo; printf "%s " "${COMPREPLY[@]}"' - "$@" 2>/dev/null
}
check_complete() {
    want=$1
    shift
    got=$(complete "$@")
    case " $got" in
    *" $want "*) echo good >>results ;;
    *) echo bad >>results; echo "complete $*: $got, expected $want" ;;
    esac
}
check_complete check mojo che
check_complete --error-format= mojo check --err
check_complete sarif mojo check --error-format = s
check_complete good.mojo mojo check goo
check_complete fish mojo completions fi

# Fixes that are certain are applied in place, and nothing else changes.
printf 'def main()\n    print(1)\n' >fix.mojo
expect 1 - 'error[E' check fix.mojo
expect 0 - '1 fix applied' check --syntax-only --fix fix.mojo
printf 'def main()\n    print(1)\n' >fix.mojo
expect 0 - '1 fix applied' fix --syntax-only fix.mojo
expect 2 - 'no option `--fix`' fix --fix fix.mojo
if cmp -s fix.mojo good.mojo; then echo good; else echo bad; cat fix.mojo; fi >>results

# A package is checked as what it is, whichever of its files are named: its modules import each other.
mkdir -p pkg/sub
printf 'from .a import A\nfrom .sub import C\n' >pkg/__init__.mojo
printf 'from pkg.sub import C\n\nstruct A:\n    def __init__(out self):\n        pass\n' >pkg/a.mojo
printf 'from .c import C\n' >pkg/sub/__init__.mojo
printf 'from ..a import A\nfrom .. import a\n\nstruct C:\n    var a: A\n\n    def __init__(out self):\n        self.a = a.A()\n' >pkg/sub/c.mojo
for file in pkg pkg/a.mojo pkg/sub pkg/sub/c.mojo pkg/__init__.mojo; do
    expect 0 - - check $file
done
printf 'from .b import B\nfrom ... import x\n' >>pkg/a.mojo
expect 1 - 'no module `.b`: `pkg` has no module `b`' check pkg
expect 1 - 'goes above the outermost package' check pkg
expect 0 - - check "$std"

# A file in another encoding stays in it.
printf '# coding: latin-1\nx = "\351"\nfor i in x\n    pass\n' >latin.py
expect 0 - '1 fix applied' fix --syntax-only latin.py
printf '# coding: latin-1\nx = "\351"\nfor i in x:\n    pass\n' >latin_after.py
if cmp -s latin.py latin_after.py; then echo good; else echo bad; cat latin.py; fi >>results
printf '# coding: ascii\nx = "\351"\n' >ascii.py
expect 1 - '2:6: error[E0032]' parse --error-format=short ascii.py

# Older spellings that move words about.
cat >legacy.mojo <<'EOT'
struct S[T: AnyType where True]:
    def __init__(self&, n: Int):
        pass

    def f(self, x: Int&, y&: Int) -> Int as r:
        r = 1

    def g[n: Int where n > 1, m: Int](self,) raises -> String as s where m > 3:
        pass

def h() -> Int as t:
    t = 1
EOT
cat >legacy_after.mojo <<'EOT'
struct S[T: AnyType] where True:
    def __init__(out self, n: Int):
        pass

    def f(self, mut x: Int, mut y: Int, out r: Int):
        r = 1

    def g[n: Int, m: Int](self, out s: String) raises where m > 3 where n > 1:
        pass

def h(out t: Int):
    t = 1
EOT
expect 0 - '8 fixes applied' fix --syntax-only legacy.mojo
if cmp -s legacy.mojo legacy_after.mojo; then echo good; else echo bad; cat legacy.mojo; fi >>results

# names and types give certain fixes too: a program of 2024 brought up to date prints what it did
for older in 14_older_spellings 14_2_to_14_5_accepted; do
    cp "$golden/run/$older.mojo" older.mojo
    "$mojo" run older.mojo >before 2>/dev/null
    expect 0 '' 'fixes applied' fix older.mojo
    expect 0 '' '' run older.mojo
    if cmp -s before out && ! grep -q 'fn \|inout\|owned\|alias \|if SIZE.*@parameter\|str(\|from math\|__copyinit__\|\[\]\.\|F32\| memset_zero(f\|push_back' older.mojo; then
        echo good >>results
    else
        echo bad >>results
        cat older.mojo
    fi
done

# what people forget is put there
cat >forgot.mojo <<'EOT'
@fieldwise_init
struct Plain:
    var x: Int

    def get(self) -> Int:
        return x

    def lost() -> Int:
        return self.x


struct Empty:
    var x: Int


def result(x: Int):
    return x


def may(x: Int) -> Int:
    if x < 0:
        raise Error("negative")
    return x


def main():
    print(Plain(1), Plain(1) == Plain(2), Plain(2).get(), Plain(3).lost(), Empty(1).x, result(3))
    var n = 1

    def add(x: Int) -> Int:
        return x + n

    var xs = [1, 2]
    xs.append(3)
    var s = String("abc")
    if s is "abc":
        print(add(1), xs[-1], s[0], sqrt(4.0), xs.size, may(3))
EOT
expect 0 '' 'fixes applied' fix forgot.mojo
expect 0 '2 3 a 2.0 3 3' '' run forgot.mojo

echo "$(grep -c good results) passed, $(grep -c -v good results) failed"
! grep -q -v good results
