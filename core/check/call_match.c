/* SPDX-License-Identifier: Apache-2.0 */
/* One call against one candidate: arguments to formals, parameters explicit, inferred and
 * defaulted, conversions, bounds, `where`; then the ranking of those that fit (language.md §3.4,
 * §7.4). Pure: nothing is reported and nothing is built. */
#include "check/body.h"
#include "check/call.h"

static bool refuse(Body *b, Match *m, bool explain, const char *fmt, ...) PRINTF_LIKE(4, 5);
static bool refuse(Body *b, Match *m, bool explain, const char *fmt, ...) {
    if (explain && !m->why) {
        StrBuf sb = {0};
        va_list ap;
        va_start(ap, fmt);
        sb_vprintf(&sb, fmt, ap);
        va_end(ap);
        m->why = arena_strndup(b->arena, sb.p ? sb.p : "", sb.len);
        sb_done(&sb);
    }
    return false;
}

/* ---- formals -------------------------------------------------------------------------------- */

Val variadic_elem(Body *b, const VarDecl *v) {
    (void)b;
    Val t = v->type;
    if (v->variadic == VARIADIC_NO || !t) return t;
    if (t->kind == T_STRUCT && t->n) {
        if (v->variadic == VARIADIC_PACK) return t->args[t->n - 1];
        return t->args[0];
    }
    return t;
}

static uint32_t min_positional(const FnDecl *f) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->args.len; i++)
        n += !f->args.data[i]->kw_only && !f->args.data[i]->default_node &&
             f->args.data[i]->variadic == VARIADIC_NO;
    return n;
}

static bool map_args(Body *b, Call *c, FnDecl *f, Match *m, bool explain) {
    uint32_t nf = f->args.len, skip = c->has_receiver && f->is_static ? 1 : 0, fi = 0;
    m->first_arg = skip;
    m->actual = arena_alloc(b->arena, sizeof(int32_t) * (nf + 1));
    for (uint32_t i = 0; i < nf; i++) m->actual[i] = ARG_NONE;
    m->rest = arena_alloc(b->arena, sizeof(uint32_t) * (c->n_args + 1));
    m->kw_rest = arena_alloc(b->arena, sizeof(uint32_t) * (c->n_args + 1));
    m->variadic = m->kw_variadic = -1;
    for (uint32_t i = 0; i < nf; i++) {
        if (f->args.data[i]->variadic == VARIADIC_KW)
            m->kw_variadic = (int32_t)i;
        else if (f->args.data[i]->variadic != VARIADIC_NO)
            m->variadic = (int32_t)i;
    }
    for (uint32_t a = skip; a < c->n_args; a++) {
        CallArg *x = &c->args[a];
        if (x->kw || x->dstar || x->bracket) continue;
        while (fi < nf &&
               (m->actual[fi] != ARG_NONE || f->args.data[fi]->variadic == VARIADIC_KW ||
                (f->args.data[fi]->kw_only && f->args.data[fi]->variadic == VARIADIC_NO)))
            fi++;
        if (x->star && m->variadic < 0) return refuse(b, m, explain, "it takes no `*` arguments");
        if (x->star && m->n_rest) return refuse(b, m, explain, "what `*` passes on cannot be joined with other values");
        if (x->star) {
            m->forward = true;
            m->rest[m->n_rest++] = a;
            continue;
        }
        if (fi >= nf) {
            uint32_t given = 0, most = 0;
            for (uint32_t k = skip + (c->has_receiver && !skip); k < c->n_args; k++)
                given += !c->args[k].kw && !c->args[k].dstar && !c->args[k].bracket;
            for (uint32_t k = c->has_receiver && !skip; k < nf; k++)
                most += !f->args.data[k]->kw_only && f->args.data[k]->variadic == VARIADIC_NO;
            m->bad_arg = (int32_t)a;
            return refuse(b, m, explain, "it takes %s%u positional argument%s, but %u %s given",
                          min_positional(f) < most ? "at most " : "", most, most == 1 ? "" : "s",
                          given, given == 1 ? "was" : "were");
        }
        if ((int32_t)fi == m->variadic) {
            if (m->forward) return refuse(b, m, explain, "nothing may follow a `*` argument");
            m->rest[m->n_rest++] = a;
            continue;
        }
        m->actual[fi++] = (int32_t)a;
    }
    for (uint32_t a = skip; a < c->n_args; a++) {
        CallArg *x = &c->args[a];
        if (x->dstar) {
            if (m->kw_variadic < 0) return refuse(b, m, explain, "it takes no `**` arguments");
            m->kw_forward = (int32_t)a + 1;
            continue;
        }
        if (!x->kw) continue;
        uint32_t k = 0;
        while (k < nf && (f->args.data[k]->decl.name != x->kw || f->args.data[k]->pos_only ||
                          f->args.data[k]->variadic != VARIADIC_NO || f->args.data[k]->of_param))
            k++;
        if (k < nf) {
            if (m->actual[k] != ARG_NONE) {
                m->bad_arg = (int32_t)a;
                return refuse(b, m, explain, "its argument `%s` is given twice", x->kw->chars);
            }
            m->actual[k] = (int32_t)a;
        } else if (m->kw_variadic >= 0) {
            m->kw_rest[m->n_kw_rest++] = a;
        } else {
            m->bad_arg = (int32_t)a;
            for (k = 0; k < nf; k++)
                if (f->args.data[k]->decl.name == x->kw && f->args.data[k]->pos_only)
                    return refuse(b, m, explain, "its argument `%s` is positional only",
                                  x->kw->chars);
            Name near = NULL;
            for (k = 0; explain && k < nf; k++)
                if (f->args.data[k]->decl.name && !f->args.data[k]->pos_only &&
                    str_distance(name_str(f->args.data[k]->decl.name), name_str(x->kw), 2) <= 2)
                    near = f->args.data[k]->decl.name;
            return refuse(b, m, explain, "it has no argument named `%s`%s%s%s", x->kw->chars,
                          near ? "; did you mean `" : "", near ? near->chars : "",
                          near ? "`?" : "");
        }
    }
    for (uint32_t i = 0; i < nf; i++) {
        VarDecl *v = f->args.data[i];
        if (v->of_param) {
            int32_t k = bind_bracket_of(&f->params, v->of_param, &c->callee->params);
            for (uint32_t a = skip; a < c->n_args && k >= 0; a++)
                if (c->args[a].bracket == (uint32_t)k + 1) m->actual[i] = (int32_t)a;
            if (m->actual[i] == ARG_NONE)
                return refuse(b, m, explain, "its parameter `%s` is missing", v->decl.name->chars);
            continue;
        }
        if (m->actual[i] != ARG_NONE || v->variadic != VARIADIC_NO) continue;
        if (!v->default_node) {
            if (i == 0 && f->is_method && !f->is_static && !c->has_receiver)
                return refuse(b, m, explain, "it is a method and needs a value before the dot");
            return refuse(b, m, explain, "its %sargument `%s` is missing",
                          v->kw_only ? "keyword " : "", v->decl.name ? v->decl.name->chars : "?");
        }
        m->actual[i] = ARG_DEFAULT;
    }
    return true;
}

