/* SPDX-License-Identifier: Apache-2.0 */
/* A stamp is a file:
 *   mojo-build 1
 *   key HEX                      compiler, options, search path
 *   out SIZE MTIME PATH          the result
 *   dir HASH PATH                each folder that was searched, by the names in it
 *   dep SIZE MTIME HASH PATH     each source
 *   said SIZE                    then what the compiler said */
#include "project_build.h"

#include "incremental.h"
#include "package/jobs.h"
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
    if (p->sink.diags.len) {
        diag_sort(p->sink.diags.data, &p->sink.diags.len);
        report_summary(report(p->sources, p->sink.diags.data, p->sink.diags.len, &plain), &plain);
    }
    bool ok = p->sink.n_errors == 0 && !why;
    if (why) cli_error(EXIT_FAILED, "%s", why);
    p->sink.diags.len = 0;
    p->sink.n_errors = 0;
    return ok;
}

ProjectOptions project_options(const ProjectFlags *f) {
    return (ProjectOptions){.locked = f->locked || f->frozen, .offline = f->offline || f->frozen};
}

bool project_start_manifests(Project *p, const ProjectFlags *f) {
    const char *why;
    ProjectOptions o = project_options(f);
    bool ok = project_open(p, &o, &why);
    ok = project_report(p, why) && ok;
    if (!ok) project_close(p);
    return ok;
}

bool project_start(Project *p, const ProjectFlags *f) {
    ProjectOptions o = project_options(f);
    return project_start_with(p, &o);
}

