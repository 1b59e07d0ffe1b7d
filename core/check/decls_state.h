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
    Map field_types;            /* T_STRUCT → FieldTypes */
    Map life;                   /* concrete type → LifeFacts */
    VEC(StructDecl *) closures; /* that no module lists: their members' names go with the context */
    uint32_t life_depth, conform_depth, prove_depth;
} DeclCaches;

void check_struct_wheres(Cx *cx, const ExprEnv *env, Val type, Node *at);
void conformances_verify(Cx *cx, StructDecl *s);

/* ---- decorators (decls_decorators.c) ---- */
void fn_verify_export(FnDecl *f, ExprEnv *env, bool has_abi); /* once the signature is known */
void struct_decorators(Cx *cx, StructDecl *s, ExprEnv *env);
/* Of traits and comptime declarations: those that only say something about the declaration. */
void plain_decorators(ExprEnv *env, const NodeList *decorators, const char *what);
void struct_conform(Cx *cx, StructDecl *s, Val bounds, Val condition, Str message, Node *node);
void verify_align(Cx *cx, StructDecl *s);
/* `@align` of an instance: 0 none, UINT64_MAX not a power of two up to 2^29. */
uint64_t struct_align(Cx *cx, Val type);

#endif
