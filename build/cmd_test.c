/* SPDX-License-Identifier: Apache-2.0 */
/* mojo test: finds tests (test_find.c), builds one program for each file of tests, and runs each test in a process of its
 * own, several at a time, with a time limit. Order of results and shards are those of the files, whatever ends first.
 *
 * For a file without main a program is written beside the results: it imports the file's test functions and runs the
 * one that its argument names. Examples of doc-strings are programs of their own that `mojo run` compiles, so that one
 * that does not compile is a failed test. */
#include "machine.h"
#include "test_run.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

enum { LIMIT_SECONDS = 60 };

static const Option options[] = {
    {"list", 0, OPT_FLAG, offsetof(TestOptions, list), NULL, "print the tests' names, run nothing"},
    {"timeout", 0, OPT_INT, offsetof(TestOptions, limit), "SECONDS", "for each test (60)"},
    {"shard", 0, OPT_TEXT, offsetof(TestOptions, shard), "K/N", "only the K-th of N parts"},
    {"fail-fast", 0, OPT_FLAG, offsetof(TestOptions, fail_fast), NULL, "start no more tests after one has failed"},
    {"doc", 0, OPT_FLAG, offsetof(TestOptions, doc), NULL, "only the examples in doc-strings"},
    {"no-doc", 0, OPT_FLAG, offsetof(TestOptions, no_doc), NULL, "without the examples in doc-strings"},
    {"junit", 0, OPT_TEXT, offsetof(TestOptions, junit), "FILE", "also write a JUnit report"},
    {"json", 0, OPT_FLAG, offsetof(TestOptions, json), NULL, "one JSON object a line on standard output"},
    {"verbose", 'v', OPT_FLAG, offsetof(TestOptions, verbose), NULL, "show what passing tests print, too"},
    MACHINE_OPTION(TestOptions, compile),
    PROJECT_OPTIONS(TestOptions, project),
    COMPILE_OPTIONS(TestOptions, compile),
    {0},
};

/* `mojo run` of a generated program, by this very mojo. */
static int run_source(const TestRun *r, const Test *t) {
    Arena *a = r->a;
    const char **argv = ARENA_ARRAY(a, const char *, t->imports.len * 2 + 8);
    int n = 0;
    argv[n++] = path_join(a, path_self_dir(a), "mojo");
    argv[n++] = "run";
    argv[n++] = r->o->compile.opt ? arena_printf(a, "-O%s", r->o->compile.opt) : "-O0";
    for (uint32_t i = 0; i < t->imports.len; i++) {
        argv[n++] = "-I";
        argv[n++] = t->imports.data[i];
    }
    argv[n++] = t->source;
    if (t->argument) argv[n++] = t->argument;
    execv(argv[0], (char *const *)(uintptr_t)argv);
    return cli_error(EXIT_FAILED, "cannot start `%s`: %s", argv[0], strerror(errno));
}

static int run_child(void *ctx, uint32_t i) {
    TestRun *r = ctx;
    const Test *t = &r->tests.data[i];
    if (r->o->fail_fast && r->failed) return EXIT_OK; /* not run; see test_ended */
    if (chdir(t->dir) != 0) return cli_error(EXIT_FAILED, "cannot enter `%s`: %s", t->dir, strerror(errno));
    if (t->unbuilt.len) {
        if (r->o->json || r->o->junit) fwrite(t->unbuilt.p, 1, t->unbuilt.len, stdout);
        else puts("it does not build");
        return EXIT_FAILED;
    }
    if (!t->program) return run_source(r, t);
    return machine_exec(r->b, t->program, &t->argument, t->argument != NULL);
}

static int run_tests(TestRun *r) {
    uint64_t began = time_ns();
    const TestOptions *o = r->o;
    int64_t jobs = o->compile.jobs, limit = o->limit > 0 ? o->limit : LIMIT_SECONDS;
    r->jobs = xcalloc(r->tests.len + 1, sizeof *r->jobs);
    r->ended = ARENA_ARRAY(r->a, bool, r->tests.len + 1);
    r->not_run = ARENA_ARRAY(r->a, bool, r->tests.len + 1);
    JobWork w = {.child = run_child, .done = test_ended, .ctx = r, .limit_ns = (uint64_t)limit * 1000000000u,
                 .parallel = jobs > 0 ? (int)(jobs < 256 ? jobs : 256) : cpu_count()};
    int code = EXIT_OK;
    if (!jobs_run(r->jobs, r->tests.len, &w)) code = cli_error(EXIT_FAILED, "cannot start a process: %s", strerror(errno));
    double seconds = (double)(time_ns() - began) / 1e9;
    test_summary(r, seconds);
    if (o->junit && test_write_junit(r, seconds)) code = EXIT_FAILED;
    jobs_free(r->jobs, r->tests.len);
    return r->failed ? EXIT_FAILED : code;
}

/* ---- programs that do not build ---------------------------------------------------------------------------------- */
typedef struct Rebuild {
    const ProjectBuild *b;
    const TestRun *r;
} Rebuild;

static int rebuild(void *ctx, uint32_t i) {
    Rebuild *x = ctx;
    return project_build_units(x->b, &x->r->units.data[i], 1);
}

