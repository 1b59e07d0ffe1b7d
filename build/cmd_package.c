/* SPDX-License-Identifier: Apache-2.0 */
/* mojo package, mojo precompile: a package in one file; what is in such a file. */
#include "base/json.h"
#include "package/pack.h"
#include "packed.h"
#include "project_build.h"
#include "store.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

typedef struct Options {
    CompileOptions compile;
    ProjectFlags project;
    const char *output, *extract, *ending;
    bool list, verify, json;
} Options;

static const Option options[] = {
    {"output", 'o', OPT_TEXT, offsetof(Options, output), "FILE", "where to write (NAME.mojopkg)"},
    {"list", 0, OPT_FLAG, offsetof(Options, list), NULL, "say what is in a package's file"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "with --list: as JSON"},
    {"verify", 0, OPT_FLAG, offsetof(Options, verify), NULL, "compare all that is in a package's file with its hashes"},
    {"extract", 0, OPT_TEXT, offsetof(Options, extract), "DIR", "write the sources in a package's file to DIR, a new folder"},
    COMPILE_OPTIONS(Options, compile),
    {"features", 0, OPT_LIST, offsetof(Options, project.features), "LIST", "project: check it with these features (with commas)"},
    VERBOSE_OPTION(Options, compile),
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

/* ---- making --------------------------------------------------------------------------------------------------------------- */
/* Every module of the package is checked, whoever imports it. */
static bool check_all(Compilation *c, const Pack *p) {
    for (uint32_t i = 1; i < p->modules.len; i++) {
        int err = 0;
        if (session_load(c->session, p->modules.data[i], &err)) continue;
        cli_error(EXIT_FAILED, "cannot read `%s`: %s", p->modules.data[i], strerror(err));
        return false;
    }
    return compile_check(c);
}

/* What this compiler found out and made, for those who use the same. */
static void add_made(Compilation *c, Pack *p) {
    const char *why = NULL;
    p->head.format = BUNDLE_FORMAT;
    if (packed_needs(c, &p->head, p->lib, p->a, &why)) {
        p->head.compiler = store_compiler_id();
        if (packed_make(c, &p->head, p->lib, p->a, &p->entries, &why)) return;
    }
    progress_stop();
    if (c->o->verbose) fprintf(stderr, "note: no code is kept in `%s`: %s\n", p->head.name, why);
}

/* Compiled code names files by the package, not by where it lies. */
static void show_paths(const Pack *p, CompileOptions *o) {
    TextList shown = {0};
    bool is_top = strcmp(p->head.root, ".") == 0;
    vec_push_in(p->a, &shown, (const char *)arena_printf(p->a, "%s=%s", is_top ? p->lib : p->dir, is_top ? p->head.name : p->head.package));
    vec_push_in(p->a, &shown, (const char *)arena_printf(p->a, "%s=packages", bundle_cache(p->a)));
    for (uint32_t i = 0; i < o->n_scopes; i++)
        if (strcmp(o->scopes[i].dir, p->dir) != 0 && o->scopes[i].name)
            vec_push_in(p->a, &shown, (const char *)arena_printf(p->a, "%s=%s", o->scopes[i].dir, o->scopes[i].name));
    if (session_support_dir()) vec_push_in(p->a, &shown, (const char *)arena_printf(p->a, "%s/std=std", session_support_dir()));
    for (uint32_t i = 0; i < o->shown.len; i++) vec_push_in(p->a, &shown, o->shown.data[i]);
    o->shown = shown;
}

static int write_package(const Pack *p, BundleEntries *entries, const char *path) {
    StrBuf text = {0};
    bundle_print(&text, &p->head, entries);
    int err = file_write_atomic(path, sb_view(&text));
    size_t size = text.len;
    sb_done(&text);
    if (err) return cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err));
    if (isatty(STDERR_FILENO)) fprintf(stderr, "wrote %s (%u files, %zu KB)\n", path, entries->len, (size + 1023) / 1024);
    return EXIT_OK;
}

static const char *output_path(const Options *o, const Pack *p) {
    return o->output ? o->output : arena_printf(p->a, "%s%s", p->head.name, o->ending);
}

/* `own`: the options with which the package is compiled. */
static int make(const Options *o, Pack *p, const CompileOptions *own) {
    CompileOptions compile = *own;
    CodegenOptions cg;
    const char *path = output_path(o, p);
    if (!bundle_is_path(path)) return cli_error(EXIT_USAGE, "a package's file ends with .mojopkg or .mojoc, found `%s`", path);
    compile.check_dir = dir_exists(p->lib) ? p->lib : path_dirname(p->a, p->lib);
    show_paths(p, &compile);
    if (!compile_options(&compile, false, &cg)) return EXIT_USAGE;
    Compilation c;
    progress_start();
    bool ok = compile_begin(&c, &compile, &cg, p->modules.data[0]) && check_all(&c, p);
    if (ok && !p->renamed) add_made(&c, p);
    progress_stop();
    int code = ok ? write_package(p, &p->entries, path) : EXIT_FAILED;
    compile_done(&c);
    return code;
}

