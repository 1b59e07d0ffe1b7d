/* SPDX-License-Identifier: Apache-2.0 */
/* Statements: bodies, declarations of variables, return, raise, conditions. */
#include "check/call.h"

/* ---- blocks --------------------------------------------------------------------------------- */

void stmts(Body *b, NodeList list) {
    bool warned = false;
    for (uint32_t i = 0; i < list.len; i++) {
        if (b->terminated && !warned && list.data[i]->kind != NODE_FuncDef) {
            Diag *w = diag_add(b->diags, DIAG_unreachable,
                               bspan_pos(b, list.data[i]->pos, list.data[list.len - 1]->end),
                               "this code is never reached");
            w->unnecessary = true;
            warned = true;
        }
        if (b->is_script && list.data == b->module->script.data &&
            i < b->module->script_items.len) {
            b->item = b->module->script_items.data[i]; /* each statement lives in its own item */
            b->pos_base = b->item->start - b->module->script_items.data[0]->start;
        }
        stmt(b, list.data[i]);
    }
    if (warned) b->terminated = true;
}

TBlock *block_of(Body *b, NodeList list) {
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    const Facts *facts = b->facts;
    Scope s;
    scope_push(b, &s);
    b->block = inner;
    b->terminated = false;
    stmts(b, list);
    b->block = saved;
    b->facts = facts;
    scope_pop(b);
    return inner;
}

/* ---- variables ------------------------------------------------------------------------------ */

static VarDecl *declare_var(Body *b, Node *at, Name name, Val type, uint8_t conv) {
    VarDecl *v = var_new(b, name, type, conv, at);
    scope_declare(b, name, &v->decl, at);
    return v;
}

static bool not_a_value_type(Body *b, Node *at, Val type) {
    if (type->kind == T_TRAIT) {
        Diag *d =
            berr(b, DIAG_trait_as_type, at, "`%s` is a trait, not a type of values", tstr(b, type));
        diag_help(d, "name a concrete type, or make the function generic: `[T: %s]`",
                  tstr(b, type));
        return true;
    }
    return false;
}

/* Declares what a target names and gives it an owned value (or a place for CONV_REF). */
static void bind_name(Body *b, Node *target, Name name, TExpr *value, uint8_t conv, Node *at) {
    if (name_is(name, NM_underscore)) {
        discard(b, value, at);
        return;
    }
    if (texpr_bad(value)) {
        declare_var(b, target, name, val_error(b->vs), CONV_VAR)->is_used = true;
        return;
    }
    value = settle(b, value);
    if (texpr_is_type(value) || (value->kind == X_CONST && value->val && value->val->kind == T_TRAIT)) {
        Diag *d = berr(b, DIAG_type_as_value, value->node, "`%s` is a %s; a variable holds values",
                       tstr(b, value->val), value->val->kind == T_TRAIT ? "trait" : "type");
        diag_help(d, "name it with `comptime %s = …`", name->chars);
        value = texpr_error(b, at);
    }
    if (texpr_bad(value)) {
        declare_var(b, target, name, val_error(b->vs), CONV_VAR)->is_used = true;
        return;
    }
    if (conv == CONV_REF || (conv == CONV_IMM && value->is_place)) {
        if (!value->is_place) {
            Diag *d = berr(b, DIAG_ref_to_value, value->node ? value->node : at,
                           "`ref` binds to a place, but this is a temporary value");
            diag_help(d, "write `var %s`", name->chars);
            declare_var(b, target, name, val_error(b->vs), CONV_VAR)->is_used = true;
            return;
        }
        VarDecl *v = declare_var(b, target, name, value->type, conv);
        v->is_mut = conv == CONV_REF && value->is_mut;
        v->origin = value->origin;
        TStmt *s = stmt_add(b, ST_REF, at);
        s->var = v;
        s->a = value;
        return;
    }
    TExpr *owned = to_owned(b, value);
    VarDecl *v = declare_var(b, target, name, texpr_bad(owned) ? value->type : owned->type, conv);
    if (texpr_bad(owned)) {
        v->is_used = true;
        return;
    }
    v->is_mut = conv != CONV_IMM;
    TStmt *s = stmt_add(b, ST_VAR, at);
    s->var = v;
    s->a = owned;
}

void discard(Body *b, TExpr *value, Node *at) {
    value = settle(b, value);
    if (texpr_bad(value) || texpr_is_type(value)) return;
    bool is_var = value->is_place && (value->kind == X_VAR || value->kind == X_FIELD);
    TStmt *s = stmt_add(b, is_var ? ST_USE : ST_EXPR, at);
    s->a = value;
}

void bind_target(Body *b, Node *target, TExpr *value, uint8_t conv, Node *at) {
    switch (target->kind) {
    case NODE_Name: bind_name(b, target, AS(Name, target)->id, value, conv, at); return;
    case NODE_BindTarget:
        bind_target(b, AS(BindTarget, target)->target, value,
                    AS(BindTarget, target)->kind == BIND_REF ? CONV_REF : CONV_VAR, at);
        return;
    case NODE_TupleExpr:
    case NODE_ListExpr: {
        NodeList l = target_list(target);
        TExpr **parts = ARENA_ARRAY(b->arena, TExpr *, l.len + 1);
        bool ok = !texpr_bad(value) && take_apart(b, value, l, parts, at);
        for (uint32_t i = 0; i < l.len; i++)
            bind_target(b, l.data[i], ok ? parts[i] : texpr_error(b, at), conv, at);
        return;
    }
    case NODE_Starred: bind_target(b, AS(Starred, target)->value, value, CONV_VAR, at); return;
    default:
        berr(b, DIAG_not_assignable, target, "only names and tuples of names can be declared here");
    }
}

static void late_decl(Body *b, Node *target, Val type, Node *at) {
    if (target->kind == NODE_Name) {
        VarDecl *v = declare_var(b, target, AS(Name, target)->id, type, CONV_VAR);
        if (val_is_error(type)) v->is_used = true;
        stmt_add(b, ST_VAR, at)->var = v;
        return;
    }
    if (target->kind == NODE_BindTarget) {
        late_decl(b, AS(BindTarget, target)->target, type, at);
        return;
    }
    if (!is_list_target(target)) return;
    NodeList l = target_list(target);
    const Val *types = NULL;
    uint32_t n = 0;
    tuple_types(b, type, &types, &n);
    if (!val_is_error(type) && n != l.len)
        berr(b, DIAG_unpack_count, at, "%u types for %u names", n, l.len);
    for (uint32_t i = 0; i < l.len; i++)
        late_decl(b, l.data[i], i < n ? types[i] : val_error(b->vs), at);
}

