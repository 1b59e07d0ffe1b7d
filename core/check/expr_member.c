/* SPDX-License-Identifier: Apache-2.0 */
/* Members of modules, types and values; subscripts. */
#include "check/body.h"

static Ref ref_new(uint8_t kind, Node *node) {
    return (Ref){.kind = kind, .node = node};
}

static Ref const_ref(Body *b, Val v, Node *at) {
    TExpr *e = texpr_const(b, v, at);
    Ref r = ref_new(texpr_bad(e) ? REF_ERROR : REF_VALUE, at);
    r.value = e;
    return r;
}

/* ---- suggestions ---------------------------------------------------------------------------- */

typedef struct Nearest {
    Name best;
    size_t distance;
} Nearest;

static void nearest_in(Nearest *n, const Scope *s, Name wanted) {
    size_t limit = wanted->len <= 3 ? 1 : wanted->len <= 6 ? 2 : 3;
    MAP_EACH (&s->names, e) {
        Decl *d = e->value;
        if (!d->name || d->name == wanted || (d->name->chars[0] == '_' && wanted->chars[0] != '_'))
            continue;
        size_t dist = str_distance(name_str(wanted), name_str(d->name), limit);
        if (dist <= limit && dist < n->distance) {
            n->distance = dist;
            n->best = d->name;
        }
    }
}

static void nearest_in_bounds(Nearest *n, Val bound, Name wanted) {
    if (!bound || bound->kind != T_TRAIT) return;
    for (uint32_t i = 0; i < bound->n; i++) {
        if (bound->args[i]->kind != V_TRAITREF) continue;
        TraitDecl *t = (TraitDecl *)bound->args[i]->u.decl;
        nearest_in(n, &t->members, wanted);
        for (uint32_t j = 0; j < t->parents.len; j++)
            if (t->parents.data[j]->kind == V_TRAITREF)
                nearest_in(n, &((TraitDecl *)t->parents.data[j]->u.decl)->members, wanted);
    }
}

static Name nearest_member(Val type, Name wanted) {
    Nearest n = {.distance = 99};
    if (type->kind == T_STRUCT) nearest_in(&n, &((StructDecl *)type->u.decl)->members, wanted);
    if (type->type) nearest_in_bounds(&n, type->type, wanted);
    return n.best;
}

/* `var xs = [1, 2]` before `xs.append(3)`: the variable is declared as a list. */
static void fix_to_list(Body *b, Diag *d, const Node *at, Val elem) {
    const Node *base = IS(Attribute, at) ? AS(Attribute, at)->value : NULL;
    Decl *v = NULL;
    for (const Scope *s = b->scope; s && IS(Name, base) && !v; s = s->outer) v = scope_get(s, AS(Name, base)->id);
    if (!v || v->kind != DECL_VAR || DECL_AS(VarDecl, v)->is_arg || !IS(Name, v->node) || v->item != b->item) return;
    Span name = bspan(b, v->node);
    Str text = source_text(b->module->ast->source);
    uint32_t i = name.end;
    while (i < text.len && text.p[i] == ' ') i++;
    if (i + 1 >= text.len || text.p[i] != '=' || text.p[i + 1] == '=') return;
    fix_edit(diag_fix(d, FIX_SAFE, "declare `%s` as a list", v->name->chars), (Span){name.file, name.end, name.end},
             str_of(arena_printf(d->arena, ": List[%s]", tstr(b, elem))));
}

