/* SPDX-License-Identifier: Apache-2.0 */
/* Text to tokens, one top-level item at a time.
 * An item ends where the next line begins in column 0 with something that does not go on with it
 * (else, elif, except, finally do; a decorator's next line does). While a bracket is open lines do not
 * end, unless the next one begins with what cannot stand inside brackets: then the open brackets are
 * reported, closed by synthetic tokens, and the line begins a statement (or item) of its own. */
#include "syntax/parse.h"

/* Bytes that may be part of a name (all above ASCII are looked at later). */
static const uint8_t id_char[256] = {
    ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['_'] = 1, [0x80 ... 0xff] = 1,
};
#define ID_CHAR(c) id_char[(unsigned char)(c)]
#define IS_DIGIT(c) ((unsigned char)((c) - '0') < 10)

static const uint8_t keyword_of[NM_COUNT] = {
#define KW(name, tok) [NM_kw_##name] = T_KW_##tok
    KW(False, FALSE), KW(None, NONE), KW(True, TRUE), KW(and, AND), KW(as, AS), KW(assert, ASSERT),
    KW(async, ASYNC), KW(await, AWAIT), KW(break, BREAK), KW(class, CLASS), KW(continue, CONTINUE),
    KW(def, DEF), KW(del, DEL), KW(elif, ELIF), KW(else, ELSE), KW(except, EXCEPT),
    KW(finally, FINALLY), KW(for, FOR), KW(from, FROM), KW(global, GLOBAL), KW(if, IF),
    KW(import, IMPORT), KW(in, IN), KW(is, IS), KW(lambda, LAMBDA), KW(nonlocal, NONLOCAL),
    KW(not, NOT), KW(or, OR), KW(pass, PASS), KW(raise, RAISE), KW(return, RETURN), KW(try, TRY),
    KW(while, WHILE), KW(with, WITH), KW(yield, YIELD),
#undef KW
};

const char *tok_text(int kind) {
    static const char *const texts[T_COUNT] = {
        [T_LPAR] = "(", [T_RPAR] = ")", [T_LSQB] = "[", [T_RSQB] = "]", [T_LBRACE] = "{", [T_RBRACE] = "}",
        [T_COMMA] = ",", [T_COLON] = ":", [T_SEMI] = ";", [T_DOT] = ".", [T_ELLIPSIS] = "...",
        [T_ARROW] = "->", [T_WALRUS] = ":=", [T_ASSIGN] = "=", [T_BANG] = "!", [T_QUESTION] = "?",
        [T_DOLLAR] = "$",
    };
    return kind >= 0 && kind < T_COUNT ? texts[kind] : NULL;
}

typedef struct Lexer {
    Parser *p;
    const char *s, *limit;
    bool hole;
    uint8_t first_kind; /* of the current line in column 0 */
    uint32_t line_col;  /* of the current logical line */
    uint32_t n_looked;  /* how often closed_later looked ahead: its cost is bounded */
} Lexer;
enum { MAX_LOOKED = 16 };

static inline uint32_t offset(const Lexer *lx, const char *s) {
    return (uint32_t)(s - lx->p->item_text);
}

static void grow_tokens(Parser *p) {
    p->cap_toks = p->cap_toks ? p->cap_toks * 2 : 256;
    p->toks = xrealloc(p->toks, p->cap_toks * sizeof *p->toks);
}

static inline Tok *add_token(Lexer *lx, int kind, const char *from, const char *to, unsigned flags) {
    Parser *p = lx->p;
    if (UNLIKELY(p->n_toks == p->cap_toks)) grow_tokens(p);
    Tok *t = &p->toks[p->n_toks++];
    t->kind = (uint8_t)kind;
    t->flags = (uint8_t)flags;
    t->prefix = 0;
    t->pos = offset(lx, from);
    t->end = offset(lx, to);
    t->name = NULL;
    p->hash = (p->hash ^ (uint64_t)kind) * 0x9e3779b97f4a7c15ull;
    p->hash ^= p->hash >> 29;
    return t;
}
static inline void mix_hash(Parser *p, uint64_t v) {
    p->hash = (p->hash ^ v) * 0xff51afd7ed558ccdull;
    p->hash ^= p->hash >> 32;
}

static inline const Tok *last_token(const Lexer *lx) {
    return &lx->p->toks[lx->p->n_toks - 1];
}

/* ---- lines ------------------------------------------------------------------------------------- */

typedef struct LineStart {
    const char *s; /* first token of the line, or limit */
    uint32_t col, alt;
    bool at_end;
} LineStart;

static inline const char *skip_newline(const char *s, const char *limit) {
    if (s < limit && *s == '\r') s++;
    if (s < limit && *s == '\n' && (s[0] == '\n')) s++;
    return s;
}
static inline const char *line_end(const char *s, const char *limit) {
    while (s < limit && *s != '\n' && *s != '\r') s++;
    return s;
}

