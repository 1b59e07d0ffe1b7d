/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest.h"

#include "manifest_build.h"
#include "manifest_inherit.h"
#include "manifest_keys.h"

#include <errno.h>
#include <fnmatch.h>
#include <glob.h>

typedef struct Reader {
    Arena *a;
    DiagSink *sink;
    Manifest *m;
    uint32_t file;
    bool look; /* the folder is there to be searched */
} Reader;

static Span at_key(const Reader *r, const TomlEntry *e) {
    return (Span){r->file, e->key_start, e->key_end};
}

static Span at_value(const Reader *r, const TomlValue *v) {
    return (Span){r->file, v->start, v->end};
}

const char *manifest_import_name(Arena *a, Str package) {
    char *name = arena_strndup(a, package.p, package.len);
    for (char *c = name; *c; c++)
        if (*c == '-') *c = '_';
    return name;
}

const char *manifest_name_problem(Str n) {
    if (!n.len) return "a package's name is not empty";
    if (n.len > 64) return "a package's name has at most 64 characters";
    for (size_t i = 0; i < n.len; i++) {
        char c = n.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return i == 0 ? "a package's name starts with a letter (a-z)" : "a package's name has letters, digits, `-` and `_` of ASCII only";
    }
    if (str_eq_c(n, "std")) return "`std` is the standard library";
    return NULL;
}

const Profile *manifest_profile(const Manifest *m, const char *name) {
    for (uint32_t i = 0; i < m->profiles.len; i++)
        if (str_eq_c(m->profiles.data[i].name, name)) return &m->profiles.data[i];
    return NULL;
}

static Str text_of(const TomlValue *table, const char *key) {
    const TomlValue *v = toml_get(table, key);
    return v && v->kind == TOML_STRING ? v->u.string : (Str){"", 0};
}

/* A path of the manifest stays below its folder (`outside` allows more: path dependencies). */
const char *manifest_inner_path(Arena *a, const Manifest *m, const TomlValue *v, DiagSink *sink) {
    Str p = v->u.string;
    bool bad = p.len == 0 || p.p[0] == '/' || memchr(p.p, 0, p.len) != NULL;
    for (size_t i = 0; i < p.len && !bad;) {
        size_t end = i;
        while (end < p.len && p.p[end] != '/') end++;
        bad = end - i == 2 && p.p[i] == '.' && p.p[i + 1] == '.';
        i = end + 1;
    }
    if (!bad) return path_join(a, m->dir, arena_strndup(a, p.p, p.len));
    diag_add(sink, DIAG_manifest, (Span){m->source->id, v->start, v->end},
             "expected a path below the package's folder, found `" STR_FMT "`", STR_ARG(p));
    return NULL;
}

static const char *inner_path(Reader *r, const TomlValue *v) {
    return manifest_inner_path(r->a, r->m, v, r->sink);
}

/* ---- [package] and [lib] --------------------------------------------------------------------------------- */
static void read_package(Reader *r, const TomlValue *t) {
    Manifest *m = r->m;
    const TomlValue *name = toml_get(t, "name"), *version = toml_get(t, "version"), *mojo = toml_get(t, "mojo");
    if (!name) {
        diag_add(r->sink, DIAG_manifest, at_value(r, t), "`package` has no `name`");
    } else if (name->kind == TOML_STRING) {
        const char *why = manifest_name_problem(name->u.string);
        if (why) diag_add(r->sink, DIAG_manifest, at_value(r, name), "%s", why);
        m->name = name->u.string;
    }
    if (!version) {
        Diag *d = diag_add(r->sink, DIAG_manifest, at_value(r, t), "`package` has no `version`");
        diag_help(d, "add version = \"0.1.0\"");
    } else if (version->kind == TOML_STRING) {
        const char *why = version_parse(version->u.string, &m->version);
        if (why) diag_add(r->sink, DIAG_manifest, at_value(r, version), "%s", why);
        m->version_text = version->u.string;
    }
    if (mojo && mojo->kind == TOML_STRING) {
        Requirement want;
        uint32_t at;
        Version here;
        const char *why = requirement_parse(r->a, mojo->u.string, &want, &at);
        m->mojo = mojo->u.string;
        if (why) diag_add(r->sink, DIAG_manifest, at_value(r, mojo), "%s", why);
        else if (!version_parse(STR(MANIFEST_MOJO_VERSION), &here) && !requirement_matches(&want, &here))
            diag_add(r->sink, DIAG_manifest, at_value(r, mojo),
                     "the package needs mojo " STR_FMT ", and this is mojo " MANIFEST_MOJO_VERSION, STR_ARG(m->mojo));
    }
    m->description = text_of(t, "description");
    m->license = text_of(t, "license");
    m->repository = text_of(t, "repository");
    m->homepage = text_of(t, "homepage");
    m->readme = text_of(t, "readme");
    const TomlValue *authors = toml_get(t, "authors"), *keywords = toml_get(t, "keywords");
    for (uint32_t i = 0; authors && i < authors->items.len; i++)
        if (authors->items.data[i]->kind == TOML_STRING) vec_push_in(r->a, &m->authors, authors->items.data[i]->u.string);
    for (uint32_t i = 0; keywords && i < keywords->items.len; i++)
        if (keywords->items.data[i]->kind == TOML_STRING) vec_push_in(r->a, &m->keywords, keywords->items.data[i]->u.string);
    m->default_run = text_of(t, "default-run");
}

