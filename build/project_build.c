/* SPDX-License-Identifier: Apache-2.0 */
/* A stamp is a file:
 *   mojo-build 1
 *   key HEX                      compiler, options, search path
 *   out SIZE MTIME PATH          the result
 *   dir HASH PATH                each folder that was searched, by the names in it
 *   dep SIZE MTIME HASH PATH     each source
 *   said SIZE                    then what the compiler said */
#include "project_build.h"

#include "base/json.h"
#include "build_script.h"
#include "incremental.h"
#include "library.h"
#include "machine.h"
#include "native.h"
#include "package/features.h"
#include "package/jobs.h"
#include "python_module.h"
#include "recall.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/file.h>
#include <unistd.h>

static const char magic[] = "mojo-build 1\n";

/* ---- projects for commands -------------------------------------------------------------------------------------- */
bool project_report(Project *p, const char *why) {
    static const ReportOptions plain;
    const ReportOptions *how = p->options.report ? p->options.report : &plain;
    bool as_text = how->format == DIAG_TEXT;
    if (why && !as_text) diag_add(&p->sink, DIAG_dependency, SPAN_NONE, "%s", why);
    if (p->sink.diags.len) {
        diag_sort(p->sink.diags.data, &p->sink.diags.len);
        report_summary(report(p->sources, p->sink.diags.data, p->sink.diags.len, how), how);
    }
    bool ok = p->sink.n_errors == 0 && !why;
    if (why && as_text) cli_error(EXIT_FAILED, "%s", why);
    p->sink.diags.len = 0;
    p->sink.n_errors = 0;
    return ok;
}

ProjectOptions project_options(const ProjectFlags *f) {
    return (ProjectOptions){.manifest = f->manifest, .report = f->report, .locked = f->locked || f->frozen, .offline = f->offline || f->frozen};
}

bool project_start_manifests(Project *p, const ProjectFlags *f) {
    const char *why;
    ProjectOptions o = project_options(f);
    bool ok = project_open(p, &o, &why);
    ok = project_report(p, why) && ok;
    if (!ok) project_close(p);
    return ok;
}

static bool start(Project *p, const ProjectOptions *options, const FeatureFlags *features) {
    const char *why = NULL;
    ProjectOptions o = *options;
    bool ok = project_open(p, &o, &why) && project_resolve(p, &why) && features_choose(p, features);
    ok = project_report(p, why) && ok;
    if (!ok) project_close(p);
    return ok;
}

bool project_start(Project *p, const ProjectFlags *f) {
    ProjectOptions o = project_options(f);
    return project_start_in(p, f, &o);
}

bool project_start_in(Project *p, const ProjectFlags *f, const ProjectOptions *o) {
    return start(p, o, &(FeatureFlags){f->features.data, f->features.len, f->no_default_features, f->all_features, NULL});
}

bool project_start_with(Project *p, const ProjectOptions *options) {
    return start(p, options, &(FeatureFlags){0});
}

static const char *member_name(size_t i, void *ctx) {
    Project *p = ctx;
    return i < p->n_members ? arena_strndup(&p->arena, p->packages.data[i].name.p, p->packages.data[i].name.len) : NULL;
}

bool project_members(Project *p, const ProjectFlags *f, PackageList *out) {
    if (!f->package) {
        project_selected(p, out);
        return true;
    }
    const Package *k = project_package(p, str_of(f->package));
    if (k && k->is_member) {
        vec_push_in(&p->arena, out, k);
        return true;
    }
    const char *near = cli_nearest(f->package, member_name, p);
    if (near) cli_error(EXIT_USAGE, "no member of the project is called `%s`; did you mean `%s`?", f->package, near);
    else cli_error(EXIT_USAGE, "no member of the project is called `%s`", f->package);
    return false;
}

