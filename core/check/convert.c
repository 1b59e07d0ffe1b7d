/* SPDX-License-Identifier: Apache-2.0 */
/* Implicit conversions (language.md §4.12), default types of literals and displays, copies.
 * `can_convert` decides without reporting; `convert` builds what it decided, or says why not. */
#include "check/call.h"
#include <math.h>

bool is_pending(const TExpr *e) {
    if (e->kind >= XP_LIST) return true;
    return e->type &&
           (e->type->kind == T_INTLIT || e->type->kind == T_FLOATLIT || e->type->kind == T_STRLIT);
}

static bool is_literal(const TExpr *e) {
    return e->kind < XP_LIST && is_pending(e);
}

TExpr *retype(Body *b, TExpr *e, Val type) {
    if (e->type == type) return e;
    TExpr *r = arena_dup(b->arena, e, sizeof *e);
    r->type = type;
    return r;
}

/* ---- literals ------------------------------------------------------------------------------- */

static double ratio_to_double(Body *b, Val r) {
    const Big *num = r->args[0]->u.big, *den = r->args[1]->u.big;
    bool neg = big_sign(num) < 0;
    if (neg) num = big_neg(b->arena, num);
    int64_t shift = 80 - ((int64_t)big_bit_length(num) - (int64_t)big_bit_length(den));
    if (big_sign(num) == 0) return 0;
    if (shift > 0)
        num = big_shl(b->arena, num, (uint64_t)shift);
    else
        den = big_shl(b->arena, den, (uint64_t)-shift);
    const Big *q, *rem;
    if (!num || !den || !big_divmod(b->arena, num, den, &q, &rem)) return 0;
    if (big_sign(rem))
        q = big_or(b->arena, q, big_from_i64(b->arena, 1)); /* sticky: rounds the right way */
    double d = ldexp(big_to_double(q), (int)-shift);
    return neg ? -d : d;
}

static int default_nm(const TExpr *e) {
    switch (e->type->kind) {
    case T_INTLIT: return NM_Int;
    case T_FLOATLIT: return NM_Float64;
    default: return NM_String;
    }
}

/* The constructor that takes a literal of this kind and needs no code: the constant is made here.
 */
static Val literal_constant(Body *b, TExpr *e, Val to, const FnDecl *ctor, bool report) {
    Val dtype, v = e->val;
    int64_t code;
    DTypeClass cls;
    uint32_t bits;
    if (!ctor->builtin_fold || !v || val_is_symbolic(to) || val_is_symbolic(v) ||
        !val_scalar_leaf(to, &dtype) || !val_as_i64(dtype, &code) ||
        !dtype_info((DTypeCode)code, b->cx->target ? b->cx->target->pointer_size : 8, &cls, &bits))
        return NULL;
    if (cls == DTC_FLOAT) {
        if (v->kind == V_INT) return val_float(b->vs, to, big_to_double(v->u.big));
        if (v->kind == V_RATIO) return val_float(b->vs, to, ratio_to_double(b, v));
        return v->kind == V_FLOAT ? val_float(b->vs, to, v->u.f) : NULL;
    }
    if (v->kind != V_INT || cls == DTC_BOOL) return NULL;
    uint32_t need = big_bit_length(v->u.big);
    bool neg = big_sign(v->u.big) < 0;
    bool fits =
        cls == DTC_UINT
            ? !neg && need <= bits
            : need < bits ||
                  (neg && need == bits &&
                   big_cmp(v->u.big, big_neg(b->arena, big_shl(b->arena, big_from_i64(b->arena, 1),
                                                               bits - 1))) == 0);
    if (!fits && report) {
        const char *text = big_to_string(b->arena, v->u.big, 10);
        Diag *d = berr(b, DIAG_literal_range, e->node, "`%s` does not fit `%s`", text, tstr(b, to));
        if (cls == DTC_UINT)
            diag_help(d, "`%s` holds 0 to 2^%u - 1", tstr(b, to), bits);
        else
            diag_help(d, "`%s` holds -2^%u to 2^%u - 1", tstr(b, to), bits - 1, bits - 1);
        return val_error(b->vs);
    }
    return val_int(b->vs, to, v->u.big);
}

/* ---- @implicit constructors ----------------------------------------------------------------- */

typedef struct CtorList {
    VEC(FnDecl *) fns;
} CtorList;

/* By the decorator alone: signatures are asked for one by one, since those of the library's own
 * scalars need literals converted. */
static bool written_implicit(const FnDecl *f) {
    if (!IS(FuncDef, f->decl.node)) return false;
    EACH_NODE (AS(FuncDef, f->decl.node)->decorators, n) {
        Node *v = AS(Decorator, n)->value;
        if (IS(Call, v)) v = AS(Call, v)->func;
        if (IS(Name, v) && str_eq_c(name_str(AS(Name, v)->id), "implicit")) return true;
    }
    return false;
}

static CtorList *implicit_ctors(Body *b, Val type) {
    BodyState *st = body_state(b->cx);
    StructDecl *s = (StructDecl *)type->u.decl;
    CtorList *l = map_get(&st->implicit_ctors, s);
    if (l) return l;
    l = ARENA_NEW(&b->cx->arena, CtorList);
    FnSet *set = ctor_set(b, type);
    for (uint32_t i = 0; set && i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (f->is_implicit || written_implicit(f)) vec_push_in(&b->cx->arena, &l->fns, f);
    }
    map_put(&st->implicit_ctors, s, l);
    return l;
}

static bool takes_literal(const FnDecl *f) {
    for (uint32_t i = 0; i < f->args.len; i++) {
        const VarDecl *v = f->args.data[i];
        if (v->kw_only) continue;
        return v->type && (v->type->kind == T_INTLIT || v->type->kind == T_FLOATLIT ||
                           v->type->kind == T_STRLIT);
    }
    return false;
}

/* Of vectors and Bool, one struct around lanes, a float literal becomes those of floats only, and a number no truth
 * value: their constructors serve all element types. Other types say by their constructors what they take. */
static bool wrong_class(Body *b, const TExpr *e, Val to) {
    uint32_t n;
    int64_t code;
    if (!e->type || e->type->kind == T_STRLIT || type_has_unbound(to)) return false;
    const Val *f = to->kind == T_STRUCT ? check_field_types(b->cx, to, &n) : NULL;
    if (!f || n != 1) return false;
    to = f[0];
    if (to->kind != T_SIMD || !val_as_i64(to->args[0], &code)) return false;
    return e->type->kind == T_FLOATLIT ? code < DT_FLOAT16 : code == DT_BOOL;
}

