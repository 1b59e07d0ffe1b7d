/* SPDX-License-Identifier: Apache-2.0 */
/* A script's stamp beside its folder:
 *   mojo-script 1
 *   key HEX                what it is run with
 *   dep SIZE MTIME HASH P  its program, and the files it reads
 *   dir HASH PATH          folders it reads, by the names in them
 *   env HASH NAME          variables
 *   said SIZE              then what it printed */
#include "build_script.h"

#include "package/files.h"
#include "package/jobs.h"
#include "package/manifest_build.h"
#include "sandbox.h"
#include "stamp.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/file.h>
#include <unistd.h>

extern char **environ;

static const char magic[] = "mojo-script 1\n";
enum { LIMIT_SECONDS = 600 };

typedef struct Scripts {
    const ProjectBuild *b;
    ProjectBuild host; /* builds them: for this machine, into target/build-scripts */
    CompileOptions compile;
    Profile profile;
    bool *done;
} Scripts;
typedef struct ScriptRun { /* one of them */
    Scripts *all;
    Package *package;
    const char *program, *out, *stamp;
    uint64_t key;
    TextList reads, env; /* files and folders (absolute), variables */
} ScriptRun;

static Arena *arena_of(const Scripts *s) {
    return &s->b->project->arena;
}

/* ---- may it run? ---------------------------------------------------------------------------------------------------- */
static int permission(const Scripts *s, const Package *k) {
    const SourceRules *rules = &s->b->project->root->sources;
    bool listed = k->is_member;
    for (uint32_t i = 0; i < rules->build_scripts.len && !listed; i++) listed = str_eq(rules->build_scripts.data[i], k->name);
    if (listed) return EXIT_OK;
    return cli_error(EXIT_FAILED,
                     "`" STR_FMT "` has a build script, %s, which runs on this machine: read it, and allow it in mojo.toml: [source] build-scripts = [\"" STR_FMT
                     "\"]",
                     STR_ARG(k->name), k->manifest->build_script, STR_ARG(k->name));
}

/* ---- what it says --------------------------------------------------------------------------------------------------- */
static int no_such(const ScriptRun *x, Str line, const char *why) {
    return cli_error(EXIT_FAILED, "the build script of `" STR_FMT "` says `" STR_FMT "`: %s", STR_ARG(x->package->name), STR_ARG(line), why);
}

static bool is_below(Str path) {
    return path.len && path.p[0] != '/' && !memmem(path.p, path.len, "..", 2);
}

static int follow(ScriptRun *x, Str line) {
    Arena *a = arena_of(x->all);
    Package *k = x->package;
    const char *eq = memchr(line.p, '=', line.len);
    if (!eq) return no_such(x, line, "expected mojo:WORD=VALUE");
    Str word = str_sub(line, 5, (size_t)(eq - line.p)), value = str_sub(line, (size_t)(eq - line.p) + 1, line.len);
    const char *text = arena_strndup(a, value.p, value.len);
    if (str_eq_c(word, "define")) {
        vec_push_in(a, &k->made_defines, (const char *)arena_printf(a, STR_FMT "/%s", STR_ARG(k->name), text));
    } else if (str_eq_c(word, "warning")) {
        fprintf(stderr, "warning: " STR_FMT ": %s\n", STR_ARG(k->name), text);
    } else if (str_eq_c(word, "env")) {
        vec_push_in(a, &x->env, text);
    } else if (str_eq_c(word, "link")) {
        if (!manifest_is_library_name(value)) return no_such(x, line, "that is no name of a library");
        vec_push_in(a, &k->made_native.link, str_of(text));
    } else if (str_eq_c(word, "source") || str_eq_c(word, "reads")) {
        bool made = word.p[0] == 's';
        if (!is_below(value)) return no_such(x, line, made ? "expected a file below $MOJO_OUT" : "expected a file below the package's folder");
        const char *path = path_join(a, made ? x->out : k->dir, text);
        if (made) vec_push_in(a, &k->made_native.sources, path);
        else vec_push_in(a, &x->reads, path);
    } else {
        return no_such(x, line, "it may say define, source, link, reads, env and warning");
    }
    return EXIT_OK;
}