static Val annotation_type(Body *b, const Node *target, Node *ann) {
    if (ann->kind == NODE_TupleExpr && (is_list_target(target) || !AS(TupleExpr, ann)->parenthesized)) { /* `var a, b: Int, Float64` */
        NodeList l = AS(TupleExpr, ann)->elts;
        Val *types = ARENA_ARRAY(b->arena, Val, l.len + 1);
        for (uint32_t i = 0; i < l.len; i++) {
            types[i] = ct_type(b, l.data[i], false);
            if (val_is_error(types[i])) return types[i];
        }
        Decl *d = resolver_std(b->cx->resolver, NM_Tuple);
        if (!d || d->kind != DECL_STRUCT) return val_error(b->vs);
        ParamDecl *p =
            DECL_AS(StructDecl, d)->params.len ? DECL_AS(StructDecl, d)->params.data[0] : NULL;
        Val pack =
            val_pack(b->vs, p && p->type && p->type->n ? p->type->args[0] : NULL, types, l.len);
        return struct_type(b->cx, DECL_AS(StructDecl, d), &pack, 1);
    }
    Val t = ct_type(b, ann, true);
    if (!val_is_error(t) && not_a_value_type(b, ann, t)) return val_error(b->vs);
    ExprEnv env = body_env(b);
    return value_fn_type(b->cx, &env, ann, t);
}

static void stmt_var(Body *b, NodeVarDecl *n) {
    Node *at = &n->node;
    uint8_t conv = n->kind == BIND_REF ? CONV_REF : CONV_VAR;
    Val type = n->annotation ? annotation_type(b, n->target, n->annotation) : NULL;
    if (!n->value) {
        if (!type) {
            if (!(at->flags & NODE_HAS_ERROR))
                berr(b, DIAG_needs_type, at, "a variable needs a type or a value");
            type = val_error(b->vs);
        } else if (type_has_unbound(type)) {
            berr(b, DIAG_needs_type, n->annotation,
                 "`%s` is not a whole type: its parameters are open and no value binds them",
                 tstr(b, type));
            type = val_error(b->vs);
        }
        late_decl(b, n->target, type, at);
        return;
    }
    const NodeVarDecl *outer = b->declared;
    b->declared = n->annotation ? NULL : n;
    TExpr *v = expr(b, n->value, type);
    b->declared = outer;
    if (type && !texpr_bad(v)) {
        if (val_is_error(type)) {
            v = texpr_error(b, at);
        } else {
            v = convert(b, v, type, "the variable", NULL);
            if (texpr_bad(v) && n->target->kind == NODE_Name && !type_has_unbound(type)) {
                declare_var(b, n->target, AS(Name, n->target)->id, type, CONV_VAR)->is_used = true;
                return;
            }
        }
    }
    bind_target(b, n->target, v, conv, at);
}

/* A name assigned without `var`: the function's own, from its first assignment on. */
VarDecl *implicit_var(Body *b, Node *target, Name name, Val type) {
    VarDecl *v = var_new(b, name, type, CONV_VAR, target);
    Scope *saved = b->scope;
    if (b->fn_scope) b->scope = b->fn_scope;
    scope_declare(b, name, &v->decl, target);
    b->scope = saved;
    TStmt *s = ARENA_NEW(b->arena, TStmt);
    s->kind = ST_VAR;
    s->var = v;
    s->node = target;
    s->pos = target->pos;
    s->end = target->end;
    vec_push_in(b->arena, &b->fn_decl_list, s);
    if (b->module->ast && b->module->ast->lang == LANG_MOJO && !b->is_script) {
        Diag *w = diag_add(b->diags, DIAG_implicit_var, bspan(b, target),
                           "`%s` is declared by this assignment", name->chars);
        const Source *src = b->module->ast->source;
        uint32_t start = bspan(b, target).start;
        bool starred = start && src->data[start - 1] == '*'; /* `var` stands before the whole list */
        if (b->in_walrus || starred) {
            diag_help(w, "write `var %s: %s` before this statement", name->chars, tstr(b, type));
            return v;
        }
        Fix *f = diag_fix(w, FIX_SAFE, "declare it with `var`");
        fix_edit(f, bspan_pos(b, target->pos, target->pos), STR("var "));
        diag_help(w, "write `var %s`", name->chars);
    }
    return v;
}

static void assign_place(Body *b, TExpr *place, TExpr *value, Node *at) {
    if (texpr_bad(place) || texpr_bad(value)) return;
    if (!place->is_place) {
        berr(b, DIAG_not_assignable, place->node ? place->node : at,
             "a value of type `%s` cannot be assigned to", tstr(b, place->type));
        return;
    }
    if (!place->is_mut) {
        Diag *d = berr(b, DIAG_immutable_place, place->node ? place->node : at,
                       "`%s` is immutable and cannot be assigned to", place_text(b, place));
        explain_immutable(b, d, place);
        return;
    }
    const Decl *decl = place->kind == X_VAR ? &place->var->decl : NULL;
    value = convert(b, value, place->type, "this assignment", decl);
    value = to_owned(b, value);
    if (texpr_bad(value)) return;
    TStmt *s = stmt_add(b, ST_ASSIGN, at);
    s->a = place;
    s->b = value;
}

static bool assignable(Decl *d) {
    return d && d->kind == DECL_VAR;
}

static void assign_name(Body *b, Node *target, Name name, TExpr *value, Node *at) {
    if (name_is(name, NM_underscore)) {
        discard(b, value, at);
        return;
    }
    Decl *d = scope_find(b, name, NULL);
    if (assignable(d)) {
        VarDecl *v = DECL_AS(VarDecl, d);
        bool was_used = v->is_used;
        Ref r = ref_expr(b, target, NULL);
        if (v->fn == b->fn && v->conv != CONV_REF) v->is_used = was_used; /* a store is no use */
        if (r.kind == REF_VALUE && v->type && val_is_error(v->type) && !texpr_bad(value)) return;
        if (r.kind == REF_VALUE) assign_place(b, r.value, value, at);
        return;
    }
    if (d) {
        Diag *e = berr(b, DIAG_not_assignable, target,
                       "`%s` is not a variable and cannot be assigned to", name->chars);
        Span s = decl_span(d);
        if (s.file) diag_label(e, s, "declared here");
        return;
    }
    value = settle(b, value);
    if (!texpr_bad(value) && texpr_is_type(value)) {
        Diag *e = berr(b, DIAG_type_as_value, value->node,
                       "`%s` is a type; a variable holds values", tstr(b, value->val));
        diag_help(e, "name it with `comptime %s = …`", name->chars);
        value = texpr_error(b, at);
    }
    TExpr *owned = to_owned(b, value);
    VarDecl *v = implicit_var(b, target, name, texpr_bad(owned) ? val_error(b->vs) : owned->type);
    if (texpr_bad(owned)) {
        v->is_used = true;
        return;
    }
    TStmt *s = stmt_add(b, ST_ASSIGN, at);
    s->a = texpr_var(b, v, target);
    s->b = owned;
}

