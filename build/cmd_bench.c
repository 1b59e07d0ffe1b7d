/* SPDX-License-Identifier: Apache-2.0 */
/* mojo bench: finds functions called bench_… in bench/bench_*.mojo, builds a program for each file with the profile
 * release, and runs one benchmark after the other in processes of their own. The program calls the function in
 * batches of a size that it finds first, and prints how long each took; statistics are made here. */
#include "base/json.h"
#include "bench_stats.h"
#include "discover.h"
#include "machine.h"
#include "package/jobs.h"

#include <errno.h>
#include <math.h>
#include <unistd.h>

enum { SAMPLES = 50, LIMIT_SECONDS = 300 };

typedef struct Options {
    CompileOptions compile;
    ProjectFlags project;
    int64_t samples, limit;
    const char *time, *save, *compare;
    bool list, json;
} Options;

static const Option options[] = {
    {"list", 0, OPT_FLAG, offsetof(Options, list), NULL, "print the benchmarks' names, run nothing"},
    {"samples", 0, OPT_INT, offsetof(Options, samples), "N", "batches to measure (50)"},
    {"time", 0, OPT_TEXT, offsetof(Options, time), "SECONDS", "about how long to measure each (0.5)"},
    {"timeout", 0, OPT_INT, offsetof(Options, limit), "SECONDS", "give up on one after so long (300)"},
    {"save", 0, OPT_TEXT, offsetof(Options, save), "NAME", "keep the results as target/bench/NAME.json"},
    {"compare", 0, OPT_TEXT, offsetof(Options, compare), "NAME", "say what changed since these were kept"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "one JSON object a line on standard output"},
    MACHINE_OPTION(Options, compile),
    PROJECT_OPTIONS(Options, project),
    COMPILE_OPTIONS(Options, compile),
    {0},
};

typedef struct Bench {
    const char *id, *function;
    uint32_t unit;
    bool failed;
    uint64_t calls; /* in a batch */
    BenchStats stats;
} Bench;

typedef struct Run {
    const Options *o;
    Project *p;
    const ProjectBuild *b;
    Arena *a;
    double seconds;
    VEC(BuildUnit) units;
    VEC(Bench) all;
    Json *before; /* results to compare with, by name */
    Json *now;
} Run;

/* ---- finding ------------------------------------------------------------------------------------------------------ */
static void write_measuring(StrBuf *b, const FoundFn *f) {
    sb_printf(b, "\n\ndef _measure_%s(count: Int) raises -> Int:\n", f->name);
    if (f->n_args) {
        sb_printf(b, "    var b = Bencher(count)\n    %s(b)\n    return b.elapsed\n", f->name);
        return;
    }
    sb_printf(b, "    var began = perf_counter_ns()\n    for _ in range(count):\n        %s()\n        clobber_memory()\n"
                 "    return Int(perf_counter_ns() - began)\n", f->name);
}

/* One batch grows until it takes long enough for the clock; then as many as asked for, while there is time. */
static void write_main(StrBuf *b, const Functions *f) {
    sb_puts(b, "\n\ndef main() raises:\n    var which = argv()[1]\n    var samples = Int(argv()[2])\n    var batch = Int(argv()[3])\n"
               "    var most = Int(argv()[4])\n");
    for (uint32_t i = 0; i < f->all.len; i++) {
        const char *name = f->all.data[i].name;
        sb_printf(b, "    if which == \"%s\":\n        var count = 1\n        var took = _measure_%s(count)\n"
                     "        while took < batch and count < 1_000_000_000:\n"
                     "            count = min(max(count * batch // max(took, 1), count * 2), count * 100)\n"
                     "            took = _measure_%s(count)\n        var total = 0\n        var done = 0\n"
                     "        while done < samples and (total < most or done < 5):\n            took = _measure_%s(count)\n"
                     "            print(\"@sample\", count, took)\n            total += took\n            done += 1\n",
                  name, name, name, name);
    }
}

