/* SPDX-License-Identifier: Apache-2.0 */
/* mojo-fetch: works on git repositories for mojo, which starts it.
 *   mojo-fetch versions URL MIRROR KIND REF SUBDIR LOCKED online|offline
 *   mojo-fetch export MIRROR COMMIT SUBDIR DEST */
#include "fetch.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

int fetch_fail(const char *fmt, ...) {
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    for (size_t i = 0; i < b.len; i++) /* names come from strangers: nothing that a terminal obeys */
        if ((unsigned char)b.p[i] < 32 || b.p[i] == 127) b.p[i] = '?';
    fprintf(stderr, "%s\n", b.p);
    sb_done(&b);
    return 1;
}

int fetch_git_fail(const char *what) {
    const git_error *e = git_error_last();
    return fetch_fail("%s: %s", what, e && e->message ? e->message : "unknown error");
}

static unsigned patience(void) {
    const char *s = getenv("MOJO_NET_TIMEOUT");
    long v = s ? strtol(s, NULL, 10) : 0;
    return v > 0 && v < 86400 ? (unsigned)v : 30;
}

void fetch_alive(void) {
    alarm(patience());
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

int main(int argc, char **argv) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    bound(RLIMIT_CORE, 0);
    bound(RLIMIT_AS, (rlim_t)4 << 30);
    bound(RLIMIT_FSIZE, (rlim_t)2 << 30);
    umask(022);
    fetch_alive();
    git_libgit2_init();
    forget_configuration();
    int code;
    if (argc == 9 && strcmp(argv[1], "versions") == 0) {
        VersionsQuery q = {argv[2], argv[3], argv[4], argv[5], argv[6], argv[7], strcmp(argv[8], "offline") == 0};
        code = fetch_versions(&q);
    } else if (argc == 6 && strcmp(argv[1], "export") == 0) {
        code = fetch_export(argv[2], argv[3], argv[4], argv[5]);
    } else {
        code = fetch_fail("mojo-fetch is started by mojo: see `mojo help fetch`");
    }
    git_libgit2_shutdown();
    return code;
}