/* The best implicit constructor of `to` for e. literal: only those that take the literal itself. */
static bool find_implicit(Body *b, TExpr *e, Val to, bool literal, Match *best, Call *call,
                          const Match **tied) {
    if (to->kind != T_STRUCT || (literal && wrong_class(b, e, to))) return false;
    CtorList *l = implicit_ctors(b, to);
    bool found = false;
    if (tied) *tied = NULL;
    for (uint32_t i = 0; i < l->fns.len; i++) {
        FnDecl *f = l->fns.data[i];
        if (f->decl.state == DECL_SIG_BUSY ||
            (f->decl.state < DECL_SIG && !check_sig(b->cx, &f->decl)))
            continue;
        if (literal != (is_literal(e) && takes_literal(f))) continue;
        Ref *r = ARENA_NEW(b->arena, Ref);
        *r = (Ref){.kind = REF_FNS, .only = f, .self = to, .node = e->node, .name = NAME_(init)};
        CallArg *arg = ARENA_NEW(b->arena, CallArg);
        *arg = (CallArg){.node = e->node, .e = e};
        Call c = {.node = e->node,
                  .args = arg,
                  .n_args = 1,
                  .callee = r,
                  .no_user_conv = true,
                  .want = to};
        Match m;
        if (!match_fn(b, &c, f, &m, false) || (m.result != to && !type_has_unbound(to))) continue;
        int order = found ? match_rank(&m, best) : -1;
        if (order < 0) {
            *best = m;
            *call = c;
            found = true;
            if (tied) *tied = NULL;
            if (literal) break;
        } else if (order == 0 && tied) {
            *tied = arena_dup(b->arena, &m, sizeof m);
        }
    }
    return found;
}

Val implicit_result(Body *b, TExpr *e, Val to) {
    Match m;
    Call c;
    return find_implicit(b, e, to, false, &m, &c, NULL) ? m.result : NULL;
}

/* ---- can it? -------------------------------------------------------------------------------- */

/* Has a constructor for `{a, b}`; without one the braces hold arguments. */
static bool takes_set(Body *b, const FnSet *set) {
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (!check_sig(b->cx, &f->decl)) continue;
        for (uint32_t k = 0; k < f->args.len; k++)
            if (f->args.data[k]->decl.name == NAME_(set_literal)) return true;
    }
    return false;
}

/* Every constructor for slice literals takes start, end and a step: a type that knows one kind of slice. (The
 * library's StridedSlice stands beside ContiguousSlice and takes `a:b:c` alone.) */
static bool wants_step(Body *b, const FnSet *set) {
    bool any = false;
    if (set->decl.module && set->decl.module->is_std) return false;
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (!check_sig(b->cx, &f->decl) || !f->args.len || vec_last(&f->args)->decl.name != NAME_(slice_literal)) continue;
        if (f->args.len != 4) return false;
        any = vec_last(&f->args)->default_node == NULL;
        if (!any) return false;
    }
    return any;
}

static bool display_call(Body *b, TExpr *e, Val to, Call *c) {
    FnSet *set =
        to->kind == T_STRUCT || to->kind == S_PARAM || to->kind == S_ASSOC ? ctor_set(b, to) : NULL;
    if (!set) return false;
    int64_t len; /* an Array holds exactly as many elements as it says */
    if (e->kind == XP_LIST && to->kind == T_STRUCT && to->n == 2 && val_as_i64(to->args[1], &len) &&
        len != (int64_t)e->n_args &&
        to->u.decl == (const void *)resolver_std(b->cx->resolver, NM_Array))
        return false;
    Ref *r = ARENA_NEW(b->arena, Ref);
    *r = (Ref){.kind = REF_FNS, .set = set, .self = to, .node = e->node, .name = NAME_(init)};
    *c = (Call){.node = e->node, .callee = r};
    Val none = none_type(b);
    TExpr *none_e = texpr_const(
        b, val_is_error(none) ? none : val_make(b->vs, V_STRUCT, none, NULL, NULL, 0), NULL);
    none_e->pos = e->pos;
    uint32_t n = e->n_args;
    switch (e->kind) {
    case XP_LIST:
    case XP_SET:
        c->args = ARENA_ARRAY(b->arena, CallArg, n + 1);
        for (uint32_t i = 0; i < n; i++)
            c->args[i] = (CallArg){.node = e->args[i]->node, .e = e->args[i]};
        c->args[n] = (CallArg){.kw = e->kind == XP_LIST ? NAME_(list_literal) : NAME_(set_literal),
                               .e = none_e};
        c->n_args = n + (e->kind == XP_LIST || takes_set(b, set));
        return true;
    case XP_TUPLE:
        c->args = ARENA_ARRAY(b->arena, CallArg, n + 1);
        for (uint32_t i = 0; i < n; i++)
            c->args[i] = (CallArg){.node = e->args[i]->node, .e = e->args[i]};
        c->n_args = n;
        return to->kind == T_STRUCT &&
               to->u.decl == (const void *)resolver_std(b->cx->resolver, NM_Tuple);
    case XP_DICT: {
        c->args = ARENA_ARRAY(b->arena, CallArg, 3);
        for (int k = 0; k < 2; k++) {
            TExpr *l = &ARENA_NEW(b->arena, PendExpr)->e;
            l->kind = XP_LIST;
            l->node = e->node;
            l->pos = e->pos;
            l->n_args = n / 2;
            l->args = e->args + (size_t)k * (n / 2);
            c->args[k] = (CallArg){.node = e->node, .e = l};
        }
        c->args[2] = (CallArg){.kw = NAME_(dict_literal), .e = none_e};
        c->n_args = 3;
        return true;
    }
    default: {
        PendExpr *p = (PendExpr *)e;
        c->args = p->cargs;
        c->n_args = p->n_cargs;
        if (p->is_slice && c->n_args == 3 && wants_step(b, set)) { /* `a:b` for a type whose slices have a step */
            c->args = ARENA_ARRAY(b->arena, CallArg, 4);
            memcpy(c->args, p->cargs, 2 * sizeof *c->args);
            c->args[2].e = none_e;
            c->args[3] = p->cargs[2];
            c->n_args = 4;
        }
        return true;
    }
    }
}

static FnDecl *pick_fn(Body *b, PendExpr *p, Val to) {
    FnDecl *one, *const *fns;
    Call c = {.callee = p->ref};
    uint32_t n = call_candidates(&c, &fns, &one);
    for (uint32_t i = 0; i < n; i++) {
        if (!check_sig(b->cx, &fns[i]->decl)) continue;
        if (to->kind == T_FNITEM && n > 1 && to->u.decl != (const void *)fns[i]) continue;
        if (to->kind != T_FN || fn_compatible(b, to, fn_item_type(b, p->ref, fns[i])))
            return fns[i];
    }
    return NULL;
}

static TExpr *ctx_member(Body *b, PendExpr *p, Val to) {
    Ref r = type_member(b, p->e.node, to, p->name, p->e.pos + 1);
    if (p->is_call) return call_ref(b, &r, p->e.node, p->cargs, p->n_cargs, to);
    return ref_value(b, &r, to);
}

Val pending_as(Body *b, TExpr *e, Val partial) {
    Call c;
    Match m;
    if (e->kind == XP_IF) {
        Val t = is_pending(e->b) ? pending_as(b, e->b, partial) : e->b->type;
        return t ? t : is_pending(e->c) ? pending_as(b, e->c, partial) : e->c->type;
    }
    if (is_literal(e) && partial->kind == T_STRUCT &&
        find_implicit(b, e, partial, true, &m, &c, NULL))
        return m.result;
    if (e->kind < XP_LIST || e->kind == XP_CTX || e->kind == XP_FNS) return settled_type(b, e);
    if (!display_call(b, e, partial, &c) || !call_resolve(b, &c, &m, NULL))
        return settled_type(b, e);
    return m.result;
}

