/* SPDX-License-Identifier: Apache-2.0 */
/* Lays out a statement's leaves. A piece is a run of leaves that becomes one line, or is split: at its most
 * important delimiter, at a bracket, round its comments. Trials come to rest on widths only; text is
 * written once, except where two whole layouts of a piece are compared. */
#include "format/format_int.h"

enum { MAX_LEVEL = 2500 };
#define NONE NO_LEAF

/* ---- measures ----------------------------------------------------------------------------------- */

#define L(f) ((f)->leaves.data)
static inline uint32_t leaf_width(const Leaf *l) {
    return l->flags & LF_INVISIBLE ? 0 : l->width;
}
static uint32_t comments_width(const Fmt *f, const Leaf *l) {
    uint32_t w = 0;
    for (uint32_t i = 0; i < l->n_comments; i++) w += 2 + f->comments.data[l->comments + i].width;
    return w;
}
static uint32_t full_width(const Fmt *f, const Leaf *l) {
    return l->space + leaf_width(l) + comments_width(f, l);
}

static bool has_comment_line(const Fmt *f, const Piece *p) {
    for (uint32_t i = p->a; i < p->b; i++)
        if (L(f)[i].kind == K_COMMENT) return true;
    return false;
}
static bool has_multiline(const Fmt *f, uint32_t a, uint32_t b) {
    for (uint32_t i = a; i < b; i++)
        if (L(f)[i].flags & LF_MULTILINE) return true;
    return false;
}

/* Width of the line that the piece would be; NONE when it cannot be one line. */
static uint32_t piece_width(const Fmt *f, const Piece *p) {
    uint32_t w = p->depth * 4;
    for (uint32_t i = p->a; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        if (l->kind == K_COMMENT || (l->flags & LF_MULTILINE)) return NONE;
        w += leaf_width(l) + (i > p->a ? l->space : 0);
        if (l->n_comments) w += comments_width(f, l);
    }
    if (p->comma != NONE) w++;
    return w;
}
static bool fits(const Fmt *f, const Piece *p) {
    uint32_t w = piece_width(f, p);
    return w != NONE && w <= f->width;
}

static bool has_magic(const Fmt *f, const Piece *p) {
    if (!p->tracked) return false;
    for (uint32_t i = p->a; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        if ((l->flags & LF_MAGIC) && l->match >= p->a && l->match != NONE) return true;
    }
    return false;
}

/* Without quirk Q5: a comment inside keeps the piece apart. */
static bool keeps_comment(const Fmt *f, const Piece *p) {
    if (!f->o->fixed_quirks) return false;
    bool comment = false;
    for (uint32_t i = p->a; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        if (comment && l->kind != T_COMMA && !(l->flags & LF_INVISIBLE)) return true;
        comment |= l->n_comments > 0;
    }
    return false;
}

/* Highest delimiter of [a, b) outside its brackets, the one after its last leaf apart; and how often. */
static int top_delimiter(const Fmt *f, uint32_t a, uint32_t b, bool whole, uint32_t *count) {
    int best = 0;
    uint32_t n = 0, base = NONE;
    for (uint32_t i = a; i < b; i++)
        if (L(f)[i].kind != K_COMMENT && L(f)[i].depth < base) base = L(f)[i].depth;
    for (uint32_t i = a; i + (whole ? 0 : 1) < b; i++) {
        const Leaf *l = &L(f)[i];
        if (l->depth != base || !l->delimiter || l->kind == K_COMMENT) continue;
        if (l->delimiter > best) best = l->delimiter, n = 1;
        else if (l->delimiter == best) n++;
    }
    if (count) *count = n;
    return best;
}

/* ---- writing ------------------------------------------------------------------------------------- */

void write_comments(Fmt *f, uint32_t a, uint32_t b) {
    StrBuf *o = &f->out;
    while (o->len && o->p[o->len - 1] == ' ') o->len--;
    for (uint32_t i = a; i < b; i++) {
        const Leaf *l = &L(f)[i];
        for (uint32_t k = 0; k < l->n_comments; k++) {
            sb_puts(o, "  ");
            sb_str(o, f->comments.data[l->comments + k].text);
        }
    }
}

