/* SPDX-License-Identifier: Apache-2.0 */
/* Substitution of parameters and origins, unification, erasure. */
#include "types/val_int.h"

enum { MAX_DEPTH = 400 };

/* ---- a generic rebuild --------------------------------------------------------------------------- */
typedef struct Rewrite Rewrite;
struct Rewrite {
    ValStore *vs;
    uint16_t flags;                     /* values without any of these stay as they are */
    Val (*leaf)(Rewrite *r, Val v);     /* replacement, or NULL: go inside */
    const void *ctx;
    uint32_t depth;
};
static Val rewrite(Rewrite *r, Val v);

static Val rewrite_fn_type(Rewrite *r, Val v) {
    const Sig *s = v->u.sig;
    size_t size = sizeof *s + sizeof(SigArg) * s->n_args;
    Sig *t = xmalloc(size);
    memcpy(t, s, size);
    if (s->result) t->result = rewrite(r, s->result);
    if (s->error) t->error = rewrite(r, s->error);
    if (s->origin) t->origin = rewrite(r, s->origin);
    for (uint32_t i = 0; i < s->n_args; i++) t->args[i].type = rewrite(r, s->args[i].type);
    if (t->error && t->error->kind == T_NEVER) { /* `raises Never` does not raise */
        t->error = NULL;
        t->flags &= ~(uint32_t)FN_RAISES;
    }
    Val x = val_sig(r->vs, t);
    free(t);
    return x;
}

static Val rebuild(Rewrite *r, Val v) {
    ValStore *vs = r->vs;
    if (v->kind == T_FN) return rewrite_fn_type(r, v);
    Val type = v->type ? rewrite(r, v->type) : NULL;
    Val small[16], *a = v->n <= 16 ? small : xmalloc(sizeof(Val) * v->n);
    bool same = type == v->type;
    for (uint32_t i = 0; i < v->n; i++) {
        a[i] = rewrite(r, v->args[i]);
        same = same && a[i] == v->args[i];
    }
    Val x;
    if (same && v->kind < S_PARAM) {
        x = v;
    } else {
        switch ((ValKind)v->kind) {
        case V_INT: x = val_int(vs, type, v->u.big); break;
        case V_FLOAT: x = val_float(vs, type, v->u.f); break;
        case V_STR: x = v; break;
        case O_FIELD: x = val_field_origin(vs, a[0], (uint32_t)v->u.op); break;
        case S_PARAM: x = val_param(vs, v->u.decl, type); break;
        case S_OP: x = val_op(vs, (SymOp)v->u.op, type, a, v->n); break;
        case S_COND: x = val_cond(vs, a[0], a[1], a[2]); break;
        case S_FIELD: x = val_field(vs, a[0], (uint32_t)v->u.op, type); break;
        case S_ASSOC: x = val_assoc(vs, a[0], name_intern(v->u.str.p, v->u.str.len), type, a + 1, v->n - 1); break;
        case S_CALL:
            x = val_call(vs, v->u.decl, type, a, val_call_n_params(v), a + val_call_n_params(v),
                         v->n - val_call_n_params(v));
            break;
        case V_OBJECT: {
            ValKey k = {.kind = V_OBJECT, .type = type, .args = a, .n = v->n};
            k.u.op = v->u.op;
            x = val_intern(vs, &k);
            break;
        }
        default: x = val_make(vs, (ValKind)v->kind, type, v->u.decl, a, v->n); break;
        }
    }
    if (a != small) free(a);
    return x;
}

static Val rewrite(Rewrite *r, Val v) {
    if (!(v->flags & r->flags)) return v;
    Val x = r->leaf(r, v);
    if (x) return x;
    if (r->depth >= MAX_DEPTH) return val_error(r->vs);
    r->depth++;
    x = rebuild(r, v);
    r->depth--;
    return x;
}

/* ---- parameters ---------------------------------------------------------------------------------- */
/* What a parameter of the given type receives: bare numbers of prims become values of the type. */
static Val fit(ValStore *vs, Val type, Val arg) {
    if (type && arg->kind == V_INT && arg->type != type && arg->type && arg->type->kind == T_PRIMINT &&
        type->kind == T_STRUCT)
        return val_int(vs, type, arg->u.big);
    return arg;
}

