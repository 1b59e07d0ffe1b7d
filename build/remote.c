/* SPDX-License-Identifier: Apache-2.0 */
#include "remote.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MAX_HELPERS = 16, UPLOADERS = 4, DEFAULT_TIMEOUT = 10 };

typedef struct Helper { /* a running mojo-remote; one request at a time */
    pid_t pid;
    int fd; /* a socket: its standard input and output */
} Helper;
typedef struct Upload {
    struct Upload *next;
    uint8_t key[32];
    CodegenPart part;
} Upload;

struct Remote {
    char *url, *program;
    bool read_only;
    bool of_project;
    uint64_t timeout_ns;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool off, closing;
    uint64_t deadline; /* of uploads, once closing */
    Helper idle[MAX_HELPERS];
    uint32_t n_idle;
    Upload *first, **last;
    pthread_t uploaders[UPLOADERS];
    uint32_t n_uploaders;
};

/* ---- helpers -------------------------------------------------------------------------------------------------- */
/* Ours with the address in it; the strings are ours but for the first, which the caller frees with the array. */
static char **helper_environment(const Remote *r) {
    size_t n = 0;
    while (environ[n]) n++;
    char **out = xcalloc(n + 2, sizeof *out);
    StrBuf address = {0};
    sb_printf(&address, "MOJO_REMOTE_CACHE=%s", r->url);
    out[0] = sb_take(&address);
    n = 1;
    for (char **e = environ; *e; e++) {
        bool token = strncmp(*e, "MOJO_REMOTE_CACHE_TOKEN=", 24) == 0 && r->of_project;
        if (!token && strncmp(*e, "MOJO_REMOTE_CACHE=", 18) != 0) out[n++] = *e;
    }
    return out;
}

static bool helper_start(const Remote *r, Helper *h) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
    posix_spawn_file_actions_t fa;
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_adddup2(&fa, ends[1], 0);
    posix_spawn_file_actions_adddup2(&fa, ends[1], 1);
    char seconds[32];
    snprintf(seconds, sizeof seconds, "%llu", (unsigned long long)(r->timeout_ns / 1000000000u));
    char *argv[] = {r->program, seconds, NULL}; /* the address may hold a password: it goes by the environment */
    char **env = helper_environment(r);
    int err = posix_spawn(&h->pid, r->program, &fa, NULL, argv, env);
    free(env[0]);
    free(env);
    posix_spawn_file_actions_destroy(&fa);
    close(ends[1]);
    h->fd = ends[0];
    if (err) close(ends[0]);
    return !err;
}

static void helper_end(Helper *h, bool kill_it) {
    if (kill_it) kill(h->pid, SIGKILL);
    close(h->fd);
    while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR) {}
}

static bool wait_readable(int fd, uint64_t deadline) {
    for (;;) {
        uint64_t now = time_ns();
        if (now >= deadline) return false;
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int n = poll(&p, 1, (int)((deadline - now) / 1000000u) + 1);
        if (n > 0) return true;
        if (n < 0 && errno != EINTR) return false;
    }
}

static bool send_all(int fd, const void *data, size_t n) {
    for (const char *p = data; n;) {
        ssize_t w = send(fd, p, n, MSG_NOSIGNAL);
        if (w < 0 && errno == EINTR) continue;
        if (w <= 0) return false;
        p += w;
        n -= (size_t)w;
    }
    return true;
}

static bool receive_all(int fd, void *data, size_t n, uint64_t deadline) {
    for (char *p = data; n;) {
        if (!wait_readable(fd, deadline)) return false;
        ssize_t r = recv(fd, p, n, 0);
        if (r < 0 && errno == EINTR) continue;
        if (r <= 0) return false;
        p += r;
        n -= (size_t)r;
    }
    return true;
}

/* Lines of the helper are at most this long. */
static bool receive_line(int fd, char line[512], uint64_t deadline) {
    for (size_t n = 0; n < 511; n++) {
        if (!receive_all(fd, line + n, 1, deadline)) return false;
        if (line[n] == '\n') {
            line[n] = 0;
            return true;
        }
    }
    return false;
}

/* ---- requests ---------------------------------------------------------------------------------------------------- */
static void turn_off(Remote *r, const char *why) {
    pthread_mutex_lock(&r->lock);
    bool first = !r->off;
    r->off = true;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    if (first) fprintf(stderr, "warning: the remote cache is not used in this build: %s\n", why);
}

static bool take_helper(Remote *r, Helper *h) {
    pthread_mutex_lock(&r->lock);
    bool off = r->off, have = r->n_idle > 0;
    if (have) *h = r->idle[--r->n_idle];
    pthread_mutex_unlock(&r->lock);
    if (have || off) return have && !off;
    if (helper_start(r, h)) return true;
    turn_off(r, "the program mojo-remote cannot be started");
    return false;
}

static void give_helper(Remote *r, Helper *h) {
    pthread_mutex_lock(&r->lock);
    bool keep = r->n_idle < MAX_HELPERS;
    if (keep) r->idle[r->n_idle++] = *h;
    pthread_mutex_unlock(&r->lock);
    if (!keep) helper_end(h, false);
}

