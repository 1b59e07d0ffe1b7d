/* SPDX-License-Identifier: Apache-2.0 */
/* Reporting from the parser: one error a statement, spans relative to the item, and the guess what an
 * unexpected token was meant to be. */
#include "syntax/parse.h"

/* Item-relative places carry this file number until ast_diags puts the real one in. */
Span rel(uint32_t start, uint32_t end) {
    return (Span){UINT32_MAX, start, end < start ? start : end};
}

PRINTF_LIKE(5, 0)
static Diag *add(Parser *p, DiagCode code, uint32_t start, uint32_t end, const char *fmt, va_list ap) {
    if (!p->sink) {
        p->sink = ARENA_NEW(p->arena, DiagSink);
        diag_sink_init(p->sink, p->arena);
    }
    char text[512];
    vsnprintf(text, sizeof text, fmt, ap);
    /* never cut a character in two */
    size_t ok = utf8_valid_prefix(text, strlen(text));
    if (strlen(text) == sizeof text - 1) text[ok] = '\0';
    return diag_add(p->sink, code, rel(start, end), "%s", text);
}

Diag *error_soft(Parser *p, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Diag *d = add(p, code, start, end, fmt, ap);
    va_end(ap);
    p->had_error = true;
    return d;
}

Diag *error_at(Parser *p, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...) {
    if (p->panic) return NULL;
    p->panic = true;
    p->had_error = true;
    /* the lexer has said what is wrong here */
    if (p->t->kind == T_ERROR || p->t->flags & TF_SYNTH || (p->t > p->toks && (p->t[-1].kind == T_ERROR || p->t[-1].flags & TF_SYNTH)))
        return NULL;
    for (uint32_t i = 0; i < p->n_muted; i++)
        if (start >= p->muted[i].pos && start <= p->muted[i].end) return NULL;
    va_list ap;
    va_start(ap, fmt);
    Diag *d = add(p, code, start, end, fmt, ap);
    va_end(ap);
    if (!p->string_depth) { /* a bracket that closes nothing later in the line is part of the same mistake */
        const Tok *t = p->t;
        while (t->kind != T_NEWLINE && t->kind != T_END) t++;
        forget(p, DIAG_unmatched_bracket, start, t->pos + 1);
    }
    return d;
}

Diag *warn_at(Parser *p, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Diag *d = add(p, code, start, end, fmt, ap);
    va_end(ap);
    return d;
}

/* Takes back what the lexer reported there: a better message says it. */
void forget(Parser *p, DiagCode code, uint32_t from, uint32_t to) {
    if (!p->sink) return;
    uint32_t o = 0;
    for (uint32_t i = 0; i < p->sink->diags.len; i++) {
        Diag *d = p->sink->diags.data[i];
        if (d->code == code && d->at.start >= from && d->at.start < to) p->sink->n_errors--;
        else p->sink->diags.data[o++] = d;
    }
    p->sink->diags.len = o;
}

void fix_insert(Diag *d, FixTrust trust, uint32_t at, const char *text, const char *title) {
    fix_replace(d, trust, at, at, text, title);
}

void fix_replace(Diag *d, FixTrust trust, uint32_t start, uint32_t end, const char *text, const char *title) {
    Fix *f = diag_fix(d, trust, "%s", title);
    fix_edit(f, rel(start, end), str_of(text));
}

Diag *legacy(Parser *p, uint32_t start, uint32_t end, const char *text, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Diag *d = add(p, DIAG_legacy_spelling, start, end, fmt, ap);
    va_end(ap);
    d->deprecated = true;
    if (!text) return d;
    char title[80];
    if (*text) snprintf(title, sizeof title, "write `%s`", text);
    else snprintf(title, sizeof title, "remove it");
    fix_replace(d, FIX_SAFE, start, end, text, title);
    return d;
}

Str tok_str(const Parser *p, const Tok *t) {
    return (Str){p->item_text + t->pos, t->end - t->pos};
}

const char *tok_show(Parser *p, const Tok *t) {
    switch (t->kind) {
    case T_END: return p->string_depth ? "the end of the hole" : "the end of the file";
    case T_NEWLINE: return "the end of the line";
    case T_INDENT: return "a deeper indentation";
    case T_DEDENT: return "the end of the block";
    case T_STRING: case T_FSTRING: return "a string";
    default: break;
    }
    uint32_t len = t->end - t->pos;
    if (len > 40) len = 40;
    if (is_keyword(t->kind)) return arena_printf(p->arena, "the keyword `%.*s`", (int)len, p->item_text + t->pos);
    return arena_printf(p->arena, "`%.*s`", (int)len, p->item_text + t->pos);
}

/* A token that other languages have here and ours does not. */
static bool foreign_token(Parser *p) {
    const Tok *t = p->t;
    Diag *d;
    switch (t->kind) {
    case T_BANG:
        d = error_at(p, DIAG_foreign_operator, t->pos, t->end, "`!` is written `not`");
        if (d && starts_operand(p, t + 1)) fix_replace(d, FIX_SAFE, t->pos, t->end, "not ", "use `not`");
        next(p);
        return true;
    case T_QUESTION:
        d = error_at(p, DIAG_foreign_operator, t->pos, t->end, "`?` is no operator");
        if (d) diag_help(d, "write a choice as `a if condition else b`");
        return true;
    case T_DOLLAR:
        error_at(p, DIAG_bad_character, t->pos, t->end, "`$` has no meaning here");
        return true;
    default: return false;
    }
}

