/* SPDX-License-Identifier: Apache-2.0 */
/* An index of files that need not be checked to be found: what each declares and which words it holds.
 * Files are read again when their time or size changed. It is built step by step, so that whoever keeps it
 * stays ready for other work. */
#ifndef MOJ_QUERY_WORKSPACE_H
#define MOJ_QUERY_WORKSPACE_H

#include "query/outline.h"

typedef struct IndexSymbol {
    const char *name, *container, *detail; /* container: the type around, or NULL */
    OutlineKind kind;
    LineCol start, end;                    /* of the name, in the index's encoding */
} IndexSymbol;
typedef struct IndexedFile {
    const char *path, *module; /* module: dotted, from the root; NULL: not importable from there */
    bool is_library, is_python;
    int64_t mtime;
    uint64_t size;
    uint32_t pass;             /* the walk that met it last */
    Arena arena;
    VEC(IndexSymbol) symbols;
    VEC(const char *) reexports; /* names that `from … import` brings in */
    uint32_t *words;           /* hashes, sorted */
    uint32_t n_words;
} IndexedFile;

typedef struct Index Index;
Index *index_new(PosEncoding enc);
void index_free(Index *x);
/* The folder of the library's package `std`. */
void index_add_library(Index *x, const char *dir);
/* Folders of the workspace: files are looked for, again when called again. */
void index_set_roots(Index *x, const char *const *roots, uint32_t n, PosEncoding enc);
/* One small piece of work; false when there is none. */
bool index_step(Index *x);
/* All work at once; of the library only, or of the workspace too. */
void index_finish(Index *x, bool library_only);
IndexedFile *const *index_files(const Index *x, uint32_t *n);
/* Whether a word may occur in a file (as it was when it was read). */
bool index_has_word(const IndexedFile *f, Str word);
/* True when the file is still what was read. */
bool index_is_current(const IndexedFile *f);

typedef struct Export { /* a name that an import can bring in */
    const char *name, *module; /* from module import name */
    OutlineKind kind;
    bool is_library;
} Export;
/* The public name's best module (fewest parts) among the library and the files below `dir`; calls fn for each
 * name that `match` accepts. */
typedef bool (*NameMatchFn)(void *ctx, const char *name);
typedef void (*ExportFn)(void *ctx, const Export *e);
void index_exports(const Index *x, const char *dir, const char *self, NameMatchFn match, ExportFn fn, void *ctx);
#endif
