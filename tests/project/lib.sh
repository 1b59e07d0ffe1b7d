# SPDX-License-Identifier: Apache-2.0
# What the project tests share; they include it first and end with `finish`. All happens in $dir, a folder of its own.
mojo=$(realpath "${OUT:-out}/bin/mojo")
here=$(dirname "$(realpath "$0")")
dir=$(mktemp -d) || exit 2
server=
trap 'rm -rf "$dir"; [ -z "$server" ] || kill "$server" 2>/dev/null' EXIT
cd "$dir" || exit 2
export MOJO_CACHE_DIR="$dir/cache" GIT_CONFIG_NOSYSTEM=1 HOME="$dir"
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
unset MOJO_TARGET_DIR MOJO_INSTALL_ROOT TEST MOJO_CACHE_SIZE
unset MOJO_REMOTE_CACHE MOJO_REMOTE_CACHE_MODE MOJO_REMOTE_CACHE_TIMEOUT http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
: >"$dir/results"

# expect EXIT "text in stdout" "text in stderr" args...   ("-": nothing there, "": anything)
expect() {
    want=$1 out_text=$2 err_text=$3
    shift 3
    "$mojo" "$@" >"$dir/out" 2>"$dir/err" </dev/null
    code=$?
    ok=good
    [ "$code" -eq "$want" ] || ok=bad
    for pair in "out:$out_text" "err:$err_text"; do
        file=$dir/${pair%%:*} text=${pair#*:}
        case "$text" in
        '') ;;
        -) [ ! -s "$file" ] || ok=bad ;;
        *) grep -qF -- "$text" "$file" || ok=bad ;;
        esac
    done
    echo $ok >>"$dir/results"
    [ $ok = good ] || { echo "mojo $*: exit $code, expected $want"; sed 's/^/  stdout: /' "$dir/out"; sed 's/^/  stderr: /' "$dir/err"; }
}
# holds "what it means" command...
holds() {
    what=$1
    shift
    if "$@"; then echo good >>"$dir/results"; else echo bad >>"$dir/results"; echo "not so: $what"; fi
}
# says TEXT command...: the command prints it, to either stream; silent TEXT command...: it does not
says() {
    text=$1
    shift
    "$@" >"$dir/said" 2>&1
    grep -qF -- "$text" "$dir/said" || { sed 's/^/  said: /' "$dir/said"; return 1; }
}
silent() {
    text=$1
    shift
    ! "$@" 2>&1 | grep -qF -- "$text"
}
lacks() { # FILE TEXT
    ! grep -qF -- "$2" "$1"
}
# release FOLDER VERSION: commits with that version and tags it
release() {
    sed -i "s/^version = .*/version = \"$2\"/" "$1/mojo.toml"
    [ -d "$1/.git" ] || git -C "$1" init -q -b main
    git -C "$1" add -A && git -C "$1" commit -qm "$2" && git -C "$1" tag "v$2"
}
# depend 'line': the app's only dependency
depend() {
    printf '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\n%s\n' "$1" >"$dir/app/mojo.toml"
}
finish() {
    passed=$(grep -c good "$dir/results")
    failed=$(grep -c bad "$dir/results")
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
