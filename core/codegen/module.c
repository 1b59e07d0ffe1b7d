/* SPDX-License-Identifier: Apache-2.0 */
/* The program as LLVM modules: split into parts, generated and optimised on threads of their own (one
 * context and one target machine each), and written out. The split does not depend on timing, so the
 * output is the same for any run with the same options. */
#include "codegen/codegen_int.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Transforms/PassBuilder.h>

void cg_fail(Cg *cg, const char *fmt, ...) {
    if (cg->error)
        return;
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    if (cg->f && cg->f->symbol)
        sb_printf(&b, " (in `%s`)", cg->f->symbol);
    cg->error = sb_take(&b);
}

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *ctx) {
    if (LLVMGetDiagInfoSeverity(info) != LLVMDSError)
        return;
    char *text = LLVMGetDiagInfoDescription(info);
    cg_fail(ctx, "the code generator says: %s", text);
    LLVMDisposeMessage(text);
}

static void make_metadata(Cg *cg) {
    cg->md_range = LLVMGetMDKindIDInContext(cg->ctx, "range", 5);
    cg->md_tbaa = LLVMGetMDKindIDInContext(cg->ctx, "tbaa", 4);
    cg->md_prof = LLVMGetMDKindIDInContext(cg->ctx, "prof", 4);
    LLVMMetadataRef range[] = {LLVMValueAsMetadata(LLVMConstInt(cg->i8, 0, 0)),
                               LLVMValueAsMetadata(LLVMConstInt(cg->i8, 2, 0))};
    cg->md_bool_range = LLVMMetadataAsValue(cg->ctx, LLVMMDNodeInContext2(cg->ctx, range, 2));
    LLVMMetadataRef weights[] = {LLVMMDStringInContext2(cg->ctx, "branch_weights", 14),
                                 LLVMValueAsMetadata(LLVMConstInt(cg->i32, 1, 0)),
                                 LLVMValueAsMetadata(LLVMConstInt(cg->i32, 2000, 0))};
    cg->md_cold1 = LLVMMetadataAsValue(cg->ctx, LLVMMDNodeInContext2(cg->ctx, weights, 3));
}

static bool cg_init(Cg *cg, const IrModule *m, const CodegenOptions *o, bool keep_names) {
    cg->m = m;
    cg->o = o;
    cg->target = m->target;
    arena_init(&cg->arena);
    char *why = NULL;
    cg->tm = target_machine(o, false, &why);
    if (!cg->tm) {
        cg->error = why;
        return false;
    }
    cg->ctx = LLVMContextCreate();
    LLVMContextSetDiscardValueNames(cg->ctx, !keep_names);
    LLVMContextSetDiagnosticHandler(cg->ctx, on_diagnostic, cg);
    cg->mod = LLVMModuleCreateWithNameInContext("mojo", cg->ctx);
    char *triple = LLVMGetTargetMachineTriple(cg->tm);
    LLVMSetTarget(cg->mod, triple);
    LLVMDisposeMessage(triple);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(cg->tm);
    LLVMSetModuleDataLayout(cg->mod, layout);
    LLVMDisposeTargetData(layout);
    cg->b = LLVMCreateBuilderInContext(cg->ctx);
    cg->entry_b = LLVMCreateBuilderInContext(cg->ctx);
    cg->i1 = LLVMInt1TypeInContext(cg->ctx);
    cg->i8 = LLVMInt8TypeInContext(cg->ctx);
    cg->i32 = LLVMInt32TypeInContext(cg->ctx);
    cg->i64 = LLVMInt64TypeInContext(cg->ctx);
    cg->isize = cg_int(cg, m->target->pointer_size * 8);
    cg->ptr = LLVMPointerTypeInContext(cg->ctx, 0);
    cg->void_ = LLVMVoidTypeInContext(cg->ctx);
    make_metadata(cg);
    for (uint32_t i = 0; i < m->fns.len; i++) /* the last instance of each declaration; cg_find_fn walks down */
        map_put(&cg->by_decl, m->fns.data[i]->decl, (void *)(uintptr_t)(i + 1));
    if (o->debug_level > 0)
        debug_begin(cg);
    return true;
}

