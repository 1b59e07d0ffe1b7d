/* SPDX-License-Identifier: Apache-2.0 */
/* `__builtin.name[params](args)` of the library, and the call-like forms of the language: type_of,
 * origin_of, conforms_to, rebind, materialize. */
#include "check/call.h"

typedef enum IntrinRule {
    R_ARG0,
    R_ARG1,
    R_TYPE0,
    R_MASK,
    R_PARAM0,
    R_PARAM1,
    R_NONE,
    R_NEVER,
    R_INT,
    R_BOOL1,
    R_ELEM,
    R_PTR,
    R_PTR8,
    R_PTR_OF,
    R_POINTEE,
    R_LVALUE,
    R_COMPTIME
} IntrinRule;
typedef struct IntrinRow {
    const char *name;
    int8_t n_params, n_args;
    uint8_t rule;
} IntrinRow;
static const IntrinRow rows[] = {
#define INTRIN(name, np, na, res, what) {#name, np, na, res},
#include "types/intrinsics.def"
#undef INTRIN
};

TExpr *intrin_expr(Body *b, IntrinsicId id, Val type, const Node *n, TExpr *a0, TExpr *a1) {
    TExpr *e = texpr(b, X_INTRIN, type, n);
    e->intrin = (uint8_t)id;
    e->args = ARENA_ARRAY(b->arena, TExpr *, 2);
    if (a0) e->args[e->n_args++] = a0;
    if (a1) e->args[e->n_args++] = a1;
    return e;
}

static Val ptr_to(Body *b, Val t) {
    return val_make(b->vs, T_PTR, NULL, NULL, &t, 1);
}

static Val with_dtype(Body *b, Val simd, Val dtype, Val length) {
    Val args[2] = {dtype ? dtype : simd->args[0], length ? length : simd->args[1]};
    return val_make(b->vs, T_SIMD, NULL, NULL, args, 2);
}

/* Arguments are prim values; a one-field library struct around one is taken for it, constants are
 * made of literals. */
static TExpr *prim_arg(Body *b, TExpr *e, Val like) {
    if (texpr_bad(e)) return e;
    if (e->kind < XP_LIST && is_pending(e) && like && like->kind == T_SIMD &&
        e->type->kind != T_STRLIT) {
        TExpr *r = intrin_expr(
            b, e->type->kind == T_INTLIT ? INTR_from_int_literal : INTR_from_float_literal, like,
            e->node, NULL, NULL);
        r->params = ARENA_ARRAY(b->arena, Val, 2);
        r->params[0] = like;
        r->params[1] = e->val;
        r->n_params = 2;
        return r;
    }
    return settle(b, e);
}

static Val param_value(Body *b, uint32_t intrin, uint32_t i, Node *n) {
    static const char text_params[][16] = {"math", "fence", "define", "target", "external_call"};
    bool text = false;
    for (size_t k = 0; k < ARRAY_LEN(text_params); k++)
        text |= i == 0 && strcmp(rows[intrin].name, text_params[k]) == 0;
    text |= strncmp(rows[intrin].name, "atomic_", 7) == 0;
    (void)text;
    bool was = b->comptime;
    b->comptime = true;
    TExpr *e = expr(b, n, NULL);
    b->comptime = was;
    if (texpr_bad(e)) return val_error(b->vs);
    if (e->kind >= XP_LIST) e = settle(b, e);
    Val v = texpr_bad(e) ? NULL : fold(b, e, false);
    return v ? v : val_error(b->vs);
}

static bool intrin_params(Body *b, Ref *r, Val **out, uint32_t *n, Node *at) {
    const IntrinRow *row = &rows[r->intrin];
    *n = r->has_params ? r->params.len : 0;
    *out = ARENA_ARRAY(b->arena, Val, *n + 1);
    bool ok = true;
    for (uint32_t i = 0; i < *n; i++) {
        (*out)[i] = param_value(b, r->intrin, i, r->params.data[i]);
        ok &= !val_is_error((*out)[i]);
    }
    if (ok && (int)*n != row->n_params) {
        berr(b, DIAG_bad_intrinsic, at, "`__builtin.%s` takes %d parameters, found %u", row->name,
             row->n_params, *n);
        return false;
    }
    return ok;
}

