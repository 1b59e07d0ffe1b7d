/* SPDX-License-Identifier: Apache-2.0 */
/* Locals and places. A local whose address nobody takes and whose writes lie in one block that dominates its
 * reads is kept in LLVM values and needs no memory at all, so that -O0 code stays small; everything else gets
 * a stack slot, which LLVM's SROA dissolves at -O1 and above. */
#include "codegen/codegen_int.h"

bool cg_place_is_ref(const Cg *cg, Place p) {
    return p.n_proj == 0 && cg->f->locals.data[p.local].is_ref;
}

/* ---- planning ------------------------------------------------------------------------------------- */
typedef enum Access { READ, WRITE, ADDRESS } Access;
typedef struct Use { /* what was seen of a local so far */
    uint32_t home, set;    /* the block that writes it, and the leaves written there */
    bool seen, written;    /* an argument's home is the entry, and it counts as written there */
    bool changed;          /* written by an instruction */
    bool scattered;        /* written in more than one block, or read where no write came before */
    bool mem;              /* needs memory */
    bool value_ref;        /* reference argument that travels by value */
} Use;
typedef struct Plan {
    Cg *cg;
    Use *uses;
    uint32_t block;
} Plan;

static void touch(Plan *p, uint32_t local, uint32_t mask, Access access) {
    Use *u = &p->uses[local];
    if (access == ADDRESS) {
        u->mem = true;
        p->cg->stores[local].addr_taken = true;
        return;
    }
    u->seen = true;
    if (access == WRITE) {
        u->scattered |= u->written && u->home != p->block;
        u->written = u->changed = true;
        u->home = p->block;
        u->set |= mask;
    } else if ((mask & ~u->set) || (u->home != p->block && !cg_dominates(p->cg, u->home, p->block))) {
        u->scattered = true; /* blocks come in reverse postorder: the whole of a dominating one was seen */
    }
}

/* Leaves [first, first + n) of `ty` that lie at `offset` and belong to a part of type `part`. */
static bool find_leaves(const Ty *ty, uint64_t offset, const Ty *part, uint32_t *first) {
    *first = 0;
    if (part->n_leaves == 0)
        return !part->is_mem;
    for (uint32_t i = 0; i < ty->n_leaves; i++)
        if (ty->leaves[i].offset == offset + part->leaves[0].offset) {
            *first = i;
            for (uint32_t k = 0; k < part->n_leaves; k++)
                if (i + k >= ty->n_leaves || ty->leaves[i + k].type != part->leaves[k].type ||
                    ty->leaves[i + k].offset != offset + part->leaves[k].offset)
                    return false;
            return true;
        }
    return false;
}

static uint32_t leaf_mask(uint32_t first, uint32_t n) {
    return ((1u << n) - 1u) << first;
}

static void visit_index(Plan *p, uint32_t local) {
    touch(p, local, 1, READ);
}

static void visit(Plan *p, Place pl, Access access) {
    Cg *cg = p->cg;
    const IrLocal *l = &cg->f->locals.data[pl.local];
    Use *u = &p->uses[pl.local];
    uint32_t i = 0;
    bool direct = true; /* still inside the local itself */
    const Ty *whole = cg->stores[pl.local].ty;
    Val cur = l->type;
    uint64_t offset = 0;
    if (l->is_ref) {
        if (pl.n_proj == 0) {
            if (u->value_ref)
                touch(p, pl.local, 1, ADDRESS);
            else
                touch(p, pl.local, 1, access == ADDRESS ? READ : access);
            return;
        }
        i = 1;
        if (!u->value_ref) {
            touch(p, pl.local, 1, READ);
            direct = false;
        }
    }
    for (; i < pl.n_proj; i++) {
        const Proj *j = &pl.proj[i];
        if (j->kind == PROJ_INDEX)
            visit_index(p, j->index);
        if (direct) {
            uint32_t first = 0;
            switch ((ProjKind)j->kind) {
            case PROJ_FIELD: offset += cg_field_offset(cg, cur, j->index); break;
            case PROJ_DEREF:
                if (!u->mem && find_leaves(whole, offset, cg_ptr_type(cg), &first))
                    touch(p, pl.local, leaf_mask(first, 1), READ);
                else
                    u->mem = true;
                direct = false;
                break;
            case PROJ_INDEX:
            case PROJ_ELEM: u->mem = true; break;
            case PROJ_CAST: break; /* the leaves decide below */
            }
        }
        cur = j->type;
    }
    if (!direct)
        return;
    const Ty *part = cg_type(cg, cur);
    uint32_t first = 0;
    if (!find_leaves(whole, offset, part, &first))
        u->mem = true;
    touch(p, pl.local, leaf_mask(first, part->n_leaves), access);
}