static void find_lib(Reader *r, const TomlValue *root) {
    Manifest *m = r->m;
    const TomlValue *path = toml_get(toml_get(root, "lib"), "path");
    if (path && path->kind == TOML_STRING) {
        m->lib = inner_path(r, path);
        if (m->lib && r->look && !file_exists(m->lib) && !dir_exists(m->lib)) {
            diag_add(r->sink, DIAG_manifest, at_value(r, path), "there is no `" STR_FMT "`", STR_ARG(path->u.string));
            m->lib = NULL;
        }
    } else if (m->name.len && r->look) {
        const char *name = manifest_import_name(r->a, m->name);
        const char *folders[] = {path_join(r->a, m->dir, "src"), m->dir};
        for (size_t i = 0; i < ARRAY_LEN(folders) && !m->lib; i++) {
            char *folder = path_join(r->a, folders[i], name), *file = arena_printf(r->a, "%s.mojo", folder);
            if (file_exists(path_join(r->a, folder, "__init__.mojo"))) m->lib = folder;
            else if (file_exists(file)) m->lib = file;
        }
    }
    if (m->lib) m->lib_root = path_dirname(r->a, m->lib);
}

/* ---- programs --------------------------------------------------------------------------------------------- */
static void add_target(Reader *r, TargetKind kind, Str name, const char *path, Span at) {
    Manifest *m = r->m;
    for (uint32_t i = 0; i < m->targets.len; i++) {
        const Target *t = &m->targets.data[i];
        if (t->kind != kind) continue;
        if (strcmp(t->path, path) == 0) return; /* named and found */
        if (!str_eq(t->name, name)) continue;
        if (at.file) diag_add(r->sink, DIAG_manifest, at, "the name `" STR_FMT "` is taken twice", STR_ARG(name));
        return;
    }
    vec_push_in(r->a, &m->targets, (Target){.kind = kind, .name = name, .path = path});
}

static void read_targets(Reader *r, const TomlValue *list, TargetKind kind) {
    for (uint32_t i = 0; list && list->kind == TOML_ARRAY && i < list->items.len; i++) {
        const TomlValue *t = list->items.data[i], *path = toml_get(t, "path"), *name = toml_get(t, "name");
        if (t->kind != TOML_TABLE) continue;
        if (!path || path->kind != TOML_STRING) {
            if (!path) diag_add(r->sink, DIAG_manifest, at_value(r, t), "this target has no `path`");
            continue;
        }
        const char *file = inner_path(r, path);
        if (!file) continue;
        if (r->look && !file_exists(file)) {
            diag_add(r->sink, DIAG_manifest, at_value(r, path), "there is no file `" STR_FMT "`", STR_ARG(path->u.string));
            continue;
        }
        const char *base = path_basename(file), *dot = strrchr(base, '.');
        Str own = {base, dot ? (size_t)(dot - base) : strlen(base)};
        const char *why = name && name->kind == TOML_STRING ? manifest_name_problem(name->u.string) : NULL;
        if (why) {
            diag_add(r->sink, DIAG_manifest, at_value(r, name), "%s", why);
            continue;
        }
        uint32_t before = r->m->targets.len;
        add_target(r, kind, name && name->kind == TOML_STRING ? name->u.string : own, file, at_value(r, path));
        if (r->m->targets.len > before) manifest_read_target(r->a, t, &vec_last(&r->m->targets));
    }
}

typedef struct Found {
    Reader *r;
    TargetKind kind;
    const char *prefix;
} Found;

