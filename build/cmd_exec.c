/* SPDX-License-Identifier: Apache-2.0 */
/* mojo exec: one of the project's scripts, a program of the project or of a package it needs, or, with --git or --path,
 * of a package from elsewhere, which needs no project. Scripts of dependencies are never run. */
#include "adhoc.h"
#include "base/json.h"

#include <errno.h>
#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    CompileOptions compile;
    AdhocSource source;
    const char *from;
    bool list, json;
} Options;

static const Option options[] = {
    ADHOC_OPTIONS(Options, source),
    {"from", 0, OPT_TEXT, offsetof(Options, from), "NAME", "the package, where the URL's end is not its name"},
    {"release", 'r', OPT_FLAG, offsetof(Options, project.release), NULL, "build with the profile release"},
    {"list", 0, OPT_FLAG, offsetof(Options, list), NULL, "list the scripts and programs that there are"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "with --list: a JSON array"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

static int start(Project *p, const char *program, const char **args, int n_args) {
    const char **argv = ARENA_ARRAY(&p->arena, const char *, n_args + 2);
    argv[0] = program;
    for (int i = 0; i < n_args; i++) argv[i + 1] = args[i];
    fflush(NULL);
    execv(program, (char *const *)(uintptr_t)argv);
    return cli_error(EXIT_FAILED, "cannot start `%s`: %s", program, strerror(errno));
}

static int run_program(Project *p, const Options *o, const Package *of, const char *name, const char **args, int n_args) {
    ProjectBuild b;
    UnitList units = {0};
    int code = adhoc_build(&b, p, &o->project, &o->compile, of, ADHOC_PROGRAMS, name, &units);
    if (!code && units.len > 1) code = cli_error(EXIT_FAILED, "`" STR_FMT "` has several programs: name one", STR_ARG(of->name));
    return code ? code : start(p, units.data[0].output, args, n_args);
}

/* The shell sees the arguments as its own: they are appended where the command does not name them. */
static int run_script(Project *p, const Manifest *m, const Script *s, const char **args, int n_args) {
    Arena *a = &p->arena;
    char *command = arena_strndup(a, s->command.p, s->command.len);
    if (!strstr(command, "\"$@\"") && n_args) command = arena_printf(a, "%s \"$@\"", command);
    const char **argv = ARENA_ARRAY(a, const char *, n_args + 5);
    int n = 0;
    argv[n++] = "sh";
    argv[n++] = "-c";
    argv[n++] = command;
    argv[n++] = arena_strndup(a, s->name.p, s->name.len);
    for (int i = 0; i < n_args; i++) argv[n++] = args[i];
    const char *path = getenv("PATH");
    setenv("PATH", arena_printf(a, "%s:%s", path_self_dir(a), path ? path : "/usr/bin:/bin"), 1);
    setenv("MOJO_PROJECT_DIR", p->dir, 1);
    if (chdir(m->dir) != 0) return cli_error(EXIT_FAILED, "cannot enter `%s`: %s", m->dir, strerror(errno));
    fflush(NULL);
    execv("/bin/sh", (char *const *)(uintptr_t)argv);
    return cli_error(EXIT_FAILED, "cannot start the shell: %s", strerror(errno));
}

/* ---- what there is ------------------------------------------------------------------------------------------------- */
typedef struct Runnable {
    const Manifest *manifest;
    const Script *script; /* or */
    const Package *package;
    Str name;
} Runnable;
typedef struct Runnables {
    VEC(Runnable) all;
} Runnables;

static void add_scripts(Project *p, const Manifest *m, Runnables *out) {
    for (uint32_t i = 0; i < m->scripts.len; i++) {
        Runnable r = {m, &m->scripts.data[i], NULL, m->scripts.data[i].name};
        vec_push_in(&p->arena, &out->all, r);
    }
}

static void find_all(Project *p, Runnables *out) {
    add_scripts(p, p->here, out);
    if (p->root != p->here) add_scripts(p, p->root, out);
    for (uint32_t i = 0; i < p->packages.len; i++) {
        const Package *k = &p->packages.data[i];
        for (uint32_t t = 0; t < k->manifest->targets.len; t++) {
            Runnable r = {k->manifest, NULL, k, k->manifest->targets.data[t].name};
            if (k->manifest->targets.data[t].kind == TARGET_BIN) vec_push_in(&p->arena, &out->all, r);
        }
    }
}

static const char *runnable_name(size_t i, void *ctx) {
    const Runnables *r = ctx;
    return i < r->all.len ? r->all.data[i].name.p : NULL;
}

static int list_all(const Runnables *r, bool as_json) {
    Json *list = json_array();
    for (uint32_t i = 0; i < r->all.len; i++) {
        const Runnable *at = &r->all.data[i];
        Json *o = json_push(list, json_object());
        json_put(o, "name", json_string(at->name));
        json_put(o, "kind", json_cstr(at->script ? "script" : "program"));
        if (at->script) json_put(o, "command", json_string(at->script->command));
        else json_put(o, "package", json_string(at->package->name));
        if (as_json) continue;
        printf("%-20.*s ", (int)at->name.len, at->name.p);
        if (!at->script) printf("program of " STR_FMT "\n", STR_ARG(at->package->name));
        else if (at->script->help.len) printf(STR_FMT "\n", STR_ARG(at->script->help));
        else printf("script: " STR_FMT "\n", STR_ARG(at->script->command));
    }
    StrBuf b = {0};
    json_print(&b, list, true);
    if (as_json) puts(b.p);
    sb_done(&b);
    json_free(list);
    return EXIT_OK;
}

static int in_project(const Options *o, const char **args, int n_args) {
    Project p;
    Runnables r = {0};
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    find_all(&p, &r);
    int code = EXIT_FAILED;
    const Runnable *found = NULL;
    for (uint32_t i = r.all.len; i-- > 0 && n_args;)
        if (str_eq_c(r.all.data[i].name, args[0])) found = &r.all.data[i];
    if (o->list) {
        code = list_all(&r, o->json);
    } else if (!n_args) {
        code = cli_error(EXIT_USAGE, "name a script or a program; `mojo exec --list` lists them");
    } else if (!found) {
        for (uint32_t i = 0; i < r.all.len; i++) r.all.data[i].name.p = arena_strndup(&p.arena, r.all.data[i].name.p, r.all.data[i].name.len);
        const char *near = cli_nearest(args[0], runnable_name, &r);
        if (near) cli_error(EXIT_FAILED, "there is no script or program `%s`; did you mean `%s`?", args[0], near);
        else cli_error(EXIT_FAILED, "there is no script or program `%s`; `mojo exec --list` lists them", args[0]);
    } else if (found->script) {
        code = run_script(&p, found->manifest, found->script, args + 1, n_args - 1);
    } else {
        code = run_program(&p, o, found->package, args[0], args + 1, n_args - 1);
    }
    project_close(&p);
    return code;
}

static int from_elsewhere(const Options *o, const char **args, int n_args) {
    Project p;
    const Package *of;
    if (!adhoc_open(&p, &o->source, o->from, &o->project, &of)) return EXIT_FAILED;
    int code = run_program(&p, o, of, n_args ? args[0] : NULL, n_args ? args + 1 : args, n_args ? n_args - 1 : 0);
    project_close(&p);
    return code;
}

static int run(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    return o->source.git || o->source.path ? from_elsewhere(o, args, n_args) : in_project(o, args, n_args);
}

const Command command_exec = {
    "exec", "[NAME [ARG…]]", "Run a script of mojo.toml, or a program of a package",
    "In a project NAME is one of its scripts ([script] in mojo.toml), a program of it or of a package it needs. With --git\n"
    "or --path it is a program of that package, which is built in the cache folder and needs no project.",
    options, sizeof(Options), run, 0, -1, true};
