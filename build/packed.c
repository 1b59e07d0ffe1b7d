/* SPDX-License-Identifier: Apache-2.0 */
#include "packed.h"

#include "store.h"
#include "units.h"

#include <errno.h>
#include <inttypes.h>

static const char units_name[] = "units";

/* ---- what code depends on ------------------------------------------------------------------------------------------------ */
static bool mix_file(void *ctx, const char *path, bool is_dir) {
    uint64_t *h = ctx;
    char *data = NULL;
    size_t size = 0;
    const char *base = path_basename(path);
    *h = hash_bytes(base, strlen(base), *h);
    if (!is_dir && file_read(path, &data, &size) == 0) *h = hash_bytes(data, size, *h);
    free(data);
    return true;
}

/* The library's sources: they are not part of the compiler's program. */
static uint64_t library_hash(void) {
    static uint64_t known;
    if (known) return known;
    Arena a;
    arena_init(&a);
    uint64_t h = 17;
    const char *support = session_support_dir();
    char *std = support ? path_real(&a, path_join(&a, support, "std")) : NULL;
    if (std) dir_walk(std, mix_file, &h);
    arena_done(&a);
    return known = h | 1;
}

static uint64_t mix(uint64_t h, const char *s) {
    return s ? hash_bytes(s, strlen(s) + 1, h) : hash_mix(h, 1);
}

/* PACKAGE/FEATURE of packages that have nothing to do with this one. */
static bool is_of_others(const Bundle *b, const char *define, Arena *a) {
    const char *slash = strchr(define, '/'), *eq = strchr(define, '=');
    if (!slash || (eq && eq < slash)) return false;
    char *name = arena_strndup(a, define, (size_t)(slash - define));
    if (strcmp(name, b->package) == 0) return false;
    for (char *c = name; *c; c++)
        if (*c == '-') *c = '_';
    for (uint32_t i = 0; i < b->needs.len; i++)
        if (strcmp(b->needs.data[i].name, name) == 0) return false;
    return true;
}

static uint64_t key_of(const Bundle *b, const CompileOptions *o, const CodegenOptions *cg, const TargetInfo *t) {
    Arena a;
    arena_init(&a);
    uint64_t h = mix(hash_mix(library_hash(), BUNDLE_FORMAT), store_compiler_id()), defines = 0;
    h = hash_mix(hash_mix(hash_mix(hash_mix(h, (uint64_t)cg->opt_level), (uint64_t)cg->debug_level), cg->fp_contract), cg->pic);
    h = mix(mix(mix(h, t->triple), t->cpu), t->features);
    for (uint32_t i = 0; i < o->defines.len; i++)
        if (!is_of_others(b, o->defines.data[i], &a)) defines += mix(19, o->defines.data[i]);
    arena_done(&a);
    return hash_mix(h, defines);
}

/* ---- using ----------------------------------------------------------------------------------------------------------------- */
typedef struct PackedUnit {
    const GraphUnit *unit;
    const char *path; /* of its object */
} PackedUnit;
typedef struct PackedPackage {
    Bundle b;
    const char *folder;
    Graph units; /* .units only */
    bool ok;
} PackedPackage;
struct Packed {
    Arena arena;
    VEC(PackedPackage) packages;
    VEC(PackedUnit) units;
    StrMap defs; /* symbol → number in `units` and 1 */
};

static bool has_object(const PackedPackage *k, const char *name, uint64_t size) {
    for (uint32_t i = 0; i < k->b.files.len; i++) {
        const BundleFile *f = &k->b.files.data[i];
        if (f->is_made && strcmp(f->path, name) == 0) return f->size == size;
    }
    return false;
}

static bool is_name_of(const char *full_name, const char *package) {
    size_t n = strlen(package);
    return strncmp(full_name, package, n) == 0 && (!full_name[n] || full_name[n] == '.');
}

/* Nobody defines what belongs to the program or to another package: symbols begin with the module, or say what is done. */
static bool may_define(const PackedPackage *k, const char *symbol) {
    static const char *const glue[] = {"copy$", "move$", "drop$", "thunk$"};
    for (size_t i = 0; i < ARRAY_LEN(glue); i++)
        if (strncmp(symbol, glue[i], strlen(glue[i])) == 0) return true;
    bool ok = is_name_of(symbol, k->b.name) || is_name_of(symbol, "std");
    for (uint32_t i = 0; i < k->b.needs.len && !ok; i++) ok = is_name_of(symbol, k->b.needs.data[i].name);
    return ok;
}

