/* SPDX-License-Identifier: Apache-2.0 */
/* The process that works out who uses what in the workspace's files, so that searches find it done. It is forked from the
 * first process, knows the documents, and checks files in processes of its own, which give their memory back: each goes
 * on until it has taken much, and says which file it is at, so that one that falls over a file costs that file only. */
#include "semantic.h"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_GROWTH_MB = 128, FILE_LIMIT_MS = 60000, NICE = 10 };
#define MAX_MEMORY ((rlim_t)4 << 30) /* of one process, in bytes */

typedef struct Indexing {
    Work *w;
    VEC(IndexedFile *) todo;
    VEC(Query *) queries;
    int fd; /* of the front */
} Indexing;

static size_t resident_bytes(void) {
    unsigned long all = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f && fscanf(f, "%lu %lu", &all, &resident) != 2) resident = 0;
    if (f) fclose(f);
    return resident * (size_t)sysconf(_SC_PAGESIZE);
}

/* Documents count as they are open, but are not checked for that. */
static void set_documents(Work *w) {
    for (uint32_t i = 0; i < w->docs.len; i++) {
        int err = 0;
        const Module *m = session_load(w->session, w->docs.data[i].path, &err);
        if (m && m->ast) index_set_document(w->index, w->docs.data[i].path, m->ast);
    }
}

static void find_todo(Indexing *x) {
    uint32_t n;
    IndexedFile *const *files = index_files(x->w->index, &n);
    for (uint32_t i = 0; i < n; i++) {
        IndexedFile *f = files[i];
        if (f->is_library || f->is_python || f->document_blob.data || index_uses(x->w->index, f) || index_is_bad(x->w->index, f)) continue;
        vec_push_in(&x->w->arena, &x->todo, f);
    }
}

/* Checks a file and keeps what that says, of what it imports as well. */
static void index_file(Indexing *x, IndexedFile *f) {
    Work *w = x->w;
    int err = 0;
    if (index_uses(w->index, f)) return;
    Module *m = session_load(w->session, f->path, &err);
    if (!m) return;
    vec_push_in(&w->arena, &x->queries, query_new(w->session, m));
    uint32_t n;
    Module *const *modules = resolver_modules(session_cx(w->session)->resolver, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (modules[i]->is_std || !modules[i]->ast || !query_covers(vec_last(&x->queries), modules[i])) continue;
        IndexedFile *o = index_find(w->index, modules[i]->ast->source->path);
        if (o && !o->is_outside && !o->document_blob.data && !index_uses(w->index, o))
            index_put_uses(w->index, o, modules[i], x->queries.data, x->queries.len);
    }
}

NORETURN static void index_some(Indexing *x, uint32_t from, int out) {
    struct rlimit memory = {MAX_MEMORY, MAX_MEMORY};
    setrlimit(RLIMIT_DATA, &memory);
    size_t start = resident_bytes();
    for (uint32_t i = from; i < x->todo.len; i++) {
        if (write(out, &i, sizeof i) != sizeof i) break;
        index_file(x, x->todo.data[i]);
        if (resident_bytes() > start + ((size_t)MAX_GROWTH_MB << 20)) break;
    }
    _exit(0);
}

static void tell(const Indexing *x, uint32_t done) {
    char total[16];
    snprintf(total, sizeof total, "%u", x->todo.len);
    write_packet(x->fd, done, FROM_PROGRESS, str_of(total));
}

/* Reads at which file the process is until it ends; one that is at a file for long is ended. Returns the file to go on with. */
static uint32_t follow(const Indexing *x, pid_t pid, int in, uint32_t from) {
    uint32_t at = from;
    int status = 0;
    for (;;) {
        struct pollfd p = {in, POLLIN, 0};
        uint32_t next;
        if (poll(&p, 1, FILE_LIMIT_MS) <= 0) {
            kill(pid, SIGKILL);
            break;
        }
        if (read(in, &next, sizeof next) != sizeof next) break;
        if (next * 100ull / x->todo.len != at * 100ull / x->todo.len) tell(x, next);
        at = next;
    }
    if (waitpid(pid, &status, 0) != pid || status) index_mark_bad(x->w->index, x->todo.data[at]);
    return at + 1;
}

void index_workspace(Work *w, int fd) {
    Indexing x = {.w = w, .fd = fd};
    setpriority(PRIO_PROCESS, 0, NICE);
    signal(SIGCHLD, SIG_DFL);
    index_set_roots(w->index, w->roots.data, w->roots.len);
    index_finish(w->index, false);
    set_documents(w);
    find_todo(&x);
    if (!index_is_kept(w->index)) x.todo.len = 0;
    if (x.todo.len) tell(&x, 0);
    for (uint32_t next = 0; next < x.todo.len;) {
        int pair[2];
        if (pipe(pair) != 0) break;
        pid_t pid = fork();
        if (pid == 0) {
            close(pair[0]);
            index_some(&x, next, pair[1]);
        }
        close(pair[1]);
        next = pid > 0 ? follow(&x, pid, pair[0], next) : x.todo.len;
        close(pair[0]);
    }
    if (x.todo.len) blob_trim((uint64_t)BLOB_LIMIT_MB << 20);
    write_packet(fd, x.todo.len, FROM_RESULT, STR(""));
}
