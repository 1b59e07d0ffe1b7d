/* SPDX-License-Identifier: Apache-2.0 */
#include "incremental.h"

#include "comptime/comptime.h"
#include "interface.h"
#include "packed.h"
#include "units.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

/* What is being put together for one build. */
typedef struct Making {
    const Incremental *x;
    Compilation c;
    uint64_t began;
    Graph *g;
    StrMap defs;      /* symbol → unit + 1 */
    Map modules;      /* Module* → index + 1 in g->modules */
    Packed *packed;   /* compiled code of packages */
    bool lasting;
} Making;

static Arena *arena_of(Making *k) {
    return &k->g->arena;
}

/* ---- diagnostics by module ---------------------------------------------------------------------------------- */
static bool belongs(const Module *m, bool is_main, const Diag *d, SourceMap *sources, const Making *k) {
    if (m->ast->source->id == d->at.file) return true;
    if (!is_main) return false;
    const Source *s = source_get(sources, d->at.file); /* what has no module of the program goes to the main one */
    for (uint32_t i = 0; s && i < k->modules.len; i++)
        if (((const Module *)(uintptr_t)k->modules.entries[i].key)->ast->source == s) return false;
    return true;
}

static Str said_about(Making *k, const Module *m, bool is_main, const DiagSink *all) {
    VEC(Diag *) mine = {0};
    SourceMap *sources = session_sources(k->c.session);
    for (uint32_t i = 0; i < all->diags.len; i++)
        if (belongs(m, is_main, all->diags.data[i], sources, k)) vec_push(&mine, all->diags.data[i]);
    StrBuf b = {0};
    if (mine.len) diag_render(&b, sources, mine.data, mine.len, &(RenderOptions){0});
    Str s = arena_str(arena_of(k), sb_view(&b));
    sb_done(&b);
    vec_done(&mine);
    return s;
}

/* ---- whose bodies are only their unit's ----------------------------------------------------------------------- */
/* The function of a module or struct that a function stands in: bodies change as a whole. */
static const FnDecl *outermost(const FnDecl *f) {
    const FnDecl *out = f;
    for (const Decl *d = &f->decl; d; d = d->parent)
        if (d->kind == DECL_FN) out = DECL_AS(FnDecl, d);
    return out;
}

typedef struct Owners { /* functions by their definition */
    Map homes;  /* FuncDef node → unit + 1 that holds the body */
    Map shared; /* FuncDef nodes of bodies that are used elsewhere too */
} Owners;

static void owners_done(Owners *o) {
    map_done(&o->homes);
    map_done(&o->shared);
}

static void body_is_in(Owners *o, const FnDecl *f, uint32_t unit) {
    if (!f || !f->decl.module || f->decl.module->is_std) return;
    const Node *n = outermost(f)->decl.node;
    if (!n) return; /* made by the compiler */
    uint32_t home = (uint32_t)(uintptr_t)map_get(&o->homes, n);
    if (home != unit + 1) map_put(&o->shared, n, (void *)1);
}

static void inlined_are_in(Owners *o, const IrLoc *loc, uint32_t unit) {
    for (; loc; loc = loc->caller) body_is_in(o, loc->fn, unit);
}

static void share_bodies(Owners *o, const IrFn *f, uint32_t unit) {
    body_is_in(o, f->decl, unit);
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        const IrBlock *bl = &f->blocks.data[b];
        const IrLoc *last = NULL;
        for (uint32_t i = 0; i < bl->insts.len; i++) {
            if (bl->insts.data[i].loc != last) inlined_are_in(o, bl->insts.data[i].loc, unit);
            last = bl->insts.data[i].loc;
        }
        inlined_are_in(o, bl->term.loc, unit);
    }
}

static void is_evaluated(void *ctx, const IrFn *f) {
    body_is_in(ctx, f->decl, UINT32_MAX - 1);
    share_bodies(ctx, f, UINT32_MAX - 1);
}

