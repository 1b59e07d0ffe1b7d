/* SPDX-License-Identifier: Apache-2.0 */
/* The front process: life cycle, documents, and requests on their way to workers and back. It runs one
 * loop over the client's stream, the worker's socket and two clocks. */
#include "query/python.h"
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IDLE_MS = 250, INDEX_AFTER_MS = 1000, MAX_WAITS = 3 };
enum { QUICK_MS = 20, MAX_DELAY_MS = 100 }; /* checks that take longer than QUICK_MS wait while edits come thick and fast */

typedef struct Pending { /* a request that waits for the worker */
    uint32_t serial;
    Json *id;            /* NULL: our own, for diagnostics to push */
    Json *token;         /* of the client's progress bar, or NULL */
    char *method, *uri, *packet, *previous;
    char *cell;          /* of a notebook, that was asked about; or NULL */
    int64_t version;
    uint8_t tries; /* workers that were lost with it */
    bool cancelled;
} Pending;

typedef struct Server {
    const ServerOptions *o;
    Docs docs;
    Inbox in;
    enum { ST_NEW, ST_RUNNING, ST_SHUT } state;
    bool exit;
    int64_t parent;
    VEC(char *) roots;
    Config config;
    bool index_stale; /* the first process shall look through the folders when nobody types */
    Pool pool;
    Child worker; /* has the documents */
    Child indexer; /* works out the uses in files, while nobody waits */
    bool uses_stale;   /* files have changed since it was started */
    bool index_shown; /* the client has been told of the indexer */
    Outbox to_client;
    bool stale;          /* the documents changed since the worker got them */
    uint64_t changed_at; /* ns; 0: nothing to check */
    uint64_t check_at;   /* when: at once after a pause, a little later while edits come thick and fast */
    uint64_t last_change;
    uint64_t checked_at, check_cost; /* ns: when the last check began, what it took */
    uint64_t busy_since; /* the worker is at something */
    uint64_t busy_cpu;   /* … and had used this much processor time */
    uint32_t waits;      /* … and got more time as often as this: others had the processor */
    uint32_t serial;
    VEC(Pending) pending;
    uint32_t faults;     /* of the state the documents are in */
} Server;

/* ---- faults of our own: a request that faults is answered with an error ------------------------------ */
static sigjmp_buf fault_jump;
static volatile sig_atomic_t fault_armed;
static void on_fault(int sig) {
    if (fault_armed) {
        fault_armed = 0;
        siglongjmp(fault_jump, sig);
    }
    signal(sig, SIG_DFL);
    raise(sig);
}

static void catch_faults(void) {
    static char room[65536];
    stack_t alt = {.ss_sp = room, .ss_size = sizeof room};
    sigaltstack(&alt, NULL);
    struct sigaction sa = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK | SA_NODEFER};
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    sigaction(SIGFPE, &sa, NULL);
    sigaction(SIGABRT, &sa, NULL);
}

/* ---- sending ------------------------------------------------------------------------------------------ */
static void send_text(Server *s, Str text) {
    if (s->o->log) fprintf(s->o->log, "--> " STR_FMT "\n", STR_ARG(text)), fflush(s->o->log);
    outbox_message(&s->to_client, text);
    if (!outbox_flush(&s->to_client, s->o->out, false)) s->exit = true;
}

static void send_result(Server *s, const Json *id, Str result) {
    StrBuf b = {0};
    sb_puts(&b, "{\"jsonrpc\":\"2.0\",\"id\":");
    json_print(&b, id, false);
    sb_puts(&b, ",\"result\":");
    sb_str(&b, result);
    sb_char(&b, '}');
    send_text(s, sb_view(&b));
    sb_done(&b);
}

/* An answer, made to fit the client; `cell`: the cell of a notebook that was asked about, or NULL. */
static void send_answer(Server *s, const Json *id, const char *method, const char *uri, const char *cell, Str result) {
    StrBuf fit = {0}, own = {0};
    if (cell) {
        notebook_answer(&s->docs, cell, method, result, &own);
        result = sb_view(&own);
    }
    bool other = client_fit(s->pool.client, &s->docs, method, uri, result, &fit);
    send_result(s, id, other ? sb_view(&fit) : result);
    sb_done(&fit);
    sb_done(&own);
}

static void send_error(Server *s, const Json *id, int code, const char *why) {
    StrBuf b = {0};
    sb_puts(&b, "{\"jsonrpc\":\"2.0\",\"id\":");
    if (id) json_print(&b, id, false);
    else sb_puts(&b, "null");
    sb_printf(&b, ",\"error\":{\"code\":%d,\"message\":", code);
    json_quote(&b, str_of(why));
    sb_puts(&b, "}}");
    send_text(s, sb_view(&b));
    sb_done(&b);
}

static void publish_cell(void *ctx, const char *uri, int64_t version, Str items);

