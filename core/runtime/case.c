/* SPDX-License-Identifier: Apache-2.0 */
/* Upper and lower case of code points: String.upper, String.lower. */
#include <stddef.h>
#include <stdint.h>

typedef struct CaseRange { /* every step-th code point from first to last moves by delta */
    uint32_t first, last, step;
    int32_t delta;
} CaseRange;
typedef struct CaseSpecial { /* one that becomes several; 0 ends them early */
    uint32_t from, to[3];
} CaseSpecial;
#include "case_tables.h"

int64_t mojo_rt_case(int64_t cp, int64_t to_upper, int64_t *out);

#define LENGTH(a) (sizeof(a) / sizeof(a)[0])

/* The code points that `cp` becomes, into out[0..2]; their number. */
int64_t mojo_rt_case(int64_t cp, int64_t to_upper, int64_t *out) {
    const CaseRange *ranges = to_upper ? upper_ranges : lower_ranges;
    const CaseSpecial *special = to_upper ? upper_special : lower_special;
    size_t lo = 0, hi = to_upper ? LENGTH(upper_ranges) : LENGTH(lower_ranges);
    size_t n_special = to_upper ? LENGTH(upper_special) : LENGTH(lower_special);
    uint32_t c = (uint32_t)cp;
    for (size_t i = 0; i < n_special; i++) {
        if (special[i].from != c) continue;
        int64_t n = 0;
        for (; n < 3 && special[i].to[n]; n++) out[n] = special[i].to[n];
        return n;
    }
    while (lo < hi) { /* the last range that does not begin behind c */
        size_t mid = (lo + hi) / 2;
        if (ranges[mid].first <= c) lo = mid + 1;
        else hi = mid;
    }
    const CaseRange *r = lo ? &ranges[lo - 1] : NULL;
    out[0] = r && c <= r->last && (c - r->first) % r->step == 0 ? cp + r->delta : cp;
    return 1;
}
