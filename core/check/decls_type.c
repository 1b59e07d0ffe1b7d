/* SPDX-License-Identifier: Apache-2.0 */
/* Type expressions: names, members, brackets, function types, compositions, conditionals (language.md
 * §4.10, §5.8). What is an ordinary value expression goes to check_comptime_expr. */
#include "check/decls_state.h"
#include "check/watch.h"

/* ---- members of types ---------------------------------------------------------------------------- */
Val bounds_of(Val t) {
    if (!t) return NULL;
    if (t->kind >= S_PARAM && t->type && t->type->kind == T_TRAIT) return t->type;
    if (t->kind == V_UNBOUND && t->type && t->type->kind == T_TRAIT) return t->type;
    return NULL;
}
TraitDecl *trait_of(Val ref) {
    return ref && ref->kind == V_TRAITREF ? (TraitDecl *)(uintptr_t)ref->u.decl : NULL;
}

static Decl *find_in_trait(Cx *cx, TraitDecl *t, Name name, TraitDecl **via) {
    trait_header(cx, t);
    Decl *d = scope_get(&t->members, name);
    if (d) {
        if (via) *via = t;
        return d;
    }
    for (uint32_t i = 0; i < t->parents.len; i++) {
        TraitDecl *p = trait_of(t->parents.data[i]);
        d = p ? scope_get(&p->members, name) : NULL;
        if (d) {
            if (via) *via = p;
            return d;
        }
    }
    return NULL;
}

/* Several traits may declare functions of one name (`__init__` of Movable, Copyable, Defaultable): the
 * overload set of a symbolic type is all of them. */
typedef struct Found {
    Decl *decl;      /* first, or the merged set */
    TraitDecl *via;
    FnSet *merged;
} Found;

static void add_found(Cx *cx, Found *f, Decl *d, TraitDecl *via) {
    if (!f->decl) {
        f->decl = d;
        f->via = via;
        return;
    }
    if (f->decl == d || f->decl->kind != DECL_FNSET || d->kind != DECL_FNSET) return;
    if (!f->merged) {
        f->merged = ARENA_NEW(&cx->arena, FnSet);
        f->merged->decl = *f->decl;
        FnSet *first = DECL_AS(FnSet, f->decl);
        for (uint32_t i = 0; i < first->fns.len; i++) vec_push_in(&cx->arena, &f->merged->fns, first->fns.data[i]);
        f->decl = &f->merged->decl;
    }
    FnSet *more = DECL_AS(FnSet, d);
    for (uint32_t i = 0; i < more->fns.len; i++) {
        uint32_t k = 0;
        while (k < f->merged->fns.len && f->merged->fns.data[k] != more->fns.data[i]) k++;
        if (k == f->merged->fns.len) vec_push_in(&cx->arena, &f->merged->fns, more->fns.data[i]);
    }
}

static void find_in_trait_all(Cx *cx, TraitDecl *t, Name name, Found *f) {
    TraitDecl *via = NULL;
    Decl *d = find_in_trait(cx, t, name, &via);
    if (!d) return;
    add_found(cx, f, d, via);
    if (d->kind != DECL_FNSET || !name_is(name, NM_init)) return; /* redeclared methods replace the parent's */
    for (uint32_t i = 0; i < t->parents.len; i++) {
        TraitDecl *p = trait_of(t->parents.data[i]);
        Decl *e = p ? scope_get(&p->members, name) : NULL;
        if (e) add_found(cx, f, e, p);
    }
}

static void find_in_bounds(Cx *cx, Val bounds, Name name, Found *f) {
    for (uint32_t i = 0; bounds && i < bounds->n; i++) {
        TraitDecl *t = trait_of(bounds->args[i]);
        if (t) find_in_trait_all(cx, t, name, f);
    }
}

/* Bounds that the facts add: conforms_to(T, Tr). */
static void find_in_facts(Cx *cx, const Facts *facts, Val type, Name name, Found *out) {
    for (; facts; facts = facts->outer) {
        Val c = facts->condition;
        uint32_t n = c->kind == S_OP && c->u.op == SYM_AND ? c->n : 1;
        for (uint32_t i = 0; i < n; i++) {
            Val p = n == 1 && !(c->kind == S_OP && c->u.op == SYM_AND) ? c : c->args[i];
            if (p->kind != S_OP || p->u.op != SYM_CONFORMS) continue;
            bool same = p->args[0] == type;
            /* of a pack: for each element */
            if (!same && type->kind == S_OP && type->u.op == SYM_PACK_GET && type->args[0] == p->args[0]) same = true;
            if (same) find_in_bounds(cx, p->args[1], name, out);
        }
    }
}

Decl *check_member(Cx *cx, Val type, Name name, const Facts *facts, TraitDecl **via) {
    if (via) *via = NULL;
    if (!type) return NULL;
    if (type->kind == T_STRUCT) {
        StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
        resolver_apply_extensions(cx->resolver);
        if (name_is(name, NM_init) || name_is(name, NM_deinit)) struct_life(cx, s); /* synthesised ones */
        Decl *d = scope_get(&s->members, name);
        if (d && d->kind == DECL_FIELD) struct_fields(cx, s);
        if (d) return d;
        struct_header(cx, s);
        for (uint32_t i = 0; i < s->conformances.len; i++) {
            TraitDecl *t = trait_of(s->conformances.data[i].trait);
            TraitDecl *from = NULL;
            d = t ? find_in_trait(cx, t, name, &from) : NULL;
            if (!d) continue;
            /* a requirement without a body is nothing the struct has */
            if (d->kind == DECL_FNSET) {
                bool provided = false;
                FnSet *set = DECL_AS(FnSet, d);
                for (uint32_t k = 0; k < set->fns.len; k++) {
                    check_sig(cx, &set->fns.data[k]->decl);
                    provided |= !set->fns.data[k]->is_required;
                }
                if (!provided && !name_is(name, NM_init) && !name_is(name, NM_deinit)) continue;
            }
            if (via) *via = from;
            return d;
        }
        Found f = {0};
        if (facts && val_is_symbolic(type)) find_in_facts(cx, facts, type, name, &f);
        if (via) *via = f.via;
        return f.decl;
    }
    if (type->kind == S_COND && val_is_type(type)) { /* both sides must have it */
        Decl *a = check_member(cx, type->args[1], name, facts, via);
        Decl *b = check_member(cx, type->args[2], name, facts, NULL);
        return a == b ? a : NULL;
    }
    Found f = {0};
    find_in_bounds(cx, bounds_of(type), name, &f);
    find_in_facts(cx, facts, type, name, &f);
    if (via) *via = f.via;
    return f.decl;
}