static void write_piece(Fmt *f, const Piece *p) {
    StrBuf *o = &f->out;
    uint32_t noted = p->a; /* trailing comments of leaves before this one are written */
    sb_repeat(o, ' ', (size_t)p->depth * 4);
    bool fresh = true;
    for (uint32_t i = p->a; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        if (l->kind == K_COMMENT) {
            if (!fresh) {
                write_comments(f, noted, i);
                noted = i;
                sb_add(o, f->eol, f->eol_len);
                sb_repeat(o, ' ', (size_t)p->depth * 4);
            }
            sb_add(o, l->text, l->len);
            if (i + 1 < p->b) {
                sb_add(o, f->eol, f->eol_len);
                sb_repeat(o, ' ', (size_t)p->depth * 4);
            }
            fresh = true;
            continue;
        }
        if (!fresh && l->space && !(l->flags & LF_HUG)) sb_char(o, ' ');
        if (!(l->flags & LF_INVISIBLE)) {
            sb_add(o, l->text, l->len);
            fresh = false;
        } else if (l->space) fresh = false;
        if (p->comma == i) sb_char(o, ',');
    }
    write_comments(f, noted, p->b);
    sb_add(o, f->eol, f->eol_len);
    vec_push(&f->fitting, (uint8_t)fits(f, p));
}

static void show(Fmt *f, uint32_t i) {
    if (!(L(f)[i].flags & LF_INVISIBLE)) return;
    L(f)[i].flags &= (uint16_t)~LF_INVISIBLE;
    vec_push(&f->shown, i);
}

/* ---- right-hand split ------------------------------------------------------------------------------ */

typedef struct Omit { /* closers not to split at: all visible ones from `from` on, and those marked LF_OMITTED */
    uint32_t from;
} Omit;

static bool omitted(const Fmt *f, const Omit *o, uint32_t i) {
    uint16_t flags = L(f)[i].flags;
    return (flags & LF_OMITTED) || (i >= o->from && !(flags & LF_INVISIBLE));
}

/* Not for sure unsplittable. */
static bool can_be_split(const Fmt *f, uint32_t a, uint32_t b) {
    if (b - a < 2) return false;
    if ((L(f)[a].kind == T_STRING || L(f)[a].kind == T_FSTRING) && L(f)[a + 1].kind == T_DOT) {
        uint32_t calls = 0, dots = 0;
        for (uint32_t i = b - 1; i-- > a;) {
            int k = L(f)[i].kind, next = L(f)[i + 1].kind;
            if (is_opener(k)) {
                if (!is_closer(next)) return false;
                calls++;
            } else if (k == T_DOT) dots++;
            else if (k == T_NAME) {
                if (next != T_DOT && !is_opener(next)) return false;
            } else if (!is_closer(k)) return false;
            if (dots > 1 && calls > 1) return false;
        }
    }
    return true;
}

/* May the optional parentheses round the body be left out, so that the line is split elsewhere? */
static bool can_omit(const Fmt *f, const Piece *body) {
    uint32_t a = body->a, b = body->b, count;
    int top = top_delimiter(f, a, b, true, &count);
    if (!top) return true;
    if (count > 1) return false;
    if (top == D_DOT) return true;
    const Leaf *first = &L(f)[a], *last = &L(f)[b - 1];
    if (is_opener(first->kind) && b - a > 1 && !is_closer(L(f)[a + 1].kind) && first->match < b) {
        uint32_t length = 4 * body->depth;
        bool rest = false, over = false;
        uint32_t i = a;
        for (; i < b && !over; i++) {
            const Leaf *l = &L(f)[i];
            if (l->flags & LF_MULTILINE) break;
            if (is_closer(l->kind) && l->match == a) rest = true;
            if (rest) {
                length += full_width(f, l);
                if (length > f->width) over = true;
                else if (is_opener(l->kind)) rest = false;
            }
        }
        if (!over && i == b) return true;
    }
    if (b - a >= 2 && (last->kind == T_RPAR || last->kind == T_RBRACE ||
                       (last->kind == T_RSQB && !(last->flags & LF_SUBSCRIPT)))) {
        if (is_opener(L(f)[b - 2].kind)) return false;
        if (first->flags & LF_MULTILINE) return true;
        uint32_t length = 4 * body->depth;
        bool others = false;
        for (uint32_t i = a; i < b; i++) {
            const Leaf *l = &L(f)[i];
            if (l->flags & LF_MULTILINE) break;
            length += full_width(f, l);
            if (i == last->match) {
                if (others || length <= f->width) return true;
            } else if (is_opener(l->kind)) others = true;
        }
    }
    return false;
}