static void cg_done(Cg *cg) {
    if (cg->b)
        LLVMDisposeBuilder(cg->b);
    if (cg->entry_b)
        LLVMDisposeBuilder(cg->entry_b);
    if (cg->mod)
        LLVMDisposeModule(cg->mod);
    if (cg->ctx)
        LLVMContextDispose(cg->ctx);
    if (cg->tm)
        LLVMDisposeTargetMachine(cg->tm);
    map_done(&cg->types);
    map_done(&cg->alias_tags);
    map_done(&cg->fns);
    map_done(&cg->sigs);
    map_done(&cg->consts);
    map_done(&cg->by_decl);
    strmap_done(&cg->strings);
    arena_done(&cg->arena);
}

/* `int mojo_entry(void)`: what runtime/start.c and the JIT call. */
static void emit_entry(Cg *cg, const IrFn *f) {
    FnRef *r = cg_fn(cg, f);
    LLVMTypeRef type = LLVMFunctionType(cg->i32, NULL, 0, 0);
    LLVMValueRef fn = LLVMAddFunction(cg->mod, "mojo_entry", type);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "nounwind", 0);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "uwtable", 2);
    LLVMBasicBlockRef bb = LLVMAppendBasicBlockInContext(cg->ctx, fn, "");
    LLVMPositionBuilderAtEnd(cg->b, bb);
    LLVMPositionBuilderAtEnd(cg->entry_b, bb);
    if (cg->debug) {
        debug_no_location(cg);
        debug_entry(cg, f, fn);
    }
    const Abi *a = r->abi;
    if (f->n_args != 0 || a->ret_mode == PASS_ADDR) {
        cg_fail(cg, "the program's entry takes arguments or returns an aggregate");
        return;
    }
    LLVMValueRef args[1];
    if (a->raises && a->error && a->error->size)
        args[a->err_param] = cg_alloca(cg, a->error);
    LLVMValueRef call = LLVMBuildCall2(cg->b, a->type, r->fn, args, a->n_params, "");
    LLVMValueRef code = LLVMConstInt(cg->i32, 0, 0), flag = NULL;
    uint32_t n = a->ret_mode == PASS_REGS ? a->result->n_leaves : 0;
    if (n + a->raises == 1) {
        if (n)
            code = call;
        else
            flag = call;
    } else if (n + a->raises > 1) {
        if (n)
            code = LLVMBuildExtractValue(cg->b, call, 0, "");
        if (a->raises)
            flag = LLVMBuildExtractValue(cg->b, call, n, "");
    }
    if (LLVMGetTypeKind(LLVMTypeOf(code)) == LLVMIntegerTypeKind)
        code = LLVMBuildIntCast2(cg->b, code, cg->i32, 1, "");
    else
        code = LLVMConstInt(cg->i32, 0, 0);
    if (flag)
        code = LLVMBuildSelect(cg->b, flag, LLVMConstInt(cg->i32, 1, 0), code, "");
    LLVMBuildRet(cg->b, code);
}

static void set_linkage(const Cg *cg, LLVMValueRef fn, bool is_export, bool is_weak) {
    if (is_export) {
        LLVMSetLinkage(fn, LLVMExternalLinkage);
    } else if (cg->n_parts == 1 && !cg->o->unit_of) {
        LLVMSetLinkage(fn, LLVMInternalLinkage);
    } else {
        LLVMSetLinkage(fn, is_weak ? LLVMWeakODRLinkage : LLVMExternalLinkage);
        LLVMSetVisibility(fn, LLVMHiddenVisibility);
    }
}

static void emit_function(Cg *cg, const IrFn *f, bool is_weak) {
    bool has_c_entry = cg_c_differs(cg, f);
    set_linkage(cg, cg_fn(cg, f)->fn, f->is_export && !has_c_entry, is_weak);
    cg_function(cg, f);
    if (!has_c_entry || cg->error)
        return;
    cg_c_entry_body(cg, f);
    set_linkage(cg, cg_c_entry(cg, f), f->is_export, is_weak);
}

