/* SPDX-License-Identifier: Apache-2.0 */
/* Values during elaboration: substitution, evaluation of calls, origins erased, sequences. */
#include "elab/elab_int.h"

enum { MAX_EVAL_DEPTH = 64 }; /* evaluations inside evaluations: each is a stretch of C stack */

/* A type's `mut` parameter goes with the mutability of its origin, which erasure forgets: it counts as
 * mutable everywhere, so that what a `ref` argument gives and what its caller has are one type. */
static Val one_mutability(Elab *e, Val v, int depth) {
    if (!v->n || depth > 64) return v;
    switch (v->kind) {
    case T_STRUCT: case T_PTR: case T_ARRAY: case T_TUPLE: case T_UNION: case V_PACK: case T_FNITEM: case V_FN: break;
    default: return v;
    }
    Val small[16], *a = v->n <= 16 ? small : xmalloc(sizeof(Val) * v->n);
    bool same = true;
    for (uint32_t i = 0; i < v->n; i++) a[i] = one_mutability(e, v->args[i], depth + 1);
    if (v->kind == T_STRUCT) {
        const ParamList *ps = &((const StructDecl *)v->u.decl)->params;
        for (uint32_t i = 0; i < v->n && i < ps->len; i++) {
            Val t = ps->data[i]->type;
            if (!t || t->kind != T_ORIGIN || t->args[0]->kind != S_PARAM) continue;
            for (uint32_t k = 0; k < v->n && k < ps->len; k++)
                if (ps->data[k] == t->args[0]->u.decl && a[k]->kind == V_INT) a[k] = val_i64(e->vals, a[k]->type, 1);
        }
    }
    for (uint32_t i = 0; i < v->n; i++) same = same && a[i] == v->args[i];
    Val r = same ? v : val_make(e->vals, (ValKind)v->kind, v->type, v->u.decl, a, v->n);
    if (a != small) free(a);
    return r;
}

Val elab_erase(Elab *e, Val v) {
    switch (v->kind) {
    case V_INT: case V_FLOAT: case V_STR: case V_ERROR: case V_UNBOUND: case T_NEVER: case O_ERASED:
        return v;
    default:
        break;
    }
    Val r = map_get(&e->erased, v);
    if (r) return r;
    r = one_mutability(e, val_erase_origins(e->vals, v), 0);
    map_put(&e->erased, v, (void *)r);
    return r;
}

Val elab_subst(Elab *e, const Subst *s, Val v) {
    if (v->flags & VAL_SYMBOLIC) v = val_subst(e->vals, v, s);
    return elab_erase(e, v);
}

/* ---- calls ----------------------------------------------------------------------------------------- */

Val elab_eval_call(Elab *e, const FnDecl *f, const Val *params, uint32_t n_params, const Val *args, uint32_t n_args,
                   const char **why) {
    uint64_t h = hash_mix(n_params, (uintptr_t)f);
    for (uint32_t i = 0; i < n_params; i++) h = hash_mix(h, params[i]->id);
    for (uint32_t i = 0; i < n_args; i++) h = hash_mix(h, args[i]->id);
    uint32_t n = n_params + n_args;
    for (CallMemo *m = map_get_u(&e->calls, h); m; m = m->next)
        if (m->fn == f && m->n == n && m->n_params == n_params &&
            (!n_params || !memcmp(m->key, params, n_params * sizeof *params)) &&
            (!n_args || !memcmp(m->key + n_params, args, n_args * sizeof *args))) {
            if (why) *why = m->why;
            return m->result;
        }
    const char *reason = "it cannot be evaluated here";
    Val r = NULL;
    if (f->is_required && f->decl.parent && f->decl.parent->kind == DECL_TRAIT && n_params) { /* T() of a known T */
        Val *ps;
        uint32_t np;
        FnDecl *w = check_witness(e->cx, params[0], (FnDecl *)f, params + 1, n_params - 1, &ps, &np);
        if (w && w != f) return elab_eval_call(e, w, ps, np, args, n_args, why);
    }
    if (e->cx->depth >= MAX_EVAL_DEPTH) {
        if (why) *why = "evaluation is nested too deeply: computing this value needs the value of ever more calls";
        return NULL; /* not remembered: from a shallower place it may work */
    }
    if (e->cx->demand.eval) {
        e->cx->depth++;
        r = e->cx->demand.eval(e->cx->demand.ctx, (FnDecl *)f, params, n_params, args, n_args, &reason);
        e->cx->depth--;
    }
    CallMemo *m = arena_alloc(&e->arena, sizeof *m + n * sizeof(Val));
    *m = (CallMemo){.fn = f, .n = n, .n_params = n_params, .result = r, .why = r ? NULL : reason};
    if (n_params) memcpy(m->key, params, n_params * sizeof *params);
    if (n_args) memcpy(m->key + n_params, args, n_args * sizeof *args);
    m->next = map_get_u(&e->calls, h);
    map_put_u(&e->calls, h, m);
    if (why) *why = m->why;
    return r;
}

