/* SPDX-License-Identifier: Apache-2.0 */
/* Building and ordering diagnostics; the table of codes. */
#include "diag/diag_int.h"

/* ---- the table ----------------------------------------------------------------------------------
 */

static const DiagInfo infos[] = {
#define DIAG(number, severity, slug, summary) {number, severity, #slug, summary},
#include "diag/codes.def"
#undef DIAG
};

enum {
#define DIAG(number, severity, slug, summary) INDEX_##slug,
#include "diag/codes.def"
#undef DIAG
};

const DiagInfo *diag_info(uint32_t number) {
    switch (number) { /* two rows with one number do not compile */
#define DIAG(number, severity, slug, summary)                                                      \
    case number: return &infos[INDEX_##slug];
#include "diag/codes.def"
#undef DIAG
    default: return NULL;
    }
}

const DiagInfo *diag_info_at(size_t i) {
    return i < ARRAY_LEN(infos) ? &infos[i] : NULL;
}

static bool same_slug(const char *slug, Str text) {
    if (strlen(slug) != text.len) return false;
    for (size_t i = 0; i < text.len; i++)
        if (slug[i] != (text.p[i] == '-' ? '_' : text.p[i])) return false;
    return true;
}

const DiagInfo *diag_info_find(Str text) {
    Str digits = text;
    if (digits.len && strchr("EWNewn", digits.p[0])) digits = str_sub(digits, 1, digits.len);
    uint32_t number = 0;
    size_t i = 0;
    while (i < digits.len && i < 5 && digits.p[i] >= '0' && digits.p[i] <= '9')
        number = number * 10 + (uint32_t)(digits.p[i++] - '0');
    if (i && i == digits.len) return diag_info(number);
    for (i = 0; i < ARRAY_LEN(infos); i++)
        if (same_slug(infos[i].slug, text)) return &infos[i];
    return NULL;
}

DiagCodeText diag_code_text(uint32_t number, Severity severity) {
    DiagCodeText t;
    snprintf(t.text, sizeof t.text, "%c%04u", "EWN"[severity], number % 10000);
    return t;
}

const char *diag_explain(uint32_t number) {
    for (const ExplainPage *p = explain_pages; p->number; p++)
        if (p->number == number) return p->text;
    return NULL;
}

/* ---- building -----------------------------------------------------------------------------------
 */

static PRINTF_LIKE(2, 0) const char *format(Arena *a, const char *fmt, va_list ap) {
    char small[256];
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    MOJ_ASSERT(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n + 1);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return p;
}

void diag_sink_init(DiagSink *s, Arena *arena) {
    *s = (DiagSink){.arena = arena};
}

Diag *diag_add(DiagSink *s, DiagCode code, Span at, const char *fmt, ...) {
    const DiagInfo *info = diag_info(code);
    MOJ_ASSERT(info);
    Diag *d = ARENA_NEW(s->arena, Diag);
    d->code = code;
    d->severity = info->severity;
    d->at = at;
    d->arena = s->arena;
    va_list ap;
    va_start(ap, fmt);
    d->message = format(s->arena, fmt, ap);
    va_end(ap);
    if (s->muted) return d;
    s->added++;
    if (s->total) ++*s->total;
    vec_push_in(s->arena, &s->diags, d);
    if (d->severity == SEV_ERROR) s->n_errors++;
    return d;
}

static void add_label(Diag *d, int kind, Span at, const char *text) {
    DiagLabel l = {.at = at, .text = text};
    l.kind = kind;
    vec_push_in(d->arena, &d->labels, l);
}

void diag_label(Diag *d, Span at, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    add_label(d, LABEL_PLACE, at, format(d->arena, fmt, ap));
    va_end(ap);
}

void diag_note(Diag *d, Span at, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    add_label(d, LABEL_NOTE, at, format(d->arena, fmt, ap));
    va_end(ap);
}

/* The last help and the fixes speak of one remedy. */
static void join_help(Diag *d) {
    DiagLabel *last = NULL;
    for (uint32_t i = 0; i < d->labels.len; i++) {
        if (d->labels.data[i].of_fix) return;
        if (d->labels.data[i].kind == LABEL_HELP) last = &d->labels.data[i];
    }
    if (last) last->of_fix = true;
}

void diag_help(Diag *d, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    add_label(d, LABEL_HELP, SPAN_NONE, format(d->arena, fmt, ap));
    va_end(ap);
    if (d->fixes.len) join_help(d);
}

Fix *diag_fix(Diag *d, FixTrust trust, const char *fmt, ...) {
    Fix *f = ARENA_NEW(d->arena, Fix);
    if (!d->fixes.len) join_help(d);
    va_list ap;
    va_start(ap, fmt);
    f->title = format(d->arena, fmt, ap);
    va_end(ap);
    f->trust = trust;
    f->arena = d->arena;
    vec_push_in(d->arena, &d->fixes, f);
    return f;
}

void fix_edit(Fix *f, Span at, Str text) {
    Edit e = {at, arena_str(f->arena, text)};
    vec_push_in(f->arena, &f->edits, e);
}

DiagMark diag_mark(const DiagSink *s) {
    return (DiagMark){s->diags.len, s->n_errors};
}

void diag_drop(DiagSink *s, DiagMark m) {
    s->diags.len = m.len;
    s->n_errors = m.n_errors;
}

bool diag_since(const DiagSink *s, DiagMark m) {
    return s->n_errors > m.n_errors;
}

/* ---- order --------------------------------------------------------------------------------------
 */

static int compare_u32(uint32_t x, uint32_t y) {
    return x < y ? -1 : x > y;
}

static int by_place(const void *x, const void *y) {
    const Diag *a = *(Diag *const *)x, *b = *(Diag *const *)y;
    int c = compare_u32(a->at.file, b->at.file);
    if (!c) c = compare_u32(a->at.start, b->at.start);
    if (!c) c = compare_u32(a->at.end, b->at.end);
    if (!c) c = compare_u32(a->code, b->code);
    return c ? c : strcmp(a->message, b->message);
}

void diag_sort(Diag **diags, uint32_t *len) {
    if (*len < 2) return;
    qsort(diags, *len, sizeof *diags, by_place);
    uint32_t n = 1;
    for (uint32_t i = 1; i < *len; i++)
        if (by_place(&diags[n - 1], &diags[i]) != 0) diags[n++] = diags[i];
    *len = n;
}

static uint32_t line_start(SourceMap *sources, Span at) {
    const Source *s = source_get(sources, at.file);
    uint32_t p = s && at.start <= s->size ? at.start : 0;
    while (p > 0 && s->data[p - 1] != '\n') p--;
    return p;
}

void diag_drop_guesses(SourceMap *sources, Diag **diags, uint32_t *len) {
    const uint32_t syntax = 1000; /* its codes are below */
    uint32_t n = 0;
    for (uint32_t i = 0; i < *len;) { /* line by line */
        uint32_t file = diags[i]->at.file, line = line_start(sources, diags[i]->at), end = i;
        bool broken = false;
        for (; end < *len && diags[end]->at.file == file && line_start(sources, diags[end]->at) == line; end++)
            broken |= diags[end]->severity == SEV_ERROR && diags[end]->code < syntax;
        for (; i < end; i++)
            if (!broken || diags[i]->severity != SEV_ERROR || diags[i]->code < syntax) diags[n++] = diags[i];
    }
    *len = n;
}

void diag_render(StrBuf *out, SourceMap *sources, Diag *const *diags, uint32_t len,
                 const RenderOptions *o) {
    if (o->format == DIAG_SARIF) {
        render_sarif(out, sources, diags, len);
        return;
    }
    for (uint32_t i = 0; i < len; i++) {
        switch (o->format) {
        case DIAG_TEXT: render_text(out, sources, diags[i], o); break;
        case DIAG_SHORT: render_short(out, sources, diags[i]); break;
        default: render_json_line(out, sources, diags[i]); break;
        }
    }
}
