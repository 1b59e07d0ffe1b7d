/* SPDX-License-Identifier: Apache-2.0 */
/* A statement's tokens become leaves: optional parentheses are found, comments attached, delimiters ranked. */
#include "format/format_int.h"

typedef struct Extra { /* what is put round a token */
    uint8_t open, close;             /* optional parentheses */
    uint8_t open_shown, close_shown; /* written ones */
    bool hide, drop;
} Extra;

typedef struct Builder {
    Fmt *f;
    const Tok *t;
    const Mark *m;
    uint32_t n;
    Extra *x;
} Builder;

/* ---- optional parentheses ------------------------------------------------------------------------ */

static uint32_t skip(const Builder *b, uint32_t i) { /* past token i, or its whole bracket */
    return is_opener(b->t[i].kind) ? b->m[i].match + 1 : i + 1;
}
/* First token of this kind in [i, end) outside brackets; end when there is none. */
static uint32_t find(const Builder *b, uint32_t i, uint32_t end, int kind) {
    while (i < end && b->t[i].kind != kind) i = skip(b, i);
    return i < end ? i : end;
}
static uint32_t count_commas(const Builder *b, uint32_t i, uint32_t end) {
    uint32_t n = 0, lambdas = 0; /* those of a lambda's arguments do not count */
    for (; i < end; i = skip(b, i)) {
        if (b->t[i].kind == T_KW_LAMBDA) lambdas++;
        else if (b->m[i].role == R_LAMBDA_COLON && lambdas) lambdas--;
        n += b->t[i].kind == T_COMMA && !lambdas;
    }
    return n;
}
static bool is_atom(const Builder *b, uint32_t from, uint32_t to) { /* one pair of parentheses, all of it */
    return to > from + 1 && b->t[from].kind == T_LPAR && b->m[from].match == to - 1;
}
static void wrap(Builder *b, uint32_t from, uint32_t to) {
    b->x[from].open++;
    b->x[to - 1].close++;
}

enum { POS_PLAIN, POS_ASSIGN, POS_LOOSE /* loses parentheses round commas too */, POS_WALRUS /* keeps them round := */ };

/* Makes the pair round [from, to) optional where that changes nothing. True when it stays as a bracket of its
 * own, with no optional pair round it. */
static void loosen(Builder *b, uint32_t from, uint32_t to, int how) {
    while (is_atom(b, from, to)) {
        uint32_t a = from + 1, e = to - 1;
        if (a == e) return;
        bool comma = count_commas(b, a, e) > 0, loop = false, walrus = false, yields = b->t[a].kind == T_KW_YIELD;
        for (uint32_t i = a; i < e; i = skip(b, i)) {
            loop |= b->t[i].kind == T_KW_FOR;
            walrus |= b->t[i].kind == T_WALRUS;
        }
        uint32_t commas = count_commas(b, a, e);
        if (comma && !(how == POS_LOOSE && !(commas == 1 && b->t[e - 1].kind == T_COMMA))) return;
        if (loop || (yields && how != POS_ASSIGN)) return;
        if (walrus && how != POS_PLAIN) return;
        b->x[from].hide = b->x[to - 1].hide = true;
        from = a, to = e;
    }
}

static void optional(Builder *b, uint32_t from, uint32_t to, int how) {
    if (from >= to) return;
    if (is_atom(b, from, to)) {
        loosen(b, from, to, how);
        return;
    }
    if (b->t[to - 1].kind == T_COMMA && count_commas(b, from, to) == 1) {
        b->x[from].open_shown++;
        b->x[to - 1].close_shown++;
        return;
    }
    if (to == from + 1 && (b->t[from].flags & TF_TRIPLE) && memchr(b->f->src + b->t[from].pos, '\n', b->t[from].end - b->t[from].pos))
        return;
    wrap(b, from, to);
}

static bool is_assign_op(const Builder *b, uint32_t i) {
    int k = b->t[i].kind;
    return (k == T_ASSIGN && b->m[i].role == R_ASSIGN) || (k >= T_PLUS_EQ && k <= T_BAR_EQ);
}