/* ---- parameters ----------------------------------------------------------------------------- */

static void bind_outer_params(Body *b, Call *c, FnDecl *f, Match *m) {
    Decl *parent = f->decl.parent;
    uint32_t own = f->params.len, outer = m->n_params - own;
    Val self = c->callee->self;
    if (!parent || !outer) return;
    if (parent->kind == DECL_STRUCT) {
        StructDecl *s = DECL_AS(StructDecl, parent);
        if (self && val_is_struct_of(self, parent) && self->n == outer) {
            for (uint32_t i = 0; i < outer; i++)
                m->vals[i] = self->args[i]->kind == V_UNBOUND || type_has_unbound(self->args[i])
                                 ? NULL
                                 : self->args[i];
        } else if (s->is_closure) {
            for (uint32_t i = 0; i < outer; i++) m->vals[i] = m->params[i]->value;
        }
    } else if (parent->kind == DECL_TRAIT) {
        if (self) m->vals[0] = self;
    } else {
        for (uint32_t i = 0; i < outer; i++) m->vals[i] = m->params[i]->value;
    }
}

static bool bind_given_params(Body *b, Call *c, FnDecl *f, Match *m, bool explain) {
    uint32_t own = f->params.len, off = m->n_params - own;
    Ref *r = c->callee;
    if (r->n_bound) {
        for (uint32_t i = 0; i < own && i < r->n_bound; i++)
            if (r->bound[i]->kind != V_UNBOUND) m->vals[off + i] = r->bound[i];
    }
    if (!r->has_params) return true;
    ExprEnv env = body_env(b);
    Subst outer = {.params = m->params, .args = m->vals, .n = off};
    Bound bd = bind_params(b->cx, &env, &f->params, &r->params, c->node, off ? &outer : NULL,
                           BIND_QUIET | BIND_ALLOW_OPEN, b->arena);
    if (!bd.ok) return refuse(b, m, explain, "%s", bd.why ? bd.why : "its parameters do not fit");
    for (uint32_t i = 0; i < own && i < bd.n; i++) {
        Val v = bd.args[i];
        if (v && v->kind == V_UNBOUND)
            m->open = true;
        else if (v && (!type_has_unbound(v) || v->kind == V_FN)) /* a function's own parameters are given at calls */
            m->vals[off + i] = v;
    }
    return true;
}

static bool unify_try(Body *b, Match *m, Val declared, Val found) {
    if (!declared || !found || val_is_error(found)) return true;
    Val small[16], *saved = m->n_params <= 16 ? small : ARENA_ARRAY(b->arena, Val, m->n_params);
    memcpy(saved, m->vals, sizeof(Val) * m->n_params);
    if (val_unify(b->vs, declared, found, m->params, m->vals, m->n_params)) return true;
    memcpy(m->vals, saved, sizeof(Val) * m->n_params);
    return false;
}

/* A bound parameter's own type may bind others: `[mut: Bool, //, o: Origin[mut=mut]]`, `[d: DType,
 * v: Scalar[d]]`. */
