/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures: parameters, arguments, results, effects, decorators, the roles of lifecycle methods
 * (language.md §3.2–3.5, §3.7, §3.8, §7.3). */
#include "check/decls_state.h"

/* ---- automatic parameters ------------------------------------------------------------------------ */
typedef struct Auto {
    Cx *cx;
    Decl *owner;
    ParamList *list;
    Module *m;
    Item *item;
    Node *node;
    uint32_t depth;
} Auto;

static Val fresh(Auto *a, Val type, Name name) {
    ParamDecl *p = new_auto_param(a->cx, a->owner, a->list, a->m, a->item, a->node, type);
    (void)name;
    if (type->kind == T_PACKOF) {
        p->kind = PARAM_VARIADIC;
        p->is_type = type->args[0]->kind == T_TRAIT;
    }
    return p->value;
}

static Val walk(Auto *a, Val v) {
    ValStore *vs = a->cx->vals;
    if (!(v->flags & VAL_UNBOUND) || a->depth > 64) return v;
    if (v->kind == V_UNBOUND) return fresh(a, v->type ? v->type : val_trait(vs, NULL, 0), NULL);
    a->depth++;
    Val r = v;
    switch ((ValKind)v->kind) {
    case T_STRUCT: {
        StructDecl *s = (StructDecl *)(uintptr_t)v->u.decl;
        Val *args = arena_dup(&a->cx->arena, v->args, sizeof(Val) * v->n);
        Subst sub = {.params = (const ParamDecl *const *)s->params.data, .args = args, .n = v->n};
        for (uint32_t i = 0; i < v->n; i++) {
            if (args[i]->kind == V_UNBOUND && i < s->params.len) {
                Val want = args[i]->type ? args[i]->type : s->params.data[i]->type;
                args[i] = fresh(a, val_subst(vs, want, &sub), s->params.data[i]->decl.name);
            } else {
                args[i] = walk(a, args[i]);
            }
        }
        r = struct_type(a->cx, s, args, v->n);
        break;
    }
    case T_INTLIT:
    case T_FLOATLIT:
    case T_STRLIT: {
        Val p = fresh(a, val_prim(vs, v->kind == T_INTLIT ? T_PRIMINT : v->kind == T_FLOATLIT ? T_PRIMFLOAT : T_PRIMSTR), NULL);
        r = val_make(vs, (ValKind)v->kind, NULL, NULL, &p, 1);
        break;
    }
    case T_ORIGIN: {
        Val p = fresh(a, std_type(a->cx, NM_Bool), NULL);
        r = val_make(vs, T_ORIGIN, NULL, NULL, &p, 1);
        break;
    }
    case T_SIMD: {
        Val args[2] = {v->args[0], v->args[1]};
        if (args[0]->kind == V_UNBOUND) args[0] = fresh(a, std_type(a->cx, NM_DType), NULL);
        if (args[1]->kind == V_UNBOUND) args[1] = fresh(a, val_prim(vs, T_PRIMINT), NULL);
        r = val_make(vs, T_SIMD, NULL, NULL, args, 2);
        break;
    }
    case T_FN: {
        const Sig *s = v->u.sig;
        size_t size = sizeof *s + sizeof(SigArg) * s->n_args;
        Sig *t = arena_dup(&a->cx->arena, s, size);
        for (uint32_t i = 0; i < s->n_args; i++) t->args[i].type = walk(a, s->args[i].type);
        if (t->result) t->result = walk(a, t->result);
        if (t->error) t->error = walk(a, t->error);
        r = val_sig(vs, t);
        break;
    }
    default: {
        Val *args = arena_dup(&a->cx->arena, v->args, sizeof(Val) * v->n);
        for (uint32_t i = 0; i < v->n; i++) args[i] = walk(a, args[i]);
        switch ((ValKind)v->kind) {
        case S_OP: r = val_op(vs, (SymOp)v->u.op, v->type, args, v->n); break;
        case S_COND: r = val_cond(vs, args[0], args[1], args[2]); break;
        case S_ASSOC: r = val_assoc(vs, args[0], name_intern(v->u.str.p, v->u.str.len), v->type, args + 1, v->n - 1); break;
        case S_FIELD:
        case S_CALL: break;
        default: r = val_make(vs, (ValKind)v->kind, v->type, v->u.decl, args, v->n); break;
        }
    }
    }
    a->depth--;
    return r;
}

Val auto_params(Cx *cx, Decl *owner, ParamList *list, Module *m, Item *item, Node *node, Val type, Val self_bound) {
    (void)self_bound;
    Auto a = {cx, owner, list, m, item, node, 0};
    if (type->kind == T_FN && (type->u.sig->flags & FN_CLOSURE)) { /* closure trait as a type: generic over it */
        type = walk(&a, type);
        return fresh(&a, val_trait(cx->vals, &type, 1), NULL);
    }
    return walk(&a, type);
}

