/* SPDX-License-Identifier: Apache-2.0 */
/* Intrinsics: arithmetic, comparison, conversion, lanes, control. Memory: intrin_mem.c. Functions of
 * <math.h>: intrin_math.c. */
#include "codegen/codegen_int.h"

/* ---- helpers --------------------------------------------------------------------------------------- */
LLVMValueRef cg_llvm_intrinsic(Cg *cg, const char *name, LLVMTypeRef *types, unsigned n_types, LLVMValueRef *args,
                               unsigned n_args) {
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    MOJ_ASSERT(id != 0);
    LLVMValueRef fn = LLVMGetIntrinsicDeclaration(cg->mod, id, types, n_types);
    LLVMTypeRef type = LLVMIntrinsicGetType(cg->ctx, id, types, n_types);
    return LLVMBuildCall2(cg->b, type, fn, args, n_args, "");
}

LLVMValueRef cg_runtime(Cg *cg, const char *name, LLVMTypeRef ret, const LLVMTypeRef *params, unsigned n,
                        LLVMTypeRef *type) {
    *type = LLVMFunctionType(ret, (LLVMTypeRef *)params, n, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(cg->mod, name);
    if (fn)
        return fn;
    fn = LLVMAddFunction(cg->mod, name, *type);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "nounwind", 0);
    return fn;
}

static const Leaf no_leaf = {.lanes = 1};

LLVMValueRef cg_operand(Cg *cg, const IrInst *in, uint32_t i, const Leaf **leaf) {
    if (leaf)
        *leaf = &no_leaf;
    if (i >= in->n_args) {
        cg_fail(cg, "an intrinsic with too few operands");
        return LLVMGetPoison(cg->isize);
    }
    Place p = in->args[i].place;
    const Ty *t;
    Regs r;
    if (cg_place_is_ref(cg, p)) {
        t = cg_type(cg, cg->f->locals.data[p.local].type);
        if (cg->stores[p.local].is_value_ref) {
            r.n = t->n_leaves;
            memcpy(r.v, cg->stores[p.local].regs, sizeof r.v);
        } else {
            r = cg_load_regs(cg, cg_address(cg, p), t);
        }
    } else {
        t = cg_type(cg, place_type(cg->f, p));
        r = cg_read(cg, p);
    }
    if (t->n_leaves != 1 || t->is_mem) {
        StrBuf b = {0};
        if (t->val)
            val_print(&b, t->val);
        cg_fail(cg, "operand %u of an intrinsic is `%s`, which is not a number, vector or pointer", i,
                b.p ? b.p : "?");
        sb_done(&b);
        return LLVMGetPoison(cg->isize);
    }
    if (leaf)
        *leaf = &t->leaves[0];
    return r.v[0] ? r.v[0] : LLVMGetPoison(t->leaves[0].type);
}

const Leaf *cg_dst_leaf(Cg *cg, const IrInst *in) {
    const Ty *t = in->has_dst ? cg_type(cg, place_type(cg->f, in->dst)) : NULL;
    return t && t->n_leaves == 1 ? &t->leaves[0] : &no_leaf;
}

void cg_set_result(Cg *cg, const IrInst *in, LLVMValueRef v) {
    if (!in->has_dst)
        return;
    Regs r = {.n = 1};
    r.v[0] = v;
    cg_write(cg, in->dst, &r);
}

void cg_fp_flags(Cg *cg, LLVMValueRef v) {
    if (cg->o->fp_contract && LLVMIsAInstruction(v) && LLVMCanValueUseFastMathFlags(v))
        LLVMSetFastMathFlags(v, LLVMFastMathAllowContract);
}

static LLVMValueRef fp(Cg *cg, LLVMValueRef v) {
    cg_fp_flags(cg, v);
    return v;
}

/* A constant in every lane. */
static LLVMValueRef splat_int(LLVMTypeRef type, uint64_t v) {
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind)
        return LLVMConstInt(type, v, 1);
    unsigned n = LLVMGetVectorSize(type);
    LLVMValueRef lane = LLVMConstInt(LLVMGetElementType(type), v, 1);
    LLVMValueRef *lanes = xmalloc(n * sizeof *lanes);
    for (unsigned i = 0; i < n; i++)
        lanes[i] = lane;
    LLVMValueRef r = LLVMConstVector(lanes, n);
    free(lanes);
    return r;
}

static LLVMValueRef splat_fp(LLVMTypeRef type, double v) {
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind)
        return LLVMConstReal(type, v);
    unsigned n = LLVMGetVectorSize(type);
    LLVMValueRef lane = LLVMConstReal(LLVMGetElementType(type), v);
    LLVMValueRef *lanes = xmalloc(n * sizeof *lanes);
    for (unsigned i = 0; i < n; i++)
        lanes[i] = lane;
    LLVMValueRef r = LLVMConstVector(lanes, n);
    free(lanes);
    return r;
}

static LLVMTypeRef with_lane(const Leaf *l, LLVMTypeRef lane) {
    return l->lanes == 1 ? lane : LLVMVectorType(lane, l->lanes);
}

/* ---- 8-bit floats ------------------------------------------------------------------------------------ */
static bool is_tiny_float(const Leaf *l) {
    return l->is_float && l->bits <= 8;
}

