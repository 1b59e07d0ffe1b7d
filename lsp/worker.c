/* SPDX-License-Identifier: Apache-2.0 */
/* The worker process: one state of the documents, checked on demand. It starts before there is work and
 * reads the library meanwhile; its first packet is the documents. */
#include "lsp.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The host as code generation sees it, without asking LLVM. */
static TargetInfo host_target(void) {
    TargetInfo t = {.pointer_size = 8, .cpu = "generic", .features = "", .simd_bytes = 16};
#if defined(__x86_64__)
    t.triple = "x86_64-pc-linux-gnu";
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) {
        t.simd_bytes = 64;
        t.features = "+sse4.2,+avx,+avx2,+fma,+avx512f";
    } else if (__builtin_cpu_supports("avx2")) {
        t.simd_bytes = 32;
        t.features = "+sse4.2,+avx,+avx2,+fma";
    }
#else
    t.triple = "aarch64-unknown-linux-gnu";
#endif
    return t;
}

static void add_doc(Work *w, const Json *doc) {
    const char *uri = json_str_or(json_get(doc, "uri"), ""), *path = json_str_or(json_get(doc, "path"), "");
    const char *text = json_str_or(json_get(doc, "text"), NULL);
    if (!text || !*path) return;
    Str copy = arena_str(&w->arena, str_of(text));
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].uri, uri) == 0) { /* checked already, in the snapshot */
            w->docs.data[i].version = json_int_or(json_get(doc, "version"), 0);
            w->docs.data[i].text = copy;
            return;
        }
    source_overlay(session_sources(w->session), path, copy.p, copy.len);
    WorkDoc d = {.uri = arena_strdup(&w->arena, uri),
                 .path = arena_strdup(&w->arena, path),
                 .text = copy,
                 .version = json_int_or(json_get(doc, "version"), 0)};
    vec_push_in(&w->arena, &w->docs, d);
}

/* A module that was checked for another document, which imports it, is not checked again. */
static Query *query_of(Work *w, Module *m) {
    Query *q = NULL;
    for (uint32_t i = 0; i < w->docs.len && !q; i++)
        if (w->docs.data[i].query && !query_is_part(w->docs.data[i].query)) q = query_part(w->docs.data[i].query, m);
    for (uint32_t i = 0; i < w->kept.len && !q; i++) q = query_part(w->kept.data[i], m);
    return q ? q : query_new(w->session, m);
}

/* All of them, before one is checked: bodies of modules that are no documents do not stay. */
static void load_documents(Work *w) {
    for (uint32_t i = 0; i < w->docs.len; i++) {
        WorkDoc *d = &w->docs.data[i];
        int err = 0;
        if (!d->loaded) d->module = session_load(w->session, d->path, &err);
        d->loaded = true;
    }
}

WorkDoc *work_doc(Work *w, const char *uri) {
    load_documents(w);
    for (uint32_t i = 0; i < w->docs.len; i++) {
        WorkDoc *d = &w->docs.data[i];
        if (strcmp(d->uri, uri) != 0) continue;
        if (!d->tried) {
            d->tried = true;
            if (d->module) d->query = query_of(w, d->module);
        }
        return d->query ? d : NULL;
    }
    return NULL;
}

static void take_settings(Work *w, const Json *j) {
    w->enc = (PosEncoding)json_int_or(json_get(j, "enc"), POS_UTF16);
    w->hints = (uint32_t)json_int_or(json_get(j, "hints"), 0);
    w->client = (uint32_t)json_int_or(json_get(j, "client"), 0);
    w->roots.len = 0;
    JSON_EACH(json_get(j, "roots"), r)
        vec_push_in(&w->arena, &w->roots, (const char *)arena_strdup(&w->arena, json_str_or(r, "")));
}

void work_set_up(Work *w, const Json *j) {
    take_settings(w, j);
    JSON_EACH(json_get(j, "docs"), d) add_doc(w, d);
}

/* False: a file would have to be read, and this process may not. */
static bool answer(Work *w, int fd, uint32_t serial, const Json *j, bool may_load) {
    StrBuf out = {0};
    const char *method = json_str_or(json_get(j, "method"), "");
    w->may_load = may_load;
    w->must_load = false;
    bool ok = answer_semantic(w, method, json_get(j, "params"), &out);
    if (!w->must_load) write_packet(fd, serial, ok ? FROM_RESULT : FROM_FAILED, sb_view(&out));
    sb_done(&out);
    return !w->must_load;
}

