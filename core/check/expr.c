/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions: the dispatcher, literals, names. */
#include "check/body.h"
#include "check/call.h"

/* ---- literals ------------------------------------------------------------------------------- */

static TExpr *int_literal(Body *b, NodeIntLit *n) {
    Str t = n->text;
    int base = 10;
    if (t.len > 2 && t.p[0] == '0') {
        int c = t.p[1] | 32;
        base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 10;
        if (base != 10) t = str_sub(t, 2, t.len);
    }
    const Big *v = big_parse(b->arena, t, base);
    if (!v) {
        if (!(n->node.flags & NODE_HAS_ERROR))
            berr(b, DIAG_bad_literal, &n->node,
                 "`" STR_FMT "` is not an integer this toolchain can hold", STR_ARG(n->text));
        return texpr_error(b, &n->node);
    }
    return texpr_const(b, val_int(b->vs, val_prim(b->vs, T_PRIMINT), v), &n->node);
}

static Val ratio_of_text(Body *b, Str t) {
    StrBuf digits = {0};
    int64_t exp = 0;
    size_t i = 0;
    bool dot = false;
    for (; i < t.len && (t.p[i] | 32) != 'e'; i++) {
        if (t.p[i] == '.')
            dot = true;
        else if (t.p[i] != '_') {
            sb_char(&digits, t.p[i]);
            exp -= dot;
        }
    }
    if (i < t.len) {
        bool neg = false;
        int64_t e = 0;
        for (i++; i < t.len; i++) {
            if (t.p[i] == '-')
                neg = true;
            else if (t.p[i] >= '0' && t.p[i] <= '9' && e < 100000)
                e = e * 10 + (t.p[i] - '0');
        }
        exp += neg ? -e : e;
    }
    const Big *num = big_parse(b->arena, sb_view(&digits), 10), *den = big_from_i64(b->arena, 1);
    sb_done(&digits);
    if (!num || exp > 20000 || exp < -20000) return NULL;
    const Big *p = big_pow(b->arena, big_from_i64(b->arena, 10), (uint64_t)(exp < 0 ? -exp : exp));
    if (!p) return NULL;
    if (exp >= 0)
        num = big_mul(b->arena, num, p);
    else
        den = p;
    return num ? val_ratio(b->vs, num, den) : NULL;
}

static TExpr *float_literal(Body *b, NodeFloatLit *n) {
    Val v = ratio_of_text(b, n->text);
    if (!v) {
        if (!(n->node.flags & NODE_HAS_ERROR))
            berr(b, DIAG_bad_literal, &n->node,
                 "`" STR_FMT "` is not a number this toolchain can hold", STR_ARG(n->text));
        return texpr_error(b, &n->node);
    }
    TExpr *e = texpr_const(b, v, &n->node);
    if (e->type->kind != T_FLOATLIT) e->type = val_make(b->vs, T_FLOATLIT, NULL, NULL, &v, 1);
    return e;
}

static TExpr *constant(Body *b, NodeConstant *n) {
    switch (n->value) {
    case CONST_TRUE:
    case CONST_FALSE: return texpr_const(b, val_bool(b->cx, n->value == CONST_TRUE), &n->node);
    case CONST_NONE: {
        Val t = none_type(b);
        return texpr_const(b, val_is_error(t) ? t : val_make(b->vs, V_STRUCT, t, NULL, NULL, 0),
                           &n->node);
    }
    default: {
        Val t = val_prim(b->vs, T_ELLIPSIS);
        TExpr *e = texpr(b, X_CONST, t, &n->node);
        e->val = val_make(b->vs, V_STRUCT, t, NULL, NULL, 0);
        return e;
    }
    }
}

/* ---- names ---------------------------------------------------------------------------------- */

static Ref ref_of(uint8_t kind, Node *node) {
    return (Ref){.kind = kind, .node = node};
}

static Ref value_ref(TExpr *e, Node *node) {
    Ref r = ref_of(texpr_bad(e) ? REF_ERROR : REF_VALUE, node);
    r.value = e;
    return r;
}

