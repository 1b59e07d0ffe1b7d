/* SPDX-License-Identifier: Apache-2.0 */
/* golden [--bless] [--once] [--mojo=PATH] [FILE|DIR…]: runs the golden tests (tests/golden) in parallel.
 * Prints what failed and a closing line. TEST=text in the environment keeps paths with that text.
 */
#include "golden.h"

typedef VEC(char *) VecPath;

typedef struct Suite {
    Options o;
    VecPath paths;
    uint32_t passed, failed, skipped;
} Suite;

static bool is_test(const char *path) {
    Str p = str_of(path);
    return str_ends(p, STR(".mojo")) || str_ends(p, STR(".py")) ||
           str_ends(p, STR(".\xF0\x9F\x94\xA5"));
}

static bool collect(void *ctx, const char *path, bool is_dir) {
    Suite *s = ctx;
    bool wanted = !s->o.pattern || !*s->o.pattern || strstr(path, s->o.pattern);
    if (!is_dir && is_test(path) && wanted) vec_push(&s->paths, xstrdup(path));
    return true;
}

static void run_one(void *ctx, size_t i) {
    Suite *s = ctx;
    Case c;
    const char *path = s->paths.data[i];
    case_read(&c, path);
    case_run(&c, &s->o);
    if (c.report.len) {
        flockfile(stdout);
        printf("FAIL %s\n%s", c.path, c.report.p);
        fflush(stdout);
        funlockfile(stdout);
        __atomic_add_fetch(&s->failed, 1, __ATOMIC_RELAXED);
    } else if (c.skip) {
        printf("skip %s: %s\n", c.path, c.skip);
        __atomic_add_fetch(&s->skipped, 1, __ATOMIC_RELAXED);
    } else if (c.mode != MODE_HELPER) {
        __atomic_add_fetch(&s->passed, 1, __ATOMIC_RELAXED);
    }
    case_done(&c);
}

int main(int argc, char **argv) {
    Suite s = {.o = {.pattern = getenv("TEST"), .seconds = 20}};
    const char *out = getenv("OUT"), *root = "tests/golden";
    Arena a;
    arena_init(&a);
    s.o.mojo = path_join(&a, out && *out ? out : "out", "bin/mojo");
    s.o.tmp = getenv("TMPDIR");
    if (!s.o.tmp || !*s.o.tmp) s.o.tmp = "/tmp";
    bool any = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--bless") == 0)
            s.o.bless = true;
        else if (strcmp(argv[i], "--once") == 0)
            s.o.once = true;
        else if (strncmp(argv[i], "--mojo=", 7) == 0)
            s.o.mojo = argv[i] + 7;
        else if (argv[i][0] == '-')
            return fprintf(stderr, "golden: unknown option %s\n", argv[i]), 2;
        else if (any = true, dir_walk(argv[i], collect, &s) != 0)
            return fprintf(stderr, "golden: cannot read %s\n", argv[i]), 2;
    }
    if (!any && dir_exists(root)) dir_walk(root, collect, &s);
    parallel_for(cpu_count(), s.paths.len, run_one, &s);
    if (s.skipped) printf("%u skipped\n", s.skipped);
    printf("%u passed, %u failed\n", s.passed, s.failed);
    for (uint32_t i = 0; i < s.paths.len; i++) free(s.paths.data[i]);
    vec_done(&s.paths);
    arena_done(&a);
    return s.failed ? 1 : 0;
}