static void assignments(Builder *b, uint32_t start) {
    uint32_t n = b->n, first = UINT32_MAX;
    for (uint32_t i = start; i < n; i = skip(b, i)) {
        if (!is_assign_op(b, i)) continue;
        if (first == UINT32_MAX) first = i;
        uint32_t e = i + 1;
        while (e < n && !is_assign_op(b, e)) e = skip(b, e);
        optional(b, i + 1, e, POS_ASSIGN);
    }
    if (first != UINT32_MAX && start == 0 && first > 1) {
        if (find(b, 0, first, T_COLON) == first && count_commas(b, 0, first) > 0) {
            if (b->t[first - 1].kind == T_COMMA && count_commas(b, 0, first) == 1) {
                b->x[0].open_shown++;
                b->x[first - 1].close_shown++;
            } else wrap(b, 0, first);
        }
    }
}

static void wheres(Builder *b, uint32_t from, uint32_t end) {
    for (uint32_t i = from; i < end;) {
        if (!is_word(&b->t[i], NM_kw_where) || b->m[i].role != R_WORD) {
            i = skip(b, i);
            continue;
        }
        uint32_t e = i + 1;
        while (e < end && !(is_word(&b->t[e], NM_kw_where) && b->m[e].role == R_WORD) && !(b->t[e].kind == T_ASSIGN)) e = skip(b, e);
        optional(b, i + 1, e, POS_PLAIN);
        i = e;
    }
}

static void with_items(Builder *b, uint32_t i, uint32_t end) {
    if (is_atom(b, i, end) && !is_atom(b, i + 1, end - 1) && count_commas(b, i + 1, end - 1) + (find(b, i + 1, end - 1, T_KW_AS) != end - 1)) {
        bool loop = false, single = b->t[end - 2].kind == T_COMMA && count_commas(b, i + 1, end - 1) == 1;
        for (uint32_t k = i + 1; k < end - 1; k = skip(b, k)) loop |= b->t[k].kind == T_KW_FOR || b->t[k].kind == T_WALRUS || b->t[k].kind == T_STAR;
        if (!loop && !single) b->x[i].hide = b->x[end - 1].hide = true;
        return;
    }
    while (i < end) {
        uint32_t e = find(b, i, end, T_COMMA), as = find(b, i, e, T_KW_AS);
        if (e == i + 1) optional(b, i, e, POS_WALRUS); /* a name */
        else loosen(b, i, as, POS_WALRUS);
        i = e + 1;
    }
}

static void headers(Builder *b) { /* def, class, struct */
    const Tok *t = b->t;
    uint32_t n = b->n, end = n;
    if (n && t[n - 1].kind == T_COLON) end = n - 1;
    const Fmt *f = b->f;
    for (uint32_t i = 0; i < end; i = skip(b, i)) {
        if (t[i].kind != T_ARROW || f->kind != S_DEF) continue;
        uint32_t e = i + 1;
        bool fn = false;
        while (e < end && !(is_word(&t[e], NM_kw_where) && b->m[e].role == R_WORD)) {
            fn |= t[e].kind == T_KW_DEF || is_word(&t[e], NM_kw_fn);
            e = skip(b, e);
        }
        if (!(fn && e < end)) optional(b, i + 1, e, POS_PLAIN);
        break;
    }
    if (!f->py) wheres(b, 0, end);
    if (f->kind == S_CLASS) {
        bool params = false;
        for (uint32_t i = 0; i + 1 < end; i++) {
            if (t[i].kind == T_LSQB) {
                params = true;
                i = b->m[i].match;
            } else if (t[i].kind == T_LPAR) {
                if (b->m[i].match == i + 1 && !(params && !f->py) && !memchr(f->src + t[i].end, '#', t[i + 1].pos - t[i].end))
                    b->x[i].drop = b->x[i + 1].drop = true;
                break;
            }
        }
    }
}