static int make_folder(const Options *o, const char *dir) {
    Arena a;
    Pack p;
    const char *why;
    arena_init(&a);
    CompileOptions compile = o->compile;
    if (!compile.opt) compile.opt = "0"; /* as the profile `dev` */
    if (!compile.debug && !compile.debug_level) compile.debug_level = 2; /* line tables */
    const char *file = o->output ? path_basename(o->output) : NULL, *dot = file ? strrchr(file, '.') : NULL;
    const char *as = dot ? arena_strndup(&a, file, (size_t)(dot - file)) : NULL; /* `precompile src -o shapes.mojoc` */
    int code = pack_folder(&p, &a, dir, as, &why) ? make(o, &p, &compile) : cli_error(EXIT_FAILED, "%s", why);
    arena_done(&a);
    return code;
}

static int make_member(const Options *o, Project *p, const Package *k) {
    Pack pack;
    ProjectBuild b;
    const char *why;
    if (!k->manifest->lib)
        return cli_error(EXIT_FAILED, "`" STR_FMT "` has no library to package: others import src/%s/__init__.mojo", STR_ARG(k->name),
                         manifest_import_name(&p->arena, k->name));
    if (k->manifest->build_script)
        return cli_error(EXIT_FAILED, "`" STR_FMT "` has a build script, and what that makes cannot be put into a package: others need its sources", STR_ARG(k->name));
    int code = project_build_begin(&b, p, &o->project, &o->compile);
    if (code) return code;
    CompileOptions compile = project_compile_options(&b, k, false);
    if (!pack_library(&pack, &p->arena, k->manifest, &why)) return cli_error(EXIT_FAILED, "%s", why);
    return make(o, &pack, &compile);
}

static int make_project(const Options *o, const char *dir) {
    Project p;
    ProjectOptions at = project_options(&o->project);
    at.dir = dir;
    if (!project_start_in(&p, &o->project, &at)) return EXIT_FAILED;
    const Package *k = p.here->name.len ? project_package(&p, p.here->name) : NULL;
    int code = k ? make_member(o, &p, k)
                 : cli_error(EXIT_FAILED, "this is a workspace's folder; name the folder of one of its packages");
    project_close(&p);
    return code;
}

/* Is the folder the library of the project around it? */
static bool is_library_of_project(const char *dir) {
    Project p;
    const char *why;
    bool yes = project_open(&p, &(ProjectOptions){.dir = dir}, &why) && p.here->lib;
    if (yes) {
        char *lib = path_real(&p.arena, p.here->lib);
        yes = lib && strcmp(lib, dir) == 0;
    }
    project_close(&p);
    return yes;
}

static int make_from(const Options *o, const char *given) {
    Arena a;
    arena_init(&a);
    const char *dir = path_real(&a, given);
    int code;
    if (!dir || !dir_exists(dir)) {
        code = cli_error(EXIT_FAILED, bundle_is_path(given) ? "`%s` is a package already; say --list, --verify or --extract" : "there is no folder `%s`", given);
    } else if (file_exists(path_join(&a, dir, MANIFEST_NAME)) || is_library_of_project(dir)) {
        code = make_project(o, dir);
    } else if (file_exists(path_join(&a, dir, "__init__.mojo")) || file_exists(path_join(&a, dir, "__init__.🔥"))) {
        code = make_folder(o, dir);
    } else {
        code = cli_error(EXIT_FAILED, "`%s` is no package: it has neither a mojo.toml nor an __init__.mojo", given);
    }
    arena_done(&a);
    return code;
}

/* ---- looking ---------------------------------------------------------------------------------------------------------------- */
static const char *compiler_of(const Bundle *b) {
    if (b->format != BUNDLE_FORMAT) return "of another format: its sources are used";
    return strcmp(b->compiler, store_compiler_id()) == 0 ? "this compiler" : "another compiler: its sources are used";
}

static void list_text(const Bundle *b) {
    printf("%s %s, imported as `%s`\n", b->package, b->version, b->name);
    printf("id        %s\nmade by   %s\n", b->id, compiler_of(b));
    if (*b->target) printf("code for  %.*s\n", (int)(strcspn(b->target, " ") + 1 + strcspn(b->target + strcspn(b->target, " ") + 1, " ")), b->target);
    for (uint32_t i = 0; i < b->needs.len; i++) printf("needs     %s\n", b->needs.data[i].name);
    for (uint32_t i = 0; i < b->files.len; i++)
        printf("%10" PRIu64 "  %s%s\n", b->files.data[i].size, b->files.data[i].is_made ? "(made) " : "", b->files.data[i].path);
}