/* Value of a comptime member read through a type. */
static Val member_value(Cx *cx, Val type, ComptimeDecl *c, const Val *args, uint32_t n) {
    comptime_sig(cx, c);
    const ParamDecl *self_room;
    Val arg_room;
    Decl *owner = c->decl.parent;
    Subst outer = self_subst(cx, owner, type, &self_room, &arg_room);
    Subst s = {.outer = &outer, .params = (const ParamDecl *const *)c->params.data, .args = args, .n = n};
    if (owner && owner->kind == DECL_TRAIT && (type->kind != T_STRUCT)) {
        Val bound = c->type ? val_subst(cx->vals, c->type, &s) : NULL;
        if (!bound && c->value) return val_subst(cx->vals, c->value, &s);
        if (!bound) return val_error(cx->vals);
        return val_assoc(cx->vals, type, c->decl.name, bound, args, n);
    }
    if (!c->value) return c->decl.has_error ? val_error(cx->vals) : NULL;
    return val_subst(cx->vals, c->value, &s);
}

Val type_value_member(Cx *cx, Val type, Name name, const Facts *facts, Decl **decl) {
    *decl = NULL;
    if (type->kind == V_ERROR) return type;
    TraitDecl *via;
    Decl *d = check_member(cx, type, name, facts, &via);
    if (!d) return derived_member(cx, type, name);
    *decl = d;
    if (d->kind == DECL_PARAM && type->kind == T_STRUCT) {
        ParamDecl *p = DECL_AS(ParamDecl, d);
        StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
        struct_params(cx, s);
        return p->index < type->n ? type->args[p->index] : NULL;
    }
    if (d->kind != DECL_COMPTIME) return NULL;
    ComptimeDecl *c = DECL_AS(ComptimeDecl, d);
    comptime_sig(cx, c);
    if (c->params.len == 0) return member_value(cx, type, c, NULL, 0);
    Val *args = ARENA_ARRAY(&cx->arena, Val, c->params.len);
    for (uint32_t i = 0; i < c->params.len; i++) args[i] = val_unbound(cx->vals);
    return member_value(cx, type, c, args, c->params.len);
}

Val check_assoc(Cx *cx, Val type, Name name, const Val *args, uint32_t n) {
    Decl *d = NULL;
    if (n == 0) {
        Val v = type_value_member(cx, type, name, NULL, &d);
        return v && d && d->kind == DECL_FNSET ? NULL : v;
    }
    TraitDecl *via;
    d = check_member(cx, type, name, NULL, &via);
    if (!d || d->kind != DECL_COMPTIME) return NULL;
    ComptimeDecl *c = DECL_AS(ComptimeDecl, d);
    comptime_sig(cx, c);
    if (c->params.len == 0) return member_value(cx, type, c, NULL, 0); /* satisfied by a plain one */
    if (c->params.len != n) return NULL;
    return member_value(cx, type, c, args, n);
}

static ThingResult from_python(const ExprEnv *env, const Node *n) {
    Diag *d = err(env, DIAG_not_a_type, n, "what is imported from Python exists only when the program runs: it gives no types and no compile-time values");
    diag_help(d, "as a type write `PythonObject`, from `std.python`");
    return THING_ERROR;
}

/* ---- things -------------------------------------------------------------------------------------- */
static ThingResult thing_decl(Cx *cx, Decl *d, Thing *out) {
    if (d->kind == DECL_VAR || d->kind == DECL_FIELD) return THING_NO;
    out->decl = d;
    out->val = decl_value(cx, d);
    if (out->val && val_is_error(out->val)) return THING_ERROR;
    if (!out->val && d->has_error) return THING_ERROR;
    return THING_OK;
}

static void no_member(Cx *cx, const ExprEnv *env, const NodeAttribute *a, const char *what, const Scope *scope) {
    Diag *d = err(env, DIAG_unknown_member, &a->node, "%s has no member `%s`", what, a->attr->chars);
    Name guess = scope ? resolver_suggest(cx->resolver, NULL, scope, a->attr) : NULL;
    if (guess && scope_get(scope, guess)) {
        Span at = env_span(env, &a->node);
        at.start = env->item->start + a->attr_pos;
        diag_help(d, "did you mean `%s`?", guess->chars);
        fix_edit(diag_fix(d, FIX_MAYBE, "write `%s`", guess->chars), at, name_str(guess));
    }
}

void report_self(const Cx *cx, const ExprEnv *env, const Node *n) {
    Decl *type = env->owner;
    while (type && type->kind != DECL_TRAIT && (type->kind != DECL_STRUCT || DECL_AS(StructDecl, type)->is_closure)) type = type->parent;
    watch_name(cx, env->module, env->item, n, type, NULL);
}