/* -x**y is written -(x**y). */
static void power_operands(Builder *b) {
    for (uint32_t i = 0; i + 1 < b->n; i++) {
        if (b->m[i].role != R_UNARY) continue;
        uint32_t j = i + 1;
        if (b->m[j].role == R_UNARY || b->t[j].kind == T_KW_AWAIT) continue;
        j = skip(b, j);
        while (j < b->n && (b->t[j].kind == T_DOT || b->m[j].role == R_POSTFIX || b->m[j].bracket == B_CALL || b->m[j].bracket == B_SUB))
            j = b->t[j].kind == T_DOT ? j + 2 : skip(b, j);
        if (j >= b->n || b->t[j].kind != T_DSTAR || b->m[j].role != R_BINARY) continue;
        uint32_t e = j + 1; /* the exponent: signs, operand, trailers, perhaps another power */
        for (;;) {
            while (e < b->n && (b->m[e].role == R_UNARY || b->t[e].kind == T_KW_AWAIT)) e++;
            if (e >= b->n) break;
            e = skip(b, e);
            while (e < b->n && (b->t[e].kind == T_DOT || b->m[e].role == R_POSTFIX || b->m[e].bracket == B_CALL || b->m[e].bracket == B_SUB))
                e = b->t[e].kind == T_DOT ? e + 2 : skip(b, e);
            if (e >= b->n || b->t[e].kind != T_DSTAR) break;
            e++;
        }
        if (e > b->n) continue;
        b->x[i + 1].open_shown++;
        b->x[e - 1].close_shown++;
    }
}

/* await (x) → await x where x is an operand with trailers. */
static void awaits(Builder *b) {
    for (uint32_t i = 0; i + 1 < b->n; i++) {
        if (b->t[i].kind != T_KW_AWAIT || b->t[i + 1].kind != T_LPAR) continue;
        uint32_t a = i + 1, e = b->m[a].match + 1;
        if (e < b->n && (b->t[e].kind == T_DOT || b->m[e].bracket == B_CALL || b->m[e].bracket == B_SUB || b->t[e].kind == T_DSTAR)) continue;
        while (is_atom(b, a, e)) {
            uint32_t j = a + 1, z = e - 1;
            if (j >= z) break;
            int k = b->t[j].kind;
            bool inner_atom = is_atom(b, j, z);
            if (!inner_atom) {
                if (!(k == T_NAME || k == T_STRING || k == T_FSTRING || k == T_LSQB || k == T_LBRACE || k == T_LPAR)) break;
                j = skip(b, j);
                while (j < z && (b->t[j].kind == T_DOT || b->m[j].bracket == B_CALL || b->m[j].bracket == B_SUB))
                    j = b->t[j].kind == T_DOT ? j + 2 : skip(b, j);
                if (j < z) break;
            }
            b->x[a].hide = b->x[e - 1].hide = true;
            a++, e--;
        }
    }
}

/* Parentheses round a string that is one of several items, a field or an argument with a name: they go, and come back
 * where the string must be cut. */
static void string_parens(Builder *b) {
    uint32_t open = UINT32_MAX;
    bool comptime = is_word(&b->t[0], NM_kw_comptime) && !b->f->o->fixed_quirks; /* the others have optional ones */
    for (uint32_t i = 0; i < b->n; i++) {
        if (is_closer(b->t[i].kind)) {
            uint32_t o = b->m[i].match, e = i, a = o + 1;
            if (open == o && b->m[o].bracket == B_ATOM && o > 0 && e > a && (b->t[a].kind == T_STRING || b->t[a].kind == T_FSTRING) && joined_strings(b->f, a) == e - a && !(b->t[a].flags & (TF_TRIPLE | TF_RAW)) &&
                !memchr(b->f->src + b->t[o].pos, '#', b->t[e].pos - b->t[o].pos)) {
                int before = b->t[o - 1].kind, after = e + 1 < b->n ? b->t[e + 1].kind : T_NEWLINE;
                bool item = (before == T_COMMA || is_opener(before)) && (after == T_COMMA || is_closer(after)) &&
                            !(is_opener(before) && (is_closer(after) || (after == T_COMMA && e + 2 < b->n && is_closer(b->t[e + 2].kind))));
                bool field = (before == T_ASSIGN && (b->m[o - 1].role == R_TIGHT_EQ || (comptime && b->m[o - 1].role == R_ASSIGN))) || (before == T_COLON && b->m[o - 1].role == R_COLON);
                if (item || (field && (after == T_COMMA || is_closer(after) || after == T_NEWLINE))) b->x[o].drop = b->x[e].drop = true;
            }
            open = UINT32_MAX;
        } else if (is_opener(b->t[i].kind)) open = i;
    }
}

