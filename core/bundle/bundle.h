/* SPDX-License-Identifier: Apache-2.0 */
/* A package in one file (NAME.mojopkg, NAME.mojoc): its sources, its manifest, its documents and, when it was made with
 * them, results of compiling it. The file is an index of lines and then the bytes of all entries:
 *
 *   mojo-package 1 SIZE SHA256     SIZE and hash of the index, which follows
 *   name NAME                      what is imported
 *   package NAME                   what its manifest calls it
 *   version VERSION
 *   root FOLDER                    where imports of it are searched; `.`: the top
 *   format N                       of what is made; everything else is read by every compiler
 *   compiler ID                    build of the compiler that checked it and made what is made
 *   target TRIPLE CPU FEATURES     what it was made for
 *   key HEX                        options it was made with
 *   need NAME ID                   another package it was made with
 *   file SIZE SHA256 PATH          sources and documents, by name
 *   made SIZE SHA256 NAME          results, by name
 *
 * Words that are not known are passed over, so that newer packages can be read. A package is known by the hash of its index,
 * which holds the hashes of all its entries: its id. It is used from a folder of the cache that is named by the id, to
 * which it is unpacked once. Files come from anywhere: nothing of them is believed before it is checked. */
#ifndef MOJ_BUNDLE_BUNDLE_H
#define MOJ_BUNDLE_BUNDLE_H

#include "base/base.h"

#define BUNDLE_INDEX "index" /* among what is made in an unpacked package: its index */
enum { BUNDLE_FORMAT = 1 }; /* of what is made: a change of it makes older results worthless, never older packages */

typedef struct BundleFile {
    const char *path; /* with `/`, below the package's folder; of what is made: a name */
    uint64_t size, at; /* at: from the end of the index */
    uint8_t hash[32];
    bool is_made;
} BundleFile;
typedef struct BundleNeed {
    const char *name, *id;
} BundleNeed;
typedef struct Bundle { /* strings live in the arena that it was read with */
    const char *name, *package, *version, *root;
    const char *compiler, *target, *key; /* empty: not said */
    uint64_t format;
    VEC(BundleNeed) needs;
    VEC(BundleFile) files;
    Str index;      /* its text */
    char id[65];    /* the hash of that */
    uint64_t start; /* of the entries in the file */
} Bundle;

bool bundle_is_path(const char *path); /* by its ending */
/* Reads the index. False: *why says what is wrong, as the end of a sentence about the file. */
bool bundle_open(const char *path, Arena *a, Bundle *out, const char **why);
/* The same from bytes that are all of a file. */
bool bundle_parse(Str bytes, Arena *a, Bundle *out, const char **why);
/* The bytes of an entry, compared with their hash. */
bool bundle_entry(const char *path, const Bundle *b, const BundleFile *f, Arena *a, Str *out, const char **why);

/* Folder of the package's files; unpacked when it is not there. NULL: *why. `out` may be NULL. */
const char *bundle_unpack(const char *path, Arena *a, Bundle *out, const char **why);
/* Unpacks to a new folder; `made` too. */
bool bundle_extract(const char *path, const Bundle *b, const char *to, bool made, Arena *a, const char **why);
const char *bundle_cache(Arena *a); /* where packages are unpacked, absolute */
/* The folder of an unpacked package that a file lies in, or NULL; and what its index says. */
const char *bundle_folder_of(const char *cache, const char *path, Arena *a);
bool bundle_of_folder(const char *folder, Arena *a, Bundle *out);
char *bundle_library(const Bundle *b, const char *folder, Arena *a); /* the package's folder or file in it */
char *bundle_made_path(Arena *a, const char *folder, const char *name); /* where an unpacked result lies */

typedef struct BundleEntry {
    const char *path;
    Str bytes;
    bool is_made;
} BundleEntry;
typedef VEC(BundleEntry) BundleEntries;
/* The text of a package with what `head` says (without files). The same arguments give the same bytes. */
void bundle_print(StrBuf *out, const Bundle *head, BundleEntries *entries);
/* NULL when it can be a file's path in a package, else the end of a sentence. */
const char *bundle_path_problem(Str path);

#endif