ThingResult thing_of(Cx *cx, const ExprEnv *env, Node *n, Thing *out) {
    *out = (Thing){0};
    if (!n) return THING_NO;
    if (IS(Name, n)) {
        Name id = AS(Name, n)->id;
        if (!id) return THING_ERROR;
        if (name_is(id, NM_underscore)) {
            out->val = val_unbound(cx->vals);
            return THING_OK;
        }
        if (name_is(id, NM_Self)) {
            out->val = env_self(cx, env);
            if (!out->val) {
                Diag *d = err(env, DIAG_misplaced_self, n, "`Self` names the enclosing type, and there is none here");
                (void)d;
                return THING_ERROR;
            }
            report_self(cx, env, n);
            for (Decl *o = env->owner; o; o = o->parent)
                if (o->kind == DECL_STRUCT) out->decl = o;
            if (out->decl) out->decl = NULL; /* its own parameters are bound: brackets do not apply */
            return THING_OK;
        }
        Decl *d = env_lookup(cx, env, id);
        watch_name(cx, env->module, env->item, n, d, NULL);
        note_deprecated(env->diags, env->module, env->item, n, d);
        if (d) note_bare_parameter(env, n, d);
        if (d) return thing_decl(cx, d, out);
        const Watch *w = watch_of(cx, env->module);
        if (w && id == w->probe && env->owner) w->owner(w->ctx, env->owner);
        if (name_is(id, NM_Some) || name_is(id, NM_SomeTypeList)) {
            out->builtin = id;
            return THING_OK;
        }
        if (name_is(id, NM_builtin) || name_is(id, NM_type_of) || name_is(id, NM_origin_of) ||
            name_is(id, NM_type_of_legacy) || name_is(id, NM_origin_of_legacy) || name_is(id, NM_conforms_to))
            return THING_NO;
        d = env_around(cx, env, n, id);
        if (d) return thing_decl(cx, d, out);
        env_unknown(cx, env, n, id);
        return THING_ERROR;
    }
    if (!IS(Attribute, n)) {
        if (IS(Subscript, n)) { /* List[Int].Element */
            Thing base;
            ThingResult r = thing_of(cx, env, AS(Subscript, n)->value, &base);
            if (r != THING_OK) return r;
            Val v = type_subscript(cx, env, AS(Subscript, n)->value, base.val, &AS(Subscript, n)->indices, n, true);
            if (!v) return THING_NO;
            out->val = v;
            return val_is_error(v) ? THING_ERROR : THING_OK;
        }
        if (IS(Call, n) && IS(Name, AS(Call, n)->func)) {
            Name f = AS(Name, AS(Call, n)->func)->id;
            if ((name_is(f, NM_type_of) || name_is(f, NM_type_of_legacy)) && !env_lookup(cx, env, f)) {
                out->val = check_type_expr(cx, env, n, true);
                return val_is_error(out->val) ? THING_ERROR : THING_OK;
            }
        }
        return THING_NO;
    }
    const NodeAttribute *a = AS(Attribute, n);
    if (!a->attr) return THING_ERROR;
    if (IS(Name, a->value) && name_is(AS(Name, a->value)->id, NM_builtin)) {
        if (!env->module || !env->module->is_std) {
            err(env, DIAG_builtin_outside_std, a->value, "`__builtin` belongs to the standard library alone");
            return THING_ERROR;
        }
        out->builtin = a->attr;
        out->val = check_builtin(cx, env, a->attr, NULL, n, true);
        return out->val && val_is_error(out->val) ? THING_ERROR : THING_OK;
    }
    Thing base;
    ThingResult r = thing_of(cx, env, a->value, &base);
    if (r != THING_OK) return r;
    if (base.decl && base.decl->kind == DECL_PYTHON) return from_python(env, a->value);
    if (base.decl && base.decl->kind == DECL_MODULE) {
        Module *m = (Module *)base.decl;
        const Module *there;
        Decl *d = module_reach(cx->resolver, env->module, m, a->attr, &there);
        const Watch *w = watch_of(cx, env->module);
        if (w && a->attr == w->probe) w->module_member(w->ctx, m);
        watch_name(cx, env->module, env->item, n, d, NULL);
        note_deprecated(env->diags, env->module, env->item, n, d);
        if (d) return thing_decl(cx, d, out);
        if (there) say_not_imported(err(env, DIAG_unknown_member, n, "the module `%s` is not imported", there->full_name), there);
        else no_member(cx, env, a, arena_printf(&cx->arena, "module `%s`", m->full_name), &m->scope);
        return THING_ERROR;
    }
    if (!base.val || base.val->kind == V_UNBOUND) return THING_NO;
    if (!val_is_type(base.val)) return THING_NO;
    Decl *d = NULL;
    watch_member(cx, env->module, a->attr, base.val, true);
    Val v = type_value_member(cx, base.val, a->attr, env->facts, &d);
    watch_name(cx, env->module, env->item, n, d, base.val);
    note_deprecated(env->diags, env->module, env->item, n, d);
    if (!v && !d) {
        const Scope *scope = base.val->kind == T_STRUCT ? &((StructDecl *)(uintptr_t)base.val->u.decl)->members : NULL;
        if (base.val->kind < V_INT && base.val->kind != T_STRUCT) return THING_NO; /* prims: not ours to say */
        if (is_pack_list(base.val)) return THING_NO; /* what lists of types offer is worked out as an expression */
        no_member(cx, env, a, arena_printf(&cx->arena, "`%s`", vtext(cx, base.val)), scope);
        return THING_ERROR;
    }
    if (d && d->kind == DECL_FIELD) return THING_NO;
    out->decl = d;
    out->self = base.val;
    out->val = v;
    if (v && val_is_error(v)) return THING_ERROR;
    if (!v && d && d->has_error) return THING_ERROR;
    return THING_OK;
}

/* ---- brackets ------------------------------------------------------------------------------------ */
static bool has_unbound_arg(Val v) {
    for (uint32_t i = 0; i < v->n; i++)
        if (v->args[i]->kind == V_UNBOUND && !v->args[i]->type) return true;
    return false;
}

/* One `where` of a declaration under the arguments s: false when it is violated or cannot be proved. */
static bool where_holds(Cx *cx, const ExprEnv *env, Decl *of, const WhereClause *w, const Subst *s, const char *subject,
                        Node *at) {
    Val c = val_subst(cx->vals, w->condition, s);
    if (val_is_error(c) || check_proves(cx, env->facts, c)) return true;
    Diag *d;
    bool b;
    if (val_as_bool(c, &b)) {
        Str text = source_slice(of->module->ast->source, node_span(of->module->ast, of->item, w->node));
        d = err(env, DIAG_where_violated, at, "`%s` does not satisfy `%.*s`", subject, STR_ARG(text));
    } else {
        d = err(env, DIAG_where_violated, at, "`%s` needs `%s`, for which there is no evidence here", subject, vtext(cx, c));
    }
    if (w->message.len) diag_note(d, SPAN_NONE, "%.*s", STR_ARG(w->message));
    ExprEnv se = env_of(cx, of);
    diag_label(d, env_span(&se, w->node), "required here");
    return false;
}

/* A vector has a power of two of lanes. */
static void check_lanes(Cx *cx, const ExprEnv *env, StructDecl *s, Val type, Node *at) {
    enum { MOST = 1 << 15 };
    int64_t n;
    if (s->fields_state != DECL_COMPLETE || s->fields.len != 1 || type->flags & (VAL_SYMBOLIC | VAL_UNBOUND | VAL_POISON)) return;
    Val f = s->fields.data[0]->type;
    if (!f || f->kind != T_SIMD || !val_is_symbolic(f->args[1])) return;
    Subst sub = check_struct_subst(type);
    if (!val_as_i64(val_subst(cx->vals, f->args[1], &sub), &n) || (n > 0 && n <= MOST && !(n & (n - 1)))) return;
    err(env, DIAG_where_violated, at, "a vector has a power of two of lanes, at most %d; `%s` would have %lld", MOST,
        vtext(cx, type), (long long)n);
}

