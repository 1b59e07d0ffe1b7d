/* SPDX-License-Identifier: Apache-2.0 */
/* Conformance of types to bounds, and proof of conditions from facts (language.md §3.9, §7.6). */
#include "check/decls_state.h"

enum { MAX_PROOF_DEPTH = 40, MAX_CONFORM_DEPTH = 60 };

static int known_trait(const TraitDecl *t) {
    return t && t->decl.module && t->decl.module->is_std && t->decl.name ? t->decl.name->known : 0;
}
static bool is_life_trait(int k) {
    return k == NM_Movable || k == NM_Copyable || k == NM_ImplicitlyCopyable || k == NM_Deinitable || k == NM_RegisterPassable ||
           k == NM_TrivialRegisterPassable || k == NM_AnyType;
}

/* ---- callables ----------------------------------------------------------------------------------- */
/* A type with the first parameters of `w` in place of `params`. */
static Val renamed(Cx *cx, Val have, const ParamDecl *const *params, const Sig *w) {
    Val args[16];
    uint32_t n = w->n_params < ARRAY_LEN(args) ? w->n_params : ARRAY_LEN(args);
    for (uint32_t i = 0; i < n; i++) args[i] = w->params[i]->value;
    Subst s = {.params = params, .args = args, .n = n};
    Val t = val_subst(cx->vals, have, &s);
    size_t size = sizeof(Sig) + sizeof(SigArg) * t->u.sig->n_args;
    Sig *sig = arena_dup(&cx->arena, t->u.sig, size);
    sig->params = w->params;
    sig->n_params = w->n_params;
    return val_sig(cx->vals, sig);
}

static bool is_owned(uint8_t conv) {
    return conv == CONV_VAR || conv == CONV_DEINIT;
}

/* Can what is passed as `want` be taken as `have`? Plain bits are given away as well as lent. */
static bool conv_fits(Cx *cx, const SigArg *have, const SigArg *want) {
    if (have->conv == want->conv) return true;
    if (have->conv == CONV_MUT) return false;
    if (is_owned(have->conv) == is_owned(want->conv)) return true;
    LifeFacts life = check_life(cx, want->type, NULL);
    return life.trivial_copy && life.trivial_deinit;
}

/* Can a function of type `have` (T_FN) stand where `want` is called? Non-raising for raising is fine. */
static bool sig_fits(Cx *cx, Val have, Val want) {
    const Sig *h = have->u.sig, *w = want->u.sig;
    if (h->n_args != w->n_args || h->n_params != w->n_params) return false;
    if (h->n_params && h->params != w->params) return sig_fits(cx, renamed(cx, have, h->params, w), want);
    if ((h->flags & FN_RAISES) && !(w->flags & FN_RAISES)) return false;
    if ((h->flags & FN_C_ABI) != (w->flags & FN_C_ABI)) return false;
    for (uint32_t i = 0; i < h->n_args; i++) {
        if (val_erase_origins(cx->vals, h->args[i].type) != val_erase_origins(cx->vals, w->args[i].type)) return false;
        if (h->args[i].variadic != w->args[i].variadic || !conv_fits(cx, &h->args[i], &w->args[i])) return false;
    }
    if (h->result->kind == T_NEVER) return true;
    return val_erase_origins(cx->vals, h->result) == val_erase_origins(cx->vals, w->result);
}

/* The type of f, whose signature is `g`, with f's parameters as its own and without the first `skip` arguments. */
static Val with_params(Cx *cx, const Sig *g, uint32_t skip, const FnDecl *f) {
    Sig *h = arena_calloc(&cx->arena, sizeof *h + sizeof(SigArg) * g->n_args);
    *h = *g;
    h->n_args = g->n_args - skip;
    memcpy(h->args, g->args + skip, sizeof(SigArg) * h->n_args);
    h->params = (const ParamDecl *const *)f->params.data;
    h->n_params = f->params.len;
    return val_sig(cx->vals, h);
}

