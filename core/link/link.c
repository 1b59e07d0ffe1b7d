/* SPDX-License-Identifier: Apache-2.0 */
#include "link/link.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef struct Line { /* a command line being built */
    Arena *a;
    VEC(const char *) words;
} Line;

static void word(Line *l, const char *w) {
    vec_push_in(l->a, &l->words, w);
}

/* ---- running a program ---------------------------------------------------------------------------------- */
char *link_find_program(Arena *a, const char *name) {
    if (strchr(name, '/'))
        return access(name, X_OK) == 0 ? arena_strdup(a, name) : NULL;
    const char *path = getenv("PATH");
    if (!path)
        path = "/usr/local/bin:/usr/bin:/bin";
    while (*path) {
        size_t n = strcspn(path, ":");
        char *p = arena_printf(a, "%.*s/%s", (int)n, path, name);
        if (n && access(p, X_OK) == 0)
            return p;
        path += n + (path[n] == ':');
    }
    return NULL;
}

static void feed(int fd, const char *text) { /* short: it fits the pipe */
    for (size_t at = 0, n = strlen(text); at < n;) {
        ssize_t w = write(fd, text + at, n - at);
        if (w <= 0)
            return;
        at += (size_t)w;
    }
}

static int wait_for(pid_t pid) {
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int link_run_program(const char *const *argv, const char *input, StrBuf *said) {
    int err[2], in[2] = {-1, -1};
    if (pipe2(err, O_CLOEXEC) != 0)
        return 127;
    if (input && pipe2(in, O_CLOEXEC) != 0) {
        close(err[0]);
        close(err[1]);
        return 127;
    }
    posix_spawn_file_actions_t fa;
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_adddup2(&fa, err[1], 2);
    posix_spawn_file_actions_adddup2(&fa, err[1], 1);
    if (input)
        posix_spawn_file_actions_adddup2(&fa, in[0], 0);
    pid_t pid;
    int e = posix_spawn(&pid, argv[0], &fa, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&fa);
    close(err[1]);
    if (input) {
        close(in[0]);
        if (!e)
            feed(in[1], input);
        close(in[1]);
    }
    if (e) {
        sb_printf(said, "%s: %s\n", argv[0], strerror(e));
        close(err[0]);
        return 127;
    }
    char buf[4096];
    ssize_t n;
    while ((n = read(err[0], buf, sizeof buf)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0 && said->len < 1 << 20)
            sb_add(said, buf, (size_t)n);
    close(err[0]);
    return wait_for(pid);
}

/* ---- the C library's files ------------------------------------------------------------------------------- */
typedef struct Paths {
    const char *crt;    /* folder of Scrt1.o */
    const char *gcc;    /* folder of crtbeginS.o and libgcc.a */
    const char *loader;
} Paths;

static const char *first_dir(const char *const *dirs, const char *file, Arena *a) {
    for (; *dirs; dirs++)
        if (file_exists(path_join(a, *dirs, file)))
            return *dirs;
    return NULL;
}

/* The newest version below /usr/lib/gcc/<machine>. */
static const char *gcc_dir(Arena *a, const char *machine) {
    const char *roots[] = {"/usr/lib/gcc", "/usr/lib64/gcc", NULL};
    char *best = NULL;
    double version = -1;
    for (const char **r = roots; *r; r++) {
        char *dir = arena_printf(a, "%s/%s", *r, machine);
        DIR *d = opendir(dir);
        if (!d)
            continue;
        for (struct dirent *e; (e = readdir(d));) {
            char *end;
            double v = strtod(e->d_name, &end);
            if (end == e->d_name || v <= version)
                continue;
            char *p = path_join(a, dir, e->d_name);
            if (file_exists(path_join(a, p, "crtbeginS.o"))) {
                best = p;
                version = v;
            }
        }
        closedir(d);
    }
    return best;
}

static bool find_paths(Arena *a, Paths *p) {
#if defined(__x86_64__)
    static const char *const dirs[] = {"/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", NULL};
    static const char *const machines[] = {"x86_64-linux-gnu", "x86_64-redhat-linux", "x86_64-pc-linux-gnu", NULL};
    p->loader = "/lib64/ld-linux-x86-64.so.2";
#elif defined(__aarch64__)
    static const char *const dirs[] = {"/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", NULL};
    static const char *const machines[] = {"aarch64-linux-gnu", "aarch64-redhat-linux", NULL};
    p->loader = "/lib/ld-linux-aarch64.so.1";
#else
    static const char *const dirs[] = {NULL}, *const machines[] = {NULL};
    p->loader = "";
#endif
    p->crt = first_dir(dirs, "Scrt1.o", a);
    p->gcc = NULL;
    for (const char *const *m = machines; *m && !p->gcc; m++)
        p->gcc = gcc_dir(a, *m);
    return p->crt && p->gcc && file_exists(p->loader);
}

/* ---- command lines -------------------------------------------------------------------------------------------- */
static void direct_line(Line *l, const LinkOptions *o, const Paths *p, const char *out) {
    Arena *a = l->a;
    bool shared = o->kind == LINK_SHARED;
    if (shared) {
        word(l, "-shared");
        if (o->soname)
            word(l, arena_printf(a, "-soname=%s", o->soname));
    } else {
        word(l, "-pie");
        word(l, "-dynamic-linker");
        word(l, p->loader);
    }
    if (o->strip)
        word(l, "-s");
    static const char *const flags[] = {"--gc-sections", "--eh-frame-hdr", "-z", "relro", "--hash-style=gnu", "-o"};
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        word(l, flags[i]);
    word(l, out);
    if (!shared)
        word(l, path_join(a, p->crt, "Scrt1.o"));
    word(l, path_join(a, p->crt, "crti.o"));
    word(l, path_join(a, p->gcc, "crtbeginS.o"));
    word(l, arena_printf(a, "-L%s", p->gcc));
    word(l, arena_printf(a, "-L%s", p->crt));
    for (uint32_t i = 0; i < o->n_objects; i++)
        word(l, o->objects[i]);
    if (o->runtime)
        word(l, o->runtime);
    for (uint32_t i = 0; i < o->n_extra; i++)
        word(l, o->extra[i]);
    static const char *const libs[] = {"--as-needed", "-lm", "-lpthread", "-ldl", "-lc", "-lgcc", "-lgcc_s"};
    for (size_t i = 0; i < ARRAY_LEN(libs); i++)
        word(l, libs[i]);
    word(l, path_join(a, p->gcc, "crtendS.o"));
    word(l, path_join(a, p->crt, "crtn.o"));
}

static void driver_line(Line *l, const LinkOptions *o, const char *out) {
    word(l, o->kind == LINK_SHARED ? "-shared" : "-pie");
    word(l, "-o");
    word(l, out);
    word(l, "-Wl,--gc-sections");
    if (o->soname)
        word(l, arena_printf(l->a, "-Wl,-soname,%s", o->soname));
    if (o->strip)
        word(l, "-s");
    for (uint32_t i = 0; i < o->n_objects; i++)
        word(l, o->objects[i]);
    if (o->runtime)
        word(l, o->runtime);
    for (uint32_t i = 0; i < o->n_extra; i++) {
        word(l, "-Xlinker");
        word(l, o->extra[i]);
    }
    word(l, "-lm");
    word(l, "-lpthread");
}

static char *first_program(Arena *a, const char *const *names) {
    for (; *names; names++) {
        char *p = link_find_program(a, *names);
        if (p)
            return p;
    }
    return NULL;
}

/* Of these few objects lld takes longer to start than ld takes for all; of a thousand ld takes more than twice as long. */
enum { FEW_OBJECTS = 100 };

static bool program_line(Line *l, const LinkOptions *o, const char *out, char **why) {
    static const char *const few[] = {"ld", "ld.lld-19", "ld.lld", NULL}, *const many[] = {"ld.lld-19", "ld.lld", "ld", NULL};
    const char *const *linkers = o->n_objects <= FEW_OBJECTS ? few : many;
    static const char *const drivers[] = {"cc", "gcc", "clang-19", "clang", NULL};
    Paths p = {0};
    bool direct = !o->driver && find_paths(l->a, &p);
    char *program = o->driver ? arena_strdup(l->a, o->driver) : o->linker ? link_find_program(l->a, o->linker) : direct ? first_program(l->a, linkers) : NULL;
    if (!program && o->linker) {
        StrBuf b = {0};
        sb_printf(&b, "the linker `%s` is not there", o->linker);
        *why = sb_take(&b);
        return false;
    }
    if (!program) {
        direct = false;
        program = first_program(l->a, drivers);
    }
    if (!program) {
        *why = xstrdup("no linker was found: install `binutils` or `lld`, and the C library's files (`libc6-dev`, "
                       "`gcc`); `mojo run` needs none of them");
        return false;
    }
    word(l, program);
    if (direct)
        direct_line(l, o, &p, out);
    else
        driver_line(l, o, out);
    return true;
}

/* ---- archives ------------------------------------------------------------------------------------------------- */
typedef struct Unpacked { /* the members of an archive, in a folder of their own */
    Line *l;
    char *dir;
} Unpacked;

static bool add_member(void *ctx, const char *path, bool is_dir) {
    Unpacked *u = ctx;
    if (!is_dir)
        word(u->l, arena_strdup(u->l->a, path));
    return true;
}

static bool remove_member(void *ctx, const char *path, bool is_dir) {
    (void)ctx;
    if (!is_dir)
        unlink(path);
    return true;
}

static void remove_unpacked(Unpacked *u) {
    if (!u->dir)
        return;
    dir_walk(u->dir, remove_member, NULL);
    rmdir(u->dir);
}

/* `ar` joins archives by scripts only, in which paths with blanks or accents cannot be written. */
static bool unpack(Unpacked *u, const char *ar, const char *archive, char **why) {
    const char *tmp = getenv("TMPDIR");
    StrBuf said = {0};
    u->dir = arena_printf(u->l->a, "%s/mojo-ar-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(u->dir)) {
        sb_printf(&said, "cannot make the folder `%s`: %s", u->dir, strerror(errno));
        *why = sb_take(&said);
        u->dir = NULL;
        return false;
    }
    const char *argv[] = {ar, "x", arena_printf(u->l->a, "--output=%s", u->dir), archive, NULL};
    bool ok = link_run_program(argv, NULL, &said) == 0;
    if (ok)
        sb_done(&said);
    else
        *why = sb_take(&said);
    return ok;
}

static bool archive_line(Line *l, const LinkOptions *o, const char *out, Unpacked *u, char **why) {
    static const char *const names[] = {"ar", "llvm-ar-19", "llvm-ar", NULL};
    char *ar = first_program(l->a, names);
    if (!ar) {
        *why = xstrdup("no archiver was found: install `binutils` or `llvm-19`");
        return false;
    }
    word(l, ar);
    word(l, "qcsD");
    word(l, out);
    for (uint32_t i = 0; i < o->n_objects; i++)
        word(l, o->objects[i]);
    if (!o->runtime)
        return true;
    if (!unpack(u, ar, o->runtime, why))
        return false;
    dir_walk(u->dir, add_member, u);
    return true;
}

bool link_run(const LinkOptions *o, char **why) {
    Arena a;
    arena_init(&a);
    Line l = {.a = &a};
    StrBuf said = {0};
    Unpacked runtime = {&l, NULL};
    char *tmp = arena_printf(&a, "%s.tmp%ld", o->output, (long)getpid());
    bool ok = o->kind == LINK_ARCHIVE ? archive_line(&l, o, tmp, &runtime, why) : program_line(&l, o, tmp, why);
    if (ok && o->verbose) {
        for (uint32_t i = 0; i < l.words.len; i++)
            fprintf(stderr, "%s%s", i ? " " : "", l.words.data[i]);
        fputc('\n', stderr);
    }
    if (ok) {
        word(&l, NULL);
        int status = link_run_program(l.words.data, NULL, &said);
        ok = status == 0 && rename(tmp, o->output) == 0;
        if (!ok) {
            StrBuf b = {0};
            if (status == 0)
                sb_printf(&b, "cannot write `%s`: %s", o->output, strerror(errno));
            else
                sb_printf(&b, "linking failed (%s, exit code %d):\n%s", path_basename(l.words.data[0]), status,
                          said.p ? said.p : "");
            while (b.len && b.p[b.len - 1] == '\n')
                b.p[--b.len] = 0;
            *why = sb_take(&b);
            unlink(tmp);
        }
    }
    remove_unpacked(&runtime);
    sb_done(&said);
    arena_done(&a);
    return ok;
}
