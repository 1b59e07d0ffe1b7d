/* SPDX-License-Identifier: Apache-2.0 */
/* mojo test: finds test functions, builds one program for each file of tests and runs each test in a process of
 * its own, several at a time, with a time limit. A file with a `main` of its own is one test.
 *
 * For a file without main a program is written beside the results: it imports the file's test functions and runs
 * the one that its argument names. */
#include "package/jobs.h"
#include "project_build.h"
#include "syntax/syntax.h"

#include <errno.h>
#include <unistd.h>

enum { LIMIT_SECONDS = 60 };

typedef struct Options {
    CompileOptions compile;
    ProjectFlags project;
    int64_t limit;
    const char *shard, *junit;
    bool list, json, verbose;
} Options;

static const Option options[] = {
    {"list", 0, OPT_FLAG, offsetof(Options, list), NULL, "print the tests' names, run nothing"},
    {"timeout", 0, OPT_INT, offsetof(Options, limit), "SECONDS", "for each test (60)"},
    {"shard", 0, OPT_TEXT, offsetof(Options, shard), "K/N", "only the K-th of N parts"},
    {"junit", 0, OPT_TEXT, offsetof(Options, junit), "FILE", "also write a JUnit report"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "one JSON object a line on standard output"},
    {"verbose", 'v', OPT_FLAG, offsetof(Options, verbose), NULL, "show what passing tests print, too"},
    PROJECT_OPTIONS(Options, project),
    COMPILE_OPTIONS(Options, compile),
    {0},
};

typedef struct Test {
    const char *suite;    /* "tests/test_x" */
    const char *function; /* NULL: the whole program */
    const char *id;       /* "test_x.test_a" */
    uint32_t unit;
} Test;

typedef struct Run {
    const Options *o;
    Project *p;
    VEC(BuildUnit) units;
    VEC(Test) tests;
    Job *jobs;
    uint32_t passed, failed;
} Run;

/* ---- finding ------------------------------------------------------------------------------------------------------ */
static bool wanted(const char *id, const char **filters, int n) {
    for (int i = 0; i < n; i++)
        if (strstr(id, filters[i])) return true;
    return n == 0;
}

typedef struct Functions {
    VEC(const char *) tests;
    bool has_main;
} Functions;

static void find_functions(Arena *a, SourceMap *sources, const char *path, Functions *out) {
    int err = 0;
    Source *s = source_load(sources, path, &err);
    Ast *ast = s ? ast_parse(s) : NULL;
    for (uint32_t i = 0; ast && i < ast->n_items; i++)
        for (uint32_t k = 0; k < ast->items[i]->stmts.len; k++) {
            Node *n = ast->items[i]->stmts.data[k];
            if (!IS(FuncDef, n)) continue;
            const NodeFuncDef *f = AS(FuncDef, n);
            Str name = name_str(f->name);
            if (str_eq_c(name, "main")) out->has_main = true;
            if (str_starts(name, STR("test_"))) vec_push_in(a, &out->tests, (const char *)arena_strndup(a, name.p, name.len));
        }
    if (ast) ast_free(ast);
}

/* Writes the program that runs the test its argument names. Unchanged text keeps its file, and so its build. */
static bool write_runner(Run *r, const char *path, const char *module, const Functions *f) {
    StrBuf b = {0};
    Arena *a = &r->p->arena;
    sb_puts(&b, "from std.sys import argv\n");
    for (uint32_t i = 0; i < f->tests.len; i++) sb_printf(&b, "from %s import %s\n", module, f->tests.data[i]);
    sb_puts(&b, "\ndef main() raises:\n    var which = argv()[1]\n");
    for (uint32_t i = 0; i < f->tests.len; i++)
        sb_printf(&b, "    if which == \"%s\":\n        %s()\n", f->tests.data[i], f->tests.data[i]);
    char *old = NULL;
    size_t size = 0;
    bool same = file_read(path, &old, &size) == 0 && str_eq((Str){old, size}, sb_view(&b));
    free(old);
    int err = same ? 0 : dir_make_all(path_dirname(a, path));
    if (!err && !same) err = file_write_atomic(path, sb_view(&b));
    sb_done(&b);
    if (err) cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err));
    return err == 0;
}

static void add_test(Run *r, const BuildUnit *u, const char *file, const char *function, uint32_t unit) {
    Arena *a = &r->p->arena;
    Test t = {.suite = file, .function = function, .unit = unit};
    (void)u;
    t.id = function ? arena_printf(a, "%s.%s", file, function) : file;
    vec_push_in(a, &r->tests, t);
}