static void optimise(Cg *cg) {
    static const char *const pipelines[] = {NULL, "default<O1>", "default<O2>", "default<O3>"};
    int level = cg->o->opt_level < 0 ? 0 : cg->o->opt_level > 3 ? 3 : cg->o->opt_level;
    if (!pipelines[level])
        return;
    LLVMPassBuilderOptionsRef po = LLVMCreatePassBuilderOptions();
    LLVMPassBuilderOptionsSetLoopInterleaving(po, level > 1);
    LLVMPassBuilderOptionsSetLoopVectorization(po, level > 1);
    LLVMPassBuilderOptionsSetSLPVectorization(po, level > 1);
    LLVMPassBuilderOptionsSetLoopUnrolling(po, 1);
    LLVMErrorRef e = LLVMRunPasses(cg->mod, pipelines[level], cg->tm, po);
    LLVMDisposePassBuilderOptions(po);
    if (e) {
        char *text = LLVMGetErrorMessage(e);
        cg_fail(cg, "optimisation failed: %s", text);
        LLVMDisposeErrorMessage(text);
    }
}

/* Up to here LLVM was to see malloc and calloc, which it knows; the program calls the runtime's. */
static void use_runtime_allocation(Cg *cg) {
    static const char *const names[][2] = {{"malloc", "mojo_rt_malloc"}, {"calloc", "mojo_rt_calloc"}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        LLVMValueRef fn = LLVMGetNamedFunction(cg->mod, names[i][0]);
        if (fn && LLVMIsDeclaration(fn) && !LLVMGetNamedFunction(cg->mod, names[i][1]))
            LLVMSetValueName2(fn, names[i][1], strlen(names[i][1]));
    }
}

/* `mojo_functions` (of the first part; the others have their number behind it): pairs of address and name of every
 * function that is left, ended by two nulls. */
static void emit_function_table(Cg *cg) {
    VEC(LLVMValueRef) rows = {0};
    for (LLVMValueRef f = LLVMGetFirstFunction(cg->mod); f; f = LLVMGetNextFunction(f)) {
        if (LLVMIsDeclaration(f))
            continue;
        size_t len;
        const char *name = LLVMGetValueName2(f, &len);
        vec_push(&rows, f);
        vec_push(&rows, cg_string(cg, (Str){name, len}));
    }
    vec_push(&rows, LLVMConstNull(cg->ptr));
    vec_push(&rows, LLVMConstNull(cg->ptr));
    LLVMValueRef init = LLVMConstArray2(cg->ptr, rows.data, rows.len);
    const char *name = cg->part ? arena_printf(&cg->arena, "mojo_functions%u", cg->part) : "mojo_functions";
    LLVMValueRef g = LLVMAddGlobal(cg->mod, LLVMTypeOf(init), name);
    LLVMSetInitializer(g, init);
    LLVMSetGlobalConstant(g, 1);
    vec_done(&rows);
}

static void verify(Cg *cg, const char *when) {
    char *text = NULL;
    if (LLVMVerifyModule(cg->mod, LLVMReturnStatusAction, &text))
        cg_fail(cg, "the generated code is malformed %s: %s", when, text);
    LLVMDisposeMessage(text);
}

static void take_buffer(CodegenPart *out, LLVMMemoryBufferRef buf) {
    out->size = LLVMGetBufferSize(buf);
    out->data = xmalloc(out->size + 1);
    memcpy(out->data, LLVMGetBufferStart(buf), out->size);
    out->data[out->size] = 0;
    LLVMDisposeMemoryBuffer(buf);
}

static void write_out(Cg *cg, EmitKind kind, CodegenPart *out) {
    switch (kind) {
    case EMIT_LLVM: {
        char *text = LLVMPrintModuleToString(cg->mod);
        out->size = strlen(text);
        out->data = xstrdup(text);
        LLVMDisposeMessage(text);
        break;
    }
    case EMIT_BITCODE: take_buffer(out, LLVMWriteBitcodeToMemoryBuffer(cg->mod)); break;
    case EMIT_OBJECT:
    case EMIT_ASM: {
        char *text = NULL;
        LLVMMemoryBufferRef buf = NULL;
        LLVMCodeGenFileType type = kind == EMIT_ASM ? LLVMAssemblyFile : LLVMObjectFile;
        if (LLVMTargetMachineEmitToMemoryBuffer(cg->tm, cg->mod, type, &text, &buf)) {
            cg_fail(cg, "%s", text ? text : "the code generator failed");
            LLVMDisposeMessage(text);
        } else {
            take_buffer(out, buf);
        }
        break;
    }
    }
}

