/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of completion: complete.c (the probe, names that are visible, members), complete_context.c (the call,
 * brackets, annotation around the cursor), complete_place.c (where no value can stand), complete_more.c (snippets, postfix,
 * decorators, imports). */
#ifndef MOJ_QUERY_COMPLETE_INT_H
#define MOJ_QUERY_COMPLETE_INT_H
#include "query/actions.h"
#include "query/query_int.h"

typedef struct Around { /* what the tree and the checker say of the cursor's surroundings */
    NodePath path;
    const Node *call;       /* the call whose argument the probe is, or NULL */
    uint32_t n_before;      /* positional arguments before it */
    bool is_whole_argument; /* the probe is the argument, not a part of it */
    const Node *callee;     /* its function's node */
    Decl *function;
    const Node *subscript;  /* `x[probe]` */
    Decl *bracketed;
    const Node *annotation; /* of the variable that gets the value */
    const Node *target;     /* `target = probe` */
    bool is_returned, is_context_member, is_statement, before_call;
    Val expected;           /* type that is wanted here, or NULL */
} Around;

typedef struct Ask {
    Cx *cx;
    Session *session;
    Arena *arena;
    Completions *out;
    const Index *index;
    bool (*match)(void *ctx, const char *name);
    void *match_ctx;
    uint32_t offset, word;
    Map seen; /* Name → 1 */
    VEC(Decl *) locals;
    Decl *owner;
    Val type;       /* of `type.probe` */
    bool is_type;
    Module *of;     /* `module.probe` */
    bool met;       /* the checker met the probe as a plain name */
    bool dunder;    /* the word typed starts with `_` */
    Around around;
} Ask;

/* ---- complete.c */
void offer(Ask *k, Decl *d, Name name, uint32_t rank);
void offer_scope(Ask *k, const Scope *s, uint32_t rank, bool types_only);
void offer_members(Ask *k, Val type);
/* ---- complete_context.c */
void context_find(Around *r, const Ast *ast, uint32_t probe, char next);
void context_name(Around *r, const Node *n, Decl *d, Val self);
void context_value(Around *r, const Node *n, const TExpr *e);
void context_settle(Ask *k); /* after checking: what is expected */
void offer_keyword_arguments(Ask *k);
void offer_parameters(Ask *k);
/* ---- complete_place.c; true: nothing else stands here */
bool offer_in_text(Ask *k, const Source *text); /* in a string that is closed */
bool offer_at_place(Ask *k, Module *m, const Source *text);
/* ---- complete_more.c */
bool offer_decorators(Ask *k, const Source *text, uint32_t word); /* true: nothing else stands here */
void offer_postfix(Ask *k, const Source *text);
void offer_snippets(Ask *k, const Source *text, uint32_t word);
void offer_imports(Ask *k, Module *m, const Source *text);
#endif