static bool find_tests(Run *r, const ProjectBuild *b, const Package *k, const char **filters, int n) {
    Arena *a = &r->p->arena;
    for (uint32_t i = 0; i < k->manifest->targets.len; i++) {
        const Target *t = &k->manifest->targets.data[i];
        if (t->kind != TARGET_TEST) continue;
        BuildUnit u = project_unit(b, k, t);
        Functions f = {0};
        find_functions(a, r->p->sources, t->path, &f);
        char *file = arena_strndup(a, t->name.p, t->name.len);
        uint32_t before = r->tests.len;
        if (f.has_main || !f.tests.len) {
            if (f.has_main && wanted(file, filters, n)) add_test(r, &u, file, NULL, r->units.len);
        } else {
            for (uint32_t q = 0; q < f.tests.len; q++)
                if (wanted(arena_printf(a, "%s.%s", file, f.tests.data[q]), filters, n))
                    add_test(r, &u, file, f.tests.data[q], r->units.len);
            if (r->tests.len > before && !r->o->list) {
                u.main = arena_printf(a, "%s/tests/%s.run.mojo", b->dir, path_basename(u.name));
                u.import = path_dirname(a, t->path);
                if (!write_runner(r, u.main, file, &f)) return false;
            }
        }
        if (r->tests.len > before) vec_push_in(a, &r->units, u);
    }
    return true;
}

static bool keep_shard(Run *r) {
    const char *s = r->o->shard;
    unsigned k = 0, n = 0;
    char rest;
    if (!s) return true;
    if (sscanf(s, "%u/%u%c", &k, &n, &rest) != 2 || !k || k > n) {
        cli_error(EXIT_USAGE, "`--shard` is K/N, as in 1/4; found `%s`", s);
        return false;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->tests.len; i++)
        if (i % n == k - 1) r->tests.data[kept++] = r->tests.data[i];
    r->tests.len = kept;
    return true;
}

/* ---- running -------------------------------------------------------------------------------------------------------- */
static int run_child(void *ctx, uint32_t i) {
    Run *r = ctx;
    const Test *t = &r->tests.data[i];
    const BuildUnit *u = &r->units.data[t->unit];
    const char *argv[] = {u->output, t->function, NULL};
    if (chdir(u->package->dir) != 0) return cli_error(EXIT_FAILED, "cannot enter `%s`: %s", u->package->dir, strerror(errno));
    execv(u->output, (char *const *)(uintptr_t)argv);
    return cli_error(EXIT_FAILED, "cannot start `%s`: %s", u->output, strerror(errno));
}

static const char *verdict(const Job *j) {
    return j->timed_out ? "time-out" : j->exit_code == 0 ? "pass" : j->exit_code < 0 ? "crash" : "fail";
}

static void escape(StrBuf *b, Str s, bool xml) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (xml && c == '<') sb_puts(b, "&lt;");
        else if (xml && c == '>') sb_puts(b, "&gt;");
        else if (xml && c == '&') sb_puts(b, "&amp;");
        else if (xml && c == '"') sb_puts(b, "&quot;");
        else if (xml && ((c < 32 && c != '\n' && c != '\t') || c == 127)) sb_char(b, '?');
        else if (!xml && (c == '"' || c == '\\')) sb_printf(b, "\\%c", c);
        else if (!xml && c < 32) sb_printf(b, "\\u%04x", c);
        else sb_char(b, (char)c);
    }
}

static Str valid_text(const StrBuf *b) {
    Str s = sb_view(b);
    s.len = utf8_valid_prefix(s.p, s.len);
    return s;
}

static void test_ended(void *ctx, uint32_t i) {
    Run *r = ctx;
    const Test *t = &r->tests.data[i];
    const Job *j = &r->jobs[i];
    bool ok = j->exit_code == 0 && !j->timed_out;
    ok ? r->passed++ : r->failed++;
    if (r->o->json) {
        StrBuf b = {0};
        sb_puts(&b, "{\"test\":\"");
        escape(&b, str_of(t->id), false);
        sb_printf(&b, "\",\"result\":\"%s\",\"seconds\":%.6f,\"output\":\"", verdict(j), (double)j->ns / 1e9);
        escape(&b, valid_text(&j->out), false);
        sb_puts(&b, "\"}\n");
        fwrite(b.p, 1, b.len, stdout);
        sb_done(&b);
        return;
    }
    printf("%-8s %s (%.0f ms)\n", verdict(j), t->id, (double)j->ns / 1e6);
    if (j->timed_out) printf("    killed after %lld s\n", (long long)(r->o->limit ? r->o->limit : LIMIT_SECONDS));
    if (j->exit_code < 0 && !j->timed_out) printf("    ended by signal %d (%s)\n", j->signal, strsignal(j->signal));
    const char *p = j->out.p, *end = p + j->out.len;
    while ((!ok || r->o->verbose) && p && p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);
        printf("    %.*s\n", (int)n, p);
        p += n + 1;
    }
    fflush(stdout);
}