static void no_member(Body *b, Node *at, Val type, Name name, uint32_t pos, bool of_type) {
    uint32_t end = pos + name->len;
    if (!pos) pos = at->pos, end = at->end;
    Diag *d = berr_pos(b, DIAG_unknown_member, pos, end, "`%s` has no member `%s`", tstr(b, type),
                       name->chars);
    Name near = str_eq_c(name_str(name), "size") ? NULL : nearest_member(type, name);
    /* What people bring from other languages and older Mojo. */
    static const struct {
        const char *from, *to;
    } habits[] = {
        {"push_back", "append"}, {"push", "append"},
        {"add", "append"},       {"size", "__len__"},
        {"length", "__len__"},   {"len", "__len__"},
        {"free", "unsafe_free"}, {"strip_prefix", "removeprefix"},
        {"toString", "__str__"}, {"to_string", "__str__"},
        {"__str__", "write_to"}, {"contains", "__contains__"},
        {"data", "unsafe_ptr"},  {"isdigit", "is_ascii_digit"},
    };
    for (size_t i = 0; !near && i < ARRAY_LEN(habits); i++) {
        Name to = name_of(habits[i].to);
        if (str_eq_c(name_str(name), habits[i].from) &&
            check_member(b->cx, type, to, b->facts, NULL))
            near = to;
    }
    if (near && near->chars[0] == '_' && near->chars[1] == '_' && name_is(near, NM_len)) {
        diag_help(d, "use `len(…)`");
        if (IS(Attribute, at) && !of_type) {
            Fix *f = diag_fix(d, FIX_SAFE, "use `len(…)`");
            fix_edit(f, bspan_pos(b, at->pos, at->pos), STR("len("));
            fix_edit(f, bspan_pos(b, AS(Attribute, at)->value->end, end), STR(")"));
        }
    } else if (near) {
        Fix *f = diag_fix(d, FIX_MAYBE, "did you mean `%s`?", near->chars);
        fix_edit(f, bspan_pos(b, pos, end), str_eq_c(name_str(name), "data") ? STR("unsafe_ptr()") : name_str(near));
        diag_help(d, "did you mean `%s`?", near->chars);
    }
    Val list = !near && is_fixed_array(type) ? lib_type(b, NM_List) : NULL;
    if (list && list->kind == T_STRUCT && scope_get(&((StructDecl *)list->u.decl)->members, name)) {
        diag_help(d, "a list in brackets is an `Array`, which does not grow, unless a `List` is expected: "
                     "write `List[%s]` as the variable's type", tstr(b, type->args[0]));
        fix_to_list(b, d, at, type->args[0]);
    }
    if (type->kind == S_PARAM && type->type && type->type->kind == T_TRAIT) {
        Span decl = decl_span((Decl *)type->u.decl);
        if (decl.file)
            diag_label(d, decl,
                       type->type->n ? "bounded by `%s` here" : "declared without a bound here",
                       tstr(b, type->type));
        diag_help(d, "give `%s` a trait bound that has `%s`", tstr(b, type), name->chars);
    }
}

/* ---- comptime members ----------------------------------------------------------------------- */

static Val comptime_member(Body *b, Val type, ComptimeDecl *d) {
    if (d->decl.state < DECL_SIG) check_sig(b->cx, &d->decl);
    if (d->decl.has_error) return val_error(b->vs);
    if (d->decl.parent && d->decl.parent->kind == DECL_TRAIT) {
        TraitDecl *t = DECL_AS(TraitDecl, d->decl.parent);
        if (type->kind == T_STRUCT) {
            Val v = check_assoc(b->cx, type, d->decl.name, NULL, 0);
            if (v) return v;
        }
        Val bound = d->type;
        if (t->self_param && bound) {
            const ParamDecl *p = t->self_param;
            Subst s = {.params = &p, .args = &type, .n = 1};
            bound = val_subst(b->vs, bound, &s);
        }
        return val_assoc(b->vs, type, d->decl.name, bound, NULL, 0);
    }
    Val v = decl_value(b->cx, &d->decl);
    if (!v || val_is_error(v)) return val_error(b->vs);
    if (type->kind == T_STRUCT) {
        Subst s = check_struct_subst(type);
        v = val_subst(b->vs, v, &s);
    }
    return v;
}

static Val param_member(Body *b, Val type, ParamDecl *p) {
    if (type->kind == T_STRUCT) {
        Subst s = check_struct_subst(type);
        return val_subst(b->vs, p->value, &s);
    }
    return p->value;
}