static int follow_all(ScriptRun *x, Str said) {
    int code = EXIT_OK;
    for (size_t i = 0; i < said.len && !code;) {
        size_t end = i;
        while (end < said.len && said.p[end] != '\n') end++;
        Str line = str_sub(said, i, end);
        if (str_starts(line, STR("mojo:"))) code = follow(x, line);
        i = end + 1;
    }
    x->package->made = x->out;
    return code;
}

/* ---- is it up to date? ------------------------------------------------------------------------------------------------ */
static uint64_t hash_variable(const char *name) {
    const char *v = getenv(name);
    return v ? hash_bytes(v, strlen(v), 13) : 0;
}

static uint64_t key_of(const ScriptRun *x) {
    const Package *k = x->package;
    const ProjectBuild *b = x->all->b;
    uint64_t h = hash_bytes(b->triple, strlen(b->triple), 17);
    h = hash_bytes(k->version.p, k->version.len, hash_bytes(b->profile->name.p, b->profile->name.len, h));
    for (uint32_t i = 0; i < k->features.len; i++) h = hash_bytes(k->features.data[i].p, k->features.data[i].len, hash_mix(h, 3));
    return h;
}

static bool stamp_says(StampReader r, const ScriptRun *x, Str *said) {
    uint64_t n;
    char path[4096];
    if (!stamp_skip(&r, magic) || !stamp_skip(&r, "key ") || !stamp_number(&r, 16, &n) || n != x->key) return false;
    while (stamp_skip(&r, "dep "))
        if (!stamp_source_holds(&r, NULL)) return false;
    while (stamp_skip(&r, "dir "))
        if (!stamp_number(&r, 16, &n) || !stamp_path(&r, path, sizeof path) || stamp_names_in(path) != n) return false;
    while (stamp_skip(&r, "env "))
        if (!stamp_number(&r, 16, &n) || !stamp_path(&r, path, sizeof path) || hash_variable(path) != n) return false;
    if (!stamp_skip(&r, "said ") || !stamp_number(&r, 10, &n) || (uint64_t)(r.end - r.p) != n) return false;
    *said = (Str){r.p, n};
    return true;
}

static bool is_fresh(const ScriptRun *x, Str *said) {
    char *data = NULL;
    size_t size = 0;
    if (!dir_exists(x->out) || file_read(x->stamp, &data, &size) != 0) return false;
    bool ok = stamp_says((StampReader){data, data + size}, x, said);
    if (ok) *said = arena_str(arena_of(x->all), *said);
    free(data);
    return ok;
}

static void write_dep(StrBuf *b, const char *path) {
    struct stat st;
    char *data = NULL;
    size_t size = 0;
    if (stat(path, &st) != 0) return;
    if (S_ISDIR(st.st_mode)) {
        sb_printf(b, "dir %" PRIx64 " %s\n", stamp_names_in(path), path);
    } else if (file_read(path, &data, &size) == 0) {
        StampDep d = {path, size, stamp_mtime(&st), hash_bytes(data, size, 7)};
        stamp_write_deps(b, &d, 1);
        free(data);
    }
}

static void write_stamp(const ScriptRun *x, Str said) {
    StrBuf b = {0};
    sb_printf(&b, "%skey %" PRIx64 "\n", magic, x->key);
    write_dep(&b, x->program);
    for (uint32_t i = 0; i < x->reads.len; i++)
        if (!dir_exists(x->reads.data[i])) write_dep(&b, x->reads.data[i]);
    for (uint32_t i = 0; i < x->reads.len; i++)
        if (dir_exists(x->reads.data[i])) write_dep(&b, x->reads.data[i]);
    for (uint32_t i = 0; i < x->env.len; i++) sb_printf(&b, "env %" PRIx64 " %s\n", hash_variable(x->env.data[i]), x->env.data[i]);
    sb_printf(&b, "said %zu\n", said.len);
    sb_str(&b, said);
    (void)file_replace(x->stamp, sb_view(&b));
    sb_done(&b);
}

