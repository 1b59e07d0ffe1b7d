/* SPDX-License-Identifier: Apache-2.0 */
/* What a parametric callee is in an instance: a function, a pointer, or a copy, move or destruction. */
#include "elab/elab_int.h"

typedef struct Resolve {
    Elab *e;
    Instance *in;
    uint32_t pos;
    ValFn val;
    void *ctx;
} Resolve;

static Resolved failed(void) {
    return (Resolved){.kind = CALL_FAILED};
}

bool elab_fn_raises(Elab *e, FnDecl *f, const Val *params, uint32_t n) {
    if (!f->raises) return false;
    if (!f->error || !(f->error->flags & VAL_SYMBOLIC)) return !f->error || f->error->kind != T_NEVER;
    const ParamDecl **decls;
    Arena a;
    arena_init(&a);
    uint32_t np = fn_all_params(f, &decls, &a);
    Subst s = {.params = decls, .args = params, .n = np < n ? np : n};
    Val err = elab_subst(e, &s, f->error);
    arena_done(&a);
    return err->kind != T_NEVER;
}

/* Evaluated parameters; NULL when one is not concrete (val() has reported it). */
static Val *concrete(Resolve *r, const Val *params, uint32_t n) {
    Val *out = ARENA_ARRAY(&r->e->arena, Val, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        out[i] = r->val(r->ctx, params[i]);
        if (out[i]->flags & (VAL_SYMBOLIC | VAL_POISON)) return NULL;
    }
    return out;
}

static Resolved direct(Resolve *r, FnDecl *f, const Val *params, uint32_t n) {
    Instance *t = inst_get(r->e, f, params, n, r->in, r->pos);
    if (!t) return failed();
    return (Resolved){.kind = CALL_DIRECT, .target = t, .raises = t->fn.raises};
}

/* A function constant or item with its parameters; those left open are taken from `given`, in order. */
static Resolved item(Resolve *r, Val fn, const Val *given, uint32_t n_given) {
    FnDecl *f = (FnDecl *)fn->u.decl;
    Val *params = ARENA_ARRAY(&r->e->arena, Val, fn->n + n_given + 1);
    uint32_t used = 0;
    for (uint32_t i = 0; i < fn->n; i++)
        params[i] = fn->args[i]->kind == V_UNBOUND && used < n_given ? given[used++] : fn->args[i];
    uint32_t n = fn->n;
    if (n == 0)
        while (used < n_given) params[n++] = given[used++];
    for (uint32_t i = 0; i < n; i++)
        if (params[i]->flags & VAL_UNBOUND) {
            inst_error(r->e, DIAG_no_implementation, r->in, r->pos,
                       "the function value `%s` has open parameters and cannot be called",
                       val_str_of(&r->e->arena, fn));
            return failed();
        }
    return direct(r, f, params, n);
}

static Resolved lacks(Resolve *r, Val type, const FnDecl *f) {
    Diag *d = inst_error(r->e, DIAG_no_implementation, r->in, r->pos, "`%s` has no implementation of `%s`",
                         val_str_of(&r->e->arena, type), f->decl.name ? f->decl.name->chars : "?");
    if (f->decl.parent && f->decl.parent->name)
        diag_note(d, SPAN_NONE, "the trait `%s` requires it", f->decl.parent->name->chars);
    return failed();
}

static bool life_op(const FnDecl *f, LifeOp *op) {
    switch (f->life) {
    case LIFE_COPY: *op = OP_LIFE_COPY; return true;
    case LIFE_MOVE: *op = OP_LIFE_MOVE; return true;
    case LIFE_DEINIT: *op = OP_LIFE_DROP; return true;
    default: return false;
    }
}

static Resolved witness(Resolve *r, const IrCallee *c) {
    Val type = r->val(r->ctx, c->self_type);
    if (type->flags & (VAL_SYMBOLIC | VAL_POISON)) return failed();
    LifeOp op;
    if (life_op(c->fn, &op)) return (Resolved){.kind = CALL_LIFE, .life = op, .type = type};
    Val *params = concrete(r, c->params, c->n_params);
    if (!params) return failed();
    Val *all = NULL;
    uint32_t n = 0, own = c->n_params ? 1 : 0;
    FnDecl *f = check_witness(r->e->cx, type, c->fn, params + own, c->n_params - own, &all, &n);
    if (!f) return lacks(r, type, c->fn);
    Val *clean = ARENA_ARRAY(&r->e->arena, Val, n + 1);
    for (uint32_t i = 0; i < n; i++) clean[i] = elab_erase(r->e, all[i]);
    return direct(r, f, clean, n);
}

static FnDecl *call_method(Resolve *r, Val type, uint32_t n_args) {
    Decl *d = check_member(r->e->cx, type, NAME_(call), NULL, NULL);
    if (!d || d->kind != DECL_FNSET) return NULL;
    FnSet *set = (FnSet *)d;
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (check_sig(r->e->cx, &f->decl) && f->args.len == n_args) return f;
    }
    return NULL;
}

static Resolved call_op(Resolve *r, const IrCallee *c, uint32_t n_args) {
    Val type = r->val(r->ctx, c->self_type);
    if (type->flags & (VAL_SYMBOLIC | VAL_POISON)) return failed();
    Resolved out;
    Val *given = concrete(r, c->params, c->n_params); /* of the call's own brackets */
    if (!given) return failed();
    switch (type->kind) {
    case T_FNITEM:
        out = item(r, type, given, c->n_params);
        out.drop_first = true;
        return out;
    case T_FN:
        return (Resolved){.kind = CALL_INDIRECT, .type = type, .drop_first = true,
                          .raises = (type->u.sig->flags & FN_RAISES) != 0};
    case T_STRUCT: {
        FnDecl *f = call_method(r, type, n_args);
        if (!f) break;
        Val *all = ARENA_ARRAY(&r->e->arena, Val, type->n + c->n_params + 1);
        memcpy(all, type->args, sizeof(Val) * type->n);
        memcpy(all + type->n, given, sizeof(Val) * c->n_params);
        return direct(r, f, all, type->n + c->n_params);
    }
    default: break;
    }
    inst_error(r->e, DIAG_no_implementation, r->in, r->pos, "a value of type `%s` cannot be called",
               val_str_of(&r->e->arena, type));
    return failed();
}

Resolved callee_resolve(Elab *e, Instance *in, const IrCallee *c, uint32_t n_args, uint32_t pos, ValFn val, void *ctx) {
    Resolve r = {e, in, pos, val, ctx};
    if (c->is_call_op) return call_op(&r, c, n_args);
    if (c->is_indirect) {
        return (Resolved){.kind = CALL_INDIRECT, .raises = true}; /* the caller knows from the terminator */
    }
    if (c->fnval) {
        Val fn = val(ctx, c->fnval);
        if (fn->flags & (VAL_SYMBOLIC | VAL_POISON)) return failed();
        Val *params = concrete(&r, c->params, c->n_params);
        if (!params) return failed();
        if (fn->kind == V_FN || fn->kind == T_FNITEM) return item(&r, fn, params, c->n_params);
        inst_error(e, DIAG_no_implementation, in, pos, "`%s` is not a function", val_str_of(&e->arena, fn));
        return failed();
    }
    if (c->self_type) return witness(&r, c);
    Val *params = concrete(&r, c->params, c->n_params);
    return params ? direct(&r, c->fn, params, c->n_params) : failed();
}
