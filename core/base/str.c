/* SPDX-License-Identifier: Apache-2.0 */
/* Borrowed strings: order, copies, edit distance. */
#include "base/base.h"

int str_cmp(Str a, Str b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c != 0) return c;
    return a.len < b.len ? -1 : a.len > b.len;
}

Str arena_str(Arena *a, Str s) {
    return (Str){arena_strndup(a, s.p, s.len), s.len};
}

static size_t min2(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Optimal string alignment: three rows of the classical table. Longer words are not compared; no
 * spelling suggestion is worth that. */
size_t str_distance(Str a, Str b, size_t limit) {
    enum { MAX_WORD = 128 };
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap > limit) return limit + 1;
    if (a.len > MAX_WORD || b.len > MAX_WORD) return str_eq(a, b) ? 0 : limit + 1;
    size_t rows[3][MAX_WORD + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.len; j++) last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t best = now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t d = last[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            d = min2(d, min2(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                d = min2(d, before[j - 2] + 1);
            now[j] = d;
            best = min2(best, d);
        }
        /* A swap reaches two rows back, so both must be past the limit. */
        if (best > limit + 1) return limit + 1;
        size_t *t = before;
        before = last;
        last = now;
        now = t;
    }
    return min2(last[b.len], limit + 1);
}
