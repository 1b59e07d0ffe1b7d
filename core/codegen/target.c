/* SPDX-License-Identifier: Apache-2.0 */
/* Machines: which LLVM targets exist, their initialisation (only what is needed), host facts. */
#include "codegen/codegen_int.h"

#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Support.h>
#include <pthread.h>

void codegen_options_init(CodegenOptions *o) {
    *o = (CodegenOptions){.opt_level = 3, .pic = true, .threads = 1, .fp_contract = true, .producer = "mojo"};
#ifdef MOJ_DEBUG
    o->verify = true;
#endif
}

/* What LLVM regards as fatal (no way to select an instruction, broken inline assembly …) would end the
 * process silently or by abort(): say what it was and that the fault is ours. */
static void fatal(const char *reason) {
    fprintf(stderr, "error: the code generator failed: %s\nnote: this is a bug in the toolchain\n", reason);
    fflush(stderr);
    _Exit(70);
}

static pthread_mutex_t init_lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned initialised; /* bit per family */

typedef enum Family { FAM_X86, FAM_ARM64, FAM_WASM, FAM_NVPTX, FAM_AMDGPU, FAM_RISCV, FAM_NONE } Family;

static Family family_of(const char *triple) {
    static const struct {
        const char *prefix;
        Family f;
    } table[] = {{"x86_64", FAM_X86},  {"i686", FAM_X86},     {"i386", FAM_X86},      {"aarch64", FAM_ARM64},
                 {"arm64", FAM_ARM64}, {"wasm32", FAM_WASM},  {"wasm64", FAM_WASM},   {"nvptx64", FAM_NVPTX},
                 {"amdgcn", FAM_AMDGPU}, {"riscv64", FAM_RISCV}, {"riscv32", FAM_RISCV}};
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (strncmp(triple, table[i].prefix, strlen(table[i].prefix)) == 0)
            return table[i].f;
    return FAM_NONE;
}

#define INIT(T)                                                                                        \
    do {                                                                                               \
        LLVMInitialize##T##TargetInfo();                                                               \
        LLVMInitialize##T##Target();                                                                   \
        LLVMInitialize##T##TargetMC();                                                                 \
        LLVMInitialize##T##AsmPrinter();                                                               \
    } while (0)

/* The pass that moves values between general and AVX-512 mask registers takes time that grows with the square of a
 * function's size (a quarter of a compilation with one of 20,000 instructions) and makes nothing measurably faster. */
static void tune_x86(void) {
    static const char *const options[] = {"mojo", "-disable-x86-domain-reassignment"};
    LLVMParseCommandLineOptions(ARRAY_LEN(options), options, NULL);
}

static void init_family(Family f) {
    pthread_mutex_lock(&init_lock);
    if (!initialised)
        LLVMInstallFatalErrorHandler(fatal);
    if (!(initialised & 1u << f)) {
        initialised |= 1u << f;
        switch (f) {
        case FAM_X86:
            INIT(X86);
            LLVMInitializeX86AsmParser();
            tune_x86();
            break;
        case FAM_ARM64:
            INIT(AArch64);
            LLVMInitializeAArch64AsmParser();
            break;
        case FAM_WASM:
            INIT(WebAssembly);
            LLVMInitializeWebAssemblyAsmParser();
            break;
        case FAM_NVPTX: INIT(NVPTX); break;
        case FAM_AMDGPU:
            INIT(AMDGPU);
            LLVMInitializeAMDGPUAsmParser();
            break;
        case FAM_RISCV:
            INIT(RISCV);
            LLVMInitializeRISCVAsmParser();
            break;
        case FAM_NONE: break;
        }
    }
    pthread_mutex_unlock(&init_lock);
}

bool target_init(const char *triple, LLVMTargetRef *out, char **why) {
    Family f = family_of(triple);
    char *message = NULL;
    if (f != FAM_NONE)
        init_family(f);
    if (f == FAM_NONE || LLVMGetTargetFromTriple(triple, out, &message)) {
        StrBuf b = {0};
        sb_printf(&b, "the target `%s` is not known", triple);
        if (message)
            sb_printf(&b, " (%s)", message);
        *why = sb_take(&b);
        LLVMDisposeMessage(message);
        return false;
    }
    return true;
}