static bool callable_fits(Cx *cx, Val type, Val want) {
    switch ((ValKind)type->kind) {
    case T_FN: return sig_fits(cx, type, want);
    case T_FNITEM: {
        FnDecl *f = (FnDecl *)(uintptr_t)type->u.decl;
        const ParamDecl **ps;
        Arena a;
        arena_init(&a);
        uint32_t n = fn_all_params(f, &ps, &a);
        Val *args = ARENA_ARRAY(&a, Val, n + 1); /* open ones are instantiated at each call */
        for (uint32_t i = 0; i < n && i < type->n; i++) args[i] = type->args[i]->kind == V_UNBOUND ? NULL : type->args[i];
        Subst s = {.params = ps, .args = args, .n = n};
        bool ok = false;
        if (check_sig(cx, &f->decl) && f->args.len == want->u.sig->n_args) {
            ok = true;
            for (uint32_t i = 0; i < f->args.len && ok; i++)
                ok = val_unify(cx->vals, val_subst(cx->vals, f->args.data[i]->type, &s), want->u.sig->args[i].type, ps, args, n);
            Val t = ok ? fn_type(cx, f, &s) : NULL;
            ok = t && sig_fits(cx, want->u.sig->n_params ? with_params(cx, t->u.sig, 0, f) : t, want);
        }
        arena_done(&a);
        return ok;
    }
    case T_STRUCT: {
        StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
        Decl *d = scope_get(&s->members, NAME_(call));
        if (!d || d->kind != DECL_FNSET) return false;
        Subst sub = check_struct_subst(type);
        for (uint32_t i = 0; i < DECL_AS(FnSet, d)->fns.len; i++) {
            FnDecl *f = DECL_AS(FnSet, d)->fns.data[i];
            Val t = fn_type(cx, f, &sub);
            if (!t || t->u.sig->n_args == 0 || f->is_static) continue;
            if (sig_fits(cx, with_params(cx, t->u.sig, 1, f), want)) return true; /* without the receiver */
        }
        return false;
    }
    default: return false;
    }
}

/* ---- conformance --------------------------------------------------------------------------------- */
static bool conforms_one(Cx *cx, Val type, Val bound, const Facts *facts);

static bool in_facts(Cx *cx, const Facts *facts, Val type, Val bound) {
    Val one = val_trait(cx->vals, &bound, 1);
    for (; facts; facts = facts->outer) {
        Val c = facts->condition;
        bool is_and = c->kind == S_OP && c->u.op == SYM_AND;
        for (uint32_t i = 0; i < (is_and ? c->n : 1); i++) {
            Val p = is_and ? c->args[i] : c;
            if (p->kind != S_OP) continue;
            if (p->u.op == SYM_CONFORMS) {
                bool same = p->args[0] == type ||
                            (type->kind == S_OP && type->u.op == SYM_PACK_GET && type->args[0] == p->args[0]);
                if (same && p->args[1]->kind == T_TRAIT && trait_implies(cx, p->args[1], one)) return true;
            }
            if (p->u.op == SYM_EQ && (p->args[0] == type || p->args[1] == type)) { /* T == Int */
                Val other = p->args[0] == type ? p->args[1] : p->args[0];
                if (other->kind < V_INT && conforms_one(cx, other, bound, NULL)) return true;
            }
        }
    }
    return false;
}

static bool all_fields(Cx *cx, Val type, Val bound, const Facts *facts) {
    uint32_t n;
    const Val *f = check_field_types(cx, type, &n);
    if (!f) return true; /* being found out: nothing speaks against it */
    for (uint32_t i = 0; i < n; i++)
        if (f[i] != type && !conforms_one(cx, f[i], bound, facts)) return false;
    return true;
}

static bool struct_answers(Cx *cx, Val type, Val bound, const Facts *facts);
static bool struct_conforms(Cx *cx, Val type, Val bound, const Facts *facts) {
    for (const Asking *a = cx->decls->asking; a; a = a->outer)
        if (a->type == type && a->bound == bound) return true;
    Asking me = {cx->decls->asking, type, bound};
    cx->decls->asking = &me;
    bool r = struct_answers(cx, type, bound, facts);
    cx->decls->asking = me.outer;
    return r;
}

