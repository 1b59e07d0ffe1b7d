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
/* A type of a signature whose `where` waits for the signature's own. */
typedef struct LateWhere {
    struct LateWhere *next;
    Val type;
    Node *at;
} LateWhere;
typedef struct DeclCaches {
    LateWhere **late; /* of the signature being checked, or NULL */
    const Asking *asking;
    Map field_types; /* T_STRUCT → FieldTypes */
    Map life;        /* concrete type → LifeFacts */
    uint32_t life_depth, conform_depth, prove_depth;
} DeclCaches;

void check_struct_wheres(Cx *cx, const ExprEnv *env, Val type, Node *at);
void conformances_verify(Cx *cx, StructDecl *s);

#endif
