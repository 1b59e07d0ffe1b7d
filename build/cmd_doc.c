/* SPDX-License-Identifier: Apache-2.0 */
/* mojo doc: documentation from doc-strings, as JSON, Markdown or HTML, and what is wrong with them. */
#include "bundle/bundle.h"
#include "doc/write.h"
#include "project_build.h"

#include <errno.h>

enum { FORMAT_JSON, FORMAT_MARKDOWN, FORMAT_HTML };

typedef struct Options {
    ReportOptions report;
    ProjectFlags project;
    const char *output;
    int format;
    bool private_too, missing, validate, werror, check;
    TextList imports;
} Options;

static const Option options[] = {
    {"output", 'o', OPT_TEXT, offsetof(Options, output), "PATH", "a file for JSON (standard output), a folder for pages (target/doc)"},
    {"format", 0, OPT_CHOICE, offsetof(Options, format), "json|markdown|html", "what to write (json)"},
    {"private", 0, OPT_FLAG, offsetof(Options, private_too), NULL, "declarations that begin with `_`, too"},
    {"check", 0, OPT_FLAG, offsetof(Options, check), NULL, "write nothing, only say what is wrong with doc-strings"},
    {"diagnose-missing-doc-strings", 0, OPT_FLAG, offsetof(Options, missing), NULL, "warn where a doc-string or an entry of it is missing"},
    {"validate-doc-strings", 0, OPT_FLAG, offsetof(Options, validate), NULL, "what is wrong with doc-strings is an error"},
    {"Werror", 0, OPT_FLAG, offsetof(Options, werror), NULL, "every warning is an error"},
    {"import", 'I', OPT_LIST, offsetof(Options, imports), "DIR", "accepted; documentation needs no imports"},
    {"package", 'p', OPT_TEXT, offsetof(Options, project.package), "NAME", "project: this member only"},
    {"manifest-path", 0, OPT_TEXT, offsetof(Options, project.manifest), "FILE", "project: that of this mojo.toml, or of the one in this folder"},
    REPORT_OPTIONS(Options, report),
    {0},
};

typedef struct Docs {
    Arena arena;
    SourceMap *sources;
    VEC(DocItem *) all;
} Docs;

static int write_to(const char *path, const StrBuf *text) {
    Arena a;
    arena_init(&a);
    int err = dir_make_all(path_dirname(&a, path));
    if (!err) err = file_write_atomic(path, sb_view(text));
    arena_done(&a);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err)) : EXIT_OK;
}

static int write_pages(Docs *docs, const DocItem *d, const char *dir, int format) {
    StrBuf b = {0};
    (format == FORMAT_HTML ? doc_write_html : doc_write_markdown)(&b, d);
    int code = write_to(path_join(&docs->arena, dir, doc_page_name(&docs->arena, d, format == FORMAT_HTML ? ".html" : ".md")), &b);
    sb_done(&b);
    for (uint32_t i = 0; i < d->items.len && !code; i++)
        if (d->items.data[i]->kind == DOC_MODULE || d->items.data[i]->kind == DOC_PACKAGE)
            code = write_pages(docs, d->items.data[i], dir, format);
    return code;
}

static int write_json(Docs *docs, const Options *o) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < docs->all.len; i++) doc_write_json(&b, docs->all.data[i], MOJ_VERSION);
    int code = EXIT_OK;
    if (o->output) code = write_to(o->output, &b);
    else fwrite(b.p, 1, b.len, stdout);
    sb_done(&b);
    return code;
}

static int lint(Docs *docs, const Options *o) {
    DiagSink sink;
    diag_sink_init(&sink, &docs->arena);
    for (uint32_t i = 0; i < docs->all.len; i++) doc_lint(docs->sources, docs->all.data[i], o->missing, &sink);
    diag_sort(sink.diags.data, &sink.diags.len);
    ReportOptions r = o->report;
    ReportCounts c = report(docs->sources, sink.diags.data, sink.diags.len, &r);
    report_summary(c, &r);
    return c.errors || (c.warnings && (o->werror || o->validate)) ? EXIT_FAILED : EXIT_OK;
}