static LLVMValueRef per_lane(Cg *cg, LLVMValueRef v, uint32_t lanes, LLVMTypeRef result_lane, LLVMValueRef fn,
                             LLVMTypeRef type, LLVMValueRef first, LLVMTypeRef arg_type) {
    LLVMValueRef out = lanes > 1 ? LLVMGetPoison(LLVMVectorType(result_lane, lanes)) : NULL;
    for (uint32_t i = 0; i < lanes; i++) {
        LLVMValueRef at = LLVMConstInt(cg->i32, i, 0);
        LLVMValueRef x = lanes > 1 ? LLVMBuildExtractElement(cg->b, v, at, "") : v;
        if (LLVMGetTypeKind(arg_type) == LLVMIntegerTypeKind)
            x = LLVMBuildZExtOrBitCast(cg->b, x, arg_type, "");
        LLVMValueRef args[] = {first, x};
        LLVMValueRef r = LLVMBuildCall2(cg->b, type, fn, args, 2, "");
        if (LLVMTypeOf(r) != result_lane)
            r = LLVMBuildTrunc(cg->b, r, result_lane, "");
        out = lanes > 1 ? LLVMBuildInsertElement(cg->b, out, r, at, "") : r;
    }
    return out;
}

static LLVMValueRef tiny_to_f32(Cg *cg, LLVMValueRef v, const Leaf *l) {
    LLVMTypeRef f32 = LLVMFloatTypeInContext(cg->ctx), type, params[] = {cg->i32, cg->i32};
    LLVMValueRef fn = cg_runtime(cg, "mojo_rt_tiny_to_f32", f32, params, 2, &type);
    return per_lane(cg, v, l->lanes, f32, fn, type, LLVMConstInt(cg->i32, l->dtype, 0), cg->i32);
}

static LLVMValueRef f32_to_tiny(Cg *cg, LLVMValueRef v, const Leaf *l) {
    LLVMTypeRef f32 = LLVMFloatTypeInContext(cg->ctx), type, params[] = {cg->i32, f32};
    LLVMValueRef fn = cg_runtime(cg, "mojo_rt_f32_to_tiny", cg->i32, params, 2, &type);
    return per_lane(cg, v, l->lanes, cg->i8, fn, type, LLVMConstInt(cg->i32, l->dtype, 0), f32);
}

/* ---- conversion --------------------------------------------------------------------------------------- */
static LLVMValueRef cast_float(Cg *cg, LLVMValueRef v, const Leaf *from, const Leaf *to) {
    if (from->dtype == to->dtype)
        return v;
    LLVMTypeRef f32 = with_lane(from, LLVMFloatTypeInContext(cg->ctx));
    if (from->bits == to->bits) /* float16 ↔ bfloat16 */
        v = LLVMBuildFPExt(cg->b, v, f32, "");
    else if (from->bits < to->bits)
        return LLVMBuildFPExt(cg->b, v, to->type, "");
    return LLVMBuildFPTrunc(cg->b, v, to->type, "");
}

/* llvm.fptosi.sat written out, for the fast instruction selector. */
static LLVMValueRef saturating_fptosi(Cg *cg, LLVMValueRef v, const Leaf *from, const Leaf *to) {
    double bound = to->bits == 64 ? 0x1p63 : 0x1p31;
    uint64_t top = to->bits == 64 ? INT64_MAX : INT32_MAX;
    LLVMValueRef r = LLVMBuildFPToSI(cg->b, v, to->type, "");
    LLVMValueRef high = LLVMBuildFCmp(cg->b, LLVMRealOGE, v, LLVMConstReal(from->type, bound), "");
    LLVMValueRef low = LLVMBuildFCmp(cg->b, LLVMRealOLT, v, LLVMConstReal(from->type, -bound), "");
    LLVMValueRef nan = LLVMBuildFCmp(cg->b, LLVMRealUNO, v, LLVMConstNull(from->type), "");
    r = LLVMBuildSelect(cg->b, high, LLVMConstInt(to->type, top, 0), r, "");
    r = LLVMBuildSelect(cg->b, low, LLVMConstInt(to->type, top + 1, 0), r, "");
    return LLVMBuildSelect(cg->b, nan, LLVMConstNull(to->type), r, "");
}

LLVMValueRef cg_cast(Cg *cg, LLVMValueRef v, const Leaf *from, const Leaf *to) {
    Leaf f32 = {.dtype = DT_FLOAT32, .lanes = from->lanes, .bits = 32, .is_float = true};
    f32.type = f32.mem = with_lane(from, LLVMFloatTypeInContext(cg->ctx));
    if (from->lanes != to->lanes) {
        cg_fail(cg, "a cast between vectors of %u and %u lanes", from->lanes, to->lanes);
        return LLVMGetPoison(to->type);
    }
    if (from->dtype == to->dtype)
        return v;
    if (is_tiny_float(from))
        return cg_cast(cg, tiny_to_f32(cg, v, from), &f32, to);
    if (is_tiny_float(to))
        return f32_to_tiny(cg, cg_cast(cg, v, from, &f32), to);
    if (from->is_float && to->is_float)
        return cast_float(cg, v, from, to);
    if (from->is_float) {
        if (to->is_bool)
            return LLVMBuildFCmp(cg->b, LLVMRealUNE, v, LLVMConstNull(from->type), "");
        if (cg->o->opt_level == 0 && to->lanes == 1 && to->is_signed && (to->bits == 64 || to->bits == 32) &&
            from->bits >= 32)
            return saturating_fptosi(cg, v, from, to);
        LLVMTypeRef types[] = {to->type, from->type};
        return cg_llvm_intrinsic(cg, to->is_signed ? "llvm.fptosi.sat" : "llvm.fptoui.sat", types, 2, &v, 1);
    }
    if (to->is_float)
        return from->is_signed ? LLVMBuildSIToFP(cg->b, v, to->type, "") : LLVMBuildUIToFP(cg->b, v, to->type, "");
    if (to->is_bool)
        return LLVMBuildICmp(cg->b, LLVMIntNE, v, LLVMConstNull(from->type), "");
    if (from->bits > to->bits)
        return LLVMBuildTrunc(cg->b, v, to->type, "");
    if (from->bits < to->bits)
        return from->is_signed ? LLVMBuildSExt(cg->b, v, to->type, "") : LLVMBuildZExt(cg->b, v, to->type, "");
    return v;
}