static Val subst_leaf(Rewrite *r, Val v) {
    if (v->kind != S_PARAM) return NULL;
    for (const Subst *s = r->ctx; s; s = s->outer)
        for (uint32_t i = 0; i < s->n; i++)
            if (s->params[i] == v->u.decl && s->args[i]) return fit(r->vs, v->type, s->args[i]);
    return NULL;
}
Val val_subst(ValStore *vs, Val v, const Subst *s) {
    if (!v || !(v->flags & VAL_SYMBOLIC)) return v;
    Rewrite r = {.vs = vs, .flags = VAL_SYMBOLIC, .leaf = subst_leaf, .ctx = s};
    return rewrite(&r, v);
}

/* ---- origins ------------------------------------------------------------------------------------- */
typedef struct PlaceMap {
    const struct VarDecl *const *from;
    const Val *to;
    uint32_t n;
} PlaceMap;
static Val origin_leaf(Rewrite *r, Val v) {
    if (v->kind != O_PLACE) return NULL;
    const PlaceMap *m = r->ctx;
    for (uint32_t i = 0; i < m->n; i++)
        if (m->from[i] == v->u.decl && m->to[i]) return m->to[i];
    return v;
}
Val val_subst_origins(ValStore *vs, Val v, const struct VarDecl *const *from, const Val *to, uint32_t n) {
    if (!v || !(v->flags & VAL_ORIGINS)) return v;
    PlaceMap m = {from, to, n};
    Rewrite r = {.vs = vs, .flags = VAL_ORIGINS, .leaf = origin_leaf, .ctx = &m};
    return rewrite(&r, v);
}

static void each_place(Val v, void (*fn)(void *, const struct VarDecl *), void *ctx, int depth) {
    if (!(v->flags & VAL_ORIGINS) || depth > MAX_DEPTH) return;
    if (v->kind == O_PLACE) {
        fn(ctx, v->u.decl);
        return;
    }
    if (v->type) each_place(v->type, fn, ctx, depth + 1);
    for (uint32_t i = 0; i < v->n; i++) each_place(v->args[i], fn, ctx, depth + 1);
    if (v->kind == T_FN) {
        const Sig *s = v->u.sig;
        if (s->result) each_place(s->result, fn, ctx, depth + 1);
        if (s->error) each_place(s->error, fn, ctx, depth + 1);
        if (s->origin) each_place(s->origin, fn, ctx, depth + 1);
        for (uint32_t i = 0; i < s->n_args; i++) each_place(s->args[i].type, fn, ctx, depth + 1);
    }
}
void val_each_place(Val v, void (*fn)(void *ctx, const struct VarDecl *var), void *ctx) {
    if (v) each_place(v, fn, ctx, 0);
}

static Val erase(ValStore *vs, Val v, int depth) {
    switch ((ValKind)v->kind) {
    case O_PLACE:
    case O_FIELD:
    case O_STATIC:
    case O_UNTRACKED:
    case O_ANY:
    case O_UNION: return val_origin(vs, O_ERASED, true); /* one type, however its users may use it */
    case O_ERASED: return val_origin(vs, O_ERASED, true);
    case V_INT:
    case V_FLOAT:
    case V_STR:
    case S_PARAM: return v;
    default: break;
    }
    if (depth > MAX_DEPTH) return v;
    if (v->kind == T_FN) {
        const Sig *s = v->u.sig;
        size_t size = sizeof *s + sizeof(SigArg) * s->n_args;
        Sig *t = xmalloc(size);
        memcpy(t, s, size);
        if (s->result) t->result = erase(vs, s->result, depth + 1);
        if (s->error) t->error = erase(vs, s->error, depth + 1);
        if (s->origin) t->origin = erase(vs, s->origin, depth + 1);
        for (uint32_t i = 0; i < s->n_args; i++) t->args[i].type = erase(vs, s->args[i].type, depth + 1);
        Val x = val_sig(vs, t);
        free(t);
        return x;
    }
    if (v->n == 0) return v;
    Val small[16], *a = v->n <= 16 ? small : xmalloc(sizeof(Val) * v->n);
    bool same = true;
    for (uint32_t i = 0; i < v->n; i++) {
        a[i] = erase(vs, v->args[i], depth + 1);
        same = same && a[i] == v->args[i];
    }
    Val x = v;
    if (!same) {
        Val type = v->type ? erase(vs, v->type, depth + 1) : NULL;
        switch ((ValKind)v->kind) {
        case S_OP: x = val_op(vs, (SymOp)v->u.op, type, a, v->n); break;
        case S_COND: x = val_cond(vs, a[0], a[1], a[2]); break;
        case S_FIELD: x = val_field(vs, a[0], (uint32_t)v->u.op, type); break;
        case S_ASSOC: x = val_assoc(vs, a[0], name_intern(v->u.str.p, v->u.str.len), type, a + 1, v->n - 1); break;
        case S_CALL:
            x = val_call(vs, v->u.decl, type, a, val_call_n_params(v), a + val_call_n_params(v),
                         v->n - val_call_n_params(v));
            break;
        default: x = val_make(vs, (ValKind)v->kind, type, v->u.decl, a, v->n); break;
        }
    }
    if (a != small) free(a);
    return x;
}
Val val_erase_origins(ValStore *vs, Val v) {
    return v ? erase(vs, v, 0) : v;
}