int project_build_begin(ProjectBuild *b, Project *p, const ProjectFlags *f, const CompileOptions *compile) {
    *b = (ProjectBuild){.project = p, .flags = f, .compile = compile, .n_scopes = p->packages.len};
    const char *name = f->profile ? f->profile : f->release ? "release" : "dev";
    if (f->profile && f->release && strcmp(f->profile, "release") != 0)
        return cli_error(EXIT_USAGE, "--release and --profile=%s contradict each other", f->profile);
    b->profile = manifest_profile(p->root, name);
    if (!b->profile) return cli_error(EXIT_USAGE, "mojo.toml has no profile `%s`: add [profile.%s]", name, name);
    b->dir = path_join(&p->arena, compile->triple ? path_join(&p->arena, p->target, compile->triple) : p->target, name);
    PackageList members = {0};
    if (!project_members(p, f, &members)) return EXIT_USAGE;
    if (!machine_choose(b)) return EXIT_FAILED;
    int code = build_scripts_run(b, &members);
    b->scopes[false] = project_scopes(p, false);
    b->scopes[true] = project_scopes(p, true);
    return code;
}

void project_unit_closure(const ProjectBuild *b, const BuildUnit *u, PackageList *out) {
    if (u->is_script) project_build_closure(b->project, u->package, out);
    else project_closure(b->project, u->package, u->dev, out);
}

BuildUnit project_unit(const ProjectBuild *b, const Package *k, const Target *t) {
    static const char *const folders[] = {"", "tests/", "bench/", "examples/"};
    Arena *a = &b->project->arena;
    BuildUnit u = {.package = k, .main = t->path, .dev = t->kind != TARGET_BIN};
    u.name = arena_printf(a, "%s%s%s" STR_FMT, folders[t->kind], t->kind == TARGET_BIN ? "" : arena_strndup(a, k->name.p, k->name.len),
                          t->kind == TARGET_BIN ? "" : "-", STR_ARG(t->name));
    u.output = path_join(a, b->dir, u.name);
    return u;
}

/* ---- stamps ----------------------------------------------------------------------------------------------------- */
/* Paths that say nothing of this machine: the project is `.`, other packages and the library go by their names. */
static TextList shown_paths(const ProjectBuild *b, const TextList *given) {
    Project *p = b->project;
    Arena *a = &p->arena;
    TextList out = {0};
    for (uint32_t i = 0; i < p->packages.len; i++) {
        const Package *k = &p->packages.data[i];
        size_t n = strlen(p->dir);
        if (strncmp(k->dir, p->dir, n) == 0 && (k->dir[n] == '/' || !k->dir[n])) continue;
        vec_push_in(a, &out, (const char *)arena_printf(a, "%s=" STR_FMT, k->dir, STR_ARG(k->name)));
    }
    vec_push_in(a, &out, (const char *)arena_printf(a, "%s=.", p->dir));
    if (session_support_dir()) vec_push_in(a, &out, (const char *)arena_printf(a, "%s/std=std", session_support_dir()));
    for (uint32_t i = 0; i < given->len; i++) vec_push_in(a, &out, given->data[i]);
    return out;
}

/* Code asks for a feature by the name PACKAGE/FEATURE. */
static void add_features(const ProjectBuild *b, TextList *defines) {
    Arena *a = &b->project->arena;
    for (uint32_t i = 0; i < b->project->packages.len; i++) {
        const Package *k = &b->project->packages.data[i];
        for (uint32_t d = 0; d < k->made_defines.len; d++) vec_push_in(a, defines, k->made_defines.data[d]);
        for (uint32_t f = 0; f < k->features.len; f++)
            vec_push_in(a, defines, (const char *)arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(k->name), STR_ARG(k->features.data[f])));
    }
}

static void add_checks(const ProjectBuild *b, TextList *defines) {
    Arena *a = &b->project->arena;
    for (uint32_t i = 0; i < defines->len; i++)
        if (strncmp(defines->data[i], "ASSERT=", 7) == 0) return; /* the command line wins */
    if (b->profile->checks == CHECKS_NONE) vec_push_in(a, defines, "ASSERT=none");
    if (b->profile->checks == CHECKS_ALL) vec_push_in(a, defines, "ASSERT=all");
}

