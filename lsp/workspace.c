/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about the whole workspace: references, rename, symbols. */
#include "uses.h"

/* ---- uses ---------------------------------------------------------------------------------------------- */
typedef struct Answer {
    Search *s;
    StrBuf *out;
    uint32_t n;
    bool declarations; /* are wanted too */
    Str name;          /* rename: what stands there, and … */
    const char *to;    /* … shall */
    const FileUses *file;
} Answer;

static const Use *use_here(Work *w, const Json *params, At *at) {
    const Use *u = where(w, params, at) ? query_use_at(at->doc->query, at->source->id, at->offset) : NULL;
    return u && u->decl->name ? u : NULL;
}

static bool put_reference(void *ctx, FileUses *f, const UseRec *u) {
    Answer *x = ctx;
    if ((u->flags & USE_DECL) && !x->declarations) return true;
    if (x->n++) sb_char(x->out, ',');
    put_use_location(x->s, f, u, x->out);
    return true;
}

/* The library's files are not searched. */
static void put_library_decl(Work *w, const Decl *d, Answer *x) {
    StrBuf one = {0};
    const Span at = query_decl_span(query_same(d));
    if (at.end > at.start && put_location(w, &one, at)) {
        if (x->n++) sb_char(x->out, ',');
        sb_str(x->out, sb_view(&one));
    }
    sb_done(&one);
}

