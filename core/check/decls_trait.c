/* SPDX-License-Identifier: Apache-2.0 */
/* Traits, comptime declarations, and which struct member implements which requirement (language.md §3.9). */
#include "check/decls_state.h"

/* ---- traits -------------------------------------------------------------------------------------- */
static void add_parent(TraitDecl *t, Val ref) {
    for (uint32_t i = 0; i < t->parents.len; i++)
        if (t->parents.data[i] == ref) return;
    vec_push_in(&t->decl.module->arena, &t->parents, ref);
}

bool trait_header(Cx *cx, TraitDecl *t) {
    if (t->decl.state >= DECL_SIG) return true;
    if (t->decl.state == DECL_SIG_BUSY) return false;
    t->decl.state = DECL_SIG_BUSY;
    Val me = val_make(cx->vals, V_TRAITREF, NULL, &t->decl, NULL, 0);
    ParamDecl *self = t->self_param;
    bool any = name_is(t->decl.name, NM_AnyType) && t->decl.module->is_std;
    self->type = val_trait(cx->vals, &me, any ? 0 : 1);
    self->value = val_param(cx->vals, self, self->type);
    self->decl.state = DECL_COMPLETE;
    ExprEnv env = env_of(cx, &t->decl);
    EACH_NODE(AS(TraitDef, t->decl.node)->conformances, n) {
        if (!IS(Conformance, n)) continue;
        Val p = check_type_expr(cx, &env, AS(Conformance, n)->trait, true);
        if (val_is_error(p)) continue;
        p = closure_as_trait(cx, p);
        if (p->kind != T_TRAIT) {
            err(&env, DIAG_not_a_trait, AS(Conformance, n)->trait, "`%s` is not a trait; a trait refines traits", vtext(cx, p));
            continue;
        }
        for (uint32_t i = 0; i < p->n; i++) {
            TraitDecl *parent = trait_of(p->args[i]);
            if (parent == t || (parent && parent->decl.state == DECL_SIG_BUSY)) {
                Diag *d = err(&env, DIAG_name_cycle, n, "the trait `%s` refines itself", t->decl.name->chars);
                if (parent != t) diag_label(d, decl_span(&parent->decl), "through this trait");
                continue;
            }
            if (parent) {
                trait_header(cx, parent);
                for (uint32_t k = 0; k < parent->parents.len; k++) add_parent(t, parent->parents.data[k]);
            }
            add_parent(t, p->args[i]);
        }
    }
    plain_decorators(&env, &AS(TraitDef, t->decl.node)->decorators, "traits");
    t->decl.state = DECL_SIG;
    return true;
}

void trait_verify(Cx *cx, TraitDecl *t) {
    if (t->verify_state != DECL_KNOWN) return;
    t->verify_state = DECL_COMPLETE;
    trait_header(cx, t);
    ExprEnv env = env_of(cx, &t->decl);
    EACH_NODE(AS(TraitDef, t->decl.node)->wheres, w)
        err(&env, DIAG_trait_member, w, "a trait has no `where`; put the condition on the conformance");
    for (uint32_t i = 0; i < t->members.names.len; i++) {
        Decl *d = t->members.names.entries[i].value;
        if (d->kind == DECL_COMPTIME) {
            comptime_sig(cx, DECL_AS(ComptimeDecl, d));
        } else if (d->kind == DECL_FNSET) {
            fnset_verify(cx, DECL_AS(FnSet, d));
            FnSet *s = DECL_AS(FnSet, d);
            for (uint32_t k = 0; k < s->fns.len; k++) {
                FnDecl *f = s->fns.data[k];
                if (f->decl.has_error || !IS(FuncDef, f->decl.node)) continue;
                if (f->wheres.len)
                    err(&env, DIAG_trait_member, f->wheres.data[0].node, "a trait's method has no `where`");
                const NodeFuncDef *n = AS(FuncDef, f->decl.node);
                bool only_pass = n->body.len > 0;
                EACH_NODE(n->body, b) {
                    bool doc = IS(ExprStmt, b) && IS(StringLit, AS(ExprStmt, b)->value);
                    if (!IS(Pass, b) && !doc) only_pass = false;
                }
                if (only_pass && f->result && f->result != std_type(cx, NM_NoneType) && f->result->kind != T_NEVER && !f->result_var) {
                    Diag *g = diag_add(env.diags, DIAG_trait_member, decl_span(&f->decl),
                                       "`%s` returns `%s`; `pass` is a body that returns nothing", f->decl.name->chars, vtext(cx, f->result));
                    diag_help(g, "write `...` for a required method");
                    f->decl.has_error = true;
                }
            }
        }
    }
}