static bool found_file(void *ctx, const char *path, bool is_dir) {
    Found *f = ctx;
    Str base = str_of(path_basename(path));
    if (is_dir || !str_ends(base, STR(".mojo")) || !str_starts(base, str_of(f->prefix)) || str_eq_c(base, "__init__.mojo"))
        return true;
    char *own = arena_strdup(f->r->a, path);
    add_target(f->r, f->kind, (Str){path_basename(own), base.len - 5}, own, SPAN_NONE);
    return true;
}

static void find_targets(Reader *r) {
    Manifest *m = r->m;
    static const char *const mains[] = {"src/main.mojo", "main.mojo"};
    for (size_t i = 0; i < ARRAY_LEN(mains); i++) {
        char *path = path_join(r->a, m->dir, mains[i]);
        if (!file_exists(path)) continue;
        add_target(r, TARGET_BIN, m->name, path, SPAN_NONE);
        break;
    }
    static const struct {
        const char *folder, *prefix;
        TargetKind kind;
    } rows[] = {{"src/bin", "", TARGET_BIN}, {"tests", "test_", TARGET_TEST}, {"test", "test_", TARGET_TEST},
                {"bench", "bench_", TARGET_BENCH}, {"benches", "bench_", TARGET_BENCH}, {"examples", "", TARGET_EXAMPLE}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Found f = {r, rows[i].kind, rows[i].prefix};
        char *folder = path_join(r->a, m->dir, rows[i].folder);
        if (dir_exists(folder)) dir_walk(folder, found_file, &f);
    }
}

/* ---- dependencies ------------------------------------------------------------------------------------------ */
/* What git would take for an option or a helper, or a terminal for a command, is no name or URL. */
static bool safe_text(Str s) {
    if (s.len && s.p[0] == '-') return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= ' ' || c == 127 || strchr("'\"\\`$;|&<>*?[]{}", c)) return false;
    }
    return true;
}

static const char *ref_problem(Str s) {
    if (!safe_text(s) || !s.len) return "is no name that git allows here";
    for (size_t i = 0; i + 1 < s.len; i++)
        if ((s.p[i] == '.' && s.p[i + 1] == '.') || (s.p[i] == '@' && s.p[i + 1] == '{')) return "is no name that git allows here";
    if (memchr(s.p, ':', s.len) || memchr(s.p, '~', s.len) || memchr(s.p, '^', s.len) || s.p[0] == '/' ||
        str_ends(s, STR(".lock")) || str_ends(s, STR("/")))
        return "is no name that git allows here";
    return NULL;
}

static const char *rev_problem(Str s) {
    bool ok = s.len == 40;
    for (size_t i = 0; i < s.len; i++)
        ok = ok && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f'));
    return ok ? NULL : "is no commit: 40 digits of 0-9 a-f";
}

const char *manifest_url_problem(Str s) {
    static const char *const schemes[] = {"https://", "http://", "file:///", "ssh://", "git://"};
    if (!safe_text(s)) return "is no URL: it holds characters that a URL does not have, or starts with `-`";
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        if (!str_starts(s, str_of(schemes[i]))) continue;
        size_t n = strlen(schemes[i]), end = n;
        while (end < s.len && s.p[end] != '/') end++;
        const char *user = memchr(s.p + n, '@', end - n);
        if (user && memchr(s.p + n, ':', (size_t)(user - s.p) - n)) return "has a password in it, which others would read here";
        return s.len == n || s.p[n] == '-' ? "has no host" : NULL;
    }
    return "is no URL that is allowed: https://, http://, ssh://, git:// or file:///";
}

const char *manifest_subdir_problem(Str s) {
    if (!safe_text(s) || !s.len || s.p[0] == '/') return "is no folder below the repository's root";
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        while (end < s.len && s.p[end] != '/') end++;
        Str part = str_sub(s, i, end);
        if (!part.len || str_eq_c(part, "..") || str_eq_c(part, ".") || (part.len == 4 && strncasecmp(part.p, ".git", 4) == 0))
            return "is no folder below the repository's root";
        i = end + 1;
    }
    return NULL;
}

static void read_text(Reader *r, const TomlValue *t, const char *key, const char *(*problem)(Str), Str *out) {
    const TomlValue *v = toml_get(t, key);
    if (!v || v->kind != TOML_STRING) return;
    const char *why = problem ? problem(v->u.string) : v->u.string.len ? NULL : "is empty";
    if (why) diag_add(r->sink, DIAG_manifest, at_value(r, v), "`%s` %s", key, why);
    else *out = v->u.string;
}