static void publish(Server *s, const char *uri, int64_t version, Str items) {
    if (notebook_publish(&s->docs, uri, items, publish_cell, s)) return;
    StrBuf b = {0};
    sb_puts(&b, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\",\"params\":{\"uri\":");
    json_quote(&b, str_of(uri));
    if (version >= 0) sb_printf(&b, ",\"version\":%lld", (long long)version);
    sb_puts(&b, ",\"diagnostics\":");
    sb_str(&b, items);
    sb_puts(&b, "}}");
    send_text(s, sb_view(&b));
    sb_done(&b);
}

static void publish_cell(void *ctx, const char *uri, int64_t version, Str items) {
    publish(ctx, uri, version, items);
}

/* ---- workers --------------------------------------------------------------------------------------------- */
static void pending_done(Pending *p) {
    json_free(p->id);
    json_free(p->token);
    free(p->method);
    free(p->uri);
    free(p->packet);
    free(p->previous);
    free(p->cell);
}

static void set_busy(Server *s, bool busy) {
    s->busy_since = busy ? time_ns() : 0;
    s->busy_cpu = busy ? child_cpu_ms(&s->worker) : 0;
    s->waits = 0;
}

static void worker_send(Server *s, Pending *p) {
    if (!s->busy_since) set_busy(s, true);
    child_send(&s->worker, p->serial, TO_REQUEST, str_of(p->packet));
}

/* A worker that has the documents as they are now; what waits is asked again of it. */
static bool worker_ready(Server *s) {
    if (s->worker.fd >= 0 && !s->stale) return true;
    child_stop(&s->worker);
    s->worker = pool_worker(&s->pool);
    if (s->worker.fd < 0) return false;
    s->stale = false;
    set_busy(s, false);
    for (uint32_t i = 0; i < s->pending.len; i++) worker_send(s, &s->pending.data[i]);
    return true;
}

/* Clients that gave a token see that something takes its time. */
static void progress(Server *s, const Json *token, const char *kind, const char *title) {
    if (!token) return;
    StrBuf b = {0};
    sb_puts(&b, "{\"jsonrpc\":\"2.0\",\"method\":\"$/progress\",\"params\":{\"token\":");
    json_print(&b, token, false);
    sb_printf(&b, ",\"value\":{\"kind\":\"%s\"", kind);
    if (title) sb_printf(&b, ",\"title\":\"%s\"", title);
    sb_puts(&b, "}}}");
    send_text(s, sb_view(&b));
    sb_done(&b);
}

static void progress_end(Server *s, Pending *p) {
    progress(s, p->token, "end", NULL);
    json_free(p->token);
    p->token = NULL;
}

static void pending_remove(Server *s, uint32_t i) {
    progress_end(s, &s->pending.data[i]);
    pending_done(&s->pending.data[i]);
    memmove(s->pending.data + i, s->pending.data + i + 1, (s->pending.len - i - 1) * sizeof(Pending));
    s->pending.len--;
    set_busy(s, s->pending.len > 0);
}

static void ask(Server *s, const Json *id, const char *method, const char *uri, const char *cell, const Json *params, int64_t version) {
    Pending p = {.serial = ++s->serial, .id = id ? json_dup(id) : NULL, .method = xstrdup(method), .uri = xstrdup(uri ? uri : ""),
                 .version = version, .cell = cell ? xstrdup(cell) : NULL};
    const char *previous = json_str_or(json_get(params, "previousResultId"), NULL);
    if (previous) p.previous = xstrdup(previous);
    StrBuf b = {0};
    sb_puts(&b, "{\"method\":");
    json_quote(&b, str_of(strcmp(method, "textDocument/diagnostic") == 0 ? "$diagnostics" : method));
    sb_puts(&b, ",\"params\":");
    if (params) {
        json_print(&b, params, false);
    } else {
        sb_puts(&b, "{\"textDocument\":{\"uri\":");
        json_quote(&b, str_of(uri));
        sb_puts(&b, "}}");
    }
    sb_char(&b, '}');
    p.packet = sb_take(&b);
    const Json *token = id ? json_get(params, "workDoneToken") : NULL;
    if (token) p.token = json_dup(token);
    progress(s, p.token, "begin", "Mojo: looking through the workspace");
    bool fresh = s->worker.fd < 0 || s->stale;
    vec_push(&s->pending, p);
    if (!worker_ready(s)) {
        if (id) send_error(s, id, ERR_FAILED, "no worker process could be started");
        pending_remove(s, s->pending.len - 1);
    } else if (!fresh) {
        worker_send(s, &vec_last(&s->pending));
    }
}