/* `unit_of` says where each function went. */
static void find_owners(Making *k, const uint32_t *unit_of, Owners *o) {
    const IrModule *ir = &k->c.ir;
    for (uint32_t i = 0; i < ir->fns.len; i++) {
        const IrFn *f = ir->fns.data[i];
        if (f->blocks.len && elab_is_plain(f) && f->decl == outermost(f->decl) && f->decl->decl.node)
            map_put(&o->homes, f->decl->decl.node, (void *)(uintptr_t)(unit_of[i] + 1));
    }
    for (uint32_t i = 0; i < ir->fns.len; i++)
        if (ir->fns.data[i]->blocks.len) share_bodies(o, ir->fns.data[i], unit_of[i]);
    interp_each(session_interp(k->c.session), is_evaluated, o);
}

/* Returns the text of GraphModule.own. */
static const char *own_bodies(Making *k, const Owners *o, const FileFns *fns, bool *own) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < fns->len; i++) {
        const Node *n = &fns->data[i].def->node;
        own[i] = map_has(&o->homes, n) && !map_has(&o->shared, n);
        sb_char(&b, own[i] ? 'b' : '-');
    }
    const char *s = arena_strndup(arena_of(k), b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

/* ---- units ------------------------------------------------------------------------------------------------------- */
static uint32_t module_index(const void *making, const IrFn *f) {
    const Making *k = making;
    if (!elab_is_plain(f)) return GRAPH_NO_MODULE;
    return (uint32_t)(uintptr_t)map_get(&k->modules, f->decl->decl.module) - 1;
}

static void list_functions(Making *k, const uint32_t *unit_of) {
    units_define(&k->c.ir, unit_of, k->g, &k->defs, module_index, k);
    packed_define(k->packed, &k->defs);
    units_use(&k->c.ir, unit_of, k->g, &k->defs);
}

static int write_object(Making *k, GraphUnit *u, const char *name, const CodegenPart *part) {
    Arena *a = arena_of(k);
    struct stat st;
    u->object = arena_printf(a, "%s-%016" PRIx64 ".o", name, hash_bytes(part->data, part->size, 23));
    u->size = part->size;
    const char *path = path_join(a, k->x->objects, u->object);
    if (stat(path, &st) == 0 && (uint64_t)st.st_size == part->size) return EXIT_OK;
    int err = file_replace(path, (Str){part->data, part->size});
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err)) : EXIT_OK;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------ */
static bool number_modules(Making *k) {
    uint32_t n;
    Module *const *all = resolver_modules(session_cx(k->c.session)->resolver, &n);
    bool extends = false;
    for (uint32_t i = 0; i < n; i++) {
        const Module *m = all[i];
        if (m->is_std || !m->ast) continue;
        GraphModule g = {.name = m == k->c.module ? "" : arena_strdup(arena_of(k), m->full_name), .dep = m->ast->source->id - 1};
        vec_push_in(arena_of(k), &k->g->modules, g);
        map_put(&k->modules, m, (void *)(uintptr_t)k->g->modules.len);
        for (uint32_t j = 0; j < m->ast->n_items; j++)
            EACH_NODE (m->ast->items[j]->stmts, s) extends |= IS(ExtensionDef, s);
    }
    return !extends; /* an extension counts for modules that do not import it */
}

static void describe_modules(Making *k, const Owners *o) {
    Arena a;
    arena_init(&a);
    DiagSink sink;
    diag_sink_init(&sink, &a);
    session_diags(k->c.session, &a, &sink);
    for (uint32_t i = 0; i < k->modules.len; i++) {
        const Module *m = (const Module *)(uintptr_t)k->modules.entries[i].key;
        GraphModule *g = &k->g->modules.data[i];
        FileFns fns = {0};
        interface_fns(m->ast, &a, &fns);
        bool *own = ARENA_ARRAY(&a, bool, fns.len + 1);
        g->own = own_bodies(k, o, &fns, own);
        g->interface = interface_hash(m->ast, &fns, own);
        g->said = said_about(k, m, m == k->c.module, &sink);
    }
    arena_done(&a);
}

static void list_dirs(Making *k) {
    const TextList *roots = &k->x->o->imports;
    stamp_dirs(k->c.session, roots->data, roots->len, arena_of(k), &k->g->dirs);
}

static int generate(Making *k, CodegenPart **parts, uint32_t *n, const uint32_t *unit_of, uint32_t n_units) {
    char *why = NULL;
    k->c.codegen.unit_of = unit_of;
    k->c.codegen.n_units = n_units;
    progress_stage("generating code");
    if (codegen_emit(&k->c.ir, &k->c.codegen, EMIT_OBJECT, parts, n, &why)) {
        compile_timing(&k->c, "code");
        return EXIT_OK;
    }
    cli_error(EXIT_FAILED, "%s", why);
    free(why);
    return EXIT_FAILED;
}