static void find_optional(Builder *b) {
    Fmt *f = b->f;
    const Tok *t = b->t;
    uint32_t n = b->n, i = 0, end = n;
    if (f->strings) string_parens(b);
    if (f->has_power) power_operands(b);
    awaits(b);
    if (f->kind == S_DEF || f->kind == S_CLASS) {
        headers(b);
        return;
    }
    if (f->kind == S_DECORATOR || f->kind == S_IMPORT) return;
    if (f->kind == S_IMPORT_FROM) {
        i = find(b, 0, n, T_KW_IMPORT) + 1;
        if (i >= n || t[i].kind == T_STAR) return;
        if (is_atom(b, i, n)) b->x[i].hide = b->x[n - 1].hide = true;
        else wrap(b, i, n);
        return;
    }
    if (f->in_header && t[n - 1].kind == T_COLON) end = n - 1;
    bool comptime = !f->py && n > 1 && is_word(&t[0], NM_kw_comptime);
    if (comptime) i = 1;
    switch (t[i].kind) {
    case T_KW_RETURN: optional(b, i + 1, end, POS_WALRUS); return;
    case T_KW_IF: case T_KW_ELIF: case T_KW_WHILE: if (f->in_header) optional(b, i + 1, end, POS_PLAIN); return;
    case T_KW_FOR: {
        uint32_t in = i + 1;
        while (in < end && !(t[in].kind == T_KW_IN && b->m[in].role == R_FOR_IN)) in = skip(b, in);
        if (in >= end) return;
        optional(b, i + 1, in, POS_LOOSE);
        optional(b, in + 1, end, POS_WALRUS);
        return;
    }
    case T_KW_ASSERT: {
        uint32_t c = find(b, i + 1, end, T_COMMA);
        optional(b, i + 1, c, POS_WALRUS);
        if (c < end) optional(b, c + 1, end, POS_WALRUS);
        return;
    }
    case T_KW_DEL: optional(b, i + 1, end, POS_WALRUS); return;
    case T_KW_EXCEPT: {
        if (i + 1 < end && b->m[i + 1].role == R_EXCEPT_STAR) return;
        optional(b, i + 1, find(b, i + 1, end, T_KW_AS), POS_PLAIN);
        return;
    }
    case T_KW_WITH: with_items(b, i + 1, end); return;
    default: break;
    }
    if (comptime || is_word(&t[0], NM_kw_alias)) {
        if (!f->py) wheres(b, 0, end);
        if (!f->py && f->o->fixed_quirks && !f->in_header) assignments(b, 1); /* not quirk Q2 */
        if (!f->py) return;
    }
    if (f->in_header) return;
    bool declared = !f->py && n > 1 && (is_word(&t[0], NM_kw_var) || is_word(&t[0], NM_kw_ref) || is_word(&t[0], NM_kw_let));
    if (declared && f->after_decorator) return;
    assignments(b, declared ? 1 : 0);
}

/* ---- leaves -------------------------------------------------------------------------------------- */

uint32_t comments_between(Fmt *f, uint32_t from, uint32_t to) {
    const char *s = f->src + from, *e = f->src + to;
    uint32_t n = 0, blank = 0, col = 0;
    bool line_start = from == 0 || (from == f->source->bom), own = line_start;
    bool text = false; /* a backslash on this line */
    while (s < e) {
        char c = *s;
        if (c == '#') {
            const char *end = s;
            end = memchr(s, '\n', (size_t)(e - s));
            if (!end) end = e;
            const char *cr = memchr(s, '\r', (size_t)(end - s));
            if (cr) end = cr;
            Str raw = {s, (size_t)(end - s)};
            Comment cm = {.own_line = own, .pos = (uint32_t)(s - f->src), .blank_before = blank, .col = col};
            cm.text = text_of_comment(f, raw, s == f->src + f->source->bom);
            cm.width = count_width(f, cm.text.p, (uint32_t)cm.text.len);
            vec_push(&f->comments, cm);
            n++;
            s = end;
            blank = 0;
            text = true;
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && s + 1 < e && s[1] == '\n') s++;
            if (own && !text) blank++;
            own = true;
            text = false;
            col = 0;
            s++;
        } else {
            if (c == '\\') text = true;
            col = c == '\t' ? (col / 8 + 1) * 8 : col + 1;
            s++;
        }
    }
    return n;
}

