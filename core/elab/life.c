/* SPDX-License-Identifier: Apache-2.0 */
/* Copies, moves and destruction of concrete types: bits, calls of lifecycle methods, element by element
 * for the inline storage prims; large or deep ones by a generated glue function. Thunks too. */
#include "elab/elab_int.h"

Val elab_simd_type(Elab *e, DTypeCode dt, int64_t lanes) {
    Val prim = val_prim(e->vals, T_PRIMINT);
    Val args[2] = {val_i64(e->vals, prim, dt), val_i64(e->vals, prim, lanes)};
    return val_make(e->vals, T_SIMD, NULL, NULL, args, 2);
}

/* ---- facts ----------------------------------------------------------------------------------------- */

static void all_of(Elab *e, LifeInfo *l, const Val *types, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const LifeInfo *x = life_of(e, types[i]);
        for (int k = 0; k < 3; k++) l->trivial[k] = l->trivial[k] && x->trivial[k];
    }
}

const LifeInfo *life_of(Elab *e, Val type) {
    LifeInfo *l = map_get(&e->life, type);
    if (l) return l;
    l = ARENA_NEW(&e->arena, LifeInfo);
    l->trivial[OP_LIFE_COPY] = l->trivial[OP_LIFE_MOVE] = l->trivial[OP_LIFE_DROP] = true;
    if (type->kind == T_STRUCT) {
        LifeFacts f = check_life(e->cx, type, NULL);
        l->trivial[OP_LIFE_COPY] = f.trivial_copy;
        l->trivial[OP_LIFE_MOVE] = f.trivial_move || !f.move;
        l->trivial[OP_LIFE_DROP] = f.trivial_deinit;
        l->fn[OP_LIFE_COPY] = f.copy;
        l->fn[OP_LIFE_MOVE] = f.move;
        l->fn[OP_LIFE_DROP] = f.deinit;
    } else if (type->kind == T_ARRAY) {
        all_of(e, l, type->args, 1);
    } else if (type->kind == T_TUPLE && type->args[0]->kind == V_PACK) {
        all_of(e, l, type->args[0]->args, type->args[0]->n);
    } /* numbers, pointers, function values, untagged unions: bits */
    map_put(&e->life, type, l);
    return l;
}

/* ---- emission ------------------------------------------------------------------------------------- */

IrCallee *callee_to(Elab *e, Instance *target) {
    IrCallee *c = ARENA_NEW(&e->arena, IrCallee);
    c->fn = target->fn.decl;
    c->params = (Val *)target->fn.params;
    c->n_params = target->fn.n_params;
    c->target = &target->fn;
    return c;
}


static void emit_life_call(Emit *em, LifeOp op, Instance *target, Place dst, Place src, uint8_t mode, uint32_t pos) {
    IrInst *i = ir_add(&em->in->fn, em->block, IR_CALL, pos);
    i->callee = callee_to(em->e, target);
    i->args = ARENA_ARRAY(&em->e->arena, IrArg, 1);
    i->n_args = 1;
    i->args[0] = (IrArg){.place = src, .mode = mode};
    if (op != OP_LIFE_DROP) {
        i->has_dst = true;
        i->dst = dst;
    } else {
        i->has_dst = false;
    }
}

static void glue_call(Emit *em, LifeOp op, Place dst, Place src, Val type, uint32_t pos) {
    static const GlueKind kinds[] = {GLUE_COPY, GLUE_MOVE, GLUE_DROP};
    Instance *g = inst_glue(em->e, kinds[op], type, NULL, em->in, pos);
    emit_life_call(em, op, g, dst, src, ARG_REF, pos);
}

static void each_element(Emit *em, LifeOp op, Place dst, Place src, Val type, uint32_t pos) {
    IrFn *f = &em->in->fn;
    bool tuple = type->kind == T_TUPLE;
    int64_t n = 0;
    if (tuple) n = type->args[0]->n;
    else val_as_i64(type->args[1], &n);
    for (int64_t i = 0; i < n; i++) {
        Val t = tuple ? type->args[0]->args[i] : type->args[0];
        ProjKind k = tuple ? PROJ_FIELD : PROJ_ELEM;
        Place s = place_proj(f, src, k, (uint32_t)i, t);
        Place d = op == OP_LIFE_DROP ? dst : place_proj(f, dst, k, (uint32_t)i, t);
        life_emit(em, op, d, s, t, pos);
    }
}