/* The main file of tests is written by `mojo test`: it stands in the target folder and sees all that is searched. */
static void add_scopes(const ProjectBuild *b, const PathList *roots, bool dev, CompileOptions *o) {
    Arena *a = &b->project->arena;
    ImportScope *all = ARENA_ARRAY(a, ImportScope, b->n_scopes + 1);
    ImportRoot *any = ARENA_ARRAY(a, ImportRoot, roots->len + 1);
    memcpy(all, b->scopes[dev], b->n_scopes * sizeof *all);
    for (uint32_t i = 0; i < roots->len; i++) any[i] = (ImportRoot){.dir = roots->data[i]};
    all[b->n_scopes] = (ImportScope){.dir = b->dir, .roots = any, .n_roots = roots->len};
    o->scopes = all;
    o->n_scopes = b->n_scopes + 1;
}

static CompileOptions options_for(const ProjectBuild *b, const PathList *roots, bool dev) {
    static const char *const levels[] = {"0", "1", "2", "3"};
    CompileOptions o = *b->compile;
    Arena *a = &b->project->arena;
    if (!o.opt) o.opt = levels[b->profile->opt];
    if (!o.debug && !o.debug_level) o.debug_level = b->profile->debug + 1;
    o.cc = b->linker;
    if (!o.cpu && b->profile->cpu.len) o.cpu = arena_strndup(a, b->profile->cpu.p, b->profile->cpu.len);
    TextList imports = {0};
    for (uint32_t i = 0; i < o.imports.len; i++) vec_push_in(a, &imports, o.imports.data[i]);
    for (uint32_t i = 0; i < roots->len; i++) vec_push_in(a, &imports, roots->data[i]);
    o.imports = imports;
    TextList defines = {0};
    for (uint32_t i = 0; i < o.defines.len; i++) vec_push_in(a, &defines, o.defines.data[i]);
    add_features(b, &defines);
    add_checks(b, &defines);
    o.defines = defines;
    add_scopes(b, roots, dev, &o);
    if (b->profile->lto && !o.jobs) o.jobs = 1;
    if (!b->profile->debug) o.shown = shown_paths(b, &o.shown); /* a debugger wants to find the files */
    return o;
}

CompileOptions project_compile_options(const ProjectBuild *b, const Package *k, bool dev) {
    PathList roots = {0};
    project_roots(b->project, k, dev, &roots);
    return options_for(b, &roots, dev);
}

static uint64_t mix(uint64_t h, const char *s) {
    return s ? hash_bytes(s, strlen(s) + 1, h) : hash_mix(h, 1);
}

static uint64_t key_of(const CompileOptions *o, const BuildUnit *u, const Profile *profile) {
    uint64_t h = mix(3, store_compiler_id());
    const char *texts[] = {u->main, o->opt, o->triple, o->cpu, o->features, o->fp_mode, o->cc};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) h = mix(h, texts[i]);
    h = hash_mix(hash_mix(h, o->debug), (uint64_t)o->debug_level);
    h = hash_mix(h, (uint64_t)profile->lto | (uint64_t)profile->strip << 1);
    for (uint32_t i = 0; i < o->imports.len; i++) h = mix(h, o->imports.data[i]);
    h = mix(h, "");
    for (uint32_t i = 0; i < o->defines.len; i++) h = mix(h, o->defines.data[i]);
    h = mix(h, "");
    for (uint32_t i = 0; i < o->shown.len; i++) h = mix(h, o->shown.data[i]);
    for (uint32_t i = 0; i < o->n_scopes; i++) {
        h = mix(h, o->scopes[i].dir);
        for (uint32_t k = 0; k < o->scopes[i].n_roots; k++) {
            const ImportRoot *r = &o->scopes[i].roots[k];
            h = mix(mix(mix(h, r->dir), r->as), r->name);
        }
    }
    return h;
}

/* Where something is kept about a program: target/PROFILE/FOLDER/NAME. */
static const char *place_of(const ProjectBuild *b, const BuildUnit *u, const char *folder) {
    Arena *a = &b->project->arena;
    char *name = arena_strdup(a, u->name);
    for (char *c = name; *c; c++)
        if (*c == '/') *c = '.';
    return arena_printf(a, "%s/%s/%s", b->dir, folder, name);
}