static void visit_call(Plan *p, const IrInst *in, bool invoke) {
    Cg *cg = p->cg;
    const IrCallee *c = in->callee;
    const Abi *a = NULL;
    if (c->target) {
        a = cg_fn(cg, c->target)->abi;
    } else if (c->is_indirect) {
        visit(p, c->fnptr, READ);
        a = cg_abi_of_sig(cg, place_type(cg->f, c->fnptr));
    }
    for (uint32_t i = 0; i < in->n_args; i++) {
        const AbiArg *arg = a && i < a->n_args ? &a->args[i] : NULL;
        Place pl = in->args[i].place;
        bool by_addr = arg && arg->mode == PASS_ADDR && (arg->is_ref || in->args[i].mode == ARG_MOVE);
        if (arg && arg->mode == PASS_REGS && arg->is_ref && cg_place_is_ref(cg, pl)) {
            if (p->uses[pl.local].value_ref)
                continue; /* reads the value */
            visit(p, pl, READ);
        } else {
            visit(p, pl, by_addr ? ADDRESS : READ);
        }
    }
    if (in->has_dst) {
        visit(p, in->dst, WRITE);
        bool far_ = false;
        for (uint32_t i = 0; i < in->dst.n_proj; i++)
            far_ |= in->dst.proj[i].kind == PROJ_DEREF;
        if (!far_ && (invoke || (a && a->ret_mode == PASS_ADDR)))
            p->uses[in->dst.local].mem = true;
    }
}

static bool wants_address(uint8_t intrin) {
    switch (intrin) {
    case INTR_addr_of:
    case INTR_deref:
    case INTR_array_ref:
    case INTR_tuple_ref:
    case INTR_union_ref:
    case INTR_field_ref:
    case INTR_pack_ref:
    case INTR_atomic_cmpxchg: return true;
    default: return false;
    }
}

static void visit_inst(Plan *p, const IrInst *in) {
    switch ((IrOp)in->op) {
    case IR_CONST: visit(p, in->dst, WRITE); break;
    case IR_COPY:
    case IR_MOVE:
        visit(p, in->src, READ);
        visit(p, in->dst, WRITE);
        break;
    case IR_REF:
        visit(p, in->src, ADDRESS);
        visit(p, in->dst, WRITE);
        break;
    case IR_CALL: visit_call(p, in, false); break;
    case IR_INTRIN:
        for (uint32_t i = 0; i < in->n_args; i++)
            visit(p, in->args[i].place,
                  in->args[i].mode == ARG_REF && wants_address(in->intrin) ? ADDRESS
                  : in->intrin == INTR_write && i == 0                     ? WRITE
                                                                           : READ);
        if (in->has_dst)
            visit(p, in->dst, WRITE);
        break;
    case IR_DROP:
    case IR_MARK_INIT:
    case IR_FORGET:
    case IR_USE:
    case IR_CT_ASSERT:
    case IR_NOP: break;
    }
}

static void choose(Plan *p, uint32_t i) {
    Cg *cg = p->cg;
    const IrFn *f = cg->f;
    const IrLocal *l = &f->locals.data[i];
    Store *s = &cg->stores[i];
    Use *u = &p->uses[i];
    bool is_arg = i < f->n_args;
    bool mem = u->mem || u->scattered || s->ty->is_mem;
    if (cg->o->debug_level > 1 && l->name && (!l->is_ref || u->value_ref)) /* debuggers look into memory */
        mem = true;
    if (u->value_ref && (mem || u->changed)) {
        u->value_ref = false; /* the prologue gives it a home; the reference itself stays in a register */
        s->ty = cg_ptr_type(cg);
        s->kind = STORE_REGS;
        return;
    }
    if (is_arg) {
        mem |= u->changed && cg->order.entry_loops;
        mem |= !l->is_ref && cg->abi->args[i].mode == PASS_ADDR && s->ty->size != 0;
    }
    s->is_value_ref = u->value_ref;
    if (i == f->result && cg->abi->ret_mode == PASS_ADDR) {
        s->kind = STORE_MEM;
        s->ptr = LLVMGetParam(cg->fn, 0);
    } else if (f->raises && i == f->error && s->ty->size && cg->abi->error && cg->abi->error->size) {
        s->kind = STORE_MEM;
        s->ptr = LLVMGetParam(cg->fn, cg->abi->err_param);
    } else if (!u->seen && !mem && !is_arg && i != f->result) {
        s->kind = STORE_UNUSED;
    } else if (mem) {
        s->kind = STORE_MEM;
        if (!is_arg || l->is_ref || cg->abi->args[i].mode != PASS_ADDR)
            s->ptr = cg_alloca(cg, s->ty);
    } else {
        s->kind = STORE_REGS;
    }
}

