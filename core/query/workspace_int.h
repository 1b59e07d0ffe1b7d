/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the index. workspace.c: files; index_uses.c: what is known of their uses; index_exports.c: names to import. */
#ifndef MOJ_QUERY_WORKSPACE_INT_H
#define MOJ_QUERY_WORKSPACE_INT_H
#include "query/workspace.h"

typedef struct Todo { /* a file to read, or a folder to look into */
    char *path;
    const char *root, *real, *prefix; /* owned by the index; real: of the root */
    bool is_library, is_folder;
} Todo;
typedef struct NamedPlace { /* a file or folder that an import could mean */
    uint32_t word; /* 0: counts for everybody */
    uint64_t path;
} NamedPlace;
struct Index {
    SourceMap *sources;
    const char *folder;      /* of blobs; NULL: nothing is kept on disk */
    VEC(IndexedFile *) files;
    VEC(IndexedFile *) outside; /* files of no root: documents, what files of the workspace import */
    StrMap by_path;
    Map by_key;
    VEC(Todo) todo; /* the last one comes next */
    uint32_t pass, n_files, n_folders; /* met by this pass */
    bool walking;            /* what the pass has not met may still come */
    uint32_t next_uses;      /* file whose uses are mapped next */
    uint32_t state;          /* changes with every text and name */
    uint32_t calls;          /* of index_set_roots: by each, other processes may have worked something out */
    uint32_t n_mapped;       /* every mapping makes forks slower; beyond MAX_MAPPED files are read */
    uint64_t names;          /* sum of the files' names, and of packages in one file as they are now */
    uint64_t bundles;        /* the part of the latter */
    uint64_t imports;        /* index_set_imports: part of the names, too */
    VEC(NamedPlace) met;     /* packages in one file that this pass has met */
    VEC(NamedPlace) places;  /* made when they are needed, for `places_of` */
    uint64_t places_of;      /* the sum of names they were made for */
    Arena arena;             /* roots */
};
enum { MAX_MAPPED = 8192 };
char *module_of(const char *prefix, const char *rest);
/* A file of no root, read now; NULL: it cannot be read. */
IndexedFile *index_outside(Index *x, const char *path);
#endif
