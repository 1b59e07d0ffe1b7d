/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of declarations that are the same in every session. Contract in uses.h. */
#include "query/query_int.h"
#include "query/uses.h"

enum { BY_PLACE = 100, BY_SET = 101, MAX_DEPTH = 40 };

uint64_t symbol_module_key(SymbolIds *x, const Module *m) {
    uintptr_t known = (uintptr_t)map_get(&x->modules, m);
    if (known) return known;
    Arena a;
    arena_init(&a);
    const char *path = m->ast ? m->ast->source->path : m->path, *text = m->is_std ? m->full_name : NULL;
    if (!text) text = path_real(&a, path);
    if (!text) text = path;
    uint64_t key = hash_bytes(text, strlen(text), 21);
    arena_done(&a);
    if (!key) key = 1;
    map_put(&x->modules, m, (void *)(uintptr_t)key);
    return key;
}

static uint64_t named(uint64_t parent, const Decl *d, uint32_t kind, uint32_t number) {
    uint64_t h = hash_mix(parent, hash_bytes(d->name->chars, d->name->len, kind));
    return hash_mix(h, (uint64_t)kind << 32 | number);
}

static uint64_t by_place(SymbolIds *x, const Decl *d) {
    Span at = query_decl_span(d);
    if (!d->module || !at.file) return 0;
    if (d->module != x->home && !d->module->is_std) x->depends_on_text = true;
    return hash_mix(symbol_module_key(x, d->module), (uint64_t)BY_PLACE << 32 | at.start);
}

static const Scope *scope_of(const Decl *parent) {
    switch (parent->kind) {
    case DECL_MODULE: return &((const Module *)parent)->scope;
    case DECL_STRUCT: return &DECL_AS(const StructDecl, parent)->members;
    case DECL_TRAIT: return &DECL_AS(const TraitDecl, parent)->members;
    default: return NULL;
    }
}

static uint64_t id_of(SymbolIds *x, const Decl *d, int depth);

/* Members of modules and types: found by their names. An extension's are where they stand. */
static uint64_t member_id(SymbolIds *x, const Decl *d, int depth) {
    const Decl *parent = d->parent ? d->parent : &d->module->decl;
    const Scope *s = d->module && parent->module == d->module ? scope_of(parent) : NULL;
    const Decl *there = s ? scope_get(s, d->name) : NULL;
    if (!there) return by_place(x, d);
    if (there == d) return named(id_of(x, parent, depth + 1), d, d->kind == DECL_FNSET ? BY_SET : d->kind, 0);
    if (d->kind != DECL_FN || there->kind != DECL_FNSET) return by_place(x, d);
    const FnSet *set = DECL_AS(const FnSet, there);
    for (uint32_t i = 0; i < set->fns.len; i++)
        if (&set->fns.data[i]->decl == d) return named(id_of(x, parent, depth + 1), d, d->kind, i);
    return by_place(x, d);
}

static uint64_t new_id(SymbolIds *x, const Decl *d, int depth) {
    if (d->kind == DECL_MODULE) return symbol_module_key(x, (const Module *)d);
    if (!d->name || !d->module || depth > MAX_DEPTH) return by_place(x, d);
    if (d->kind == DECL_VAR) {
        const VarDecl *v = DECL_AS(const VarDecl, d);
        if (v->fn && (v->is_arg || v->is_result) && v->fn->decl.module == d->module) return named(id_of(x, &v->fn->decl, depth + 1), d, d->kind, v->is_result);
        return by_place(x, d);
    }
    if (d->kind == DECL_PARAM) {
        const ParamDecl *p = DECL_AS(const ParamDecl, d);
        return d->parent ? named(id_of(x, d->parent, depth + 1), d, d->kind, p->is_self ? UINT32_MAX : p->index) : by_place(x, d);
    }
    return member_id(x, d, depth);
}

static uint64_t id_of(SymbolIds *x, const Decl *d, int depth) {
    d = query_same(d);
    if (!d) return 0;
    uintptr_t known = (uintptr_t)map_get(&x->known, d);
    if (known) return known;
    uint64_t id = new_id(x, d, depth);
    if (id) map_put(&x->known, d, (void *)(uintptr_t)id);
    return id;
}

uint64_t symbol_id(SymbolIds *x, const Decl *d) {
    return id_of(x, d, 0);
}

void symbol_ids_done(SymbolIds *x) {
    map_done(&x->known);
    map_done(&x->modules);
}