/* A process of its own: the session is left as it was, and a fault costs this answer only. False: it ended with none. */
static bool answered_apart(Work *w, int fd, uint32_t serial, const Json *j) {
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit time = {WORK_LIMIT_MS / 1000, WORK_LIMIT_MS / 1000};
        setrlimit(RLIMIT_CPU, &time);
        answer(w, fd, serial, j, true);
        _exit(0);
    }
    int status = 0;
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* Files that are known to be too much for a check are left out when it comes to that. */
static void answer_apart(Work *w, int fd, uint32_t serial, const Json *j, bool of_many_files) {
    signal(SIGCHLD, SIG_DFL);
    bool ok = answered_apart(w, fd, serial, j);
    w->skip_bad = true;
    if (!ok && of_many_files) ok = answered_apart(w, fd, serial, j);
    w->skip_bad = false;
    if (!ok) write_packet(fd, serial, FROM_FAULT, STR("the analysis failed"));
}

/* What most files use, looked up once while nobody waits. */
static void warm(Session *s) {
    static const char text[] = "def main():\n    var l = [1, 2]\n    for i in range(len(l)):\n        print(i, \"x\", l[i])\n";
    char *copy = xstrdup(text);
    Source *src = source_add(session_sources(s), "<warm>.mojo", copy, sizeof text - 1);
    Module *m = resolver_load_main(session_cx(s)->resolver, src);
    if (m) check_module(session_cx(s), m);
}

/* A worker lives for one edit and touches little: clearing pages of two megabytes would cost it more than its
 * work. What it shares with its parent stays as it is. */
static void small_pages(bool yes) {
    prctl(PR_SET_THP_DISABLE, yes, 0, 0, 0);
}

/* A child with all that was read so far, at the other end of another socket. True in the child. */
static bool split(int fd, int passed) {
    pid_t pid = passed >= 0 ? fork() : -1;
    if (pid != 0) {
        if (passed >= 0) close(passed);
        return false;
    }
    close(fd);
    small_pages(true);
    write_packet(passed, (uint32_t)getpid(), FROM_PID, STR(""));
    return true;
}

/* What a request looks up in the index is read here, where it stays, and not in the child that answers. */
static void ready_index(Work *w, const char *method) {
    if (strncmp(method, "completion", 10) == 0 || strcmp(method, "textDocument/completion") == 0) {
        index_finish(w->index, true);
        return;
    }
    index_set_roots(w->index, w->roots.data, w->roots.len);
    index_finish(w->index, false);
}

/* The first packet. What a snapshot knows is compared with it when the first question comes. */
static bool take_setup(Work *w, Json *j) {
    if (!snapshot_texts(w, j)) return false;
    if (w->docs.len) {
        take_settings(w, j);
        w->setup = j;
    } else {
        work_set_up(w, j);
    }
    return true;
}

/* Before a question: the session gets the new texts, unless it can be answered without. */
static bool catch_up(Work *w, int fd, const char *method, const Json *params) {
    if (!w->setup) return true;
    const char *uri = json_str_or(json_get(json_get(params, "textDocument"), "uri"), "");
    if (strcmp(method, "textDocument/completion") == 0 && snapshot_defer(w, w->setup, uri)) return true;
    Json *setup = w->setup;
    w->setup = NULL;
    bool ok = snapshot_adapt(w, setup);
    if (ok) work_set_up(w, setup);
    if (w->is_cold) write_packet(fd, 0, FROM_COLD, STR(""));
    json_free(setup);
    return ok;
}

