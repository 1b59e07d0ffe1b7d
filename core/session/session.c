/* SPDX-License-Identifier: Apache-2.0 */
/* One compilation: sources, resolver, checker, elaboration and the interpreter, tied together. */
#include "session/session_int.h"

#include "bundle/bundle.h"
#include "lower/lower.h"

const char *session_support_dir(void) {
    static char found[4096];
    if (found[0])
        return found;
    Arena a;
    arena_init(&a);
    const char *home = getenv("MOJO_HOME"), *self = path_self_dir(&a);
    const char *tries[] = {
        home && *home ? path_join(&a, home, "lib/mojo") : NULL,
        self ? path_join(&a, self, "../lib/mojo") : NULL,
        MOJ_ROOT_HINT "/lib/mojo",
    };
    for (size_t i = 0; i < ARRAY_LEN(tries) && !found[0]; i++)
        if (tries[i] && dir_exists(path_join(&a, tries[i], "std"))) {
            char *real = path_real(&a, tries[i]);
            snprintf(found, sizeof found, "%s", real ? real : tries[i]);
        }
    arena_done(&a);
    return found[0] ? found : NULL;
}

static void define(Session *s, const char *name, const char *value) {
    strmap_put(&s->cx.defines, str_of(name), arena_strdup(&s->arena, value));
}

static void lower_and_drop(void *ctx, FnDecl *f);

Session *session_new(const SessionOptions *o) {
    Session *s = xcalloc(1, sizeof *s);
    arena_init(&s->arena);
    s->o = *o;
    diag_sink_init(&s->own, &s->arena);
    s->sources = source_map_new();
    for (uint32_t i = 0; i < o->n_shown; i++) {
        const char *eq = strrchr(o->shown[i], '=');
        if (eq) source_map_show(s->sources, arena_strndup(&s->arena, o->shown[i], (size_t)(eq - o->shown[i])), eq + 1);
    }
    ResolverOptions ro = {.roots = o->import_roots, .n_roots = o->n_import_roots, .scopes = o->scopes, .n_scopes = o->n_scopes};
    ro.std_dir = o->std_dir ? o->std_dir : session_support_dir();
    s->resolver = resolver_new(s->sources, &ro);
    cx_init(&s->cx, s->sources, s->resolver, &s->o.target);
    static const char *const debug_levels[] = {"none", "line-tables", "full"};
    define(s, "__OPTIMIZATION_LEVEL", arena_printf(&s->arena, "%d", o->opt_level));
    define(s, "__DEBUG_LEVEL", debug_levels[o->debug_level < 0 || o->debug_level > 2 ? 0 : o->debug_level]);
    for (uint32_t i = 0; i < o->n_defines; i++) {
        const char *d = o->defines[i], *eq = strchr(d, '=');
        Str key = eq ? (Str){d, (size_t)(eq - d)} : str_of(d);
        strmap_put(&s->cx.defines, key, arena_strdup(&s->arena, eq ? eq + 1 : ""));
    }
    s->elab = elab_new(&s->cx);
    s->interp = interp_new(&s->cx, s->elab);
    interp_install(s->interp);
    if (o->drop_bodies) {
        s->cx.body_done = lower_and_drop;
        s->cx.body_done_ctx = s;
    }
    return s;
}

void session_free(Session *s) {
    if (!s)
        return;
    interp_free(s->interp);
    elab_free(s->elab);
    cx_done(&s->cx);
    resolver_free(s->resolver);
    source_map_free(s->sources);
    strmap_done(&s->checked);
    arena_done(&s->arena);
    free(s);
}

SourceMap *session_sources(Session *s) {
    return s->sources;
}
Cx *session_cx(Session *s) {
    return &s->cx;
}
struct Interp *session_interp(Session *s) {
    return s->interp;
}
Elab *session_elab(Session *s) {
    return s->elab;
}

void session_set_scopes(Session *s, const ImportScope *scopes, uint32_t n) {
    resolver_set_scopes(s->resolver, scopes, n);
}

void session_trim(Session *s) {
    s->cx.trims = true;
}