/* The `where`s of a struct at an instantiation. */
void check_struct_wheres(Cx *cx, const ExprEnv *env, Val type, Node *at) {
    StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
    if (s->align && struct_align(cx, type) == UINT64_MAX) {
        Diag *d = err(env, DIAG_bad_decorator, at, "the alignment of `%s` is not a power of two up to 2^29", vtext(cx, type));
        diag_label(d, decl_span(&s->decl), "declared here");
    }
    check_lanes(cx, env, s, type, at);
    if (!s->decl.node || !IS(StructDef, s->decl.node) || AS(StructDef, s->decl.node)->wheres.len == 0) return;
    if (type->flags & (VAL_UNBOUND | VAL_POISON)) return;
    struct_header(cx, s);
    Subst sub = check_struct_subst(type);
    for (uint32_t i = 0; i < s->wheres.len; i++) {
        const WhereClause *w = &s->wheres.data[i];
        Val c = val_subst(cx->vals, w->condition, &sub);
        bool b;
        if (cx->decls->late && !val_as_bool(c, &b) && !check_proves(cx, env->facts, c)) {
            LateWhere *l = ARENA_NEW(&cx->arena, LateWhere);
            *l = (LateWhere){*cx->decls->late, type, at};
            *cx->decls->late = l;
            return;
        }
        where_holds(cx, env, &s->decl, w, &sub, vtext(cx, type), at);
    }
}

/* The `where`s of a parametric `comptime`. */
static bool comptime_wheres(Cx *cx, const ExprEnv *env, ComptimeDecl *c, const Subst *s, Node *at) {
    for (uint32_t i = 0; i < c->wheres.len; i++) {
        Str text = env->item ? source_slice(env->module->ast->source, node_span(env->module->ast, env->item, at)) : STR("");
        const char *subject = text.len ? arena_strndup(&cx->arena, text.p, text.len) : c->decl.name->chars;
        if (!where_holds(cx, env, &c->decl, &c->wheres.data[i], s, subject, at)) return false;
    }
    return true;
}

static Val subscript_struct(Cx *cx, const ExprEnv *env, Val base, const NodeList *brackets, Node *at, bool allow) {
    StructDecl *s = (StructDecl *)(uintptr_t)base->u.decl;
    struct_params(cx, s);
    uint32_t n = base->n, open = 0;
    if (n != s->params.len) return val_error(cx->vals);
    Val *args = ARENA_ARRAY(&cx->arena, Val, n + 1);
    ParamList rest = {ARENA_ARRAY(&cx->arena, ParamDecl *, n + 1), 0};
    for (uint32_t i = 0; i < n; i++) {
        bool is_open = base->args[i]->kind == V_UNBOUND;
        args[i] = is_open ? NULL : base->args[i];
        if (is_open) rest.data[rest.len++] = s->params.data[i], open++;
    }
    if (!open) {
        if (brackets->len == 0) return base;
        Diag *d = err(env, DIAG_not_parametric, at, n ? "the parameters of `%s` are bound already" : "`%s` has no parameters",
                      vtext(cx, base));
        diag_label(d, decl_span(&s->decl), "declared here");
        return val_error(cx->vals);
    }
    Subst bound = {.params = (const ParamDecl *const *)s->params.data, .args = args, .n = n};
    Bound b = bind_params(cx, env, &rest, brackets, at, &bound, allow ? BIND_ALLOW_OPEN : 0, &cx->arena);
    if (!b.ok) return val_error(cx->vals);
    for (uint32_t i = 0, k = 0; i < n; i++)
        if (base->args[i]->kind == V_UNBOUND) args[i] = b.args[k++];
    bind_complete(cx, &s->params, args, !b.dots);
    Val v = struct_type(cx, s, args, n);
    if (!allow && has_unbound_arg(v)) {
        StrBuf list = {0};
        for (uint32_t i = 0; i < n; i++)
            if (args[i]->kind == V_UNBOUND) sb_printf(&list, "%s`%s`", list.len ? ", " : "", s->params.data[i]->decl.name->chars);
        Diag *d = err(env, DIAG_unbound_type, at, "`%s` lacks a value for %s", s->decl.name->chars, list.p ? list.p : "?");
        sb_done(&list);
        diag_label(d, decl_span(&s->decl), "declared here");
        return val_error(cx->vals);
    }
    check_struct_wheres(cx, env, v, at);
    return v;
}

Val comptime_apply(Cx *cx, ComptimeDecl *c, const Val *args, uint32_t n) {
    comptime_sig(cx, c);
    if (!c->value) return val_error(cx->vals);
    Subst s = {.params = (const ParamDecl *const *)c->params.data, .args = args, .n = n};
    return val_subst(cx->vals, c->value, &s);
}

Val subscript_comptime(Cx *cx, const ExprEnv *env, ComptimeDecl *c, Val self, const NodeList *brackets, Node *at,
                       bool allow) {
    comptime_sig(cx, c);
    const ParamDecl *self_room;
    Val arg_room;
    Subst outer = {0};
    if (self) outer = self_subst(cx, c->decl.parent, self, &self_room, &arg_room);
    Bound b = bind_params(cx, env, &c->params, brackets, at, &outer, allow ? BIND_ALLOW_OPEN : 0, &cx->arena);
    if (!b.ok) return val_error(cx->vals);
    bind_complete(cx, &c->params, b.args, !b.dots);
    bool open = false;
    for (uint32_t i = 0; i < b.n; i++) {
        open |= (b.args[i]->flags & VAL_UNBOUND) != 0;
        if (!allow && b.args[i]->kind == V_UNBOUND) {
            err(env, DIAG_unbound_type, at, "`%s` lacks a value for `%s`", c->decl.name->chars,
                c->params.data[i]->decl.name ? c->params.data[i]->decl.name->chars : "_");
            return val_error(cx->vals);
        }
    }
    Subst s = {.outer = &outer, .params = (const ParamDecl *const *)c->params.data, .args = b.args, .n = b.n};
    if (!open && !comptime_wheres(cx, env, c, &s, at)) return val_error(cx->vals);
    Val v = self ? member_value(cx, self, c, b.args, b.n) : comptime_apply(cx, c, b.args, b.n);
    return v ? v : val_error(cx->vals);
}