static bool struct_answers(Cx *cx, Val type, Val bound, const Facts *facts) {
    StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
    int k = known_trait(trait_of(bound));
    struct_header(cx, s);
    for (uint32_t i = 0; i < s->conformances.len; i++) {
        const ConformanceDecl *c = &s->conformances.data[i];
        if (c->trait != bound) continue;
        if (!c->condition) return true;
        Subst sub = check_struct_subst(type);
        return check_proves(cx, facts, val_subst(cx->vals, c->condition, &sub));
    }
    switch (k) {
    case NM_AnyType: return true;
    case NM_Movable:
        if (s->not_movable) return false;
        if (s->register_passable) return true;
        if (scope_get(&s->members, NAME_(moveinit))) return true;
        if (s->move_init && !s->move_init->synth) return true;
        return all_fields(cx, type, bound, facts);
    case NM_Deinitable:
        if (s->never_deinit) return false;
        if (s->trivial_register) return true;
        if (scope_get(&s->members, NAME_(del)) || (s->deinit && !s->deinit->synth)) return true;
        if (s->life_state == DECL_KNOWN) { /* a destructor of its own */
            Decl *d = scope_get(&s->members, NAME_(deinit));
            if (d) return true;
        }
        return all_fields(cx, type, bound, facts);
    default: return false;
    }
}

static bool conforms_one(Cx *cx, Val type, Val bound, const Facts *facts) {
    if (!type || type->kind == V_ERROR || bound->kind == V_ERROR || type->kind == T_NEVER) return true;
    if (cx->decls->conform_depth > MAX_CONFORM_DEPTH) return false;
    cx->decls->conform_depth++;
    bool r = false;
    TraitDecl *t = trait_of(bound);
    int k = known_trait(t);
    switch ((ValKind)type->kind) {
    case T_STRUCT:
        r = bound->kind == T_FN ? callable_fits(cx, type, bound) : struct_conforms(cx, type, bound, facts);
        if (!r) r = in_facts(cx, facts, type, bound);
        break;
    case T_FN:
    case T_FNITEM: r = bound->kind == T_FN ? callable_fits(cx, type, bound) : is_life_trait(k); break;
    case T_ARRAY: r = is_life_trait(k) && conforms_one(cx, type->args[0], bound, facts); break;
    case T_TUPLE: r = is_life_trait(k) && conforms_one(cx, type->args[0], bound, facts); break;
    case T_SIMD:
    case T_PTR:
    case T_UNION:
    case T_INTLIT:
    case T_FLOATLIT:
    case T_STRLIT:
    case T_PRIMINT:
    case T_PRIMFLOAT:
    case T_PRIMSTR:
    case T_ELLIPSIS: r = is_life_trait(k); break;
    case V_PACK:
        r = true;
        for (uint32_t i = 0; i < type->n && r; i++) r = conforms_one(cx, type->args[i], bound, facts);
        break;
    case S_COND:
        if (val_is_type(type)) {
            Val yes = type->args[0], no = val_op(cx->vals, SYM_NOT, yes->type, &yes, 1);
            Facts fy = {facts, yes}, fn = {facts, no};
            r = conforms_one(cx, type->args[1], bound, &fy) && conforms_one(cx, type->args[2], bound, &fn);
        }
        break;
    default: {
        Val one = val_trait(cx->vals, &bound, 1);
        Val b = bounds_of(type);
        if (!b && type->type && type->type->kind == T_PACKOF && type->type->args[0]->kind == T_TRAIT) b = type->type->args[0];
        if (type->kind == S_OP && type->u.op == SYM_PACK_MAP) {
            r = conforms_one(cx, type->args[2], bound, facts);
            break;
        }
        if (type->kind == S_OP && type->u.op == SYM_PACK_CAT) {
            r = true;
            for (uint32_t i = 0; i < type->n && r; i++) r = conforms_one(cx, type->args[i], bound, facts);
            break;
        }
        r = b && trait_implies(cx, b, one);
        if (!r && bound->kind == T_FN && b)
            for (uint32_t i = 0; i < b->n && !r; i++) r = b->args[i]->kind == T_FN && sig_fits(cx, b->args[i], bound);
        if (!r) r = in_facts(cx, facts, type, bound);
        if (!r && type->kind == S_OP && type->u.op == SYM_PACK_GET && type->args[0]->kind == V_PACK)
            r = conforms_one(cx, type->args[0], bound, facts); /* whichever it is */
        if (!r && k == NM_AnyType) r = true;
    }
    }
    cx->decls->conform_depth--;
    return r;
}