static bool read_units(PackedPackage *k, uint64_t key, Arena *a) {
    if (!graph_read(&k->units, bundle_made_path(a, k->folder, units_name), key)) return false;
    bool ok = !k->units.modules.len && !k->units.deps.len && !k->units.dirs.len;
    for (uint32_t i = 0; i < k->units.units.len && ok; i++) {
        const GraphUnit *u = &k->units.units.data[i];
        ok = has_object(k, u->object, u->size);
        for (uint32_t d = 0; d < u->defs.len && ok; d++) ok = may_define(k, u->defs.data[d].name);
    }
    if (!ok) graph_done(&k->units);
    return ok;
}

static void add_package(Packed *p, const ImportScope *s, const CompileOptions *o, const CodegenOptions *cg, const TargetInfo *t) {
    PackedPackage k = {.folder = bundle_folder_of(bundle_cache(&p->arena), s->dir, &p->arena)};
    if (!k.folder || !bundle_of_folder(k.folder, &p->arena, &k.b) || k.b.format != BUNDLE_FORMAT || !*k.b.key) return;
    uint64_t key = key_of(&k.b, o, cg, t);
    if (strcmp(k.b.key, arena_printf(&p->arena, "%016" PRIx64, key)) != 0 || !read_units(&k, key, &p->arena)) return;
    k.ok = true;
    vec_push_in(&p->arena, &p->packages, k);
}

/* What a package needs is what it was compiled with; when that has code as well, it can be used. */
static bool needs_hold(const Packed *p, const PackedPackage *k, const CompileOptions *o) {
    for (uint32_t i = 0; i < k->b.needs.len; i++) {
        const BundleNeed *n = &k->b.needs.data[i];
        bool same = false, usable = true;
        for (uint32_t s = 0; s < o->n_scopes && !same; s++)
            same = o->scopes[s].id && o->scopes[s].name && strcmp(o->scopes[s].name, n->name) == 0 && strcmp(o->scopes[s].id, n->id) == 0;
        for (uint32_t m = 0; m < p->packages.len; m++)
            if (strcmp(p->packages.data[m].b.id, n->id) == 0) usable = p->packages.data[m].ok;
        if (!same || !usable) return false;
    }
    return true;
}

static void take_units(Packed *p, PackedPackage *k) {
    for (uint32_t i = 0; i < k->units.units.len; i++) {
        const GraphUnit *u = &k->units.units.data[i];
        PackedUnit x = {u, bundle_made_path(&p->arena, k->folder, u->object)};
        vec_push_in(&p->arena, &p->units, x);
        for (uint32_t d = 0; d < u->defs.len; d++)
            if (!strmap_has(&p->defs, str_of(u->defs.data[d].name))) strmap_put(&p->defs, str_of(u->defs.data[d].name), (void *)(uintptr_t)p->units.len);
    }
}

static bool any_unpacked(const CompileOptions *o, Arena *a) {
    const char *cache = bundle_cache(a);
    for (uint32_t i = 0; i < o->n_scopes; i++)
        if (bundle_folder_of(cache, o->scopes[i].dir, a)) return true;
    return false;
}

Packed *packed_open(const CompileOptions *o, const CodegenOptions *cg) {
    TargetInfo t;
    const char *why;
    Packed *p = xcalloc(1, sizeof *p);
    arena_init(&p->arena);
    if (cg->opt_level > 1 || !any_unpacked(o, &p->arena) || !codegen_target(cg, &t, &why)) {
        packed_close(p);
        return NULL;
    }
    for (uint32_t i = 0; i < o->n_scopes; i++) add_package(p, &o->scopes[i], o, cg, &t);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < p->packages.len; i++) {
            PackedPackage *k = &p->packages.data[i];
            if (!k->ok || needs_hold(p, k, o)) continue;
            k->ok = false;
            more = true;
        }
    }
    for (uint32_t i = 0; i < p->packages.len; i++)
        if (p->packages.data[i].ok) take_units(p, &p->packages.data[i]);
    return p;
}

void packed_close(Packed *p) {
    if (!p) return;
    for (uint32_t i = 0; i < p->packages.len; i++) graph_done(&p->packages.data[i].units);
    strmap_done(&p->defs);
    arena_done(&p->arena);
    free(p);
}

bool packed_has(const void *packed, const char *symbol) {
    return packed && strmap_has(&((const Packed *)packed)->defs, str_of(symbol));
}

