/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions: every one is lowered as a place (somewhere to read, borrow or consume) or into a
 * place. */
#include "lower/lower_int.h"

bool lower_is_never(const TExpr *e) {
    return e->type && e->type->kind == T_NEVER;
}

bool lower_is_simple(const TExpr *e) {
    for (uint32_t i = 0; e && i < 64; i++) {
        switch ((TExprKind)e->kind) {
        case X_CONST:
        case X_VAR:
        case X_FN: return true;
        case X_FIELD:
        case X_COPY: e = e->a; continue;
        default: return false;
        }
    }
    return false;
}

/* ---- values known at compile time
 * ---------------------------------------------------------------- */
static void into_const(Lower *lo, Val v, Place dst, uint32_t pos) {
    IrInst *in = lower_inst(lo, IR_CONST, pos);
    in->has_dst = true;
    in->dst = dst;
    in->val = v;
}

/* ---- aggregates
 * ---------------------------------------------------------------------------------- */
/* Parts are evaluated first, then moved in: an error on the way destroys the parts made so far. */
static void into_agg(Lower *lo, TExpr *e, Place dst) {
    Place *parts = ARENA_ARRAY(&lo->scratch, Place, e->n_args + 1);
    for (uint32_t i = 0; i < e->n_args; i++)
        if (e->args[i]->kind != X_CONST) parts[i] = lower_owned(lo, e->args[i]);
    const StructDecl *s = e->type->kind == T_STRUCT ? e->type->u.decl : NULL;
    if (s && s->is_closure) {
        ClosureRefs *refs = map_get(&lo->closures, s);
        if (!refs) {
            refs = ARENA_NEW(&lo->scratch, ClosureRefs);
            map_put(&lo->closures, s, refs);
            FnSet *call = (FnSet *)scope_get(&s->members, NAME_(call));
            if (call && call->decl.kind == DECL_FNSET && call->fns.len) lower_fn(lo->cx, call->fns.data[0]);
        }
        for (uint32_t i = 0; i < e->n_args; i++)
            if (e->args[i]->kind != X_CONST && e->args[i]->type->kind == T_PTR)
                vec_push(&refs->locals, parts[i].local); /* captured by reference */
    }
    for (uint32_t i = 0; i < e->n_args; i++) {
        TExpr *a = e->args[i];
        Place to = e->type->kind == T_ARRAY ? place_proj(lo->f, dst, PROJ_ELEM, i, a->type)
                                            : place_field(lo->f, dst, i, a->type);
        if (a->kind == X_CONST)
            into_const(lo, a->val, to, a->pos);
        else
            lower_move(lo, to, parts[i], a->pos);
        vec_last(&lo->f->blocks.data[lo->cur].insts).untracked = true;
    }
    lower_inst(lo, IR_MARK_INIT, e->pos)->src = dst;
}

/* A vector out of its lanes. */
static void into_lanes(Lower *lo, TExpr *e, Place dst) {
    uint32_t acc = lower_temp(lo, e->type, e->pos);
    lower_inst(lo, IR_MARK_INIT, e->pos)->src = place_local(acc);
    Decl *int_decl = resolver_std(lo->cx->resolver, NM_Int);
    Val int_type =
        int_decl && int_decl->kind == DECL_COMPTIME ? DECL_AS(ComptimeDecl, int_decl)->value : NULL;
    if (!int_type) {
        lower_error(lo, DIAG_internal_fault, e->pos, "a vector value needs the library's `Int`");
        return;
    }
    for (uint32_t i = 0; i < e->n_args; i++) {
        Place lane = lower_leaf(lo, lower_operand(lo, e->args[i]));
        uint32_t index = lower_temp(lo, int_type, e->pos);
        into_const(lo, val_i64(lo->cx->vals, int_type, i), place_local(index), e->pos);
        IrArg *args = ARENA_ARRAY(lo->f->arena, IrArg, 3);
        args[0] = (IrArg){place_local(acc), ARG_COPY_BITS};
        args[1] = (IrArg){lower_leaf(lo, place_local(index)), ARG_COPY_BITS};
        args[2] = (IrArg){lane, ARG_COPY_BITS};
        uint32_t next = lower_temp(lo, e->type, e->pos);
        IrInst *in = lower_inst(lo, IR_INTRIN, e->pos);
        in->intrin = INTR_insert;
        in->args = args;
        in->n_args = 3;
        in->has_dst = true;
        in->dst = place_local(next);
        acc = next;
    }
    lower_move(lo, dst, place_local(acc), e->pos);
}