bool check_conforms(Cx *cx, Val type, Val trait, const Facts *facts) {
    if (!trait || trait->kind == V_ERROR) return true;
    if (trait->kind == T_FN) return conforms_one(cx, type, trait, facts);
    if (trait->kind != T_TRAIT) return false;
    for (uint32_t i = 0; i < trait->n; i++)
        if (!conforms_one(cx, type, trait->args[i], facts)) return false;
    return true;
}

/* ---- proof --------------------------------------------------------------------------------------- */
static bool is_op(Val v, SymOp op) {
    return v->kind == S_OP && v->u.op == op;
}
static Val minus(Cx *cx, Val a, Val b) {
    ValStore *vs = cx->vals;
    Val t = a->type;
    return val_op2(vs, SYM_ADD, t, a, val_op2(vs, SYM_MUL, t, val_i64(vs, t, -1), b));
}
/* 0 <= a - b when that is a constant; false when it is not known. */
static bool at_least(Cx *cx, Val a, Val b) {
    Val d = minus(cx, a, b);
    if (d->kind != V_INT) return false;
    uint32_t bits;
    if (val_scalar_class(d->type, &bits, NULL) == SC_UINT) return d->u.big->len == 0 || big_bit_length(d->u.big) < bits;
    return !d->u.big->negative;
}

/* c follows from one fact f. */
static bool follows(Cx *cx, Val f, Val c, const Facts *facts) {
    if (f == c) return true;
    if (is_op(f, SYM_AND)) {
        for (uint32_t i = 0; i < f->n; i++)
            if (follows(cx, f->args[i], c, facts)) return true;
        return false;
    }
    if (is_op(c, SYM_OR))
        for (uint32_t i = 0; i < c->n; i++)
            if (follows(cx, f, c->args[i], facts)) return true;
    if (is_op(f, SYM_OR)) { /* each case must prove it */
        for (uint32_t i = 0; i < f->n; i++)
            if (!follows(cx, f->args[i], c, facts)) return false;
        return true;
    }
    bool f_rel = is_op(f, SYM_LE) || is_op(f, SYM_EQ);
    if (!f_rel || f->args[0]->type != f->args[1]->type) return false;
    if (is_op(c, SYM_LE) && c->args[0]->type == f->args[0]->type) {
        Val p = minus(cx, c->args[1], c->args[0]), q = minus(cx, f->args[1], f->args[0]);
        if (at_least(cx, p, q)) return true; /* p = q + k, k >= 0, q >= 0 */
        if (is_op(f, SYM_EQ)) {
            Val nq = minus(cx, f->args[0], f->args[1]);
            if (at_least(cx, p, nq)) return true;
        }
    }
    if (is_op(c, SYM_NE) && c->args[0]->type == f->args[0]->type) { /* strictly apart on one side */
        ValStore *vs = cx->vals;
        Val lt = val_op2(vs, SYM_LT, c->type, c->args[0], c->args[1]), gt = val_op2(vs, SYM_LT, c->type, c->args[1], c->args[0]);
        if (is_op(lt, SYM_LE) && follows(cx, f, lt, facts)) return true;
        if (is_op(gt, SYM_LE) && follows(cx, f, gt, facts)) return true;
    }
    return false;
}