static void take_request(Work *w, int fd, uint32_t serial, Str text, bool *started) {
    Json *j = json_parse(text, NULL);
    const char *method = json_str_or(json_get(j, "method"), "");
    const Json *params = json_get(j, "params");
    if (!w->session) {
        write_packet(fd, serial, FROM_FAULT, STR("the standard library was not found beside the server"));
    } else if (!*started ? !take_setup(w, j) : !catch_up(w, fd, method, params)) {
        write_packet(fd, serial, FROM_REBASE, STR(""));
    } else if (!*started) {
        *started = true;
    } else if (strcmp(method, "$snapshot") == 0) {
        small_pages(false); /* it stays, and is forked often */
        write_packet(fd, snapshot_take(w), FROM_RESULT, STR(""));
        w->is_snapshot = true; /* what its workers look up in the index is read here, when nobody waits */
        index_set_roots(w->index, w->roots.data, w->roots.len);
    } else if (strcmp(method, "$index") == 0) {
        index_workspace(w, fd);
    } else if (is_disposable(method) != APART_NEVER) {
        ready_index(w, method);
        bool always = is_disposable(method) == APART_ALWAYS;
        if (always || !answer(w, fd, serial, j, false)) answer_apart(w, fd, serial, j, !always);
    } else {
        answer(w, fd, serial, j, true);
    }
    if (w->setup != j) json_free(j);
}

static uint64_t sum_text(uint64_t sum, const char *text) {
    return hash_mix(sum, text ? hash_bytes(text, strlen(text), 9) : 1);
}

static uint64_t sum_of(const ImportScopes *scopes) {
    uint64_t sum = scopes->len;
    for (uint32_t i = 0; i < scopes->len; i++) {
        const ImportScope *s = &scopes->data[i];
        sum = hash_mix(sum_text(sum, s->dir), s->n_roots);
        for (uint32_t k = 0; k < s->n_roots; k++) sum = sum_text(sum_text(sum_text(sum, s->roots[k].dir), s->roots[k].as), s->roots[k].name);
    }
    return sum;
}

/* Folders to look through: they are read when nothing else is to do. Projects of documents: what their files may import. */
static void take_roots(Work *w, Str text) {
    Json *j = json_parse(text, NULL);
    VEC(const char *) roots = {0};
    JSON_EACH(json_get(j, "roots"), r) vec_push(&roots, json_str_or(r, ""));
    if (w->index) index_set_roots(w->index, roots.data, roots.len);
    vec_done(&roots);
    if (w->session && json_int_or(json_get(j, "imports"), 0) != w->imports) {
        ImportScopes scopes = {0};
        w->imports = json_int_or(json_get(j, "imports"), 0);
        JSON_EACH(json_get(j, "projects"), p) project_imports(json_str_or(p, ""), &w->arena, &scopes);
        session_set_scopes(w->session, scopes.data, scopes.len);
        index_set_imports(w->index, sum_of(&scopes));
    }
    json_free(j);
}

static bool has_input(int fd) {
    struct pollfd p = {fd, POLLIN, 0};
    return poll(&p, 1, 0) != 0;
}

NORETURN static void serve(Work *w, int fd) {
    Inbox in = {0};
    bool started = false, forked = false;
    int passed = -1;
    for (;;) {
        uint32_t serial;
        uint8_t kind;
        Str text;
        while (inbox_packet(&in, &serial, &kind, &text)) {
            if (kind == TO_INDEX) {
                take_roots(w, text);
            } else if (kind != TO_FORK) {
                take_request(w, fd, serial, text, &started);
            } else if (split(fd, passed)) {
                fd = passed;
                forked = true;
                w->is_cold = false;
                w->n_edits = w->n_bodies = 0;
                json_free(w->setup);
                w->setup = NULL;
                in.at = in.buf.len;
                started = w->is_snapshot = false;
            }
            if (kind == TO_FORK) passed = -1;
        }
        while (((!started && !forked) || w->is_snapshot) && w->index && !has_input(fd) && index_step(w->index)) {}
        if (!inbox_fill(&in, fd, &passed)) _exit(0);
    }
}

void work_start(Work *w) {
    *w = (Work){.enc = POS_UTF16};
    arena_init(&w->arena);
    SessionOptions so = {.target = host_target()};
    if (!session_support_dir()) return;
    w->session = session_new(&so);
    session_trim(w->session);
    warm(w->session);
    w->index = index_new(path_join(&w->arena, session_support_dir(), "std"));
}

void worker_main(int fd) {
    struct rlimit stack = {64u << 20, 64u << 20}, core = {0, 0};
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN); /* nobody waits for those it forks */
    setrlimit(RLIMIT_CORE, &core);
    setrlimit(RLIMIT_STACK, &stack);
    Work w;
    work_start(&w);
    serve(&w, fd);
}