static void struct_life(Emit *em, LifeOp op, const LifeInfo *l, Place dst, Place src, Val type, uint32_t pos) {
    static const char *const what[] = {"copied", "moved", "destroyed"};
    if (!l->fn[op]) {
        inst_error(em->e, DIAG_no_implementation, em->in, pos, "`%s` cannot be %s here",
                   val_str_of(&em->e->arena, type), what[op]);
        em->failed = true;
        return;
    }
    Instance *t = inst_get(em->e, l->fn[op], type->args, type->n, em->in, pos);
    if (!t) {
        em->failed = true;
        return;
    }
    /* copy takes a reference; move and deinit take the value itself */
    uint8_t mode = op == OP_LIFE_COPY ? ARG_REF : ARG_MOVE;
    if (op == OP_LIFE_MOVE && l->fn[op]->args.len && l->fn[op]->args.data[0]->conv != CONV_VAR &&
        l->fn[op]->args.data[0]->conv != CONV_DEINIT)
        mode = ARG_REF;
    emit_life_call(em, op, t, dst, src, mode, pos);
}

void life_emit(Emit *em, LifeOp op, Place dst, Place src, Val type, uint32_t pos) {
    const LifeInfo *l = life_of(em->e, type);
    if (l->trivial[op]) {
        if (op == OP_LIFE_DROP) return;
        IrInst *i = ir_add(&em->in->fn, em->block, op == OP_LIFE_COPY ? IR_COPY : IR_MOVE, pos);
        i->has_dst = true;
        i->dst = dst;
        i->src = src;
        return;
    }
    if (type->kind == T_STRUCT) {
        struct_life(em, op, l, dst, src, type, pos);
        return;
    }
    int64_t n = 0;
    bool small = type->kind == T_TUPLE ? type->args[0]->n <= 8
                                       : val_as_i64(type->args[1], &n) && n <= ELAB_INLINE_ARRAY;
    if (small) each_element(em, op, dst, src, type, pos);
    else glue_call(em, op, dst, src, type, pos);
}

/* ---- glue bodies ------------------------------------------------------------------------------------ */

static IrInst *emit_const(Emit *em, uint32_t local, Val type, int64_t v) {
    IrInst *i = ir_add(&em->in->fn, em->block, IR_CONST, 0);
    i->has_dst = true;
    i->dst = place_local(local);
    i->val = val_i64(em->e->vals, type, v);
    return i;
}

static void emit_binary(Emit *em, IntrinsicId op, uint32_t dst, uint32_t a, uint32_t b) {
    IrInst *i = ir_add(&em->in->fn, em->block, IR_INTRIN, 0);
    i->intrin = (uint8_t)op;
    i->has_dst = true;
    i->dst = place_local(dst);
    i->args = ARENA_ARRAY(&em->e->arena, IrArg, 2);
    i->n_args = 2;
    i->args[0] = (IrArg){.place = place_local(a), .mode = ARG_COPY_BITS};
    i->args[1] = (IrArg){.place = place_local(b), .mode = ARG_COPY_BITS};
}

/* for i in 0..n: op on the element */
static void array_loop(Emit *em, LifeOp op, Place dst, Place src, Val type) {
    Elab *e = em->e;
    IrFn *f = &em->in->fn;
    int64_t n = 0;
    val_as_i64(type->args[1], &n);
    uint32_t index = ir_local(f, LOCAL_TEMP, e->int_type, NULL, 0), limit = ir_local(f, LOCAL_TEMP, e->int_type, NULL, 0);
    uint32_t one = ir_local(f, LOCAL_TEMP, e->int_type, NULL, 0), more = ir_local(f, LOCAL_TEMP, e->bool_type, NULL, 0);
    uint32_t head = ir_block(f), body = ir_block(f), done = ir_block(f);
    emit_const(em, index, e->int_type, 0);
    emit_const(em, limit, e->int_type, n);
    emit_const(em, one, e->int_type, 1);
    f->blocks.data[em->block].term = (IrTerm){.kind = TERM_GOTO, .b0 = head};
    em->block = head;
    emit_binary(em, INTR_lt, more, index, limit);
    f->blocks.data[head].term = (IrTerm){.kind = TERM_BR, .src = place_local(more), .b0 = body, .b1 = done};
    em->block = body;
    Val t = type->args[0];
    Place d = op == OP_LIFE_DROP ? dst : place_proj(f, dst, PROJ_INDEX, index, t);
    life_emit(em, op, d, place_proj(f, src, PROJ_INDEX, index, t), t, 0);
    emit_binary(em, INTR_add, index, index, one);
    f->blocks.data[em->block].term = (IrTerm){.kind = TERM_GOTO, .b0 = head};
    f->blocks.data[done].term = (IrTerm){.kind = TERM_RETURN};
    em->block = done;
}

