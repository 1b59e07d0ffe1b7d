/* SPDX-License-Identifier: Apache-2.0 */
/* Intrinsics on memory: pointers, allocation, block operations, vector loads and stores, atomics. */
#include "codegen/codegen_int.h"

static int64_t int_param(const IrInst *in, uint32_t i, int64_t otherwise) {
    int64_t v;
    return i < in->n_params && val_as_i64(in->params[i], &v) ? v : otherwise;
}

/* The type a pointer operand points to. */
static const Ty *pointee(Cg *cg, const IrInst *in, uint32_t arg) {
    Val t = arg < in->n_args ? place_type(cg->f, in->args[arg].place) : NULL;
    if (t && t->kind == T_PTR && t->n)
        return cg_type(cg, t->args[0]);
    cg_fail(cg, "an operand that is not a raw pointer");
    return cg_ptr_type(cg);
}

static LLVMValueRef to_isize(Cg *cg, LLVMValueRef v) {
    return LLVMBuildIntCast2(cg->b, v, cg->isize, 1, "");
}

/* ---- pointers ----------------------------------------------------------------------------------------- */
static void emit_pointer(Cg *cg, const IrInst *in) {
    LLVMValueRef a = in->n_args ? cg_operand(cg, in, 0, NULL) : NULL, b;
    if (cg->error)
        return;
    switch (in->intrin) {
    case INTR_null: cg_set_result(cg, in, LLVMConstNull(cg->ptr)); break;
    case INTR_ptr_cast: cg_set_result(cg, in, a); break;
    case INTR_offset: {
        const Ty *t = pointee(cg, in, 0);
        b = to_isize(cg, cg_operand(cg, in, 1, NULL));
        if (t->size)
            a = LLVMBuildInBoundsGEP2(cg->b, LLVMArrayType2(cg->i8, t->size), a, &b, 1, "");
        cg_set_result(cg, in, a);
        break;
    }
    case INTR_ptr_diff: {
        const Ty *t = pointee(cg, in, 0);
        b = cg_operand(cg, in, 1, NULL);
        LLVMValueRef d = LLVMBuildSub(cg->b, LLVMBuildPtrToInt(cg->b, a, cg->isize, ""),
                                      LLVMBuildPtrToInt(cg->b, b, cg->isize, ""), "");
        if (t->size > 1)
            d = LLVMBuildExactSDiv(cg->b, d, cg_size(cg, t->size), "");
        cg_set_result(cg, in, t->size ? d : cg_size(cg, 0));
        break;
    }
    case INTR_ptr_to_int: cg_set_result(cg, in, LLVMBuildPtrToInt(cg->b, a, cg->isize, "")); break;
    case INTR_int_to_ptr: cg_set_result(cg, in, LLVMBuildIntToPtr(cg->b, a, cg->ptr, "")); break;
    case INTR_ptr_eq:
        cg_set_result(cg, in, LLVMBuildICmp(cg->b, LLVMIntEQ, a, cg_operand(cg, in, 1, NULL), ""));
        break;
    case INTR_ptr_lt:
        cg_set_result(cg, in, LLVMBuildICmp(cg->b, LLVMIntULT, a, cg_operand(cg, in, 1, NULL), ""));
        break;
    default: MOJ_UNREACHABLE();
    }
}

/* ---- allocation ------------------------------------------------------------------------------------------ */
static void emit_alloc(Cg *cg, const IrInst *in) {
    LLVMValueRef size = cg_operand(cg, in, 0, NULL), align = cg_operand(cg, in, 1, NULL);
    if (cg->error)
        return;
    size = to_isize(cg, size);
    align = to_isize(cg, align);
    LLVMTypeRef type;
    LLVMTypeRef params[] = {cg->isize, cg->isize};
    if (!LLVMIsAConstantInt(align) || LLVMConstIntGetZExtValue(align) > 2 * cg->target->pointer_size) {
        LLVMValueRef args[] = {size, align};
        LLVMValueRef fn = cg_runtime(cg, "mojo_rt_alloc", cg->ptr, params, 2, &type);
        cg_attr(cg, fn, LLVMAttributeReturnIndex, "noalias", 0);
        cg_attr(cg, fn, LLVMAttributeReturnIndex, "nonnull", 0);
        cg_set_result(cg, in, LLVMBuildCall2(cg->b, type, fn, args, 2, ""));
        return;
    }
    /* malloc itself, so that LLVM knows what it is; its failure ends the process */
    LLVMValueRef fn = cg_runtime(cg, "malloc", cg->ptr, params, 1, &type);
    cg_attr(cg, fn, LLVMAttributeReturnIndex, "noalias", 0);
    LLVMValueRef p = LLVMBuildCall2(cg->b, type, fn, &size, 1, "");
    LLVMValueRef failed = LLVMBuildICmp(cg->b, LLVMIntEQ, p, LLVMConstNull(cg->ptr), "");
    LLVMBasicBlockRef bad = LLVMAppendBasicBlockInContext(cg->ctx, cg->fn, "");
    LLVMBasicBlockRef good = LLVMAppendBasicBlockInContext(cg->ctx, cg->fn, "");
    LLVMSetMetadata(LLVMBuildCondBr(cg->b, failed, bad, good), cg->md_prof, cg->md_cold1);
    LLVMPositionBuilderAtEnd(cg->b, bad);
    fn = cg_runtime(cg, "mojo_rt_out_of_memory", cg->void_, params, 1, &type);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "noreturn", 0);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "cold", 0);
    LLVMBuildCall2(cg->b, type, fn, &size, 1, "");
    LLVMBuildUnreachable(cg->b);
    LLVMPositionBuilderAtEnd(cg->b, good);
    cg_set_result(cg, in, p);
}

