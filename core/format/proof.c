/* SPDX-License-Identifier: Apache-2.0 */
/* The cheap proof that a result is the same program with the same comments. Pass.lines says what each statement
 * became; that is believed in nothing: the statements must tile the source's tokens, the result must consist of them
 * at the indentation of their blocks, of blank lines and of comments; a statement's tokens, read from the result's
 * text, must be those of the source but for what makes no difference wherever it stands: trailing commas,
 * parentheses round the whole of what is assigned, returned or tested, quotes, letters of numbers.
 * Equal tokens parse to equal trees. What cannot be told this way is left to verify.c. */
#include "format/format_int.h"

typedef struct Side {
    const char *text;
    const Tok *t;
    uint32_t n;
    uint8_t *skip;   /* tokens that make no difference */
    uint32_t *match; /* of brackets */
} Side;

typedef struct Proof {
    const Source *s;
    const TokenList *toks;
    const Pass *pass;
    const char *out;
    uint32_t size;
    bool py;
    LineLexer lexer;
    VEC(uint8_t) skip[2];
    VEC(uint32_t) match[2];
    VEC(uint32_t) open;
    VEC(uint32_t) commas; /* of the open brackets */
} Proof;

/* ---- comments -------------------------------------------------------------------------------------- */

/* Walks the characters of the comments of a text between tokens, without blanks. */
typedef struct CommentScan {
    const char *p, *end;
    bool inside;
} CommentScan;

static char next_char(CommentScan *c) {
    while (c->p < c->end) {
        if (!c->inside) {
            c->p = memchr(c->p, '#', (size_t)(c->end - c->p));
            if (!c->p) break;
            c->inside = true;
        }
        char ch = *c->p++;
        if (ch == '\n' || ch == '\r') c->inside = false;
        else if (ch != ' ' && ch != '\t') return ch;
    }
    c->p = c->end;
    return 0;
}

static bool has_comment(const char *text, uint32_t from, uint32_t to) {
    return to > from + 1 && memchr(text + from, '#', to - from);
}

static bool same_comments_between(const char *a, uint32_t a_from, uint32_t a_to, const char *b, uint32_t b_from, uint32_t b_to) {
    if (!has_comment(a, a_from, a_to) && !has_comment(b, b_from, b_to)) return true;
    while (a_from < a_to && a[a_from] != '#') a_from++;
    while (b_from < b_to && b[b_from] != '#') b_from++;
    while (a_to > a_from && (a[a_to - 1] == ' ' || a[a_to - 1] == '\n')) a_to--;
    while (b_to > b_from && (b[b_to - 1] == ' ' || b[b_to - 1] == '\n')) b_to--;
    if (a_to - a_from == b_to - b_from && memcmp(a + a_from, b + b_from, a_to - a_from) == 0) return true;
    CommentScan x = {a + a_from, a + a_to, false}, y = {b + b_from, b + b_to, false};
    for (;;) {
        char c = next_char(&x), d = next_char(&y);
        if (c != d) return false;
        if (!c) return true;
    }
}

/* The comments inside a statement and behind it up to `end`. */
static bool same_inner_comments(const Side *a, uint32_t a_end, const Side *b, uint32_t b_end) {
    if (!has_comment(a->text, a->t[0].pos, a_end) && !has_comment(b->text, b->t[0].pos, b_end)) return true;
    const Side *side[2] = {a, b};
    uint32_t end[2] = {a_end, b_end}, i[2] = {0};
    CommentScan scan[2] = {{0}};
    for (;;) {
        char c[2] = {0};
        for (int k = 0; k < 2; k++)
            while (!(c[k] = next_char(&scan[k])) && i[k] < side[k]->n) {
                uint32_t at = i[k]++, from = side[k]->t[at].end, to = i[k] < side[k]->n ? side[k]->t[i[k]].pos : end[k];
                if (has_comment(side[k]->text, from, to)) scan[k] = (CommentScan){side[k]->text + from, side[k]->text + to, false};
            }
        if (c[0] != c[1]) return false;
        if (!c[0]) return true;
    }
}

/* ---- tokens ------------------------------------------------------------------------------------------ */