void assign_to(Body *b, Node *target, TExpr *value, uint32_t bind_kind, Node *at) {
    (void)bind_kind;
    switch (target->kind) {
    case NODE_Name: assign_name(b, target, AS(Name, target)->id, value, at); return;
    case NODE_BindTarget:
        bind_target(b, AS(BindTarget, target)->target, value,
                    AS(BindTarget, target)->kind == BIND_REF ? CONV_REF : CONV_VAR, at);
        return;
    case NODE_TupleExpr:
    case NODE_ListExpr: {
        NodeList l = target_list(target);
        TExpr **parts = ARENA_ARRAY(b->arena, TExpr *, l.len + 1);
        if (texpr_bad(value) || !take_apart(b, value, l, parts, at)) {
            for (uint32_t i = 0; i < l.len; i++) { /* their names exist from here on */
                bool starred = l.data[i]->kind == NODE_Starred;
                Node *t = starred ? AS(Starred, l.data[i])->value : l.data[i];
                if (t->kind != NODE_Name || scope_find(b, AS(Name, t)->id, NULL)) continue;
                if (starred) bind_target(b, t, texpr_error(b, at), CONV_VAR, at); /* `var` before it mends nothing */
                else assign_to(b, t, texpr_error(b, at), bind_kind, at);
            }
            return;
        }
        for (uint32_t i = 0; i < l.len; i++) assign_to(b, l.data[i], parts[i], bind_kind, at);
        return;
    }
    case NODE_Subscript: {
        SubTarget t = {0};
        TExpr *place;
        if (!subscript_target(b, AS(Subscript, target), &t, &place) || texpr_bad(value)) return;
        if (t.base->type->kind != T_PTR && has_method(b, t.base->type, NM_setitem)) {
            TExpr *set = subscript_set(b, &t, value);
            if (set && !texpr_bad(set)) stmt_add(b, ST_EXPR, at)->a = set;
            return;
        }
        TExpr *get = subscript_get(b, &t, true);
        if (texpr_bad(get)) return;
        if (!get->is_place) {
            Diag *d = berr(b, DIAG_not_assignable, target, "elements of `%s` cannot be assigned to",
                           tstr(b, t.base->type));
            diag_help(
                d,
                "it has no `__setitem__`, and its `__getitem__` returns a value, not a reference");
            return;
        }
        assign_place(b, get, value, at);
        return;
    }
    case NODE_Attribute: {
        NodeAttribute *a = AS(Attribute, target);
        Ref base = ref_expr(b, a->value, NULL);
        if (base.kind == REF_ERROR) return;
        if (base.kind == REF_VALUE && !texpr_is_type(base.value) && !is_pending(base.value) &&
            !check_member(b->cx, base.value->type, a->attr, b->facts, NULL) &&
            has_method(b, base.value->type, NM_setattr)) {
            TExpr *set = attr_call(b, target, base.value, NM_setattr, a->attr, value);
            if (set && !texpr_bad(set)) stmt_add(b, ST_EXPR, at)->a = set;
            return;
        }
        Ref r = ref_member(b, target, &base, a->attr, a->attr_pos, NULL);
        if (r.kind == REF_ERROR) return;
        TExpr *place = ref_value(b, &r, NULL);
        if (!texpr_bad(place)) assign_place(b, place, value, at);
        return;
    }
    case NODE_Starred: assign_to(b, AS(Starred, target)->value, value, bind_kind, at); return;
    case NODE_Error:
    case NODE_IntLit:
    case NODE_FloatLit:
    case NODE_StringLit:
    case NODE_Constant:
    case NODE_BinOp:
    case NODE_Compare: /* the parser said so */
        if (b->tb) b->tb->has_error = true;
        return;
    default: {
        Ref r = ref_expr(b, target, NULL);
        if (r.kind == REF_ERROR) return;
        TExpr *place = ref_value(b, &r, NULL);
        if (!texpr_bad(place)) assign_place(b, place, value, at);
    }
    }
}

/* The type the target gives to a literal or display on the right side, where it is a plain name. */
static Val target_type(Body *b, Node *t) {
    if (t->kind == NODE_Name) {
        Decl *d = scope_find(b, AS(Name, t)->id, NULL);
        return assignable(d) ? DECL_AS(VarDecl, d)->type : NULL;
    }
    if (t->kind == NODE_Attribute && AS(Attribute, t)->value->kind == NODE_Name) {
        Decl *d = scope_find(b, AS(Name, AS(Attribute, t)->value)->id, NULL);
        if (!assignable(d) || !DECL_AS(VarDecl, d)->type || val_is_error(DECL_AS(VarDecl, d)->type))
            return NULL;
        Val bt = DECL_AS(VarDecl, d)->type;
        Decl *m = check_member(b->cx, bt, AS(Attribute, t)->attr, b->facts, NULL);
        if (!m || m->kind != DECL_FIELD || !DECL_AS(FieldDecl, m)->type || bt->kind != T_STRUCT)
            return NULL;
        Subst s = check_struct_subst(bt);
        return val_subst(b->vs, DECL_AS(FieldDecl, m)->type, &s);
    }
    return NULL;
}

/* `var a = b = value` declares b as well, unless there is one already. */
static Node *chained_target(Body *b, const NodeAssign *n, uint32_t i) {
    Node *first = n->targets.data[0], *t = n->targets.data[i];
    if (i == 0 || first->kind != NODE_BindTarget || AS(BindTarget, first)->kind != BIND_VAR || t->kind != NODE_Name ||
        scope_find(b, AS(Name, t)->id, NULL))
        return t;
    NodeBindTarget *w = ARENA_NEW(&b->cx->arena, NodeBindTarget);
    w->node = *t;
    w->node.kind = NODE_BindTarget;
    w->kind = BIND_VAR;
    w->target = t;
    return &w->node;
}

static void stmt_assign(Body *b, NodeAssign *n) {
    Val want = n->targets.len ? target_type(b, n->targets.data[0]) : NULL;
    TExpr *v = expr(b, n->value, want);
    if (n->targets.len == 1) {
        assign_to(b, n->targets.data[0], v, BIND_VAR, &n->node);
        return;
    }
    /* a = b = value: from the last target to the first, the value is made once */
    if (!texpr_bad(v) && !is_pending(v) && v->kind != X_CONST && !v->is_place) v = hoist(b, v);
    for (uint32_t i = n->targets.len; i-- > 0;)
        assign_to(b, chained_target(b, n, i), v, BIND_VAR, &n->node);
}