static Val triviality(Body *b, Val type, Name name) {
    static const struct {
        const char *name;
        SymOp op;
    } flags[] = {
        {"__move_ctor_is_trivial", SYM_IS_TRIVIAL_MOVE},
        {"__moveinit__is_trivial", SYM_IS_TRIVIAL_MOVE},
        {"__copy_ctor_is_trivial", SYM_IS_TRIVIAL_COPY},
        {"__copyinit__is_trivial", SYM_IS_TRIVIAL_COPY},
        {"__del__is_trivial", SYM_IS_TRIVIAL_DEINIT},
    };
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (str_eq_c(name_str(name), flags[i].name))
            return val_op(b->vs, flags[i].op, lib_type(b, NM_Bool), &type, 1);
    return NULL;
}

/* ---- members of types, values, modules ------------------------------------------------------ */

static Ref member_ref(Body *b, Node *at, Decl *m, Val type, TExpr *base, TraitDecl *via) {
    if (m->kind == DECL_ALIAS) m = decl_follow(b->cx->resolver, m);
    if (!m) return ref_new(REF_ERROR, at);
    if (at && (at->kind == NODE_Attribute || at->kind == NODE_ContextMember))
        watch_name(b->cx, b->module, b->item, at, m, type);
    switch (m->kind) {
    case DECL_FNSET:
    case DECL_FN: {
        Ref r = ref_new(REF_FNS, at);
        if (m->kind == DECL_FN)
            r.only = DECL_AS(FnDecl, m);
        else
            r.set = DECL_AS(FnSet, m);
        r.self = type;
        r.via = via;
        r.value = base;
        r.name = m->name;
        return r;
    }
    case DECL_COMPTIME: {
        ComptimeDecl *c = DECL_AS(ComptimeDecl, m);
        if (m->state < DECL_SIG) check_sig(b->cx, m);
        if (c->params.len) {
            Ref r = ref_new(REF_ALIAS, at);
            r.alias = c;
            r.self = type;
            r.name = m->name;
            return r;
        }
        return const_ref(b, comptime_member(b, type, c), at);
    }
    case DECL_PARAM: return const_ref(b, param_member(b, type, DECL_AS(ParamDecl, m)), at);
    case DECL_FIELD: {
        if (!base) {
            Diag *d = berr(b, DIAG_not_a_value, at,
                           "the field `%s` belongs to values of `%s`, not to the type",
                           m->name->chars, tstr(b, type));
            (void)d;
            return ref_new(REF_ERROR, at);
        }
        if (m->has_error) return ref_new(REF_ERROR, at);
        Ref r = ref_new(REF_VALUE, at);
        r.value = texpr_field(b, base, DECL_AS(FieldDecl, m), at);
        if (texpr_bad(r.value)) r.kind = REF_ERROR;
        return r;
    }
    default: return ref_new(REF_ERROR, at);
    }
}

Ref type_member(Body *b, Node *at, Val type, Name name, uint32_t pos) {
    if (val_is_error(type)) return ref_new(REF_ERROR, at);
    watch_member(b->cx, b->module, name, type, true);
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, type, name, b->facts, &via);
    if (m) return member_ref(b, at, m, type, NULL, via);
    Val v = triviality(b, type, name);
    if (v) return const_ref(b, v, at);
    TExpr e = {.kind = X_CONST, .val = type, .type = type->type};
    Val pack = pack_behind(b, &e);
    if (pack || is_pack_list(type)) {
        Ref r = pack_member(b, at, pack, name);
        if (r.kind != REF_ERROR) return r;
    }
    no_member(b, at, type, name, pos, true);
    return ref_new(REF_ERROR, at);
}

TExpr *attr_call(Body *b, Node *at, TExpr *base, int nm, Name name, TExpr *value) {
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, base->type, name_known(nm), b->facts, &via);
    if (!m || (m->kind != DECL_FNSET && m->kind != DECL_FN)) return NULL;
    Ref r = member_ref(b, at, m, base->type, base, via);
    FnDecl *f = r.set && r.set->fns.len ? r.set->fns.data[0] : r.only;
    if (f) check_sig(b->cx, &f->decl);
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, 3);
    uint32_t n = 0;
    Val s = val_str(b->vs, name_str(name));
    if (f && f->params.len && !f->params.data[0]->is_auto) { /* the name is a parameter */
        Val *bound = ARENA_ARRAY(b->arena, Val, f->params.len);
        for (uint32_t i = 0; i < f->params.len; i++) bound[i] = i == 0 ? s : val_unbound(b->vs);
        r.bound = bound;
        r.n_bound = f->params.len;
    } else {
        args[n++].e = texpr_const(b, s, at);
    }
    if (value) args[n++] = (CallArg){.node = value->node, .e = value};
    return call_ref(b, &r, at, args, n, NULL);
}

