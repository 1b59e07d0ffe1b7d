/* SPDX-License-Identifier: Apache-2.0 */
/* Links to files, and imports that follow files which get another name. */
#include "semantic.h"

/* ---- links ----------------------------------------------------------------------------------------------- */
static bool in_url(char c) {
    return c > ' ' && (unsigned char)c < 0x7f && !strchr("\"'<>`{}|\\^", c);
}

static void put_link(Work *w, Source *s, Span at, Str target, uint32_t *n, StrBuf *out) {
    sb_puts(out, (*n)++ ? ",{\"range\":" : "{\"range\":");
    put_range(out, s, at, w->enc);
    sb_puts(out, ",\"target\":");
    json_quote(out, target);
    sb_char(out, '}');
}

/* Addresses in comments and strings: wherever they stand, they are no code. */
static void url_links(Work *w, Source *s, uint32_t *n, StrBuf *out) {
    for (uint32_t i = 0; i + 8 < s->size; i++) {
        if (s->data[i] != 'h' || (memcmp(s->data + i, "https://", 8) != 0 && memcmp(s->data + i, "http://", 7) != 0)) continue;
        uint32_t end = i;
        while (end < s->size && in_url(s->data[end])) end++;
        while (end > i && strchr(".,;:!?)]", s->data[end - 1])) end--;
        put_link(w, s, (Span){s->id, i, end}, (Str){s->data + i, end - i}, n, out);
        i = end;
    }
}

void document_links(Work *w, const Json *params, StrBuf *out) {
    WorkDoc *d = work_doc(w, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""));
    uint32_t n = 0;
    sb_char(out, '[');
    if (d) {
        Source *s = d->module->ast->source;
        uint32_t n_uses;
        const Use *uses = query_uses(d->query, &n_uses);
        for (uint32_t i = 0; i < n_uses; i++) { /* names of modules in imports */
            const Module *m = uses[i].decl->kind == DECL_MODULE ? (const Module *)uses[i].decl : NULL;
            if (!m || !m->ast || uses[i].at.file != s->id) continue;
            StrBuf uri = {0};
            path_to_uri(&uri, m->ast->source->path);
            put_link(w, s, uses[i].at, sb_view(&uri), &n, out);
            sb_done(&uri);
        }
        url_links(w, s, &n, out);
    }
    sb_char(out, ']');
}

/* ---- files with another name ----------------------------------------------------------------------------- */
typedef struct Renaming {
    Work *w;
    const char *from, *to; /* paths of a file, or of a folder */
    VEC(Edit) edits;
} Renaming;

static char *real_path(Arena *a, const char *path) {
    char *r = path_real(a, path);
    return r ? r : arena_strdup(a, path);
}

/* Where a module will be; NULL: it stays. */
static const char *new_place(Renaming *r, const Module *m) {
    const char *path = m->ast ? m->ast->source->path : m->path;
    char *real = real_path(&r->w->arena, path);
    size_t n = strlen(r->from);
    if (strcmp(real, r->from) == 0) return r->to;
    if (strncmp(real, r->from, n) == 0 && real[n] == '/') return arena_printf(&r->w->arena, "%s%s", r->to, real + n);
    return NULL;
}

/* `a.b.c` of a path below the folder; NULL when it is not below, or a part is no name. */
static const char *dotted_path(Arena *a, const char *dir, const char *path) {
    size_t n = strlen(dir);
    if (strncmp(path, dir, n) != 0 || path[n] != '/') return NULL;
    char *s = arena_strdup(a, path + n + 1), *dot = strrchr(s, '.');
    if (dot && !strchr(dot, '/')) *dot = 0;
    size_t len = strlen(s);
    if (len > 9 && strcmp(s + len - 9, "/__init__") == 0) s[len - 9] = 0;
    for (char *p = s; *p; p++) {
        if (*p == '/') *p = '.';
        else if (!unicode_xid_continue((unsigned char)*p) && (unsigned char)*p < 0x80) return NULL;
    }
    return *s ? s : NULL;
}