static void emit_block_op(Cg *cg, const IrInst *in) {
    LLVMValueRef a = cg_operand(cg, in, 0, NULL), b = NULL, n = NULL;
    LLVMTypeRef type;
    if (in->intrin == INTR_free) {
        LLVMValueRef fn = cg_runtime(cg, "free", cg->void_, &cg->ptr, 1, &type);
        if (!cg->error)
            LLVMBuildCall2(cg->b, type, fn, &a, 1, "");
        return;
    }
    b = cg_operand(cg, in, 1, NULL);
    n = cg_operand(cg, in, 2, NULL);
    if (cg->error)
        return;
    n = to_isize(cg, n);
    switch (in->intrin) {
    case INTR_memcpy: LLVMBuildMemCpy(cg->b, a, 1, b, 1, n); break;
    case INTR_memmove: LLVMBuildMemMove(cg->b, a, 1, b, 1, n); break;
    case INTR_memset: LLVMBuildMemSet(cg->b, a, LLVMBuildIntCast2(cg->b, b, cg->i8, 0, ""), n, 1); break;
    case INTR_memcmp: {
        LLVMTypeRef params[] = {cg->ptr, cg->ptr, cg->isize};
        LLVMValueRef args[] = {a, b, n};
        LLVMValueRef fn = cg_runtime(cg, "memcmp", cg->i32, params, 3, &type);
        cg_set_result(cg, in, to_isize(cg, LLVMBuildCall2(cg->b, type, fn, args, 3, "")));
        break;
    }
    default: MOJ_UNREACHABLE();
    }
}

/* ---- vectors in memory --------------------------------------------------------------------------------------- */
static Leaf with_align(Cg *cg, const IrInst *in, uint32_t param, const Leaf *l) {
    Leaf r = *l;
    int64_t a = int_param(in, param, 0);
    uint32_t lane = l->is_bool || l->bits < 8 ? 1 : l->bits / 8;
    r.align = a > 0 && a <= 1 << 20 ? (uint32_t)a : lane > 16 ? 16 : lane;
    return r;
}

static void emit_load(Cg *cg, const IrInst *in) {
    LLVMValueRef p = cg_operand(cg, in, 0, NULL);
    const Leaf *l = cg_dst_leaf(cg, in);
    if (cg->error || !l->type)
        return;
    Leaf at = with_align(cg, in, 1, l);
    cg_set_result(cg, in, cg_load_leaf(cg, p, &at));
}

static void emit_store(Cg *cg, const IrInst *in) {
    const Leaf *l;
    LLVMValueRef p = cg_operand(cg, in, 0, NULL), v = cg_operand(cg, in, 1, &l);
    if (cg->error)
        return;
    Leaf at = with_align(cg, in, 0, l);
    cg_store_leaf(cg, p, &at, v);
}

static LLVMValueRef one_lane(Cg *cg, LLVMValueRef v) { /* scalar → <1 x T> */
    LLVMTypeRef t = LLVMTypeOf(v);
    if (LLVMGetTypeKind(t) == LLVMVectorTypeKind)
        return v;
    return LLVMBuildInsertElement(cg->b, LLVMGetPoison(LLVMVectorType(t, 1)), v, LLVMConstInt(cg->i32, 0, 0), "");
}