bool project_start_with(Project *p, const ProjectOptions *options) {
    const char *why;
    ProjectOptions o = *options;
    if (!o.progress) o.progress = progress_count;
    bool ok = project_open(p, &o, &why) && project_resolve(p, &why);
    ok = project_report(p, why) && ok;
    if (!ok) project_close(p);
    return ok;
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

bool project_build_begin(ProjectBuild *b, Project *p, const ProjectFlags *f, const CompileOptions *compile) {
    *b = (ProjectBuild){.project = p, .flags = f, .compile = compile};
    const char *name = f->profile ? f->profile : f->release ? "release" : "dev";
    if (f->profile && f->release && strcmp(f->profile, "release") != 0) {
        cli_error(EXIT_USAGE, "--release and --profile=%s contradict each other", f->profile);
        return false;
    }
    b->profile = manifest_profile(p->root, name);
    if (!b->profile) {
        cli_error(EXIT_USAGE, "mojo.toml has no profile `%s`: add [profile.%s]", name, name);
        return false;
    }
    b->dir = path_join(&p->arena, p->target, name);
    return true;
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
static CompileOptions options_for(const ProjectBuild *b, const PathList *roots) {
    static const char *const levels[] = {"0", "1", "2", "3"};
    CompileOptions o = *b->compile;
    Arena *a = &b->project->arena;
    if (!o.opt) o.opt = levels[b->profile->opt];
    if (!o.debug && !o.debug_level) o.debug_level = b->profile->debug + 1;
    if (!o.cpu && b->profile->cpu.len) o.cpu = arena_strndup(a, b->profile->cpu.p, b->profile->cpu.len);
    TextList imports = {0};
    for (uint32_t i = 0; i < o.imports.len; i++) vec_push_in(a, &imports, o.imports.data[i]);
    for (uint32_t i = 0; i < roots->len; i++) vec_push_in(a, &imports, roots->data[i]);
    o.imports = imports;
    return o;
}

static uint64_t mix(uint64_t h, const char *s) {
    return s ? hash_bytes(s, strlen(s) + 1, h) : hash_mix(h, 1);
}

static uint64_t key_of(const CompileOptions *o, const BuildUnit *u) {
    uint64_t h = mix(3, store_compiler_id());
    const char *texts[] = {u->main, o->opt, o->triple, o->cpu, o->features, o->fp_mode};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) h = mix(h, texts[i]);
    h = hash_mix(hash_mix(h, o->debug), (uint64_t)o->debug_level);
    for (uint32_t i = 0; i < o->imports.len; i++) h = mix(h, o->imports.data[i]);
    h = mix(h, "");
    for (uint32_t i = 0; i < o->defines.len; i++) h = mix(h, o->defines.data[i]);
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

static bool stamp_holds(StampReader r, uint64_t key, const char *output, Str *said) {
    uint64_t n, size, mtime;
    char path[4096];
    struct stat st;
    if (!stamp_skip(&r, magic) || !stamp_skip(&r, "key ") || !stamp_number(&r, 16, &n) || n != key) return false;
    if (!stamp_skip(&r, "out ") || !stamp_number(&r, 10, &size) || !stamp_number(&r, 10, &mtime)) return false;
    if (stat(output, &st) != 0 || (uint64_t)st.st_size != size || stamp_mtime(&st) != mtime) return false;
    while (stamp_skip(&r, "dir "))
        if (!stamp_number(&r, 16, &n) || !stamp_path(&r, path, sizeof path) || stamp_names_in(path) != n) return false;
    while (stamp_skip(&r, "dep "))
        if (!stamp_source_holds(&r)) return false;
    if (!stamp_skip(&r, "said ") || !stamp_number(&r, 10, &n) || (uint64_t)(r.end - r.p) != n) return false;
    *said = (Str){r.p, n};
    return true;
}

/* Is a result up to date? What was said when it was built is said again. */
static bool is_fresh(const ProjectBuild *b, const BuildUnit *u, uint64_t key) {
    char *data = NULL;
    size_t size = 0;
    Str said;
    if (file_read(place_of(b, u, ".stamps"), &data, &size) != 0) return false;
    bool ok = stamp_holds((StampReader){data, data + size}, key, u->output, &said);
    if (ok && said.len && b->compile->report.format == DIAG_TEXT) fwrite(said.p, 1, said.len, stderr);
    free(data);
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
        if (dir_make_all(path_dirname(&b->project->arena, path)) == 0) (void)file_replace(path, sb_view(&text));
    }
    sb_done(&text);
}

/* ---- building ---------------------------------------------------------------------------------------------------- */
static int build_unit(const ProjectBuild *b, const BuildUnit *u, const CompileOptions *o, uint64_t key) {
    Incremental x = {.o = o, .main = u->main, .key = key};
    Objects made;
    if (!compile_options(o, false, &x.cg)) return EXIT_USAGE;
    int err = dir_make_all(path_dirname(&b->project->arena, u->output));
    if (err) return cli_error(EXIT_FAILED, "cannot write `%s`: %s", u->output, strerror(err));
    x.objects = place_of(b, u, "objects.d"); /* no program has such a name */
    x.graph = arena_printf(&b->project->arena, "%s.graph", x.objects);
    progress_start();
    Store *store = store_open();
    CodegenStore objects = store_codegen(store);
    if (store) x.cg.store = &objects;
    int code = incremental_compile(&x, &made);
    if (!code) {
        Compilation timed = {.o = o, .last_ns = time_ns()};
        progress_stage("linking");
        code = compile_link_files(&timed, &(LinkOptions){.kind = LINK_EXE, .output = u->output}, made.paths.data, made.paths.len);
        if (!code) {
            incremental_keep(&x, &made);
            write_stamp(b, u, key, &made);
        }
        compile_timing(&timed, "keep");
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
    if (!isatty(STDERR_FILENO) || p->code) return;
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
    p->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        PathList roots = {0};
        if (units[i].import) vec_push_in(a, &roots, units[i].import);
        project_roots(b->project, units[i].package, units[i].dev, &roots);
        p->options[p->n] = options_for(b, &roots);
        p->keys[p->n] = key_of(&p->options[p->n], &units[i]);
        if (!is_fresh(b, &units[i], p->keys[p->n])) p->units[p->n++] = &units[i];
    }
}

int project_build_units(const ProjectBuild *b, const BuildUnit *units, uint32_t n) {
    Arena *a = &b->project->arena;
    Pending p = {.b = b};
    uint64_t began = time_ns();
    bool waited = false;
    p.units = ARENA_ARRAY(a, const BuildUnit *, n + 1);
    p.options = ARENA_ARRAY(a, CompileOptions, n + 1);
    p.keys = ARENA_ARRAY(a, uint64_t, n + 1);
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
/* A package without programs is built by checking its library. */
static int check_library(const ProjectBuild *b, const Package *k) {
    PathList roots = {0};
    project_roots(b->project, k, false, &roots);
    CompileOptions o = options_for(b, &roots);
    CodegenOptions cg;
    Compilation c;
    if (!compile_options(&o, false, &cg)) return EXIT_USAGE;
    Str lib = str_of(k->manifest->lib);
    const char *main = str_ends(lib, STR(".mojo")) ? k->manifest->lib : path_join(&b->project->arena, k->manifest->lib, "__init__.mojo");
    progress_start();
    bool ok = compile_begin(&c, &o, &cg, main) && compile_check(&c);
    progress_stop();
    compile_done(&c);
    return ok ? EXIT_OK : EXIT_FAILED;
}

int project_build_command(const CompileOptions *compile, const ProjectFlags *f) {
    Project p;
    ProjectBuild b;
    if (!project_start(&p, f)) return EXIT_FAILED;
    PackageList members = {0};
    VEC(BuildUnit) units = {0};
    int code = EXIT_OK;
    if (!project_build_begin(&b, &p, f, compile) || !project_members(&p, f, &members)) code = EXIT_USAGE;
    for (uint32_t i = 0; i < members.len && !code; i++) {
        const Manifest *m = members.data[i]->manifest;
        uint32_t before = units.len;
        for (uint32_t t = 0; t < m->targets.len; t++)
            if (m->targets.data[t].kind == TARGET_BIN)
                vec_push_in(&p.arena, &units, project_unit(&b, members.data[i], &m->targets.data[t]));
        if (units.len > before) continue;
        if (m->lib) code = check_library(&b, members.data[i]);
        else
            code = cli_error(EXIT_FAILED, "`" STR_FMT "` has neither a program (src/main.mojo) nor a library (src/%s/__init__.mojo)",
                             STR_ARG(m->name), manifest_import_name(&p.arena, m->name));
    }
    if (!code && units.len) code = project_build_units(&b, units.data, units.len);
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

int project_run_command(const CompileOptions *compile, const ProjectFlags *f, const char **args, int n_args) {
    Project p;
    ProjectBuild b;
    if (!project_start(&p, f)) return EXIT_FAILED;
    PackageList members = {0};
    const Package *of = NULL;
    const Target *t = NULL;
    int code = EXIT_USAGE;
    if (project_build_begin(&b, &p, f, compile) && project_members(&p, f, &members)) {
        t = pick_program(&p, &members, f->bin, &of);
        code = EXIT_FAILED;
    }
    if (t) {
        BuildUnit u = project_unit(&b, of, t);
        code = project_build_units(&b, &u, 1);
        if (!code) {
            const char **argv = ARENA_ARRAY(&p.arena, const char *, n_args + 2);
            argv[0] = u.output;
            for (int i = 0; i < n_args; i++) argv[i + 1] = args[i];
            fflush(NULL);
            execv(u.output, (char *const *)(uintptr_t)argv);
            code = cli_error(EXIT_FAILED, "cannot start `%s`: %s", u.output, strerror(errno));
        }
    }
    project_close(&p);
    return code;
}
