/* SPDX-License-Identifier: Apache-2.0 */
/* A snapshot is a process that has checked the documents and all they import, and waits. A worker forked from
 * it takes out what its own texts change, with what was built on that, and has the rest for nothing. */
#include "lsp.h"

#include <sys/stat.h>

static bool file_state(const char *path, FileState *f) {
    struct stat st;
    if (stat(path, &st) != 0) return false;
    *f = (FileState){path, (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec, (uint64_t)st.st_size};
    return true;
}

static bool is_document(const Work *w, const char *path) {
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].path, path) == 0) return true;
    return false;
}

uint32_t snapshot_take(Work *w) {
    for (uint32_t i = 0; i < w->docs.len; i++) work_doc(w, w->docs.data[i].uri);
    uint32_t n;
    Module *const *modules = resolver_modules(session_cx(w->session)->resolver, &n);
    w->files.len = 0;
    for (uint32_t i = 0; i < n; i++) {
        FileState f;
        const Module *m = modules[i];
        if (m->is_std || !m->ast || is_document(w, m->ast->source->path)) continue;
        if (file_state(m->ast->source->path, &f)) vec_push_in(&w->arena, &w->files, f);
    }
    return w->files.len;
}

typedef struct Changes {
    Work *w;
    VEC(const char *) paths; /* what was made of them must be made again */
} Changes;

static void note(Changes *c, const char *path) {
    for (uint32_t i = 0; i < c->paths.len; i++)
        if (strcmp(c->paths.data[i], path) == 0) return;
    vec_push_in(&c->w->arena, &c->paths, path);
}

/* All queries, then the parts of others once more. */
static void edit_queries(Work *w, const SessionEdit *e, void (*step)(Query *, const SessionEdit *)) {
    uint32_t n = w->docs.len + w->kept.len;
    for (uint32_t i = 0; i < 2 * n; i++) {
        uint32_t k = i % n;
        Query *q = k < w->docs.len ? w->docs.data[k].query : w->kept.data[k - w->docs.len];
        if (q && query_is_part(q) == (i >= n)) step(q, e);
    }
}

/* The document goes on with its new text when only bodies of functions differ. */
static bool edit_document(Work *w, const WorkDoc *d, const char *text) {
    SessionEdit e;
    Str s = str_of(text);
    source_overlay(session_sources(w->session), d->path, s.p, s.len);
    if (!d->query || !session_edit(w->session, d->path, s, &e)) return false;
    edit_queries(w, &e, query_edit_begin);
    session_edit_apply(w->session, &e);
    session_edit_check(w->session, &e);
    edit_queries(w, &e, query_edit_end);
    session_edit_done(&e);
    w->n_edits++;
    return true;
}

/* A file that an import did not find may have come. */
static bool has_lost_import(const Module *m) {
    for (uint32_t i = 0; i < m->diags.diags.len; i++)
        if (m->diags.diags.data[i]->code == DIAG_unknown_module) return true;
    return false;
}

static void find_lost_imports(Changes *c) {
    uint32_t n;
    Module *const *modules = resolver_modules(session_cx(c->w->session)->resolver, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!modules[i]->is_std && modules[i]->ast && has_lost_import(modules[i])) note(c, modules[i]->ast->source->path);
}

/* Documents that are closed or whose text is another one, and files that changed on disk. */
static void find_changes(Changes *c, const Json *docs) {
    Work *w = c->w;
    for (uint32_t i = 0; i < w->docs.len; i++) {
        const WorkDoc *d = &w->docs.data[i];
        const char *text = NULL;
        JSON_EACH(docs, j) if (strcmp(json_str_or(json_get(j, "uri"), ""), d->uri) == 0) text = json_str_or(json_get(j, "text"), "");
        const Source *s = d->module && d->module->ast ? d->module->ast->source : NULL;
        bool same = s && text && strlen(text) == s->size && memcmp(text, s->data, s->size) == 0;
        bool lost = d->module && has_lost_import(d->module);
        if (!same && !(s && text && !lost && edit_document(w, d, text))) note(c, d->path);
        if (!text) source_overlay(session_sources(w->session), d->path, NULL, 0);
    }
    JSON_EACH(docs, j) { /* opened since */
        const char *path = json_str_or(json_get(j, "path"), "");
        if (!is_document(w, path)) note(c, arena_strdup(&w->arena, path));
    }
    for (uint32_t i = 0; i < w->files.len; i++) {
        FileState now;
        const FileState *was = &w->files.data[i];
        if (!file_state(was->path, &now) || now.mtime != was->mtime || now.size != was->size) note(c, was->path);
    }
}

bool snapshot_adapt(Work *w, const Json *setup) {
    Changes c = {.w = w};
    find_lost_imports(&c);
    find_changes(&c, json_get(setup, "docs"));
    if (!session_forget(w->session, c.paths.data, c.paths.len)) return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->docs.len; i++) {
        const WorkDoc *d = &w->docs.data[i];
        if (!d->query) continue;
        query_drop_forgotten(d->query);
        if (d->module->is_forgotten && query_is_part(d->query)) continue; /* the whole is kept */
        if (d->module->is_forgotten) vec_push_in(&w->arena, &w->kept, d->query);
        else w->docs.data[n++] = *d;
    }
    w->docs.len = n; /* the others are added again */
    return true;
}