/* The answer to the pull request: unchanged when the items are those the client has. */
static void send_report(Server *s, const Pending *p, Str items) {
    char id[24];
    StrBuf own = {0};
    if (p->cell) {
        notebook_answer(&s->docs, p->cell, "$diagnostics", items, &own);
        items = sb_view(&own);
    }
    snprintf(id, sizeof id, "%016llx", (unsigned long long)hash_bytes(items.p, items.len, 7));
    StrBuf b = {0};
    if (p->previous && strcmp(p->previous, id) == 0) {
        sb_printf(&b, "{\"kind\":\"unchanged\",\"resultId\":\"%s\"}", id);
    } else {
        sb_printf(&b, "{\"kind\":\"full\",\"resultId\":\"%s\",\"items\":", id);
        sb_str(&b, items);
        sb_char(&b, '}');
    }
    send_result(s, p->id, sb_view(&b));
    sb_done(&b);
    sb_done(&own);
}

static void failed(Server *s, const Pending *p, const char *why) {
    Doc *d = docs_find(&s->docs, p->uri);
    bool diagnostics = strcmp(p->method, "$diagnostics") == 0 || strcmp(p->method, "textDocument/diagnostic") == 0;
    if (diagnostics && d) { /* what the tree says is better than nothing */
        StrBuf b = {0};
        syntax_diagnostics(&s->docs, d, &b);
        if (p->id) send_report(s, p, sb_view(&b));
        else publish(s, d->uri, d->version, sb_view(&b));
        sb_done(&b);
    } else if (p->id && !p->cancelled) {
        send_error(s, p->id, ERR_FAILED, why);
    }
}

static void apply_edit(Server *s, Str edit) {
    StrBuf b = {0}, fit = {0};
    if (client_fit(s->pool.client, &s->docs, "$edit", "", edit, &fit)) edit = sb_view(&fit);
    sb_printf(&b, "{\"jsonrpc\":\"2.0\",\"id\":\"edit %u\",\"method\":\"workspace/applyEdit\",\"params\":{\"edit\":", ++s->serial);
    sb_str(&b, edit);
    sb_puts(&b, "}}");
    send_text(s, sb_view(&b));
    sb_done(&b);
    sb_done(&fit);
}

static void command_done(Server *s, const Pending *p, Str edit) {
    if (!str_eq_c(edit, "null")) apply_edit(s, edit);
    send_result(s, p->id, STR("null"));
}

static void worker_answered(Server *s, uint32_t serial, uint8_t kind, Str text) {
    uint32_t i = 0;
    if (kind == FROM_COLD) {
        s->pool.is_cold = true;
        return;
    }
    if (kind == FROM_REBASE) { /* the snapshot does not fit the documents */
        pool_drop_snapshot(&s->pool);
        s->stale = true;
        worker_ready(s);
        return;
    }
    while (i < s->pending.len && s->pending.data[i].serial != serial) i++;
    if (i == s->pending.len) return;
    Pending *p = &s->pending.data[i];
    Doc *d = docs_find(&s->docs, p->uri);
    progress_end(s, p);
    if (kind != FROM_RESULT) {
        StrBuf why = {0};
        sb_str(&why, text);
        failed(s, p, sb_view(&why).p);
        sb_done(&why);
    } else if (!p->id) {
        s->check_cost = time_ns() - s->checked_at;
        if (d) {
            publish(s, d->uri, d->version, text);
            d->checked = true;
        }
    } else if (!p->cancelled) {
        if (strcmp(p->method, "textDocument/diagnostic") == 0) send_report(s, p, text);
        else if (strcmp(p->method, "$command") == 0) command_done(s, p, text);
        else send_answer(s, p->id, p->method, p->uri, p->cell, text);
    }
    pending_remove(s, i);
}

/* The worker went away: the request it was at is asked again (twice: the first process may have died too) and
 * then fails, the others are asked again. */
static void worker_lost(Server *s, bool retry) {
    if (s->o->log) fprintf(s->o->log, "worker %d was lost\n", (int)s->worker.pid);
    child_stop(&s->worker);
    s->faults++;
    if (s->pending.len && (!retry || ++s->pending.data[0].tries > 2)) {
        failed(s, &s->pending.data[0], "the analysis failed");
        pending_remove(s, 0);
    }
    while (s->faults > 20 && s->pending.len) {
        failed(s, &s->pending.data[0], "the analysis failed");
        pending_remove(s, 0);
    }
    if (s->pending.len) worker_ready(s);
}

/* A worker that goes round in circles is given up; one that had to wait for the processor gets more time. */
static void worker_overdue(Server *s) {
    if (s->waits++ < MAX_WAITS && child_cpu_ms(&s->worker) - s->busy_cpu < WORK_LIMIT_MS / 2) s->busy_since = time_ns();
    else worker_lost(s, false);
}

static void read_worker(Server *s) {
    if (!inbox_fill(&s->worker.in, s->worker.fd, NULL)) {
        worker_lost(s, true);
        return;
    }
    uint32_t serial;
    uint8_t kind;
    Str text;
    while (s->worker.fd >= 0 && inbox_packet(&s->worker.in, &serial, &kind, &text)) worker_answered(s, serial, kind, text);
}