static TExpr *dynamic_attr(Body *b, Node *at, TExpr *base, Name name) {
    int nm = has_method(b, base->type, NM_getattr_param) ? NM_getattr_param : NM_getattr;
    return attr_call(b, at, base, nm, name, NULL);
}

/* Literals have the members of the type they become. */
static TExpr *literal_receiver(Body *b, TExpr *base, Name name) {
    if (base->type && base->type->kind == T_STRLIT && base->kind == X_CONST &&
        lib_has(b, NM_StaticString)) {
        Val t = lib_type(b, NM_StaticString);
        if (!val_is_error(t) && check_member(b->cx, t, name, b->facts, NULL))
            return convert(b, base, t, NULL, NULL);
    }
    return settle(b, base);
}

Ref value_member(Body *b, Node *at, TExpr *base, Name name, uint32_t pos) {
    base = literal_receiver(b, base, name);
    if (texpr_bad(base)) return ref_new(REF_ERROR, at);
    watch_member(b->cx, b->module, name, base->type, false);
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, base->type, name, b->facts, &via);
    if (m) return member_ref(b, at, m, base->type, base, via);
    TExpr *dyn = dynamic_attr(b, at, base, name);
    if (dyn) {
        Ref r = ref_new(texpr_bad(dyn) ? REF_ERROR : REF_VALUE, at);
        r.value = dyn;
        return r;
    }
    bool test = str_eq_c(name_str(name), "equals") || str_eq_c(name_str(name), "contains");
    if (test && base->kind == X_CONST && base->type->kind == T_ORIGIN)
        return (Ref){.kind = REF_FORM, .node = at, .name = name, .form = FORM_ORIGIN_TEST, .value = base};
    Val pack = pack_behind(b, base);
    Ref r = pack ? pack_member(b, at, pack, name) : ref_new(REF_ERROR, at);
    if (r.kind != REF_ERROR) return r;
    no_member(b, at, base->type, name, pos, false);
    return ref_new(REF_ERROR, at);
}

TExpr *member_of(Body *b, TExpr *base, Name name, Node *at) {
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, base->type, name, b->facts, &via);
    if (!m || m->kind != DECL_FIELD) return NULL;
    return texpr_field(b, base, DECL_AS(FieldDecl, m), at);
}

static Ref builtin_member(Body *b, Node *at, Name name) {
    static const char *const names[] = {
#define INTRIN(name, np, na, res, what) #name,
#include "types/intrinsics.def"
#undef INTRIN
    };
    Map *by_name = &body_state(b->cx)->intrins;
    if (!by_name->len)
        for (uint32_t i = 0; i < ARRAY_LEN(names); i++)
            map_put(by_name, name_of(names[i]), (void *)(uintptr_t)(i + 1));
    uintptr_t i = (uintptr_t)map_get(by_name, name);
    if (i) {
        Ref r = ref_new(REF_INTRIN, at);
        r.intrin = (uint32_t)i - 1;
        r.name = name;
        return r;
    }
    Ref r = ref_new(REF_PRIM, at);
    r.name = name;
    return r;
}