void cg_plan_locals(Cg *cg) {
    const IrFn *f = cg->f;
    Plan p = {.cg = cg, .uses = ARENA_ARRAY(&cg->arena, Use, f->locals.len + 1)};
    for (uint32_t i = 0; i < f->locals.len; i++) {
        const IrLocal *l = &f->locals.data[i];
        Store *s = &cg->stores[i];
        Use *u = &p.uses[i];
        const AbiArg *a = i < f->n_args ? &cg->abi->args[i] : NULL;
        u->value_ref = a && a->is_ref && a->mode == PASS_REGS;
        s->ty = l->is_ref && !u->value_ref                              ? cg_ptr_type(cg)
                : l->type && l->type->kind == T_NEVER && i == f->result ? cg_type(cg, l->type)
                                                                        : cg_type(cg, l->type);
        if (a) { /* has its value on entry */
            u->seen = u->written = true;
            u->set = leaf_mask(0, s->ty->n_leaves);
        }
    }
    for (uint32_t k = 0; k < cg->order.n; k++) {
        const IrBlock *bl = &f->blocks.data[cg->order.list[k]];
        p.block = cg->order.list[k];
        for (uint32_t i = 0; i < bl->insts.len; i++)
            visit_inst(&p, &bl->insts.data[i]);
        const IrTerm *t = &bl->term;
        if (t->kind == TERM_BR)
            visit(&p, t->src, READ);
        if (t->kind == TERM_INVOKE) {
            visit_call(&p, t->call, true);
            visit(&p, t->err, ADDRESS);
        }
        if (t->kind == TERM_RETURN && cg->abi->ret_mode == PASS_REGS)
            touch(&p, f->result, leaf_mask(0, p.cg->stores[f->result].ty->n_leaves), READ);
    }
    for (uint32_t i = 0; i < f->locals.len; i++)
        choose(&p, i);
}

/* ---- places ---------------------------------------------------------------------------------------- */
LLVMValueRef cg_alloca(Cg *cg, const Ty *t) {
    LLVMValueRef a = LLVMBuildAlloca(cg->entry_b, cg_store_type(cg, t), "");
    LLVMSetAlignment(a, t->align);
    return a;
}

LLVMValueRef cg_offset_ptr(Cg *cg, LLVMValueRef p, uint64_t offset) {
    if (offset == 0)
        return p;
    LLVMValueRef at = cg_size(cg, offset);
    return LLVMBuildInBoundsGEP2(cg->b, cg->i8, p, &at, 1, "");
}

static LLVMValueRef reg_of(const Store *s, uint32_t leaf) {
    LLVMValueRef v = s->regs[leaf];
    return v ? v : LLVMGetPoison(s->ty->leaves[leaf].type);
}

static LLVMValueRef index_value(Cg *cg, uint32_t local) {
    Store *s = &cg->stores[local];
    const IrLocal *l = &cg->f->locals.data[local];
    const Ty *t = cg_type(cg, l->type);
    LLVMValueRef v;
    if (t->n_leaves != 1) {
        cg_fail(cg, "an array index that is not one integer");
        return cg_size(cg, 0);
    }
    if (l->is_ref && !s->is_value_ref) {
        LLVMValueRef at = s->kind == STORE_MEM ? LLVMBuildLoad2(cg->b, cg->ptr, s->ptr, "") : reg_of(s, 0);
        v = cg_load_leaf(cg, at, &t->leaves[0]);
    } else {
        v = s->kind == STORE_MEM ? cg_load_leaf(cg, s->ptr, &t->leaves[0]) : reg_of(s, 0);
    }
    return t->leaves[0].is_signed ? LLVMBuildSExtOrBitCast(cg->b, v, cg->isize, "")
                                  : LLVMBuildIntCast2(cg->b, v, cg->isize, 0, "");
}