static void read_snapshot(Server *s) {
    if (!pool_read(&s->pool) || s->pending.len) return;
    child_stop(&s->worker); /* one process less that holds everything */
    s->stale = true;
}

/* ---- the indexer ---------------------------------------------------------------------------------------------- */
static void start_indexer(Server *s) {
    if (!s->roots.len) return;
    s->indexer = pool_beginner(&s->pool);
    if (s->indexer.fd < 0) return;
    child_send(&s->indexer, 0, TO_REQUEST, STR("{\"method\":\"$index\"}"));
}

static void show_indexing(Server *s, const char *kind, uint32_t done, uint32_t total) {
    if (!(s->pool.client & CLIENT_PROGRESS)) return;
    StrBuf b = {0};
    if (!s->index_shown) send_text(s, STR("{\"jsonrpc\":\"2.0\",\"id\":\"indexing\",\"method\":\"window/workDoneProgress/create\",\"params\":{\"token\":\"mojo-index\"}}"));
    s->index_shown = strcmp(kind, "end") != 0;
    sb_printf(&b, "{\"jsonrpc\":\"2.0\",\"method\":\"$/progress\",\"params\":{\"token\":\"mojo-index\",\"value\":{\"kind\":\"%s\"", kind);
    if (strcmp(kind, "begin") == 0) sb_puts(&b, ",\"title\":\"Mojo: indexing\"");
    if (total) sb_printf(&b, ",\"message\":\"%u of %u files\",\"percentage\":%u", done, total, (uint32_t)(done * 100ull / total));
    sb_puts(&b, "}}}");
    send_text(s, sb_view(&b));
    sb_done(&b);
}

static void stop_indexer(Server *s) {
    child_stop(&s->indexer);
    if (s->index_shown) show_indexing(s, "end", 0, 0);
}

static void read_indexer(Server *s) {
    uint32_t number;
    uint8_t kind;
    Str text;
    bool alive = inbox_fill(&s->indexer.in, s->indexer.fd, NULL);
    while (s->indexer.fd >= 0 && inbox_packet(&s->indexer.in, &number, &kind, &text)) {
        if (kind == FROM_PROGRESS) {
            uint32_t total = 0;
            for (size_t i = 0; i < text.len; i++) total = total * 10 + (uint32_t)(text.p[i] - '0');
            show_indexing(s, s->index_shown ? "report" : "begin", number, total);
        } else if (kind == FROM_RESULT) {
            s->index_stale |= number > 0; /* the first process maps what is there now */
            alive = false;
        }
    }
    if (!alive) stop_indexer(s);
}

static void changed(Server *s) {
    uint64_t now = time_ns();
    s->stale = true;
    uint64_t delay = s->check_cost > QUICK_MS * 1000000ull ? s->check_cost / 2 : 0;
    if (delay > MAX_DELAY_MS * 1000000ull) delay = MAX_DELAY_MS * 1000000ull;
    s->check_at = now - s->last_change < 3 * delay ? now + delay : now;
    s->changed_at = s->last_change = now;
    s->faults = 0;
    /* our own questions are about a text that is gone */
    for (uint32_t i = s->pending.len; i-- > 0;)
        if (!s->pending.data[i].id) pending_remove(s, i);
    if (!s->pending.len && s->worker.fd >= 0) { /* nobody waits: it would work for nothing */
        child_stop(&s->worker);
    }
}

static void forget_cell(void *ctx, const char *uri, int64_t version, Str none) {
    Server *s = ctx;
    if (!(s->pool.client & CLIENT_PULLS)) publish(s, uri, version, none);
}

static void check_documents(Server *s) {
    s->changed_at = 0;
    s->checked_at = time_ns();
    if (s->pool.client & CLIENT_PULLS) return;
    for (uint32_t k = 0; k <= s->docs.list.len; k++) { /* the one that was typed into, then the others */
        uint32_t i = k ? k - 1 : 0;
        while (!k && i < s->docs.list.len && s->docs.list.data[i]->source->id != s->docs.last_id) i++;
        if (i == s->docs.list.len) continue;
        Doc *d = s->docs.list.data[i];
        if (k && d->source->id == s->docs.last_id) continue;
        if (d->source->lang == LANG_MOJO && !d->is_refused) {
            ask(s, NULL, "$diagnostics", d->uri, NULL, NULL, d->version);
        } else if (!d->checked) {
            StrBuf b = {0};
            syntax_diagnostics(&s->docs, d, &b);
            publish(s, d->uri, d->version, sb_view(&b));
            d->checked = true;
            sb_done(&b);
        }
    }
}

/* ---- life cycle ------------------------------------------------------------------------------------------- */
static void add_root(Server *s, const char *uri) {
    Arena a;
    arena_init(&a);
    char *path = uri_to_path(&a, uri);
    if (path) vec_push(&s->roots, xstrdup(path));
    s->docs.roots = s->roots.data;
    s->docs.n_roots = s->roots.len;
    arena_done(&a);
}

