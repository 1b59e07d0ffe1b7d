/* SPDX-License-Identifier: Apache-2.0 */
/* The C runtime's functions in this process, for code in memory. The table is made by
 * core/runtime/runtime.mk from the runtime's objects. */
#ifndef MOJ_CODEGEN_RUNTIME_SYMBOLS_H
#define MOJ_CODEGEN_RUNTIME_SYMBOLS_H
#include <stddef.h>
typedef struct JitSymbol {
    const char *name;
    void *address;
} JitSymbol;
extern const JitSymbol runtime_symbols[];
extern const size_t n_runtime_symbols;
#endif