/* Queries are values: `__builtin.size_of[T]`. */
TExpr *intrin_comptime(Body *b, Ref *r, Node *at) {
    ExprEnv env = body_env(b);
    Val v = check_builtin(b->cx, &env, r->name, r->has_params ? &r->params : NULL, at, true);
    if (v) return texpr_const(b, v, at);
    berr(b, DIAG_bad_intrinsic, at, "`__builtin.%s` must be called", r->name->chars);
    return texpr_error(b, at);
}

static Val lvalue_type(Body *b, TExpr *e, TExpr *const *args, Val *origin, bool *mut) {
    TExpr *a = args[0];
    *origin = a->is_place ? a->origin : NULL;
    *mut = a->is_place && a->is_mut;
    switch ((IntrinsicId)e->intrin) {
    case INTR_deref:
        *origin = val_origin(b->vs, O_UNTRACKED, true);
        *mut = true;
        return a->type->kind == T_PTR ? a->type->args[0] : NULL;
    case INTR_array_ref: return a->type->kind == T_ARRAY ? a->type->args[0] : NULL;
    case INTR_tuple_ref: {
        if (a->type->kind != T_TUPLE) return NULL;
        Val pa[2] = {a->type->args[0], e->params[0]};
        Val elem = pa[0]->type && pa[0]->type->kind == T_PACKOF && pa[0]->type->n
                       ? pa[0]->type->args[0]
                       : NULL;
        return val_op(b->vs, SYM_PACK_GET, elem, pa, 2);
    }
    case INTR_union_ref: return a->type->kind == T_UNION ? e->params[0] : NULL;
    case INTR_field_ref: {
        Val fa[2] = {a->type, e->params[0]};
        return val_op(b->vs, SYM_FIELD_TYPE, val_trait(b->vs, NULL, 0), fa, 2);
    }
    case INTR_pack_ref: {
        Val pack = pack_types(b, a->type);
        if (!pack && a->type->kind == T_TUPLE) pack = a->type->args[0];
        if (!pack &&
            a->type->kind ==
                T_PTR) /* the pack's array of pointers: the element type is the context's */
            return NULL;
        if (!pack) return NULL;
        Val pa[2] = {pack, e->params[0]};
        Val elem = pack->type && pack->type->kind == T_PACKOF && pack->type->n ? pack->type->args[0]
                                                                               : NULL;
        return val_op(b->vs, SYM_PACK_GET, elem, pa, 2);
    }
    default: return NULL;
    }
}

static bool wants_place(uint32_t id, uint32_t i) {
    switch ((IntrinsicId)id) {
    case INTR_addr_of:
    case INTR_write:
    case INTR_take:
    case INTR_destroy:
    case INTR_mark_initialized:
    case INTR_mark_destroyed:
    case INTR_array_ref:
    case INTR_tuple_ref:
    case INTR_union_ref:
    case INTR_field_ref:
    case INTR_pack_ref: return i == 0;
    case INTR_atomic_cmpxchg: return i == 1;
    default: return false;
    }
}

