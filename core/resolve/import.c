/* SPDX-License-Identifier: Apache-2.0 */
/* Import bindings and lookup. A binding is resolved at its first use; when that fails it is reported
 * once, at the import, and names nothing: other imports are not affected (language.md §2.2). */
#include "resolve/resolve_int.h"

/* ---- scopes ------------------------------------------------------------------------------------ */
void scope_put(Scope *s, Decl *d) {
    map_put(&s->names, d->name, d);
}
Decl *scope_get(const Scope *s, Name name) {
    return map_get(&s->names, name);
}
bool name_is_public(Name n) {
    return n->chars[0] != '_';
}
Span item_span(const Module *m, const Item *item, const Node *n) {
    if (!m->ast || !item || !n) return SPAN_NONE;
    return node_span(m->ast, item, n);
}

/* ---- making aliases ---------------------------------------------------------------------------- */
static const Name *names_of(Arena *a, const NodeList *list, uint32_t *n) {
    Name *v = ARENA_ARRAY(a, Name, list->len + 1);
    *n = 0;
    EACH_NODE(*list, x) if (IS(Name, x) && AS(Name, x)->id) v[(*n)++] = AS(Name, x)->id;
    return v;
}

static ImportAlias *new_alias(Resolver *r, Module *m, Item *item, Node *node, Arena *a, Name name) {
    ImportAlias *x = ARENA_NEW(a, ImportAlias);
    x->alias.decl = (Decl){.kind = DECL_ALIAS, .name = name, .parent = &m->decl, .module = m, .item = item, .node = node};
    x->r = r;
    vec_push_in(&m->arena, &loaded(m)->imports, x);
    return x;
}

static bool same_import(const ImportAlias *x, const ImportAlias *y) {
    if (x->level != y->level || x->member != y->member || x->binds_root != y->binds_root ||
        x->paths.len == 0 || y->paths.len == 0)
        return false;
    const ImportPath *p = &x->paths.data[0], *q = &y->paths.data[0];
    if (x->binds_root) return p->path[0] == q->path[0];
    return p->n == q->n && memcmp(p->path, q->path, sizeof(Name) * p->n) == 0;
}

static void bind(Module *m, Arena *a, Scope *into, ImportAlias *x) {
    Decl *old = scope_get(into, x->alias.decl.name);
    if (!old) {
        scope_put(into, &x->alias.decl);
        return;
    }
    if (old->kind == DECL_ALIAS) {
        ImportAlias *o = (ImportAlias *)old;
        if (same_import(o, x)) { /* said twice, or `import a.b` after `import a.c` */
            if (x->binds_root && !o->alias.target) vec_push_in(a, &o->paths, x->paths.data[0]);
            return;
        }
    }
    redefinition(m, old, &x->alias.decl);
}

void add_import(Resolver *r, Module *m, Item *item, Node *stmt, Arena *a, Scope *into, bool top_level) {
    if (IS(Import, stmt)) {
        EACH_NODE(AS(Import, stmt)->names, n) {
            if (!IS(Alias, n)) continue;
            uint32_t len;
            const Name *path = names_of(a, &AS(Alias, n)->path, &len);
            if (len == 0) continue;
            Name as = AS(Alias, n)->asname;
            ImportAlias *x = new_alias(r, m, item, n, a, as ? as : path[0]);
            x->binds_root = !as;
            vec_push_in(a, &x->paths, ((ImportPath){path, len, n}));
            bind(m, a, into, x);
        }
        return;
    }
    const NodeImportFrom *f = AS(ImportFrom, stmt);
    uint32_t len;
    const Name *path = names_of(a, &f->path, &len);
    if (f->is_star) {
        StarImport s = {.level = f->level, .path = path, .n = len, .item = item, .node = stmt};
        if (top_level) {
            vec_push_in(&m->arena, &loaded(m)->stars, s);
        } else { /* inside a body: bind the public names now */
            const char *why = NULL;
            Module *t = resolver_import(r, m, f->level, path, len, &why);
            if (!t) {
                diag_add(&m->diags, DIAG_unknown_module, item_span(m, item, stmt), "the module cannot be imported: %s",
                         why ? why : "it was not found");
                return;
            }
            for (uint32_t i = 0; i < t->scope.names.len; i++) {
                Decl *d = t->scope.names.entries[i].value;
                if (name_is_public(d->name) && !scope_get(into, d->name)) scope_put(into, d);
            }
        }
        return;
    }
    EACH_NODE(f->names, n) {
        if (!IS(Alias, n)) continue;
        uint32_t one;
        const Name *member = names_of(a, &AS(Alias, n)->path, &one);
        if (one == 0) continue;
        Name as = AS(Alias, n)->asname;
        ImportAlias *x = new_alias(r, m, item, n, a, as ? as : member[0]);
        x->level = f->level;
        x->member = member[0];
        vec_push_in(a, &x->paths, ((ImportPath){path, len, stmt}));
        bind(m, a, into, x);
    }
}