static LLVMValueRef in_memory(Cg *cg, LLVMValueRef v, const Leaf *l) {
    return l->is_bool ? LLVMBuildZExt(cg->b, v, l->mem, "") : v;
}

static void masked_result(Cg *cg, const IrInst *in, LLVMValueRef v, const Leaf *l) {
    if (l->lanes == 1)
        v = LLVMBuildExtractElement(cg->b, v, LLVMConstInt(cg->i32, 0, 0), "");
    if (l->is_bool)
        v = LLVMBuildTrunc(cg->b, v, l->type, "");
    cg_set_result(cg, in, v);
}

static LLVMValueRef lane_align(Cg *cg, const Leaf *l) {
    uint32_t a = l->is_bool || l->bits < 8 ? 1 : l->bits / 8;
    return LLVMConstInt(cg->i32, a > 16 ? 16 : a, 0);
}

static void emit_masked(Cg *cg, const IrInst *in) {
    const Leaf *l;
    bool far_ = in->intrin == INTR_gather || in->intrin == INTR_scatter;
    if (in->intrin == INTR_gather || in->intrin == INTR_masked_load) {
        LLVMValueRef p = cg_operand(cg, in, 0, NULL), m = cg_operand(cg, in, 1, NULL), z = cg_operand(cg, in, 2, &l);
        if (cg->error)
            return;
        m = one_lane(cg, m);
        z = one_lane(cg, in_memory(cg, z, l));
        LLVMTypeRef pt = cg->ptr;
        if (far_) {
            p = one_lane(cg, p);
            pt = LLVMVectorType(cg->ptr, l->lanes);
            p = LLVMBuildIntToPtr(cg->b, p, pt, "");
        }
        LLVMTypeRef types[] = {LLVMTypeOf(z), pt};
        LLVMValueRef args[] = {p, lane_align(cg, l), m, z};
        masked_result(cg, in,
                      cg_llvm_intrinsic(cg, far_ ? "llvm.masked.gather" : "llvm.masked.load", types, 2, args, 4), l);
        return;
    }
    LLVMValueRef v = cg_operand(cg, in, 0, &l), p = cg_operand(cg, in, 1, NULL), m = cg_operand(cg, in, 2, NULL);
    if (cg->error)
        return;
    v = one_lane(cg, in_memory(cg, v, l));
    m = one_lane(cg, m);
    LLVMTypeRef pt = cg->ptr;
    if (far_) {
        pt = LLVMVectorType(cg->ptr, l->lanes);
        p = LLVMBuildIntToPtr(cg->b, one_lane(cg, p), pt, "");
    }
    LLVMTypeRef types[] = {LLVMTypeOf(v), pt};
    LLVMValueRef args[] = {v, p, lane_align(cg, l), m};
    cg_llvm_intrinsic(cg, far_ ? "llvm.masked.scatter" : "llvm.masked.store", types, 2, args, 4);
}

/* ---- atomics -------------------------------------------------------------------------------------------------- */
static Str str_param(const IrInst *in, uint32_t i) {
    return i < in->n_params && in->params[i]->kind == V_STR ? in->params[i]->u.str : STR("");
}

static LLVMAtomicOrdering ordering(Cg *cg, Str s) {
    if (str_eq_c(s, "relaxed"))
        return LLVMAtomicOrderingMonotonic;
    if (str_eq_c(s, "acquire"))
        return LLVMAtomicOrderingAcquire;
    if (str_eq_c(s, "release"))
        return LLVMAtomicOrderingRelease;
    if (str_eq_c(s, "acq_rel"))
        return LLVMAtomicOrderingAcquireRelease;
    if (!str_eq_c(s, "seq_cst"))
        cg_fail(cg, "unknown memory ordering `" STR_FMT "`", STR_ARG(s));
    return LLVMAtomicOrderingSequentiallyConsistent;
}