Ref ref_member(Body *b, Node *at, Ref *base, Name name, uint32_t pos, Val want) {
    switch (base->kind) {
    case REF_ERROR: return *base;
    case REF_BUILTIN: return builtin_member(b, at, name);
    case REF_MODULE: {
        const Watch *w = watch_of(b->cx, b->module);
        if (w && name == w->probe) w->module_member(w->ctx, base->module);
        const Module *there;
        Decl *d = module_reach(b->cx->resolver, b->module, base->module, name, &there);
        if (there) {
            say_not_imported(berr(b, DIAG_unknown_member, at, "the module `%s` is not imported", there->full_name), there);
            return ref_new(REF_ERROR, at);
        }
        if (!d) {
            Diag *e = berr_pos(
                b, DIAG_unknown_member, pos ? pos : at->pos, pos ? pos + name->len : at->end,
                "the module `%s` has no member `%s`", base->module->full_name, name->chars);
            Nearest n = {.distance = 99};
            nearest_in(&n, &base->module->scope, name);
            if (n.best) diag_help(e, "did you mean `%s`?", n.best->chars);
            if (b->tb) b->tb->has_error = true;
            return ref_new(REF_ERROR, at);
        }
        return ref_of_decl(b, at, d);
    }
    case REF_VALUE:
        if (texpr_is_type(base->value)) return type_member(b, at, base->value->val, name, pos);
        return value_member(b, at, base->value, name, pos);
    case REF_ALIAS: {
        Val v = base->self ? NULL : decl_value(b->cx, &base->alias->decl);
        if (v && val_is_type(v)) return type_member(b, at, v, name, pos);
        break;
    }
    case REF_PRIM: {
        TExpr *e = ref_value(b, base, NULL);
        if (texpr_bad(e)) return ref_new(REF_ERROR, at);
        return type_member(b, at, e->val, name, pos);
    }
    default: break;
    }
    TExpr *e = ref_value(b, base, want);
    if (!texpr_bad(e)) return value_member(b, at, e, name, pos);
    return ref_new(REF_ERROR, at);
}

/* ---- subscripts ----------------------------------------------------------------------------- */

/* A slice with the bounds given: `Slice`, `ContiguousSlice` or `StridedSlice` as the getter asks.
 * Made as a pending brace initialiser of the bounds, which the argument's type then constructs. */
static TExpr *slice_arg(Body *b, NodeSlice *s) {
    PendExpr *p = ARENA_NEW(b->arena, PendExpr);
    p->e.kind = XP_BRACE;
    p->e.node = &s->node;
    p->e.pos = s->node.pos;
    p->is_slice = true;
    bool strided = s->step != NULL;
    p->n_cargs = (strided ? 3u : 2u) + 1u;
    p->cargs = ARENA_ARRAY(b->arena, CallArg, p->n_cargs);
    Node *parts[3] = {s->lower, s->upper, s->step};
    Val none = none_type(b);
    TExpr *none_e = texpr_const(
        b, val_is_error(none) ? none : val_make(b->vs, V_STRUCT, none, NULL, NULL, 0), &s->node);
    for (int i = 0; i < (strided ? 3 : 2); i++) {
        p->cargs[i].node = parts[i];
        p->cargs[i].e = parts[i] ? expr(b, parts[i], NULL) : none_e;
        if (texpr_bad(p->cargs[i].e)) return texpr_error(b, &s->node);
    }
    p->cargs[p->n_cargs - 1].kw = NAME_(slice_literal);
    p->cargs[p->n_cargs - 1].e = none_e;
    return &p->e;
}

static CallArg *index_args(Body *b, NodeList idx, uint32_t *n) {
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, idx.len + 2);
    bool ok = true;
    for (uint32_t i = 0; i < idx.len; i++) {
        Node *x = idx.data[i];
        if (x->kind == NODE_Keyword) {
            args[i].kw = AS(Keyword, x)->name;
            x = AS(Keyword, x)->value;
        } else if (x->kind == NODE_Starred) {
            args[i].star = true;
            x = AS(Starred, x)->value;
        }
        args[i].node = x;
        args[i].e = x->kind == NODE_Slice ? slice_arg(b, AS(Slice, x)) : expr(b, x, NULL);
        ok &= !texpr_bad(args[i].e);
    }
    *n = idx.len;
    return ok ? args : NULL;
}

