/* SPDX-License-Identifier: Apache-2.0 */
#include "fetcher.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Fetcher {
    pid_t pid;
    int in, out; /* ends of its standard input and output */
} Fetcher;

static bool start(Fetcher *f, Arena *a) {
    int in[2], out[2];
    const char *program = arena_printf(a, "%s/mojo-fetch", path_self_dir(a));
    if (pipe2(in, O_CLOEXEC) != 0) return false;
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    fflush(NULL);
    pid_t parent = getpid();
    f->pid = fork();
    if (f->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(1);
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        execl(program, program, (char *)NULL);
        fprintf(stderr, "mojo: cannot start %s: %s\n", program, strerror(errno));
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    f->in = in[1];
    f->out = out[0];
    if (f->pid < 0) {
        close(f->in);
        close(f->out);
    }
    return f->pid > 0;
}

static void put(StrBuf *b, const char *field) {
    sb_add(b, field ? field : "", field ? strlen(field) + 1 : 1);
}

static void send_all(int fd, Str text) {
    sigset_t pipe_signal, before;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before); /* it may be gone: its answers will be missing */
    for (size_t at = 0; at < text.len;) {
        ssize_t n = write(fd, text.p + at, text.len - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        at += (size_t)n;
    }
    struct timespec none = {0};
    sigtimedwait(&pipe_signal, NULL, &none);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(fd);
}

static void send_requests(const Fetcher *f, const FetchRequest *requests, uint32_t n) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < n; i++) {
        const FetchRequest *q = &requests[i];
        const char *fields[FETCH_FIELDS] = {q->verb, q->url,    q->mirror, q->kind, q->ref,
                                            q->subdir, q->commit, q->tree,   q->dest, q->mode};
        for (int k = 0; k < FETCH_FIELDS; k++) put(&b, fields[k]);
    }
    send_all(f->in, sb_view(&b));
    sb_done(&b);
}

static FetchAnswer failure(Arena *a, const FetchRequest *q, int signal, bool timed_out) {
    const char *what = *q->url ? q->url : q->dest;
    bool silent = timed_out || signal == SIGALRM;
    return (FetchAnswer){false, str_of(silent ? arena_printf(a, "%s does not answer: given up", what)
                                              : arena_printf(a, "fetching %s failed", what))};
}

static FetchAnswer read_answer(Arena *a, FILE *from, const FetchRequest *q, int code, int signal, bool timed_out, size_t size) {
    char *data = arena_alloc(a, size + 1);
    size_t got = fread(data, 1, size, from);
    data[got] = 0;
    FetchAnswer answer = {code == 0 && !signal && !timed_out && got == size, {data, got}};
    if (answer.ok) return answer;
    while (answer.text.len && data[answer.text.len - 1] == '\n') data[--answer.text.len] = 0;
    return timed_out || signal || !answer.text.len ? failure(a, q, signal, timed_out) : answer;
}

void fetcher_ask(Arena *a, const FetchRequest *requests, uint32_t n, FetchAnswer *answers, FetchProgress progress, void *ctx) {
    Fetcher f;
    for (uint32_t i = 0; i < n; i++) answers[i] = failure(a, &requests[i], 0, false);
    if (!n || !start(&f, a)) return;
    send_requests(&f, requests, n);
    FILE *from = fdopen(f.out, "r");
    unsigned index;
    int code, signal, timed_out;
    size_t size;
    for (uint32_t done = 1; from && fscanf(from, "answer %u %d %d %d %zu", &index, &code, &signal, &timed_out, &size) == 5; done++) {
        if (fgetc(from) != '\n' || index >= n) break;
        answers[index] = read_answer(a, from, &requests[index], code, signal, timed_out, size);
        if (progress) progress(ctx, done, n);
    }
    if (from) fclose(from);
    while (waitpid(f.pid, NULL, 0) < 0 && errno == EINTR) {}
}