/* ---- conditions
 * ----------------------------------------------------------------------------------- */
static void branch(Lower *lo, Place on, uint32_t yes, uint32_t no, uint32_t pos) {
    IrTerm *t = lower_term(lo, TERM_BR, pos);
    t->src = on;
    t->b0 = yes;
    t->b1 = no;
}

/* Looks through X_NOT_BOOL, `and` and `or`: control flow instead of values. */
void lower_cond(Lower *lo, TExpr *e, uint32_t yes, uint32_t no) {
    if (!lower_enter(lo, e->pos)) return;
    bool known;
    if (e->kind == X_NOT_BOOL) {
        lower_cond(lo, e->a, no, yes);
    } else if (e->kind == X_AND || e->kind == X_OR) {
        uint32_t rest = ir_block(lo->f);
        if (e->kind == X_AND)
            lower_cond(lo, e->a, rest, no);
        else
            lower_cond(lo, e->a, yes, rest);
        lo->cur = rest;
        lower_cond(lo, e->b, yes, no);
    } else if (e->kind == X_CONST && !val_is_symbolic(e->val) && val_as_bool(e->val, &known)) {
        lower_goto(lo, known ? yes : no, e->pos);
    } else if (lower_is_never(e)) {
        lower_effect(lo, e);
    } else {
        branch(lo, lower_operand(lo, e), yes, no, e->pos);
    }
    lower_leave(lo);
}

/* a and b: the operand that decides is the value. */
static void into_short_circuit(Lower *lo, TExpr *e, Place dst) {
    uint32_t rest = ir_block(lo->f), end = ir_block(lo->f);
    lower_into(lo, e->a, dst);
    Place on = lower_leaf(lo, dst);
    if (e->kind == X_AND)
        branch(lo, on, rest, end, e->pos);
    else
        branch(lo, on, end, rest, e->pos);
    lo->cur = rest;
    lower_into(lo, e->b, dst);
    lower_goto(lo, end, e->pos);
    lo->cur = end;
}

static void into_not(Lower *lo, TExpr *e, Place dst) {
    Place src = lower_leaf(lo, lower_operand(lo, e->a));
    Place to = lower_leaf(lo, dst);
    uint32_t t = lower_temp(lo, place_type(lo->f, to), e->pos);
    IrArg *args = ARENA_ARRAY(lo->f->arena, IrArg, 1);
    args[0] = (IrArg){src, ARG_COPY_BITS};
    IrInst *in = lower_inst(lo, IR_INTRIN, e->pos);
    in->intrin = INTR_not;
    in->args = args;
    in->n_args = 1;
    in->has_dst = true;
    in->dst = place_local(t);
    lower_move(lo, to, place_local(t), e->pos);
    if (to.n_proj == dst.n_proj) return;
    vec_last(&lo->f->blocks.data[lo->cur].insts).untracked = true;
    lower_inst(lo, IR_MARK_INIT, e->pos)->src = dst;
}

static void into_if(Lower *lo, TExpr *e, Place dst) {
    uint32_t yes = ir_block(lo->f), no = ir_block(lo->f), end = ir_block(lo->f);
    lower_cond(lo, e->a, yes, no);
    lo->cur = yes;
    lower_into(lo, e->b, dst);
    lower_goto(lo, end, e->pos);
    lo->cur = no;
    lower_into(lo, e->c, dst);
    lower_goto(lo, end, e->pos);
    lo->cur = end;
}

