/* SPDX-License-Identifier: Apache-2.0 */
/* Modules and where their files are: roots, packages, namespaces, relative imports (language.md §2.3). */
#include "bundle/bundle.h"
#include "resolve/resolve_int.h"

#include <errno.h>
#include <unistd.h>

enum { MAX_MODULE_DEPTH = 400 };

static void free_scopes(Resolver *r) {
    for (uint32_t i = 0; i < r->n_scopes; i++) map_done(&r->scopes[i].modules);
    free(r->scopes);
}

void resolver_set_scopes(Resolver *r, const ImportScope *scopes, uint32_t n) {
    free_scopes(r);
    r->n_scopes = n;
    r->scopes = xcalloc(n + 1, sizeof *r->scopes);
    for (uint32_t i = 0; i < n; i++) r->scopes[i].o = &scopes[i];
    for (uint32_t i = 0; i < r->modules.len; i++) {
        loaded(r->modules.data[i])->scope_known = false;
        loaded(r->modules.data[i])->scope = NULL;
    }
}

Resolver *resolver_new(SourceMap *sources, const ResolverOptions *o) {
    Resolver *r = xcalloc(1, sizeof *r);
    arena_init(&r->arena);
    r->sources = sources;
    r->unpacked = bundle_cache(&r->arena);
    for (uint32_t i = 0; i < o->n_roots; i++) {
        const char *root = bundle_root(r, o->roots[i]);
        if (root) vec_push_in(&r->arena, &r->roots, (const char *)arena_strdup(&r->arena, root));
    }
    for (uint32_t i = 0; i < r->bundles.len; i++) r->bundles.data[i]->is_root = true;
    resolver_set_scopes(r, o->scopes, o->n_scopes);
    r->std_dir = o->std_dir ? arena_strdup(&r->arena, o->std_dir) : NULL;
    diag_sink_init(&r->lost, &r->arena);
    return r;
}

void resolver_free(Resolver *r) {
    if (!r) return;
    for (uint32_t i = 0; i < r->modules.len; i++) {
        Module *m = r->modules.data[i];
        for (uint32_t k = 0; k < m->scope.names.len; k++) {
            Decl *d = m->scope.names.entries[k].value;
            if (d->module != m) continue;
            if (d->kind == DECL_STRUCT) map_done(&DECL_AS(StructDecl, d)->members.names);
            if (d->kind == DECL_TRAIT) map_done(&DECL_AS(TraitDecl, d)->members.names);
        }
        map_done(&m->scope.names);
        map_done(&m->submodules);
        map_done(&loaded(m)->local);
        if (m->ast) ast_free(m->ast);
        arena_done(&m->arena);
    }
    strmap_done(&r->by_path);
    map_done(&r->root_modules);
    free_scopes(r);
    arena_done(&r->arena);
    free(r);
}

uint32_t resolver_diags_added(const Resolver *r) {
    return r->diags_added;
}

Module *const *resolver_modules(const Resolver *r, uint32_t *n) {
    *n = r->modules.len;
    return r->modules.data;
}

/* ---- loading ----------------------------------------------------------------------------------- */
static Module *new_module(Resolver *r, const char *path, const char *full_name, Module *package) {
    Loaded *l = ARENA_NEW(&r->arena, Loaded);
    Module *m = &l->m;
    arena_init(&m->arena);
    diag_sink_init(&m->diags, &m->arena);
    m->diags.total = &r->diags_added;
    m->decl.kind = DECL_MODULE;
    m->decl.module = m;
    m->path = arena_strdup(&r->arena, path);
    m->full_name = arena_strdup(&r->arena, full_name);
    const char *dot = strrchr(full_name, '.');
    m->decl.name = name_of(dot ? dot + 1 : full_name);
    m->package = package;
    m->unpacked = package ? package->unpacked : bundle_folder_of(r->unpacked, path, &r->arena);
    l->package_known = package != NULL;
    m->is_std = strcmp(full_name, "std") == 0 || strncmp(full_name, "std.", 4) == 0;
    m->scope.owner = &m->decl;
    vec_push_in(&r->arena, &r->modules, m);
    return m;
}