static void atomic_rmw(Cg *cg, const IrInst *in) {
    static const struct {
        const char *name;
        LLVMAtomicRMWBinOp sint, uint, real;
    } ops[] = {
        {"add", LLVMAtomicRMWBinOpAdd, LLVMAtomicRMWBinOpAdd, LLVMAtomicRMWBinOpFAdd},
        {"sub", LLVMAtomicRMWBinOpSub, LLVMAtomicRMWBinOpSub, LLVMAtomicRMWBinOpFSub},
        {"and", LLVMAtomicRMWBinOpAnd, LLVMAtomicRMWBinOpAnd, LLVMAtomicRMWBinOpAnd},
        {"or", LLVMAtomicRMWBinOpOr, LLVMAtomicRMWBinOpOr, LLVMAtomicRMWBinOpOr},
        {"xor", LLVMAtomicRMWBinOpXor, LLVMAtomicRMWBinOpXor, LLVMAtomicRMWBinOpXor},
        {"max", LLVMAtomicRMWBinOpMax, LLVMAtomicRMWBinOpUMax, LLVMAtomicRMWBinOpFMax},
        {"min", LLVMAtomicRMWBinOpMin, LLVMAtomicRMWBinOpUMin, LLVMAtomicRMWBinOpFMin},
        {"xchg", LLVMAtomicRMWBinOpXchg, LLVMAtomicRMWBinOpXchg, LLVMAtomicRMWBinOpXchg},
    };
    const Leaf *l;
    LLVMValueRef p = cg_operand(cg, in, 0, NULL), v = cg_operand(cg, in, 1, &l);
    LLVMAtomicOrdering o = ordering(cg, str_param(in, 0));
    if (cg->error)
        return;
    for (size_t i = 0; i < ARRAY_LEN(ops); i++)
        if (str_eq_c(str_param(in, 1), ops[i].name)) {
            LLVMAtomicRMWBinOp op = l->is_float ? ops[i].real : l->is_signed ? ops[i].sint : ops[i].uint;
            LLVMValueRef r = LLVMBuildAtomicRMW(cg->b, op, p, in_memory(cg, v, l), o, 0);
            cg_set_result(cg, in, l->is_bool ? LLVMBuildTrunc(cg->b, r, cg->i1, "") : r);
            return;
        }
    cg_fail(cg, "unknown atomic operation `" STR_FMT "`", STR_ARG(str_param(in, 1)));
}

/* cmpxchg works on integers: floats travel by their bits. */
static LLVMValueRef as_int(Cg *cg, LLVMValueRef v, const Leaf *l) {
    return l->is_float && l->bits > 8 ? LLVMBuildBitCast(cg->b, v, cg_int(cg, l->bits), "") : in_memory(cg, v, l);
}

static void atomic_cmpxchg(Cg *cg, const IrInst *in) {
    const Leaf *l;
    LLVMValueRef p = cg_operand(cg, in, 0, NULL), want = cg_operand(cg, in, 2, &l);
    LLVMAtomicOrdering o = ordering(cg, str_param(in, 0));
    if (cg->error)
        return;
    LLVMValueRef expected = in->args[1].mode == ARG_REF ? cg_address(cg, in->args[1].place) : NULL;
    const Leaf *el = l;
    LLVMValueRef old = expected ? cg_load_leaf(cg, expected, l) : cg_operand(cg, in, 1, &el);
    LLVMAtomicOrdering fail = o == LLVMAtomicOrderingAcquireRelease ? LLVMAtomicOrderingAcquire
                              : o == LLVMAtomicOrderingRelease      ? LLVMAtomicOrderingMonotonic
                                                                    : o;
    LLVMValueRef r = LLVMBuildAtomicCmpXchg(cg->b, p, as_int(cg, old, l), as_int(cg, want, l), o, fail, 0);
    LLVMValueRef found = LLVMBuildExtractValue(cg->b, r, 0, "");
    if (expected)
        LLVMSetAlignment(LLVMBuildStore(cg->b, found, expected), l->align);
    cg_set_result(cg, in, LLVMBuildExtractValue(cg->b, r, 1, ""));
}

static void emit_atomic(Cg *cg, const IrInst *in) {
    const Leaf *l;
    switch (in->intrin) {
    case INTR_fence: LLVMBuildFence(cg->b, ordering(cg, str_param(in, 0)), 0, ""); break;
    case INTR_atomic_load: {
        LLVMValueRef p = cg_operand(cg, in, 0, NULL);
        l = cg_dst_leaf(cg, in);
        if (cg->error || !l->type)
            return;
        LLVMValueRef v = LLVMBuildLoad2(cg->b, l->mem, p, "");
        LLVMSetAlignment(v, l->align);
        LLVMSetOrdering(v, ordering(cg, str_param(in, 0)));
        cg_set_result(cg, in, l->is_bool ? LLVMBuildTrunc(cg->b, v, l->type, "") : v);
        break;
    }
    case INTR_atomic_store: {
        LLVMValueRef p = cg_operand(cg, in, 0, NULL), v = cg_operand(cg, in, 1, &l);
        if (cg->error)
            return;
        LLVMValueRef s = LLVMBuildStore(cg->b, in_memory(cg, v, l), p);
        LLVMSetAlignment(s, l->align);
        LLVMSetOrdering(s, ordering(cg, str_param(in, 0)));
        break;
    }
    case INTR_atomic_rmw: atomic_rmw(cg, in); break;
    case INTR_atomic_cmpxchg: atomic_cmpxchg(cg, in); break;
    default: MOJ_UNREACHABLE();
    }
}

