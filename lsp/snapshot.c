/* SPDX-License-Identifier: Apache-2.0 */
/* A snapshot is a process that has checked the documents and all they import, and waits. A worker forked from
 * it takes out what its own texts change, with what was built on that, and has the rest for nothing. */
#include "lsp.h"

#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

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

/* ---- folders ------------------------------------------------------------------------------------------------ */
enum { CLOCK_MS = 100 }; /* a folder may change again within a tick of the clock that its time is of */

static bool may_be_module(const char *name) {
    Str s = str_of(name);
    return name[0] != '.' && (!strchr(name, '.') || str_ends(s, STR(".mojo")) || str_ends(s, STR(".🔥")) || str_ends(s, STR(".mojopkg")));
}

/* Of the names that imports may look for, in any order. */
static uint64_t names_hash(const char *dir) {
    uint64_t h = 0;
    DIR *d = opendir(dir);
    for (const struct dirent *e; d && (e = readdir(d));)
        if (may_be_module(e->d_name)) h += hash_bytes(e->d_name, strlen(e->d_name), 0);
    if (d) closedir(d);
    return h;
}

/* A folder, or a package in one file; not there: size and time are 0. */
static FileState folder_state(const char *path) {
    FileState f = {.path = path};
    struct stat st;
    if (stat(path, &st) != 0) return f;
    f.mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    f.size = S_ISDIR(st.st_mode) ? names_hash(path) : (uint64_t)st.st_size;
    return f;
}

static void add_folder(void *ctx, const char *dir) {
    Work *w = ctx;
    for (uint32_t i = 0; i < w->folders.len; i++)
        if (strcmp(w->folders.data[i].path, dir) == 0) return;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    FileState f = folder_state(arena_strdup(&w->arena, dir));
    if (f.mtime && (int64_t)now.tv_sec * 1000000000 + now.tv_nsec - f.mtime < CLOCK_MS * 1000000ll) f.mtime = 1; /* looked at again */
    vec_push_in(&w->arena, &w->folders, f);
}

static bool folders_changed(const Work *w) {
    for (uint32_t i = 0; i < w->folders.len; i++) {
        const FileState *was = &w->folders.data[i];
        struct stat st;
        bool there = stat(was->path, &st) == 0;
        int64_t time = there ? (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec : 0;
        if (time == was->mtime) continue;
        if (!there || !was->mtime || !S_ISDIR(st.st_mode) || names_hash(was->path) != was->size) return true;
    }
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
    Resolver *r = session_cx(w->session)->resolver;
    w->folders.len = 0;
    resolver_folders(r, add_folder, w);
    for (uint32_t i = 0; i < resolver_bundles(r); i++) add_folder(w, resolver_bundle_path(r, i));
    return w->docs.len;
}

/* ---- texts that are known but for a part ---------------------------------------------------------------- */
static const WorkDoc *known_doc(const Work *w, const char *uri) {
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].uri, uri) == 0) return &w->docs.data[i];
    return NULL;
}

/* The known text with the part replaced; false when that is not what the server has. */
static bool put_text(Json *doc, const WorkDoc *known) {
    const char *with = json_str_or(json_get(doc, "with"), NULL);
    uint32_t start = with ? (uint32_t)json_int_or(json_get(doc, "start"), 0) : 0;
    uint32_t end = with ? (uint32_t)json_int_or(json_get(doc, "end"), 0) : 0;
    char hash[24];
    StrBuf b = {0};
    if (start > end || end > known->text.len) return false;
    sb_add(&b, known->text.p, start);
    sb_puts(&b, with ? with : "");
    sb_add(&b, known->text.p + end, known->text.len - end);
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)hash_bytes(b.p, b.len, 0));
    bool ok = !with || strcmp(hash, json_str_or(json_get(doc, "hash"), "")) == 0;
    if (ok) json_put(doc, "text", json_string(sb_view(&b)));
    sb_done(&b);
    return ok;
}

bool snapshot_texts(Work *w, Json *setup) {
    JSON_EACH(json_get(setup, "docs"), d) {
        if (json_get(d, "text")) continue;
        const WorkDoc *known = known_doc(w, json_str_or(json_get(d, "uri"), ""));
        if (!known || !put_text(d, known)) return false;
    }
    return true;
}

/* ---- changes ------------------------------------------------------------------------------------------------ */

enum { MANY_BODIES = 40 }; /* checked again after each edit: another snapshot pays */
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
    w->n_edits++;
    w->n_bodies += e.fns.len;
    session_edit_done(&e);
    return true;
}

static bool files_changed(const Work *w, Changes *c) {
    bool any = false;
    for (uint32_t i = 0; i < w->files.len; i++) {
        FileState now;
        const FileState *was = &w->files.data[i];
        if (file_state(was->path, &now) && now.mtime == was->mtime && now.size == was->size) continue;
        any = true;
        if (c) note(c, was->path);
    }
    return any;
}

/* Documents that are closed or whose text is another one, and files that changed on disk. */
/* A file that an import could not read, though it was there, may be another one now. */
static bool has_lost_import(const Module *m) {
    for (uint32_t i = 0; i < m->diags.diags.len; i++)
        if (m->diags.diags.data[i]->code == DIAG_unknown_module) return true;
    return false;
}

/* c NULL: only whether there is one. */
static bool find_lost_imports(Work *w, Changes *c) {
    uint32_t n;
    bool any = false;
    Module *const *modules = resolver_modules(session_cx(w->session)->resolver, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (modules[i]->is_std || !modules[i]->ast || !has_lost_import(modules[i])) continue;
        if (c) note(c, modules[i]->ast->source->path);
        any = true;
    }
    return any;
}

static void find_changes(Changes *c, const Json *docs) {
    Work *w = c->w;
    find_lost_imports(w, c);
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
    files_changed(w, c);
}

bool snapshot_defer(Work *w, const Json *setup, const char *uri) {
    const Json *docs = json_get(setup, "docs");
    const WorkDoc *asked = known_doc(w, uri);
    const char *text = NULL;
    if (!asked || !asked->query || json_len(docs) != w->docs.len) return false;
    JSON_EACH(docs, j) {
        const WorkDoc *d = known_doc(w, json_str_or(json_get(j, "uri"), ""));
        const char *now = json_str_or(json_get(j, "text"), "");
        if (!d || (d != asked && !str_eq_c(d->text, now))) return false;
        if (d == asked) text = now;
    }
    if (!text || folders_changed(w) || files_changed(w, NULL) || find_lost_imports(w, NULL) || !resolver_is_leaf(session_cx(w->session)->resolver, asked->module)) return false;
    source_overlay(session_sources(w->session), asked->path, text, strlen(text));
    return true;
}

bool snapshot_adapt(Work *w, const Json *setup) {
    Changes c = {.w = w};
    if (folders_changed(w)) return false;
    find_changes(&c, json_get(setup, "docs"));
    w->is_cold = c.paths.len || w->n_bodies > MANY_BODIES;
    if (!c.paths.len) return true;
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