static Str token_text(const Side *s, const Tok *t) {
    return (Str){s->text + t->pos, t->end - t->pos};
}

static bool is_quote(char c) {
    return c == '"' || c == '\'';
}

/* Bodies of strings without `raw`, equal but for backslashes before quotes. */
static bool same_escaped(Str a, Str b) {
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        if (a.p[i] == '\\' && i + 1 < a.len && is_quote(a.p[i + 1])) i++;
        else if (a.p[i] == '\\' && i + 1 < a.len) {
            if (j + 1 >= b.len || b.p[j] != '\\' || b.p[j + 1] != a.p[i + 1]) return false;
            i += 2, j += 2;
            continue;
        }
        if (b.p[j] == '\\' && j + 1 < b.len) {
            if (!is_quote(b.p[j + 1])) return false;
            j++;
        }
        if (a.p[i++] != b.p[j++]) return false;
    }
    return i == a.len && j == b.len;
}

static bool same_string(const Side *a, const Tok *x, const Side *b, const Tok *y, bool doc) {
    Str s = token_text(a, x), t = token_text(b, y);
    if (str_eq(s, t)) return true;
    uint32_t nx = x->flags & TF_TRIPLE ? 3 : 1, ny = y->flags & TF_TRIPLE ? 3 : 1, letters = TF_RAW | TF_BYTES | TF_TEMPLATE;
    if ((x->flags & letters) != (y->flags & letters) || nx != ny) return false;
    Str u = {s.p + x->prefix, s.len - x->prefix - nx}, v = {t.p + y->prefix, t.len - y->prefix - ny};
    if (x->kind == T_FSTRING && !str_eq(u, v)) return false;
    if (doc) return same_doc(u, v);
    if (str_eq(u, v)) return true;
    return !(x->flags & TF_RAW) && same_escaped(u, v);
}

static bool same_token(const Side *a, uint32_t i, const Side *b, uint32_t j, bool py, bool doc) {
    const Tok *x = &a->t[i], *y = &b->t[j];
    if (x->kind != y->kind) return false;
    switch (x->kind) {
    case T_NAME: return x->name == y->name && ((x->flags ^ y->flags) & TF_TICK) == 0;
    case T_INT: case T_FLOAT: case T_IMAG: return same_number(token_text(a, x), token_text(b, y));
    case T_STRING: case T_FSTRING: return same_string(a, x, b, y, doc);
    case T_LBRACE: case T_CARET: case T_AMP: case T_BAR: case T_PLUS: case T_MINUS: /* a space before them tells Mojo something */
        return py || ((x->flags ^ y->flags) & TF_SPACE) == 0;
    default: return true;
    }
}

/* ---- what makes no difference ---------------------------------------------------------------------------- */

static bool ends_operand(const Tok *t) {
    return (t->kind == T_NAME && !t->name->known) || t->kind == T_RPAR || t->kind == T_RSQB;
}

/* Partners of brackets, and commas that may stand before a closer or not. */
static bool match_brackets(Proof *p, Side *s) {
    p->open.len = p->commas.len = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        int k = s->t[i].kind;
        if (is_opener(k)) {
            vec_push(&p->open, i);
            vec_push(&p->commas, 0);
        } else if (is_closer(k)) {
            if (!p->open.len) return false;
            uint32_t o = vec_pop(&p->open), commas = vec_pop(&p->commas);
            s->match[i] = o, s->match[o] = i;
            if (s->t[i - 1].kind != T_COMMA) continue;
            bool operand = o > 0 && ends_operand(&s->t[o - 1]);
            bool free_comma = commas > 1 || k == T_RBRACE || (k == T_RPAR && operand) || (k == T_RSQB && !operand);
            if (free_comma) s->skip[i - 1] = 1;
        } else if (k == T_COMMA && p->open.len) vec_last(&p->commas)++;
    }
    return p->open.len == 0;
}

static bool is_assignment(int k) {
    return k == T_ASSIGN || (k >= T_PLUS_EQ && k <= T_BAR_EQ);
}

