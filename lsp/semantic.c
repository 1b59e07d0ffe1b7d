/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that names and types answer, in the worker: parameters in, JSON text out. */
#include "semantic.h"

bool where(Work *w, const Json *params, At *at) {
    at->doc = work_doc(w, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""));
    if (!at->doc) return false;
    at->source = at->doc->module->ast->source;
    at->offset = read_position(json_get(params, "position"), at->source, w->enc);
    return true;
}

Source *source_of_span(Work *w, Span s) {
    return s.file ? source_get(session_sources(w->session), s.file) : NULL;
}

void put_uri(Work *w, StrBuf *out, const Source *s) {
    StrBuf uri = {0};
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].path, s->path) == 0) {
            json_quote(out, str_of(w->docs.data[i].uri));
            return;
        }
    path_to_uri(&uri, s->path);
    json_quote(out, sb_view(&uri));
    sb_done(&uri);
}

bool put_location(Work *w, StrBuf *out, Span at) {
    Source *s = source_of_span(w, at);
    if (!s) return false;
    sb_puts(out, "{\"uri\":");
    put_uri(w, out, s);
    sb_puts(out, ",\"range\":");
    put_range(out, s, at, w->enc);
    sb_char(out, '}');
    return true;
}

/* ---- diagnostics ---------------------------------------------------------------------------------- */
static void diagnostics(Work *w, const Json *params, StrBuf *out) {
    WorkDoc *d = work_doc(w, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""));
    bool first = true;
    sb_char(out, '[');
    if (d) {
        Arena a;
        arena_init(&a);
        DiagSink sink;
        diag_sink_init(&sink, &a);
        session_diags(w->session, &a, &sink);
        for (uint32_t i = 0; i < sink.diags.len; i++) {
            Source *s = source_of_span(w, sink.diags.data[i]->at);
            if (!s || strcmp(s->path, d->path) != 0) continue;
            if (!first) sb_char(out, ',');
            first = false;
            diag_json(out, session_sources(w->session), sink.diags.data[i], w->enc);
        }
        arena_done(&a);
    }
    sb_char(out, ']');
}

/* ---- what is here ----------------------------------------------------------------------------------- */
static void hover(Work *w, const Json *params, StrBuf *out) {
    At at;
    Span range;
    StrBuf text = {0};
    if (where(w, params, &at) && query_hover(at.doc->query, at.source->id, at.offset, &text, &range)) {
        sb_puts(out, "{\"contents\":{\"kind\":\"markdown\",\"value\":");
        json_quote(out, sb_view(&text));
        sb_puts(out, "},\"range\":");
        put_range(out, at.source, range, w->enc);
        sb_char(out, '}');
    } else {
        sb_puts(out, "null");
    }
    sb_done(&text);
}

static void definition(Work *w, const Json *params, StrBuf *out, bool of_type) {
    At at;
    if (!where(w, params, &at)) {
        sb_puts(out, "null");
        return;
    }
    const Use *u = query_use_at(at.doc->query, at.source->id, at.offset);
    const Decl *d = of_type ? query_type_decl(at.doc->query, at.source->id, at.offset) : u ? u->decl : NULL;
    bool first = true;
    sb_char(out, '[');
    if (d && d->kind == DECL_FNSET) {
        const FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < set->fns.len; i++) {
            StrBuf one = {0};
            if (put_location(w, &one, query_decl_span(&set->fns.data[i]->decl))) {
                if (!first) sb_char(out, ',');
                first = false;
                sb_str(out, sb_view(&one));
            }
            sb_done(&one);
        }
    } else if (d) {
        put_location(w, out, query_decl_span(d));
    }
    sb_char(out, ']');
}

/* One thing may have several declarations in memory (a file loaded twice): places are compared. */
bool same_thing(Work *w, const Decl *x, const Decl *y) {
    x = query_same(x);
    y = query_same(y);
    if (x == y) return true;
    if (x->name != y->name || x->kind != y->kind) return false;
    Span a = query_decl_span(x), b = query_decl_span(y);
    Source *s = source_of_span(w, a), *t = source_of_span(w, b);
    return s && t && a.start == b.start && strcmp(s->path, t->path) == 0;
}

