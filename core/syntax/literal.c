/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and strings: escapes are decoded here, f- and t-strings are taken apart, neighbours joined. */
#include "base/unicode_name.h"
#include "syntax/parse.h"

Node *parse_number(Parser *p) {
    const Tok *t = p->t;
    Str text = arena_str(p->arena, tok_str(p, t));
    p->t++;
    switch (t->kind) {
    case T_INT: {
        if (p->is_py && text.len > 4300 && (text.p[0] != '0')) {
            size_t n = 0;
            for (size_t i = 0; i < text.len; i++) n += text.p[i] != '_';
            if (n > 4300) error_soft(p, DIAG_bad_number, t->pos, t->end, "this number has %zu digits; 4300 is Python's limit", n);
        }
        NodeIntLit *n = NEW(IntLit, p, t->pos);
        n->text = text;
        return DONE(p, n);
    }
    case T_FLOAT: {
        NodeFloatLit *n = NEW(FloatLit, p, t->pos);
        n->text = text;
        return DONE(p, n);
    }
    default: {
        NodeImagLit *n = NEW(ImagLit, p, t->pos);
        n->text = text;
        return DONE(p, n);
    }
    }
}

/* ---- escapes ----------------------------------------------------------------------------------- */

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* UTF-8, also of surrogates (Python strings may hold them). */
static char *put_code_point(char *o, uint32_t cp) {
    if (cp >= 0xd800 && cp < 0xe000) {
        *o++ = (char)(0xe0 | cp >> 12);
        *o++ = (char)(0x80 | (cp >> 6 & 0x3f));
        *o++ = (char)(0x80 | (cp & 0x3f));
        return o;
    }
    return o + utf8_encode(cp, o);
}

static void bad_escape(Parser *p, const char *at, const char *end, const char *what) {
    error_soft(p, DIAG_bad_escape, (uint32_t)(at - p->item_text), (uint32_t)(end - p->item_text), "%s", what);
}

/* One escape; s is behind the backslash. Writes to *o, returns the new s. */
static const char *decode_escape(Parser *p, const char *s, const char *end, char **out, bool bytes) {
    char *o = *out;
    const char *at = s - 1;
    char c = *s++;
    switch (c) {
    case '\n': break;
    case '\r':
        if (s < end && *s == '\n') s++;
        break;
    case '\\': case '\'': case '"': *o++ = c; break;
    case 'a': *o++ = '\a'; break;
    case 'b': *o++ = '\b'; break;
    case 'f': *o++ = '\f'; break;
    case 'n': *o++ = '\n'; break;
    case 'r': *o++ = '\r'; break;
    case 't': *o++ = '\t'; break;
    case 'v': *o++ = '\v'; break;
    case '0' ... '7': {
        uint32_t v = (uint32_t)(c - '0');
        for (int i = 0; i < 2 && s < end && *s >= '0' && *s <= '7'; i++) v = v * 8 + (uint32_t)(*s++ - '0');
        if (v > 0377 && !p->is_py) bad_escape(p, at, s, "an octal escape is at most `\\377`");
        if (bytes) *o++ = (char)v;
        else o = put_code_point(o, v);
        break;
    }
    case 'x': case 'u': case 'U': {
        if (bytes && c != 'x') goto unknown;
        int want = c == 'x' ? 2 : c == 'u' ? 4 : 8, i = 0;
        uint32_t v = 0;
        for (; i < want && s < end && hex_value(*s) >= 0; i++) v = v * 16 + (uint32_t)hex_value(*s++);
        if (i < want) {
            bad_escape(p, at, s, c == 'x' ? "`\\x` needs two hexadecimal digits" : c == 'u' ? "`\\u` needs four hexadecimal digits" : "`\\U` needs eight hexadecimal digits");
            break;
        }
        if (v > 0x10ffff) {
            bad_escape(p, at, s, "this is beyond the last code point, U+10FFFF");
            break;
        }
        if (!p->is_py && v >= 0xd800 && v < 0xe000) {
            bad_escape(p, at, s, "a surrogate is no character; write the code point with `\\U`");
            break;
        }
        if (bytes) *o++ = (char)v;
        else o = put_code_point(o, v);
        break;
    }
    case 'N':
        if (bytes || !p->is_py) goto unknown;
        if (s >= end || *s != '{') {
            bad_escape(p, at, s, "`\\N` needs a character name in braces");
            break;
        }
        {
            const char *e = memchr(s, '}', (size_t)(end - s));
            if (!e || e == s + 1) {
                bad_escape(p, at, e ? e + 1 : end, "`\\N` needs a character name in braces");
                s = e ? e + 1 : end;
                break;
            }
            Str name = {s + 1, (size_t)(e - s - 1)};
            uint32_t cp = unicode_by_name(name);
            if (cp == UINT32_MAX) {
                char what[128];
                snprintf(what, sizeof what, "no character is named `%.*s`", (int)(name.len < 80 ? name.len : 80), name.p);
                bad_escape(p, at, e + 1, what);
            } else o = put_code_point(o, cp);
            s = e + 1;
        }
        break;
    default:
    unknown:
        *o++ = '\\';
        if ((unsigned char)c >= 0x80) { /* as any other character */
            s--;
            break;
        }
        *o++ = c;
        {
            uint32_t a = (uint32_t)(at - p->item_text);
            if (p->is_py) {
                Diag *d = warn_at(p, DIAG_unknown_escape, a, a + 2, "`\\%c` is no escape; the backslash stays in the string", c);
                if (d) fix_replace(d, FIX_SAFE, a, a + 1, "\\\\", "double the backslash");
            } else {
                Diag *d = error_soft(p, DIAG_bad_escape, a, a + 2, "`\\%c` is no escape", c);
                if (d) fix_replace(d, FIX_MAYBE, a, a + 1, "\\\\", "double the backslash");
            }
        }
    }
    *out = o;
    return s;
}

