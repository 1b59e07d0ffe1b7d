/* SPDX-License-Identifier: Apache-2.0 */
/* An older tree takes over a newer revision of its file in which nothing but bodies of functions differs: its nodes
 * stay the objects that declarations point to, and get new places and new bodies. Whoever has built on the tree
 * needs to look at those functions only. */
#ifndef MOJ_SYNTAX_GRAFT_H
#define MOJ_SYNTAX_GRAFT_H

#include "syntax/syntax.h"

typedef struct GraftPiece { /* bytes [from, to] of the old text stand at `at` of the new one */
    uint32_t from, to, at;
} GraftPiece;
typedef struct GraftFn { /* a function of an item that differs: its body is another one, or stands elsewhere */
    Item *item;          /* these are the old tree's */
    Node *def;
    uint32_t body, end;  /* old bytes [body, end): from behind its signature */
} GraftFn;
typedef struct Graft {
    Ast *old, *now;
    VEC(GraftPiece) pieces; /* sorted; what is between them has no place in the new text */
    VEC(GraftFn) fns;       /* in the order of the text */
    VEC(uint32_t) changed;  /* items that differ, by number */
} Graft;

/* `now` was made of `old` by ast_reparse. NULL: more than bodies of functions differs, or a body has imports, which
 * other functions see. Nothing is changed yet. */
Graft *graft_plan(Ast *old, Ast *now);
/* Where a span of the old text is in the new one; false when one of its ends is nowhere. Changes start and end only. */
bool graft_move(const Graft *g, Span *at);
/* The offset is in the body of one of `fns`. */
bool graft_in_body(const Graft *g, uint32_t offset);
/* Does it: `old` is the new revision now and keeps `now`. */
void graft_apply(Graft *g);
void graft_free(Graft *g);
/* What graft_move and graft_in_body need of it, for later. */
Graft *graft_dup(const Graft *g);

#endif