/* ---- division ------------------------------------------------------------------------------------------- */
/* Signed division that wraps for MIN / -1 instead of trapping. */
static bool is_const_above_zero(LLVMValueRef v) {
    return LLVMIsAConstantInt(v) && LLVMGetIntTypeWidth(LLVMTypeOf(v)) <= 64 && LLVMConstIntGetSExtValue(v) > 0;
}

static void signed_divrem(Cg *cg, LLVMValueRef a, LLVMValueRef b, LLVMTypeRef t, LLVMValueRef *q, LLVMValueRef *r) {
    if (is_const_above_zero(b)) {
        if (q)
            *q = LLVMBuildSDiv(cg->b, a, b, "");
        if (r)
            *r = LLVMBuildSRem(cg->b, a, b, "");
        return;
    }
    LLVMValueRef minus1 = LLVMConstAllOnes(t);
    LLVMValueRef is_m1 = LLVMBuildICmp(cg->b, LLVMIntEQ, b, minus1, "");
    LLVMValueRef safe = LLVMBuildSelect(cg->b, is_m1, splat_int(t, 1), b, "");
    if (q)
        *q = LLVMBuildSelect(cg->b, is_m1, LLVMBuildNeg(cg->b, a, ""), LLVMBuildSDiv(cg->b, a, safe, ""), "");
    if (r)
        *r = LLVMBuildSRem(cg->b, a, safe, "");
}

static LLVMValueRef int_floor(Cg *cg, LLVMValueRef a, LLVMValueRef b, const Leaf *l, bool want_mod) {
    LLVMTypeRef t = l->type;
    if (!l->is_signed)
        return want_mod ? LLVMBuildURem(cg->b, a, b, "") : LLVMBuildUDiv(cg->b, a, b, "");
    LLVMValueRef q, r, zero = LLVMConstNull(t);
    if (is_const_above_zero(b)) { /* the sign of the remainder is all that matters */
        int64_t d = LLVMConstIntGetSExtValue(b);
        unsigned width = LLVMGetIntTypeWidth(t);
        if ((d & (d - 1)) == 0)
            return want_mod ? LLVMBuildAnd(cg->b, a, LLVMConstInt(t, (uint64_t)d - 1, 0), "")
                            : LLVMBuildAShr(cg->b, a, LLVMConstInt(t, (uint64_t)__builtin_ctzll((uint64_t)d), 0), "");
        r = LLVMBuildSRem(cg->b, a, b, "");
        LLVMValueRef sign = LLVMBuildAShr(cg->b, r, LLVMConstInt(t, width - 1, 0), "");
        if (want_mod)
            return LLVMBuildAdd(cg->b, r, LLVMBuildAnd(cg->b, sign, b, ""), "");
        return LLVMBuildAdd(cg->b, LLVMBuildSDiv(cg->b, a, b, ""), sign, "");
    }
    signed_divrem(cg, a, b, t, &q, &r);
    LLVMValueRef opposite = LLVMBuildICmp(cg->b, LLVMIntSLT, LLVMBuildXor(cg->b, r, b, ""), zero, "");
    LLVMValueRef inexact = LLVMBuildICmp(cg->b, LLVMIntNE, r, zero, "");
    LLVMValueRef adjust = LLVMBuildAnd(cg->b, opposite, inexact, "");
    if (want_mod)
        return LLVMBuildAdd(cg->b, r, LLVMBuildSelect(cg->b, adjust, b, zero, ""), "");
    return LLVMBuildAdd(cg->b, q, LLVMBuildSExt(cg->b, adjust, t, ""), "");
}

static LLVMValueRef unary_fp(Cg *cg, const char *name, LLVMValueRef v) {
    LLVMTypeRef t = LLVMTypeOf(v);
    return cg_llvm_intrinsic(cg, name, &t, 1, &v, 1);
}

static LLVMValueRef copysign_fp(Cg *cg, LLVMValueRef v, LLVMValueRef sign) {
    LLVMTypeRef t = LLVMTypeOf(v);
    LLVMValueRef args[] = {v, sign};
    return cg_llvm_intrinsic(cg, "llvm.copysign", &t, 1, args, 2);
}