static Val none_type(Elab *e) {
    return val_make(e->vals, T_TUPLE, NULL, NULL, (Val[]){val_pack(e->vals, NULL, NULL, 0)}, 1);
}

/* A function of the pointer's signature that calls one which raises less or returns a value for a reference. */
static bool thunk_body(Elab *e, Instance *in) {
    IrFn *f = &in->fn, *to = &in->thunked->fn;
    if (!inst_body(e, in->thunked)) return false;
    f->n_args = to->n_args;
    for (uint32_t i = 0; i < to->n_args; i++) {
        IrLocal l = to->locals.data[i];
        l.borrows = NULL;
        l.n_borrows = 0;
        vec_push_in(f->arena, &f->locals, l);
    }
    f->result_type = to->result_type;
    f->result_is_ref = to->result_is_ref;
    f->result = ir_local(f, LOCAL_RESULT, to->result_type, NULL, 0);
    f->locals.data[f->result].is_ref = to->result_is_ref;
    Val err = in->glue_type->u.sig->error;
    f->error_type = err;
    if (f->raises) f->error = ir_local(f, LOCAL_ERROR, err, NULL, 0);
    uint32_t b = ir_block(f);
    IrInst *c = ir_add(f, b, IR_CALL, 0);
    c->callee = callee_to(e, in->thunked);
    c->n_args = to->n_args;
    c->args = ARENA_ARRAY(&e->arena, IrArg, to->n_args + 1);
    for (uint32_t i = 0; i < to->n_args; i++)
        c->args[i] = (IrArg){.place = to->locals.data[i].is_ref ? place_deref(f, place_local(i), f->locals.data[i].type)
                                                                : place_local(i),
                             .mode = to->locals.data[i].is_ref ? ARG_REF : ARG_MOVE};
    c->has_dst = true;
    c->dst = place_local(f->result);
    f->blocks.data[b].term = (IrTerm){.kind = TERM_RETURN};
    return true;
}

bool glue_body(Elab *e, Instance *in) {
    if (in->glue == GLUE_THUNK) return thunk_body(e, in);
    IrFn *f = &in->fn;
    LifeOp op = in->glue == GLUE_COPY ? OP_LIFE_COPY : in->glue == GLUE_MOVE ? OP_LIFE_MOVE : OP_LIFE_DROP;
    Val type = in->glue_type;
    uint32_t arg = ir_local(f, LOCAL_ARG, type, NULL, 0);
    IrLocal *a = &f->locals.data[arg];
    a->is_ref = true;
    a->is_mut = op != OP_LIFE_COPY;
    a->conv = op == OP_LIFE_COPY ? CONV_IMM : CONV_MUT;
    f->n_args = 1;
    f->result_type = op == OP_LIFE_DROP ? none_type(e) : type;
    f->result = ir_local(f, LOCAL_RESULT, f->result_type, NULL, 0);
    Emit em = {.e = e, .in = in, .block = ir_block(f)};
    Place src = place_deref(f, place_local(arg), type), dst = place_local(f->result);
    if (type->kind == T_ARRAY) {
        array_loop(&em, op, dst, src, type);
    } else {
        each_element(&em, op, dst, src, type, 0);
        f->blocks.data[em.block].term = (IrTerm){.kind = TERM_RETURN};
    }
    return !em.failed;
}