static void bind_dependents(Body *b, Match *m) {
    for (uint32_t i = 0; i < m->n_params; i++) {
        Val v = m->vals[i], pt = m->params[i]->type;
        if (!v || !pt || !val_is_symbolic(pt)) continue;
        if (pt->kind == T_TRAIT) { /* closure bounds: `F: def(T) -> U` */
            for (uint32_t k = 0; k < pt->n; k++) {
                if (pt->args[k]->kind != T_FN) continue;
                Val sig = callable_type(b, v);
                if (sig) unify_sigs(b, pt->args[k], sig, m->params, m->vals, m->n_params);
            }
            continue;
        }
        if (pt->kind == T_FN && v->kind == V_FN) {
            Val sig = callable_type(b, v);
            if (sig) unify_sigs(b, pt, sig, m->params, m->vals, m->n_params);
            continue;
        }
        if (pt->kind == T_ORIGIN) {
            unify_try(b, m, pt->args[0], origin_mut(b, v));
            continue;
        }
        if (v->type && !val_is_error(v))
            val_unify(b->vs, pt, v->type, m->params, m->vals, m->n_params);
    }
}

static Subst match_subst(const Match *m) {
    return (Subst){.params = m->params, .args = m->vals, .n = m->n_params};
}

/* A function given for a parameter whose type was open then: it must have that type now. */
static bool settle_function(Body *b, Match *m, uint32_t i, bool explain) {
    Val v = m->vals[i], pt = m->params[i]->type;
    if (!v || !v->type || !pt || pt->kind != T_FN || !val_is_symbolic(pt)) return true;
    Subst s = match_subst(m);
    Val want = val_subst(b->vs, pt, &s);
    if (v->type == want) return true;
    if (v->kind != V_FN && v->type->kind == T_FN) /* a parameter of the caller: its type says all there is */
        return refuse(b, m, explain, "expected `%s` for its parameter `%s`, found `%s`", tstr(b, want),
                      m->params[i]->decl.name ? m->params[i]->decl.name->chars : "?", tstr(b, v->type));
    if (v->kind != V_FN) return true;
    if (!fn_compatible(b, want, v->type)) {
        TExpr e = {.kind = X_CONST, .type = v->type, .val = v};
        if (v->type->kind != T_FNITEM) e.type = val_make(b->vs, T_FNITEM, NULL, v->u.decl, v->args, v->n);
        Ref r;
        Val item = fit_candidates(b, &e, &r) ? fit_function(b, &r, want) : NULL;
        if (item) {
            m->vals[i] = val_make(b->vs, V_FN, want, item->u.decl, item->args, item->n);
            return true;
        }
        return refuse(b, m, explain, "expected `%s` for its parameter `%s`, found `%s`", tstr(b, want),
                      m->params[i]->decl.name ? m->params[i]->decl.name->chars : "?", tstr(b, v->type));
    }
    m->vals[i] = val_make(b->vs, V_FN, want, v->u.decl, v->args, v->n);
    return true;
}

/* A declared type with what is bound so far; V_UNBOUND for the rest. */
static Val partial_type(Body *b, Match *m, Val declared) {
    Val *args = ARENA_ARRAY(b->arena, Val, m->n_params + 1);
    for (uint32_t i = 0; i < m->n_params; i++)
        args[i] = m->vals[i] ? m->vals[i] : val_unbound(b->vs);
    Subst s = {.params = m->params, .args = args, .n = m->n_params};
    return val_subst(b->vs, declared, &s);
}

static bool is_open(Match *m, Val declared) {
    if (!val_is_symbolic(declared)) return false;
    for (uint32_t i = 0; i < m->n_params; i++)
        if (!m->vals[i] && mentions_param(declared, m->params[i])) return true;
    return false;
}

static bool is_late(const TExpr *e) {
    return is_pending(e);
}

static void infer_late(Body *b, Match *m, TExpr *e, Val declared) {
    if (!is_open(m, declared)) return;
    if (e->type &&
        (e->type->kind == T_INTLIT || e->type->kind == T_FLOATLIT || e->type->kind == T_STRLIT) &&
        e->kind < XP_LIST) {
        if (declared->kind == e->type->kind || declared->kind == T_INTLIT) {
            unify_try(b, m, declared, e->type);
            return;
        }
        Val t = declared->kind == T_STRUCT ? pending_as(b, e, partial_type(b, m, declared)) : NULL;
        if (!t) t = settled_type(b, e);
        unify_try(b, m, declared, t);
        /* another argument says the dtype, the literal that there is one lane */
        if (is_open(m, declared) && t && t->kind == T_STRUCT && declared->kind == T_STRUCT && t->u.decl == declared->u.decl)
            for (uint32_t i = 0; i < t->n; i++)
                if (is_open(m, declared->args[i])) unify_try(b, m, declared->args[i], t->args[i]);
        return;
    }
    if (declared->kind == T_STRUCT) {
        Val t = pending_as(b, e, partial_type(b, m, declared));
        if (t) unify_try(b, m, declared, t);
        return;
    }
    Val t = settled_type(b, e);
    if (t) unify_try(b, m, declared, t);
}