/* Python's float // and %. */
static LLVMValueRef float_floor(Cg *cg, LLVMValueRef a, LLVMValueRef b, const Leaf *l, bool want_mod) {
    LLVMTypeRef t = l->type;
    LLVMValueRef zero = LLVMConstNull(t);
    LLVMValueRef m = LLVMBuildFRem(cg->b, a, b, "");
    LLVMValueRef nonzero = LLVMBuildFCmp(cg->b, LLVMRealUNE, m, zero, "");
    LLVMValueRef neg_m = LLVMBuildFCmp(cg->b, LLVMRealOLT, m, zero, "");
    LLVMValueRef neg_b = LLVMBuildFCmp(cg->b, LLVMRealOLT, b, zero, "");
    LLVMValueRef adjust = LLVMBuildAnd(cg->b, nonzero, LLVMBuildXor(cg->b, neg_m, neg_b, ""), "");
    if (want_mod) {
        LLVMValueRef r = LLVMBuildSelect(cg->b, adjust, LLVMBuildFAdd(cg->b, m, b, ""), m, "");
        return LLVMBuildSelect(cg->b, nonzero, r, copysign_fp(cg, zero, b), "");
    }
    LLVMValueRef div = LLVMBuildFDiv(cg->b, LLVMBuildFSub(cg->b, a, m, ""), b, "");
    div = LLVMBuildSelect(cg->b, adjust, LLVMBuildFSub(cg->b, div, splat_fp(t, 1), ""), div, "");
    LLVMValueRef floor = unary_fp(cg, "llvm.floor", div);
    LLVMValueRef far_ = LLVMBuildFCmp(cg->b, LLVMRealOGT, LLVMBuildFSub(cg->b, div, floor, ""), splat_fp(t, 0.5), "");
    floor = LLVMBuildSelect(cg->b, far_, LLVMBuildFAdd(cg->b, floor, splat_fp(t, 1), ""), floor, "");
    LLVMValueRef plain = LLVMBuildFDiv(cg->b, a, b, "");
    LLVMValueRef is_zero = LLVMBuildFCmp(cg->b, LLVMRealOEQ, div, zero, "");
    LLVMValueRef r = LLVMBuildSelect(cg->b, is_zero, copysign_fp(cg, zero, plain), floor, "");
    LLVMValueRef by_zero = LLVMBuildFCmp(cg->b, LLVMRealOEQ, b, zero, ""); /* IEEE: ±inf or nan */
    return LLVMBuildSelect(cg->b, by_zero, plain, r, "");
}

/* ---- two operands ------------------------------------------------------------------------------------------ */
static LLVMValueRef two_args(Cg *cg, const char *name, LLVMValueRef a, LLVMValueRef b) {
    LLVMTypeRef t = LLVMTypeOf(a);
    LLVMValueRef args[] = {a, b};
    return cg_llvm_intrinsic(cg, name, &t, 1, args, 2);
}

static LLVMValueRef min_max(Cg *cg, LLVMValueRef a, LLVMValueRef b, const Leaf *l, bool is_max) {
    if (l->is_float)
        return two_args(cg, is_max ? "llvm.maxnum" : "llvm.minnum", a, b);
    if (l->is_bool)
        return is_max ? LLVMBuildOr(cg->b, a, b, "") : LLVMBuildAnd(cg->b, a, b, "");
    if (cg->o->opt_level == 0 && l->lanes == 1) { /* what the fast instruction selector knows */
        LLVMIntPredicate less = l->is_signed ? LLVMIntSLT : LLVMIntULT;
        LLVMValueRef c = LLVMBuildICmp(cg->b, less, a, b, "");
        return LLVMBuildSelect(cg->b, c, is_max ? b : a, is_max ? a : b, "");
    }
    return two_args(cg, l->is_signed ? (is_max ? "llvm.smax" : "llvm.smin") : (is_max ? "llvm.umax" : "llvm.umin"), a,
                    b);
}

static LLVMValueRef shift(Cg *cg, LLVMValueRef a, LLVMValueRef n, const Leaf *l, bool left) {
    LLVMTypeRef t = l->type;
    LLVMValueRef in_range = LLVMBuildICmp(cg->b, LLVMIntULT, n, splat_int(t, l->bits), "");
    if (left)
        return LLVMBuildSelect(cg->b, in_range, LLVMBuildShl(cg->b, a, n, ""), LLVMConstNull(t), "");
    if (!l->is_signed)
        return LLVMBuildSelect(cg->b, in_range, LLVMBuildLShr(cg->b, a, n, ""), LLVMConstNull(t), "");
    return LLVMBuildAShr(cg->b, a, LLVMBuildSelect(cg->b, in_range, n, splat_int(t, l->bits - 1), ""), "");
}

static LLVMValueRef float_arith(Cg *cg, uint8_t op, LLVMValueRef a, LLVMValueRef b, const Leaf *l) {
    switch (op) {
    case INTR_add: return fp(cg, LLVMBuildFAdd(cg->b, a, b, ""));
    case INTR_sub: return fp(cg, LLVMBuildFSub(cg->b, a, b, ""));
    case INTR_mul: return fp(cg, LLVMBuildFMul(cg->b, a, b, ""));
    case INTR_div: return fp(cg, LLVMBuildFDiv(cg->b, a, b, ""));
    case INTR_rem: return LLVMBuildFRem(cg->b, a, b, "");
    case INTR_floordiv: return float_floor(cg, a, b, l, false);
    case INTR_mod: return float_floor(cg, a, b, l, true);
    case INTR_min: return min_max(cg, a, b, l, false);
    case INTR_max: return min_max(cg, a, b, l, true);
    default: cg_fail(cg, "a bit operation on floating-point values"); return a;
    }
}