/* ---- places as pointers: what lower/ did not already express as a projection ------------------------------------ */
static void set_address(Cg *cg, const IrInst *in, LLVMValueRef p) {
    Regs r = {.n = 1};
    r.v[0] = p;
    if (in->has_dst)
        cg_write(cg, in->dst, &r);
}

static void emit_place(Cg *cg, const IrInst *in) {
    Place base = in->args[0].place;
    Val type = place_type(cg->f, base);
    int64_t k = int_param(in, 0, 0);
    switch (in->intrin) {
    case INTR_union_ref:
        if (in->has_dst)
            cg->stores[in->dst.local].in_union = true;
        set_address(cg, in, cg_address(cg, base));
        break;
    case INTR_addr_of: set_address(cg, in, cg_address(cg, base)); break;
    case INTR_deref: set_address(cg, in, cg_operand(cg, in, 0, NULL)); break;
    case INTR_array_ref: {
        LLVMValueRef at = to_isize(cg, cg_operand(cg, in, 1, NULL));
        const Ty *e = cg_type(cg, type->n ? type->args[0] : type);
        set_address(cg, in, LLVMBuildInBoundsGEP2(cg->b, LLVMArrayType2(cg->i8, e->size), cg_address(cg, base), &at, 1, ""));
        break;
    }
    case INTR_tuple_ref:
    case INTR_field_ref:
        set_address(cg, in, cg_offset_ptr(cg, cg_address(cg, base), cg_field_offset(cg, type, (uint32_t)k)));
        break;
    case INTR_pack_ref: { /* the pack is a struct whose first field points to an array of addresses */
        LLVMValueRef all = LLVMBuildLoad2(cg->b, cg->ptr, cg_address(cg, base), "");
        LLVMValueRef slot = cg_offset_ptr(cg, all, (uint64_t)k * cg->target->pointer_size);
        set_address(cg, in, LLVMBuildLoad2(cg->b, cg->ptr, slot, ""));
        break;
    }
    default: MOJ_UNREACHABLE();
    }
}

static const char *intrin_name(uint8_t id) {
    static const char *const names[] = {
#define INTRIN(name, np, na, res, what) #name,
#include "types/intrinsics.def"
#undef INTRIN
    };
    return id < INTR_COUNT ? names[id] : "?";
}

void cg_intrin_memory(Cg *cg, const IrInst *in) {
    switch ((IntrinsicId)in->intrin) {
    case INTR_null: case INTR_ptr_cast: case INTR_offset: case INTR_ptr_diff: case INTR_ptr_to_int:
    case INTR_int_to_ptr: case INTR_ptr_eq: case INTR_ptr_lt:
        emit_pointer(cg, in);
        break;
    case INTR_alloc: emit_alloc(cg, in); break;
    case INTR_stack_alloc: {
        Val t = place_type(cg->f, in->dst);
        if (t && t->kind == T_PTR && t->n) cg_set_result(cg, in, cg_alloca(cg, cg_type(cg, t->args[0])));
        else cg_fail(cg, "stack memory of no type");
        break;
    }
    case INTR_free: case INTR_memcpy: case INTR_memmove: case INTR_memset: case INTR_memcmp:
        emit_block_op(cg, in);
        break;
    case INTR_load: emit_load(cg, in); break;
    case INTR_store: emit_store(cg, in); break;
    case INTR_gather: case INTR_scatter: case INTR_masked_load: case INTR_masked_store: emit_masked(cg, in); break;
    case INTR_atomic_load: case INTR_atomic_store: case INTR_atomic_rmw: case INTR_atomic_cmpxchg: case INTR_fence:
        emit_atomic(cg, in);
        break;
    case INTR_addr_of: case INTR_deref: case INTR_array_ref: case INTR_tuple_ref: case INTR_union_ref:
    case INTR_field_ref: case INTR_pack_ref:
        emit_place(cg, in);
        break;
    case INTR_write: cg_copy(cg, in->args[0].place, in->args[1].place); break;
    case INTR_take:
        if (in->has_dst)
            cg_copy(cg, in->dst, in->args[0].place);
        break;
    case INTR_uninit: case INTR_mark_initialized: case INTR_mark_destroyed: break;
    default: cg_fail(cg, "the intrinsic `%s` reached code generation", intrin_name(in->intrin));
    }
}
