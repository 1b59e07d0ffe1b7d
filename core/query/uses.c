/* SPDX-License-Identifier: Apache-2.0 */
/* The uses of one file as a blob. Contract in uses.h. */
#include "query/uses.h"

#include "query/query_int.h"
#include "syntax/syntax.h"

enum { PART_HEAD = 1, PART_DEPS, PART_SYMBOLS, PART_USES, PART_CALLS, PART_NODES, PART_TYPES, PART_TRAITS, PART_MEMBERS };

typedef struct Found { /* a use with its symbol */
    uint64_t id;
    UseRec rec;
} Found;
typedef struct FoundCall {
    const CallUse *call;
    CallRec rec;
} FoundCall;
typedef struct Collecting {
    BlobMaker *m;
    const Module *of;
    Source *source;
    SymbolIds ids;
    uint32_t line, line_at; /* of the place that was asked for last */
    VEC(Found) uses;
    VEC(FoundCall) calls;
    VEC(NodeRec) nodes;
    Map called;  /* offset of a name that is called → 1 */
    Map node_of; /* declaration → node + 1 */
} Collecting;

/* ---- places ------------------------------------------------------------------------------------------ */
/* Offsets come mostly in order. */
static PlaceRec place(Collecting *c, uint32_t offset) {
    Source *s = c->source;
    if (!s->lines) source_line_col(s, 0, POS_UTF8);
    if (c->line >= s->n_lines || s->lines[c->line] > offset) c->line = 0;
    if (c->line + 64 < s->n_lines && s->lines[c->line + 64] <= offset) c->line = source_line_col(s, offset, POS_UTF8).line;
    while (c->line + 1 < s->n_lines && s->lines[c->line + 1] <= offset) c->line++;
    return (PlaceRec){c->line, offset - s->lines[c->line]};
}

static UseRec use_rec(Collecting *c, Span at) {
    PlaceRec p = place(c, at.start);
    UseRec r = {.start = at.start, .line = p.line, .col = p.col, .len = (uint16_t)(at.end - at.start)};
    if (line_is_wide(c->source, at.end, p.col + (at.end - at.start))) r.flags |= USE_WIDE;
    return r;
}

/* ---- collecting ----------------------------------------------------------------------------------------- */
static void add_node(Collecting *c, const Decl *d, uint64_t id) {
    if (map_has(&c->node_of, d) || !d->item || !d->node) return;
    Span at = query_decl_span(d), all = node_span(c->of->ast, d->item, d->node);
    if (all.start > at.start) all.start = at.start;
    if (all.end < at.end) all.end = at.end;
    NodeRec r = {.id = id, .start = at.start, .name_end = at.end, .all_start = all.start, .all_end = all.end};
    bool in_type = d->parent && (d->parent->kind == DECL_STRUCT || d->parent->kind == DECL_TRAIT);
    r.kind = d->kind == DECL_STRUCT ? 23 : d->kind == DECL_TRAIT ? 11 : in_type ? 6 : 12; /* the protocol's SymbolKind */
    r.name = blob_text(c->m, name_str(d->name));
    bool has_parent = d->parent && d->parent->name && d->parent->kind != DECL_MODULE;
    r.detail = blob_text(c->m, has_parent ? name_str(d->parent->name) : str_of(d->module->full_name));
    r.from = place(c, all.start);
    r.name_from = place(c, at.start);
    r.name_to = place(c, at.end);
    r.to = place(c, all.end);
    r.is_wide = line_is_wide(c->source, at.end, r.name_to.col) || line_is_wide(c->source, all.end, r.to.col) ||
                line_is_wide(c->source, all.start, r.from.col);
    vec_push(&c->nodes, r);
    map_put(&c->node_of, d, (void *)(uintptr_t)c->nodes.len);
}

/* Functions that stand in the text, structs and traits. */
static bool is_node(const Decl *d) {
    if (d->kind == DECL_FN) return DECL_AS(const FnDecl, d)->synth == SYNTH_NONE;
    return d->kind == DECL_STRUCT || d->kind == DECL_TRAIT;
}

static bool in_import(const Collecting *c, uint32_t offset) {
    const Item *item = ast_item_at(c->of->ast, offset);
    return item && item->stmts.len && (IS(Import, item->stmts.data[0]) || IS(ImportFrom, item->stmts.data[0]));
}