static Piece body_piece(Fmt *f, const Piece *p, uint32_t open, uint32_t close) {
    Piece body = {.a = open + 1, .b = close, .depth = p->depth + 1, .comma = NONE, .inside = true, .tracked = true};
    bool def_comma = p->top && f->is_def && (L(f)[open].flags & LF_DEF_PARENS);
    if (def_comma) {
        for (uint32_t i = body.a; i < body.b; i++)
            if (L(f)[i].kind == T_COMMA) def_comma = false;
    }
    if (def_comma || (p->top && f->is_import)) {
        uint32_t i = body.b;
        while (i > body.a && L(f)[i - 1].kind == K_COMMENT) i--;
        if (i > body.a && L(f)[i - 1].kind != T_COMMA) {
            body.comma = i - 1;
            body.foreign = true;
        }
    }
    if (body.b > body.a) {
        bool trailing = L(f)[body.b - 1].kind == T_COMMA || (body.comma == body.b - 1);
        int top = top_delimiter(f, body.a, body.b, body.comma == body.b - 1, NULL);
        body.must_split = top == D_COMMA && ((trailing && !f->o->skip_magic_comma) || (L(f)[open].flags & LF_ATOM));
    }
    return body;
}

/* A comment line directly in the body: it can only stand in a bracket. */
static bool own_comment_line(const Fmt *f, const Piece *p) {
    uint32_t base = NONE;
    for (uint32_t i = p->a; i < p->b; i++)
        if (L(f)[i].kind != K_COMMENT && L(f)[i].depth < base) base = L(f)[i].depth;
    for (uint32_t i = p->a; i < p->b; i++)
        if (L(f)[i].kind == K_COMMENT && L(f)[i].depth <= base) return true;
    return false;
}

/* Head, body and tail round the last bracket before leaf `from` that is not omitted. False: refused. */
static bool right_split(Fmt *f, const Piece *p, const Omit *omit, uint32_t from, Piece out[3]) {
    uint32_t open = NONE, close = NONE;
    for (uint32_t i = from; i-- > p->a;) {
        const Leaf *l = &L(f)[i];
        if (!is_closer(l->kind) || omitted(f, omit, i)) continue;
        if (l->match == NONE || l->match < p->a || l->match >= i) return false; /* its opener is elsewhere */
        if (l->match + 1 == i) {
            i = l->match;
            if (i == p->a) return false;
            continue; /* empty */
        }
        open = l->match, close = i;
        break;
    }
    if (open == NONE) return false;
    bool optional = (L(f)[open].flags & LF_INVISIBLE) && (L(f)[close].flags & LF_INVISIBLE);
    Piece body = body_piece(f, p, open, close);
    Piece head = {.a = p->a, .b = open + 1, .depth = p->depth, .comma = NONE, .tracked = true};
    Piece tail = {.a = close, .b = p->b, .depth = p->depth, .comma = p->comma, .foreign = p->comma != NONE};
    if (optional && !f->force_parens && !(p->top && f->is_import) && !own_comment_line(f, &body) && can_omit(f, &body)) {
        L(f)[close].flags |= LF_OMITTED;
        bool ok = right_split(f, p, omit, close, out); /* those behind were passed over already */
        L(f)[close].flags &= (uint16_t)~LF_OMITTED;
        if (ok) return true;
        if (!can_be_split(f, body.a, body.b) && !fits(f, &body)) return false;
        if (has_multiline(f, head.a, head.b) || has_multiline(f, tail.a, tail.b)) return false;
    }
    show(f, open);
    show(f, close);
    out[0] = head, out[1] = body, out[2] = tail;
    return true;
}