/* What an import brought from Python, looked up when the program comes here. */
static Ref python_ref(Body *b, Node *n, const PythonDecl *d) {
    if (b->comptime) {
        berr(b, DIAG_not_comptime, n, "what is imported from Python exists only when the program runs");
        return ref_of(REF_ERROR, n);
    }
    Decl *f = resolver_std(b->cx->resolver, NM_import_python);
    if (!f) {
        berr(b, DIAG_unsupported, n, "the library lacks what importing from Python needs");
        return ref_of(REF_ERROR, n);
    }
    const char *const texts[] = {d->imports, d->module, d->member, d->dir};
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, ARRAY_LEN(texts));
    for (uint32_t i = 0; i < ARRAY_LEN(texts); i++) args[i] = (CallArg){.node = n, .e = texpr_const(b, val_str(b->vs, str_of(texts[i])), n)};
    Ref r = ref_of(REF_FNS, n);
    r.set = DECL_AS(FnSet, f);
    r.name = f->name;
    return value_ref(call_ref(b, &r, n, args, ARRAY_LEN(texts), NULL), n);
}

Ref ref_of_decl(Body *b, Node *n, Decl *d) {
    if (d->kind == DECL_ALIAS) d = decl_follow(b->cx->resolver, d);
    if (!d) return ref_of(REF_ERROR, n);
    watch_name(b->cx, b->module, b->item, n, d, NULL);
    if (note_deprecated(b->diags, b->module, b->item, n, d)) return ref_of(REF_ERROR, n);
    switch (d->kind) {
    case DECL_PYTHON: return python_ref(b, n, DECL_AS(PythonDecl, d));
    case DECL_MODULE: {
        Ref r = ref_of(REF_MODULE, n);
        r.module = DECL_AS(Module, d);
        return r;
    }
    case DECL_FN: {
        Ref r = ref_of(REF_FNS, n);
        r.only = DECL_AS(FnDecl, d);
        r.name = d->name;
        return r;
    }
    case DECL_FNSET: {
        Ref r = ref_of(REF_FNS, n);
        r.set = DECL_AS(FnSet, d);
        r.name = d->name;
        return r;
    }
    case DECL_COMPTIME: {
        ComptimeDecl *c = DECL_AS(ComptimeDecl, d);
        if (d->state < DECL_SIG) check_sig(b->cx, d);
        if (c->params.len) {
            Ref r = ref_of(REF_ALIAS, n);
            r.alias = c;
            r.name = d->name;
            return r;
        }
        break;
    }
    case DECL_VAR: {
        VarDecl *v = DECL_AS(VarDecl, d);
        if (!b->unevaluated) v->is_used = true;
        if (v->fn != b->fn && b->fn && !b->unevaluated)
            return value_ref(capture_var(b, NULL, v, n), n);
        return value_ref(texpr_var(b, v, n), n);
    }
    case DECL_FIELD: {
        Diag *e = berr(b, DIAG_unknown_name, n, "`%s` is a field and needs a value in front of it",
                       d->name->chars);
        Fix *f = diag_fix(e, FIX_SAFE, "write `self.%s`", d->name->chars);
        fix_edit(f, bspan_pos(b, n->pos, n->pos), STR("self."));
        return ref_of(REF_ERROR, n);
    }
    case DECL_ALIAS: return ref_of(REF_ERROR, n);
    default: break;
    }
    Val v = decl_value(b->cx, d);
    if (!v) return ref_of(REF_ERROR, n);
    return value_ref(texpr_const(b, v, n), n);
}

static int form_of(Name id) {
    static const struct {
        const char *name;
        int form;
    } forms[] = {
        {"type_of", FORM_TYPE_OF},
        {"__type_of", FORM_TYPE_OF},
        {"origin_of", FORM_ORIGIN_OF},
        {"__origin_of", FORM_ORIGIN_OF},
        {"conforms_to", FORM_CONFORMS_TO},
        {"rebind", FORM_REBIND},
        {"rebind_var", FORM_REBIND_VAR},
        {"materialize", FORM_MATERIALIZE},
        {"__is_run_in_comptime_interpreter", FORM_IN_COMPTIME},
    };
    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        if (str_eq_c(name_str(id), forms[i].name)) return forms[i].form;
    return 0;
}

/* Everything visible where the editor's cursor is. */
static void report_scope(Body *b, const Watch *w) {
    uint32_t depth = 0;
    for (Body *o = b; o && depth < 64; o = o->outer, depth++)
        for (const Scope *s = o->scope; s; s = s->outer)
            MAP_EACH (&s->names, e) w->local(w->ctx, e->value);
    if (b->owner) w->owner(w->ctx, b->owner);
}