static void add_use(Collecting *c, const Use *u) {
    uint64_t id = symbol_id(&c->ids, u->decl);
    const Decl *d = query_same(u->decl);
    if (!id || u->at.end - u->at.start > UINT16_MAX || u->at.end > c->source->size) return;
    Found f = {id, use_rec(c, u->at)};
    if (u->is_decl) f.rec.flags |= USE_DECL;
    if (u->is_write) f.rec.flags |= USE_WRITE;
    if (d->name && str_eq(source_slice(c->source, u->at), name_str(d->name))) f.rec.flags |= USE_NAMED;
    if (map_has_u(&c->called, (uint64_t)u->at.start + 1)) f.rec.flags |= USE_CALL;
    if (in_import(c, u->at.start)) f.rec.flags |= USE_IMPORT;
    vec_push(&c->uses, f);
    if (u->is_decl && is_node(d) && d->module == c->of) add_node(c, d, id);
}

static void collect_calls(Collecting *c, const Query *q) {
    uint32_t n;
    const CallUse *calls = query_calls(q, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (calls[i].module != c->of) continue;
        Span at = query_callee_span(&calls[i]);
        uint64_t id = symbol_id(&c->ids, &calls[i].fn->decl);
        if (!id || at.end - at.start > UINT16_MAX || at.end > c->source->size) continue;
        FoundCall f = {&calls[i], {.callee = id, .caller = UINT32_MAX, .at = use_rec(c, at)}};
        vec_push(&c->calls, f);
        map_put_u(&c->called, (uint64_t)at.start + 1, (void *)1);
    }
}

static void collect_uses(Collecting *c, const Query *q) {
    uint32_t n, file = c->source->id, lo = 0;
    const Use *uses = query_uses(q, &n);
    for (uint32_t hi = n; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (uses[mid].at.file < file) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < n && uses[lo].at.file == file; lo++) add_use(c, &uses[lo]);
}

/* ---- who calls ---------------------------------------------------------------------------------------------- */
static int node_order(const void *x, const void *y) {
    const NodeRec *a = x, *b = y;
    return a->all_start < b->all_start ? -1 : a->all_start > b->all_start;
}

/* The innermost function around a call. Nodes are sorted; those of one item lie together. */
static uint32_t caller_of(const Collecting *c, const FoundCall *f) {
    uint32_t item = f->call->item->start, pos = item + f->call->node->pos, lo = 0;
    for (uint32_t hi = c->nodes.len; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->nodes.data[mid].all_start <= pos) lo = mid + 1;
        else hi = mid;
    }
    while (lo-- > 0) {
        const NodeRec *r = &c->nodes.data[lo];
        if (r->all_start < item) break;
        if (r->all_end >= pos && (r->kind == 12 || r->kind == 6)) return lo;
    }
    return UINT32_MAX;
}

static int call_order(const void *x, const void *y) {
    const CallRec *a = &((const FoundCall *)x)->rec, *b = &((const FoundCall *)y)->rec;
    if (a->callee != b->callee) return a->callee < b->callee ? -1 : 1;
    return a->at.start < b->at.start ? -1 : a->at.start > b->at.start;
}

/* ---- types ---------------------------------------------------------------------------------------------------- */
static void add_trait_id(Collecting *c, const Decl *trait, uint32_t *n) {
    uint64_t id = symbol_id(&c->ids, trait);
    blob_add(c->m, PART_TRAITS, &id, sizeof id);
    ++*n;
}

static void add_trait_val(Collecting *c, Val t, uint32_t *n) {
    if (t && t->kind == V_TRAITREF) add_trait_id(c, t->u.decl, n);
}

/* The traits that a header names. */
static void add_named(Collecting *c, const Decl *d, Query *const *queries, uint32_t n_queries, uint32_t *count) {
    const NodeList *l = IS(StructDef, d->node) ? &AS(StructDef, d->node)->conformances : &AS(TraitDef, d->node)->conformances;
    if (!l->len || (!IS(StructDef, d->node) && !IS(TraitDef, d->node))) return;
    uint32_t from = d->item->start + l->data[0]->pos, to = d->item->start + l->data[l->len - 1]->end, file = c->source->id;
    for (uint32_t k = 0; k < n_queries; k++) {
        uint32_t n, lo = 0;
        const Use *uses = query_uses(queries[k], &n);
        for (uint32_t hi = n; lo < hi;) {
            uint32_t mid = lo + (hi - lo) / 2;
            if (uses[mid].at.file < file || (uses[mid].at.file == file && uses[mid].at.start < from)) lo = mid + 1;
            else hi = mid;
        }
        for (; lo < n && uses[lo].at.file == file && uses[lo].at.end <= to; lo++)
            if (uses[lo].decl->kind == DECL_TRAIT) add_trait_id(c, uses[lo].decl, count);
    }
}