/* ---- comptime declarations ------------------------------------------------------------------------- */
typedef enum Shape { SHAPE_VALUE, SHAPE_TYPE, SHAPE_ERROR } Shape;
/* Is the right side a type, trait, origin or other thing by name, or an expression to be evaluated? */
static Shape shape_of(Cx *cx, const ExprEnv *env, Node *n, Thing *t) {
    switch (n->kind) {
    case NODE_FnType: return SHAPE_TYPE;
    case NODE_Name:
    case NODE_Attribute:
    case NODE_Subscript: {
        ThingResult r = thing_of(cx, env, IS(Subscript, n) ? AS(Subscript, n)->value : n, t);
        if (r == THING_ERROR) return SHAPE_ERROR;
        if (r != THING_OK) return SHAPE_VALUE;
        if (t->builtin) return t->val || IS(Subscript, n) ? SHAPE_TYPE : SHAPE_VALUE;
        if (t->decl && t->decl->kind == DECL_FNSET) return SHAPE_VALUE;
        if (!t->val) return t->decl && t->decl->kind == DECL_COMPTIME ? SHAPE_TYPE : SHAPE_VALUE;
        if (t->val->kind == T_MODULE) return SHAPE_VALUE;
        if (val_is_type(t->val) || t->val->kind == T_TRAIT) return SHAPE_TYPE;
        /* origins and other plain values by name */
        return !IS(Subscript, n) && t->decl && (t->decl->kind == DECL_COMPTIME || t->decl->kind == DECL_PARAM) ? SHAPE_TYPE : SHAPE_VALUE;
    }
    case NODE_BinOp: return AS(BinOp, n)->op == OP_BITAND ? shape_of(cx, env, AS(BinOp, n)->left, t) : SHAPE_VALUE;
    case NODE_IfExp: return shape_of(cx, env, AS(IfExp, n)->body, t);
    case NODE_Call: {
        Node *f = AS(Call, n)->func;
        return IS(Name, f) && (name_is(AS(Name, f)->id, NM_type_of) || name_is(AS(Name, f)->id, NM_origin_of) ||
                               name_is(AS(Name, f)->id, NM_type_of_legacy) || name_is(AS(Name, f)->id, NM_origin_of_legacy))
                   ? SHAPE_TYPE
                   : SHAPE_VALUE;
    }
    default: return SHAPE_VALUE;
    }
}

static Val comptime_value(Cx *cx, const ExprEnv *env, Node *n, Val want) {
    Thing t = {0};
    switch (shape_of(cx, env, n, &t)) {
    case SHAPE_ERROR: return val_error(cx->vals);
    case SHAPE_VALUE:
        if (want && want->kind == T_TRAIT) return check_type_expr(cx, env, n, true);
        return check_comptime_expr(cx, env, n, want);
    case SHAPE_TYPE: break;
    }
    if (IS(Subscript, n) && (!want || want->kind == T_TRAIT || t.builtin)) {
        Val v = type_subscript(cx, env, AS(Subscript, n)->value, t.val, &AS(Subscript, n)->indices, n, true);
        if (v && (!want || want->kind == T_TRAIT || val_is_error(v) || v->type == want)) return v;
    }
    if (want && want->kind != T_TRAIT) {
        if (t.val && t.val->type == want && !IS(Subscript, n)) return t.val;
        return check_comptime_expr(cx, env, n, want);
    }
    if ((IS(Name, n) || IS(Attribute, n)) && t.val) return t.val;
    if (IS(Subscript, n)) return check_comptime_expr(cx, env, n, want);
    return check_type_expr(cx, env, n, true);
}

void comptime_sig(Cx *cx, ComptimeDecl *c) {
    if (c->decl.state >= DECL_SIG) return;
    ExprEnv env = env_of(cx, &c->decl);
    comptime_sig_in(cx, c, &env);
}

/* Quietly: where a literal does not fit, the check of the conformance says so. */
static bool converts(Cx *cx, const ExprEnv *outer, Node *value, Val type) {
    ExprEnv env = *outer;
    DiagSink quiet;
    diag_sink_init(&quiet, &cx->arena);
    env.diags = &quiet;
    return !val_is_error(check_comptime_expr(cx, &env, value, type));
}

/* The type that a trait in the struct's list demands of a constant written as a literal. */
static Val type_required(Cx *cx, ComptimeDecl *c, const ExprEnv *env, Node *written) {
    const Node *value = written;
    if (!c->decl.parent || c->decl.parent->kind != DECL_STRUCT || c->decl.module->is_std) return NULL;
    while (IS(UnaryOp, value)) value = AS(UnaryOp, value)->operand;
    if (!IS(IntLit, value) && !IS(FloatLit, value) && !IS(StringLit, value)) return NULL;
    StructDecl *s = DECL_AS(StructDecl, c->decl.parent);
    if (!struct_header(cx, s)) return NULL;
    for (uint32_t i = 0; i < s->conformances.len; i++) {
        TraitDecl *t = trait_of(s->conformances.data[i].trait);
        Decl *d = t ? scope_get(&t->members, c->decl.name) : NULL;
        if (!d || d->kind != DECL_COMPTIME) continue;
        ComptimeDecl *req = DECL_AS(ComptimeDecl, d);
        comptime_sig(cx, req);
        if (req->is_required && req->type && req->type->kind != T_TRAIT && !req->decl.has_error &&
            !(req->type->flags & (VAL_SYMBOLIC | VAL_UNBOUND)) && converts(cx, env, written, req->type))
            return req->type;
    }
    return NULL;
}