void resolver_bind_import(Resolver *r, Module *m, Item *item, Node *stmt, Arena *a, Scope *into) {
    add_import(r, m, item, stmt, a, into, false);
    for (uint32_t i = 0; i < into->names.len; i++) { /* a body's imports are reported where they stand */
        Decl *d = into->names.entries[i].value;
        if (d->kind == DECL_ALIAS && ((ImportAlias *)d)->r) alias_target(r, (AliasDecl *)d);
    }
}

/* ---- resolving --------------------------------------------------------------------------------- */
static const char *path_text(Arena *a, uint32_t level, const Name *path, uint32_t n) {
    StrBuf b = {0};
    sb_repeat(&b, '.', level);
    for (uint32_t i = 0; i < n; i++) {
        if (i) sb_char(&b, '.');
        sb_str(&b, name_str(path[i]));
    }
    const char *s = arena_strndup(a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

/* Modules beside a missing one, for "did you mean". */
typedef struct Near {
    Str want;
    size_t best;
    Arena *a;
    const char *found;
    size_t root_len;
} Near;
static bool near_visit(void *ctx, const char *path, bool is_dir) {
    Near *n = ctx;
    const char *base = path + n->root_len;
    while (*base == '/') base++;
    if (!*base || strchr(base, '/')) return true;
    const char *dot = strrchr(base, '.');
    if (!is_dir && !(dot && (strcmp(dot, ".mojo") == 0 || strcmp(dot, ".🔥") == 0))) return true;
    Str s = {base, is_dir || !dot ? strlen(base) : (size_t)(dot - base)};
    if (str_starts(s, STR("__"))) return true;
    size_t d = str_distance(s, n->want, n->best);
    if (d < n->best) {
        n->best = d;
        n->found = arena_strndup(n->a, s.p, s.len);
    }
    return true;
}
static const char *near_module(Resolver *r, Module *parent, Module *from, Name want) {
    Near n = {.want = name_str(want), .best = want->len / 3 + 1, .a = &r->arena};
    if (n.best > 3) n.best = 3;
    const char *const *dirs = NULL;
    uint32_t len = 0;
    if (parent) dirs = loaded(parent)->dirs.data, len = loaded(parent)->dirs.len;
    else if (from && loaded(from)->dir) dirs = &loaded(from)->dir, len = 1;
    if (len > 4) len = 4;
    for (uint32_t i = 0; i < len && n.best > 0; i++) {
        /* only the first level is wanted; walks of big folders are cut short by depth of the tree being listed */
        n.root_len = strlen(dirs[i]);
        if (parent) dir_walk(dirs[i], near_visit, &n);
    }
    if (!parent && str_distance(name_str(want), STR("std"), 1) == 1) return "std";
    return n.found;
}

static void report_module(Resolver *r, Module *m, Item *item, Node *stmt, uint32_t level, const Name *path, uint32_t n,
                          uint32_t at, const char *why, const char *python) {
    Node *where = stmt;
    const NodeList *list = IS(ImportFrom, stmt) ? &AS(ImportFrom, stmt)->path : IS(Alias, stmt) ? &AS(Alias, stmt)->path : NULL;
    if (list && at < list->len) where = list->data[at];
    Span span = item_span(m, item, where);
    const char *text = path_text(&m->arena, level, path, n);
    if (python) {
        Diag *d = diag_add(&m->diags, DIAG_not_a_mojo_module, span, "`%s` is a Python module, not a Mojo module", text);
        diag_note(d, SPAN_NONE, "found at %s; a file that imports Python modules of its own folder cannot be part of a package", python);
        diag_help(d, "import it by `Python.import_module`, its folder added by `Python.add_to_path`");
        return;
    }
    if (level > 0 && at == 0 && n == 0 && why) {
        diag_add(&m->diags, DIAG_relative_import, span, "%s", why);
        return;
    }
    Diag *d = diag_add(&m->diags, DIAG_unknown_module, span, "no module `%s`: %s", text, why ? why : "it was not found");
    if (n == 0) return;
    Module *parent = NULL;
    if (at > 0) parent = resolver_import(r, m, level, path, at, NULL);
    const char *guess = near_module(r, parent, m, path[at]);
    if (!parent && !guess && level == 0) { /* library modules are named with their prefix */
        Module *std = resolver_import(r, NULL, 0, &(Name){NAME_(std)}, 1, NULL);
        if (std && find_submodule(r, std, path[0])) guess = arena_printf(&r->arena, "std.%s", path[0]->chars);
    }
    if (guess) {
        Fix *f = diag_fix(d, FIX_MAYBE, "write `%s`", guess);
        fix_edit(f, span, str_of(guess));
        diag_help(d, "did you mean `%s`?", guess);
    } else if (level == 0 && at == 0 && !name_is(path[0], NM_std) && !bundle_problem(r, path[0])) {
        if (r->python.python) diag_note(d, SPAN_NONE, "the Python environment of %s has no module of that name either", r->python.python);
        diag_help(d, "import a Mojo module of the project, of `std`, or of a folder given by `-I`, or install the Python module");
    }
}

/* A module of Python: beside the importing file, or of the environment. */
static const char *find_python(ImportAlias *x, const ImportPath *p, const char *beside) {
    Module *from = x->alias.decl.module;
    if (x->level || from->is_std) return NULL;
    if (!beside) return python_env_module(&x->r->python, &x->r->arena, p->path, p->n);
    const char *dir = path_dirname(&x->r->arena, beside);
    if (strcmp(path_basename(beside), "__init__.py") == 0) dir = path_dirname(&x->r->arena, dir);
    return !from->package && loaded(from)->dir && strcmp(dir, loaded(from)->dir) == 0 ? beside : NULL;
}

/* found: where the path is a module of Python, its file; NULL to look for none. */
static Module *load_path(ImportAlias *x, const ImportPath *p, bool report, const char **found) {
    uint32_t at = 0;
    const char *why = NULL, *python = NULL;
    Decl *d = &x->alias.decl;
    Module *m = find_module(x->r, d->module, x->level, p->path, p->n, &at, &why, &python);
    if (!m && x->level == 0 && at == 0 && !python)
        m = find_legacy_module(x->r, d->module, d->item, report ? p->node : NULL, p->path, p->n);
    if (!m && found && at == 0) *found = find_python(x, p, python);
    if (!m && report && !(found && *found)) report_module(x->r, d->module, d->item, p->node, x->level, p->path, p->n, at, why, python);
    return m;
}

static void unknown_member(ImportAlias *x, Module *m) {
    Decl *d = &x->alias.decl;
    Span at = item_span(d->module, d->item, AS(Alias, d->node)->path.len ? AS(Alias, d->node)->path.data[0] : d->node);
    Diag *g = diag_add(&d->module->diags, DIAG_unknown_import, at, "module `%s` has no member `%s`", m->full_name,
                       x->member->chars);
    Name best = NULL;
    size_t limit = x->member->len / 3 + 1;
    for (uint32_t i = 0; i < m->scope.names.len; i++) {
        Decl *o = m->scope.names.entries[i].value;
        size_t k = str_distance(name_str(o->name), name_str(x->member), limit);
        if (k < limit || (k == limit && !best)) limit = k, best = o->name;
    }
    if (best && limit <= x->member->len / 3 + 1) {
        diag_help(g, "did you mean `%s`?", best->chars);
        fix_edit(diag_fix(g, FIX_MAYBE, "import `%s`", best->chars), at, name_str(best));
    }
}

/* What the alias binds when its first path is Python's. */
static Decl *python_decl(ImportAlias *x, const char *file) {
    Arena *a = &x->alias.decl.module->arena;
    PythonDecl *d = ARENA_NEW(a, PythonDecl);
    d->decl = x->alias.decl;
    d->decl.kind = DECL_PYTHON;
    d->file = file;
    d->dir = "";
    const char *own = loaded(x->alias.decl.module)->dir;
    if (own && *file && strncmp(file, own, strlen(own)) == 0 && file[strlen(own)] == '/') d->dir = path_real(a, own);
    if (!d->dir) d->dir = "";
    d->member = x->member ? x->member->chars : "";
    d->module = x->binds_root ? x->paths.data[0].path[0]->chars : path_text(a, 0, x->paths.data[0].path, x->paths.data[0].n);
    d->imports = "";
    for (uint32_t i = 0; i < x->paths.len; i++)
        d->imports = arena_printf(a, "%s%s%s", d->imports, i ? " " : "", path_text(a, 0, x->paths.data[i].path, x->paths.data[i].n));
    return &d->decl;
}

/* The first of the functions when all of them are deprecated. */
static Decl *all_deprecated(const FnSet *set) {
    for (uint32_t i = 0; i < set->fns.len; i++)
        if (!set->fns.data[i]->decl.is_deprecated) return NULL;
    return set->fns.len ? &set->fns.data[0]->decl : NULL;
}

Decl *alias_target(Resolver *r, AliasDecl *a) {
    ImportAlias *x = (ImportAlias *)a;
    if (a->target) return a->target;
    if (a->failed || x->busy) return NULL;
    x->busy = true;
    Decl *t = NULL;
    bool reported = false;
    for (uint32_t i = 0; i < x->paths.len; i++) {
        const char *python = NULL;
        Module *m = load_path(x, &x->paths.data[i], true, i == 0 ? &python : NULL);
        if (python) {
            t = python_decl(x, python);
            break;
        }
        if (!m) {
            reported = true;
            if (!x->binds_root) break;
            if (x->paths.data[i].n > 1 && !t) { /* `import a.missing`: a itself may still be used */
                ImportPath root = {x->paths.data[i].path, 1, x->paths.data[i].node};
                Module *top = load_path(x, &root, false, NULL);
                if (top) t = &top->decl;
            }
            continue;
        }
        if (x->binds_root) {
            ImportPath root = {x->paths.data[i].path, 1, x->paths.data[i].node};
            Module *top = load_path(x, &root, false, NULL);
            if (top) t = &top->decl;
        } else if (x->member) {
            bool needs_import = true;
            t = module_member(r, m, x->member);
            if (!t && !a->decl.module->is_std && !scope_get(&m->scope, x->member)) {
                t = find_moved_name(r, a->decl.module, a->decl.item, x->paths.data[i].node, a->decl.node, m, x->member);
                if (!t) t = find_legacy_name(r, m, x->member, &needs_import);
                if (t && !needs_import)
                    warn_no_import(a->decl.module, a->decl.item, x->paths.data[i].node, a->decl.node, m);
            }
            Decl *old = t && t->kind == DECL_FNSET ? all_deprecated(DECL_AS(FnSet, t)) : NULL;
            if (old && needs_import && !a->decl.module->is_std) {
                Span at = item_span(a->decl.module, a->decl.item, AS(Alias, a->decl.node)->path.data[0]);
                warn_deprecated(&a->decl.module->diags, old, at, old->name == x->member ? at : SPAN_NONE);
            }
            if (t && needs_import && (t->is_deprecated || t->is_unavailable) && !a->decl.module->is_std) {
                Span at = item_span(a->decl.module, a->decl.item, AS(Alias, a->decl.node)->path.data[0]);
                warn_deprecated(&a->decl.module->diags, t, at, t->name == x->member ? at : SPAN_NONE);
            }
            if (!t && !reported) {
                ImportAlias *own = NULL; /* its own name, met again while it is being resolved */
                Decl *there = scope_get(&m->scope, x->member);
                if (there && there->kind == DECL_ALIAS) own = (ImportAlias *)there;
                if (own && own->busy) {
                    diag_add(&a->decl.module->diags, DIAG_import_cycle,
                             item_span(a->decl.module, a->decl.item, a->decl.node),
                             "`%s` is imported in a circle: no module of it declares the name", x->member->chars);
                } else if (!own) {
                    unknown_member(x, m);
                } /* else: the failure was reported at that import */
                reported = true;
            }
        } else {
            t = &m->decl;
        }
    }
    x->busy = false;
    a->target = t;
    a->failed = !t;
    return t;
}

Decl *decl_follow(Resolver *r, Decl *d) {
    for (int i = 0; d && d->kind == DECL_ALIAS && i < 100; i++) d = alias_target(r, (AliasDecl *)d);
    return d && d->kind == DECL_ALIAS ? NULL : d;
}

/* ---- lookup ------------------------------------------------------------------------------------ */
static Module *star_target(Resolver *r, Module *m, StarImport *s) {
    if (s->target || s->failed) return s->target;
    uint32_t at = 0;
    const char *why = NULL, *python = NULL;
    s->failed = true; /* until found; also breaks circles */
    Module *t = find_module(r, m, s->level, s->path, s->n, &at, &why, &python);
    if (!t && s->level == 0 && at == 0 && !python) t = find_legacy_module(r, m, s->item, s->node, s->path, s->n);
    if (!t && (python || (s->level == 0 && at == 0 && python_env_module(&r->python, &r->arena, s->path, s->n)))) {
        Diag *d = diag_add(&m->diags, DIAG_not_a_mojo_module, item_span(m, s->item, s->node),
                           "`%s` is a Python module: which names it has is known only when it runs", path_text(&m->arena, s->level, s->path, s->n));
        diag_help(d, "import the names that are used one by one, or the module");
    } else if (!t) {
        report_module(r, m, s->item, s->node, s->level, s->path, s->n, at, why, NULL);
    }
    s->target = t;
    s->failed = !t;
    return t;
}

static Decl *own_or_star(Resolver *r, Module *m, Name name) {
    Decl *d = scope_get(&m->scope, name);
    if (d) return decl_follow(r, d);
    Loaded *l = loaded(m);
    if (l->stars.len == 0 || l->visiting || !name_is_public(name)) return NULL;
    l->visiting = true;
    for (uint32_t i = l->stars.len; i-- > 0 && !d;) {
        Module *t = star_target(r, m, &l->stars.data[i]);
        if (t && t != m) d = own_or_star(r, t, name);
    }
    l->visiting = false;
    return d;
}

Decl *module_member(Resolver *r, Module *m, Name name) {
    Decl *d = own_or_star(r, m, name);
    if (d || !m->is_package) return d;
    Module *sub = find_submodule(r, m, name);
    return sub ? &sub->decl : NULL;
}

/* `import a.b.c` makes b reachable through a, and c through b, in the whole file. */
static bool is_imported(const Module *from, const Module *sub) {
    const Loaded *l = (const Loaded *)from;
    for (uint32_t i = 0; i < l->imports.len; i++) {
        const ImportAlias *x = l->imports.data[i];
        for (uint32_t k = 0; k < x->paths.len && x->level == 0; k++) {
            const ImportPath *p = &x->paths.data[k];
            const char *s = sub->full_name;
            for (uint32_t j = 0; j < p->n; j++) { /* sub's name as the first j + 1 parts of the path */
                if (strncmp(s, p->path[j]->chars, p->path[j]->len) != 0) break;
                s += p->path[j]->len;
                if (!*s) return true;
                if (*s++ != '.') break;
            }
        }
    }
    return false;
}

Decl *module_reach(Resolver *r, const Module *from, Module *m, Name name, const Module **not_imported) {
    *not_imported = NULL;
    Decl *d = own_or_star(r, m, name);
    if (d || !m->is_package) return d;
    Module *sub = find_submodule(r, m, name);
    if (!sub || !from || from->is_std || is_imported(from, sub)) return sub ? &sub->decl : NULL;
    *not_imported = sub;
    return NULL;
}

Decl *module_lookup(Resolver *r, Module *m, Name name) {
    Decl *d = own_or_star(r, m, name);
    if (d) return d;
    if (r->prelude && m != r->prelude && name_is_public(name)) return own_or_star(r, r->prelude, name);
    return NULL;
}

/* ---- did you mean ------------------------------------------------------------------------------ */
typedef struct Guess {
    Str want;
    size_t best;
    Name name;
} Guess;
static void guess(Guess *g, const Scope *s, bool public_only) {
    for (uint32_t i = 0; i < s->names.len; i++) {
        Decl *d = s->names.entries[i].value;
        if (!d->name || (public_only && !name_is_public(d->name))) continue;
        size_t k = str_distance(name_str(d->name), g->want, g->best);
        if (k < g->best) g->best = k, g->name = d->name;
    }
}
Name resolver_suggest(Resolver *r, Module *m, const Scope *local, Name name) {
    size_t limit = name->len <= 3 ? 1 : name->len <= 7 ? 2 : 3; /* edits that still look like a slip */
    Guess g = {name_str(name), limit + 1, NULL};
    for (const Scope *s = local; s; s = s->outer) guess(&g, s, false);
    if (m) {
        guess(&g, &m->scope, false);
        for (uint32_t i = 0; i < loaded(m)->stars.len; i++) {
            Module *t = loaded(m)->stars.data[i].target;
            if (t) guess(&g, &t->scope, true);
        }
    }
    if (r->prelude) guess(&g, &r->prelude->scope, true);
    return g.name;
}
