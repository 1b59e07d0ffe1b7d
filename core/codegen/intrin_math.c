/* SPDX-License-Identifier: Apache-2.0 */
/* `math`: functions of <math.h> on scalars and vectors. What the machine has is an LLVM intrinsic; other
 * scalar functions call libm; vectors go to glibc's libmvec where a form of that width exists, else lane
 * by lane. float16 and bfloat16 are computed in float32. */
#include "codegen/codegen_int.h"

typedef struct MathFn {
    const char *name;   /* in Mojo and in libm */
    uint8_t n_args;
    const char *llvm;   /* intrinsic with the same meaning, or NULL */
    bool native;        /* the intrinsic has vector code: no library call */
    bool mvec;          /* glibc 2.36 has _ZGV forms */
} MathFn;
static const MathFn functions[] = {
    {"sqrt", 1, "llvm.sqrt", true, false},
    {"floor", 1, "llvm.floor", true, false},
    {"ceil", 1, "llvm.ceil", true, false},
    {"trunc", 1, "llvm.trunc", true, false},
    {"round", 1, "llvm.round", true, false},
    {"rint", 1, "llvm.rint", true, false},
    {"nearbyint", 1, "llvm.nearbyint", true, false},
    {"roundeven", 1, "llvm.roundeven", true, false},
    {"fabs", 1, "llvm.fabs", true, false},
    {"copysign", 2, "llvm.copysign", true, false},
    {"exp", 1, "llvm.exp", false, true},
    {"exp2", 1, "llvm.exp2", false, true},
    {"exp10", 1, NULL, false, true},
    {"log", 1, "llvm.log", false, true},
    {"log2", 1, "llvm.log2", false, true},
    {"log10", 1, "llvm.log10", false, true},
    {"sin", 1, "llvm.sin", false, true},
    {"cos", 1, "llvm.cos", false, true},
    {"tan", 1, NULL, false, true},
    {"pow", 2, "llvm.pow", false, true},
    {"asin", 1, NULL, false, true},
    {"acos", 1, NULL, false, true},
    {"atan", 1, NULL, false, true},
    {"atan2", 2, NULL, false, true},
    {"sinh", 1, NULL, false, true},
    {"cosh", 1, NULL, false, true},
    {"tanh", 1, NULL, false, true},
    {"asinh", 1, NULL, false, true},
    {"acosh", 1, NULL, false, true},
    {"atanh", 1, NULL, false, true},
    {"cbrt", 1, NULL, false, true},
    {"hypot", 2, NULL, false, true},
    {"erf", 1, NULL, false, true},
    {"erfc", 1, NULL, false, true},
    {"expm1", 1, NULL, false, true},
    {"log1p", 1, NULL, false, true},
    {"lgamma", 1, NULL, false, false},
    {"tgamma", 1, NULL, false, false},
    {"fmod", 2, NULL, false, false},
    {"remainder", 2, NULL, false, false},
    {"nextafter", 2, NULL, false, false},
    {"logb", 1, NULL, false, false},
    {"fdim", 2, NULL, false, false},
    {"j0", 1, NULL, false, false},
    {"j1", 1, NULL, false, false},
    {"y0", 1, NULL, false, false},
    {"y1", 1, NULL, false, false},
};

static const MathFn *find_math(Str name) {
    for (size_t i = 0; i < ARRAY_LEN(functions); i++)
        if (str_eq_c(name, functions[i].name))
            return &functions[i];
    return NULL;
}

static LLVMValueRef call_intrinsic(Cg *cg, const MathFn *m, LLVMValueRef *args) {
    LLVMTypeRef t = LLVMTypeOf(args[0]);
    LLVMValueRef r = cg_llvm_intrinsic(cg, m->llvm, &t, 1, args, m->n_args);
    cg_fp_flags(cg, r);
    return r;
}

/* A pure C function over 1 or 2 values of one type. */
static LLVMValueRef call_pure(Cg *cg, const char *symbol, LLVMTypeRef t, LLVMValueRef *args, unsigned n) {
    LLVMTypeRef type, params[] = {t, t};
    LLVMValueRef fn = cg_runtime(cg, symbol, t, params, n, &type);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "willreturn", 0);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "memory", 0);
    return LLVMBuildCall2(cg->b, type, fn, args, n, "");
}

static LLVMValueRef call_scalar(Cg *cg, const MathFn *m, LLVMTypeRef t, LLVMValueRef *args) {
    if (m->llvm)
        return call_intrinsic(cg, m, args);
    char symbol[32];
    bool f32 = LLVMGetTypeKind(t) == LLVMFloatTypeKind;
    snprintf(symbol, sizeof symbol, "%s%s", m->name, f32 ? "f" : "");
    return call_pure(cg, symbol, t, args, m->n_args);
}

static bool has_feature(const Cg *cg, const char *name) {
    const char *f = cg->target->features, *p = f;
    size_t n = strlen(name);
    while (p && (p = strstr(p, name))) {
        if (p > f && p[-1] == '+' && (p[n] == 0 || p[n] == ','))
            return true;
        p += n;
    }
    return false;
}