static void list_json(const Bundle *b) {
    Json *o = json_object(), *files = json_array(), *needs = json_array();
    StrBuf text = {0};
    json_put(o, "name", json_cstr(b->name));
    json_put(o, "package", json_cstr(b->package));
    json_put(o, "version", json_cstr(b->version));
    json_put(o, "id", json_cstr(b->id));
    json_put(o, "format", json_int((int64_t)b->format));
    json_put(o, "compiler", json_cstr(b->compiler));
    json_put(o, "target", json_cstr(b->target));
    json_put(o, "usable", json_bool(b->format == BUNDLE_FORMAT && strcmp(b->compiler, store_compiler_id()) == 0));
    for (uint32_t i = 0; i < b->needs.len; i++) {
        Json *n = json_push(needs, json_object());
        json_put(n, "name", json_cstr(b->needs.data[i].name));
        json_put(n, "id", json_cstr(b->needs.data[i].id));
    }
    json_put(o, "needs", needs);
    for (uint32_t i = 0; i < b->files.len; i++) {
        const BundleFile *f = &b->files.data[i];
        char hex[65];
        sha256_hex(f->hash, hex);
        Json *e = json_push(files, json_object());
        json_put(e, "path", json_cstr(f->path));
        json_put(e, "size", json_int((int64_t)f->size));
        json_put(e, "sha256", json_cstr(hex));
        json_put(e, "made", json_bool(f->is_made));
    }
    json_put(o, "files", files);
    json_print(&text, o, true);
    sb_char(&text, '\n');
    fwrite(text.p, 1, text.len, stdout);
    sb_done(&text);
    json_free(o);
}

static bool verify(const char *path, const Bundle *b, Arena *a, const char **why) {
    for (uint32_t i = 0; i < b->files.len; i++) {
        ArenaMark mark = arena_mark(a);
        Str bytes;
        if (!bundle_entry(path, b, &b->files.data[i], a, &bytes, why)) return false;
        arena_release(a, mark);
    }
    return true;
}

static bool is_new_folder(const char *dir) {
    return !file_exists(dir) && (!dir_exists(dir) || rmdir(dir) == 0);
}

static int look(const Options *o, const char *path) {
    Arena a;
    Bundle b;
    const char *why = NULL;
    arena_init(&a);
    int code = EXIT_OK;
    bool ok = bundle_open(path, &a, &b, &why) && (!o->verify || verify(path, &b, &a, &why));
    if (ok && o->list && !o->json) list_text(&b);
    if (ok && o->list && o->json) list_json(&b);
    if (ok && o->extract && !is_new_folder(o->extract)) code = cli_error(EXIT_FAILED, "`%s` is there already; --extract writes to a new folder", o->extract);
    else if (ok && o->extract) ok = bundle_extract(path, &b, o->extract, false, &a, &why);
    if (!ok) code = cli_error(EXIT_FAILED, "`%s` %s", path, why);
    arena_done(&a);
    return code;
}

static int run_with(const Options *o, const char **args, int n_args) {
    if (o->list || o->verify || o->extract) {
        if (!n_args) return cli_error(EXIT_USAGE, "--list, --verify and --extract are about a package's file: name it");
        return look(o, args[0]);
    }
    if (o->json) return cli_error(EXIT_USAGE, "--json goes with --list");
    return make_from(o, n_args ? args[0] : ".");
}

static int run(const void *opts, const char **args, int n_args) {
    Options o = *(const Options *)opts;
    o.ending = ".mojopkg";
    return run_with(&o, args, n_args);
}

static int run_precompile(const void *opts, const char **args, int n_args) {
    Options o = *(const Options *)opts;
    o.ending = ".mojoc";
    return run_with(&o, args, n_args);
}

static const char details[] =
    "DIR is a folder with an __init__.mojo, or with a mojo.toml, whose library is packaged; without DIR it is the package\n"
    "around the current folder. The file has the sources, so that every compiler can use it, and what this compiler made of\n"
    "them. It is imported where it lies beside the importing file or in a folder of -I, is named by -I, or is a dependency in\n"
    "mojo.toml: NAME = { path = \"NAME.mojopkg\" }.";

const Command command_package = {"package", "[DIR|FILE]", "Put a package into one file, or look into one", details, options, sizeof(Options), run, 0, 1, false};

const Command command_precompile = {"precompile", "[DIR|FILE]", "The same as `package`, with the ending .mojoc", details, options, sizeof(Options), run_precompile, 0, 1, false};