static Place place_if(Lower *lo, TExpr *e) {
    uint32_t r = lower_ref_local(lo, LOCAL_TEMP, e->type, e->origin, NULL, e->pos);
    lo->f->locals.data[r].is_mut = e->is_mut;
    uint32_t blocks[2] = {ir_block(lo->f), ir_block(lo->f)}, end = ir_block(lo->f);
    lower_cond(lo, e->a, blocks[0], blocks[1]);
    for (uint32_t i = 0; i < 2; i++) {
        TExpr *arm = i ? e->c : e->b;
        lo->cur = blocks[i];
        lower_ref(lo, place_local(r), lower_place(lo, arm), arm->pos);
        lower_goto(lo, end, e->pos);
    }
    lo->cur = end;
    return lower_local_place(lo, r);
}

/* ---- the three ways to lower
 * ------------------------------------------------------------------------ */
static Place place_var(Lower *lo, TExpr *e) {
    uintptr_t at = (uintptr_t)map_get(&lo->locals, e->var);
    if (!at) {
        lower_error(lo, DIAG_internal_fault, e->pos,
                    arena_printf(&lo->scratch, "`%s` is not a local of this function",
                                 e->var && e->var->decl.name ? e->var->decl.name->chars : "?"));
        return place_local(lo->f->result);
    }
    return lower_local_place(lo, (uint32_t)(at - 1));
}

static Place into_temp(Lower *lo, TExpr *e) {
    uint32_t t = lower_temp(lo, e->type, e->pos);
    lower_into(lo, e, place_local(t));
    return place_local(t);
}

/* A temporary that origins may name. */
static Place place_temp(Lower *lo, TExpr *e) {
    if (e->a->is_place) return lower_place(lo, e->a);
    if (!e->var) return into_temp(lo, e->a);
    uint32_t t = lower_var_local(lo, e->var, LOCAL_TEMP, e->a->type, false, e->pos);
    lower_into(lo, e->a, place_local(t));
    return place_local(t);
}

Place lower_place(Lower *lo, TExpr *e) {
    Place p = place_local(lo->f->result);
    if (!lower_enter(lo, e->pos)) return p;
    switch ((TExprKind)e->kind) {
    case X_VAR: p = place_var(lo, e); break;
    case X_FIELD: p = place_field(lo->f, lower_place(lo, e->a), e->index, e->type); break;
    case X_TEMP_REF: p = place_temp(lo, e); break;
    case X_CALL:
        if (e->is_place) {
            uint32_t r = lower_ref_local(lo, LOCAL_TEMP, e->type, e->origin, NULL, e->pos);
            lo->f->locals.data[r].is_mut = e->is_mut;
            lower_call(lo, e, place_local(r), true);
            p = lower_local_place(lo, r);
        } else {
            p = into_temp(lo, e);
        }
        break;
    case X_INTRIN:
        p = lower_intrin_is_place(e) ? lower_intrin_place(lo, e) : into_temp(lo, e);
        break;
    case X_IF: p = e->is_place ? place_if(lo, e) : into_temp(lo, e); break;
    case X_BLOCK:
        if (e->is_place && e->a) {
            lower_block(lo, e->body);
            p = lower_place(lo, e->a);
        } else {
            p = into_temp(lo, e);
        }
        break;
    case X_ERROR:
    case X_CONST:
    case X_MOVE:
    case X_COPY:
    case X_AGG:
    case X_AND:
    case X_OR:
    case X_NOT_BOOL:
    case X_FN: p = into_temp(lo, e); break;
    }
    lower_leave(lo);
    return p;
}

/* `x^` of a value whose move is a copy of its bits leaves x as it was. */
static bool move_is_copy(Lower *lo, const TExpr *e) {
    LifeFacts life = check_life(lo->cx, e->type, NULL);
    return life.trivial_copy && life.trivial_deinit && life.implicitly_copyable;
}

Place lower_owned(Lower *lo, TExpr *e) {
    if (e->kind == X_MOVE && e->a->is_place && !move_is_copy(lo, e->a))
        return lower_place(lo, e->a);
    return into_temp(lo, e);
}

