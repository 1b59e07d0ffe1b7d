/* SPDX-License-Identifier: Apache-2.0 */
/* A long session takes modules out whose text has changed, with all that was built on them. Memory stays. */
#include "resolve/resolve_int.h"

static bool contains(const Map *set, const Module *m) {
    return m && map_has(set, m);
}

/* Another module that is built on one of the set. */
static bool needs_one(Module *m, const Map *set) {
    if (m->is_std || map_has(set, m)) return false;
    bool needs = contains(set, m->package);
    const Loaded *l = loaded(m);
    for (uint32_t j = 0; j < l->needs.len && !needs; j++) needs = contains(set, l->needs.data[j]);
    return needs;
}

/* The modules of these files and, step by step, those that need them. */
static void find_all(Resolver *r, const char *const *paths, uint32_t n, Map *gone) {
    ArenaMark mark = arena_mark(&r->arena);
    for (uint32_t i = 0; i < n; i++) {
        const char *real = path_real(&r->arena, paths[i]);
        for (uint32_t k = 0; k < r->modules.len; k++) {
            Module *m = r->modules.data[k];
            if (m->is_std || !m->ast) continue;
            const char *path = m->ast->source->path;
            bool same = strcmp(path, paths[i]) == 0;
            if (!same && real && strcmp(path_basename(path), path_basename(real)) == 0) {
                const char *other = path_real(&r->arena, path);
                same = other && strcmp(other, real) == 0;
            }
            if (same) map_put(gone, m, m);
        }
    }
    arena_release(&r->arena, mark);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t k = 0; k < r->modules.len; k++) {
            Module *m = r->modules.data[k];
            if (needs_one(m, gone)) map_put(gone, m, m), more = true;
        }
    }
}

void resolver_folders(Resolver *r, void (*fn)(void *ctx, const char *dir), void *ctx) {
    Arena a;
    arena_init(&a);
    for (uint32_t i = 0; i < r->roots.len; i++) fn(ctx, r->roots.data[i]);
    for (uint32_t i = 0; i < r->n_scopes; i++)
        for (uint32_t k = 0; k < r->scopes[i].o->n_roots; k++) fn(ctx, r->scopes[i].o->roots[k].dir);
    for (uint32_t i = 0; i < r->modules.len; i++) {
        const Module *m = r->modules.data[i];
        if (m->is_std) continue;
        const Loaded *l = loaded(r->modules.data[i]);
        for (uint32_t k = 0; k < l->dirs.len; k++) fn(ctx, l->dirs.data[k]);
        if (!m->ast) continue;
        const char *dir = path_dirname(&a, m->path), *dot = strrchr(m->path, '.');
        fn(ctx, dir);
        fn(ctx, path_dirname(&a, dir)); /* it may be a package, or become one */
        if (dot) fn(ctx, arena_strndup(&a, m->path, (size_t)(dot - m->path))); /* a package of this name comes first */
    }
    arena_done(&a);
}

bool resolver_is_leaf(Resolver *r, const Module *m) {
    Map one = {0};
    bool needed = false;
    map_put(&one, m, (void *)(uintptr_t)m);
    for (uint32_t k = 0; k < r->modules.len && !needed; k++) needed = needs_one(r->modules.data[k], &one);
    map_done(&one);
    return !needed;
}

/* Entries that lead to a module which is gone, or that say a module is not there: files may have come. */
static void clear_map(Map *known, const Map *gone) {
    MAP_EACH(known, e) if (e->value == NOT_FOUND || contains(gone, e->value)) e->value = NULL;
}

bool resolver_forget(Resolver *r, const char *const *paths, uint32_t n) {
    Map gone = {0};
    find_all(r, paths, n, &gone);
    MAP_EACH(&gone, e) {
        Module *m = e->value;
        if (loaded(m)->extensions.len) { /* they changed structs that stay */
            map_done(&gone);
            return false;
        }
    }
    uint32_t len = 0, seen = r->extensions_seen;
    for (uint32_t i = 0; i < r->modules.len; i++) {
        Module *m = r->modules.data[i];
        if (!map_has(&gone, m)) {
            r->modules.data[len++] = m;
            continue;
        }
        m->is_forgotten = true;
        if (i < r->extensions_seen) seen--;
    }
    r->modules.len = len;
    r->extensions_seen = seen;
    for (uint32_t i = 0; i < r->by_path.len; i++)
        if (contains(&gone, r->by_path.entries[i].value)) r->by_path.entries[i].value = NULL;
    for (uint32_t i = 0; i < r->modules.len; i++) {
        Module *m = r->modules.data[i];
        if (m->is_std) continue;
        clear_map(&m->submodules, &gone);
        clear_map(&loaded(m)->local, &gone);
    }
    clear_map(&r->root_modules, &gone);
    for (uint32_t i = 0; i < r->n_scopes; i++) clear_map(&r->scopes[i].modules, &gone);
    map_done(&gone);
    return true;
}