/* Builds all; when that fails, asks of each whether it is built, so that the tests of the others run. What the compiler
 * says of the rest was printed by then, and goes to the reports. */
static void build_programs(TestRun *r, const ProjectBuild *b) {
    if (!r->units.len || project_build_units(b, r->units.data, r->units.len) == EXIT_OK) return;
    Rebuild x = {b, r};
    Job *jobs = xcalloc(r->units.len, sizeof *jobs);
    JobWork w = {.child = rebuild, .ctx = &x, .parallel = 1};
    bool ran = jobs_run(jobs, r->units.len, &w);
    for (uint32_t u = 0; u < r->units.len; u++) {
        if (ran && jobs[u].exit_code == EXIT_OK) continue;
        Str said = jobs[u].out.len ? arena_str(r->a, sb_view(&jobs[u].out)) : STR("it does not build\n");
        for (uint32_t i = 0; i < r->tests.len; i++)
            if (r->tests.data[i].program == r->units.data[u].output) r->tests.data[i].unbuilt = said;
    }
    jobs_free(jobs, r->units.len);
}

static int no_tests(const char **filters, int n) {
    if (n) return cli_error(EXIT_FAILED, "no test's name has `%s`; `mojo test --list` lists them", filters[0]);
    return cli_error(EXIT_FAILED, "there are no tests: add tests/test_….mojo with functions called test_…, or examples to doc-strings");
}

static int finish(TestRun *r, const ProjectBuild *b, const char **filters, int n) {
    if (!test_keep_shard(r)) return EXIT_USAGE;
    if (r->o->list) {
        test_list(r);
        return EXIT_OK;
    }
    if (!r->tests.len && !r->o->shard) return no_tests(filters, n);
    build_programs(r, b);
    return run_tests(r);
}

static int in_project(const TestOptions *o, const char **filters, int n) {
    Project p;
    ProjectBuild b;
    ProjectFlags f = o->project;
    f.report = &o->compile.report;
    if (!project_start(&p, &f)) return EXIT_FAILED;
    TestRun r = {.o = o, .b = &b, .p = &p, .a = &p.arena, .sources = p.sources};
    PackageList members = {0};
    int code = project_build_begin(&b, &p, &f, &o->compile);
    if (!code && !project_members(&p, &f, &members)) code = EXIT_USAGE;
    for (uint32_t i = 0; i < members.len && !code; i++)
        if (!test_find_project(&r, &b, members.data[i], filters, n)) code = EXIT_FAILED;
    if (!code) code = finish(&r, &b, filters, n);
    strmap_done(&r.ids);
    project_close(&p);
    return code;
}

/* Files by name: the imports are those of the project around each, when there is one. */
static int of_files(const TestOptions *o, const char **args, int n) {
    Arena a;
    arena_init(&a);
    TestRun r = {.o = o, .a = &a, .sources = source_map_new()};
    int code = EXIT_OK;
    for (int i = 0; i < n && !code; i++) {
        TextList imports = {0};
        for (uint32_t k = 0; k < o->compile.imports.len; k++) vec_push_in(&a, &imports, o->compile.imports.data[k]);
        Project p;
        char *real = path_real(&a, args[i]);
        ProjectOptions po = project_options(&o->project);
        po.dir = real ? path_dirname(&a, real) : NULL;
        if (real && project_find(&a, po.dir)) {
            if (!project_start_with(&p, &po)) code = EXIT_FAILED;
            PathList roots = {0};
            for (uint32_t m = 0; !code && m < p.n_members; m++)
                if (strcmp(p.packages.data[m].dir, p.here->dir) == 0) project_roots(&p, &p.packages.data[m], true, &roots);
            for (uint32_t k = 0; k < roots.len; k++) vec_push_in(&a, &imports, (const char *)arena_strdup(&a, roots.data[k]));
            if (!code) project_close(&p);
        }
        if (!code && !test_find_file(&r, args[i], &imports)) code = EXIT_FAILED;
    }
    if (!code) code = finish(&r, NULL, args, 0);
    strmap_done(&r.ids);
    source_map_free(r.sources);
    arena_done(&a);
    return code;
}

static bool is_file(const char *arg) {
    Str s = str_of(arg);
    return str_ends(s, STR(".mojo")) || str_ends(s, STR(".\xF0\x9F\x94\xA5"));
}

static int run(const void *opts, const char **args, int n_args) {
    const TestOptions *o = opts;
    int files = 0;
    if (o->doc && o->no_doc) return cli_error(EXIT_USAGE, "--doc and --no-doc contradict each other");
    for (int i = 0; i < n_args; i++) files += is_file(args[i]);
    if (files && files < n_args) return cli_error(EXIT_USAGE, "name either files or parts of tests' names");
    return files ? of_files(o, args, n_args) : in_project(o, args, n_args);
}

const Command command_test = {
    "test", "[TEXT…|FILE…]", "Build and run the project's tests",
    "Tests are the functions called test_… of tests/test_*.mojo, without arguments; one fails when it raises. The ```mojo\n"
    "blocks in the library's doc-strings are tests, too. Each runs in a process of its own. TEXT keeps those whose name\n"
    "(file.function) has it; FILE is a file of tests anywhere, without a project.",
    options, sizeof(TestOptions), run, 0, -1, false};