/* ---- running ------------------------------------------------------------------------------------------------------------ */
/* What a compiler needs; keys and tokens stay here. */
static void keep_little(void) {
    static const char *const names[] = {"PATH", "HOME", "LANG", "LC_ALL", "TZ", "CC", "CFLAGS", "PKG_CONFIG_PATH", "LD_LIBRARY_PATH"};
    const char *values[ARRAY_LEN(names)];
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *v = getenv(names[i]);
        values[i] = v ? xstrdup(v) : NULL;
    }
    clearenv();
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (values[i]) setenv(names[i], values[i], 1);
}

static void tell(const char *name, Str value) {
    char *text = xmalloc(value.len + 1);
    memcpy(text, value.p, value.len);
    text[value.len] = 0;
    setenv(name, text, 1);
    free(text);
}

static int script_child(void *ctx, uint32_t i) {
    const ScriptRun *x = ctx;
    const Package *k = x->package;
    const ProjectBuild *b = x->all->b;
    StrBuf features = {0};
    (void)i;
    if (!k->is_member) keep_little();
    for (uint32_t f = 0; f < k->features.len; f++) sb_printf(&features, "%s" STR_FMT, f ? "," : "", STR_ARG(k->features.data[f]));
    tell("MOJO_OUT", str_of(x->out));
    tell("TMPDIR", str_of(x->out));
    tell("MOJO_PACKAGE_NAME", k->name);
    tell("MOJO_PACKAGE_VERSION", k->version);
    tell("MOJO_FEATURES", features.p ? sb_view(&features) : STR(""));
    tell("MOJO_PROFILE", b->profile->name);
    tell("MOJO_TARGET", str_of(b->triple));
    sb_done(&features);
    if (chdir(k->dir) != 0) return cli_error(EXIT_FAILED, "cannot enter `%s`: %s", k->dir, strerror(errno));
    (void)sandbox_enter(x->out); /* an old kernel has none; what may run was allowed by the user */
    char *argv[] = {(char *)(uintptr_t)x->program, NULL};
    execv(x->program, argv);
    return cli_error(EXIT_FAILED, "cannot start `%s`: %s", x->program, strerror(errno));
}

static int run_script(ScriptRun *x) {
    Job *job = xcalloc(1, sizeof *job);
    JobWork w = {.child = script_child, .ctx = x, .parallel = 1, .limit_ns = LIMIT_SECONDS * 1000000000ull};
    unlink(x->stamp);
    int err = files_remove_tree(x->out);
    if (!err) err = dir_make_all(x->out);
    if (err) return cli_error(EXIT_FAILED, "cannot write `%s`: %s", x->out, strerror(err));
    int code = EXIT_OK;
    Str name = x->package->name;
    if (!jobs_run(job, 1, &w)) code = cli_error(EXIT_FAILED, "cannot start a process: %s", strerror(errno));
    if (!code && (job->exit_code != 0 || job->timed_out)) {
        if (job->out.len) fwrite(job->out.p, 1, job->out.len, stderr);
        if (job->timed_out) code = cli_error(EXIT_FAILED, "the build script of `" STR_FMT "` ran for more than %d seconds and was ended", STR_ARG(name), LIMIT_SECONDS);
        else if (job->exit_code < 0) code = cli_error(EXIT_FAILED, "the build script of `" STR_FMT "` ended by signal %d", STR_ARG(name), job->signal);
        else code = cli_error(EXIT_FAILED, "the build script of `" STR_FMT "` failed with exit code %d", STR_ARG(name), job->exit_code);
    }
    Str said = job->out.len ? sb_view(&job->out) : STR("");
    if (!code) code = follow_all(x, said);
    if (!code) write_stamp(x, said);
    jobs_free(job, 1);
    return code;
}