/* Text between quotes [s, end). doubled: `{{` and `}}` are one brace. */
static Str decode(Parser *p, const char *s, const char *end, bool raw, bool bytes, bool doubled) {
    size_t n = (size_t)(end - s);
    bool plain = true;
    for (const char *c = s; c < end && plain; c++)
        plain = *c != '\\' && *c != '\r' && (!doubled || (*c != '{' && *c != '}'));
    if (LIKELY(plain)) return arena_str(p->arena, (Str){s, n});
    char *buf = arena_alloc(p->arena, n + n / 2 + 12), *o = buf;
    while (s < end) {
        char c = *s;
        if (c == '\\' && !raw && s + 1 < end && !(doubled && (s[1] == '{' || s[1] == '}'))) s = decode_escape(p, s + 1, end, &o, bytes);
        else if (c == '\r') {
            *o++ = '\n';
            s += s + 1 < end && s[1] == '\n' ? 2 : 1;
        } else if (doubled && (c == '{' || c == '}')) {
            *o++ = c;
            s += s + 1 < end && s[1] == c ? 2 : 1;
        } else {
            *o++ = c;
            s++;
        }
    }
    *o = '\0';
    return (Str){buf, (size_t)(o - buf)};
}

/* ---- f-strings and t-strings ------------------------------------------------------------------- */

typedef struct FText {
    const char *end; /* of the text, before the closing quotes */
    char quote;
    bool raw, triple, template;
} FText;

static void push_literal(Parser *p, const char *s, const char *e, const FText *f, bool in_spec) {
    if (e == s) return;
    NodeStringLit *n = NEW(StringLit, p, (uint32_t)(s - p->item_text));
    n->value = decode(p, s, e, f->raw, false, !in_spec);
    n->n_parts = 1;
    n->node.end = (uint32_t)(e - p->item_text);
    push(p, &n->node);
}

static const char *parse_fstring_parts(Parser *p, const char *s, const FText *f, bool in_spec, int depth);

static Node *parse_hole_expr(Parser *p, const char *s, const char *e) {
    uint32_t from = (uint32_t)(s - p->item_text), to = (uint32_t)(e - p->item_text);
    Tok *toks = p->toks, *t = p->t;
    uint32_t n = p->n_toks, cap = p->cap_toks;
    p->toks = NULL;
    p->n_toks = p->cap_toks = 0;
    lex_hole(p, from, to);
    p->string_depth++;
    Node *v;
    if (at(p, T_END)) {
        Diag *d = error_at(p, DIAG_fstring, from - 1, to + 1, "the braces hold no expression");
        if (d) diag_help(d, "write `{{}}` for literal braces");
        v = error_node(p, from);
    } else {
        v = at(p, T_KW_YIELD) ? parse_expr_list_or_yield(p) : parse_expr_list(p);
        if (at(p, T_WALRUS)) error_trailing(p);
        if (!at(p, T_END) && !p->panic) {
            const Tok *x = p->t;
            error_at(p, DIAG_fstring, x->pos, x->end, "expected the end of the expression in braces, found %s", tok_show(p, x));
        }
        if (IS(Starred, v) && !p->panic) error_at(p, DIAG_star_misuse, v->pos, v->end, "`*` needs a tuple around it here");
        if (IS(Lambda, v) && !(v->flags & NODE_PARENTHESIZED))
            error_at(p, DIAG_fstring, v->pos, v->end, "a `lambda` in braces needs parentheses");
    }
    p->string_depth--;
    free(p->toks);
    p->toks = toks;
    p->n_toks = n;
    p->cap_toks = cap;
    p->t = t;
    return v;
}