/* What is reached through an immutable reference is immutable, whoever owns it. */
static Val as_immutable(ValStore *vs, Val o) {
    switch ((ValKind)o->kind) {
    case O_PLACE: return val_origin_mut(o) == 1 ? val_place_origin(vs, o->u.decl, false) : o;
    case O_FIELD: return val_field_origin(vs, as_immutable(vs, o->args[0]), (uint32_t)o->u.op);
    default: return o;
    }
}

static Val arg_origin(Body *b, CallArg *a) {
    TExpr *e = a->e;
    if (e->is_place && e->origin) return e->is_mut ? e->origin : as_immutable(b->vs, e->origin);
    if (e->kind == X_CONST) return val_origin(b->vs, O_STATIC, false);
    if (!a->temp && b->tb)
        a->temp = var_temp(b, is_pending(e) ? settled_type(b, e) : e->type, e->node);
    return a->temp ? val_place_origin(b->vs, a->temp, true) : val_origin(b->vs, O_STATIC, false);
}

/* The argument is a struct other than the declared one, whose parameters are not all known. */
static bool is_converted(Match *m, const TExpr *e, Val declared) {
    return declared->kind == T_STRUCT && e->type && e->type->kind == T_STRUCT &&
           e->type->u.decl != declared->u.decl && is_open(m, declared);
}

/* Span[T, o] of a mutable o as one of an immutable origin: what a parameter of type ImmOrigin can be. NULL: as it is. */
static Val widened(Body *b, Val t) {
    if (t->kind != T_STRUCT) return NULL;
    const ParamList *params = &((const StructDecl *)(uintptr_t)t->u.decl)->params;
    Val args[16];
    bool any = false;
    if (params->len != t->n || t->n > ARRAY_LEN(args)) return NULL;
    memcpy(args, t->args, sizeof(Val) * t->n);
    for (uint32_t i = 0; i < t->n; i++) {
        Val type = params->data[i]->type;
        if (!type || type->kind != T_ORIGIN || val_origin_mut(args[i]) == 0) continue; /* of unknown mutability: it may be mutable */
        args[i] = as_immutable(b->vs, args[i]);
        any = true;
        for (uint32_t k = 0; k < i; k++)
            if (params->data[k]->value == type->args[0]) args[k] = val_bool(b->cx, false);
    }
    return any ? val_make(b->vs, T_STRUCT, NULL, t->u.decl, args, t->n) : NULL;
}

/* What the type of an argument says of the parameters. */
static void unify_argument(Body *b, Match *m, Val declared, Val found) {
    if (!found || unify_try(b, m, declared, found)) return;
    Val other = widened(b, found);
    if (other) unify_try(b, m, declared, other);
}

static void infer_from_args(Body *b, Call *c, FnDecl *f, Match *m, bool late) {
    for (uint32_t i = 0; i < f->args.len; i++) {
        VarDecl *v = f->args.data[i];
        Val declared = variadic_elem(b, v);
        if (!declared) continue;
        if (v->variadic == VARIADIC_PACK) {
            if (!late || !val_is_symbolic(declared) || !is_open(m, declared)) continue;
            if (m->forward) {
                TExpr *fw = c->args[m->rest[0]].e;
                Val types = pack_types(b, fw->type);
                if (types) unify_try(b, m, declared, types);
                continue;
            }
            Val *types = ARENA_ARRAY(b->arena, Val, m->n_rest + 1);
            bool ok = true;
            for (uint32_t k = 0; k < m->n_rest; k++) {
                types[k] = settled_type(b, c->args[m->rest[k]].e);
                ok &= types[k] != NULL;
            }
            if (ok)
                unify_try(
                    b, m, declared,
                    val_pack(b->vs,
                             declared->type && declared->type->n ? declared->type->args[0] : NULL,
                             types, m->n_rest));
            continue;
        }
        if (v->variadic != VARIADIC_NO) {
            uint32_t n = v->variadic == VARIADIC_KW ? m->n_kw_rest : m->n_rest;
            const uint32_t *rest = v->variadic == VARIADIC_KW ? m->kw_rest : m->rest;
            int32_t whole = v->variadic == VARIADIC_KW ? m->kw_forward - 1 : m->forward ? (int32_t)m->rest[0] : -1;
            if (whole >= 0) { /* passed on as it is */
                if (!late && val_is_symbolic(v->type)) unify_try(b, m, v->type, c->args[whole].e->type);
                if (v->variadic == VARIADIC_LIST) continue;
            }
            for (uint32_t k = 0; k < n; k++) {
                TExpr *e = c->args[rest[k]].e;
                if (is_late(e) != late) continue;
                if (late)
                    infer_late(b, m, e, declared);
                else if (val_is_symbolic(declared))
                    unify_try(b, m, declared, e->type);
            }
            continue;
        }
        if (m->actual[i] < 0) continue;
        CallArg *a = &c->args[m->actual[i]];
        if (v->conv == CONV_REF && v->origin && !late && val_is_symbolic(v->origin))
            unify_try(b, m, v->origin, arg_origin(b, a));
        if (!val_is_symbolic(declared)) continue;
        if (late && !c->no_user_conv && !is_late(a->e) && is_converted(m, a->e, declared)) {
            /* List → Span[T, _]: the constructor says what is still open */
            Val t = implicit_result(b, a->e, partial_type(b, m, declared));
            if (t) unify_try(b, m, declared, t);
        }
        if (is_late(a->e) != late) continue;
        if (late)
            infer_late(b, m, a->e, declared);
        else
            unify_argument(b, m, declared, a->e->type);
    }
    bind_dependents(b, m);
}

