/* SPDX-License-Identifier: Apache-2.0 */
/* Typed tree → compile-time value. Arithmetic of scalar library types becomes S_OP by the name of
 * the method; foldable functions are seen through; other calls run (concrete) or stay S_CALL
 * (symbolic). */
#include "check/call.h"

typedef struct FoldEnv { /* arguments of a function that is seen through */
    const FnDecl *fn;
    const Val *args;
    uint32_t n;
    const struct FoldEnv *outer;
} FoldEnv;
enum { FOLD_MAX_DEPTH = 40 };
typedef struct Fold {
    Body *b;
    const FoldEnv *env;
    bool quiet;
    bool soft; /* like quiet, but a call that fails when it runs is reported */
    uint32_t depth;
} Fold;

static Val fold_expr(Fold *f, TExpr *e);

static Val not_known(Fold *f, const TExpr *e, const char *what) {
    if (f->quiet || f->soft) return NULL;
    if (e->kind == X_VAR && e->type->kind == T_STRUCT &&
        ((const StructDecl *)e->type->u.decl)->is_closure) {
        Diag *c = berr(f->b, DIAG_not_comptime, e->node,
                       "%s captures variables and cannot be a parameter", what);
        diag_help(c, "pass it as an argument: `f: Some[def(…) -> …]` takes closures");
        return NULL;
    }
    Diag *d = berr(f->b, DIAG_not_comptime, e->node, "%s is not known at compile time", what);
    if (!e->node) d->at = bspan_pos(f->b, e->pos, e->pos + 1);
    if (e->kind == X_VAR) {
        Span at = decl_span(&e->var->decl);
        if (at.file) diag_label(d, at, "it is a run-time value");
        if (!e->var->is_arg && e->var->decl.name)
            diag_help(d, "declare it `comptime %s = …`", e->var->decl.name->chars);
        else if (e->var->decl.name)
            diag_help(d, "make it a parameter: `[%s: %s]`", e->var->decl.name->chars,
                      tstr(f->b, e->var->type));
    }
    return NULL;
}

/* ---- arithmetic of scalar structs ----------------------------------------------------------- */

typedef struct OpName {
    uint16_t nm;
    uint8_t int_op, float_op; /* SymOp; 255: none */
    bool swap, negate;
} OpName;
static const OpName binary_ops[] = {
    {NM_add, SYM_ADD, SYM_ADD_F, 0, 0},
    {NM_radd, SYM_ADD, SYM_ADD_F, 1, 0},
    {NM_sub, SYM_ADD, SYM_SUB_F, 0, 1},
    {NM_rsub, SYM_ADD, SYM_SUB_F, 1, 1},
    {NM_mul, SYM_MUL, SYM_MUL_F, 0, 0},
    {NM_rmul, SYM_MUL, SYM_MUL_F, 1, 0},
    {NM_floordiv, SYM_FLOORDIV, 255, 0, 0},
    {NM_rfloordiv, SYM_FLOORDIV, 255, 1, 0},
    {NM_mod, SYM_MOD, 255, 0, 0},
    {NM_truediv, SYM_DIV, SYM_DIV_F, 0, 0},
    {NM_pow, SYM_POW, 255, 0, 0},
    {NM_lshift, SYM_SHL, 255, 0, 0},
    {NM_rshift, SYM_SHR, 255, 0, 0},
    {NM_and, SYM_AND, 255, 0, 0},
    {NM_or, SYM_OR, 255, 0, 0},
    {NM_xor, SYM_XOR, 255, 0, 0},
    {NM_eq, SYM_EQ, SYM_EQ, 0, 0},
    {NM_ne, SYM_NE, SYM_NE, 0, 0},
    {NM_lt, SYM_LT, SYM_LT, 0, 0},
    {NM_le, SYM_LE, SYM_LE, 0, 0},
    {NM_gt, SYM_LT, SYM_LT, 1, 0},
    {NM_ge, SYM_LE, SYM_LE, 1, 0},
};