static bool write_runner(const char *path, const char *module, const Functions *f) {
    StrBuf b = {0};
    sb_puts(&b, "from std.benchmark import Bencher, clobber_memory\nfrom std.sys import argv\nfrom std.time import perf_counter_ns\n");
    for (uint32_t i = 0; i < f->all.len; i++) sb_printf(&b, "from %s import %s\n", module, f->all.data[i].name);
    for (uint32_t i = 0; i < f->all.len; i++) write_measuring(&b, &f->all.data[i]);
    write_main(&b, f);
    bool ok = discover_write(path, sb_view(&b));
    sb_done(&b);
    return ok;
}

static bool wanted(const char *id, const char **filters, int n) {
    for (int i = 0; i < n; i++)
        if (strstr(id, filters[i])) return true;
    return n == 0;
}

static bool find(Run *r, const ProjectBuild *b, const Package *k, const char **filters, int n) {
    for (uint32_t i = 0; i < k->manifest->targets.len; i++) {
        const Target *t = &k->manifest->targets.data[i];
        if (t->kind != TARGET_BENCH) continue;
        Functions f = {0};
        discover_functions(r->a, r->p->sources, t->path, "bench_", 1, &f);
        const char *file = arena_strndup(r->a, t->name.p, t->name.len);
        uint32_t before = r->all.len;
        for (uint32_t q = 0; q < f.all.len; q++) {
            Bench x = {.id = arena_printf(r->a, "%s.%s", file, f.all.data[q].name), .function = f.all.data[q].name, .unit = r->units.len};
            if (wanted(x.id, filters, n)) vec_push_in(r->a, &r->all, x);
        }
        if (r->all.len == before) continue;
        BuildUnit u = project_unit(b, k, t);
        u.main = arena_printf(r->a, "%s/bench/%s.run.mojo", b->dir, path_basename(u.name));
        u.import = path_dirname(r->a, t->path);
        if (!r->o->list && !write_runner(u.main, file, &f)) return false;
        vec_push_in(r->a, &r->units, u);
    }
    return true;
}

/* ---- running ------------------------------------------------------------------------------------------------------ */
static int run_child(void *ctx, uint32_t i) {
    Run *r = ctx;
    const Bench *x = &r->all.data[i];
    const BuildUnit *u = &r->units.data[x->unit];
    uint32_t samples = r->o->samples > 0 ? (uint32_t)r->o->samples : SAMPLES;
    const char *args[] = {x->function, arena_printf(r->a, "%u", samples),
                          arena_printf(r->a, "%.0f", fmax(r->seconds * 1e9 / samples, 1000)),
                          arena_printf(r->a, "%.0f", r->seconds * 4e9)};
    if (chdir(u->package->dir) != 0) return cli_error(EXIT_FAILED, "cannot enter `%s`: %s", u->package->dir, strerror(errno));
    return machine_exec(r->b, u->output, args, ARRAY_LEN(args));
}

/* Takes the lines "@sample CALLS NS" out of what was printed; the rest is the benchmark's own. */
static uint32_t read_samples(Arena *a, const Job *j, double **out, uint64_t *calls, StrBuf *rest) {
    VEC(double) all = {0};
    const char *p = j->out.p, *end = p + j->out.len;
    while (p && p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl ? nl : end) - p);
        unsigned long long count, took;
        char line[80];
        snprintf(line, sizeof line, "%.*s", (int)(n < 79 ? n : 79), p);
        if (sscanf(line, "@sample %llu %llu", &count, &took) == 2 && count) {
            *calls = count;
            vec_push_in(a, &all, (double)took / (double)count);
        } else {
            sb_add(rest, p, n);
            sb_char(rest, '\n');
        }
        p += n + 1;
    }
    *out = all.data;
    return all.len;
}

