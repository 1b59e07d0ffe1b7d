/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics for people: a headline, where it is, the lines with what is wrong underlined, notes,
 * help and a preview of the fix. The excerpt of one file is drawn by excerpt.c. */
#include "diag/excerpt.h"

/* ---- pen ----------------------------------------------------------------------------------------
 */

static const char *const escapes[] = {
    [INK_PLAIN] = "",           [INK_BOLD] = "\x1b[1m",
    [INK_ERROR] = "\x1b[1;31m", [INK_WARNING] = "\x1b[1;33m",
    [INK_NOTE] = "\x1b[1;32m",  [INK_HELP] = "\x1b[1;36m",
    [INK_FRAME] = "\x1b[1;34m", [INK_ADDED] = "\x1b[32m",
    [INK_REMOVED] = "\x1b[31m",
};

void pen_start(Pen *p, Ink ink) {
    if (p->color && ink != INK_PLAIN) sb_puts(p->out, escapes[ink]);
}

void pen_stop(Pen *p, Ink ink) {
    if (p->color && ink != INK_PLAIN) sb_puts(p->out, "\x1b[0m");
}

void pen_text(Pen *p, Ink ink, const char *text) {
    pen_start(p, ink);
    sb_puts(p->out, text);
    pen_stop(p, ink);
}

void pen_gutter(Pen *p, const char *sign) {
    sb_repeat(p->out, ' ', p->gutter + 1);
    pen_text(p, INK_FRAME, sign);
}

void pen_numbered(Pen *p, uint32_t line, const char *sign, Ink ink) {
    char buf[32];
    snprintf(buf, sizeof buf, "%*u ", (int)p->gutter, line + 1);
    pen_text(p, INK_FRAME, buf);
    pen_text(p, ink, sign);
}

static Ink severity_ink(Severity s) {
    return s == SEV_ERROR ? INK_ERROR : s == SEV_WARNING ? INK_WARNING : INK_NOTE;
}

/* ---- parts --------------------------------------------------------------------------------------
 */

static void arrow(Pen *p, Source *s, uint32_t offset, const char *sign) {
    LineCol lc = source_line_col(s, offset, POS_UTF32);
    sb_repeat(p->out, ' ', p->gutter);
    pen_text(p, INK_FRAME, sign);
    sb_char(p->out, ' ');
    add_printable(p->out, str_of(s->path), 0);
    sb_printf(p->out, ":%u:%u\n", lc.line + 1, lc.col + 1);
}

static void headline(Pen *p, Ink ink, const char *kind, const char *message) {
    pen_text(p, ink, kind);
    sb_puts(p->out, ": ");
    add_printable(p->out, str_of(message), strlen(kind) + 2);
    sb_char(p->out, '\n');
}

static void remark(Pen *p, const char *kind, const char *message) {
    pen_gutter(p, "=");
    sb_char(p->out, ' ');
    pen_text(p, INK_BOLD, kind);
    sb_puts(p->out, ": ");
    add_printable(p->out, str_of(message), p->gutter + 5 + strlen(kind));
    sb_char(p->out, '\n');
}

/* The primary place with the labels in its file, then the other files that have labels. */
static void places(Pen *p, const Diag *d) {
    VEC(Mark) marks = {0};
    Source *s = source_get(p->sources, d->at.file);
    if (s) {
        vec_push(&marks, (Mark){d->at, NULL, true});
        for (uint32_t i = 0; i < d->labels.len; i++) {
            const DiagLabel *l = &d->labels.data[i];
            if (l->kind == LABEL_PLACE && l->at.file == s->id)
                vec_push(&marks, (Mark){l->at, l->text,
                                        l->at.start == d->at.start && l->at.end == d->at.end});
        }
        arrow(p, s, d->at.start, "-->");
        excerpt(p, s, marks.data, marks.len);
    }
    for (uint32_t i = 0; i < d->labels.len; i++) {
        const DiagLabel *l = &d->labels.data[i];
        if (l->kind != LABEL_PLACE || l->at.file == d->at.file) continue;
        uint32_t k = 0;
        while (k < i &&
               (d->labels.data[k].kind != LABEL_PLACE || d->labels.data[k].at.file != l->at.file))
            k++;
        Source *other = source_get(p->sources, l->at.file);
        if (k < i || !other) continue; /* drawn with the first label of its file */
        marks.len = 0;
        for (; k < d->labels.len; k++)
            if (d->labels.data[k].kind == LABEL_PLACE && d->labels.data[k].at.file == l->at.file)
                vec_push(&marks, (Mark){d->labels.data[k].at, d->labels.data[k].text, false});
        arrow(p, other, l->at.start, s ? ":::" : "-->");
        excerpt(p, other, marks.data, marks.len);
    }
    vec_done(&marks);
}