bool subscript_target(Body *b, NodeSubscript *n, SubTarget *out, TExpr **place) {
    Ref base = ref_expr(b, n->value, NULL);
    *place = NULL;
    TExpr *v = ref_value(b, &base, NULL);
    v = settle(b, v);
    if (texpr_bad(v)) return false;
    if (texpr_is_type(v)) {
        berr(b, DIAG_not_assignable, &n->node, "a type's parameters cannot be assigned to");
        return false;
    }
    out->node = &n->node;
    out->base = v;
    out->args = index_args(b, n->indices, &out->n_args);
    return out->args != NULL;
}

static TExpr *prim_subscript(Body *b, const SubTarget *t) {
    /* `p[]` of a raw pointer in the library */
    if (t->base->type->kind == T_PTR && t->n_args == 0)
        return deref(b, t->base, val_origin(b->vs, O_UNTRACKED, true), true);
    return NULL;
}

/* Elements of tuples and packs by a compile-time index. */
static TExpr *element_by_constant(Body *b, const SubTarget *t) {
    if (t->n_args != 1 || t->args[0].kw || !has_method(b, t->base->type, NM_getitem_param))
        return NULL;
    TExpr *ix = t->args[0].e;
    if (is_pending(ix) && ix->kind >= XP_LIST) return NULL;
    Val v = fold(b, ix, true);
    if (!v) {
        if (has_method(b, t->base->type, NM_getitem)) return NULL;
        Diag *d = berr(b, DIAG_not_comptime, t->args[0].node,
                       "the index of `%s` must be known at compile time", tstr(b, t->base->type));
        (void)d;
        return texpr_error(b, t->node);
    }
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, t->base->type, NAME_(getitem_param), b->facts, &via);
    Ref r = member_ref(b, t->node, m, t->base->type, t->base, via);
    FnDecl *f = r.set && r.set->fns.len ? r.set->fns.data[0] : r.only;
    if (!f || !check_sig(b->cx, &f->decl) || !f->params.len) return NULL;
    Val *bound = ARENA_ARRAY(b->arena, Val, f->params.len);
    uint32_t first = 0;
    while (first + 1 < f->params.len && f->params.data[first]->kind == PARAM_INFER) first++;
    for (uint32_t i = 0; i < f->params.len; i++) bound[i] = val_unbound(b->vs);
    bound[first] = ct_convert(b, ix, f->params.data[first]->type, "the index");
    if (val_is_error(bound[first])) return texpr_error(b, t->node);
    const Val *types;
    uint32_t n_types;
    int64_t index;
    if (tuple_types(b, t->base->type, &types, &n_types) && val_as_i64(bound[first], &index) &&
        (index < 0 || index >= n_types)) {
        berr(b, DIAG_index_range, t->args[0].node, "a tuple of %u element%s has no element %lld",
             n_types, n_types == 1 ? "" : "s", (long long)index);
        return texpr_error(b, t->node);
    }
    r.bound = bound;
    r.n_bound = f->params.len;
    return call_ref(b, &r, t->node, NULL, 0, NULL);
}

static bool is_text(Val type) {
    if (type->kind != T_STRUCT) return false;
    const Decl *d = type->u.decl;
    return d->module && d->module->is_std && d->name &&
           (name_is(d->name, NM_String) || str_eq_c(name_str(d->name), "StringSpan"));
}

