/* SPDX-License-Identifier: Apache-2.0 */
/* Calls and intrinsics: arguments by convention, variadic arguments, raising edges. */
#include "lower/lower_int.h"

/* ---- callees
 * ---------------------------------------------------------------------------------------- */
/* The signature an indirect or symbolic callee is called by, or NULL. */
static const Sig *callee_sig(const TCallee *c) {
    Val t = c->fnptr ? c->fnptr->type : c->fnval ? c->fnval->type : NULL;
    if (c->is_call_op && c->self_type)
        t = c->self_type->kind == T_FN ? c->self_type : c->self_type->type;
    if (t && t->kind == T_TRAIT)
        for (uint32_t i = 0; i < t->n; i++)
            if (t->args[i]->kind == T_FN) return t->args[i]->u.sig;
    return t && t->kind == T_FN ? t->u.sig : NULL;
}

/* What the callee takes as its i-th argument; NULL type: unknown, or a callable that is passed as the first one. */
static SigArg callee_arg(const TCallee *c, uint32_t i) {
    if (c->fn) {
        const VarDecl *v = i < c->fn->args.len ? c->fn->args.data[i] : NULL;
        return v ? (SigArg){.conv = v->conv, .variadic = v->variadic, .type = v->type} : (SigArg){.conv = CONV_IMM};
    }
    const Sig *s = callee_sig(c);
    uint32_t skip = c->is_call_op ? 1 : 0;
    return s && i >= skip && i - skip < s->n_args ? s->args[i - skip] : (SigArg){.conv = CONV_IMM};
}

static uint8_t arg_conv(const TCallee *c, uint32_t i) {
    return callee_arg(c, i).conv;
}

/* A type of the callee's signature as the call sees it. */
static Val callee_type(Lower *lo, const TCallee *c, Val t) {
    if (!c->fn || !t || !val_is_symbolic(t)) return t;
    const ParamDecl **params;
    uint32_t n = fn_all_params(c->fn, &params, &lo->scratch);
    Subst s = {.params = (const struct ParamDecl *const *)params,
               .args = c->params,
               .n = n < c->n_params ? n : c->n_params};
    return val_subst(lo->cx->vals, t, &s);
}

Val lower_callee_error(Lower *lo, const TExpr *call) {
    const TCallee *c = call->callee;
    Val t = NULL;
    if (c->fn) {
        t = c->fn->raises ? callee_type(lo, c, c->fn->error) : NULL;
    } else {
        const Sig *s = callee_sig(c);
        t = s && (s->flags & FN_RAISES) ? s->error : NULL;
    }
    return t && t->kind == T_NEVER ? NULL : t;
}

static IrCallee *make_callee(Lower *lo, const TCallee *c) {
    IrCallee *r = ARENA_NEW(lo->f->arena, IrCallee);
    r->fn = c->fn;
    r->self_type = c->self_type;
    r->params = c->n_params ? arena_dup(lo->f->arena, c->params, sizeof(Val) * c->n_params) : NULL;
    r->n_params = c->n_params;
    r->fnval = c->fnval;
    r->is_call_op = c->is_call_op;
    if (c->fnptr) {
        r->is_indirect = true;
        r->fnptr = lower_operand(lo, c->fnptr);
    }
    return r;
}

/* ---- variadic arguments
 * ------------------------------------------------------------------------------ */
static int field_named(const StructDecl *s, const char *name) {
    for (uint32_t i = 0; i < s->fields.len; i++)
        if (str_eq_c(name_str(s->fields.data[i]->decl.name), name)) return (int)i;
    return -1;
}