static void read_requirement(Reader *r, const TomlValue *v, Dependency *d) {
    uint32_t at = 0;
    const char *why = requirement_parse(r->a, v->u.string, &d->version, &at);
    d->version_at = at_value(r, v);
    d->has_version = !why;
    if (why) {
        Span s = {r->file, v->start + 1 + at, v->start + 2 + at};
        if (s.end > v->end || v->end - v->start != v->u.string.len + 2) s = d->version_at;
        diag_add(r->sink, DIAG_manifest, s, "%s", why);
    }
}

static void read_dependency(Reader *r, const TomlEntry *e, const Dependency *like, Manifest *m) {
    const TomlValue *v = e->value;
    Dependency d = *like;
    d.name = d.package = e->key;
    d.at = d.version_at = at_key(r, e);
    const char *why = manifest_name_problem(e->key);
    if (why) diag_add(r->sink, DIAG_manifest, d.at, "%s", why);
    if (v->kind == TOML_STRING) read_requirement(r, v, &d);
    if (v->kind == TOML_TABLE) {
        const TomlValue *version = toml_get(v, "version");
        if (version && version->kind == TOML_STRING) read_requirement(r, version, &d);
        read_text(r, v, "path", NULL, &d.path);
        read_text(r, v, "git", manifest_url_problem, &d.git);
        read_text(r, v, "tag", ref_problem, &d.tag);
        read_text(r, v, "branch", ref_problem, &d.branch);
        read_text(r, v, "rev", rev_problem, &d.rev);
        read_text(r, v, "subdir", manifest_subdir_problem, &d.subdir);
        read_text(r, v, "package", manifest_name_problem, &d.package);
    }
    manifest_read_dependency(r->a, v, &d);
    bool git = toml_get(v, "git") != NULL, path = toml_get(v, "path") != NULL;
    if (v->kind != TOML_STRING && v->kind != TOML_TABLE) return;
    if (git && path) diag_add(r->sink, DIAG_manifest, d.at, "`" STR_FMT "` has both `path` and `git`", STR_ARG(d.name));
    if (!git && !path) {
        Diag *g = diag_add(r->sink, DIAG_manifest, d.at, "`" STR_FMT "` has no source", STR_ARG(d.name));
        diag_help(g, "say where it is: { path = \"../" STR_FMT "\" } or { git = \"https://…\", version = \"1\" }", STR_ARG(d.name));
    }
    if ((d.tag.len != 0) + (d.branch.len != 0) + (d.rev.len != 0) > 1)
        diag_add(r->sink, DIAG_manifest, d.at, "`" STR_FMT "` has more than one of `tag`, `branch` and `rev`", STR_ARG(d.name));
    if (!git && (d.tag.len || d.branch.len || d.rev.len || d.subdir.len))
        diag_add(r->sink, DIAG_manifest, d.at, "`tag`, `branch`, `rev` and `subdir` go with `git`");
    vec_push_in(r->a, &m->deps, d);
}

void manifest_read_dependencies(Arena *a, Manifest *m, const TomlValue *t, const Dependency *like, DiagSink *sink) {
    Reader r = {.a = a, .sink = sink, .m = m, .file = m->source->id};
    for (uint32_t i = 0; t && t->kind == TOML_TABLE && i < t->entries.len; i++) read_dependency(&r, &t->entries.data[i], like, m);
}

/* ---- profiles, workspace ------------------------------------------------------------------------------------ */
static void read_profiles(Reader *r, const TomlValue *t) {
    Manifest *m = r->m;
    vec_push_in(r->a, &m->profiles, (Profile){.name = STR("dev"), .opt = 0, .debug = 1, .cpu = {"", 0}});
    vec_push_in(r->a, &m->profiles, (Profile){.name = STR("release"), .opt = 3, .debug = 0, .cpu = {"", 0}});
    for (uint32_t i = 0; t && t->kind == TOML_TABLE && i < t->entries.len; i++) {
        const TomlEntry *e = &t->entries.data[i];
        if (e->value->kind != TOML_TABLE) continue;
        const char *why = manifest_name_problem(e->key);
        if (why) {
            diag_add(r->sink, DIAG_manifest, at_key(r, e), "a profile is named like a package: %s", why);
            continue;
        }
        Profile *p = (Profile *)(uintptr_t)manifest_profile(m, arena_strndup(r->a, e->key.p, e->key.len));
        if (!p) {
            vec_push_in(r->a, &m->profiles, (Profile){.name = e->key, .opt = 3, .debug = 0, .cpu = {"", 0}});
            p = &vec_last(&m->profiles);
        }
        const TomlValue *opt = toml_get(e->value, "opt"), *debug = toml_get(e->value, "debug");
        if (opt && opt->kind == TOML_INT) p->opt = (int)opt->u.integer;
        if (debug && debug->kind == TOML_BOOL) p->debug = debug->u.boolean ? 2 : 0;
        if (debug && debug->kind == TOML_STRING)
            p->debug = str_eq_c(debug->u.string, "none") ? 0 : str_eq_c(debug->u.string, "full") ? 2 : 1;
        p->cpu = text_of(e->value, "cpu");
        manifest_read_profile(e->value, p);
    }
}