/* ---- parameter lists ------------------------------------------------------------------------------- */
/* A closure given as a parameter: its type is the parameter, its value a hidden argument (language.md §10.3). */
static Val capturing_param(Cx *cx, ExprEnv *env, ParamDecl *p, Val t) {
    if (p->decl.parent->kind != DECL_FN) {
        Diag *d = err(env, DIAG_not_supported_yet, p->decl.node, "a capturing closure cannot be the parameter of a type");
        diag_help(d, "make it a field: `struct S[F: %s]` with `var f: Self.F`", vtext(cx, t));
        return val_error(cx->vals);
    }
    p->is_capturing = true;
    Sig *plain = arena_dup(&cx->arena, t->u.sig, sizeof(Sig) + sizeof(SigArg) * t->u.sig->n_args);
    plain->flags &= ~(uint32_t)FN_CAPTURING;
    return val_sig(cx->vals, plain);
}

/* Types of declared parameters, in order; automatic ones go before the one that needs them. The list of
 * the owner grows as we go, so that each sees what is to its left. */
bool param_list_types(Cx *cx, ExprEnv *env, ParamList *list, Decl *owner) {
    ParamList declared = *list;
    *list = (ParamList){NULL, 0};
    bool ok = true;
    for (uint32_t i = 0; i < declared.len; i++) {
        ParamDecl *p = declared.data[i];
        const NodeParam *n = AS(Param, p->decl.node);
        Val t;
        if (n->stars == 2) {
            err(env, DIAG_bad_signature, &n->node, "`**` parameters do not exist; use `*`");
            t = val_error(cx->vals);
        } else if (!n->annotation) {
            Diag *d = err(env, DIAG_missing_type, &n->node, "the parameter `%s` needs a type or a bound",
                          p->decl.name ? p->decl.name->chars : "_");
            diag_help(d, "write `%s: AnyType` for any type", p->decl.name ? p->decl.name->chars : "_");
            t = val_error(cx->vals);
        } else {
            t = check_type_expr(cx, env, n->annotation, true);
            if (t->kind == T_FN && (t->u.sig->flags & FN_CAPTURING)) t = capturing_param(cx, env, p, t);
            t = closure_as_trait(cx, t);
            /* a parameter `s: StringLiteral` is the literal's value */
            if ((t->kind == T_INTLIT || t->kind == T_FLOATLIT || t->kind == T_STRLIT) && t->args[0]->kind == V_UNBOUND)
                t = val_prim(cx->vals, t->kind == T_INTLIT ? T_PRIMINT : t->kind == T_FLOATLIT ? T_PRIMFLOAT : T_PRIMSTR);
            if (t->kind != T_TRAIT && t->flags & VAL_UNBOUND)
                t = auto_params(cx, owner, list, owner->module, p->decl.item, p->decl.node, t, NULL);
        }
        if (val_is_error(t)) {
            ok = false;
            p->decl.has_error = true;
        }
        p->is_type = t->kind == T_TRAIT;
        if (n->stars == 1 && !val_is_error(t)) t = val_make(cx->vals, T_PACKOF, NULL, NULL, &t, 1);
        p->type = t;
        p->value = val_is_error(t) ? t : val_param(cx->vals, p, t);
        p->decl.state = DECL_SIG;
        param_list_push(&owner->module->arena, list, p);
    }
    return ok;
}

/* ---- arguments ------------------------------------------------------------------------------------- */
static VarDecl *new_arg(FnDecl *f, Node *n, Name name) {
    VarDecl *v = ARENA_NEW(&f->decl.module->arena, VarDecl);
    v->decl = (Decl){.kind = DECL_VAR, .state = DECL_COMPLETE, .name = name, .parent = &f->decl, .module = f->decl.module,
                     .item = f->decl.item, .node = n};
    v->is_arg = true;
    v->fn = f;
    v->index = f->args.len;
    return v;
}

static void trait_as_type(Cx *cx, const ExprEnv *env, Node *n, Val t, bool is_arg) {
    Diag *d = err(env, DIAG_trait_as_type, n, "the trait `%s` is not the type of a value", vtext(cx, t));
    if (!is_arg) {
        diag_help(d, "name a type that conforms to it, or make the type a parameter");
        return;
    }
    Span at = env_span(env, n);
    Fix *f = diag_fix(d, FIX_SAFE, "write `Some[…]`");
    fix_edit(f, (Span){at.file, at.start, at.start}, STR("Some["));
    fix_edit(f, (Span){at.file, at.end, at.end}, STR("]"));
    diag_help(d, "`Some[%s]` takes any type that conforms to it", vtext(cx, t));
}

Val variadic_type(Cx *cx, int nm, Val elem, bool owned) {
    Decl *d = resolver_std(cx->resolver, nm);
    if (!d || d->kind != DECL_STRUCT) {
        missing_std(cx, nm);
        return val_error(cx->vals);
    }
    StructDecl *s = DECL_AS(StructDecl, d);
    struct_params(cx, s);
    Val args[2];
    uint32_t k = 0;
    if (s->params.len != (nm == NM_StringDict ? 1u : 2u)) {
        missing_std(cx, nm);
        return val_error(cx->vals);
    }
    if (nm == NM_VariadicPack) args[k++] = val_bool(cx, owned);
    args[k++] = elem;
    if (nm == NM_VariadicList) args[k++] = val_bool(cx, owned);
    struct_fields(cx, s); /* lowering fills them */
    return struct_type(cx, s, args, k);
}