/* The closure bound of a parameter of the candidate: `F: def(A) -> B`. *i: which one. NULL: it is none. */
static Val closure_bound(const Match *m, Val param, uint32_t *i) {
    if (!param || param->kind != S_PARAM) return NULL;
    for (uint32_t k = 0; k < m->n_params; k++) {
        Val bound = m->params[k]->type;
        if (m->params[k]->value != param || !bound || bound->kind != T_TRAIT) continue;
        *i = k;
        for (uint32_t j = 0; j < bound->n; j++)
            if (bound->args[j]->kind == T_FN) return bound->args[j];
    }
    return NULL;
}

/* Makes functions fit the types their arguments ask for; what they give may say what was open (`def(A) -> B`). */
static void fit_param(Body *b, Match *m, Ref *r, Val declared, uint32_t at, bool closure) {
    Val want = partial_type(b, m, declared), now = closure ? m->vals[at] : NULL, error = NULL;
    if (want->flags & VAL_UNBOUND) {
        Val result = fit_result(b, r, want, &error);
        if (!result) return;
        unify_try(b, m, declared->u.sig->result, result);
        if (declared->u.sig->error) unify_try(b, m, declared->u.sig->error, error);
        bind_dependents(b, m);
        want = partial_type(b, m, declared);
    }
    if (!closure || want->flags & VAL_UNBOUND) return;
    bool open = false;
    for (uint32_t i = 0; now && i < now->n && !want->u.sig->n_params; i++) open |= now->args[i]->kind == V_UNBOUND;
    if (now && !open && check_conforms(b->cx, now, want, b->facts)) return;
    Val item = fit_function(b, r, want);
    if (item) m->vals[at] = item;
}

static void fit_functions(Body *b, Call *c, FnDecl *f, Match *m) {
    for (uint32_t i = 0; i < f->args.len; i++) {
        Val declared = f->args.data[i]->type;
        uint32_t k = 0;
        Ref r;
        if (!declared || m->actual[i] < 0 || !fit_candidates(b, c->args[m->actual[i]].e, &r)) continue;
        Val bound = closure_bound(m, declared, &k);
        if (bound || (declared->kind == T_FN && val_is_symbolic(declared))) fit_param(b, m, &r, bound ? bound : declared, k, bound);
    }
    for (uint32_t i = m->n_params - f->params.len; i < m->n_params; i++) { /* given in brackets */
        Val v = m->vals[i];
        uint32_t k = 0;
        Ref r;
        Val bound = v && v->kind == T_FNITEM ? closure_bound(m, m->params[i]->value, &k) : NULL;
        TExpr e = {.kind = X_CONST, .type = v};
        if (bound && fit_candidates(b, &e, &r)) fit_param(b, m, &r, bound, k, true);
    }
}

/* `def __init__(…, out self: List[C.Element])`: the constructor itself says what the struct's parameter is. */
static Val from_own_type(Body *b, const FnDecl *f, const Match *m, uint32_t i, const Subst *s) {
    Val r = f->result;
    if (f->life != LIFE_INIT || i >= m->n_params - f->params.len || !r || r->kind != T_STRUCT || i >= r->n ||
        r->args[i]->kind == S_PARAM)
        return NULL;
    Val v = val_subst(b->vs, r->args[i], s);
    for (uint32_t k = 0; k < m->n_params; k++)
        if (!m->vals[k] && mentions_param(v, m->params[k])) return NULL;
    return v;
}