static LLVMValueRef int_arith(Cg *cg, uint8_t op, LLVMValueRef a, LLVMValueRef b, const Leaf *l) {
    LLVMValueRef r = NULL;
    switch (op) {
    case INTR_add: return LLVMBuildAdd(cg->b, a, b, "");
    case INTR_sub: return LLVMBuildSub(cg->b, a, b, "");
    case INTR_mul: return LLVMBuildMul(cg->b, a, b, "");
    case INTR_div:
        if (!l->is_signed)
            return LLVMBuildUDiv(cg->b, a, b, "");
        signed_divrem(cg, a, b, l->type, &r, NULL);
        return r;
    case INTR_rem:
        if (!l->is_signed)
            return LLVMBuildURem(cg->b, a, b, "");
        signed_divrem(cg, a, b, l->type, NULL, &r);
        return r;
    case INTR_floordiv: return int_floor(cg, a, b, l, false);
    case INTR_mod: return int_floor(cg, a, b, l, true);
    case INTR_and: return LLVMBuildAnd(cg->b, a, b, "");
    case INTR_or: return LLVMBuildOr(cg->b, a, b, "");
    case INTR_xor: return LLVMBuildXor(cg->b, a, b, "");
    case INTR_shl: return shift(cg, a, b, l, true);
    case INTR_shr: return shift(cg, a, b, l, false);
    case INTR_min: return min_max(cg, a, b, l, false);
    case INTR_max: return min_max(cg, a, b, l, true);
    default: MOJ_UNREACHABLE();
    }
}

static void emit_binary(Cg *cg, const IrInst *in) {
    const Leaf *l, *lb;
    LLVMValueRef a = cg_operand(cg, in, 0, &l), b = cg_operand(cg, in, 1, &lb);
    if (cg->error)
        return;
    if (l->type != lb->type) {
        cg_fail(cg, "an operation on operands of different types");
        return;
    }
    if (is_tiny_float(l)) {
        Leaf f32 = {.dtype = DT_FLOAT32, .lanes = l->lanes, .bits = 32, .is_float = true};
        f32.type = f32.mem = with_lane(l, LLVMFloatTypeInContext(cg->ctx));
        LLVMValueRef r = float_arith(cg, in->intrin, tiny_to_f32(cg, a, l), tiny_to_f32(cg, b, l), &f32);
        cg_set_result(cg, in, f32_to_tiny(cg, r, l));
        return;
    }
    cg_set_result(cg, in, l->is_float ? float_arith(cg, in->intrin, a, b, l) : int_arith(cg, in->intrin, a, b, l));
}

static void emit_compare(Cg *cg, const IrInst *in) {
    static const LLVMRealPredicate real[] = {LLVMRealOEQ, LLVMRealUNE, LLVMRealOLT,
                                             LLVMRealOLE, LLVMRealOGT, LLVMRealOGE};
    static const LLVMIntPredicate sint[] = {LLVMIntEQ, LLVMIntNE, LLVMIntSLT, LLVMIntSLE, LLVMIntSGT, LLVMIntSGE};
    static const LLVMIntPredicate uint[] = {LLVMIntEQ, LLVMIntNE, LLVMIntULT, LLVMIntULE, LLVMIntUGT, LLVMIntUGE};
    const Leaf *l, *lb;
    LLVMValueRef a = cg_operand(cg, in, 0, &l), b = cg_operand(cg, in, 1, &lb);
    if (cg->error)
        return;
    if (l->type != lb->type) {
        cg_fail(cg, "a comparison of operands of different types");
        return;
    }
    int k = in->intrin - INTR_eq;
    if (is_tiny_float(l)) {
        a = tiny_to_f32(cg, a, l);
        b = tiny_to_f32(cg, b, l);
    }
    cg_set_result(cg, in,
                  l->is_float ? LLVMBuildFCmp(cg->b, real[k], a, b, "")
                              : LLVMBuildICmp(cg->b, l->is_signed ? sint[k] : uint[k], a, b, ""));
}

static void emit_overflow(Cg *cg, const IrInst *in) {
    static const char *const names[2][3] = {
        {"llvm.uadd.with.overflow", "llvm.usub.with.overflow", "llvm.umul.with.overflow"},
        {"llvm.sadd.with.overflow", "llvm.ssub.with.overflow", "llvm.smul.with.overflow"}};
    const Leaf *l;
    LLVMValueRef a = cg_operand(cg, in, 0, &l), b = cg_operand(cg, in, 1, NULL);
    if (cg->error)
        return;
    LLVMValueRef r = two_args(cg, names[l->is_signed][in->intrin - INTR_add_overflow], a, b);
    cg_set_result(cg, in, LLVMBuildExtractValue(cg->b, r, 1, ""));
}

static void emit_mulh(Cg *cg, const IrInst *in) {
    const Leaf *l;
    LLVMValueRef a = cg_operand(cg, in, 0, &l), b = cg_operand(cg, in, 1, NULL);
    if (cg->error)
        return;
    LLVMTypeRef wide = with_lane(l, cg_int(cg, l->bits * 2));
    LLVMOpcode ext = l->is_signed ? LLVMSExt : LLVMZExt;
    LLVMValueRef p = LLVMBuildMul(cg->b, LLVMBuildCast(cg->b, ext, a, wide, ""), LLVMBuildCast(cg->b, ext, b, wide, ""),
                                  "");
    p = LLVMBuildLShr(cg->b, p, splat_int(wide, l->bits), "");
    cg_set_result(cg, in, LLVMBuildTrunc(cg->b, p, l->type, ""));
}