TExpr *expr_intrin_call(Body *b, Ref *r, Node *at, CallArg *args, uint32_t n, Val want) {
    (void)want;
    const IntrinRow *row = &rows[r->intrin];
    if (row->rule == R_COMPTIME && n == 0) return intrin_comptime(b, r, at);
    Val *ps;
    uint32_t np;
    if (!intrin_params(b, r, &ps, &np, at)) return texpr_error(b, at);
    if (row->n_args >= 0 && (int)n != row->n_args) {
        berr(b, DIAG_bad_intrinsic, at, "`__builtin.%s` takes %d arguments, found %u", row->name,
             row->n_args, n);
        return texpr_error(b, at);
    }
    TExpr *e = texpr(b, X_INTRIN, NULL, at);
    e->intrin = (uint8_t)r->intrin;
    e->params = ps;
    e->n_params = np;
    e->n_args = n;
    e->args = ARENA_ARRAY(b->arena, TExpr *, n + 1);
    Val like = NULL;
    for (uint32_t i = 0; i < n; i++)
        if (args[i].e->kind < XP_LIST && args[i].e->type && args[i].e->type->kind == T_SIMD &&
            !like)
            like = args[i].e->type;
    if (!like && row->n_args > 0) like = simd_type(b, DT_INT);
    for (uint32_t i = 0; i < n; i++) {
        TExpr *x = prim_arg(b, args[i].e,
                            r->intrin == INTR_offset || r->intrin == INTR_insert ||
                                    r->intrin == INTR_extract || r->intrin == INTR_array_ref ||
                                    r->intrin == INTR_alloc || r->intrin == INTR_memcpy ||
                                    r->intrin == INTR_memmove || r->intrin == INTR_memcmp
                                ? simd_type(b, DT_INT)
                                : like);
        if (texpr_bad(x)) return x;
        if (wants_place(r->intrin, i)) {
            if (!x->is_place) x = hoist_or_temp(b, x);
        } else if (r->intrin == INTR_write && i == 1) {
            x = to_owned(b, x);
        } else if (x->is_place) {
            x = to_owned(b, x);
        }
        if (texpr_bad(x)) return x;
        e->args[i] = x;
    }
    TExpr *a0 = n ? e->args[0] : NULL;
    Val t = NULL;
    switch ((IntrinRule)row->rule) {
    case R_ARG0:
    case R_TYPE0: t = a0 ? a0->type : NULL; break;
    case R_ARG1: t = n > 1 ? e->args[1]->type : NULL; break;
    case R_MASK:
        if (a0 && a0->type->kind == T_SIMD)
            t = with_dtype(b, a0->type, val_i64(b->vs, val_prim(b->vs, T_PRIMINT), DT_BOOL), NULL);
        break;
    case R_PARAM0: t = np ? ps[0] : NULL; break;
    case R_PARAM1: t = np > 1 ? ps[1] : NULL; break;
    case R_NONE: t = none_type(b); break;
    case R_NEVER: t = val_never(b->vs); break;
    case R_INT: t = simd_type(b, DT_INT); break;
    case R_BOOL1: t = simd_type(b, DT_BOOL); break;
    case R_ELEM:
        if (a0 && a0->type->kind == T_SIMD)
            t = with_dtype(b, a0->type, NULL, val_i64(b->vs, val_prim(b->vs, T_PRIMINT), 1));
        break;
    case R_PTR: t = np ? ptr_to(b, ps[0]) : NULL; break;
    case R_PTR8: t = ptr_to(b, byte_type(b)); break;
    case R_PTR_OF: t = a0 ? ptr_to(b, a0->type) : NULL; break;
    case R_POINTEE: t = a0 && a0->type->kind == T_PTR ? a0->type->args[0] : NULL; break;
    case R_LVALUE:
        t = lvalue_type(b, e, e->args, &e->origin, &e->is_mut);
        e->is_place = true;
        if (!e->origin) e->origin = val_origin(b->vs, O_UNTRACKED, true);
        break;
    case R_COMPTIME: t = NULL; break;
    }
    if (!t || (row->rule == R_PARAM0 && !val_is_type(t))) {
        berr(b, DIAG_bad_intrinsic, at, "`__builtin.%s` does not apply to `%s`", row->name,
             a0   ? tstr(b, a0->type)
             : np ? tstr(b, ps[0])
                  : "this");
        return texpr_error(b, at);
    }
    e->type = t;
    return e;
}

/* ---- forms ---------------------------------------------------------------------------------- */

static TExpr *unevaluated(Body *b, Node *n) {
    bool was = b->unevaluated;
    TBlock *saved = b->block, scratch = {0};
    b->unevaluated = true;
    b->block = &scratch;
    TExpr *e = expr(b, n, NULL);
    b->block = saved;
    b->unevaluated = was;
    return e;
}

