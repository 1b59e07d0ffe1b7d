/* SPDX-License-Identifier: Apache-2.0 */
/* Who uses what in one file, as a blob: the answer of a check, kept. A use names its declaration by a number that is the
 * same in every session (symbol_id). What is kept holds as long as the file's text is the same and so is all that can be
 * seen of what its words may mean in the files it imports; workspace.h decides that. */
#ifndef MOJ_QUERY_USES_H
#define MOJ_QUERY_USES_H

#include "query/facts.h"
#include "query/query.h"

/* ---- what is meant ------------------------------------------------------------------------------ */
typedef struct SymbolIds { /* the numbers of one session's declarations */
    Map known, modules;
    const Module *home;  /* numbers by place are sound for declarations of this module … */
    bool depends_on_text; /* … and here is one of another */
} SymbolIds;
/* A declaration's number: its path from the module through types and functions. 0: nothing to speak of. */
uint64_t symbol_id(SymbolIds *x, const Decl *d);
uint64_t symbol_module_key(SymbolIds *x, const Module *m);
void symbol_ids_done(SymbolIds *x);

/* ---- records ------------------------------------------------------------------------------------- */
enum { USES_KIND = 2 };
enum { USE_DECL = 1, USE_WRITE = 2, USE_WIDE = 4 /* columns depend on the encoding */, USE_NAMED = 8 /* the text is the name */,
       USE_CALL = 16, USE_IMPORT = 32 };
typedef struct UseRec {
    uint32_t start, line, col; /* bytes */
    uint16_t len, flags;
} UseRec;
typedef struct SymbolRec { /* sorted by id */
    uint64_t id;
    uint32_t first, n; /* uses, sorted by start */
} SymbolRec;
typedef struct CallRec { /* sorted by callee, then place */
    uint64_t callee;
    uint32_t caller; /* a node; UINT32_MAX: at module level */
    uint32_t pad;
    UseRec at;       /* the name that is called */
} CallRec;
typedef struct PlaceRec {
    uint32_t line, col; /* bytes */
} PlaceRec;
typedef struct NodeRec { /* a function or type, as hierarchies show it */
    uint64_t id;
    uint32_t name, detail; /* texts */
    uint32_t start;        /* of the name */
    uint16_t kind, is_wide;
    PlaceRec from, to, name_from, name_to;
    uint32_t all_start, all_end; /* bytes */
    uint32_t name_end, pad;
} NodeRec;
typedef struct TypeRec { /* a struct or trait */
    uint64_t id;
    uint32_t node;
    uint32_t is_struct;
    uint32_t first_trait, n_traits; /* ids: all it conforms to … */
    uint32_t first_named, n_named;  /* … those its header names */
} TypeRec;
typedef struct MemberRec { /* a method */
    uint64_t owner, id;
    uint32_t name; /* a word */
    uint32_t kind; /* 1 function of several overloads, 2 the set of them */
} MemberRec;
typedef struct DepRec { /* a file that was needed to say all this */
    uint64_t key; /* of its path */
    TextSum text;
    uint64_t seen;
    uint32_t path, pad; /* text */
} DepRec;
typedef struct UsesHead {
    TextSum text;
    uint64_t files;   /* names of the workspace's files */
    uint64_t meaning; /* sum of all that the words may mean: set by the index */
    uint32_t depends_on_text; /* of the files needed, not only what can be seen */
    uint32_t pad;
} UsesHead;
typedef struct Uses { /* a view of a blob */
    const Blob *blob;
    const UsesHead *head;
    const DepRec *deps;
    const SymbolRec *symbols;
    const UseRec *uses;
    const CallRec *calls;
    const NodeRec *nodes;
    const TypeRec *types;
    const uint64_t *traits;
    const MemberRec *members;
    uint32_t n_deps, n_symbols, n_uses, n_calls, n_nodes, n_types, n_traits, n_members;
} Uses;

bool uses_view(const Blob *b, Uses *out);
/* The uses of a symbol; *n of them. */
const UseRec *uses_of(const Uses *u, uint64_t id, uint32_t *n);
const CallRec *uses_calls(const Uses *u, uint64_t callee, uint32_t *n);
/* What the queries have found in a module; false when none of them has checked it. Complete but for head.files and
 * head.meaning, which uses_finish adds. */
bool uses_make(BlobMaker *m, UsesHead *head, const Module *of, Query *const *queries, uint32_t n);
DepRec *uses_deps(BlobMaker *m, uint32_t *n); /* of a blob that is being made: `seen` is to be filled */
Blob uses_finish(BlobMaker *m, const UsesHead *head);

#endif