/* Some[Trait & …]: an open type with its bound. */
static Val some_type(Cx *cx, const ExprEnv *env, const NodeList *brackets, Node *at) {
    if (brackets->len != 1) {
        err(env, DIAG_too_many_parameters, at, "`Some[…]` takes one trait or composition");
        return val_error(cx->vals);
    }
    Val b = check_type_expr(cx, env, brackets->data[0], true);
    if (val_is_error(b)) return b;
    b = closure_as_trait(cx, b);
    if (b->kind != T_TRAIT) {
        err(env, DIAG_not_a_trait, brackets->data[0], "`Some[…]` takes a trait; `%s` is a type", vtext(cx, b));
        return val_error(cx->vals);
    }
    return val_unbound_of(cx->vals, b);
}

static Val thing_subscript(Cx *cx, const ExprEnv *env, const Thing *t, const NodeList *brackets, Node *at, bool allow) {
    if (t->builtin) {
        if (name_is(t->builtin, NM_Some)) return some_type(cx, env, brackets, at);
        if (name_is(t->builtin, NM_SomeTypeList)) {
            Val some = some_type(cx, env, brackets, at);
            if (val_is_error(some)) return some;
            Val bound = some->type;
            return val_unbound_of(cx->vals, val_make(cx->vals, T_PACKOF, NULL, NULL, &bound, 1));
        }
        return check_builtin(cx, env, t->builtin, brackets, at, allow);
    }
    if (t->decl && t->decl->kind == DECL_COMPTIME && DECL_AS(ComptimeDecl, t->decl)->params.len > 0)
        return subscript_comptime(cx, env, DECL_AS(ComptimeDecl, t->decl), t->self, brackets, at, allow);
    if (!t->val) return NULL;
    if (t->val->kind == T_STRUCT) return subscript_struct(cx, env, t->val, brackets, at, allow);
    if (t->val->kind == T_INTLIT || t->val->kind == T_FLOATLIT || t->val->kind == T_STRLIT || t->val->kind == T_ORIGIN) {
        if (t->val->args[0]->kind == V_UNBOUND)
            return check_builtin(cx, env,
                                 name_of(t->val->kind == T_INTLIT     ? "int_literal"
                                         : t->val->kind == T_FLOATLIT ? "float_literal"
                                         : t->val->kind == T_STRLIT   ? "str_literal"
                                                                      : "Origin"),
                                 brackets, at, allow);
    }
    if (t->val->kind == T_TRAIT) {
        err(env, DIAG_not_parametric, at, "the trait `%s` has no parameters", vtext(cx, t->val));
        return val_error(cx->vals);
    }
    return NULL;
}

Val type_subscript(Cx *cx, const ExprEnv *env, Node *base_node, Val base, const NodeList *brackets, Node *at,
                   bool allow_unbound) {
    Thing t;
    ThingResult r = thing_of(cx, env, base_node, &t);
    if (r == THING_ERROR) return val_error(cx->vals);
    if (r == THING_NO) t = (Thing){.val = base};
    if (r == THING_NO && (!base || !val_is_type(base))) return NULL;
    return thing_subscript(cx, env, &t, brackets, at, allow_unbound);
}

/* ---- origins ------------------------------------------------------------------------------------- */
static bool is_origin(Val v) {
    return (v->kind >= O_PLACE && v->kind <= O_ERASED) || (v->type && v->type->kind == T_ORIGIN);
}

static Val one_origin(Cx *cx, const ExprEnv *env, Node *n) {
    if (IS(Name, n)) {
        Name id = AS(Name, n)->id;
        if (name_is(id, NM_underscore)) return val_unbound(cx->vals);
        Decl *d = env_lookup(cx, env, id);
        if (d && d->kind == DECL_VAR) {
            VarDecl *v = DECL_AS(VarDecl, d);
            if (v->origin) return v->origin;
            if (v->is_arg && v->conv == CONV_REF) return val_ref_arg_origin(cx->vals, v);
            return val_place_origin(cx->vals, v, v->is_mut);
        }
    }
    if (IS(Subscript, n) && IS(Attribute, AS(Subscript, n)->value)) { /* `o._get_owned_interior["…"]`: as `x["…"]` of a place */
        const NodeAttribute *a = AS(Attribute, AS(Subscript, n)->value);
        if (a->attr && str_eq_c(name_str(a->attr), "_get_owned_interior")) {
            Val base = one_origin(cx, env, a->value);
            return val_is_error(base) || !is_origin(base) ? base : val_field_origin(cx->vals, base, ORIGIN_INTERIOR);
        }
    }
    Thing t;
    ThingResult r = thing_of(cx, env, n, &t);
    if (r == THING_ERROR) return val_error(cx->vals);
    if (r == THING_OK && t.val) {
        if (is_origin(t.val) || t.val->kind == V_UNBOUND) return t.val;
        if (val_is_type(t.val)) {
            err(env, DIAG_bad_origin, n, "`%s` is a type; an origin or a place is expected", vtext(cx, t.val));
            return val_error(cx->vals);
        }
        return t.val; /* a symbolic value: an address space … the caller looks at its type */
    }
    if (IS(Call, n) && IS(Name, AS(Call, n)->func)) {
        Name f = AS(Name, AS(Call, n)->func)->id;
        if (name_is(f, NM_origin_of) || name_is(f, NM_origin_of_legacy)) return check_origin_list(cx, env, &AS(Call, n)->args);
    }
    return check_origin_of(cx, env, n);
}

Val check_origin_list(Cx *cx, const ExprEnv *env, const NodeList *list) {
    VEC(Val) v = {0};
    Val bad = NULL;
    EACH_NODE(*list, n) {
        Val o = one_origin(cx, env, n);
        if (val_is_error(o)) bad = o;
        else if (o->kind == V_UNBOUND) bad = bad ? bad : o;
        else if (is_origin(o)) vec_push(&v, o);
        /* anything else: an address space, which all share so far */
    }
    Val r = bad ? bad : val_origin_union(cx->vals, v.data, v.len);
    vec_done(&v);
    return r;
}