typedef struct Work {
    const IrModule *m;
    const CodegenOptions *o;
    EmitKind kind;
    uint32_t n_parts;
    const uint32_t *order; /* functions, part after part */
    const uint32_t *first; /* order[first[i]] … order[first[i+1] - 1]: functions of part i */
    CodegenPart *parts;
    char **errors;
} Work;

/* An object is named by the code it is made from, as LLVM sees it before optimisation, and by what makes it. */
static void object_key(const Cg *cg, uint8_t key[32]) {
    Sha256 h;
    LLVMMemoryBufferRef code = LLVMWriteBitcodeToMemoryBuffer(cg->mod);
    char *texts[] = {LLVMGetTargetMachineTriple(cg->tm), LLVMGetTargetMachineCPU(cg->tm),
                     LLVMGetTargetMachineFeatureString(cg->tm)};
    const uint8_t flags[] = {(uint8_t)cg->o->opt_level, cg->o->pic, cg->o->fp_contract, cg->o->function_table};
    sha256_init(&h);
    sha256_text(&h, cg->o->compiler_id);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        sha256_text(&h, texts[i]);
        LLVMDisposeMessage(texts[i]);
    }
    sha256_add(&h, flags, sizeof flags);
    sha256_add(&h, LLVMGetBufferStart(code), LLVMGetBufferSize(code));
    sha256_done(&h, key);
    LLVMDisposeMemoryBuffer(code);
}

static void generate_code(Cg *cg, EmitKind kind, CodegenPart *out) {
    const CodegenStore *store = kind == EMIT_OBJECT ? cg->o->store : NULL;
    uint8_t key[32];
    if (store) {
        object_key(cg, key);
        if (store->find(store->ctx, key, out))
            return;
    }
    optimise(cg);
    use_runtime_allocation(cg);
    if (!cg->error && cg->o->function_table && kind == EMIT_OBJECT)
        emit_function_table(cg);
    if (cg->o->verify && !cg->error && cg->o->opt_level > 0)
        verify(cg, "after optimisation");
    if (!cg->error)
        write_out(cg, kind, out);
    if (!cg->error && store)
        store->put(store->ctx, key, out);
}

static void generate_part(void *ctx, size_t i) {
    Work *w = ctx;
    Cg cg = {.part = (uint32_t)i, .n_parts = w->n_parts, .members = w->order + w->first[i], .n_members = w->first[i + 1] - w->first[i]};
    if (cg_init(&cg, w->m, w->o, w->kind == EMIT_LLVM)) {
        bool has_entry = false;
        for (uint32_t k = 0; k < cg.n_members && !cg.error; k++) {
            const IrFn *f = w->m->fns.data[cg.members[k]];
            has_entry |= f == w->m->entry;
            if (f->blocks.len)
                emit_function(&cg, f, w->o->is_weak && w->o->is_weak[cg.members[k]]);
        }
        if (has_entry && !cg.error)
            emit_entry(&cg, w->m->entry);
        if (cg.debug)
            debug_end(&cg);
        if (w->o->verify && !cg.error)
            verify(&cg, "before optimisation");
        if (!cg.error)
            generate_code(&cg, w->kind, &w->parts[i]);
    }
    w->errors[i] = cg.error;
    cg_done(&cg);
}

static uint32_t fn_size(const IrFn *f) {
    uint32_t n = 4;
    for (uint32_t b = 0; b < f->blocks.len; b++)
        n += f->blocks.data[b].insts.len + 1;
    return n;
}

/* Below this many instructions a part costs more than it saves. */
enum { PART_MIN_SIZE = 20000 };

