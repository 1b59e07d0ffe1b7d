/* SPDX-License-Identifier: Apache-2.0 */
/* What files of projects may import. The package manager knows; it is the program beside this one, which is asked once for a
 * project and again when its mojo.toml or mojo.lock changed. It fetches nothing and writes nothing. */
#include "lsp.h"

#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

enum { ANSWER_LIMIT_MS = 5000 };

char *project_of_file(const char *path) {
    Arena a;
    char *found = NULL;
    arena_init(&a);
    for (const char *dir = path_dirname(&a, path); *dir == '/' && !found; dir = path_dirname(&a, dir)) {
        if (file_exists(path_join(&a, dir, "mojo.toml"))) found = xstrdup(dir);
        if (!dir[1]) break;
    }
    arena_done(&a);
    return found;
}

NORETURN static void run_mojo(const char *program, const char *dir, int pipe_end) {
    enum { ABOVE_STANDARD = 3 }; /* this process has closed its own input and output */
    int out = fcntl(pipe_end, F_DUPFD_CLOEXEC, ABOVE_STANDARD), none = open("/dev/null", O_RDWR);
    signal(SIGCHLD, SIG_DFL);
    if (none < 0 || out < 0 || chdir(dir) != 0) _exit(127);
    dup2(none, STDIN_FILENO);
    dup2(none, STDERR_FILENO);
    dup2(out, STDOUT_FILENO);
    execl(program, program, "metadata", "--imports", (char *)NULL);
    _exit(127);
}

static bool read_answer(int fd, StrBuf *out) {
    uint64_t end = time_ns() + ANSWER_LIMIT_MS * 1000000ull;
    for (;;) {
        char room[4096];
        uint64_t now = time_ns();
        struct pollfd p = {fd, POLLIN, 0};
        if (now >= end) return false;
        int k = poll(&p, 1, (int)((end - now) / 1000000) + 1);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        ssize_t n = read(fd, room, sizeof room);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        sb_add(out, room, (size_t)n);
    }
}

static bool ask(const char *dir, StrBuf *out) {
    Arena a;
    int ends[2];
    arena_init(&a);
    const char *program = path_join(&a, path_self_dir(&a), "mojo");
    bool ok = file_exists(program) && pipe2(ends, O_CLOEXEC) == 0;
    pid_t pid = ok ? fork() : -1;
    if (pid == 0) run_mojo(program, dir, ends[1]);
    if (ok) close(ends[1]);
    ok = ok && pid > 0 && read_answer(ends[0], out);
    if (pid > 0 && !ok) kill(pid, SIGKILL);
    if (pid > 0 || ok) close(ends[0]);
    arena_done(&a);
    return ok;
}

static const char *text(Arena *a, const Json *o, const char *key) {
    const char *s = json_str_or(json_get(o, key), NULL);
    return s ? arena_strdup(a, s) : NULL;
}

static void add_scope(Arena *a, const Json *o, ImportScopes *out) {
    ImportScope s = {.dir = text(a, o, "dir")};
    VEC(ImportRoot) roots = {0};
    for (uint32_t i = 0; s.dir && i < out->len; i++)
        if (strcmp(out->data[i].dir, s.dir) == 0) return; /* a member of a project that was asked about */
    JSON_EACH(json_get(o, "roots"), r) {
        ImportRoot root = {text(a, r, "dir"), text(a, r, "as"), text(a, r, "name")};
        if (root.dir && (!root.as || root.name)) vec_push_in(a, &roots, root);
    }
    s.roots = roots.data;
    s.n_roots = roots.len;
    if (s.dir) vec_push_in(a, out, s);
}

void project_imports(const char *dir, Arena *a, ImportScopes *out) {
    StrBuf b = {0};
    Json *j = ask(dir, &b) ? json_parse(sb_view(&b), NULL) : NULL;
    JSON_EACH(json_get(j, "scopes"), o) add_scope(a, o, out);
    json_free(j);
    sb_done(&b);
}
