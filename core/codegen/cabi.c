/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of C functions (`external_call`) by the target's C calling convention: System V for x86-64,
 * AAPCS64 for aarch64, the basic C ABI for wasm32. */
#include "codegen/codegen_int.h"

typedef enum CPass { C_NONE, C_DIRECT, C_PIECES, C_MEMORY } CPass;
typedef struct CArg {
    uint8_t pass; /* CPass */
    const Ty *ty;
    uint32_t n;   /* C_PIECES: loaded from these offsets */
    LLVMTypeRef piece[4];
    uint64_t offset[4];
} CArg;

typedef struct Atom { /* a scalar inside a C struct */
    uint64_t offset;
    uint32_t size;
    bool is_float;
} Atom;
typedef struct Atoms {
    Atom a[16];
    uint32_t n;
    bool too_many;
} Atoms;

static void collect(Cg *cg, Val type, uint64_t offset, Atoms *out, int depth) {
    const Layout *l = val_layout(cg->m->vals, cg->target, type);
    if (!l || l->size == 0 || out->too_many || depth > 32)
        return;
    if (type->kind == T_STRUCT || type->kind == T_TUPLE) {
        for (uint32_t i = 0; i < l->n_fields; i++)
            collect(cg, l->fields[i], offset + l->offsets[i], out, depth + 1);
        return;
    }
    if (type->kind == T_ARRAY) {
        const Layout *e = val_layout(cg->m->vals, cg->target, type->args[0]);
        for (uint64_t at = 0; e && e->size && at < l->size && !out->too_many; at += e->size)
            collect(cg, type->args[0], offset + at, out, depth + 1);
        return;
    }
    bool is_float = false;
    uint64_t lanes = 1;
    if (type->kind == T_SIMD) {
        const Leaf *leaf = &cg_type(cg, type)->leaves[0];
        is_float = leaf->is_float;
        lanes = leaf->lanes;
    }
    for (uint64_t i = 0; i < lanes; i++) {
        if (out->n == ARRAY_LEN(out->a)) {
            out->too_many = true;
            return;
        }
        out->a[out->n++] = (Atom){offset + i * (l->size / lanes), (uint32_t)(l->size / lanes), is_float};
    }
}

static bool target_is(const Cg *cg, const char *arch) {
    return cg->target->triple && strncmp(cg->target->triple, arch, strlen(arch)) == 0;
}

static void eightbytes(Cg *cg, CArg *c, const Atoms *atoms) {
    for (uint64_t at = 0; at < c->ty->size; at += 8) {
        uint64_t size = c->ty->size - at < 8 ? c->ty->size - at : 8;
        bool all_float = true;
        uint32_t n = 0;
        for (uint32_t i = 0; i < atoms->n; i++)
            if (atoms->a[i].offset >= at && atoms->a[i].offset < at + 8) {
                all_float &= atoms->a[i].is_float && atoms->a[i].size >= 4;
                n++;
            }
        LLVMTypeRef f32 = LLVMFloatTypeInContext(cg->ctx);
        LLVMTypeRef t = !all_float || !n ? cg_int(cg, (unsigned)size * 8)
                        : size == 8 && n == 2 ? LLVMVectorType(f32, 2)
                        : size == 4           ? f32
                                              : LLVMDoubleTypeInContext(cg->ctx);
        c->piece[c->n] = t;
        c->offset[c->n++] = at;
    }
    c->pass = C_PIECES;
}

static bool homogeneous_floats(Cg *cg, CArg *c, const Atoms *atoms) {
    if (atoms->too_many || atoms->n == 0 || atoms->n > 4)
        return false;
    for (uint32_t i = 0; i < atoms->n; i++)
        if (!atoms->a[i].is_float || atoms->a[i].size != atoms->a[0].size || atoms->a[i].size < 4)
            return false;
    for (uint32_t i = 0; i < atoms->n; i++) {
        c->piece[i] = atoms->a[0].size == 4 ? LLVMFloatTypeInContext(cg->ctx) : LLVMDoubleTypeInContext(cg->ctx);
        c->offset[i] = atoms->a[i].offset;
    }
    c->n = atoms->n;
    c->pass = C_PIECES;
    return true;
}