static void set_source(Resolver *r, Module *m, Source *s, const Ast *like) {
    m->ast = like ? ast_parse_like(like, s) : ast_parse(s);
    if (!r->prelude_tried && strcmp(m->full_name, "std.prelude") != 0) {
        r->prelude_tried = true;
        const Name path[2] = {NAME_(std), name_of("prelude")};
        r->prelude = find_module(r, NULL, 0, path, 2, &(uint32_t){0}, &(const char *){NULL}, &(const char *){NULL});
    }
    if (r->prelude && m != r->prelude) m->prelude = &r->prelude->scope;
    collect_module(r, m);
}

Module *load_file(Resolver *r, const char *path, const char *full_name, Module *package, bool is_package) {
    char *real = path_real(&r->arena, path);
    if (!real) real = arena_strdup(&r->arena, path);
    Module *m = strmap_get(&r->by_path, str_of(real));
    if (m) return m;
    if (r->depth >= MAX_MODULE_DEPTH) return NULL;
    int err = 0;
    Source *s = source_load(r->sources, path, &err);
    if (!s) return NULL;
    m = new_module(r, path, full_name, package);
    strmap_put(&r->by_path, str_of(real), m);
    m->is_package = is_package;
    loaded(m)->dir = path_dirname(&r->arena, path);
    if (is_package) vec_push_in(&r->arena, &loaded(m)->dirs, loaded(m)->dir);
    r->depth++;
    set_source(r, m, s, NULL);
    r->depth--;
    return m;
}

static const char *const extensions[] = {".mojo", ".🔥"};

/* The folder's __init__, or NULL. */
static char *init_of(Arena *a, const char *dir) {
    for (size_t i = 0; i < ARRAY_LEN(extensions); i++) {
        char *p = path_join(a, dir, arena_printf(a, "__init__%s", extensions[i]));
        if (file_is_regular(p)) return p;
    }
    return NULL;
}

/* The name of a file, given by its path, as other modules import it: the packages around it and its own. */
static const char *dotted_name(Resolver *r, const char *real, const char *stem, bool is_package) {
    Arena *a = &r->arena;
    const char *name = is_package ? NULL : stem;
    for (const char *dir = path_dirname(a, real); init_of(a, dir); dir = path_dirname(a, dir)) {
        const char *base = path_basename(dir);
        if (!*base || strcmp(base, ".") == 0 || strcmp(base, "/") == 0) break;
        name = name ? arena_printf(a, "%s.%s", base, name) : base;
    }
    return name ? name : stem;
}

static bool in_library(Resolver *r, const char *real) {
    if (!r->std_dir || !real) return false;
    char *std = path_real(&r->arena, r->std_dir);
    char *inner = std ? path_real(&r->arena, path_join(&r->arena, std, "std")) : NULL;
    if (inner) std = inner;
    return std && strncmp(real, std, strlen(std)) == 0 && real[strlen(std)] == '/';
}

static Module *load_main(Resolver *r, Source *s, bool is_probe) {
    const char *base = path_basename(s->path);
    const char *dot = strrchr(base, '.');
    char *stem = dot && dot != base ? arena_strndup(&r->arena, base, (size_t)(dot - base)) : arena_strdup(&r->arena, base);
    char *real = path_real(&r->arena, s->path);
    const char *key = real ? real : s->path;
    Module *m = strmap_get(&r->by_path, str_of(key));
    if (m && m->ast && str_eq(source_text(m->ast->source), source_text(s))) return m; /* perhaps imported before */
    bool is_package = strcmp(stem, "__init__") == 0;
    const Ast *like = is_probe && m ? m->ast : NULL;
    m = new_module(r, s->path, real ? dotted_name(r, real, stem, is_package) : stem, NULL);
    if (!strmap_get(&r->by_path, str_of(key))) strmap_put(&r->by_path, str_of(arena_strdup(&r->arena, key)), m);
    m->is_package = is_package;
    m->is_std = in_library(r, real); /* a file of the library given on the command line is still the library */
    loaded(m)->dir = path_dirname(&r->arena, s->path);
    if (is_package) vec_push_in(&r->arena, &loaded(m)->dirs, loaded(m)->dir);
    set_source(r, m, s, like);
    return m;
}

