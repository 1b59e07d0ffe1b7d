/* SPDX-License-Identifier: Apache-2.0 */
/* Source lines with marks. Marks within a line are underlined, their texts beside or below:
 *
 *   3 |     var x: Int = "a"
 *     |            ---   ^^^ expected `Int`
 *     |            |
 *     |            declared here
 *
 * Marks over several lines run down a column of their own at the left:
 *
 *   7 | /     foo(
 *   8 | |         1,
 *   9 | |     )
 *     | |_____^ never closed
 */
#include "diag/excerpt.h"

/* ---- rows of cells: one character and one ink per column ------------------------------------- */

typedef struct Row {
    StrBuf cells, inks;
} Row;

static void row_set(Row *r, uint32_t col, char c, Ink ink) {
    if (r->cells.len <= col) {
        sb_repeat(&r->inks, INK_PLAIN, col + 1 - r->cells.len);
        sb_repeat(&r->cells, ' ', col + 1 - r->cells.len);
    }
    r->cells.p[col] = c;
    r->inks.p[col] = (char)ink;
}

static void row_clear(Row *r) {
    r->cells.len = r->inks.len = 0;
}

static void row_done(Row *r) {
    sb_done(&r->cells);
    sb_done(&r->inks);
}

static void row_put(Pen *p, const Row *r) {
    Ink ink = INK_PLAIN;
    for (size_t i = 0; i < r->cells.len; i++) {
        Ink next = (Ink)r->inks.p[i];
        if (next != ink) {
            pen_stop(p, ink);
            pen_start(p, next);
            ink = next;
        }
        sb_char(p->out, r->cells.p[i]);
    }
    pen_stop(p, ink);
}

/* ---- the plan of an excerpt ------------------------------------------------------------------ */

typedef struct Placed {
    const Mark *mark;
    uint32_t line0, line1;
    uint32_t byte0, byte1; /* within line0 and line1; on one line byte1 > byte0 */
    uint32_t lane;         /* of a mark over several lines, from 0 */
    bool heads_line;       /* nothing but blanks before it on line0 */
} Placed;
typedef VEC(Placed) VecPlaced;

typedef struct Plan {
    Pen *pen;
    Source *s;
    VecPlaced marks;
    uint32_t n_lanes;
    Row row;
} Plan;

static bool is_multi(const Placed *m) {
    return m->line0 != m->line1;
}

static Ink ink_of(const Plan *g, const Placed *m) {
    return m->mark->primary ? g->pen->ink : INK_FRAME;
}

static Placed place(Source *s, const Mark *mark) {
    uint32_t end = mark->at.end < mark->at.start ? mark->at.start : mark->at.end;
    LineCol a = source_line_col(s, mark->at.start, POS_UTF8), b = source_line_col(s, end, POS_UTF8);
    if (b.line > a.line && b.col == 0) { /* up to and with a line end */
        b.line--;
        b.col = (uint32_t)source_line(s, b.line).len;
    }
    Placed m = {.mark = mark, .line0 = a.line, .line1 = b.line, .byte0 = a.col, .byte1 = b.col};
    if (a.line == b.line && m.byte1 <= m.byte0) m.byte1 = m.byte0 + 1;
    Str line = source_line(s, a.line);
    m.heads_line = true;
    for (uint32_t i = a.line == 0 ? s->bom : 0; i < a.col && i < line.len; i++)
        if (line.p[i] != ' ' && line.p[i] != '\t') m.heads_line = false;
    return m;
}

static int by_lines(const void *x, const void *y) {
    const Placed *a = x, *b = y;
    if (a->line0 != b->line0) return a->line0 < b->line0 ? -1 : 1;
    if (a->line1 != b->line1) return a->line1 > b->line1 ? -1 : 1; /* the longer one outside */
    if (a->byte0 != b->byte0) return a->byte0 < b->byte0 ? -1 : 1;
    return 0;
}

