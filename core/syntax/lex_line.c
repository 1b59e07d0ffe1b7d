/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and brackets: where a line begins, what a line in open brackets must be, closers that fit or do not. */
#include "syntax/lex_int.h"

enum { MAX_LOOKED = 16 };

/* ---- lines ------------------------------------------------------------------------------------- */

/* From the start of a line: the next line that holds a token. */
LineStart find_line(const char *s, const char *limit) {
    for (;;) {
        uint32_t col = 0, alt = 0;
        for (; s < limit; s++) {
            if (*s == ' ') col++, alt++;
            else if (*s == '\t') col = (col / 8 + 1) * 8, alt++;
            else if (*s == '\f') col = alt = 0;
            else if (*s == '\\' && s + 1 < limit && (s[1] == '\n' || s[1] == '\r')) {
                /* a line that holds only a backslash: its indentation counts, as in CPython */
                const char *n = skip_newline(s + 1, limit);
                while (n < limit && (*n == ' ' || *n == '\t' || *n == '\f')) n++;
                if (n < limit && *n != '\n' && *n != '\r' && *n != '#') return (LineStart){n, col, alt, false};
                s = n - 1;
            } else break;
        }
        if (s >= limit) return (LineStart){limit, 0, 0, true};
        if (*s == '#') s = line_end(s, limit);
        if (s >= limit) return (LineStart){limit, 0, 0, true};
        if (*s != '\n' && *s != '\r') return (LineStart){s, col, alt, false};
        s = skip_newline(s, limit);
    }
}

uint32_t lex_skip_blank(const Parser *p, uint32_t at) {
    LineStart ls = find_line(p->text + at, p->text + p->size);
    return (uint32_t)(ls.s - p->text);
}

/* A line in brackets that begins with a word which cannot stand there. */
bool begins_statement(const Lexer *lx, const char *s) {
    const char *limit = lx->limit, *e = s;
    while (e < limit && ID_CHAR(*e)) e++;
    size_t n = (size_t)(e - s);
    const char *a = skip_space(e, limit);
    bool name_follows = a > e && a < limit && ID_CHAR(*a) && !IS_DIGIT(*a);
    bool mojo = !lx->p->is_py;
#define IS_WORD(w) (n == sizeof(w) - 1 && memcmp(s, w, n) == 0)
    switch (*s) {
    case 'd': return (IS_WORD("def") && name_follows) || (IS_WORD("del") && name_follows);
    case 'c':
        if (IS_WORD("comptime") && mojo) return name_follows && !word_at(a, limit, "if");
        return (IS_WORD("class") && name_follows) || IS_WORD("continue");
    case 's': return IS_WORD("struct") && mojo && name_follows;
    case 't': return (IS_WORD("trait") && mojo && name_follows) || (IS_WORD("try") && a < limit && *a == ':');
    case 'f':
        if (IS_WORD("from") && name_follows) {
            while (a < limit && (ID_CHAR(*a) || *a == '.')) a++;
            return word_at(skip_space(a, limit), limit, "import");
        }
        return (IS_WORD("fn") && mojo && name_follows) || IS_WORD("finally");
    case 'i': return IS_WORD("import") && name_follows;
    case 'r': return IS_WORD("return") || (IS_WORD("raise") && a < limit && *a != '=');
    case 'w': return IS_WORD("while") || (IS_WORD("with") && a < limit && *a != '=');
    case 'p': return IS_WORD("pass");
    case 'b': return IS_WORD("break");
    case 'a':
        if (IS_WORD("async")) return word_at(a, limit, "def") || word_at(a, limit, "with");
        return IS_WORD("assert") || (IS_WORD("alias") && mojo && name_follows);
    case 'e':
        if (IS_WORD("else")) return a < limit && *a == ':';
        return IS_WORD("except") || IS_WORD("elif");
    case 'g': return IS_WORD("global") && name_follows;
    case 'n': return IS_WORD("nonlocal") && name_follows;
    case 'l': return IS_WORD("let") && mojo && name_follows;
    case 'v':
        if (!IS_WORD("var") || !mojo || !name_follows) return false;
        while (a < limit && ID_CHAR(*a)) a++;
        a = skip_space(a, limit);
        return a + 1 < limit && *a == '=' && a[1] != '=';
    default: return false;
    }
#undef IS_WORD
}

/* if/for … with a colon at the line's end, a decorator line. */
static bool looks_like_header(const char *s, const char *limit) {
    if (*s == '@') {
        const char *e = line_end(s, limit);
        LineStart ls = find_line(skip_newline(e, limit), limit);
        return !ls.at_end && (word_at(ls.s, limit, "def") || word_at(ls.s, limit, "class") ||
                              word_at(ls.s, limit, "struct") || word_at(ls.s, limit, "fn") || *ls.s == '@');
    }
    if (!word_at(s, limit, "if") && !word_at(s, limit, "for")) return false;
    const char *e = line_end(s, limit), *hash = memchr(s, '#', (size_t)(e - s));
    if (hash) e = hash;
    while (e > s && (e[-1] == ' ' || e[-1] == '\t')) e--;
    return e[-1] == ':';
}