static int record_all(Making *k, const ElabUnits *units, const CodegenPart *parts) {
    bool apart = number_modules(k);
    int code = EXIT_OK;
    GraphUnit empty = {0};
    for (uint32_t i = 0; i < units->n; i++) vec_push_in(arena_of(k), &k->g->units, empty);
    list_functions(k, units->unit_of);
    for (uint32_t i = 0; i < units->n && !code; i++)
        code = write_object(k, &k->g->units.data[i], i ? units->modules[i]->full_name : "common", &parts[i]);
    Owners o = {0};
    find_owners(k, units->unit_of, &o);
    describe_modules(k, &o);
    owners_done(&o);
    list_dirs(k);
    k->lasting = apart && !elab_renumbered(session_elab(k->c.session));
    if (!stamp_deps(k->c.session, k->began, arena_of(k), &k->g->deps)) {
        k->g->deps.len = 0; /* no stamp either */
        k->lasting = false;
    }
    return code;
}

/* Optimised programs are compiled as a whole: units of modules would keep functions from being inlined. */
static int record_whole(Making *k, const CodegenPart *parts, uint32_t n) {
    int code = EXIT_OK;
    GraphUnit empty = {0};
    for (uint32_t i = 0; i < n; i++) vec_push_in(arena_of(k), &k->g->units, empty);
    for (uint32_t i = 0; i < n && !code; i++) code = write_object(k, &k->g->units.data[i], "part", &parts[i]);
    list_dirs(k);
    if (!stamp_deps(k->c.session, k->began, arena_of(k), &k->g->deps)) k->g->deps.len = 0;
    k->lasting = false;
    return code;
}

static int compile_all(Making *k, StrBuf *said) {
    const Incremental *x = k->x;
    bool ok = compile_begin(&k->c, x->o, &x->cg, x->main);
    k->c.said = said;
    if (ok && k->packed) {
        elab_set_have(session_elab(k->c.session), packed_has, k->packed);
        k->c.fits = packed_fits;
        k->c.fits_ctx = k->packed;
    }
    if (!ok || !compile_elaborate(&k->c, x->library)) return EXIT_FAILED;
    if (x->look && x->look(x->look_ctx, &k->c.ir) != EXIT_OK) return EXIT_FAILED;
    ElabUnits units = {0};
    CodegenPart *parts = NULL;
    uint32_t n = 0;
    bool whole = x->cg.opt_level > 1;
    if (!whole) elab_units(&k->c.ir, &units);
    int code = generate(k, &parts, &n, units.unit_of, units.n);
    if (!code) code = whole ? record_whole(k, parts, n) : record_all(k, &units, parts);
    codegen_parts_free(parts, n);
    elab_units_done(&units);
    compile_timing(&k->c, "record");
    return code;
}

/* ---- only what changed ------------------------------------------------------------------------------------------------ */
typedef struct Partial {
    Making *k;
    bool *changed, *again; /* by module: its text is another; it is compiled again */
    bool *dirty;           /* by unit */
    uint32_t *slot;        /* by unit: its number among the dirty ones */
    uint32_t n_dirty, first;
    VEC(FnDecl *) roots;
} Partial;

static bool sources_hold(Partial *p) {
    const Graph *g = p->k->g;
    uint32_t n_changed = 0;
    for (uint32_t i = 0; i < g->dirs.len; i++)
        if (stamp_names_in(g->dirs.data[i].path) != g->dirs.data[i].names) return false;
    Map by_dep = {0};
    for (uint32_t i = 0; i < g->modules.len; i++) map_put_u(&by_dep, g->modules.data[i].dep, (void *)(uintptr_t)(i + 1));
    bool ok = true;
    for (uint32_t i = 0; i < g->deps.len && ok; i++) {
        if (stamp_dep_holds(&g->deps.data[i], NULL)) continue;
        uint32_t m = (uint32_t)(uintptr_t)map_get_u(&by_dep, i);
        ok = m != 0; /* the library changed: everything may have */
        if (m) p->changed[m - 1] = true;
        n_changed++;
    }
    map_done(&by_dep);
    return ok && n_changed > 0;
}

