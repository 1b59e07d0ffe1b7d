/* SPDX-License-Identifier: Apache-2.0 */
/* mojo check: diagnostics of files and folders. */
#include "codegen/codegen.h"
#include "project_build.h"
#include "project_sources.h"
#include "report.h"
#include "session/session.h"
#include "store.h"
#include "syntax/syntax.h"

#include <errno.h>

typedef struct Options {
    bool fix;
    bool deny_warnings;
    bool syntax_only;
    int lang; /* auto, mojo, python */
    TextList imports, defines;
    int64_t jobs;
    ReportOptions report;
    ProjectFlags project;
} Options;

static const Option options[] = {
    {"fix", 0, OPT_FLAG, offsetof(Options, fix), NULL,
     "apply the fixes that are certain, then check"},
    {"deny-warnings", 'W', OPT_FLAG, offsetof(Options, deny_warnings), NULL,
     "exit with 1 for warnings as well"},
    {"syntax-only", 0, OPT_FLAG, offsetof(Options, syntax_only), NULL,
     "look at the grammar only, not at names and types"},
    {"lang", 0, OPT_CHOICE, offsetof(Options, lang), "auto|mojo|python",
     "language (auto: by file name)"},
    {"import", 'I', OPT_LIST, offsetof(Options, imports), "DIR", "also look for modules in DIR"},
    {"define", 'D', OPT_LIST, offsetof(Options, defines), "NAME[=VALUE]",
     "a value for std.sys.is_defined and the like"},
    {"jobs", 'j', OPT_INT, offsetof(Options, jobs), "N",
     "threads (default: one for each processor)"},
    REPORT_OPTIONS(Options, report),
    {"package", 'p', OPT_TEXT, offsetof(Options, project.package), "NAME", "project: this member only"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

typedef struct Checked {
    const char *path;
    Source *source;
    int err;
    uint32_t n_fixed;
    bool typed; /* its diagnostics come from the session */
    Arena arena;
    DiagSink sink;
} Checked;

typedef struct Work {
    const Options *o;
    SourceMap *sources;
    Checked *files;
} Work;

static void analyse(Checked *f) {
    Ast *ast = ast_parse(f->source);
    ast_diags(ast, &f->arena, &f->sink);
    ast_free(ast);
}

static void write_source(Checked *f) {
    StrBuf room = {0};
    Str bytes;
    f->err = source_bytes(f->source, source_text(f->source), &room, &bytes) ? file_write_atomic(f->path, bytes) : EILSEQ;
    sb_done(&room);
}

/* Applies fixes until none is left (a fix may uncover another), and writes the file. */
static void fix(Work *w, Checked *f) {
    enum { MOST_ROUNDS = 10 };
    uint32_t total = 0;
    for (int i = 0; i < MOST_ROUNDS; i++) {
        StrBuf text = {0};
        uint32_t n = diag_apply_fixes(f->source, f->sink.diags.data, f->sink.diags.len, &text);
        Source *next =
            n ? source_edit(w->sources, f->source, 0, f->source->size, sb_view(&text)) : NULL;
        sb_done(&text);
        if (!next) break;
        total += n;
        source_unref(w->sources, f->source);
        f->source = next;
        diag_sink_init(&f->sink, &f->arena);
        analyse(f);
    }
    if (total) write_source(f);
    f->n_fixed = total;
}

static void check_one(void *ctx, size_t i) {
    Work *w = ctx;
    Checked *f = &w->files[i];
    arena_init(&f->arena);
    diag_sink_init(&f->sink, &f->arena);
    f->source = input_load(w->sources, f->path, &f->err);
    if (!f->source) return;
    if (w->o->lang) f->source->lang = w->o->lang == 1 ? LANG_MOJO : LANG_PYTHON;
    analyse(f);
    if (w->o->fix && strcmp(f->path, "-") != 0) fix(w, f);
}

/* A session for names and types, or NULL when they are not wanted or the library is missing. */
static Session *session_make(const Options *o) {
    CodegenOptions host;
    const char *why;
    SessionOptions so = {.import_roots = o->imports.data,
                         .n_import_roots = o->imports.len,
                         .defines = o->defines.data,
                         .n_defines = o->defines.len,
                         .compiler_id = store_compiler_id(),
                         .drop_bodies = true};
    codegen_options_init(&host);
    if (o->syntax_only || !session_support_dir() || !codegen_target(&host, &so.target, &why))
        return NULL;
    return session_new(&so);
}

/* Names and types of the Mojo files, which may import one another. */
static void check_types(Session *s, Work *w, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        Checked *f = &w->files[i];
        int err = 0;
        if (f->err || !f->source || f->source->lang != LANG_MOJO) continue;
        if (strcmp(f->path, "-") == 0)
            source_overlay(w->sources, f->source->path, f->source->data, f->source->size);
        Module *m = session_load(s, f->source->path, &err);
        if (!m) continue; /* gone meanwhile: its syntax was checked */
        f->typed = true;
        session_check(s, m);
    }
}

/* Gives a file the text `text`, here and on disk. */
static void rewrite(Work *w, Checked *f, Str text) {
    Source *next = source_edit(w->sources, f->source, 0, f->source->size, text);
    if (!next) return;
    source_unref(w->sources, f->source);
    f->source = next;
    write_source(f);
}

/* One round of the certain fixes that names and types give, by a session of its own: it reads what was written. */
static uint32_t fix_round(Work *w, uint32_t n) {
    Session *s = session_make(w->o);
    if (!s) return 0;
    Arena arena;
    DiagSink typed;
    arena_init(&arena);
    diag_sink_init(&typed, &arena);
    uint32_t *ids = ARENA_ARRAY(&arena, uint32_t, n + 1), total = 0;
    for (uint32_t i = 0; i < n; i++) {
        Checked *f = &w->files[i];
        int err = 0;
        if (f->err || !f->source || f->source->lang != LANG_MOJO || strcmp(f->path, "-") == 0) continue;
        Module *m = session_load(s, f->source->path, &err);
        if (!m || !m->ast) continue;
        ids[i] = m->ast->source->id;
        session_check(s, m);
    }
    session_diags(s, &arena, &typed);
    for (uint32_t i = 0; i < n; i++) {
        Checked *f = &w->files[i];
        VEC(Diag *) own = {0};
        for (uint32_t k = 0; k < typed.diags.len && ids[i]; k++)
            if (typed.diags.data[k]->at.file == ids[i]) vec_push_in(&arena, &own, typed.diags.data[k]);
        Source *src = ids[i] ? source_get(session_sources(s), ids[i]) : NULL;
        StrBuf text = {0};
        uint32_t fixed = src ? diag_apply_fixes(src, own.data, own.len, &text) : 0;
        if (fixed) rewrite(w, f, sb_view(&text));
        f->n_fixed += fixed;
        total += fixed;
        sb_done(&text);
    }
    session_free(s);
    arena_done(&arena);
    return total;
}

static int check_files(const Options *o, const char **args, int n_args) {
    Inputs in = {0};
    bool ok = inputs_collect(&in, args, n_args);
    Session *session = session_make(o);
    Work w = {o, session ? session_sources(session) : source_map_new(),
              xcalloc(in.len, sizeof(Checked))};
    for (uint32_t i = 0; i < in.len; i++) w.files[i].path = in.data[i];
    parallel_for(o->jobs > 0 ? (int)(o->jobs < 64 ? o->jobs : 64) : cpu_count(), in.len, check_one,
                 &w);
    Arena arena;
    DiagSink typed;
    arena_init(&arena);
    diag_sink_init(&typed, &arena);
    enum { MOST_ROUNDS = 10 };
    for (int i = 0; o->fix && session && i < MOST_ROUNDS && fix_round(&w, in.len); i++) continue;
    if (session) {
        check_types(session, &w, in.len);
        session_diags(session, &arena, &typed);
    }
    VEC(Diag *) all = {0};
    uint32_t n_fixed = 0;
    for (uint32_t i = 0; i < in.len; i++) {
        Checked *f = &w.files[i];
        if (f->err) {
            cli_error(EXIT_FAILED, "cannot %s `%s`: %s", f->source ? "write" : "read", f->path,
                      strerror(f->err));
            ok = false;
        }
        n_fixed += f->n_fixed;
        for (uint32_t k = 0; k < f->sink.diags.len && !f->typed; k++)
            vec_push(&all, f->sink.diags.data[k]);
    }
    for (uint32_t k = 0; k < typed.diags.len; k++) vec_push(&all, typed.diags.data[k]);
    diag_sort(all.data, &all.len);
    ReportCounts c = report(w.sources, all.data, all.len, &o->report);
    if (n_fixed) fprintf(stderr, "%u fix%s applied\n", n_fixed, n_fixed == 1 ? "" : "es");
    report_summary(c, &o->report);
    vec_done(&all);
    for (uint32_t i = 0; i < in.len; i++) arena_done(&w.files[i].arena);
    free(w.files);
    arena_done(&arena);
    if (session)
        session_free(session);
    else
        source_map_free(w.sources);
    inputs_done(&in);
    return !ok || c.errors || (o->deny_warnings && c.warnings) ? EXIT_FAILED : EXIT_OK;
}

static int check_list(const Options *opts, Project *p, const PathList *roots, const SourceList *in) {
    Options o = *opts;
    TextList imports = {0};
    for (uint32_t n = 0; n < opts->imports.len; n++) vec_push_in(&p->arena, &imports, opts->imports.data[n]);
    for (uint32_t n = 0; n < roots->len; n++) vec_push_in(&p->arena, &imports, roots->data[n]);
    o.imports = imports;
    return in->paths.len ? check_files(&o, in->paths.data, (int)in->paths.len) : EXIT_OK;
}

static int check_package(const Options *o, Project *p, const Package *k) {
    PathList roots = {0}, script_roots = {0};
    SourceList in = {0}, script = {0};
    project_roots(p, k, true, &roots);
    project_sources(&p->arena, k->manifest, &in);
    int code = check_list(o, p, &roots, &in);
    if (!k->manifest->build_script) return code;
    project_build_roots(p, k, &script_roots);
    vec_push_in(&p->arena, &script.paths, k->manifest->build_script);
    return check_list(o, p, &script_roots, &script) ? EXIT_FAILED : code;
}

/* The sources of each member, with the imports of its project; build scripts make some of them. */
static int check_project(const Options *opts) {
    Project p;
    ProjectBuild b;
    ProjectFlags f = opts->project;
    CompileOptions compile = {.jobs = opts->jobs, .report = opts->report};
    f.report = &opts->report;
    if (!project_start(&p, &f)) return EXIT_FAILED;
    PackageList members = {0};
    int code = project_build_begin(&b, &p, &f, &compile);
    if (!code && !project_members(&p, &f, &members)) code = EXIT_USAGE;
    if (code) members.len = 0;
    for (uint32_t i = 0; i < members.len; i++)
        if (check_package(opts, &p, members.data[i])) code = EXIT_FAILED;
    project_close(&p);
    return code;
}

static int run(const void *opts, const char **args, int n_args) {
    return n_args ? check_files(opts, args, n_args) : check_project(opts);
}

const Command command_check = {"check",
                               "[FILE|DIR|-…]",
                               "Find mistakes without running anything",
                               "Folders are searched for .mojo, .\xF0\x9F\x94\xA5 and .py files; - "
                               "is standard input. Without arguments the project around the current folder is\n"
                               "checked. Exit code 1: there are errors.",
                               options,
                               sizeof(Options),
                               run,
                               0,
                               -1,
                               false};

/* ---- mojo fix: the same, with the fixes applied ---------------------------------------------- */

static int run_fix(const void *opts, const char **args, int n_args) {
    Options o = *(const Options *)opts;
    o.fix = true;
    return n_args ? check_files(&o, args, n_args) : check_project(&o);
}

const Command command_fix = {
    "fix",
    "[FILE|DIR…]",
    "Apply the fixes that are certain, and bring older spellings up to date",
    "As `mojo check --fix`: files are rewritten in place, then what is left is reported. Without arguments the sources of\n"
    "the project around the current folder.",
    options + 1,
    sizeof(Options),
    run_fix,
    0,
    -1,
    false};