/* A pattern names each folder that fits and has a mojo.toml. */
static void expand_members(Reader *r, const char *pattern, const TomlValue *exclude) {
    Manifest *m = r->m;
    glob_t found;
    if (glob(pattern, GLOB_NOESCAPE, NULL, &found) != 0) return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *at = arena_strdup(r->a, found.gl_pathv[i] + strlen(m->dir) + 1);
        bool skip = !file_exists(path_join(r->a, found.gl_pathv[i], MANIFEST_NAME));
        for (uint32_t k = 0; exclude && exclude->kind == TOML_ARRAY && k < exclude->items.len; k++) {
            const TomlValue *x = exclude->items.data[k];
            skip |= x->kind == TOML_STRING && fnmatch(arena_strndup(r->a, x->u.string.p, x->u.string.len), at, FNM_PATHNAME) == 0;
        }
        for (uint32_t k = 0; k < m->members.len; k++) skip |= str_eq_c(m->members.data[k], at);
        if (!skip) vec_push_in(r->a, &m->members, str_of(at));
    }
    globfree(&found);
}

static void read_workspace(Reader *r, const TomlValue *t) {
    Manifest *m = r->m;
    m->has_workspace = t != NULL;
    const TomlValue *members = toml_get(t, "members"), *defaults = toml_get(t, "default-members");
    for (uint32_t i = 0; members && i < members->items.len; i++) {
        const TomlValue *v = members->items.data[i];
        const char *path = v->kind == TOML_STRING ? inner_path(r, v) : NULL;
        if (!path) continue;
        if (strpbrk(path + strlen(m->dir), "*?[") && r->look) expand_members(r, path, toml_get(t, "exclude"));
        else vec_push_in(r->a, &m->members, v->u.string);
    }
    for (uint32_t i = 0; defaults && i < defaults->items.len; i++)
        if (defaults->items.data[i]->kind == TOML_STRING) vec_push_in(r->a, &m->default_members, defaults->items.data[i]->u.string);
}

/* ---- [source], [patch], [script] ----------------------------------------------------------------------------- */
static void read_source(Reader *r, const TomlValue *t) {
    SourceRules *s = &r->m->sources;
    const TomlValue *vendor = toml_get(t, "vendor"), *replace = toml_get(t, "replace"), *allow = toml_get(t, "allow");
    if (vendor && vendor->kind == TOML_STRING) s->vendor = inner_path(r, vendor);
    for (uint32_t i = 0; replace && replace->kind == TOML_TABLE && i < replace->entries.len; i++) {
        const TomlEntry *e = &replace->entries.data[i];
        if (e->value->kind != TOML_STRING) continue;
        const char *why = manifest_url_problem(e->value->u.string);
        if (why) diag_add(r->sink, DIAG_manifest, at_value(r, e->value), "`" STR_FMT "` %s", STR_ARG(e->value->u.string), why);
        else vec_push_in(r->a, &s->replace, ((Replacement){e->key, e->value->u.string}));
    }
    s->restricts = allow != NULL;
    for (uint32_t i = 0; allow && allow->kind == TOML_ARRAY && i < allow->items.len; i++)
        if (allow->items.data[i]->kind == TOML_STRING) vec_push_in(r->a, &s->allow, allow->items.data[i]->u.string);
    const TomlValue *scripts = toml_get(t, "build-scripts");
    for (uint32_t i = 0; scripts && scripts->kind == TOML_ARRAY && i < scripts->items.len; i++)
        if (scripts->items.data[i]->kind == TOML_STRING) vec_push_in(r->a, &s->build_scripts, scripts->items.data[i]->u.string);
}