static bool ends_operand(const Tok *t) {
    switch (t->kind) {
    case T_NAME: case T_INT: case T_FLOAT: case T_IMAG: case T_STRING: case T_FSTRING: case T_RPAR:
    case T_RSQB: case T_RBRACE: case T_ELLIPSIS: case T_KW_NONE: case T_KW_TRUE: case T_KW_FALSE: return true;
    default: return false;
    }
}

/* `name = …` on a line of its own, complete, and the next line begins with a name too. */
static bool looks_like_assignment(const char *s, const char *limit) {
    const char *a = s;
    while (a < limit && (ID_CHAR(*a) || *a == '.')) a++;
    a = skip_space(a, limit);
    if (a + 1 >= limit || *a != '=' || a[1] == '=') return false;
    const char *e = line_end(a, limit);
    int depth = 0;
    char lastc = '=';
    for (const char *c = a; c < e; c++) {
        if (*c == '#') break;
        if (*c == '"' || *c == '\'') {
            const char *q = c + 1;
            while (q < e && *q != *c) q += *q == '\\' && q + 1 < e ? 2 : 1;
            if (q >= e) return false;
            c = q;
        }
        if (strchr("([{", *c)) depth++;
        if (strchr(")]}", *c) && --depth < 0) return false;
        if (*c != ' ' && *c != '\t') lastc = *c;
    }
    if (depth || strchr("=,+-*/%&|^~<>.\\", lastc)) return false;
    LineStart ls = find_line(skip_newline(e, limit), limit);
    if (ls.at_end) return true;
    if (!ID_CHAR(*ls.s) && *ls.s != '@') return false;
    return !word_at(ls.s, limit, "if") && !word_at(ls.s, limit, "for") && !word_at(ls.s, limit, "and") &&
           !word_at(ls.s, limit, "or") && !word_at(ls.s, limit, "in") && !word_at(ls.s, limit, "is") &&
           !word_at(ls.s, limit, "not") && !word_at(ls.s, limit, "else") && !word_at(ls.s, limit, "as");
}

/* In brackets, at the first token of a line. */
bool cuts_brackets(const Lexer *lx, const LineStart *ls) {
    const char *s = ls->s;
    const Parser *p = lx->p;
    if (ID_CHAR(*s)) {
        if (IS_DIGIT(*s)) return false;
        if (begins_statement(lx, s)) return true;
        if (ls->col > lx->line_col) return false;
        const Tok *t = last_token(lx);
        bool operand = ends_operand(t);
        if (looks_like_header(s, lx->limit)) return true;
        if (operand) {
            const char *e = s;
            while (e < lx->limit && ID_CHAR(*e)) e++;
            size_t n = (size_t)(e - s);
            if (e < lx->limit && (*e == '"' || *e == '\'')) return false;
            Name name = name_intern(s, n);
            switch (lex_keyword_of[name->known]) {
            case T_KW_AND: case T_KW_OR: case T_KW_NOT: case T_KW_IN: case T_KW_IS: case T_KW_IF:
            case T_KW_ELSE: case T_KW_FOR: case T_KW_ASYNC: case T_KW_AS: case T_KW_FROM: return false;
            default: break;
            }
            if (!p->is_py && (t->kind == T_NAME || t->kind == T_RSQB || t->kind == T_RPAR)) {
                /* a convention, an effect or a `where` may stand between */
                if (t->kind == T_NAME && t->name->known) return false;
                if (name->known >= NM_kw_match) return false;
            }
            return true;
        }
        if ((t->kind == T_LPAR || t->kind == T_COMMA) && p->n_open)
            return looks_like_assignment(s, lx->limit);
        return false;
    }
    return *s == '@' && ls->col <= lx->line_col && looks_like_header(s, lx->limit);
}

/* ---- brackets ---------------------------------------------------------------------------------- */

static const char *const bracket_text[] = {"(", ")", "[", "]", "{", "}"};
#define BRACKET(kind) bracket_text[(kind) - T_LPAR]

void open_bracket(Lexer *lx, int kind, uint32_t pos) {
    Parser *p = lx->p;
    if (UNLIKELY(p->n_open == p->cap_open)) {
        p->cap_open = p->cap_open ? p->cap_open * 2 : 32;
        p->open = xrealloc(p->open, p->cap_open * sizeof *p->open);
    }
    p->open[p->n_open++] = (Open){(uint8_t)kind, pos, lx->line_col};
    uint32_t max = p->is_py ? MAX_OPEN_PY : MAX_OPEN;
    if (UNLIKELY(p->n_open == max + 1) && !p->depth_reported) {
        p->depth_reported = true;
        error_soft(p, DIAG_too_deep, pos, pos + 1, "more than %u brackets are open here", max);
    }
}

