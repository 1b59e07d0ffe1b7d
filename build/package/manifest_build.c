/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest_build.h"

#include <fnmatch.h>

typedef struct Reading {
    Arena *a;
    Manifest *m;
    DiagSink *sink;
    bool look;
} Reading;

static Span span_of(const Reading *r, const TomlValue *v) {
    return (Span){r->m->source->id, v->start, v->end};
}

/* The strings of an array; a value of another kind was told about already. */
#define EACH_STRING(table, key, item)                                                                                  \
    for (const TomlValue *list = toml_get(table, key), *item = NULL, *once = list; once; once = NULL)                    \
        for (uint32_t at = 0; list->kind == TOML_ARRAY && at < list->items.len; at++)                                    \
            if ((item = list->items.data[at])->kind == TOML_STRING)

void manifest_read_dependency(Arena *a, const TomlValue *v, Dependency *d) {
    const TomlValue *optional = toml_get(v, "optional"), *defaults = toml_get(v, "default-features");
    if (v->kind != TOML_TABLE) return;
    d->optional = optional && optional->kind == TOML_BOOL && optional->u.boolean;
    d->no_default = defaults && defaults->kind == TOML_BOOL && !defaults->u.boolean;
    EACH_STRING (v, "features", f) vec_push_in(a, &d->features, f->u.string);
}

void manifest_read_target(Arena *a, const TomlValue *v, Target *t) {
    EACH_STRING (v, "required-features", f) vec_push_in(a, &t->features, f->u.string);
}

void manifest_read_profile(const TomlValue *v, Profile *p) {
    const TomlValue *lto = toml_get(v, "lto"), *strip = toml_get(v, "strip"), *checks = toml_get(v, "checks");
    if (lto && lto->kind == TOML_BOOL) p->lto = lto->u.boolean;
    if (strip && strip->kind == TOML_BOOL) p->strip = strip->u.boolean;
    if (checks && checks->kind == TOML_BOOL) p->checks = checks->u.boolean ? CHECKS_ALL : CHECKS_NONE;
}

static void read_features(Reading *r, const TomlValue *t) {
    for (uint32_t i = 0; t && t->kind == TOML_TABLE && i < t->entries.len; i++) {
        const TomlEntry *e = &t->entries.data[i];
        Feature f = {.name = e->key};
        if (manifest_name_problem(e->key))
            diag_add(r->sink, DIAG_manifest, (Span){r->m->source->id, e->key_start, e->key_end}, "a feature has letters, digits, `-` and `_` only");
        for (uint32_t k = 0; e->value->kind == TOML_ARRAY && k < e->value->items.len; k++)
            if (e->value->items.data[k]->kind == TOML_STRING) vec_push_in(r->a, &f.on, e->value->items.data[k]->u.string);
        vec_push_in(r->a, &r->m->features, f);
    }
}

/* What a dependency says must not run programs or read files outside when it is compiled. */
bool manifest_is_library_name(Str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!word && (i == 0 || !strchr("+.-", c))) return false;
    }
    return s.len > 0;
}

static bool is_safe_flag(Str s) {
    static const char *const begins[] = {"-D", "-U", "-W", "-O", "-std=", "-f", "-m", "-pthread", "-g"};
    if (str_starts(s, STR("-fplugin")) || str_starts(s, STR("-Wl,")) || str_starts(s, STR("-Wa,")) || str_starts(s, STR("-Wp,"))) return false;
    if (memchr(s.p, 0, s.len) || str_starts(s, STR("-fdump")) || str_starts(s, STR("-fprofile"))) return false;
    for (size_t i = 0; i < ARRAY_LEN(begins); i++)
        if (str_starts(s, str_of(begins[i]))) return true;
    return false;
}

static void read_native(Reading *r, const TomlValue *t, Native *n) {
    EACH_STRING (t, "pkg-config", v) {
        if (manifest_is_library_name(v->u.string)) vec_push_in(r->a, &n->pkg_config, v->u.string);
        else diag_add(r->sink, DIAG_manifest, span_of(r, v), "`" STR_FMT "` is no name of a library", STR_ARG(v->u.string));
    }
    EACH_STRING (t, "link", v) {
        if (manifest_is_library_name(v->u.string)) vec_push_in(r->a, &n->link, v->u.string);
        else diag_add(r->sink, DIAG_manifest, span_of(r, v), "`" STR_FMT "` is no name of a library", STR_ARG(v->u.string));
    }
    EACH_STRING (t, "flags", v) {
        if (is_safe_flag(v->u.string)) vec_push_in(r->a, &n->flags, v->u.string);
        else
            diag_help(diag_add(r->sink, DIAG_manifest, span_of(r, v), "the option `" STR_FMT "` of the C compiler is not allowed here", STR_ARG(v->u.string)),
                      "allowed are -D, -U, -W, -O, -std=, -f, -m, -g and -pthread; folders of headers go to `include`");
    }
    EACH_STRING (t, "include", v) {
        const char *dir = manifest_inner_path(r->a, r->m, v, r->sink);
        if (dir) vec_push_in(r->a, &n->include, dir);
    }
    EACH_STRING (t, "sources", v) {
        const char *file = manifest_inner_path(r->a, r->m, v, r->sink);
        if (file && r->look && !file_exists(file))
            diag_add(r->sink, DIAG_manifest, span_of(r, v), "there is no file `" STR_FMT "`", STR_ARG(v->u.string));
        else if (file) vec_push_in(r->a, &n->sources, file);
    }
}