Place lower_operand(Lower *lo, TExpr *e) {
    if (e->kind == X_COPY || e->kind == X_MOVE) {
        LifeFacts life = check_life(lo->cx, e->type, NULL);
        if (life.trivial_copy && life.trivial_deinit) return lower_place(lo, e->a);
    }
    return lower_place(lo, e);
}

static void into_copy(Lower *lo, TExpr *e, Place src, Place dst) {
    IrInst *in = lower_inst(lo, IR_COPY, e->pos);
    in->has_dst = true;
    in->dst = dst;
    in->src = src;
}

/* A part of an owned value: it is moved out where it cannot be copied. */
static void into_field(Lower *lo, TExpr *e, Place dst) {
    Place src = lower_place(lo, e);
    LifeFacts life = check_life(lo->cx, e->type, NULL);
    if (e->is_place || life.copyable)
        into_copy(lo, e, src, dst);
    else
        lower_move(lo, dst, src, e->pos);
}

void lower_into(Lower *lo, TExpr *e, Place dst) {
    if (!lower_enter(lo, e->pos)) return;
    switch ((TExprKind)e->kind) {
    case X_ERROR: lo->failed = true; break;
    case X_CONST:
    case X_FN: into_const(lo, e->val, dst, e->pos); break;
    case X_VAR: into_copy(lo, e, lower_place(lo, e), dst); break;
    case X_FIELD: into_field(lo, e, dst); break;
    case X_CALL:
        if (e->is_place)
            into_copy(lo, e, lower_place(lo, e), dst);
        else
            lower_call(lo, e, dst, true);
        break;
    case X_INTRIN:
        if (lower_intrin_is_place(e))
            into_copy(lo, e, lower_place(lo, e), dst);
        else
            lower_intrin(lo, e, dst, true);
        break;
    case X_MOVE:
        if (!e->a->is_place)
            lower_into(lo, e->a, dst);
        else if (move_is_copy(lo, e->a))
            into_copy(lo, e, lower_place(lo, e->a), dst);
        else
            lower_move(lo, dst, lower_place(lo, e->a), e->pos);
        break;
    case X_COPY: into_copy(lo, e, lower_place(lo, e->a), dst); break;
    case X_AGG:
        if (e->type->kind == T_SIMD)
            into_lanes(lo, e, dst);
        else
            into_agg(lo, e, dst);
        break;
    case X_AND:
    case X_OR: into_short_circuit(lo, e, dst); break;
    case X_NOT_BOOL: into_not(lo, e, dst); break;
    case X_IF:
        if (e->is_place)
            into_copy(lo, e, lower_place(lo, e), dst);
        else
            into_if(lo, e, dst);
        break;
    case X_BLOCK:
        lower_block(lo, e->body);
        if (e->a)
            lower_into(lo, e->a, dst);
        else
            lower_inst(lo, IR_MARK_INIT, e->pos)->src = dst; /* of type None */
        break;
    case X_TEMP_REF: lower_into(lo, e->a, dst); break;
    }
    lower_leave(lo);
}

void lower_effect(Lower *lo, TExpr *e) {
    if (!lower_enter(lo, e->pos)) return;
    if (e->kind == X_CALL && !e->is_place) {
        bool want = !lower_is_never(e);
        lower_call(lo, e, place_local(want ? lower_temp(lo, e->type, e->pos) : 0), want);
    } else if (e->kind == X_INTRIN && !lower_intrin_is_place(e)) {
        lower_intrin(lo, e, place_local(0), false);
    } else if (e->kind == X_BLOCK) {
        lower_block(lo, e->body);
        if (e->a) lower_effect(lo, e->a);
    } else if (e->kind == X_ERROR) {
        lo->failed = true;
    } else if (lower_is_never(e)) {
        lower_place(lo, e);
        lower_term(lo, TERM_UNREACHABLE, e->pos);
    } else {
        lower_place(lo, e);
    }
    lower_leave(lo);
}