/* Each mark over several lines gets the first lane that no earlier one still uses. */
static void choose_lanes(Plan *g) {
    for (uint32_t i = 0; i < g->marks.len; i++) {
        Placed *m = &g->marks.data[i];
        if (!is_multi(m)) continue;
        for (uint32_t k = 0; k < i; k++) {
            const Placed *o = &g->marks.data[k];
            if (is_multi(o) && o->line1 >= m->line0 && o->lane >= m->lane) m->lane = o->lane + 1;
        }
        if (m->lane + 1 > g->n_lanes) g->n_lanes = m->lane + 1;
    }
}

/* Columns left of the text: a blank after "|", the lanes, and a blank behind them. */
static uint32_t indent_of(const Plan *g) {
    return g->n_lanes ? g->n_lanes + 2 : 1;
}

static Window line_window(const Plan *g, uint32_t line) {
    uint32_t a = UINT32_MAX, b = 0;
    for (uint32_t i = 0; i < g->marks.len; i++) {
        const Placed *m = &g->marks.data[i];
        if (m->line0 == line) {
            if (m->byte0 < a) a = m->byte0;
            if (m->byte0 + 1 > b) b = m->byte0 + 1;
        }
        if (m->line1 == line) {
            if (m->byte1 > b) b = m->byte1;
            if (is_multi(m) && m->byte1 < a) a = m->byte1 ? m->byte1 - 1 : 0;
        }
    }
    Str text = source_line(g->s, line);
    if (line == 0 && g->s->bom) { /* shown without the mark, so bytes are counted from behind it */
        text = str_sub(text, g->s->bom, text.len);
        a = a >= 3 && a != UINT32_MAX ? a - 3 : a;
        b = b >= 3 ? b - 3 : 0;
    }
    if (a == UINT32_MAX) a = b = 0;
    return window_of(g->pen, text, a, b);
}

