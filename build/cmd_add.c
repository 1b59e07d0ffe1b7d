/* SPDX-License-Identifier: Apache-2.0 */
/* mojo add, mojo remove: dependencies in mojo.toml, by edits that keep comments and order. When the project
 * cannot be resolved afterwards, mojo.toml stays as it was. */
#include "bundle/bundle.h"
#include "package/edit.h"
#include "package/files.h"
#include "package/git.h"
#include "package/toml.h"
#include "project_build.h"

#include <errno.h>
#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    bool dev, build;
    const char *path, *git, *tag, *branch, *rev, *subdir;
} Options;

static const Option options[] = {
    {"path", 0, OPT_TEXT, offsetof(Options, path), "DIR", "a folder with a mojo.toml, or a package's file"},
    {"git", 0, OPT_TEXT, offsetof(Options, git), "URL", "a git repository"},
    {"tag", 0, OPT_TEXT, offsetof(Options, tag), "TAG", "this tag of it"},
    {"branch", 0, OPT_TEXT, offsetof(Options, branch), "NAME", "this branch of it"},
    {"rev", 0, OPT_TEXT, offsetof(Options, rev), "COMMIT", "this commit of it"},
    {"subdir", 0, OPT_TEXT, offsetof(Options, subdir), "DIR", "the package's folder in it"},
    {"dev", 0, OPT_FLAG, offsetof(Options, dev), NULL, "for tests, benchmarks and examples only"},
    {"build", 0, OPT_FLAG, offsetof(Options, build), NULL, "for the build script only"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option remove_options[] = {
    {"dev", 0, OPT_FLAG, offsetof(Options, dev), NULL, "of the development dependencies"},
    {"build", 0, OPT_FLAG, offsetof(Options, build), NULL, "of the build script's dependencies"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

/* From one folder to another, both absolute: ../lib. */
static const char *relative_path(Arena *a, const char *from, const char *to) {
    size_t same = 0;
    for (size_t i = 0;; i++) {
        bool from_ends = !from[i] || from[i] == '/', to_ends = !to[i] || to[i] == '/';
        if (from_ends && to_ends) same = i;
        if (from[i] != to[i] || !from[i]) break;
    }
    StrBuf b = {0};
    for (const char *c = from + same; *c; c++)
        if (*c == '/' && c[1]) sb_puts(&b, "../");
    sb_puts(&b, to[same] ? to + same + 1 : ".");
    if (str_ends(sb_view(&b), STR("/."))) b.p[b.len -= 2] = 0;
    const char *s = arena_strdup(a, b.p);
    sb_done(&b);
    return s;
}

/* The folder's path as seen from the manifest's folder: relative where it was given so. */
static const char *path_from(Arena *a, const char *manifest_dir, const char *given) {
    char *cwd = path_real(a, "."), *real = path_real(a, given), *from = path_real(a, manifest_dir);
    if (given[0] == '/' || !cwd || strcmp(cwd, manifest_dir) == 0) return given;
    return real && from ? relative_path(a, from, real) : path_join(a, cwd, given);
}

static void field(StrBuf *b, const char *key, const char *value) {
    if (!value) return;
    sb_printf(b, "%s%s = ", b->len > 2 ? ", " : "", key);
    toml_write_string(b, str_of(value));
}

/* The tables of mojo.toml, and the options that mean them. */
static const char *table_of(bool dev, bool build) {
    return dev ? "dev-dependencies" : build ? "build-dependencies" : "dependencies";
}

static const char *option_of(const Dependency *d) {
    return d->is_dev ? "--dev " : d->is_build ? "--build " : "";
}

/* What an argument of `mojo add` says, with the options. */
typedef struct Wanted {
    const char *name, *version; /* version: NULL when none was given */
    const char *path, *git;
} Wanted;

/* The name that the manifest of a folder says, or its own. */
static const char *name_of_folder(Project *p, const char *dir) {
    DiagSink ignored;
    diag_sink_init(&ignored, &p->arena);
    const char *real = path_real(&p->arena, dir), *why;
    Bundle b;
    if (real && file_exists(real) && bundle_is_path(real) && bundle_open(real, &p->arena, &b, &why)) return b.package;
    const Manifest *m = real && file_exists(path_join(&p->arena, real, MANIFEST_NAME)) ? manifest_load(&p->arena, p->sources, real, &ignored) : NULL;
    if (m && m->name.len) return arena_strndup(&p->arena, m->name.p, m->name.len);
    return path_basename(real ? real : dir);
}

/* As it stands in a URL: %20. */
static const char *with_blanks_written(Arena *a, const char *url) {
    StrBuf b = {0};
    for (const char *c = url; *c; c++) {
        if (*c == ' ') sb_puts(&b, "%20");
        else sb_char(&b, *c);
    }
    const char *s = arena_strdup(a, b.p ? b.p : "");
    sb_done(&b);
    return s;
}

/* NAME[@VERSION], or a URL or a folder whose package says its name. */
static Wanted read_spec(Project *p, const Options *o, const char *spec) {
    Arena *a = &p->arena;
    Wanted w = {.path = o->path, .git = o->git};
    const char *scheme = strstr(spec, "://"), *last = strrchr(spec, '@');
    bool is_folder = spec[0] == '/' || spec[0] == '.';
    if (last && (scheme ? last > scheme + 3 && !strchr(last, '/') : true)) {
        w.version = last + 1;
        spec = arena_strndup(a, spec, (size_t)(last - spec));
    }
    w.name = spec;
    if (scheme) {
        spec = with_blanks_written(a, spec);
        w.git = spec;
        w.name = git_name_of_url(a, o->subdir ? str_of(o->subdir) : str_of(spec));
    } else if (is_folder) {
        w.path = spec;
        w.name = name_of_folder(p, spec);
    }
    return w;
}

static bool set(Project *p, const Options *o, const Wanted *w, Str text, StrBuf *out) {
    StrBuf v = {0};
    const char *why;
    sb_puts(&v, "{ ");
    field(&v, "path", w->path ? path_from(&p->arena, p->here->dir, w->path) : NULL);
    field(&v, "git", w->git);
    field(&v, "tag", o->tag);
    field(&v, "branch", o->branch);
    field(&v, "rev", o->rev);
    field(&v, "subdir", o->subdir);
    field(&v, "version", w->version);
    sb_puts(&v, " }");
    bool ok = edit_set(text, table_of(o->dev, o->build), str_of(w->name), sb_view(&v), out, &why);
    sb_done(&v);
    if (!ok) cli_error(EXIT_FAILED, "%s", why);
    return ok;
}

static int add_one(Project *p, const Options *o, const char *spec, Str *text, StrBuf *out) {
    Wanted w = read_spec(p, o, spec);
    const char *colon = strchr(spec, ':'), *user = strchr(spec, '@');
    if (user && colon > user && !strstr(spec, "://"))
        return cli_error(EXIT_USAGE, "`%s` is scp's notation, no URL: write ssh://%.*s/%s", spec, (int)(colon - spec), spec, colon + 1);
    const char *why = manifest_name_problem(str_of(w.name));
    if (why) return cli_error(EXIT_USAGE, "`%s`: %s", w.name, why);
    if (str_eq_c(p->here->name, w.name)) return cli_error(EXIT_USAGE, "`%s` is this package itself", w.name);
    if (!w.path && !w.git)
        return cli_error(EXIT_USAGE, "say where `%s` is: `mojo add %s --git URL` or `mojo add %s --path DIR`", w.name, w.name, w.name);
    if (w.path && w.git) return cli_error(EXIT_USAGE, "`%s` is either in a folder or in a git repository: give one of the two", w.name);
    for (uint32_t i = 0; i < p->here->deps.len; i++) {
        const Dependency *d = &p->here->deps.data[i];
        if (str_eq_c(d->name, w.name) && !d->machine.len && (d->is_dev != o->dev || d->is_build != o->build))
            return cli_error(EXIT_FAILED, "`%s` stands in [%s]: `mojo remove %s%s` first", w.name, table_of(d->is_dev, d->is_build), option_of(d), w.name);
    }
    return set(p, o, &w, *text, out) ? EXIT_OK : EXIT_FAILED;
}

/* A git package that was added without a version, tag, branch or commit is asked for as it is now: "1.2" for 1.2.3. */
static int pin_version(Project *resolved, Project *p, const Options *o, const char *spec, Str *text, StrBuf *out) {
    Wanted w = read_spec(p, o, spec);
    const Package *k = project_package(resolved, str_of(w.name));
    if (!w.git || w.version || o->tag || o->branch || o->rev || !k) {
        sb_str(out, *text);
        return EXIT_OK;
    }
    Version v;
    if (version_parse(k->version, &v)) return EXIT_FAILED;
    w.version = v.pre.len ? arena_strndup(&p->arena, k->version.p, k->version.len)
                          : arena_printf(&p->arena, "%llu.%llu", (unsigned long long)v.major, (unsigned long long)v.minor);
    return set(p, o, &w, *text, out) ? EXIT_OK : EXIT_FAILED;
}

static const char *dependency_name(size_t i, void *ctx) {
    Project *p = ctx;
    return i < p->here->deps.len ? arena_strndup(&p->arena, p->here->deps.data[i].name.p, p->here->deps.data[i].name.len) : NULL;
}

static int remove_one(Project *p, const Options *o, const char *name, Str *text, StrBuf *out) {
    const char *why;
    if (edit_remove(*text, table_of(o->dev, o->build), str_of(name), out, &why)) return EXIT_OK;
    if (why) return cli_error(EXIT_FAILED, "%s", why);
    for (uint32_t i = 0; i < p->here->deps.len; i++) {
        const Dependency *d = &p->here->deps.data[i];
        if (!str_eq_c(d->name, name)) continue;
        if (d->machine.len) return cli_error(EXIT_FAILED, "`%s` stands in [target." STR_FMT "]: remove it there", name, STR_ARG(d->machine));
        return cli_error(EXIT_FAILED, "`%s` stands in [%s]: use `mojo remove %s%s`", name, table_of(d->is_dev, d->is_build), option_of(d), name);
    }
    const char *near = cli_nearest(name, dependency_name, p);
    if (near) return cli_error(EXIT_FAILED, "`%s` is no dependency of `" STR_FMT "`; did you mean `%s`?", name, STR_ARG(p->here->name), near);
    return cli_error(EXIT_FAILED, "`%s` is no dependency of `" STR_FMT "`", name, STR_ARG(p->here->name));
}

/* Has each argument change the text in turn. */
typedef int (*EditOne)(Project *p, const Options *o, const char *arg, Str *text, StrBuf *out);

static int edit_each(Project *p, const Options *o, const char **args, int n_args, EditOne one, Str *text) {
    int code = EXIT_OK;
    for (int i = 0; i < n_args && !code; i++) {
        StrBuf out = {0};
        code = one(p, o, args[i], text, &out);
        if (!code) *text = arena_str(&p->arena, sb_view(&out));
        sb_done(&out);
    }
    return code;
}

/* Resolves with the new text in memory; only then it is written. The lock may be written by then: a mojo.toml that does
 * not follow it (killed in between, full disk) is mended by the next command. */
static bool resolve_edited(Project *resolved, const Project *p, const Options *o, Str text) {
    ProjectOptions po = project_options(&o->project);
    po.edited = p->here->path;
    po.edited_text = text;
    return project_start_with(resolved, &po);
}

static void say_added(const Project *resolved, Project *p, const Options *o, const char **args, int n_args) {
    for (int i = 0; i < n_args && isatty(STDERR_FILENO); i++) {
        const Package *k = project_package(resolved, str_of(read_spec(p, o, args[i]).name));
        if (k) fprintf(stderr, "added " STR_FMT " " STR_FMT "\n", STR_ARG(k->name), STR_ARG(k->version));
    }
}

static int edit_all(const Options *o, const char **args, int n_args, EditOne one) {
    Project p, resolved;
    if (!project_start_manifests(&p, &o->project)) return EXIT_FAILED;
    Str before = source_text(p.here->source), text = before;
    int code = p.here->name.len ? EXIT_OK : cli_error(EXIT_USAGE, "the workspace's root has no package: go to a member's folder");
    if (!code) code = edit_each(&p, o, args, n_args, one, &text);
    if (!code && !str_eq(text, before)) {
        if (!resolve_edited(&resolved, &p, o, text)) {
            code = cli_error(EXIT_FAILED, "mojo.toml is as it was");
        } else {
            for (int i = 0; i < n_args && one == add_one && !code; i++) {
                StrBuf out = {0};
                code = pin_version(&resolved, &p, o, args[i], &text, &out);
                if (!code) text = arena_str(&p.arena, sb_view(&out));
                sb_done(&out);
            }
            int err = code ? 0 : files_write(p.here->path, text);
            if (err) code = cli_error(EXIT_FAILED, "cannot write `%s`: %s", p.here->path, strerror(err));
            if (!code && one == add_one) say_added(&resolved, &p, o, args, n_args);
            project_close(&resolved);
        }
    }
    project_close(&p);
    return code;
}

static int contradicts(const Options *o) {
    return o->dev && o->build ? cli_error(EXIT_USAGE, "--dev and --build contradict each other") : EXIT_OK;
}

static int run_add(const void *opts, const char **args, int n_args) {
    int code = contradicts(opts);
    return code ? code : edit_all(opts, args, n_args, add_one);
}

static int run_remove(const void *opts, const char **args, int n_args) {
    int code = contradicts(opts);
    return code ? code : edit_all(opts, args, n_args, remove_one);
}

const Command command_add = {"add", "NAME[@VERSION]…|URL|DIR…", "Add dependencies to mojo.toml",
                             "Where a package is say --git URL or --path DIR, or a URL or path (./… ../… /…) in place of the name. The\n"
                             "version is a requirement: 1.2, \">=1, <3\"; without one the newest version is taken, and later ones that are\n"
                             "compatible. Comments and order stay; when the project cannot be resolved, mojo.toml stays as it was.",
                             options, sizeof(Options), run_add, 1, -1, false};
const Command command_remove = {"remove", "NAME…", "Remove dependencies from mojo.toml", NULL,
                                remove_options, sizeof(Options), run_remove, 1, -1, false};