/* Leaves trailing brackets whole as long as they fit, and splits at the first bracket before them whose head
 * fits. */
static bool right_hand_split(Fmt *f, const Piece *p, Piece out[3]) {
    Omit omit = {.from = NONE};
    if (!has_magic(f, p)) {
        if (!right_split(f, p, &omit, p->b, out)) return false;
        if (fits(f, &out[0])) return true;
    }
    uint32_t length = 4 * p->depth, open = NONE, close = NONE;
    for (uint32_t i = p->b; i-- > p->a;) {
        const Leaf *l = &L(f)[i];
        if (l->flags & LF_MULTILINE || l->kind == K_COMMENT) break;
        length += full_width(f, l);
        if (length > f->width) break;
        if (open != NONE) {
            if (l->flags & LF_MAGIC) break;
            if (i == open) open = NONE;
        } else if (is_closer(l->kind)) {
            const Leaf *prev = i > p->a ? l - 1 : NULL;
            if (prev && is_opener(prev->kind)) continue;
            if (close != NONE) {
                omit.from = L(f)[close].match;
                if (!right_split(f, p, &omit, p->b, out)) return false;
                if (fits(f, &out[0])) return true;
            }
            if (l->n_comments) break;
            if (prev && prev->kind == T_COMMA && (l->flags & LF_MAGIC)) break;
            if (!(l->flags & LF_INVISIBLE)) open = l->match, close = i;
        }
    }
    omit.from = NONE;
    return right_split(f, p, &omit, p->b, out);
}

/* ---- the other splits -------------------------------------------------------------------------------- */

/* The first bracket with something in it, of a def. */
static bool left_split(Fmt *f, const Piece *p, Piece out[3]) {
    for (uint32_t i = p->a; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        if (!is_opener(l->kind)) continue;
        if (l->match == NONE || l->match >= p->b) return false;
        if (l->match == i + 1) {
            i++;
            continue;
        }
        if (i > p->a && L(f)[i - 1].kind == T_NAME && L(f)[i - 1].len == 3 && memcmp(L(f)[i - 1].text, "abi", 3) == 0 && !f->py) {
            i = l->match;
            continue;
        }
        uint32_t close = l->match;
        if (close + 1 > p->b) return false;
        show(f, i);
        show(f, close);
        out[0] = (Piece){.a = p->a, .b = i + 1, .depth = p->depth, .comma = NONE, .tracked = true};
        out[1] = body_piece(f, p, i, close);
        out[2] = (Piece){.a = close, .b = p->b, .depth = p->depth, .comma = NONE};
        return true;
    }
    return false;
}

static bool delimiter_split(Fmt *f, const Piece *p) {
    bool own_comma = p->comma != NONE && p->comma + 1 == p->b;
    uint32_t count, base = NONE;
    int top = top_delimiter(f, p->a, p->b, false, &count);
    if (p->comma != NONE && !own_comma && top < D_COMMA) top = D_COMMA;
    if (!top || (top == D_DOT && count == 1)) return false;
    for (uint32_t i = p->a; i < p->b; i++)
        if (L(f)[i].kind != K_COMMENT && L(f)[i].depth < base) base = L(f)[i].depth;
    bool safe = true, several = top == D_COMMA && count > 0, cut = false;
    uint32_t from = p->a;
    for (uint32_t i = p->a; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        Piece q = {.depth = p->depth, .inside = true, .tracked = true, .comma = NONE, .item = several && !cut, .part = cut || top == D_STRING};
        if (l->kind == K_COMMENT && l->depth <= base) {
            if (i > from) {
                cut = true;
                q.a = from, q.b = i, q.item = false, q.part = true;
                if (p->comma >= from && p->comma < i) q.comma = p->comma, q.foreign = true;
                transform(f, q);
            }
            q.a = i, q.b = i + 1, q.comma = NONE;
            transform(f, q);
            from = i + 1;
            continue;
        }
        if (l->depth == base) {
            if (l->flags & LF_CALL_STAR) safe &= f->star_comma_call;
            if (l->flags & LF_DEF_STAR) safe &= f->star_comma_def;
        }
        bool last = i + 1 == p->b;
        if (!last && !(l->depth == base && l->delimiter == top) && !(p->comma == i)) continue;
        q.a = from, q.b = i + 1;
        if (p->comma == i) q.comma = i, q.foreign = true;
        else if (last && top == D_COMMA && safe && l->kind != T_COMMA) q.comma = i, q.foreign = true;
        transform(f, q);
        from = i + 1;
        cut = false;
    }
    return true;
}