static bool is_remark(const DiagLabel *l) {
    return l->kind != LABEL_PLACE && !l->at.file && !l->of_fix;
}

static bool has_remarks(const Diag *d) {
    for (uint32_t i = 0; i < d->labels.len; i++)
        if (is_remark(&d->labels.data[i])) return true;
    return false;
}

/* Above the preview: the help that belongs to the only fix says more than its title. */
static const char *fix_heading(const Diag *d, const Fix *f) {
    for (uint32_t i = 0; i < d->labels.len && d->fixes.len == 1; i++)
        if (d->labels.data[i].of_fix) return d->labels.data[i].text;
    return f->title;
}

static uint32_t last_line(SourceMap *m, Span at) {
    Source *s = source_get(m, at.file);
    return s ? source_line_col(s, at.end, POS_UTF8).line + 1 : 0;
}

/* Digits of the largest line number that will be shown. */
static size_t gutter_of(SourceMap *m, const Diag *d) {
    uint32_t most = last_line(m, d->at);
    for (uint32_t i = 0; i < d->labels.len; i++) {
        uint32_t n = last_line(m, d->labels.data[i].at);
        if (n > most) most = n;
    }
    for (uint32_t i = 0; i < d->fixes.len; i++)
        for (uint32_t k = 0; k < d->fixes.data[i]->edits.len; k++) {
            uint32_t n = last_line(m, d->fixes.data[i]->edits.data[k].at);
            if (n > most) most = n;
        }
    size_t digits = 1;
    for (; most >= 10; most /= 10) digits++;
    return digits;
}

void render_text(StrBuf *out, SourceMap *sources, const Diag *d, const RenderOptions *o) {
    Pen p = {out,
             o->color,
             severity_ink(d->severity),
             gutter_of(sources, d),
             o->max_width ? o->max_width : 100,
             sources};
    if (p.width < 20) p.width = 20;
    char kind[32];
    snprintf(kind, sizeof kind, "%s[%s]", severity_text(d->severity),
             diag_code_text(d->code, d->severity).text);
    pen_text(&p, p.ink, kind);
    pen_start(&p, INK_BOLD);
    sb_puts(out, ": ");
    add_printable(out, str_of(d->message), 2);
    pen_stop(&p, INK_BOLD);
    sb_char(out, '\n');
    places(&p, d);
    if (has_remarks(d) && source_get(sources, d->at.file)) {
        pen_gutter(&p, "|");
        sb_char(out, '\n');
    }
    for (uint32_t i = 0; i < d->labels.len; i++) {
        const DiagLabel *l = &d->labels.data[i];
        if (is_remark(l)) remark(&p, l->kind == LABEL_NOTE ? "note" : "help", l->text);
    }
    for (uint32_t i = 0; i < d->labels.len; i++) {
        const DiagLabel *l = &d->labels.data[i];
        Source *s = source_get(sources, l->at.file);
        if (l->kind == LABEL_PLACE || !s) continue;
        Ink main_ink = p.ink;
        p.ink = l->kind == LABEL_NOTE ? INK_NOTE : INK_HELP;
        headline(&p, p.ink, l->kind == LABEL_NOTE ? "note" : "help", l->text);
        arrow(&p, s, l->at.start, "-->");
        Mark mark = {l->at, NULL, true};
        excerpt(&p, s, &mark, 1);
        p.ink = main_ink;
    }
    for (uint32_t i = 0; i < d->fixes.len; i++) {
        headline(&p, INK_HELP, "help", fix_heading(d, d->fixes.data[i]));
        preview(&p, d->fixes.data[i]);
    }
    sb_char(out, '\n');
}