static bool fits_open(Body *b, Val found, Val to) {
    if (found == to || to->kind == V_UNBOUND) return true;
    if (!type_has_unbound(to) || found->kind != to->kind || found->n != to->n ||
        found->u.decl != to->u.decl)
        return false;
    for (uint32_t i = 0; i < to->n; i++)
        if (!fits_open(b, found->args[i], to->args[i])) return false;
    return true;
}

/* The parameter that says whether an origin of the struct is mutable. */
static bool is_mutability(const StructDecl *s, const ParamDecl *p) {
    for (uint32_t i = 0; i < s->params.len; i++) {
        Val t = s->params.data[i]->type;
        if (t && t->kind == T_ORIGIN && t->n && t->args[0] == p->value) return true;
    }
    return false;
}

/* Pointers, references and spans: an origin that is contained in the wanted one, or mutable to
 * immutable. */
static bool widens(Body *b, Val from, Val to) {
    if (from == to) return true;
    if (from->kind == T_STRUCT && to->kind == T_STRUCT && from->u.decl == to->u.decl &&
        from->n == to->n) {
        StructDecl *s = (StructDecl *)from->u.decl;
        bool any_origin = false;
        for (uint32_t i = 0; i < from->n && i < s->params.len; i++) {
            ParamDecl *p = s->params.data[i];
            any_origin |= p->type && p->type->kind == T_ORIGIN;
            if (from->args[i] == to->args[i]) continue;
            if (p->type && p->type->kind == T_ORIGIN) {
                Val f = from->args[i], t = to->args[i];
                if (t->kind == O_ANY || t->kind == O_ERASED || f->kind == O_UNTRACKED ||
                    f->kind == O_STATIC || f->kind == O_ANY)
                    continue;
                if (t->kind == O_UNION || f->kind == O_FIELD) { /* a member, or a part of one */
                    if (val_origin_within(f, t)) continue;
                }
                if (same_but_origins(b, f, t) && f->kind == t->kind && f->u.decl == t->u.decl)
                    continue; /* mutable → immutable of one place */
                return false;
            }
            bool fm, tm;
            bool known = val_as_bool(from->args[i], &fm);
            if (val_as_bool(to->args[i], &tm) && !tm && (!known || fm) && is_mutability(s, p))
                continue;
            if (!widens(b, from->args[i], to->args[i])) return false;
        }
        return any_origin;
    }
    return false;
}

bool fn_compatible(Body *b, Val to, Val from) {
    Val have = callable_type(b, from);
    if (!have) return false;
    const Sig *w = to->u.sig, *h = have->u.sig;
    if (from->kind == T_FNITEM && !w->n_params)
        for (uint32_t i = 0; i < from->n; i++)
            if (from->args[i]->kind == V_UNBOUND) return false; /* to be inferred: fit.c */
    if (w == h) return true;
    if (!w || !h || w->n_args != h->n_args || (w->flags & FN_C_ABI) != (h->flags & FN_C_ABI)) return false;
    if ((h->flags & FN_RAISES) && h->error && h->error->kind != T_NEVER &&
        (!(w->flags & FN_RAISES) || (w->error != h->error && w->error != lib_type(b, NM_Error))))
        return false;
    for (uint32_t i = 0; i < w->n_args; i++) {
        if (w->args[i].conv != h->args[i].conv || w->args[i].variadic != h->args[i].variadic) return false;
        if (w->args[i].type != h->args[i].type &&
            !(h->args[i].type->flags & (VAL_UNBOUND | VAL_SYMBOLIC)) &&
            !same_but_origins(b, w->args[i].type, h->args[i].type))
            return false;
    }
    Val wr = w->result ? w->result : none_type(b), hr = h->result ? h->result : none_type(b);
    return wr == hr || hr->kind == T_NEVER || same_but_origins(b, wr, hr);
}

typedef struct ConvMemo {
    Val from, to;
    FnDecl *ctor; /* NULL: none */
} ConvMemo;

static FnDecl *implicit_known(Body *b, TExpr *e, Val to, bool literal) {
    Match m;
    Call c;
    ArenaMark mark = arena_mark(b->arena);
    uint32_t locals = b->tb ? b->tb->locals.len : 0;
    bool memo = e->kind < XP_LIST && !val_is_symbolic(to) && !type_has_unbound(to) && e->type &&
                !val_is_symbolic(e->type) && !(e->type->flags & VAL_ORIGINS) &&
                !(to->flags & VAL_ORIGINS);
    if (!memo) return find_implicit(b, e, to, literal, &m, &c, NULL) ? m.fn : NULL;
    Val from = e->type;
    if (is_literal(e))
        from = val_prim(b->vs, from->kind == T_INTLIT     ? T_PRIMINT
                               : from->kind == T_FLOATLIT ? T_PRIMFLOAT
                                                          : T_PRIMSTR);
    Map *map = &body_state(b->cx)->convs;
    uint64_t key = hash_mix(hash_mix(from->id, to->id), literal);
    for (;; key++) { /* collisions of the hash step on */
        ConvMemo *k = map_get_u(map, key);
        if (!k) break;
        if (k->from == from && k->to == to) return k->ctor;
    }
    bool ok = find_implicit(b, e, to, literal, &m, &c, NULL);
    if (b->tb && b->arena == &b->tb->arena && b->tb->locals.len == locals)
        arena_release(b->arena, mark); /* the session's arena holds what is remembered */
    if (!ok && to->kind == T_STRUCT) { /* a constructor whose signature is being made may yet fit */
        CtorList *l = implicit_ctors(b, to);
        for (uint32_t i = 0; i < l->fns.len; i++)
            if (l->fns.data[i]->decl.state < DECL_SIG) return NULL;
    }
    ConvMemo *k = ARENA_NEW(&b->cx->arena, ConvMemo);
    *k = (ConvMemo){from, to, ok ? m.fn : NULL};
    map_put_u(map, key, k);
    return k->ctor;
}