static Json *as_json(const Bench *x) {
    Json *o = json_object();
    const BenchStats *s = &x->stats;
    json_put(o, "bench", json_cstr(x->id));
    json_put(o, "calls", json_int((int64_t)x->calls));
    json_put(o, "samples", json_int(s->n));
    json_put(o, "median_ns", json_number(s->median));
    json_put(o, "mean_ns", json_number(s->mean));
    json_put(o, "stddev_ns", json_number(s->stddev));
    json_put(o, "spread_ns", json_number(s->spread));
    json_put(o, "min_ns", json_number(s->min));
    json_put(o, "max_ns", json_number(s->max));
    json_put(o, "outliers", json_int(s->outliers));
    return o;
}

static BenchStats from_json(const Json *o) {
    return (BenchStats){.median = json_number_or(json_get(o, "median_ns"), 0), .spread = json_number_or(json_get(o, "spread_ns"), 0)};
}

static const char *change_word(BenchChange c) {
    return c == BENCH_FASTER ? "faster" : c == BENCH_SLOWER ? "slower" : "no change";
}

static void print_text(const Run *r, const Bench *x) {
    StrBuf b = {0};
    const BenchStats *s = &x->stats;
    sb_printf(&b, "%-36s ", x->id);
    bench_print_time(&b, s->median);
    sb_puts(&b, " ± ");
    bench_print_time(&b, s->spread);
    sb_puts(&b, "   (mean ");
    bench_print_time(&b, s->mean);
    sb_puts(&b, ", min ");
    bench_print_time(&b, s->min);
    sb_puts(&b, ", max ");
    bench_print_time(&b, s->max);
    sb_printf(&b, "; %u × %llu calls", s->n, (unsigned long long)x->calls);
    if (s->outliers) sb_printf(&b, ", %u outlier%s", s->outliers, s->outliers == 1 ? "" : "s");
    sb_puts(&b, ")");
    const Json *before = json_get(r->before, x->id);
    if (before) {
        BenchStats old = from_json(before);
        sb_printf(&b, "   %+.1f %%: %s", old.median > 0 ? (s->median / old.median - 1) * 100 : 0, change_word(bench_compare(&old, s)));
    }
    puts(b.p);
    sb_done(&b);
}

static void report_one(Run *r, Bench *x, const Job *j) {
    double *samples = NULL;
    StrBuf rest = {0};
    uint32_t n = read_samples(r->a, j, &samples, &x->calls, &rest);
    x->failed = j->exit_code != 0 || j->timed_out || !n;
    if (n) x->stats = bench_stats(samples, n);
    if (x->failed) {
        const char *how = j->timed_out ? "took too long" : j->exit_code < 0 ? "crashed" : "failed";
        cli_error(EXIT_FAILED, "the benchmark %s %s", x->id, how);
        if (rest.len) fputs(rest.p, stderr);
    } else {
        Json *o = as_json(x);
        const Json *before = json_get(r->before, x->id);
        if (before) {
            BenchStats old = from_json(before);
            json_put(o, "before_ns", json_number(old.median));
            json_put(o, "change", json_cstr(change_word(bench_compare(&old, &x->stats))));
        }
        if (r->o->json) {
            StrBuf b = {0};
            json_print(&b, o, false);
            puts(b.p);
            sb_done(&b);
        } else {
            print_text(r, x);
        }
        json_put(r->now, x->id, o);
    }
    sb_done(&rest);
    fflush(stdout);
}

typedef struct Running {
    Run *r;
    Job *jobs;
} Running;

static int child(void *ctx, uint32_t i) {
    return run_child(((Running *)ctx)->r, i);
}
static void ended(void *ctx, uint32_t i) {
    Running *x = ctx;
    report_one(x->r, &x->r->all.data[i], &x->jobs[i]);
}

/* ---- results that were kept ---------------------------------------------------------------------------------------- */
static const char *kept_path(Run *r, const char *name) {
    return arena_printf(r->a, "%s/bench/%s.json", r->p->target, name);
}

static int load_before(Run *r) {
    if (!r->o->compare) return EXIT_OK;
    char *data = NULL;
    size_t size = 0;
    const char *path = kept_path(r, r->o->compare);
    if (file_read(path, &data, &size) != 0)
        return cli_error(EXIT_FAILED, "there are no results `%s`: keep some with `mojo bench --save %s`", r->o->compare, r->o->compare);
    r->before = json_parse((Str){data, size}, NULL);
    free(data);
    return r->before ? EXIT_OK : cli_error(EXIT_FAILED, "`%s` is damaged: keep the results anew", path);
}