static void add_member(Collecting *c, uint64_t owner, const Decl *d) {
    MemberRec r = {.owner = owner, .name = word_hash(name_str(d->name))};
    if (d->kind != DECL_FNSET) return;
    const FnSet *set = DECL_AS(const FnSet, d);
    for (uint32_t i = 0; i < set->fns.len; i++) {
        if (set->fns.data[i]->synth != SYNTH_NONE) continue;
        r.id = symbol_id(&c->ids, &set->fns.data[i]->decl);
        r.kind = 1;
        blob_add(c->m, PART_MEMBERS, &r, sizeof r);
    }
    if (set->fns.len < 2) return;
    r.id = symbol_id(&c->ids, d);
    r.kind = 2;
    blob_add(c->m, PART_MEMBERS, &r, sizeof r);
}

static void add_type(Collecting *c, Decl *d, Query *const *queries, uint32_t n_queries) {
    uintptr_t node = (uintptr_t)map_get(&c->node_of, d);
    if (!node || (d->kind != DECL_STRUCT && d->kind != DECL_TRAIT)) return;
    TypeRec t = {.id = symbol_id(&c->ids, d), .is_struct = d->kind == DECL_STRUCT};
    while (t.node < c->nodes.len && c->nodes.data[t.node].id != t.id) t.node++; /* they were sorted */
    t.first_trait = blob_count(c->m, PART_TRAITS, sizeof(uint64_t));
    if (t.is_struct) {
        const StructDecl *s = DECL_AS(StructDecl, d);
        for (uint32_t i = 0; i < s->conformances.len; i++) add_trait_val(c, s->conformances.data[i].trait, &t.n_traits);
    } else {
        const TraitDecl *r = DECL_AS(TraitDecl, d);
        for (uint32_t i = 0; i < r->parents.len; i++) add_trait_val(c, r->parents.data[i], &t.n_traits);
    }
    t.first_named = t.first_trait + t.n_traits;
    add_named(c, d, queries, n_queries, &t.n_named);
    blob_add(c->m, PART_TYPES, &t, sizeof t);
    const Scope *members = t.is_struct ? &DECL_AS(StructDecl, d)->members : &DECL_AS(TraitDecl, d)->members;
    MAP_EACH(&members->names, e) if (e->value) add_member(c, t.id, e->value);
}

/* ---- files that were needed ---------------------------------------------------------------------------------- */
static void add_deps(Collecting *c, const Module *of) {
    Map met = {0};
    VEC(const Module *) queue = {0};
    vec_push(&queue, of);
    map_put(&met, of, (void *)1);
    for (uint32_t i = 0; i < queue.len; i++) {
        const Module *m = queue.data[i];
        if (m != of && m->ast) {
            DepRec r = {.key = symbol_module_key(&c->ids, m), .text = text_sum(source_text(m->ast->source)), .path = blob_text(c->m, str_of(m->ast->source->path))};
            if (r.key != symbol_module_key(&c->ids, of)) blob_add(c->m, PART_DEPS, &r, sizeof r);
        }
        uint32_t n;
        Module *const *needs = module_needs(m, &n);
        for (uint32_t k = 0; k <= n; k++) {
            const Module *x = k < n ? needs[k] : m->package;
            if (!x || x->is_std || map_has(&met, x)) continue;
            map_put(&met, x, (void *)1);
            vec_push(&queue, x);
        }
    }
    vec_done(&queue);
    map_done(&met);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */
static int use_order(const void *x, const void *y) {
    const Found *a = x, *b = y;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->rec.start < b->rec.start ? -1 : a->rec.start > b->rec.start;
}

static void put_uses(Collecting *c) {
    if (c->uses.len) qsort(c->uses.data, c->uses.len, sizeof(Found), use_order);
    SymbolRec s = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->uses.len; i++) {
        const Found *f = &c->uses.data[i];
        if (i && f->id == f[-1].id && f->rec.start == f[-1].rec.start) continue; /* two queries have it */
        if (!i || f->id != s.id) {
            if (s.n) blob_add(c->m, PART_SYMBOLS, &s, sizeof s);
            s = (SymbolRec){.id = f->id, .first = n};
        }
        blob_add(c->m, PART_USES, &f->rec, sizeof f->rec);
        n++, s.n++;
    }
    if (s.n) blob_add(c->m, PART_SYMBOLS, &s, sizeof s);
}

static void put_calls(Collecting *c) {
    for (uint32_t i = 0; i < c->calls.len; i++) c->calls.data[i].rec.caller = caller_of(c, &c->calls.data[i]);
    if (c->calls.len) qsort(c->calls.data, c->calls.len, sizeof(FoundCall), call_order);
    for (uint32_t i = 0; i < c->calls.len; i++) {
        const CallRec *r = &c->calls.data[i].rec;
        if (i && r->callee == c->calls.data[i - 1].rec.callee && r->at.start == c->calls.data[i - 1].rec.at.start) continue;
        blob_add(c->m, PART_CALLS, r, sizeof *r);
    }
}