/* `xs[-1]` of a library sequence: indices are not counted from the end. Other keys may be negative. */
static bool negative_index(Body *b, const SubTarget *t, const Decl *getitem) {
    if (t->n_args != 1 || !getitem || !getitem->module || !getitem->module->is_std || getitem->kind != DECL_FNSET)
        return false;
    const TExpr *ix = t->args[0].e;
    const FnSet *set = (const FnSet *)getitem;
    bool literal = ix->kind == X_CONST && ix->val && ix->val->kind == V_INT && ix->type->kind == T_INTLIT &&
                   big_sign(ix->val->u.big) < 0;
    if (!literal) return false;
    for (uint32_t i = 0; i < set->fns.len; i++) { /* an integer, or a type of its own that converts to one */
        FnDecl *f = set->fns.data[i];
        if (!check_sig(b->cx, &f->decl) || f->args.len < 2) continue;
        Val a = f->args.data[1]->type;
        bool own = a && a->kind == S_PARAM && ((const Decl *)a->u.decl)->parent == &f->decl;
        if (a != lib_type(b, NM_Int) && !own) continue;
        Diag *d = berr(b, DIAG_index_range, t->args[0].node, "an index is not negative: it does not count from the end");
        const char *keyword = t->args[0].kw ? t->args[0].kw->chars : NULL;
        const char *what = place_text(b, t->base), *back = arena_printf(b->arena, STR_FMT, STR_ARG(node_text(b, t->args[0].node)));
        if (keyword && strcmp(keyword, "byte") == 0)
            diag_help(d, "write `%s[byte=%s.byte_length() - %s]`", what, what, back + (back[0] == '-'));
        else
            diag_help(d, "write `%s[len(%s) - %s]`", what, what, back + (back[0] == '-'));
        const Node *base = t->node->kind == NODE_Subscript ? AS(Subscript, t->node)->value : NULL, *at = t->args[0].node;
        if (at && (IS(Name, base) || IS(Attribute, base)) && !keyword && back[0] == '-')
            fix_edit(diag_fix(d, FIX_SAFE, "count from the end"), bspan(b, at),
                     str_of(arena_printf(b->arena, "len(" STR_FMT ") - %s", STR_ARG(node_text(b, base)), back + 1)));
        return true;
    }
    return false;
}

/* `e[].key`, `x[] = …` of variables that stood for references in 2024: today they are what they refer to. */
static bool older_deref(Body *b, const SubTarget *t, const Decl *getitem) {
    if (t->n_args || t->node->kind != NODE_Subscript || !t->base->is_place) return false;
    const Node *base = AS(Subscript, t->node)->value;
    bool bound = t->base->kind == X_VAR && (t->base->var->conv == CONV_REF || t->base->var->conv == CONV_IMM) && !t->base->var->is_arg;
    if (getitem && !bound && !IS(Subscript, base)) return false;
    const FnSet *set = getitem && getitem->kind == DECL_FNSET ? (const FnSet *)getitem : NULL;
    for (uint32_t i = 0; set && i < set->fns.len; i++)
        if (!check_sig(b->cx, &set->fns.data[i]->decl) || set->fns.data[i]->args.len == 1) return false;
    Diag *w = berr(b, DIAG_older_deref, t->node, "`%s` is what it refers to: `[]` is not written any more", place_text(b, t->base));
    w->deprecated = true;
    fix_edit(diag_fix(w, FIX_SAFE, "remove `[]`"), bspan_pos(b, base->end, t->node->end), STR(""));
    return true;
}

TExpr *subscript_get(Body *b, const SubTarget *t, bool report) {
    TExpr *e = prim_subscript(b, t);
    if (e) return e;
    e = element_by_constant(b, t);
    if (e) return e;
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, t->base->type, NAME_(getitem), b->facts, &via);
    if (m && t->n_args && t->node->kind == NODE_Subscript && texpr_is_type(t->args[0].e)) {
        /* `v[T]`: the brackets hold parameters */
        Ref r = member_ref(b, t->node, m, t->base->type, t->base, via);
        r.has_params = true;
        r.params = AS(Subscript, t->node)->indices;
        return call_ref(b, &r, t->node, NULL, 0, NULL);
    }
    if (older_deref(b, t, m)) return t->base;
    if (!m) {
        if (report) {
            Diag *d = berr(b, DIAG_bad_subscript, t->node,
                           "a value of type `%s` cannot be subscripted", tstr(b, t->base->type));
            if (has_method(b, t->base->type, NM_setitem))
                diag_help(d, "it has `__setitem__` but no `__getitem__`");
        }
        return report ? texpr_error(b, t->node) : NULL;
    }
    if (t->n_args == 1 && !t->args[0].kw && is_text(t->base->type)) {
        Diag *d = berr(b, DIAG_bad_subscript, t->node,
                       "text is indexed by name: bytes, code points or graphemes");
        Str index = node_text(b, t->args[0].node);
        diag_help(d, "write `%s[byte=" STR_FMT "]` or `%s[codepoint=" STR_FMT "]`",
                  place_text(b, t->base), STR_ARG(index), place_text(b, t->base), STR_ARG(index));
        if (t->args[0].node)
            fix_edit(diag_fix(d, index.len && index.p[0] == '-' ? FIX_MAYBE : FIX_SAFE, "index by bytes"),
                     bspan_pos(b, t->args[0].node->pos, t->args[0].node->pos), STR("byte="));
        return texpr_error(b, t->node);
    }
    if (negative_index(b, t, m)) return texpr_error(b, t->node);
    Ref r = member_ref(b, t->node, m, t->base->type, t->base, via);
    return call_ref(b, &r, t->node, arena_dup(b->arena, t->args, sizeof(CallArg) * (t->n_args + 1)),
                    t->n_args, NULL);
}