static void remove_root(Server *s, const char *uri) {
    Arena a;
    arena_init(&a);
    char *path = uri_to_path(&a, uri);
    for (uint32_t i = 0; path && i < s->roots.len; i++)
        if (strcmp(s->roots.data[i], path) == 0) {
            free(s->roots.data[i]);
            s->roots.data[i] = vec_last(&s->roots);
            s->docs.n_roots = --s->roots.len;
            break;
        }
    arena_done(&a);
}

static void initialize(Server *s, const Json *id, const Json *params) {
    const Json *caps = json_get(params, "capabilities");
    s->docs.enc = client_encoding(caps);
    s->pool.client = client_can(caps);
    s->parent = json_int_or(json_get(params, "processId"), 0);
    config_read(&s->config, json_get(params, "initializationOptions"));
    JSON_EACH(json_get(params, "workspaceFolders"), f) add_root(s, json_str_or(json_get(f, "uri"), ""));
    if (!s->roots.len && json_is_string(json_get(params, "rootUri"))) add_root(s, json_str_or(json_get(params, "rootUri"), ""));
    StrBuf b = {0};
    put_capabilities(&b, s->docs.enc, json_bool_or(json_get(json_get(json_get(params, "initializationOptions"), "notebook"), "python"), true));
    send_result(s, id, sb_view(&b));
    sb_done(&b);
    s->state = ST_RUNNING;
}

/* ---- settings ----------------------------------------------------------------------------------------------- */
static void configure(Server *s, const Json *settings) {
    if (!config_read(&s->config, settings)) return;
    changed(s);
    if (s->pool.client & CLIENT_HINT_REFRESH) send_text(s, STR("{\"jsonrpc\":\"2.0\",\"id\":\"hints\",\"method\":\"workspace/inlayHint/refresh\"}"));
}

static void pull_config(Server *s) {
    if (s->pool.client & CLIENT_CONFIGURATION)
        send_text(s, STR("{\"jsonrpc\":\"2.0\",\"id\":\"configuration\",\"method\":\"workspace/configuration\","
                         "\"params\":{\"items\":[{\"section\":\"mojo\"}]}}"));
}

/* Clients that watch files for us tell of changes on disk. */
static void watch_files(Server *s) {
    if (s->pool.client & CLIENT_WATCHES)
        send_text(s, STR("{\"jsonrpc\":\"2.0\",\"id\":\"watch\",\"method\":\"client/registerCapability\",\"params\":{\"registrations\":[{"
                         "\"id\":\"files\",\"method\":\"workspace/didChangeWatchedFiles\",\"registerOptions\":{\"watchers\":[{"
                         "\"globPattern\":\"**/*.{mojo,🔥,py,pyi}\"},{\"globPattern\":\"**/mojo.{toml,lock}\"}]}}]}}"));
}

/* An answer to something we asked. */
static void client_answered(Server *s, const Json *j) {
    if (strcmp(json_str_or(json_get(j, "id"), ""), "configuration") == 0) configure(s, json_at(json_get(j, "result"), 0));
}

/* Imports of Python files may lead elsewhere now. */
static void files_came_or_went(Server *s, const Json *params) {
    bool any = false;
    JSON_EACH(json_get(params, "changes"), c) {
        Str uri = str_of(json_str_or(json_get(c, "uri"), ""));
        any |= json_int_or(json_get(c, "type"), 0) != 2 && (str_ends(uri, STR(".py")) || str_ends(uri, STR(".pyi")));
    }
    if (!any) return;
    py_project_free(s->docs.python);
    s->docs.python = NULL;
}

static bool is_manifest(const char *uri) {
    return str_ends(str_of(uri), STR("/mojo.toml")) || str_ends(str_of(uri), STR("/mojo.lock"));
}

