/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of functions: blocks, instructions, terminators. */
#include "codegen/codegen_int.h"

/* ---- source positions ------------------------------------------------------------------------------- */
static SrcPos decl_pos(Cg *cg, const FnDecl *fn, uint32_t pos) {
    SrcPos r = {.file = ""};
    if (!fn || !fn->decl.module)
        return r;
    const Module *m = fn->decl.module;
    if (m->path)
        r.file = m->path;
    if (!m->ast || !m->ast->source || !fn->decl.item)
        return r;
    Source *s = m->ast->source;
    r.file = s->shown;
    LineCol lc = source_line_col(s, fn->decl.item->start + pos, POS_UTF32);
    r.line = lc.line + 1;
    r.col = lc.col + 1;
    return r;
}

SrcPos cg_source_pos(Cg *cg, bool outermost) {
    const IrLoc *l = cg->loc;
    if (!l)
        return decl_pos(cg, cg->f ? cg->f->decl : NULL, cg->pos);
    if (!outermost)
        return decl_pos(cg, l->fn, cg->pos);
    while (l->caller)
        l = l->caller;
    return decl_pos(cg, l->caller_fn ? l->caller_fn : cg->f->decl, l->call_pos);
}

void cg_set_pos(Cg *cg, uint32_t pos, const IrLoc *loc) {
    cg->pos = pos;
    cg->loc = loc;
    if (cg->debug)
        debug_location(cg);
}

/* ---- instructions ------------------------------------------------------------------------------------- */
static void emit_ref(Cg *cg, const IrInst *in) {
    Regs r = {.n = 1};
    r.v[0] = cg_address(cg, in->src);
    for (uint32_t i = 0; i < in->src.n_proj; i++)
        cg->stores[in->dst.local].in_union |= in->src.proj[i].kind == PROJ_CAST;
    cg_write(cg, in->dst, &r);
}

static void emit_inst(Cg *cg, const IrInst *in) {
    cg_set_pos(cg, in->pos, in->loc);
    switch ((IrOp)in->op) {
    case IR_CONST: cg_const_into(cg, in->dst, in->val); break;
    case IR_COPY:
    case IR_MOVE: cg_copy(cg, in->dst, in->src); break;
    case IR_REF: emit_ref(cg, in); break;
    case IR_CALL: cg_call(cg, in, NULL); break;
    case IR_INTRIN: cg_intrinsic(cg, in); break;
    case IR_DROP:
    case IR_MARK_INIT:
    case IR_FORGET:
    case IR_USE:
    case IR_CT_ASSERT:
    case IR_NOP: break;
    }
}

LLVMValueRef cg_condition(Cg *cg, Place p) {
    Loc l = cg_resolve(cg, p);
    Regs r = {0};
    if (cg_place_is_ref(cg, p)) { /* the condition behind the reference */
        const Ty *t = cg_type(cg, cg->f->locals.data[p.local].type);
        if (cg->stores[p.local].is_value_ref)
            r.v[0] = cg->stores[p.local].regs[0];
        else
            r = cg_load_regs(cg, cg_address(cg, p), t);
        l.ty = t;
    } else {
        cg_load_loc(cg, &l, &r);
    }
    if (l.ty->n_leaves != 1 || l.ty->leaves[0].lanes != 1 || !r.v[0]) {
        cg_fail(cg, "a branch on a value that is not a Bool");
        return LLVMConstNull(cg->i1);
    }
    if (l.ty->leaves[0].is_bool)
        return r.v[0];
    return LLVMBuildICmp(cg->b, LLVMIntNE, r.v[0], LLVMConstNull(LLVMTypeOf(r.v[0])), "");
}

LLVMBasicBlockRef cg_block(Cg *cg, uint32_t b) {
    if (!cg->blocks[b])
        cg->blocks[b] = LLVMAppendBasicBlockInContext(cg->ctx, cg->fn, "");
    return cg->blocks[b];
}

/* A branch whose condition turned out constant leaves the other block out. */
static void emit_branch(Cg *cg, const IrTerm *t) {
    LLVMValueRef c = cg_condition(cg, t->src);
    if (LLVMIsAConstantInt(c))
        LLVMBuildBr(cg->b, cg_block(cg, LLVMConstIntGetZExtValue(c) ? t->b0 : t->b1));
    else
        LLVMBuildCondBr(cg->b, c, cg_block(cg, t->b0), cg_block(cg, t->b1));
}

static void emit_term(Cg *cg, const IrTerm *t) {
    cg_set_pos(cg, t->pos, t->loc);
    switch ((TermKind)t->kind) {
    case TERM_GOTO: LLVMBuildBr(cg->b, cg_block(cg, t->b0)); break;
    case TERM_BR: emit_branch(cg, t); break;
    case TERM_RETURN: cg_return(cg, false); break;
    case TERM_RAISE: cg_return(cg, true); break;
    case TERM_INVOKE: cg_call(cg, t->call, t); break;
    case TERM_UNREACHABLE: LLVMBuildUnreachable(cg->b); break;
    case TERM_CT_BR:
    case TERM_CT_FOR: cg_fail(cg, "a compile-time branch reached code generation"); break;
    }
}

static void emit_block(Cg *cg, uint32_t b) {
    const IrBlock *bl = &cg->f->blocks.data[b];
    LLVMMoveBasicBlockAfter(cg->blocks[b], LLVMGetLastBasicBlock(cg->fn));
    LLVMPositionBuilderAtEnd(cg->b, cg->blocks[b]);
    cg->ended = false;
    for (uint32_t i = 0; i < bl->insts.len && !cg->error && !cg->ended; i++)
        emit_inst(cg, &bl->insts.data[i]);
    if (!cg->error && !cg->ended)
        emit_term(cg, &bl->term);
}

bool cg_function(Cg *cg, const IrFn *f) {
    FnRef *r = cg_fn(cg, f);
    cg_order(cg, f);
    if (cg->o->opt_level > 1) {
        const IrFn *peeled = cg_peel_loops(cg, f);
        if (peeled != f)
            cg_order(cg, peeled);
        f = peeled;
    }
    cg->f = f;
    cg->fn = r->fn;
    cg->abi = r->abi;
    cg->ended = false;
    cg->stores = ARENA_ARRAY(&cg->arena, Store, f->locals.len + 1);
    cg->blocks = ARENA_ARRAY(&cg->arena, LLVMBasicBlockRef, f->blocks.len + 1);
    LLVMBasicBlockRef entry = LLVMAppendBasicBlockInContext(cg->ctx, cg->fn, "");
    /* arguments are put in place before the first block; debuggers stop behind that */
    bool apart = cg->debug || cg->order.entry_loops;
    LLVMBasicBlockRef start = apart ? LLVMAppendBasicBlockInContext(cg->ctx, cg->fn, "") : cg_block(cg, 0);
    LLVMPositionBuilderAtEnd(cg->entry_b, entry);
    LLVMPositionBuilderAtEnd(cg->b, start);
    if (cg->debug) {
        debug_function(cg, f, cg->fn);
        debug_no_location(cg);
    }
    cg_plan_locals(cg);
    cg_prologue(cg);
    if (cg->debug)
        for (uint32_t i = 0; i < f->locals.len; i++)
            debug_local(cg, i);
    if (apart)
        LLVMBuildBr(cg->b, cg_block(cg, 0));
    for (uint32_t i = 0; i < cg->order.n && !cg->error; i++)
        if (cg->blocks[cg->order.list[i]])
            emit_block(cg, cg->order.list[i]);
    LLVMBuildBr(cg->entry_b, start);
    cg->f = NULL;
    return !cg->error;
}