static bool comment_split(Fmt *f, const Piece *p) {
    if (!has_comment_line(f, p) || p->b - p->a == 1) return false;
    uint32_t from = p->a, base = NONE;
    for (uint32_t i = p->a; i < p->b; i++)
        if (L(f)[i].depth < base) base = L(f)[i].depth;
    bool any = false;
    for (uint32_t i = p->a; i < p->b; i++) any |= L(f)[i].kind == K_COMMENT && L(f)[i].depth <= base;
    if (!any) return false;
    for (uint32_t i = p->a; i <= p->b; i++) {
        bool comment = i < p->b && L(f)[i].kind == K_COMMENT && L(f)[i].depth <= base;
        if (i < p->b && !comment) continue;
        Piece q = {.depth = p->depth, .inside = true, .tracked = true, .comma = NONE, .foreign = true, .part = true};
        if (i > from) {
            q.a = from, q.b = i;
            if (p->comma >= from && p->comma < i) q.comma = p->comma;
            transform(f, q);
        }
        if (comment) {
            q.a = i, q.b = i + 1, q.comma = NONE;
            transform(f, q);
        }
        from = i + 1;
    }
    return true;
}

static void write_three(Fmt *f, const Piece part[3]) {
    for (int i = 0; i < 3; i++)
        if (part[i].b > part[i].a) transform(f, part[i]);
}

static bool invisible_in(const Fmt *f, const Piece *p, bool *any_shown) {
    bool any = false;
    if (!p->top && !p->inside) return false;
    for (uint32_t i = p->a; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        if (!is_opener(l->kind) || !(l->flags & LF_OPTIONAL)) continue;
        any = true;
        if (!(l->flags & LF_INVISIBLE)) *any_shown = true;
    }
    return any;
}

static bool split_right(Fmt *f, const Piece *p) {
    Piece part[3];
    bool shown_before = false;
    bool invisible = invisible_in(f, p, &shown_before);
    uint32_t mark = f->shown.len;
    if (!right_hand_split(f, p, part)) return false;
    uint32_t line = f->fitting.len;
    size_t at = f->out.len;
    write_three(f, part);
    bool shown = shown_before;
    for (uint32_t i = mark; i < f->shown.len; i++) shown |= f->shown.data[i] >= p->a && f->shown.data[i] < p->b;
    if (!invisible || shown || f->force_parens || p->foreign || f->fitting.data[line] || has_multiline(f, p->a, p->b) || has_comment_line(f, p))
        return true;
    /* the first line is too long: would all lines fit with the optional parentheses written? */
    size_t end = f->out.len;
    uint32_t lines_end = f->fitting.len, shown_end = f->shown.len;
    f->force_parens = true;
    bool ok = right_hand_split(f, p, part);
    if (ok) write_three(f, part);
    f->force_parens = false;
    for (uint32_t i = lines_end; ok && i < f->fitting.len; i++) ok = f->fitting.data[i];
    if (ok) {
        memmove(f->out.p + at, f->out.p + end, f->out.len - end);
        f->out.len -= end - at;
        memmove(f->fitting.data + line, f->fitting.data + lines_end, f->fitting.len - lines_end);
        f->fitting.len -= lines_end - line;
    } else {
        f->out.len = end;
        f->fitting.len = lines_end;
        while (f->shown.len > shown_end) L(f)[vec_pop(&f->shown)].flags |= LF_INVISIBLE;
    }
    f->out.p[f->out.len] = '\0';
    return true;
}

