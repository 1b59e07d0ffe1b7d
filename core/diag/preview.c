/* SPDX-License-Identifier: Apache-2.0 */
/* What a fix will make of the source. Edits within lines show the new line with what is new
 * underlined; others show the old lines (-) and the new ones (+). */
#include "diag/excerpt.h"

enum { MOST_LINES = 6 };

typedef struct Piece { /* edits of one file on neighbouring lines, in order of place */
    Source *s;
    const Edit *edits[32];
    uint32_t n;
    uint32_t line0, line1;
} Piece;

static bool has_newline(Str t) {
    return t.len && (memchr(t.p, '\n', t.len) || memchr(t.p, '\r', t.len));
}

/* Text of lines line0..line1 with the edits applied; *marks gets the ranges of new text. */
static void patched(const Piece *c, StrBuf *out, Span *marks) {
    Str first = source_line(c->s, c->line0), last = source_line(c->s, c->line1);
    uint32_t at = (uint32_t)(first.p - c->s->data),
             end = (uint32_t)(last.p + last.len - c->s->data);
    if (c->line0 == 0) at = c->s->bom;
    for (uint32_t i = 0; i < c->n; i++) {
        const Edit *e = c->edits[i];
        if (e->at.start < at) continue;
        sb_add(out, c->s->data + at, e->at.start - at);
        marks[i] = (Span){0, (uint32_t)out->len, (uint32_t)(out->len + e->text.len)};
        sb_str(out, e->text);
        at = e->at.end;
    }
    if (at < end) sb_add(out, c->s->data + at, end - at);
    if (!out->p) sb_add(out, "", 0);
}

static void put_line(Pen *p, uint32_t line, const char *sign, Ink ink, Str text) {
    Window w = window_of(p, text, 0, 0);
    pen_numbered(p, line, sign, ink);
    sb_char(p->out, ' ');
    window_put(p->out, &w);
    sb_char(p->out, '\n');
}

/* One line before and after, nothing removed without a replacement. */
static void show_marked(Pen *p, const Piece *c) {
    StrBuf text = {0};
    Span marks[32] = {{0}};
    patched(c, &text, marks);
    uint32_t a = marks[0].start, b = marks[c->n - 1].end;
    Window w = window_of(p, sb_view(&text), a, b);
    pen_numbered(p, c->line0, "|", INK_FRAME);
    sb_char(p->out, ' ');
    window_put(p->out, &w);
    sb_char(p->out, '\n');
    pen_gutter(p, "|");
    sb_char(p->out, ' ');
    uint32_t col = 0;
    pen_start(p, INK_ADDED);
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t from = window_col(&w, marks[i].start), to = window_col(&w, marks[i].end);
        if (from > col) sb_repeat(p->out, ' ', from - col);
        if (to > from)
            sb_repeat(p->out, c->edits[i]->at.start == c->edits[i]->at.end ? '+' : '~', to - from);
        if (to > col) col = to;
    }
    pen_stop(p, INK_ADDED);
    sb_char(p->out, '\n');
    sb_done(&text);
}

static void show_lines(Pen *p, uint32_t line, Str text, const char *sign, Ink ink) {
    for (uint32_t n = 0;; n++) {
        size_t len = 0;
        while (len < text.len && text.p[len] != '\n' && text.p[len] != '\r') len++;
        if (n == MOST_LINES) {
            sb_puts(p->out, CUT_SIGN "\n");
            return;
        }
        put_line(p, line + n, sign, ink, str_sub(text, 0, len));
        if (len == text.len) return;
        if (text.p[len] == '\r' && len + 1 < text.len && text.p[len + 1] == '\n') len++;
        text = str_sub(text, len + 1, text.len);
    }
}

static void show_diff(Pen *p, const Piece *c) {
    StrBuf text = {0};
    Span marks[32];
    for (uint32_t l = c->line0; l <= c->line1; l++) {
        if (l - c->line0 == MOST_LINES) {
            sb_puts(p->out, CUT_SIGN "\n");
            break;
        }
        Str old = source_line(c->s, l);
        put_line(p, l, "-", INK_REMOVED, l == 0 ? str_sub(old, c->s->bom, old.len) : old);
    }
    patched(c, &text, marks);
    /* Lines that go away altogether leave nothing to show. */
    bool all_blank = true;
    for (size_t i = 0; i < text.len; i++)
        all_blank = all_blank && (text.p[i] == ' ' || text.p[i] == '\t');
    if (!all_blank) show_lines(p, c->line0, sb_view(&text), "+", INK_ADDED);
    sb_done(&text);
}

static int by_place(const void *x, const void *y) {
    const Edit *a = *(const Edit *const *)x, *b = *(const Edit *const *)y;
    if (a->at.file != b->at.file) return a->at.file < b->at.file ? -1 : 1;
    if (a->at.start != b->at.start) return a->at.start < b->at.start ? -1 : 1;
    return a->at.end < b->at.end ? -1 : a->at.end > b->at.end;
}

static void show(Pen *p, const Piece *c) {
    bool marked = c->line0 == c->line1;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->edits[i]->text.len == 0 || has_newline(c->edits[i]->text)) marked = false;
    if (marked)
        show_marked(p, c);
    else
        show_diff(p, c);
}

void preview(Pen *p, const Fix *f) {
    const Edit *edits[32];
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->edits.len && n < ARRAY_LEN(edits); i++) {
        const Edit *e = &f->edits.data[i];
        Source *s = source_get(p->sources, e->at.file);
        if (s && e->at.start <= e->at.end && e->at.end <= s->size) edits[n++] = e;
    }
    if (n == 0) return;
    qsort(edits, n, sizeof *edits, by_place);
    pen_gutter(p, "|");
    sb_char(p->out, '\n');
    Piece c = {0};
    for (uint32_t i = 0; i < n; i++) {
        Source *s = source_get(p->sources, edits[i]->at.file);
        uint32_t line0 = source_line_col(s, edits[i]->at.start, POS_UTF8).line;
        uint32_t line1 = source_line_col(s, edits[i]->at.end, POS_UTF8).line;
        if (c.n && (c.s != s || line0 > c.line1)) {
            show(p, &c);
            c.n = 0;
        }
        if (c.n == 0) c = (Piece){.s = s, .line0 = line0, .line1 = line1};
        c.edits[c.n++] = edits[i];
        if (line1 > c.line1) c.line1 = line1;
    }
    show(p, &c);
}