static bool infer_params(Body *b, Call *c, FnDecl *f, Match *m, bool explain) {
    if (!m->n_params) return true;
    infer_from_args(b, c, f, m, false);
    if (c->want && f->decl.parent && f->life != LIFE_NONE && f->result &&
        val_is_symbolic(f->result) && !val_is_error(c->want))
        unify_try(b, m, f->result, c->want);
    for (uint32_t i = 0; c->want && i < m->n_params;
         i++) /* what the context leaves open says nothing */
        if (m->vals[i] && type_has_unbound(m->vals[i])) m->vals[i] = NULL;
    infer_from_args(b, c, f, m, true);
    fit_functions(b, c, f, m);
    Subst s = match_subst(m);
    uint32_t off = m->n_params - f->params.len;
    for (uint32_t i = 0; i < m->n_params && !m->open;
         i++) /* nothing says where it lives: a constant */
        if (!m->vals[i] && m->params[i]->type && m->params[i]->type->kind == T_ORIGIN &&
            !m->params[i]->default_node) {
            m->vals[i] = val_origin(b->vs, O_STATIC, false);
            bind_dependents(b, m);
        }
    for (uint32_t i = 0; i < m->n_params; i++) {
        if (m->vals[i]) continue;
        ParamDecl *p = (ParamDecl *)m->params[i];
        if (p->kind == PARAM_VARIADIC) {
            if (m->n_rest && m->variadic >= 0 &&
                f->args.data[m->variadic]->variadic == VARIADIC_PACK && i >= off) {
                if (m->forward)
                    return refuse(b, m, explain, "what `*` passes on is a `%s`, not a pack",
                                  tstr(b, c->args[m->rest[0]].e->type));
                for (uint32_t k = 0; k < m->n_rest; k++)
                    if (!settled_type(b, c->args[m->rest[k]].e)) m->bad_arg = (int32_t)m->rest[k];
                return refuse(b, m, explain, "nothing says what the type of this argument is");
            }
            m->vals[i] = val_pack(b->vs, p->type && p->type->n ? p->type->args[0] : NULL, NULL, 0);
            continue;
        }
        m->vals[i] = bind_default(b->cx, p, &s);
        if (!m->vals[i]) m->vals[i] = from_own_type(b, f, m, i, &s);
        if (m->vals[i]) {
            bind_dependents(b, m);
            continue;
        }
        m->infer_failed = p;
        return refuse(b, m, explain, "its parameter `%s` cannot be inferred",
                      p->decl.name ? p->decl.name->chars : "?");
    }
    for (uint32_t i = off; i < m->n_params; i++) {
        if (!settle_function(b, m, i, explain)) return false;
        const char *why = bind_fits(b->cx, m->params[i], m->vals[i], &s, b->facts, b->arena);
        if (why) return refuse(b, m, explain, "%s", why);
    }
    if (f->life != LIFE_NONE ||
        !c->callee->self) { /* parameters of the struct that were inferred */
        for (uint32_t i = 0; i < off; i++) {
            if (f->decl.parent->kind != DECL_STRUCT) break;
            const char *why = bind_fits(b->cx, m->params[i], m->vals[i], &s, b->facts, b->arena);
            if (why) return refuse(b, m, explain, "%s", why);
        }
    }
    return true;
}

/* ---- conversions ---------------------------------------------------------------------------- */

static bool check_arg(Body *b, Call *c, FnDecl *f, Match *m, VarDecl *v, uint32_t ai, Val type,
                      bool explain) {
    CallArg *a = &c->args[ai];
    TExpr *e = a->e;
    bool receiver = c->has_receiver && ai == 0;
    const char *what = receiver ? "self" : v->decl.name ? v->decl.name->chars : "it";
    if (texpr_bad(e)) return true;
    if (v->conv == CONV_MUT) {
        m->bad_arg = (int32_t)ai;
        if (is_pending(e) || !e->is_place)
            return refuse(b, m, explain,
                          "its argument `%s` is `mut` and needs a variable, not a temporary value",
                          what);
        if (!e->is_mut) {
            m->immutable = true;
            return refuse(b, m, explain, "its argument `%s` is `mut`, but `%s` is immutable", what,
                          place_text(b, e));
        }
        if (e->type != type && !same_but_origins(b, e->type, type))
            return refuse(b, m, explain, "its argument `%s` is `mut %s`, found `%s`", what,
                          tstr(b, type), tstr(b, e->type));
        m->bad_arg = -1;
        return true;
    }
    if (v->conv == CONV_REF && v->origin && origin_wants_mut(b, m, v->origin) && e->is_place &&
        !e->is_mut)
        return refuse(b, m, explain, "its argument `%s` needs a mutable place", what);
    uint32_t cost = 0;
    if (receiver ? e->type != type && !can_convert(b, e, type, false, &cost)
                 : !can_convert(b, e, type, !c->no_user_conv, &cost)) {
        m->bad_arg = (int32_t)ai;
        m->bad_type = type;
        Val st = explain ? settled_type(b, e) : NULL;
        return refuse(b, m, explain, "its argument `%s` is `%s`, found %s%s%s", what, tstr(b, type),
                      st ? "`" : "",
                      st ? tstr(b, e->type && e->kind < XP_LIST ? st : st) : "another form",
                      st ? "`" : "");
    }
    m->conversions += cost;
    if ((v->conv == CONV_VAR || v->conv == CONV_DEINIT) && e->is_place && !is_pending(e))
        m->mismatched++;
    if (receiver && (v->conv == CONV_IMM || v->conv == CONV_REF) && !e->is_place &&
        e->kind != X_CONST)
        m->mismatched++;
    return true;
}