Module *resolver_load_main(Resolver *r, Source *s) {
    return load_main(r, s, false);
}

Module *resolver_load_probe(Resolver *r, Source *s) {
    return load_main(r, s, true);
}

/* ---- finding ----------------------------------------------------------------------------------- */
static char *join_ext(Arena *a, const char *dir, Name name, const char *ext) {
    return path_join(a, dir, arena_printf(a, "%s%s", name->chars, ext));
}
/* The package or module `name` in a folder, or NULL; a folder without __init__ is left to the caller. */
Module *find_in_dir(Resolver *r, const char *dir, Name name, const char *full_name, Module *package, const char *not_this) {
    Arena *a = &r->arena;
    ArenaMark mark = arena_mark(a);
    const char *sub = path_join(a, dir, name->chars);
    char *init = dir_exists(sub) ? init_of(a, sub) : NULL;
    if (init) return load_file(r, init, full_name, package, true);
    Module *whole = package ? NULL : find_in_bundle(r, dir, name, ".mojoc");
    if (whole) return whole;
    for (size_t i = 0; i < ARRAY_LEN(extensions); i++) {
        char *p = join_ext(a, dir, name, extensions[i]);
        if (!file_is_regular(p)) continue;
        if (not_this) { /* a module does not find itself */
            char *x = path_real(a, p), *y = path_real(a, not_this);
            if (x && y && strcmp(x, y) == 0) continue;
        }
        return load_file(r, p, full_name, package, false);
    }
    if (package) arena_release(a, mark);
    return package ? NULL : find_in_bundle(r, dir, name, ".mojopkg");
}

static const char *sub_name(Resolver *r, const char *prefix, Name name) {
    if (!prefix || !*prefix) return arena_strdup(&r->arena, name->chars);
    return arena_printf(&r->arena, "%s.%s", prefix, name->chars);
}

/* Looks through folders in order; folders without __init__ join to one namespace. */
static Module *find_in_dirs(Resolver *r, const char *const *dirs, uint32_t n, Name name, const char *full_name,
                            Module *package, const char *not_this, const char **python) {
    Module *space = NULL;
    for (uint32_t i = 0; i < n; i++) {
        Module *m = find_in_dir(r, dirs[i], name, full_name, package, not_this);
        if (m) return space ? space : m;
        const char *sub = path_join(&r->arena, dirs[i], name->chars);
        if (dir_exists(sub)) {
            char *init = path_join(&r->arena, sub, "__init__.py");
            if (file_is_regular(init)) {
                if (!*python) *python = init;
                continue;
            }
            if (!space) {
                space = new_module(r, sub, full_name, package);
                loaded(space)->dir = sub;
                space->is_package = true;
            }
            vec_push_in(&r->arena, &loaded(space)->dirs, sub);
            continue;
        }
        char *py = join_ext(&r->arena, dirs[i], name, ".py");
        if (!*python && file_is_regular(py)) *python = py;
    }
    return space;
}

Module *find_submodule(Resolver *r, Module *package, Name name) {
    void *known = map_get(&package->submodules, name);
    if (known) return known == NOT_FOUND ? NULL : known;
    Loaded *l = loaded(package);
    const char *python = NULL;
    Module *m = NULL;
    if (l->dirs.len)
        m = find_in_dirs(r, l->dirs.data, l->dirs.len, name, sub_name(r, package->full_name, name), package, NULL, &python);
    map_put(&package->submodules, name, m ? (void *)m : NOT_FOUND);
    return m;
}

static ScopeState *scope_of_path(Resolver *r, const char *path) {
    ScopeState *found = NULL;
    size_t longest = 0;
    for (uint32_t i = 0; i < r->n_scopes; i++) {
        const char *dir = r->scopes[i].o->dir;
        size_t n = strlen(dir);
        if (n <= longest || strncmp(path, dir, n) != 0 || (path[n] && path[n] != '/')) continue;
        found = &r->scopes[i];
        longest = n;
    }
    return found;
}

