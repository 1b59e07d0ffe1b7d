/* SPDX-License-Identifier: Apache-2.0 */
/* A search for the uses of something in all files that may hold them: open documents as they are, the workspace's files
 * by what the index knows of them; a file of which it knows nothing is checked, and that is kept. */
#ifndef MOJ_LSP_USES_H
#define MOJ_LSP_USES_H

#include "semantic.h"

typedef struct FileUses {
    const IndexedFile *file;
    const Uses *uses;
    Source *source; /* read when it is needed */
    Str uri;        /* quoted; made when it is needed */
} FileUses;
typedef struct Search {
    Work *w;
    SymbolIds ids;
    WordSet words;         /* under which it may be known */
    VEC(uint64_t) targets; /* symbols that are looked for */
    VEC(FileUses) files;   /* by path */
    VEC(Query *) queries;  /* of files that were checked for it */
    const WorkDoc *only;
    Map seen;              /* files that were taken */
} Search;
/* Which declarations belong to one that is looked for. */
typedef enum Reach {
    REACH_ONE, /* itself; with an overload where all are named, as in an import */
    REACH_ALL  /* what must have the same name: all overloads, methods of traits and of types that conform to them */
} Reach;

/* Files with the declaration's name. `only` limits it to one document. */
void search_begin(Search *s, Work *w, Str name, const WorkDoc *only);
/* … or with another name. */
void search_widen(Search *s, Str name);
void search_done(Search *s);
/* Fills the targets. */
void search_for(Search *s, const Decl *d, Reach reach);
void search_add(Search *s, uint64_t id);
/* Nobody else can name it. */
bool is_local(const Decl *d);

typedef bool (*UseFn)(void *ctx, FileUses *f, const UseRec *u);
/* Every use of the targets, by path and place. Returns how many; fn (may be NULL) returns false to stop. */
uint32_t search_uses(Search *s, UseFn fn, void *ctx);
void put_plain_range(StrBuf *out, PlaceRec from, PlaceRec to); /* columns in bytes */
/* The range of a use; a location of it. */
void put_use_range(Search *s, FileUses *f, const UseRec *u, StrBuf *out);
void put_use_location(Search *s, FileUses *f, const UseRec *u, StrBuf *out);
void put_file_uri(Work *w, const char *path, StrBuf *out);
/* A function or type of a file, as hierarchies show it. */
void put_node_rec(Search *s, FileUses *f, const NodeRec *n, StrBuf *out);
#endif