static Val type_of_expr(Body *b, Node *n) {
    TExpr *e = unevaluated(b, n);
    if (texpr_bad(e)) return val_error(b->vs);
    if (e->kind < XP_LIST) return e->type;
    Val t = settled_type(b, e);
    if (t) return t;
    e = settle(b, e);
    return texpr_bad(e) ? val_error(b->vs) : e->type;
}

static Val origin_of_expr(Body *b, Node *n) {
    if (n->kind == NODE_Subscript) { /* `base["element"]`: storage that base owns indirectly */
        NodeSubscript *s = AS(Subscript, n);
        if (s->indices.len == 1 && s->indices.data[0]->kind == NODE_StringLit) {
            Val base = origin_of_expr(b, s->value);
            bool shared = b->module->is_std && str_eq_c(AS(StringLit, s->indices.data[0])->value, "shared");
            return val_is_error(base) ? base : val_field_origin(b->vs, base, shared ? ORIGIN_SHARED : ORIGIN_INTERIOR);
        }
    }
    TExpr *e = unevaluated(b, n);
    if (texpr_bad(e)) return val_error(b->vs);
    if (e->kind == X_CONST && e->type && e->type->kind == T_ORIGIN) return e->val;
    if (e->is_place && e->origin) return e->origin;
    if (e->kind == X_CONST || is_pending(e)) return val_origin(b->vs, O_STATIC, false);
    Diag *d =
        berr(b, DIAG_no_origin, n, "`%s` is a temporary value and has no origin", place_text(b, e));
    diag_help(d, "keep it in a variable first");
    return val_error(b->vs);
}

Val check_type_of(Cx *cx, const ExprEnv *env, Node *n) {
    Arena a;
    arena_init(&a);
    Body b;
    body_init(&b, cx, env, &a);
    b.comptime = true;
    Val v = type_of_expr(&b, n);
    arena_done(&a);
    return v;
}

Val check_origin_of(Cx *cx, const ExprEnv *env, Node *n) {
    Arena a;
    arena_init(&a);
    Body b;
    body_init(&b, cx, env, &a);
    b.comptime = true;
    Val v = origin_of_expr(&b, n);
    arena_done(&a);
    return v;
}

/* `o.contains[p]`: everything p may refer to lies in o; `o.equals[p]`: and the other way round. */
TExpr *origin_test(Body *b, Ref *r, Node *at) {
    ExprEnv env = body_env(b);
    Val o = r->value->val, p = check_origin_list(b->cx, &env, &r->params), boolean = lib_type(b, NM_Bool);
    if (val_is_error(p)) return texpr_error(b, at);
    Val in = val_op2(b->vs, SYM_ORIGIN_WITHIN, boolean, p, o);
    if (str_eq_c(name_str(r->name), "contains")) return texpr_const(b, in, at);
    return texpr_const(b, val_op2(b->vs, SYM_AND, boolean, in, val_op2(b->vs, SYM_ORIGIN_WITHIN, boolean, o, p)), at);
}

static bool arity(Body *b, Ref *r, NodeCall *n, uint32_t want) {
    if (n->args.len == want) return true;
    berr(b, DIAG_no_match, &n->node, "`%s` takes %u operand%s, found %u", r->name->chars, want,
         want == 1 ? "" : "s", n->args.len);
    return false;
}

static TExpr *conforms_expr(Body *b, Val t, Val tr, Node *at) {
    if (check_conforms(b->cx, t, tr, b->facts)) return texpr_const(b, val_bool(b->cx, true), at);
    Val args[2] = {t, tr};
    if (!val_is_symbolic(t)) return texpr_const(b, val_bool(b->cx, false), at);
    return texpr_const(b, val_op(b->vs, SYM_CONFORMS, lib_type(b, NM_Bool), args, 2), at);
}

