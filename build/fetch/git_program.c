/* SPDX-License-Identifier: Apache-2.0 */
/* Fetching by the program git: for ssh, whose host keys and agent libgit2 does not know here, and for all URLs where
 * MOJO_GIT=cli asks for it, so that the user's credential helpers, proxies and settings of git count. It asks nobody
 * anything, and a host whose key is unknown or has changed is refused. */
#include "fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 600 };

bool fetch_wants_program(const char *url) {
    const char *how = getenv("MOJO_GIT");
    return strncmp(url, "ssh://", 6) == 0 || (how && strcmp(how, "cli") == 0);
}

static void settle_environment(void) {
    static const char *const others[] = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) unsetenv(others[i]);
    setenv("GIT_TERMINAL_PROMPT", "0", 1);
    setenv("GIT_ASKPASS", "/bin/false", 0);
    setenv("SSH_ASKPASS", "/bin/false", 1);
    setenv("GIT_ALLOW_PROTOCOL", "ssh:https:http:git:file", 1);
    setenv("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes", 1);
}

/* Its messages are ours when it fails. */
static int run(const char *const *argv, bool quiet) {
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (null >= 0) dup2(null, STDIN_FILENO), dup2(null, STDOUT_FILENO);
        if (quiet && null >= 0) dup2(null, STDERR_FILENO);
        settle_environment();
        execvp("git", (char *const *)(uintptr_t)argv);
        fprintf(stderr, "cannot start git, which ssh:// and MOJO_GIT=cli need: %s\n", strerror(errno));
        _exit(127);
    }
    int status = 0;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int fetch_by_program(const FetchRequest *q) {
    alarm(PATIENCE_SECONDS);
    char spec[2][600] = {"+refs/tags/*:refs/tags/*", "+refs/heads/*:refs/heads/*"};
    const char *commit = *q->commit ? q->commit : strcmp(q->kind, "rev") == 0 ? q->ref : "";
    bool versions = strcmp(q->verb, "versions") == 0 && strcmp(q->kind, "tags") == 0;
    if (*commit && !versions) { /* many servers give one commit alone */
        const char *one[] = {"git", "-C", q->mirror, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--", q->url, commit, NULL};
        if (run(one, true) == 0) return 0;
    }
    if (!*commit && (strcmp(q->kind, "tag") == 0 || strcmp(q->kind, "branch") == 0)) {
        const char *where = strcmp(q->kind, "tag") == 0 ? "tags" : "heads";
        snprintf(spec[0], sizeof spec[0], "+refs/%s/%.250s:refs/%s/%.250s", where, q->ref, where, q->ref);
        spec[1][0] = 0;
    }
    const char *all[] = {"git", "-C", q->mirror, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", q->url, spec[0], *spec[1] ? spec[1] : NULL, NULL};
    if (run(all, false) == 0) return 0;
    return fetch_fail("cannot fetch %s by the program git", q->url);
}