static ScopeState *scope_of(Resolver *r, Module *m) {
    Loaded *l = loaded(m);
    if (l->scope_known || !r->n_scopes) return l->scope;
    l->scope_known = true;
    l->scope = scope_of_path(r, m->path);
    const char *real = l->scope || m->is_std ? NULL : path_real(&r->arena, m->path); /* an editor may have come through a link */
    if (real) l->scope = scope_of_path(r, real);
    return l->scope;
}

const char *resolver_package_id(Resolver *r, Module *m) {
    const ScopeState *s = m->unpacked || !m->path ? NULL : scope_of(r, m);
    return m->unpacked ? path_basename(m->unpacked) : s ? s->o->id : NULL;
}

static Module *find_in_scope(Resolver *r, const ImportScope *s, Name name, const char **python) {
    Module *m = NULL;
    for (uint32_t i = 0; i < s->n_roots && !(m && m->ast); i++) {
        const ImportRoot *root = &s->roots[i];
        if (root->as && strcmp(root->as, name->chars) != 0) continue;
        Name real = root->as ? name_of(root->name) : name;
        Module *found = find_in_dirs(r, &root->dir, 1, real, real->chars, NULL, NULL, python);
        if (found && (!m || found->ast)) m = found;
    }
    return m;
}

/* What the search path has, for files of a package what its manifest lets it see. */
static Module *find_in_roots(Resolver *r, Module *from, Name name, const char **python) {
    ScopeState *scope = from && from->path ? scope_of(r, from) : NULL;
    Map *memo = scope ? &scope->modules : &r->root_modules;
    const char *py = NULL;
    void *known = map_get(memo, name);
    if (known) return known == NOT_FOUND ? NULL : known;
    Module *m = scope ? find_in_scope(r, scope->o, name, &py)
                      : find_in_dirs(r, r->roots.data, r->roots.len, name, name->chars, NULL, NULL, &py);
    if (!*python) *python = py;
    if (m || !py) map_put(memo, name, m ? (void *)m : NOT_FOUND); /* a Python file is told about each time */
    return m;
}

/* The package a file lies in, by its folder's __init__. */
static Module *package_of(Resolver *r, Module *m) {
    Loaded *l = loaded(m);
    if (l->package_known || m->package) return m->package;
    l->package_known = true;
    if (!l->dir || m->ast == NULL) return NULL;
    const char *dir = path_real(&r->arena, l->dir);
    if (dir && m->is_package) dir = path_dirname(&r->arena, dir);
    char *init = dir ? init_of(&r->arena, dir) : NULL;
    if (!init) return NULL;
    const char *dot = strrchr(m->full_name, '.');
    const char *name = dot ? arena_strndup(&r->arena, m->full_name, (size_t)(dot - m->full_name)) : path_basename(dir);
    m->package = load_file(r, init, name, NULL, true);
    return m->package;
}

Decl *module_lookup_around(Resolver *r, Module *m, Name name, const Module **in) {
    if (m->is_std || !name_is_public(name)) return NULL;
    Module *outermost = NULL;
    for (Module *p = package_of(r, m); p && p != m; p = package_of(r, p)) {
        *in = outermost = p;
        Decl *d = module_member(r, p, name);
        if (d) return d;
    }
    if (!outermost && m->is_package) outermost = m;
    *in = outermost;
    return outermost && outermost->decl.name == name ? &outermost->decl : NULL;
}

/* The package `name` when `from` lies in it, however deep. */
static Module *enclosing_root(Resolver *r, Module *from, Name name) {
    Module *m = from && !from->is_std ? from : NULL;
    if (m && !m->is_package) m = package_of(r, m);
    for (Module *up; m && (up = package_of(r, m));) m = up;
    return m && m->decl.name == name ? m : NULL;
}

/* Beside the outermost package that `from` lies in: what is imported with it is also found there. Packages of projects
 * see what their manifests say. */