Module *session_load(Session *s, const char *path, int *err) {
    Source *src = source_load(s->sources, path, err);
    Module *m = src ? resolver_load_main(s->resolver, src) : NULL;
    if (m) m->is_kept = true;
    return m;
}

/* ---- diagnostics ------------------------------------------------------------------------------------- */
static void add_all(DiagSink *out, const DiagSink *from, bool errors_only) {
    for (uint32_t i = 0; i < from->diags.len; i++) {
        Diag *d = from->diags.data[i];
        if (errors_only && d->severity != SEV_ERROR)
            continue;
        vec_push_in(out->arena, &out->diags, d);
        out->n_errors += d->severity == SEV_ERROR;
    }
}

void session_diags(Session *s, Arena *arena, DiagSink *out) {
    uint32_t n;
    Module *const *modules = resolver_modules(s->resolver, &n);
    for (uint32_t i = 0; i < n; i++) {
        const Module *m = modules[i];
        DiagSink syntax;
        diag_sink_init(&syntax, arena);
        if (m->ast)
            ast_diags(m->ast, arena, &syntax);
        bool foreign = m->is_std || m->unpacked; /* warnings are its authors' business */
        add_all(out, &syntax, foreign);
        add_all(out, &m->diags, foreign);
    }
    add_all(out, elab_diags(s->elab), false);
    add_all(out, &s->own, false);
    uint32_t len = out->diags.len;
    diag_sort(out->diags.data, &len);
    diag_drop_guesses(s->sources, out->diags.data, &len);
    out->diags.len = len;
    out->n_errors = 0;
    for (uint32_t i = 0; i < len; i++)
        out->n_errors += out->diags.data[i]->severity == SEV_ERROR;
}

static uint32_t count_errors(Session *s) {
    uint32_t n, errors = elab_diags(s->elab)->n_errors + s->own.n_errors;
    Module *const *modules = resolver_modules(s->resolver, &n);
    for (uint32_t i = 0; i < n; i++)
        errors += modules[i]->diags.n_errors + (modules[i]->ast ? ast_error_count(modules[i]->ast) : 0);
    return errors;
}

static bool elaborate_program(Session *s, Module *m, IrModule *out);

bool session_has_errors(Session *s) {
    return count_errors(s) > 0;
}

/* ---- checking ------------------------------------------------------------------------------------------ */
static void lower_decl(Session *s, Decl *d, int depth);

static void lower_scope(Session *s, const Scope *scope, Module *m, int depth) {
    MAP_EACH(&scope->names, e) {
        Decl *d = e->value;
        if (d && d->module == m && d->kind != DECL_ALIAS && d->kind != DECL_MODULE)
            lower_decl(s, d, depth + 1);
    }
}

/* Ownership is checked on the IR, so every body of the module is lowered, generic ones too. */
static void lower_decl(Session *s, Decl *d, int depth) {
    if (depth > 32)
        return;
    switch (d->kind) {
    case DECL_FN:
        if (DECL_AS(FnDecl, d)->has_body && !d->has_error)
            lower_fn(&s->cx, DECL_AS(FnDecl, d));
        break;
    case DECL_FNSET: {
        FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < set->fns.len; i++)
            lower_decl(s, &set->fns.data[i]->decl, depth + 1);
        break;
    }
    case DECL_STRUCT: lower_scope(s, &DECL_AS(StructDecl, d)->members, d->module, depth); break;
    case DECL_TRAIT: lower_scope(s, &DECL_AS(TraitDecl, d)->members, d->module, depth); break;
    default: break;
    }
}

/* Of programs nobody asks about further: each body goes as soon as its IR is there. */
static void lower_and_drop(void *ctx, FnDecl *f) {
    Session *s = ctx;
    if (!f->decl.module->is_std && !f->decl.has_error && lower_fn(&s->cx, f))
        check_release_body(f);
}

static FnDecl *find_main(Session *s, Module *m) {
    Decl *d = module_member(s->resolver, m, NAME_(main));
    if (d && d->kind == DECL_FNSET && DECL_AS(FnSet, d)->fns.len)
        return DECL_AS(FnSet, d)->fns.data[0];
    return d && d->kind == DECL_FN ? DECL_AS(FnDecl, d) : NULL;
}

