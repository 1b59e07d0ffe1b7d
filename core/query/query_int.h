/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of query/. */
#ifndef MOJ_QUERY_QUERY_INT_H
#define MOJ_QUERY_QUERY_INT_H
#include "check/decls.h"
#include "query/query.h"

struct Query {
    Session *session;
    Cx *cx;
    Module *module;
    Arena arena;
    Watch watch;
    VEC(Use) uses;
    Map by_place; /* file and offset → index + 1, while collecting */
    VEC(CallUse) calls;
    Map calls_by;
    Map types, values; /* place and length of an expression → Val */
    VEC(Module *) modules; /* whose names are here */
    Query *whole;          /* query_part: the one that has collected; NULL: this one */
    Demand demand;         /* the session's, while the query stands between */
    bool ran_program;      /* bodies of the program were run at compile time: what was found depends on them */
};
/* Notes what stands at a place. */
void query_note(Query *q, Span at, Decl *d, Val self);
Use *query_noted(const Query *q, uint32_t file, uint32_t start); /* while collecting; NULL: nothing */
/* index_tree.c: names that the checker does not look up one by one: keywords of calls and in brackets; which uses write. */
void query_note_keywords(Query *q, const Module *m, const Item *item, const NodeList *args, const Decl *callee);
void query_note_tree(Query *q, const Module *m);
void query_print_param(const ParamDecl *p, StrBuf *out);
Val query_type_of(const Query *q, Span at); /* of the expression that has exactly this span; NULL: unknown */
ItemKind query_item_kind(const Decl *d);
/* A function as it reads, without `def`; where its arguments stand in it. */
void query_print_fn(const FnDecl *f, StrBuf *out, ParamRange *ranges, uint32_t *n_ranges, uint32_t max, bool skip_self);
#endif
