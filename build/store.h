/* SPDX-License-Identifier: Apache-2.0 */
/* The user's cache on disk and, where one is named, a shared one on a server (remote.h).
 *
 *   CACHE/objects/ab/…   objects by the hash of the code they are made from: a line "mojo-object 1 SUM SIZE", then the bytes
 *   CACHE/programs/…     programs of `mojo run` (cache.h)
 *   CACHE/packages/ID/…  packages in one file, unpacked (bundle/bundle.h)
 *
 * Files are written beside their place and renamed, so concurrent builds and crashes leave whole entries only; what is
 * damaged all the same is no hit and is replaced. The least recently used go when all together outgrow the bound
 * ($MOJO_CACHE_SIZE megabytes; 0 turns the cache off). [cache] of a project's mojo.toml may have a folder of its own with its
 * own bound, and a server; what comes from a server that only mojo.toml names is kept in such a folder or not at all, so
 * that no project writes into the cache of others. */
#ifndef MOJ_BUILD_STORE_H
#define MOJ_BUILD_STORE_H

#include "codegen/codegen.h"
#include "package/manifest.h"
#include "remote.h"

typedef struct StoreRules {
    const char *folder; /* of the project, absolute; NULL: the user's */
    uint64_t limit;     /* bytes; 0: off */
    RemoteRules remote;
} StoreRules;
/* From the environment and, with less weight, [cache] of mojo.toml (NULL: none). */
StoreRules store_rules(const CacheRules *c);
const char *store_folder(const StoreRules *r, Arena *a); /* NULL: there can be none */

typedef struct Store Store;
/* NULL: the cache is off. */
Store *store_open(const StoreRules *r);
/* Waits for uploads, a while. NULL is fine. */
void store_close(Store *s);
CodegenStore store_codegen(Store *s);
/* What the compiler is, for keys: differs between builds of it. Lives as long as the process. */
const char *store_compiler_id(void);

typedef struct StoreInfo {
    uint64_t entries, bytes;
} StoreInfo;
/* By folder: "objects", "programs", "packages". */
StoreInfo store_info(const StoreRules *r, const char *folder);
/* Removes the least recently used entries until at most `limit` bytes are left, and what interrupted writers left.
 * Returns the bytes removed. */
uint64_t store_gc(const StoreRules *r, uint64_t limit);
/* Removes entries when there are more than the bound allows, down to three quarters of it. */
void store_trim(const StoreRules *r);
/* One file with all entries, to carry between machines. Messages go to standard error; EXIT_OK or EXIT_FAILED. */
int store_export(const StoreRules *r, const char *path, uint64_t *n);
int store_import(const StoreRules *r, const char *path, uint64_t *n);

#endif
