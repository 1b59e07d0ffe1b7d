/* SPDX-License-Identifier: Apache-2.0 */
/* Processes as the front sees them: started once, then forked from each other. A process that forks gets
 * the other end of a socket for its child, which says its number there. */
#include "lsp.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FORK_LIMIT_MS = 20000 };

Child child_start(const int *close_all, uint32_t n) {
    int pair[2];
    Child c = NO_CHILD;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return c;
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGSEGV, SIG_DFL), signal(SIGBUS, SIG_DFL), signal(SIGFPE, SIG_DFL), signal(SIGABRT, SIG_DFL);
        close(pair[0]);
        for (uint32_t i = 0; i < n; i++)
            if (close_all[i] >= 0) close(close_all[i]);
        worker_main(pair[1]);
    }
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return c;
    }
    c.pid = pid;
    c.fd = pair[0];
    c.is_ours = true;
    return c;
}

/* The number of the process at the other end; 0 when it does not answer. */
static pid_t read_pid(Child *c) {
    uint64_t end = time_ns() + FORK_LIMIT_MS * 1000000ull;
    uint32_t serial;
    uint8_t kind;
    Str text;
    for (;;) {
        if (inbox_packet(&c->in, &serial, &kind, &text)) return kind == FROM_PID ? (pid_t)serial : 0;
        uint64_t now = time_ns();
        struct pollfd p = {c->fd, POLLIN, 0};
        if (now >= end || poll(&p, 1, (int)((end - now) / 1000000) + 1) == 0) return 0;
        if ((p.revents & (POLLIN | POLLHUP | POLLERR)) && !inbox_fill(&c->in, c->fd, NULL)) return 0;
    }
}

Child child_order(Child *of) {
    int pair[2];
    Child c = NO_CHILD;
    if (of->fd < 0 || !outbox_empty(&of->out) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return c;
    Outbox packet = {0};
    outbox_packet(&packet, 0, TO_FORK, STR(""));
    bool sent = pass_fd(of->fd, pair[1], sb_view(&packet.buf));
    sb_done(&packet.buf);
    close(pair[1]);
    c.fd = pair[0];
    if (!sent) child_stop(&c);
    return c;
}

bool child_arrived(Child *c) {
    if (c->fd >= 0 && !c->pid) c->pid = read_pid(c);
    if (!c->pid) child_stop(c);
    return c->pid > 0;
}

Child child_fork(Child *of) {
    Child c = child_order(of);
    child_arrived(&c);
    return c;
}

void child_stop(Child *c) {
    if (c->fd >= 0) close(c->fd);
    if (c->pid > 0) {
        kill(c->pid, SIGKILL);
        if (c->is_ours) waitpid(c->pid, NULL, 0);
    }
    sb_done(&c->in.buf);
    sb_done(&c->out.buf);
    *c = NO_CHILD;
}

/* Whether a process of ours still runs: one that only forks is never read from. */
bool child_alive(Child *c) {
    if (c->pid > 0 && c->is_ours && waitpid(c->pid, NULL, WNOHANG) != 0) c->pid = 0;
    return c->pid > 0;
}

uint64_t child_cpu_ms(const Child *c) {
    clockid_t clock;
    struct timespec t;
    if (c->pid <= 0 || clock_getcpuclockid(c->pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void child_send(Child *c, uint32_t serial, uint8_t kind, Str text) {
    outbox_packet(&c->out, serial, kind, text);
    outbox_flush(&c->out, c->fd, false); /* a lost process is noticed when it is read */
}
