/* SPDX-License-Identifier: Apache-2.0 */
/* What a typed body says of its variables: where they are named, copied, given away, passed. */
#include "query/ownership_int.h"

enum { MAX_TREE_DEPTH = 2000 };

typedef struct Walk {
    TreeFacts *out;
    uint32_t depth;
} Walk;

static const VarDecl *root_of(const TExpr *e, bool *whole) {
    *whole = true;
    for (uint32_t i = 0; e && i < 200; i++) {
        switch ((TExprKind)e->kind) {
        case X_VAR: return e->var;
        case X_FIELD: e = e->a, *whole = false; break;
        case X_CALL:
        case X_INTRIN: /* a reference made from its first operand */
            if (!e->is_place || !e->n_args) return NULL;
            e = e->args[0], *whole = false;
            break;
        default: return NULL;
        }
    }
    return NULL;
}

static void add(Walk *w, TreeFactKind kind, const TExpr *place, const TExpr *at, const FnDecl *callee, uint8_t conv) {
    TreeFact f = {.kind = kind, .expr = at, .node = at->node ? at->node : place->node, .callee = callee, .conv = conv};
    f.var = root_of(place, &f.whole);
    if (f.node) vec_push_in(w->out->arena, &w->out->list, f);
}

static void walk_block(Walk *w, const TBlock *b);

static void walk_expr(Walk *w, const TExpr *e) {
    if (!e || w->depth > MAX_TREE_DEPTH) return;
    w->depth++;
    switch ((TExprKind)e->kind) {
    case X_VAR:
        if (IS(Name, e->node) && e->var)
            vec_push_in(w->out->arena, &w->out->mentions, (Mention){e->var, e->node->pos, e->node->end});
        break;
    case X_MOVE:
        if (e->a && e->a->is_place) add(w, TREE_MOVE, e->a, e, NULL, 0);
        break;
    case X_COPY:
        if (e->a) add(w, TREE_COPY, e->a, e, NULL, 0);
        break;
    case X_CALL:
        for (uint32_t i = 0; e->callee && e->callee->fn && i < e->n_args; i++) {
            const FnDecl *f = e->callee->fn;
            const TExpr *a = e->args[i];
            if (i >= f->args.len || !a || !a->is_place || !a->node) continue;
            const VarDecl *v = f->args.data[i];
            if (v->variadic == VARIADIC_NO) add(w, TREE_ARGUMENT, a, a, f, v->conv);
        }
        break;
    default: break;
    }
    walk_expr(w, e->a);
    walk_expr(w, e->b);
    walk_expr(w, e->c);
    for (uint32_t i = 0; i < e->n_args; i++) walk_expr(w, e->args[i]);
    if (e->callee && e->callee->fnptr) walk_expr(w, e->callee->fnptr);
    if (e->body) walk_block(w, e->body);
    w->depth--;
}

static void walk_stmt(Walk *w, const TStmt *s) {
    if (s->kind == ST_ASSIGN && s->a && s->a->is_place) add(w, TREE_ASSIGN, s->a, s->a, NULL, 0);
    walk_expr(w, s->a);
    walk_expr(w, s->b);
    walk_block(w, s->body);
    walk_block(w, s->orelse);
    walk_block(w, s->handler);
    walk_block(w, s->final);
}

static void walk_block(Walk *w, const TBlock *b) {
    if (!b || w->depth > MAX_TREE_DEPTH) return;
    w->depth++;
    for (uint32_t i = 0; i < b->stmts.len; i++) walk_stmt(w, b->stmts.data[i]);
    w->depth--;
}

static int by_pos(const void *x, const void *y) {
    const Mention *a = x, *b = y;
    return a->pos < b->pos ? -1 : a->pos > b->pos;
}

void tree_facts(const TBody *body, Arena *a, TreeFacts *out) {
    *out = (TreeFacts){.arena = a};
    Walk w = {.out = out};
    walk_block(&w, body->block);
    if (out->mentions.len) qsort(out->mentions.data, out->mentions.len, sizeof(Mention), by_pos);
}
