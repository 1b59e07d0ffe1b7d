/* SPDX-License-Identifier: Apache-2.0 */
/* Most statements: they fit on their line and only their spaces, quotes and numbers are put right. They are written
 * straight from their tokens; everything else takes the way of leaves and pieces, which gives the same for these. */
#include "format/format_int.h"

/* Could something be put round or taken away at token i? */
static bool is_plain_token(const Fmt *f, uint32_t i, bool top) {
    const Tok *t = &f->t[i];
    int next = i + 1 < f->n ? f->t[i + 1].kind : T_NEWLINE;
    switch (t->kind) {
    case T_LPAR:
        switch (f->marks.data[i].bracket) {
        case B_CALL: return f->kind != S_CLASS || next != T_RPAR;
        case B_PARAM: return true;
        case B_ATOM: /* outside brackets, or round a string, it may be one that can go */
            return !top && t[-1].kind != T_KW_AWAIT && (!f->strings || !(next == T_STRING || next == T_FSTRING));
        default: return false;
        }
    case T_COMMA:
        if (is_closer(next)) return false;
        return !top || !(next == T_NEWLINE || next == T_ASSIGN || next == T_KW_IN || next == T_COLON || next == T_WALRUS ||
                         (next >= T_PLUS_EQ && next <= T_BAR_EQ));
    case T_INT: case T_FLOAT: case T_IMAG: return next != T_DOT;
    default: return true;
    }
}

static Str plain_text(Fmt *f, const Tok *t) {
    switch (t->kind) {
    case T_INT: case T_FLOAT: case T_IMAG: return text_of_number(f, t);
    case T_STRING: case T_FSTRING: return text_of_string(f, t);
    default: return (Str){f->src + t->pos, t->end - t->pos};
    }
}

/* The comment at the line's end; its width, or UINT32_MAX: this is no plain statement. */
static uint32_t write_comment_at_end(Fmt *f, uint32_t from, uint32_t to) {
    if (to <= from + 1 || !memchr(f->src + from, '#', to - from)) return 0;
    f->comments.len = 0;
    if (comments_between(f, from, to) != 1 || f->comments.data[0].own_line) return UINT32_MAX;
    sb_add(&f->out, "  ", 2);
    sb_str(&f->out, f->comments.data[0].text);
    return 2 + f->comments.data[0].width;
}

/* Writes the tokens; their width, or UINT32_MAX. */
static uint32_t write_tokens(Fmt *f) {
    uint32_t width = f->depth * 4, depth = 0, most = f->width;
    bool unary = false, power = false;
    const Tok *t = f->t, *end = t + f->n;
    const Mark *m = f->marks.data;
    /* each character is at most four bytes wide, and no token is read that lies beyond the width */
    sb_reserve(&f->out, (size_t)most * 4 + 8);
    char *o = f->out.p + f->out.len;
    for (uint32_t i = 0; t < end; t++, m++, i++) {
        if (i && t->pos > t[-1].end + 1 && memchr(f->src + t[-1].end, '#', t->pos - t[-1].end)) return UINT32_MAX;
        if (!is_plain_token(f, i, !depth)) return UINT32_MAX;
        if (is_opener(t->kind)) depth++;
        else if (is_closer(t->kind)) depth -= depth > 0;
        power |= t->kind == T_DSTAR && m->role == R_BINARY;
        unary |= m->role == R_UNARY;
        if (unary && power) return UINT32_MAX;
        Str s = {f->src + t->pos, t->end - t->pos};
        uint32_t w = (uint32_t)s.len;
        if (t->kind >= T_NAME && t->kind <= T_FSTRING) {
            if (t->kind != T_NAME) s = plain_text(f, t);
            if (t->kind == T_STRING || t->kind == T_FSTRING) {
                if (f->strings && i && (t[-1].kind == T_STRING || t[-1].kind == T_FSTRING)) return UINT32_MAX; /* to be joined */
                if (memchr(s.p, '\n', s.len)) return UINT32_MAX;
            }
            w = count_width(f, s.p, (uint32_t)s.len);
        }
        width += w + (m->space > 0);
        if (width > most) return UINT32_MAX;
        if (m->space == 1) *o++ = ' ';
        memcpy(o, s.p, s.len);
        o += s.len;
    }
    f->out.len = (size_t)(o - f->out.p);
    return width;
}

bool write_plain(Fmt *f, uint32_t end_gap) {
    if ((f->kind == S_CLASS && !f->py) || f->docstring || f->explaining) return false;
    size_t start = f->out.len;
    sb_repeat(&f->out, ' ', (size_t)f->depth * 4);
    uint32_t width = write_tokens(f);
    if (width != UINT32_MAX) {
        uint32_t comment = write_comment_at_end(f, f->t[f->n - 1].end, end_gap);
        width = comment == UINT32_MAX ? comment : width + comment;
    }
    if (width > f->width) {
        f->out.len = start;
        f->comments.len = 0;
        return false;
    }
    sb_add(&f->out, f->eol, f->eol_len);
    return true;
}
