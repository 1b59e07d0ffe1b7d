/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of query/. */
#ifndef MOJ_QUERY_QUERY_INT_H
#define MOJ_QUERY_QUERY_INT_H
#include "check/decls.h"
#include "query/query.h"

typedef VEC(Use) UseList;
struct Query {
    Session *session;
    Cx *cx;
    Module *module;
    Arena arena;
    Watch watch;
    UseList uses; /* on the heap, where it grows in place; of a part: a part of the whole's */
    Map by_place; /* file and offset → index + 1, while collecting */
    VEC(CallUse) calls;
    Map calls_by;
    Map types;             /* item, place and length of an expression → Val */
    Map edited;            /* Item → how often it has changed */
    VEC(Module *) modules; /* whose names are here */
    Query *whole;          /* query_part: the one that has collected; NULL: this one */
    Demand demand;         /* the session's, while the query stands between */
    bool ran_program;      /* bodies of the program were run at compile time: what was found depends on them */
    bool is_edited;        /* after session_edit: uses are those in bodies that were checked again, `before` all others … */
    UseList before;        /* … as they stood then; of a part: uses are to be taken again. query_settle brings it in order */
    SessionEdit edit;
    Map fresh;             /* types found since the first edit */
};
/* Notes what stands at a place. */
void query_note(Query *q, Span at, Decl *d, Val self);
Use *query_noted(const Query *q, uint32_t file, uint32_t start); /* while collecting; NULL: nothing */
/* index_tree.c: names that the checker does not look up one by one: keywords of calls and in brackets; which uses write. */
void query_note_keywords(Query *q, const Module *m, const Item *item, const NodeList *args, const Decl *callee);
void query_note_tree(Query *q, const Module *m);
void query_note_body(Query *q, const Module *m, const Item *item, const NodeList *body);
int query_by_place(const void *x, const void *y); /* of Use */
void query_take_part(Query *q);
void query_settle(Query *q);
void query_watch(Query *q, bool on); /* the session's checks report to it */
void query_print_param(const ParamDecl *p, StrBuf *out);
Val query_type_of(const Query *q, Span at); /* of the expression that has exactly this span; NULL: unknown */
ItemKind query_item_kind(const Decl *d);
/* A function as it reads, without `def`; where its arguments stand in it. */
void query_print_fn(const FnDecl *f, StrBuf *out, ParamRange *ranges, uint32_t *n_ranges, uint32_t max, bool skip_self);
#endif
