/* SPDX-License-Identifier: Apache-2.0 */
/* The order of a struct's or trait's conformances. */
#include "format/format_int.h"

/* Sorts conformances: entries that start with a plain name change places among themselves. */
void sort_conformances(Fmt *f, Tok *t, uint32_t n) {
    if (f->py || n < 6 || !(is_word(&t[0], NM_kw_struct) || is_word(&t[0], NM_kw_trait))) return;
    uint32_t i = 2, d;
    if (i < n && t[i].kind == T_LSQB) {
        for (d = 0; i < n; i++) {
            if (is_opener(t[i].kind)) d++;
            if (is_closer(t[i].kind) && --d == 0) break;
        }
        i++;
    }
    if (i >= n || t[i].kind != T_LPAR) return;
    typedef struct Entry {
        uint32_t from, to;
        bool named;
    } Entry;
    VEC(Entry) all = {0};
    uint32_t open = i, from = i + 1;
    d = 0;
    for (; i < n; i++) {
        if (is_opener(t[i].kind)) d++;
        bool close = is_closer(t[i].kind) && --d == 0;
        if (close || (d == 1 && t[i].kind == T_COMMA)) {
            if (i > from) {
                Entry en = {from, i, t[from].kind == T_NAME};
                vec_push(&all, en);
            }
            from = i + 1;
        }
        if (close) break;
    }
    bool comment = i < n && memchr(f->src + t[open].pos, '#', t[i].pos - t[open].pos) != NULL;
    if (all.len >= 2 && i < n && !comment) {
        VEC(Entry) sorted = {0};
        for (uint32_t k = 0; k < all.len; k++)
            if (all.data[k].named) vec_push(&sorted, all.data[k]);
        bool moved = false;
        for (uint32_t k = 1; k < sorted.len; k++)
            for (uint32_t j = k; j > 0; j--) {
                Entry *x = &sorted.data[j - 1], *y = &sorted.data[j];
                Str a = {f->src + t[x->from].pos, t[x->from].end - t[x->from].pos}, b = {f->src + t[y->from].pos, t[y->from].end - t[y->from].pos};
                if (str_cmp(a, b) <= 0) break;
                Entry tmp = *x;
                *x = *y, *y = tmp;
                moved = true;
            }
        if (moved) {
            f->moved = true;
            uint32_t total = i - open - 1, at = 0, s = 0;
            Tok *copy = xmalloc(total * sizeof *copy);
            memcpy(copy, t + open + 1, total * sizeof *copy);
            for (uint32_t k = 0; k < all.len; k++) {
                Entry e = all.data[k].named ? sorted.data[s++] : all.data[k];
                for (uint32_t j = e.from; j < e.to; j++) t[open + 1 + at++] = copy[j - open - 1];
                if (at < total) { /* the comma */
                    uint32_t c = all.data[k].to - open - 1;
                    if (c < total) t[open + 1 + at++] = copy[c];
                }
            }
            free(copy);
        }
        vec_done(&sorted);
    }
    vec_done(&all);
}