static int finish(Docs *docs, const Options *o, const char *default_dir) {
    int code = lint(docs, o);
    if (o->check) return code;
    int wrote = EXIT_OK;
    const char *dir = o->output ? o->output : default_dir;
    if (o->format == FORMAT_JSON) wrote = write_json(docs, o);
    for (uint32_t i = 0; i < docs->all.len && o->format != FORMAT_JSON && !wrote; i++)
        wrote = write_pages(docs, docs->all.data[i], dir, o->format);
    if (!wrote && o->format != FORMAT_JSON) fprintf(stderr, "wrote %s/%s\n", dir, doc_page_name(&docs->arena, docs->all.data[0], o->format == FORMAT_HTML ? ".html" : ".md"));
    return wrote ? wrote : code;
}

static bool add(Docs *docs, const Options *o, const char *path, const char *name) {
    Arena *a = &docs->arena;
    DocItem *d = dir_exists(path) ? doc_package(a, docs->sources, path, name, o->private_too)
                                  : doc_module(a, docs->sources, path, name, o->private_too);
    if (d) vec_push_in(a, &docs->all, d);
    else cli_error(EXIT_FAILED, "cannot read `%s`", path);
    return d != NULL;
}

/* A file or a package's folder by its own name. */
static bool add_path(Docs *docs, const Options *o, const char *path) {
    char *real = path_real(&docs->arena, path);
    if (!real) {
        cli_error(EXIT_FAILED, "there is no `%s`", path);
        return false;
    }
    Bundle b;
    const char *why = NULL, *folder = bundle_is_path(path) && file_exists(real) ? bundle_unpack(real, &docs->arena, &b, &why) : NULL;
    if (why && !folder) {
        cli_error(EXIT_FAILED, "`%s` %s", path, why);
        return false;
    }
    if (folder) return add(docs, o, bundle_library(&b, folder, &docs->arena), b.name);
    const char *base = path_basename(real), *dot = dir_exists(real) ? NULL : strrchr(base, '.');
    return add(docs, o, real, arena_strndup(&docs->arena, base, dot ? (size_t)(dot - base) : strlen(base)));
}

/* The libraries of the project's members; the manifests are read, nothing is fetched. */
static int of_project(Docs *docs, const Options *o) {
    Project p;
    if (!project_start_manifests(&p, &o->project)) return EXIT_FAILED;
    VEC(const Manifest *) members = {0};
    const char *only = o->project.package;
    if (p.here->name.len) vec_push_in(&p.arena, &members, p.here);
    for (uint32_t i = 0; p.here == p.root && i < p.root->members.len; i++) {
        Str m = p.root->members.data[i];
        const Manifest *in = manifest_load(&p.arena, p.sources, path_join(&p.arena, p.dir, arena_strndup(&p.arena, m.p, m.len)), &p.sink);
        if (in) vec_push_in(&p.arena, &members, in);
    }
    int code = project_report(&p, NULL) ? EXIT_OK : EXIT_FAILED;
    bool found = !only;
    for (uint32_t i = 0; i < members.len && !code; i++) {
        const Manifest *m = members.data[i];
        found |= only && str_eq_c(m->name, only);
        if (only && !str_eq_c(m->name, only)) continue;
        if (m->lib && !add(docs, o, m->lib, manifest_import_name(&docs->arena, m->name))) code = EXIT_FAILED;
    }
    if (!code && !found) code = cli_error(EXIT_USAGE, "no member of the project is called `%s`", only);
    if (!code && !docs->all.len) code = cli_error(EXIT_FAILED, "the project has no library to document");
    if (!code) code = finish(docs, o, path_join(&docs->arena, p.target, "doc"));
    project_close(&p);
    return code;
}

static int run(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    Docs docs = {.sources = source_map_new()};
    arena_init(&docs.arena);
    int code = EXIT_OK;
    if (n_args) {
        for (int i = 0; i < n_args && !code; i++)
            if (!add_path(&docs, o, args[i])) code = EXIT_FAILED;
        if (!code) code = finish(&docs, o, "doc");
    } else {
        code = of_project(&docs, o);
    }
    source_map_free(docs.sources);
    arena_done(&docs.arena);
    return code;
}

const Command command_doc = {
    "doc", "[FILE|DIR…]", "Write documentation from doc-strings, and check them",
    "Of modules' files and packages' folders, or of the project's library. JSON has the keys of the official tool; Markdown\n"
    "and HTML are a page for each module. What is wrong with doc-strings is reported as warnings.",
    options, sizeof(Options), run, 0, -1, false};
