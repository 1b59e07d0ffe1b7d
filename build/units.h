/* SPDX-License-Identifier: Apache-2.0 */
/* Which functions the units of a program define and need: what graphs and packages remember of objects. */
#ifndef MOJ_BUILD_UNITS_H
#define MOJ_BUILD_UNITS_H

#include "graph.h"

/* Definitions by symbol: the number of the unit and 1, or this for what lies in a package's objects (packed.h). */
enum { UNIT_PACKED = UINT32_MAX };
static inline uint32_t unit_of_symbol(const StrMap *defs, const char *symbol) {
    return (uint32_t)(uintptr_t)strmap_get(defs, str_of(symbol));
}
/* Lists all functions with a body by their units, and in `defs`. `module_of` may be NULL. */
void units_define(const IrModule *ir, const uint32_t *unit_of, Graph *g, StrMap *defs,
                  uint32_t (*module_of)(const void *ctx, const IrFn *f), const void *ctx);
/* Lists what units use of others; `defs` is complete. */
void units_use(const IrModule *ir, const uint32_t *unit_of, Graph *g, const StrMap *defs);
/* Calls `root` for each function of a module, or of a struct in it, that no parameter makes others of. */
void units_roots(Session *s, const Module *m, void (*root)(void *ctx, FnDecl *f), void *ctx);

#endif