static Leaf *add_leaf(Builder *b, int kind, const char *text, uint32_t len, uint8_t space) {
    Fmt *f = b->f;
    Leaf l = {.text = text, .len = len, .kind = (uint8_t)kind, .space = space, .match = UINT32_MAX};
    vec_push(&f->leaves, l);
    Leaf *r = &vec_last(&f->leaves);
    r->width = kind == T_STRING || kind == T_FSTRING || kind == T_NAME || kind == K_COMMENT ? count_width(f, text, len) : len;
    return r;
}

static void open_leaf(Builder *b, bool shown, uint8_t space, uint8_t bracket) {
    Leaf *l = add_leaf(b, T_LPAR, "(", 1, space);
    l->bracket = bracket;
    l->flags = (uint16_t)(LF_ATOM | (shown ? 0 : LF_INVISIBLE | LF_OPTIONAL));
    vec_push(&b->f->open, b->f->leaves.len - 1);
}

static void mark_magic(Builder *b, uint32_t at) {
    Fmt *f = b->f;
    Leaf *close = &f->leaves.data[at];
    if (at == 0 || f->leaves.data[at - 1].kind != T_COMMA || close->match == UINT32_MAX) return;
    const Leaf *open = &f->leaves.data[close->match];
    uint32_t commas = 0, depth = 0;
    for (uint32_t i = close->match + 1; i < at; i++) {
        if (is_opener(f->leaves.data[i].kind)) depth++;
        else if (is_closer(f->leaves.data[i].kind)) depth--;
        else if (depth == 0 && f->leaves.data[i].kind == T_COMMA) commas++;
    }
    if (open->bracket == B_SUB && commas == 1) return;
    if (close->kind == T_RPAR && open->bracket == B_ATOM && commas == 1) return;
    if (!f->o->skip_magic_comma) close->flags |= LF_MAGIC;
}

static void close_leaf(Builder *b, int kind, bool shown, bool hidden) {
    Fmt *f = b->f;
    Leaf *l = add_leaf(b, kind, tok_text(kind), 1, 0);
    if (!shown) l->flags = LF_OPTIONAL | (hidden ? LF_INVISIBLE : 0);
    uint32_t at = f->leaves.len - 1;
    if (b->f->open.len) {
        uint32_t o = vec_pop(&b->f->open);
        l->match = o;
        f->leaves.data[o].match = at;
        if (f->leaves.data[o].bracket == B_SUB) l->flags |= LF_SUBSCRIPT;
        l->bracket = f->leaves.data[o].bracket;
    }
    mark_magic(b, at);
}

static void attach(Builder *b, uint32_t from, uint32_t to, bool end) {
    Fmt *f = b->f;
    if (to <= from || (to == from + 1 && f->src[from] != '#') || !memchr(f->src + from, '#', to - from)) return;
    uint32_t first = f->comments.len, n = comments_between(f, from, to);
    for (uint32_t i = first; i < first + n; i++) {
        Comment *c = &f->comments.data[i];
        if (end && c->own_line) {
            f->comments.len = i;
            return;
        }
        if ((c->own_line && b->f->open.len) || !f->leaves.len) {
            add_leaf(b, K_COMMENT, c->text.p, (uint32_t)c->text.len, 0);
            continue;
        }
        uint32_t at = f->leaves.len - 1;
        Leaf *l = &f->leaves.data[at];
        if (l->kind == K_COMMENT) { /* a trailing comment cannot follow one */
            add_leaf(b, K_COMMENT, c->text.p, (uint32_t)c->text.len, 0);
            continue;
        }
        if (l->kind == T_RPAR && (l->flags & LF_INVISIBLE) && l->match + 2 == at) at--;
        l = &f->leaves.data[at];
        if (l->n_comments == 0) l->comments = i;
        else if (l->comments + l->n_comments != i) { /* make the run contiguous */
            uint32_t start = f->comments.len;
            for (uint32_t j = 0; j < l->n_comments; j++) {
                Comment copy = f->comments.data[l->comments + j];
                vec_push(&f->comments, copy);
            }
            Comment copy = f->comments.data[i];
            vec_push(&f->comments, copy);
            l->comments = start;
        }
        l->n_comments++;
    }
}