static bool objects_are_there(const Partial *p) {
    const Graph *g = p->k->g;
    struct stat st;
    Arena a;
    arena_init(&a);
    bool ok = true;
    for (uint32_t u = 0; u < g->units.len && ok; u++)
        ok = stat(path_join(&a, p->k->x->objects, g->units.data[u].object), &st) == 0 && (uint64_t)st.st_size == g->units.data[u].size;
    arena_done(&a);
    return ok;
}

/* A module is compiled again as a whole: all units that hold functions of it, and what else those hold. */
static bool find_dirty(Partial *p) {
    const Graph *g = p->k->g;
    memcpy(p->again, p->changed, g->modules.len * sizeof *p->again);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t u = 0; u < g->units.len; u++) {
            const GraphUnit *unit = &g->units.data[u];
            for (uint32_t i = 0; i < unit->defs.len && !p->dirty[u]; i++) {
                uint32_t m = unit->defs.data[i].module;
                p->dirty[u] = m != GRAPH_NO_MODULE && p->again[m];
                more |= p->dirty[u];
            }
            for (uint32_t i = 0; i < unit->defs.len && p->dirty[u]; i++)
                if (unit->defs.data[i].module != GRAPH_NO_MODULE) p->again[unit->defs.data[i].module] = true;
        }
    }
    p->first = UINT32_MAX;
    for (uint32_t u = 0; u < g->units.len; u++) {
        if (!p->dirty[u]) continue;
        p->slot[u] = p->n_dirty++;
        if (p->first == UINT32_MAX) p->first = u;
    }
    return p->n_dirty > 0 && objects_are_there(p);
}

/* By its name, as the main file sees it or anybody: a package of a package is not for the main file to see. */
static Module *load_again(Making *k, const GraphModule *g) {
    if (!*g->name) return k->c.module;
    VEC(Name) path = {0};
    for (const char *s = g->name; *s; s += strcspn(s, "."), s += *s == '.')
        vec_push_in(arena_of(k), &path, name_intern(s, strcspn(s, ".")));
    Module *const from[] = {k->c.module, NULL};
    for (size_t i = 0; i < ARRAY_LEN(from); i++) {
        const char *why;
        Module *m = resolver_import(session_cx(k->c.session)->resolver, from[i], 0, path.data, path.len, &why);
        char *real = m && m->ast ? path_real(arena_of(k), m->ast->source->path) : NULL;
        if (real && strcmp(real, k->g->deps.data[g->dep].path) == 0) return m;
    }
    return NULL;
}

/* The modules that are compiled again, with interfaces as they were. */
static bool load_modules(Partial *p) {
    Making *k = p->k;
    for (uint32_t i = 0; i < k->g->modules.len; i++) {
        const GraphModule *g = &k->g->modules.data[i];
        if (!p->again[i]) continue;
        Module *m = load_again(k, g);
        if (!m || ast_error_count(m->ast)) return false;
        Arena a;
        FileFns fns = {0};
        arena_init(&a);
        interface_fns(m->ast, &a, &fns);
        bool *own = ARENA_ARRAY(&a, bool, fns.len + 1);
        bool same = strlen(g->own) == fns.len;
        for (uint32_t f = 0; f < fns.len && same; f++) own[f] = g->own[f] == 'b';
        same = same && interface_hash(m->ast, &fns, own) == g->interface;
        arena_done(&a);
        if (!same) return false;
        map_put(&k->modules, m, (void *)(uintptr_t)(i + 1));
    }
    return true;
}

static bool is_clean(const void *ctx, const char *symbol) {
    const Partial *p = ctx;
    uint32_t u = unit_of_symbol(&p->k->defs, symbol);
    return u && (u == UNIT_PACKED || !p->dirty[u - 1]);
}

static void add_root(void *ctx, FnDecl *f) {
    Partial *p = ctx;
    uint32_t u = unit_of_symbol(&p->k->defs, elab_symbol(session_elab(p->k->c.session), f));
    if (u && u != UNIT_PACKED && p->dirty[u - 1]) vec_push_in(arena_of(p->k), &p->roots, f);
}

