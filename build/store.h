/* SPDX-License-Identifier: Apache-2.0 */
/* The user's cache on disk and, where one is named, a shared one on a server (remote.h).
 *
 *   CACHE/objects/ab/…   objects by the hash of the code they are made from: a line "mojo-object 1 SUM SIZE", then the bytes
 *   CACHE/programs/…     programs of `mojo run` (cache.h)
 *   CACHE/packages/ID/…  packages in one file, unpacked (bundle/bundle.h)
 *
 * Files are written beside their place and renamed, so concurrent builds and crashes leave whole entries only; what is
 * damaged all the same is no hit and is replaced. The least recently used go when all together outgrow the bound
 * ($MOJO_CACHE_SIZE megabytes; 0 turns the cache off). */
#ifndef MOJ_BUILD_STORE_H
#define MOJ_BUILD_STORE_H

#include "codegen/codegen.h"

typedef struct Store Store;
/* NULL: the cache is off. `producer` tells compilers apart. */
Store *store_open(void);
/* Waits for uploads, a while. NULL is fine. */
void store_close(Store *s);
CodegenStore store_codegen(Store *s);
/* What the compiler is, for keys: differs between builds of it. Lives as long as the process. */
const char *store_compiler_id(void);

uint64_t store_limit(void); /* bytes; 0: off */
typedef struct StoreInfo {
    uint64_t entries, bytes;
} StoreInfo;
/* By folder: "objects", "programs", "packages". */
StoreInfo store_info(const char *folder);
/* Removes the least recently used entries until at most `limit` bytes are left, and what interrupted writers left.
 * Returns the bytes removed. */
uint64_t store_gc(uint64_t limit);
/* Removes entries when there are more than the bound allows, down to three quarters of it. */
void store_trim(void);
/* One file with all entries, to carry between machines. Messages go to standard error; EXIT_OK or EXIT_FAILED. */
int store_export(const char *path, uint64_t *n);
int store_import(const char *path, uint64_t *n);

#endif