/* ---- notifications ------------------------------------------------------------------------------------------ */
static void notification(Server *s, const char *method, const Json *params) {
    Str m = str_of(method);
    const Json *td = json_get(params, "textDocument");
    const char *uri = json_str_or(json_get(td, "uri"), "");
    if (str_eq_c(m, "exit")) {
        s->exit = true;
    } else if (s->state != ST_RUNNING) {
        return;
    } else if (str_eq_c(m, "textDocument/didOpen")) {
        const char *text = json_str_or(json_get(td, "text"), "");
        docs_open(&s->docs, uri, text, strlen(text), json_str_or(json_get(td, "languageId"), NULL),
                  json_int_or(json_get(td, "version"), 0));
        Doc *opened = docs_find(&s->docs, uri);
        if (opened) pool_note_project(&s->pool, opened->path);
        changed(s);
    } else if (str_eq_c(m, "textDocument/didChange")) {
        Doc *d = docs_find(&s->docs, uri);
        if (!d) return;
        JSON_EACH(json_get(params, "contentChanges"), c) docs_change(&s->docs, d, c);
        d->version = json_int_or(json_get(td, "version"), d->version + 1);
        changed(s);
    } else if (str_eq_c(m, "textDocument/didClose")) {
        Doc *d = docs_find(&s->docs, uri);
        if (!d) return;
        if (!(s->pool.client & CLIENT_PULLS)) publish(s, uri, -1, STR("[]"));
        docs_close(&s->docs, d);
        changed(s);
        s->uses_stale = true;
    } else if (str_eq_c(m, "textDocument/didSave") || str_eq_c(m, "workspace/didChangeWatchedFiles")) {
        bool manifest = is_manifest(uri);
        JSON_EACH(json_get(params, "changes"), c) manifest |= is_manifest(json_str_or(json_get(c, "uri"), ""));
        if (manifest) pool_imports_changed(&s->pool);
        changed(s);
        if (m.p[0] == 'w') files_came_or_went(s, params);
        s->index_stale |= m.p[0] == 'w';
        s->uses_stale = true;
    } else if (str_starts(m, STR("notebookDocument/"))) {
        if (notebook_told(&s->docs, method, params)) changed(s);
    } else if (str_eq_c(m, "initialized")) {
        pull_config(s);
        watch_files(s);
        s->index_stale = s->uses_stale = true;
        if (!s->last_change) s->last_change = time_ns();
    } else if (str_eq_c(m, "workspace/didChangeConfiguration")) {
        configure(s, json_get(params, "settings"));
        pull_config(s);
    } else if (str_eq_c(m, "workspace/didChangeWorkspaceFolders")) {
        const Json *event = json_get(params, "event");
        JSON_EACH(json_get(event, "removed"), f) remove_root(s, json_str_or(json_get(f, "uri"), ""));
        JSON_EACH(json_get(event, "added"), f) add_root(s, json_str_or(json_get(f, "uri"), ""));
        changed(s);
        s->index_stale = s->uses_stale = true;
    } else if (str_eq_c(m, "$/cancelRequest")) {
        StrBuf want = {0};
        json_print(&want, json_get(params, "id"), false);
        for (uint32_t i = 0; i < s->pending.len; i++) {
            Pending *p = &s->pending.data[i];
            StrBuf have = {0};
            if (p->id) json_print(&have, p->id, false);
            bool same = p->id && !p->cancelled && str_eq(sb_view(&have), sb_view(&want));
            sb_done(&have);
            if (!same) continue;
            p->cancelled = true;
            send_error(s, p->id, ERR_CANCELLED, "cancelled");
        }
        sb_done(&want);
    }
}

/* ---- requests ---------------------------------------------------------------------------------------------------- */
/* Commands: those that change the text are worked out by the worker, then the client is asked to apply the edit. */
static void execute(Server *s, const Json *id, const Json *params) {
    const char *command = json_str_or(json_get(params, "command"), "");
    const Json *first = json_at(json_get(params, "arguments"), 0);
    const char *uri = json_str_or(json_is_object(first) ? json_get(first, "uri") : first, "");
    if (strcmp(command, "mojo.organizeImports") == 0 || strcmp(command, "mojo.fixAll") == 0) {
        Doc *d = docs_find(&s->docs, uri);
        if (d && d->source->lang == LANG_MOJO) ask(s, id, "$command", uri, NULL, params, d->version);
        else send_error(s, id, ERR_PARAMS, "the document is not open");
    } else if (strcmp(command, "mojo.applyEdit") == 0 && json_is_object(first)) {
        StrBuf edit = {0};
        json_print(&edit, first, false);
        apply_edit(s, sb_view(&edit));
        sb_done(&edit);
        send_result(s, id, STR("null"));
    } else if (strcmp(command, "mojo.restartAnalysis") == 0) {
        pool_drop_snapshot(&s->pool);
        child_stop(&s->pool.base);
        changed(s);
        send_result(s, id, STR("null"));
    } else {
        send_error(s, id, ERR_PARAMS, "there is no such command");
    }
}

/* `cell`: of a notebook, whose text the parameters name; or NULL. */
static void semantic_request(Server *s, const Json *id, const char *method, const char *cell, const Json *params) {
    const char *uri = json_str_or(json_get(json_get(params, "textDocument"), "uri"), NULL);
    if (!uri) uri = json_str_or(json_get(json_get(params, "data"), "uri"), NULL);  /* …/resolve */
    Doc *d = uri ? docs_find(&s->docs, uri) : NULL;
    StrBuf out = {0};
    if (uri && !d) {
        send_error(s, id, ERR_PARAMS, "the document is not open");
    } else if (d && d->is_refused && strcmp(method, "textDocument/diagnostic") != 0) {
        send_error(s, id, ERR_FAILED, "the file is too large");
    } else if (!d || (d->source->lang == LANG_MOJO && !d->is_refused)) {
        ask(s, id, method, uri, cell, params, d ? d->version : 0);
    } else if (strcmp(method, "textDocument/diagnostic") == 0) { /* what syntax gives */
        syntax_diagnostics(&s->docs, d, &out);
        Pending p = {.id = (Json *)(uintptr_t)id, .cell = (char *)(uintptr_t)cell};
        send_report(s, &p, sb_view(&out));
    } else {
        const char *why = NULL;
        s->docs.roots = s->roots.data;
        s->docs.n_roots = s->roots.len;
        bool known = answer_python(&s->docs, d, method, params, &out, &why);
        if (why) send_error(s, id, ERR_FAILED, why);
        else send_answer(s, id, method, uri, cell, known ? sb_view(&out) : STR("null"));
    }
    sb_done(&out);
}