TExpr *expr_form_call(Body *b, Ref *r, NodeCall *n, Val want) {
    (void)want;
    Node *at = &n->node;
    switch (r->form) {
    case FORM_TYPE_OF: {
        if (!arity(b, r, n, 1)) return texpr_error(b, at);
        return texpr_const(b, type_of_expr(b, n->args.data[0]), at);
    }
    case FORM_ORIGIN_OF: {
        Val *os = ARENA_ARRAY(b->arena, Val, n->args.len + 1);
        for (uint32_t i = 0; i < n->args.len; i++) {
            os[i] = origin_of_expr(b, n->args.data[i]);
            if (val_is_error(os[i])) return texpr_error(b, at);
        }
        if (!n->args.len) return texpr_const(b, val_origin(b->vs, O_UNTRACKED, false), at);
        return texpr_const(b, n->args.len == 1 ? os[0] : val_origin_union(b->vs, os, n->args.len),
                           at);
    }
    case FORM_CONFORMS_TO: {
        if (!arity(b, r, n, 2)) return texpr_error(b, at);
        Val t = ct_type(b, n->args.data[0], false), tr = ct_type(b, n->args.data[1], false);
        if (val_is_error(t) || val_is_error(tr)) return texpr_error(b, at);
        tr = closure_as_trait(b->cx, tr);
        if (tr->kind != T_TRAIT) {
            berr(b, DIAG_type_mismatch, n->args.data[1],
                 "`conforms_to` asks for a trait, found `%s`", tstr(b, tr));
            return texpr_error(b, at);
        }
        return conforms_expr(b, t, tr, at);
    }
    case FORM_REBIND:
    case FORM_REBIND_VAR: {
        if (!r->has_params || r->params.len != 1 || !arity(b, r, n, 1)) {
            berr(b, DIAG_no_match, at, "`%s` is written `%s[Type](value)`", r->name->chars,
                 r->name->chars);
            return texpr_error(b, at);
        }
        Val t = ct_type(b, r->params.data[0], false);
        TExpr *e = expr_value(b, n->args.data[0]);
        if (val_is_error(t) || texpr_bad(e)) return texpr_error(b, at);
        if (e->type == t) return e;
        if (!val_is_symbolic(e->type) && !val_is_symbolic(t) && !same_but_origins(b, e->type, t)) {
            Diag *d =
                berr(b, DIAG_type_mismatch, at, "`rebind` needs equal types, found `%s` and `%s`",
                     tstr(b, e->type), tstr(b, t));
            diag_help(d, "convert the value instead");
            return texpr_error(b, at);
        }
        if (r->form == FORM_REBIND_VAR) e = to_owned(b, e);
        if (texpr_bad(e)) return e;
        Val pair[2] = {e->type, t};
        TExpr *v = reinterpret(b, e, t);
        if (b->block) { /* checked at instantiation */
            TStmt *s = stmt_add(b, ST_CT_ASSERT, at);
            s->val = val_op(b->vs, SYM_EQ, lib_type(b, NM_Bool), pair, 2);
            s->msg = texpr_const(b, val_str(b->vs, STR("rebind needs equal types")), at);
        }
        return v;
    }
    case FORM_MATERIALIZE: {
        if (!r->has_params || r->params.len != 1) {
            berr(b, DIAG_no_match, at, "`materialize` is written `materialize[value]()`");
            return texpr_error(b, at);
        }
        Val v = ct_value(b, r->params.data[0], NULL);
        return settle(b, texpr_const(b, v, at));
    }
    case FORM_PACK_LEN:
        return texpr_const(b, val_op(b->vs, SYM_PACK_LEN, lib_type(b, NM_Int), &r->value->val, 1),
                           at);
    case FORM_PACK_CONTAINS: return pack_form(b, r, at);
    case FORM_PACK_ALL: {
        if (!r->has_params || r->params.len != 1) {
            berr(b, DIAG_no_match, at,
                 "`all_conforms_to` is written `Ts.all_conforms_to[Trait]()`");
            return texpr_error(b, at);
        }
        Val tr = ct_type(b, r->params.data[0], false);
        return val_is_error(tr) ? texpr_error(b, at) : conforms_expr(b, r->value->val, tr, at);
    }
    case FORM_IN_COMPTIME: return ref_value(b, r, NULL);
    }
    return texpr_error(b, at);
}
