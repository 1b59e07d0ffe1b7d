/* SPDX-License-Identifier: Apache-2.0 */
/* Searches for uses. Contract in uses.h. */
#include "uses.h"

bool is_local(const Decl *d) {
    if (d->kind != DECL_VAR) return false;
    const VarDecl *v = DECL_AS(const VarDecl, d);
    return !v->is_arg || !v->fn || (d->name && str_eq_c(name_str(d->name), "self")); /* arguments are named by calls */
}

/* ---- files ----------------------------------------------------------------------------------------- */
/* All queries that may have checked a module. */
static Query *const *all_queries(Search *s, uint32_t *n) {
    Work *w = s->w;
    *n = 0;
    Query **all = ARENA_ARRAY(&w->arena, Query *, w->docs.len + w->kept.len + s->queries.len + 1);
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (w->docs.data[i].query) all[(*n)++] = w->docs.data[i].query;
    for (uint32_t i = 0; i < w->kept.len; i++) all[(*n)++] = w->kept.data[i];
    for (uint32_t i = 0; i < s->queries.len; i++) all[(*n)++] = s->queries.data[i];
    return all;
}

static void add_file(Search *s, IndexedFile *f, const Module *m) {
    const Uses *known = index_uses(s->w->index, f);
    if (!known && !m && s->w->skip_bad && index_is_bad(s->w->index, f)) return; /* one file's fault is not the others' */
    if (!known) {
        uint32_t n;
        Query *const *all = all_queries(s, &n);
        bool covered = false;
        for (uint32_t i = 0; i < n && m; i++) covered |= query_covers(all[i], m);
        if (!covered && !s->w->may_load) {
            s->w->must_load = true;
            return;
        }
        if (!covered) {
            int err = 0;
            Module *loaded = session_load(s->w->session, f->path, &err);
            Query *q = loaded ? query_new(s->w->session, loaded) : NULL;
            if (!q) return;
            vec_push_in(&s->w->arena, &s->queries, q);
            all = all_queries(s, &n);
            m = loaded;
        }
        if (index_put_uses(s->w->index, f, m, all, n)) known = &f->uses;
    }
    FileUses x = {.file = f, .uses = known};
    if (known) vec_push_in(&s->w->arena, &s->files, x);
}

static int by_path(const void *x, const void *y) {
    return strcmp(((const FileUses *)x)->file->path, ((const FileUses *)y)->file->path);
}

static const Module *module_at(const Work *w, const char *path) {
    uint32_t n;
    Module *const *modules = resolver_modules(session_cx(w->session)->resolver, &n);
    for (uint32_t i = n; i-- > 0;)
        if (!modules[i]->is_std && modules[i]->ast && strcmp(modules[i]->ast->source->path, path) == 0) return modules[i];
    return NULL;
}

void documents_to_index(Work *w) {
    for (uint32_t i = 0; i < w->docs.len; i++) {
        const WorkDoc *d = work_doc(w, w->docs.data[i].uri);
        if (d) index_set_document(w->index, d->path, d->module->ast);
    }
}

static bool is_new(Search *s, IndexedFile *f) {
    if (!f || map_has(&s->seen, f) || !index_has_any(f, &s->words)) return false;
    map_put(&s->seen, f, f);
    return true;
}

/* Files that the program has loaded and no root holds. */
static void add_outside(Search *s) {
    uint32_t n;
    Resolver *r = session_cx(s->w->session)->resolver;
    Module *const *modules = resolver_modules(r, &n);
    for (uint32_t i = 0; i < n; i++, modules = resolver_modules(r, &n)) {
        const Module *m = modules[i];
        if (m->is_std || !m->ast) continue;
        const char *path = m->ast->source->path;
        IndexedFile *f = index_find(s->w->index, path);
        if (!f) index_set_document(s->w->index, path, m->ast);
        if (!f) f = index_find(s->w->index, path);
        if (f->is_outside && is_new(s, f)) add_file(s, f, m);
    }
}

static void add_files(Search *s) {
    Work *w = s->w;
    for (uint32_t i = 0; i < w->docs.len; i++) {
        const WorkDoc *d = &w->docs.data[i];
        IndexedFile *f = d->query && (!s->only || s->only == d) ? index_find(w->index, d->path) : NULL;
        if (is_new(s, f)) add_file(s, f, d->module);
    }
    uint32_t n;
    IndexedFile *const *files = index_files(w->index, &n);
    for (uint32_t i = 0; i < n && !s->only; i++)
        if (!files[i]->is_library && !files[i]->is_python && is_new(s, files[i]))
            add_file(s, files[i], index_uses(w->index, files[i]) ? NULL : module_at(w, files[i]->path));
    if (!s->only) add_outside(s);
    if (s->files.len) qsort(s->files.data, s->files.len, sizeof(FileUses), by_path);
}