/* The structs of the program that conform to the trait at the position. */
static void implementations(Work *w, const Json *params, StrBuf *out) {
    At at;
    sb_char(out, '[');
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (u && u->decl->kind == DECL_TRAIT) {
        uint32_t n;
        bool first = true;
        Module *const *modules = resolver_modules(session_cx(w->session)->resolver, &n);
        for (uint32_t i = 0; i < n; i++) {
            if (modules[i]->is_std || !modules[i]->ast) continue;
            MAP_EACH(&modules[i]->scope.names, e) {
                const StructDecl *s = e->value;
                if (!s || s->decl.kind != DECL_STRUCT || s->decl.module != modules[i]) continue;
                bool conforms = false;
                for (uint32_t k = 0; k < s->conformances.len && !conforms; k++) {
                    Val t = s->conformances.data[k].trait;
                    conforms = t && t->kind == V_TRAITREF && same_thing(w, t->u.decl, u->decl);
                }
                StrBuf one = {0};
                if (conforms && put_location(w, &one, query_decl_span(&s->decl))) {
                    if (!first) sb_char(out, ',');
                    first = false;
                    sb_str(out, sb_view(&one));
                }
                sb_done(&one);
            }
        }
    }
    sb_char(out, ']');
}

enum { HIGHLIGHT_TEXT = 1, HIGHLIGHT_READ = 2, HIGHLIGHT_WRITE = 3 };

/* A use that gives the value away or is passed to be changed is a write, and covers its `^`; the last use, after
 * which the value is destroyed, is marked as text. */
static int highlight_of(const Ownership *o, const VarDecl *v, Span *at, int kind) {
    for (uint32_t i = 0; i < o->ranges.len; i++) {
        const OwnedRange *r = &o->ranges.data[i];
        if (r->var != v || r->at.start != at->start) continue;
        if (r->kind == OWNED_MOVED || r->kind == OWNED_SET_AGAIN || (r->kind == OWNED_BORROWED_MUT && r->is_argument)) {
            if (r->kind == OWNED_MOVED) at->end = r->at.end;
            return HIGHLIGHT_WRITE;
        }
        if (r->kind == OWNED_DESTROYED && r->is_last && kind == HIGHLIGHT_READ) kind = HIGHLIGHT_TEXT;
    }
    return kind;
}

static void highlights(Work *w, const Json *params, StrBuf *out) {
    At at;
    sb_char(out, '[');
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (u) {
        uint32_t n;
        bool first = true;
        const Use *uses = query_uses(at.doc->query, &n);
        Ownership owned = {0};
        const VarDecl *v = u->decl->kind == DECL_VAR ? DECL_AS(VarDecl, u->decl) : NULL;
        if (v) query_ownership(at.doc->query, at.offset, &w->arena, &owned);
        for (uint32_t i = 0; i < n; i++) {
            if (uses[i].at.file != at.source->id || !same_thing(w, uses[i].decl, u->decl)) continue;
            if (!first) sb_char(out, ',');
            first = false;
            Span span = uses[i].at;
            int kind = uses[i].is_decl || uses[i].is_write ? HIGHLIGHT_WRITE : HIGHLIGHT_READ;
            if (v) kind = highlight_of(&owned, v, &span, kind);
            sb_puts(out, "{\"range\":");
            put_range(out, at.source, span, w->enc);
            sb_printf(out, ",\"kind\":%d}", kind);
        }
    }
    sb_char(out, ']');
}

/* ---- the workspace ------------------------------------------------------------------------------------ */
typedef struct Found {
    const char *path;
    uint32_t start, end;
    bool is_decl;
    Source *source;
} Found;
typedef struct Sweep {
    Work *w;
    const Decl *of;
    Str name;
    Arena *arena;
    VEC(Found) found;
    StrMap seen; /* paths done */
    uint32_t files;
} Sweep;

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