const char *elab_why_symbolic(Elab *e, Val v) {
    if (!(v->flags & VAL_SYMBOLIC)) return NULL;
    for (uint32_t i = 0; i < v->n; i++) {
        const char *why = elab_why_symbolic(e, v->args[i]);
        if (why) return why;
    }
    if (v->kind == S_CALL) {
        const char *why = NULL;
        uint32_t np = val_call_n_params(v);
        if (!elab_eval_call(e, v->u.decl, v->args, np, v->args + np, v->n - np, &why)) return why;
    }
    return NULL;
}

/* ---- sequences ------------------------------------------------------------------------------------- */

/* The method of that name without parameters of its own; its second argument, if it has one, an integer. */
static FnDecl *method(Elab *e, Val type, int name, uint32_t n_args) {
    Decl *d = check_member(e->cx, type, name_known(name), NULL, NULL);
    if (!d || d->kind != DECL_FNSET) return NULL;
    FnSet *set = (FnSet *)d;
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (!check_sig(e->cx, &f->decl) || f->args.len != n_args || f->params.len) continue;
        if (n_args < 2 || val_scalar_class(f->args.data[1]->type, NULL, NULL) == SC_SINT) return f;
    }
    return NULL;
}

/* A list or range: asks its __len__ and __getitem__ through the interpreter. */
static bool sequence_by_calls(Elab *e, Val seq, const Val **out, uint32_t *n) {
    Val type = seq->type;
    if (!type || type->kind != T_STRUCT) return false;
    FnDecl *len = method(e, type, NM_len, 1), *get = method(e, type, NM_getitem, 2);
    if (!len || !get) return false;
    int64_t count;
    Val c = elab_eval_call(e, len, type->args, type->n, &seq, 1, NULL);
    if (!c || !val_as_i64(c, &count) || count < 0 || count > 1000000) return false;
    Val *items = ARENA_ARRAY(&e->arena, Val, count + 1);
    for (int64_t i = 0; i < count; i++) {
        Val args[2] = {seq, val_i64(e->vals, get->args.data[1]->type, i)};
        items[i] = elab_eval_call(e, get, type->args, type->n, args, 2, NULL);
        if (!items[i]) return false;
    }
    *out = items;
    *n = (uint32_t)count;
    return true;
}

bool elab_sequence(Elab *e, Val seq, const Val **out, uint32_t *n) {
    if (seq->flags & VAL_SYMBOLIC) return false;
    if (seq->kind == V_PACK || seq->kind == V_AGG) {
        *out = seq->args;
        *n = seq->n;
        return true;
    }
    if (sequence_by_calls(e, seq, out, n)) return true;
    /* a library struct around one sequence (Array, TypeList, …) */
    if (seq->kind == V_STRUCT && seq->n == 1) return elab_sequence(e, seq->args[0], out, n);
    if (seq->type && seq->type->kind == T_STRUCT && seq->type->n == 1 && seq->type->args[0]->kind == V_PACK)
        return elab_sequence(e, seq->type->args[0], out, n);
    return false;
}
