# SPDX-License-Identifier: Apache-2.0
# What the tests of the driver share: a folder of their own, a cache of their own, counting. Read by `. common.sh`.
mojo=$(realpath "${OUT:-out}/bin/mojo")
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
MOJO_CACHE_DIR=$dir/cache
export MOJO_CACHE_DIR
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