static void read_patches(Reader *r, const TomlValue *t) {
    Manifest read = {.dir = r->m->dir};
    for (uint32_t i = 0; t && t->kind == TOML_TABLE && i < t->entries.len; i++) read_dependency(r, &t->entries.data[i], &(Dependency){0}, &read);
    for (uint32_t i = 0; i < read.deps.len; i++) vec_push_in(r->a, &r->m->patches, read.deps.data[i]);
}

static void read_scripts(Reader *r, const TomlValue *t) {
    for (uint32_t i = 0; t && t->kind == TOML_TABLE && i < t->entries.len; i++) {
        const TomlEntry *e = &t->entries.data[i];
        const TomlValue *v = e->value;
        Script s = {.name = e->key, .command = v->kind == TOML_STRING ? v->u.string : text_of(v, "command"), .help = text_of(v, "help")};
        const char *why = manifest_name_problem(e->key);
        if (why) diag_add(r->sink, DIAG_manifest, at_key(r, e), "a script is named like a package: %s", why);
        else if (!s.command.len) diag_add(r->sink, DIAG_manifest, at_value(r, v), "the script `" STR_FMT "` has no command", STR_ARG(e->key));
        else vec_push_in(r->a, &r->m->scripts, s);
    }
}

/* ---- whole ---------------------------------------------------------------------------------------------------- */
static Manifest *parse(Arena *a, Source *source, const char *dir, bool look, Str around, DiagSink *sink) {
    Manifest *m = ARENA_NEW(a, Manifest);
    Reader r = {a, sink, m, source->id, look};
    TomlError error;
    uint32_t before = sink->n_errors;
    m->path = source->path;
    m->dir = dir;
    m->source = source;
    TomlValue *root = toml_parse(a, source_text(source), &error);
    if (!root) {
        diag_add(sink, DIAG_manifest, (Span){source->id, error.start, error.end}, "%s", error.message);
        return NULL;
    }
    manifest_inherit(a, dir, look, around, root, source->id, sink);
    manifest_check(root, "", source->id, sink);
    const TomlValue *package = toml_get(root, "package"), *workspace = toml_get(root, "workspace");
    if (package && package->kind == TOML_TABLE) read_package(&r, package);
    else if (!workspace) {
        Diag *d = diag_add(sink, DIAG_manifest, (Span){source->id, 0, 0}, "there is neither [package] nor [workspace]");
        diag_help(d, "`mojo init` writes one for this folder");
    }
    if (workspace && workspace->kind == TOML_TABLE) read_workspace(&r, workspace);
    find_lib(&r, root);
    read_targets(&r, toml_get(root, "bin"), TARGET_BIN);
    read_targets(&r, toml_get(root, "test"), TARGET_TEST);
    read_targets(&r, toml_get(root, "bench"), TARGET_BENCH);
    read_targets(&r, toml_get(root, "example"), TARGET_EXAMPLE);
    if (look && m->name.len) find_targets(&r);
    manifest_read_dependencies(a, m, toml_get(root, "dependencies"), &(Dependency){0}, sink);
    manifest_read_dependencies(a, m, toml_get(root, "dev-dependencies"), &(Dependency){.is_dev = true}, sink);
    manifest_read_dependencies(a, m, toml_get(root, "build-dependencies"), &(Dependency){.is_build = true}, sink);
    read_patches(&r, toml_get(root, "patch"));
    if (look) read_source(&r, toml_get(root, "source"));
    if (look) read_scripts(&r, toml_get(root, "script"));
    read_profiles(&r, toml_get(root, "profile"));
    manifest_read_build(a, m, root, look, sink);
    return sink->n_errors == before ? m : NULL;
}

Manifest *manifest_parse(Arena *a, Source *source, const char *dir, bool look, DiagSink *sink) {
    return parse(a, source, dir, look, (Str){"", 0}, sink);
}

Manifest *manifest_parse_in(Arena *a, Source *source, const char *dir, Str workspace, DiagSink *sink) {
    return parse(a, source, dir, false, workspace, sink);
}

Manifest *manifest_load(Arena *a, SourceMap *sources, const char *dir, DiagSink *sink) {
    int err = 0;
    char *path = path_join(a, dir, MANIFEST_NAME);
    Source *s = source_load(sources, path, &err);
    if (!s) {
        diag_add(sink, DIAG_dependency, SPAN_NONE, "cannot read `%s`: %s", path, strerror(err));
        return NULL;
    }
    return manifest_parse(a, s, dir, true, sink);
}