static bool stamp_holds(StampReader r, StampSeen *seen, uint64_t key, const char *output, Str *said) {
    uint64_t n, size, mtime;
    char path[4096];
    struct stat st;
    if (!stamp_skip(&r, magic) || !stamp_skip(&r, "key ") || !stamp_number(&r, 16, &n) || n != key) return false;
    if (!stamp_skip(&r, "out ") || !stamp_number(&r, 10, &size) || !stamp_number(&r, 10, &mtime)) return false;
    if (stat(output, &st) != 0 || (uint64_t)st.st_size != size || stamp_mtime(&st) != mtime) return false;
    while (stamp_skip(&r, "dir "))
        if (!stamp_number(&r, 16, &n) || !stamp_path(&r, path, sizeof path) || stamp_names_seen(seen, path) != n) return false;
    while (stamp_skip(&r, "dep "))
        if (!stamp_source_holds(&r, seen)) return false;
    if (!stamp_skip(&r, "said ") || !stamp_number(&r, 10, &n) || (uint64_t)(r.end - r.p) != n) return false;
    *said = (Str){r.p, n};
    return true;
}

/* Is a result up to date? What was said when it was built is said again. */
static bool is_fresh(const ProjectBuild *b, const BuildUnit *u, StampSeen *seen, uint64_t key, bool *told) {
    char *data = NULL;
    size_t size = 0;
    Str said;
    if (u->header && !file_exists(u->header)) return false;
    if (file_read(place_of(b, u, ".stamps"), &data, &size) != 0) return false;
    bool ok = stamp_holds((StampReader){data, data + size}, seen, key, u->output, &said);
    if (ok && said.len && !*told && b->compile->report.format == DIAG_TEXT) fwrite(said.p, 1, said.len, stderr);
    *told |= ok;
    free(data);
    return ok;
}

/* Nothing else comes of building it, or follows. */
static bool is_one_file(const BuildUnit *u) {
    return !u->header && !u->is_script;
}

/* Its sources are as they were some builds ago. */
static bool is_recalled(const ProjectBuild *b, const BuildUnit *u, uint64_t key, bool *told) {
    StampSeen seen = {0};
    bool ok = is_one_file(u) && recall_find(place_of(b, u, ".stamps"), u->output, key) && is_fresh(b, u, &seen, key, told);
    stamp_seen_done(&seen);
    return ok;
}

static void write_stamp(const ProjectBuild *b, const BuildUnit *u, uint64_t key, const Objects *made) {
    StrBuf text = {0};
    struct stat st;
    const Graph *g = &made->graph;
    const char *path = place_of(b, u, ".stamps");
    sb_printf(&text, "%skey %" PRIx64 "\n", magic, key);
    if (g->deps.len && stat(u->output, &st) == 0) {
        sb_printf(&text, "out %" PRIu64 " %" PRIu64 "\n", (uint64_t)st.st_size, stamp_mtime(&st));
        for (uint32_t i = 0; i < g->dirs.len; i++) sb_printf(&text, "dir %" PRIx64 " %s\n", g->dirs.data[i].names, g->dirs.data[i].path);
        stamp_write_deps(&text, g->deps.data, g->deps.len);
        sb_printf(&text, "said %zu\n", made->said.len);
        sb_str(&text, sb_view(&made->said));
        if (dir_make_all(path_dirname(&b->project->arena, path)) == 0 && file_replace(path, sb_view(&text)) == 0 && is_one_file(u))
            recall_keep(path, u->output);
    }
    sb_done(&text);
}

/* ---- building ---------------------------------------------------------------------------------------------------- */
typedef struct Shim { /* the C part of a Python module */
    const BuildUnit *unit;
    PythonInfo python;
    Arena *a;
    const char *source, *object;
} Shim;

static int make_shim(void *ctx, const IrModule *ir) {
    Shim *m = ctx;
    StrBuf text = {0};
    int code = python_shim(&text, ir, m->unit->module) ? EXIT_OK : EXIT_FAILED;
    if (!code && !text.len) sb_puts(&text, "int mojo_no_shim;\n"); /* the file has its own */
    int err = code ? 0 : file_replace(m->source, sb_view(&text));
    if (err) code = cli_error(EXIT_FAILED, "cannot write `%s`: %s", m->source, strerror(err));
    if (!code) code = python_shim_compile(m->a, &m->python, m->source, m->object);
    sb_done(&text);
    return code;
}

