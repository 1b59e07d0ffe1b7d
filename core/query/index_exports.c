/* SPDX-License-Identifier: Apache-2.0 */
/* Names that an import could bring in. Contract in workspace.h. */
#include "query/workspace_int.h"

typedef struct Offer {
    Export e;
    const char *kind_from; /* the module that says what it is; NULL: only re-exports were seen */
} Offer;
typedef struct Exporting {
    Arena arena;
    VEC(Offer) offers;
    Map by_name; /* Name → index + 1 */
    NameMatchFn match;
    void *ctx;
} Exporting;

/* Short paths come first; the rest makes the order one of the names, not of the files in the index. */
static int compare_modules(const char *a, const char *b) {
    uint32_t cost_a = 0, cost_b = 0;
    for (const char *p = a; *p; p++) cost_a += *p == '.' ? 64 : 1;
    for (const char *p = b; *p; p++) cost_b += *p == '.' ? 64 : 1;
    return cost_a != cost_b ? (cost_a > cost_b) - (cost_a < cost_b) : strcmp(a, b);
}

static int compare_offers(const void *x, const void *y) {
    return strcmp(((const Offer *)x)->e.name, ((const Offer *)y)->e.name);
}

static void offer(Exporting *g, const char *name, const char *module, OutlineKind kind, bool is_library, bool knows_kind) {
    if (name[0] == '_' || !g->match(g->ctx, name)) return;
    Name key = name_of(name);
    uintptr_t known = (uintptr_t)map_get(&g->by_name, key);
    if (!known) {
        Offer o = {{name, module, kind, is_library}, knows_kind ? module : NULL};
        vec_push_in(&g->arena, &g->offers, o);
        map_put(&g->by_name, key, (void *)(uintptr_t)g->offers.len);
        return;
    }
    Offer *old = &g->offers.data[known - 1];
    if (knows_kind && (!old->kind_from || compare_modules(module, old->kind_from) < 0)) {
        old->e.kind = kind;
        old->kind_from = module;
    }
    if (compare_modules(module, old->e.module) >= 0) return;
    old->e.module = module;
    old->e.is_library = is_library;
}

static bool is_private(const char *module) {
    return *module == '_' || strstr(module, "._") != NULL;
}

void index_exports(const Index *x, const char *dir, const char *self, NameMatchFn match, ExportFn fn, void *ctx) {
    Exporting g = {.match = match, .ctx = ctx};
    arena_init(&g.arena);
    size_t n_dir = dir ? strlen(dir) : 0;
    for (uint32_t i = 0; i < x->files.len; i++) {
        const IndexedFile *f = x->files.data[i];
        const char *module = f->module;
        if (f->is_python || !module || (self && strcmp(f->path, self) == 0)) continue;
        if (!f->is_library) { /* as seen from the folder of the file that imports */
            if (!n_dir || strncmp(f->path, dir, n_dir) != 0 || f->path[n_dir] != '/') continue;
            char *m = module_of("", f->path + n_dir + 1);
            module = m ? arena_strdup(&g.arena, m) : NULL;
            free(m);
            if (!module || !*module) continue;
        }
        if (is_private(module)) continue;
        const FileFacts *facts = &f->facts;
        for (uint32_t k = 0; k < facts->n_symbols; k++) {
            const FactSymbol *s = &facts->symbols[k];
            if (!s->container) offer(&g, blob_string(&f->blob, s->name), module, (OutlineKind)s->kind, f->is_library, true);
        }
        if (!f->is_library && strncmp(path_basename(f->path), "__init__.", 9) != 0) continue; /* what a file imports for itself */
        for (uint32_t k = 0; k < facts->n_reexports; k++)
            offer(&g, blob_string(&f->blob, facts->reexports[k]), module, OUTLINE_VARIABLE, f->is_library, false);
    }
    if (g.offers.len) qsort(g.offers.data, g.offers.len, sizeof(Offer), compare_offers);
    for (uint32_t i = 0; i < g.offers.len; i++) fn(ctx, &g.offers.data[i].e);
    map_done(&g.by_name);
    arena_done(&g.arena);
}