/* ---- unification --------------------------------------------------------------------------------- */
typedef struct Unify {
    ValStore *vs;
    const struct ParamDecl *const *params;
    Val *args;
    uint32_t n;
} Unify;

static bool mentions(const Unify *u, Val v, int depth) { /* a parameter that is still open */
    if (!(v->flags & VAL_SYMBOLIC) || depth > MAX_DEPTH) return false;
    if (v->kind == S_PARAM)
        for (uint32_t i = 0; i < u->n; i++)
            if (u->params[i] == v->u.decl) return !u->args[i] || u->args[i]->kind == V_UNBOUND;
    for (uint32_t i = 0; i < v->n; i++)
        if (mentions(u, v->args[i], depth + 1)) return true;
    return false;
}
static bool same_number(Val a, Val b) {
    return a->kind == V_INT && b->kind == V_INT && big_cmp(a->u.big, b->u.big) == 0;
}
static bool unify(Unify *u, Val d, Val f, int depth);

/* c·P + k = found for one open P: solved when it divides. */
static bool solve_linear(Unify *u, Val d, Val f, int depth) {
    if (f->kind != V_INT || d->kind != S_OP || (d->u.op != SYM_ADD && d->u.op != SYM_MUL)) return true;
    ValStore *vs = u->vs;
    Val type = d->type, zero = val_i64(vs, type, 0), rest = zero, open = NULL;
    uint32_t n = d->u.op == SYM_ADD ? d->n : 1;
    const Val *terms = d->u.op == SYM_ADD ? d->args : &d;
    Subst s = {.params = u->params, .args = u->args, .n = u->n};
    for (uint32_t i = 0; i < n; i++) {
        if (mentions(u, terms[i], 0)) {
            if (open) return true;
            open = terms[i];
        } else {
            rest = val_op2(vs, SYM_ADD, type, rest, val_subst(vs, terms[i], &s));
        }
    }
    if (!open || rest->kind != V_INT) return true;
    Val coef = val_i64(vs, type, 1), var = open;
    if (open->kind == S_OP && open->u.op == SYM_MUL) {
        if (open->n != 2 || open->args[0]->kind != V_INT) return true;
        coef = open->args[0];
        var = open->args[1];
    }
    if (var->kind != S_PARAM) return true;
    Val minus = val_op2(vs, SYM_MUL, type, val_i64(vs, type, -1), rest);
    Val num = val_op2(vs, SYM_ADD, type, val_int(vs, type, f->u.big), minus);
    if (num->kind != V_INT || val_op2(vs, SYM_MOD, type, num, coef) != zero) return false;
    return unify(u, var, val_op2(vs, SYM_FLOORDIV, type, num, coef), depth + 1);
}

static bool unify_sig(Unify *u, const Sig *d, const Sig *f, int depth) {
    if (d->n_args != f->n_args || (f->flags & FN_RAISES && !(d->flags & FN_RAISES)) ||
        (d->flags & FN_C_ABI) != (f->flags & FN_C_ABI))
        return false;
    for (uint32_t i = 0; i < d->n_args; i++)
        if (d->args[i].conv != f->args[i].conv || d->args[i].variadic != f->args[i].variadic ||
            !unify(u, d->args[i].type, f->args[i].type, depth))
            return false;
    if (d->error) {
        Val e = f->error ? f->error : u->vs->never;
        if (d->error->kind == S_PARAM && !unify(u, d->error, e, depth)) return false;
        if (d->error->kind != S_PARAM && f->error && !unify(u, d->error, f->error, depth)) return false;
    }
    return unify(u, d->result, f->result, depth);
}