static CArg classify(Cg *cg, const Ty *ty) {
    CArg c = {.ty = ty};
    if (ty->size == 0)
        return c;
    if (!ty->is_mem && ty->n_leaves == 1 && ty->leaves[0].offset == 0 && ty->leaves[0].size == ty->size) {
        c.pass = C_DIRECT;
        return c;
    }
    Atoms atoms = {.n = 0};
    collect(cg, ty->val, 0, &atoms, 0);
    bool arm = target_is(cg, "aarch64") || target_is(cg, "arm64");
    if (arm && homogeneous_floats(cg, &c, &atoms))
        return c;
    if (arm && ty->size <= 16) {
        for (uint64_t at = 0; at < ty->size; at += 8) {
            c.piece[c.n] = cg->i64;
            c.offset[c.n++] = at;
        }
        c.pass = C_PIECES;
        return c;
    }
    if (target_is(cg, "x86_64") && ty->size <= 16) {
        eightbytes(cg, &c, &atoms);
        return c;
    }
    c.pass = C_MEMORY;
    return c;
}

/* C functions with `...`: how many arguments come before it. */
static int variadic_fixed(Str name) {
    static const struct {
        const char *name;
        int fixed;
    } table[] = {{"printf", 1},  {"fprintf", 2}, {"dprintf", 2}, {"sprintf", 2}, {"snprintf", 3}, {"asprintf", 2},
                 {"scanf", 1},   {"fscanf", 2},  {"sscanf", 2},  {"open", 2},    {"openat", 3},   {"fcntl", 2},
                 {"ioctl", 2},   {"syscall", 1}, {"prctl", 1},   {"execl", 2},   {"execlp", 2},   {"execle", 2},
                 {"syslog", 2},  {"mremap", 4},  {"semctl", 3},  {"ptrace", 1},  {"sem_open", 2}, {"err", 2}};
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (str_eq_c(name, table[i].name))
            return table[i].fixed;
    return -1;
}

static LLVMValueRef in_memory(Cg *cg, Place p, const Ty *ty) {
    /* eightbytes are loaded whole: the copy is rounded up */
    LLVMValueRef tmp = LLVMBuildAlloca(cg->entry_b, LLVMArrayType2(cg->i64, (ty->size + 7) / 8), "");
    LLVMSetAlignment(tmp, ty->align > 8 ? ty->align : 8);
    Loc l = cg_resolve(cg, p);
    if (ty->is_mem) {
        cg_memcpy(cg, tmp, l.ptr, ty);
    } else {
        Regs r = {0};
        cg_load_loc(cg, &l, &r);
        cg_store_regs(cg, tmp, ty, &r);
    }
    return tmp;
}

typedef struct CCall {
    LLVMTypeRef params[128];
    LLVMValueRef args[128];
    const char *ext[128]; /* "signext", "zeroext" or NULL */
    bool byval[128];
    const Ty *ty[128];
    unsigned n;
} CCall;

static void push_c(CCall *c, LLVMTypeRef t, LLVMValueRef v) {
    c->params[c->n] = t;
    c->args[c->n++] = v;
}

static void push_arg(Cg *cg, CCall *c, Place p) {
    Val type = cg_place_is_ref(cg, p) ? NULL : place_type(cg->f, p);
    if (!type) { /* a reference: its address */
        push_c(c, cg->ptr, cg_address(cg, p));
        return;
    }
    const Ty *ty = cg_type(cg, type);
    CArg k = classify(cg, ty);
    switch ((CPass)k.pass) {
    case C_NONE: return;
    case C_DIRECT: {
        const Leaf *l = &ty->leaves[0];
        if (l->lanes == 1 && !l->is_float && l->dtype && l->bits < 32)
            c->ext[c->n] = l->is_signed ? "signext" : "zeroext";
        push_c(c, l->type, cg_read(cg, p).v[0]);
        return;
    }
    case C_PIECES: {
        LLVMValueRef tmp = in_memory(cg, p, ty);
        for (uint32_t i = 0; i < k.n; i++)
            push_c(c, k.piece[i], LLVMBuildLoad2(cg->b, k.piece[i], cg_offset_ptr(cg, tmp, k.offset[i]), ""));
        return;
    }
    case C_MEMORY:
        c->byval[c->n] = !target_is(cg, "aarch64");
        c->ty[c->n] = ty;
        push_c(c, cg->ptr, in_memory(cg, p, ty));
        return;
    }
}

