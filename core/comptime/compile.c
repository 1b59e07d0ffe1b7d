/* SPDX-License-Identifier: Apache-2.0 */
/* Concrete IR → code of the interpreter: one array of operations a function, places as frame offsets and
 * short paths. Calls find their target's code when they are first made. */
#include "comptime/interp_int.h"

typedef struct Compile {
    Interp *in;
    const IrFn *f;     /* the plain form */
    FnCode *code;
    VEC(Code) ops;
    uint32_t *block_at; /* first operation of each block */
    bool failed;
} Compile;

static const Layout *layout(Compile *c, Val type) {
    const Layout *l = val_layout(c->in->vals, c->in->cx->target, type);
    if (!l) {
        c->failed = true;
        interp_fault(c->in, "the type `%s` has no size", val_str_of(&c->in->cx->arena, type));
    }
    return l;
}

static bool has_storage(Val type) { /* values of other types exist only as compile-time values */
    switch (type->kind) {
    case T_FNITEM: case T_INTLIT: case T_FLOATLIT: case T_STRLIT: case T_ORIGIN: case T_MODULE: case T_TRAIT:
    case T_ELLIPSIS: case T_NEVER: case T_PRIMINT: case T_PRIMFLOAT: case T_PRIMSTR: case T_PACKOF:
        return false;
    default:
        return true;
    }
}

static uint64_t size_of(Compile *c, Val type) {
    if (!has_storage(type)) return 0;
    const Layout *l = layout(c, type);
    return l ? l->size : 0;
}

/* ---- frame ------------------------------------------------------------------------------------------- */

static void lay_out_frame(Compile *c) {
    const IrFn *f = c->f;
    uint64_t at = 0;
    c->code->slots = ARENA_ARRAY(&c->in->arena, uint32_t, f->locals.len + 1);
    c->code->sizes = ARENA_ARRAY(&c->in->arena, uint32_t, f->locals.len + 1);
    for (uint32_t i = 0; i < f->locals.len; i++) {
        const IrLocal *l = &f->locals.data[i];
        uint64_t size = c->in->ptr, align = c->in->ptr;
        if (!l->is_ref) {
            size = size_of(c, l->type);
            align = 1;
            if (has_storage(l->type)) {
                const Layout *lay = layout(c, l->type);
                if (!lay) return;
                align = lay->align ? lay->align : 1;
            }
        }
        at = (at + align - 1) & ~(align - 1);
        c->code->slots[i] = (uint32_t)at;
        c->code->sizes[i] = (uint32_t)size;
        at += size;
        if (at > (1u << 28)) {
            c->failed = true;
            interp_fault(c->in, "its local variables need more than 256 MB");
            return;
        }
    }
    c->code->frame_size = (uint32_t)((at + 63) & ~63ull);
}

/* ---- places --------------------------------------------------------------------------------------------- */

typedef struct Path {
    Step steps[64];
    uint32_t n;
    uint32_t at;
    bool direct; /* still inside the frame, no step yet */
} Path;

static void path_add(Compile *c, Path *p, uint64_t n) {
    if (n == 0) return;
    if (p->direct) {
        p->at += (uint32_t)n;
    } else if (p->n && p->steps[p->n - 1].kind == STEP_ADD) {
        p->steps[p->n - 1].n += n;
    } else if (p->n < ARRAY_LEN(p->steps)) {
        p->steps[p->n++] = (Step){.kind = STEP_ADD, .n = n};
    } else {
        c->failed = true;
    }
}

static void path_step(Compile *c, Path *p, Step s) {
    p->direct = false;
    if (p->n < ARRAY_LEN(p->steps)) p->steps[p->n++] = s;
    else c->failed = true;
}

static PlaceCode place(Compile *c, Place pl) {
    const IrLocal *l = &c->f->locals.data[pl.local];
    Path p = {.at = c->code->slots[pl.local], .direct = true};
    Val type = l->type;
    bool is_ref = l->is_ref;
    for (uint32_t i = 0; i < pl.n_proj && !c->failed; i++) {
        const Proj *j = &pl.proj[i];
        switch ((ProjKind)j->kind) {
        case PROJ_DEREF: path_step(c, &p, (Step){.kind = STEP_DEREF}); break;
        case PROJ_FIELD: {
            const Layout *lay = layout(c, type);
            if (!lay) break;
            if (j->index < lay->n_fields) path_add(c, &p, lay->offsets[j->index]);
            else c->failed = true, interp_fault(c->in, "a field does not exist");
            break;
        }
        case PROJ_ELEM: path_add(c, &p, j->index * size_of(c, j->type)); break;
        case PROJ_INDEX: {
            int64_t count = 0;
            if (type->kind == T_ARRAY) val_as_i64(type->args[1], &count);
            path_step(c, &p, (Step){.kind = STEP_INDEX, .n = size_of(c, j->type), .count = (uint64_t)count,
                                    .index_at = c->code->slots[j->index], .index_size = (uint8_t)c->code->sizes[j->index]});
            break;
        }
        case PROJ_CAST: break;
        }
        is_ref = false;
        type = j->type;
    }
    PlaceCode out = {.at = p.at, .n_steps = p.n, .size = is_ref ? c->in->ptr : size_of(c, type)};
    if (p.n) out.steps = arena_dup(&c->in->arena, p.steps, p.n * sizeof(Step));
    return out;
}