static int make_header(void *ctx, const IrModule *ir) {
    const BuildUnit *u = ctx;
    StrBuf text = {0};
    Arena a;
    arena_init(&a);
    export_header(&text, ir, manifest_import_name(&a, u->package->name));
    arena_done(&a);
    int err = file_replace(u->header, sb_view(&text));
    sb_done(&text);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", u->header, strerror(err)) : EXIT_OK;
}

static int check_unit(const ProjectBuild *b, const BuildUnit *u, const Incremental *x, uint64_t key) {
    Objects made;
    CompileOptions o = *x->o;
    Incremental own = *x;
    o.check_dir = u->package->dir; /* what it needs is checked on its own */
    own.o = &o;
    progress_start();
    int code = incremental_check(&own, &made), err = code ? 0 : file_replace(u->output, (Str){"", 0});
    progress_stop();
    if (err) code = cli_error(EXIT_FAILED, "cannot write `%s`: %s", u->output, strerror(err));
    if (!code) {
        write_stamp(b, u, key, &made);
        objects_done(&made);
    }
    return code;
}

static LinkKind link_kind(const BuildUnit *u) {
    return u->lib_kind == LIB_STATIC ? LINK_ARCHIVE : u->lib_kind || u->module ? LINK_SHARED : LINK_EXE;
}

static int begin_module(Incremental *x, Shim *shim, NativeParts *native) {
    Arena *a = shim->a;
    if (!python_info(a, &shim->python)) return EXIT_FAILED;
    shim->source = arena_printf(a, "%s.shim.c", x->objects);
    shim->object = arena_printf(a, "%s.shim.o", x->objects);
    if (!file_exists(shim->object)) unlink(x->graph);
    x->library = true;
    x->look = make_shim;
    x->look_ctx = shim;
    if (dir_make_all(path_dirname(a, x->objects)) == 0) vec_push_in(a, &native->objects, shim->object);
    return EXIT_OK;
}

static void begin_library(const BuildUnit *u, Incremental *x) {
    if (!file_exists(u->header)) unlink(x->graph);
    x->library = true;
    x->look = make_header;
    x->look_ctx = (void *)(uintptr_t)u;
}

static int link_unit(const ProjectBuild *b, const BuildUnit *u, const Incremental *x, const NativeParts *native, uint64_t key, Objects *made) {
    Compilation timed = {.o = x->o, .codegen = x->cg, .last_ns = time_ns()};
    progress_stage("linking");
    for (uint32_t i = 0; i < native->objects.len; i++) vec_push_in(&made->graph.arena, &made->paths, native->objects.data[i]);
    LinkOptions link = {.kind = link_kind(u), .output = u->output, .strip = b->profile->strip, .extra = native->link.data, .n_extra = native->link.len};
    if (u->lib_kind == LIB_SHARED) link.soname = path_basename(u->output);
    int code = compile_link_files(&timed, &link, made->paths.data, made->paths.len);
    if (!code) {
        incremental_keep(x, made);
        for (uint32_t i = 0; i < native->deps.len && made->graph.deps.len; i++) vec_push_in(&made->graph.arena, &made->graph.deps, native->deps.data[i]);
        write_stamp(b, u, key, made);
    }
    compile_timing(&timed, "keep");
    return code;
}

