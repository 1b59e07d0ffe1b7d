/* SPDX-License-Identifier: Apache-2.0 */
/* Modules under the names they had before every library import began with `std.` (language.md §14.6): they still
 * load, with a warning and the import as it is written today. */
#include "resolve/resolve_int.h"

/* Modules that moved besides getting the prefix. Longer paths are cut to what exists: packages re-export. */
static const char *const moved[][2] = {
    {"sys.ffi", "std.ffi"},        {"os.atomic", "std.atomic"},     {"sys.param_env", "std.sys.defines"},
    {"sys.info", "std.sys"},       {"memory.span", "std.collections"}, {"utils.string_slice", "std.collections.string"},
    {"utils.span", "std.collections"}, {"utils.numerics", "std.math"}, {"benchmark.benchmark", "std.benchmark"},
};

static uint32_t split(Str text, Name *out, uint32_t max) {
    uint32_t n = 0;
    for (size_t at = 0; at <= text.len && n < max;) {
        size_t end = at;
        while (end < text.len && text.p[end] != '.') end++;
        out[n++] = name_intern(text.p + at, end - at);
        at = end + 1;
    }
    return n;
}

static void warn(Module *m, Item *item, Node *stmt, const Module *found) {
    const NodeList *path = IS(ImportFrom, stmt) ? &AS(ImportFrom, stmt)->path : IS(Alias, stmt) ? &AS(Alias, stmt)->path : NULL;
    Span at = item_span(m, item, stmt);
    if (path && path->len) {
        at.start = item_span(m, item, path->data[0]).start;
        at.end = item_span(m, item, path->data[path->len - 1]).end;
    }
    Diag *d = diag_add(&m->diags, DIAG_legacy_module, at, "library modules are imported with the prefix `std`");
    d->deprecated = true;
    bool root = IS(Alias, stmt) && !AS(Alias, stmt)->asname;
    if (!path || (root && path->len > 1)) {
        diag_help(d, "import `%s`", found->full_name);
        return;
    }
    const char *text = root ? arena_printf(&m->arena, "%s as %s", found->full_name, AS(Name, path->data[0])->id->chars)
                            : found->full_name;
    fix_edit(diag_fix(d, FIX_SAFE, "write `%s`", text), at, str_of(text));
}

/* Names that moved from one module to another besides those that are visible everywhere. */
static const char *const moved_names[][3] = {
    {"std.os", "Atomic", "std.atomic"},
    {"std.sys", "Atomic", "std.atomic"},
    {"std.sys", "getenv", "std.os"},
    {"std.memory", "Variant", "std.utils"},
};

static Module *module_of(Resolver *r, const char *dotted) {
    Name path[4];
    return resolver_import(r, NULL, 0, path, split(str_of(dotted), path, 4), NULL);
}

Decl *find_moved_name(Resolver *r, Module *user, Item *item, Node *stmt, Node *alias, const Module *m, Name name) {
    for (size_t i = 0; i < ARRAY_LEN(moved_names); i++) {
        if (strcmp(m->full_name, moved_names[i][0]) != 0 || !str_eq_c(name_str(name), moved_names[i][1])) continue;
        Module *to = module_of(r, moved_names[i][2]);
        Decl *d = to ? module_member(r, to, name) : NULL;
        if (!d) return NULL;
        const Node *path = AS(Alias, alias)->path.data[0];
        Diag *g = diag_add(&user->diags, DIAG_import_moved, item_span(user, item, path), "`%s` is in `%s` today", name->chars,
                           moved_names[i][2]);
        g->deprecated = true;
        if (!IS(ImportFrom, stmt) || AS(ImportFrom, stmt)->names.len != 1 || !AS(ImportFrom, stmt)->path.len) return d;
        Span at = item_span(user, item, AS(ImportFrom, stmt)->path.data[0]);
        at.end = item_span(user, item, AS(ImportFrom, stmt)->path.data[AS(ImportFrom, stmt)->path.len - 1]).end;
        fix_edit(diag_fix(g, FIX_SAFE, "import it from `%s`", moved_names[i][2]), at, str_of(moved_names[i][2]));
        return d;
    }
    return NULL;
}

/* A name that a library module does not have (any more): the prelude's, or an older name. The prelude's needs no import. */
Decl *find_legacy_name(Resolver *r, const Module *m, Name name, bool *needs_import) {
    if (!m->is_std || !r->prelude) return NULL;
    *needs_import = false;
    Decl *d = name->chars[0] == '_' ? NULL : module_member(r, r->prelude, name);
    if (d) return d;
    const Name path[] = {NAME_(std), name_of("builtin"), name_of("legacy")};
    Module *old = resolver_import(r, NULL, 0, path, 3, NULL);
    d = old ? scope_get(&old->scope, name) : NULL;
    *needs_import = true;
    return d && d->kind != DECL_ALIAS ? d : NULL;
}

/* What is to be removed so that an import does not name `alias`: its part of the list, or the whole statement. */
static Span import_without(const Module *m, const Item *item, const Node *stmt, const Node *alias) {
    const NodeList *names = &AS(ImportFrom, stmt)->names;
    Span at = item_span(m, item, names->len > 1 ? alias : stmt);
    for (uint32_t i = 0; i < names->len && names->len > 1; i++) {
        if (names->data[i] != alias) continue;
        if (i + 1 < names->len) at.end = item_span(m, item, names->data[i + 1]).start;
        else at.start = item_span(m, item, names->data[i - 1]).end;
    }
    Str text = source_text(m->ast->source);
    if (names->len == 1 && at.end < text.len && text.p[at.end] == '\n' && (!at.start || text.p[at.start - 1] == '\n')) at.end++;
    return at;
}

void warn_no_import(Module *m, Item *item, Node *stmt, Node *alias, const Module *from) {
    const Node *path = AS(Alias, alias)->path.data[0];
    Name name = AS(Name, path)->id;
    Diag *d = diag_add(&m->diags, DIAG_import_moved, item_span(m, item, path), "`%s` is visible everywhere; `%s` does not have it",
                       name->chars, from->full_name);
    d->deprecated = true;
    if (AS(Alias, alias)->asname || !IS(ImportFrom, stmt)) return;
    fix_edit(diag_fix(d, FIX_SAFE, "remove the import"), import_without(m, item, stmt, alias), STR(""));
}

Module *find_legacy_module(Resolver *r, Module *m, Item *item, Node *stmt, const Name *path, uint32_t n) {
    enum { MAX_PATH_NAMES = 8 };
    if (!m || m->is_std || n == 0 || n >= MAX_PATH_NAMES) return NULL;
    Name full[MAX_PATH_NAMES] = {NAME_(std)};
    for (uint32_t i = 0; i < n; i++) full[i + 1] = path[i];
    uint32_t len = n + 1;
    for (size_t i = 0; i < ARRAY_LEN(moved) && n == 2; i++) {
        Name old[2];
        if (split(str_of(moved[i][0]), old, 2) == 2 && old[0] == path[0] && old[1] == path[1])
            len = split(str_of(moved[i][1]), full, MAX_PATH_NAMES);
    }
    Module *found = NULL;
    for (; len > 1 && !found; len--) found = resolver_import(r, NULL, 0, full, len, NULL);
    if (found && stmt) warn(m, item, stmt, found);
    return found;
}