/* The object of `a.name` when that goes through `__getattr__` and `__setattr__`, evaluated once; else NULL. */
static TExpr *dynamic_attribute(Body *b, NodeAttribute *n) {
    if (n->value->kind != NODE_Name) return NULL;
    Decl *d = scope_find(b, AS(Name, n->value)->id, NULL);
    const VarDecl *v = d && d->kind == DECL_VAR ? DECL_AS(VarDecl, d) : NULL;
    if (!v || !v->type || val_is_error(v->type) || check_member(b->cx, v->type, n->attr, b->facts, NULL) ||
        !has_method(b, v->type, NM_setattr) || !has_method(b, v->type, NM_getattr))
        return NULL;
    TExpr *e = expr_value(b, n->value);
    return texpr_bad(e) ? NULL : e;
}

static void stmt_aug(Body *b, NodeAugAssign *n) {
    static const uint16_t in_place[] = {NM_iadd,      NM_isub, NM_imul, NM_imatmul, NM_itruediv,
                                        NM_ifloordiv, NM_imod, NM_ipow, NM_ilshift, NM_irshift,
                                        NM_iand,      NM_ixor, NM_ior};
    Node *at = &n->node;
    SubTarget t = {0};
    TExpr *place = NULL, *dummy, *attribute = NULL;
    bool set = false;
    if (n->op >= ARRAY_LEN(in_place)) return;
    if (n->target->kind == NODE_Subscript) {
        if (!subscript_target(b, AS(Subscript, n->target), &t, &dummy)) {
            expr(b, n->value, NULL);
            return;
        }
        t.base = hoist(b, t.base);
        for (uint32_t i = 0; i < t.n_args; i++)
            if (!is_pending(t.args[i].e)) t.args[i].e = hoist(b, t.args[i].e);
        place = subscript_get(b, &t, true);
        set = !texpr_bad(place) && !place->is_place;
    } else if (is_list_target(n->target)) {
        if (b->tb) b->tb->has_error = true; /* the parser said so */
        return;
    } else {
        if (n->target->kind == NODE_Name && !scope_find(b, AS(Name, n->target)->id, NULL) &&
            !name_is(AS(Name, n->target)->id, NM_underscore)) {
            Ref r = ref_expr(b, n->target, NULL); /* reports the unknown name */
            if (r.kind != REF_ERROR)
                berr(b, DIAG_not_assignable, n->target, "`%s` is not a variable",
                     AS(Name, n->target)->id->chars);
            expr(b, n->value, NULL);
            return;
        }
        if (n->target->kind == NODE_Attribute) attribute = dynamic_attribute(b, AS(Attribute, n->target));
        Ref r = {.kind = REF_VALUE};
        if (attribute)
            r.value = attr_call(b, n->target, attribute, NM_getattr, AS(Attribute, n->target)->attr, NULL);
        else
            r = ref_expr(b, n->target, NULL);
        place = !attribute || r.value ? ref_value(b, &r, NULL) : texpr_error(b, n->target);
        set = attribute && !texpr_bad(place) && !place->is_place;
    }
    TExpr *v = expr(b, n->value, texpr_bad(place) || is_pending(place) ? NULL : place->type);
    if (texpr_bad(place) || texpr_bad(v)) return;
    place = settle(b, place);
    if (!set && (!place->is_place || !place->is_mut)) {
        Diag *d = berr(b, DIAG_immutable_place, n->target, "`%s` is %s and cannot be changed",
                       place_text(b, place), place->is_place ? "immutable" : "a temporary value");
        explain_immutable(b, d, place);
        return;
    }
    static const char *const texts[] = {
        "+=", "-=", "*=", "@=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "^=", "|="};
    const char *what = texts[n->op];
    if (!set) {
        if (place->kind != X_VAR && place->kind != X_FIELD) place = hoist(b, place);
        TExpr *e = call_method(b, place, in_place[n->op], at, &v, 1, true, what);
        if (e) {
            if (!texpr_bad(e)) stmt_add(b, ST_EXPR, at)->a = e;
            return;
        }
        TExpr *r = binary(b, n->op, place, v, at, n->target, n->value);
        if (!texpr_bad(r)) assign_place(b, place, r, at);
        return;
    }
    /* get, operate, set */
    VarDecl *tmp = var_temp(b, place->type, at);
    TStmt *s = stmt_add(b, ST_VAR, at);
    s->var = tmp;
    s->a = to_owned(b, place);
    TExpr *tv = texpr_var(b, tmp, n->target);
    TExpr *e = call_method(b, tv, in_place[n->op], at, &v, 1, true, what), *result;
    if (e) {
        if (texpr_bad(e)) return;
        stmt_add(b, ST_EXPR, at)->a = e;
        result = texpr_move(b, texpr_var(b, tmp, n->target));
    } else {
        result = binary(b, n->op, tv, v, at, n->target, n->value);
    }
    if (texpr_bad(result)) return;
    TExpr *put = attribute ? attr_call(b, n->target, attribute, NM_setattr, AS(Attribute, n->target)->attr, result)
                           : subscript_set(b, &t, result);
    if (!put) {
        Diag *d = berr(b, DIAG_not_assignable, n->target, "elements of `%s` cannot be assigned to",
                       tstr(b, t.base->type));
        diag_help(d, "it has no `__setitem__`");
        return;
    }
    if (!texpr_bad(put)) stmt_add(b, ST_EXPR, at)->a = put;
}

/* ---- expressions as statements -------------------------------------------------------------- */

static void stmt_expr(Body *b, NodeExprStmt *n) {
    if (n->value->kind == NODE_StringLit) return; /* a docstring, or a comment in its place */
    if (n->value->kind == NODE_Constant && AS(Constant, n->value)->value == CONST_ELLIPSIS) return;
    TExpr *e = settle(b, expr(b, n->value, NULL));
    if (texpr_bad(e)) return;
    if (texpr_is_type(e)) {
        diag_add(b->diags, DIAG_unused_value, bspan(b, n->value), "this type is not used");
        return;
    }
    if (e->type->kind == T_NEVER)
        b->terminated = true;
    else if (e->type != none_type(b) &&
             !conforms_std(b, e->type, NM_PythonValue) && /* what Python functions give is seldom wanted */
             (e->kind == X_CALL || e->kind == X_CONST || e->kind == X_VAR || e->kind == X_FIELD) &&
             check_life(b->cx, e->type, b->facts).deinitable) { /* if not, own/ says that it is abandoned */
        Diag *w = diag_add(b->diags, DIAG_unused_value, bspan(b, n->value), "this `%s` is not used",
                           tstr(b, e->type));
        diag_help(w, "write `_ = …` when that is meant");
    }
    if (e->kind == X_CONST) return;
    TStmt *s = stmt_add(
        b, e->is_place && (e->kind == X_VAR || e->kind == X_FIELD) ? ST_USE : ST_EXPR, &n->node);
    s->a = e;
}

/* ---- return, raise, assert ------------------------------------------------------------------ */

static void borrowed_root(void *ctx, const VarDecl *v) {
    const VarDecl **arg = ctx;
    if (v->is_arg && v->conv != CONV_VAR && v->conv != CONV_DEINIT) *arg = v;
}

/* A reference into one argument is no reference into another: the caller keeps alive what the result names. What
 * belongs to the function itself dies here and is the business of own/. */
static bool covered_by_result(Body *b, FnDecl *f, TExpr *v, Node *at) {
    Val o = v->origin, whole = f->result_origin;
    if (!o || !whole || b->unevaluated || val_origin_within(o, whole)) return true;
    const VarDecl *arg = NULL;
    val_each_place(o, borrowed_root, &arg);
    if (!arg || arg->fn != f) return true;
    Diag *d = berr(b, DIAG_foreign_origin, at, "`%s` lies in the argument `%s`, which the result's origin `%s` does not cover",
                   place_text(b, v), arg->decl.name ? arg->decl.name->chars : "_", tstr(b, whole));
    Span s = decl_span(&arg->decl);
    if (s.file) diag_label(d, s, "this argument");
    if (arg->decl.name) diag_help(d, "name it in the result too: `ref[…, %s]`", arg->decl.name->chars);
    return false;
}

static void stmt_return(Body *b, NodeReturn *n) {
    Node *at = &n->node;
    FnDecl *f = b->fn;
    if (!f || b->is_script) {
        berr(b, DIAG_no_return_here, at, "`return` is only written in a function");
        if (n->value) expr(b, n->value, NULL);
        return;
    }
    Val none = none_type(b), want = f->result ? f->result : none;
    if (!n->value) {
        if (want != none && !f->result_var && f->life == LIFE_NONE && !val_is_error(want)) {
            Diag *d = berr(b, DIAG_type_mismatch, at, "this returns nothing, but `%s` returns `%s`",
                           f->decl.name ? f->decl.name->chars : "the function", tstr(b, want));
            (void)d;
            return;
        }
        stmt_add(b, ST_RETURN, at);
        return;
    }
    TExpr *v = expr(b, n->value, want);
    if (texpr_bad(v)) return;
    if (f->result_is_ref) {
        v = settle(b, v);
        if (texpr_bad(v)) return;
        if (!v->is_place) {
            berr(b, DIAG_ref_to_value, n->value,
                 "a reference is returned, but this is a temporary value");
            return;
        }
        if (v->type != want && !same_but_origins(b, v->type, want)) {
            mismatch(b, v, want, "the result", &f->decl);
            return;
        }
        if (!covered_by_result(b, f, v, n->value)) return;
        if (f->result_is_mut && !v->is_mut) {
            berr(b, DIAG_immutable_place, n->value,
                 "`%s` is immutable, but a mutable reference is returned", place_text(b, v));
            return;
        }
        stmt_add(b, ST_RETURN, at)->a = v;
        return;
    }
    Val found = settled_type(b, v);
    if (want == none && found && found != none && found->kind != T_NEVER) {
        Diag *d =
            berr(b, DIAG_type_mismatch, n->value, "`%s` is returned, but `%s` returns nothing",
                 tstr(b, found), f->decl.name ? f->decl.name->chars : "the function");
        Span s = decl_span(&f->decl);
        if (s.file) diag_label(d, s, "declared without `->`");
        diag_help(d, "declare the result: `-> %s`", tstr(b, found));
        const Node *sig = IS(FuncDef, f->decl.node) ? AS(FuncDef, f->decl.node)->sig : NULL;
        if (IS(Signature, sig) && !AS(Signature, sig)->returns && !(found->flags & (VAL_ORIGINS | VAL_SYMBOLIC)) &&
            !AS(Signature, sig)->wheres.len && !name_is(f->decl.name, NM_main))
            fix_edit(diag_fix(d, FIX_SAFE, "declare the result"), bspan_pos(b, sig->end, sig->end),
                     str_of(arena_printf(d->arena, " -> %s", tstr(b, found))));
        return;
    }
    v = convert(b, v, want, "the result", &f->decl);
    if (texpr_bad(v)) return;
    if (v->kind == X_VAR && v->var->fn == f && v->is_place && !v->var->is_capture &&
        (v->var->conv == CONV_VAR || v->var->conv == CONV_DEINIT || v->var->conv == CONV_OUT) &&
        !(v->var->origin && v->var->conv == CONV_REF)) {
        LifeFacts life = check_life(b->cx, v->type, b->facts);
        v = life.implicitly_copyable ? to_owned(b, v) : texpr_move(b, v); /* its last use */
    } else {
        v = to_owned(b, v);
    }
    if (texpr_bad(v)) return;
    stmt_add(b, ST_RETURN, at)->a = v;
}

/* `raise v from cause`: an Error keeps the text of its cause. */
static TExpr *raised_from(Body *b, Node *cause, TExpr *v) {
    bool none = IS(Constant, cause) && AS(Constant, cause)->value == CONST_NONE;
    if (none) return v; /* there is no cause unless one is written */
    TExpr *c = expr_value(b, cause);
    if (texpr_bad(c)) return c;
    if (texpr_is_type(c)) {
        berr(b, DIAG_type_as_value, cause, "`%s` is a type; a cause is a value", tstr(b, c->val));
        return texpr_error(b, cause);
    }
    Decl *d = resolver_std(b->cx->resolver, NM_raised_from);
    if (v->type != lib_type(b, NM_Error) || !d) {
        Diag *e = berr(b, DIAG_unsupported, cause, "an `Error` keeps what caused it; a `%s` does not", tstr(b, v->type));
        diag_help(e, "make the cause a field of it, or raise an `Error`");
        return texpr_error(b, cause);
    }
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, 2);
    args[0] = (CallArg){.node = cause, .e = v};
    args[1] = (CallArg){.node = cause, .e = c};
    Ref r = ref_of_decl(b, cause, d);
    return call_ref(b, &r, cause, args, 2, NULL);
}