/* Elements in temporaries, an array of pointers to them, and the library struct that holds both. */
static Place variadic(Lower *lo, TExpr *e, Val type, bool owned) {
    IrFn *f = lo->f;
    const StructDecl *s = lower_struct(lo, type);
    int ptrs = s ? field_named(s, "_ptrs") : -1, len = s ? field_named(s, "_len") : -1;
    Val ptrs_type = ptrs >= 0 ? lower_field_type(lo, type, (uint32_t)ptrs) : NULL;
    if (!ptrs_type || ptrs_type->kind != T_PTR) {
        lower_error(lo, DIAG_internal_fault, e->pos,
                    "a variadic argument needs the library's `_ptrs` field");
        return place_local(f->result);
    }
    Place *elems = ARENA_ARRAY(&lo->scratch, Place, e->n_args + 1);
    for (uint32_t i = 0; i < e->n_args; i++) {
        elems[i] = owned ? lower_owned(lo, e->args[i]) : lower_place(lo, e->args[i]);
        if (owned && elems[i].n_proj) { /* given away as a whole: it needs a local of its own */
            uint32_t t = lower_temp(lo, e->args[i]->type, e->pos);
            lower_move(lo, place_local(t), elems[i], e->pos);
            elems[i] = place_local(t);
        }
    }
    Val slot = ptrs_type->args[0],
        parts[2] = {slot, val_i64(lo->cx->vals, val_prim(lo->cx->vals, T_PRIMINT), e->n_args)};
    Val array_type = val_make(lo->cx->vals, T_ARRAY, NULL, NULL, parts, 2);
    uint32_t array = lower_temp(lo, array_type, e->pos), list = lower_temp(lo, type, e->pos);
    f->locals.data[array].no_drop = true;
    if (!owned) f->locals.data[list].no_drop = true;
    for (uint32_t i = 0; i < e->n_args; i++) {
        lower_ref(lo, place_proj(f, place_local(array), PROJ_ELEM, i, slot), elems[i], e->pos);
        vec_last(&f->blocks.data[lo->cur].insts).untracked = true;
        if (!owned) lower_borrow(lo, array, elems[i].local);
    }
    lower_inst(lo, IR_MARK_INIT, e->pos)->src = place_local(array);
    lower_borrow(lo, list, array);
    lower_ref(lo, place_field(f, place_local(list), (uint32_t)ptrs, ptrs_type), place_local(array),
              e->pos);
    vec_last(&f->blocks.data[lo->cur].insts).untracked = true;
    if (len >= 0) {
        Val t = lower_field_type(lo, type, (uint32_t)len);
        IrInst *in = lower_inst(lo, IR_CONST, e->pos);
        in->has_dst = in->untracked = true;
        in->dst = place_field(f, place_local(list), (uint32_t)len, t);
        in->val = val_i64(lo->cx->vals, t, e->n_args);
    }
    lower_inst(lo, IR_MARK_INIT, e->pos)->src = place_local(list);
    for (uint32_t i = 0; owned && i < e->n_args; i++)
        lower_inst(lo, IR_FORGET, e->pos)->src = elems[i];
    return place_local(list);
}

/* ---- calls
 * -------------------------------------------------------------------------------------------- */
static bool rest_is_simple(const TExpr *e, uint32_t from) {
    for (uint32_t i = from; i < e->n_args; i++)
        if (!lower_is_simple(e->args[i])) return false;
    return true;
}

static IrArg lower_arg(Lower *lo, TExpr *e, uint32_t i) {
    const TCallee *c = e->callee;
    TExpr *a = e->args[i];
    SigArg v = callee_arg(c, i);
    bool owned = v.conv == CONV_VAR || v.conv == CONV_DEINIT;
    if ((v.variadic == VARIADIC_LIST || v.variadic == VARIADIC_PACK) && a->kind == X_AGG)
        return (IrArg){variadic(lo, a, callee_type(lo, c, v.type), owned),
                       owned ? ARG_MOVE : ARG_REF};
    if (!owned) return (IrArg){lower_place(lo, a), ARG_REF};
    Place p = lower_owned(lo, a);
    if (a->kind == X_MOVE &&
        !rest_is_simple(e, i + 1)) { /* given away now, before what comes later */
        uint32_t t = lower_temp(lo, a->type, a->pos);
        lower_move(lo, place_local(t), p, a->pos);
        p = place_local(t);
    }
    return (IrArg){p, ARG_MOVE};
}