static Ref ref_name(Body *b, NodeName *n) {
    Name id = n->id;
    if (!id) return ref_of(REF_ERROR, &n->node);
    if (name_is(id, NM_underscore))
        return value_ref(texpr_const(b, val_unbound(b->vs), &n->node), &n->node);
    Decl *d = scope_find(b, id, NULL);
    if (d) return ref_of_decl(b, &n->node, d);
    const Watch *w = watch_of(b->cx, b->module);
    if (w && id == w->probe) report_scope(b, w);
    ExprEnv env = body_env(b);
    if (name_is(id, NM_Self)) {
        Val self = env_self(b->cx, &env);
        if (self) report_self(b->cx, &env, &n->node);
        if (self) return value_ref(texpr_const(b, self, &n->node), &n->node);
    }
    d = env_lookup(b->cx, &env, id);
    if (d) note_bare_parameter(&env, &n->node, d);
    if (d) return ref_of_decl(b, &n->node, d);
    if (b->module->is_std && str_eq_c(name_str(id), "__builtin"))
        return ref_of(REF_BUILTIN, &n->node);
    if (name_is(id, NM_kw_comptime)) { /* the parser said what is missing behind it */
        if (b->tb) b->tb->has_error = true;
        return ref_of(REF_ERROR, &n->node);
    }
    int form = form_of(id);
    if (form) {
        Ref r = ref_of(REF_FORM, &n->node);
        r.form = (uint8_t)form;
        r.name = id;
        return r;
    }
    d = env_around(b->cx, &env, &n->node, id);
    if (d) return ref_of_decl(b, &n->node, d);
    if (b->tb) b->tb->has_error = true;
    env_unknown(b->cx, &env, &n->node, id);
    return ref_of(REF_ERROR, &n->node);
}

/* `f[2](x)` of a value: its brackets hold parameters of what it calls, for it has no elements. */
static bool takes_params(Body *b, const TExpr *f) {
    if (!f->type || texpr_bad(f)) return false;
    if (f->type->kind == T_FNITEM) return true;
    if (f->type->kind == S_PARAM || f->type->kind == S_ASSOC || f->type->kind == T_FN) {
        Val sig = callable_type(b, f->type);
        return sig && sig->u.sig->n_params;
    }
    return f->type->kind == T_STRUCT && has_method(b, f->type, NM_call) &&
           !has_method(b, f->type, NM_getitem) && !has_method(b, f->type, NM_getitem_param);
}

static Ref ref_subscript(Body *b, NodeSubscript *n, Val want) {
    Ref base = ref_expr(b, n->value, NULL);
    ExprEnv env;
    switch (base.kind) {
    case REF_ERROR: return base;
    case REF_FNS:
    case REF_INTRIN:
    case REF_FORM:
        if (base.has_params) {
            if (base.kind == REF_FNS)
                berr(b, DIAG_bad_subscript, &n->node, "the parameters of `%s` are given twice",
                     base.name ? base.name->chars : "this function");
            return ref_of(REF_ERROR, &n->node);
        }
        base.has_params = true;
        base.params = n->indices;
        base.node = &n->node;
        if (base.kind == REF_FORM && base.form == FORM_PACK_VALUE)
            return value_ref(pack_form(b, &base, &n->node), &n->node);
        if (base.kind == REF_FORM && base.form == FORM_ORIGIN_TEST)
            return value_ref(origin_test(b, &base, &n->node), &n->node);
        return base;
    case REF_PRIM: {
        env = body_env(b);
        Val t = check_builtin(b->cx, &env, base.name, &n->indices, &n->node, true);
        if (t) return value_ref(texpr_const(b, t, &n->node), &n->node);
        berr(b, DIAG_bad_intrinsic, &n->node, "there is no `__builtin.%s`", base.name->chars);
        return ref_of(REF_ERROR, &n->node);
    }
    case REF_ALIAS: {
        env = body_env(b);
        Val v =
            subscript_comptime(b->cx, &env, base.alias, base.self, &n->indices, &n->node, true);
        return value_ref(texpr_const(b, v, &n->node), &n->node);
    }
    case REF_VALUE:
        if (texpr_is_type(base.value) && !pack_behind(b, base.value)) {
            env = body_env(b);
            Val t =
                type_subscript(b->cx, &env, n->value, base.value->val, &n->indices, &n->node, true);
            if (t) return value_ref(texpr_const(b, t, &n->node), &n->node);
        }
        if (base.value->kind == XP_FNS) base = *((PendExpr *)base.value)->ref;
        if (base.kind == REF_FNS || takes_params(b, base.value)) {
            base.has_params = true;
            base.params = n->indices;
            base.node = &n->node;
            return base;
        }
        return value_ref(expr_subscript_of(b, n, base.value, want), &n->node);
    case REF_MODULE:
    case REF_BUILTIN:
        berr(b, DIAG_bad_subscript, &n->node, "a module takes no brackets");
        return ref_of(REF_ERROR, &n->node);
    }
    return ref_of(REF_ERROR, &n->node);
}