/* Sends a request and reads the first line of the answer. On failure the helper is gone. */
static bool ask(Remote *r, Helper *h, const char *verb, const uint8_t key[32], const CodegenPart *body, uint64_t deadline, char line[512]) {
    char hex[65], head[128];
    sha256_hex(key, hex);
    snprintf(head, sizeof head, "%s %s %zu\n", verb, hex, body ? body->size : 0);
    bool ok = send_all(h->fd, head, strlen(head)) && (!body || send_all(h->fd, body->data, body->size)) &&
              receive_line(h->fd, line, deadline);
    if (ok && strncmp(line, "error ", 6) != 0) return true;
    helper_end(h, true);
    turn_off(r, ok ? line + 6 : "it does not answer in time");
    return false;
}

bool remote_get(Remote *r, const uint8_t key[32], CodegenPart *out) {
    Helper h;
    char line[512];
    if (!take_helper(r, &h)) return false;
    uint64_t deadline = time_ns() + r->timeout_ns * 2; /* two requests, each with its own limit in the helper */
    if (!ask(r, &h, "get", key, NULL, deadline, line)) return false;
    char *end;
    unsigned long long size = strncmp(line, "hit ", 4) == 0 ? strtoull(line + 4, &end, 10) : 0;
    bool hit = size > 0 && size < 1u << 30;
    if (hit) {
        *out = (CodegenPart){xmalloc(size + 1), size};
        out->data[size] = 0;
        if (!receive_all(h.fd, out->data, size, deadline)) {
            free(out->data);
            helper_end(&h, true);
            turn_off(r, "it does not answer in time");
            return false;
        }
    }
    give_helper(r, &h);
    return hit;
}

/* ---- uploads --------------------------------------------------------------------------------------------------------- */
static Upload *next_upload(Remote *r) {
    pthread_mutex_lock(&r->lock);
    while (!r->first && !r->closing && !r->off) pthread_cond_wait(&r->changed, &r->lock);
    bool late = r->closing && time_ns() > r->deadline;
    Upload *u = r->off || late ? NULL : r->first;
    if (u && !(r->first = u->next)) r->last = &r->first;
    pthread_mutex_unlock(&r->lock);
    return u;
}

static void *upload_all(void *ctx) {
    Remote *r = ctx;
    for (Upload *u; (u = next_upload(r));) {
        Helper h;
        char line[512];
        if (take_helper(r, &h) && ask(r, &h, "put", u->key, &u->part, time_ns() + r->timeout_ns * 3, line)) give_helper(r, &h);
        free(u->part.data);
        free(u);
    }
    return NULL;
}

void remote_put(Remote *r, const uint8_t key[32], const CodegenPart *part) {
    if (r->read_only) return;
    Upload *u = xcalloc(1, sizeof *u);
    memcpy(u->key, key, sizeof u->key);
    u->part = (CodegenPart){xmalloc(part->size + 1), part->size};
    memcpy(u->part.data, part->data, part->size);
    pthread_mutex_lock(&r->lock);
    bool off = r->off;
    if (!off) {
        *r->last = u;
        r->last = &u->next;
        if (r->n_uploaders < UPLOADERS && pthread_create(&r->uploaders[r->n_uploaders], NULL, upload_all, r) == 0) r->n_uploaders++;
        pthread_cond_signal(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    if (!off) return;
    free(u->part.data);
    free(u);
}

/* ---- opening and closing --------------------------------------------------------------------------------------------------- */
RemoteRules remote_rules(const char *url, bool read_only) {
    const char *own = getenv("MOJO_REMOTE_CACHE"), *mode = getenv("MOJO_REMOTE_CACHE_MODE");
    RemoteRules r = {url, read_only, url != NULL};
    if (own) r = (RemoteRules){.url = *own ? own : NULL};
    if (mode && *mode) r.read_only = strcmp(mode, "read") == 0;
    return r;
}

Remote *remote_open(const RemoteRules *rules) {
    const char *mode = getenv("MOJO_REMOTE_CACHE_MODE"), *limit = getenv("MOJO_REMOTE_CACHE_TIMEOUT");
    if (!rules->url) return NULL;
    if (mode && *mode && strcmp(mode, "read") != 0 && strcmp(mode, "read-write") != 0) {
        fprintf(stderr, "warning: the remote cache is not used: MOJO_REMOTE_CACHE_MODE is `read` or `read-write`, found `%s`\n", mode);
        return NULL;
    }
    Remote *r = xcalloc(1, sizeof *r);
    Arena a;
    arena_init(&a);
    const char *self = path_self_dir(&a);
    r->url = xstrdup(rules->url);
    r->program = xstrdup(self ? path_join(&a, self, "mojo-remote") : "mojo-remote");
    r->read_only = rules->read_only;
    r->of_project = rules->of_project;
    long seconds = limit ? strtol(limit, NULL, 10) : DEFAULT_TIMEOUT;
    r->timeout_ns = (uint64_t)(seconds > 0 && seconds < 3600 ? seconds : DEFAULT_TIMEOUT) * 1000000000u;
    r->last = &r->first;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    arena_done(&a);
    return r;
}

void remote_close(Remote *r) {
    if (!r) return;
    pthread_mutex_lock(&r->lock);
    r->closing = true;
    r->deadline = time_ns() + r->timeout_ns;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    for (uint32_t i = 0; i < r->n_uploaders; i++) pthread_join(r->uploaders[i], NULL);
    for (uint32_t i = 0; i < r->n_idle; i++) helper_end(&r->idle[i], false);
    for (Upload *u = r->first, *next; u; u = next) {
        next = u->next;
        free(u->part.data);
        free(u);
    }
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->changed);
    free(r->url);
    free(r->program);
    free(r);
}