/* ---- traits as values ---------------------------------------------------------------------------- */
bool trait_implies(Cx *cx, Val have, Val want) {
    if (have == want) return true;
    for (uint32_t i = 0; i < want->n; i++) {
        bool found = false;
        for (uint32_t j = 0; j < have->n && !found; j++) {
            if (have->args[j] == want->args[i]) found = true;
            TraitDecl *t = trait_of(have->args[j]);
            if (!t || found) continue;
            trait_header(cx, t);
            for (uint32_t k = 0; k < t->parents.len && !found; k++) found = t->parents.data[k] == want->args[i];
        }
        if (!found) return false;
    }
    return true;
}

Val trait_compose(Cx *cx, Val a, Val b) {
    Val all[128], keep[128];
    uint32_t n = 0, m = 0;
    for (uint32_t i = 0; i < a->n && n < 64; i++) all[n++] = a->args[i];
    for (uint32_t i = 0; i < b->n && n < 128; i++) all[n++] = b->args[i];
    for (uint32_t i = 0; i < n; i++) { /* what another one implies goes */
        bool redundant = false;
        for (uint32_t j = 0; j < n && !redundant; j++) {
            if (i == j || all[i] == all[j]) continue;
            redundant = trait_implies(cx, val_trait(cx->vals, &all[j], 1), val_trait(cx->vals, &all[i], 1));
        }
        if (!redundant) keep[m++] = all[i];
    }
    return val_trait(cx->vals, keep, m);
}

Val closure_as_trait(Cx *cx, Val v) {
    return v->kind == T_FN && (v->u.sig->flags & FN_CLOSURE) ? val_trait(cx->vals, &v, 1) : v;
}

static Val as_bound(Cx *cx, const ExprEnv *env, Node *n, Val v) {
    if (v->kind == T_TRAIT || val_is_error(v)) return v;
    v = closure_as_trait(cx, v);
    if (v->kind == T_TRAIT) return v;
    err(env, DIAG_not_a_trait, n, "`%s` is not a trait", vtext(cx, v));
    return val_error(cx->vals);
}

typedef struct Member { /* of a composition */
    Node *node;
    Val bound;
} Member;
typedef VEC(Member) Members;

/* `A & B & C` from left to right. */
static Val members_of(Cx *cx, const ExprEnv *env, Node *n, Members *out) {
    if (IS(BinOp, n) && AS(BinOp, n)->op == OP_BITAND && cx->depth <= MAX_CHECK_DEPTH) {
        cx->depth++;
        Val a = members_of(cx, env, AS(BinOp, n)->left, out), b = members_of(cx, env, AS(BinOp, n)->right, out);
        cx->depth--;
        return val_is_error(a) || val_is_error(b) ? val_error(cx->vals) : trait_compose(cx, a, b);
    }
    Val v = as_bound(cx, env, n, check_type_expr(cx, env, n, true));
    vec_push(out, ((Member){n, v}));
    return v;
}

/* A member that another one implies says nothing; of two that say the same the later one. */
static void warn_redundant(Cx *cx, const ExprEnv *env, const Members *m) {
    for (uint32_t i = 0; i < m->len; i++)
        for (uint32_t j = 0; j < m->len; j++) {
            Val mine = m->data[i].bound, other = m->data[j].bound;
            if (i == j || !trait_implies(cx, other, mine) || (j > i && trait_implies(cx, mine, other))) continue;
            Diag *d = err(env, DIAG_redundant_trait, m->data[i].node,
                          mine == other ? "`%s` is in this composition twice" : "`%s` says nothing beside `%s`, which includes it",
                          vtext(cx, mine), vtext(cx, other));
            d->unnecessary = true;
            Span at = env_span(env, m->data[i].node), gone = at;
            if (i) gone.start = env_span(env, m->data[i - 1].node).end;
            else gone.end = env_span(env, m->data[i + 1].node).start;
            fix_edit(diag_fix(d, FIX_SAFE, "remove it"), gone, STR(""));
            break;
        }
}

static Val composition(Cx *cx, const ExprEnv *env, Node *n) {
    Members m = {0};
    Val v = members_of(cx, env, n, &m);
    if (!val_is_error(v) && !env->module->is_std) warn_redundant(cx, env, &m);
    vec_done(&m);
    return v;
}

/* ---- function types ------------------------------------------------------------------------------ */
static uint32_t effect_flags(const NodeFnType *t) {
    const NodeSignature *g = AS(Signature, t->sig);
    bool c_abi = (g->effects & EFFECT_ABI) && str_eq_c(g->abi, "C");
    uint32_t flags = c_abi ? FN_C_ABI : 0;
    if (g->effects & EFFECT_CAPTURING) flags |= FN_CLOSURE | FN_CAPTURING;
    else if (!(g->effects & EFFECT_THIN) && !c_abi && !t->is_legacy_fn) flags |= FN_CLOSURE;
    return flags;
}

/* `def[width: Int](Int) -> None`: read as the signature of a function that stands here. */
static Val generic_fn_type(Cx *cx, const ExprEnv *env, Node *n) {
    NodeFnType *t = AS(FnType, n);
    FnDecl *f = ARENA_NEW(&env->module->arena, FnDecl);
    f->decl = (Decl){.kind = DECL_FN, .state = DECL_SIG_BUSY, .name = NAME_(underscore), .parent = env->owner,
                     .module = env->module, .item = env->item, .node = n};
    f->is_static = true;
    bool ok = check_signature(cx, f, AS(Signature, t->sig), env->scope);
    f->decl.state = DECL_SIG;
    Val plain = ok ? fn_type(cx, f, NULL) : NULL;
    if (!plain) return val_error(cx->vals);
    size_t size = sizeof(Sig) + sizeof(SigArg) * plain->u.sig->n_args;
    Sig *s = arena_dup(&cx->arena, plain->u.sig, size);
    s->flags |= effect_flags(t);
    s->params = (const ParamDecl *const *)f->params.data;
    s->n_params = f->params.len;
    return val_sig(cx->vals, s);
}

/* `*Int`, `*xs: *Ts`, `var **Int`: what the function takes there. */
static Val variadic_of_type(Cx *cx, const ExprEnv *env, const NodeArg *x, Val elem, SigArg *to) {
    bool pack = elem->type && elem->type->kind == T_PACKOF;
    if (x->type_stars && !pack) {
        err(env, DIAG_not_a_type, x->annotation, "`*` before a type expands a pack of types; `%s` is none", vtext(cx, elem));
        return val_error(cx->vals);
    }
    if (x->stars == 2) to->conv = CONV_VAR;
    to->variadic = x->stars == 2 ? VARIADIC_KW : pack ? VARIADIC_PACK : VARIADIC_LIST;
    int nm = x->stars == 2 ? NM_StringDict : pack ? NM_VariadicPack : NM_VariadicList;
    return variadic_type(cx, nm, elem, to->conv == CONV_VAR);
}

