/* SPDX-License-Identifier: Apache-2.0 */
/* Where strings and numbers end; f-strings with everything in their holes. */
#include "syntax/lex_int.h"

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
int string_prefix(const char *s, size_t n) {
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
const char *lex_string(Lexer *lx, const char *start, const char *s, int prefix, unsigned flags) {
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

const char *lex_number(Lexer *lx, const char *start, unsigned flags) {
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
                    if (octal) diag_help(d, "remove the zeros, or write `0o%.*s` for an octal number", (int)(int_end - z), z);
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
