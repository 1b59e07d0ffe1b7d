/* SPDX-License-Identifier: Apache-2.0 */
/* Builder of the IR: functions, locals, blocks, instructions, places. Contract in ir.h. */
#include "ir/ir.h"

IrFn *ir_fn_new(Arena *a, FnDecl *decl) {
    IrFn *f = ARENA_NEW(a, IrFn);
    f->arena = a;
    f->decl = decl;
    return f;
}

uint32_t ir_local(IrFn *f, LocalKind kind, Val type, Name name, uint32_t pos) {
    IrLocal l = {.type = type, .kind = (uint8_t)kind, .name = name, .pos = pos};
    vec_push_in(f->arena, &f->locals, l);
    return f->locals.len - 1;
}

uint32_t ir_block(IrFn *f) {
    IrBlock b = {.term = {.kind = TERM_UNREACHABLE}};
    vec_push_in(f->arena, &f->blocks, b);
    return f->blocks.len - 1;
}

IrInst *ir_add(IrFn *f, uint32_t block, IrOp op, uint32_t pos) {
    MOJ_ASSERT(block < f->blocks.len);
    IrBlock *b = &f->blocks.data[block];
    IrInst in = {.op = (uint8_t)op, .pos = pos};
    vec_push_in(f->arena, &b->insts, in);
    return &b->insts.data[b->insts.len - 1];
}

Place place_local(uint32_t local) {
    return (Place){.local = local};
}

Place place_proj(IrFn *f, Place base, ProjKind kind, uint32_t index, Val type) {
    Proj *p = ARENA_ARRAY(f->arena, Proj, base.n_proj + 1);
    if (base.n_proj)
        memcpy(p, base.proj, sizeof *p * base.n_proj);
    p[base.n_proj] = (Proj){.kind = (uint8_t)kind, .index = index, .type = type};
    return (Place){.local = base.local, .n_proj = base.n_proj + 1, .proj = p};
}

Place place_field(IrFn *f, Place base, uint32_t index, Val type) {
    return place_proj(f, base, PROJ_FIELD, index, type);
}

Place place_deref(IrFn *f, Place base, Val type) {
    return place_proj(f, base, PROJ_DEREF, 0, type);
}

Val place_type(const IrFn *f, Place p) {
    if (p.n_proj)
        return p.proj[p.n_proj - 1].type;
    return p.local < f->locals.len ? f->locals.data[p.local].type : NULL;
}