static Val pack_expr(Cx *cx, ExprEnv *env, Node *n) {
    Thing t;
    ThingResult r = thing_of(cx, env, n, &t);
    if (r == THING_ERROR) return val_error(cx->vals);
    if (r == THING_OK && t.val) return t.val;
    if (IS(Subscript, n)) { /* SomeTypeList[Trait] */
        Val v = check_type_expr(cx, env, n, true);
        if (v->kind == V_UNBOUND) return v;
        if (val_is_error(v)) return v;
    }
    return check_comptime_expr(cx, env, n, NULL);
}

static bool arg_origin(Cx *cx, ExprEnv *env, VarDecl *v, const NodeArg *a) {
    if (!a->has_conv_args || v->conv != CONV_REF) return true;
    Val o = check_origin_list(cx, env, &a->conv_args);
    if (val_is_error(o)) return false;
    if (o->kind == V_UNBOUND) return true; /* ref[_] */
    v->origin = o;
    v->is_mut = val_origin_mut(o) == 1;
    return true;
}

static bool check_arg(Cx *cx, ExprEnv *env, FnDecl *f, NodeArg *a, bool kw_only) {
    uint8_t conv = (uint8_t)a->conv;
    bool ok = true;
    bool is_first = f->args.len == 0 && !f->result_var;
    bool is_init = f->is_method && (name_is(f->decl.name, NM_init) || name_is(f->decl.name, NM_copyinit) ||
                                    name_is(f->decl.name, NM_moveinit));
    /* `inout self` of old constructors */
    if (is_init && is_first && name_is(a->name, NM_self) && conv == CONV_MUT && (a->node.flags & NODE_LEGACY)) conv = CONV_OUT;
    bool receiver = f->is_method && !f->is_static && is_first && !a->stars && (conv != CONV_OUT || is_init) ;
    bool is_result = conv == CONV_OUT;
    if (conv == CONV_DEFAULT) conv = CONV_IMM;
    VarDecl *v = new_arg(f, &a->node, a->name);
    v->conv = conv;
    v->is_mut = conv == CONV_MUT || conv == CONV_VAR || conv == CONV_DEINIT || conv == CONV_OUT;
    v->kw_only = kw_only;
    v->default_node = a->stars || conv == CONV_MUT || conv == CONV_OUT ? NULL : a->value; /* the parser said so */

    Val self = f->is_method ? env_self(cx, env) : NULL;
    Val t;
    if (!a->annotation) {
        if (receiver && self) {
            t = self;
        } else if (is_result && self && is_init) {
            t = self;
        } else {
            bool said = f->is_dynamic; /* once for a function */
            f->is_dynamic = true;
            if (said) {
                v->decl.has_error = true;
                vec_push_in(&f->decl.module->arena, &f->args, v);
                return false;
            }
            const char *name = a->name ? a->name->chars : "_";
            bool is_receiver = f->is_method && is_first && !f->is_static;
            Diag *d = err(env, DIAG_missing_type, &a->node, "the argument `%s` needs a type", name);
            if (is_receiver) diag_help(d, "the receiver of a method is called `self`");
            else if (!f->is_method && is_first && name_is(a->name, NM_self)) diag_help(d, "only a method's receiver goes without one");
            else {
                diag_note(d, SPAN_NONE, "functions without types are Python's; Mojo does not compile dynamic code yet");
                diag_help(d, "write `%s: Int` or another type, or `%s: Some[Writable]` for any type with that trait", name, name);
            }
            t = val_error(cx->vals);
        }
    } else if (a->type_stars) {
        t = pack_expr(cx, env, a->annotation);
        if (!val_is_error(t) && !(t->type && t->type->kind == T_PACKOF)) {
            err(env, DIAG_not_a_type, a->annotation, "`*` before a type expands a pack of types; `%s` is none", vtext(cx, t));
            t = val_error(cx->vals);
        }
    } else {
        Node *ann = a->annotation;
        if (IS(RefType, ann)) { /* x: ref[o] T: an older order */
            v->conv = CONV_REF;
            NodeArg fake = {.has_conv_args = AS(RefType, ann)->has_origin, .conv_args = AS(RefType, ann)->origin};
            ok &= arg_origin(cx, env, v, &fake);
            ann = AS(RefType, ann)->value;
        }
        t = check_type_expr(cx, env, ann, true);
        if (t->kind == T_TRAIT) {
            trait_as_type(cx, env, ann, t, !is_result);
            t = val_error(cx->vals);
        }
    }
    if (!val_is_error(t) && (t->flags & VAL_UNBOUND || (t->kind == T_FN && (t->u.sig->flags & FN_CLOSURE)))) {
        if (is_result) {
            err(env, DIAG_unbound_type, a->annotation, "the type of a result cannot be left open");
            t = val_error(cx->vals);
        } else {
            t = auto_params(cx, &f->decl, &f->params, f->decl.module, f->decl.item, a->annotation, t, NULL);
        }
    }
    if (val_is_error(t)) ok = false;
    bool maker = name_is(f->decl.name, NM_init) || name_is(f->decl.name, NM_copyinit) || name_is(f->decl.name, NM_moveinit);
    if (receiver && ok && !maker && a->annotation && conv != CONV_OUT && self && t != self && self->kind == T_STRUCT &&
        !f->decl.module->is_std) { /* the library's pointers to numbers are written so */
        Diag *d = err(env, DIAG_bad_signature, a->annotation, "the receiver of a method is `%s`, not `%s`", vtext(cx, self), vtext(cx, t));
        diag_help(d, "for some parameters only, write `self` and a condition: `where Self.%s == …`",
                  f->decl.parent && f->decl.parent->kind == DECL_STRUCT && DECL_AS(StructDecl, f->decl.parent)->params.len
                      ? DECL_AS(StructDecl, f->decl.parent)->params.data[0]->decl.name->chars
                      : "T");
        ok = false;
    }
    if (a->stars && ok) {
        bool owned = conv == CONV_VAR;
        if (a->stars == 2) {
            if (a->conv == CONV_DEFAULT) {
                v->conv = CONV_VAR; /* an older spelling: the parser said so */
            } else if (conv != CONV_VAR) {
                Diag *d = err(env, DIAG_bad_signature, &a->node, "`**%s` is owned by the function: it is written with `var`",
                              a->name ? a->name->chars : "kwargs");
                Span at = env_span(env, &a->node);
                at.end = at.start + (uint32_t)strcspn(env->module->ast->source->data + at.start, "*");
                fix_edit(diag_fix(d, FIX_SAFE, "write `var`"), at, STR("var "));
                v->conv = CONV_VAR;
            }
            v->variadic = VARIADIC_KW;
            t = variadic_type(cx, NM_StringDict, t, true);
        } else if (a->type_stars) {
            v->variadic = VARIADIC_PACK;
            t = variadic_type(cx, NM_VariadicPack, t, owned);
        } else {
            v->variadic = VARIADIC_LIST;
            t = variadic_type(cx, NM_VariadicList, t, owned);
        }
        if (conv == CONV_IMM) v->is_mut = v->variadic == VARIADIC_KW;
        if (val_is_error(t)) ok = false;
    }
    v->type = t;
    v->decl.has_error = !ok;
    ok &= arg_origin(cx, env, v, a);
    if (is_result) {
        if (f->result_var) return false; /* the parser said so */
        v->is_result = true;
        v->is_arg = false;
        f->result_var = v;
        f->result = t;
        return ok;
    }
    if (conv == CONV_DEINIT && !f->is_method) {
        err(env, DIAG_bad_signature, &a->node, "`deinit` belongs to methods of the type that is taken apart");
        ok = false;
    }
    v->index = f->args.len;
    vec_push_in(&f->decl.module->arena, &f->args, v);
    return ok;
}