/* ---- operations ------------------------------------------------------------------------------------------- */

static Code *add(Compile *c, OpCode op, uint32_t pos) {
    vec_push(&c->ops, (Code){.code = (uint8_t)op, .pos = pos});
    return &c->ops.data[c->ops.len - 1];
}

static void compile_const(Compile *c, const IrInst *i) {
    PlaceCode dst = place(c, i->dst);
    if (!dst.size || c->failed) return;
    uint8_t *bytes = arena_calloc(&c->in->arena, dst.size);
    if (i->callee && i->callee->target) {
        store_ptr(c->in, bytes, mem_fn(c->in, i->callee->target));
    } else if (!val_to_bytes(c->in, i->val, place_type(c->f, i->dst), bytes, false)) {
        c->failed = true;
        return;
    }
    Code *o = add(c, OP_CONST, i->pos);
    o->dst = dst;
    o->bytes = bytes;
}

static void compile_call(Compile *c, const IrInst *i, const IrTerm *invoke) {
    CallArg *args = ARENA_ARRAY(&c->in->arena, CallArg, i->n_args + 1);
    for (uint32_t k = 0; k < i->n_args; k++)
        args[k] = (CallArg){.place = place(c, i->args[k].place), .by_ref = i->args[k].mode == ARG_REF};
    PlaceCode dst = {0}, err = {0}, ptr = {0};
    if (i->has_dst) dst = place(c, i->dst);
    if (invoke) err = place(c, invoke->err);
    if (i->callee->is_indirect) ptr = place(c, i->callee->fnptr);
    Code *o = add(c, OP_CALL, i->pos);
    o->args = args;
    o->n_args = i->n_args;
    o->has_dst = i->has_dst;
    o->dst = dst;
    o->b = err;
    o->a = ptr;
    o->indirect = i->callee->is_indirect;
    o->target = i->callee->target;
    o->invoke = invoke != NULL;
    if (invoke) {
        o->b0 = invoke->b0;
        o->b1 = invoke->b1;
    }
    if (!o->indirect && !o->target) {
        c->failed = true;
        interp_fault(c->in, "a call has no target");
    }
}

static OpCode fast_op(IntrinsicId id) {
    switch (id) {
    case INTR_add: return OP_ADD64;
    case INTR_sub: return OP_SUB64;
    case INTR_mul: return OP_MUL64;
    case INTR_lt: return OP_LT64;
    case INTR_le: return OP_LE64;
    case INTR_gt: return OP_GT64;
    case INTR_ge: return OP_GE64;
    case INTR_eq: return OP_EQ64;
    case INTR_ne: return OP_NE64;
    default: return OP_INTRIN;
    }
}

static void compile_intrin(Compile *c, const IrInst *i) {
    CallArg *args = ARENA_ARRAY(&c->in->arena, CallArg, i->n_args + 1);
    for (uint32_t k = 0; k < i->n_args; k++)
        args[k] = (CallArg){.place = place(c, i->args[k].place), .by_ref = i->args[k].mode == ARG_REF};
    PlaceCode dst = {0};
    LaneInfo lane = {0}, out = {0};
    if (i->has_dst) {
        dst = place(c, i->dst);
        lane_info(c->in, place_type(c->f, i->dst), &out);
    }
    uint64_t elem = 0;
    if (i->n_args) {
        Val t = place_type(c->f, i->args[0].place);
        lane_info(c->in, t, &lane);
        if (t && t->kind == T_PTR) elem = i->intrin == INTR_offset || i->intrin == INTR_ptr_diff ? size_of(c, t->args[0]) : 0;
    }
    if (c->failed) return;
    Code *o = add(c, OP_INTRIN, i->pos);
    o->intrin = i->intrin;
    o->args = args;
    o->n_args = i->n_args;
    o->has_dst = i->has_dst;
    o->dst = dst;
    o->params = i->params;
    o->n_params = i->n_params;
    o->lane = lane;
    o->out = out;
    o->elem = elem;
    o->target = i->callee ? i->callee->target : NULL;
    bool one64 = i->n_args == 2 && lane.lane == LANE_SINT && lane.bits == 64 && lane.n == 1 && !dst.n_steps &&
                 !args[0].place.n_steps && !args[1].place.n_steps;
    if (one64) {
        o->code = (uint8_t)fast_op((IntrinsicId)i->intrin);
        o->a = args[0].place;
        o->b = args[1].place;
    }
}