/* ---- one operand -------------------------------------------------------------------------------------------- */
static void emit_unary(Cg *cg, const IrInst *in) {
    const Leaf *l;
    LLVMValueRef a = cg_operand(cg, in, 0, &l), r = a;
    if (cg->error)
        return;
    LLVMTypeRef t = l->type;
    switch (in->intrin) {
    case INTR_neg:
        if (is_tiny_float(l))
            r = f32_to_tiny(cg, LLVMBuildFNeg(cg->b, tiny_to_f32(cg, a, l), ""), l);
        else
            r = l->is_float ? LLVMBuildFNeg(cg->b, a, "") : LLVMBuildNeg(cg->b, a, "");
        break;
    case INTR_not: r = LLVMBuildNot(cg->b, a, ""); break;
    case INTR_ctpop: r = cg_llvm_intrinsic(cg, "llvm.ctpop", &t, 1, &a, 1); break;
    case INTR_bitreverse: r = cg_llvm_intrinsic(cg, "llvm.bitreverse", &t, 1, &a, 1); break;
    case INTR_bswap:
        if (l->bits > 8)
            r = cg_llvm_intrinsic(cg, "llvm.bswap", &t, 1, &a, 1);
        break;
    case INTR_ctlz:
    case INTR_cttz: {
        LLVMValueRef args[] = {a, LLVMConstNull(cg->i1)};
        r = cg_llvm_intrinsic(cg, in->intrin == INTR_ctlz ? "llvm.ctlz" : "llvm.cttz", &t, 1, args, 2);
        break;
    }
    default: MOJ_UNREACHABLE();
    }
    cg_set_result(cg, in, r);
}

/* ---- lanes ---------------------------------------------------------------------------------------------------- */
static LLVMValueRef as_vector(Cg *cg, LLVMValueRef v, const Leaf *l) {
    if (l->lanes > 1)
        return v;
    LLVMValueRef u = LLVMGetPoison(LLVMVectorType(l->type, 1));
    return LLVMBuildInsertElement(cg->b, u, v, LLVMConstInt(cg->i32, 0, 0), "");
}

static LLVMValueRef from_vector(Cg *cg, LLVMValueRef v, const Leaf *l) {
    return l->lanes > 1 ? v : LLVMBuildExtractElement(cg->b, v, LLVMConstInt(cg->i32, 0, 0), "");
}

static LLVMValueRef splat(Cg *cg, LLVMValueRef v, const Leaf *to) {
    if (to->lanes == 1)
        return v;
    LLVMValueRef u = LLVMGetPoison(to->type);
    u = LLVMBuildInsertElement(cg->b, u, v, LLVMConstInt(cg->i32, 0, 0), "");
    LLVMValueRef zeros = LLVMConstNull(LLVMVectorType(cg->i32, to->lanes));
    return LLVMBuildShuffleVector(cg->b, u, LLVMGetPoison(to->type), zeros, "");
}

static void emit_lanes(Cg *cg, const IrInst *in) {
    const Leaf *l, *lb, *to = cg_dst_leaf(cg, in);
    LLVMValueRef a = cg_operand(cg, in, 0, &l);
    if (cg->error)
        return;
    switch (in->intrin) {
    case INTR_splat: cg_set_result(cg, in, splat(cg, a, to)); return;
    case INTR_extract: {
        LLVMValueRef at = cg_operand(cg, in, 1, NULL);
        cg_set_result(cg, in, l->lanes == 1 ? a : LLVMBuildExtractElement(cg->b, a, at, ""));
        return;
    }
    case INTR_insert: {
        LLVMValueRef at = cg_operand(cg, in, 1, NULL), x = cg_operand(cg, in, 2, NULL);
        cg_set_result(cg, in, l->lanes == 1 ? x : LLVMBuildInsertElement(cg->b, a, x, at, ""));
        return;
    }
    case INTR_shuffle: {
        LLVMValueRef b = cg_operand(cg, in, 1, &lb);
        Val pack = in->n_params > 1 ? in->params[1] : NULL;
        if (!pack || pack->kind != V_PACK || pack->n != to->lanes) {
            cg_fail(cg, "a shuffle whose lane numbers do not fit its result");
            return;
        }
        LLVMValueRef *mask = ARENA_ARRAY(&cg->arena, LLVMValueRef, pack->n + 1);
        for (uint32_t i = 0; i < pack->n; i++) {
            int64_t k = -1;
            val_as_i64(pack->args[i], &k);
            mask[i] = k < 0 || k >= 2 * (int64_t)l->lanes ? LLVMGetPoison(cg->i32)
                                                          : LLVMConstInt(cg->i32, (uint64_t)k, 0);
        }
        LLVMValueRef r = LLVMBuildShuffleVector(cg->b, as_vector(cg, a, l), as_vector(cg, b, lb),
                                                LLVMConstVector(mask, pack->n), "");
        cg_set_result(cg, in, from_vector(cg, r, to));
        return;
    }
    default: MOJ_UNREACHABLE();
    }
}