static int op_delimiter(int kind) {
    switch (kind) {
    case T_BAR: return 9;
    case T_CARET: return 8;
    case T_AMP: return 7;
    case T_LSHIFT: case T_RSHIFT: return 6;
    case T_PLUS: case T_MINUS: return 5;
    case T_STAR: case T_SLASH: case T_DSLASH: case T_PERCENT: case T_AT: return 4;
    case T_TILDE: return 3;
    case T_DSTAR: return 2;
    case T_EQ: case T_NE: case T_LT: case T_LE: case T_GT: case T_GE: return D_COMPARE;
    default: return 0;
    }
}

/* Delimiter rank of the break before leaf i. */
static int rank_before(const Fmt *f, const Leaf *l, const Leaf *p) {
    switch (l->kind) {
    case T_DOT:
        if (l->role == R_IMPORT_DOT || f->is_import || f->kind == S_DECORATOR) return 0;
        return is_closer(p->kind) ? D_DOT : 0;
    case T_KW_FOR: return l->role == R_COMP_FOR && p->kind != T_KW_ASYNC ? D_COMPREHENSION : 0;
    case T_KW_ASYNC: return l->role == R_COMP_FOR ? D_COMPREHENSION : 0;
    case T_KW_IF:
        if (l->role == R_COMP_IF) return D_COMPREHENSION;
        return l->role == R_TERNARY && (f->py || f->o->fixed_quirks) ? D_TERNARY : 0;
    case T_KW_ELSE: return l->role == R_TERNARY && (f->py || f->o->fixed_quirks) ? D_TERNARY : 0;
    case T_KW_AND: case T_KW_OR: return D_LOGIC;
    case T_STRING: case T_FSTRING: return p->kind == T_STRING || p->kind == T_FSTRING ? D_STRING : 0;
    case T_KW_NOT: return l->role == R_NOT_IN ? D_COMPARE : 0;
    case T_KW_IN: return l->role == R_BINARY ? D_COMPARE : 0;
    case T_KW_IS: return D_COMPARE;
    case T_EQ: case T_NE: case T_LT: case T_LE: case T_GT: case T_GE: return D_COMPARE;
    default: return l->role == R_BINARY ? op_delimiter(l->kind) : 0;
    }
}

static void rank(Fmt *f) {
    uint32_t depth = 0, n = f->leaves.len;
    uint32_t fors[64], n_fors = 0, lambdas[64], n_lambdas = 0;
    Leaf *prev = NULL;
    bool comment = false;
    for (uint32_t i = 0; i < n; i++) {
        Leaf *l = &f->leaves.data[i];
        if (l->kind == K_COMMENT) {
            l->depth = depth;
            comment = true;
            continue;
        }
        if (l->kind == T_KW_IN && n_fors && fors[n_fors - 1] == depth) n_fors--, depth--;
        if (l->kind == T_COLON && n_lambdas && lambdas[n_lambdas - 1] == depth) n_lambdas--, depth--;
        if (is_closer(l->kind) && depth) depth--;
        l->depth = depth;
        if (prev) {
            int r = rank_before(f, l, prev);
            if (comment && l->kind == T_DOT && !f->o->fixed_quirks) r = 0; /* quirk Q3 */
            if (r > prev->delimiter) prev->delimiter = (uint8_t)r;
        }
        if (l->kind == T_COMMA) l->delimiter = D_COMMA;
        if (is_opener(l->kind)) depth++;
        if (l->kind == T_KW_LAMBDA && n_lambdas < 64) lambdas[n_lambdas++] = ++depth;
        if (l->kind == T_KW_FOR && n_fors < 64) fors[n_fors++] = ++depth;
        prev = l;
        comment = false;
    }
}

static Str leaf_text(Builder *b, uint32_t i) {
    Fmt *f = b->f;
    const Tok *t = &b->t[i];
    Str s = {f->src + t->pos, t->end - t->pos};
    switch (t->kind) {
    case T_INT: case T_FLOAT: case T_IMAG:
        s = text_of_number(f, t);
        if (i + 1 < b->n && b->t[i + 1].kind == T_DOT && !(s.len > 1 && s.p[0] == '0' && strchr("xbo", s.p[1])) && t->kind != T_IMAG)
            s = (Str){arena_printf(&f->arena, "(%.*s)", (int)s.len, s.p), s.len + 2};
        return s;
    case T_STRING: case T_FSTRING:
        return f->docstring && i == 0 ? text_of_docstring(f, t, f->depth) : text_of_string(f, t);
    default: return s;
    }
}