/* Facts of the form 0 <= q. */
typedef struct Bounds {
    Val q[24];
    uint32_t n;
} Bounds;
static void collect(Cx *cx, Val f, Val type, Bounds *b) {
    if (is_op(f, SYM_AND)) {
        for (uint32_t i = 0; i < f->n; i++) collect(cx, f->args[i], type, b);
        return;
    }
    if ((!is_op(f, SYM_LE) && !is_op(f, SYM_EQ)) || f->args[0]->type != type || f->args[1]->type != type || b->n + 2 > 24) return;
    b->q[b->n++] = minus(cx, f->args[1], f->args[0]);
    if (is_op(f, SYM_EQ)) b->q[b->n++] = minus(cx, f->args[0], f->args[1]);
}
static uint32_t n_terms(Val p) {
    return is_op(p, SYM_ADD) ? p->n : p->kind == V_INT ? 0 : 1;
}
/* p is a sum of facts and a number that is not negative: n >= 1 and m >= 1 give n + m >= 1. */
static bool sum_of_facts(Cx *cx, Val p, const Bounds *b, int depth) {
    if (p->kind == V_INT) return !p->u.big->negative;
    if (depth == 0) return false;
    for (uint32_t i = 0; i < b->n; i++) {
        Val r = minus(cx, p, b->q[i]);
        if (r->kind == V_INT ? !r->u.big->negative : n_terms(r) < n_terms(p) && sum_of_facts(cx, r, b, depth - 1)) return true;
    }
    return false;
}

/* c with every `param == constant` among the facts put in. */
static Val apply_equalities(Cx *cx, const Facts *facts, Val c) {
    for (const Facts *f = facts; f; f = f->outer) {
        bool is_and = is_op(f->condition, SYM_AND);
        for (uint32_t i = 0; i < (is_and ? f->condition->n : 1); i++) {
            Val e = is_and ? f->condition->args[i] : f->condition;
            if (!is_op(e, SYM_EQ)) continue;
            for (int k = 0; k < 2; k++) {
                if (e->args[k]->kind != S_PARAM || (e->args[!k]->flags & VAL_SYMBOLIC)) continue;
                const ParamDecl *p = e->args[k]->u.decl;
                Subst s = {.params = &p, .args = &e->args[!k], .n = 1};
                c = val_subst(cx->vals, c, &s);
            }
        }
    }
    return c;
}

bool check_proves(Cx *cx, const Facts *facts, Val c) {
    bool b;
    if (!c || c->kind == V_ERROR) return true;
    if (val_as_bool(c, &b)) return b;
    if (cx->decls->prove_depth > MAX_PROOF_DEPTH) return false;
    cx->decls->prove_depth++;
    bool r = false;
    if (is_op(c, SYM_AND)) {
        r = true;
        for (uint32_t i = 0; i < c->n && r; i++) r = check_proves(cx, facts, c->args[i]);
    }
    for (const Facts *f = facts; f && !r; f = f->outer) r = follows(cx, f->condition, c, facts);
    if (!r && is_op(c, SYM_OR))
        for (uint32_t i = 0; i < c->n && !r; i++) r = check_proves(cx, facts, c->args[i]);
    if (!r && is_op(c, SYM_CONFORMS)) r = check_conforms(cx, c->args[0], c->args[1], facts);
    if (!r && is_op(c, SYM_EQ) && c->args[0]->type && c->args[0]->type == c->args[1]->type) {
        Val x = val_op2(cx->vals, SYM_LE, c->type, c->args[0], c->args[1]), y = val_op2(cx->vals, SYM_LE, c->type, c->args[1], c->args[0]);
        if (is_op(x, SYM_LE) && is_op(y, SYM_LE)) {
            bool fx = false, fy = false;
            for (const Facts *f = facts; f; f = f->outer) fx |= follows(cx, f->condition, x, facts), fy |= follows(cx, f->condition, y, facts);
            r = fx && fy;
        }
    }
    if (!r && is_op(c, SYM_LE) && facts && c->args[0]->type == c->args[1]->type) {
        ScalarClass k = val_scalar_class(c->args[0]->type, NULL, NULL);
        if (k == SC_SINT || k == SC_PRIMINT) {
            Bounds known = {.n = 0};
            for (const Facts *f = facts; f; f = f->outer) collect(cx, f->condition, c->args[0]->type, &known);
            r = sum_of_facts(cx, minus(cx, c->args[1], c->args[0]), &known, 4);
        }
    }
    if (!r) {
        Val d = apply_equalities(cx, facts, c);
        if (d != c) r = check_proves(cx, facts, d);
    }
    cx->decls->prove_depth--;
    return r;
}