/* ---- lifecycle roles ------------------------------------------------------------------------------- */
static void find_life(Cx *cx, FnDecl *f, ExprEnv *env) {
    if (!f->is_method) return;
    Name n = f->decl.name;
    Val self = env_self(cx, env);
    bool init = name_is(n, NM_init), copy = name_is(n, NM_copyinit), move = name_is(n, NM_moveinit);
    bool del = name_is(n, NM_deinit) || name_is(n, NM_del);
    if (!init && !copy && !move && !del) return;
    if (del) {
        f->life = LIFE_DEINIT;
        if (f->args.len != 1 || f->params.len > 0) {
            if (!f->decl.has_error) err(env, DIAG_bad_lifecycle, f->decl.node, "`%s` takes `deinit self` and nothing else", n->chars);
        } else if (f->args.data[0]->conv != CONV_DEINIT) {
            if (f->args.data[0]->conv == CONV_VAR && (f->args.data[0]->decl.node->flags & NODE_LEGACY)) {
                f->args.data[0]->conv = CONV_DEINIT;
            } else {
                Diag *d = err(env, DIAG_bad_lifecycle, f->args.data[0]->decl.node, "the receiver of `%s` is `deinit self`", n->chars);
                Span at = env_span(env, f->args.data[0]->decl.node);
                fix_edit(diag_fix(d, FIX_SAFE, "write `deinit self`"), at, STR("deinit self"));
                f->args.data[0]->conv = CONV_DEINIT;
            }
        }
        if (f->raises) err(env, DIAG_bad_lifecycle, f->decl.node, "a destructor cannot raise");
        return;
    }
    f->is_static = true;
    f->life = copy ? LIFE_COPY : move ? LIFE_MOVE : LIFE_INIT;
    if (init && f->args.len == 1 && f->args.data[0]->kw_only && f->args.data[0]->variadic == VARIADIC_NO &&
        f->args.data[0]->type == self) {
        Name a = f->args.data[0]->decl.name;
        if (name_is(a, NM_copy)) f->life = LIFE_COPY;
        if (name_is(a, NM_move) || name_is(a, NM_take)) f->life = LIFE_MOVE;
    }
    const Node *result = IS(FuncDef, f->decl.node) && IS(Signature, AS(FuncDef, f->decl.node)->sig)
                             ? AS(Signature, AS(FuncDef, f->decl.node)->sig)->returns
                             : NULL;
    if (!f->result_var && result) { /* 2022-23 */
        Diag *d = err(env, DIAG_bad_lifecycle, result, "a constructor returns nothing: it fills `out self`");
        diag_help(d, "write `def %s(out self, …)` and set the fields, or `self = Self(…)`", n->chars);
        f->decl.has_error = true;
        f->result = self;
        return;
    }
    if (!f->result_var) {
        Diag *d = err(env, DIAG_bad_lifecycle, f->decl.node, "`%s` initialises `out self`", n->chars);
        if (f->args.len && name_is(f->args.data[0]->decl.name, NM_self)) {
            Span at = env_span(env, f->args.data[0]->decl.node);
            fix_edit(diag_fix(d, FIX_SAFE, "write `out self`"), at, STR("out self"));
            /* go on as if it were there */
            f->result_var = f->args.data[0];
            f->result_var->conv = CONV_OUT;
            f->result_var->is_result = f->result_var->is_mut = true;
            f->result_var->is_arg = false;
            memmove(f->args.data, f->args.data + 1, sizeof(VarDecl *) * (f->args.len - 1));
            f->args.len--;
            for (uint32_t i = 0; i < f->args.len; i++) f->args.data[i]->index = i;
            f->result = f->result_var->type;
        } else {
            Node *sig = AS(FuncDef, f->decl.node)->sig;
            Span at = env_span(env, sig);
            (void)at;
            f->result = self;
        }
        f->decl.has_error = true;
    }
    if (f->life == LIFE_COPY || f->life == LIFE_MOVE) {
        if (f->args.len != 1) {
            err(env, DIAG_bad_lifecycle, f->decl.node, "a %s constructor takes `out self` and the value to %s",
                f->life == LIFE_COPY ? "copy" : "move", f->life == LIFE_COPY ? "copy" : "take over");
            f->life = LIFE_INIT;
            return;
        }
        VarDecl *a = f->args.data[0];
        if (f->raises) err(env, DIAG_bad_lifecycle, f->decl.node, "a %s constructor cannot raise", f->life == LIFE_COPY ? "copy" : "move");
        if (f->life == LIFE_MOVE && a->conv != CONV_DEINIT) {
            if (a->conv == CONV_VAR) a->conv = CONV_DEINIT;
            else {
                Diag *d = err(env, DIAG_bad_lifecycle, a->decl.node, "a move constructor takes its argument by `deinit`");
                diag_help(d, "write `def __init__(out self, *, deinit move: Self)`");
                a->conv = CONV_DEINIT;
            }
        }
        if (f->life == LIFE_COPY && a->conv != CONV_IMM && a->conv != CONV_REF)
            err(env, DIAG_bad_lifecycle, a->decl.node, "a copy constructor takes its argument without a convention");
    }
}