static void stmt_raise(Body *b, NodeRaise *n) {
    Node *at = &n->node;
    TExpr *v;
    if (!n->exc) {
        if (!b->error_var) {
            berr(b, DIAG_raise_outside, at,
                 "`raise` without a value is only written in an `except` block");
            return;
        }
        ((VarDecl *)b->error_var)->is_used = true;
        v = texpr_move(b, texpr_var(b, (VarDecl *)b->error_var, at));
    } else {
        v = expr(b, n->exc, NULL);
    }
    if (texpr_bad(v)) return;
    Val error = lib_type(b, NM_Error), target = NULL;
    if (b->frame)
        target = b->frame->error;
    else if (b->fn && b->fn->raises)
        target = b->fn->error ? b->fn->error : error;
    if (!target) { /* the first that raises, or nowhere to go: its own type, text becomes an Error
                    */
        Val st = settled_type(b, v);
        bool text = v->kind < XP_LIST && v->type->kind == T_STRLIT;
        text |= st && (st == lib_type(b, NM_String) ||
                       (lib_has(b, NM_TString) && st == lib_type(b, NM_TString)));
        if (st && st->kind == T_STRUCT && st->u.decl && ((Decl *)st->u.decl)->name &&
            str_eq_c(name_str(((Decl *)st->u.decl)->name), "StringSpan"))
            text = true;
        target = text || is_pending(v) ? error : st;
    }
    if (texpr_is_type(v)) {
        Diag *d = berr(b, DIAG_type_as_value, n->exc, "`%s` is a type; an error is a value",
                       tstr(b, v->val));
        diag_help(d, "construct it: `raise %s()`", tstr(b, v->val));
        return;
    }
    Val raised = target;
    if (b->frame || (b->fn && b->fn->raises))
        v = convert(b, v, target, "the error", NULL);
    else
        v = settle(b, v);
    v = to_owned(b, v);
    if (n->cause && !texpr_bad(v)) v = raised_from(b, n->cause, v);
    if (texpr_bad(v)) return;
    note_raise(b, raised, at, at->pos, NULL);
    stmt_add(b, ST_RAISE, at)->a = v;
}