static bool scalar_kind(Body *b, Val type, bool *is_float) {
    Val dt;
    int64_t code;
    DTypeClass cls;
    uint32_t bits;
    if (!type || type->kind != T_STRUCT || !val_scalar_leaf(type, &dt)) return false;
    *is_float = false;
    if (!val_as_i64(dt, &code))
        return false; /* SIMD[dtype, 1] with an unknown dtype: neither law holds for sure */
    if (dtype_info((DTypeCode)code, b->cx->target ? b->cx->target->pointer_size : 8, &cls, &bits))
        *is_float = cls == DTC_FLOAT;
    return true;
}

static Val scalar_call(Fold *f, const FnDecl *fn, Val type, const Val *args, uint32_t n) {
    Body *b = f->b;
    if (!fn->decl.parent || fn->decl.parent->kind != DECL_STRUCT || !fn->decl.name || !n)
        return NULL;
    bool is_float, to_float;
    Val self = args[0]->type;
    if (!scalar_kind(b, self, &is_float)) {
        if (fn->life == LIFE_INIT && n == 1 && fn->builtin_fold && self &&
            self->kind == T_PRIMINT && scalar_kind(b, type, &to_float) && args[0]->kind == V_INT &&
            !to_float)
            return val_int(b->vs, type, args[0]->u.big);
        if (fn->life == LIFE_INIT && n == 1 && fn->builtin_fold && self &&
            (self->kind == T_PRIMINT || self->kind == T_PRIMFLOAT) &&
            scalar_kind(b, type, &to_float))
            return val_op(b->vs, SYM_CONVERT, type, args, 1);
        return NULL;
    }
    if (n == 2 && args[1]->type == self) {
        for (size_t i = 0; i < ARRAY_LEN(binary_ops); i++) {
            const OpName *o = &binary_ops[i];
            if (!name_is(fn->decl.name, o->nm)) continue;
            uint8_t op = is_float ? o->float_op : o->int_op;
            if (op == 255) return NULL;
            Val x = args[o->swap], y = args[!o->swap];
            if ((op == SYM_FLOORDIV || op == SYM_MOD || op == SYM_DIV) && y->kind == V_INT &&
                !big_sign(y->u.big))
                return NULL; /* running it gives the library's own error */
            if (o->negate && !is_float)
                y = val_op2(b->vs, SYM_MUL, self, y, val_i64(b->vs, self, -1));
            return val_op2(b->vs, op, type, x, y);
        }
    }
    if (n == 1) {
        if (name_is(fn->decl.name, NM_neg))
            return is_float ? val_op(b->vs, SYM_NEG_F, type, args, 1)
                            : val_op2(b->vs, SYM_MUL, type, args[0], val_i64(b->vs, self, -1));
        if (name_is(fn->decl.name, NM_invert)) return val_op(b->vs, SYM_NOT, type, args, 1);
        if (name_is(fn->decl.name, NM_pos)) return args[0];
        if (name_is(fn->decl.name, NM_bool) && self == type) return args[0];
        if (name_is(fn->decl.name, NM_bool) && !is_float && type == lib_type(b, NM_Bool))
            return val_op2(b->vs, SYM_NE, type, args[0], val_i64(b->vs, self, 0));
        bool conv = name_is(fn->decl.name, NM_int) || name_is(fn->decl.name, NM_index) ||
                    name_is(fn->decl.name, NM_float) || (fn->life == LIFE_INIT && fn->builtin_fold);
        if (conv && scalar_kind(b, type, &to_float))
            return self == type ? args[0] : val_op(b->vs, SYM_CONVERT, type, args, 1);
        if (conv && fn->life == LIFE_INIT && val_scalar_leaf(type, &self) && is_float == false)
            return val_op(b->vs, SYM_CONVERT, type, args, 1);
    }
    return NULL;
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* A foldable function whose body is one `return`: its value in terms of the arguments. */
static Val see_through(Fold *f, FnDecl *fn, const Val *params, uint32_t n_params, const Val *args,
                       uint32_t n) {
    if (!fn->builtin_fold || f->depth >= FOLD_MAX_DEPTH || fn->life == LIFE_INIT) return NULL;
    fn->is_consulted = true;
    if (!fn->body && fn->decl.state == DECL_BODY_BUSY) return NULL;
    TBody *body = check_body(f->b->cx, fn);
    if (!body || body->has_error || !body->block || body->block->stmts.len != 1 ||
        body->block->stmts.data[0]->kind != ST_RETURN || !body->block->stmts.data[0]->a)
        return NULL;
    Body inner = *f->b;
    FoldEnv env = {.fn = fn, .args = args, .n = n, .outer = f->env};
    Fold g = {.b = &inner, .env = &env, .quiet = true, .depth = f->depth + 1};
    /* the body speaks of its own parameters: fold, then substitute */
    Val v = fold_expr(&g, body->block->stmts.data[0]->a);
    if (!v) return NULL;
    const ParamDecl **ps;
    uint32_t np = fn_all_params(fn, &ps, f->b->arena);
    Subst s = {.params = ps, .args = params, .n = np < n_params ? np : n_params};
    return val_subst(f->b->vs, v, &s);
}

/* A tuple or array built of its parts: `(4, "k")`, `[1, 2]`. */
static Val aggregate_call(Fold *f, const FnDecl *fn, Val type, const Val *args, uint32_t n) {
    uint32_t nf;
    if (fn->life != LIFE_INIT || !n || args[0]->kind != V_AGG || type->kind != T_STRUCT ||
        !((const Decl *)type->u.decl)->module->is_std)
        return NULL;
    const Val *ft = check_field_types(f->b->cx, type, &nf);
    if (!ft || nf != 1 || (ft[0]->kind != T_TUPLE && ft[0]->kind != T_ARRAY) ||
        ft[0]->kind != args[0]->type->kind)
        return NULL;
    Val agg = val_make(f->b->vs, V_AGG, ft[0], NULL, args[0]->args, args[0]->n);
    return val_make(f->b->vs, V_STRUCT, type, NULL, &agg, 1);
}

/* A sentence, then the compile-time stack, one call a line. */
static void run_failed(Body *b, const TExpr *e, const char *name, const char *why) {
    Diag *d = name ? berr(b, DIAG_comptime_failed, e->node,
                          "`%s` cannot be evaluated at compile time", name)
                   : berr(b, DIAG_comptime_failed, e->node,
                          "this value cannot be computed at compile time");
    for (const char *line = why; line && *line;) {
        const char *end = strchr(line, '\n');
        int len = end ? (int)(end - line) : (int)strlen(line);
        if (len) diag_note(d, SPAN_NONE, "%.*s", len, line);
        line = end ? end + 1 : line + len;
    }
}

/* Evaluation forgets origins: the value under the type the call has. */
static Val with_type(Body *b, Val v, Val type) {
    if (!type || v->type == type || !v->type || val_is_error(v)) return v;
    switch (v->kind) {
    case V_STRUCT:
    case V_AGG: return val_make(b->vs, (ValKind)v->kind, type, NULL, v->args, v->n);
    case V_OBJECT: return val_object(b->vs, type, v->u.op);
    default: return v;
    }
}

static Val fold_call(Fold *f, TExpr *e) {
    Body *b = f->b;
    TCallee *c = e->callee;
    FnDecl *fn = c->fn;
    if (!fn) {
        if (c->fnval && c->fnval->kind == V_FN)
            fn = (FnDecl *)c->fnval->u.decl;
        else
            return not_known(f, e, "the function called here");
    }
    Val *args = ARENA_ARRAY(b->arena, Val, e->n_args + 1);
    bool symbolic = false;
    for (uint32_t i = 0; i < e->n_args; i++) {
        args[i] = fold_expr(f, e->args[i]);
        if (!args[i] || val_is_error(args[i])) return args[i];
        symbolic |= val_is_symbolic(args[i]);
    }
    Val *params = c->params;
    uint32_t n_params = c->n_params;
    for (uint32_t i = 0; i < n_params; i++) symbolic |= val_is_symbolic(params[i]);
    if (c->self_type && !val_is_symbolic(c->self_type)) {
        Val *all;
        uint32_t n_all, own = fn->params.len;
        FnDecl *w =
            check_witness(b->cx, c->self_type, fn, params + (n_params - own), own, &all, &n_all);
        if (w) {
            fn = w;
            params = all;
            n_params = n_all;
        }
    }
    Val v = scalar_call(f, fn, e->type, args, e->n_args);
    if (!v) v = aggregate_call(f, fn, e->type, args, e->n_args);
    if (v) return v;
    if (fn->synth == SYNTH_FIELDWISE_INIT && e->type->kind == T_STRUCT)
        return val_make(b->vs, V_STRUCT, e->type, NULL, args, e->n_args);
    if (fn->life == LIFE_COPY || fn->life == LIFE_MOVE)
        if (e->n_args == 1 && !symbolic && fn->synth != SYNTH_NONE) return args[0];
    v = see_through(f, fn, params, n_params, args, e->n_args);
    if (v) return v;
    if (!symbolic && !f->env && b->cx->demand.eval) {
        const char *why = NULL;
        v = b->cx->demand.eval(b->cx->demand.ctx, fn, params, n_params, args, e->n_args, &why);
        if (v) return with_type(b, v, e->type);
        if (f->quiet) return NULL;
        run_failed(b, e, fn->decl.name ? fn->decl.name->chars : NULL, why);
        return f->soft ? val_error(b->vs) : NULL;
    }
    return val_call(b->vs, fn, e->type, params, n_params, args, e->n_args);
}

static Val fold_intrin(Fold *f, TExpr *e) {
    Body *b = f->b;
    switch ((IntrinsicId)e->intrin) {
    case INTR_from_int_literal:
        if (e->params[1]->kind == V_INT && e->type->kind == T_SIMD)
            return val_int(b->vs, e->type, e->params[1]->u.big);
        return NULL;
    case INTR_tuple_ref: {
        Val base = fold_expr(f, e->args[0]);
        int64_t i;
        if (base && !val_is_error(base) && val_as_i64(e->params[0], &i) && i >= 0)
            return val_field(b->vs, base, (uint32_t)i, e->type);
        return base && val_is_error(base) ? base : not_known(f, e, "this element");
    }
    default: return not_known(f, e, "the result of this operation");
    }
}

static Val fold_expr(Fold *f, TExpr *e) {
    Body *b = f->b;
    ValStore *vs = b->vs;
    if (!e || texpr_bad(e)) return val_error(vs);
    switch (e->kind) {
    case X_CONST:
    case X_FN: return e->val;
    case X_VAR: {
        for (const FoldEnv *v = f->env; v; v = v->outer)
            if (e->var->fn == v->fn && e->var->is_arg && e->var->index < v->n)
                return v->args[e->var->index];
        return not_known(f, e,
                         e->var->decl.name
                             ? arena_printf(b->arena, "`%s`", e->var->decl.name->chars)
                             : "this value");
    }
    case X_COPY:
    case X_MOVE:
    case X_TEMP_REF: return fold_expr(f, e->a);
    case X_FIELD: {
        Val v = fold_expr(f, e->a);
        if (!v || val_is_error(v)) return v;
        return val_field(vs, v, e->index, e->type);
    }
    case X_AGG: {
        Val *args = ARENA_ARRAY(b->arena, Val, e->n_args + 1);
        for (uint32_t i = 0; i < e->n_args; i++) {
            args[i] = fold_expr(f, e->args[i]);
            if (!args[i] || val_is_error(args[i])) return args[i];
        }
        return val_make(vs, e->type->kind == T_STRUCT ? V_STRUCT : V_AGG, e->type, NULL, args,
                        e->n_args);
    }
    case X_AND:
    case X_OR: {
        Val x = fold_expr(f, e->a);
        bool known;
        if (!x || val_is_error(x)) return x;
        if (val_as_bool(x, &known) && known == (e->kind == X_OR)) return x;
        Val y = fold_expr(f, e->b);
        if (!y || val_is_error(y)) return y;
        return val_op2(vs, e->kind == X_AND ? SYM_AND : SYM_OR, e->type, x, y);
    }
    case X_NOT_BOOL: {
        Val x = fold_expr(f, e->a);
        return x && !val_is_error(x) ? val_op(vs, SYM_NOT, e->type, &x, 1) : x;
    }
    case X_IF: {
        Val c = fold_expr(f, e->a);
        bool known;
        if (!c || val_is_error(c)) return c;
        if (val_as_bool(c, &known)) return fold_expr(f, known ? e->b : e->c);
        Val x = fold_expr(f, e->b), y = x ? fold_expr(f, e->c) : NULL;
        return x && y ? val_cond(vs, c, x, y) : NULL;
    }
    case X_CALL: return fold_call(f, e);
    case X_INTRIN: return fold_intrin(f, e);
    case X_BLOCK:
        if (e->body && !e->body->stmts.len && e->a) return fold_expr(f, e->a);
        return not_known(f, e, "this expression");
    default: {
        TExpr *s = settle(b, e);
        return texpr_bad(s) ? val_error(vs) : fold_expr(f, s);
    }
    }
}

Val fold(Body *b, TExpr *e, bool quiet) {
    Fold f = {.b = b, .quiet = quiet};
    Val v = fold_expr(&f, e);
    if (v && val_is_error(v) && !quiet && b->tb) b->tb->has_error = true;
    return v;
}

/* ---- doors ---------------------------------------------------------------------------------- */

Val ct_convert(Body *b, TExpr *e, Val want, const char *what) {
    if (texpr_bad(e)) return val_error(b->vs);
    if (want && want->kind == T_TRAIT) {
        Val v = e->kind >= XP_LIST ? NULL : fold(b, e, false);
        if (e->kind == XP_FNS) {
            e = settle(b, e);
            return texpr_bad(e) ? val_error(b->vs) : e->type;
        }
        if (v && v->kind == V_FN) return v;
        return v ? v : val_error(b->vs);
    }
    if (want)
        e = convert(b, e, want, what, NULL);
    else if (e->kind >= XP_LIST)
        e = settle(b, e);
    if (texpr_bad(e)) return val_error(b->vs);
    Fold f = {.b = b, .soft = true};
    Val v = fold_expr(&f, e);
    const char *why = NULL;
    if (!v) v = comptime_run(b, e, b->ct_block == b->block ? b->block : NULL, &why);
    if (!v && why) {
        run_failed(b, e, NULL, why);
        v = val_error(b->vs);
    }
    if (!v) v = fold(b, e, false);
    if (v && val_is_error(v) && b->tb) b->tb->has_error = true;
    return v ? v : val_error(b->vs);
}

Val ct_value(Body *b, Node *n, Val want) {
    bool was = b->comptime;
    TBlock *saved = b->block, *saved_ct = b->ct_block, scratch = {0};
    b->comptime = true;
    b->block = b->ct_block = &scratch;
    TExpr *e = expr(b, n, want);
    Val v = ct_convert(b, e, want, NULL);
    b->block = saved;
    b->ct_block = saved_ct;
    b->comptime = was;
    return v;
}

Val ct_type(Body *b, Node *n, bool allow_unbound) {
    ExprEnv env = body_env(b);
    Val v = check_type_expr(b->cx, &env, n, allow_unbound);
    if (val_is_error(v) && b->tb) b->tb->has_error = true;
    return v;
}

Val check_comptime_expr(Cx *cx, const ExprEnv *env, Node *n, Val want) {
    if (!n) return val_error(cx->vals);
    Body b;
    body_init(&b, cx, env, &cx->arena); /* what runs later may hold on to the tree */
    if (++cx->depth > 256) {
        berr(&b, DIAG_too_deep, n,
             "compile-time values depend on each other more than 256 levels deep");
        cx->depth--;
        return val_error(cx->vals);
    }
    Val v = ct_value(&b, n, want);
    cx->depth--;
    return v;
}