void comptime_sig_in(Cx *cx, ComptimeDecl *c, const ExprEnv *outer) {
    NodeComptimeDecl *n = AS(ComptimeDecl, c->decl.node);
    ExprEnv env = *outer;
    if (c->decl.state == DECL_SIG_BUSY) {
        if (!c->decl.has_error && !c->value) {
            Diag *d = diag_add(env.diags, DIAG_name_cycle, decl_span(&c->decl), "the value of `%s` depends on itself", c->decl.name->chars);
            (void)d;
            c->decl.has_error = true;
        }
        return;
    }
    c->decl.state = DECL_SIG_BUSY;
    plain_decorators(&env, &n->decorators, "comptime declarations");
    bool ok = param_list_types(cx, &env, &c->params, &c->decl);
    bool in_trait = c->decl.parent && c->decl.parent->kind == DECL_TRAIT;
    if (n->sig) {
        EACH_NODE(AS(Signature, n->sig)->wheres, x) {
            WhereClause w;
            if (!IS(Where, x)) continue;
            if (!where_clause(cx, &env, x, &w)) {
                ok = false;
                continue;
            }
            vec_push_in(&c->decl.module->arena, &c->wheres, w);
            env.facts = add_fact(cx, env.facts, w.condition);
        }
    }
    Val type = NULL;
    if (n->annotation) {
        type = check_type_expr(cx, &env, n->annotation, false);
        type = closure_as_trait(cx, type);
        if (val_is_error(type)) ok = false;
        c->type = type;
    }
    if (!n->value) {
        if (!in_trait && !(n->node.flags & NODE_HAS_ERROR)) {
            diag_add(env.diags, DIAG_trait_member, decl_span(&c->decl), "`comptime %s` needs a value", c->decl.name->chars);
            ok = false;
        }
        if (in_trait && !type && !(n->node.flags & NODE_HAS_ERROR)) {
            diag_add(env.diags, DIAG_missing_type, decl_span(&c->decl), "the associated member `%s` needs a bound or a type", c->decl.name->chars);
            ok = false;
        }
    } else if (ok) {
        Val v;
        Val want = type && !val_is_error(type) ? type : type_required(cx, c, &env, n->value);
        if (c->tuple_index >= 0 && IS(TupleExpr, n->value) && (uint32_t)c->tuple_index < AS(TupleExpr, n->value)->elts.len &&
            AS(TupleExpr, n->value)->elts.len == n->names.len) {
            v = comptime_value(cx, &env, AS(TupleExpr, n->value)->elts.data[c->tuple_index], NULL);
        } else if (c->tuple_index >= 0) {
            v = check_comptime_expr(cx, &env, n->value, NULL);
            if (!val_is_error(v)) {
                Val t = v->type;
                uint32_t k = (uint32_t)c->tuple_index;
                while (v->kind == V_STRUCT && v->n == 1) v = v->args[0];
                if ((v->kind == V_AGG || v->kind == V_PACK) && v->n == n->names.len) {
                    v = v->args[k];
                } else {
                    err(&env, DIAG_type_mismatch, n->value, "a value of type `%s` cannot be taken apart into %u names here",
                        t ? vtext(cx, t) : "?", n->names.len);
                    v = val_error(cx->vals);
                }
            }
        } else {
            v = comptime_value(cx, &env, n->value, want);
        }
        if (!val_is_error(v) && want && want->kind == T_TRAIT && !(v->flags & VAL_UNBOUND)) {
            const Facts *facts = env.facts;
            if (!val_is_type(v) || !check_conforms(cx, v, want, facts)) {
                Diag *d = err(&env, DIAG_bound_not_met, n->value, "`%s` does not conform to `%s`", vtext(cx, v), vtext(cx, want));
                diag_label(d, env_span(&env, n->annotation), "the bound");
                v = val_error(cx->vals);
            }
        }
        if (val_is_error(v)) ok = false;
        else {
            c->value = v;
            if (!c->type) c->type = v->type;
        }
    }
    if (!ok) c->decl.has_error = true;
    c->decl.state = DECL_COMPLETE;
}

