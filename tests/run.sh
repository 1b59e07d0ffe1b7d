#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs test programs one after the other and adds up their closing lines.
#   tests/run.sh PROGRAM...      each is a command line
# A program ends with Check's line ("100%: Checks: 3, Failures: 0, Errors: 0") or "N passed, N failed".
# One that ends otherwise, or fails without saying so, counts as one failure; no tests at all is a failure.
passed=0
failed=0
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
for program; do
    printf '%s\n' "== $program"
    { sh -c "$program" 2>&1; echo $? >"$log.status"; } | tee "$log"
    status=$(cat "$log.status")
    rm -f "$log.status"
    counts=$(tail -n 1 "$log" | sed -n \
        -e 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' \
        -e 's/^\([0-9]*\) passed, \([0-9]*\) failed$/P \1 \2/p')
    set -- $counts
    case "$counts" in
    '') good=0 bad=1 ; echo "run.sh: no closing line (exit $status): $program" ;;
    P*) good=$2 bad=$3 ;;
    *) good=$(($1 - $2 - $3)) bad=$(($2 + $3)) ;;
    esac
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        echo "run.sh: exit $status: $program"
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
done
[ $((passed + failed)) -gt 0 ] || { echo "run.sh: no tests ran"; failed=1; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
