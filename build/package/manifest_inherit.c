/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest_inherit.h"

#include "manifest.h"

typedef struct Inherit {
    Arena *a;
    const char *dir; /* of the member */
    bool look, looked;
    Str given; /* the workspace's text, where it is not looked for */
    TomlValue *root; /* of the member */
    const TomlValue *workspace; /* the table, once found */
    const char *workspace_dir;
    uint32_t file;
    DiagSink *sink;
} Inherit;

bool manifest_inheritable(const char *key) {
    static const char *const keys[] = {"version",    "mojo",     "description", "authors",  "license",
                                       "repository", "homepage", "readme",      "keywords"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (strcmp(keys[i], key) == 0) return true;
    return false;
}

static bool asks(const TomlValue *v) {
    const TomlValue *yes = v->kind == TOML_TABLE ? toml_get(v, "workspace") : NULL;
    return yes && yes->kind == TOML_BOOL && yes->u.boolean;
}

/* The text that came with a package from git: "# ../..", and a mojo.toml. */
static const TomlValue *given_workspace(Inherit *x, Str text) {
    TomlError error;
    const char *nl = memchr(text.p, '\n', text.len);
    if (!nl || text.len < 3) return NULL;
    x->workspace_dir = arena_strndup(x->a, text.p + 2, (size_t)(nl - text.p) - 2);
    return toml_get(toml_parse(x->a, str_sub(text, (size_t)(nl - text.p) + 1, text.len), &error), "workspace");
}

static Str read_text(Inherit *x, const char *path) {
    char *data = NULL;
    size_t size = 0;
    if (file_read(path, &data, &size) != 0) return (Str){"", 0};
    Str text = arena_str(x->a, (Str){data, size});
    free(data);
    return text;
}

/* The nearest mojo.toml with [workspace] at or above the folder. Whether it lists the member is checked elsewhere. */
static const TomlValue *workspace(Inherit *x) {
    if (x->looked) return x->workspace;
    x->looked = true;
    x->workspace = toml_get(x->root, "workspace");
    x->workspace_dir = x->dir;
    Str given = x->look ? read_text(x, arena_printf(x->a, "%s.workspace", x->dir)) : x->given;
    if (!x->workspace && given.len) return x->workspace = given_workspace(x, given);
    const char *at = x->dir;
    while (!x->workspace && x->look && strcmp(at, "/") != 0) {
        at = path_dirname(x->a, at);
        TomlError error;
        Str text = read_text(x, path_join(x->a, at, MANIFEST_NAME));
        x->workspace_dir = at;
        x->workspace = text.len ? toml_get(toml_parse(x->a, text, &error), "workspace") : NULL;
    }
    return x->workspace;
}

/* A copy that stands where `at` stands in the member's text. */
static TomlValue *copy_at(Inherit *x, const TomlValue *v, const TomlValue *at) {
    TomlValue *c = ARENA_NEW(x->a, TomlValue);
    *c = *v;
    c->start = at->start;
    c->end = at->end;
    c->items.data = NULL;
    c->items.len = c->items.cap = 0;
    c->entries.data = NULL;
    c->entries.len = c->entries.cap = 0;
    for (uint32_t i = 0; i < v->items.len; i++) vec_push_in(x->a, &c->items, copy_at(x, v->items.data[i], at));
    for (uint32_t i = 0; i < v->entries.len; i++) {
        const TomlEntry *e = &v->entries.data[i];
        TomlEntry mine = {e->key, at->start, at->end, copy_at(x, e->value, at)};
        vec_push_in(x->a, &c->entries, mine);
    }
    return c;
}

static void missing(Inherit *x, const TomlEntry *e, const char *table) {
    Span at = {x->file, e->key_start, e->key_end};
    if (!x->look && !x->given.len) {
        diag_add(x->sink, DIAG_manifest, at, "`" STR_FMT "` is to come from a workspace, of which a package in a git repository knows nothing", STR_ARG(e->key));
        return;
    }
    Diag *d = diag_add(x->sink, DIAG_manifest, at,
                       x->workspace ? "the workspace's mojo.toml has no `" STR_FMT "` in [workspace.%s]"
                                    : "`" STR_FMT "` is to come from a workspace, and there is none around this package",
                       STR_ARG(e->key), table);
    if (x->workspace) diag_help(d, "add it to %s/" MANIFEST_NAME ", or say it here", x->workspace_dir);
}

static void inherit_package(Inherit *x, TomlValue *package) {
    for (uint32_t i = 0; i < package->entries.len; i++) {
        TomlEntry *e = &package->entries.data[i];
        char *key = arena_strndup(x->a, e->key.p, e->key.len);
        if (!manifest_inheritable(key) || !asks(e->value)) continue;
        const TomlValue *shared = toml_get(toml_get(workspace(x), "package"), key);
        if (shared) e->value = copy_at(x, shared, e->value);
        else missing(x, e, "package");
        if (!shared) e->value = copy_at(x, &(TomlValue){.kind = TOML_STRING, .u.string = STR("0.0.0")}, e->value);
    }
}

static TomlValue *text_value(Inherit *x, Str s, const TomlValue *at) {
    return copy_at(x, &(TomlValue){.kind = TOML_STRING, .u.string = s}, at);
}

static TomlValue *inherited_dependency(Inherit *x, const TomlValue *shared, const TomlValue *mine) {
    TomlValue *c = copy_at(x, shared, mine);
    if (c->kind == TOML_STRING) { /* a table can take what the member adds */
        TomlValue *table = copy_at(x, &(TomlValue){.kind = TOML_TABLE, .is_inline = true}, mine);
        TomlEntry version = {STR("version"), mine->start, mine->end, c};
        vec_push_in(x->a, &table->entries, version);
        c = table;
    }
    for (uint32_t i = 0; i < c->entries.len; i++) { /* a path is meant from the workspace's folder */
        TomlEntry *e = &c->entries.data[i];
        if (!str_eq_c(e->key, "path") || e->value->kind != TOML_STRING) continue;
        Str path = e->value->u.string;
        e->value = text_value(x, str_of(path_join(x->a, x->workspace_dir, arena_strndup(x->a, path.p, path.len))), mine);
    }
    for (uint32_t i = 0; i < mine->entries.len; i++)
        if (!str_eq_c(mine->entries.data[i].key, "workspace")) vec_push_in(x->a, &c->entries, mine->entries.data[i]);
    return c;
}

static void inherit_dependencies(Inherit *x, TomlValue *deps) {
    for (uint32_t i = 0; deps && deps->kind == TOML_TABLE && i < deps->entries.len; i++) {
        TomlEntry *e = &deps->entries.data[i];
        if (!asks(e->value)) continue;
        const TomlValue *shared = toml_get(toml_get(workspace(x), "dependencies"), arena_strndup(x->a, e->key.p, e->key.len));
        if (shared && (shared->kind == TOML_STRING || shared->kind == TOML_TABLE)) e->value = inherited_dependency(x, shared, e->value);
        else missing(x, e, "dependencies");
    }
}

void manifest_inherit(Arena *a, const char *dir, bool look, Str workspace, TomlValue *root, uint32_t file, DiagSink *sink) {
    Inherit x = {.a = a, .dir = dir, .look = look, .given = workspace, .root = root, .file = file, .sink = sink};
    TomlValue *package = toml_get(root, "package");
    if (package && package->kind == TOML_TABLE) inherit_package(&x, package);
    inherit_dependencies(&x, toml_get(root, "dependencies"));
    inherit_dependencies(&x, toml_get(root, "dev-dependencies"));
    inherit_dependencies(&x, toml_get(root, "build-dependencies"));
    const TomlValue *machines = toml_get(root, "target");
    for (uint32_t i = 0; machines && machines->kind == TOML_TABLE && i < machines->entries.len; i++) {
        const TomlValue *one = machines->entries.data[i].value;
        inherit_dependencies(&x, toml_get(one, "dependencies"));
        inherit_dependencies(&x, toml_get(one, "dev-dependencies"));
    }
}