void error_expected(Parser *p, const char *what) {
    if (p->panic) return;
    if (foreign_token(p)) return;
    const Tok *t = p->t;
    if (t->kind == T_INDENT) {
        error_at(p, DIAG_unexpected_indent, t->pos, t->end, "this line is indented deeper than the block it is in");
        return;
    }
    uint32_t pos = t->pos, end = t->end;
    if (t->kind == T_NEWLINE || t->kind == T_END) end = pos + (pos < p->size - p->base);
    bool operand = strcmp(what, "an expression") == 0;
    const Tok *b = t - 1;
    if (operand && (t->kind == T_NEWLINE || t->kind == T_END || t->kind == T_RPAR || t->kind == T_COLON) && b > p->toks &&
        ((b->kind >= T_PLUS && b->kind <= T_TILDE) || b->kind == T_KW_AND || b->kind == T_KW_OR || b->kind == T_KW_NOT ||
         b->kind == T_KW_IN || b->kind == T_KW_IS || b->kind == T_KW_IF || b->kind == T_KW_ELIF || b->kind == T_KW_WHILE || b->kind == T_KW_ELSE)) {
        error_at(p, DIAG_missing_value, b->pos, b->end, "an expression is missing after `%.*s`", STR_ARG(tok_str(p, b)));
        return;
    }
    if (operand && t->kind == T_AMP && b->kind == T_COLON) {
        Diag *d = error_at(p, DIAG_foreign_operator, pos, end, "a type has no `&`");
        if (d) diag_help(d, "write `mut` or `ref` before the argument's name");
        return;
    }
    if (operand && t->kind == T_ASSIGN && b->kind == T_NE && b->end == pos) {
        Diag *d = error_at(p, DIAG_foreign_operator, b->pos, end, "`!==` is written `!=`");
        if (d) fix_replace(d, FIX_SAFE, b->pos, end, "!=", "use `!=`");
        next(p);
        return;
    }
    if (operand && t->kind == T_KW_ASYNC) {
        error_at(p, DIAG_syntax_error, pos, end, "`async` must be followed by `def`, `for` or `with`");
        return;
    }
    if (operand && t->kind == T_KW_RETURN && p->t > p->toks && b->kind == T_COLON) {
        Diag *d = error_at(p, DIAG_keyword_as_name, pos, end, "a `lambda` holds one expression and no `return`");
        if (d) fix_replace(d, FIX_SAFE, pos, t[1].pos, "", "remove `return`");
        return;
    }
    if (is_keyword(t->kind) && !strcmp(what, "an expression")) {
        Diag *d = error_at(p, DIAG_keyword_as_name, pos, end, "`%s` is a keyword; an expression was expected", t->name->chars);
        (void)d;
        return;
    }
    error_at(p, DIAG_syntax_error, pos, end, "expected %s, found %s", what, tok_show(p, t));
}

void expect_colon(Parser *p, const char *after) {
    if (LIKELY(accept(p, T_COLON))) return;
    if (p->panic) return;
    uint32_t e = prev_end(p);
    const Tok *t = p->t;
    if (t->kind == T_ASSIGN) {
        Diag *d = error_at(p, DIAG_assign_in_expression, t->pos, t->end, "`=` assigns and cannot be part of a condition");
        if (d) fix_replace(d, FIX_MAYBE, t->pos, t->end, "==", "compare with `==`");
        return;
    }
    if (t->kind == T_LBRACE) {
        Diag *d = error_at(p, DIAG_braces_for_block, t->pos, t->end, "a block begins with `:` and is indented, without braces");
        if (d) {
            fix_replace(d, FIX_MAYBE, t->pos, t->end, ":", "use `:`");
            forget(p, DIAG_unclosed_bracket, t->pos, t->end);
        }
        return;
    }
    if (t->kind == T_NEWLINE || t->kind == T_END) {
        Diag *d = error_at(p, DIAG_missing_colon, e, e + 1, "`:` is missing after %s", after);
        if (d) fix_insert(d, FIX_SAFE, e, ":", "insert `:`");
        return;
    }
    if (foreign_token(p)) return;
    if (t->kind == T_NAME && str_eq_c(name_str(t->name), "throws")) {
        Diag *d = error_at(p, DIAG_foreign_word, t->pos, t->end, "a function that can fail is marked `raises`");
        if (d && !p->is_py) fix_replace(d, FIX_SAFE, t->pos, t->end, "raises", "use `raises`");
        return;
    }
    if ((t->kind == T_FLOAT || t->kind == T_DOT || t->kind == T_ELLIPSIS) && t[-1].kind >= T_INT && t[-1].kind <= T_FLOAT) {
        error_range(p);
        return;
    }
    Diag *d = error_at(p, DIAG_missing_colon, t->pos, t->end, "expected `:` after %s, found %s", after, tok_show(p, t));
    if (d && (t->kind == T_NAME || is_keyword(t->kind)) && t->flags & TF_SPACE && t->kind != T_KW_IN && t->kind != T_KW_IS)
        fix_insert(d, FIX_MAYBE, e, ":", "insert `:`");
}