static void rename_path(Renaming *r, Module *m, const Item *item, uint32_t level, NodeList path) {
    Name names[32];
    uint32_t n = 0;
    EACH_NODE(path, x) {
        if (!IS(Name, x) || !AS(Name, x)->id || n == 32) return;
        names[n++] = AS(Name, x)->id;
    }
    Module *target = n ? resolver_import(session_cx(r->w->session)->resolver, m, level, names, n, NULL) : NULL;
    const char *place = target ? new_place(r, target) : NULL;
    if (!place) return;
    Arena *a = &r->w->arena;
    char *old = real_path(a, target->ast ? target->ast->source->path : target->path);
    uint32_t file = m->ast->source->id;
    Span all = {file, item->start + path.data[0]->pos, item->start + path.data[n - 1]->end};
    char *dir = path_dirname(a, real_path(a, m->ast->source->path));
    const char *dotted = level ? NULL : dotted_path(a, dir, place);
    if (!dotted && strcmp(path_dirname(a, old), path_dirname(a, place)) == 0) { /* another name at the same place */
        const char *stem = dotted_path(a, path_dirname(a, place), place);
        if (!stem) return;
        Span last = {file, item->start + path.data[n - 1]->pos, all.end};
        Edit e = {last, str_of(stem)};
        vec_push_in(a, &r->edits, e);
    } else if (dotted) {
        Edit e = {all, str_of(dotted)};
        vec_push_in(a, &r->edits, e);
    }
}

static void rename_in(Renaming *r, Module *m) {
    for (uint32_t k = 0; k < m->ast->n_items; k++) EACH_NODE(m->ast->items[k]->stmts, st) {
        if (IS(ImportFrom, st)) rename_path(r, m, m->ast->items[k], AS(ImportFrom, st)->level, AS(ImportFrom, st)->path);
        if (IS(Import, st)) EACH_NODE(AS(Import, st)->names, x) if (IS(Alias, x)) rename_path(r, m, m->ast->items[k], 0, AS(Alias, x)->path);
    }
}

static const char *stem_of(Arena *a, const char *path) {
    char *s = arena_strdup(a, path_basename(path)), *dot = strrchr(s, '.');
    if (dot) *dot = 0;
    return strcmp(s, "__init__") == 0 ? stem_of(a, path_dirname(a, path)) : s;
}

static void rename_everywhere(Renaming *r) {
    Work *w = r->w;
    Str stem = str_of(stem_of(&w->arena, r->from));
    int err = 0;
    StrMap seen = {0};
    for (uint32_t i = 0; i < w->docs.len; i++) {
        Module *m = session_load(w->session, w->docs.data[i].path, &err);
        strmap_put(&seen, str_of(w->docs.data[i].path), (void *)1);
        if (m && m->ast) rename_in(r, m);
    }
    uint32_t n;
    IndexedFile *const *files = index_files(w->index, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (files[i]->is_library || files[i]->is_python || strmap_has(&seen, str_of(files[i]->path)) || !index_has_word(files[i], stem)) continue;
        Module *m = session_load(w->session, files[i]->path, &err);
        if (m && m->ast) rename_in(r, m);
    }
    strmap_done(&seen);
}

void will_rename_files(Work *w, const Json *params, StrBuf *out) {
    VEC(Edit) edits = {0};
    JSON_EACH(json_get(params, "files"), f) {
        char *from = uri_to_path(&w->arena, json_str_or(json_get(f, "oldUri"), "")), *to = uri_to_path(&w->arena, json_str_or(json_get(f, "newUri"), ""));
        if (!from || !to) continue;
        char *folder = path_dirname(&w->arena, to), *real = path_real(&w->arena, folder);
        Renaming r = {.w = w, .from = real_path(&w->arena, from)};
        r.to = real ? path_join(&w->arena, real, path_basename(to)) : to;
        rename_everywhere(&r);
        for (uint32_t i = 0; i < r.edits.len; i++) vec_push_in(&w->arena, &edits, r.edits.data[i]);
    }
    if (edits.len) put_edits(w, edits.data, edits.len, out);
    else sb_puts(out, "null");
}