bool can_convert(Body *b, TExpr *e, Val to, bool user_ok, uint32_t *cost) {
    if (texpr_bad(e) || !to || to->kind == V_ERROR || to->kind == V_UNBOUND) return true;
    Val from = e->type;
    if (from == to && e->kind < XP_LIST) return true;
    if (e->kind >= XP_LIST) {
        switch (e->kind) {
        case XP_IF:
            return can_convert(b, e->b, to, user_ok, cost) &&
                   can_convert(b, e->c, to, user_ok, cost);
        case XP_CTX:
            return val_is_type(to) &&
                   check_member(b->cx, to, ((PendExpr *)e)->name, b->facts, NULL) != NULL;
        case XP_FNS: {
            Ref *r = ((PendExpr *)e)->ref;
            if (to->kind == T_FNITEM && fit_is_of(r, to)) return true;
            FnDecl *f = pick_fn(b, (PendExpr *)e, to);
            if (!f) return to->kind == T_FN && fit_possible(b, r, to);
            if (to->kind == T_FN || to->kind == T_FNITEM) return true;
            Val item = fn_item_type(b, ((PendExpr *)e)->ref, f);
            return item == to;
        }
        case XP_BRACE:
        case XP_LIST:
        case XP_SET:
        case XP_DICT:
        case XP_TUPLE: {
            Call c;
            Match m;
            if (display_call(b, e, to, &c) && call_resolve(b, &c, &m, NULL)) return true;
            if (e->kind == XP_DICT && e->n_args == 0 && ctor_set(b, to)) {
                Ref r = {.kind = REF_FNS, .set = ctor_set(b, to), .self = to, .name = NAME_(init)};
                Call c0 = {.node = e->node, .callee = &r};
                return call_resolve(b, &c0, &m, NULL);
            }
            break;
        }
        }
    } else if (is_literal(e)) {
        if (to->kind == from->kind && type_has_unbound(to)) return true;
        if ((to->kind == T_PRIMINT && from->kind == T_INTLIT) ||
            (to->kind == T_PRIMFLOAT && from->kind != T_STRLIT) ||
            (to->kind == T_PRIMSTR && from->kind == T_STRLIT))
            return true;
        if (to->kind == T_FLOATLIT && from->kind == T_INTLIT && type_has_unbound(to)) return true;
        if (type_has_unbound(to)) {
            Val st = settled_type(b, e);
            return st && fits_open(b, st, to);
        }
        if (cost) ++*cost; /* counts when candidates are ranked, not as the one user conversion */
        if (implicit_known(b, e, to, true)) return true;
        Val st = settled_type(b, e); /* `T` became the default type */
        if (st == to) return true;
    } else {
        if (from->kind == T_NEVER) return true;
        if (type_has_unbound(to) && fits_open(b, from, to)) return true;
        if (widens(b, from, to)) return true;
        Ref r;
        if (from->kind == T_FNITEM && (to->kind == T_FN || to->kind == T_FNITEM) && fit_candidates(b, e, &r))
            return to->kind == T_FN ? fn_compatible(b, to, from) || fit_possible(b, &r, to) : fit_is_of(&r, to);
        if (to->kind == T_FN && callable_type(b, from)) return from->kind == T_FN && fn_compatible(b, to, from);
        if (texpr_is_type(e) && to->kind == T_TRAIT)
            return check_conforms(b->cx, e->val, to, b->facts);
        if (e->kind == X_CONST && to->kind == T_ORIGIN && from->kind == T_ORIGIN) return true;
        if (to->kind == T_PACKOF && from->kind == T_PACKOF) return true;
    }
    if (user_ok && to->kind == T_STRUCT && implicit_known(b, e, to, false)) {
        if (cost) ++*cost;
        return true;
    }
    return false;
}

/* ---- do it ---------------------------------------------------------------------------------- */

void mismatch(Body *b, TExpr *e, Val to, const char *what, const Decl *at_decl) {
    Val from = settled_type(b, e);
    Diag *d;
    if (!what && at_decl && at_decl->kind == DECL_VAR && ((const VarDecl *)at_decl)->is_arg) {
        const VarDecl *v = (const VarDecl *)at_decl;
        what = arena_printf(b->arena, "argument `%s` of `%s`",
                            v->decl.name ? v->decl.name->chars : "?",
                            v->fn && v->fn->decl.name ? v->fn->decl.name->chars : "the function");
    }
    if (from)
        d = berr(b, DIAG_type_mismatch, e->node, "expected `%s`%s%s, found `%s`", tstr(b, to),
                 what ? " for " : "", what ? what : "", tstr(b, from));
    else if (e->kind == XP_CTX)
        d = berr(b, DIAG_unknown_member, e->node, "`%s` has no member `%s`", tstr(b, to),
                 ((PendExpr *)e)->name->chars);
    else
        d = berr(b, DIAG_type_mismatch, e->node, "`%s` cannot be made from this display",
                 tstr(b, to));
    if (!e->node) {
        d->at = bspan_pos(b, e->pos, e->pos + 1);
    }
    if (at_decl) {
        Span at = decl_span(at_decl);
        if (at.file) diag_label(d, at, "`%s` is expected because of this", tstr(b, to));
    }
    if (e->kind == X_VAR && e->var->decl.node) {
        Span at = decl_span(&e->var->decl);
        if (at.file) diag_label(d, at, "`%s` has the type `%s` from here", place_text(b, e), tstr(b, from));
    } else if (e->kind == X_CALL && e->callee->fn && e->callee->fn->decl.name) {
        Span at = decl_span(&e->callee->fn->decl);
        if (at.file)
            diag_label(d, at, "`%s` gives `%s`", e->callee->fn->decl.name->chars, tstr(b, from));
    }
    if (from && to->kind == T_FN && from->kind == T_STRUCT &&
        ((const StructDecl *)from->u.decl)->is_closure)
        diag_help(
            d,
            "it captures variables, which a thin function cannot; take it as `Some[def(…) -> …]`");
    else if (!hint_optional(b, d, e, from, to))
        offer_conversion(b, d, e, to);
}

static TExpr *failed(Body *b, TExpr *e, Val to, const char *what, const Decl *at_decl) {
    mismatch(b, e, to, what, at_decl);
    return texpr_error(b, e->node);
}

static TExpr *fn_value(Body *b, PendExpr *p, FnDecl *f, Val to) {
    if ((f->decl.is_deprecated || f->decl.is_unavailable) && !b->module->is_std) {
        warn_deprecated(b->diags, &f->decl, bspan(b, p->e.node), bspan(b, p->e.node));
        if (f->decl.is_unavailable) return texpr_error(b, p->e.node);
    }
    Val item = fn_item_type(b, p->ref, f);
    TExpr *e = texpr(b, X_FN, to && to->kind == T_FN ? to : item, p->e.node);
    e->pos = p->e.pos;
    e->val = val_make(b->vs, V_FN, e->type, f, item->args, item->n);
    return e;
}

/* A function that becomes another type's value by way of fit.c: with its parameters inferred, one of an overload
 * set, or one that is called by a function made for the type. NULL: it has the type already, or cannot. */
static TExpr *fitted(Body *b, TExpr *e, Val to) {
    Ref r;
    if ((to->kind != T_FN && to->kind != T_FNITEM) || e->type == to || !fit_candidates(b, e, &r)) return NULL;
    Val item = to;
    if (to->kind == T_FNITEM) {
        if (!fit_is_of(&r, to)) return NULL;
    } else {
        if (e->kind == XP_FNS ? pick_fn(b, (PendExpr *)e, to) != NULL : fn_compatible(b, to, e->type)) return NULL;
        item = fit_function(b, &r, to);
        if (!item) return NULL;
    }
    TExpr *v = texpr(b, X_FN, to, e->node);
    v->pos = e->pos;
    v->val = val_make(b->vs, V_FN, to, item->u.decl, item->args, item->n);
    return v;
}

/* Two constructors would do, and nothing says which. */
static TExpr *two_ways(Body *b, TExpr *e, Val to, const FnDecl *x, const FnDecl *y) {
    Diag *d = berr(b, DIAG_ambiguous_call, e->node, "`%s` becomes `%s` implicitly in two ways",
                   tstr(b, settled_type(b, e)), tstr(b, to));
    diag_note(d, decl_span(&x->decl), "%s fits", signature_text(b, x));
    diag_note(d, decl_span(&y->decl), "%s fits as well", signature_text(b, y));
    diag_help(d, "call a constructor of `%s` with the type you mean", tstr(b, to));
    return texpr_error(b, e->node);
}