/* s is behind `{`. Returns behind `}`. */
static const char *parse_hole(Parser *p, const char *s, const FText *f, int depth) {
    const char *open = s - 1;
    uint32_t pos = (uint32_t)(open - p->item_text);
    int max = p->is_py ? 150 : 20;
    if (depth > max || (int)p->string_depth > max) {
        error_soft(p, DIAG_too_deep, pos, pos + 1, "strings are nested in holes more than %d levels deep", max);
        return f->end;
    }
    const char *e = lex_hole_end(p, s, f->end, 0, f->quote);
    if (!e || e >= f->end) {
        Diag *d = error_at(p, DIAG_fstring, pos, pos + 1, "this `{` in the string has no `}`");
        if (d) diag_help(d, "write `{{` for a literal brace");
        return f->end;
    }
    if (depth >= 2) error_at(p, DIAG_fstring, pos, pos + 1, "holes in format specifiers are nested too deeply");
    NodeInterp *n = NEW(Interp, p, pos);
    if (*s == '!' || *s == ':' || *s == '=') {
        error_at(p, DIAG_fstring, pos, (uint32_t)(s + 1 - p->item_text), "an expression is missing before `%c`", *s);
        n->value = error_node(p, pos + 1);
    } else n->value = parse_hole_expr(p, s, e);
    if (*e == '=') {
        e++;
        while (e < f->end && (*e == ' ' || *e == '\t' || *e == '\n' || *e == '\r' || *e == '\f')) e++;
        n->source = arena_str(p->arena, (Str){s, (size_t)(e - s)});
    } else if (f->template) {
        (void)0;
    }
    if (e < f->end && *e == '!') {
        const char *c = e + 1;
        while (c < f->end && ((*c | 0x20) >= 'a' && (*c | 0x20) <= 'z')) c++;
        size_t len = (size_t)(c - e - 1);
        uint32_t a = (uint32_t)(e - p->item_text);
        if (len == 1 && strchr("rsa", e[1])) n->conversion = (uint32_t)e[1];
        else error_at(p, DIAG_fstring, a, (uint32_t)(c - p->item_text), len ? "`%.*s` is no conversion; `!r`, `!s` and `!a` are" : "a conversion (`r`, `s` or `a`) is missing after `!`", (int)len, e + 1);
        e = c;
    }
    if (e < f->end && *e == ':') {
        NodeFString *spec = NEW(FString, p, (uint32_t)(e + 1 - p->item_text));
        uint32_t mark = p->sp;
        e = parse_fstring_parts(p, e + 1, f, true, depth + 1);
        spec->parts = take(p, mark);
        spec->node.end = (uint32_t)(e - p->item_text);
        n->spec = &spec->node;
    }
    if (e < f->end && *e == '}') e++;
    else {
        uint32_t a = (uint32_t)(e - p->item_text);
        Diag *d = error_at(p, DIAG_fstring, a, a + 1, "expected `}` here");
        if (d) diag_label(d, rel(pos, pos + 1), "to close this `{`");
        e = f->end;
    }
    n->node.end = (uint32_t)(e - p->item_text);
    push(p, &n->node);
    return e;
}

static const char *parse_fstring_parts(Parser *p, const char *s, const FText *f, bool in_spec, int depth) {
    const char *lit = s;
    while (s < f->end) {
        char c = *s;
        if (c == '\\') {
            if (!f->raw && s + 2 < f->end && s[1] == 'N' && s[2] == '{') {
                const char *q = memchr(s, '}', (size_t)(f->end - s));
                s = q ? q + 1 : s + 3;
            } else if (s + 1 < f->end && s[1] != '{' && s[1] != '}' && (!f->raw || s[1] == f->quote || s[1] == '\\')) s += 2;
            else s++;
        } else if (c == '{') {
            if (!in_spec && s + 1 < f->end && s[1] == '{') {
                s += 2;
                continue;
            }
            push_literal(p, lit, s, f, in_spec);
            s = lit = parse_hole(p, s + 1, f, depth);
        } else if (c == '}') {
            if (in_spec) break;
            if (s + 1 < f->end && s[1] == '}') {
                s += 2;
                continue;
            }
            uint32_t a = (uint32_t)(s - p->item_text);
            Diag *d = error_at(p, DIAG_fstring, a, a + 1, "a single `}` stands in the string");
            if (d) fix_replace(d, FIX_MAYBE, a, a + 1, "}}", "double it");
            s++;
        } else s++;
    }
    push_literal(p, lit, s, f, in_spec);
    return s;
}