/* The keyword of the value where the indices are variadic: `__setitem__(self, *keys, value)`; else NULL. */
static Name setter_keyword(Body *b, Decl *setter) {
    if (setter->kind != DECL_FNSET || DECL_AS(FnSet, setter)->fns.len != 1) return NULL;
    FnDecl *f = DECL_AS(FnSet, setter)->fns.data[0];
    if (!check_sig(b->cx, &f->decl)) return NULL;
    for (uint32_t i = 0; i + 1 < f->args.len; i++)
        if (f->args.data[i]->variadic == VARIADIC_LIST && f->args.data[i + 1]->kw_only) return f->args.data[i + 1]->decl.name;
    return NULL;
}

TExpr *subscript_set(Body *b, const SubTarget *t, TExpr *value) {
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, t->base->type, NAME_(setitem), b->facts, &via);
    if (!m) return NULL;
    if (!has_method(b, t->base->type, NM_getitem)) {
        Diag *d = berr(b, DIAG_not_assignable, t->node, "elements of `%s` cannot be assigned to: it has no `__getitem__`",
                       tstr(b, t->base->type));
        Span at = decl_span(m);
        if (at.file) diag_label(d, at, "a setter needs a getter beside it");
        return texpr_error(b, t->node);
    }
    Ref r = member_ref(b, t->node, m, t->base->type, t->base, via);
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, t->n_args + 1);
    uint32_t k = 0, n = t->n_args;
    while (k < n && !t->args[k].kw) k++;
    memcpy(args, t->args, sizeof(CallArg) * k);
    args[k] = (CallArg){.kw = setter_keyword(b, m), .node = value->node, .e = value};
    memcpy(args + k + 1, t->args + k, sizeof(CallArg) * (n - k));
    return call_ref(b, &r, t->node, args, n + 1, NULL);
}

TExpr *expr_subscript_of(Body *b, NodeSubscript *n, TExpr *base, Val want) {
    (void)want;
    Val pack = base->kind < XP_LIST && base->type ? pack_behind(b, base) : NULL;
    if (pack) {
        Val i = n->indices.len == 1 ? ct_value(b, n->indices.data[0], lib_type(b, NM_Int)) : NULL;
        if (!i) {
            berr(b, DIAG_bad_subscript, &n->node, "a pack takes one index");
            return texpr_error(b, &n->node);
        }
        if (val_is_error(i)) return texpr_error(b, &n->node);
        Val args[2] = {pack, i};
        int64_t k;
        if (pack->kind == V_PACK && val_as_i64(i, &k) && (k < 0 || k >= (int64_t)pack->n)) {
            berr(b, DIAG_index_range, n->indices.data[0], "a list of %u has no element %lld", pack->n,
                 (long long)k);
            return texpr_error(b, &n->node);
        }
        Val elem = pack->type && pack->type->n ? pack->type->args[0] : NULL;
        return texpr_const(b, val_op(b->vs, SYM_PACK_GET, elem, args, 2), &n->node);
    }
    SubTarget t = {.node = &n->node, .base = settle(b, base)};
    if (texpr_bad(t.base)) return t.base;
    t.args = index_args(b, n->indices, &t.n_args);
    if (!t.args) return texpr_error(b, &n->node);
    return subscript_get(b, &t, true);
}
