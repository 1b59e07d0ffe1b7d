/* SPDX-License-Identifier: Apache-2.0 */
/* mojo run: compile in memory and run. What follows the file is the program's own. */
#include "cache.h"
#include "compile.h"
#include "project_build.h"
#include "python_run.h"

#include "runtime/dwarf.h"

typedef struct Options {
    CompileOptions compile;
    ProjectFlags project;
    bool no_cache;
} Options;

static const Option options[] = {
    COMPILE_OPTIONS(Options, compile),
    VERBOSE_OPTION(Options, compile),
    {"bin", 0, OPT_TEXT, offsetof(Options, project.bin), "NAME", "project: the program or example to run"},
    MACHINE_OPTION(Options, compile),
    PROJECT_OPTIONS(Options, project),
    {"no-cache", 0, OPT_FLAG, offsetof(Options, no_cache), NULL, "compile even when nothing has changed"},
    {0},
};

/* The process runs the program and ends: what was compiled stays in *c, unless there were errors. */
static bool compile_program(Compilation *c, const Options *o, const CodegenOptions *cg, const char *path, const Cache *cache,
                            CodegenPart **parts, uint32_t *n) {
    char *why = NULL;
    progress_start();
    bool ok = compile_begin(c, &o->compile, cg, path) && compile_elaborate(c, false);
    if (ok) {
        progress_stage("generating code");
        ok = codegen_emit(&c->ir, &c->codegen, EMIT_OBJECT, parts, n, &why);
        compile_timing(c, "code");
        if (ok && cache) cache_store(cache, *parts, *n, c->session);
    }
    progress_stop();
    if (why) cli_error(EXIT_FAILED, "%s", why);
    free(why);
    if (!ok) compile_done(c);
    return ok;
}

/* For back-traces: the objects of the program and the table of functions, by address, that each brings. */
typedef struct RunningCode {
    const CodegenPart *parts;
    uint32_t n;
    const char *const **functions;
} RunningCode;
static RunningCode running;

static int symbolize(uintptr_t pc, MojoRtFrame *out, int max) {
    uintptr_t best = 0;
    const char *name = NULL;
    uint32_t part = 0;
    for (uint32_t i = 0; i < running.n && max > 0; i++)
        for (const char *const *f = running.functions[i]; f && f[0]; f += 2) {
            uintptr_t at = (uintptr_t)f[0];
            if (at > pc || at <= best) continue;
            best = at;
            name = f[1];
            part = i;
        }
    enum { MOST_CODE = 1 << 24 }; /* farther away is not this function */
    if (!name || pc - best > MOST_CODE) return 0;
    const CodegenPart *p = &running.parts[part];
    uint64_t at;
    int n = 0;
    if (mojo_rt_dwarf_symbol(p->data, p->size, name, &at))
        n = mojo_rt_dwarf_frames(p->data, p->size, at + (pc - best), out, max);
    if (!n) out[n++] = (MojoRtFrame){0};
    out[n - 1].function = name; /* with its module */
    return n;
}

static int start(const CodegenOptions *cg, CodegenPart *parts, uint32_t n, const char **args, int n_args) {
    char *why = NULL;
    Jit *j = jit_new(cg, &why);
    bool ok = j != NULL;
    for (uint32_t i = 0; ok && i < n; i++) ok = jit_add_object(j, &parts[i], &why);
    int (*entry)(void) = NULL;
    void *at = ok ? jit_lookup(j, "mojo_entry", &why) : NULL;
    memcpy(&entry, &at, sizeof entry);
    if (!entry) {
        int code = cli_error(EXIT_FAILED, "the program cannot be started: %s", why ? why : "");
        free(why);
        return code;
    }
    running = (RunningCode){parts, n, xcalloc(n + 1, sizeof *running.functions)};
    for (uint32_t i = 0; i < n; i++) {
        char table[40];
        char *none = NULL;
        snprintf(table, sizeof table, "mojo_functions%.0u", i);
        running.functions[i] = jit_lookup(j, table, &none);
        free(none);
    }
    mojo_rt_symbolize_hook = symbolize;
    mojo_rt_set_args(n_args, (char **)args);
    mojo_rt_catch_faults();
    int code = entry();
    mojo_rt_flush();
    fflush(NULL);
    exit(code);
}

/* In a project what follows is the program's own, unless it names a source file. */
static bool means_project(const Options *o, const char **args, int n_args) {
    if (n_args == 0 || o->project.bin || o->project.package || o->project.manifest) return true;
    Str first = str_of(args[0]);
    if (str_ends(first, STR(".mojo")) || str_ends(first, STR(".py")) || str_ends(first, STR(".\xF0\x9F\x94\xA5")) ||
        file_exists(args[0]) || str_eq_c(first, "-"))
        return false;
    Arena a;
    arena_init(&a);
    bool found = project_find(&a, NULL) != NULL;
    arena_done(&a);
    return found;
}

static int run(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    if (means_project(o, args, n_args)) return project_run_command(&o->compile, &o->project, args, n_args);
    if (is_python_file(args[0])) return python_run(args, n_args);
    CodegenOptions cg;
    if (o->compile.triple) return cli_error(EXIT_USAGE, "a file is run on this machine; in a project --target-triple runs programs for others");
    if (!compile_options(&o->compile, true, &cg)) return EXIT_USAGE;
    cg.function_table = true;
    if (!o->compile.debug && !o->compile.debug_level) cg.debug_level = 1; /* for back-traces */
    CodegenPart *parts = NULL;
    uint32_t n = 0;
    Cache cache = {0};
    Compilation c = {0};
    if (!o->no_cache) cache_open(&cache, "run", args[0], &o->compile, &cg);
    bool ok = cache_find(&cache, &parts, &n) || compile_program(&c, o, &cg, args[0], &cache, &parts, &n);
    cache_close(&cache);
    return ok ? start(&cg, parts, n, args, n_args) : EXIT_FAILED;
}

const Command command_run = {
    "run", "[FILE] [ARG…]", "Compile a program, or the project, and run it",
    "Standard input, arguments and the exit code are the program's. `mojo FILE` is the short form. What was\n"
    "compiled is kept in the cache folder until a source changes. Without FILE the project around the current\n"
    "folder is built and its program run (--bin chooses one); `--` ends options of mojo.",
    options, sizeof(Options), run, 0, -1, true};
