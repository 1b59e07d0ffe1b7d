/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_OUTPUT = 16 << 20 };

static bool start(Job *j, uint32_t i, const JobWork *w) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    fflush(NULL);
    pid_t parent = getpid();
    j->began = time_ns();
    j->pid = fork();
    if (j->pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (j->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(1);
        setpgid(0, 0);
        int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (null >= 0) dup2(null, STDIN_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        int code = w->child(w->ctx, i);
        fflush(NULL);
        _exit(code);
    }
    setpgid(j->pid, j->pid);
    close(ends[1]);
    j->fd = ends[0];
    return true;
}

static void finish(Job *j) {
    int status = 0;
    kill(-j->pid, SIGKILL); /* what it left behind */
    while (waitpid(j->pid, &status, 0) < 0 && errno == EINTR) {}
    j->ns = time_ns() - j->began;
    j->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    j->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (j->fd >= 0) close(j->fd);
    j->pid = 0;
}

/* Reads what there is; false at the end. */
static bool drain(Job *j) {
    char buffer[65536];
    ssize_t n = read(j->fd, buffer, sizeof buffer);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    if (n > 0 && j->out.len < MOST_OUTPUT) sb_add(&j->out, buffer, (size_t)n);
    return n > 0;
}

/* Has the process itself ended, although something it started holds the pipe open? */
static bool has_ended(const Job *j) {
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)j->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == j->pid;
}

static void drain_rest(Job *j) {
    fcntl(j->fd, F_SETFL, O_NONBLOCK);
    char buffer[65536];
    ssize_t n;
    while ((n = read(j->fd, buffer, sizeof buffer)) > 0)
        if (j->out.len < MOST_OUTPUT) sb_add(&j->out, buffer, (size_t)n);
}

static bool step(Job *j, bool readable, const JobWork *w) {
    if (readable && j->fd >= 0 && !drain(j)) { /* it closed its output: about to end, as a rule */
        close(j->fd);
        j->fd = -1;
        for (int i = 0; i < 20 && !has_ended(j); i++) usleep(500);
    }
    bool over = has_ended(j);
    if (over && j->fd >= 0) drain_rest(j);
    if (!over && w->limit_ns && time_ns() - j->began > w->limit_ns) j->timed_out = over = true;
    return over;
}

bool jobs_run(Job *jobs, uint32_t n, const JobWork *w) {
    uint32_t next = 0, live = 0;
    bool ok = true;
    VEC(uint32_t) running = {0};
    VEC(struct pollfd) fds = {0};
    while (live || (next < n && ok)) {
        while (ok && next < n && (int)live < (w->parallel > 0 ? w->parallel : 1)) {
            ok = start(&jobs[next], next, w);
            if (!ok) break;
            vec_push(&running, next);
            next++;
            live++;
        }
        fds.len = 0;
        for (uint32_t i = 0; i < running.len; i++)
            vec_push(&fds, (struct pollfd){.fd = jobs[running.data[i]].fd, .events = POLLIN});
        if (live && poll(fds.data, fds.len, 50) < 0 && errno != EINTR) break;
        for (uint32_t i = running.len; i-- > 0;) {
            Job *j = &jobs[running.data[i]];
            if (!step(j, fds.data[i].revents != 0, w)) continue;
            uint32_t which = running.data[i];
            finish(j);
            running.data[i] = running.data[--running.len];
            live--;
            if (w->done) w->done(w->ctx, which);
        }
    }
    vec_done(&running);
    vec_done(&fds);
    return ok;
}

void jobs_free(Job *jobs, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) sb_done(&jobs[i].out);
    free(jobs);
}
