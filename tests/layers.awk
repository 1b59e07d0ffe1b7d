# SPDX-License-Identifier: Apache-2.0
# Prints includes in core/ that point from an early folder to a later one.
BEGIN {
    n = split("base bundle source diag syntax types resolve check ir lower own comptime elab codegen link python session", order, " ")
    for (i = 1; i <= n; i++) rank[order[i]] = i
    # The interpreter and elaboration know each other.
    rank["elab"] = rank["comptime"]
}
/^#include "/ {
    split(FILENAME, path, "/")
    split($2, target, /[\/"]/)
    from = path[2]
    to = target[2]
    if (to in rank && from in rank && rank[to] > rank[from]) printf "%s:%d: %s includes %s\n", FILENAME, FNR, from, to
}
