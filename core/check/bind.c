/* SPDX-License-Identifier: Apache-2.0 */
/* Explicit compile-time arguments to parameters (language.md §5.8). */
#include "check/bind.h"
#include "check/call.h"
#include "check/decls_int.h"

static bool is_open(Val v) {
    return !v || v->kind == V_UNBOUND;
}

static bool elem_is_type(Val type) {
    if (type->kind == T_PACKOF) type = type->args[0];
    return type->kind == T_TRAIT;
}

/* Origin arguments may be given as origins only; a place's origin is `origin_of(place)`. */
static Val origin_arg(Cx *cx, const ExprEnv *env, Node *arg, Val want) {
    (void)want;
    NodeList one = {&arg, 1};
    return check_origin_list(cx, env, &one);
}

const char *bind_fits(Cx *cx, const ParamDecl *p, Val arg, const Subst *s, const Facts *facts, Arena *a) {
    if (is_open(arg) || val_is_error(arg) || !p->type) return NULL;
    Val want = val_subst(cx->vals, p->type, s);
    const char *name = p->decl.name ? p->decl.name->chars : "_";
    if (want->kind == T_PACKOF) {
        if (arg->kind != V_PACK) return NULL;
        ParamDecl elem = *p;
        elem.type = want->args[0];
        for (uint32_t i = 0; i < arg->n; i++) {
            const char *why = bind_fits(cx, &elem, arg->args[i], NULL, facts, a);
            if (why) return why;
        }
        return NULL;
    }
    if (want->kind == T_TRAIT) {
        if (arg->kind == T_TRAIT)
            return arena_printf(a, "`%s` is a trait; the parameter `%s` takes a type", val_str_of(a, arg), name);
        if (!val_is_type(arg)) return arena_printf(a, "the parameter `%s` takes a type; `%s` is a value", name, val_str_of(a, arg));
        if ((arg->flags & VAL_UNBOUND) && arg->kind != T_FNITEM) return NULL; /* a function may stay open */
        if (!check_conforms(cx, arg, want, facts))
            return arena_printf(a, "`%s` does not conform to `%s`, the bound of the parameter `%s`", val_str_of(a, arg),
                                val_str_of(a, want), name);
        return NULL;
    }
    if (want->kind == T_ORIGIN) {
        bool m;
        if (val_as_bool(want->args[0], &m) && m && val_origin_mut(arg) == 0)
            return arena_printf(a, "the parameter `%s` takes a mutable origin", name);
        return NULL;
    }
    if (arg->type && arg->type != want && !(want->flags & (VAL_SYMBOLIC | VAL_UNBOUND)) && !(arg->type->flags & VAL_SYMBOLIC) &&
        want->kind != T_FN && arg->type->kind != T_PRIMINT)
        return arena_printf(a, "the parameter `%s` has type `%s`; `%s` has type `%s`", name, val_str_of(a, want),
                            val_str_of(a, arg), val_str_of(a, arg->type));
    return NULL;
}

/* `1` for an Int or SIMDLength: the constant itself. Besides being quick this ends the circle
 * Int → SIMD[DType.int, 1] → constructors of SIMDLength → Int. */
static bool library_count(Cx *cx, Val want, Node *arg, Val *out) {
    if (!IS(IntLit, arg) || want->kind != T_STRUCT) return false;
    const StructDecl *s = want->u.decl;
    if (!s->decl.module || !s->decl.module->is_std || (!name_is(s->decl.name, NM_SIMD) && !name_is(s->decl.name, NM_SIMDLength))) return false;
    Str t = AS(IntLit, arg)->text;
    int64_t v = 0;
    if (t.len == 0 || t.len > 2 || (t.len > 1 && t.p[0] == '0')) return false;
    for (size_t i = 0; i < t.len; i++) {
        if (t.p[i] < '0' || t.p[i] > '9') return false;
        v = v * 10 + (t.p[i] - '0');
    }
    ScalarClass c = val_scalar_class(want, NULL, NULL);
    if (c != SC_SINT && c != SC_UINT) return false;
    *out = val_i64(cx->vals, want, v);
    return true;
}

