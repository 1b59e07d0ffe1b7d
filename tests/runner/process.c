/* SPDX-License-Identifier: Apache-2.0 */
/* Input and outputs are files in memory, so nothing can block; a process group is killed as a
 * whole. */
#include "golden.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MOST_OUTPUT = 16 << 20 };

static int memory_file(const char *name, Str text) {
    int fd = memfd_create(name, MFD_CLOEXEC);
    if (fd >= 0 && text.len &&
        (write(fd, text.p, text.len) != (ssize_t)text.len || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static void read_back(int fd, StrBuf *out) {
    char *data;
    size_t size;
    if (lseek(fd, 0, SEEK_SET) != 0 || file_read_fd(fd, &data, &size) != 0) return;
    sb_add(out, data, size < MOST_OUTPUT ? size : MOST_OUTPUT);
    free(data);
}

static bool wait_for(pid_t pid, uint32_t seconds) {
    int fd = pidfd_open(pid, 0);
    if (fd < 0) return true;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int n;
    do n = poll(&p, 1, (int)seconds * 1000);
    while (n < 0 && errno == EINTR);
    close(fd);
    return n != 0;
}

static char **environment(const char *const *env, uint32_t n_env) {
    size_t n = 0;
    while (environ[n]) n++;
    char **all = xcalloc(n + n_env + 1, sizeof *all);
    memcpy(all, env, n_env * sizeof *all); /* the first entry of a name counts */
    memcpy(all + n_env, environ, n * sizeof *all);
    return all;
}

int process_run(ProcessResult *r, const char *const *argv, const char *const *env, uint32_t n_env,
                Str input, uint32_t seconds) {
    *r = (ProcessResult){0};
    int in = memory_file("stdin", input), out = memory_file("stdout", STR("")),
        err = memory_file("stderr", STR(""));
    int code = in < 0 || out < 0 || err < 0 ? errno : 0;
    pid_t pid = 0;
    if (!code) {
        posix_spawn_file_actions_t files;
        posix_spawnattr_t attr;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, in, 0);
        posix_spawn_file_actions_adddup2(&files, out, 1);
        posix_spawn_file_actions_adddup2(&files, err, 2);
        posix_spawnattr_init(&attr);
        posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP);
        char **all = n_env ? environment(env, n_env) : environ;
        code = posix_spawn(&pid, argv[0], &files, &attr, (char *const *)(uintptr_t)argv, all);
        if (all != environ) free(all);
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attr);
    }
    if (!code) {
        int status = 0;
        r->timed_out = !wait_for(pid, seconds);
        kill(-pid, SIGKILL);
        if (r->timed_out) kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        r->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        read_back(out, &r->out);
        read_back(err, &r->err);
    }
    if (in >= 0) close(in);
    if (out >= 0) close(out);
    if (err >= 0) close(err);
    return code;
}
