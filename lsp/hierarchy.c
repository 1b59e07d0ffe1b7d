/* SPDX-License-Identifier: Apache-2.0 */
/* Who calls whom, which type is built on which. Items carry the file and place of their declaration. */
#include "uses.h"

static const uint8_t kind_function = 12, kind_method = 6, kind_struct = 23, kind_trait = 11;

static uint8_t kind_of(const Decl *d) {
    if (d->kind == DECL_STRUCT) return kind_struct;
    if (d->kind == DECL_TRAIT) return kind_trait;
    return d->parent && (d->parent->kind == DECL_STRUCT || d->parent->kind == DECL_TRAIT) ? kind_method : kind_function;
}

static bool put_node(Work *w, const Decl *d, StrBuf *out) {
    Span at = query_decl_span(d);
    Source *s = source_of_span(w, at);
    if (!s || !d->name || !d->item || !d->node) return false;
    sb_puts(out, "{\"name\":");
    json_quote(out, name_str(d->name));
    sb_printf(out, ",\"kind\":%d", kind_of(d));
    if (d->parent && d->parent->name && d->parent->kind != DECL_MODULE) {
        sb_puts(out, ",\"detail\":");
        json_quote(out, name_str(d->parent->name));
    } else if (d->module) {
        sb_puts(out, ",\"detail\":");
        json_quote(out, str_of(d->module->full_name));
    }
    sb_puts(out, ",\"uri\":");
    put_uri(w, out, s);
    sb_puts(out, ",\"range\":");
    put_range(out, s, whole_span(d), w->enc);
    sb_puts(out, ",\"selectionRange\":");
    put_range(out, s, at, w->enc);
    sb_puts(out, ",\"data\":{\"path\":");
    json_quote(out, str_of(s->path));
    SymbolIds ids = {0};
    sb_printf(out, ",\"at\":%u,\"id\":\"%016llx\"}}", at.start, (unsigned long long)symbol_id(&ids, d));
    symbol_ids_done(&ids);
    return true;
}

static void put_nodes(Work *w, Decl *const *list, uint32_t n, StrBuf *out) {
    sb_char(out, '[');
    for (uint32_t i = 0, count = 0; i < n; i++) {
        StrBuf one = {0};
        if (put_node(w, list[i], &one)) {
            if (count++) sb_char(out, ',');
            sb_str(out, sb_view(&one));
        }
        sb_done(&one);
    }
    sb_char(out, ']');
}

void prepare_hierarchy(Work *w, const Json *params, bool types, StrBuf *out) {
    At at;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    const Decl *d = u ? query_same(u->decl) : NULL;
    if (d && types && d->kind != DECL_STRUCT && d->kind != DECL_TRAIT) d = query_type_decl(at.doc->query, at.source->id, at.offset);
    if (!d || (types ? d->kind != DECL_STRUCT && d->kind != DECL_TRAIT : d->kind != DECL_FN && d->kind != DECL_FNSET)) {
        sb_puts(out, "null");
        return;
    }
    Decl *one = (Decl *)(uintptr_t)d;
    if (d->kind != DECL_FNSET) {
        put_nodes(w, &one, 1, out);
        return;
    }
    const FnSet *set = DECL_AS(FnSet, d);
    VEC(Decl *) fns = {0};
    for (uint32_t i = 0; i < set->fns.len; i++) vec_push_in(&w->arena, &fns, &set->fns.data[i]->decl);
    put_nodes(w, fns.data, fns.len, out);
}

