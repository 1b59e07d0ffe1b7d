/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about the whole workspace: references, rename, symbols. */
#include "semantic.h"

/* ---- uses ---------------------------------------------------------------------------------------------- */

static void sweep_uses(Sweep *s, const Query *q) {
    uint32_t n;
    const Use *uses = query_uses(q, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (!same_thing(s->w, uses[i].decl, s->of)) continue;
        Source *src = source_of_span(s->w, uses[i].at);
        if (!src) continue;
        bool known = false;
        for (uint32_t k = 0; k < s->found.len && !known; k++)
            known = s->found.data[k].start == uses[i].at.start && strcmp(s->found.data[k].path, src->path) == 0;
        if (!known)
            vec_push_in(s->arena, &s->found, (Found){src->path, uses[i].at.start, uses[i].at.end, uses[i].is_decl, src});
    }
}

static void sweep_file(Sweep *s, const char *path) {
    int err = 0;
    Module *m = session_load(s->w->session, path, &err);
    Query *q = m ? query_new(s->w->session, m) : NULL;
    if (!q) return;
    vec_push_in(s->arena, &s->queries, q);
    sweep_uses(s, q);
}

/* Files are looked up in the index; those that hold the word and were not checked for an open document are. */
static void sweep_workspace(Sweep *s) {
    uint32_t n;
    Module *const *modules = resolver_modules(session_cx(s->w->session)->resolver, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!modules[i]->is_std && modules[i]->ast) strmap_put(&s->seen, str_of(modules[i]->ast->source->path), (void *)1);
    IndexedFile *const *files = index_files(s->w->index, &n);
    for (uint32_t i = 0; i < n; i++) {
        const IndexedFile *f = files[i];
        if (f->is_library || f->is_python || strmap_has(&s->seen, str_of(f->path)) || !index_has_word(f, s->name)) continue;
        sweep_file(s, f->path);
    }
}

/* Every use of a declaration, in the open documents and the workspace's files; `only`: for one nobody else can
 * name, the document that it is in. */
bool sweep_of(Work *w, const Decl *d, WorkDoc *only, Sweep *s) {
    *s = (Sweep){.w = w, .of = d, .name = name_str(d->name), .arena = &w->arena};
    for (uint32_t i = 0; i < w->docs.len; i++) {
        WorkDoc *doc = work_doc(w, w->docs.data[i].uri);
        if (!doc || (only && doc != only)) continue;
        strmap_put(&s->seen, str_of(doc->path), (void *)1);
        if (query_is_part(doc->query) && !only) continue; /* the whole is among the others */
        vec_push_in(s->arena, &s->queries, doc->query);
        sweep_uses(s, doc->query);
    }
    for (uint32_t i = 0; i < w->kept.len && !only; i++) {
        vec_push_in(s->arena, &s->queries, w->kept.data[i]);
        sweep_uses(s, w->kept.data[i]);
    }
    if (!only) sweep_workspace(s);
    return true;
}

static bool sweep(Work *w, const Json *params, Sweep *s) {
    At at;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (!u || !u->decl->name) return false;
    bool local = u->decl->kind == DECL_VAR || u->decl->kind == DECL_PARAM;
    return sweep_of(w, u->decl, local ? at.doc : NULL, s);
}

void references(Work *w, const Json *params, StrBuf *out) {
    Sweep s = {0};
    bool decl = json_bool_or(json_get(json_get(params, "context"), "includeDeclaration"), true), first = true;
    sb_char(out, '[');
    if (sweep(w, params, &s))
        for (uint32_t i = 0; i < s.found.len; i++) {
            const Found *f = &s.found.data[i];
            if (f->is_decl && !decl) continue;
            if (!first) sb_char(out, ',');
            first = false;
            put_location(w, out, (Span){f->source->id, f->start, f->end});
        }
    sb_char(out, ']');
}

