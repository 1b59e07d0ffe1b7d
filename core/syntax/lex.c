/* SPDX-License-Identifier: Apache-2.0 */
/* Text to tokens, one top-level item at a time.
 * An item ends where the next line begins in column 0 with something that does not go on with it
 * (else, elif, except, finally do; a decorator's next line does). While a bracket is open lines do not
 * end, unless the next one begins with what cannot stand inside brackets: then the open brackets are
 * reported, closed by synthetic tokens, and the line begins a statement (or item) of its own. */
#include "syntax/lex_int.h"

const uint8_t lex_id_char[256] = {
    ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['_'] = 1, [0x80 ... 0xff] = 1,
};

const uint8_t lex_keyword_of[NM_COUNT] = {
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

void grow_tokens(Parser *p) {
    p->cap_toks = p->cap_toks ? p->cap_toks * 2 : 256;
    p->toks = xrealloc(p->toks, p->cap_toks * sizeof *p->toks);
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
    Tok *t = add_token(lx, lex_keyword_of[name->known] ? lex_keyword_of[name->known] : T_NAME, start, s, flags);
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

static bool joins_item(const char *s, const char *limit) {
    switch (*s) {
    case 'e': return word_at(s, limit, "else") || word_at(s, limit, "elif") || word_at(s, limit, "except");
    case 'f': return word_at(s, limit, "finally");
    default: return false;
    }
}

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
                        lx->first_kind = n->known == NM_kw_comptime ? T_KW_ASYNC : lex_keyword_of[n->known];
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
        lx.first_kind = n->known == NM_kw_comptime ? T_KW_ASYNC : lex_keyword_of[n->known];
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