bool session_has_main(Session *s, Module *m) {
    return check_script(&s->cx, m) != NULL || find_main(s, m) != NULL;
}

static void check_user_module(Session *s, Module *m) {
    if (m->is_lowered) return;
    m->is_lowered = true;
    check_module(&s->cx, m);
    lower_scope(s, &m->scope, m, 0); /* bodies with errors are left out one by one */
    FnDecl *script = check_script(&s->cx, m);
    if (script && !script->decl.has_error)
        lower_fn(&s->cx, script);
}

/* Does the package see the other packages that it was checked with? */
static bool needs_hold(Session *s, Module *m, const Bundle *b) {
    bool ok = true;
    for (uint32_t i = 0; i < b->needs.len && ok; i++) {
        const Name path[] = {name_of(b->needs.data[i].name)};
        const char *why;
        Module *other = resolver_import(s->resolver, m, 0, path, 1, &why);
        const char *id = other ? resolver_package_id(s->resolver, other) : NULL;
        ok = id && strcmp(id, b->needs.data[i].id) == 0;
    }
    return ok;
}

/* This compiler checked the package when it was put into one file. */
static bool was_checked(Session *s, Module *m) {
    if (!m->unpacked || !s->o.compiler_id) return false;
    void *known = strmap_get(&s->checked, str_of(m->unpacked));
    if (!known) {
        Bundle b;
        bool yes = bundle_of_folder(m->unpacked, &s->arena, &b) && b.format == BUNDLE_FORMAT && strcmp(b.compiler, s->o.compiler_id) == 0 &&
                   needs_hold(s, m, &b);
        known = yes ? (void *)s : (void *)&s->checked;
        strmap_put(&s->checked, str_of(m->unpacked), known);
    }
    return known == s;
}

static bool is_checked(Session *s, Module *m) {
    const char *dir = s->o.check_dir;
    size_t n = dir ? strlen(dir) : 0;
    return !m->is_std && m->ast && !was_checked(s, m) && (!dir || (strncmp(m->path, dir, n) == 0 && m->path[n] == '/'));
}

void session_check_bodies(Session *s, Module *m) {
    check_user_module(s, m);
    uint32_t n;
    Module *const *modules = resolver_modules(s->resolver, &n);
    for (uint32_t i = 0; i < n; i++) { /* the program's other modules; more may be loaded meanwhile */
        modules = resolver_modules(s->resolver, &n);
        Module *other = modules[i];
        if (other == m || other->is_lowered || !is_checked(s, other)) continue;
        check_user_module(s, other);
        if (!other->is_kept) check_trim(&s->cx, other);
    }
}

void session_resolve_imports(Session *s) {
    uint32_t n;
    Module *const *modules = resolver_modules(s->resolver, &n);
    for (uint32_t i = 0; i < n; i++) { /* each may load more */
        modules = resolver_modules(s->resolver, &n);
        Module *m = modules[i];
        if (m->is_std || !m->ast) continue;
        for (uint32_t k = 0; k < m->scope.names.len; k++) {
            Decl *d = m->scope.names.entries[k].value;
            if (d->kind == DECL_ALIAS) alias_target(s->resolver, DECL_AS(AliasDecl, d));
        }
    }
}

bool session_check(Session *s, Module *m) {
    session_check_bodies(s, m);
    if (count_errors(s))
        return false;
    if (find_main(s, m) || check_script(&s->cx, m))
        elaborate_program(s, m, NULL);
    return count_errors(s) == 0;
}

bool session_forget(Session *s, const char *const *paths, uint32_t n) {
    if (elab_diags(s->elab)->diags.len || s->own.diags.len) /* they may be about what goes */
        return false;
    return resolver_forget(s->resolver, paths, n);
}