static bool names_self(void *ctx, Node *n) {
    bool *found = ctx;
    if (IS(Name, n) && name_is(AS(Name, n)->id, NM_self)) *found = true;
    if (!*found) node_children(n, names_self, ctx);
    return !*found;
}

/* A method without arguments whose body says `self`. */
static void fix_receiver(const ExprEnv *env, Diag *d, const FnDecl *f) {
    const NodeFuncDef *n = AS(FuncDef, f->decl.node);
    bool found = false;
    EACH_NODE(n->body, s) names_self(&found, s);
    Str text = source_text(env->module->ast->source);
    Span at = env_span(env, n->sig);
    while (at.start < at.end && text.p[at.start] != '(') at.start++;
    if (!found || at.start == at.end) return;
    at.end = ++at.start;
    fix_edit(diag_fix(d, FIX_SAFE, "add `self`"), at, STR("self"));
}

/* ---- the whole ------------------------------------------------------------------------------------- */
bool where_clause(Cx *cx, const ExprEnv *env, Node *n, WhereClause *out) {
    *out = (WhereClause){.node = n};
    out->condition = check_comptime_expr(cx, env, AS(Where, n)->condition, std_type(cx, NM_Bool));
    if (IS(StringLit, AS(Where, n)->message)) out->message = AS(StringLit, AS(Where, n)->message)->value;
    return !val_is_error(out->condition);
}

static void check_wheres(Cx *cx, ExprEnv *env, FnDecl *f, const NodeList *wheres) {
    EACH_NODE(*wheres, n) {
        WhereClause w;
        if (!IS(Where, n)) continue;
        if (!where_clause(cx, env, n, &w)) f->decl.has_error = true;
        vec_push_in(&f->decl.module->arena, &f->wheres, w);
        env->facts = decl_facts(cx, &f->decl);
    }
}

/* The argument types may rely on a `where` that speaks of parameters alone: known before them, quietly. */
static void early_wheres(Cx *cx, ExprEnv *env, const NodeList *wheres) {
    DiagSink *report = env->diags, quiet;
    diag_sink_init(&quiet, &cx->arena);
    EACH_NODE(*wheres, n) {
        if (!IS(Where, n)) continue;
        env->diags = &quiet;
        Val c = check_comptime_expr(cx, env, AS(Where, n)->condition, std_type(cx, NM_Bool));
        env->diags = report;
        bool known;
        if (val_is_error(c) || val_as_bool(c, &known)) continue;
        Facts *f = ARENA_NEW(&cx->arena, Facts);
        f->outer = env->facts;
        f->condition = c;
        env->facts = f;
    }
}