/* Host strings are asked for once and live for ever. */
static const char *host_triple(void) {
    static const char *t;
    if (!t)
        t = LLVMGetDefaultTargetTriple();
    return t;
}

static const char *host_cpu(void) {
    static const char *t;
    if (!t)
        t = LLVMGetHostCPUName();
    return t;
}

static const char *host_features(void) {
    static const char *t;
    if (!t)
        t = LLVMGetHostCPUFeatures();
    return t;
}

static void resolve(const CodegenOptions *o, const char **triple, const char **cpu, const char **features) {
    pthread_mutex_lock(&init_lock);
    bool host = !o->triple;
    *triple = host ? host_triple() : o->triple;
    *cpu = o->cpu ? o->cpu : host ? host_cpu() : "generic";
    *features = o->features ? o->features : host && !o->cpu ? host_features() : "";
    if (!o->features && !o->cpu && !host && family_of(*triple) == FAM_RISCV && strstr(*triple, "linux"))
        *features = "+m,+a,+f,+d,+c"; /* rv64gc: what distributions are made for */
    if (o->cpu && strcmp(o->cpu, "native") == 0) {
        *cpu = host_cpu();
        if (!o->features)
            *features = host_features();
    }
    if (!o->triple && !o->cpu && family_of(*triple) == FAM_NONE)
        *cpu = "generic";
    pthread_mutex_unlock(&init_lock);
}

LLVMTargetMachineRef target_machine(const CodegenOptions *o, bool jit, char **why) {
    const char *triple, *cpu, *features;
    LLVMTargetRef t;
    resolve(o, &triple, &cpu, &features);
    if (!target_init(triple, &t, why))
        return NULL;
    static const LLVMCodeGenOptLevel levels[] = {LLVMCodeGenLevelNone, LLVMCodeGenLevelLess, LLVMCodeGenLevelDefault,
                                                 LLVMCodeGenLevelAggressive};
    int level = o->opt_level < 0 ? 0 : o->opt_level > 3 ? 3 : o->opt_level;
    LLVMTargetMachineRef tm =
        LLVMCreateTargetMachine(t, triple, cpu, features, levels[level], o->pic || jit ? LLVMRelocPIC : LLVMRelocStatic,
                                jit ? LLVMCodeModelJITDefault : LLVMCodeModelDefault);
    if (!tm) {
        StrBuf b = {0};
        sb_printf(&b, "no code generator for `%s`", triple);
        *why = sb_take(&b);
    }
    return tm;
}

static bool feature_on(const char *features, const char *name) {
    size_t n = strlen(name);
    for (const char *p = features; (p = strstr(p, name)); p += n)
        if (p > features && p[-1] == '+' && (p[n] == 0 || p[n] == ','))
            return true;
    return false;
}

bool codegen_target(const CodegenOptions *o, TargetInfo *out, const char **why) {
    static char *last_why;
    const char *triple, *cpu, *features;
    LLVMTargetRef t;
    resolve(o, &triple, &cpu, &features);
    *out = (TargetInfo){.pointer_size = 8, .triple = triple, .cpu = cpu, .features = features, .simd_bytes = 16};
    char *message = NULL;
    if (family_of(triple) == FAM_NONE) {
        if (!target_init(triple, &t, &message)) {
            free(last_why);
            *why = last_why = message;
            return false;
        }
    }
    switch (family_of(triple)) {
    case FAM_X86:
        out->pointer_size = strncmp(triple, "x86_64", 6) == 0 ? 8 : 4;
        out->simd_bytes = feature_on(features, "avx512f") ? 64 : feature_on(features, "avx2") ? 32 : 16;
        break;
    case FAM_WASM: out->pointer_size = strncmp(triple, "wasm64", 6) == 0 ? 8 : 4; break;
    case FAM_RISCV: out->pointer_size = strncmp(triple, "riscv64", 7) == 0 ? 8 : 4; break;
    default: break;
    }
    return true;
}