/* One run at a time works in a script's folder. */
static int bring_up_to_date(ScriptRun *x) {
    int lock = open(arena_printf(arena_of(x->all), "%s.lock", x->out), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    while (lock >= 0 && flock(lock, LOCK_EX) != 0 && errno == EINTR) {}
    Str said;
    int code = is_fresh(x, &said) ? follow_all(x, said) : run_script(x);
    if (lock >= 0) close(lock);
    return code;
}

/* The script sees the packages it needs, and not the package it is for. */
static void set_scope(Scripts *s, const Package *k) {
    Arena *a = arena_of(s);
    Project *p = s->b->project;
    ImportScope *scopes = ARENA_ARRAY(a, ImportScope, p->packages.len + 1), *own = &scopes[k - p->packages.data];
    memcpy(scopes, project_scopes(p, false), p->packages.len * sizeof *scopes);
    ImportScope script = project_script_scope(p, k);
    own->roots = script.roots;
    own->n_roots = script.n_roots;
    s->host.scopes[0] = s->host.scopes[1] = scopes;
}

static int run_package(Scripts *s, Package *k) {
    Arena *a = arena_of(s);
    uint32_t at = (uint32_t)(k - s->b->project->packages.data);
    if (s->done[at] || !k->manifest->build_script) return EXIT_OK;
    s->done[at] = true;
    PackageList needed = {0};
    int code = permission(s, k);
    project_build_closure(s->b->project, k, &needed);
    for (uint32_t i = 0; i < needed.len && !code; i++) code = run_package(s, &s->b->project->packages.data[needed.data[i] - s->b->project->packages.data]);
    if (code) return code;
    if (!file_exists(k->manifest->build_script))
        return cli_error(EXIT_FAILED, "the build script of `" STR_FMT "` is not there: `%s`", STR_ARG(k->name), k->manifest->build_script);
    const char *name = arena_strndup(a, k->name.p, k->name.len);
    BuildUnit u = {.package = k, .main = k->manifest->build_script, .name = name, .output = path_join(a, s->host.dir, name), .is_script = true};
    k->made_native = (Native){0};
    k->made_defines.len = 0;
    set_scope(s, k);
    code = project_build_units(&s->host, &u, 1);
    if (code) return code;
    ScriptRun x = {.all = s, .package = k, .program = u.output};
    x.out = arena_printf(a, "%s.out", u.output);
    x.stamp = arena_printf(a, "%s.stamp", u.output);
    x.key = key_of(&x);
    return bring_up_to_date(&x);
}

static const char *scripts_folder(Project *p) {
    return path_join(&p->arena, p->target, "build-scripts");
}

void build_scripts_known(Project *p) {
    for (uint32_t i = 0; i < p->packages.len; i++) {
        Package *k = &p->packages.data[i];
        const char *out = arena_printf(&p->arena, "%s/" STR_FMT ".out", scripts_folder(p), STR_ARG(k->name));
        if (k->manifest->build_script && dir_exists(out)) k->made = out;
    }
}

int build_scripts_run(const ProjectBuild *b, const PackageList *members) {
    Project *p = b->project;
    bool any = false;
    for (uint32_t i = 0; i < p->packages.len; i++) any |= p->packages.data[i].manifest->build_script != NULL;
    if (!any) return EXIT_OK;
    Scripts s = {.b = b, .host = *b, .profile = {.name = STR("build-script"), .cpu = STR("")}};
    s.compile = (CompileOptions){.jobs = b->compile->jobs, .report = b->compile->report};
    s.host.compile = &s.compile;
    s.host.profile = &s.profile;
    s.host.triple = "";
    s.host.is_other = false;
    s.host.linker = NULL;
    s.host.is_quiet = true;
    s.host.dir = scripts_folder(p);
    s.done = ARENA_ARRAY(&p->arena, bool, p->packages.len + 1);
    memset(s.done, 0, p->packages.len + 1);
    int code = EXIT_OK;
    for (uint32_t m = 0; m < members->len && !code; m++) {
        PackageList all = {0};
        project_closure(p, members->data[m], true, &all);
        for (uint32_t i = 0; i < all.len && !code; i++) code = run_package(&s, &p->packages.data[all.data[i] - p->packages.data]);
    }
    return code;
}