/* The values of capturing parameters, behind the arguments that are written. */
static void hidden_args(FnDecl *f) {
    for (uint32_t i = 0; i < f->params.len; i++) {
        ParamDecl *p = f->params.data[i];
        if (!p->is_capturing || p->decl.has_error) continue;
        VarDecl *v = new_arg(f, p->decl.node, p->decl.name);
        v->conv = CONV_IMM;
        v->kw_only = true;
        v->type = p->value;
        v->of_param = p;
        vec_push_in(&f->decl.module->arena, &f->args, v);
    }
}

static bool signature(Cx *cx, FnDecl *f, NodeSignature *sig, ExprEnv *env_out);

bool check_signature(Cx *cx, FnDecl *f, NodeSignature *sig, const Scope *scope) {
    ExprEnv env = env_of(cx, &f->decl);
    env.scope = scope;
    LateWhere *late = NULL, **outer = cx->decls->late;
    cx->decls->late = &late;
    bool ok = signature(cx, f, sig, &env);
    cx->decls->late = NULL;
    for (LateWhere *l = late; l; l = l->next) check_struct_wheres(cx, &env, l->type, l->at);
    cx->decls->late = outer;
    return ok;
}

static bool signature(Cx *cx, FnDecl *f, NodeSignature *sig, ExprEnv *env_out) {
    ExprEnv env = *env_out;
    bool ok = true;
    f->params = declare_params(f->decl.module, f->decl.item, &sig->params, &f->decl);
    ok &= param_list_types(cx, &env, &f->params, &f->decl);
    const Facts *around = env.facts;
    early_wheres(cx, &env, &sig->wheres);
    bool kw_only = false;
    EACH_NODE(sig->args, n) {
        if (IS(Marker, n)) {
            if (AS(Marker, n)->kind == MARK_SLASH)
                for (uint32_t i = 0; i < f->args.len; i++) f->args.data[i]->pos_only = true;
            if (AS(Marker, n)->kind == MARK_STAR) kw_only = true;
            continue;
        }
        if (!IS(Arg, n)) continue;
        ok &= check_arg(cx, &env, f, AS(Arg, n), kw_only);
        if (AS(Arg, n)->stars == 1) kw_only = true;
    }
    hidden_args(f);
    if (f->is_method && !f->is_static && f->args.len == 0 && !f->result_var && ok) {
        Diag *d = err(&env, DIAG_missing_self, f->decl.node, "the method `%s` has no receiver", f->decl.name->chars);
        d->at = decl_span(&f->decl);
        diag_help(d, "add `self` as its first argument, or `@staticmethod` before it");
        fix_receiver(&env, d, f);
        ok = false;
    }
    if (f->is_method && !f->is_static && f->result_var && f->args.len == 0 && !name_is(f->decl.name, NM_init) &&
        !name_is(f->decl.name, NM_copyinit) && !name_is(f->decl.name, NM_moveinit) && ok) {
        Diag *d = err(&env, DIAG_missing_self, f->decl.node, "the method `%s` has no receiver", f->decl.name->chars);
        d->at = decl_span(&f->decl);
        diag_help(d, "add `self` as its first argument, or `@staticmethod` before it");
        ok = false;
    }
    if (sig->effects & EFFECT_RAISES) {
        f->raises = true;
        f->error = sig->raises_type ? check_type_expr(cx, &env, sig->raises_type, false) : std_type(cx, NM_Error);
        if (f->error->kind == T_NEVER) {
            f->raises = false;
            f->error = NULL;
        } else if (f->error->kind == T_TRAIT) {
            trait_as_type(cx, &env, sig->raises_type, f->error, false);
            f->error = val_error(cx->vals);
        }
        if (f->error && val_is_error(f->error)) ok = false;
    }
    Node *res = sig->returns;
    if (IS(RefType, res)) {
        f->result_is_ref = true;
        if (!AS(RefType, res)->has_origin) {
            Diag *d = err(&env, DIAG_bad_origin, res, "a reference result names its origin: `ref[origin] T`");
            if (f->args.len) diag_help(d, "for instance `ref[%s]`", f->args.data[0]->decl.name ? f->args.data[0]->decl.name->chars : "self");
            ok = false;
        } else {
            f->result_origin = check_origin_list(cx, &env, &AS(RefType, res)->origin);
            if (val_is_error(f->result_origin)) ok = false;
            if (f->result_origin->kind == V_UNBOUND) {
                err(&env, DIAG_bad_origin, res, "the origin of a result cannot be left open");
                ok = false;
            } else {
                f->result_is_mut = val_origin_mut(f->result_origin) == 1;
            }
        }
        res = AS(RefType, res)->value;
    }
    if (!f->result) {
        f->result = res ? check_type_expr(cx, &env, res, false) : std_type(cx, NM_NoneType);
        if (f->result->kind == T_TRAIT) {
            trait_as_type(cx, &env, res, f->result, false);
            f->result = val_error(cx->vals);
        }
        if (f->result->kind == T_FN && (f->result->u.sig->flags & FN_CLOSURE)) {
            Diag *d = err(&env, DIAG_trait_as_type, res, "`%s` is a closure trait, which cannot be returned", vtext(cx, f->result));
            diag_help(d, "write `thin` for a function pointer");
            f->result = val_error(cx->vals);
        }
    }
    if (sig->returns_name && !f->result_var) { /* -> T as name */
        VarDecl *v = new_arg(f, res, sig->returns_name);
        v->conv = CONV_OUT;
        v->is_mut = v->is_result = true;
        v->is_arg = false;
        v->type = f->result;
        f->result_var = v;
    }
    if (val_is_error(f->result)) ok = false;
    if (sig->effects & EFFECT_ABI) {
        f->c_abi = str_eq_c(sig->abi, "C");
        if (!f->c_abi && !str_eq_c(sig->abi, "Mojo"))
            err(&env, DIAG_bad_signature, &sig->node, "there is no ABI `%.*s`; it is `\"C\"` or `\"Mojo\"`", STR_ARG(sig->abi));
        if (f->c_abi && f->raises) {
            err(&env, DIAG_bad_signature, &sig->node, "a function with the C ABI cannot raise");
            ok = false;
        }
    }
    env.facts = around;
    check_wheres(cx, &env, f, &sig->wheres);
    *env_out = env;
    return ok;
}