/* Bytes and letter of the widest libmvec form that is not wider than `bytes`; 0: none. */
static uint32_t mvec_width(const Cg *cg, uint64_t bytes, char *letter) {
    if (!cg->target->triple || strncmp(cg->target->triple, "x86_64", 6) != 0 || !strstr(cg->target->triple, "linux"))
        return 0;
    if (bytes >= 64 && has_feature(cg, "avx512f")) {
        *letter = 'e';
        return 64;
    }
    if (bytes >= 32 && has_feature(cg, "avx2")) {
        *letter = 'd';
        return 32;
    }
    *letter = 'b';
    return bytes >= 16 ? 16 : 0;
}

static LLVMValueRef slice(Cg *cg, LLVMValueRef v, uint32_t first, uint32_t n) {
    LLVMValueRef *at = ARENA_ARRAY(&cg->arena, LLVMValueRef, n);
    for (uint32_t i = 0; i < n; i++)
        at[i] = LLVMConstInt(cg->i32, first + i, 0);
    return LLVMBuildShuffleVector(cg->b, v, LLVMGetPoison(LLVMTypeOf(v)), LLVMConstVector(at, n), "");
}

static LLVMValueRef concat(Cg *cg, LLVMValueRef *parts, uint32_t n) {
    while (n > 1) {
        for (uint32_t i = 0; i < n / 2; i++) {
            uint32_t k = LLVMGetVectorSize(LLVMTypeOf(parts[2 * i]));
            LLVMValueRef *at = ARENA_ARRAY(&cg->arena, LLVMValueRef, 2 * k);
            for (uint32_t j = 0; j < 2 * k; j++)
                at[j] = LLVMConstInt(cg->i32, j, 0);
            parts[i] = LLVMBuildShuffleVector(cg->b, parts[2 * i], parts[2 * i + 1], LLVMConstVector(at, 2 * k), "");
        }
        n /= 2;
    }
    return parts[0];
}

static LLVMValueRef vector_math(Cg *cg, const MathFn *m, LLVMTypeRef lane, uint32_t lanes, LLVMValueRef *args) {
    uint32_t lane_bytes = LLVMGetTypeKind(lane) == LLVMFloatTypeKind ? 4 : 8;
    char letter = 0;
    uint32_t width = m->mvec ? mvec_width(cg, (uint64_t)lanes * lane_bytes, &letter) : 0;
    if (width) {
        uint32_t k = width / lane_bytes;
        char symbol[48];
        snprintf(symbol, sizeof symbol, "_ZGV%cN%u%s_%s%s", letter, k, m->n_args == 2 ? "vv" : "v", m->name,
                 lane_bytes == 4 ? "f" : "");
        LLVMTypeRef t = LLVMVectorType(lane, k);
        LLVMValueRef *parts = ARENA_ARRAY(&cg->arena, LLVMValueRef, lanes / k);
        for (uint32_t i = 0; i < lanes / k; i++) {
            LLVMValueRef a[2] = {0};
            for (unsigned j = 0; j < m->n_args; j++)
                a[j] = lanes == k ? args[j] : slice(cg, args[j], i * k, k);
            parts[i] = call_pure(cg, symbol, t, a, m->n_args);
        }
        return concat(cg, parts, lanes / k);
    }
    LLVMValueRef r = LLVMGetPoison(LLVMVectorType(lane, lanes));
    for (uint32_t i = 0; i < lanes; i++) {
        LLVMValueRef at = LLVMConstInt(cg->i32, i, 0), a[2] = {0};
        for (unsigned j = 0; j < m->n_args; j++)
            a[j] = LLVMBuildExtractElement(cg->b, args[j], at, "");
        r = LLVMBuildInsertElement(cg->b, r, call_scalar(cg, m, lane, a), at, "");
    }
    return r;
}

void cg_intrin_math(Cg *cg, const IrInst *in) {
    Str name = in->n_params && in->params[0]->kind == V_STR ? in->params[0]->u.str : STR("");
    const MathFn *m = find_math(name);
    const Leaf *l = NULL;
    LLVMValueRef args[2] = {0};
    if (!m || in->n_args != m->n_args) {
        cg_fail(cg, "the mathematical function `" STR_FMT "` with %u arguments is not known", STR_ARG(name), in->n_args);
        return;
    }
    for (unsigned i = 0; i < m->n_args; i++) {
        const Leaf *li;
        args[i] = cg_operand(cg, in, i, &li);
        if (i == 0)
            l = li;
    }
    if (cg->error)
        return;
    if (!l->is_float) {
        cg_fail(cg, "the mathematical function `%s` of values that are not floating-point", m->name);
        return;
    }
    if (m->native && l->bits > 8) {
        cg_set_result(cg, in, call_intrinsic(cg, m, args));
        return;
    }
    Leaf wide = *l;
    if (l->bits < 32) {
        wide.dtype = DT_FLOAT32;
        wide.bits = 32;
        wide.type = LLVMFloatTypeInContext(cg->ctx);
        if (l->lanes > 1)
            wide.type = LLVMVectorType(wide.type, l->lanes);
        for (unsigned i = 0; i < m->n_args; i++)
            args[i] = cg_cast(cg, args[i], l, &wide);
    }
    LLVMValueRef r = l->lanes == 1 ? call_scalar(cg, m, wide.type, args)
                     : m->native   ? call_intrinsic(cg, m, args)
                                   : vector_math(cg, m, LLVMGetElementType(wide.type), l->lanes, args);
    cg_set_result(cg, in, cg_cast(cg, r, &wide, l));
}