static LLVMValueRef combine(Cg *cg, uint8_t op, LLVMValueRef a, LLVMValueRef b, const Leaf *l) {
    static const uint8_t ops[] = {INTR_add, INTR_mul, INTR_min, INTR_max, INTR_and, INTR_or};
    uint8_t k = ops[op - INTR_reduce_add];
    return l->is_float ? float_arith(cg, k, a, b, l) : int_arith(cg, k, a, b, l);
}

/* Halving: lane i with lane i + n/2, until one is left. The order is fixed, so floats are reproducible. */
static void emit_reduce(Cg *cg, const IrInst *in) {
    const Leaf *l;
    LLVMValueRef v = cg_operand(cg, in, 0, &l);
    if (cg->error)
        return;
    uint32_t n = l->lanes;
    Leaf cur = *l;
    if (is_tiny_float(l)) {
        v = tiny_to_f32(cg, v, l);
        cur.dtype = DT_FLOAT32;
        cur.bits = 32;
        cur.type = LLVMTypeOf(v);
    }
    while (n > 1) {
        uint32_t half = n / 2;
        LLVMValueRef *lo = ARENA_ARRAY(&cg->arena, LLVMValueRef, half), *hi = ARENA_ARRAY(&cg->arena, LLVMValueRef, half);
        for (uint32_t i = 0; i < half; i++) {
            lo[i] = LLVMConstInt(cg->i32, i, 0);
            hi[i] = LLVMConstInt(cg->i32, i + half, 0);
        }
        LLVMValueRef none = LLVMGetPoison(LLVMTypeOf(v));
        LLVMValueRef a = LLVMBuildShuffleVector(cg->b, v, none, LLVMConstVector(lo, half), "");
        LLVMValueRef b = LLVMBuildShuffleVector(cg->b, v, none, LLVMConstVector(hi, half), "");
        cur.lanes = half;
        cur.type = LLVMTypeOf(a);
        v = combine(cg, in->intrin, a, b, &cur);
        n = half;
    }
    if (l->lanes > 1)
        v = LLVMBuildExtractElement(cg->b, v, LLVMConstInt(cg->i32, 0, 0), "");
    if (is_tiny_float(l)) {
        Leaf one = *l;
        one.lanes = 1;
        v = f32_to_tiny(cg, v, &one);
    }
    cg_set_result(cg, in, v);
}

/* ---- control ---------------------------------------------------------------------------------------------------- */
static void end_block(Cg *cg) {
    LLVMBuildUnreachable(cg->b);
    cg->ended = true;
}

static void emit_abort(Cg *cg, const IrInst *in) {
    LLVMValueRef args[5];
    args[0] = cg_operand(cg, in, 0, NULL);
    args[1] = cg_operand(cg, in, 1, NULL);
    if (cg->error)
        return;
    SrcPos p = cg_source_pos(cg, true);
    args[1] = LLVMBuildIntCast2(cg->b, args[1], cg->i64, 0, "");
    args[2] = cg_string(cg, str_of(p.file));
    args[3] = LLVMConstInt(cg->i32, p.line, 0);
    args[4] = LLVMConstInt(cg->i32, p.col, 0);
    LLVMTypeRef type, params[] = {cg->ptr, cg->i64, cg->ptr, cg->i32, cg->i32};
    LLVMValueRef fn = cg_runtime(cg, "mojo_rt_abort", cg->void_, params, 5, &type);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "noreturn", 0);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "cold", 0);
    LLVMBuildCall2(cg->b, type, fn, args, 5, "");
    end_block(cg);
}

static LLVMValueRef black_box(Cg *cg, LLVMValueRef v) {
    LLVMValueRef home = LLVMBuildAlloca(cg->entry_b, LLVMTypeOf(v), "");
    LLVMSetVolatile(LLVMBuildStore(cg->b, v, home), 1);
    LLVMValueRef r = LLVMBuildLoad2(cg->b, LLVMTypeOf(v), home, "");
    LLVMSetVolatile(r, 1);
    return r;
}

static void emit_control(Cg *cg, const IrInst *in) {
    LLVMValueRef v;
    switch (in->intrin) {
    case INTR_trap:
        cg_llvm_intrinsic(cg, "llvm.trap", NULL, 0, NULL, 0);
        end_block(cg);
        break;
    case INTR_unreachable: end_block(cg); break;
    case INTR_abort: emit_abort(cg, in); break;
    case INTR_assume:
        v = cg_operand(cg, in, 0, NULL);
        if (!cg->error && cg->o->opt_level > 0)
            cg_llvm_intrinsic(cg, "llvm.assume", NULL, 0, &v, 1);
        break;
    case INTR_likely:
    case INTR_unlikely:
        v = cg_operand(cg, in, 0, NULL);
        if (!cg->error && cg->o->opt_level > 0) {
            LLVMValueRef args[] = {v, LLVMConstInt(cg->i1, in->intrin == INTR_likely, 0)};
            v = cg_llvm_intrinsic(cg, "llvm.expect", &cg->i1, 1, args, 2);
        }
        cg_set_result(cg, in, v);
        break;
    case INTR_black_box: {
        const Ty *t = in->n_args ? cg_type(cg, place_type(cg->f, in->args[0].place)) : NULL;
        if (t && t->n_leaves == 1)
            cg_set_result(cg, in, black_box(cg, cg_operand(cg, in, 0, NULL)));
        else if (t && in->has_dst)
            cg_copy(cg, in->dst, in->args[0].place);
        break;
    }
    case INTR_in_comptime: cg_set_result(cg, in, LLVMConstNull(cg->i1)); break;
    case INTR_location_line: cg_set_result(cg, in, cg_size(cg, cg_source_pos(cg, true).line)); break;
    case INTR_location_col: cg_set_result(cg, in, cg_size(cg, cg_source_pos(cg, true).col)); break;
    case INTR_location_file: cg_set_result(cg, in, cg_string(cg, str_of(cg_source_pos(cg, true).file))); break;
    case INTR_fn_addr: cg_set_result(cg, in, cg_fn_pointer(cg, in->n_params ? in->params[0] : NULL)); break;
    default: MOJ_UNREACHABLE();
    }
}