static Module *find_beside_package(Resolver *r, Module *from, Name name) {
    Module *m = from && from->path && !from->is_std ? from : NULL;
    if (m && !m->is_package) m = package_of(r, m);
    for (Module *up; m && (up = package_of(r, m));) m = up;
    if (!m || !loaded(m)->dir || scope_of(r, from)) return NULL;
    const char *dir = path_dirname(&r->arena, loaded(m)->dir), *python = NULL;
    if (strcmp(loaded(m)->dir, ".") == 0 || !strchr(loaded(m)->dir, '/')) dir = path_dirname(&r->arena, path_real(&r->arena, loaded(m)->dir));
    Module *found = find_in_dirs(r, &dir, 1, name, name->chars, NULL, NULL, &python);
    return found && found->ast ? found : NULL; /* a folder alone is not meant */
}

/* First name of an absolute path. */
static Module *find_root(Resolver *r, Module *from, Name name, const char **python) {
    if (name_is(name, NM_std)) {
        void *known = map_get(&r->root_modules, name);
        if (known) return known == NOT_FOUND ? NULL : known;
        Module *m = NULL;
        if (r->std_dir) {
            m = find_in_dir(r, r->std_dir, name, "std", NULL, NULL);
            char *init = m ? NULL : init_of(&r->arena, r->std_dir); /* std_dir is the package itself */
            if (init) m = load_file(r, init, "std", NULL, true);
        }
        map_put(&r->root_modules, name, m ? (void *)m : NOT_FOUND);
        return m;
    }
    if (from && from->path && loaded(from)->dir && !from->is_std) {
        Loaded *l = loaded(from);
        void *known = map_get(&l->local, name);
        Module *m = known == NOT_FOUND ? NULL : known;
        if (!known) {
            m = find_in_dirs(r, &l->dir, 1, name, name->chars, NULL, from->path, python);
            if (m || !*python) map_put(&l->local, name, m ? (void *)m : NOT_FOUND); /* a Python file is told about each time */
        }
        if (m && !(m->ast == NULL && r->roots.len)) return m;
        if (m) { /* a namespace may go on in the roots */
            const char *py = NULL;
            Module *o = find_in_roots(r, from, name, &py);
            if (o && o->ast) return o;
            for (uint32_t i = 0; o && o != m && i < loaded(o)->dirs.len; i++) {
                bool have = false;
                for (uint32_t j = 0; j < loaded(m)->dirs.len; j++)
                    have |= strcmp(loaded(m)->dirs.data[j], loaded(o)->dirs.data[i]) == 0;
                if (!have) vec_push_in(&r->arena, &loaded(m)->dirs, loaded(o)->dirs.data[i]);
            }
            return m;
        }
    }
    Module *around = enclosing_root(r, from, name);
    if (!around && from && from->unpacked) around = find_beside_bundle(r, from, name);
    if (around) return around;
    Module *m = find_in_roots(r, from, name, python);
    return m ? m : find_beside_package(r, from, name);
}

/* What a module's imports lead to: when that goes, so does the module (forget.c). */
static void note_need(Resolver *r, Module *from, Module *m) {
    if (!from || from->is_std || m->is_std) return;
    Loaded *l = loaded(from);
    if (m != from && (!l->needs.len || vec_last(&l->needs) != m)) vec_push_in(&r->arena, &l->needs, m);
}

Module *const *module_needs(const Module *m, uint32_t *n) {
    const Loaded *l = (const Loaded *)m;
    *n = l->needs.len;
    return l->needs.data;
}

/* `import me` in me.mojo */
static bool is_own_name(const Module *m, Name name) {
    const char *base = path_basename(m->path), *dot = strrchr(base, '.');
    return dot && (size_t)(dot - base) == name->len && memcmp(base, name->chars, name->len) == 0;
}