/* The declaration of an item in what is checked. */
static Decl *find_item(Work *w, const Json *params) {
    const Json *data = json_get(json_get(params, "item"), "data");
    const char *path = json_str_or(json_get(data, "path"), "");
    uint32_t start = (uint32_t)json_int_or(json_get(data, "at"), 0);
    Decl *d = query_decl_at(w->session, path, start);
    for (uint32_t i = 0; i < w->docs.len && !d; i++) { /* a function inside a function */
        uint32_t n;
        const Use *uses = w->docs.data[i].query ? query_uses(w->docs.data[i].query, &n) : NULL;
        for (uint32_t k = 0; uses && k < n && !d; k++) {
            Source *s = uses[k].is_decl && uses[k].at.start == start ? source_of_span(w, uses[k].at) : NULL;
            if (s && strcmp(s->path, path) == 0) d = uses[k].decl;
        }
    }
    if (d && d->kind == DECL_FNSET && DECL_AS(FnSet, d)->fns.len) { /* the overload at the place */
        FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < set->fns.len; i++)
            if (query_decl_span(&set->fns.data[i]->decl).start == start) return &set->fns.data[i]->decl;
        return &set->fns.data[0]->decl;
    }
    return d;
}

/* The declaration of an item. Its file is checked, if nobody has done so. */
static Decl *decl_of_item(Work *w, const Json *params) {
    for (uint32_t i = 0; i < w->docs.len; i++) work_doc(w, w->docs.data[i].uri);
    Decl *d = find_item(w, params);
    if (d) return d;
    int err = 0;
    Module *m = session_load(w->session, json_str_or(json_get(json_get(json_get(params, "item"), "data"), "path"), ""), &err);
    if (m && !m->is_std) vec_push_in(&w->arena, &w->kept, query_new(w->session, m));
    return m ? find_item(w, params) : NULL;
}

/* ---- calls --------------------------------------------------------------------------------------------- */
typedef struct Caller {
    Decl *who;
    VEC(Span) at;
} Caller;
typedef struct Callers {
    Work *w;
    VEC(Caller) list;
} Callers;

static void note_call(Callers *c, Decl *who, Span at) {
    for (uint32_t i = 0; i < c->list.len; i++) {
        Caller *x = &c->list.data[i];
        if (!same_thing(c->w, x->who, who)) continue;
        for (uint32_t k = 0; k < x->at.len; k++)
            if (x->at.data[k].start == at.start) return;
        vec_push_in(&c->w->arena, &x->at, at);
        return;
    }
    Caller x = {.who = who};
    vec_push_in(&c->w->arena, &x.at, at);
    vec_push_in(&c->w->arena, &c->list, x);
}

static void put_callers(Callers *c, const char *key, StrBuf *out) {
    sb_char(out, '[');
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->list.len; i++) {
        Caller *x = &c->list.data[i];
        StrBuf one = {0};
        if (put_node(c->w, x->who, &one)) {
            sb_printf(out, "%s{\"%s\":", n++ ? "," : "", key);
            sb_str(out, sb_view(&one));
            sb_puts(out, ",\"fromRanges\":[");
            for (uint32_t k = 0; k < x->at.len; k++) {
                if (k) sb_char(out, ',');
                put_range(out, source_of_span(c->w, x->at.data[k]), x->at.data[k], c->w->enc);
            }
            sb_puts(out, "]}");
        }
        sb_done(&one);
    }
    sb_char(out, ']');
}

/* The number of an item's declaration, which it carries; its file need not be checked. */
static uint64_t id_of_item(const Json *params) {
    return strtoull(json_str_or(json_get(json_get(json_get(params, "item"), "data"), "id"), "0"), NULL, 16);
}

static int by_caller(const void *x, const void *y) {
    const CallRec *a = x, *b = y;
    if (a->caller != b->caller) return a->caller < b->caller ? -1 : 1;
    return a->at.start < b->at.start ? -1 : a->at.start > b->at.start;
}