Ref ref_expr(Body *b, Node *n, Val want) {
    switch (n->kind) {
    case NODE_Name: return ref_name(b, AS(Name, n));
    case NODE_Attribute: {
        NodeAttribute *a = AS(Attribute, n);
        if (!deeper(b, n)) return ref_of(REF_ERROR, n);
        Ref base = ref_expr(b, a->value, NULL);
        b->depth--;
        if (base.kind == REF_ERROR) return base;
        return ref_member(b, n, &base, a->attr, a->attr_pos, want);
    }
    case NODE_Subscript: {
        if (!deeper(b, n)) return ref_of(REF_ERROR, n);
        Ref r = ref_subscript(b, AS(Subscript, n), want);
        b->depth--;
        return r;
    }
    case NODE_ContextMember:
        if (want && !type_has_unbound(want) && val_is_type(want)) {
            NodeContextMember *c = AS(ContextMember, n);
            return type_member(b, n, want, c->attr, n->pos + 1);
        }
        return value_ref(expr(b, n, want), n);
    default: return value_ref(expr(b, n, want), n);
    }
}

/* A dotted or bracketed path used where a value is expected. */
TExpr *ref_value(Body *b, Ref *r, Val want) {
    switch (r->kind) {
    case REF_VALUE:
        if (!r->has_params) return r->value;
        if (r->value->type->kind == T_FNITEM) break;
        berr(b, DIAG_bad_subscript, r->node, "a value of type `%s` cannot be subscripted",
             tstr(b, r->value->type));
        return texpr_error(b, r->node);
    case REF_ERROR: return texpr_error(b, r->node);
    case REF_FNS: {
        if (r->value) {
            Diag *d = berr(b, DIAG_method_value, r->node, "the method `%s` is used as a value",
                           r->name->chars);
            diag_help(d, "call it: `%s()`", place_text(b, &(TExpr){.node = r->node}));
            const FnDecl *only = r->only ? r->only : r->set && r->set->fns.len == 1 ? r->set->fns.data[0] : NULL;
            if (only && r->node && only->args.len <= 1)
                fix_edit(diag_fix(d, FIX_SAFE, "call it"), bspan_pos(b, r->node->end, r->node->end), STR("()"));
            return texpr_error(b, r->node);
        }
        PendExpr *p = ARENA_NEW(b->arena, PendExpr);
        p->e.kind = XP_FNS;
        p->e.node = r->node;
        p->e.pos = r->node ? r->node->pos : 0;
        p->ref = arena_dup(b->arena, r, sizeof *r);
        return &p->e;
    }
    case REF_MODULE:
        berr(b, DIAG_not_a_value, r->node, "the module `%s` is used as a value",
             r->module->full_name);
        return texpr_error(b, r->node);
    case REF_ALIAS: {
        Val v = decl_value(b->cx, &r->alias->decl);
        if (v && !r->self) return texpr_const(b, v, r->node);
        berr(b, DIAG_not_a_value, r->node, "`%s` needs its parameters: `%s[…]`", r->name->chars,
             r->name->chars);
        return texpr_error(b, r->node);
    }
    case REF_PRIM: {
        ExprEnv env = body_env(b);
        Val t = check_builtin(b->cx, &env, r->name, NULL, r->node, true);
        if (t) return texpr_const(b, t, r->node);
        berr(b, DIAG_bad_intrinsic, r->node, "there is no `__builtin.%s`", r->name->chars);
        return texpr_error(b, r->node);
    }
    case REF_INTRIN: return intrin_comptime(b, r, r->node);
    case REF_FORM:
        if (r->form == FORM_IN_COMPTIME) {
            TExpr *lane =
                intrin_expr(b, INTR_in_comptime, simd_type(b, DT_BOOL), r->node, NULL, NULL);
            return bool_of_lane(b, lane, r->node);
        }
        break;
    default: break;
    }
    berr(b, DIAG_not_a_value, r->node, "`" STR_FMT "` is used as a value",
         STR_ARG(node_text(b, r->node)));
    return texpr_error(b, r->node);
}

/* ---- dispatcher ----------------------------------------------------------------------------- */