void references(Work *w, const Json *params, StrBuf *out) {
    Search s;
    At at;
    Answer x = {&s, out, .declarations = json_bool_or(json_get(json_get(params, "context"), "includeDeclaration"), true)};
    const Use *u = use_here(w, params, &at);
    sb_char(out, '[');
    if (u) {
        search_begin(&s, w, name_str(u->decl->name), is_local(u->decl) ? at.doc : NULL);
        search_for(&s, u->decl, REACH_ONE);
        search_uses(&s, put_reference, &x);
        search_done(&s);
        if (x.declarations && u->decl->module && u->decl->module->is_std) put_library_decl(w, u->decl, &x);
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

/* Whether a trait of the library asks for a member of this name. */
static bool library_asks(const Val trait, Name name) {
    const Decl *t = trait && trait->kind == V_TRAITREF ? trait->u.decl : NULL;
    return t && t->module && t->module->is_std && scope_get(&DECL_AS(const TraitDecl, t)->members, name);
}

static bool is_asked_for(const Decl *d) {
    const Decl *type = d->parent;
    bool asked = false;
    if (type && type->kind == DECL_STRUCT) {
        const StructDecl *s = DECL_AS(const StructDecl, type);
        for (uint32_t i = 0; i < s->conformances.len; i++) asked |= library_asks(s->conformances.data[i].trait, d->name);
    } else if (type && type->kind == DECL_TRAIT) {
        const TraitDecl *t = DECL_AS(const TraitDecl, type);
        for (uint32_t i = 0; i < t->parents.len; i++) asked |= library_asks(t->parents.data[i], d->name);
    }
    return asked;
}

static bool renameable(const Use *u) {
    const Decl *d = query_same(u->decl);
    return d->name && d->module && !d->module->is_std && !is_asked_for(d) && d->kind != DECL_MODULE && query_decl_span(d).file &&
           !str_eq_c(name_str(d->name), "self") && !str_starts(name_str(d->name), STR("__"));
}

void prepare_rename(Work *w, const Json *params, StrBuf *out) {
    At at;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (u && renameable(u)) put_range(out, at.source, u->at, w->enc);
    else sb_puts(out, "null");
}

/* One edit; the first of a file begins its list. */
static bool put_edit(void *ctx, FileUses *f, const UseRec *u) {
    Answer *x = ctx;
    if (!(u->flags & USE_NAMED)) return true; /* what stands there is another name: `Self`, an import's alias */
    if (x->file != f) {
        sb_puts(x->out, x->file ? "]," : "");
        put_file_uri(x->s->w, f->file->path, x->out);
        sb_puts(x->out, ":[");
        x->file = f;
        x->n = 0;
    }
    sb_puts(x->out, x->n++ ? ",{\"range\":" : "{\"range\":");
    put_use_range(x->s, f, u, x->out);
    sb_puts(x->out, ",\"newText\":");
    json_quote(x->out, str_of(x->to));
    sb_char(x->out, '}');
    return true;
}

bool rename_symbol(Work *w, const Json *params, StrBuf *out) {
    Search s;
    At at;
    const char *name = json_str_or(json_get(params, "newName"), "");
    const Use *u = use_here(w, params, &at);
    if (!good_name(name)) {
        sb_puts(out, "the new name is not an identifier");
        return false;
    }
    if (!u || !renameable(u)) {
        sb_puts(out, "this cannot be renamed");
        return false;
    }
    Answer x = {&s, out, .to = name};
    search_begin(&s, w, name_str(u->decl->name), is_local(u->decl) ? at.doc : NULL);
    search_for(&s, u->decl, REACH_ALL);
    sb_puts(out, "{\"changes\":{");
    search_uses(&s, put_edit, &x);
    sb_puts(out, x.file ? "]}}" : "}}");
    search_done(&s);
    return true;
}

/* ---- symbols ------------------------------------------------------------------------------------------------ */
static const uint8_t symbol_kinds[] = {12, 6, 9, 23, 11, 5, 8, 13, 14, 23};

enum { MAX_SYMBOLS = 500 };
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

/* Columns that depend on the encoding need the text; it may have changed meanwhile. */
static void put_symbol_range(Symbols *y, const IndexedFile *f, const FactSymbol *s) {
    int err = 0;
    Source *src = s->is_wide && y->w->enc != POS_UTF8 ? source_load(session_sources(y->w->session), f->path, &err) : NULL;
    if (src) put_range(y->out, src, (Span){src->id, s->start, s->start + (s->end_col - s->col)}, y->w->enc);
    else put_plain_range(y->out, (PlaceRec){s->line, s->col}, (PlaceRec){s->line, s->end_col});
}

static void put_symbol(Symbols *y, const IndexedFile *f, const Blob *b, const FactSymbol *s) {
    sb_puts(y->out, y->n++ ? ",{\"name\":" : "{\"name\":");
    json_quote(y->out, str_of(blob_string(b, s->name)));
    if (s->container) {
        sb_puts(y->out, ",\"containerName\":");
        json_quote(y->out, str_of(blob_string(b, s->container)));
    }
    sb_printf(y->out, ",\"kind\":%d,\"location\":{\"uri\":", symbol_kinds[s->kind]);
    put_file_uri(y->w, f->path, y->out);
    sb_puts(y->out, ",\"range\":");
    put_symbol_range(y, f, s);
    sb_puts(y->out, "}}");
}

static bool starts_with(const char *name, const char *prefix) {
    for (; *prefix; name++, prefix++)
        if ((*name | 0x20) != (*prefix | 0x20)) return false;
    return true;
}

/* In this order, as there is an end to the list. */
typedef enum Round { ROUND_STARTS, ROUND_HAS, ROUND_LIBRARY, ROUND_COUNT } Round;

static bool fits(const Symbols *y, Round round, const char *name, const FactSymbol *s) {
    switch (round) {
    case ROUND_STARTS: return starts_with(name, y->query);
    case ROUND_HAS: return !starts_with(name, y->query) && fuzzy(y->query, name);
    default: return *y->query && !s->container && name[0] != '_' && starts_with(name, y->query);
    }
}

static void symbols_of_file(Symbols *y, const IndexedFile *f, Round round) {
    const FileFacts *facts = index_facts(f);
    const Blob *b = f->document_blob.data ? &f->document_blob : &f->blob;
    for (uint32_t i = 0; i < facts->n_symbols && y->n < MAX_SYMBOLS; i++)
        if (fits(y, round, blob_string(b, facts->symbols[i].name), &facts->symbols[i])) put_symbol(y, f, b, &facts->symbols[i]);
}

void workspace_symbols(Work *w, const Json *params, StrBuf *out) {
    Symbols y = {w, out, json_str_or(json_get(params, "query"), ""), 0};
    uint32_t n, n_open = 0;
    IndexedFile *const *files = index_files(w->index, &n);
    const IndexedFile **open = ARENA_ARRAY(&w->arena, const IndexedFile *, w->docs.len + 1);
    Map seen = {0};
    sb_char(out, '[');
    documents_to_index(w);
    for (uint32_t i = 0; i < w->docs.len; i++) { /* what is open comes first */
        const IndexedFile *f = index_find(w->index, w->docs.data[i].path);
        if (!f || map_has(&seen, f)) continue;
        map_put(&seen, f, (void *)1);
        open[n_open++] = f;
    }
    for (Round round = ROUND_STARTS; round < ROUND_COUNT; round++) {
        for (uint32_t i = 0; i < n_open && round != ROUND_LIBRARY; i++) symbols_of_file(&y, open[i], round);
        for (uint32_t i = 0; i < n; i++)
            if (files[i]->is_library == (round == ROUND_LIBRARY) && !map_has(&seen, files[i])) symbols_of_file(&y, files[i], round);
    }
    map_done(&seen);
    sb_char(out, ']');
}

static bool count_use(void *ctx, FileUses *f, const UseRec *u) {
    (void)f;
    *(uint32_t *)ctx += !(u->flags & USE_DECL);
    return true;
}

/* A lens of the front, with the number of uses. */
void resolve_lens(Work *w, const Json *params, StrBuf *out) {
    const Json *data = json_get(params, "data"), *start = json_get(json_get(params, "range"), "start");
    WorkDoc *d = work_doc(w, json_str_or(json_get(data, "uri"), ""));
    const Use *u = NULL;
    Source *src = d ? d->module->ast->source : NULL;
    if (src) u = query_use_at(d->query, src->id, read_position(start, src, w->enc));
    uint32_t n = 0;
    if (u && u->decl->name) {
        Search s;
        search_begin(&s, w, name_str(u->decl->name), NULL);
        search_for(&s, u->decl, REACH_ONE);
        search_uses(&s, count_use, &n);
        search_done(&s);
    }
    sb_puts(out, "{\"range\":");
    json_print(out, json_get(params, "range"), false);
    sb_printf(out, ",\"command\":{\"title\":\"%u reference%s\",\"command\":\"%s\",\"arguments\":[{\"uri\":", n, n == 1 ? "" : "s",
              n ? "mojo.showReferences" : "");
    json_quote(out, str_of(d ? d->uri : ""));
    sb_puts(out, ",\"position\":");
    json_print(out, start, false);
    sb_puts(out, "}]}}");
}