static LLVMValueRef dangling(Cg *cg, const Ty *t) {
    return LLVMConstIntToPtr(cg_size(cg, t->align), cg->ptr);
}

static LLVMValueRef load_pointer(Cg *cg, LLVMValueRef at, LLVMValueRef tag) {
    LLVMValueRef v = LLVMBuildLoad2(cg->b, cg->ptr, at, "");
    if (tag)
        LLVMSetMetadata(v, cg->md_tbaa, tag);
    return v;
}

Loc cg_resolve(Cg *cg, Place p) {
    const IrLocal *l = &cg->f->locals.data[p.local];
    Store *s = &cg->stores[p.local];
    Loc loc = {.local = p.local};
    AliasPath path = {.in_union = s->in_union};
    uint64_t offset = 0;
    uint32_t i = 0;
    Val cur = l->type;
    bool regs = s->kind != STORE_MEM;
    LLVMValueRef ptr = s->ptr;
    if (l->is_ref) {
        if (p.n_proj == 0) {
            loc.ty = cg_ptr_type(cg);
            loc.in_regs = regs;
            loc.ptr = ptr;
            return loc;
        }
        i = 1;
        if (!s->is_value_ref) {
            ptr = regs ? reg_of(s, 0) : LLVMBuildLoad2(cg->b, cg->ptr, ptr, "");
            regs = false;
        }
    }
    for (; i < p.n_proj; i++) {
        const Proj *j = &p.proj[i];
        switch ((ProjKind)j->kind) {
        case PROJ_FIELD: offset += cg_field_offset(cg, cur, j->index); break;
        case PROJ_DEREF:
            if (regs) {
                uint32_t first;
                if (s->ty && find_leaves(s->ty, offset, cg_ptr_type(cg), &first))
                    ptr = reg_of(s, first);
                else
                    ptr = LLVMGetPoison(cg->ptr);
            } else {
                ptr = load_pointer(cg, cg_offset_ptr(cg, ptr, offset), alias_tag(cg, &path, cg_ptr_type(cg)));
            }
            regs = false;
            offset = 0;
            break;
        case PROJ_ELEM: {
            const Ty *e = cg_type(cg, j->type);
            offset += e->size * j->index;
            break;
        }
        case PROJ_INDEX: {
            const Ty *e = cg_type(cg, j->type);
            if (regs && e->size) {
                cg_fail(cg, "an element of an array in registers");
                break;
            }
            if (e->size) {
                LLVMValueRef at = index_value(cg, j->index);
                ptr = cg_offset_ptr(cg, ptr, offset);
                ptr = LLVMBuildInBoundsGEP2(cg->b, LLVMArrayType2(cg->i8, e->size), ptr, &at, 1, "");
                offset = 0;
            }
            break;
        }
        case PROJ_CAST: break;
        }
        alias_step(cg, &path, cur, j);
        cur = j->type;
    }
    loc.ty = cg_type(cg, cur);
    if (regs) {
        loc.in_regs = true;
        if (loc.ty->n_leaves && !find_leaves(s->ty, offset, loc.ty, &loc.leaf))
            cg_fail(cg, "a place that does not match its local's registers");
    } else {
        loc.ptr = cg_offset_ptr(cg, ptr, offset);
        loc.tag = alias_tag(cg, &path, loc.ty);
        loc.path = path;
    }
    return loc;
}

LLVMValueRef cg_address(Cg *cg, Place p) {
    Loc l = cg_resolve(cg, p);
    if (cg_place_is_ref(cg, p))
        return l.in_regs ? reg_of(&cg->stores[p.local], 0) : LLVMBuildLoad2(cg->b, cg->ptr, l.ptr, "");
    alias_refuse_sealed(cg, &l.path, l.ty);
    if (!l.in_regs)
        return l.ptr;
    if (l.ty->size)
        cg_fail(cg, "the address of a value in registers");
    return dangling(cg, l.ty);
}