static TExpr *comptime_value(Body *b, Node *n, Val want) {
    TExpr *e = expr(b, n, want);
    if (texpr_bad(e)) return e;
    if (is_pending(e) && want && !type_has_unbound(want)) e = convert(b, e, want, NULL, NULL);
    Val v = fold(b, e, false);
    return v ? texpr_const(b, v, n) : texpr_error(b, n);
}

static TExpr *walrus(Body *b, NodeNamedExpr *n) {
    TExpr *v = expr_value(b, n->value);
    if (texpr_bad(v)) return v;
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    b->block = inner;
    b->in_walrus = true;
    assign_to(b, n->target, v, BIND_VAR, &n->node);
    b->in_walrus = false;
    b->block = saved;
    TExpr *place = expr(b, n->target, NULL);
    if (texpr_bad(place)) return place;
    TExpr *e = texpr(b, X_BLOCK, place->type, &n->node);
    e->body = inner;
    e->a = place;
    e->is_place = place->is_place;
    e->is_mut = place->is_mut;
    e->origin = place->origin;
    return e;
}

/* `x^` of a number: it is copied all the same. Library code is generic and may say it anyway. */
static void useless_transfer(Body *b, NodeTransfer *n, const TExpr *e) {
    if (b->module->is_std || val_is_symbolic(e->type) || b->unevaluated || e->type->kind != T_STRUCT) return;
    if (!conforms_std(b, e->type, NM_TrivialRegisterPassable)) return;
    Diag *d = diag_add(b->diags, DIAG_useless_transfer, bspan_pos(b, n->node.end - 1, n->node.end),
                       "`^` has no effect: `%s` values are copied, not moved", tstr(b, e->type));
    d->unnecessary = true;
    fix_edit(diag_fix(d, FIX_SAFE, "remove `^`"), bspan_pos(b, n->node.end - 1, n->node.end), STR(""));
}

static TExpr *transfer(Body *b, NodeTransfer *n) {
    TExpr *e = settle(b, expr(b, n->value, NULL));
    if (texpr_bad(e)) return e;
    if (!e->is_place) return e;
    useless_transfer(b, n, e);
    const TExpr *root = e;
    while (root->kind == X_FIELD) root = root->a;
    if (root->kind != X_VAR ||
        (root->var->is_arg && (root->var->conv == CONV_IMM || root->var->conv == CONV_REF)) ||
        root->var->conv == CONV_REF || root->var->conv == CONV_IMM) {
        LifeFacts life = check_life(b->cx, e->type, b->facts);
        if (life.trivial_copy && life.implicitly_copyable) return to_owned(b, e);
        Diag *d = berr(b, DIAG_bad_transfer, &n->node,
                       "`%s` cannot be given away with `^`: it is %s", place_text(b, e),
                       root->kind != X_VAR     ? "an element or a result, owned by something else"
                       : root->var->is_capture ? "a captured reference"
                       : root->var->is_arg     ? "a borrowed argument, which belongs to the caller"
                                               : "a reference to something owned elsewhere");
        if (root->kind == X_VAR && root->var->is_arg && root == e) {
            Span at = decl_span(&root->var->decl);
            if (at.file) diag_label(d, at, "declared here");
            diag_help(d, "declare it `var %s` to own the value", root->var->decl.name->chars);
        }
        if (life.copyable) diag_help(d, "copy it with `.copy()`");
        return texpr_error(b, &n->node);
    }
    return texpr_move(b, e);
}

static TExpr *unsupported(Body *b, Node *n, const char *what, const char *instead) {
    Diag *d = berr(b, DIAG_unsupported, n, "%s is not supported in a typed function", what);
    if (instead) diag_help(d, "%s", instead);
    return texpr_error(b, n);
}