void search_widen(Search *s, Str name) {
    uint32_t word = word_hash(name);
    for (uint32_t i = 0; i < s->words.list.len; i++)
        if (s->words.list.data[i] == word) return;
    vec_push(&s->words.list, word);
    index_add_aliases(s->w->index, &s->words);
    add_files(s);
}

void search_begin(Search *s, Work *w, Str name, const WorkDoc *only) {
    *s = (Search){.w = w, .only = only};
    documents_to_index(w);
    search_widen(s, name);
}

void search_done(Search *s) {
    symbol_ids_done(&s->ids);
    map_done(&s->seen);
    vec_done(&s->words.list);
    vec_done(&s->targets);
}

/* ---- targets ------------------------------------------------------------------------------------------ */
static bool has(const Search *s, uint64_t id) {
    for (uint32_t i = 0; i < s->targets.len; i++)
        if (s->targets.data[i] == id) return true;
    return false;
}

void search_add(Search *s, uint64_t id) {
    if (id && !has(s, id)) vec_push(&s->targets, id);
}

static void add_set(Search *s, const FnSet *set) {
    search_add(s, symbol_id(&s->ids, &set->decl));
    for (uint32_t i = 0; i < set->fns.len; i++) search_add(s, symbol_id(&s->ids, &set->fns.data[i]->decl));
}

typedef struct Family { /* types that share a method */
    Search *s;
    uint32_t name;
    VEC(uint64_t) owners;
} Family;

static bool is_owner(const Family *f, uint64_t id) {
    for (uint32_t i = 0; i < f->owners.len; i++)
        if (f->owners.data[i] == id) return true;
    return false;
}

static bool has_member(const Uses *u, uint64_t owner, uint32_t name) {
    for (uint32_t i = 0; i < u->n_members; i++)
        if (u->members[i].owner == owner && u->members[i].name == name) return true;
    return false;
}

static bool anybody_has(const Family *f, uint64_t owner) {
    for (uint32_t i = 0; i < f->s->files.len; i++)
        if (has_member(f->s->files.data[i].uses, owner, f->name)) return true;
    return false;
}

static bool add_owner(Family *f, uint64_t id) {
    if (is_owner(f, id) || !anybody_has(f, id)) return false;
    vec_push(&f->owners, id);
    return true;
}

/* A type's traits are of the family, and so are types that conform to its traits. */
static bool add_owners(Family *f, const Uses *u) {
    bool more = false;
    for (uint32_t i = 0; i < u->n_types; i++) {
        const TypeRec *t = &u->types[i];
        for (uint32_t k = 0; k < t->n_traits; k++) {
            uint64_t trait = u->traits[t->first_trait + k];
            if (is_owner(f, t->id)) more |= add_owner(f, trait);
            else if (is_owner(f, trait)) more |= add_owner(f, t->id);
        }
    }
    return more;
}

static void add_family(Search *s, const Decl *d) {
    if (!d->parent || !d->name || (d->parent->kind != DECL_STRUCT && d->parent->kind != DECL_TRAIT)) return;
    Family f = {.s = s, .name = word_hash(name_str(d->name))};
    vec_push(&f.owners, symbol_id(&s->ids, d->parent));
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < s->files.len; i++) more |= add_owners(&f, s->files.data[i].uses);
    }
    for (uint32_t i = 0; i < s->files.len && f.owners.len > 1; i++) {
        const Uses *u = s->files.data[i].uses;
        for (uint32_t k = 0; k < u->n_members; k++)
            if (u->members[k].name == f.name && is_owner(&f, u->members[k].owner)) search_add(s, u->members[k].id);
    }
    vec_done(&f.owners);
}

void search_for(Search *s, const Decl *d, Reach reach) {
    search_add(s, symbol_id(&s->ids, d));
    const FnSet *set = d->kind == DECL_FNSET ? DECL_AS(const FnSet, d) : d->kind == DECL_FN ? DECL_AS(const FnDecl, d)->set : NULL;
    if (d->kind == DECL_FNSET || (set && reach == REACH_ALL)) add_set(s, set);
    else if (set && set->fns.len > 1) search_add(s, symbol_id(&s->ids, &set->decl));
    if (reach == REACH_ALL) add_family(s, d);
}

/* ---- uses ------------------------------------------------------------------------------------------------ */
static int by_start(const void *x, const void *y) {
    const UseRec *a = x, *b = y;
    return a->start < b->start ? -1 : a->start > b->start;
}