/* A comma before a closer that may go when its bracket is joined (skip_magic_comma). */
static bool removable_comma(const Builder *b, uint32_t i) {
    if (!b->f->o->skip_magic_comma || b->t[i].kind != T_COMMA || i + 1 >= b->n || !is_closer(b->t[i + 1].kind)) return false;
    uint32_t o = b->m[i + 1].match;
    uint32_t commas = count_commas(b, o + 1, i + 1);
    return !(commas == 1 && (b->m[o].bracket == B_SUB || b->m[o].bracket == B_ATOM));
}

void build_leaves(Fmt *f, uint32_t end_gap) {
    Builder b = {.f = f, .t = f->t, .m = f->marks.data, .n = f->n};
    f->leaves.len = f->open.len = f->cuts.len = 0;
    b.x = arena_calloc(&f->arena, f->n * sizeof *b.x);
    find_optional(&b);
    uint8_t dropped_space = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        const Tok *t = &f->t[i];
        const Mark *m = &b.m[i];
        Extra *x = &b.x[i];
        uint8_t space = m->space > dropped_space ? m->space : dropped_space;
        dropped_space = x->drop && is_opener(t->kind) ? space : 0;
        for (uint32_t k = 0; k < x->open; k++) open_leaf(&b, false, space, B_ATOM), space = 0;
        for (uint32_t k = 0; k < x->open_shown; k++) open_leaf(&b, true, space, B_ATOM), space = 0;
        if (i > 0 && t->pos > f->t[i - 1].end) attach(&b, f->t[i - 1].end, t->pos, false);
        if (x->drop || removable_comma(&b, i)) continue;
        if (is_opener(t->kind)) {
            Leaf *l = add_leaf(&b, t->kind, tok_text(t->kind), 1, space);
            l->bracket = m->bracket;
            if (x->hide) l->flags |= LF_INVISIBLE | LF_OPTIONAL;
            if (m->bracket == B_ATOM || m->bracket == B_LIST || m->bracket == B_BRACE || m->bracket == B_IMPORT) l->flags |= LF_ATOM;
            if (m->bracket == B_PARAM && f->kind == S_DEF && f->open.len == 0) l->flags |= LF_DEF_PARENS;
            vec_push(&f->open, f->leaves.len - 1);
        } else if (is_closer(t->kind)) {
            close_leaf(&b, t->kind, !x->hide, true);
        } else {
            uint32_t cuts = f->cuts.len, joined = joined_strings(f, i);
            Str s = joined > 1 ? join_strings(f, i, joined) : leaf_text(&b, i);
            bool holes = joined > 1 && ((s.p[0] | 0x20) == 'f' || (s.p[0] | 0x20) == 't'); /* in any of them */
            Leaf *l = add_leaf(&b, holes ? T_FSTRING : t->kind, s.p, (uint32_t)s.len, space == 2 ? 1 : space);
            l->role = m->role;
            if (space == 2) l->flags |= LF_HUG;
            if ((t->kind == T_STRING || t->kind == T_FSTRING) && memchr(s.p, '\n', s.len)) l->flags |= LF_MULTILINE;
            if (m->role == R_STAR && f->open.len) {
                uint8_t br = f->leaves.data[vec_last(&f->open)].bracket;
                if (br == B_CALL) l->flags |= LF_CALL_STAR;
                if (br == B_PARAM) l->flags |= LF_DEF_STAR;
            }
            l->cuts = cuts;
            l->n_cuts = f->cuts.len - cuts;
            for (; joined > 1; joined--, i++) attach(&b, f->t[i].end, f->t[i + 1].pos, false);
            x = &b.x[i];
        }
        for (uint32_t k = 0; k < x->close_shown; k++) close_leaf(&b, T_RPAR, true, false);
        for (uint32_t k = 0; k < x->close; k++) close_leaf(&b, T_RPAR, false, true);
    }
    attach(&b, f->t[f->n - 1].end, end_gap, true);
    rank(f);
}