/* The callers in one file. */
static void put_callers_in(Search *s, FileUses *f, uint64_t callee, uint32_t *count, StrBuf *out) {
    uint32_t n;
    const CallRec *calls = uses_calls(f->uses, callee, &n);
    CallRec *sorted = arena_dup(&s->w->arena, calls, n * sizeof *calls);
    if (n) qsort(sorted, n, sizeof *sorted, by_caller);
    bool first = true;
    for (uint32_t i = 0; i < n && sorted[i].caller < f->uses->n_nodes; i++) {
        bool same = i && sorted[i].caller == sorted[i - 1].caller;
        if (!same) {
            sb_puts(out, first ? "" : "]}");
            sb_puts(out, (*count)++ ? ",{\"from\":" : "{\"from\":");
            put_node_rec(s, f, &f->uses->nodes[sorted[i].caller], out);
            sb_puts(out, ",\"fromRanges\":[");
            first = false;
        }
        if (same) sb_char(out, ',');
        put_use_range(s, f, &sorted[i].at, out);
    }
    if (!first) sb_puts(out, "]}");
}

void incoming_calls(Work *w, const Json *params, StrBuf *out) {
    Search s;
    uint32_t n = 0;
    uint64_t id = id_of_item(params);
    sb_char(out, '[');
    search_begin(&s, w, str_of(json_str_or(json_get(json_get(params, "item"), "name"), "")), NULL);
    for (uint32_t i = 0; i < s.files.len && id; i++) put_callers_in(&s, &s.files.data[i], id, &n, out);
    search_done(&s);
    sb_char(out, ']');
}

/* The n-th query that has collected, of the documents and those kept; NULL: a part of another. */
static Query *whole_query(const Work *w, uint32_t i) {
    Query *q = i < w->docs.len ? w->docs.data[i].query : w->kept.data[i - w->docs.len];
    return q && !query_is_part(q) ? q : NULL;
}

static void note_calls_in(Callers *c, const Query *q, const Decl *d) {
    uint32_t n;
    const CallUse *calls = query_calls(q, &n);
    for (uint32_t k = 0; k < n; k++) {
        const CallUse *x = &calls[k];
        if (x->module == d->module && x->item == d->item && x->node->pos >= d->node->pos && x->node->end <= d->node->end)
            note_call(c, &x->fn->decl, query_callee_span(x));
    }
}

void outgoing_calls(Work *w, const Json *params, StrBuf *out) {
    Callers c = {.w = w};
    Decl *d = decl_of_item(w, params);
    for (uint32_t i = 0; d && i < w->docs.len + w->kept.len; i++)
        if (whole_query(w, i)) note_calls_in(&c, whole_query(w, i), d);
    put_callers(&c, "to", out);
}

/* ---- types ---------------------------------------------------------------------------------------------- */
/* The traits that a type's header names. */
static void parents_of(const Query *q, const Decl *d, void (*fn)(void *ctx, Decl *parent), void *ctx) {
    NodeList l = IS(StructDef, d->node) ? AS(StructDef, d->node)->conformances : IS(TraitDef, d->node) ? AS(TraitDef, d->node)->conformances : (NodeList){0};
    uint32_t n;
    const Use *uses = query_uses(q, &n);
    for (uint32_t i = 0; i < n; i++) {
        const Use *u = &uses[i];
        if (u->decl->kind != DECL_TRAIT || !d->module->ast || u->at.file != d->module->ast->source->id) continue;
        EACH_NODE(l, c) if (u->at.start >= d->item->start + c->pos && u->at.end <= d->item->start + c->end) fn(ctx, u->decl);
    }
}

typedef struct FoundTypes {
    Work *w;
    VEC(Decl *) list;
} FoundTypes;

static void add_parent(void *ctx, Decl *d) {
    FoundTypes *f = ctx;
    vec_push_in(&f->w->arena, &f->list, d);
}

void supertypes(Work *w, const Json *params, StrBuf *out) {
    FoundTypes f = {.w = w};
    const Decl *d = decl_of_item(w, params);
    for (uint32_t i = 0; d && i < w->docs.len + w->kept.len; i++)
        if (whole_query(w, i)) parents_of(whole_query(w, i), d, add_parent, &f);
    put_nodes(w, f.list.data, f.list.len, out);
}

static bool names_trait(const Uses *u, const TypeRec *t, uint64_t trait) {
    for (uint32_t i = 0; i < t->n_named; i++)
        if (u->traits[t->first_named + i] == trait) return true;
    return false;
}

