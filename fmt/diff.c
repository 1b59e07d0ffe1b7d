/* SPDX-License-Identifier: Apache-2.0 */
/* Unified differences: the shortest edit between two lists of lines (Myers), or, past a limit, the whole
 * changed stretch. */
#include "fmt.h"

typedef struct Line {
    Str text; /* without its line end */
    uint64_t hash;
    bool ended;
} Line;
typedef VEC(Line) Lines;
enum { MAX_EDITS = 4000 };

static Lines split(Str s) {
    Lines l = {0};
    const char *p = s.p, *e = s.p + s.len;
    while (p < e) {
        const char *q = memchr(p, '\n', (size_t)(e - p));
        Line x = {{p, (size_t)((q ? q : e) - p)}, 0, q != NULL};
        x.hash = hash_bytes(x.text.p, x.text.len, 7);
        vec_push(&l, x);
        p = q ? q + 1 : e;
    }
    return l;
}
static bool same(const Line *a, const Line *b) {
    return a->hash == b->hash && a->ended == b->ended && str_eq(a->text, b->text);
}

/* keep[i]: the line of b that line i of a stays as, or UINT32_MAX. */
static void match_lines(const Line *a, uint32_t n, const Line *b, uint32_t m, uint32_t *keep, uint32_t offset) {
    int32_t max = (int32_t)(n + m < MAX_EDITS ? n + m : MAX_EDITS);
    int32_t **trace = xcalloc((size_t)max + 1, sizeof *trace);
    int32_t *v = xcalloc((size_t)max * 2 + 3, sizeof *v);
    int32_t base = max + 1, found = -1;
    for (int32_t d = 0; d <= max && found < 0; d++) {
        trace[d] = xmalloc(((size_t)d * 2 + 3) * sizeof(int32_t));
        memcpy(trace[d], v + base - d - 1, ((size_t)d * 2 + 3) * sizeof(int32_t));
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t x = k == -d || (k != d && v[base + k - 1] < v[base + k + 1]) ? v[base + k + 1] : v[base + k - 1] + 1;
            int32_t y = x - k;
            while (x < (int32_t)n && y < (int32_t)m && same(&a[x], &b[y])) x++, y++;
            v[base + k] = x;
            if (x >= (int32_t)n && y >= (int32_t)m) {
                found = d;
                break;
            }
        }
    }
    int32_t x = (int32_t)n, y = (int32_t)m;
    for (int32_t d = found; d > 0; d--) {
        const int32_t *t = trace[d] + d + 1; /* t[k] */
        int32_t k = x - y;
        int32_t pk = k == -d || (k != d && t[k - 1] < t[k + 1]) ? k + 1 : k - 1;
        int32_t px = t[pk], py = px - pk;
        while (x > px && y > py && x > 0 && y > 0) keep[--x] = (uint32_t)(--y) + offset;
        x = px, y = py;
    }
    if (found >= 0)
        while (x > 0 && y > 0) keep[--x] = (uint32_t)(--y) + offset;
    for (int32_t d = 0; d <= max; d++) free(trace[d]);
    free(trace);
    free(v);
}

static void put(StrBuf *o, char mark, const Line *l, bool color) {
    if (color && mark != ' ') sb_puts(o, mark == '+' ? "\033[32m" : "\033[31m");
    sb_char(o, mark);
    sb_str(o, l->text);
    if (color && mark != ' ') sb_puts(o, "\033[0m");
    sb_char(o, '\n');
    if (!l->ended) sb_puts(o, "\\ No newline at end of file\n");
}

void diff_text(StrBuf *out, const char *old_name, const char *new_name, Str sa, Str sb, bool color) {
    Lines a = split(sa), b = split(sb);
    uint32_t pre = 0, post = 0;
    while (pre < a.len && pre < b.len && same(&a.data[pre], &b.data[pre])) pre++;
    while (post < a.len - pre && post < b.len - pre && same(&a.data[a.len - 1 - post], &b.data[b.len - 1 - post])) post++;
    uint32_t *keep = xmalloc((a.len + 1) * sizeof *keep);
    for (uint32_t i = 0; i < a.len; i++) keep[i] = i < pre ? i : i >= a.len - post ? b.len - (a.len - i) : UINT32_MAX;
    match_lines(a.data + pre, a.len - pre - post, b.data + pre, b.len - pre - post, keep + pre, pre);
    sb_printf(out, "%s--- %s\n+++ %s%s\n", color ? "\033[1m" : "", old_name, new_name, color ? "\033[0m" : "");
    uint32_t i = 0, j = 0;
    while (i < a.len || j < b.len) {
        while (i < a.len && j < b.len && keep[i] == j) i++, j++;
        if (i >= a.len && j >= b.len) break;
        /* a hunk: from three lines before here to where six lines in a row are kept */
        uint32_t lead = i < 3 ? i : 3, x = i, y = j, kept = 0;
        uint32_t ex = i, ey = j;
        while (x < a.len || y < b.len) {
            if (x < a.len && y < b.len && keep[x] == y) {
                if (++kept > 6) break;
                x++, y++;
            } else {
                kept = 0;
                if (x < a.len && keep[x] == UINT32_MAX) x++;
                else y++;
                ex = x, ey = y;
            }
        }
        uint32_t tail = a.len - ex < 3 ? a.len - ex : 3;
        if (b.len - ey < tail) tail = b.len - ey;
        uint32_t na = ex + tail - (i - lead), nb = ey + tail - (j - lead);
        sb_printf(out, "%s@@ -%u,%u +%u,%u @@%s\n", color ? "\033[36m" : "", na ? i - lead + 1 : i - lead, na, nb ? j - lead + 1 : j - lead, nb,
                  color ? "\033[0m" : "");
        for (uint32_t k = i - lead; k < i; k++) put(out, ' ', &a.data[k], color);
        while (i < ex || j < ey) {
            if (i < ex && keep[i] == UINT32_MAX) put(out, '-', &a.data[i++], color);
            else if (j < ey && !(i < ex && keep[i] == j)) put(out, '+', &b.data[j++], color);
            else put(out, ' ', &a.data[i++], color), j++;
        }
        for (uint32_t k = 0; k < tail; k++) put(out, ' ', &a.data[i++], color), j++;
    }
    free(keep);
    vec_done(&a);
    vec_done(&b);
}