static bool unify(Unify *u, Val d, Val f, int depth) {
    if (depth > MAX_DEPTH) return false;
    if (f->kind == V_ERROR || d->kind == V_ERROR || d->kind == V_UNBOUND) return true;
    if (!(d->flags & (VAL_SYMBOLIC | VAL_UNBOUND)) && (d == f || same_number(d, f))) return true;
    if (d->kind == S_PARAM) {
        for (uint32_t i = 0; i < u->n; i++) {
            if (u->params[i] != d->u.decl) continue;
            if (u->args[i] && u->args[i]->kind != V_UNBOUND) {
                if (u->args[i] == f || same_number(u->args[i], f)) return true;
                /* an origin already bound takes what lies within it */
                return d->type && d->type->kind == T_ORIGIN && val_origin_within(f, u->args[i]);
            }
            if (f->kind == V_UNBOUND) return true;
            /* a dependent type of the parameter tells more: [d: DType, v: Scalar[d]] */
            if (d->type && f->type && d->type->kind != T_TRAIT && f->type->kind != T_PRIMINT &&
                (d->type->flags & VAL_SYMBOLIC) && !unify(u, d->type, f->type, depth + 1))
                return false;
            if (d->type && d->type->kind == T_ORIGIN && d->type->args[0]->kind == S_PARAM) {
                int m = val_origin_mut(f); /* Origin[mut=m]: m from the origin */
                Val mt = d->type->args[0]->type;
                if (m >= 0 && !unify(u, d->type->args[0], val_i64(u->vs, mt, m), depth + 1)) return false;
                if (m < 0 && mt &&
                    !unify(u, d->type->args[0], val_op(u->vs, SYM_ORIGIN_MUT, mt, &f, 1), depth + 1))
                    return false;
            }
            u->args[i] = fit(u->vs, d->type, f);
            return true;
        }
        return d == f;
    }
    if (d->kind >= S_ASSOC) {
        if (d == f && !mentions(u, d, 0)) return true;
        if (d->kind == f->kind && d->n == f->n && d->u.op == f->u.op && d->kind != S_OP && d->kind != S_COND) {
            for (uint32_t i = 0; i < d->n; i++)
                if (!unify(u, d->args[i], f->args[i], depth + 1)) return false;
            return true;
        }
        if (mentions(u, d, 0)) {
            if (d == f) return true;
            if (d->kind == S_OP && d->u.op == SYM_CONVERT) { /* SIMDLength(n) against 4 or SIMDLength(m) */
                if (f->kind == S_OP && f->u.op == SYM_CONVERT && f->type == d->type &&
                    f->args[0]->type == d->args[0]->type)
                    return unify(u, d->args[0], f->args[0], depth + 1);
                Val inner = d->args[0]->type;
                if (!inner || (f->kind != V_INT && f->kind < S_PARAM)) return true;
                return unify(u, d->args[0], val_op(u->vs, SYM_CONVERT, inner, &f, 1), depth + 1);
            }
            if (d->kind == S_OP && f->kind == S_OP && d->u.op == f->u.op && d->n == f->n && d->u.op == SYM_MUL) {
                /* 2*N against 2*M */
                uint32_t i = 0;
                while (i < d->n && (d->args[i] == f->args[i] || unify(u, d->args[i], f->args[i], depth + 1))) i++;
                return true;
            }
            return solve_linear(u, d, f, depth); /* else: checked once it is known */
        }
        Subst s = {.params = u->params, .args = u->args, .n = u->n};
        Val x = val_subst(u->vs, d, &s);
        if (x->kind >= S_ASSOC) return x == f || x->kind != S_OP;
        return x == f || same_number(x, f) || unify(u, x, f, depth + 1);
    }
    if (d->kind >= O_PLACE && d->kind <= O_ERASED && f->kind >= O_PLACE) return val_origin_within(f, d);
    if (d->kind != f->kind) return false;
    if (d->kind == T_FN) return unify_sig(u, d->u.sig, f->u.sig, depth + 1);
    if (d->kind == T_FNITEM || d->kind == T_STRUCT || d->kind == V_FN || d->kind == V_TRAITREF || d->kind == T_MODULE) {
        if (d->u.decl != f->u.decl) return false;
    } else if (d->kind == V_INT || d->kind == V_FLOAT || d->kind == V_STR || d->kind == V_OBJECT) {
        return d == f || same_number(d, f);
    }
    if (d->n != f->n) return false;
    for (uint32_t i = 0; i < d->n; i++)
        if (!unify(u, d->args[i], f->args[i], depth + 1)) return false;
    return true;
}

bool val_unify(ValStore *vs, Val declared, Val found, const struct ParamDecl *const *params, Val *args, uint32_t n) {
    Unify u = {vs, params, args, n};
    return unify(&u, declared, found, 0);
}