static void add_roots(Partial *p) {
    for (uint32_t i = 0; i < p->k->modules.len; i++) {
        const Module *m = (const Module *)(uintptr_t)p->k->modules.entries[i].key;
        if (m == p->k->c.module) check_module(session_cx(p->k->c.session), p->k->c.module);
        units_roots(p->k->c.session, m, add_root, p);
        FnDecl *script = m == p->k->c.module ? check_script(session_cx(p->k->c.session), p->k->c.module) : NULL;
        if (script && check_sig(session_cx(p->k->c.session), &script->decl)) add_root(p, script);
    }
}

/* All symbols that are used are defined somewhere. */
static bool is_closed(const Making *k) {
    for (uint32_t u = 0; u < k->g->units.len; u++)
        for (uint32_t i = 0; i < k->g->units.data[u].uses.len; i++)
            if (!strmap_get(&k->defs, str_of(k->g->units.data[u].uses.data[i]))) return false;
    return true;
}

/* Functions go to the units of their modules; what is new and has none, to the first. */
static uint32_t *place_functions(Partial *p, const ElabUnits *units) {
    const Making *k = p->k;
    uint32_t *home = xcalloc(units->n + 1, sizeof *home), *out = xcalloc(k->c.ir.fns.len + 1, sizeof *out);
    for (uint32_t u = 0; u < units->n; u++) {
        home[u] = p->first;
        uint32_t m = u ? (uint32_t)(uintptr_t)map_get(&k->modules, units->modules[u]) : 0;
        for (uint32_t d = 0; m && d < k->g->units.len; d++) {
            if (!p->dirty[d]) continue;
            for (uint32_t i = 0; i < k->g->units.data[d].defs.len; i++)
                if (k->g->units.data[d].defs.data[i].module == m - 1) home[u] = d;
        }
    }
    for (uint32_t i = 0; i < k->c.ir.fns.len; i++) out[i] = home[units->unit_of[i]];
    free(home);
    return out;
}

/* Modules met on the way keep their numbers. False: one is new. */
static bool number_known(Making *k) {
    StrMap by_path = {0};
    for (uint32_t i = 0; i < k->g->modules.len; i++)
        strmap_put(&by_path, str_of(k->g->deps.data[k->g->modules.data[i].dep].path), (void *)(uintptr_t)(i + 1));
    uint32_t n;
    Module *const *all = resolver_modules(session_cx(k->c.session)->resolver, &n);
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        if (all[i]->is_std || !all[i]->ast || map_has(&k->modules, all[i])) continue;
        char *real = path_real(arena_of(k), all[i]->ast->source->path);
        void *at = real ? strmap_get(&by_path, str_of(real)) : NULL;
        ok = at != NULL;
        if (ok) map_put(&k->modules, all[i], at);
    }
    strmap_done(&by_path);
    return ok;
}

/* Sources of the library that were not needed before. */
static bool add_library_deps(Making *k) {
    StrMap known = {0};
    for (uint32_t i = 0; i < k->g->deps.len; i++) strmap_put(&known, str_of(k->g->deps.data[i].path), k);
    StampDeps now = {0};
    bool ok = stamp_deps(k->c.session, k->began, arena_of(k), &now);
    for (uint32_t i = 0; i < now.len; i++)
        if (!strmap_has(&known, str_of(now.data[i].path))) vec_push_in(arena_of(k), &k->g->deps, now.data[i]);
    strmap_done(&known);
    return ok;
}

/* Is what the other units hold copies of still only that? */
static bool owners_hold(Partial *p, const uint32_t *unit_of) {
    Making *k = p->k;
    Owners o = {0};
    Arena a;
    bool ok = true;
    arena_init(&a);
    find_owners(k, unit_of, &o);
    for (uint32_t i = 0; i < k->modules.len && ok; i++) {
        const Module *m = (const Module *)(uintptr_t)k->modules.entries[i].key;
        const GraphModule *g = &k->g->modules.data[(uintptr_t)k->modules.entries[i].value - 1];
        FileFns fns = {0};
        interface_fns(m->ast, &a, &fns);
        for (uint32_t f = 0; f < fns.len && ok; f++)
            ok = g->own[f] != 'b' || !map_has(&o.shared, fns.data[f].def);
    }
    arena_done(&a);
    owners_done(&o);
    return ok;
}