/* A StringSpan whose origin is open is of text that is known at compile time, which lives for ever. */
static Val static_span(Cx *cx, Val want) {
    Decl *d = resolver_std(cx->resolver, NM_StaticString);
    Val t = d && want->kind == T_STRUCT && (want->flags & (VAL_UNBOUND | VAL_SYMBOLIC)) ? decl_value(cx, d) : NULL;
    return t && t->kind == T_STRUCT && t->u.decl == want->u.decl ? t : NULL;
}

static bool mentions_open(Val type, const Subst *s) {
    for (uint32_t i = 0; s && i < s->n; i++)
        if (!s->args[i] && mentions_param(type, s->params[i])) return true;
    return s && s->outer && mentions_open(type, s->outer);
}

Val bind_one(Cx *cx, const ExprEnv *env, const ParamDecl *p, Node *arg, const Subst *s, uint32_t mode) {
    bool open = mode & BIND_ALLOW_OPEN;
    if (IS(Name, arg) && name_is(AS(Name, arg)->id, NM_underscore)) {
        if (open) return val_unbound(cx->vals);
        err(env, DIAG_unbound_type, arg, "`_` leaves `%s` open where nothing can be inferred",
            p->decl.name ? p->decl.name->chars : "a parameter");
        return val_error(cx->vals);
    }
    Val want = val_subst(cx->vals, p->type, s);
    if (want->kind == T_PACKOF) want = want->args[0];
    Val v;
    if (val_is_error(want)) return want;
    if (want->kind == T_TRAIT) {
        Thing t = {0};
        ThingResult r = IS(Name, arg) || IS(Attribute, arg) ? thing_of(cx, env, arg, &t) : THING_NO;
        if (r == THING_ERROR) return val_error(cx->vals);
        if (r == THING_OK && t.val && t.val->kind == V_FN) /* a function: its own type */
            v = val_make(cx->vals, T_FNITEM, NULL, t.val->u.decl, t.val->args, t.val->n);
        else
            v = value_fn_type(cx, env, arg, check_type_expr(cx, env, arg, open));
        if (val_is_error(v)) return v;
    } else if (want->kind == T_ORIGIN) {
        v = origin_arg(cx, env, arg, want);
        if (val_is_error(v)) return v;
    } else if (library_count(cx, want, arg, &v)) {
        return v;
    } else {
        Thing t;
        ThingResult r = IS(Name, arg) || IS(Attribute, arg) ? thing_of(cx, env, arg, &t) : THING_NO;
        if (r == THING_ERROR) return val_error(cx->vals);
        bool function = r == THING_OK && t.val && (t.val->kind == V_FN || (t.val->type && t.val->type->kind == T_FN));
        if (function && (mode & BIND_ALLOW_OPEN) && mentions_open(want, s))
            return t.val; /* its type binds what is open; the call looks again when all is known */
        bool later = want->kind == T_FN && (mode & BIND_ALLOW_OPEN) && mentions_open(want, s); /* what it must be, the function says */
        if (r == THING_OK && t.val && t.val->type == want && !(t.decl && t.decl->kind == DECL_FNSET)) v = t.val;
        else v = check_comptime_expr(cx, env, arg, want->flags & VAL_UNBOUND || later ? NULL : want);
        if (val_is_error(v)) return v;
    }
    ParamDecl one = *p;
    one.type = want;
    const char *why = bind_fits(cx, &one, v, NULL, env->facts, &cx->arena);
    if (why) {
        Diag *d = err(env, want->kind == T_TRAIT ? DIAG_bound_not_met : DIAG_type_mismatch, arg, "%s", why);
        diag_label(d, decl_span(&p->decl), "the parameter is declared here");
        return val_error(cx->vals);
    }
    return v;
}

Val bind_default(Cx *cx, ParamDecl *p, const Subst *s) {
    if (!p->default_value) {
        if (!p->default_node || !p->type || p->decl.state == DECL_BODY_BUSY) return NULL;
        uint8_t was = p->decl.state;
        p->decl.state = DECL_BODY_BUSY;
        ExprEnv env = env_of(cx, p->decl.parent);
        if (p->type->kind == T_TRAIT) p->default_value = check_type_expr(cx, &env, p->default_node, false);
        else if (p->type->kind == T_ORIGIN) p->default_value = origin_arg(cx, &env, p->default_node, p->type);
        else p->default_value = check_comptime_expr(cx, &env, p->default_node, p->type);
        p->decl.state = was;
    }
    return val_subst(cx->vals, p->default_value, s);
}

