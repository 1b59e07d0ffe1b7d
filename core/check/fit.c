/* SPDX-License-Identifier: Apache-2.0 */
/* A function where a function type is expected (language.md §3.5): the member of an overload set that takes what
 * the type passes, with its parameters inferred. Where its own type is another one (arguments with defaults, a
 * result that converts, a reference for a value, another convention), a function made here has the type and calls it.
 * Tests: tests/golden/run/3_5_function_fits.mojo, tests/golden/check/3_5_function_fits.mojo. */
#include "check/call.h"
#include "check/decls_state.h"

/* What a value of a function's own type calls. */
static void ref_of_item(Body *b, Val item, Ref *r) {
    FnDecl *f = (FnDecl *)(uintptr_t)item->u.decl;
    uint32_t own = f->params.len, off = item->n > own ? item->n - own : 0;
    *r = (Ref){.kind = REF_FNS, .only = f, .name = f->decl.name, .bound = item->args + off, .n_bound = item->n - off};
    Decl *p = f->decl.parent;
    if (p && p->kind == DECL_STRUCT && !DECL_AS(StructDecl, p)->is_closure)
        r->self = struct_type(b->cx, DECL_AS(StructDecl, p), item->args, off);
    else if (p && p->kind == DECL_TRAIT && off)
        r->self = item->args[0];
}

bool fit_candidates(Body *b, const TExpr *e, Ref *out) {
    if (texpr_bad(e)) return false;
    if (e->kind == XP_FNS) {
        *out = *((const PendExpr *)e)->ref;
        return out->value == NULL;
    }
    if (!e->type || e->type->kind != T_FNITEM) return false;
    ref_of_item(b, e->type, out);
    return true;
}

/* A function with the arguments and the result of the type. */
static FnDecl *shape_of(Body *b, Arena *a, const Sig *s) {
    FnDecl *f = ARENA_NEW(a, FnDecl);
    if (b->tb) b->tb->is_kept = true;
    f->decl = (Decl){.kind = DECL_FN, .state = DECL_COMPLETE, .module = b->module, .item = b->item};
    f->decl.parent = b->fn ? &b->fn->decl : b->owner;
    f->is_static = f->has_body = f->always_inline = true;
    for (uint32_t i = 0; i < s->n_args; i++) {
        VarDecl *v = ARENA_NEW(a, VarDecl);
        v->decl = (Decl){.kind = DECL_VAR, .state = DECL_COMPLETE, .parent = &f->decl, .module = b->module, .item = b->item,
                         .name = name_of(arena_printf(b->arena, "arg%u", i))};
        v->is_arg = v->is_used = v->is_synthetic = v->pos_only = true;
        v->type = s->args[i].type;
        v->conv = s->args[i].conv;
        v->variadic = s->args[i].variadic;
        v->is_mut = v->conv == CONV_MUT || v->conv == CONV_VAR || v->conv == CONV_DEINIT;
        v->index = i;
        v->fn = f;
        vec_push_in(a, &f->args, v);
    }
    f->result = s->result ? s->result : none_type(b);
    f->raises = (s->flags & FN_RAISES) != 0;
    f->error = s->error;
    f->c_abi = (s->flags & FN_C_ABI) != 0;
    return f;
}

/* The call of the candidates with the arguments of `shape`. */
static void call_with(Body *b, Ref *r, const FnDecl *shape, Node *at, Call *c) {
    *c = (Call){.node = at, .callee = r, .quiet = true, .n_args = shape->args.len};
    c->args = ARENA_ARRAY(b->arena, CallArg, c->n_args + 1);
    for (uint32_t i = 0; i < c->n_args; i++) {
        VarDecl *v = shape->args.data[i];
        TExpr *e = texpr_var(b, v, NULL);
        if (v->conv == CONV_VAR || v->conv == CONV_DEINIT) e = texpr_move(b, e);
        c->args[i] = (CallArg){.e = e,
                               .star = v->variadic == VARIADIC_LIST || v->variadic == VARIADIC_PACK,
                               .dstar = v->variadic == VARIADIC_KW};
    }
}

static bool raises_fit(Body *b, const Match *m, const Sig *want) {
    if (!m->fn->raises) return true;
    Subst s = {.params = m->params, .args = m->vals, .n = m->n_params};
    Val std = lib_type(b, NM_Error), error = m->fn->error ? val_subst(b->vs, m->fn->error, &s) : std;
    if (error->kind == T_NEVER) return true;
    return (want->flags & FN_RAISES) && (want->error == error || want->error == std);
}

static bool result_fits(Body *b, const Match *m, Val want) {
    if (m->result->kind == T_NEVER) return true;
    if (m->fn->result_is_ref && !check_life(b->cx, m->result, b->facts).implicitly_copyable) return false;
    VarDecl v = {.type = m->result, .conv = CONV_VAR};
    TExpr e = {.kind = X_VAR, .type = m->result, .var = &v};
    return can_convert(b, &e, want, true, NULL);
}

/* An argument that is lent and wanted for good is copied: its type must allow that. */
static bool copies_fit(Body *b, const Match *m, const FnDecl *shape) {
    for (uint32_t i = 0; i < m->fn->args.len; i++) {
        uint8_t conv = m->fn->args.data[i]->conv;
        if (m->actual[i] < 0 || (conv != CONV_VAR && conv != CONV_DEINIT)) continue;
        const VarDecl *v = shape->args.data[m->actual[i]];
        if (v->conv == CONV_VAR || v->conv == CONV_DEINIT) continue;
        if (!check_life(b->cx, v->type, b->facts).implicitly_copyable) return false;
    }
    return true;
}

