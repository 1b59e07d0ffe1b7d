/* SPDX-License-Identifier: Apache-2.0 */
/* Concrete IR → LLVM (C API, LLVM 19): objects, assembly, textual IR, bitcode, or code in memory.
 * The only folder that includes LLVM headers. */
#ifndef MOJ_CODEGEN_CODEGEN_H
#define MOJ_CODEGEN_CODEGEN_H
#include "ir/ir.h"
typedef enum EmitKind { EMIT_OBJECT, EMIT_ASM, EMIT_LLVM, EMIT_BITCODE } EmitKind;
typedef struct CodegenPart { char *data; size_t size; } CodegenPart; /* on the heap */
/* Objects made earlier, by what they are made from. Called on several threads. */
typedef struct CodegenStore {
    bool (*find)(void *ctx, const uint8_t key[32], CodegenPart *out);
    void (*put)(void *ctx, const uint8_t key[32], const CodegenPart *part);
    void *ctx;
} CodegenStore;
typedef struct CodegenOptions {
    const char *triple, *cpu, *features; /* NULL: host */
    int opt_level;       /* 0..3 */
    int debug_level;     /* 0 none, 1 line tables, 2 full */
    bool pic;
    int threads;
    bool verify;         /* LLVMVerifyModule; on in test builds */
    bool fp_contract;
    const char *producer;
    bool function_table; /* `mojo_functions`: names of functions, for back-traces of code in memory */
    const uint32_t *unit_of; /* of each function of the module: parts are these units; NULL: split by size */
    uint32_t n_units;
    const bool *is_weak; /* of each function: other objects may define it as well; NULL: none */
    const CodegenStore *store; /* NULL: none */
    const char *compiler_id;   /* part of the store's keys */
} CodegenOptions;
void codegen_options_init(CodegenOptions *o);
/* Fills a TargetInfo (strings live for ever). Host when triple is NULL. False: unknown target, *why. */
bool codegen_target(const CodegenOptions *o, TargetInfo *out, const char **why);
/* Output bytes on the heap; several parts when compiled in parallel. False: *why on the heap. */
bool codegen_emit(const IrModule *m, const CodegenOptions *o, EmitKind kind, CodegenPart **parts, uint32_t *n_parts,
                  char **why);
void codegen_parts_free(CodegenPart *parts, uint32_t n);
/* JIT: loads object parts, resolves the runtime and libc, returns the address of `symbol`. */
typedef struct Jit Jit;
Jit *jit_new(const CodegenOptions *o, char **why);
bool jit_add_object(Jit *j, const CodegenPart *part, char **why);
void *jit_lookup(Jit *j, const char *symbol, char **why);
void jit_free(Jit *j);
bool jit_add_library(Jit *j, const char *path, char **why); /* a shared library to find symbols in */
#endif