static int build_unit(const ProjectBuild *b, const BuildUnit *u, const CompileOptions *o, uint64_t key) {
    Arena *a = &b->project->arena;
    Incremental x = {.o = o, .main = u->main, .key = key};
    Objects made;
    NativeParts native;
    Shim shim = {.unit = u, .a = a};
    if (!compile_options(o, false, &x.cg)) return EXIT_USAGE;
    int err = dir_make_all(path_dirname(a, u->output));
    if (err) return cli_error(EXIT_FAILED, "cannot write `%s`: %s", u->output, strerror(err));
    if (u->check_only) return check_unit(b, u, &x, key);
    x.objects = place_of(b, u, "objects.d"); /* no program has such a name */
    x.graph = arena_printf(a, "%s.graph", x.objects);
    int code = python_check(b, u);
    if (!code) code = native_build(b, u, &native);
    if (!code && u->module) code = begin_module(&x, &shim, &native);
    if (code) return code;
    if (u->lib_kind) begin_library(u, &x);
    progress_start();
    StoreRules rules = store_rules(&b->project->root->cache);
    Store *store = store_open(&rules);
    CodegenStore objects = store_codegen(store);
    if (store) x.cg.store = &objects;
    code = incremental_compile(&x, &made);
    if (!code) {
        code = link_unit(b, u, &x, &native, key, &made);
        objects_done(&made);
    }
    store_close(store);
    progress_stop();
    return code;
}

typedef struct Pending {
    const ProjectBuild *b;
    const BuildUnit **units;
    CompileOptions *options;
    uint64_t *keys;
    bool *told; /* of all units: what was said when it was built was said again */
    Job *jobs;
    uint32_t n;
    int code;
} Pending;

static int build_child(void *ctx, uint32_t i) {
    Pending *p = ctx;
    return build_unit(p->b, p->units[i], &p->options[i], p->keys[i]);
}

static void build_ended(void *ctx, uint32_t i) {
    Pending *p = ctx;
    const Job *j = &p->jobs[i];
    if (j->out.len) fwrite(j->out.p, 1, j->out.len, stderr);
    if (j->exit_code < 0) cli_error(EXIT_FAILED, "the compiler ended by signal %d on `%s`; this is a bug in it", j->signal, p->units[i]->main);
    if (j->exit_code != 0) p->code = EXIT_FAILED;
}

static void announce(const Pending *p, uint64_t began) {
    if (!isatty(STDERR_FILENO) || p->code || p->b->is_quiet) return;
    if (!p->n) {
        fprintf(stderr, "up to date\n");
        return;
    }
    fprintf(stderr, "built %u program%s in %.2f s (" STR_FMT ")\n", p->n, p->n == 1 ? "" : "s",
            (double)(time_ns() - began) / 1e9, STR_ARG(p->b->profile->name));
}

