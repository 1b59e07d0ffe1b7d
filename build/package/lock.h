/* SPDX-License-Identifier: Apache-2.0 */
/* mojo.lock: the chosen versions, one block a package in order of names, so that two branches merge line by line.
 * Packages of the project itself and path dependencies stand in it by name and version only. */
#ifndef MOJ_BUILD_PACKAGE_LOCK_H
#define MOJ_BUILD_PACKAGE_LOCK_H

#include "diag/diag.h"

typedef struct LockEntry {
    Str name, version;
    Str source, commit, tree; /* of git; else empty */
    VEC(Str) deps;            /* names, ascending */
} LockEntry;
typedef struct Lock {
    VEC(LockEntry) entries; /* by name */
    Str text;               /* as read; empty: there was none */
} Lock;

/* A missing file is an empty lock. False after a diagnostic. */
bool lock_read(Arena *a, SourceMap *sources, const char *path, Lock *out, DiagSink *sink);
bool lock_parse(Arena *a, Source *s, Lock *out, DiagSink *sink);
void lock_print(StrBuf *out, const Lock *l);
const LockEntry *lock_find(const Lock *l, Str name);

#endif