/* `__functions_in_module()`: the types of the module's functions, in their order; generic ones are left out. */
static bool is_module_functions(const Node *n) {
    return IS(Call, n) && AS(Call, n)->args.len == 0 && IS(Name, AS(Call, n)->func) && AS(Name, AS(Call, n)->func)->id &&
           name_is(AS(Name, AS(Call, n)->func)->id, NM_functions_in_module);
}

static Val module_functions(Cx *cx, const Module *m, Val pack_type) {
    VEC(Val) items = {0};
    for (uint32_t i = 0; m && i < m->scope.names.len; i++) {
        Decl *d = m->scope.names.entries[i].value;
        if (d->kind != DECL_FNSET || d->module != m) continue;
        for (uint32_t k = 0; k < DECL_AS(FnSet, d)->fns.len; k++) {
            FnDecl *f = DECL_AS(FnSet, d)->fns.data[k];
            if (check_sig(cx, &f->decl) && f->params.len == 0)
                vec_push(&items, val_make(cx->vals, T_FNITEM, NULL, f, NULL, 0));
        }
    }
    Val v = val_pack(cx->vals, pack_type, items.data, items.len);
    vec_done(&items);
    return v;
}

/* ---- a whole list -------------------------------------------------------------------------------- */
int32_t bind_bracket_of(const ParamList *params, const ParamDecl *p, const NodeList *brackets) {
    int32_t place = 0;
    for (uint32_t i = 0; i < params->len && params->data[i] != p; i++)
        place += params->data[i]->kind == PARAM_POS || params->data[i]->kind == PARAM_POS_OR_KW;
    bool positional = p->kind == PARAM_POS || p->kind == PARAM_POS_OR_KW;
    for (uint32_t k = 0; k < brackets->len; k++) {
        const Node *n = brackets->data[k];
        if (IS(Keyword, n)) {
            if (AS(Keyword, n)->name == p->decl.name) return (int32_t)k;
        } else if (positional && place-- == 0) {
            return (int32_t)k;
        }
    }
    return -1;
}

static void fail(Bound *b, const ExprEnv *env, uint32_t mode, DiagCode code, const Node *n, const ParamDecl *label,
                 Cx *cx, const char *text) {
    b->ok = false;
    if (!b->why) b->why = arena_strdup(&cx->arena, text);
    if (mode & BIND_QUIET) return;
    Diag *d = err(env, code, n, "%s", text);
    if (label) diag_label(d, decl_span(&label->decl), "declared here");
}

/* Does the type of a parameter depend on one that nothing has bound yet? */
static bool waits(Cx *cx, const ParamList *params, const Subst *s, Val want) {
    Val bad = val_error(cx->vals);
    for (uint32_t i = 0; i < params->len; i++) {
        if (s->args[i] || params->data[i]->kind != PARAM_INFER) continue;
        const ParamDecl *p = params->data[i];
        Subst one = {.params = &p, .args = &bad, .n = 1};
        if (val_subst(cx->vals, want, &one) != want) return true;
    }
    return false;
}