static bool body_is_ellipsis(const NodeList *body) {
    bool dots = false;
    EACH_NODE(*body, n) {
        if (!IS(ExprStmt, n)) return false;
        Node *v = AS(ExprStmt, n)->value;
        if (IS(StringLit, v)) continue;
        if (IS(Constant, v) && AS(Constant, v)->value == CONST_ELLIPSIS) dots = true;
        else return false;
    }
    return dots;
}

/* The entry point: `def main()` or `def main() raises`. */
static void check_main(Cx *cx, FnDecl *f, ExprEnv *env) {
    bool no_result = f->result == std_type(cx, NM_NoneType) || f->result->kind == T_NEVER;
    if (!f->args.len && !f->params.len && no_result) return;
    Diag *d = err(env, DIAG_bad_main, f->decl.node, "`main` has %s; it is written `def main()` or `def main() raises`",
                  f->args.len ? "arguments" : f->params.len ? "parameters" : "a result");
    d->at = decl_span(&f->decl);
    if (f->args.len) diag_help(d, "`argv()` from `std.sys` gives the arguments of the program");
    else if (!no_result) diag_help(d, "`exit(n)` from `std.sys` ends the program with a code");
    f->decl.has_error = true;
}

bool fn_sig(Cx *cx, FnDecl *f) {
    if (f->decl.state >= DECL_SIG) return !f->decl.has_error;
    if (f->decl.state == DECL_SIG_BUSY) return false;
    f->decl.state = DECL_SIG_BUSY;
    if (!IS(FuncDef, f->decl.node)) {
        f->decl.state = DECL_SIG;
        return !f->decl.has_error;
    }
    const NodeFuncDef *n = AS(FuncDef, f->decl.node);
    ExprEnv env = env_of(cx, &f->decl);
    fn_decorators(cx, f, &env, false);
    bool in_trait = f->decl.parent && f->decl.parent->kind == DECL_TRAIT;
    if (in_trait && body_is_ellipsis(&n->body)) {
        f->has_body = false;
        f->is_required = true;
    }
    if (f->is_async) {
        Diag *d = err(&env, DIAG_not_supported_yet, f->decl.node, "`async` functions are not supported yet");
        d->at = decl_span(&f->decl);
        f->decl.has_error = true;
    }
    if (f->is_method && (name_is(n->name, NM_init) || name_is(n->name, NM_copyinit) || name_is(n->name, NM_moveinit))) {
        /* the receiver is the result */
    }
    bool ok = IS(Signature, n->sig) && check_signature(cx, f, AS(Signature, n->sig), NULL);
    if (n->node.flags & NODE_HAS_ERROR && !IS(Signature, n->sig)) ok = false;
    env = env_of(cx, &f->decl);
    find_life(cx, f, &env);
    if (f->is_export) fn_verify_export(f, &env, IS(Signature, n->sig) && (AS(Signature, n->sig)->effects & EFFECT_ABI));
    if (ok && name_is(f->decl.name, NM_main) && f->decl.parent && f->decl.parent->kind == DECL_MODULE) check_main(cx, f, &env);
    if (!ok) f->decl.has_error = true;
    f->decl.state = DECL_SIG;
    return !f->decl.has_error;
}

Val fn_type(Cx *cx, FnDecl *f, const Subst *s) {
    if (!check_sig(cx, &f->decl)) return NULL;
    Sig *g = arena_calloc(&cx->arena, sizeof *g + sizeof(SigArg) * (f->args.len + 1));
    for (uint32_t i = 0; i < f->args.len; i++) {
        const VarDecl *v = f->args.data[i];
        bool behind = i && f->args.data[i - 1]->variadic != VARIADIC_NO; /* `**kw` after `*args` */
        if (v->of_param || (v->kw_only && v->variadic == VARIADIC_NO) || (behind && v->variadic != VARIADIC_KW)) return NULL;
        g->args[i].variadic = v->variadic;
        g->args[i].conv = f->args.data[i]->conv;
        g->args[i].type = val_subst(cx->vals, f->args.data[i]->type, s);
        g->n_args++;
    }
    g->result = val_subst(cx->vals, f->result, s);
    if (f->raises) {
        g->error = val_subst(cx->vals, f->error, s);
        if (g->error->kind == T_NEVER) g->error = NULL;
        else g->flags |= FN_RAISES;
    }
    if (f->c_abi) g->flags |= FN_C_ABI;
    if (f->result_is_ref) {
        g->flags |= FN_REF_RESULT;
        g->origin = val_subst(cx->vals, f->result_origin, s);
    }
    return val_sig(cx->vals, g);
}

