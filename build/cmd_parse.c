/* SPDX-License-Identifier: Apache-2.0 */
/* mojo parse: the syntax of files, for people and scripts. Files are read in parallel, a batch at a
 * time, and printed in the order of their names. */
#include "report.h"
#include "syntax/cst.h"
#include "syntax/syntax.h"

typedef struct Options {
    bool cst, ast, json, unparse, stats;
    int lang; /* auto, mojo, python */
    int64_t jobs;
    ReportOptions report;
} Options;

static const Option options[] = {
    {"cst", 0, OPT_FLAG, offsetof(Options, cst), NULL,
     "print the concrete syntax tree (tree-sitter)"},
    {"ast", 0, OPT_FLAG, offsetof(Options, ast), NULL, "print the abstract syntax tree"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "print the abstract syntax tree as JSON"},
    {"unparse", 0, OPT_FLAG, offsetof(Options, unparse), NULL,
     "print source text made from the tree"},
    {"stats", 0, OPT_FLAG, offsetof(Options, stats), NULL,
     "print counts and speed instead of diagnostics"},
    {"lang", 0, OPT_CHOICE, offsetof(Options, lang), "auto|mojo|python",
     "language (auto: by file name)"},
    {"jobs", 'j', OPT_INT, offsetof(Options, jobs), "N",
     "threads (default: one for each processor)"},
    REPORT_OPTIONS(Options, report),
    {0},
};

typedef struct Parsed {
    const char *path;
    Source *source;
    int err;
    Arena arena;
    DiagSink sink;
    StrBuf out;
} Parsed;

typedef struct Batch {
    const Options *o;
    SourceMap *sources;
    Parsed *files;
} Batch;

typedef struct Totals {
    uint64_t files, bytes, lines, unreadable;
    ReportCounts counts;
} Totals;

static void parse_one(void *ctx, size_t i) {
    Batch *b = ctx;
    Parsed *f = &b->files[i];
    arena_init(&f->arena);
    diag_sink_init(&f->sink, &f->arena);
    f->source = input_load(b->sources, f->path, &f->err);
    if (!f->source) return;
    if (b->o->lang) f->source->lang = b->o->lang == 1 ? LANG_MOJO : LANG_PYTHON;
    if (b->o->cst) {
        cst_print(&f->out, f->source);
        if (!b->o->ast && !b->o->json && !b->o->unparse && !b->o->stats) return;
    }
    Ast *ast = ast_parse(f->source);
    ast_diags(ast, &f->arena, &f->sink);
    if (b->o->ast) ast_print_sexp(&f->out, ast);
    if (b->o->json) ast_print_json(&f->out, ast);
    if (b->o->unparse) ast_unparse(&f->out, ast);
    ast_free(ast);
}

static void count(Totals *t, const Parsed *f) {
    t->files++;
    t->bytes += f->source->size;
    t->lines += source_n_lines(f->source);
    for (uint32_t i = 0; i < f->sink.diags.len; i++) {
        t->counts.errors += f->sink.diags.data[i]->severity == SEV_ERROR;
        t->counts.warnings += f->sink.diags.data[i]->severity == SEV_WARNING;
    }
}

typedef VEC(Diag *) VecDiag;

static void finish_one(Batch *b, Parsed *f, Totals *t, VecDiag *all) {
    if (!f->source) {
        cli_error(EXIT_FAILED, "cannot read `%s`: %s", f->path, strerror(f->err));
        t->unreadable++;
        return;
    }
    count(t, f);
    if (f->out.len) {
        fwrite(f->out.p, 1, f->out.len, stdout);
        if (f->out.p[f->out.len - 1] != '\n') putchar('\n');
    }
    for (uint32_t k = 0; k < f->sink.diags.len; k++) vec_push(all, f->sink.diags.data[k]);
}

static void release_one(Batch *b, Parsed *f) {
    arena_done(&f->arena);
    sb_done(&f->out);
    source_unref(b->sources, f->source);
}

static void print_stats(const Totals *t, uint64_t ns) {
    double seconds = (double)ns / 1e9;
    printf("%llu files, %llu bytes, %llu lines, %u errors, %u warnings, %.3f s, %.1f MB/s\n",
           (unsigned long long)t->files, (unsigned long long)t->bytes, (unsigned long long)t->lines,
           t->counts.errors, t->counts.warnings, seconds,
           seconds > 0 ? (double)t->bytes / 1e6 / seconds : 0);
}

static int run(const void *opts, const char **args, int n_args) {
    enum { BATCH = 256 };
    const Options *o = opts;
    Inputs in = {0};
    bool ok = inputs_collect(&in, args, n_args);
    /* SARIF is one document: then everything is one batch. */
    uint32_t step = o->report.format == DIAG_SARIF ? in.len : BATCH;
    int jobs = o->jobs > 0 ? (int)(o->jobs < 64 ? o->jobs : 64) : cpu_count();
    Totals t = {0};
    Batch b = {o, source_map_new(), NULL};
    uint64_t start = time_ns();
    for (uint32_t from = 0; from < in.len; from += step) {
        uint32_t n = in.len - from < step ? in.len - from : step;
        b.files = xcalloc(n, sizeof *b.files);
        for (uint32_t i = 0; i < n; i++) b.files[i].path = in.data[from + i];
        parallel_for(jobs, n, parse_one, &b);
        VecDiag all = {0};
        for (uint32_t i = 0; i < n; i++) finish_one(&b, &b.files[i], &t, &all);
        if (!o->stats) report(b.sources, all.data, all.len, &o->report);
        vec_done(&all);
        for (uint32_t i = 0; i < n; i++) release_one(&b, &b.files[i]);
        free(b.files);
    }
    if (in.len == 0 && !o->stats)
        report(b.sources, NULL, 0, &o->report); /* an empty SARIF document */
    if (o->stats)
        print_stats(&t, time_ns() - start);
    else
        report_summary(t.counts, &o->report);
    source_map_free(b.sources);
    inputs_done(&in);
    return !ok || t.unreadable || t.counts.errors ? EXIT_FAILED : EXIT_OK;
}

const Command command_parse = {"parse",
                               "FILE|DIR|-…",
                               "Check the syntax of files, print their trees",
                               "Folders are searched for .mojo, .\xF0\x9F\x94\xA5 and .py files; - "
                               "is standard input. Exit code 1: something did not parse.",
                               options,
                               sizeof(Options),
                               run,
                               1,
                               -1,
                               false};