static bool check_args(Body *b, Call *c, FnDecl *f, Match *m, bool explain) {
    Subst s = match_subst(m);
    for (uint32_t i = 0; i < f->args.len; i++) {
        VarDecl *v = f->args.data[i];
        if (!v->type)
            return refuse(b, m, explain, "its argument `%s` has no type",
                          v->decl.name ? v->decl.name->chars : "?");
        Val declared = variadic_elem(b, v);
        Val type = m->n_params ? val_subst(b->vs, declared, &s) : declared;
        if (v->variadic == VARIADIC_NO) {
            if (m->actual[i] >= 0 &&
                !check_arg(b, c, f, m, v, (uint32_t)m->actual[i], type, explain))
                return false;
            continue;
        }
        bool kw = v->variadic == VARIADIC_KW;
        uint32_t n = kw ? m->n_kw_rest : m->n_rest;
        const uint32_t *rest = kw ? m->kw_rest : m->rest;
        if (!kw && m->forward) { /* passed on as it is */
            Val given = c->args[m->rest[0]].e->type;
            if (m->n_params ? val_erase_origins(b->vs, val_subst(b->vs, v->type, &s)) == val_erase_origins(b->vs, given)
                            : v->type == given)
                continue;
            m->bad_arg = (int32_t)m->rest[0];
            m->bad_type = v->variadic == VARIADIC_PACK ? NULL : m->n_params ? val_subst(b->vs, v->type, &s) : v->type;
            return refuse(b, m, explain, "what `*` passes on is `%s`, not `%s`", tstr(b, given), tstr(b, v->type));
        }
        if (kw && m->kw_forward) continue;
        if (!n && !kw) m->conversions++;
        m->in_variadic += n;
        for (uint32_t k = 0; k < n; k++) {
            Val t = type;
            if (v->variadic == VARIADIC_PACK) {
                if (type->kind != V_PACK || k >= type->n) break;
                t = type->args[k];
            }
            if (!check_arg(b, c, f, m, v, rest[k], t, explain)) return false;
        }
    }
    return true;
}

static bool check_wheres(Body *b, FnDecl *f, Match *m, bool explain) {
    Subst s = match_subst(m);
    for (uint32_t i = 0; i < f->wheres.len; i++) {
        WhereClause *w = &f->wheres.data[i];
        if (!w->condition || val_is_error(w->condition)) continue;
        Val cond = val_subst(b->vs, w->condition, &s);
        if (check_proves(b->cx, b->facts, cond)) continue;
        bool known;
        m->where_message = w->message.len > 0;
        if (w->message.len) return refuse(b, m, explain, STR_FMT, STR_ARG(w->message));
        return refuse(b, m, explain,
                      val_as_bool(cond, &known) ? "its `where` is not met: `%s`"
                                                : "nothing shows that its `where` holds: `%s`",
                      tstr(b, val_as_bool(cond, &known) ? w->condition : cond));
    }
    return true;
}

typedef struct AllParams {
    const ParamDecl **list;
    uint32_t n;
} AllParams;

/* fn_all_params of a function whose signature is complete, made once. */
static uint32_t all_params(Body *b, const FnDecl *f, const ParamDecl ***out) {
    Map *known = &body_state(b->cx)->all_params;
    AllParams *p = map_get(known, f);
    if (!p) {
        p = ARENA_NEW(&b->cx->arena, AllParams);
        p->n = fn_all_params(f, &p->list, &b->cx->arena);
        if (f->decl.state >= DECL_SIG) map_put(known, f, p);
    }
    *out = p->list;
    return p->n;
}

bool match_fn(Body *b, Call *c, FnDecl *f, Match *m, bool explain) {
    memset(m, 0, sizeof *m);
    m->fn = f;
    m->bad_arg = -1;
    if (f->decl.state < DECL_SIG || f->decl.has_error) {
        if (!check_sig(b->cx, &f->decl) || f->decl.has_error) {
            m->poisoned = true;
            return refuse(b, m, explain, "its declaration has errors");
        }
    }
    if (f->is_dynamic)
        return refuse(
            b, m, explain,
            "it is a dynamic function (an argument has no type), which typed code cannot call yet");
    m->n_params = all_params(b, f, &m->params);
    m->vals = ARENA_ARRAY(b->arena, Val, m->n_params + 1);
    if (!map_args(b, c, f, m, explain)) return false;
    m->stage = 1;
    bind_outer_params(b, c, f, m);
    if (!bind_given_params(b, c, f, m, explain)) return false;
    m->stage = 2;
    if (!infer_params(b, c, f, m, explain)) return false;
    m->stage = 3;
    if (!check_args(b, c, f, m, explain)) return false;
    m->stage = 4;
    if (!check_wheres(b, f, m, explain)) return false;
    m->stage = 5;
    Subst s = match_subst(m);
    m->result =
        f->result ? (m->n_params ? val_subst(b->vs, f->result, &s) : f->result) : none_type(b);
    return true;
}

/* ---- ranking -------------------------------------------------------------------------------- */

/* < 0: x is better; 0: tied. First rule that decides (language.md §3.4). */
int match_rank(const Match *x, const Match *y) {
    if (x->conversions != y->conversions) return x->conversions < y->conversions ? -1 : 1;
    if (!x->in_variadic != !y->in_variadic) return !x->in_variadic ? -1 : 1;
    if (x->mismatched != y->mismatched) return x->mismatched < y->mismatched ? -1 : 1;
    if (x->fn->params.len != y->fn->params.len)
        return x->fn->params.len < y->fn->params.len ? -1 : 1;
    if (x->fn->is_static != y->fn->is_static) return !x->fn->is_static ? -1 : 1;
    if (x->fn->is_implicit != y->fn->is_implicit) return !x->fn->is_implicit ? -1 : 1;
    return 0;
}