static int write_junit(const Run *r, double seconds) {
    StrBuf b = {0};
    sb_printf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"%u\" failures=\"%u\" time=\"%.3f\">\n"
                  "  <testsuite name=\"" STR_FMT "\" tests=\"%u\" failures=\"%u\" time=\"%.3f\">\n",
              r->tests.len, r->failed, seconds, STR_ARG(r->p->here->name), r->tests.len, r->failed, seconds);
    for (uint32_t i = 0; i < r->tests.len; i++) {
        const Job *j = &r->jobs[i];
        sb_puts(&b, "    <testcase classname=\"");
        escape(&b, str_of(r->tests.data[i].suite), true);
        sb_puts(&b, "\" name=\"");
        escape(&b, str_of(r->tests.data[i].function ? r->tests.data[i].function : "main"), true);
        sb_printf(&b, "\" time=\"%.3f\"", (double)j->ns / 1e9);
        if (j->exit_code == 0 && !j->timed_out) {
            sb_puts(&b, "/>\n");
            continue;
        }
        sb_printf(&b, "><failure message=\"%s\">", verdict(j));
        escape(&b, valid_text(&j->out), true);
        sb_puts(&b, "</failure></testcase>\n");
    }
    sb_puts(&b, "  </testsuite>\n</testsuites>\n");
    int err = file_write_atomic(r->o->junit, sb_view(&b));
    sb_done(&b);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", r->o->junit, strerror(err)) : EXIT_OK;
}

static int run_tests(Run *r) {
    uint64_t began = time_ns();
    int64_t jobs = r->o->compile.jobs, limit = r->o->limit > 0 ? r->o->limit : LIMIT_SECONDS;
    r->jobs = xcalloc(r->tests.len + 1, sizeof *r->jobs);
    JobWork w = {run_child, test_ended, r, jobs > 0 ? (int)(jobs < 256 ? jobs : 256) : cpu_count(), (uint64_t)limit * 1000000000u};
    int code = EXIT_OK;
    if (!jobs_run(r->jobs, r->tests.len, &w)) code = cli_error(EXIT_FAILED, "cannot start a process: %s", strerror(errno));
    double seconds = (double)(time_ns() - began) / 1e9;
    if (!r->o->json) printf("%u passed, %u failed (%.2f s)\n", r->passed, r->failed, seconds);
    if (r->o->junit && write_junit(r, seconds)) code = EXIT_FAILED;
    jobs_free(r->jobs, r->tests.len);
    return r->failed ? EXIT_FAILED : code;
}

static int run(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    Project p;
    ProjectBuild b;
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    Run r = {.o = o, .p = &p};
    PackageList members = {0};
    int code = project_build_begin(&b, &p, &o->project, &o->compile) && project_members(&p, &o->project, &members) ? EXIT_OK : EXIT_USAGE;
    for (uint32_t i = 0; i < members.len && !code; i++)
        if (!find_tests(&r, &b, members.data[i], args, n_args)) code = EXIT_FAILED;
    if (!code && !keep_shard(&r)) code = EXIT_USAGE;
    if (!code && o->list) {
        for (uint32_t i = 0; i < r.tests.len; i++) puts(r.tests.data[i].id);
    } else if (!code && !r.tests.len && !o->shard) {
        code = n_args ? cli_error(EXIT_FAILED, "no test's name has `%s`; `mojo test --list` lists them", args[0])
                      : cli_error(EXIT_FAILED, "there are no tests: add tests/test_….mojo with functions called test_…");
    } else if (!code) {
        code = project_build_units(&b, r.units.data, r.units.len);
        if (!code) code = run_tests(&r);
    }
    project_close(&p);
    return code;
}

const Command command_test = {
    "test", "[TEXT…]", "Build and run the project's tests",
    "Tests are the functions called test_… of tests/test_*.mojo, without arguments; one fails when it raises. Each\n"
    "runs in a process of its own. TEXT keeps those whose name (file.function) has it.",
    options, sizeof(Options), run, 0, -1, false};