static bool sweep_file(void *ctx, const char *path, bool is_dir) {
    Sweep *s = ctx;
    const char *dot = strrchr(path, '.');
    if (is_dir || !dot || (strcmp(dot, ".mojo") != 0 && strcmp(dot, ".🔥") != 0)) return true;
    if (strmap_has(&s->seen, str_of(path)) || s->files > 5000) return true;
    strmap_put(&s->seen, str_of(path), (void *)1);
    char *data = NULL;
    size_t size = 0;
    if (file_read(path, &data, &size) != 0) return true;
    bool has = memmem(data, size, s->name.p, s->name.len) != NULL;
    free(data);
    if (!has) return true;
    s->files++;
    int err = 0;
    Module *m = session_load(s->w->session, path, &err);
    Query *q = m ? query_new(s->w->session, m) : NULL;
    if (q) sweep_uses(s, q);
    return true;
}

/* Every use of what is at the position, in the open documents and the workspace's files. */
static bool sweep(Work *w, const Json *params, Sweep *s) {
    At at;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (!u || !u->decl->name) return false;
    *s = (Sweep){.w = w, .of = u->decl, .name = name_str(u->decl->name), .arena = &w->arena};
    sweep_uses(s, at.doc->query);
    strmap_put(&s->seen, str_of(at.doc->path), (void *)1);
    bool local = u->decl->kind == DECL_VAR || u->decl->kind == DECL_PARAM;
    for (uint32_t i = 0; i < w->docs.len && !local; i++) {
        const char *path = w->docs.data[i].path;
        if (strmap_has(&s->seen, str_of(path))) continue;
        strmap_put(&s->seen, str_of(path), (void *)1);
        WorkDoc *d = work_doc(w, w->docs.data[i].uri);
        if (d) sweep_uses(s, d->query);
    }
    for (uint32_t i = 0; i < w->roots.len && !local; i++) dir_walk(w->roots.data[i], sweep_file, s);
    return true;
}

static void references(Work *w, const Json *params, StrBuf *out) {
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

static void prepare_rename(Work *w, const Json *params, StrBuf *out) {
    At at;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (u && renameable(u)) put_range(out, at.source, u->at, w->enc);
    else sb_puts(out, "null");
}

static bool rename_symbol(Work *w, const Json *params, StrBuf *out) {
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

typedef struct Symbols {
    Work *w;
    StrBuf *out;
    const char *query;
    uint32_t n;
} Symbols;

static bool fuzzy(const char *pattern, const char *name) {
    for (; *pattern; pattern++) {
        char c = *pattern | 0x20;
        while (*name && ((*name | 0x20) != c)) name++;
        if (!*name) return false;
        name++;
    }
    return true;
}

static bool symbols_of(void *ctx, const char *path, bool is_dir) {
    static const uint8_t kinds[] = {12, 6, 9, 23, 11, 5, 8, 13, 14, 23};
    Symbols *y = ctx;
    const char *dot = strrchr(path, '.');
    if (is_dir || !dot || (strcmp(dot, ".mojo") != 0 && strcmp(dot, ".🔥") != 0 && strcmp(dot, ".py") != 0)) return true;
    int err = 0;
    Source *s = source_load(session_sources(y->w->session), path, &err);
    if (!s) return true;
    Ast *ast = ast_parse(s);
    Arena a;
    arena_init(&a);
    Outline o;
    query_outline(ast, &a, &o);
    for (uint32_t i = 0; i < o.entries.len && y->n < 500; i++) {
        const OutlineEntry *e = &o.entries.data[i];
        if (e->depth > 1 || !fuzzy(y->query, e->name)) continue;
        sb_puts(y->out, y->n++ ? ",{\"name\":" : "{\"name\":");
        json_quote(y->out, str_of(e->name));
        sb_printf(y->out, ",\"kind\":%d,\"location\":", kinds[e->kind]);
        put_location(y->w, y->out, e->name_at);
        sb_char(y->out, '}');
    }
    arena_done(&a);
    ast_free(ast);
    return y->n < 500;
}

static void workspace_symbols(Work *w, const Json *params, StrBuf *out) {
    Symbols y = {w, out, json_str_or(json_get(params, "query"), ""), 0};
    sb_char(out, '[');
    for (uint32_t i = 0; i < w->roots.len; i++) dir_walk(w->roots.data[i], symbols_of, &y);
    if (!w->roots.len)
        for (uint32_t i = 0; i < w->docs.len; i++) symbols_of(&y, w->docs.data[i].path, false);
    sb_char(out, ']');
}

/* ---- typing ---------------------------------------------------------------------------------------------- */
static void completion(Work *w, const Json *params, StrBuf *out) {
    const char *uri = json_str_or(json_get(json_get(params, "textDocument"), "uri"), "");
    const char *path = NULL;
    int err = 0;
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].uri, uri) == 0) path = w->docs.data[i].path;
    Source *s = path ? source_load(session_sources(w->session), path, &err) : NULL;
    sb_puts(out, "{\"isIncomplete\":false,\"items\":[");
    if (s) {
        Completions c;
        query_complete(w->session, s, read_position(json_get(params, "position"), s, w->enc), &w->arena, &c);
        uint32_t n = 0;
        Str word = {s->data + c.word_start, c.word_end - c.word_start};
        char *typed = arena_strndup(&w->arena, word.p, word.len);
        for (uint32_t i = 0; i < c.list.len; i++) {
            const Completion *x = &c.list.data[i];
            if (!fuzzy(typed, x->label)) continue;
            bool starts = strncasecmp(typed, x->label, word.len) == 0;
            sb_puts(out, n++ ? ",{\"label\":" : "{\"label\":");
            json_quote(out, str_of(x->label));
            sb_printf(out, ",\"kind\":%d,\"sortText\":\"%d%u%05u\"", x->kind, !starts, x->rank, n);
            if (x->detail) {
                sb_puts(out, ",\"detail\":");
                json_quote(out, str_of(x->detail));
            }
            if (x->doc) {
                sb_puts(out, ",\"documentation\":{\"kind\":\"markdown\",\"value\":");
                json_quote(out, str_of(x->doc));
                sb_char(out, '}');
            }
            if (x->insert && w->snippets) {
                sb_puts(out, ",\"insertTextFormat\":2,\"insertText\":");
                json_quote(out, str_of(x->insert));
            }
            if (x->deprecated) sb_puts(out, ",\"tags\":[1]");
            sb_char(out, '}');
        }
    }
    sb_puts(out, "]}");
}