/* `@implicit(deprecated=True)` */
static void warn_implicit(Body *b, TExpr *e, Val to, const FnDecl *f) {
    if (!f->implicit_deprecated || b->diags->muted || !e->node) return;
    Diag *w = diag_add(b->diags, DIAG_deprecated, bspan(b, e->node),
                       "`%s` becomes `%s` implicitly here, which is deprecated",
                       tstr(b, settled_type(b, e)), tstr(b, to));
    w->deprecated = true;
    diag_label(w, decl_span(&f->decl), "by this constructor");
    Fix *fix = diag_fix(w, FIX_SAFE, "write `%s(…)`", tstr(b, to));
    uint32_t end = e->node->end;
    fix_edit(fix, bspan_pos(b, e->node->pos, e->node->pos), str_of(arena_printf(b->arena, "%s(", tstr(b, to))));
    fix_edit(fix, bspan_pos(b, end, end), STR(")"));
}

static TExpr *implicit_call(Body *b, TExpr *e, Val to, bool literal) {
    Match m;
    Call c;
    const Match *tied = NULL;
    if (b->implicit_depth > 4) return NULL;
    FnDecl *known = literal ? implicit_known(b, e, to, true) : NULL;
    Val made = known ? literal_constant(b, e, to, known, true) : NULL;
    if (made) {
        TExpr *r = texpr_const(b, made, e->node);
        r->pos = e->pos;
        return r;
    }
    if (!find_implicit(b, e, to, literal, &m, &c, &tied)) return NULL;
    if (tied) return two_ways(b, e, to, m.fn, tied->fn);
    warn_implicit(b, e, to, m.fn);
    if (literal) {
        Val v = literal_constant(b, e, to, m.fn, true);
        if (v) {
            TExpr *r = texpr_const(b, v, e->node);
            r->pos = e->pos;
            return r;
        }
    }
    b->implicit_depth++;
    TExpr *r = call_build(b, &c, &m);
    b->implicit_depth--;
    r->pos = e->pos;
    return r;
}

TExpr *convert(Body *b, TExpr *e, Val to, const char *what, const Decl *at_decl) {
    if (texpr_bad(e) || !to) return e;
    if (to->kind == V_ERROR) return texpr_error(b, e->node);
    if (to->kind == V_UNBOUND) return settle(b, e);
    Val from = e->type;
    if (from == to && e->kind < XP_LIST) return e;
    TExpr *r;
    if (e->kind >= XP_LIST) {
        switch (e->kind) {
        case XP_IF: {
            TExpr *x = convert(b, e->b, to, what, at_decl),
                  *y = convert(b, e->c, to, what, at_decl);
            if (texpr_bad(x) || texpr_bad(y)) return texpr_error(b, e->node);
            r = texpr(b, X_IF, to, e->node);
            r->pos = e->pos;
            r->a = e->a;
            r->b = to_owned(b, x);
            r->c = to_owned(b, y);
            return r;
        }
        case XP_CTX: {
            if (!val_is_type(to)) return failed(b, e, to, what, at_decl);
            TExpr *m = ctx_member(b, (PendExpr *)e, to);
            return texpr_bad(m) ? m : convert(b, m, to, what, at_decl);
        }
        case XP_FNS: {
            r = fitted(b, e, to);
            if (r) return r;
            FnDecl *f = pick_fn(b, (PendExpr *)e, to);
            if (!f) return failed(b, e, to, what, at_decl);
            return fn_value(b, (PendExpr *)e, f, to);
        }
        default: {
            Call c;
            Match m;
            const Match *tied = NULL;
            if (display_call(b, e, to, &c) && call_resolve(b, &c, &m, &tied)) {
                r = call_build(b, &c, &m);
                return r;
            }
            if (e->kind == XP_DICT && e->n_args == 0 && ctor_set(b, to)) {
                r = construct(b, to, e->node, NULL, 0, NULL, true);
                if (r) return r;
            }
            if (to->kind == T_STRUCT) {
                r = implicit_call(b, e, to, false);
                if (r) return r;
            }
            bool arguments = (e->kind == XP_BRACE && !((PendExpr *)e)->is_slice) ||
                             (e->kind == XP_SET && to->kind == T_STRUCT && ctor_set(b, to) &&
                              !takes_set(b, ctor_set(b, to)));
            if (arguments && display_call(b, e, to, &c)) return call_fns(b, &c); /* reports */
            if ((e->kind == XP_LIST || e->kind == XP_SET || e->kind == XP_TUPLE) &&
                to->kind == T_STRUCT)
                for (uint32_t i = 0; i < e->n_args;
                     i++) { /* the element that does not fit, if it is one */
                    Val elem = elem_type_of(b, to, e->kind == XP_TUPLE ? i : 0);
                    if (elem && !can_convert(b, e->args[i], elem, true, NULL)) {
                        mismatch(b, e->args[i], elem,
                                 arena_printf(b->arena, "an element of `%s`", tstr(b, to)),
                                 at_decl);
                        return texpr_error(b, e->node);
                    }
                }
            /* Its own type does not take these elements: the call says which bound they miss. */
            if (settled_type(b, e) == to && display_call(b, e, to, &c)) return call_fns(b, &c);
            return failed(b, e, to, what, at_decl);
        }
        }
    }
    if (is_literal(e)) {
        if ((to->kind == T_PRIMINT || to->kind == T_PRIMFLOAT || to->kind == T_PRIMSTR)) {
            if (!can_convert(b, e, to, false, NULL)) return failed(b, e, to, what, at_decl);
            if (to->kind == T_PRIMFLOAT && e->val->kind == V_INT) {
                r = texpr_const(b, val_ratio(b->vs, e->val->u.big, big_from_i64(b->arena, 1)),
                                e->node);
                r->type = to;
                return r;
            }
            return retype(b, e, to);
        }
        if (to->kind == from->kind && type_has_unbound(to)) return e;
        if (to->kind == T_FLOATLIT && from->kind == T_INTLIT && e->val->kind == V_INT) {
            Val v = val_ratio(b->vs, e->val->u.big, big_from_i64(b->arena, 1));
            r = texpr_const(b, v, e->node);
            r->type = val_make(b->vs, T_FLOATLIT, NULL, NULL, &v, 1);
            return r;
        }
        if (type_has_unbound(to)) {
            Val st = settled_type(b, e);
            if (st && fits_open(b, st, to)) return settle(b, e);
            return failed(b, e, to, what, at_decl);
        }
        r = implicit_call(b, e, to, true);
        if (r) return r;
        r = implicit_call(b, e, to, false);
        return r ? r : failed(b, e, to, what, at_decl);
    }
    if (from->kind == T_NEVER) {
        r = retype(b, e, to); /* never produces a value */
        return r;
    }
    if (type_has_unbound(to) && fits_open(b, from, to)) return e;
    if (widens(b, from, to))
        return val_erase_origins(b->vs, from) == val_erase_origins(b->vs, to)
                   ? retype(b, e, to)
                   : reinterpret(b, e, to);
    if (from->kind == T_FNITEM) {
        r = fitted(b, e, to);
        if (r) return r;
    }
    if (to->kind == T_FN &&
        (from->kind == T_FN || from->kind == T_FNITEM || (e->val && e->val->kind == V_FN)) &&
        fn_compatible(b, to, from)) {
        if (from->kind == T_FNITEM) {
            r = texpr(b, X_FN, to, e->node);
            r->pos = e->pos;
            r->val = val_make(b->vs, V_FN, to, from->u.decl, from->args, from->n);
            return r;
        }
        return retype(b, e, to);
    }
    if (texpr_is_type(e) && to->kind == T_TRAIT) {
        if (check_conforms(b->cx, e->val, to, b->facts)) return e;
        Diag *d = berr(b, DIAG_bound_not_met, e->node, "`%s` does not conform to `%s`",
                       tstr(b, e->val), tstr(b, to));
        (void)d;
        return texpr_error(b, e->node);
    }
    if (e->kind == X_CONST && to->kind == T_ORIGIN && from->kind == T_ORIGIN) return e;
    if (to->kind == T_PACKOF && from->kind == T_PACKOF) return e;
    r = implicit_call(b, e, to, false);
    return r ? r : failed(b, e, to, what, at_decl);
}

