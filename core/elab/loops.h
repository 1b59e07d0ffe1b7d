/* SPDX-License-Identifier: Apache-2.0 */
/* Which blocks and locals of a parametric body belong to which `comptime for`. */
#ifndef MOJ_ELAB_LOOPS_H
#define MOJ_ELAB_LOOPS_H

#include "ir/ir.h"

typedef struct CtLoop {
    uint32_t header; /* block of the TERM_CT_FOR */
    uint32_t parent; /* enclosing loop + 1; 0: none */
} CtLoop;
typedef struct CtLoops {
    CtLoop *loops;
    uint32_t n;
    uint32_t *block_loop; /* per block: innermost loop + 1; NULL when there are no loops */
    uint32_t *local_loop; /* per local: innermost loop + 1 that holds all its uses */
} CtLoops;
/* A block belongs to a loop when the loop's body entry dominates it. */
CtLoops ct_loops(const IrFn *f, Arena *a);

#endif