static void request(Server *s, const Json *id, const char *method, const Json *params) {
    const char *why = NULL;
    StrBuf out = {0};
    if (strcmp(method, "initialize") == 0) {
        if (s->state == ST_NEW) initialize(s, id, params);
        else send_error(s, id, ERR_INVALID, "the server is initialised already");
        return;
    }
    if (s->state == ST_NEW) {
        send_error(s, id, ERR_NOT_READY, "`initialize` comes first");
        return;
    }
    if (s->state == ST_SHUT) {
        send_error(s, id, ERR_INVALID, "the server is shut down");
        return;
    }
    if (strcmp(method, "shutdown") == 0) {
        s->state = ST_SHUT;
        send_result(s, id, STR("null"));
        return;
    }
    if (is_semantic(method)) {
        char *cell = NULL;
        Json *moved = notebook_params(&s->docs, params, &cell);
        semantic_request(s, id, method, cell, moved ? moved : params);
        json_free(moved);
        free(cell);
        return;
    }
    if (strcmp(method, "workspace/executeCommand") == 0) {
        execute(s, id, params);
        return;
    }
    if (answer_syntactic(&s->docs, method, params, &out, &why)) {
        if (why) send_error(s, id, ERR_PARAMS, why);
        else send_answer(s, id, method, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""), NULL, sb_view(&out));
        sb_done(&out);
        return;
    }
    send_error(s, id, ERR_METHOD, "the method is not known");
}

static void handle(Server *s, Str text) {
    if (s->o->log) fprintf(s->o->log, "<-- " STR_FMT "\n", STR_ARG(text)), fflush(s->o->log);
    if (s->o->record) fwrite(text.p, 1, text.len, s->o->record), fputc('\n', s->o->record), fflush(s->o->record);
    Json *j = json_parse(text, NULL);
    if (!j) {
        send_error(s, NULL, ERR_PARSE, "the message is not JSON");
        return;
    }
    const Json *id = json_get(j, "id");
    const char *method = json_str_or(json_get(j, "method"), NULL);
    if (!json_is_object(j)) {
        send_error(s, NULL, ERR_INVALID, "the message is not an object");
    } else if (!method) {
        if (!json_get(j, "result") && !json_get(j, "error")) send_error(s, id, ERR_INVALID, "the message has no method");
        else client_answered(s, j);
    } else if (sigsetjmp(fault_jump, 1) == 0) {
        fault_armed = 1;
        if (id) request(s, id, method, json_get(j, "params"));
        else notification(s, method, json_get(j, "params"));
        fault_armed = 0;
    } else if (id) {
        send_error(s, id, ERR_FAILED, "the request failed inside the server");
    }
    json_free(j);
}

/* ---- the loop ------------------------------------------------------------------------------------------------------ */
static bool is_idle(const Server *s) {
    return !s->changed_at && !s->pending.len && s->last_change;
}

/* After the snapshot, for which the next edit waits. */
static bool wants_indexer(const Server *s) {
    return is_idle(s) && s->uses_stale && s->indexer.fd < 0 && s->pool.next.fd < 0 && !pool_wants_snapshot(&s->pool);
}

static int timeout_of(const Server *s) {
    uint64_t now = time_ns(), next = UINT64_MAX;
    if (s->changed_at) next = s->check_at;
    if (s->busy_since && s->busy_since + WORK_LIMIT_MS * 1000000ull < next) next = s->busy_since + WORK_LIMIT_MS * 1000000ull;
    if (is_idle(s) && s->last_change + IDLE_MS * 1000000ull < next && (s->index_stale || pool_wants_snapshot(&s->pool))) next = s->last_change + IDLE_MS * 1000000ull;
    uint64_t indexed = s->last_change + INDEX_AFTER_MS * 1000000ull;
    if (wants_indexer(s) && indexed < next) next = indexed;
    if (pool_deadline(&s->pool) < next) next = pool_deadline(&s->pool);
    if (next == UINT64_MAX) return s->parent > 0 ? 5000 : -1;
    if (next <= now) return 0;
    uint64_t ms = (next - now + 999999) / 1000000;
    return ms > 5000 ? 5000 : (int)ms;
}