static TExpr *expr_inner(Body *b, Node *n, Val want) {
    switch (n->kind) {
    case NODE_Name:
    case NODE_Attribute:
    case NODE_Subscript: {
        Ref r = ref_expr(b, n, want);
        return ref_value(b, &r, want);
    }
    case NODE_ContextMember: {
        NodeContextMember *c = AS(ContextMember, n);
        if (want && !type_has_unbound(want) && val_is_type(want)) {
            Ref r = type_member(b, n, want, c->attr, n->pos + 1);
            return ref_value(b, &r, want);
        }
        PendExpr *p = ARENA_NEW(b->arena, PendExpr);
        p->e.kind = XP_CTX;
        p->e.node = n;
        p->e.pos = n->pos;
        p->name = c->attr;
        return &p->e;
    }
    case NODE_Constant: return constant(b, AS(Constant, n));
    case NODE_IntLit: return int_literal(b, AS(IntLit, n));
    case NODE_FloatLit: return float_literal(b, AS(FloatLit, n));
    case NODE_ImagLit: return unsupported(b, n, "an imaginary literal", "a complex number is a struct of two floats");
    case NODE_StringLit: {
        NodeStringLit *s = AS(StringLit, n);
        if (s->is_bytes) return unsupported(b, n, "a bytes literal", "write `\"…\".as_bytes()`");
        Val v = val_str(b->vs, s->value);
        TExpr *e = texpr_const(b, v, n);
        if (e->type->kind != T_STRLIT) e->type = val_make(b->vs, T_STRLIT, NULL, NULL, &v, 1);
        return e;
    }
    case NODE_FString: return expr_tstring(b, AS(FString, n));
    case NODE_BoolOp: return expr_boolop(b, AS(BoolOp, n), want);
    case NODE_BinOp: return expr_binop(b, AS(BinOp, n), want);
    case NODE_UnaryOp: return expr_unary(b, AS(UnaryOp, n), want);
    case NODE_Compare: return expr_compare(b, AS(Compare, n));
    case NODE_Call: return expr_call(b, AS(Call, n), want);
    case NODE_Transfer: return transfer(b, AS(Transfer, n));
    case NODE_TupleExpr: return expr_tuple(b, AS(TupleExpr, n), want);
    case NODE_ListExpr: return expr_list(b, AS(ListExpr, n)->elts, XP_LIST, n, want);
    case NODE_SetExpr: return expr_list(b, AS(SetExpr, n)->elts, XP_SET, n, want);
    case NODE_DictExpr: return expr_dict(b, AS(DictExpr, n), want);
    case NODE_BraceInit: {
        PendExpr *p = ARENA_NEW(b->arena, PendExpr);
        p->e.kind = XP_BRACE;
        p->e.node = n;
        p->e.pos = n->pos;
        p->cargs = eval_args(b, AS(BraceInit, n)->args, &p->n_cargs, 0);
        return p->cargs ? &p->e : texpr_error(b, n);
    }
    case NODE_ListComp:
    case NODE_SetComp:
    case NODE_DictComp: return expr_comp(b, n, want);
    case NODE_GeneratorExp: return unsupported(b, n, "a generator expression", "write a list comprehension: `[…]`");
    case NODE_Lambda: return expr_lambda(b, AS(Lambda, n), want);
    case NODE_IfExp: return expr_ifexp(b, AS(IfExp, n), want);
    case NODE_NamedExpr: return walrus(b, AS(NamedExpr, n));
    case NODE_Comptime: return comptime_value(b, AS(Comptime, n)->value, want);
    case NODE_FnType: {
        ExprEnv env = body_env(b);
        return texpr_const(b, check_type_expr(b->cx, &env, n, true), n);
    }
    case NODE_Await: return unsupported(b, n, "`await`", "call the function without it");
    case NODE_Yield:
    case NODE_YieldFrom:
        return unsupported(b, n, "`yield`", "return a list, or write an iterator: a struct with `__next__`");
    case NODE_Starred:
        berr(b, DIAG_bad_splat, n, "`*` is only written before an argument or an element");
        return texpr_error(b, n);
    case NODE_Slice:
        berr(b, DIAG_bad_subscript, n, "a slice is only written inside brackets");
        return texpr_error(b, n);
    case NODE_BindTarget:
        berr(b, DIAG_not_assignable, n, "`var` and `ref` are only written before a target");
        return texpr_error(b, n);
    case NODE_Error: return texpr_error(b, n);
    default: return unsupported(b, n, "this form", NULL);
    }
}

TExpr *expr(Body *b, Node *n, Val want) {
    if (!n) return texpr_error(b, n);
    if (!deeper(b, n)) return texpr_error(b, n);
    TExpr *e = expr_inner(b, n, want);
    b->depth--;
    const Watch *w = watch_of(b->cx, b->module);
    if (w && b->item) w->value(w->ctx, b->module, b->item, n, e);
    return e;
}

TExpr *expr_value(Body *b, Node *n) {
    return settle(b, expr(b, n, NULL));
}

TExpr *expr_to(Body *b, Node *n, Val type, const char *what) {
    TExpr *e = expr(b, n, type);
    return texpr_bad(e) ? e : convert(b, e, type, what, NULL);
}

TExpr *expr_owned(Body *b, Node *n, Val type, const char *what) {
    TExpr *e = expr_to(b, n, type, what);
    return texpr_bad(e) ? e : to_owned(b, e);
}
