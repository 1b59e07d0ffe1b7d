/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the ownership query: what the typed tree says (ownership_tree.c) and what the IR says
 * (ownership_flow.c), joined by ownership.c. Positions are relative to the function's item. */
#ifndef MOJ_QUERY_OWNERSHIP_INT_H
#define MOJ_QUERY_OWNERSHIP_INT_H
#include "ir/ir.h"
#include "query/ownership.h"
#include "query/query_int.h"

typedef struct Mention { /* a variable's name in the text */
    const VarDecl *var;
    uint32_t pos, end;
} Mention;
typedef enum TreeFactKind { TREE_COPY, TREE_MOVE, TREE_ARGUMENT, TREE_ASSIGN } TreeFactKind;
typedef struct TreeFact {
    TreeFactKind kind;
    const VarDecl *var; /* at the root of the place */
    const Node *node;   /* what stands there */
    const TExpr *expr;
    const FnDecl *callee; /* TREE_ARGUMENT */
    uint8_t conv;
    bool whole;           /* the variable itself, not a part */
} TreeFact;
typedef struct TreeFacts {
    VEC(Mention) mentions; /* by position */
    VEC(TreeFact) list;
    Arena *arena;
} TreeFacts;
void tree_facts(const TBody *body, Arena *a, TreeFacts *out);

typedef struct Unit { /* a simple statement, or the header of a compound one */
    uint32_t start, end;
} Unit;
typedef struct Death {
    uint32_t local;
    uint32_t pos;
    uint32_t unit;
    bool replaced; /* by an assignment */
    bool entering; /* at the start of a branch */
} Death;
typedef struct Flow {
    const IrFn *f;
    Arena *arena;
    Unit *units;
    uint32_t n_units;
    uint32_t n_slots;
    uint32_t *slot_of;  /* local → slot + 1; 0: no variable of the text */
    uint32_t *local_of; /* slot → local */
    uint64_t **alive;   /* slot → bits of units */
    uint64_t *runs;     /* units that do anything */
    VEC(Death) deaths;
    Map copies; /* position + 1 → IrOp of a copy instruction there (IR_MOVE: it became a move) + 1 */
} Flow;
void flow_run(const IrFn *f, const Node *def, Arena *a, Flow *out);
void flow_done(Flow *w);
uint32_t flow_unit(const Flow *w, uint32_t pos); /* UINT32_MAX: before all */
static inline bool flow_bit(const uint64_t *w, uint32_t i) {
    return (w[i >> 6] >> (i & 63)) & 1;
}
#endif