/* ---- does a struct's function satisfy a requirement? ------------------------------------------------- */
static bool conv_fits(uint8_t req, uint8_t impl) {
    if (req == impl) return true;
    bool req_owned = req == CONV_VAR || req == CONV_DEINIT, impl_owned = impl == CONV_VAR || impl == CONV_DEINIT;
    if (req_owned || impl_owned) return req_owned && impl_owned;
    if (req == CONV_IMM) return impl == CONV_REF;
    return impl == CONV_IMM || impl == CONV_REF || req == CONV_REF; /* a place is given: reading it is fine */
}

typedef struct Match {
    Val *params;      /* values of the implementation's own parameters, in terms of the requirement's */
    const char *why;  /* when it does not fit */
} Match;

/* type: what implements (Self). The struct's parameters are those of `type`. */
static bool match_requirement(Cx *cx, Val type, FnDecl *req, FnDecl *impl, Match *out, bool explain) {
    ValStore *vs = cx->vals;
    out->why = NULL;
#define NO(...)                                                                                        \
    do {                                                                                               \
        if (explain) out->why = arena_printf(&cx->arena, __VA_ARGS__);                                 \
        return false;                                                                                  \
    } while (0)
    if (!check_sig(cx, &req->decl) || !check_sig(cx, &impl->decl)) return true; /* reported already */
    uint32_t n = req->args.len;
    if (impl->args.len < n) NO("it takes fewer arguments");
    for (uint32_t i = n; i < impl->args.len; i++)
        if (!impl->args.data[i]->default_node && impl->args.data[i]->variadic == VARIADIC_NO)
            NO("it needs one more argument, `%s`", impl->args.data[i]->decl.name ? impl->args.data[i]->decl.name->chars : "_");
    if (req->is_static != impl->is_static && !(req->life && impl->life))
        NO(req->is_static ? "it is not a static method" : "it is a static method");
    if (impl->raises && !req->raises && !(impl->error && impl->error->kind == S_PARAM)) NO("it raises, the requirement does not");
    const ParamDecl *self_room;
    Val arg_room;
    Subst self = self_subst(cx, req->decl.parent, type, &self_room, &arg_room);
    const ParamDecl *own_room;
    Val own_arg;
    Subst own = self_subst(cx, impl->decl.parent, type, &own_room, &own_arg);
    Val *bind = ARENA_ARRAY(&cx->arena, Val, impl->params.len + 1);
    const ParamDecl *const *ps = (const ParamDecl *const *)impl->params.data;
    const VarDecl **from = ARENA_ARRAY(&cx->arena, const VarDecl *, n + 1);
    Val *to = ARENA_ARRAY(&cx->arena, Val, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        from[i] = impl->args.data[i];
        VarDecl *r = req->args.data[i];
        to[i] = r->origin ? r->origin : r->conv == CONV_REF ? val_ref_arg_origin(vs, r) : val_place_origin(vs, r, r->is_mut);
    }
    /* explicit parameters pair by position when arguments do not tell */
    uint32_t k = 0;
    for (uint32_t i = 0; i < impl->params.len; i++) {
        if (impl->params.data[i]->is_auto) continue;
        while (k < req->params.len && req->params.data[k]->is_auto) k++;
        if (k >= req->params.len) break;
        if (impl->params.data[i]->is_type == req->params.data[k]->is_type && impl->params.data[i]->kind == req->params.data[k]->kind)
            bind[i] = req->params.data[k]->value;
        k++;
    }
    for (uint32_t i = 0; i < n; i++) {
        VarDecl *r = req->args.data[i], *m = impl->args.data[i];
        if (!conv_fits(r->conv, m->conv))
            NO("the convention of `%s` differs", m->decl.name ? m->decl.name->chars : "_");
        if (r->variadic != m->variadic) NO("`%s` is %svariadic", m->decl.name ? m->decl.name->chars : "_", m->variadic ? "" : "not ");
        if ((r->kw_only || m->kw_only) && r->decl.name != m->decl.name) NO("the keyword argument `%s` has another name", r->decl.name->chars);
        Val want = val_subst(vs, r->type, &self);
        Val have = val_subst(vs, m->type, &own);
        have = val_subst_origins(vs, have, from, to, n);
        if (!val_unify(vs, have, want, ps, bind, impl->params.len))
            NO("`%s` has type `%s` instead of `%s`", m->decl.name ? m->decl.name->chars : "_", val_str_of(&cx->arena, have),
               val_str_of(&cx->arena, want));
    }
    Subst all = {.outer = &own, .params = ps, .args = bind, .n = impl->params.len};
    Val want = val_subst(vs, req->result, &self);
    Val have = val_subst_origins(vs, val_subst(vs, impl->result, &all), from, to, n);
    if (want != have && have->kind != T_NEVER && !val_is_error(want) && !val_is_error(have)) {
        Val a = val_erase_origins(vs, want), b = val_erase_origins(vs, have);
        if (a != b && !val_unify(vs, have, want, ps, bind, impl->params.len) && !val_unify(vs, a, b, NULL, NULL, 0))
            NO("it returns `%s` instead of `%s`", val_str_of(&cx->arena, have), val_str_of(&cx->arena, want));
    }
    if (req->result_is_ref && !impl->result_is_ref) NO("it returns a value instead of a reference");
    for (uint32_t i = 0; i < impl->params.len; i++) {
        if (!bind[i] || bind[i]->kind == V_UNBOUND) {
            ParamDecl *p = impl->params.data[i];
            bind[i] = bind_default(cx, p, &all);
            if (!bind[i] && p->kind == PARAM_VARIADIC) bind[i] = val_pack(vs, p->type, NULL, 0);
            if (!bind[i]) NO("its parameter `%s` cannot be inferred", p->decl.name ? p->decl.name->chars : "_");
        }
        Val bound = val_subst(vs, impl->params.data[i]->type, &all);
        if (bound->kind == T_TRAIT && bind[i]->kind >= S_PARAM && bounds_of(bind[i]) && !check_conforms(cx, bind[i], bound, NULL))
            NO("its parameter `%s` asks for `%s`, more than the requirement promises",
               impl->params.data[i]->decl.name ? impl->params.data[i]->decl.name->chars : "_", val_str_of(&cx->arena, bound));
    }
    out->params = bind;
    return true;
#undef NO
}