bool uses_make(BlobMaker *m, UsesHead *head, const Module *of, Query *const *queries, uint32_t n) {
    bool covered = false, ran = false;
    for (uint32_t i = 0; i < n; i++) {
        covered |= query_covers(queries[i], of);
        ran |= queries[i]->ran_program;
    }
    if (!covered || !of->ast) return false;
    Collecting c = {.m = m, .of = of, .source = of->ast->source, .ids = {.home = of}};
    blob_begin(m, USES_KIND);
    for (uint32_t i = 0; i < n; i++)
        if (query_covers(queries[i], of)) collect_calls(&c, queries[i]);
    for (uint32_t i = 0; i < n; i++)
        if (query_covers(queries[i], of)) collect_uses(&c, queries[i]);
    if (c.nodes.len) qsort(c.nodes.data, c.nodes.len, sizeof(NodeRec), node_order);
    put_uses(&c);
    put_calls(&c);
    MAP_EACH(&of->scope.names, e) {
        Decl *d = e->value;
        if (d && d->module == of) add_type(&c, d, queries, n);
    }
    blob_add(m, PART_NODES, c.nodes.data, c.nodes.len * sizeof(NodeRec));
    add_deps(&c, of);
    *head = (UsesHead){.text = text_sum(source_text(c.source)), .depends_on_text = ran || c.ids.depends_on_text};
    symbol_ids_done(&c.ids);
    map_done(&c.called);
    map_done(&c.node_of);
    vec_done(&c.uses);
    vec_done(&c.calls);
    vec_done(&c.nodes);
    return true;
}

DepRec *uses_deps(BlobMaker *m, uint32_t *n) {
    *n = blob_count(m, PART_DEPS, sizeof(DepRec));
    return (DepRec *)(void *)m->parts[PART_DEPS].p;
}

Blob uses_finish(BlobMaker *m, const UsesHead *head) {
    blob_add(m, PART_HEAD, head, sizeof *head);
    return blob_end(m);
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */
static bool in_range(uint32_t first, uint32_t n, uint32_t len) {
    return first <= len && n <= len - first;
}

bool uses_view(const Blob *b, Uses *out) {
    uint32_t n;
    *out = (Uses){.blob = b};
    out->head = blob_part(b, PART_HEAD, sizeof(UsesHead), &n);
    if (n != 1) return false;
    out->deps = blob_part(b, PART_DEPS, sizeof(DepRec), &out->n_deps);
    out->symbols = blob_part(b, PART_SYMBOLS, sizeof(SymbolRec), &out->n_symbols);
    out->uses = blob_part(b, PART_USES, sizeof(UseRec), &out->n_uses);
    out->calls = blob_part(b, PART_CALLS, sizeof(CallRec), &out->n_calls);
    out->nodes = blob_part(b, PART_NODES, sizeof(NodeRec), &out->n_nodes);
    out->types = blob_part(b, PART_TYPES, sizeof(TypeRec), &out->n_types);
    out->traits = blob_part(b, PART_TRAITS, sizeof(uint64_t), &out->n_traits);
    out->members = blob_part(b, PART_MEMBERS, sizeof(MemberRec), &out->n_members);
    for (uint32_t i = 0; i < out->n_types; i++) {
        const TypeRec *t = &out->types[i];
        if (t->node >= out->n_nodes || !in_range(t->first_trait, t->n_traits, out->n_traits) || !in_range(t->first_named, t->n_named, out->n_traits))
            return false;
    }
    return true;
}

const UseRec *uses_of(const Uses *u, uint64_t id, uint32_t *n) {
    uint32_t lo = 0;
    for (uint32_t hi = u->n_symbols; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (u->symbols[mid].id < id) lo = mid + 1;
        else hi = mid;
    }
    *n = 0;
    if (lo == u->n_symbols || u->symbols[lo].id != id || !in_range(u->symbols[lo].first, u->symbols[lo].n, u->n_uses)) return NULL;
    *n = u->symbols[lo].n;
    return u->uses + u->symbols[lo].first;
}

const CallRec *uses_calls(const Uses *u, uint64_t callee, uint32_t *n) {
    uint32_t lo = 0;
    for (uint32_t hi = u->n_calls; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (u->calls[mid].callee < callee) lo = mid + 1;
        else hi = mid;
    }
    *n = 0;
    while (lo + *n < u->n_calls && u->calls[lo + *n].callee == callee) ++*n;
    return u->calls + lo;
}
