/* SPDX-License-Identifier: Apache-2.0 */
/* A cache on a server, over plain HTTP in the layout of bazel-remote: /ac/<key> names the blob, /cas/<sha256> holds it.
 * The program mojo-remote beside `mojo` speaks to it, which alone links libcurl.
 *
 *   MOJO_REMOTE_CACHE          http://host:port[/prefix]; nothing: no remote cache
 *   MOJO_REMOTE_CACHE_MODE     read-write (default) or read
 *   MOJO_REMOTE_CACHE_TIMEOUT  seconds for one request, and for what is left to upload when the build is done (10)
 *
 * The variables win over [cache] of mojo.toml, which may not name a server that asks for a password.
 *
 * A failure turns it off for the rest of the build, with one warning: it never fails a build. */
#ifndef MOJ_BUILD_REMOTE_H
#define MOJ_BUILD_REMOTE_H

#include "codegen/codegen.h"

typedef struct Remote Remote;
/* What [cache] says of a server; the variables win. */
typedef struct RemoteRules {
    const char *url; /* NULL: none */
    bool read_only;
    bool of_project; /* mojo.toml names it, not the user: no token goes there */
} RemoteRules;
RemoteRules remote_rules(const char *url, bool read_only);
Remote *remote_open(const RemoteRules *rules); /* as remote_rules gave them; NULL: none is wanted */
void remote_close(Remote *r); /* NULL is fine */
bool remote_get(Remote *r, const uint8_t key[32], CodegenPart *out);
/* Uploads later, beside the build. */
void remote_put(Remote *r, const uint8_t key[32], const CodegenPart *part);

#endif