static Val fn_type_expr(Cx *cx, const ExprEnv *env, Node *n) {
    NodeFnType *t = AS(FnType, n);
    NodeSignature *g = AS(Signature, t->sig);
    if (g->params.len) return generic_fn_type(cx, env, n);
    uint32_t cap = g->args.len;
    Sig *s = arena_calloc(&cx->arena, sizeof *s + sizeof(SigArg) * (cap + 1));
    Val bad = NULL;
    EACH_NODE(g->args, a) {
        if (!IS(Arg, a)) continue;
        NodeArg *x = AS(Arg, a);
        if (x->conv == CONV_OUT) {
            s->result = check_type_expr(cx, env, x->annotation, true);
            continue;
        }
        Val ty = x->annotation ? check_type_expr(cx, env, x->annotation, true) : val_error(cx->vals);
        if (ty->kind == T_TRAIT) {
            err(env, DIAG_trait_as_type, x->annotation, "the trait `%s` is not a type", vtext(cx, ty));
            ty = val_error(cx->vals);
        }
        SigArg *to = &s->args[s->n_args++];
        to->conv = (uint8_t)(x->conv == CONV_DEFAULT ? CONV_IMM : x->conv);
        if (x->stars && !val_is_error(ty)) ty = variadic_of_type(cx, env, x, ty, to);
        if (val_is_error(ty)) bad = ty;
        to->type = ty;
    }
    Node *res = g->returns;
    if (IS(RefType, res)) {
        s->flags |= FN_REF_RESULT;
        s->origin = check_origin_list(cx, env, &AS(RefType, res)->origin);
        if (s->origin->kind == V_UNBOUND) s->origin = NULL;
        res = AS(RefType, res)->value;
    }
    if (res) s->result = check_type_expr(cx, env, res, true);
    if (!s->result) s->result = std_type(cx, NM_NoneType);
    if (val_is_error(s->result)) bad = s->result;
    if (g->effects & EFFECT_RAISES) {
        s->error = g->raises_type ? check_type_expr(cx, env, g->raises_type, true) : std_type(cx, NM_Error);
        if (val_is_error(s->error)) bad = s->error;
        if (s->error->kind == T_NEVER) s->error = NULL;
        else s->flags |= FN_RAISES;
    }
    s->flags |= effect_flags(t);
    if ((s->flags & FN_C_ABI) && (s->flags & FN_RAISES)) {
        err(env, DIAG_bad_signature, n, "a function with the C ABI cannot raise");
        bad = val_error(cx->vals);
    }
    return bad ? bad : val_sig(cx->vals, s);
}

Val value_fn_type(Cx *cx, const ExprEnv *env, const Node *at, Val type) {
    if (type->kind != T_FN || !(type->u.sig->flags & FN_CLOSURE)) return type;
    Sig *sig = arena_dup(&cx->arena, type->u.sig, sizeof *sig + type->u.sig->n_args * sizeof *sig->args);
    sig->flags &= ~(uint32_t)FN_CLOSURE;
    Val thin = val_sig(cx->vals, sig);
    Diag *d = err(env, DIAG_closure_type, at, "`%s` is a bound for closures; a value is a pointer to a function", vtext(cx, type));
    diag_help(d, "write `%s`", vtext(cx, thin));
    return thin;
}

/* `IntLiteral` as the type of a variable, field or result: each literal has a type of its own today. */
static Val literal_type_today(Cx *cx, const ExprEnv *env, Node *n, Val v) {
    int nm = v->kind == T_INTLIT ? NM_Int : v->kind == T_FLOATLIT ? NM_Float64 : NM_StaticString;
    Val today = std_type(cx, nm);
    if (!today) return val_error(cx->vals);
    Diag *d = err(env, DIAG_older_type, n, "`%s` is not the type of a variable today: it belongs to one literal",
                  v->kind == T_INTLIT ? "IntLiteral" : v->kind == T_FLOATLIT ? "FloatLiteral" : "StringLiteral");
    d->deprecated = true;
    fix_edit(diag_fix(d, FIX_SAFE, "write `%s`", name_known(nm)->chars), env_span(env, n), name_str(name_known(nm)));
    return today;
}

/* ---- the door ------------------------------------------------------------------------------------ */
static Val finish(Cx *cx, const ExprEnv *env, Node *n, Val v, bool allow_unbound) {
    if (val_is_error(v)) return v;
    if (!val_is_type(v) && v->kind != T_TRAIT) {
        if (v->type && v->type->kind == T_PACKOF) return v; /* a pack: for `*` positions */
        if (is_origin(v)) return v;
        Diag *d = err(env, DIAG_not_a_type, n, v->kind == T_MODULE ? "a module is not a type" : "`%s` is a value, not a type", vtext(cx, v));
        if (v->type && v->type == std_type(cx, NM_DType)) {
            Span at = env_span(env, n);
            Fix *f = diag_fix(d, FIX_SAFE, "write `Scalar[…]`");
            fix_edit(f, (Span){at.file, at.start, at.start}, STR("Scalar["));
            fix_edit(f, (Span){at.file, at.end, at.end}, STR("]"));
        }
        return val_error(cx->vals);
    }
    if (allow_unbound) return v;
    if ((v->kind == T_INTLIT || v->kind == T_FLOATLIT || v->kind == T_STRLIT) && v->args[0]->kind == V_UNBOUND && !env->module->is_std)
        return literal_type_today(cx, env, n, v);
    if (v->kind == V_UNBOUND) {
        err(env, DIAG_unbound_type, n, v->type ? "`%s` can be the type of an argument only" : "`_` stands where nothing can be inferred",
            vtext(cx, v));
        return val_error(cx->vals);
    }
    if (v->kind == T_STRUCT && has_unbound_arg(v)) {
        StructDecl *s = (StructDecl *)(uintptr_t)v->u.decl; /* defaults may give all of it */
        Val *args = arena_dup(&cx->arena, v->args, sizeof(Val) * v->n);
        bool all = true;
        for (uint32_t i = 0; i < v->n; i++)
            if (args[i]->kind == V_UNBOUND) args[i] = NULL;
        bind_complete(cx, &s->params, args, true);
        for (uint32_t i = 0; i < v->n; i++) all &= args[i]->kind != V_UNBOUND;
        if (all) return struct_type(cx, s, args, v->n);
        StrBuf list = {0};
        for (uint32_t i = 0; i < v->n; i++)
            if (v->args[i]->kind == V_UNBOUND && s->params.data[i]->decl.name && s->params.data[i]->kind != PARAM_INFER)
                sb_printf(&list, "%s`%s`", list.len ? ", " : "", s->params.data[i]->decl.name->chars);
        Diag *d = err(env, DIAG_unbound_type, n, "`%s` needs its parameter%s %s here", s->decl.name->chars,
                      list.p && strchr(list.p, ',') ? "s" : "", list.p ? list.p : "values");
        sb_done(&list);
        diag_label(d, decl_span(&s->decl), "declared here");
        return val_error(cx->vals);
    }
    return v;
}

