/* SPDX-License-Identifier: Apache-2.0 */
/* mojo add, mojo remove: dependencies in mojo.toml, by edits that keep comments and order. When the project
 * cannot be resolved afterwards, mojo.toml stays as it was. */
#include "package/edit.h"
#include "package/toml.h"
#include "project_build.h"

#include <errno.h>
#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    bool dev;
    const char *path, *git, *tag, *branch, *rev, *subdir;
} Options;

static const Option options[] = {
    {"path", 0, OPT_TEXT, offsetof(Options, path), "DIR", "a folder with a mojo.toml"},
    {"git", 0, OPT_TEXT, offsetof(Options, git), "URL", "a git repository"},
    {"tag", 0, OPT_TEXT, offsetof(Options, tag), "TAG", "this tag of it"},
    {"branch", 0, OPT_TEXT, offsetof(Options, branch), "NAME", "this branch of it"},
    {"rev", 0, OPT_TEXT, offsetof(Options, rev), "COMMIT", "this commit of it"},
    {"subdir", 0, OPT_TEXT, offsetof(Options, subdir), "DIR", "the package's folder in it"},
    {"dev", 0, OPT_FLAG, offsetof(Options, dev), NULL, "for tests, benchmarks and examples only"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option remove_options[] = {
    {"dev", 0, OPT_FLAG, offsetof(Options, dev), NULL, "of the development dependencies"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

/* Resolves with the new text in memory; only then it is written. The lock may be written by then: a mojo.toml that does
 * not follow it (killed in between, full disk) is mended by the next command. */
static int apply(const char *path, Str before, Str after, const ProjectFlags *f) {
    Project p;
    ProjectOptions o = project_options(f);
    o.edited = path;
    o.edited_text = after;
    if (!project_start_with(&p, &o)) return cli_error(EXIT_FAILED, "mojo.toml is as it was");
    int err = str_eq(before, after) ? 0 : file_write_atomic(path, after);
    project_close(&p);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err)) : EXIT_OK;
}

/* The folder's path as seen from the manifest's folder: relative where it was given so. */
static const char *path_from(Arena *a, const char *manifest_dir, const char *given) {
    char *cwd = path_real(a, ".");
    if (given[0] == '/' || !cwd || strcmp(cwd, manifest_dir) == 0) return given;
    size_t n = strlen(manifest_dir);
    if (strncmp(cwd, manifest_dir, n) != 0) return path_join(a, cwd, given);
    return path_join(a, cwd + n + 1, given);
}

static void field(StrBuf *b, const char *key, const char *value) {
    if (!value) return;
    sb_printf(b, "%s%s = ", b->len > 2 ? ", " : "", key);
    toml_write_string(b, str_of(value));
}

static int add_one(Project *p, const Options *o, const char *spec, Str *text, StrBuf *out) {
    Arena *a = &p->arena;
    const char *at = strchr(spec, '@'), *why;
    char *name = at ? arena_strndup(a, spec, (size_t)(at - spec)) : arena_strdup(a, spec);
    if ((why = manifest_name_problem(str_of(name)))) return cli_error(EXIT_USAGE, "`%s`: %s", name, why);
    if (str_eq_c(p->here->name, name)) return cli_error(EXIT_USAGE, "`%s` is this package itself", name);
    if (!o->path == !o->git)
        return cli_error(EXIT_USAGE, "say where `%s` is: --path DIR or --git URL", name);
    StrBuf v = {0};
    sb_puts(&v, "{ ");
    field(&v, "path", o->path ? path_from(a, p->here->dir, o->path) : NULL);
    field(&v, "git", o->git);
    field(&v, "tag", o->tag);
    field(&v, "branch", o->branch);
    field(&v, "rev", o->rev);
    field(&v, "subdir", o->subdir);
    field(&v, "version", at ? at + 1 : NULL);
    sb_puts(&v, " }");
    bool ok = edit_set(*text, o->dev ? "dev-dependencies" : "dependencies", str_of(name), sb_view(&v), out, &why);
    sb_done(&v);
    return ok ? EXIT_OK : cli_error(EXIT_FAILED, "%s", why);
}

static int remove_one(Project *p, const Options *o, const char *name, Str *text, StrBuf *out) {
    const char *why;
    const char *table = o->dev ? "dev-dependencies" : "dependencies", *other = o->dev ? "dependencies" : "dev-dependencies";
    if (edit_remove(*text, table, str_of(name), out, &why)) return EXIT_OK;
    if (why) return cli_error(EXIT_FAILED, "%s", why);
    for (uint32_t i = 0; i < p->here->deps.len; i++)
        if (str_eq_c(p->here->deps.data[i].name, name))
            return cli_error(EXIT_FAILED, "`%s` stands in [%s]: use `mojo remove %s%s`", name, other, o->dev ? "" : "--dev ", name);
    return cli_error(EXIT_FAILED, "`%s` is no dependency of `" STR_FMT "`", name, STR_ARG(p->here->name));
}

static int edit_all(const Options *o, const char **args, int n_args,
                    int (*one)(Project *, const Options *, const char *, Str *, StrBuf *)) {
    Project p;
    if (!project_start_manifests(&p, &o->project)) return EXIT_FAILED;
    Str before = source_text(p.here->source), text = before;
    int code = p.here->name.len ? EXIT_OK : cli_error(EXIT_USAGE, "the workspace's root has no package: go to a member's folder");
    for (int i = 0; i < n_args && !code; i++) {
        StrBuf out = {0};
        code = one(&p, o, args[i], &text, &out);
        text = arena_str(&p.arena, sb_view(&out));
        sb_done(&out);
    }
    if (!code && !str_eq(text, before)) code = apply(p.here->path, before, text, &o->project);
    project_close(&p);
    return code;
}

static int run_add(const void *opts, const char **args, int n_args) {
    return edit_all(opts, args, n_args, add_one);
}

static int run_remove(const void *opts, const char **args, int n_args) {
    return edit_all(opts, args, n_args, remove_one);
}

const Command command_add = {"add", "NAME[@VERSION]…", "Add dependencies to mojo.toml",
                             "The version is a requirement: 1.2, \">=1, <3\". Comments and order stay; when the project\n"
                             "cannot be resolved with them, mojo.toml stays as it was.",
                             options, sizeof(Options), run_add, 1, -1, false};
const Command command_remove = {"remove", "NAME…", "Remove dependencies from mojo.toml", NULL,
                                remove_options, sizeof(Options), run_remove, 1, -1, false};