/* One argument for the i-th parameter. `[T: AnyType, //, value: T]`: the value given says what T is. */
static Val bind_at(Cx *cx, const ExprEnv *env, const ParamList *params, uint32_t i, Node *arg, Bound *b, const Subst *s,
                   uint32_t mode) {
    const ParamDecl *p = params->data[i];
    Val want = p->type ? val_subst(cx->vals, p->type, s) : NULL;
    bool value = want && !val_is_error(want) && want->kind != T_TRAIT && want->kind != T_ORIGIN && want->kind != T_PACKOF &&
                 want->kind != T_FN;
    if (!value || !(want->flags & VAL_SYMBOLIC) || !waits(cx, params, s, want)) return bind_one(cx, env, p, arg, s, mode);
    Val v = check_comptime_expr(cx, env, arg, static_span(cx, want));
    if (val_is_error(v) || !v->type) return v;
    int settled = v->type->kind == T_PRIMINT ? NM_Int : v->type->kind == T_PRIMFLOAT ? NM_Float64
                  : v->type->kind == T_PRIMSTR                                        ? NM_String
                                                                                      : 0;
    if (settled) v = check_comptime_expr(cx, env, arg, std_type(cx, settled));
    if (val_is_error(v)) return v;
    if (val_unify(cx->vals, want, v->type, (const ParamDecl *const *)params->data, b->args, b->n)) return v;
    Diag *d = err(env, DIAG_type_mismatch, arg, "the parameter `%s` has type `%s`; `%s` has type `%s`",
                  p->decl.name ? p->decl.name->chars : "_", vtext(cx, want), vtext(cx, v), vtext(cx, v->type));
    diag_label(d, decl_span(&p->decl), "the parameter is declared here");
    return val_error(cx->vals);
}