/* For --explain: the piece's beginning and what asks for its layout; returns where the answer belongs. */
static size_t explain(Fmt *f, const Piece *p) {
    StrBuf *o = f->o->explain;
    uint32_t w = piece_width(f, p);
    sb_repeat(o, ' ', f->level * 2);
    sb_char(o, '`');
    bool space = false; /* also that of a parenthesis that is not written */
    for (uint32_t i = p->a, n = 0; i < p->b; i++) {
        const Leaf *l = &L(f)[i];
        space |= i > p->a && l->space;
        if (n > 40) {
            sb_puts(o, " …");
            break;
        }
        if (l->flags & LF_INVISIBLE || l->flags & LF_MULTILINE) continue;
        if (space) sb_char(o, ' ');
        space = false;
        sb_add(o, l->text, l->len < 60 ? l->len : 60);
        n += l->width;
    }
    sb_puts(o, "`: ");
    if (w == NONE) sb_puts(o, has_comment_line(f, p) ? "holds a comment line; " : "holds a string of several lines; ");
    else sb_printf(o, "%u columns%s; ", w, w > f->width ? ", too wide" : "");
    if (has_magic(f, p)) sb_puts(o, "a trailing comma asks for one item per line; ");
    if (p->must_split) sb_puts(o, "a list that is opened is written one item per line; ");
    if (keeps_comment(f, p)) sb_puts(o, "a comment inside keeps it apart; ");
    size_t at = o->len;
    sb_char(o, '\n');
    return at;
}

/* Puts in the answer, before what was said of the parts meanwhile. */
static void answer(Fmt *f, size_t at, const char *how) {
    StrBuf *o = f->o->explain;
    size_t n = strlen(how);
    sb_reserve(o, n + 1);
    memmove(o->p + at + n, o->p + at, o->len - at + 1);
    memcpy(o->p + at, how, n);
    o->len += n;
}

static const char *delimiter_answer(const Fmt *f, const Piece *p) {
    switch (top_delimiter(f, p->a, p->b, false, NULL)) {
    case D_COMPREHENSION: return "split before each `for` and `if` of the comprehension";
    case D_COMMA: return "split after each comma";
    case D_TERNARY: return "split before `if` and `else`";
    case D_LOGIC: return "split before each `and` and `or`";
    case D_STRING: return "split between the strings";
    case D_COMPARE: return "split before each comparison";
    case D_DOT: return "split before each call of the chain";
    default: return "split before the operators that bind least";
    }
}

/* Splits a piece that cannot stay one line; NULL: nothing in it can be split. */
static const char *split(Fmt *f, const Piece *p) {
    Piece part[3];
    if (p->top && f->is_def) {
        if (!left_split(f, p, part)) return NULL;
        write_three(f, part);
        return "split at the def's first bracket";
    }
    if (cut_string(f, p)) return "its string is cut: where it was in parts, if these fit, else at spaces";
    if (p->inside) {
        const char *how = f->explaining ? delimiter_answer(f, p) : "";
        if (delimiter_split(f, p)) return how;
        if (comment_split(f, p)) return "split round its comments";
    }
    if (wrap_string(f, p)) return "its string is too long and gets parentheses";
    return split_right(f, p) ? "split at the last bracket that lets the text before it fit" : NULL;
}

void transform(Fmt *f, Piece p) {
    bool comment_lines = p.inside && has_comment_line(f, &p);
    size_t at = f->explaining ? explain(f, &p) : 0;
    if ((!p.must_split && !has_magic(f, &p) && !comment_lines && !keeps_comment(f, &p) && fits(f, &p)) || f->level >= MAX_LEVEL) {
        if (f->explaining) answer(f, at, "stays one line");
        write_piece(f, &p);
        return;
    }
    f->level++;
    const char *how = split(f, &p);
    f->level--;
    if (f->explaining) answer(f, at, how ? how : "nothing in it can be split: stays as it is");
    if (!how) write_piece(f, &p);
}

void layout(Fmt *f) {
    f->fitting.len = f->shown.len = 0;
    f->force_parens = false;
    f->level = 0;
    Piece p = {.a = 0, .b = f->leaves.len, .depth = f->depth, .comma = NONE, .tracked = true, .top = true};
    transform(f, p);
}