/* From the start of a line: the next line that holds a token. */
static LineStart find_line(const char *s, const char *limit) {
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

/* Does the text at s begin with this word? */
static bool word_at(const char *s, const char *limit, const char *word) {
    size_t n = strlen(word);
    return (size_t)(limit - s) >= n && memcmp(s, word, n) == 0 && !(s + n < limit && ID_CHAR(s[n]));
}
static const char *skip_space(const char *s, const char *limit) {
    while (s < limit && (*s == ' ' || *s == '\t')) s++;
    return s;
}

static bool joins_item(const char *s, const char *limit) {
    switch (*s) {
    case 'e': return word_at(s, limit, "else") || word_at(s, limit, "elif") || word_at(s, limit, "except");
    case 'f': return word_at(s, limit, "finally");
    default: return false;
    }
}

/* A line in brackets that begins with a word which cannot stand there. */
static bool begins_statement(const Lexer *lx, const char *s) {
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
static bool cuts_brackets(const Lexer *lx, const LineStart *ls) {
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
            switch (keyword_of[name->known]) {
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

static void open_bracket(Lexer *lx, int kind, uint32_t pos) {
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
static void close_open(Lexer *lx, uint32_t keep) {
    Parser *p = lx->p;
    while (p->n_open > keep) {
        const char *at = p->item_text + last_token(lx)->end;
        add_token(lx, p->open[--p->n_open].kind + 1, at, at, TF_SYNTH);
    }
}

static void report_unclosed(Lexer *lx, uint32_t keep) {
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

static void close_bracket(Lexer *lx, int kind, const char *s, unsigned flags) {
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

/* ---- strings ----------------------------------------------------------------------------------- */

static const char *find_plain_end(const char *s, const char *limit, char quote, bool triple) {
    for (;;) {
        while (s < limit && *s != quote && *s != '\\' && *s != '\n' && *s != '\r') s++;
        if (s >= limit) return NULL;
        if (*s == '\\') {
            if (s + 1 < limit && s[1] == '\r' && s + 2 < limit && s[2] == '\n') s++;
            s += 2;
            if (s > limit) return NULL;
        } else if (*s == quote) {
            if (!triple) return s + 1;
            if (limit - s >= 3 && s[1] == quote && s[2] == quote) return s + 3;
            s++;
        } else {
            if (!triple) return NULL;
            s++;
        }
    }
}

enum { MAX_STRING_DEPTH = 150 };

/* After `{`: behind the `}` that closes the hole. */
static const char *skip_hole(const Parser *p, const char *s, const char *limit, char quote, bool triple, int depth) {
    s = lex_hole_end(p, s, limit, depth, quote);
    if (!s) return NULL;
    if (*s == '=') {
        s++;
        while (s < limit && (*s == ' ' || *s == '\t' || *s == '\n')) s++;
        if (s >= limit) return NULL;
    }
    if (*s == '!') {
        s++;
        while (s < limit && (ID_CHAR(*s) || *s == ' ')) s++;
        if (s >= limit) return NULL;
    }
    if (*s == '}') return s + 1;
    if (*s != ':') return NULL;
    s++;
    while (s < limit) {
        if (*s == '}') return s + 1;
        if (*s == '{') {
            if (depth >= MAX_STRING_DEPTH || !(s = skip_hole(p, s + 1, limit, quote, triple, depth + 1))) return NULL;
            continue;
        }
        if (*s == '\\' && s + 1 < limit && s[1] != '{' && s[1] != '}') {
            s += 2;
            continue;
        }
        if (*s == quote && (!triple || (limit - s >= 3 && s[1] == quote && s[2] == quote))) return NULL;
        if ((*s == '\n' || *s == '\r') && !triple) return NULL;
        s++;
    }
    return NULL;
}

const char *lex_find_fstring_end(const Parser *p, const char *s, const char *limit, char quote, bool triple,
                                 int depth) {
    if (depth > MAX_STRING_DEPTH) return NULL;
    bool raw = depth < 0;
    if (raw) depth = -depth - 1;
    while (s < limit) {
        char c = *s;
        if (c == '\\') {
            if (s + 1 < limit && (s[1] == '{' || s[1] == '}')) {
                s++;
                if (*s == '}') s++;
                continue;
            }
            if (!raw && s + 2 < limit && s[1] == 'N' && s[2] == '{') {
                const char *q = s + 3;
                while (q < limit && *q != '}' && *q != quote && *q != '\n') q++;
                if (q < limit && *q == '}') {
                    s = q + 1;
                    continue;
                }
            }
            if (s + 2 < limit && s[1] == '\r' && s[2] == '\n') s++;
            s += 2;
        } else if (c == quote) {
            if (!triple) return s + 1;
            if (limit - s >= 3 && s[1] == quote && s[2] == quote) return s + 3;
            s++;
        } else if ((c == '\n' || c == '\r') && !triple) {
            return NULL;
        } else if (c == '{') {
            if (s + 1 < limit && s[1] == '{') s += 2;
            else if (!(s = skip_hole(p, s + 1, limit, quote, triple, depth))) return NULL;
        } else {
            s++;
        }
    }
    return NULL;
}

/* Prefix letters of a string: bit set, or -1. */
static int string_prefix(const char *s, size_t n) {
    int flags = 0;
    for (size_t i = 0; i < n; i++) {
        switch (s[i] | 0x20) {
        case 'r': flags |= 1; break;
        case 'b': flags |= 2; break;
        case 'f': flags |= 4; break;
        case 't': flags |= 8; break;
        case 'u': flags |= 16; break;
        default: return -1;
        }
    }
    if (n == 2 && (flags & (flags - 1)) == 0) return -1; /* rr */
    if (n == 2 && !(flags & 1)) return -1;
    if (n == 2 && (flags & 16)) return -1;
    return n > 2 ? -1 : flags;
}

static const char *nested_string_end(const Parser *p, const char *start, const char *s, const char *limit, int depth) {
    const char *id = s;
    while (id > start && ID_CHAR(id[-1])) id--;
    int prefix = string_prefix(id, (size_t)(s - id));
    char quote = *s;
    bool triple = limit - s >= 3 && s[1] == quote && s[2] == quote;
    s += triple ? 3 : 1;
    if (prefix > 0 && (prefix & 12))
        return lex_find_fstring_end(p, s, limit, quote, triple, prefix & 1 ? -(depth + 2) : depth + 1);
    return find_plain_end(s, limit, quote, triple);
}

const char *lex_hole_end(const Parser *p, const char *s, const char *limit, int depth, char outer) {
    (void)outer;
    uint32_t open = 0;
    const char *start = s;
    if (depth > MAX_STRING_DEPTH) return NULL;
    while (s < limit) {
        switch (*s) {
        case '(': case '[': case '{': open++; s++; break;
        case ')': case ']': case '}':
            if (!open) return *s == '}' ? s : NULL;
            open--;
            s++;
            break;
        case '"': case '\'':
            if (!(s = nested_string_end(p, start, s, limit, depth))) return NULL;
            break;
        case '!':
            if (s + 1 < limit && s[1] == '=') s += 2;
            else if (!open) return s;
            else s++;
            break;
        case '<': case '>': s += s + 1 < limit && s[1] == '=' ? 2 : 1; break;
        case '=':
            if (s + 1 < limit && s[1] == '=') s += 2;
            else if (!open) return s;
            else s++;
            break;
        case ':':
            if (!open) return s;
            s++;
            break;
        case '#': s = line_end(s, limit); break;
        default: s++;
        }
    }
    return NULL;
}

/* An unterminated triple-quoted string: where to go on. */
static const char *recover_triple(const Lexer *lx, const char *s) {
    for (;;) {
        s = skip_newline(line_end(s, lx->limit), lx->limit);
        if (s >= lx->limit) return lx->limit;
        if (ID_CHAR(*s) && begins_statement(lx, s)) break;
    }
    while (s > lx->p->item_text && (s[-1] == '\n' || s[-1] == '\r')) s--;
    return s;
}

/* s is at the quote; `start` at the prefix. */
static const char *lex_string(Lexer *lx, const char *start, const char *s, int prefix, unsigned flags) {
    Parser *p = lx->p;
    char quote = *s;
    bool triple = lx->limit - s >= 3 && s[1] == quote && s[2] == quote;
    const char *body = s + (triple ? 3 : 1), *end = NULL;
    bool format = (prefix & 12) != 0;
    if (format)
        end = lex_find_fstring_end(p, body, lx->limit, quote, triple, prefix & 1 ? -1 : 0);
    if (!end && format) p->flags |= ITEM_FRAGILE;
    if (!end) end = find_plain_end(body, lx->limit, quote, triple);
    if (prefix & 1) flags |= TF_RAW;
    if (prefix & 2) flags |= TF_BYTES;
    if (prefix & 8) flags |= TF_TEMPLATE;
    if (triple) flags |= TF_TRIPLE;
    if (LIKELY(end != NULL)) {
        Tok *t = add_token(lx, format ? T_FSTRING : T_STRING, start, end, flags);
        t->prefix = (uint16_t)(body - start);
        mix_hash(p, hash_bytes(start, (size_t)(end - start), 1));
        return end;
    }
    uint32_t at = offset(lx, start);
    if (triple) {
        end = lx->hole ? lx->limit : recover_triple(lx, body);
        p->flags |= ITEM_TO_EOF | ITEM_FORCED;
        error_soft(p, DIAG_unterminated_string, at, offset(lx, body), "this triple-quoted string has no end");
    } else {
        /* over continuation lines, as a string would go */
        end = body;
        while (end < lx->limit && *end != '\n' && *end != '\r') {
            if (*end == '\\' && end + 1 < lx->limit) {
                if (end[1] == '\r' && end + 2 < lx->limit && end[2] == '\n') end++;
                end++;
            }
            end++;
        }
        if (end > lx->limit) end = lx->limit;
        const char *e = line_end(body, end);
        Diag *d = error_soft(p, DIAG_unterminated_string, at, offset(lx, e), "this string has no closing `%c`", quote);
        if (d && p->n_open == 0 && e == end) {
            char text[2] = {quote, 0};
            fix_insert(d, FIX_MAYBE, offset(lx, e), text, "close the string");
        }
    }
    add_token(lx, T_ERROR, start, end, flags);
    mix_hash(p, hash_bytes(start, (size_t)(end - start), 1));
    if (!lx->hole) { /* the brackets of this line were closed inside of it, most likely */
        const char *ls = start;
        while (ls > p->item_text && ls[-1] != '\n') ls--;
        uint32_t keep = p->n_open, line = offset(lx, ls);
        while (keep && p->open[keep - 1].pos >= line) keep--;
        close_open(lx, keep);
    }
    return end;
}

/* ---- numbers ----------------------------------------------------------------------------------- */

/* Digits of one base with underscores; in Python an underscore stands between digits. */
static const char *digits(const Lexer *lx, const char *s, int base, bool *bad) {
    bool mojo = !lx->p->is_py;
    while (s < lx->limit) {
        char c = *s;
        bool ok = base == 16 ? IS_DIGIT(c) || (unsigned char)((c | 0x20) - 'a') < 6
                             : base == 10 ? IS_DIGIT(c) : c >= '0' && c < '0' + base;
        if (ok) s++;
        else if (c == '_') {
            char n = s + 1 < lx->limit ? s[1] : 0;
            bool after = base == 16 ? IS_DIGIT(n) || (unsigned char)((n | 0x20) - 'a') < 6 : IS_DIGIT(n);
            if (!after && !mojo) {
                *bad = true;
                return s;
            }
            s++;
        } else break;
    }
    return s;
}

static bool word_after_number(const char *s, const char *limit) {
    static const char *const words[] = {"and", "else", "for", "if", "in", "is", "not", "or"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(limit - s) >= n && memcmp(s, words[i], n) == 0) return true;
    }
    return false;
}

static const char *lex_number(Lexer *lx, const char *start, unsigned flags) {
    Parser *p = lx->p;
    const char *s = start, *limit = lx->limit;
    int kind = T_INT;
    bool bad = false;
    const char *what = "decimal";
    if (*s == '0' && s + 1 < limit && strchr("xXoObB", s[1])) {
        char b = (char)(s[1] | 0x20);
        int base = b == 'x' ? 16 : b == 'o' ? 8 : 2;
        what = b == 'x' ? "hexadecimal" : b == 'o' ? "octal" : "binary";
        const char *d = s + 2;
        if (d < limit && *d == '_') d++;
        s = digits(lx, d, base, &bad);
        if (s == d && !bad) {
            if (s < limit && IS_DIGIT(*s)) {
                const char *e = s;
                while (e < limit && ID_CHAR(*e)) e++;
                error_soft(p, DIAG_bad_number, offset(lx, s), offset(lx, s) + 1, "`%c` is not %s digit", *s,
                           base == 8 ? "an octal" : "a binary");
                add_token(lx, T_ERROR, start, e, flags);
                return e;
            }
            const char *e = s;
            while (e < limit && ID_CHAR(*e)) e++;
            error_soft(p, DIAG_bad_number, offset(lx, start), offset(lx, e), "`%.*s` has no digits", 2, start);
            add_token(lx, T_ERROR, start, e, flags);
            return e;
        }
        if (s < limit && IS_DIGIT(*s)) {
            const char *e = s;
            while (e < limit && ID_CHAR(*e)) e++;
            error_soft(p, DIAG_bad_number, offset(lx, s), offset(lx, s) + 1, "`%c` is not %s digit", *s,
                       base == 8 ? "an octal" : "a binary");
            add_token(lx, T_ERROR, start, e, flags);
            return e;
        }
    } else {
        if (*s != '.') s = digits(lx, s, 10, &bad);
        const char *int_end = s;
        if (!bad && s < limit && *s == '.' ) {
            kind = T_FLOAT;
            s++;
            if (s < limit && IS_DIGIT(*s)) s = digits(lx, s, 10, &bad);
        }
        if (!bad && s < limit && (*s | 0x20) == 'e') {
            const char *e = s + 1;
            if (e < limit && (*e == '+' || *e == '-')) e++;
            if (e < limit && IS_DIGIT(*e)) {
                kind = T_FLOAT;
                s = digits(lx, e, 10, &bad);
            } else if (!word_after_number(s, limit)) {
                error_soft(p, DIAG_bad_number, offset(lx, start), offset(lx, e), "the exponent of this number has no digits");
                while (e < limit && ID_CHAR(*e)) e++;
                add_token(lx, T_ERROR, start, e, flags);
                return e;
            }
        }
        if (!bad && s < limit && (*s | 0x20) == 'j') {
            kind = T_IMAG;
            s++;
        }
        if (kind == T_INT && *start == '0' && !bad) {
            const char *z = start;
            while (z < int_end && (*z == '0' || *z == '_')) z++;
            if (z < int_end) {
                uint32_t a = offset(lx, start);
                Diag *d = error_soft(p, DIAG_leading_zeros, a, offset(lx, s), "a decimal number cannot begin with zeros");
                if (d) {
                    bool octal = true;
                    for (const char *c = z; c < int_end; c++) octal &= *c < '8' || *c == '_';
                    char title[40];
                    snprintf(title, sizeof title, "remove the leading zero%s", z - start > 1 ? "s" : "");
                    if (octal) diag_help(d, "write an octal number as `0o%.*s`", (int)(int_end - z), z);
                    fix_replace(d, FIX_MAYBE, a, offset(lx, z), "", title);
                }
                p->had_error = true;
            }
        }
    }
    bool glued = s < limit && ID_CHAR(*s) && !word_after_number(s, limit);
    if (glued && (unsigned char)*s >= 0x80) {
        uint32_t cp;
        glued = utf8_decode(s, limit, &cp) && unicode_xid_start(cp);
    }
    if (bad || glued) {
        const char *e = s;
        while (e < limit && ID_CHAR(*e)) e++;
        if (bad) error_soft(p, DIAG_bad_number, offset(lx, s), offset(lx, s) + 1, "an underscore in a number stands between two digits");
        else {
            Diag *d = error_soft(p, DIAG_bad_number, offset(lx, start), offset(lx, e), "`%.*s` is neither a %s number nor a name",
                                 (int)(e - start < 40 ? e - start : 40), start, what);
            if (d && e - s == 1 && strchr("lLuUfF", *s))
                fix_replace(d, FIX_MAYBE, offset(lx, s), offset(lx, e), "", "remove the suffix");
            else if (d) diag_help(d, "a name cannot begin with a digit");
        }
        add_token(lx, T_ERROR, start, e, flags);
        return e;
    }
    add_token(lx, kind, start, s, flags);
    mix_hash(p, hash_bytes(start, (size_t)(s - start), 2));
    return s;
}

/* ---- names ------------------------------------------------------------------------------------- */

typedef struct LookAlike {
    uint32_t cp;
    const char *text;
} LookAlike;
static const LookAlike look_alikes[] = {
    {0x2018, "'"}, {0x2019, "'"}, {0x201c, "\""}, {0x201d, "\""}, {0x201e, "\""}, {0x00ab, "\""}, {0x00bb, "\""},
    {0x2013, "-"}, {0x2014, "-"}, {0x2212, "-"}, {0x00a0, " "}, {0x202f, " "}, {0x3000, " "}, {0x200b, ""},
    {0xfeff, ""}, {0x00d7, "*"}, {0x00f7, "/"}, {0x2264, "<="}, {0x2265, ">="}, {0x2260, "!="}, {0x2192, "->"},
    {0xff08, "("}, {0xff09, ")"}, {0xff1a, ":"}, {0xff0c, ","}, {0xff1b, ";"}, {0x2026, "..."}, {0x00b4, "'"},
};

static const char *bad_character(Lexer *lx, const char *s, uint32_t cp, int n) {
    Parser *p = lx->p;
    uint32_t at = offset(lx, s);
    Diag *d;
    if (cp == 0x201c || cp == 0x201d || cp == 0x2018 || cp == 0x2019) { /* a whole string in curly quotes */
        bool twin = cp == 0x201c || cp == 0x201d;
        for (const char *e = s + 3; e + 3 <= lx->limit && *e != '\n'; e++) {
            if (memcmp(e, twin ? "\xe2\x80\x9d" : "\xe2\x80\x99", 3) != 0) continue;
            d = error_soft(p, DIAG_bad_character, at, offset(lx, e + 3), "this string stands in typographic quotes");
            if (d) {
                Fix *f = diag_fix(d, FIX_MAYBE, twin ? "use `\"`" : "use `'`");
                fix_edit(f, rel(at, at + 3), twin ? STR("\"") : STR("'"));
                fix_edit(f, rel(offset(lx, e), offset(lx, e + 3)), twin ? STR("\"") : STR("'"));
            }
            add_token(lx, T_ERROR, s, e + 3, 0);
            return e + 3;
        }
    }
    if (cp > 0x20 && cp != 0x7f && cp != 0xa0 && cp != 0x200b && cp != 0xfeff)
        d = error_soft(p, DIAG_bad_character, at, at + (uint32_t)n, "`%.*s` (U+%04X) has no meaning here", n, s, cp);
    else d = error_soft(p, DIAG_bad_character, at, at + (uint32_t)n, "an invisible character (U+%04X) stands here", cp);
    for (size_t i = 0; d && i < ARRAY_LEN(look_alikes); i++) {
        if (look_alikes[i].cp != cp) continue;
        const char *t = look_alikes[i].text;
        char title[32];
        if (*t && *t != ' ') snprintf(title, sizeof title, "use `%s`", t);
        else snprintf(title, sizeof title, *t ? "use a space" : "remove it");
        fix_replace(d, FIX_MAYBE, at, at + (uint32_t)n, t, title);
    }
    if (cp == 0xa0 || cp == 0x202f || cp == 0x3000 || cp == 0x200b || cp == 0xfeff) p->had_error = true;
    else add_token(lx, T_ERROR, s, s + n, 0);
    return s + n;
}

/* The name at s holds bytes above ASCII: where it ends, or NULL when it does not begin a name. */
static const char *wide_name_end(const Lexer *lx, const char *s, uint32_t *bad, int *bad_len) {
    bool first = true, mojo = !lx->p->is_py, emoji = false;
    const char *start = s;
    while (s < lx->limit && ID_CHAR(*s)) {
        if ((unsigned char)*s < 0x80) {
            s++, first = false, emoji = false;
            continue;
        }
        uint32_t cp;
        int n = utf8_decode(s, lx->limit, &cp);
        if (!n) { /* reported for the file */
            s++, first = false;
            continue;
        }
        bool ok = first ? unicode_xid_start(cp) : unicode_xid_continue(cp);
        if (!ok && mojo) {
            ok = unicode_is_emoji(cp) || (emoji && (cp == 0x200d || cp == 0xfe0f));
            emoji = ok;
        }
        if (!ok) {
            *bad = cp;
            *bad_len = n;
            return s == start ? NULL : s;
        }
        s += n, first = false;
    }
    return s;
}

static const char *lex_name(Lexer *lx, const char *start, unsigned flags) {
    Parser *p = lx->p;
    const char *s = start, *limit = lx->limit;
    unsigned char wide = 0;
    while (s < limit && ID_CHAR(*s)) wide |= (unsigned char)*s++;
    size_t n = (size_t)(s - start);
    if (n <= 2 && s < limit && (*s == '"' || *s == '\'')) {
        int prefix = string_prefix(start, n);
        if (prefix >= 0) return lex_string(lx, start, s, prefix, flags);
    }
    if (UNLIKELY(wide & 0x80)) {
        uint32_t cp = 0;
        int bad_len = 0;
        s = wide_name_end(lx, start, &cp, &bad_len);
        if (!s) return bad_character(lx, start, cp, bad_len);
        n = (size_t)(s - start);
    }
    Name name = name_intern(start, n);
    Tok *t = add_token(lx, keyword_of[name->known] ? keyword_of[name->known] : T_NAME, start, s, flags);
    t->name = name;
    mix_hash(p, name->hash);
    return s;
}

static const char *lex_backticks(Lexer *lx, const char *start, unsigned flags) {
    Parser *p = lx->p;
    const char *s = start + 1;
    while (s < lx->limit && *s != '`' && *s != '\n' && *s != '\r') s++;
    uint32_t at = offset(lx, start);
    if (p->is_py) {
        error_soft(p, DIAG_backticks, at, offset(lx, s) + 1, "backticks mean nothing in Python");
        add_token(lx, T_ERROR, start, s < lx->limit && *s == '`' ? s + 1 : s, flags);
        return s < lx->limit && *s == '`' ? s + 1 : s;
    }
    if (s >= lx->limit || *s != '`') {
        error_soft(p, DIAG_backticks, at, offset(lx, s), "this name has no closing backtick");
        add_token(lx, T_ERROR, start, s, flags);
        return s;
    }
    if (s == start + 1) {
        error_soft(p, DIAG_backticks, at, at + 2, "a name in backticks cannot be empty");
        add_token(lx, T_ERROR, start, s + 1, flags);
        return s + 1;
    }
    Name name = name_intern(start + 1, (size_t)(s - start - 1));
    Tok *t = add_token(lx, T_NAME, start, s + 1, flags | TF_TICK);
    t->name = name;
    mix_hash(p, name->hash + 1);
    return s + 1;
}

/* ---- indentation ------------------------------------------------------------------------------- */

static void report_tabs(Lexer *lx, const char *s) {
    Parser *p = lx->p;
    if (p->indent_reported) return;
    p->indent_reported = true;
    const char *ls = s;
    while (ls > p->text && ls[-1] != '\n' && ls[-1] != '\r') ls--;
    uint32_t a = ls < p->item_text ? 0 : offset(lx, ls);
    Diag *d = error_soft(p, DIAG_mixed_tabs, a, offset(lx, s), "this indentation mixes tabs and spaces differently from the lines around it");
    if (d) diag_help(d, "indent with spaces only");
}

static void indentation(Lexer *lx, const LineStart *ls) {
    Parser *p = lx->p;
    Indent *top = &p->indents[p->n_indents - 1];
    lx->line_col = ls->col;
    if (ls->col == top->col) {
        if (ls->alt != top->alt) report_tabs(lx, ls->s);
        return;
    }
    if (ls->col > top->col) {
        if (ls->alt <= top->alt) report_tabs(lx, ls->s);
        if (p->n_indents > MAX_INDENT) {
            if (!p->depth_reported) {
                p->depth_reported = true;
                error_soft(p, DIAG_too_deep, offset(lx, ls->s), offset(lx, ls->s) + 1,
                           "more than %d levels of indentation", MAX_INDENT);
            }
            return;
        }
        p->indents[p->n_indents++] = (Indent){ls->col, ls->alt};
        add_token(lx, T_INDENT, ls->s, ls->s, 0);
        return;
    }
    while (p->n_indents > 1 && ls->col < p->indents[p->n_indents - 1].col) {
        if (ls->col > p->indents[p->n_indents - 2].col) {
            const char *b = ls->s;
            while (b > p->item_text && b[-1] != '\n' && b[-1] != '\r') b--;
            Diag *d = error_soft(p, DIAG_bad_dedent, offset(lx, b), offset(lx, ls->s),
                                 "this line is indented by %u columns, which matches no block around it", ls->col);
            if (d)
                diag_help(d, "the blocks around it are indented by %u and %u", p->indents[p->n_indents - 2].col,
                          p->indents[p->n_indents - 1].col);
            p->indent_reported = true;
            p->indents[p->n_indents - 1] = (Indent){ls->col, ls->alt};
            return;
        }
        p->n_indents--;
        add_token(lx, T_DEDENT, ls->s, ls->s, 0);
    }
    if (ls->alt != p->indents[p->n_indents - 1].alt) report_tabs(lx, ls->s);
}

/* Mojo: a deeper line that goes on with the header or the string before it. */
static bool continues_line(const Lexer *lx, const LineStart *ls) {
    const Parser *p = lx->p;
    if (p->is_py || ls->col <= lx->line_col || p->n_toks < 2) return false;
    const Tok *t = last_token(lx);
    const char *s = ls->s, *limit = lx->limit;
    if (t->kind == T_COLON) return false;
    if (*s == '-') return s + 1 < limit && s[1] == '>';
    if (t->kind == T_STRING || t->kind == T_FSTRING) {
        const char *q = s;
        while (q < limit && q - s < 2 && ID_CHAR(*q)) q++;
        return q < limit && (*q == '"' || *q == '\'') && string_prefix(s, (size_t)(q - s)) >= 0;
    }
    if (*s == 'w') return word_at(s, limit, "where") && (t->kind == T_RPAR || t->kind == T_RSQB || t->kind == T_NAME || t->kind == T_RBRACE || is_keyword(t->kind));
    if (*s == 'r') return word_at(s, limit, "raises") && (t->kind == T_RPAR || t->kind == T_NAME);
    return false;
}

/* ---- the loop ---------------------------------------------------------------------------------- */

/* The item's last line is a header without a block. */
static bool header_alone(const Lexer *lx) {
    return last_token(lx)[-1].kind == T_COLON; /* before the NEWLINE */
}

/* Begins a statement that clauses may follow, or decorators. */
static bool begins_clauses(const Lexer *lx, const char *s) {
    static const char *const words[] = {"if", "for", "while", "with", "try", "async", "comptime"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (word_at(s, lx->limit, words[i])) return true;
    return *s == '@';
}

/* A line that begins with what cannot begin a statement is a mistake, and says nothing about blocks. */
static bool begins_nothing(const Lexer *lx, const char *s) {
    const char *limit = lx->limit;
    char c1 = s + 1 < limit ? s[1] : 0;
    switch (*s) {
    case '.': return !IS_DIGIT(c1) && c1 != '.';
    case '*': case '+': case '-': return c1 == '=' || (*s == '-' && c1 == '>');
    case '@': return c1 == '=';
    case ':': case '=': case ',': case '<': case '>': case '/': case '%': case '|': case '&': case '^': return true;
    case '!': return c1 == '=';
    case ')': case ']': return !lx->p->n_open;
    case 'a': return word_at(s, limit, "and");
    case 'o': return word_at(s, limit, "or");
    case 'i': return word_at(s, limit, "in") || word_at(s, limit, "is");
    default: return false;
    }
}

/* After the last token of a logical line. True when the item ends. */
static bool end_line(Lexer *lx, const LineStart *ls) {
    Parser *p = lx->p;
    const char *e = p->item_text + last_token(lx)->end;
    add_token(lx, T_NEWLINE, e, e, 0);
    if (ls->at_end) return true;
    if (begins_nothing(lx, ls->s) && !(header_alone(lx) && ls->col > lx->line_col)) return false;
    if (ls->col == 0) {
        bool clauses = false, decorated = false;
        switch (lx->first_kind) {
        case T_KW_IF: case T_KW_FOR: case T_KW_WHILE: case T_KW_TRY: case T_KW_WITH: case T_KW_ASYNC: clauses = true; break;
        case T_AT: decorated = true; break;
        default: break;
        }
        if (clauses && joins_item(ls->s, lx->limit)) {
            /* goes on */
        } else if (header_alone(lx)) { /* the block, not indented: reported once, with what follows */
            if (begins_clauses(lx, ls->s)) lx->first_kind = 0;
        } else if (p->brace_blocks && *ls->s == '}') {
            /* the end of a block in braces */
        } else if (decorated) {
            lx->first_kind = 0;
        } else return true;
        p->indent_reported = false;
    }
    indentation(lx, ls);
    return false;
}

/* At a line end. True when the item ends here; else lx->s is at the next token. */
static bool newline(Lexer *lx) {
    Parser *p = lx->p;
    if (lx->hole) {
        lx->s = skip_newline(lx->s, lx->limit);
        return false;
    }
    LineStart ls = find_line(skip_newline(lx->s, lx->limit), lx->limit);
    if (p->n_open) {
        if (!ls.at_end && !cuts_brackets(lx, &ls)) {
            lx->s = ls.s;
            return false;
        }
        report_unclosed(lx, 0);
        close_open(lx, 0);
        p->flags |= ITEM_FORCED;
    } else if (!ls.at_end && continues_line(lx, &ls)) {
        lx->s = ls.s;
        return false;
    }
    if (end_line(lx, &ls)) return true;
    lx->s = ls.s;
    return false;
}

static void run(Lexer *lx) {
    Parser *p = lx->p;
    const char *limit = lx->limit;
    const char *s = lx->s;
    unsigned flags = TF_LINE;
    for (;;) {
        while (s < limit && (*s == ' ' || *s == '\t' || *s == '\f')) s++, flags |= TF_SPACE;
        if (UNLIKELY(s >= limit)) {
            if (lx->hole) return;
            lx->s = s;
            if (p->n_toks > 1 && last_token(lx)->kind != T_NEWLINE && newline(lx)) return;
            return;
        }
        const char *start = s;
        char c = *s;
        char c1 = s + 1 < limit ? s[1] : 0;
#define PUNCT(kind, len) (add_token(lx, (kind), start, start + (len), flags), s = start + (len))
        switch (c) {
        case 'a' ... 'z': case 'A' ... 'Z': case '_':
            s = lex_name(lx, s, flags);
            break;
        case '0' ... '9': s = lex_number(lx, s, flags); break;
        case '"': case '\'': s = lex_string(lx, s, s, 0, flags); break;
        case '`': s = lex_backticks(lx, s, flags); break;
        case '#': s = line_end(s, limit); continue;
        case '\r': case '\n':
            lx->s = s;
            if (newline(lx)) return;
            s = lx->s;
            flags = TF_LINE | TF_SPACE;
            if (p->toks[p->n_toks - 1].kind >= T_NEWLINE && p->toks[p->n_toks - 1].kind <= T_DEDENT && p->n_indents == 1 && !lx->hole) {
                /* first token of a line in column 0 */
                if (*s == '@') lx->first_kind = T_AT;
                else if (!lx->first_kind) {
                    lx->first_kind = T_NAME;
                    const char *e = s;
                    while (e < limit && ID_CHAR(*e)) e++;
                    if (e > s) {
                        Name n = name_intern(s, (size_t)(e - s));
                        lx->first_kind = n->known == NM_kw_comptime ? T_KW_ASYNC : keyword_of[n->known];
                        if (!lx->first_kind) lx->first_kind = T_NAME;
                    }
                }
            }
            continue;
        case '\\':
            if (c1 == '\n' || c1 == '\r') {
                s = skip_newline(s + 1, limit);
                if (s >= limit) {
                    error_soft(p, DIAG_stray_backslash, offset(lx, start), offset(lx, start) + 1, "the file ends after this line continuation");
                    p->had_error = true;
                }
                flags |= TF_SPACE;
                continue;
            }
            {
                Diag *d = error_soft(p, DIAG_stray_backslash, offset(lx, s), offset(lx, s) + 1,
                                     "a backslash joins lines only as the last character of its line");
                const char *e = skip_space(s + 1, limit);
                if (d && (e >= limit || *e == '\n' || *e == '\r'))
                    fix_replace(d, FIX_SAFE, offset(lx, s + 1), offset(lx, e), "", "remove the spaces after it");
            }
            add_token(lx, T_ERROR, s, s + 1, flags);
            s++;
            break;
        case '(': open_bracket(lx, T_LPAR, offset(lx, s)); PUNCT(T_LPAR, 1); break;
        case '[': open_bracket(lx, T_LSQB, offset(lx, s)); PUNCT(T_LSQB, 1); break;
        case '{': open_bracket(lx, T_LBRACE, offset(lx, s)); PUNCT(T_LBRACE, 1); break;
        case ')': close_bracket(lx, T_RPAR, s, flags); s++; break;
        case ']': close_bracket(lx, T_RSQB, s, flags); s++; break;
        case '}': close_bracket(lx, T_RBRACE, s, flags); s++; break;
        case ',': PUNCT(T_COMMA, 1); break;
        case ';': PUNCT(T_SEMI, 1); break;
        case ':': c1 == '=' ? PUNCT(T_WALRUS, 2) : PUNCT(T_COLON, 1); break;
        case '.':
            if (IS_DIGIT(c1)) s = lex_number(lx, s, flags);
            else if (c1 == '.' && s + 2 < limit && s[2] == '.') PUNCT(T_ELLIPSIS, 3);
            else PUNCT(T_DOT, 1);
            break;
        case '=': c1 == '=' ? PUNCT(T_EQ, 2) : PUNCT(T_ASSIGN, 1); break;
        case '!': c1 == '=' ? PUNCT(T_NE, 2) : PUNCT(T_BANG, 1); break;
        case '+': c1 == '=' ? PUNCT(T_PLUS_EQ, 2) : PUNCT(T_PLUS, 1); break;
        case '-': c1 == '=' ? PUNCT(T_MINUS_EQ, 2) : c1 == '>' ? PUNCT(T_ARROW, 2) : PUNCT(T_MINUS, 1); break;
        case '*':
            if (c1 == '*') s + 2 < limit && s[2] == '=' ? PUNCT(T_DSTAR_EQ, 3) : PUNCT(T_DSTAR, 2);
            else c1 == '=' ? PUNCT(T_STAR_EQ, 2) : PUNCT(T_STAR, 1);
            break;
        case '/':
            if (c1 == '/') s + 2 < limit && s[2] == '=' ? PUNCT(T_DSLASH_EQ, 3) : PUNCT(T_DSLASH, 2);
            else c1 == '=' ? PUNCT(T_SLASH_EQ, 2) : PUNCT(T_SLASH, 1);
            break;
        case '%': c1 == '=' ? PUNCT(T_PERCENT_EQ, 2) : PUNCT(T_PERCENT, 1); break;
        case '@': c1 == '=' ? PUNCT(T_AT_EQ, 2) : PUNCT(T_AT, 1); break;
        case '&': c1 == '=' ? PUNCT(T_AMP_EQ, 2) : PUNCT(T_AMP, 1); break;
        case '|': c1 == '=' ? PUNCT(T_BAR_EQ, 2) : PUNCT(T_BAR, 1); break;
        case '^': c1 == '=' ? PUNCT(T_CARET_EQ, 2) : PUNCT(T_CARET, 1); break;
        case '~': PUNCT(T_TILDE, 1); break;
        case '<':
            if (c1 == '<') s + 2 < limit && s[2] == '=' ? PUNCT(T_LSHIFT_EQ, 3) : PUNCT(T_LSHIFT, 2);
            else if (c1 == '>') {
                Diag *d = error_soft(p, DIAG_foreign_operator, offset(lx, s), offset(lx, s) + 2, "`<>` is written `!=`");
                if (d) fix_replace(d, FIX_SAFE, offset(lx, s), offset(lx, s) + 2, "!=", "use `!=`");
                p->had_error = true;
                PUNCT(T_NE, 2);
            } else c1 == '=' ? PUNCT(T_LE, 2) : PUNCT(T_LT, 1);
            break;
        case '>':
            if (c1 == '>') s + 2 < limit && s[2] == '=' ? PUNCT(T_RSHIFT_EQ, 3) : PUNCT(T_RSHIFT, 2);
            else c1 == '=' ? PUNCT(T_GE, 2) : PUNCT(T_GT, 1);
            break;
        case '?': PUNCT(T_QUESTION, 1); break;
        case '$': PUNCT(T_DOLLAR, 1); break;
        default:
            if ((unsigned char)c >= 0x80) s = lex_name(lx, s, flags);
            else s = bad_character(lx, s, (unsigned char)c, 1);
        }
#undef PUNCT
        flags = 0;
    }
}

static void sentinel(Parser *p, uint32_t pos) {
    if (p->n_toks == p->cap_toks) grow_tokens(p);
    p->toks[p->n_toks++] = (Tok){.kind = T_NEWLINE, .pos = pos, .end = pos};
}

static void finish(Lexer *lx) {
    Parser *p = lx->p;
    uint32_t e = p->toks[p->n_toks - 1].end;
    if (p->n_toks == p->cap_toks) grow_tokens(p);
    p->toks[p->n_toks++] = (Tok){.kind = T_END, .pos = e, .end = e};
}

uint32_t lex_item(Parser *p) {
    p->n_toks = 0;
    p->n_open = 0;
    p->n_indents = 1;
    p->indents[0] = (Indent){0, 0};
    p->indent_reported = p->depth_reported = false;
    p->n_muted = p->brace_blocks = 0;
    p->hash = 0x2545f4914f6cdd1dull;
    Lexer lx = {p, p->item_text, p->text + p->size, false, 0, 0, 0};
    sentinel(p, 0);
    const char *ls = lx.s;
    while (ls > p->text && ls[-1] != '\n' && ls[-1] != '\r') ls--;
    LineStart first = find_line(ls, lx.limit);
    if (first.s == lx.s && first.col > 0) {
        p->indents[p->n_indents++] = (Indent){first.col, first.alt};
        lx.line_col = first.col;
        add_token(&lx, T_INDENT, lx.s, lx.s, 0);
    }
    const char *e = lx.s;
    while (e < lx.limit && ID_CHAR(*e)) e++;
    if (e > lx.s) {
        Name n = name_intern(lx.s, (size_t)(e - lx.s));
        lx.first_kind = n->known == NM_kw_comptime ? T_KW_ASYNC : keyword_of[n->known];
    }
    if (!lx.first_kind) lx.first_kind = e < lx.limit && *e == '@' ? T_AT : T_NAME;
    run(&lx);
    /* end of the last line: the newline token stands right behind the last real token */
    const Tok *last = last_token(&lx);
    if (last->kind != T_NEWLINE) {
        const char *end = p->item_text + last->end;
        add_token(&lx, T_NEWLINE, end, end, 0);
        last = last_token(&lx);
    }
    const char *end = line_end(p->item_text + last->end, lx.limit);
    if (p->n_toks <= 2 && lx.s > end) end = lx.s; /* line continuations only */
    while (p->n_indents > 1) {
        p->n_indents--;
        const char *at = p->item_text + last_token(&lx)->end;
        add_token(&lx, T_DEDENT, at, at, 0);
    }
    finish(&lx);
    p->t = p->toks + 1;
    return (uint32_t)(end - p->text);
}

void lex_hole(Parser *p, uint32_t from, uint32_t to) {
    Lexer lx = {p, p->item_text + from, p->item_text + to, true, 0, 0, 0};
    sentinel(p, from);
    uint64_t hash = p->hash; /* the whole string was mixed in already */
    uint32_t open = p->n_open;
    run(&lx);
    if (p->n_open > open) {
        report_unclosed(&lx, open);
        close_open(&lx, open);
    }
    p->hash = hash;
    finish(&lx);
    p->t = p->toks + 1;
}