/* `assert c, msg`: nothing at all where assertions are off; the message is made after a failure only. */
static void stmt_assert(Body *b, NodeAssert *n) {
    Node *at = &n->node;
    Decl *on = resolver_std(b->cx->resolver, NM_assert_statements),
         *fail = resolver_std(b->cx->resolver, NM_assert_statement_failed);
    TBlock *saved = b->block;
    TStmt *outer = NULL;
    Val enabled = on ? decl_value(b->cx, on) : NULL;
    if (enabled && fail) {
        outer = stmt_add(b, ST_CT_IF, at);
        outer->val = enabled;
        outer->body = b->block = ARENA_NEW(b->arena, TBlock);
    }
    TExpr *c = condition(b, n->test);
    TStmt *s = stmt_add(b, ST_IF, at);
    s->a = c;
    s->body = ARENA_NEW(b->arena, TBlock);
    s->orelse = b->block = ARENA_NEW(b->arena, TBlock);
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, 1);
    if (n->msg) args[0] = (CallArg){.node = n->msg, .e = expr(b, n->msg, NULL)};
    TExpr *e = NULL;
    if (!fail || !enabled) {
        berr(b, DIAG_unsupported, at, "the library lacks what `assert` calls");
    } else if (!texpr_bad(c) && !(n->msg && texpr_bad(args[0].e))) {
        Ref r = ref_of_decl(b, at, fail);
        e = call_ref(b, &r, at, args, n->msg != NULL, NULL);
    }
    if (e && !texpr_bad(e)) stmt_add(b, ST_EXPR, at)->a = e;
    b->block = saved;
}

/* ---- if, while ------------------------------------------------------------------------------ */

static void stmt_if(Body *b, NodeIf *n) {
    TExpr *c = condition(b, n->test);
    TStmt *s = stmt_add(b, ST_IF, &n->node);
    s->a = c;
    s->body = block_of(b, n->body);
    bool t1 = b->terminated;
    b->terminated = false;
    bool t2 = false;
    if (n->orelse.len) {
        s->orelse = block_of(b, n->orelse);
        t2 = b->terminated;
    }
    b->terminated = t1 && t2;
    if (texpr_bad(c)) {
        s->kind = ST_BLOCK;
        s->a = NULL;
    }
}

static bool always_true(const TExpr *c) {
    bool v;
    return c->kind == X_CONST && c->val && val_as_bool(c->val, &v) && v;
}

static void stmt_while(Body *b, NodeWhile *n) {
    /* what the condition needs beforehand runs before every test */
    TBlock *saved = b->block, pre = {0};
    b->block = &pre;
    TExpr *c = condition(b, n->test);
    b->block = saved;
    if (pre.stmts.len && !texpr_bad(c)) {
        TExpr *e = texpr(b, X_BLOCK, c->type, n->test);
        e->body = arena_dup(b->arena, &pre, sizeof pre);
        e->a = c;
        c = e;
    }
    TStmt *s = stmt_add(b, ST_LOOP, &n->node);
    s->a = texpr_bad(c) || always_true(c) ? NULL : c;
    LoopFrame loop = {.outer = b->loop, .loop = s};
    b->loop = &loop;
    s->body = block_of(b, n->body);
    b->loop = loop.outer;
    b->terminated = false;
    if (n->orelse.len) {
        s->orelse = block_of(b, n->orelse);
        b->terminated = false;
    }
    if (!texpr_bad(c) && always_true(c) && !loop.used_break) b->terminated = true;
}

static void stmt_jump(Body *b, Node *n) {
    bool is_break = n->kind == NODE_Break;
    b->terminated = true;
    if (!b->loop) { /* the parser said so */
        if (b->tb) b->tb->has_error = true;
        return;
    }
    if (is_break) b->loop->used_break = true;
    stmt_add(b, is_break ? ST_BREAK : ST_CONTINUE, n)->loop = b->loop->loop;
}

/* ---- dispatcher ----------------------------------------------------------------------------- */

static void stmt_ann_assign(Body *b, NodeAnnAssign *n) {
    if (n->target->kind != NODE_Name) {
        berr(b, DIAG_not_assignable, n->target, "only a name can be declared with a type");
        return;
    }
    Name name = AS(Name, n->target)->id;
    Val type = annotation_type(b, n->target, n->annotation);
    Decl *d = map_get(&b->scope->names, name);
    if (d && d->kind == DECL_VAR) {
        Diag *e = berr(b, DIAG_redefinition, n->target, "`%s` is declared twice in this scope",
                       name->chars);
        Span s = decl_span(d);
        if (s.file) diag_label(e, s, "declared here first");
        return;
    }
    TExpr *v = n->value ? expr(b, n->value, type) : NULL;
    if (v && !texpr_bad(v) && !val_is_error(type)) v = convert(b, v, type, "the variable", NULL);
    VarDecl *var = implicit_var(b, n->target, name,
                                v && !texpr_bad(v) && type_has_unbound(type) ? v->type : type);
    if (v && !texpr_bad(v)) {
        v = to_owned(b, v);
        if (!texpr_bad(v)) {
            TStmt *s = stmt_add(b, ST_ASSIGN, &n->node);
            s->a = texpr_var(b, var, n->target);
            s->b = v;
        }
    } else if (v) {
        var->is_used = true;
    }
}

