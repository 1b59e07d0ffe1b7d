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