static void call_attrs(Cg *cg, const CCall *c, LLVMValueRef call) {
    for (unsigned i = 0; i < c->n; i++) {
        if (c->ext[i])
            LLVMAddCallSiteAttribute(
                call, i + 1,
                LLVMCreateEnumAttribute(cg->ctx, LLVMGetEnumAttributeKindForName(c->ext[i], strlen(c->ext[i])), 0));
        if (c->byval[i])
            LLVMAddCallSiteAttribute(call, i + 1,
                                     LLVMCreateTypeAttribute(cg->ctx, LLVMGetEnumAttributeKindForName("byval", 5),
                                                             LLVMArrayType2(cg->i8, c->ty[i]->size)));
    }
    LLVMAddCallSiteAttribute(call, (unsigned)LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(cg->ctx, LLVMGetEnumAttributeKindForName("nounwind", 8), 0));
}

void cg_external_call(Cg *cg, const IrInst *in) {
    Str name = in->n_params && in->params[0]->kind == V_STR ? in->params[0]->u.str : STR("");
    if (name.len == 0 || in->n_args > 100) {
        cg_fail(cg, "an external call without a constant name, or with too many arguments");
        return;
    }
    Val rt = in->n_params > 1 ? in->params[1] : NULL;
    const Ty *result = rt && rt->kind != T_NEVER ? cg_type(cg, rt) : NULL;
    CArg rk = result ? classify(cg, result) : (CArg){0};
    CCall c = {.n = 0};
    LLVMTypeRef ret = cg->void_;
    LLVMValueRef tmp = NULL;
    if (rk.pass == C_DIRECT)
        ret = result->leaves[0].type;
    else if (rk.pass == C_PIECES)
        ret = rk.n == 1 ? rk.piece[0] : LLVMStructTypeInContext(cg->ctx, rk.piece, rk.n, 0);
    if (rk.pass == C_PIECES || rk.pass == C_MEMORY) {
        tmp = LLVMBuildAlloca(cg->entry_b, LLVMArrayType2(cg->i64, (result->size + 7) / 8), "");
        LLVMSetAlignment(tmp, result->align > 8 ? result->align : 8);
    }
    if (rk.pass == C_MEMORY)
        push_c(&c, cg->ptr, tmp);
    for (uint32_t i = 0; i < in->n_args; i++)
        push_arg(cg, &c, in->args[i].place);
    if (cg->error)
        return;
    int fixed = variadic_fixed(name);
    bool variadic = fixed >= 0 && (unsigned)fixed <= c.n;
    LLVMTypeRef type = LLVMFunctionType(ret, c.params, variadic ? (unsigned)fixed : c.n, variadic);
    char *symbol = arena_strndup(&cg->arena, name.p, name.len);
    LLVMValueRef fn = LLVMGetNamedFunction(cg->mod, symbol);
    if (!fn)
        fn = LLVMAddFunction(cg->mod, symbol, type);
    LLVMValueRef call = LLVMBuildCall2(cg->b, type, fn, c.args, c.n, "");
    call_attrs(cg, &c, call);
    if (rk.pass == C_MEMORY)
        LLVMAddCallSiteAttribute(call, 1,
                                 LLVMCreateTypeAttribute(cg->ctx, LLVMGetEnumAttributeKindForName("sret", 4),
                                                         LLVMArrayType2(cg->i8, result->size)));
    if (rt && rt->kind == T_NEVER) {
        LLVMBuildUnreachable(cg->b);
        cg->ended = true;
        return;
    }
    if (!in->has_dst || !result || rk.pass == C_NONE)
        return;
    if (rk.pass == C_DIRECT) {
        cg_set_result(cg, in, call);
        return;
    }
    for (uint32_t i = 0; rk.pass == C_PIECES && i < rk.n; i++)
        LLVMBuildStore(cg->b, rk.n == 1 ? call : LLVMBuildExtractValue(cg->b, call, i, ""),
                       cg_offset_ptr(cg, tmp, rk.offset[i]));
    Loc l = cg_resolve(cg, in->dst);
    if (result->is_mem) {
        cg_memcpy(cg, l.ptr, tmp, result);
    } else {
        Regs r = cg_load_regs(cg, tmp, result);
        cg_store_loc(cg, &l, &r);
    }
}