/* Synthetic closers for all brackets above `keep`. */
void close_open(Lexer *lx, uint32_t keep) {
    Parser *p = lx->p;
    while (p->n_open > keep) {
        const char *at = p->item_text + last_token(lx)->end;
        add_token(lx, p->open[--p->n_open].kind + 1, at, at, TF_SYNTH);
    }
}

void report_unclosed(Lexer *lx, uint32_t keep) {
    Parser *p = lx->p;
    if (p->n_open <= keep) return;
    const Open *o = &p->open[p->n_open - 1];
    if (o->kind == T_LBRACE && !lx->hole && o->pos + 1 == last_token(lx)->end) p->brace_blocks++; /* perhaps: error.c decides */
    else if (p->n_muted < ARRAY_LEN(p->muted)) {
        p->muted[p->n_muted].pos = o->pos;
        p->muted[p->n_muted++].end = last_token(lx)->end;
    }
    Diag *d = error_soft(p, DIAG_unclosed_bracket, o->pos, o->pos + 1, "`%s` was never closed", BRACKET(o->kind));
    if (!d) return;
    uint32_t n = p->n_open - keep, end = last_token(lx)->end;
    for (uint32_t i = 1; i < n && i < 4; i++) {
        o = &p->open[p->n_open - 1 - i];
        diag_label(d, rel(o->pos, o->pos + 1), "`%s` is open too", BRACKET(o->kind));
    }
    if (n == 1) {
        Fix *f = diag_fix(d, FIX_MAYBE, "insert `%s`", BRACKET(o->kind + 1));
        fix_edit(f, rel(end, end), str_of(BRACKET(o->kind + 1)));
    }
}

/* Is the bracket open at `o` closed by what follows s? Then a closer of another kind at s is one too many. Looks at
 * lines that can belong to the bracket only, never beyond the next line in column 0. */
static bool closed_later(Lexer *lx, const Open *o, const char *s) {
    if (++lx->n_looked > MAX_LOOKED) return false;
    const char *limit = lx->limit - s > 4000 ? s + 4000 : lx->limit;
    uint32_t depth = 0;
    while (s < limit) {
        char c = *s;
        if (c == '"' || c == '\'') {
            const char *q = s + 1;
            while (q < limit && *q != c && *q != '\n') q += *q == '\\' ? 2 : 1;
            if (q >= limit || *q != c || q[1] == c) return false; /* open, or of three quotes */
            s = q + 1;
        } else if (c == '#') s = line_end(s, limit);
        else if (c == '\n' || c == '\r') {
            LineStart ls = find_line(skip_newline(s, limit), limit);
            if (ls.at_end || (ls.col <= lx->line_col && !strchr(")]}", *ls.s)) || begins_statement(lx, ls.s)) return false;
            s = ls.s;
        } else {
            if (c == '(' || c == '[' || c == '{') depth++;
            if ((c == ')' || c == ']' || c == '}') && depth-- == 0) return c == *BRACKET(o->kind + 1);
            s++;
        }
    }
    return false;
}

void close_bracket(Lexer *lx, int kind, const char *s, unsigned flags) {
    Parser *p = lx->p;
    uint32_t pos = offset(lx, s);
    if (LIKELY(p->n_open && p->open[p->n_open - 1].kind == kind - 1)) {
        p->n_open--;
        add_token(lx, kind, s, s + 1, flags);
        return;
    }
    uint32_t match = p->n_open;
    while (match && p->open[match - 1].kind != kind - 1) match--;
    if (!p->n_open && kind == T_RBRACE && p->brace_blocks) {
        p->brace_blocks--;
        return;
    }
    if (!p->n_open) {
        Diag *d = error_soft(p, DIAG_unmatched_bracket, pos, pos + 1, "this `%s` closes nothing", BRACKET(kind));
        if (d) fix_replace(d, FIX_MAYBE, pos, pos + 1, "", "remove it");
        add_token(lx, T_ERROR, s, s + 1, flags);
        return;
    }
    const Open *o = &p->open[p->n_open - 1];
    Diag *d = error_soft(p, DIAG_mismatched_bracket, pos, pos + 1, "`%s` does not close `%s`", BRACKET(kind),
                         BRACKET(o->kind));
    if (d) diag_label(d, rel(o->pos, o->pos + 1), "opened here");
    if (closed_later(lx, o, s + 1)) {
        if (d) fix_replace(d, FIX_MAYBE, pos, pos + 1, "", "remove it");
        add_token(lx, T_ERROR, s, s + 1, flags);
        return;
    }
    if (match) { /* an outer one fits: the inner ones were forgotten */
        close_open(lx, match);
        p->n_open--;
        add_token(lx, kind, s, s + 1, flags);
        return;
    }
    if (d) fix_replace(d, FIX_MAYBE, pos, pos + 1, BRACKET(o->kind + 1), "use the matching bracket");
    p->n_open--;
    p->had_error = true;
    add_token(lx, p->toks ? o->kind + 1 : T_ERROR, s, s + 1, flags | TF_SYNTH);
}