/* ---- loads and stores -------------------------------------------------------------------------------- */
static LLVMValueRef load_leaf(Cg *cg, LLVMValueRef ptr, const Leaf *l, LLVMValueRef tag) {
    LLVMValueRef v = LLVMBuildLoad2(cg->b, l->mem, ptr, "");
    LLVMSetAlignment(v, l->align);
    if (tag)
        LLVMSetMetadata(v, cg->md_tbaa, tag);
    if (!l->is_bool)
        return v;
    if (l->lanes == 1 && cg->o->opt_level > 0)
        LLVMSetMetadata(v, cg->md_range, cg->md_bool_range);
    return LLVMBuildTrunc(cg->b, v, l->type, "");
}

LLVMValueRef cg_load_leaf(Cg *cg, LLVMValueRef ptr, const Leaf *l) {
    return load_leaf(cg, ptr, l, NULL);
}

static void store_leaf(Cg *cg, LLVMValueRef ptr, const Leaf *l, LLVMValueRef v, LLVMValueRef tag) {
    if (l->is_bool)
        v = LLVMBuildZExt(cg->b, v, l->mem, "");
    LLVMValueRef store = LLVMBuildStore(cg->b, v, ptr);
    LLVMSetAlignment(store, l->align);
    if (tag)
        LLVMSetMetadata(store, cg->md_tbaa, tag);
}

void cg_store_leaf(Cg *cg, LLVMValueRef ptr, const Leaf *l, LLVMValueRef v) {
    store_leaf(cg, ptr, l, v, NULL);
}

static Regs load_regs(Cg *cg, LLVMValueRef ptr, const Ty *t, LLVMValueRef tag) {
    Regs r = {.n = t->n_leaves};
    for (uint32_t i = 0; i < t->n_leaves; i++)
        r.v[i] = load_leaf(cg, cg_offset_ptr(cg, ptr, t->leaves[i].offset), &t->leaves[i], tag);
    return r;
}

Regs cg_load_regs(Cg *cg, LLVMValueRef ptr, const Ty *t) {
    return load_regs(cg, ptr, t, NULL);
}

static void store_regs(Cg *cg, LLVMValueRef ptr, const Ty *t, const Regs *v, LLVMValueRef tag) {
    for (uint32_t i = 0; i < t->n_leaves && i < v->n; i++)
        if (v->v[i])
            store_leaf(cg, cg_offset_ptr(cg, ptr, t->leaves[i].offset), &t->leaves[i], v->v[i], tag);
}

void cg_store_regs(Cg *cg, LLVMValueRef ptr, const Ty *t, const Regs *v) {
    store_regs(cg, ptr, t, v, NULL);
}

void cg_load_loc(Cg *cg, const Loc *l, Regs *out) {
    if (!l->in_regs) {
        *out = load_regs(cg, l->ptr, l->ty, l->tag);
        return;
    }
    out->n = l->ty->n_leaves;
    for (uint32_t i = 0; i < out->n; i++)
        out->v[i] = reg_of(&cg->stores[l->local], l->leaf + i);
}

void cg_store_loc(Cg *cg, const Loc *l, const Regs *v) {
    if (!l->in_regs) {
        store_regs(cg, l->ptr, l->ty, v, l->tag);
        return;
    }
    for (uint32_t i = 0; i < v->n && l->leaf + i < MAX_LEAVES; i++)
        cg->stores[l->local].regs[l->leaf + i] = v->v[i];
}

Regs cg_read(Cg *cg, Place p) {
    Regs r = {0};
    Loc l = cg_resolve(cg, p);
    if (l.ty->is_mem)
        cg_fail(cg, "a value of a memory type read into registers");
    else
        cg_load_loc(cg, &l, &r);
    return r;
}

void cg_write(Cg *cg, Place p, const Regs *v) {
    Loc l = cg_resolve(cg, p);
    cg_store_loc(cg, &l, v);
}

void cg_memcpy(Cg *cg, LLVMValueRef dst, LLVMValueRef src, const Ty *t) {
    if (t->size && dst != src)
        LLVMBuildMemCpy(cg->b, dst, t->align, src, t->align, cg_size(cg, t->size));
}

void cg_copy(Cg *cg, Place dst, Place src) {
    Loc from = cg_resolve(cg, src), to = cg_resolve(cg, dst);
    if (!from.in_regs && !to.in_regs && (from.ty->is_mem || from.ty->n_leaves > ABI_LEAVES)) {
        cg_memcpy(cg, to.ptr, from.ptr, from.ty);
        return;
    }
    Regs r = {0};
    cg_load_loc(cg, &from, &r);
    cg_store_loc(cg, &to, &r);
}
