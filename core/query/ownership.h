/* SPDX-License-Identifier: Apache-2.0 */
/* Who owns what, as editors draw it: where a variable is alive, borrowed, copied, moved, destroyed. Read
 * from the typed tree (calls, copies, transfers) and from the IR after own/ (destructions, copies that became
 * moves). All spans are absolute; results live in the caller's arena. */
#ifndef MOJ_QUERY_OWNERSHIP_H
#define MOJ_QUERY_OWNERSHIP_H

#include "query/query.h"

typedef enum OwnedKind { /* in the order of owned_kind_names */
    OWNED_ALIVE, OWNED_BORROWED, OWNED_BORROWED_MUT, OWNED_COPIED, OWNED_MOVED, OWNED_DESTROYED, OWNED_SET_AGAIN,
    OWNED_CONFLICT
} OwnedKind;
extern const char *const owned_kind_names[];

typedef struct OwnedRange {
    OwnedKind kind;
    Span at;             /* never empty */
    const VarDecl *var;  /* NULL: conflicts of values without a name */
    const char *message; /* one sentence */
    bool implicit;       /* the text does not say it: a copy without `.copy()`, a move without `^` */
    bool is_argument;    /* what a call borrows or takes */
    bool is_last;        /* OWNED_DESTROYED: `at` is the last use; else the place where it happens */
} OwnedRange;

typedef struct Ownership {
    FnDecl *fn;
    VEC(OwnedRange) ranges; /* sorted by start, then kind */
    bool complete;          /* the ownership rules hold: destructions are known */
} Ownership;

/* Facts of the function around an offset of the module; false when there is none with a checked body. */
bool query_ownership(Query *q, uint32_t offset, Arena *a, Ownership *out);
/* Facts of one function of the module. */
bool query_ownership_of(Query *q, FnDecl *fn, Arena *a, Ownership *out);
/* The variable whose name is at the offset, or NULL. */
VarDecl *query_variable_at(Query *q, uint32_t offset);
/* Calls fn for each function of the module's text that overlaps [from, to); inner ones too. */
void query_each_fn(Query *q, uint32_t from, uint32_t to, void (*fn)(void *ctx, FnDecl *f), void *ctx);
/* A Markdown table for a variable: convention, origin, copying, first and last use, moves, borrows. */
void query_ownership_table(Query *q, const VarDecl *v, StrBuf *out);
/* Size of a value in bytes; false when it is not known here. */
bool query_size_of(Query *q, Val type, uint64_t *size, uint64_t *align);

#endif