Module *find_module(Resolver *r, Module *from, uint32_t level, const Name *path, uint32_t n, uint32_t *failed_at,
                    const char **why, const char **python) {
    *failed_at = 0;
    Module *m = NULL;
    uint32_t i = 0;
    if (level > 0) {
        m = from;
        if (!from) return NULL;
        if (!from->is_package) m = package_of(r, from);
        for (uint32_t up = 1; m && up < level; up++) m = package_of(r, m);
        if (!m) {
            *why = from->package ? "the relative import goes above the outermost package"
                                 : "relative imports work inside packages only: there is no `__init__.mojo` in this folder";
            return NULL;
        }
    } else {
        if (n == 0) return NULL;
        m = find_root(r, from, path[0], python);
        if (!m) {
            const char *broken = bundle_problem(r, path[0]);
            if (broken) *why = broken;
            else if (*python) *why = "it is a Python module";
            else if (from && from->path && scope_of(r, from) && find_in_roots(r, NULL, path[0], &(const char *){NULL}))
                *why = "mojo.toml of this package does not list it";
            else if (name_is(path[0], NM_std)) *why = "the standard library is not installed beside the tool";
            else if (from && from->path && is_own_name(from, path[0])) *why = "a module cannot import itself";
            else *why = "no folder of the search path holds it";
            return NULL;
        }
        i = 1;
    }
    note_need(r, from, m);
    for (; i < n; i++) {
        *failed_at = i;
        Module *sub = find_submodule(r, m, path[i]);
        if (!sub) { /* a package may re-export a module under another name */
            Decl *d = m->ast ? scope_get(&m->scope, path[i]) : NULL;
            if (d) d = decl_follow(r, d);
            if (d && d->kind == DECL_MODULE) sub = (Module *)d;
        }
        if (!sub) {
            *why = arena_printf(&r->arena, "`%s` has no module `%s`", m->full_name, path[i]->chars);
            return NULL;
        }
        m = sub;
        note_need(r, from, m);
    }
    return m;
}

Module *resolver_import(Resolver *r, Module *from, uint32_t level, const Name *path, uint32_t n, const char **why) {
    uint32_t at;
    const char *reason = NULL, *python = NULL;
    Module *m = find_module(r, from, level, path, n, &at, &reason, &python);
    if (!m && why) *why = reason;
    return m;
}

const Module *resolver_std_home(Resolver *r, Name name) {
    static const char *const packages[] = {"collections", "math", "memory", "utils", "os", "sys", "time", "random", "algorithm",
                                           "bit", "testing", "pathlib", "iter", "ffi", "atomic", "benchmark", "reflection"};
    if (!name_is_public(name)) return NULL;
    for (size_t i = 0; i < ARRAY_LEN(packages); i++) {
        const Name path[2] = {NAME_(std), name_of(packages[i])};
        Module *m = resolver_import(r, NULL, 0, path, 2, NULL);
        Decl *d = m ? scope_get(&m->scope, name) : NULL;
        if (d && d->kind == DECL_ALIAS) d = decl_follow(r, d);
        if (d && d->kind != DECL_MODULE && !d->is_deprecated) return m;
    }
    return NULL;
}

/* ---- the library ------------------------------------------------------------------------------- */
Decl *resolver_std(Resolver *r, int nm) {
    if (nm <= 0 || nm >= NM_COUNT) return NULL;
    if (r->std_decls[nm]) return r->std_decls[nm];
    if (r->std_missing[nm] || !r->prelude) return NULL;
    Name n = name_known(nm);
    Decl *d = module_member(r, r->prelude, n);
    if (!d) { /* known to the compiler but not visible to programs: `import Set as _Set` */
        char *hidden = arena_printf(&r->arena, "_%s", n->chars);
        d = module_member(r, r->prelude, name_of(hidden));
    }
    static const struct {
        int nm;
        const char *package, *module;
    } later[] = {{NM_Set, "collections", "set"}, {NM_import_python, "python", "_module"}}; /* loaded where it is needed */
    for (size_t i = 0; i < ARRAY_LEN(later) && !d; i++) {
        if (nm != later[i].nm) continue;
        const Name path[3] = {NAME_(std), name_of(later[i].package), name_of(later[i].module)};
        Module *m = resolver_import(r, NULL, 0, path, 3, NULL);
        if (m) d = module_member(r, m, n);
    }
    r->std_decls[nm] = d;
    r->std_missing[nm] = !d;
    return d;
}
