/* SPDX-License-Identifier: Apache-2.0 */
/* What decls*.c remember for the length of a session. */
#ifndef MOJ_CHECK_DECLS_STATE_H
#define MOJ_CHECK_DECLS_STATE_H

#include "check/decls_int.h"

typedef struct FieldTypes {
    Val *types;
    uint32_t n;
} FieldTypes;
/* A question being answered: met again, it holds unless something else speaks against it (a node holds a
 * list of nodes). */
typedef struct Asking {
    const struct Asking *outer;
    Val type, bound;
} Asking;
typedef struct DeclCaches {
    const Asking *asking;
    Map field_types; /* T_STRUCT → FieldTypes */
    Map life;        /* concrete type → LifeFacts */
    uint32_t life_depth, conform_depth, prove_depth;
} DeclCaches;

void conformances_verify(Cx *cx, StructDecl *s);

#endif