static void not_here(Body *b, Node *n, const char *what, const char *instead) {
    Diag *d = berr(b, DIAG_unsupported, n, "%s is not supported in a typed function", what);
    if (instead) diag_help(d, "%s", instead);
}

/* `del xs[i]`: by `__delitem__`, else what `pop` gives is dropped. */
static void del_element(Body *b, NodeSubscript *n) {
    SubTarget t = {0};
    TExpr *place;
    Node *at = &n->node;
    if (!subscript_target(b, n, &t, &place) || texpr_bad(t.base)) return;
    int nm = has_method(b, t.base->type, NM_delitem) ? NM_delitem : NM_pop;
    if (!has_method(b, t.base->type, nm)) {
        Diag *d = berr(b, DIAG_unsupported, at, "elements of `%s` cannot be deleted", tstr(b, t.base->type));
        diag_help(d, "`del` calls its `__delitem__` or `pop`; it has neither");
        return;
    }
    TExpr **args = ARENA_ARRAY(b->arena, TExpr *, t.n_args + 1);
    for (uint32_t i = 0; i < t.n_args; i++) args[i] = t.args[i].e;
    TExpr *e = call_method(b, t.base, nm, at, args, t.n_args, false, NULL);
    if (e && !texpr_bad(e)) stmt_add(b, ST_EXPR, at)->a = e;
}

/* `del x`: the life of a variable ends here. */
static void stmt_del(Body *b, Node *n) {
    if (IS(TupleExpr, n) || IS(ListExpr, n)) {
        EACH_NODE(target_list(n), x) stmt_del(b, x);
        return;
    }
    if (IS(Subscript, n)) {
        del_element(b, AS(Subscript, n));
        return;
    }
    TExpr *e = expr_value(b, n);
    if (texpr_bad(e)) return;
    bool own = e->kind == X_VAR && e->is_place && e->var->fn == b->fn && !e->var->is_capture &&
               (e->var->conv == CONV_VAR || e->var->conv == CONV_DEINIT);
    if (!own) {
        Diag *d = berr(b, DIAG_not_assignable, n, "`%s` cannot be deleted: it is %s", place_text(b, e),
                       e->kind == X_FIELD ? "a part of a value" : e->kind == X_VAR ? "not this function's own" : "no variable");
        diag_help(d, "`del` ends the life of a local variable, or removes an element");
        return;
    }
    LifeFacts life = check_life(b->cx, e->type, b->facts);
    bool bits = life.trivial_deinit && life.trivial_copy; /* nothing to destroy: only the name is gone */
    TExpr *gone = bits ? intrin_expr(b, INTR_mark_destroyed, none_type(b), n, e, NULL) : texpr_move(b, e);
    stmt_add(b, ST_EXPR, n)->a = gone;
}

/* `type T = X`: Python's spelling of a compile-time name. */
static void python_type_alias(Body *b, NodeTypeAlias *n) {
    Diag *d = berr(b, DIAG_unsupported, &n->node, "`type` is not supported in a typed function");
    diag_help(d, "write `comptime %s = …`", n->name->chars);
    Str text = node_text(b, &n->node);
    if (str_starts(text, STR("type ")))
        fix_edit(diag_fix(d, FIX_SAFE, "write `comptime`"), bspan_pos(b, n->node.pos, n->node.pos + 4), STR("comptime"));
}

void stmt(Body *b, Node *n) {
    if (!n || !deeper(b, n)) return;
    switch (n->kind) {
    case NODE_ExprStmt: stmt_expr(b, AS(ExprStmt, n)); break;
    case NODE_Assign: stmt_assign(b, AS(Assign, n)); break;
    case NODE_AugAssign: stmt_aug(b, AS(AugAssign, n)); break;
    case NODE_AnnAssign: stmt_ann_assign(b, AS(AnnAssign, n)); break;
    case NODE_VarDecl: stmt_var(b, AS(VarDecl, n)); break;
    case NODE_Return:
        stmt_return(b, AS(Return, n));
        b->terminated = true;
        break;
    case NODE_Raise:
        stmt_raise(b, AS(Raise, n));
        b->terminated = true;
        break;
    case NODE_Pass: break;
    case NODE_Break:
    case NODE_Continue: stmt_jump(b, n); break;
    case NODE_Assert:
        if (AS(Assert, n)->is_comptime)
            stmt_comptime(b, n);
        else
            stmt_assert(b, AS(Assert, n));
        break;
    case NODE_If:
        if (AS(If, n)->is_comptime)
            stmt_comptime(b, n);
        else
            stmt_if(b, AS(If, n));
        break;
    case NODE_For: {
        NodeFor *f = AS(For, n);
        if (f->is_comptime) {
            stmt_comptime(b, n);
            break;
        }
        if (f->is_async) not_here(b, n, "`async for`", "write `for`: iterators run at once");
        for_loop(b, n, f->target, f->iter, f->body, f->orelse, NULL, NULL);
        break;
    }
    case NODE_While: stmt_while(b, AS(While, n)); break;
    case NODE_Try: stmt_try(b, AS(Try, n)); break;
    case NODE_With: stmt_with(b, AS(With, n)); break;
    case NODE_ComptimeDecl: stmt_comptime(b, n); break;
    case NODE_FuncDef: nested_def(b, AS(FuncDef, n)); break;
    case NODE_Import:
    case NODE_ImportFrom:
        resolver_bind_import(b->cx->resolver, b->module, b->item, n, &b->cx->arena, b->scope);
        break;
    case NODE_Delete: EACH_NODE(AS(Delete, n)->targets, x) stmt_del(b, x); break;
    case NODE_Global:
        not_here(b, n, "`global`", "there are no variables outside functions: take it as a `mut` argument");
        break;
    case NODE_Nonlocal:
        not_here(b, n, "`nonlocal`", "capture it behind the arguments of the nested function: `{mut name}`");
        break;
    case NODE_Match: stmt_match(b, AS(Match, n)); break;
    case NODE_ClassDef:
        not_here(b, n, "a class", "declare a `struct` at module level; traits take the place of base classes");
        break;
    case NODE_StructDef:
    case NODE_TraitDef:
    case NODE_ExtensionDef: /* the parser said where they belong */
        if (b->tb) b->tb->has_error = true;
        break;
    case NODE_TypeAlias: python_type_alias(b, AS(TypeAlias, n)); break;
    case NODE_MlirRegion: not_here(b, n, "an MLIR region", NULL); break;
    case NODE_Error:
        if (b->tb) b->tb->has_error = true;
        break;
    default: not_here(b, n, "this statement", NULL);
    }
    b->depth--;
}