static bool extends_structs(const Module *m) {
    for (uint32_t j = 0; j < m->ast->n_items; j++)
        EACH_NODE (m->ast->items[j]->stmts, s)
            if (IS(ExtensionDef, s)) return true;
    return false;
}

bool packed_fits(const void *packed, Session *s) {
    const Packed *p = packed;
    uint32_t n;
    Module *const *all = resolver_modules(session_cx(s)->resolver, &n);
    for (uint32_t i = 0; p && p->units.len && i < n; i++) {
        if (all[i]->is_std || !all[i]->ast) continue;
        if (extends_structs(all[i])) return false;
        for (uint32_t k = 0; k < p->packages.len; k++) {
            const PackedPackage *x = &p->packages.data[k];
            bool own = all[i]->unpacked && strcmp(all[i]->unpacked, x->folder) == 0;
            if (x->ok && !own && is_name_of(all[i]->full_name, x->b.name)) return false;
        }
    }
    return true;
}

void packed_define(const Packed *p, StrMap *defs) {
    for (uint32_t i = 0; p && i < p->defs.len; i++) {
        Str symbol = p->defs.entries[i].key;
        if (!strmap_get(defs, symbol)) strmap_put(defs, symbol, (void *)(uintptr_t)UNIT_PACKED);
    }
}

typedef VEC(uint32_t) UnitNumbers;

static void need(const Packed *p, const GraphUnit *u, bool *taken, Arena *a, UnitNumbers *found) {
    for (uint32_t i = 0; i < u->uses.len; i++) {
        uint32_t at = unit_of_symbol(&p->defs, u->uses.data[i]);
        if (!at || taken[at - 1]) continue;
        taken[at - 1] = true;
        vec_push_in(a, found, at - 1);
    }
}

void packed_objects(const Packed *p, const Graph *g, Arena *a, ObjectPaths *out) {
    if (!p) return;
    bool *taken = ARENA_ARRAY(a, bool, p->units.len + 1);
    UnitNumbers found = {0};
    for (uint32_t i = 0; i < g->units.len; i++) need(p, &g->units.data[i], taken, a, &found);
    for (uint32_t i = 0; i < found.len; i++) need(p, p->units.data[found.data[i]].unit, taken, a, &found); /* it grows */
    for (uint32_t i = 0; i < p->units.len; i++) /* in one order, whoever asked first */
        if (taken[i]) vec_push_in(a, out, (const char *)arena_strdup(a, p->units.data[i].path));
}

/* ---- making ---------------------------------------------------------------------------------------------------------------- */
typedef struct Making {
    Compilation *c;
    Packed *others;
    const char *lib;
    Arena *a;
    VEC(FnDecl *) roots;
} Making;

static bool is_own(const Module *m, const char *lib) {
    size_t n = strlen(lib);
    return m->ast && strncmp(m->path, lib, n) == 0 && (!m->path[n] || m->path[n] == '/');
}

static bool known_need(const Bundle *head, const char *id) {
    for (uint32_t i = 0; i < head->needs.len; i++)
        if (strcmp(head->needs.data[i].id, id) == 0) return true;
    return false;
}

bool packed_needs(Compilation *c, Bundle *head, const char *lib, Arena *a, const char **why) {
    uint32_t n;
    Resolver *r = session_cx(c->session)->resolver;
    Module *const *all = resolver_modules(r, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (all[i]->is_std || !all[i]->ast || is_own(all[i], lib)) continue;
        const char *id = resolver_package_id(r, all[i]);
        if (!id) {
            *why = arena_printf(a, "it needs `%s`, whose sources may change", all[i]->full_name);
            return false;
        }
        BundleNeed need = {arena_strndup(a, all[i]->full_name, strcspn(all[i]->full_name, ".")), arena_strdup(a, id)};
        if (!known_need(head, id)) vec_push_in(a, &head->needs, need);
    }
    return true;
}

static void add_root(void *ctx, FnDecl *f) {
    Making *k = ctx;
    vec_push_in(k->a, &k->roots, f);
}