/* ---- default types -------------------------------------------------------------------------- */

static Val unbound_of(Body *b, int nm) {
    Decl *d = resolver_std(b->cx->resolver, nm);
    Val v = d ? decl_value(b->cx, d) : NULL;
    return v && v->kind == T_STRUCT ? v : NULL;
}

Val elem_type_of(Body *b, Val to, uint32_t i) {
    const Val *types;
    uint32_t n;
    if (tuple_types(b, to, &types, &n)) return i < n ? types[i] : NULL;
    StructDecl *s = (StructDecl *)to->u.decl;
    for (uint32_t k = 0; k < s->params.len && k < to->n; k++)
        if (s->params.data[k]->is_type && to->args[k]->kind != V_UNBOUND) return to->args[k];
    return NULL;
}

/* Elements of a display brought to one type: T, a common type, or NULL. */
static Val display_elem(Body *b, TExpr **args, uint32_t n) {
    if (!n) return NULL;
    bool merged;
    return common_type(b, args, n, &merged);
}

Val settled_type(Body *b, TExpr *e) {
    if (texpr_bad(e)) return NULL;
    if (e->kind < XP_LIST) {
        if (!is_pending(e)) return e->type;
        Val t = lib_type(b, default_nm(e));
        return val_is_error(t) ? NULL : t;
    }
    switch (e->kind) {
    case XP_LIST: {
        Val elem = display_elem(b, e->args, e->n_args), t = unbound_of(b, NM_Array);
        if (!elem || !t) return NULL;
        Val args[2] = {elem, val_i64(b->vs, lib_type(b, NM_Int), e->n_args)};
        StructDecl *s = (StructDecl *)t->u.decl;
        if (s->params.len != 2) return NULL;
        args[1] = val_i64(b->vs, s->params.data[1]->type, e->n_args);
        return struct_type(b->cx, s, args, 2);
    }
    case XP_SET: {
        Val elem = display_elem(b, e->args, e->n_args), t = unbound_of(b, NM_Set);
        return elem && t ? set_type(b, t, &elem, 1) : NULL;
    }
    case XP_DICT: {
        uint32_t n = e->n_args / 2;
        Val kv[2] = {display_elem(b, e->args, n), display_elem(b, e->args + n, n)},
            t = unbound_of(b, NM_Dict);
        return kv[0] && kv[1] && t ? set_type(b, t, kv, 2) : NULL;
    }
    case XP_TUPLE: {
        Val *types = ARENA_ARRAY(b->arena, Val, e->n_args + 1), t = unbound_of(b, NM_Tuple);
        for (uint32_t i = 0; i < e->n_args; i++)
            if (!(types[i] = settled_type(b, e->args[i]))) return NULL;
        if (!t) return NULL;
        ParamDecl *p = ((StructDecl *)t->u.decl)->params.len
                           ? ((StructDecl *)t->u.decl)->params.data[0]
                           : NULL;
        if (!p) return NULL;
        Val pack =
            val_pack(b->vs, p->type && p->type->n ? p->type->args[0] : NULL, types, e->n_args);
        return struct_type(b->cx, (StructDecl *)t->u.decl, &pack, 1);
    }
    case XP_IF: {
        TExpr *both[2] = {e->b, e->c};
        bool merged;
        return common_type(b, both, 2, &merged);
    }
    case XP_FNS: {
        Ref *r = ((PendExpr *)e)->ref;
        FnDecl *f = r->only ? r->only : r->set->fns.len == 1 ? r->set->fns.data[0] : NULL;
        return f && check_sig(b->cx, &f->decl) ? fn_item_type(b, r, f) : NULL;
    }
    default: return NULL;
    }
}

/* A generic struct with its first type parameters set and the others defaulted. */
Val set_type(Body *b, Val unbound, const Val *first, uint32_t n) {
    StructDecl *s = (StructDecl *)unbound->u.decl;
    Val *args = ARENA_ARRAY(b->arena, Val, s->params.len + 1);
    const ParamDecl *const *ps = (const ParamDecl *const *)s->params.data;
    Subst sub = {.params = ps, .args = args, .n = s->params.len};
    for (uint32_t i = 0, k = 0; i < s->params.len; i++) {
        if (k < n && s->params.data[i]->kind != PARAM_INFER)
            args[i] = first[k++];
        else
            args[i] = bind_default(b->cx, s->params.data[i], &sub);
        if (!args[i]) return NULL;
    }
    return struct_type(b->cx, s, args, s->params.len);
}

Val fn_item_type(Body *b, const Ref *r, FnDecl *f) {
    const ParamDecl **ps;
    uint32_t n = fn_all_params(f, &ps, b->arena), own = f->params.len, off = n - own;
    Val *args = ARENA_ARRAY(b->arena, Val, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        args[i] = val_unbound(b->vs);
        if (i < off) {
            Decl *p = f->decl.parent;
            if (p && p->kind == DECL_STRUCT && r->self && r->self->kind == T_STRUCT &&
                i < r->self->n)
                args[i] = r->self->args[i];
            else if (p && p->kind == DECL_TRAIT && r->self)
                args[i] = r->self;
            else if (p && p->kind == DECL_FN)
                args[i] = ps[i]->value;
        } else if (r->n_bound && i - off < r->n_bound) {
            args[i] = r->bound[i - off];
        }
    }
    if (r->has_params) {
        ExprEnv env = body_env(b);
        Subst outer = {.params = ps, .args = args, .n = off};
        Bound bd = bind_params(b->cx, &env, &f->params, &r->params, r->node, off ? &outer : NULL,
                               BIND_ALLOW_OPEN, b->arena);
        for (uint32_t i = 0; bd.ok && i < own && i < bd.n; i++)
            if (bd.args[i]) args[off + i] = bd.args[i];
        if (!bd.ok) return val_error(b->vs);
    }
    Subst s = {.params = ps, .args = args, .n = n};
    for (uint32_t i = off; i < n; i++)
        if (args[i]->kind == V_UNBOUND) {
            args[i] = NULL;
            Val d = bind_default(b->cx, (ParamDecl *)ps[i], &s);
            args[i] = d ? d : val_unbound(b->vs);
        }
    return val_make(b->vs, T_FNITEM, NULL, f, args, n);
}