static void signature_help(Work *w, const Json *params, StrBuf *out) {
    At at;
    Help h;
    if (!where(w, params, &at) || !query_signature_help(w->session, at.doc->module, at.doc->query, at.offset, &w->arena, &h)) {
        sb_puts(out, "null");
        return;
    }
    sb_puts(out, "{\"signatures\":[{\"label\":");
    json_quote(out, str_of(h.label));
    if (h.doc) {
        sb_puts(out, ",\"documentation\":{\"kind\":\"markdown\",\"value\":");
        json_quote(out, str_of(h.doc));
        sb_char(out, '}');
    }
    sb_puts(out, ",\"parameters\":[");
    for (uint32_t i = 0; i < h.params.len; i++) {
        sb_puts(out, i ? ",{\"label\":" : "{\"label\":");
        json_quote(out, (Str){h.label + h.params.data[i].start, h.params.data[i].end - h.params.data[i].start});
        sb_char(out, '}');
    }
    sb_printf(out, "]}],\"activeSignature\":0,\"activeParameter\":%u}", h.active);
}

/* ---- code actions ------------------------------------------------------------------------------------------ */
static void put_fix(Work *w, const Diag *d, const Fix *f, StrBuf *out, bool preferred) {
    sb_puts(out, "{\"title\":");
    json_quote(out, str_of(f->title));
    sb_puts(out, ",\"kind\":\"quickfix\"");
    if (preferred) sb_puts(out, ",\"isPreferred\":true");
    sb_puts(out, ",\"diagnostics\":[");
    diag_json(out, session_sources(w->session), d, w->enc);
    sb_puts(out, "],\"edit\":{\"changes\":{");
    bool first = true;
    for (uint32_t i = 0; i < f->edits.len; i++) {
        Source *s = source_of_span(w, f->edits.data[i].at);
        bool done = !s;
        for (uint32_t k = 0; k < i && !done; k++) done = f->edits.data[k].at.file == f->edits.data[i].at.file;
        if (done) continue;
        if (!first) sb_char(out, ',');
        first = false;
        put_uri(w, out, s);
        sb_puts(out, ":[");
        for (uint32_t k = i; k < f->edits.len; k++) {
            if (f->edits.data[k].at.file != f->edits.data[i].at.file) continue;
            sb_puts(out, k > i ? ",{\"range\":" : "{\"range\":");
            put_range(out, s, f->edits.data[k].at, w->enc);
            sb_puts(out, ",\"newText\":");
            json_quote(out, f->edits.data[k].text);
            sb_char(out, '}');
        }
        sb_char(out, ']');
    }
    sb_puts(out, "}}}");
}

