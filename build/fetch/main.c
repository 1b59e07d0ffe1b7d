/* SPDX-License-Identifier: Apache-2.0 */
/* mojo-fetch: works on git repositories for mojo, which starts it; see request.h for what they say to each other. */
#include "fetch.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* One process works on one request. */
static struct {
    bool holds, damaged;
    StrBuf held;
} said;

int fetch_fail(const char *fmt, ...) {
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    for (size_t i = 0; i < b.len; i++) /* names come from strangers: nothing that a terminal obeys */
        if ((unsigned char)b.p[i] < 32 || b.p[i] == 127) b.p[i] = '?';
    if (said.holds) sb_printf(&said.held, "%s\n", b.p);
    else fprintf(stderr, "%s\n", b.p);
    sb_done(&b);
    return 1;
}

int fetch_git_fail(const char *what) {
    const git_error *e = git_error_last();
    static const int of_files[] = {GIT_ERROR_ODB,  GIT_ERROR_REFERENCE, GIT_ERROR_OBJECT, GIT_ERROR_INDEXER, GIT_ERROR_ZLIB,
                                   GIT_ERROR_TREE, GIT_ERROR_TAG,       GIT_ERROR_CONFIG, GIT_ERROR_REPOSITORY};
    for (size_t i = 0; e && i < ARRAY_LEN(of_files); i++) said.damaged |= e->klass == of_files[i];
    return fetch_fail("%s: %s", what, e && e->message ? e->message : "unknown error");
}

void fetch_hold(void) {
    said.holds = true;
}

bool fetch_release(bool print) {
    said.holds = false;
    if (print && said.held.len) fputs(said.held.p, stderr);
    sb_done(&said.held);
    said.held = (StrBuf){0};
    return !print;
}

bool fetch_suspect(void) {
    return said.damaged = true;
}

bool fetch_looks_damaged(void) {
    return said.damaged;
}

static unsigned setting(const char *name, unsigned otherwise) {
    const char *s = getenv(name);
    long v = s ? strtol(s, NULL, 10) : 0;
    return v > 0 && v < 86400 ? (unsigned)v : otherwise;
}

uint64_t fetch_most_bytes(void) {
    return (uint64_t)setting("MOJO_NET_LIMIT", 1024) << 20;
}

void fetch_alive(void) {
    alarm(setting("MOJO_NET_TIMEOUT", 30));
}

static void bound(int what, rlim_t most) {
    struct rlimit r;
    if (getrlimit(what, &r) != 0) return;
    if (r.rlim_max != RLIM_INFINITY && r.rlim_max < most) most = r.rlim_max;
    r.rlim_cur = most;
    setrlimit(what, &r);
}

/* No file of the user's or the machine's may change what a fetch does. */
static void forget_configuration(void) {
    static const int levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
                                 GIT_CONFIG_LEVEL_PROGRAMDATA};
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    git_libgit2_opts(GIT_OPT_SET_TEMPLATE_PATH, "");
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
    git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECTS, (size_t)5000000);
}

int main(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    bound(RLIMIT_CORE, 0);
#ifndef MOJ_SANITIZED /* sanitizers map more than any limit */
    bound(RLIMIT_AS, (rlim_t)4 << 30);
#endif
    bound(RLIMIT_FSIZE, (rlim_t)2 << 30);
    umask(022);
    git_libgit2_init();
    forget_configuration();
    int code = fetch_batch();
    git_libgit2_shutdown();
    return code;
}