int server_run(const ServerOptions *o) {
    Server *s = xcalloc(1, sizeof *s);
    s->o = o;
    s->docs.sources = source_map_new();
    config_init(&s->config);
    s->docs.config = &s->config;
    s->docs.forget_cell = forget_cell;
    s->docs.forget_ctx = s;
    s->worker = s->indexer = NO_CHILD;
    s->pool = (Pool){.docs = &s->docs, .config = &s->config, .worker = &s->worker, .indexer = &s->indexer, .in = o->in, .out = o->out};
    signal(SIGPIPE, SIG_IGN);
    catch_faults();
    pool_start(&s->pool);
    while (!s->exit) {
        short worker_events = outbox_empty(&s->worker.out) ? POLLIN : POLLIN | POLLOUT;
        Child *next = &s->pool.next;
        short next_events = outbox_empty(&next->out) ? POLLIN : POLLIN | POLLOUT;
        short indexer_events = outbox_empty(&s->indexer.out) ? POLLIN : POLLIN | POLLOUT;
        struct pollfd fds[5] = {{o->in, POLLIN, 0}, {s->worker.fd, worker_events, 0}, {o->out, POLLOUT, 0}, {next->fd, next_events, 0},
                                {s->indexer.fd, indexer_events, 0}};
        if (outbox_empty(&s->to_client)) fds[2].fd = -1;
        int k = poll(fds, ARRAY_LEN(fds), timeout_of(s));
        if (k < 0 && errno != EINTR) break;
        if (k > 0 && fds[2].fd >= 0 && fds[2].revents && !outbox_flush(&s->to_client, o->out, false)) break;
        if (s->worker.fd >= 0 && k > 0 && (fds[1].revents & POLLOUT)) outbox_flush(&s->worker.out, s->worker.fd, false);
        if (s->worker.fd >= 0 && k > 0 && (fds[1].revents & (POLLIN | POLLHUP | POLLERR))) read_worker(s);
        if (next->fd >= 0 && k > 0 && (fds[3].revents & POLLOUT)) outbox_flush(&next->out, next->fd, false);
        if (next->fd >= 0 && k > 0 && (fds[3].revents & (POLLIN | POLLHUP | POLLERR))) read_snapshot(s);
        if (s->indexer.fd >= 0 && k > 0 && (fds[4].revents & POLLOUT)) outbox_flush(&s->indexer.out, s->indexer.fd, false);
        if (s->indexer.fd >= 0 && k > 0 && (fds[4].revents & (POLLIN | POLLHUP | POLLERR))) read_indexer(s);
        if (k > 0 && (fds[0].revents & (POLLIN | POLLHUP | POLLERR))) {
            if (!inbox_fill(&s->in, o->in, NULL)) break;
            Str text;
            int r;
            while (!s->exit && (r = inbox_next(&s->in, &text)) != INBOX_NONE) {
                if (r == INBOX_BAD) {
                    send_error(s, NULL, ERR_PARSE, "the stream has no Content-Length header");
                    s->exit = true;
                } else {
                    handle(s, text);
                }
            }
        }
        uint64_t now = time_ns();
        if (s->changed_at && now >= s->check_at) check_documents(s);
        if (s->busy_since && now >= s->busy_since + WORK_LIMIT_MS * 1000000ull) worker_overdue(s);
        pool_tick(&s->pool);
        if (is_idle(s) && pool_is_new(&s->pool)) pool_snapshot(&s->pool);
        if (is_idle(s)) pool_order(&s->pool);
        if (is_idle(s) && now >= s->last_change + IDLE_MS * 1000000ull) {
            if (s->index_stale) pool_index(&s->pool);
            s->index_stale = false;
            pool_snapshot(&s->pool);
        }
        if (wants_indexer(s) && now >= s->last_change + INDEX_AFTER_MS * 1000000ull) {
            s->uses_stale = false;
            start_indexer(s);
        }
        if (k == 0 && s->parent > 0 && kill((pid_t)s->parent, 0) != 0 && errno == ESRCH) break;
    }
    int code = s->state == ST_SHUT ? 0 : 1;
    if (code == 0) outbox_flush(&s->to_client, o->out, true);
    child_stop(&s->worker);
    child_stop(&s->indexer);
    pool_stop(&s->pool);
    while (s->pending.len) pending_remove(s, 0);
    py_project_free(s->docs.python);
    notebooks_close(&s->docs);
    while (s->docs.list.len) docs_close(&s->docs, s->docs.list.data[0]);
    vec_done(&s->docs.list);
    vec_done(&s->pending);
    for (uint32_t i = 0; i < s->roots.len; i++) free(s->roots.data[i]);
    vec_done(&s->roots);
    source_map_free(s->docs.sources);
    sb_done(&s->in.buf);
    sb_done(&s->to_client.buf);
    free(s);
    return code;
}