Bound bind_params(Cx *cx, const ExprEnv *env, const ParamList *params, const NodeList *brackets, Node *at,
                  const Subst *outer, uint32_t mode, Arena *arena) {
    Bound b = {.args = ARENA_ARRAY(arena, Val, params->len + 1), .n = params->len, .ok = true};
    Subst s = {.outer = outer, .params = (const ParamDecl *const *)params->data, .args = b.args, .n = params->len};
    uint32_t next = 0;
    VEC(Val) pack = {0};
    uint32_t pack_at = UINT32_MAX;
    DiagSink quiet;
    ExprEnv local = *env;
    if (mode & BIND_QUIET) {
        diag_sink_init(&quiet, &cx->arena);
        local.diags = &quiet;
    }
    bool surplus = false;
    for (uint32_t k = 0; k < brackets->len; k++) {
        Node *n = brackets->data[k];
        if (IS(Constant, n) && AS(Constant, n)->value == CONST_ELLIPSIS) {
            b.dots = true;
            continue;
        }
        if (IS(Marker, n)) {
            b.dots = true;
            continue;
        }
        if (IS(Keyword, n)) {
            NodeKeyword *kw = AS(Keyword, n);
            uint32_t i = 0;
            while (i < params->len && params->data[i]->decl.name != kw->name) i++;
            if (i == params->len) {
                fail(&b, env, mode, DIAG_unknown_parameter, n, NULL, cx,
                     arena_printf(&cx->arena, "there is no parameter `%s`", kw->name->chars));
                continue;
            }
            if (b.args[i]) {
                fail(&b, env, mode, DIAG_repeated_parameter, n, params->data[i], cx,
                     arena_printf(&cx->arena, "the parameter `%s` is given twice", kw->name->chars));
                continue;
            }
            if (params->data[i]->is_capturing) continue; /* its value is an argument, which says what it is */
            b.args[i] = bind_at(cx, &local, params, i, kw->value, &b, &s, mode);
            if (val_is_error(b.args[i])) b.ok = false;
            continue;
        }
        while (next < params->len && (params->data[next]->kind == PARAM_INFER || params->data[next]->kind == PARAM_KW)) next++;
        if (next == params->len) {
            if (!surplus) {
                uint32_t positional = 0;
                const ParamDecl *infer = NULL;
                for (uint32_t i = 0; i < params->len; i++) {
                    positional += params->data[i]->kind != PARAM_INFER && params->data[i]->kind != PARAM_KW;
                    if (params->data[i]->kind == PARAM_INFER && params->data[i]->decl.name) infer = params->data[i];
                }
                if (positional == 0 && infer)
                    fail(&b, env, mode, DIAG_infer_only_parameter, n, infer, cx,
                         arena_printf(&cx->arena, "`%s` is inferred; to give it, write `%s=…`", infer->decl.name->chars,
                                      infer->decl.name->chars));
                else
                    fail(&b, env, mode, DIAG_too_many_parameters, n, NULL, cx,
                         arena_printf(&cx->arena, "%u parameter%s by position, at most %u can be given", brackets->len,
                                      brackets->len == 1 ? "" : "s", positional));
            }
            surplus = true;
            continue;
        }
        ParamDecl *p = params->data[next];
        if (p->kind == PARAM_VARIADIC) {
            pack_at = next;
            Val v;
            if (is_module_functions(n)) {
                v = module_functions(cx, env->module, p->type);
            } else if (IS(Starred, n)) {
                Node *inner = AS(Starred, n)->value;
                Thing t;
                ThingResult r = thing_of(cx, &local, inner, &t);
                v = r == THING_ERROR ? val_error(cx->vals)
                    : r == THING_OK && t.val ? t.val
                                             : check_comptime_expr(cx, &local, inner, NULL);
                if (!val_is_error(v) && v->kind != V_UNBOUND && !(v->type && v->type->kind == T_PACKOF)) {
                    if (!(mode & BIND_QUIET)) err(env, DIAG_type_mismatch, n, "`*` expands a pack; `%s` is none", vtext(cx, v));
                    v = val_error(cx->vals);
                }
                if (v->kind == V_UNBOUND) b.dots = true; /* older spelling of ... */
            } else {
                v = bind_one(cx, &local, p, n, &s, mode);
                if (!val_is_error(v)) v = val_pack(cx->vals, p->type, &v, 1);
            }
            if (val_is_error(v)) b.ok = false;
            vec_push(&pack, v);
            continue;
        }
        if (IS(Starred, n)) {
            if (IS(Name, AS(Starred, n)->value) && name_is(AS(Name, AS(Starred, n)->value)->id, NM_underscore)) {
                b.dots = true;
                continue;
            }
            fail(&b, env, mode, DIAG_too_many_parameters, n, p, cx,
                 "a pack can be expanded only into variadic parameters");
            next++;
            continue;
        }
        if (p->is_capturing) { /* as above */
            next++;
            continue;
        }
        if (b.args[next]) {
            fail(&b, env, mode, DIAG_repeated_parameter, n, p, cx,
                 arena_printf(&cx->arena, "the parameter `%s` is given twice", p->decl.name ? p->decl.name->chars : "_"));
        } else {
            b.args[next] = bind_at(cx, &local, params, next, n, &b, &s, mode);
            if (val_is_error(b.args[next])) b.ok = false;
        }
        next++;
    }
    if (pack_at != UINT32_MAX && b.ok)
        b.args[pack_at] = val_op(cx->vals, SYM_PACK_CAT, val_subst(cx->vals, params->data[pack_at]->type, &s), pack.data, pack.len);
    vec_done(&pack);
    if (b.dots)
        for (uint32_t i = 0; i < params->len; i++)
            if (!b.args[i] && params->data[i]->kind != PARAM_INFER) b.args[i] = val_unbound(cx->vals);
    if (!b.ok && !b.why) {
        b.why = "a parameter in brackets does not fit";
        if ((mode & BIND_QUIET) && quiet.diags.len) b.why = quiet.diags.data[0]->message;
    }
    (void)elem_is_type;
    (void)at;
    return b;
}

void bind_complete(Cx *cx, const ParamList *params, Val *args, bool defaults) {
    const ParamDecl *const *ps = (const ParamDecl *const *)params->data;
    Subst s = {.params = ps, .args = args, .n = params->len};
    for (uint32_t i = 0; i < params->len; i++) { /* what dependent parameters tell about earlier ones */
        ParamDecl *p = params->data[i];
        if (is_open(args[i]) || !p->value || !(p->type->flags & VAL_SYMBOLIC)) continue;
        Val mine = args[i];
        args[i] = NULL;
        val_unify(cx->vals, p->value, mine, ps, args, params->len);
        args[i] = mine;
    }
    for (uint32_t i = 0; i < params->len; i++) {
        if (args[i]) continue;
        ParamDecl *p = params->data[i];
        if (p->kind == PARAM_VARIADIC && defaults) args[i] = val_pack(cx->vals, p->type, NULL, 0);
        else if (defaults && p->default_node) args[i] = bind_default(cx, p, &s);
        if (!args[i]) args[i] = val_unbound(cx->vals);
    }
}