static void compile_inst(Compile *c, const IrInst *i) {
    switch ((IrOp)i->op) {
    case IR_CONST: compile_const(c, i); return;
    case IR_COPY:
    case IR_MOVE: {
        PlaceCode dst = place(c, i->dst), src = place(c, i->src);
        if (!dst.size) return;
        Code *o = add(c, OP_COPY, i->pos);
        o->dst = dst;
        o->a = src;
        return;
    }
    case IR_REF: {
        PlaceCode dst = place(c, i->dst), src = place(c, i->src);
        Code *o = add(c, OP_LEA, i->pos);
        o->dst = dst;
        o->a = src;
        return;
    }
    case IR_CALL: compile_call(c, i, NULL); return;
    case IR_INTRIN: compile_intrin(c, i); return;
    default: return;
    }
}

static void compile_term(Compile *c, const IrTerm *t) {
    switch ((TermKind)t->kind) {
    case TERM_GOTO: add(c, OP_JUMP, t->pos)->b0 = t->b0; return;
    case TERM_BR: {
        PlaceCode src = place(c, t->src);
        Code *o = add(c, OP_BRANCH, t->pos);
        o->a = src;
        o->b0 = t->b0;
        o->b1 = t->b1;
        return;
    }
    case TERM_RETURN: add(c, OP_RETURN, t->pos); return;
    case TERM_RAISE: add(c, OP_RAISE, t->pos); return;
    case TERM_INVOKE: compile_call(c, t->call, t); return;
    default: add(c, OP_UNREACHABLE, t->pos); return;
    }
}

static void resolve_jumps(Compile *c) {
    for (uint32_t i = 0; i < c->ops.len; i++) {
        Code *o = &c->ops.data[i];
        if (o->code == OP_JUMP || o->code == OP_BRANCH || (o->code == OP_CALL && o->invoke)) {
            o->b0 = c->block_at[o->b0];
            if (o->code != OP_JUMP) o->b1 = c->block_at[o->b1];
        }
    }
}

static bool has_loop(const IrFn *f) {
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        const IrTerm *t = &f->blocks.data[b].term;
        bool two = t->kind == TERM_BR || t->kind == TERM_INVOKE;
        if ((two || t->kind == TERM_GOTO) && t->b0 <= b) return true;
        if (two && t->b1 <= b) return true;
    }
    return false;
}

static FnCode *compile(Interp *in, IrFn *f, const IrFn *body) {
    FnCode *code = ARENA_NEW(&in->arena, FnCode);
    code->fn = f;
    code->body = body;
    Compile c = {.in = in, .f = body, .code = code};
    c.block_at = xcalloc(c.f->blocks.len + 1, sizeof *c.block_at);
    lay_out_frame(&c);
    for (uint32_t b = 0; b < c.f->blocks.len && !c.failed; b++) {
        const IrBlock *bl = &c.f->blocks.data[b];
        c.block_at[b] = c.ops.len;
        for (uint32_t i = 0; i < bl->insts.len && !c.failed; i++) {
            uint32_t before = c.ops.len;
            compile_inst(&c, &bl->insts.data[i]);
            if (c.ops.len > before) vec_last(&c.ops).loc = bl->insts.data[i].loc;
        }
        if (c.failed) break;
        compile_term(&c, &bl->term);
        vec_last(&c.ops).loc = bl->term.loc;
    }
    if (!c.failed) resolve_jumps(&c);
    code->failed = c.failed;
    code->ops = arena_dup(&in->arena, c.ops.data, c.ops.len * sizeof(Code));
    code->n_ops = c.ops.len;
    free(c.block_at);
    vec_done(&c.ops);
    map_put(&in->codes, f, code);
    return code;
}

FnCode *code_of(Interp *in, IrFn *f) {
    FnCode *code = map_get(&in->codes, f);
    if (code) return code->failed ? NULL : code;
    if (!elab_body(in->elab, f)) {
        in->fault_fn = f;
        interp_fault(in, "`%s` cannot be compiled, or its compilation needs this very value", elab_fn_name(in->elab, f));
        return NULL;
    }
    const IrFn *body = elab_plain(f);
    if (has_loop(body)) {
        const IrFn *inlined = elab_inlined(in->elab, f);
        if (inlined) body = inlined;
    }
    code = compile(in, f, body);
    if (!code->failed) return code;
    interp_fault(in, "`%s` cannot be evaluated at compile time", elab_fn_name(in->elab, f));
    return NULL;
}

FnCode *code_again(Interp *in, FnCode *code) {
    const IrFn *inlined = code->body == elab_plain(code->fn) ? elab_inlined(in->elab, code->fn) : NULL;
    if (!inlined) return code;
    FnCode *newer = compile(in, code->fn, inlined);
    if (newer->failed) { /* stay with what works */
        in->fault = NULL;
        map_put(&in->codes, code->fn, code);
        return code;
    }
    newer->calls = HOT_CALLS + 1;
    code->newer = newer;
    return newer;
}