static int save_now(const Run *r) {
    StrBuf b = {0};
    const char *path = kept_path((Run *)(uintptr_t)r, r->o->save);
    json_print(&b, r->now, true);
    int err = dir_make_all(path_dirname(r->a, path));
    if (!err) err = file_write_atomic(path, sb_view(&b));
    sb_done(&b);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err)) : EXIT_OK;
}

static int run_all(Run *r) {
    Running x = {r, xcalloc(r->all.len + 1, sizeof(Job))};
    int64_t limit = r->o->limit > 0 ? r->o->limit : LIMIT_SECONDS;
    JobWork w = {.child = child, .done = ended, .ctx = &x, .parallel = 1, .limit_ns = (uint64_t)limit * 1000000000u};
    int code = load_before(r);
    r->now = json_object();
    if (!code && !jobs_run(x.jobs, r->all.len, &w)) code = cli_error(EXIT_FAILED, "cannot start a process: %s", strerror(errno));
    for (uint32_t i = 0; i < r->all.len; i++)
        if (r->all.data[i].failed) code = EXIT_FAILED;
    if (!code && r->o->save) code = save_now(r);
    jobs_free(x.jobs, r->all.len);
    json_free(r->before);
    json_free(r->now);
    return code;
}

static int begin(Run *r, const ProjectBuild *b, const char **filters, int n) {
    PackageList members = {0};
    if (!project_members(r->p, &r->o->project, &members)) return EXIT_USAGE;
    for (uint32_t i = 0; i < members.len; i++)
        if (!find(r, b, members.data[i], filters, n)) return EXIT_FAILED;
    if (r->o->list) {
        for (uint32_t i = 0; i < r->all.len; i++) puts(r->all.data[i].id);
        return EXIT_OK;
    }
    if (!r->all.len && n) return cli_error(EXIT_FAILED, "no benchmark's name has `%s`; `mojo bench --list` lists them", filters[0]);
    if (!r->all.len) return cli_error(EXIT_FAILED, "there are no benchmarks: add bench/bench_….mojo with functions called bench_…");
    int code = project_build_units(b, r->units.data, r->units.len);
    return code ? code : run_all(r);
}

static int run(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    Project p;
    ProjectBuild b;
    double seconds = o->time ? strtod(o->time, NULL) : 0.5;
    if (!(seconds > 0 && seconds < 3600)) return cli_error(EXIT_USAGE, "`--time` is a number of seconds, found `%s`", o->time);
    const char *names[] = {o->save, o->compare};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *why = names[i] ? manifest_name_problem(str_of(names[i])) : NULL;
        if (why) return cli_error(EXIT_USAGE, "results are named like packages; `%s`: %s", names[i], why);
    }
    ProjectFlags f = o->project;
    f.report = &o->compile.report;
    if (!f.profile) f.profile = "release";
    if (!project_start(&p, &f)) return EXIT_FAILED;
    Run r = {.o = o, .p = &p, .b = &b, .a = &p.arena, .seconds = seconds};
    int code = project_build_begin(&b, &p, &f, &o->compile);
    if (!code) code = begin(&r, &b, args, n_args);
    project_close(&p);
    return code;
}

const Command command_bench = {
    "bench", "[TEXT…]", "Build and run the project's benchmarks",
    "Benchmarks are the functions called bench_… of bench/bench_*.mojo. One without arguments is called again and again;\n"
    "one with an argument `mut b: Bencher` (std.benchmark) prepares something and calls `b.iter(what_to_measure)`. They\n"
    "are built with the profile release and run one after the other. Times are medians ± spread; `keep` of std.benchmark\n"
    "tells the optimiser that a value is used. TEXT keeps those whose name (file.function) has it.",
    options, sizeof(Options), run, 0, -1, false};