/* Is `child` a trait that refines `parent`? */
static bool refines(Cx *cx, TraitDecl *child, const TraitDecl *parent) {
    trait_header(cx, child);
    for (uint32_t i = 0; i < child->parents.len; i++)
        if (trait_of(child->parents.data[i]) == parent) return true;
    return false;
}

/* A body for the requirement among the traits of the struct: its own, or one of a trait that refines it. */
static FnDecl *provided(Cx *cx, Val type, StructDecl *s, FnDecl *req, TraitDecl **from, FnDecl **second, Match *m) {
    TraitDecl *home = DECL_AS(TraitDecl, req->decl.parent);
    FnDecl *best = req->is_required ? NULL : req;
    TraitDecl *best_trait = best ? home : NULL;
    *second = NULL;
    m->params = NULL;
    for (uint32_t i = 0; i < s->conformances.len; i++) {
        TraitDecl *t = trait_of(s->conformances.data[i].trait);
        if (!t || t == home) continue;
        Decl *d = scope_get(&t->members, req->decl.name);
        if (!d || d->kind != DECL_FNSET) continue;
        FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t k = 0; k < set->fns.len; k++) {
            FnDecl *f = set->fns.data[k];
            Match mm;
            if (!check_sig(cx, &f->decl) || f->is_required || !match_requirement(cx, type, req, f, &mm, false)) continue;
            if (!best || refines(cx, t, best_trait)) {
                best = f;
                best_trait = t;
                *m = mm;
                *second = NULL;
            } else if (!refines(cx, best_trait, t)) {
                *second = f;
            }
        }
    }
    if (from) *from = best_trait;
    return best;
}

static FnDecl *life_member(Cx *cx, StructDecl *s, const FnDecl *req) {
    if (!struct_life(cx, s)) return NULL;
    switch (req->life) {
    case LIFE_COPY: return s->copy_init;
    case LIFE_MOVE: return s->move_init;
    case LIFE_DEINIT: return s->deinit;
    default: return NULL;
    }
}