/* Column of a byte of the line; the place past the last character is one too. */
static uint32_t col_of(const Plan *g, const Window *w, uint32_t line, uint32_t byte) {
    if (line == 0) byte = byte >= g->s->bom ? byte - g->s->bom : 0;
    uint32_t past = byte > w->line.len ? byte - (uint32_t)w->line.len : 0;
    return indent_of(g) + window_col(w, byte - past) + (past ? 1 : 0);
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* Lanes that are open: those entered above, and on rows below the first line, those begun here. */
static void draw_lanes(Plan *g, uint32_t line, bool below, bool after_end) {
    for (uint32_t i = 0; i < g->marks.len; i++) {
        const Placed *m = &g->marks.data[i];
        if (!is_multi(m) || line < m->line0 || line > m->line1) continue;
        bool starts = line == m->line0;
        if (starts && !m->heads_line) continue; /* its line is drawn by draw_starts */
        if (line == m->line1 && after_end) continue;
        row_set(&g->row, m->lane + 1, starts && !below ? '/' : '|', ink_of(g, m));
    }
}

/* The row, then the text behind it; further lines of the text stand below its first. */
static void put_row(Plan *g, const char *text, Ink ink) {
    StrBuf *out = g->pen->out;
    pen_gutter(g->pen, "|");
    row_put(g->pen, &g->row);
    size_t col = g->row.cells.len;
    for (const char *line = text; line;) {
        const char *end = strchr(line, '\n');
        sb_char(out, ' ');
        pen_start(g->pen, ink);
        add_printable(out, end ? (Str){line, (size_t)(end - line)} : str_of(line), 0);
        pen_stop(g->pen, ink);
        line = end ? end + 1 : NULL;
        if (!line) break;
        sb_char(out, '\n');
        pen_gutter(g->pen, "|");
        sb_repeat(out, ' ', col);
    }
    sb_char(out, '\n');
    row_clear(&g->row);
}

static void draw_source(Plan *g, uint32_t line, const Window *w) {
    pen_numbered(g->pen, line, "|", INK_FRAME);
    draw_lanes(g, line, false, false);
    if (g->row.cells.len < indent_of(g) && w->to > w->from)
        row_set(&g->row, indent_of(g) - 1, ' ', INK_PLAIN);
    row_put(g->pen, &g->row);
    row_clear(&g->row);
    StrBuf text = {0};
    window_put(&text, w);
    if (text.len) sb_str(g->pen->out, sb_view(&text));
    sb_done(&text);
    while (g->pen->out->len && g->pen->out->p[g->pen->out->len - 1] == ' ') g->pen->out->len--;
    sb_char(g->pen->out, '\n');
}

typedef struct Under { /* one underlined piece of a line */
    const Placed *m;
    uint32_t col0, col1;
    bool beside; /* its text stands on the underline's row */
} Under;

static int by_col(const void *x, const void *y) {
    const Under *a = x, *b = y;
    if (a->col0 != b->col0) return a->col0 < b->col0 ? -1 : 1;
    return a->col1 < b->col1 ? -1 : a->col1 > b->col1;
}

static bool hangs(const Under *u) {
    return u->m->mark->text && !u->beside;
}

/* The bars of the first `n` pieces whose text hangs below. */
static void draw_bars(Plan *g, const Under *u, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (hangs(&u[i])) row_set(&g->row, u[i].col0, '|', ink_of(g, u[i].m));
}

static void draw_texts_below(Plan *g, uint32_t line, const Under *u, uint32_t n) {
    bool first = true;
    for (uint32_t i = n; i-- > 0;) {
        if (!hangs(&u[i])) continue;
        if (first) {
            draw_lanes(g, line, true, false);
            draw_bars(g, u, n);
            put_row(g, NULL, INK_PLAIN);
            first = false;
        }
        draw_lanes(g, line, true, false);
        draw_bars(g, u, i);
        if (u[i].col0 > 0) row_set(&g->row, u[i].col0 - 1, ' ', INK_PLAIN);
        /* put_row sets a blank before the text: that is the column before the mark. */
        g->row.cells.len = g->row.inks.len = u[i].col0 - 1;
        put_row(g, u[i].m->mark->text, ink_of(g, u[i].m));
    }
}

static void draw_unders(Plan *g, uint32_t line, const Window *w) {
    VEC(Under) v = {0};
    for (uint32_t i = 0; i < g->marks.len; i++) {
        const Placed *m = &g->marks.data[i];
        if (is_multi(m) || m->line0 != line) continue;
        Under u = {m, col_of(g, w, line, m->byte0), col_of(g, w, line, m->byte1), false};
        if (u.col1 <= u.col0) u.col1 = u.col0 + 1;
        vec_push(&v, u);
    }
    if (v.len == 0) return;
    qsort(v.data, v.len, sizeof *v.data, by_col);
    draw_lanes(g, line, true, false);
    for (int pass = 0; pass < 2; pass++) /* primary marks over the others */
        for (uint32_t i = 0; i < v.len; i++) {
            const Under *u = &v.data[i];
            if (u->m->mark->primary != (pass == 1)) continue;
            for (uint32_t c = u->col0; c < u->col1; c++)
                row_set(&g->row, c, pass ? '^' : '-', ink_of(g, u->m));
        }
    /* The text of the rightmost piece stands beside it when nothing is in the way. */
    Under *last = NULL;
    uint32_t edge = 0;
    for (uint32_t i = 0; i < v.len; i++) {
        if (v.data[i].m->mark->text) last = &v.data[i];
        if (v.data[i].col1 > edge) edge = v.data[i].col1;
    }
    if (last && last->col1 == edge) last->beside = true;
    put_row(g, last && last->beside ? last->m->mark->text : NULL,
            last ? ink_of(g, last->m) : INK_PLAIN);
    draw_texts_below(g, line, v.data, v.len);
    vec_done(&v);
}

/* Rows "_____^" for marks that begin or end here and are not drawn by their lane alone. */
static void draw_turns(Plan *g, uint32_t line, const Window *w) {
    for (uint32_t i = 0; i < g->marks.len; i++) {
        const Placed *m = &g->marks.data[i];
        if (!is_multi(m) || m->line0 != line || m->heads_line) continue;
        draw_lanes(g, line, true, false);
        uint32_t col = col_of(g, w, line, m->byte0);
        for (uint32_t c = m->lane + 2; c < col; c++) row_set(&g->row, c, '_', ink_of(g, m));
        row_set(&g->row, col, m->mark->primary ? '^' : '-', ink_of(g, m));
        put_row(g, NULL, INK_PLAIN);
    }
    for (uint32_t i = g->marks.len; i-- > 0;) { /* the innermost ends first */
        const Placed *m = &g->marks.data[i];
        if (!is_multi(m) || m->line1 != line) continue;
        uint32_t col = col_of(g, w, line, m->byte1 ? m->byte1 - 1 : 0);
        for (uint32_t c = m->lane + 2; c < col; c++) row_set(&g->row, c, '_', ink_of(g, m));
        row_set(&g->row, col, m->mark->primary ? '^' : '-', ink_of(g, m));
        for (uint32_t k = 0; k < g->marks.len; k++) { /* the others that are still open cross it */
            const Placed *o = &g->marks.data[k];
            bool open = is_multi(o) && o->line0 <= line &&
                        (o->line1 > line || (o->line1 == line && k <= i));
            if (open) row_set(&g->row, o->lane + 1, '|', ink_of(g, o));
        }
        put_row(g, m->mark->text, ink_of(g, m));
    }
}

static void draw_line(Plan *g, uint32_t line) {
    Window w = line_window(g, line);
    draw_source(g, line, &w);
    draw_unders(g, line, &w);
    draw_turns(g, line, &w);
}

/* Dots for lines that are left out; the lanes go on beside them. */
static void draw_gap(Plan *g, uint32_t line) {
    sb_puts(g->pen->out, CUT_SIGN);
    for (uint32_t i = 0; i < g->marks.len; i++) {
        const Placed *m = &g->marks.data[i];
        /* Column 0 of a row is gutter + 2 columns into the line. */
        if (is_multi(m) && m->line0 < line && m->line1 >= line) {
            size_t col = g->pen->gutter + 2 + m->lane + 1;
            row_set(&g->row, (uint32_t)(col > 3 ? col - 3 : 0), '|', ink_of(g, m));
        }
    }
    row_put(g->pen, &g->row);
    row_clear(&g->row);
    sb_char(g->pen->out, '\n');
}

static int by_number(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

void excerpt(Pen *p, Source *s, const Mark *marks, uint32_t n) {
    enum { HEAD = 4, TAIL = 2 }; /* lines shown of a mark over many lines */
    Plan g = {.pen = p, .s = s};
    VEC(uint32_t) lines = {0};
    for (uint32_t i = 0; i < n; i++) vec_push(&g.marks, place(s, &marks[i]));
    if (n) qsort(g.marks.data, n, sizeof *g.marks.data, by_lines);
    choose_lanes(&g);
    for (uint32_t i = 0; i < n; i++) {
        const Placed *m = &g.marks.data[i];
        bool whole = m->line1 - m->line0 < HEAD + TAIL;
        for (uint32_t l = m->line0; l <= m->line1; l++) {
            vec_push(&lines, l);
            if (!whole && l == m->line0 + HEAD - 1) l = m->line1 - TAIL;
        }
    }
    if (lines.len) qsort(lines.data, lines.len, sizeof *lines.data, by_number);
    pen_gutter(p, "|");
    sb_char(p->out, '\n');
    for (uint32_t i = 0; i < lines.len; i++) {
        uint32_t line = lines.data[i];
        if (i > 0) {
            uint32_t last = lines.data[i - 1];
            if (line == last) continue;
            if (line == last + 2)
                draw_line(&g, line - 1); /* one line is as short as the dots for it */
            else if (line > last + 2)
                draw_gap(&g, line);
        }
        draw_line(&g, line);
    }
    vec_done(&lines);
    vec_done(&g.marks);
    row_done(&g.row);
}