/* ---- adjacent strings -------------------------------------------------------------------------- */

/* Joins neighbouring literals on the stack above mark. */
static void join_literals(Parser *p, uint32_t mark) {
    uint32_t o = mark;
    for (uint32_t i = mark; i < p->sp; i++) {
        Node *n = p->stack[i];
        if (IS(StringLit, n) && AS(StringLit, n)->value.len == 0 && p->sp - mark > 1) continue;
        if (o > mark && IS(StringLit, n) && IS(StringLit, p->stack[o - 1])) {
            NodeStringLit *a = AS(StringLit, p->stack[o - 1]), *b = AS(StringLit, n);
            char *buf = arena_alloc(p->arena, a->value.len + b->value.len + 1);
            memcpy(buf, a->value.p, a->value.len);
            memcpy(buf + a->value.len, b->value.p, b->value.len + 1);
            a->value = (Str){buf, a->value.len + b->value.len};
            a->n_parts += b->n_parts;
            a->node.end = b->node.end;
        } else p->stack[o++] = n;
    }
    p->sp = o;
}

static void check_bytes(Parser *p, const Tok *t) {
    const char *s = p->item_text + t->pos, *e = p->item_text + t->end;
    for (; s < e; s++) {
        if ((unsigned char)*s < 0x80) continue;
        uint32_t a = (uint32_t)(s - p->item_text), cp;
        int n = utf8_decode(s, e, &cp);
        error_soft(p, DIAG_bytes_not_ascii, a, a + (n ? (uint32_t)n : 1), "bytes literals hold ASCII only");
        return;
    }
}

/* Many adjacent plain strings: one buffer. */
static Node *join_plain(Parser *p, const Tok *first, uint32_t n) {
    NodeStringLit *lit = NEW(StringLit, p, first->pos);
    lit->is_bytes = (first->flags & TF_BYTES) != 0;
    lit->n_parts = n;
    StrBuf b = {0};
    for (uint32_t i = 0; i < n; i++) {
        const Tok *t = first + i;
        uint32_t q = t->flags & TF_TRIPLE ? 3 : 1;
        Str s = decode(p, p->item_text + t->pos + t->prefix, p->item_text + t->end - q, t->flags & TF_RAW, lit->is_bytes, false);
        if (n == 1) {
            lit->value = s;
            return DONE(p, lit);
        }
        sb_str(&b, s);
    }
    lit->value = arena_str(p->arena, sb_view(&b));
    sb_done(&b);
    return DONE(p, lit);
}

Node *parse_strings(Parser *p) {
    const Tok *first = p->t;
    bool format = false, bytes = false, text = false, template = false, plain = false;
    uint32_t n = 0;
    while (at(p, T_STRING) || at(p, T_FSTRING)) {
        if (at(p, T_FSTRING)) {
            format = true;
            if (p->t->flags & TF_TEMPLATE) template = true;
            else plain = true;
        }
        if (p->t->flags & TF_BYTES) {
            bytes = true;
            check_bytes(p, p->t);
        } else text = true;
        n++;
        p->t++;
    }
    const Tok *end = p->t;
    if (bytes && text) error_at(p, DIAG_mixed_strings, first->pos, prev_end(p), "bytes and text literals cannot be joined");
    if (template && p->is_py) error_at(p, DIAG_template_in_python, first->pos, prev_end(p), "t-strings need Python 3.14");
    (void)plain;
    if (!format) return join_plain(p, first, n);
    NodeFString *fs = NEW(FString, p, first->pos);
    fs->is_template = template;
    uint32_t mark = p->sp;
    for (const Tok *t = first; t < end; t++) {
        uint32_t q = t->flags & TF_TRIPLE ? 3 : 1;
        const char *s = p->item_text + t->pos + t->prefix, *e = p->item_text + t->end - q;
        FText f = {e, e[0], t->flags & TF_RAW, t->flags & TF_TRIPLE, t->flags & TF_TEMPLATE};
        if (t->kind == T_FSTRING) {
            parse_fstring_parts(p, s, &f, false, 0);
        } else {
            NodeStringLit *lit = NEW(StringLit, p, t->pos);
            lit->value = decode(p, s, e, f.raw, false, false);
            lit->n_parts = 1;
            lit->node.end = t->end;
            push(p, &lit->node);
        }
    }
    join_literals(p, mark);
    if (p->sp == mark + 1 && IS(StringLit, p->stack[mark]) && AS(StringLit, p->stack[mark])->value.len == 0) p->sp = mark;
    fs->parts = take(p, mark);
    return DONE(p, fs);
}