static void code_actions(Work *w, const Json *params, StrBuf *out) {
    WorkDoc *d = work_doc(w, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""));
    bool first = true;
    sb_char(out, '[');
    if (d) {
        Source *src = d->module->ast->source;
        const Json *range = json_get(params, "range");
        uint32_t from = read_position(json_get(range, "start"), src, w->enc);
        uint32_t to = read_position(json_get(range, "end"), src, w->enc);
        DiagSink sink;
        diag_sink_init(&sink, &w->arena);
        session_diags(w->session, &w->arena, &sink);
        for (uint32_t i = 0; i < sink.diags.len; i++) {
            const Diag *g = sink.diags.data[i];
            if (g->at.file != src->id || g->at.end < from || g->at.start > to) continue;
            for (uint32_t k = 0; k < g->fixes.len; k++) {
                if (!first) sb_char(out, ',');
                first = false;
                put_fix(w, g, g->fixes.data[k], out, k == 0 && g->fixes.data[k]->trust == FIX_SAFE);
            }
        }
        StrBuf all = {0};
        uint32_t mine = 0;
        for (uint32_t i = 0; i < sink.diags.len; i++)
            if (sink.diags.data[i]->at.file == src->id) sink.diags.data[mine++] = sink.diags.data[i];
        uint32_t n = diag_apply_fixes(src, sink.diags.data, mine, &all);
        if (n) {
            sb_printf(out, "%s{\"title\":\"Apply all %u certain fixes\",\"kind\":\"source.fixAll.mojo\",\"edit\":{\"changes\":{",
                      first ? "" : ",", n);
            put_uri(w, out, src);
            sb_puts(out, ":[{\"range\":");
            put_range(out, src, (Span){src->id, 0, src->size}, w->enc);
            sb_puts(out, ",\"newText\":");
            json_quote(out, sb_view(&all));
            sb_puts(out, "}]}}}");
        }
        sb_done(&all);
    }
    sb_char(out, ']');
}

bool answer_semantic(Work *w, const char *method, const Json *params, StrBuf *out) {
    Str m = str_of(method);
    if (str_eq_c(m, "$diagnostics")) diagnostics(w, params, out);
    else if (str_eq_c(m, "textDocument/hover")) hover(w, params, out);
    else if (str_eq_c(m, "textDocument/definition") || str_eq_c(m, "textDocument/declaration")) definition(w, params, out, false);
    else if (str_eq_c(m, "textDocument/typeDefinition")) definition(w, params, out, true);
    else if (str_eq_c(m, "textDocument/documentHighlight")) highlights(w, params, out);
    else if (str_eq_c(m, "textDocument/implementation")) implementations(w, params, out);
    else if (str_eq_c(m, "textDocument/references")) references(w, params, out);
    else if (str_eq_c(m, "textDocument/prepareRename")) prepare_rename(w, params, out);
    else if (str_eq_c(m, "textDocument/rename")) return rename_symbol(w, params, out);
    else if (str_eq_c(m, "workspace/symbol")) workspace_symbols(w, params, out);
    else if (str_eq_c(m, "textDocument/completion")) completion(w, params, out);
    else if (str_eq_c(m, "textDocument/signatureHelp")) signature_help(w, params, out);
    else if (str_eq_c(m, "textDocument/inlayHint")) hints(w, params, out);
    else if (str_eq_c(m, "inlayHint/resolve")) resolve_hint(w, params, out);
    else if (str_eq_c(m, "mojo/ownership")) ownership(w, params, out);
    else if (str_eq_c(m, "textDocument/codeAction")) code_actions(w, params, out);
    else {
        sb_puts(out, "no such request");
        return false;
    }
    return true;
}