/* One build at a time works in target/PROFILE. -1: there can be no lock (the folder cannot be written …). */
static int lock_profile(const ProjectBuild *b, bool *waited) {
    Arena *a = &b->project->arena;
    const char *dir = path_join(a, b->dir, "objects.d");
    if (dir_make_all(dir) != 0) return -1;
    int fd = open(path_join(a, dir, "build.lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    *waited = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!*waited) return fd;
    if (isatty(STDERR_FILENO)) fprintf(stderr, "waiting for another build of this project\n");
    while (flock(fd, LOCK_EX) != 0 && errno == EINTR) {}
    return fd;
}

static void find_pending(Pending *p, const BuildUnit *units, uint32_t n) {
    const ProjectBuild *b = p->b;
    Arena *a = &b->project->arena;
    StampSeen seen = {0};
    p->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        PathList roots = {0};
        if (units[i].import) vec_push_in(a, &roots, units[i].import);
        if (units[i].is_script) project_build_roots(b->project, units[i].package, &roots);
        else project_roots(b->project, units[i].package, units[i].dev, &roots);
        p->options[p->n] = options_for(b, &roots, units[i].dev);
        p->keys[p->n] = native_key(b, &units[i], key_of(&p->options[p->n], &units[i], b->profile));
        if (is_fresh(b, &units[i], &seen, p->keys[p->n], &p->told[i]) || is_recalled(b, &units[i], p->keys[p->n], &p->told[i])) continue;
        p->units[p->n++] = &units[i];
    }
    stamp_seen_done(&seen);
}

int project_build_units(const ProjectBuild *b, const BuildUnit *units, uint32_t n) {
    Arena *a = &b->project->arena;
    Pending p = {.b = b};
    uint64_t began = time_ns();
    bool waited = false;
    p.units = ARENA_ARRAY(a, const BuildUnit *, n + 1);
    p.options = ARENA_ARRAY(a, CompileOptions, n + 1);
    p.keys = ARENA_ARRAY(a, uint64_t, n + 1);
    p.told = ARENA_ARRAY(a, bool, n + 1);
    memset(p.told, 0, n + 1);
    find_pending(&p, units, n);
    int lock = p.n ? lock_profile(b, &waited) : -1;
    if (waited) find_pending(&p, units, n); /* the other build may have made it */
    if (p.n == 1) {
        p.code = build_child(&p, 0);
    } else if (p.n) {
        p.jobs = xcalloc(p.n, sizeof *p.jobs);
        int64_t want = b->compile->jobs;
        int threads = want > 0 ? (int)(want < 256 ? want : 256) : cpu_count();
        for (uint32_t i = 0; i < p.n; i++) p.options[i].jobs = 1;
        if (!jobs_run(p.jobs, p.n, &(JobWork){build_child, build_ended, &p, threads, 0}))
            p.code = cli_error(EXIT_FAILED, "cannot start a process: %s", strerror(errno));
        jobs_free(p.jobs, p.n);
    }
    if (lock >= 0) close(lock);
    announce(&p, began);
    return p.code;
}

/* ---- mojo build, mojo run ------------------------------------------------------------------------------------------ */
static bool has_features(const Package *k, const Target *t) {
    for (uint32_t i = 0; i < t->features.len; i++)
        if (!package_has_feature(k, t->features.data[i])) return false;
    return true;
}

/* ---- what was made, as JSON -------------------------------------------------------------------------------------------- */
static void add_made(Json *list, const Package *k, const char *kind, const char *name, const char *path) {
    Json *o = json_push(list, json_object());
    json_put(o, "package", json_string(k->name));
    json_put(o, "kind", json_cstr(kind));
    json_put(o, "name", json_cstr(name));
    json_put(o, "path", json_cstr(path));
}

static void add_unit(Json *list, const BuildUnit *u) {
    static const char *const libs[] = {NULL, "static-lib", "shared-lib"};
    if (u->check_only) return;
    add_made(list, u->package, u->module ? "python-module" : u->lib_kind ? libs[u->lib_kind] : "program", path_basename(u->output), u->output);
    if (u->header) add_made(list, u->package, "c-header", path_basename(u->header), u->header);
}

static void print_json(const Json *j) {
    StrBuf b = {0};
    json_print(&b, j, true);
    puts(b.p);
    sb_done(&b);
}

/* ---- mojo build, mojo run ---------------------------------------------------------------------------------------------- */
static bool is_wanted(const ProjectFlags *f, const Package *k, const Target *t) {
    if (f->bin) return (t->kind == TARGET_BIN || t->kind == TARGET_EXAMPLE) && str_eq_c(t->name, f->bin);
    return t->kind == TARGET_BIN && has_features(k, t) && !f->lib;
}

/* Programs, extension modules and the library of a package, by the flags; its library is checked when there is nothing else. */
static int units_of(const ProjectBuild *b, const Package *k, UnitList *out, bool *modules) {
    const Manifest *m = k->manifest;
    const ProjectFlags *f = b->flags;
    uint32_t before = out->len;
    for (uint32_t t = 0; t < m->targets.len; t++)
        if (is_wanted(f, k, &m->targets.data[t])) vec_push_in(&b->project->arena, out, project_unit(b, k, &m->targets.data[t]));
    if (f->bin) return EXIT_OK;
    uint32_t programs = out->len;
    int code = f->lib ? EXIT_OK : library_modules(b, k, out);
    if (code) return code;
    if (f->wheel && out->len == programs && !(m->lib_kinds & LIB_PYTHON))
        return cli_error(EXIT_FAILED, "`" STR_FMT "` has no extension modules for a wheel: name them in [python] modules", STR_ARG(m->name));
    *modules |= out->len > programs || m->lib_kinds & LIB_PYTHON;
    if (f->lib || m->lib_kinds || (m->lib && out->len == before)) return library_units(b, k, out);
    if (out->len > before) return EXIT_OK;
    return cli_error(EXIT_FAILED, "`" STR_FMT "` has neither a program (src/main.mojo) nor a library (src/%s/__init__.mojo)", STR_ARG(m->name),
                     manifest_import_name(&b->project->arena, m->name));
}

static int write_wheels(const ProjectBuild *b, const PackageList *members, Json *made) {
    for (uint32_t i = 0; i < members->len; i++) {
        PythonInfo python;
        const Package *k = members->data[i];
        const char *wheel = python_info(&b->project->arena, &python) ? wheel_write(&b->project->arena, k->manifest, &python, library_module_dir(b, k)) : NULL;
        if (!wheel) return EXIT_FAILED;
        if (made) add_made(made, k, "wheel", path_basename(wheel), wheel);
        else printf("%s\n", wheel);
    }
    return EXIT_OK;
}

int project_build_command(const CompileOptions *compile, const ProjectFlags *flags) {
    Project p;
    ProjectBuild b;
    ProjectFlags own = *flags;
    const ProjectFlags *f = &own;
    own.report = &compile->report;
    if (!project_start(&p, f)) return EXIT_FAILED;
    PackageList members = {0};
    UnitList units = {0};
    bool modules = false;
    int code = project_build_begin(&b, &p, f, compile);
    if (!code && !project_members(&p, f, &members)) code = EXIT_USAGE;
    if (!code && !members.len) code = cli_error(EXIT_FAILED, "the workspace has no members: make one by `mojo new`, and list its folder in `members`");
    for (uint32_t i = 0; i < members.len && !code; i++) code = units_of(&b, members.data[i], &units, &modules);
    if (!code && f->bin && !units.len) code = cli_error(EXIT_FAILED, "there is no program `%s` in the project", f->bin);
    if (!code && units.len) code = project_build_units(&b, units.data, units.len);
    Json *made = f->json ? json_array() : NULL;
    for (uint32_t i = 0; i < units.len && made; i++) add_unit(made, &units.data[i]);
    if (!code && f->wheel && modules) code = write_wheels(&b, &members, made);
    if (made && !code) print_json(made);
    json_free(made);
    project_close(&p);
    return code;
}

static const Target *pick_program(Project *p, const PackageList *members, const char *want, const Package **of) {
    const Target *found = NULL;
    uint32_t n = 0;
    StrBuf names = {0};
    for (uint32_t i = 0; i < members->len; i++) {
        const Manifest *m = members->data[i]->manifest;
        Str name = want ? str_of(want) : m->default_run;
        for (uint32_t t = 0; t < m->targets.len; t++) {
            const Target *at = &m->targets.data[t];
            if (at->kind != TARGET_BIN && !(want && at->kind == TARGET_EXAMPLE)) continue;
            sb_printf(&names, "%s`" STR_FMT "`", names.len ? ", " : "", STR_ARG(at->name));
            if (name.len && !str_eq(at->name, name)) continue;
            n++;
            found = at;
            *of = members->data[i];
        }
    }
    if (n == 0 && want) cli_error(EXIT_FAILED, "there is no program `%s` in the project%s%s", want, names.len ? "; there are " : "", names.len ? names.p : "");
    else if (n == 0) cli_error(EXIT_FAILED, "the project has no program to run: add src/main.mojo");
    else if (n > 1) cli_error(EXIT_FAILED, "the project has several programs: choose with --bin (%s)", names.p);
    sb_done(&names);
    (void)p;
    return n == 1 ? found : NULL;
}

int project_run_command(const CompileOptions *compile, const ProjectFlags *flags, const char **args, int n_args) {
    Project p;
    ProjectBuild b;
    ProjectFlags own = *flags;
    const ProjectFlags *f = &own;
    own.report = &compile->report;
    if (!project_start(&p, f)) return EXIT_FAILED;
    PackageList members = {0};
    const Package *of = NULL;
    const Target *t = NULL;
    int code = project_build_begin(&b, &p, f, compile);
    if (!code && project_members(&p, f, &members)) {
        t = pick_program(&p, &members, f->bin, &of);
        code = EXIT_FAILED;
    }
    if (t) {
        BuildUnit u = project_unit(&b, of, t);
        code = project_build_units(&b, &u, 1);
        if (!code) code = machine_exec(&b, u.output, args, n_args);
    }
    project_close(&p);
    return code;
}
