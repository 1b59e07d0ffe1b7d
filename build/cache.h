/* SPDX-License-Identifier: Apache-2.0 */
/* The cache of compiled programs, in the user's cache folder. A program's entry is found by the compiler,
 * its options and the path of its main file; it lists the source texts that went into it, and is a hit
 * while they are unchanged. Safe under concurrent use: files are written beside their place and renamed,
 * and an entry names the content it belongs to. store.h says how the cache is bounded. */
#ifndef MOJ_BUILD_CACHE_H
#define MOJ_BUILD_CACHE_H

#include "compile.h"

typedef struct Cache {
    bool on;
    char *dir;        /* heap */
    uint64_t key[2];  /* compiler, options, main file */
    uint64_t began;   /* see stamp_deps */
    TextList imports; /* the search path */
} Cache;
/* `kind` tells apart what is stored for one program: "run". */
void cache_open(Cache *c, const char *kind, const char *path, const CompileOptions *o, const CodegenOptions *cg);
void cache_close(Cache *c);
/* Objects of an unchanged program; false: not there. */
bool cache_find(const Cache *c, CodegenPart **parts, uint32_t *n);
void cache_store(const Cache *c, const CodegenPart *parts, uint32_t n, Session *s);

#endif