static uint32_t count_parts(const IrModule *m, const CodegenOptions *o, EmitKind kind, uint64_t total) {
    if (kind != EMIT_OBJECT || o->threads <= 1)
        return 1;
    uint64_t n = total / PART_MIN_SIZE;
    if (n > (uint64_t)o->threads)
        n = (uint64_t)o->threads;
    return n < 1 ? 1 : (uint32_t)n;
}

/* Layouts of structs ask the checker, which is not for several threads: they are made beforehand. */
static void compute_layouts(const IrModule *m) {
    for (uint32_t i = 0; i < m->fns.len; i++) {
        const IrFn *f = m->fns.data[i];
        for (uint32_t k = 0; k < f->locals.len; k++)
            if (f->locals.data[k].type)
                val_layout(m->vals, m->target, f->locals.data[k].type);
        for (uint32_t b = 0; b < f->blocks.len; b++)
            for (uint32_t k = 0; k < f->blocks.data[b].insts.len; k++) {
                const IrInst *in = &f->blocks.data[b].insts.data[k];
                const Place *places[] = {&in->dst, &in->src};
                for (int j = 0; j < 2; j++)
                    for (uint32_t q = 0; q < places[j]->n_proj; q++)
                        val_layout(m->vals, m->target, places[j]->proj[q].type);
                for (uint32_t j = 0; j < in->n_args; j++)
                    for (uint32_t q = 0; q < in->args[j].place.n_proj; q++)
                        val_layout(m->vals, m->target, in->args[j].place.proj[q].type);
            }
    }
}

/* Parts of about one size, in the order of the functions. */
static void split_by_size(const IrModule *m, uint32_t n, uint64_t total, uint32_t *order, uint32_t *first) {
    uint64_t seen = 0;
    for (uint32_t i = 0, p = 1; i < m->fns.len; i++) {
        order[i] = i;
        seen += fn_size(m->fns.data[i]);
        while (p < n && seen >= total * p / n)
            first[p++] = i + 1;
    }
    first[n] = m->fns.len;
}

static void split_by_unit(const IrModule *m, const CodegenOptions *o, uint32_t *order, uint32_t *first) {
    for (uint32_t i = 0; i < m->fns.len; i++)
        first[o->unit_of[i] + 1]++;
    for (uint32_t u = 0; u < o->n_units; u++)
        first[u + 1] += first[u];
    uint32_t *next = xmalloc((o->n_units + 1) * sizeof *next);
    memcpy(next, first, (o->n_units + 1) * sizeof *next);
    for (uint32_t i = 0; i < m->fns.len; i++)
        order[next[o->unit_of[i]]++] = i;
    free(next);
}

bool codegen_emit(const IrModule *m, const CodegenOptions *o, EmitKind kind, CodegenPart **parts, uint32_t *n_parts,
                  char **why) {
    uint64_t total = 0;
    for (uint32_t i = 0; i < m->fns.len; i++)
        total += fn_size(m->fns.data[i]);
    uint32_t n = o->unit_of ? o->n_units : count_parts(m, o, kind, total);
    uint32_t *first = xcalloc(n + 1, sizeof *first), *order = xcalloc(m->fns.len + 1, sizeof *order);
    if (o->unit_of)
        split_by_unit(m, o, order, first);
    else
        split_by_size(m, n, total, order, first);
    Work w = {.m = m, .o = o, .kind = kind, .n_parts = n, .order = order, .first = first};
    w.parts = xcalloc(n, sizeof *w.parts);
    w.errors = xcalloc(n, sizeof *w.errors);
    if (n > 1)
        compute_layouts(m);
    if (n == 1)
        generate_part(&w, 0);
    else
        parallel_for(o->threads, n, generate_part, &w);
    char *error = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!error)
            error = w.errors[i];
        else
            free(w.errors[i]);
    }
    free(first);
    free(order);
    free(w.errors);
    if (error) {
        codegen_parts_free(w.parts, n);
        *why = error;
        return false;
    }
    *parts = w.parts;
    *n_parts = n;
    return true;
}

void codegen_parts_free(CodegenPart *parts, uint32_t n) {
    for (uint32_t i = 0; parts && i < n; i++)
        free(parts[i].data);
    free(parts);
}
