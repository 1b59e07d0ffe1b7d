/* SPDX-License-Identifier: Apache-2.0 */
/* Applying fixes to a text. */
#include "diag/diag.h"

typedef VEC(Edit) VecEdit;

/* Index of the first accepted edit that does not end before `start`. */
static uint32_t place_of(const VecEdit *v, uint32_t start) {
    uint32_t lo = 0, hi = v->len;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (v->data[mid].at.end < start)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Ranges that share bytes, an insertion inside a range, and two insertions at one place. */
static bool collide(Span a, Span b) {
    if (a.start == a.end && b.start == b.end) return a.start == b.start;
    return a.start < b.end && b.start < a.end;
}

static bool is_free(const VecEdit *v, Span at) {
    for (uint32_t i = place_of(v, at.start); i < v->len && v->data[i].at.start <= at.end; i++)
        if (collide(v->data[i].at, at)) return false;
    return true;
}

/* Keeps the order by start; what starts together stays in the order of arrival, insertions first.
 */
static void insert(VecEdit *v, Edit e) {
    uint32_t i = v->len;
    vec_push(v, e);
    while (i > 0) {
        Span before = v->data[i - 1].at;
        bool e_first =
            e.at.start < before.start ||
            (e.at.start == before.start && e.at.end == e.at.start && before.end > before.start);
        if (!e_first) break;
        v->data[i] = v->data[i - 1];
        i--;
    }
    v->data[i] = e;
}

static const Fix *safe_fix(const Source *s, const Diag *d) {
    for (uint32_t i = 0; i < d->fixes.len; i++) {
        const Fix *f = d->fixes.data[i];
        if (f->trust != FIX_SAFE) continue;
        for (uint32_t k = 0; k < f->edits.len; k++) {
            Span at = f->edits.data[k].at;
            if (at.file != s->id || at.start > at.end || at.end > s->size) return NULL;
        }
        return f->edits.len ? f : NULL;
    }
    return NULL;
}

uint32_t diag_apply_fixes(const Source *s, Diag *const *diags, uint32_t len, StrBuf *out) {
    VecEdit accepted = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < len; i++) {
        const Fix *f = safe_fix(s, diags[i]);
        if (!f) continue;
        bool ok = true;
        for (uint32_t k = 0; ok && k < f->edits.len; k++)
            ok = is_free(&accepted, f->edits.data[k].at);
        if (!ok) continue;
        for (uint32_t k = 0; k < f->edits.len; k++) insert(&accepted, f->edits.data[k]);
        n++;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < accepted.len; i++) {
        Edit e = accepted.data[i];
        if (e.at.start < at)
            continue; /* edits of one fix that overlap each other: the first stands */
        sb_add(out, s->data + at, e.at.start - at);
        sb_str(out, e.text);
        at = e.at.end;
    }
    sb_add(out, s->data + at, s->size - at);
    vec_done(&accepted);
    return n;
}