void subtypes(Work *w, const Json *params, StrBuf *out) {
    Search s;
    uint32_t n = 0;
    uint64_t id = id_of_item(params);
    sb_char(out, '[');
    search_begin(&s, w, str_of(json_str_or(json_get(json_get(params, "item"), "name"), "")), NULL);
    for (uint32_t i = 0; i < s.files.len && id; i++) {
        const Uses *u = s.files.data[i].uses;
        for (uint32_t k = 0; k < u->n_types; k++) {
            if (!names_trait(u, &u->types[k], id)) continue;
            if (n++) sb_char(out, ',');
            put_node_rec(&s, &s.files.data[i], &u->nodes[u->types[k].node], out);
        }
    }
    search_done(&s);
    sb_char(out, ']');
}

/* ---- implementations ---------------------------------------------------------------------------------------- */
static bool conforms(const Uses *u, const TypeRec *t, uint64_t trait) {
    for (uint32_t i = 0; i < t->n_traits; i++)
        if (u->traits[t->first_trait + i] == trait) return true;
    return false;
}

/* Files that name a trait which is built on the trait. */
static void widen_by_traits(Search *s, uint64_t trait) {
    for (uint32_t before = 0; before != s->words.list.len;) {
        before = s->words.list.len;
        for (uint32_t i = 0; i < s->files.len; i++) {
            const Uses *u = s->files.data[i].uses;
            for (uint32_t k = 0; k < u->n_types && before == s->words.list.len; k++)
                if (!u->types[k].is_struct && conforms(u, &u->types[k], trait))
                    search_widen(s, str_of(blob_string(u->blob, u->nodes[u->types[k].node].name)));
        }
    }
}

static void put_node_name(Search *s, FileUses *f, const NodeRec *n, uint32_t *count, StrBuf *out) {
    UseRec name = {.start = n->start, .line = n->name_from.line, .col = n->name_from.col, .len = (uint16_t)(n->name_end - n->start)};
    if (n->is_wide) name.flags = USE_WIDE;
    if ((*count)++) sb_char(out, ',');
    put_use_location(s, f, &name, out);
}

/* The methods of one name that a type has. */
static void put_methods(Search *s, FileUses *f, uint64_t owner, uint32_t name, uint32_t *count, StrBuf *out) {
    const Uses *u = f->uses;
    for (uint32_t i = 0; i < u->n_members; i++) {
        if (u->members[i].owner != owner || u->members[i].name != name) continue;
        for (uint32_t k = 0; k < u->n_nodes; k++)
            if (u->nodes[k].id == u->members[i].id) put_node_name(s, f, &u->nodes[k], count, out);
    }
}

/* The structs that conform to the trait at the position; for a method of a trait, theirs of that name. */
void implementations(Work *w, const Json *params, StrBuf *out) {
    At at;
    Search s;
    uint32_t n = 0;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    const Decl *d = u ? u->decl : NULL, *trait = d;
    if (d && d->kind != DECL_TRAIT) trait = d->parent && (d->kind == DECL_FN || d->kind == DECL_FNSET) && d->parent->kind == DECL_TRAIT ? d->parent : NULL;
    sb_char(out, '[');
    if (trait && d->name) {
        search_begin(&s, w, name_str(trait->name), NULL);
        uint64_t id = symbol_id(&s.ids, trait);
        widen_by_traits(&s, id);
        for (uint32_t i = 0; i < s.files.len; i++) {
            FileUses *f = &s.files.data[i];
            for (uint32_t k = 0; k < f->uses->n_types; k++) {
                const TypeRec *t = &f->uses->types[k];
                if (!t->is_struct || !conforms(f->uses, t, id)) continue;
                if (trait == d) put_node_name(&s, f, &f->uses->nodes[t->node], &n, out);
                else put_methods(&s, f, t->id, word_hash(name_str(d->name)), &n, out);
            }
        }
        search_done(&s);
    }
    sb_char(out, ']');
}