static void read_python(Reading *r, const TomlValue *t) {
    Python *p = &r->m->python;
    const TomlValue *version = toml_get(t, "version"), *modules = toml_get(t, "modules");
    if (version && version->kind == TOML_STRING) p->version = version->u.string;
    EACH_STRING (t, "requires", v) vec_push_in(r->a, &p->requires, v->u.string);
    for (uint32_t i = 0; modules && modules->kind == TOML_TABLE && i < modules->entries.len; i++) {
        const TomlEntry *e = &modules->entries.data[i];
        if (e->value->kind != TOML_STRING) continue;
        Target m = {.name = e->key, .path = manifest_inner_path(r->a, r->m, e->value, r->sink)};
        if (m.path && r->look && !file_exists(m.path))
            diag_add(r->sink, DIAG_manifest, span_of(r, e->value), "there is no file `" STR_FMT "`", STR_ARG(e->value->u.string));
        else if (m.path) vec_push_in(r->a, &p->modules, m);
    }
}

/* ---- [target] ------------------------------------------------------------------------------------------------------- */
/* x86_64-pc-linux-gnu → x86_64-linux-gnu, into `out`. */
static const char *without_vendor(const char *s, char *out, size_t room) {
    const char *first = strchr(s, '-'), *second = first ? strchr(first + 1, '-') : NULL;
    if (!second || !strchr(second + 1, '-') || strlen(s) >= room) return s;
    snprintf(out, room, "%.*s%s", (int)(first - s), s, second);
    return out;
}

bool manifest_is_for(Str pattern, const char *triple) {
    char p[200], bare[200], there[200];
    if (pattern.len >= sizeof p) return false;
    snprintf(p, sizeof p, STR_FMT, STR_ARG(pattern));
    return fnmatch(p, triple, 0) == 0 || fnmatch(without_vendor(p, bare, sizeof bare), without_vendor(triple, there, sizeof there), 0) == 0;
}

static void add_words(Reading *r, Str s, Machine *m) {
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        while (end < s.len && s.p[end] != ' ') end++;
        if (end > i) vec_push_in(r->a, &m->runner, str_sub(s, i, end));
        i = end + 1;
    }
}

static void read_machine(Reading *r, const TomlEntry *e) {
    const TomlValue *t = e->value, *linker = toml_get(t, "linker"), *runner = toml_get(t, "runner");
    Machine m = {.pattern = e->key};
    manifest_read_dependencies(r->a, r->m, toml_get(t, "dependencies"), &(Dependency){.machine = e->key}, r->sink);
    manifest_read_dependencies(r->a, r->m, toml_get(t, "dev-dependencies"), &(Dependency){.machine = e->key, .is_dev = true}, r->sink);
    read_native(r, toml_get(t, "native"), &m.native);
    if (linker && linker->kind == TOML_STRING) m.linker = linker->u.string;
    if (runner && runner->kind == TOML_STRING) add_words(r, runner->u.string, &m);
    EACH_STRING (t, "runner", word) vec_push_in(r->a, &m.runner, word->u.string);
    vec_push_in(r->a, &r->m->machines, m);
}

static void read_cache(Reading *r, const TomlValue *t) {
    CacheRules *c = &r->m->cache;
    const TomlValue *folder = toml_get(t, "folder"), *size = toml_get(t, "size"), *remote = toml_get(t, "remote"), *mode = toml_get(t, "read-only");
    c->megabytes = size && size->kind == TOML_INT ? size->u.integer : -1;
    c->read_only = mode && mode->kind == TOML_BOOL && mode->u.boolean;
    if (folder && folder->kind == TOML_STRING) c->folder = manifest_inner_path(r->a, r->m, folder, r->sink);
    if (size && !folder)
        diag_help(diag_add(r->sink, DIAG_manifest, span_of(r, size), "`size` goes with `folder`: without it the cache is the user's"),
                  "MOJO_CACHE_SIZE bounds that");
    if (!remote || remote->kind != TOML_STRING) return;
    Str url = remote->u.string;
    const char *why = manifest_url_problem(url);
    if (!why && !str_starts(url, STR("http://")) && !str_starts(url, STR("https://"))) why = "is no URL of a cache: http:// or https://";
    if (why) diag_add(r->sink, DIAG_manifest, span_of(r, remote), "`" STR_FMT "` %s", STR_ARG(url), why);
    else c->remote = str_of(arena_strndup(r->a, url.p, url.len));
}

/* What is made of the package beside its programs, and the program that makes some of its sources. */
static void read_lib_and_script(Reading *r, const TomlValue *root) {
    EACH_STRING (toml_get(root, "lib"), "kinds", v)
        r->m->lib_kinds |= str_eq_c(v->u.string, "static") ? LIB_STATIC : str_eq_c(v->u.string, "shared") ? LIB_SHARED : LIB_PYTHON;
    const TomlValue *script = toml_get(toml_get(root, "package"), "build");
    if (!script || script->kind != TOML_STRING) return;
    const char *file = manifest_inner_path(r->a, r->m, script, r->sink);
    if (file && r->look && !file_exists(file))
        diag_add(r->sink, DIAG_manifest, span_of(r, script), "there is no file `" STR_FMT "`", STR_ARG(script->u.string));
    else r->m->build_script = file;
}

void manifest_read_build(Arena *a, Manifest *m, const TomlValue *root, bool look, DiagSink *sink) {
    Reading r = {a, m, sink, look};
    read_features(&r, toml_get(root, "features"));
    read_native(&r, toml_get(root, "native"), &m->native);
    const TomlValue *machines = toml_get(root, "target");
    for (uint32_t i = 0; machines && machines->kind == TOML_TABLE && i < machines->entries.len; i++)
        if (machines->entries.data[i].value->kind == TOML_TABLE) read_machine(&r, &machines->entries.data[i]);
    read_cache(&r, toml_get(root, "cache"));
    read_lib_and_script(&r, root);
    read_python(&r, toml_get(root, "python"));
}