/* ---- overload sets --------------------------------------------------------------------------------- */
/* Two functions that no call could tell apart: same arguments after renaming their parameters. */
static bool same_arguments(Cx *cx, FnDecl *a, FnDecl *b) {
    if (a->args.len != b->args.len || a->params.len != b->params.len) return false;
    if (a->is_static != b->is_static || a->life != b->life) return false;
    for (uint32_t i = 0; i < a->params.len; i++)
        if (a->params.data[i]->kind != b->params.data[i]->kind) return false;
    Val *args = ARENA_ARRAY(&cx->arena, Val, a->params.len + 1);
    for (uint32_t i = 0; i < a->params.len; i++) args[i] = b->params.data[i]->value;
    Subst s = {.params = (const ParamDecl *const *)a->params.data, .args = args, .n = a->params.len};
    for (uint32_t i = 0; i < a->params.len; i++)
        if (val_subst(cx->vals, a->params.data[i]->type, &s) != b->params.data[i]->type) return false;
    for (uint32_t i = 0; i < a->args.len; i++) {
        const VarDecl *x = a->args.data[i], *y = b->args.data[i];
        if (val_subst(cx->vals, x->type, &s) != y->type || x->variadic != y->variadic || x->kw_only != y->kw_only) return false;
        if ((x->kw_only || y->kw_only) && x->decl.name != y->decl.name) return false;
        bool owned_x = x->conv == CONV_VAR || x->conv == CONV_DEINIT, owned_y = y->conv == CONV_VAR || y->conv == CONV_DEINIT;
        if (owned_x != owned_y && i == 0 && a->is_method && !a->is_static) return false;
        if (i == 0 && a->is_method && !a->is_static && (x->conv == CONV_REF) != (y->conv == CONV_REF)) return false;
    }
    if (a->wheres.len || b->wheres.len) return false; /* may be disjoint */
    return true;
}

/* `var self` beside a borrowed `self`: values of plain bits are never given away, so calls find the other one. */
static void warn_unreachable_receiver(const FnSet *s, FnDecl *f) {
    const StructDecl *owner = f->decl.parent && f->decl.parent->kind == DECL_STRUCT ? DECL_AS(StructDecl, f->decl.parent) : NULL;
    if (!owner || !owner->trivial_register || !f->is_method || f->is_static || !f->args.len || f->decl.has_error ||
        f->args.data[0]->conv != CONV_VAR)
        return;
    for (uint32_t i = 0; i < s->fns.len; i++) {
        const FnDecl *g = s->fns.data[i];
        if (g == f || g->decl.has_error || g->args.len != f->args.len || g->args.data[0]->conv == CONV_VAR) continue;
        bool same = true;
        for (uint32_t k = 1; k < f->args.len; k++) same &= f->args.data[k]->type == g->args.data[k]->type;
        if (!same) continue;
        Diag *d = diag_add(&f->decl.module->diags, DIAG_unreachable_overload, decl_span(&f->decl),
                           "no call reaches this `%s`: values of `%s` are copied, never given away", f->decl.name->chars,
                           owner->decl.name->chars);
        diag_label(d, decl_span(&g->decl), "calls find this one");
        return;
    }
}

void fnset_verify(Cx *cx, FnSet *s) {
    if (s->decl.state == DECL_COMPLETE) return;
    s->decl.state = DECL_COMPLETE;
    for (uint32_t i = 0; i < s->fns.len; i++) check_sig(cx, &s->fns.data[i]->decl);
    for (uint32_t i = 0; i < s->fns.len; i++)
        for (uint32_t j = 0; j < i; j++) {
            FnDecl *a = s->fns.data[j], *b = s->fns.data[i];
            if (a->decl.has_error || b->decl.has_error || a->synth || b->synth) continue;
            if (!same_arguments(cx, a, b)) continue;
            Diag *d = diag_add(&b->decl.module->diags, DIAG_duplicate_overload, decl_span(&b->decl),
                               "this `%s` takes the same arguments as an earlier one", b->decl.name->chars);
            diag_label(d, decl_span(&a->decl), "the earlier one");
            for (uint32_t k = 0; k < a->args.len; k++)
                if ((a->args.data[k]->conv == CONV_MUT) != (b->args.data[k]->conv == CONV_MUT)) {
                    diag_help(d, "`mut` does not tell functions apart; a `ref` argument is as mutable as what it is given");
                    break;
                }
            b->decl.has_error = true;
            break;
        }
    for (uint32_t i = 0; i < s->fns.len; i++) warn_unreachable_receiver(s, s->fns.data[i]);
}
