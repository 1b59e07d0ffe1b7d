/* SPDX-License-Identifier: Apache-2.0 */
/* A cache on a server, over plain HTTP in the layout of bazel-remote: /ac/<key> names the blob, /cas/<sha256> holds it.
 * The program mojo-remote beside `mojo` speaks to it, which alone links libcurl.
 *
 *   MOJO_REMOTE_CACHE          http://host:port[/prefix]; nothing: no remote cache
 *   MOJO_REMOTE_CACHE_MODE     read-write (default) or read
 *   MOJO_REMOTE_CACHE_TIMEOUT  seconds for one request, and for what is left to upload when the build is done (10)
 *
 * A failure turns it off for the rest of the build, with one warning: it never fails a build. */
#ifndef MOJ_BUILD_REMOTE_H
#define MOJ_BUILD_REMOTE_H

#include "codegen/codegen.h"

typedef struct Remote Remote;
Remote *remote_open(void); /* NULL: none is wanted */
void remote_close(Remote *r); /* NULL is fine */
bool remote_get(Remote *r, const uint8_t key[32], CodegenPart *out);
/* Uploads later, beside the build. */
void remote_put(Remote *r, const uint8_t key[32], const CodegenPart *part);

#endif