FnDecl *check_witness(Cx *cx, Val type, FnDecl *req, const Val *own_params, uint32_t n_own, Val **params, uint32_t *n_params) {
    *params = NULL;
    *n_params = 0;
    if (!check_sig(cx, &req->decl) || !req->decl.parent || req->decl.parent->kind != DECL_TRAIT) return NULL;
    StructDecl *s = type->kind == T_STRUCT ? (StructDecl *)(uintptr_t)type->u.decl : NULL;
    Subst req_own = {.params = (const ParamDecl *const *)req->params.data, .args = own_params,
                     .n = n_own < req->params.len ? n_own : req->params.len};
    if (s) {
        FnDecl *life = life_member(cx, s, req);
        if (life) {
            *params = arena_dup(&cx->arena, type->args, sizeof(Val) * type->n);
            *n_params = type->n;
            check_sig(cx, &life->decl);
            return life;
        }
        struct_life(cx, s);
        Decl *d = scope_get(&s->members, req->decl.name);
        FnSet *set = d && d->kind == DECL_FNSET ? DECL_AS(FnSet, d) : NULL;
        for (uint32_t i = 0; set && i < set->fns.len; i++) {
            Match m;
            FnDecl *f = set->fns.data[i];
            if (!match_requirement(cx, type, req, f, &m, false) || !m.params) continue;
            /* `where`s of the method choose between overloads */
            Subst self = check_struct_subst(type);
            Subst all = {.outer = &self, .params = (const ParamDecl *const *)f->params.data, .args = m.params, .n = f->params.len};
            bool holds = true, b;
            for (uint32_t w = 0; w < f->wheres.len && holds; w++) {
                Val c = val_subst(cx->vals, f->wheres.data[w].condition, &all);
                if (val_as_bool(c, &b)) holds = b;
                else if (c->kind == S_OP) holds = check_proves(cx, NULL, c);
            }
            if (!holds) continue;
            uint32_t n = type->n + f->params.len;
            Val *v = ARENA_ARRAY(&cx->arena, Val, n + 1);
            memcpy(v, type->args, sizeof(Val) * type->n);
            for (uint32_t k = 0; k < f->params.len; k++) v[type->n + k] = val_subst(cx->vals, m.params[k], &req_own);
            *params = v;
            *n_params = n;
            return f;
        }
        struct_header(cx, s);
        FnDecl *second;
        Match m;
        FnDecl *f = provided(cx, type, s, req, NULL, &second, &m);
        if (f) {
            Val *v = ARENA_ARRAY(&cx->arena, Val, f->params.len + 2);
            v[0] = type;
            for (uint32_t k = 0; k < f->params.len; k++)
                v[1 + k] = f == req ? (k < n_own ? own_params[k] : val_error(cx->vals)) : val_subst(cx->vals, m.params[k], &req_own);
            *params = v;
            *n_params = 1 + f->params.len;
            return f;
        }
        return NULL;
    }
    if (req->is_required) return NULL;
    Val *v = ARENA_ARRAY(&cx->arena, Val, n_own + 2); /* prims and symbolic types: the default body */
    v[0] = type;
    for (uint32_t k = 0; k < n_own; k++) v[1 + k] = own_params[k];
    *params = v;
    *n_params = 1 + n_own;
    return req;
}

/* ---- verification of a struct's conformances ---------------------------------------------------------- */
static const char *member_indent(Cx *cx, StructDecl *s) {
    const NodeStructDef *n = AS(StructDef, s->decl.node);
    Source *src = s->decl.module->ast->source;
    if (n->body.len == 0) return "    ";
    uint32_t at = s->decl.item->start + n->body.data[0]->pos, from = at;
    while (from > 0 && src->data[from - 1] != '\n') from--;
    uint32_t end = from;
    while (end < at && (src->data[end] == ' ' || src->data[end] == '\t')) end++;
    return end == at && at > from ? arena_strndup(&cx->arena, src->data + from, at - from) : "    ";
}

/* The requirement's header as its author wrote it, to be put into the struct. */
static const char *skeleton(Cx *cx, StructDecl *s, const FnDecl *req) {
    Module *m = req->decl.module;
    if (!m->ast || !IS(FuncDef, req->decl.node)) return NULL;
    const NodeFuncDef *n = AS(FuncDef, req->decl.node);
    if (n->body.len == 0) return NULL;
    const char *indent = member_indent(cx, s);
    Str src = source_text(m->ast->source);
    uint32_t from = req->decl.item->start + n->name_pos, to = req->decl.item->start + AS(Signature, n->sig)->node.end;
    if (to <= from || to > src.len) return NULL;
    const char *text = arena_strndup(&cx->arena, src.p + from, to - from);
    if (strchr(text, '\n')) return NULL;
    bool none = req->result == std_type(cx, NM_NoneType);
    return arena_printf(&cx->arena, "\n%sdef %s:\n%s%s%s\n", indent, text, indent, indent, none ? "pass" : "return ...");
}

static void add_skeleton(Cx *cx, Diag *d, StructDecl *s, const FnDecl *req) {
    const char *text = skeleton(cx, s, req);
    if (!text || !IS(StructDef, s->decl.node) || s->decl.module->ast == NULL) return;
    Span at = node_span(s->decl.module->ast, s->decl.item, s->decl.node);
    Source *src = s->decl.module->ast->source;
    uint32_t end = at.end < src->size ? at.end : src->size;
    while (end > at.start && (src->data[end - 1] == '\n' || src->data[end - 1] == ' ' || src->data[end - 1] == '\t')) end--;
    Fix *f = diag_fix(d, FIX_TEMPLATE, "add `%s`", req->decl.name->chars);
    if (end < src->size && src->data[end] == '\n') end++;
    fix_edit(f, (Span){at.file, end, end}, str_of(text));
}

