/* SPDX-License-Identifier: Apache-2.0 */
#include "reproducible.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Twice {
    Arena arena;
    const char *dir;        /* temporary */
    const char *project;    /* absolute */
    const CompileOptions *compile;
    const ProjectFlags *f;
} Twice;

/* ---- a copy of the project --------------------------------------------------------------------------------------- */
static bool is_left_out(const char *name) {
    return name[0] == '.' || strcmp(name, "target") == 0;
}

static int copy_tree(Arena *a, const char *from, const char *to) {
    int err = dir_make_all(to);
    DIR *d = err ? NULL : opendir(from);
    if (!d && !err) err = errno;
    for (struct dirent *e; d && !err && (e = readdir(d));) {
        struct stat st;
        const char *src = path_join(a, from, e->d_name), *dst = path_join(a, to, e->d_name);
        if (is_left_out(e->d_name) || stat(src, &st) != 0) continue;
        char *data = NULL;
        size_t size = 0;
        if (S_ISDIR(st.st_mode)) err = copy_tree(a, src, dst);
        else if (S_ISREG(st.st_mode) && (err = file_read(src, &data, &size)) == 0) err = file_replace(dst, (Str){data, size});
        free(data);
    }
    if (d) closedir(d);
    return err;
}

static void remove_tree(const char *dir) {
    Arena a;
    arena_init(&a);
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        const char *path = path_join(&a, dir, e->d_name);
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || lstat(path, &st) != 0) continue;
        if (S_ISDIR(st.st_mode)) remove_tree(path);
        else unlink(path);
    }
    if (d) closedir(d);
    rmdir(dir);
    arena_done(&a);
}

/* ---- building it ----------------------------------------------------------------------------------------------------- */
static bool build_in(Twice *t, const char *dir, const char *target) {
    Arena *a = &t->arena;
    const char *argv[16] = {path_join(a, path_self_dir(a), "mojo"), "build", "--frozen", arena_printf(a, "--remap-path=%s=.", dir)};
    int n = 4;
    if (t->f->release) argv[n++] = "--release";
    if (t->f->profile) argv[n++] = arena_printf(a, "--profile=%s", t->f->profile);
    if (t->f->package) argv[n++] = arena_printf(a, "--package=%s", t->f->package);
    if (t->compile->triple) argv[n++] = arena_printf(a, "--target-triple=%s", t->compile->triple);
    if (t->compile->opt) argv[n++] = arena_printf(a, "-O%s", t->compile->opt);
    StrBuf said = {0};
    setenv("MOJO_TARGET_DIR", target, 1);
    setenv("MOJO_CACHE_SIZE", "0", 1);
    bool ok = chdir(dir) == 0 && link_run_program(argv, NULL, &said) == 0;
    if (!ok) fwrite(said.p ? said.p : "", 1, said.len, stderr);
    sb_done(&said);
    return ok;
}

typedef struct Compared {
    Twice *t;
    const char *one, *two; /* folders */
    uint32_t same, different;
} Compared;

static bool compare(void *ctx, const char *path, bool is_dir) {
    Compared *c = ctx;
    Arena *a = &c->t->arena;
    const char *below = path + strlen(c->one) + 1;
    if (is_dir || strstr(below, "objects.d/")) return true;
    const char *other = path_join(a, c->two, below);
    char *x = NULL, *y = NULL;
    size_t n = 0, m = 0, at = 0;
    if (file_read(path, &x, &n) != 0 || file_read(other, &y, &m) != 0) {
        printf("%s: only one of the builds made it\n", below);
        c->different++;
    } else if (n == m && memcmp(x, y, n) == 0) {
        c->same++;
    } else {
        while (at < n && at < m && x[at] == y[at]) at++;
        printf("%s: differs from byte %zu on (%zu and %zu bytes)\n", below, at, n, m);
        c->different++;
    }
    free(x);
    free(y);
    return true;
}

static int verify(Twice *t) {
    Arena *a = &t->arena;
    const char *copy = path_join(a, t->dir, "a-copy-elsewhere");
    int err = copy_tree(a, t->project, copy);
    if (err) return cli_error(EXIT_FAILED, "cannot copy the project to `%s`: %s", copy, strerror(err));
    Compared c = {.t = t, .one = path_join(a, t->dir, "one"), .two = path_join(a, t->dir, "the-other")};
    if (!build_in(t, t->project, c.one)) return EXIT_FAILED;
    if (!build_in(t, copy, c.two))
        return cli_error(EXIT_FAILED, "a copy of the project does not build: does it depend on folders outside `%s`?", t->project);
    dir_walk(c.one, compare, &c);
    if (!c.same && !c.different) return cli_error(EXIT_FAILED, "the project has no programs to compare");
    if (!c.different) printf("reproducible: %u file%s, the same bits from two builds in two folders\n", c.same, c.same == 1 ? "" : "s");
    return c.different ? EXIT_FAILED : EXIT_OK;
}

int reproducible_command(const CompileOptions *compile, const ProjectFlags *f) {
    Project p;
    if (!project_start(&p, f)) return EXIT_FAILED; /* brings the lock up to date */
    Twice t = {.compile = compile, .f = f};
    arena_init(&t.arena);
    t.project = arena_strdup(&t.arena, p.dir);
    project_close(&p);
    const char *tmp = getenv("TMPDIR");
    char *dir = arena_printf(&t.arena, "%s/mojo-twice-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    int code;
    if (!mkdtemp(dir)) {
        code = cli_error(EXIT_FAILED, "cannot make a folder in `%s`: %s", path_dirname(&t.arena, dir), strerror(errno));
    } else {
        t.dir = dir;
        code = verify(&t);
        remove_tree(dir);
    }
    arena_done(&t.arena);
    return code;
}