/* Does a whole expression begin at token i, outside brackets? */
static bool begins_slot(const Side *s, uint32_t i) {
    if (i == 0) return false;
    int before = s->t[i - 1].kind, first = s->t[0].kind;
    if (is_assignment(before) || before == T_ARROW) return true;
    switch (before) {
    case T_KW_RETURN: case T_KW_IF: case T_KW_ELIF: case T_KW_WHILE: case T_KW_ASSERT: return i == 1;
    case T_KW_IN: return first == T_KW_FOR;
    case T_COMMA: return first == T_KW_ASSERT;
    case T_KW_IMPORT: return first == T_KW_FROM;
    default: return false;
    }
}

/* Is the expression over behind token `close`? */
static bool ends_slot(const Side *s, uint32_t close) {
    if (close + 1 == s->n) return true;
    int after = s->t[close + 1].kind;
    if (after == T_COLON) return close + 2 == s->n;
    return is_assignment(after) || (after == T_COMMA && s->t[0].kind == T_KW_ASSERT);
}

/* May what stands between the parentheses stand without them? */
static bool needs_no_parens(const Side *s, uint32_t open, uint32_t close) {
    if (open + 1 == close || s->t[open + 1].kind == T_STAR || s->t[open + 1].kind == T_KW_YIELD) return false;
    bool import = s->t[0].kind == T_KW_FROM;
    for (uint32_t i = open + 1; i < close; i = is_opener(s->t[i].kind) ? s->match[i] + 1 : i + 1)
        switch (s->t[i].kind) {
        case T_COMMA: if (!import) return false; break;
        case T_WALRUS: case T_KW_FOR: case T_KW_ASYNC: case T_COLON: case T_ASSIGN: return false;
        default: break;
        }
    return true;
}

static void skip_parens(Side *s) {
    bool lambda = false;
    for (uint32_t i = 0; i < s->n; i = is_opener(s->t[i].kind) ? s->match[i] + 1 : i + 1) {
        lambda |= s->t[i].kind == T_KW_LAMBDA; /* its defaults look like assignments */
        if (lambda || s->t[i].kind != T_LPAR || !begins_slot(s, i) || !ends_slot(s, s->match[i])) continue;
        for (uint32_t o = i, c = s->match[i]; s->t[o].kind == T_LPAR && s->match[o] == c && needs_no_parens(s, o, c); o++, c--) {
            s->skip[o] = s->skip[c] = 1;
            if (s->t[0].kind == T_KW_FROM && s->t[c - 1].kind == T_COMMA) s->skip[c - 1] = 1;
        }
    }
    uint32_t n = s->n; /* class A(): */
    if (n > 4 && s->t[0].kind == T_KW_CLASS && s->t[n - 1].kind == T_COLON && s->t[n - 2].kind == T_RPAR && s->t[n - 3].kind == T_LPAR &&
        s->t[n - 4].kind == T_NAME)
        s->skip[n - 2] = s->skip[n - 3] = 1;
}

static bool canonical(Proof *p, Side *s, int k) {
    if (s->n > p->skip[k].cap) vec_grow_heap((void **)&p->skip[k].data, &p->skip[k].cap, s->n, 1);
    if (s->n > p->match[k].cap) vec_grow_heap((void **)&p->match[k].data, &p->match[k].cap, s->n, sizeof(uint32_t));
    s->skip = p->skip[k].data;
    s->match = p->match[k].data;
    memset(s->skip, 0, s->n);
    if (!match_brackets(p, s)) return false;
    skip_parens(s);
    return true;
}

/* Are the tokens of a statement those of the other, but for what makes no difference? */
static bool same_statement(Proof *p, Side *a, Side *b) {
    bool doc = a->n == 1 && b->n == 1, exact = a->n == b->n;
    for (uint32_t i = 0; exact && i < a->n; i++) exact = same_token(a, i, b, i, p->py, doc);
    if (exact) return true;
    if (!canonical(p, a, 0) || !canonical(p, b, 1)) return false;
    uint32_t i = 0, j = 0;
    for (;;) {
        while (i < a->n && a->skip[i]) i++;
        while (j < b->n && b->skip[j]) j++;
        if (i == a->n || j == b->n) return i == a->n && j == b->n;
        if (!same_token(a, i++, b, j++, p->py, false)) return false;
    }
}

