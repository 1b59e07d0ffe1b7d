/* SPDX-License-Identifier: Apache-2.0 */
#include "pack.h"

#include "manifest_inherit.h"
#include "toml.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>

/* ---- the manifest ------------------------------------------------------------------------------------------------------ */
static void print_value(StrBuf *out, const TomlValue *v) {
    const char *sep = "";
    switch (v->kind) {
    case TOML_STRING: toml_write_string(out, v->u.string); break;
    case TOML_INT: sb_printf(out, "%" PRId64, v->u.integer); break;
    case TOML_FLOAT: sb_printf(out, "%.17g", v->u.number); break;
    case TOML_BOOL: sb_puts(out, v->u.boolean ? "true" : "false"); break;
    case TOML_DATETIME: sb_str(out, v->u.string); break;
    case TOML_ARRAY:
        sb_char(out, '[');
        for (uint32_t i = 0; i < v->items.len; i++, sep = ", ") {
            sb_puts(out, sep);
            print_value(out, v->items.data[i]);
        }
        sb_char(out, ']');
        break;
    case TOML_TABLE:
        sb_puts(out, "{ ");
        for (uint32_t i = 0; i < v->entries.len; i++, sep = ", ") {
            sb_puts(out, sep);
            toml_write_key(out, v->entries.data[i].key);
            sb_puts(out, " = ");
            print_value(out, v->entries.data[i].value);
        }
        sb_puts(out, " }");
        break;
    }
}

static bool is_one_of(Str s, const char *const *words) {
    for (; *words; words++)
        if (str_eq_c(s, *words)) return true;
    return false;
}

/* A path dependency is looked for beside the package's file. */
static void place_dependency(Arena *a, TomlEntry *dep) {
    TomlValue *v = dep->value, *package = toml_get(v, "package");
    Str name = package && package->kind == TOML_STRING ? package->u.string : dep->key;
    for (uint32_t i = 0; v->kind == TOML_TABLE && i < v->entries.len; i++) {
        TomlEntry *e = &v->entries.data[i];
        if (!str_eq_c(e->key, "path") || e->value->kind != TOML_STRING) continue;
        TomlValue *path = arena_dup(a, e->value, sizeof *path);
        path->u.string = str_of(arena_printf(a, "%s.mojopkg", manifest_import_name(a, name)));
        e->value = path;
    }
}

static void print_table(StrBuf *out, const TomlEntry *t, const char *const *without) {
    sb_puts(out, out->len ? "\n[" : "[");
    toml_write_key(out, t->key);
    sb_puts(out, "]\n");
    for (uint32_t i = 0; i < t->value->entries.len; i++) {
        const TomlEntry *e = &t->value->entries.data[i];
        if (is_one_of(e->key, without)) continue;
        toml_write_key(out, e->key);
        sb_puts(out, " = ");
        print_value(out, e->value);
        sb_char(out, '\n');
    }
}

void pack_manifest(StrBuf *out, Arena *a, const Manifest *m, DiagSink *sink) {
    static const char *const dropped[] = {"bin", "test", "bench", "example", "dev-dependencies", "build-dependencies", "profile",
                                          "fmt", "workspace", "patch", "source", "cache", "script", NULL};
    static const char *const own[] = {"default-run", "include", "exclude", "modules", NULL};
    TomlError error;
    TomlValue *root = toml_parse(a, source_text(m->source), &error);
    if (!root) return; /* it was read before */
    manifest_inherit(a, m->dir, true, (Str){"", 0}, root, m->source->id, sink);
    for (uint32_t i = 0; i < root->entries.len; i++) {
        TomlEntry *e = &root->entries.data[i];
        if (is_one_of(e->key, dropped) || e->value->kind != TOML_TABLE) continue;
        bool deps = str_eq_c(e->key, "dependencies");
        for (uint32_t k = 0; deps && k < e->value->entries.len; k++) place_dependency(a, &e->value->entries.data[k]);
        print_table(out, e, str_eq_c(e->key, "package") || str_eq_c(e->key, "python") ? own : own + 3 /* none */);
    }
}

/* ---- files --------------------------------------------------------------------------------------------------------------- */
typedef struct Gather {
    Pack *p;
    const char *why;
    bool sources; /* Mojo only */
} Gather;

static bool add_bytes(Pack *p, const char *path, Str bytes) {
    for (uint32_t i = 0; i < p->entries.len; i++)
        if (strcmp(p->entries.data[i].path, path) == 0) return true;
    BundleEntry e = {arena_strdup(p->a, path), bytes, false};
    vec_push_in(p->a, &p->entries, e);
    return true;
}

static bool add_file(Gather *g, const char *path, const char *as) {
    Pack *p = g->p;
    char *data = NULL;
    size_t size = 0;
    const char *problem = bundle_path_problem(str_of(as));
    int err = problem ? 0 : file_read(path, &data, &size);
    if (problem) g->why = arena_printf(p->a, "`%s` cannot be in a package: its path %s", path, problem);
    else if (err) g->why = arena_printf(p->a, "cannot read `%s`: %s", path, strerror(err));
    else add_bytes(p, as, arena_str(p->a, (Str){data, size}));
    free(data);
    return !g->why;
}