/* ---- bodies --------------------------------------------------------------------------------- */

void body_args(Body *b, FnDecl *f) {
    for (uint32_t i = 0; i < f->params.len; i++)
        if (f->params.data[i]->decl.name)
            map_put(&b->scope->names, f->params.data[i]->decl.name, &f->params.data[i]->decl);
    for (uint32_t i = 0; i < f->args.len; i++)
        if (f->args.data[i]->decl.name && !name_is(f->args.data[i]->decl.name, NM_underscore))
            map_put(&b->scope->names, f->args.data[i]->decl.name, &f->args.data[i]->decl);
    if (f->result_var && f->result_var->decl.name)
        map_put(&b->scope->names, f->result_var->decl.name, &f->result_var->decl);
}

void finish_return(Body *b, FnDecl *f, Node *at) {
    Val none = none_type(b);
    if (b->terminated) return;
    if (!f->result || f->result == none || f->result_var || f->life == LIFE_INIT ||
        f->life == LIFE_COPY || f->life == LIFE_MOVE || val_is_error(f->result))
        return;
    Diag *d;
    if (f->result->kind == T_NEVER) {
        d = berr_pos(b, DIAG_missing_return, at->end > at->pos ? at->end - 1 : at->pos, at->end,
                     "`%s` says it never returns, but its end can be reached",
                     f->decl.name ? f->decl.name->chars : "it");
    } else {
        d = berr_pos(b, DIAG_missing_return, at->end > at->pos ? at->end - 1 : at->pos, at->end,
                     "`%s` returns `%s`, but its end can be reached without a `return`",
                     f->decl.name ? f->decl.name->chars : "this function", tstr(b, f->result));
    }
    Span s = decl_span(&f->decl);
    if (s.file) diag_label(d, s, "declared here");
}

void body_begin(Body *b, FnDecl *f) {
    TBody *tb = ARENA_NEW(&b->cx->arena, TBody);
    tb->fn = f;
    tb->item = b->item;
    tb->owns = true;
    arena_init(&tb->arena);
    vec_push(&body_state(b->cx)->bodies, tb);
    b->tb = tb;
    b->arena = &tb->arena;
    b->fn = f;
    b->owner = &f->decl;
    tb->block = ARENA_NEW(b->arena, TBlock);
    b->block = tb->block;
    b->fn_decl_list.len = b->fn_decl_list.cap = 0;
    b->fn_decl_list.data = NULL;
}

TBody *body_run(Body *b, FnDecl *f, NodeList list, Node *lambda_expr) {
    body_begin(b, f);
    TBody *tb = b->tb;
    Scope args, top;
    scope_push(b, &args);
    body_args(b, f);
    scope_push(b, &top);
    b->fn_scope = &top;
    if (lambda_expr) {
        TExpr *v = expr(b, lambda_expr, f->result);
        if (!texpr_bad(v)) {
            bool nothing = !f->result || f->result == none_type(b);
            if (nothing) {
                v = settle(b, v);
                if (!texpr_bad(v) && v->type != none_type(b) && v->type->kind != T_NEVER) {
                    Diag *d =
                        berr(b, DIAG_type_mismatch, lambda_expr,
                             "this lambda gives `%s`, but declares no result", tstr(b, v->type));
                    diag_help(d, "declare it: `lambda (…) -> %s: …`", tstr(b, v->type));
                }
                if (!texpr_bad(v) && v->kind != X_CONST) stmt_add(b, ST_EXPR, lambda_expr)->a = v;
            } else if (f->result_is_ref) {
                stmt_add(b, ST_RETURN, lambda_expr)->a = settle(b, v);
            } else {
                v = to_owned(b, convert(b, v, f->result, "the result", &f->decl));
                if (!texpr_bad(v)) stmt_add(b, ST_RETURN, lambda_expr)->a = v;
            }
        }
    } else {
        stmts(b, list);
        if (f->decl.node) finish_return(b, f, f->decl.node);
    }
    scope_pop(b);
    scope_pop(b);
    if (b->fn_decl_list.len) { /* implicit declarations come first */
        TBlock *all = ARENA_NEW(b->arena, TBlock);
        for (uint32_t i = 0; i < b->fn_decl_list.len; i++)
            vec_push_in(b->arena, &all->stmts, b->fn_decl_list.data[i]);
        for (uint32_t i = 0; i < tb->block->stmts.len; i++)
            vec_push_in(b->arena, &all->stmts, tb->block->stmts.data[i]);
        tb->block = all;
    }
    f->body = tb;
    return tb;
}

TBody *check_body(Cx *cx, FnDecl *f) {
    if (f->body) return f->body;
    if (f->decl.state == DECL_BODY_BUSY) return NULL;
    if (f->synth != SYNTH_NONE || f->is_required || !f->decl.node ||
        f->decl.node->kind != NODE_FuncDef)
        return NULL;
    if (f->decl.parent && f->decl.parent->kind == DECL_FN)
        return NULL; /* nested functions are checked with what is around them */
    bool ok = check_sig(cx, &f->decl);
    if (f->is_dynamic) return NULL;
    uint8_t state = f->decl.state;
    BodyMark mark = check_mark(cx, f);
    f->decl.state = DECL_BODY_BUSY;
    ExprEnv env = env_of(cx, &f->decl);
    Body b;
    body_init(&b, cx, &env, &cx->arena);
    TBody *tb;
    if (++cx->depth > 256) {
        berr(&b, DIAG_too_deep, f->decl.node,
             "functions need each other's bodies more than 256 levels deep");
        cx->depth--;
        f->decl.state = state;
        check_owned(cx, f, mark);
        return NULL;
    }
    uint32_t muted = b.diags->muted; /* a trial elsewhere may have asked: these errors are real */
    b.diags->muted = 0;
    tb = body_run(&b, f, AS(FuncDef, f->decl.node)->body, NULL);
    b.diags->muted = muted;
    cx->depth--;
    f->decl.state = DECL_COMPLETE;
    check_owned(cx, f, mark);
    if (!ok) tb->has_error = true;
    return tb;
}
