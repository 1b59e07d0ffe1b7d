/* SPDX-License-Identifier: Apache-2.0 */
/* An index of files that need not be checked to be found: what each declares, which words it holds (facts.h), and, where
 * somebody has worked it out, who uses what in it (uses.h). Both are kept in the user's cache and mapped from there; what
 * does not fit the texts as they are now is not used. Files are read again when their time or size changed. The index is
 * built step by step, so that whoever keeps it stays ready for other work. */
#ifndef MOJ_QUERY_WORKSPACE_H
#define MOJ_QUERY_WORKSPACE_H

#include "query/uses.h"

typedef struct IndexedFile {
    const char *path, *module; /* module: dotted, from the root; NULL: not importable from there */
    uint64_t key;              /* of its real path: symbol_module_key of its module */
    bool is_library, is_python;
    bool is_outside;           /* of the roots: a document, or what files of the workspace import */
    int64_t mtime;
    uint64_t size;
    uint32_t pass;             /* the walk that met it last */
    Blob blob, document_blob;  /* of the file; of the document that is open instead */
    FileFacts facts, document;
    Blob uses_blob;
    Uses uses;
    uint32_t judged;           /* the state of the index for which … */
    bool holds;                /* … uses hold; when they do not, … */
    uint32_t tried;            /* … the time when they were looked for */
} IndexedFile;

typedef struct Index Index;
/* `library`: the folder of the package `std`, or NULL. */
Index *index_new(const char *library);
void index_free(Index *x);
/* Folders of the workspace: files are looked for, again when called again. */
void index_set_roots(Index *x, const char *const *roots, uint32_t n);
/* A sum of what files may import from elsewhere: uses that were worked out with another one do not hold. */
void index_set_imports(Index *x, uint64_t sum);
/* An open document: its text counts, not the file's. */
void index_set_document(Index *x, const char *path, const Ast *ast);
/* One small piece of work; false when there is none. */
bool index_step(Index *x);
/* All work at once; of the library only, or of the workspace too. */
void index_finish(Index *x, bool library_only);
IndexedFile *const *index_files(const Index *x, uint32_t *n);
IndexedFile *index_find(const Index *x, const char *path); /* of the workspace or a document; NULL: none */
const FileFacts *index_facts(const IndexedFile *f);
/* Whether a word may occur in a file (as it was when it was read). */
bool index_has_word(const IndexedFile *f, Str word);

/* ---- uses (index_uses.c) -------------------------------------------------------------------------- */
/* Who uses what in a file, when that is known for the texts as they are now; else NULL. */
const Uses *index_uses(Index *x, IndexedFile *f);
/* Keeps what queries have found in a module. False: none has checked it, or texts have changed meanwhile. */
bool index_put_uses(Index *x, IndexedFile *f, const Module *m, Query *const *queries, uint32_t n);
/* A file over which a check has fallen, or gone round: it is left out for a day, or until its text is another one. */
void index_mark_bad(Index *x, const IndexedFile *f);
bool index_is_bad(const Index *x, const IndexedFile *f);
/* Whether what is worked out can be kept for other processes. */
bool index_is_kept(const Index *x);
typedef struct WordSet {
    VEC(uint32_t) list;
} WordSet;
/* Adds the names under which imports of the workspace bring in what the words of the set name. */
void index_add_aliases(const Index *x, WordSet *words);
/* Whether any of the words may occur in a file. */
bool index_has_any(const IndexedFile *f, const WordSet *words);

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