/* A block between the call and where its error is awaited, which converts the error. */
static uint32_t converting_block(Lower *lo, TExpr *e, uint32_t error, RaiseTo to) {
    uint32_t here = lo->cur, block = ir_block(lo->f);
    lo->cur = block;
    const TCallee *c = e->err_conv;
    IrArg *args = ARENA_ARRAY(lo->f->arena, IrArg, 1);
    uint8_t conv = arg_conv(c, 0);
    args[0] =
        (IrArg){place_local(error), conv == CONV_VAR || conv == CONV_DEINIT ? ARG_MOVE : ARG_REF};
    IrCallee *callee = make_callee(lo, c);
    IrInst *in = lower_inst(lo, IR_CALL, e->pos);
    in->callee = callee;
    in->args = args;
    in->n_args = 1;
    in->has_dst = true;
    in->dst = place_local(to.error);
    lower_goto(lo, to.block, e->pos);
    lo->cur = here;
    return block;
}

static void invoke(Lower *lo, TExpr *e, const IrInst *call, Val error) {
    RaiseTo to = lower_raise_target(lo, error, e->pos);
    uint32_t good = ir_block(lo->f), place = to.error, bad = to.block;
    ValStore *vs = lo->cx->vals;
    if (!to.ok) { /* only possible where the error type turns out to be Never */
        place = lower_temp(lo, error, e->pos);
        bad = ir_block(lo->f);
    } else if (to.type != error && !e->err_conv && !val_is_symbolic(error) &&
               val_erase_origins(vs, to.type) != val_erase_origins(vs, error)) {
        lower_error(
            lo, DIAG_type_mismatch, e->pos,
            arena_printf(&lo->scratch,
                         "this call raises `%s`, which cannot become the `%s` that is raised here",
                         val_str_of(&lo->scratch, error), val_str_of(&lo->scratch, to.type)));
    } else if (e->err_conv) {
        place = lower_temp(lo, error, e->pos);
        bad = converting_block(lo, e, place, to);
    }
    IrTerm *t = lower_term(lo, TERM_INVOKE, e->pos);
    t->call = arena_dup(lo->f->arena, call, sizeof *call);
    t->err = place_local(place);
    t->b0 = good;
    t->b1 = bad;
    lo->cur = good;
}

static bool holds_origin(Val t, uint32_t depth) {
    if (!t || depth > 8) return false;
    if (t->kind >= O_PLACE && t->kind <= O_ERASED) return true;
    for (uint32_t i = 0; i < t->n; i++)
        if (holds_origin(t->args[i], depth + 1)) return true;
    return false;
}

/* A result that may refer to something keeps alive what its `ref` arguments are, whatever its origin says:
 * temporaries have no name that it could mention, and conversions may have lost it. */
static void keep_ref_arguments(Lower *lo, const TExpr *e, const IrInst *in, uint32_t result) {
    if (!lo->f->locals.data[result].is_ref && !holds_origin(e->type, 0)) return;
    for (uint32_t i = 0; i < in->n_args; i++)
        if (arg_conv(e->callee, i) == CONV_REF) lower_borrow(lo, result, in->args[i].place.local);
}

void lower_call(Lower *lo, TExpr *e, Place dst, bool want) {
    IrInst in = {.op = IR_CALL, .pos = e->pos};
    in.n_args = e->n_args;
    in.args = ARENA_ARRAY(lo->f->arena, IrArg, e->n_args + 1);
    if (e->callee->fnptr) /* evaluated before its arguments */
        in.callee = make_callee(lo, e->callee);
    for (uint32_t i = 0; i < e->n_args; i++) in.args[i] = lower_arg(lo, e, i);
    if (!in.callee) in.callee = make_callee(lo, e->callee);
    if (want) keep_ref_arguments(lo, e, &in, dst.local);
    bool never = lower_is_never(e);
    in.has_dst = want && !never;
    in.dst = dst;
    Val error = lower_callee_error(lo, e);
    if (error)
        invoke(lo, e, &in, error);
    else
        *lower_inst(lo, IR_CALL, e->pos) = in;
    if (never) lower_term(lo, TERM_UNREACHABLE, e->pos);
}

