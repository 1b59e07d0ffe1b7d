/* SPDX-License-Identifier: Apache-2.0 */
/* Compile-time interpreter: runs concrete IR over an emulated, bounds-checked memory with the target's
 * layout. Budgets: steps, memory, depth; each ends in a diagnostic with a compile-time stack. */
#ifndef MOJ_COMPTIME_COMPTIME_H
#define MOJ_COMPTIME_COMPTIME_H
#include "elab/elab.h"
typedef struct Interp Interp;
Interp *interp_new(Cx *cx, Elab *e);
void interp_free(Interp *in);
/* Calls a concrete function with constant arguments; the result as a value (V_OBJECT when it owns heap
 * memory). NULL on a fault; *why: sentence, then the stack, one frame a line (arena of cx). */
Val interp_call(Interp *in, IrFn *f, const Val *args, uint32_t n_args, const char **why);
/* Budgets of one outermost call: operations, bytes of live memory. */
void interp_limits(Interp *in, uint64_t steps, uint64_t memory);
/* Makes this the evaluator of the session: cx->demand.eval. */
void interp_install(Interp *in);
/* For code generation: bytes and relocations of a V_OBJECT snapshot. */
const ObjectImage *interp_object(const Interp *in, uint32_t index);
/* Calls fn for each function that was run. */
void interp_each(const Interp *in, void (*fn)(void *ctx, const IrFn *f), void *ctx);
#endif