static void emit_literal(Cg *cg, const IrInst *in) {
    if (in->intrin == INTR_const_addr) {
        LLVMValueRef at = in->n_params == 2 ? cg_const_address(cg, in->params[1], in->params[0]) : NULL;
        if (at)
            cg_set_result(cg, in, at);
        return;
    }
    if (in->intrin == INTR_str_literal_ptr) {
        Val s = in->n_params ? in->params[0] : NULL;
        if (!s || s->kind != V_STR)
            cg_fail(cg, "a string literal that is not constant");
        else
            cg_set_result(cg, in, cg_string(cg, s->u.str));
        return;
    }
    Regs r;
    const Ty *t = in->has_dst ? cg_type(cg, place_type(cg->f, in->dst)) : NULL;
    if (t && in->n_params > 1 && cg_const_regs(cg, in->params[1], t, &r))
        cg_write(cg, in->dst, &r);
}

void cg_intrinsic(Cg *cg, const IrInst *in) {
    const Leaf *l;
    switch ((IntrinsicId)in->intrin) {
    case INTR_add: case INTR_sub: case INTR_mul: case INTR_div: case INTR_rem: case INTR_floordiv: case INTR_mod:
    case INTR_and: case INTR_or: case INTR_xor: case INTR_shl: case INTR_shr: case INTR_min: case INTR_max:
        emit_binary(cg, in);
        break;
    case INTR_neg: case INTR_not: case INTR_ctpop: case INTR_ctlz: case INTR_cttz: case INTR_bswap:
    case INTR_bitreverse:
        emit_unary(cg, in);
        break;
    case INTR_eq: case INTR_ne: case INTR_lt: case INTR_le: case INTR_gt: case INTR_ge: emit_compare(cg, in); break;
    case INTR_mulh: emit_mulh(cg, in); break;
    case INTR_add_overflow: case INTR_sub_overflow: case INTR_mul_overflow: emit_overflow(cg, in); break;
    case INTR_fma: {
        LLVMValueRef args[] = {cg_operand(cg, in, 0, &l), cg_operand(cg, in, 1, NULL), cg_operand(cg, in, 2, NULL)};
        LLVMTypeRef t = l->type;
        if (cg->error)
            break;
        cg_set_result(cg, in,
                      l->is_float ? cg_llvm_intrinsic(cg, "llvm.fma", &t, 1, args, 3)
                                  : LLVMBuildAdd(cg->b, LLVMBuildMul(cg->b, args[0], args[1], ""), args[2], ""));
        break;
    }
    case INTR_select: {
        LLVMValueRef m = cg_operand(cg, in, 0, NULL), a = cg_operand(cg, in, 1, NULL), b = cg_operand(cg, in, 2, NULL);
        if (!cg->error)
            cg_set_result(cg, in, LLVMBuildSelect(cg->b, m, a, b, ""));
        break;
    }
    case INTR_cast: {
        LLVMValueRef a = cg_operand(cg, in, 0, &l);
        if (!cg->error)
            cg_set_result(cg, in, cg_cast(cg, a, l, cg_dst_leaf(cg, in)));
        break;
    }
    case INTR_bitcast: {
        LLVMValueRef a = cg_operand(cg, in, 0, &l);
        if (cg->error || !in->has_dst)
            break;
        const Leaf *to = cg_dst_leaf(cg, in);
        if (!to->type || l->bits * l->lanes != to->bits * to->lanes)
            cg_fail(cg, "a bitcast between types of different sizes");
        else
            cg_set_result(cg, in, LLVMBuildBitCast(cg->b, a, to->type, ""));
        break;
    }
    case INTR_splat: case INTR_extract: case INTR_insert: case INTR_shuffle: emit_lanes(cg, in); break;
    case INTR_reduce_add: case INTR_reduce_mul: case INTR_reduce_min: case INTR_reduce_max: case INTR_reduce_and:
    case INTR_reduce_or:
        emit_reduce(cg, in);
        break;
    case INTR_from_int_literal: case INTR_from_float_literal: case INTR_str_literal_ptr: case INTR_const_addr:
        emit_literal(cg, in);
        break;
    case INTR_trap: case INTR_unreachable: case INTR_abort: case INTR_assume: case INTR_likely: case INTR_unlikely:
    case INTR_black_box: case INTR_in_comptime: case INTR_location_line: case INTR_location_col:
    case INTR_location_file: case INTR_fn_addr:
        emit_control(cg, in);
        break;
    case INTR_math: cg_intrin_math(cg, in); break;
    case INTR_external_call: cg_external_call(cg, in); break;
    default: cg_intrin_memory(cg, in); break;
    }
}
