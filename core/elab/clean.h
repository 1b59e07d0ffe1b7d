/* SPDX-License-Identifier: Apache-2.0 */
/* Clean-up of concrete bodies: what its files share. */
#ifndef MOJ_ELAB_CLEAN_H
#define MOJ_ELAB_CLEAN_H

#include "elab/elab_int.h"

typedef enum UseKind {
    USE_READ,
    USE_ADDR, /* its address is passed or kept: may be read and written later */
    USE_WRITE,
} UseKind;
typedef void (*UseFn)(void *ctx, Place *p, UseKind kind);
/* Every place an instruction names: reads, then addresses, then the write. */
void each_use(IrInst *i, UseFn fn, void *ctx);
void each_term_use(IrTerm *t, UseFn fn, void *ctx); /* the call of an invoke included */

bool place_derefs(Place p);
bool touches_memory(const IrInst *i); /* may write memory that it does not name */
bool is_pure(const IrInst *i);        /* removable when its result is not read */

typedef struct LocalUse {
    uint32_t defs, part_defs, reads, addrs; /* whole and partial writes; reads of any part */
} LocalUse;
LocalUse *count_uses(const IrFn *f, Arena *a);

bool clean_cfg(IrFn *f, Arena *a);         /* threads gotos, joins blocks, drops dead ones */
bool clean_refs(IrFn *f, Arena *a);        /* known references become the places they refer to */
bool clean_split(Elab *e, IrFn *f, Arena *a); /* struct temporaries become one temporary a field */
bool clean_copies(IrFn *f, Arena *a);      /* copy propagation both ways, within blocks */
bool clean_dead(IrFn *f, Arena *a);        /* removes what computes unread temporaries */
void clean_locals(IrFn *f, Arena *a);      /* drops unused locals */

#endif
