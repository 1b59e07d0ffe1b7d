/* SPDX-License-Identifier: Apache-2.0 */
/* What all parts of the parser share: nodes, lists, the depth guard, expectations. */
#include "syntax/parse.h"

Node *node_new(Parser *p, NodeKind kind, size_t size, uint32_t pos) {
    Node *n = arena_alloc(p->arena, size);
    memset(n, 0, size);
    n->kind = kind;
    n->id = ++p->n_nodes;
    n->pos = pos;
    n->end = pos;
    return n;
}

void push_slow(Parser *p) {
    p->cap_stack = p->cap_stack ? p->cap_stack * 2 : 256;
    p->stack = xrealloc(p->stack, p->cap_stack * sizeof *p->stack);
}

NodeList take(Parser *p, uint32_t mark) {
    NodeList l = {NULL, p->sp - mark};
    if (l.len) {
        l.data = arena_alloc(p->arena, l.len * sizeof *l.data);
        memcpy(l.data, p->stack + mark, l.len * sizeof *l.data);
    }
    p->sp = mark;
    return l;
}

Node *error_node(Parser *p, uint32_t pos) {
    Node *n = &NEW(Error, p, pos)->node;
    n->flags |= NODE_HAS_ERROR;
    n->end = p->t->pos > pos ? p->t->pos : pos;
    return n;
}

bool enter(Parser *p) {
    if (LIKELY(++p->depth < MAX_RECURSION)) return true;
    if (!p->depth_reported) {
        p->depth_reported = true;
        error_soft(p, DIAG_too_deep, p->t->pos, p->t->end, "this is nested more than %d levels deep", MAX_RECURSION);
    }
    p->panic = true;
    return false;
}

bool expect(Parser *p, TokKind k, const char *what) {
    if (LIKELY(at(p, k))) {
        next(p);
        return true;
    }
    error_expected(p, what);
    return false;
}

Tok *after_bracket(Parser *p, Tok *t) {
    uint32_t depth = 0;
    for (;; t++) {
        switch (t->kind) {
        case T_LPAR: case T_LSQB: case T_LBRACE: depth++; break;
        case T_RPAR: case T_RSQB: case T_RBRACE:
            if (--depth == 0) return t + 1;
            break;
        case T_END: case T_NEWLINE: return NULL;
        default: break;
        }
    }
}

/* To the closer of the innermost bracket; the lexer keeps brackets balanced. */
static void skip_to_close(Parser *p) {
    uint32_t depth = 0;
    for (;; p->t++) {
        switch (p->t->kind) {
        case T_LPAR: case T_LSQB: case T_LBRACE: depth++; break;
        case T_RPAR: case T_RSQB: case T_RBRACE:
            if (depth-- == 0) return;
            break;
        case T_END: case T_NEWLINE: return;
        default: break;
        }
    }
}

bool expect_close(Parser *p, TokKind k, const Tok *open) {
    if (LIKELY(at(p, k))) {
        next(p);
        return true;
    }
    char what[32];
    snprintf(what, sizeof what, "`,` or `%s`", tok_text((int)k));
    Diag *d = NULL;
    if (at(p, T_ASSIGN)) {
        d = error_at(p, DIAG_assign_in_expression, p->t->pos, p->t->end, "`=` assigns and cannot be part of an expression");
        if (d) fix_replace(d, FIX_MAYBE, p->t->pos, p->t->end, "==", "compare with `==`");
    } else error_expected(p, what);
    (void)open;
    skip_to_close(p);
    accept(p, k);
    return false;
}

Name expect_name(Parser *p, const char *what) {
    if (LIKELY(at(p, T_NAME))) {
        Name n = p->t->name;
        next(p);
        return n;
    }
    if (is_keyword(p->t->kind)) {
        Diag *d = error_at(p, DIAG_keyword_as_name, p->t->pos, p->t->end, "`%s` is a keyword and cannot name %s", p->t->name->chars, what);
        if (d && !p->is_py) {
            char text[64];
            snprintf(text, sizeof text, "`%s`", p->t->name->chars);
            fix_replace(d, FIX_MAYBE, p->t->pos, p->t->end, text, "put it in backticks");
        } else if (d) diag_help(d, "choose another name, such as `%s_`", p->t->name->chars);
        Name n = p->t->name;
        if (p->t[1].kind != T_NAME && p->t->kind != T_KW_DEF && p->t->kind != T_KW_CLASS) next(p);
        return n;
    }
    if (at(p, T_ASSIGN) && p->t > p->toks + 1 && is_keyword(p->t[-1].kind)) {
        const Tok *k = p->t - 1;
        error_at(p, DIAG_keyword_as_name, k->pos, k->end, "`%s` is a keyword and cannot name a variable", k->name->chars);
        return NULL;
    }
    char text[64];
    snprintf(text, sizeof text, "the name of %s", what);
    error_expected(p, text);
    return NULL;
}

bool starts_operand(const Parser *p, const Tok *t) {
    if (t->flags & TF_SYNTH) return false;
    switch (t->kind) {
    case T_NAME: case T_INT: case T_FLOAT: case T_IMAG: case T_STRING: case T_FSTRING: case T_LPAR: case T_LSQB:
    case T_LBRACE: case T_PLUS: case T_MINUS: case T_TILDE: case T_ELLIPSIS: case T_KW_NONE: case T_KW_TRUE:
    case T_KW_FALSE: case T_KW_LAMBDA: case T_KW_AWAIT: return true;
    default: return false;
    }
    (void)p;
}