static bool update_modules(Partial *p, const DiagSink *sink) {
    Making *k = p->k;
    bool ok = true;
    for (uint32_t i = 0; i < k->modules.len; i++) {
        const Module *m = (const Module *)(uintptr_t)k->modules.entries[i].key;
        uint32_t at = (uint32_t)(uintptr_t)k->modules.entries[i].value - 1;
        if (!p->again[at]) continue;
        GraphModule *g = &k->g->modules.data[at];
        StampDep d;
        g->said = said_about(k, m, m == k->c.module, sink);
        ok = stamp_dep_of(m->ast->source, k->began, arena_of(k), &d) && ok;
        if (ok) k->g->deps.data[g->dep] = d;
    }
    return ok;
}

static int compile_dirty(Partial *p) {
    Making *k = p->k;
    Graph *g = k->g;
    ElabUnits units;
    elab_units(&k->c.ir, &units);
    uint32_t *unit_of = place_functions(p, &units), *slots = xcalloc(k->c.ir.fns.len + 1, sizeof *slots);
    elab_units_done(&units);
    for (uint32_t i = 0; i < k->c.ir.fns.len; i++) slots[i] = p->slot[unit_of[i]];
    for (uint32_t u = 0; u < g->units.len; u++) { /* dirty units are defined anew */
        if (!p->dirty[u]) continue;
        for (uint32_t i = 0; i < g->units.data[u].defs.len; i++) strmap_put(&k->defs, str_of(g->units.data[u].defs.data[i].name), NULL);
        g->units.data[u].defs.len = g->units.data[u].uses.len = 0;
    }
    list_functions(k, unit_of);
    k->lasting = owners_hold(p, unit_of);
    CodegenPart *parts = NULL;
    uint32_t n = 0;
    int code = is_closed(k) ? generate(k, &parts, &n, slots, p->n_dirty) : EXIT_FAILED;
    for (uint32_t u = 0; u < g->units.len && !code; u++) {
        if (!p->dirty[u]) continue;
        const char *old = g->units.data[u].object, *dash = strrchr(old, '-');
        code = write_object(k, &g->units.data[u], arena_strndup(arena_of(k), old, (size_t)(dash - old)), &parts[p->slot[u]]);
    }
    codegen_parts_free(parts, n);
    free(unit_of);
    free(slots);
    return code;
}

static bool elaborate_changed(Partial *p, Arena *a, DiagSink *sink) {
    Making *k = p->k;
    Elab *e = session_elab(k->c.session);
    add_roots(p);
    elab_set_have(e, is_clean, p);
    bool ok = elab_program(e, &k->c.ir, NULL, NULL, 0, p->roots.data, p->roots.len);
    elab_set_have(e, NULL, NULL);
    session_diags(k->c.session, a, sink);
    compile_timing(&k->c, "elaborate");
    return ok && sink->n_errors == 0 && !elab_renumbered(e) && number_known(k);
}

/* False: it cannot be done so; nothing was said or changed then. */
static bool compile_changed(Making *k) {
    const Incremental *x = k->x;
    Graph *g = k->g;
    Arena a;
    arena_init(&a);
    Partial p = {.k = k};
    p.changed = ARENA_ARRAY(&a, bool, g->modules.len + 1);
    p.again = ARENA_ARRAY(&a, bool, g->modules.len + 1);
    p.dirty = ARENA_ARRAY(&a, bool, g->units.len + 1);
    p.slot = ARENA_ARRAY(&a, uint32_t, g->units.len + 1);
    memset(p.changed, 0, g->modules.len + 1);
    memset(p.again, 0, g->modules.len + 1);
    memset(p.dirty, 0, g->units.len + 1);
    DiagSink sink;
    diag_sink_init(&sink, &a);
    bool ok = file_exists(x->main) && sources_hold(&p) && find_dirty(&p);
    if (ok) {
        for (uint32_t u = 0; u < g->units.len; u++)
            for (uint32_t i = 0; i < g->units.data[u].defs.len; i++)
                strmap_put(&k->defs, str_of(g->units.data[u].defs.data[i].name), (void *)(uintptr_t)(u + 1));
        packed_define(k->packed, &k->defs);
        ok = compile_begin(&k->c, x->o, &x->cg, x->main) && load_modules(&p) && elaborate_changed(&p, &a, &sink) &&
             compile_dirty(&p) == EXIT_OK;
    }
    if (ok) {
        if (!add_library_deps(k) || !update_modules(&p, &sink)) {
            k->lasting = false;
            g->deps.len = 0; /* a source changed meanwhile: no stamp */
        }
    }
    arena_done(&a);
    return ok;
}