static Diag *lacks(Cx *cx, StructDecl *s, const ConformanceDecl *c, TraitDecl *t, const char *what) {
    ExprEnv env = env_of(cx, &s->decl);
    StrBuf b = {0};
    sb_printf(&b, "`%s` is declared `%s`, but %s", s->decl.name->chars, t->decl.name->chars, what);
    Span at = IS(Conformance, c->node) ? env_span(&env, c->node) : decl_span(&s->decl);
    Diag *d = diag_add(env.diags, DIAG_missing_requirement, at, "%s", b.p);
    sb_done(&b);
    s->decl.has_error = true;
    return d;
}

/* The method is there under the name it had: `__as_bool__` for `__bool__`. */
static bool older_name(Diag *g, const StructDecl *s, Name wanted) {
    static const char *const names[][2] = {
        {"__bool__", "__as_bool__"}, {"__int__", "__as_int__"}, {"write_to", "format_to"}, {"__next__", "next"}, {"__contains__", "contains"},
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!str_eq_c(name_str(wanted), names[i][0])) continue;
        Decl *d = scope_get(&s->members, name_of(names[i][1]));
        if (!d || d->kind != DECL_FNSET || !DECL_AS(FnSet, d)->fns.len) continue;
        const Decl *f = &DECL_AS(FnSet, d)->fns.data[0]->decl;
        diag_help(g, "rename `%s`", names[i][1]);
        uint32_t at = f->item->start + AS(FuncDef, f->node)->name_pos;
        fix_edit(diag_fix(g, FIX_SAFE, "rename `%s`", names[i][1]),
                 (Span){s->decl.module->ast->source->id, at, at + (uint32_t)strlen(names[i][1])}, str_of(names[i][0]));
        return true;
    }
    return false;
}

static void verify_method(Cx *cx, StructDecl *s, const ConformanceDecl *c, TraitDecl *t, FnDecl *req) {
    if (!check_sig(cx, &req->decl)) return;
    if (life_member(cx, s, req)) return;
    if (req->life == LIFE_DEINIT || req->life == LIFE_MOVE || req->life == LIFE_COPY) return; /* check_synthesis speaks */
    Decl *d = scope_get(&s->members, req->decl.name);
    const char *why = NULL;
    FnDecl *near = NULL;
    if (d && d->kind == DECL_FNSET) {
        FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < set->fns.len; i++) {
            Match m;
            if (match_requirement(cx, s->self_type, req, set->fns.data[i], &m, true)) return;
            if (!near && !set->fns.data[i]->synth) near = set->fns.data[i], why = m.why;
        }
    }
    if (near && str_eq_c(name_str(req->decl.name), "__hash__") && !near->decl.module->is_std && near->args.len == 1) {
        Diag *g = lacks(cx, s, c, t, "its `__hash__` gives a number instead of feeding a hasher");
        diag_label(g, decl_span(&near->decl), "an older form");
        diag_help(g, "write `def __hash__(self, mut hasher: Some[Hasher])` and in it `hasher.update(self.…)`");
        return;
    }
    FnDecl *second;
    TraitDecl *from;
    Match m;
    FnDecl *f = provided(cx, s->self_type, s, req, &from, &second, &m);
    if (f) {
        if (second && (f != req || f->decl.node->pos + f->decl.item->start <= second->decl.node->pos + second->decl.item->start ||
                       f->decl.module != second->decl.module)) { /* once for the pair */
            Diag *g = lacks(cx, s, c, t, arena_printf(&cx->arena, "two traits provide a body for `%s`", req->decl.name->chars));
            g->code = DIAG_conflicting_defaults;
            diag_label(g, decl_span(&f->decl), "one of them");
            diag_label(g, decl_span(&second->decl), "the other");
            diag_help(g, "write `%s` in the struct to choose", req->decl.name->chars);
        }
        return;
    }
    Diag *g;
    if (near) {
        g = lacks(cx, s, c, t, arena_printf(&cx->arena, "its `%s` does not fit the requirement", req->decl.name->chars));
        diag_label(g, decl_span(&near->decl), "%s", why ? why : "this one");
    } else {
        g = lacks(cx, s, c, t, arena_printf(&cx->arena, "it has no `%s`", req->decl.name->chars));
        if (!older_name(g, s, req->decl.name)) add_skeleton(cx, g, s, req);
    }
    diag_label(g, decl_span(&req->decl), "required here");
}