static bool good_name(const char *s) {
    if (!*s || (*s >= '0' && *s <= '9')) return false;
    for (const char *p = s; *p; p++)
        if (!(*p == '_' || (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (unsigned char)*p >= 0x80))
            return false;
    return true;
}

static bool renameable(const Use *u) {
    const Decl *d = query_same(u->decl);
    return d->name && d->module && !d->module->is_std && d->kind != DECL_MODULE && query_decl_span(d).file &&
           !str_eq_c(name_str(d->name), "self") && !str_starts(name_str(d->name), STR("__"));
}

void prepare_rename(Work *w, const Json *params, StrBuf *out) {
    At at;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (u && renameable(u)) put_range(out, at.source, u->at, w->enc);
    else sb_puts(out, "null");
}

bool rename_symbol(Work *w, const Json *params, StrBuf *out) {
    Sweep s = {0};
    At at;
    const char *name = json_str_or(json_get(params, "newName"), "");
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (!good_name(name)) {
        sb_puts(out, "the new name is not an identifier");
        return false;
    }
    if (!u || !renameable(u) || !sweep(w, params, &s)) {
        sb_puts(out, "this cannot be renamed");
        return false;
    }
    sb_puts(out, "{\"changes\":{");
    bool first = true;
    for (uint32_t i = 0; i < s.found.len; i++) {
        bool done = false;
        for (uint32_t k = 0; k < i && !done; k++) done = strcmp(s.found.data[k].path, s.found.data[i].path) == 0;
        if (done) continue;
        if (!first) sb_char(out, ',');
        first = false;
        put_uri(w, out, s.found.data[i].source);
        sb_puts(out, ":[");
        for (uint32_t k = i, n = 0; k < s.found.len; k++) {
            const Found *f = &s.found.data[k];
            if (strcmp(f->path, s.found.data[i].path) != 0) continue;
            /* what stands there is the name itself (an import under another name is not) */
            if (f->end - f->start != s.name.len || memcmp(f->source->data + f->start, s.name.p, s.name.len) != 0) continue;
            sb_puts(out, n++ ? ",{\"range\":" : "{\"range\":");
            put_range(out, f->source, (Span){f->source->id, f->start, f->end}, w->enc);
            sb_puts(out, ",\"newText\":");
            json_quote(out, str_of(name));
            sb_char(out, '}');
        }
        sb_char(out, ']');
    }
    sb_puts(out, "}}");
    return true;
}

/* ---- symbols ------------------------------------------------------------------------------------------------ */
static const uint8_t symbol_kinds[] = {12, 6, 9, 23, 11, 5, 8, 13, 14, 23};

typedef struct Symbols {
    Work *w;
    StrBuf *out;
    const char *query;
    uint32_t n;
} Symbols;

bool fuzzy(const char *pattern, const char *name) {
    for (; *pattern; pattern++) {
        char c = *pattern | 0x20;
        while (*name && ((*name | 0x20) != c)) name++;
        if (!*name) return false;
        name++;
    }
    return true;
}

static void put_symbol(Symbols *y, const char *name, const char *container, OutlineKind kind) {
    sb_puts(y->out, y->n++ ? ",{\"name\":" : "{\"name\":");
    json_quote(y->out, str_of(name));
    if (container) {
        sb_puts(y->out, ",\"containerName\":");
        json_quote(y->out, str_of(container));
    }
    sb_printf(y->out, ",\"kind\":%d,\"location\":", symbol_kinds[kind]);
}

/* An open document: as it stands in the editor. */
static void symbols_of_doc(Symbols *y, const char *path) {
    int err = 0;
    Source *s = source_load(session_sources(y->w->session), path, &err);
    if (!s) return;
    Ast *ast = ast_parse(s);
    Arena a;
    arena_init(&a);
    Outline o;
    query_outline(ast, &a, &o);
    const char *container = NULL;
    for (uint32_t i = 0; i < o.entries.len && y->n < 500; i++) {
        const OutlineEntry *e = &o.entries.data[i];
        if (e->depth == 0) container = e->name;
        if (e->depth > 1 || !fuzzy(y->query, e->name)) continue;
        put_symbol(y, e->name, e->depth ? container : NULL, e->kind);
        put_location(y->w, y->out, e->name_at);
        sb_char(y->out, '}');
    }
    arena_done(&a);
    ast_free(ast);
}

static void symbols_of_file(Symbols *y, const IndexedFile *f) {
    StrBuf uri = {0};
    path_to_uri(&uri, f->path);
    for (uint32_t i = 0; i < f->symbols.len && y->n < 500; i++) {
        const IndexSymbol *s = &f->symbols.data[i];
        if (!fuzzy(y->query, s->name)) continue;
        put_symbol(y, s->name, s->container, s->kind);
        sb_puts(y->out, "{\"uri\":");
        json_quote(y->out, sb_view(&uri));
        sb_printf(y->out, ",\"range\":{\"start\":{\"line\":%u,\"character\":%u},\"end\":{\"line\":%u,\"character\":%u}}}}",
                  s->start.line, s->start.col, s->end.line, s->end.col);
    }
    sb_done(&uri);
}

void workspace_symbols(Work *w, const Json *params, StrBuf *out) {
    Symbols y = {w, out, json_str_or(json_get(params, "query"), ""), 0};
    sb_char(out, '[');
    for (uint32_t i = 0; i < w->docs.len; i++) symbols_of_doc(&y, w->docs.data[i].path);
    uint32_t n;
    IndexedFile *const *files = index_files(w->index, &n);
    for (uint32_t i = 0; i < n && y.n < 500; i++) {
        bool open = files[i]->is_library;
        for (uint32_t k = 0; k < w->docs.len && !open; k++) open = strcmp(w->docs.data[k].path, files[i]->path) == 0;
        if (!open) symbols_of_file(&y, files[i]);
    }
    sb_char(out, ']');
}

/* A lens of the front, with the number of uses. */
void resolve_lens(Work *w, const Json *params, StrBuf *out) {
    const Json *data = json_get(params, "data"), *start = json_get(json_get(params, "range"), "start");
    WorkDoc *d = work_doc(w, json_str_or(json_get(data, "uri"), ""));
    Sweep s = {0};
    const Use *u = NULL;
    Source *src = d ? d->module->ast->source : NULL;
    if (src) u = query_use_at(d->query, src->id, read_position(start, src, w->enc));
    uint32_t n = 0;
    if (u && u->decl->name && sweep_of(w, u->decl, NULL, &s))
        for (uint32_t i = 0; i < s.found.len; i++) n += !s.found.data[i].is_decl;
    sb_puts(out, "{\"range\":");
    json_print(out, json_get(params, "range"), false);
    sb_printf(out, ",\"command\":{\"title\":\"%u reference%s\",\"command\":\"%s\",\"arguments\":[{\"uri\":", n, n == 1 ? "" : "s",
              n ? "mojo.showReferences" : "");
    json_quote(out, str_of(d ? d->uri : ""));
    sb_puts(out, ",\"position\":");
    json_print(out, start, false);
    sb_puts(out, "}]}}");
}