/* ---- intrinsics
 * ---------------------------------------------------------------------------------------- */
bool lower_intrin_is_place(const TExpr *e) {
    switch (e->intrin) {
    case INTR_deref:
    case INTR_array_ref:
    case INTR_tuple_ref:
    case INTR_union_ref:
    case INTR_field_ref:
    case INTR_pack_ref: return true;
    default: return false;
    }
}

/* A place made by an instruction: its index is known only after elaboration. */
static Place symbolic_place(Lower *lo, TExpr *e, Place base) {
    uint32_t r = lower_ref_local(lo, LOCAL_TEMP, e->type, e->origin, NULL, e->pos);
    lo->f->locals.data[r].is_mut = e->is_mut;
    lower_borrow(lo, r, base.local);
    IrArg *args = ARENA_ARRAY(lo->f->arena, IrArg, 1);
    args[0] = (IrArg){base, ARG_REF};
    IrInst *in = lower_inst(lo, IR_INTRIN, e->pos);
    in->intrin = e->intrin;
    in->params = arena_dup(lo->f->arena, e->params, sizeof(Val) * e->n_params);
    in->n_params = e->n_params;
    in->args = args;
    in->n_args = 1;
    in->has_dst = true;
    in->dst = place_local(r);
    return lower_local_place(lo, r);
}

Place lower_intrin_place(Lower *lo, TExpr *e) {
    int64_t k;
    Place base;
    switch (e->intrin) {
    case INTR_deref: return place_deref(lo->f, lower_operand(lo, e->args[0]), e->type);
    case INTR_array_ref: {
        base = lower_place(lo, e->args[0]);
        TExpr *i = e->args[1];
        if (i->kind == X_CONST && val_as_i64(i->val, &k) && k >= 0 && k < UINT32_MAX)
            return place_proj(lo->f, base, PROJ_ELEM, (uint32_t)k, e->type);
        uint32_t t = lower_temp(lo, i->type, i->pos);
        lower_into(lo, i, place_local(t));
        return place_proj(lo->f, base, PROJ_INDEX, t, e->type);
    }
    case INTR_tuple_ref:
    case INTR_field_ref:
        base = lower_place(lo, e->args[0]);
        if (e->n_params && val_as_i64(e->params[0], &k) && k >= 0 && k < UINT32_MAX)
            return place_field(lo->f, base, (uint32_t)k, e->type);
        return symbolic_place(lo, e, base);
    case INTR_union_ref:
        return place_proj(lo->f, lower_place(lo, e->args[0]), PROJ_CAST, 0, e->type);
    default: return symbolic_place(lo, e, lower_place(lo, e->args[0])); /* pack_ref */
    }
}

/* Arguments that are places rather than values. */
static bool takes_place(uint8_t intrin, uint32_t i) {
    return intrin == INTR_atomic_cmpxchg && i == 1;
}

static bool intrin_ends(uint8_t intrin) {
    return intrin == INTR_trap || intrin == INTR_unreachable || intrin == INTR_abort;
}