/* ---- trees of single statements ----------------------------------------------------------------------- */

/* The statement as a file of its own; a header gets a body. */
static Ast *parse_alone(SourceMap *m, Lang lang, const Side *s) {
    StrBuf b = {0};
    const Tok *last = &s->t[s->n - 1];
    uint32_t from = s->t[0].pos;
    if (s->t[0].kind == T_KW_ELIF) from += 2;
    if (s->t[0].kind == T_KW_EXCEPT) sb_puts(&b, "try: pass\n");
    sb_add(&b, s->text + from, last->end - from);
    if (last->kind == T_COLON) sb_puts(&b, " pass");
    sb_char(&b, '\n');
    size_t len = b.len;
    Source *source = source_add(m, "statement", sb_take(&b), len);
    source->lang = lang;
    return ast_parse(source);
}

/* Of Python, where a statement's tree does not depend on where it stands. */
static bool same_trees(Proof *p, const Side *a, const Side *b) {
    if (!p->py) return false;
    SourceMap *m = source_map_new();
    Ast *x = parse_alone(m, LANG_PYTHON, a), *y = parse_alone(m, LANG_PYTHON, b);
    uint32_t faults_x, faults_y;
    char *why = NULL;
    bool same = count_errors(x, &faults_x) == count_errors(y, &faults_y) && !faults_x && !faults_y && same_program(x, y, true, false, &why);
    free(why);
    ast_free(x);
    ast_free(y);
    source_map_free(m);
    return same;
}

/* ---- the file -------------------------------------------------------------------------------------------- */

static bool begins_line(const Proof *p, uint32_t at) {
    return at == p->s->bom || p->out[at - 1] == '\n';
}

/* Only blank lines and comments in the result's [from, to). */
static bool is_quiet(const Proof *p, uint32_t from, uint32_t to) {
    if (from >= to) return from == to;
    if (!begins_line(p, from) || !begins_line(p, to)) return false;
    for (uint32_t i = from; i < to; i++) {
        char c = p->out[i];
        if (c == '#') {
            const char *nl = memchr(p->out + i, '\n', to - i);
            if (!nl) return false;
            i = (uint32_t)(nl - p->out);
        } else if (c != ' ' && c != '\n' && c != '\r') return false;
    }
    return true;
}

static void add_mark(TokenList *l, int kind, uint32_t at) {
    tokens_reserve(l, 1);
    l->data[l->len++] = (Tok){.kind = (uint8_t)kind, .pos = at, .end = at};
}

/* The structure before a statement of the result, as the lexer would give it. */
static void add_structure(TokenList *l, uint32_t *depth, uint32_t wanted, uint32_t end, uint32_t at) {
    if (l->len) add_mark(l, T_NEWLINE, end);
    for (; *depth < wanted; ++*depth) add_mark(l, T_INDENT, at);
    for (; *depth > wanted; --*depth) add_mark(l, T_DEDENT, at);
}

/* The statement's own text; appends its tokens in the result. *a_end: its end in the source, with a comment there. */
static bool prove_statement(Proof *p, const Line *l, uint32_t *a_end, TokenList *result) {
    const Tok *t = p->toks->data + l->tok, *next = t + l->n_toks;
    uint32_t from = t->pos, end = next[-1].end, len = l->to - l->from;
    if (next->kind == T_NEWLINE || next->kind == T_END)
        while (end < p->s->size && p->s->data[end] != '\n' && p->s->data[end] != '\r') end++;
    *a_end = end;
    tokens_reserve(result, l->n_toks);
    if (end - from == len && memcmp(p->s->data + from, p->out + l->from, len) == 0) {
        uint32_t delta = l->from - from;
        Tok *to = result->data + result->len;
        for (uint32_t i = 0; i < l->n_toks; i++) {
            to[i] = t[i];
            to[i].pos += delta;
            to[i].end += delta;
        }
        result->len += l->n_toks;
        return true;
    }
    uint32_t first = result->len;
    if (!lex_line(&p->lexer, p->s->lang, p->out, l->from, l->to, result)) return false;
    Side a = {.text = p->s->data, .t = t, .n = l->n_toks}, b = {.text = p->out, .t = result->data + first, .n = result->len - first};
    return b.n && (same_statement(p, &a, &b) || same_trees(p, &a, &b)) && same_inner_comments(&a, end, &b, l->to);
}