uint32_t search_uses(Search *s, UseFn fn, void *ctx) {
    uint32_t count = 0;
    VEC(UseRec) found = {0};
    bool go_on = true;
    for (uint32_t i = 0; i < s->files.len && go_on; i++) {
        found.len = 0;
        for (uint32_t k = 0; k < s->targets.len; k++) {
            uint32_t n;
            const UseRec *u = uses_of(s->files.data[i].uses, s->targets.data[k], &n);
            for (uint32_t j = 0; j < n; j++) vec_push(&found, u[j]);
        }
        if (found.len && s->targets.len > 1) qsort(found.data, found.len, sizeof(UseRec), by_start);
        for (uint32_t k = 0; k < found.len && go_on; k++) {
            count++;
            if (fn) go_on = fn(ctx, &s->files.data[i], &found.data[k]);
        }
    }
    vec_done(&found);
    return count;
}

/* ---- answers --------------------------------------------------------------------------------------------- */
void put_file_uri(Work *w, const char *path, StrBuf *out) {
    StrBuf uri = {0};
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].path, path) == 0) {
            json_quote(out, str_of(w->docs.data[i].uri));
            return;
        }
    path_to_uri(&uri, path);
    json_quote(out, sb_view(&uri));
    sb_done(&uri);
}

static Source *source_of(Search *s, FileUses *f) {
    if (f->source) return f->source;
    const Module *m = module_at(s->w, f->file->path);
    int err = 0;
    f->source = m && text_sum_eq(text_sum(source_text(m->ast->source)), f->uses->head->text) ? m->ast->source
                                                                                           : source_load(session_sources(s->w->session), f->file->path, &err);
    return f->source;
}

static void put_number(StrBuf *out, uint32_t v) { /* there are many of them */
    char digits[10];
    size_t i = sizeof digits;
    do digits[--i] = (char)('0' + v % 10);
    while (v /= 10);
    sb_add(out, digits + i, sizeof digits - i);
}

static void put_plain_place(StrBuf *out, PlaceRec p) {
    sb_str(out, STR("{\"line\":"));
    put_number(out, p.line);
    sb_str(out, STR(",\"character\":"));
    put_number(out, p.col);
    sb_char(out, '}');
}

void put_plain_range(StrBuf *out, PlaceRec from, PlaceRec to) {
    sb_str(out, STR("{\"start\":"));
    put_plain_place(out, from);
    sb_str(out, STR(",\"end\":"));
    put_plain_place(out, to);
    sb_char(out, '}');
}

/* Columns that depend on the encoding need the text. */
static void put_range_of(Search *s, FileUses *f, bool is_wide, Span at, PlaceRec from, PlaceRec to, StrBuf *out) {
    Source *src = is_wide && s->w->enc != POS_UTF8 ? source_of(s, f) : NULL;
    if (src) put_range(out, src, at, s->w->enc);
    else put_plain_range(out, from, to);
}

void put_use_range(Search *s, FileUses *f, const UseRec *u, StrBuf *out) {
    PlaceRec from = {u->line, u->col}, to = {u->line, u->col + u->len};
    put_range_of(s, f, u->flags & USE_WIDE, (Span){0, u->start, u->start + u->len}, from, to, out);
}

static Str uri_of(Search *s, FileUses *f) {
    if (!f->uri.len) {
        StrBuf b = {0};
        put_file_uri(s->w, f->file->path, &b);
        f->uri = arena_str(&s->w->arena, sb_view(&b));
        sb_done(&b);
    }
    return f->uri;
}

void put_use_location(Search *s, FileUses *f, const UseRec *u, StrBuf *out) {
    sb_puts(out, "{\"uri\":");
    sb_str(out, uri_of(s, f));
    sb_puts(out, ",\"range\":");
    put_use_range(s, f, u, out);
    sb_char(out, '}');
}

void put_node_rec(Search *s, FileUses *f, const NodeRec *n, StrBuf *out) {
    sb_puts(out, "{\"name\":");
    json_quote(out, str_of(blob_string(f->uses->blob, n->name)));
    sb_printf(out, ",\"kind\":%u,\"detail\":", n->kind);
    json_quote(out, str_of(blob_string(f->uses->blob, n->detail)));
    sb_puts(out, ",\"uri\":");
    put_file_uri(s->w, f->file->path, out);
    sb_puts(out, ",\"range\":");
    put_range_of(s, f, n->is_wide, (Span){0, n->all_start, n->all_end}, n->from, n->to, out);
    sb_puts(out, ",\"selectionRange\":");
    put_range_of(s, f, n->is_wide, (Span){0, n->start, n->name_end}, n->name_from, n->name_to, out);
    sb_puts(out, ",\"data\":{\"path\":");
    json_quote(out, str_of(f->file->path));
    sb_printf(out, ",\"at\":%u,\"id\":\"%016llx\"}}", n->start, (unsigned long long)n->id);
}
