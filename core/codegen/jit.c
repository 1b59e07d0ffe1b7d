/* SPDX-License-Identifier: Apache-2.0 */
/* Code in memory: objects linked by LLVM's ORC. The C runtime is part of this process and given to the
 * code by address; libc and libm are found in the process, libmvec when it is asked for. */
#include "codegen/codegen_int.h"
#include "codegen/runtime_symbols.h"

#include <llvm-c/Error.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Orc.h>

struct Jit {
    LLVMOrcLLJITRef j;
    LLVMOrcJITDylibRef lib;
};

static char *take_error(LLVMErrorRef e) {
    char *text = LLVMGetErrorMessage(e), *copy = xstrdup(text);
    LLVMDisposeErrorMessage(text);
    return copy;
}

static LLVMErrorRef define_runtime(Jit *jit) {
    if (!n_runtime_symbols)
        return NULL;
    LLVMOrcCSymbolMapPair *pairs = xcalloc(n_runtime_symbols, sizeof *pairs);
    for (size_t i = 0; i < n_runtime_symbols; i++) {
        pairs[i].Name = LLVMOrcLLJITMangleAndIntern(jit->j, runtime_symbols[i].name);
        pairs[i].Sym.Address = (LLVMOrcExecutorAddress)(uintptr_t)runtime_symbols[i].address;
        pairs[i].Sym.Flags.GenericFlags = LLVMJITSymbolGenericFlagsExported | LLVMJITSymbolGenericFlagsCallable;
    }
    LLVMErrorRef e = LLVMOrcJITDylibDefine(jit->lib, LLVMOrcAbsoluteSymbols(pairs, n_runtime_symbols));
    free(pairs);
    return e;
}

Jit *jit_new(const CodegenOptions *o, char **why) {
    LLVMTargetMachineRef tm = target_machine(o, true, why);
    if (!tm)
        return NULL;
    LLVMOrcLLJITBuilderRef b = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(b, LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(tm));
    Jit *jit = xcalloc(1, sizeof *jit);
    LLVMErrorRef e = LLVMOrcCreateLLJIT(&jit->j, b);
    if (e) {
        *why = take_error(e);
        free(jit);
        return NULL;
    }
    jit->lib = LLVMOrcLLJITGetMainJITDylib(jit->j);
    e = define_runtime(jit);
    char prefix = LLVMOrcLLJITGetGlobalPrefix(jit->j);
    LLVMOrcDefinitionGeneratorRef g = NULL;
    if (!e)
        e = LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&g, prefix, NULL, NULL);
    if (!e)
        LLVMOrcJITDylibAddGenerator(jit->lib, g);
    if (e) {
        *why = take_error(e);
        jit_free(jit);
        return NULL;
    }
    return jit;
}

static bool mentions(const CodegenPart *p, const char *text) {
    return memmem(p->data, p->size, text, strlen(text)) != NULL;
}

bool jit_add_library(Jit *j, const char *path, char **why) {
    LLVMOrcDefinitionGeneratorRef g = NULL;
    LLVMErrorRef e = LLVMOrcCreateDynamicLibrarySearchGeneratorForPath(&g, path, LLVMOrcLLJITGetGlobalPrefix(j->j),
                                                                       NULL, NULL);
    if (e) {
        *why = take_error(e);
        return false;
    }
    LLVMOrcJITDylibAddGenerator(j->lib, g);
    return true;
}

bool jit_add_object(Jit *j, const CodegenPart *part, char **why) {
    if (mentions(part, "_ZGV") && !jit_add_library(j, "libmvec.so.1", why))
        return false;
    LLVMMemoryBufferRef buf = LLVMCreateMemoryBufferWithMemoryRangeCopy(part->data, part->size, "program");
    LLVMErrorRef e = LLVMOrcLLJITAddObjectFile(j->j, j->lib, buf);
    if (e)
        *why = take_error(e);
    return !e;
}

void *jit_lookup(Jit *j, const char *symbol, char **why) {
    LLVMOrcExecutorAddress at = 0;
    LLVMErrorRef e = LLVMOrcLLJITLookup(j->j, &at, symbol);
    if (e) {
        *why = take_error(e);
        return NULL;
    }
    return (void *)(uintptr_t)at;
}

void jit_free(Jit *j) {
    if (!j)
        return;
    LLVMErrorRef e = LLVMOrcDisposeLLJIT(j->j);
    if (e)
        LLVMConsumeError(e);
    free(j);
}
