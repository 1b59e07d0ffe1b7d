/* SPDX-License-Identifier: Apache-2.0 */
/* Compile-time expressions that folding cannot see through (displays, comprehensions, methods that change a
 * temporary …) become the body of a function without arguments, which then runs, or stays an S_CALL while
 * parameters are symbolic. */
#include "check/call.h"

typedef struct Walk {
    Body *b;
    Map declared;      /* VarDecl → itself: made inside */
    bool outer;        /* names a run-time variable from outside */
    Val error;         /* of the first raising call */
    uint32_t depth;
} Walk;

enum { MAX_WALK_DEPTH = 400 };

static void walk_block(Walk *w, const TBlock *bl);

static void walk_expr(Walk *w, const TExpr *e) {
    if (!e || w->outer) return;
    if (w->depth > MAX_WALK_DEPTH || e->kind >= XP_LIST) {
        w->outer = true;
        return;
    }
    w->depth++;
    if (e->kind == X_VAR && !map_has(&w->declared, e->var)) w->outer = true;
    if (e->callee) {
        const FnDecl *f = e->callee->fn;
        if (f && f->raises && f->error && f->error->kind != T_NEVER && !w->error) w->error = f->error;
        walk_expr(w, e->callee->fnptr);
    }
    if (e->body) walk_block(w, e->body);
    walk_expr(w, e->a);
    walk_expr(w, e->b);
    walk_expr(w, e->c);
    for (uint32_t i = 0; i < e->n_args; i++) walk_expr(w, e->args[i]);
    w->depth--;
}

static void walk_stmt(Walk *w, const TStmt *s) {
    if (s->var) map_put(&w->declared, s->var, s->var);
    if (s->kind == ST_RETURN || s->kind == ST_NESTED) w->outer = true;
    /* what a `try` catches and what ends a `for` does not leave the expression */
    Val error = w->error;
    walk_expr(w, s->a);
    if (s->kind == ST_FOR) w->error = error;
    walk_expr(w, s->b);
    if (s->body) walk_block(w, s->body);
    if (s->kind == ST_TRY && s->handler) w->error = error;
    if (s->orelse) walk_block(w, s->orelse);
    if (s->handler) walk_block(w, s->handler);
    if (s->final) walk_block(w, s->final);
}

static void walk_block(Walk *w, const TBlock *bl) {
    if (w->depth > MAX_WALK_DEPTH) {
        w->outer = true;
        return;
    }
    w->depth++;
    for (uint32_t i = 0; i < bl->stmts.len && !w->outer; i++) walk_stmt(w, bl->stmts.data[i]);
    w->depth--;
}

/* The function `def () -> type: before; return e`, with the parameters that are visible here. */
static FnDecl *make_function(Body *b, TExpr *e, const TBlock *before, Val error) {
    Arena *a = &b->cx->arena;
    FnDecl *f = ARENA_NEW(a, FnDecl);
    if (b->tb) b->tb->is_kept = true;
    Decl *parent = b->fn ? &b->fn->decl : b->owner ? b->owner : &b->module->decl;
    f->decl = (Decl){.kind = DECL_FN, .state = DECL_COMPLETE, .name = name_of("compile-time value"), .parent = parent,
                     .module = b->module, .item = b->item, .node = e->node};
    uint32_t n = 0;
    for (const LoopFrame *l = b->loop; l; l = l->outer) n += l->loop && l->loop->kind == ST_CT_FOR;
    f->params.data = ARENA_ARRAY(a, ParamDecl *, n + 1);
    for (const LoopFrame *l = b->loop; l; l = l->outer)
        if (l->loop && l->loop->kind == ST_CT_FOR) f->params.data[f->params.len++] = l->loop->param;
    f->result = e->type;
    f->raises = error != NULL;
    f->error = error;
    f->is_static = f->has_body = true;
    TBody *tb = ARENA_NEW(a, TBody);
    tb->fn = f;
    tb->item = b->item;
    tb->block = ARENA_NEW(a, TBlock);
    for (uint32_t i = 0; before && i < before->stmts.len; i++) vec_push_in(a, &tb->block->stmts, before->stmts.data[i]);
    TStmt *ret = ARENA_NEW(a, TStmt);
    ret->kind = ST_RETURN;
    ret->node = e->node;
    ret->pos = ret->end = e->pos;
    ret->a = e;
    vec_push_in(a, &tb->block->stmts, ret);
    f->body = tb;
    return f;
}

Val comptime_run(Body *b, TExpr *e, const TBlock *before, const char **why) {
    *why = NULL;
    if (texpr_bad(e) || !e->type || val_is_error(e->type) || b->unevaluated || e->kind == X_VAR) return NULL;
    Walk w = {.b = b};
    if (before) walk_block(&w, before);
    walk_expr(&w, e);
    map_done(&w.declared);
    if (w.outer) return NULL;
    e = to_owned(b, e);
    if (texpr_bad(e)) return val_error(b->vs);
    FnDecl *f = make_function(b, e, before, w.error);
    const ParamDecl **params;
    uint32_t n = fn_all_params(f, &params, b->arena);
    Val *args = ARENA_ARRAY(b->arena, Val, n + 1);
    bool symbolic = false;
    for (uint32_t i = 0; i < n; i++) {
        args[i] = params[i]->value;
        symbolic |= args[i] && val_is_symbolic(args[i]);
        if (!args[i]) return NULL;
    }
    if (symbolic || !b->cx->demand.eval) return val_call(b->vs, f, e->type, args, n, NULL, 0);
    return b->cx->demand.eval(b->cx->demand.ctx, f, args, n, NULL, 0, why);
}