static bool is_source(const char *path) {
    return str_ends(str_of(path), STR(".mojo")) || str_ends(str_of(path), STR(".🔥"));
}

static bool gather_file(void *ctx, const char *path, bool is_dir) {
    Gather *g = ctx;
    Pack *p = g->p;
    size_t n = strlen(p->dir);
    if (is_dir || (g->sources && !is_source(path))) return true;
    if (strncmp(path, p->dir, n) != 0 || path[n] != '/') return true;
    if (g->sources) vec_push_in(p->a, &p->modules, (const char *)arena_strdup(p->a, path));
    if (p->renamed) return add_file(g, path, arena_printf(p->a, "%s%s", p->head.name, path + strlen(p->lib)));
    return add_file(g, path, path + n + 1);
}

static bool gather(Pack *p, const char *from, bool sources, const char **why) {
    Gather g = {p, NULL, sources};
    int err = dir_walk(from, gather_file, &g);
    if (err && !g.why) g.why = arena_printf(p->a, "cannot read `%s`: %s", from, strerror(err));
    *why = g.why;
    return !g.why;
}

static bool is_document(const char *name) {
    static const char *const begins[] = {"README", "LICENSE", "LICENCE", "COPYING", "NOTICE", "CHANGELOG"};
    for (size_t i = 0; i < ARRAY_LEN(begins); i++)
        if (strncmp(name, begins[i], strlen(begins[i])) == 0) return true;
    return false;
}

static bool gather_documents(Pack *p, const Manifest *m, const char **why) {
    DIR *d = opendir(m->dir);
    bool ok = true;
    for (struct dirent *e; ok && d && (e = readdir(d));) {
        const char *path = path_join(p->a, m->dir, e->d_name);
        if (is_document(e->d_name) && file_exists(path)) ok = gather(p, path, false, why);
    }
    if (d) closedir(d);
    const char *readme = m->readme.len ? path_join(p->a, m->dir, arena_strndup(p->a, m->readme.p, m->readme.len)) : NULL;
    return ok && (!readme || !file_exists(readme) || gather(p, readme, false, why));
}

static bool gather_native(Pack *p, const Manifest *m, const char **why) {
    bool ok = true;
    for (uint32_t i = 0; i < m->native.sources.len && ok; i++) ok = gather(p, m->native.sources.data[i], false, why);
    for (uint32_t i = 0; i < m->native.include.len && ok; i++) ok = gather(p, m->native.include.data[i], false, why);
    return ok;
}

static const char *stem_of(Arena *a, const char *path) {
    const char *base = path_basename(path), *dot = is_source(path) ? strrchr(base, '.') : NULL;
    return dot ? arena_strndup(a, base, (size_t)(dot - base)) : base;
}

static bool can_be_imported(const char *name) {
    return *name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(name) && !(*name >= '0' && *name <= '9');
}

bool pack_folder(Pack *p, Arena *a, const char *dir, const char *as, const char **why) {
    *p = (Pack){.a = a, .dir = path_dirname(a, dir), .lib = dir};
    const char *name = path_basename(dir);
    p->renamed = as && can_be_imported(as) && strcmp(as, name) != 0;
    if (p->renamed) name = as;
    p->head = (Bundle){.name = name, .package = name, .version = "0.0.0", .root = "."};
    if (!can_be_imported(name)) {
        *why = arena_printf(a, "a package is named as its folder, and `%s` can be no name in `import`", name);
        return false;
    }
    if (!gather(p, dir, true, why)) return false;
    const char *manifest = arena_printf(a, "[package]\nname = \"%s\"\nversion = \"0.0.0\"\n", name);
    return add_bytes(p, MANIFEST_NAME, str_of(manifest));
}

bool pack_library(Pack *p, Arena *a, const Manifest *m, const char **why) {
    const char *real = path_real(a, m->lib);
    size_t n = strlen(m->dir);
    *p = (Pack){.a = a, .dir = m->dir, .lib = real ? real : m->lib};
    if (strncmp(p->lib, m->dir, n) != 0 || p->lib[n] != '/') {
        *why = arena_printf(a, "the library `%s` lies outside of its package's folder", p->lib);
        return false;
    }
    const char *root = path_dirname(a, p->lib);
    root = strcmp(root, m->dir) == 0 ? "." : root + n + 1;
    p->head = (Bundle){.name = stem_of(a, m->lib), .root = root};
    p->head.package = arena_strndup(a, m->name.p, m->name.len);
    p->head.version = arena_strndup(a, m->version_text.p, m->version_text.len);
    if (!gather(p, m->lib, true, why) || !gather_native(p, m, why) || !gather_documents(p, m, why)) return false;
    StrBuf text = {0};
    DiagSink sink;
    diag_sink_init(&sink, a);
    pack_manifest(&text, a, m, &sink);
    add_bytes(p, MANIFEST_NAME, arena_str(a, sb_view(&text)));
    sb_done(&text);
    return true;
}