/* The candidate that takes what a function of type `want` is given. `result`: it must give what the type says, too. */
static bool fit_match(Body *b, Ref *r, Val want, bool result, Match *m) {
    const Sig *s = want->u.sig;
    if (s->n_params || s->flags & FN_CAPTURING) return false;
    for (uint32_t i = 0; i < s->n_args; i++)
        if (s->args[i].type->flags & (VAL_UNBOUND | VAL_POISON)) return false;
    Call c;
    const Match *tied = NULL;
    Val was = r->self;
    FnDecl *shape = shape_of(b, b->arena, s);
    call_with(b, r, shape, r->node, &c);
    bool ok = call_resolve(b, &c, m, &tied) && !tied && raises_fit(b, m, s) && copies_fit(b, m, shape);
    r->self = was;
    return ok && (!result || result_fits(b, m, s->result ? s->result : none_type(b)));
}

Val fit_result(Body *b, Ref *r, Val want, Val *error) {
    Match m;
    if (!fit_match(b, r, want, false, &m)) return NULL;
    Subst s = {.params = m.params, .args = m.vals, .n = m.n_params};
    *error = m.fn->raises ? (m.fn->error ? val_subst(b->vs, m.fn->error, &s) : lib_type(b, NM_Error)) : val_never(b->vs);
    return m.result;
}

bool fit_possible(Body *b, Ref *r, Val want) {
    Match m;
    return fit_match(b, r, want, true, &m) && !(want->u.sig->flags & FN_REF_RESULT);
}

typedef struct FitMemo { /* of one body */
    struct FitMemo *next;
    Val item, want;
    FnDecl *fn;
} FitMemo;

static void fill_adapter(Body *b, FnDecl *f, Ref *r, Node *at) {
    Body inner;
    ExprEnv env = body_env(b);
    env.owner = &f->decl;
    body_init(&inner, b->cx, &env, &b->cx->arena);
    inner.outer = b;
    body_begin(&inner, f);
    Call c;
    call_with(&inner, r, f, at, &c);
    TExpr *e = call_fns(&inner, &c);
    if (!e) e = texpr_error(&inner, at);
    if (e->type->kind == T_NEVER || f->result == none_type(b)) {
        if (!texpr_bad(e)) stmt_add(&inner, ST_EXPR, at)->a = e;
    } else {
        e = to_owned(&inner, convert(&inner, e, f->result, "the result", NULL));
        if (!texpr_bad(e)) stmt_add(&inner, ST_RETURN, at)->a = e;
    }
    f->body = inner.tb;
    f->body->has_error |= texpr_bad(e);
}

/* def f(arg0, …) -> R: return callee(arg0, …) */
static FnDecl *adapter(Body *b, Ref *r, const Match *m, Val item, Val want) {
    FitMemo *first = b->tb ? b->tb->fits : NULL;
    for (FitMemo *k = first; k; k = k->next)
        if (k->item == item && k->want == want) return k->fn;
    FnDecl *f = shape_of(b, &b->cx->arena, want->u.sig);
    const char *type = tstr(b, want), *callee = m->fn->decl.name ? m->fn->decl.name->chars : "lambda";
    unsigned tag = (unsigned)hash_bytes(type, strlen(type), item->hash);
    f->decl.name = name_of(arena_printf(b->arena, "%s$%x", callee, tag));
    f->decl.node = r->node;
    f->adapts = m->fn;
    fill_adapter(b, f, r, r->node);
    if (!b->tb) return f;
    FitMemo *k = ARENA_NEW(&b->tb->arena, FitMemo);
    *k = (FitMemo){first, item, want, f};
    b->tb->fits = k;
    return f;
}

static Val item_of(Body *b, const Match *m) {
    Val *args = ARENA_ARRAY(b->arena, Val, m->n_params + 1);
    for (uint32_t i = 0; i < m->n_params; i++) args[i] = val_erase_origins(b->vs, m->vals[i]);
    return val_make(b->vs, T_FNITEM, NULL, m->fn, args, m->n_params);
}

Val fit_function(Body *b, Ref *r, Val want) {
    Match m;
    if (!fit_match(b, r, want, true, &m)) return NULL;
    Val item = item_of(b, &m);
    bool bound = want->u.sig->flags & FN_CLOSURE;
    if (bound ? check_conforms(b->cx, item, want, b->facts) : fn_compatible(b, want, item)) return item;
    if (want->u.sig->flags & FN_REF_RESULT) return NULL;
    Ref *own = arena_dup(b->arena, r, sizeof *r);
    FnDecl *f = adapter(b, own, &m, item, want);
    const ParamDecl **ps;
    uint32_t n = fn_all_params(f, &ps, b->arena);
    Val *args = ARENA_ARRAY(b->arena, Val, n + 1);
    for (uint32_t i = 0; i < n; i++) args[i] = ps[i]->value;
    return val_make(b->vs, T_FNITEM, NULL, f, args, n);
}

bool fit_is_of(const Ref *r, Val item) {
    if (!item || item->kind != T_FNITEM) return false;
    const FnDecl *f = item->u.decl, *callee = f->adapts ? f->adapts : f;
    if (r->only) return r->only == callee;
    for (uint32_t i = 0; r->set && i < r->set->fns.len; i++)
        if (r->set->fns.data[i] == callee) return true;
    return false;
}