/* ---- both -------------------------------------------------------------------------------------------------------------- */
static void making_begin(Making *k, const Incremental *x, Objects *out, Packed *packed) {
    *k = (Making){.x = x, .g = &out->graph, .began = stamp_now(), .lasting = true, .packed = packed};
}

static void making_done(Making *k) {
    compile_done(&k->c);
    strmap_done(&k->defs);
    map_done(&k->modules);
}

static void finish(Making *k, Objects *out) {
    out->lasting = k->lasting;
    for (uint32_t i = 0; i < out->graph.units.len; i++)
        vec_push_in(arena_of(k), &out->paths, (const char *)path_join(arena_of(k), k->x->objects, out->graph.units.data[i].object));
    ObjectPaths packed = {0};
    packed_objects(k->packed, &out->graph, arena_of(k), &packed);
    for (uint32_t i = 0; i < packed.len; i++) vec_push_in(arena_of(k), &out->paths, packed.data[i]);
    making_done(k);
}

int incremental_compile(const Incremental *x, Objects *out) {
    *out = (Objects){0};
    Making k;
    int err = dir_make_all(x->objects);
    if (err) return cli_error(EXIT_FAILED, "cannot write `%s`: %s", x->objects, strerror(err));
    Packed *packed = packed_open(x->o, &x->cg);
    making_begin(&k, x, out, packed);
    if (x->o->report.format == DIAG_TEXT && graph_read(&out->graph, x->graph, x->key)) {
        if (compile_changed(&k)) {
            for (uint32_t i = 0; i < out->graph.modules.len; i++) sb_str(&out->said, out->graph.modules.data[i].said);
            progress_stop();
            fwrite(out->said.p ? out->said.p : "", 1, out->said.len, stderr);
            finish(&k, out);
            packed_close(packed);
            return EXIT_OK;
        }
        making_done(&k);
        graph_done(&out->graph);
        making_begin(&k, x, out, packed);
    }
    graph_init(&out->graph, x->key);
    int code = compile_all(&k, &out->said);
    if (k.c.unfit) { /* the code of packages does not go together with this program */
        making_done(&k);
        graph_done(&out->graph);
        making_begin(&k, x, out, NULL);
        graph_init(&out->graph, x->key);
        code = compile_all(&k, &out->said);
        k.lasting = false;
    }
    if (!code) {
        finish(&k, out);
    } else {
        making_done(&k);
        objects_done(out);
    }
    packed_close(packed);
    return code;
}

int incremental_check(const Incremental *x, Objects *out) {
    *out = (Objects){0};
    graph_init(&out->graph, x->key);
    Making k = {.x = x, .g = &out->graph, .began = stamp_now()};
    bool ok = compile_begin(&k.c, x->o, &x->cg, x->main);
    k.c.said = &out->said;
    ok = ok && compile_check(&k.c);
    if (ok) {
        list_dirs(&k);
        if (!stamp_deps(k.c.session, k.began, arena_of(&k), &k.g->deps)) k.g->deps.len = 0;
    }
    making_done(&k);
    if (!ok) objects_done(out);
    return ok ? EXIT_OK : EXIT_FAILED;
}

void incremental_keep(const Incremental *x, const Objects *made) {
    StrMap needed = {0};
    Arena a;
    arena_init(&a);
    if (!made->lasting || dir_make_all(path_dirname(&a, x->graph)) != 0 || graph_write(&made->graph, x->graph) != 0) unlink(x->graph);
    for (uint32_t i = 0; i < made->graph.units.len; i++) strmap_put(&needed, str_of(made->graph.units.data[i].object), &a);
    DIR *d = opendir(x->objects);
    for (struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.' && !strmap_has(&needed, str_of(e->d_name))) unlink(path_join(&a, x->objects, e->d_name));
    if (d) closedir(d);
    strmap_done(&needed);
    arena_done(&a);
}

void objects_done(Objects *o) {
    graph_done(&o->graph);
    sb_done(&o->said);
}