Val check_type_expr(Cx *cx, const ExprEnv *env, Node *n, bool allow_unbound) {
    if (!n || IS(Error, n)) return val_error(cx->vals);
    if (cx->depth > MAX_CHECK_DEPTH) {
        err(env, DIAG_too_deep, n, "this type is nested too deeply");
        return val_error(cx->vals);
    }
    cx->depth++;
    Val v = NULL;
    switch (n->kind) {
    case NODE_Name:
    case NODE_Attribute: {
        Thing t;
        ThingResult r = thing_of(cx, env, n, &t);
        if (r == THING_ERROR) v = val_error(cx->vals);
        else if (r == THING_OK && t.val) v = t.val;
        else if (r == THING_OK && t.builtin && !t.val) {
            err(env, DIAG_not_a_type, n, name_is(t.builtin, NM_Some) ? "`Some` takes a trait in brackets" : "`%s` is not a type", t.builtin->chars);
            v = val_error(cx->vals);
        } else if (r == THING_OK && t.decl && t.decl->kind == DECL_PYTHON) {
            from_python(env, n);
            v = val_error(cx->vals);
        } else if (r == THING_OK && t.decl && (t.decl->kind == DECL_FNSET || t.decl->kind == DECL_MODULE)) {
            err(env, DIAG_not_a_type, n, "`%s` is a %s, not a type", t.decl->name->chars,
                t.decl->kind == DECL_MODULE ? "module" : "function");
            v = val_error(cx->vals);
        }
        break;
    }
    case NODE_Subscript: {
        NodeSubscript *s = AS(Subscript, n);
        Thing t;
        ThingResult r = thing_of(cx, env, s->value, &t);
        if (r == THING_ERROR) v = val_error(cx->vals);
        else if (r == THING_OK) v = thing_subscript(cx, env, &t, &s->indices, n, allow_unbound);
        break;
    }
    case NODE_Constant:
        if (AS(Constant, n)->value == CONST_NONE) v = std_type(cx, NM_NoneType);
        break;
    case NODE_FnType: v = fn_type_expr(cx, env, n); break;
    case NODE_BinOp:
        if (AS(BinOp, n)->op == OP_BITAND) v = composition(cx, env, n);
        break;
    case NODE_IfExp: {
        Val c = check_comptime_expr(cx, env, AS(IfExp, n)->test, std_type(cx, NM_Bool));
        Val a = check_type_expr(cx, env, AS(IfExp, n)->body, allow_unbound);
        Val b = check_type_expr(cx, env, AS(IfExp, n)->orelse, allow_unbound);
        v = val_is_error(c) || val_is_error(a) || val_is_error(b) ? val_error(cx->vals) : val_cond(cx->vals, c, a, b);
        break;
    }
    case NODE_Call:
        if (IS(Name, AS(Call, n)->func)) {
            Name f = AS(Name, AS(Call, n)->func)->id;
            bool is_type_of = name_is(f, NM_type_of) || name_is(f, NM_type_of_legacy);
            if (is_type_of && AS(Call, n)->args.len == 1) {
                Node *arg = AS(Call, n)->args.data[0];
                Decl *d = IS(Name, arg) ? env_lookup(cx, env, AS(Name, arg)->id) : NULL;
                if (d && d->kind == DECL_VAR && DECL_AS(VarDecl, d)->type) v = DECL_AS(VarDecl, d)->type;
                else v = check_type_of(cx, env, arg);
            }
            if (name_is(f, NM_origin_of) || name_is(f, NM_origin_of_legacy)) v = check_origin_list(cx, env, &AS(Call, n)->args);
        }
        break;
    case NODE_TupleExpr: {
        Val tuple = AS(TupleExpr, n)->parenthesized ? std_type(cx, NM_Tuple) : NULL;
        bool older = tuple && tuple->kind == T_STRUCT && AS(TupleExpr, n)->elts.len;
        Diag *d = older ? err(env, DIAG_older_type, n, "a tuple of types is written `Tuple[…]` today")
                        : err(env, DIAG_not_a_type, n, "a tuple of types is a value; the type is `Tuple[…]`");
        d->deprecated = older;
        Span at = env_span(env, n);
        if (AS(TupleExpr, n)->parenthesized && at.end > at.start + 2) {
            Fix *f = diag_fix(d, FIX_SAFE, "write `Tuple[…]`");
            fix_edit(f, (Span){at.file, at.start, at.start + 1}, STR("Tuple["));
            fix_edit(f, (Span){at.file, at.end - 1, at.end}, STR("]"));
        }
        v = older ? subscript_struct(cx, env, tuple, &AS(TupleExpr, n)->elts, n, allow_unbound) : val_error(cx->vals);
        break;
    }
    case NODE_RefType:
        err(env, DIAG_not_a_type, n, "`ref` makes a reference of an argument or a result, not a type");
        v = val_error(cx->vals);
        break;
    case NODE_StringLit:
    case NODE_IntLit:
    case NODE_FloatLit:
        err(env, DIAG_not_a_type, n, "a literal is a value, not a type");
        v = val_error(cx->vals);
        break;
    case NODE_ListExpr: {
        Diag *d = err(env, DIAG_not_a_type, n, "a list display is a value, not a type");
        diag_help(d, "write `List[…]`");
        v = val_error(cx->vals);
        break;
    }
    default: break;
    }
    if (!v) v = check_comptime_expr(cx, env, n, NULL);
    v = finish(cx, env, n, v, allow_unbound);
    cx->depth--;
    return v;
}