static void verify_comptime(Cx *cx, StructDecl *s, const ConformanceDecl *c, TraitDecl *t, ComptimeDecl *req) {
    comptime_sig(cx, req);
    if (req->decl.has_error) return;
    Decl *d = scope_get(&s->members, req->decl.name);
    if (!d) {
        if (!req->is_required) return;
        for (uint32_t i = 0; i < s->conformances.len; i++) { /* another trait's constant */
            TraitDecl *o = trait_of(s->conformances.data[i].trait);
            Decl *x = o ? scope_get(&o->members, req->decl.name) : NULL;
            if (x && x->kind == DECL_COMPTIME && !DECL_AS(ComptimeDecl, x)->is_required) return;
        }
        Diag *g = lacks(cx, s, c, t, arena_printf(&cx->arena, "it has no `comptime %s`", req->decl.name->chars));
        diag_label(g, decl_span(&req->decl), "required here");
        diag_help(g, "add `comptime %s = …` to the struct", req->decl.name->chars);
        return;
    }
    if (d->kind != DECL_COMPTIME && d->kind != DECL_PARAM) {
        Diag *g = lacks(cx, s, c, t, arena_printf(&cx->arena, "its `%s` is not a `comptime` member", req->decl.name->chars));
        diag_label(g, decl_span(d), "this one");
        return;
    }
    Val have = NULL;
    if (d->kind == DECL_COMPTIME) {
        comptime_sig(cx, DECL_AS(ComptimeDecl, d));
        have = DECL_AS(ComptimeDecl, d)->value;
        if (DECL_AS(ComptimeDecl, d)->params.len != req->params.len && DECL_AS(ComptimeDecl, d)->params.len != 0) {
            Diag *g = lacks(cx, s, c, t, arena_printf(&cx->arena, "its `%s` has other parameters than the requirement", req->decl.name->chars));
            diag_label(g, decl_span(d), "this one");
            diag_label(g, decl_span(&req->decl), "required here");
            return;
        }
    } else {
        have = DECL_AS(ParamDecl, d)->value;
    }
    if (!have || val_is_error(have) || !req->type) return;
    const ParamDecl *self_room;
    Val arg_room;
    Subst self = self_subst(cx, &t->decl, s->self_type, &self_room, &arg_room);
    Val bound = val_subst(cx->vals, req->type, &self);
    if (bound->kind == T_TRAIT) {
        Facts extra = {.outer = decl_facts(cx, d), .condition = c->condition};
        const Facts *facts = c->condition ? &extra : extra.outer;
        if (!(have->flags & VAL_UNBOUND) && (!val_is_type(have) || !check_conforms(cx, have, bound, facts))) {
            Diag *g = lacks(cx, s, c, t, arena_printf(&cx->arena, "its `%s` does not meet the bound", req->decl.name->chars));
            diag_label(g, decl_span(d), "`%s` does not conform to `%s`", vtext(cx, have), vtext(cx, bound));
            diag_label(g, decl_span(&req->decl), "required here");
        }
        return;
    }
    bool literal = have->type && have->type->kind == T_PRIMINT && val_scalar_class(bound, NULL, NULL) != SC_NONE;
    if (have->type && have->type != bound && !literal && !(bound->flags & VAL_SYMBOLIC) && !(have->type->flags & VAL_SYMBOLIC)) {
        Diag *g = lacks(cx, s, c, t, arena_printf(&cx->arena, "its `%s` has another type", req->decl.name->chars));
        diag_label(g, decl_span(d), "found `%s`, required `%s`", vtext(cx, have->type), vtext(cx, bound));
        diag_label(g, decl_span(&req->decl), "required here");
    }
}

/* A closure trait in the list: `struct Twice(def(Int) -> Int)` has a matching `__call__`. */
static void verify_closure(Cx *cx, StructDecl *s, const ConformanceDecl *c) {
    Decl *d = scope_get(&s->members, NAME_(call));
    ExprEnv env = env_of(cx, &s->decl);
    if (!d || d->kind != DECL_FNSET || !check_conforms(cx, s->self_type, val_trait(cx->vals, &c->trait, 1), NULL)) {
        Diag *g = diag_add(env.diags, DIAG_missing_requirement, env_span(&env, c->node),
                           "`%s` is declared `%s`, but %s", s->decl.name->chars, vtext(cx, c->trait),
                           d ? "its `__call__` takes or returns something else" : "it has no `__call__`");
        if (d) diag_label(g, decl_span(d), "this one");
        s->decl.has_error = true;
    }
}

void conformances_verify(Cx *cx, StructDecl *s) {
    for (uint32_t i = 0; i < s->conformances.len; i++) {
        const ConformanceDecl c = s->conformances.data[i];
        TraitDecl *t = trait_of(c.trait);
        if (!t) {
            if (c.trait->kind == T_FN) verify_closure(cx, s, &c);
            continue;
        }
        for (uint32_t k = 0; k < t->members.names.len; k++) {
            Decl *d = t->members.names.entries[k].value;
            if (d->kind == DECL_COMPTIME) verify_comptime(cx, s, &c, t, DECL_AS(ComptimeDecl, d));
            else if (d->kind == DECL_FNSET)
                for (uint32_t j = 0; j < DECL_AS(FnSet, d)->fns.len; j++) verify_method(cx, s, &c, t, DECL_AS(FnSet, d)->fns.data[j]);
        }
    }
}