/* Does this statement end in the colon of a block, beyond doubt? */
static bool is_header(const Line *l, const Tok *all) {
    const Tok *t = all + l->tok;
    switch (t[0].kind) {
    case T_KW_IF: case T_KW_ELIF: case T_KW_ELSE: case T_KW_FOR: case T_KW_WHILE: case T_KW_TRY: case T_KW_EXCEPT: case T_KW_FINALLY:
    case T_KW_WITH: case T_KW_DEF: case T_KW_CLASS: case T_KW_ASYNC: break;
    default: return false;
    }
    for (uint32_t i = 0; i < l->n_toks; i++)
        if (t[i].kind == T_KW_LAMBDA) return false;
    return t[l->n_toks - 1].kind == T_COLON;
}

static bool prove_lines(Proof *p, TokenList *result) {
    const Tok *t = p->toks->data;
    uint32_t at = 0, blocks = 0, inner = 0, depth = 0; /* inner: behind a header's colon, on its line */
    uint32_t a_pos = p->s->bom, b_pos = p->s->bom, eol = 0;
    for (uint32_t i = 0; i < p->pass->lines.len; i++) {
        const Line *l = &p->pass->lines.data[i];
        bool first = at == 0, apart = false;
        if (l->tok < at || !l->n_toks) return false;
        for (; at < l->tok; at++)
            switch (t[at].kind) {
            case T_NEWLINE: apart = true, inner = 0; break;
            case T_SEMI: apart = true; break;
            case T_INDENT: blocks++; break;
            case T_DEDENT: blocks--; break;
            default: return false;
            }
        if (!first && !apart) {
            if (inner || !is_header(&l[-1], t)) return false;
            inner = 1;
        }
        if (l->depth != blocks + inner || l->from < b_pos + l->depth * 4 || l->to > p->size) return false;
        uint32_t line = l->from - l->depth * 4;
        for (uint32_t k = line; k < l->from; k++)
            if (p->out[k] != ' ') return false;
        if (!begins_line(p, line) || !is_quiet(p, b_pos, line)) return false;
        if (!same_comments_between(p->s->data, a_pos, t[l->tok].pos, p->out, b_pos, line)) return false;
        add_structure(result, &depth, l->depth, result->len ? result->data[result->len - 1].end : 0, l->from);
        if (!prove_statement(p, l, &a_pos, result)) return false;
        if (l->to >= p->size) return false;
        eol = p->out[l->to] == '\r' ? 2 : 1;
        if (p->out[l->to + eol - 1] != '\n') return false;
        b_pos = l->to + eol;
        at += l->n_toks;
    }
    for (; t[at].kind != T_END; at++)
        if (t[at].kind != T_NEWLINE && t[at].kind != T_DEDENT && t[at].kind != T_SEMI) return false;
    if (b_pos < p->size && !is_quiet(p, b_pos, p->size)) return false;
    if (!same_comments_between(p->s->data, a_pos, p->s->size, p->out, b_pos, p->size)) return false;
    add_structure(result, &depth, 0, result->len ? result->data[result->len - 1].end : 0, p->size);
    tokens_end(result, p->size);
    return true;
}

bool prove_same(const Source *s, const TokenList *toks, const Pass *pass, TokenList *result) {
    Proof p = {.s = s, .toks = toks, .pass = pass, .out = pass->out.p, .size = (uint32_t)pass->out.len, .py = s->lang == LANG_PYTHON};
    *result = (TokenList){0};
    tokens_reserve(result, toks->len / 2 + 16);
    bool ok = memcmp(s->data, p.out, s->bom) == 0 && prove_lines(&p, result);
    if (!ok) tokens_done(result);
    lex_lines_done(&p.lexer);
    for (int k = 0; k < 2; k++) {
        vec_done(&p.skip[k]);
        vec_done(&p.match[k]);
    }
    vec_done(&p.open);
    vec_done(&p.commas);
    return ok;
}