bool is_fixed_array(Val type) {
    const StructDecl *s = type->kind == T_STRUCT ? type->u.decl : NULL;
    return s && s->decl.module && s->decl.module->is_std && name_is(s->decl.name, NM_Array) && type->n > 0;
}

/* Two elements of a display whose types differ: of a dictionary two keys, else two values. */
static bool differing(Body *b, TExpr *e, uint32_t *i, uint32_t *k) {
    uint32_t part = e->kind == XP_DICT ? e->n_args / 2 : e->n_args; /* keys come first */
    for (*i = 0; part && *i < e->n_args; *i += part)
        for (*k = *i + 1; *k < *i + part; ++*k)
            if (settled_type(b, e->args[*k]) != settled_type(b, e->args[*i])) return true;
    return false;
}

TExpr *settle(Body *b, TExpr *e) {
    if (texpr_bad(e) || !is_pending(e)) return e;
    if (is_literal(e)) {
        Val t = lib_type(b, default_nm(e));
        return val_is_error(t) ? texpr_error(b, e->node) : convert(b, e, t, NULL, NULL);
    }
    if (e->kind == XP_FNS) {
        PendExpr *p = (PendExpr *)e;
        FnDecl *f = p->ref->only                ? p->ref->only
                    : p->ref->set->fns.len == 1 ? p->ref->set->fns.data[0]
                                                : NULL;
        if (f && check_sig(b->cx, &f->decl)) return fn_value(b, p, f, NULL);
        if (!f) {
            Diag *d = berr(b, DIAG_needs_context, e->node,
                           "`%s` is overloaded: its type must say which one is meant",
                           p->ref->name ? p->ref->name->chars : "this function");
            (void)d;
        } else if (b->tb) {
            b->tb->has_error = true;
        }
        return texpr_error(b, e->node);
    }
    if (e->kind == XP_CTX) {
        berr(b, DIAG_needs_context, e->node, "nothing here says which type `.%s` belongs to",
             ((PendExpr *)e)->name->chars);
        return texpr_error(b, e->node);
    }
    Val t = settled_type(b, e);
    if (t && val_is_error(t)) return texpr_error(b, e->node);
    if (t) return convert(b, e, t, NULL, NULL);
    if ((e->kind == XP_LIST || e->kind == XP_SET || e->kind == XP_DICT) && !e->n_args) {
        Diag *d =
            berr(b, DIAG_needs_context, e->node, "the type of this empty display is not known");
        diag_help(d, e->kind == XP_LIST ? "annotate it: `var xs: List[Int] = []`"
                                        : "annotate it: `var d: Dict[String, Int] = {}`");
    } else if (e->kind == XP_BRACE) {
        berr(b, DIAG_needs_context, e->node, "nothing here says which type `{…}` initialises");
    } else if (e->kind == XP_IF) {
        no_common(b, e->node, e->b, e->c, "the two sides of this conditional");
    } else {
        bool nested = false;
        for (uint32_t i = 0; i < e->n_args; i++) {
            TExpr *x = settle(b, e->args[i]);
            if (texpr_bad(x)) nested = true;
        }
        if (nested) return texpr_error(b, e->node);
        uint32_t i, k;
        if (e->kind != XP_TUPLE && differing(b, e, &i, &k))
            no_common(b, e->node, e->args[i], e->args[k],
                      e->kind != XP_DICT ? "these elements" : i ? "these values" : "these keys");
        else
            berr(b, DIAG_needs_context, e->node, "the type of this display is not known here");
    }
    return texpr_error(b, e->node);
}

void no_common(Body *b, const Node *at, TExpr *x, TExpr *y, const char *what) {
    Val tx = settled_type(b, x), ty = settled_type(b, y);
    Diag *d = berr(b, DIAG_no_common_type, at, "%s have no common type: `%s` and `%s`", what,
                   tx ? tstr(b, tx) : "?", ty ? tstr(b, ty) : "?");
    if (x->node && x->node != at) diag_label(d, bspan(b, x->node), "`%s`", tx ? tstr(b, tx) : "?");
    if (y->node && y->node != at) diag_label(d, bspan(b, y->node), "`%s`", ty ? tstr(b, ty) : "?");
    if (!tx || !ty) return;
    if (is_fixed_array(tx) && is_fixed_array(ty) && tx->args[0] == ty->args[0])
        diag_help(d, "arrays of different lengths have different types: say that a `List[%s]` is meant",
                  tstr(b, tx->args[0]));
    else
        offer_conversion(b, d, y, tx);
}

Val common_type(Body *b, TExpr **es, uint32_t n, bool *merged) {
    *merged = false;
    Val first = NULL;
    bool same = true, bad = false;
    for (uint32_t i = 0; i < n; i++) {
        if (texpr_bad(es[i])) return NULL;
        if (es[i]->type && es[i]->type->kind == T_NEVER) continue;
        Val t = settled_type(b, es[i]);
        bad |= !t;
        if (t && !first)
            first = t;
        else if (t && t != first)
            same = false;
    }
    if (same && !bad) return first;
    uint32_t tried = 0;
    Val seen[4] = {0};
    for (int literals = 0; literals < 2; literals++)
        for (uint32_t i = 0; i < n && tried < 4;
             i++) { /* types of variables before types of literals */
            if (is_pending(es[i]) != (literals == 1)) continue;
            Val t = settled_type(b, es[i]);
            if (!t || t == seen[0] || t == seen[1] || t == seen[2]) continue;
            seen[tried++] = t;
            bool all = true;
            for (uint32_t k = 0; k < n && all; k++) all = can_convert(b, es[k], t, true, NULL);
            if (all) return t;
        }
    if (n == 2 && first && !is_pending(es[0]) && has_method(b, es[0]->type, NM_merge_with)) {
        Val t = merge_type(b, es[0], es[1]->type);
        if (t) {
            *merged = true;
            return t;
        }
    }
    return NULL;
}

/* Result type of x.__merge_with__[other_type=T](), which supplies a common type. */
Val merge_type(Body *b, TExpr *x, Val other) {
    if (!other) return NULL;
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, x->type, NAME_(merge_with), b->facts, &via);
    if (!m || m->kind != DECL_FNSET) return NULL;
    FnSet *set = DECL_AS(FnSet, m);
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (!check_sig(b->cx, &f->decl) || !f->params.len) continue;
        Val *bound = ARENA_ARRAY(b->arena, Val, f->params.len);
        for (uint32_t k = 0; k < f->params.len; k++) bound[k] = val_unbound(b->vs);
        bound[f->params.len - 1] = other;
        Ref *r = ARENA_NEW(b->arena, Ref);
        *r = (Ref){.kind = REF_FNS,
                   .only = f,
                   .self = x->type,
                   .value = x,
                   .bound = bound,
                   .n_bound = f->params.len};
        CallArg *arg = ARENA_NEW(b->arena, CallArg);
        arg->e = x;
        Call c = {.node = x->node, .args = arg, .n_args = 1, .has_receiver = true, .callee = r};
        Match match;
        if (match_fn(b, &c, f, &match, false)) return match.result;
    }
    return NULL;
}

/* ---- ownership of the result ---------------------------------------------------------------- */