/* Intrinsics that are instructions of their own. */
static bool special(Lower *lo, TExpr *e, Place dst, bool want) {
    IrInst *in;
    Place p;
    switch (e->intrin) {
    case INTR_addr_of:
        p = lower_place(lo, e->args[0]);
        if (!want) return true;
        lower_ref(lo, dst, p, e->pos);
        if (dst.n_proj == 0 && lo->f->locals.data[dst.local].kind == LOCAL_TEMP)
            lower_borrow(lo, dst.local, p.local);
        return true;
    case INTR_write: {
        Place v = lower_owned(lo, e->args[1]);
        p = lower_place(lo, e->args[0]);
        lower_move(lo, p, v, e->pos);
        if (p.n_proj) { /* what was there, if anything, is not destroyed */
            vec_last(&lo->f->blocks.data[lo->cur].insts).untracked = true;
            in = lower_inst(lo, IR_MARK_INIT, e->pos);
            in->src = p;
            in->untracked = true;
        }
        return true;
    }
    case INTR_take:
        p = lower_place(lo, e->args[0]);
        if (!want) dst = place_local(lower_temp(lo, e->args[0]->type, e->pos));
        lower_move(lo, dst, p, e->pos);
        vec_last(&lo->f->blocks.data[lo->cur].insts).untracked_src = p.n_proj != 0;
        return true;
    case INTR_destroy:
        p = lower_place(lo, e->args[0]);
        in = lower_inst(lo, IR_DROP, e->pos);
        in->src = p;
        in->untracked = true;
        return true;
    case INTR_uninit:
        if (want) lower_inst(lo, IR_MARK_INIT, e->pos)->src = dst;
        return true;
    case INTR_mark_initialized:
        p = lower_place(lo, e->args[0]);
        in = lower_inst(lo, IR_MARK_INIT, e->pos);
        in->src = p;
        in->untracked = true;
        return true;
    case INTR_mark_destroyed:
        p = lower_place(lo, e->args[0]);
        lower_inst(lo, IR_FORGET, e->pos)->src = p;
        return true;
    default: return false;
    }
}

void lower_intrin(Lower *lo, TExpr *e, Place dst, bool want) {
    if (special(lo, e, dst, want)) {
        bool value =
            e->intrin == INTR_addr_of || e->intrin == INTR_take || e->intrin == INTR_uninit;
        if (want && !value) /* None is asked for */
            lower_inst(lo, IR_MARK_INIT, e->pos)->src = dst;
        return;
    }
    IrArg *args = ARENA_ARRAY(lo->f->arena, IrArg, e->n_args + 1);
    for (uint32_t i = 0; i < e->n_args; i++) {
        TExpr *a = e->args[i];
        if (takes_place(e->intrin, i)) {
            args[i] = (IrArg){lower_place(lo, a), ARG_REF};
            continue;
        }
        bool later_calls = a->kind != X_CONST;
        for (uint32_t k = i + 1; later_calls && k < e->n_args; k++)
            later_calls = !lower_is_simple(e->args[k]);
        later_calls = later_calls && i + 1 < e->n_args;
        if (a->kind == X_COPY && later_calls) { /* read now, not after the later operands ran */
            uint32_t t = lower_temp(lo, a->type, a->pos);
            lower_into(lo, a, place_local(t));
            args[i] = (IrArg){place_local(t), ARG_COPY_BITS};
        } else {
            args[i] = (IrArg){lower_operand(lo, a), ARG_COPY_BITS};
        }
    }
    if (want && (e->type == NULL || lower_is_never(e))) want = false;
    bool no_value = e->intrin == INTR_free || e->intrin == INTR_memcpy ||
                    e->intrin == INTR_memmove || e->intrin == INTR_memset ||
                    e->intrin == INTR_store || e->intrin == INTR_scatter ||
                    e->intrin == INTR_masked_store || e->intrin == INTR_atomic_store ||
                    e->intrin == INTR_fence || e->intrin == INTR_assume;
    if (!want && !no_value && !intrin_ends(e->intrin) && e->type && !lower_is_never(e)) {
        dst = place_local(lower_temp(lo, e->type, e->pos));
        want = true;
    }
    IrInst *in = lower_inst(lo, IR_INTRIN, e->pos);
    in->intrin = e->intrin;
    in->args = args;
    in->n_args = e->n_args;
    in->params = e->n_params ? arena_dup(lo->f->arena, e->params, sizeof(Val) * e->n_params) : NULL;
    in->n_params = e->n_params;
    in->has_dst = want && !no_value;
    in->dst = dst;
    if (want && no_value) /* None is asked for */
        lower_inst(lo, IR_MARK_INIT, e->pos)->src = dst;
    if (intrin_ends(e->intrin)) lower_term(lo, TERM_UNREACHABLE, e->pos);
}