uint32_t call_candidates(const Call *c, FnDecl *const **fns, FnDecl **one) {
    if (c->callee->only) {
        *one = c->callee->only;
        *fns = one;
        return 1;
    }
    *fns = c->callee->set->fns.data;
    return c->callee->set->fns.len;
}

/* Calls that look alike choose alike: what decides is the set and, of each argument, its keyword, its type
 * and whether it is a place. Only for concrete types, which no fact in scope can change. */
typedef struct CallMemo {
    const FnSet *set;
    Val self, want;
    FnDecl *best;
    uint32_t n_args;
    bool has_receiver, no_user_conv;
    struct MemoArg {
        Val type;
        Name kw;
        uint32_t form;
    } args[];
} CallMemo;

enum { MEMO_MAX_ARGS = 8 };

static Val memo_type(Body *b, const TExpr *e) {
    switch (e->type->kind) {
    case T_INTLIT: return val_prim(b->vs, T_PRIMINT);
    case T_FLOATLIT: return val_prim(b->vs, T_PRIMFLOAT);
    case T_STRLIT: return val_prim(b->vs, T_PRIMSTR);
    default: return e->type;
    }
}

static bool memo_make(Body *b, const Call *c, CallMemo *m, uint64_t *key) {
    const Ref *r = c->callee;
    enum { NOT = VAL_SYMBOLIC | VAL_ORIGINS | VAL_UNBOUND | VAL_POISON };
    if (!r->set || r->set->fns.len < 2 || r->has_params || r->n_bound || c->implicit_only ||
        c->n_args > MEMO_MAX_ARGS || (r->self && (r->self->flags & NOT)) ||
        (c->want && (c->want->flags & NOT)))
        return false;
    *m = (CallMemo){.set = r->set,
                    .self = r->self,
                    .want = c->want,
                    .n_args = c->n_args,
                    .has_receiver = c->has_receiver,
                    .no_user_conv = c->no_user_conv};
    uint64_t h = hash_mix((uintptr_t)r->set, r->self ? r->self->id : 0);
    h = hash_mix(h, (c->want ? c->want->id : 0) * 4u + c->has_receiver * 2u + c->no_user_conv);
    for (uint32_t i = 0; i < c->n_args; i++) {
        const CallArg *a = &c->args[i];
        const TExpr *e = a->e;
        if (e->kind >= XP_LIST || !e->type || a->star || a->dstar) return false;
        Val t = memo_type(b, e);
        if (t->flags & NOT || texpr_is_type(e)) return false;
        struct MemoArg *x = &m->args[i];
        *x = (struct MemoArg){t, a->kw, e->is_place + 2u * e->is_mut + 4u * (e->kind == X_CONST)};
        h = hash_mix(hash_mix(h, t->id * 8ull + x->form), (uintptr_t)a->kw);
    }
    *key = h;
    return true;
}

static bool memo_same(const CallMemo *x, const CallMemo *y) {
    return x->set == y->set && x->self == y->self && x->want == y->want && x->n_args == y->n_args &&
           x->has_receiver == y->has_receiver && x->no_user_conv == y->no_user_conv &&
           (!x->n_args || memcmp(x->args, y->args, sizeof(struct MemoArg) * x->n_args) == 0);
}

bool call_resolve(Body *b, Call *c, Match *best, const Match **tied) {
    FnDecl *one, *const *fns;
    uint32_t n = call_candidates(c, &fns, &one);
    bool found = false;
    Match *tie = NULL, m;
    union {
        CallMemo memo;
        char room[sizeof(CallMemo) + sizeof(struct MemoArg) * MEMO_MAX_ARGS];
    } u;
    uint64_t key = 0;
    memset(&u, 0, sizeof u);
    Map *memos = &body_state(b->cx)->calls;
    bool memo = memo_make(b, c, &u.memo, &key);
    if (memo) {
        CallMemo *k = map_get_u(memos, key);
        if (k && memo_same(k, &u.memo) && match_fn(b, c, k->best, best, false)) {
            if (tied) *tied = NULL;
            return true;
        }
        memo = !k;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (c->implicit_only && !fns[i]->is_implicit) continue;
        uint32_t locals = b->tb ? b->tb->locals.len : 0;
        ArenaMark mark = arena_mark(b->arena);
        if (!match_fn(b, c, fns[i], &m, false)) {
            if (b->tb && b->arena == &b->tb->arena && b->tb->locals.len == locals)
                arena_release(b->arena, mark); /* the session's arena holds what is remembered */
            continue;
        }
        int r = found ? match_rank(&m, best) : -1;
        if (r < 0) {
            *best = m;
            found = true;
            tie = NULL;
        } else if (r == 0) {
            tie = arena_dup(b->arena, &m, sizeof m);
        }
    }
    if (found && !tie && memo) {
        CallMemo *k = arena_dup(&b->cx->arena, &u.memo,
                                sizeof(CallMemo) + sizeof(struct MemoArg) * c->n_args);
        k->best = best->fn;
        map_put_u(memos, key, k);
    }
    if (tied) *tied = tie;
    return found;
}