static bool copies_implicitly(Body *b, Val t) {
    BodyState *st = body_state(b->cx);
    bool memo = !val_is_symbolic(t);
    uintptr_t known = memo ? (uintptr_t)map_get(&st->trait_memo, t) : 0;
    if (known) return known == 2;
    bool ok = check_life(b->cx, t, b->facts).implicitly_copyable;
    if (memo) map_put(&st->trait_memo, t, (void *)(uintptr_t)(ok ? 2 : 1));
    return ok;
}

/* A named compile-time value is built at run time by itself only when it may be copied implicitly. */
static bool materializes(Body *b, const TExpr *e) {
    bool named = e->node && (e->node->kind == NODE_Name || e->node->kind == NODE_Attribute);
    if (e->kind != X_CONST || !named || b->comptime || b->unevaluated || e->type->kind != T_STRUCT ||
        val_is_symbolic(e->type) || texpr_is_type(e) || copies_implicitly(b, e->type))
        return true;
    Diag *d = berr(b, DIAG_not_materializable, e->node,
                   "`%s` is known at compile time and not built at run time by itself: `%s` is not copied implicitly",
                   place_text(b, e), tstr(b, e->type));
    diag_help(d, "write `materialize[%s]()`, or bind it without a copy: `ref x = global_constant[%s]()`", place_text(b, e),
              place_text(b, e));
    Fix *f = diag_fix(d, FIX_MAYBE, "materialize it");
    fix_edit(f, bspan_pos(b, e->node->pos, e->node->pos), STR("materialize["));
    fix_edit(f, bspan_pos(b, e->node->end, e->node->end), STR("]()"));
    return false;
}

/* `x^` moves: to where the value is put together anew. */
static bool moves(Body *b, const TExpr *e) {
    if (e->kind != X_MOVE || e->type->kind != T_STRUCT || val_is_symbolic(e->type) || check_life(b->cx, e->type, b->facts).movable) return true;
    Diag *d = berr(b, DIAG_not_movable, e->node, "`%s` cannot be given away: `%s` is not `Movable`", place_text(b, e->a),
                   tstr(b, e->type));
    Span at = decl_span(e->type->u.decl);
    if (at.file) diag_label(d, at, "declared here");
    diag_help(d, "refer to it: by `ref`, or by an argument without `var`");
    return false;
}

TExpr *to_owned(Body *b, TExpr *e) {
    if (texpr_bad(e) || is_pending(e)) return e;
    if (!materializes(b, e) || !moves(b, e)) return texpr_error(b, e->node);
    if (!e->is_place) return e;
    if (!copies_implicitly(b, e->type)) {
        LifeFacts life = check_life(b->cx, e->type, b->facts);
        const TExpr *root = e;
        while (root->kind == X_FIELD) root = root->a;
        bool mine = root->kind == X_VAR &&
                    !(root->var->conv == CONV_REF || root->var->conv == CONV_IMM ||
                      root->var->conv == CONV_MUT) &&
                    !root->var->is_capture;
        Diag *d =
            berr(b, DIAG_implicit_copy, e->node, "`%s` has the type `%s`, which is not copied implicitly",
                 place_text(b, e), tstr(b, e->type));
        if (!e->node) d->at = bspan_pos(b, e->pos, e->pos + 1);
        uint32_t end = e->node ? e->node->end : e->pos;
        if (life.copyable) {
            diag_help(d, mine ? "copy it with `.copy()`, or give it away with `^`"
                              : "copy it with `.copy()`");
            Fix *f = diag_fix(d, FIX_MAYBE, "copy it with `.copy()`");
            fix_edit(f, bspan_pos(b, end, end), STR(".copy()"));
        } else if (!mine && life.movable) {
            diag_help(d, "it can be moved, but only its owner may give it away");
        }
        if (mine && life.movable) {
            if (!life.copyable) diag_help(d, "give it away with `^`");
            Fix *f = diag_fix(d, FIX_MAYBE, "give it away with `^`");
            fix_edit(f, bspan_pos(b, end, end), STR("^"));
        }
        return texpr_error(b, e->node);
    }
    TExpr *r = texpr(b, X_COPY, e->type, e->node);
    r->pos = e->pos;
    r->a = e;
    return r;
}

TExpr *addr_of(Body *b, TExpr *place) {
    TExpr *e = texpr(b, X_INTRIN, val_make(b->vs, T_PTR, NULL, NULL, &place->type, 1), place->node);
    e->pos = place->pos;
    e->intrin = INTR_addr_of;
    e->args = ARENA_ARRAY(b->arena, TExpr *, 1);
    e->args[0] = place;
    e->n_args = 1;
    return e;
}

TExpr *deref(Body *b, TExpr *ptr, Val origin, bool is_mut) {
    TExpr *e = texpr(b, X_INTRIN, ptr->type->n ? ptr->type->args[0] : val_error(b->vs), ptr->node);
    e->pos = ptr->pos;
    e->intrin = INTR_deref;
    e->args = ARENA_ARRAY(b->arena, TExpr *, 1);
    e->args[0] = ptr;
    e->n_args = 1;
    e->is_place = true;
    e->is_mut = is_mut;
    e->origin = origin;
    return e;
}

/* The same bits under another type: `rebind`, origins whose mutability changes. */
TExpr *reinterpret(Body *b, TExpr *e, Val to) {
    TBlock *inner = NULL, *saved = b->block;
    TExpr *place = e;
    if (!e->is_place) {
        inner = ARENA_NEW(b->arena, TBlock);
        b->block = inner;
        VarDecl *v = var_temp(b, e->type, e->node);
        TStmt *s = stmt_add(b, ST_VAR, e->node);
        s->var = v;
        s->a = e;
        place = texpr_var(b, v, e->node);
    }
    Val pt = val_make(b->vs, T_PTR, NULL, NULL, &to, 1);
    TExpr *cast = texpr(b, X_INTRIN, pt, e->node);
    cast->intrin = INTR_ptr_cast;
    cast->params = ARENA_ARRAY(b->arena, Val, 1);
    cast->params[0] = to;
    cast->n_params = 1;
    cast->args = ARENA_ARRAY(b->arena, TExpr *, 1);
    cast->args[0] = addr_of(b, place);
    cast->n_args = 1;
    cast->pos = e->pos;
    TExpr *r = deref(b, cast, place->origin, place->is_mut);
    if (!inner) return r;
    VarDecl *out = var_temp(b, to, e->node);
    TExpr *take = texpr(b, X_INTRIN, to, e->node);
    take->intrin = INTR_take;
    take->args = ARENA_ARRAY(b->arena, TExpr *, 1);
    take->args[0] = r;
    take->n_args = 1;
    TStmt *s = stmt_add(b, ST_VAR, e->node);
    s->var = out;
    s->a = take;
    TExpr *forget = texpr(b, X_INTRIN, none_type(b), e->node);
    forget->intrin = INTR_mark_destroyed;
    forget->args = ARENA_ARRAY(b->arena, TExpr *, 1);
    forget->args[0] = place;
    forget->n_args = 1;
    stmt_add(b, ST_EXPR, e->node)->a = forget;
    b->block = saved;
    TExpr *blk = texpr(b, X_BLOCK, to, e->node);
    blk->pos = e->pos;
    blk->body = inner;
    blk->a = texpr_move(b, texpr_var(b, out, e->node));
    return blk;
}