/* Elaborates all functions of the package that can be. */
static bool elaborate(Making *k, const char **why) {
    uint32_t n;
    Session *s = k->c->session;
    Module *const *all = resolver_modules(session_cx(s)->resolver, &n);
    *why = "it extends structs, for all who import it";
    for (uint32_t i = 0; i < n; i++)
        if (!all[i]->is_std && all[i]->ast && extends_structs(all[i])) return false;
    for (uint32_t i = 0; i < n; i++)
        if (is_own(all[i], k->lib)) units_roots(s, all[i], add_root, k);
    *why = "it has nothing but generic code";
    if (!k->roots.len) return false;
    *why = "not all of its functions can be compiled alone";
    if (k->others) elab_set_have(session_elab(s), packed_has, k->others);
    if (!elab_program(session_elab(s), &k->c->ir, NULL, NULL, 0, k->roots.data, k->roots.len)) return false;
    bool ok = true;
    for (uint32_t i = 0; i < k->c->ir.fns.len && ok; i++) ok = !k->c->ir.fns.data[i]->is_export;
    if (!ok) *why = "it has functions for C";
    return ok && !elab_renumbered(session_elab(s)) && packed_fits(k->others, s);
}

/* Code that users of the package, or other packages, make as well. */
static bool *find_weak(const Making *k) {
    const IrModule *ir = &k->c->ir;
    bool *weak = xcalloc(ir->fns.len + 1, sizeof *weak);
    for (uint32_t i = 0; i < ir->fns.len; i++)
        weak[i] = !elab_is_plain(ir->fns.data[i]) || !is_own(ir->fns.data[i]->decl->decl.module, k->lib);
    return weak;
}

static void add_made(Making *k, BundleEntries *entries, const char *name, Str bytes) {
    BundleEntry e = {arena_strdup(k->a, name), arena_str(k->a, bytes), true};
    vec_push_in(k->a, entries, e);
}

static void record(Making *k, const ElabUnits *units, const CodegenPart *parts, uint64_t key, BundleEntries *entries) {
    Graph g;
    StrMap defs = {0};
    StrBuf text = {0};
    GraphUnit empty = {0};
    graph_init(&g, key);
    for (uint32_t i = 0; i < units->n; i++) vec_push_in(&g.arena, &g.units, empty);
    units_define(&k->c->ir, units->unit_of, &g, &defs, NULL, NULL);
    packed_define(k->others, &defs);
    units_use(&k->c->ir, units->unit_of, &g, &defs);
    for (uint32_t i = 0; i < units->n; i++) {
        g.units.data[i].object = arena_printf(&g.arena, "%s.o", i ? units->modules[i]->full_name : "0");
        g.units.data[i].size = parts[i].size;
        add_made(k, entries, g.units.data[i].object, (Str){parts[i].data, parts[i].size});
    }
    graph_print(&text, &g);
    add_made(k, entries, units_name, sb_view(&text));
    sb_done(&text);
    strmap_done(&defs);
    graph_done(&g);
}

static bool generate(Making *k, const ElabUnits *units, CodegenPart **parts, uint32_t *n, const char **why) {
    char *error = NULL;
    bool *weak = find_weak(k);
    CodegenOptions cg = k->c->codegen;
    StoreRules rules = store_rules(NULL);
    Store *store = store_open(&rules);
    CodegenStore objects = store_codegen(store);
    if (store) cg.store = &objects;
    cg.unit_of = units->unit_of;
    cg.n_units = units->n;
    cg.is_weak = weak;
    bool ok = codegen_emit(&k->c->ir, &cg, EMIT_OBJECT, parts, n, &error);
    if (!ok) *why = arena_strdup(k->a, error);
    store_close(store);
    free(error);
    free(weak);
    return ok;
}

bool packed_make(Compilation *c, Bundle *head, const char *lib, Arena *a, BundleEntries *entries, const char **why) {
    Making k = {.c = c, .lib = lib, .a = a};
    ElabUnits units = {0};
    CodegenPart *parts = NULL;
    uint32_t n = 0;
    *why = "code is kept for -O0 and -O1 only: from -O2 on programs are compiled as a whole";
    if (c->codegen.opt_level > 1) return false;
    progress_stage("compiling");
    k.others = packed_open(c->o, &c->codegen);
    bool ok = elaborate(&k, why);
    if (ok) elab_units(&c->ir, &units);
    ok = ok && generate(&k, &units, &parts, &n, why);
    if (ok) {
        uint64_t key = key_of(head, c->o, &c->codegen, &c->target);
        head->key = arena_printf(a, "%016" PRIx64, key);
        head->target = arena_printf(a, "%s %s %s", c->target.triple, c->target.cpu, c->target.features);
        record(&k, &units, parts, key, entries);
    }
    codegen_parts_free(parts, n);
    elab_units_done(&units);
    packed_close(k.others);
    compile_timing(c, "compile");
    return ok;
}