/* ---- elaboration ----------------------------------------------------------------------------------------- */
/* `std.builtin._start._start`, which calls the program's main and reports what it raises. */
static FnDecl *find_start(Session *s) {
    const Name path[] = {NAME_(std), name_of("builtin"), name_of("_start")};
    const char *why = NULL;
    Module *m = resolver_import(s->resolver, NULL, 0, path, 3, &why);
    Decl *d = m ? module_member(s->resolver, m, name_of("_start")) : NULL;
    if (d && d->kind == DECL_FNSET && DECL_AS(FnSet, d)->fns.len)
        d = &DECL_AS(FnSet, d)->fns.data[0]->decl;
    return d && d->kind == DECL_FN && check_sig(&s->cx, d) ? DECL_AS(FnDecl, d) : NULL;
}

static Span module_span(const Module *m) {
    return m->ast && m->ast->source ? (Span){m->ast->source->id, 0, 0} : SPAN_NONE;
}

/* From the program's main; only checked where there is no `out`. */
static bool elaborate_program(Session *s, Module *m, IrModule *out) {
    FnDecl *main = check_script(&s->cx, m);
    if (!main)
        main = find_main(s, m);
    if (!main) {
        Diag *d = diag_add(&s->own, DIAG_no_main, module_span(m), "`%s` has no `main` and no statements to run",
                           path_basename(m->path));
        diag_help(d, "add `def main(): …`");
        return false;
    }
    if (!check_sig(&s->cx, &main->decl))
        return false;
    FnDecl *start = find_start(s);
    if (!start) {
        diag_add(&s->own, DIAG_no_library, module_span(m), "the library lacks `std.builtin._start`");
        return false;
    }
    if (main->args.len || main->params.len) {
        Span at = main->decl.node ? node_span(m->ast, main->decl.item, main->decl.node) : module_span(m);
        diag_add(&s->own, DIAG_bad_main, at, "`main` takes no arguments and no parameters");
        return false;
    }
    Val none = NULL;
    Val type = val_make(s->cx.vals, T_FNITEM, NULL, main, &none, 0);
    Val value = val_make(s->cx.vals, V_FN, type, main, &none, 0);
    return out ? elab_program(s->elab, out, start, &value, 1, NULL, 0) : elab_check(s->elab, start, &value, 1);
}

/* Its own, and for a package those of its modules: what `__init__` names of them. */
static bool is_part_of(const Module *part, const Module *m) {
    size_t n = strlen(m->full_name);
    return part == m || (m->is_package && strncmp(part->full_name, m->full_name, n) == 0 && part->full_name[n] == '.');
}

static void collect_exports(Session *s, Module *m, FnDecl ***out, uint32_t *n) {
    VEC(FnDecl *) found = {0};
    MAP_EACH(&m->scope.names, e) {
        Decl *d = e->value;
        if (d && d->kind == DECL_ALIAS && m->is_package) /* names of others may wait for something that nobody has */
            d = decl_follow(s->cx.resolver, d);
        if (!d || d->kind != DECL_FNSET || !is_part_of(d->module, m))
            continue;
        FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < set->fns.len; i++)
            if (check_sig(&s->cx, &set->fns.data[i]->decl) && set->fns.data[i]->is_export)
                vec_push_in(&s->arena, &found, set->fns.data[i]);
    }
    *out = found.data;
    *n = found.len;
}

bool session_elaborate(Session *s, Module *m, bool library, IrModule *out) {
    if (!library)
        return elaborate_program(s, m, out);
    FnDecl **exports;
    uint32_t n;
    if (session_has_main(s, m)) {
        Diag *d = diag_add(&s->own, DIAG_main_in_library, module_span(m), "`%s` has a `main` and cannot be a library",
                           path_basename(m->path));
        diag_help(d, "keep `main` in a file of its own that imports this one");
        return false;
    }
    collect_exports(s, m, &exports, &n);
    if (n == 0) {
        Diag *d = diag_add(&s->own, DIAG_no_exports, module_span(m), "`%s` exports no functions", path_basename(m->path));
        diag_help(d, "mark those that others call with `@export`");
        return false;
    }
    return elab_program(s->elab, out, NULL, NULL, 0, exports, n);
}
