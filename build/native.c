/* SPDX-License-Identifier: Apache-2.0 */
#include "native.h"

#include "cross.h"
#include "machine.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

typedef struct Line {
    Arena *a;
    VEC(const char *) words;
} Line;

static void add_words(Line *l, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) vec_push_in(l->a, &l->words, words[i]);
}

static bool has_native(const ProjectBuild *b, const Package *k) {
    NativeList all = {0};
    bool has = false;
    machine_natives(b, k, &all);
    for (uint32_t i = 0; i < all.len && !has; i++) has = all.data[i]->sources.len || all.data[i]->pkg_config.len || all.data[i]->link.len;
    return has;
}

uint64_t native_key(const ProjectBuild *b, const BuildUnit *u, uint64_t h) {
    PackageList all = {0};
    project_unit_closure(b, u, &all);
    for (uint32_t i = 0; i < all.len; i++) {
        const Manifest *m = all.data[i]->manifest;
        const Native *made = &all.data[i]->made_native;
        if (has_native(b, all.data[i]) || m->python.requires.len) h = hash_bytes(m->source->data, m->source->size, h);
        for (uint32_t k = 0; k < made->link.len; k++) h = hash_bytes(made->link.data[k].p, made->link.data[k].len, hash_mix(h, 1));
        for (uint32_t k = 0; k < made->sources.len; k++) h = hash_bytes(made->sources.data[k], strlen(made->sources.data[k]), hash_mix(h, 2));
    }
    return h;
}

/* ---- pkg-config ------------------------------------------------------------------------------------------------------ */
/* Words of its answer, quotes and all: what it prints are options, paths with blanks have backslashes. */
static void split_words(Arena *a, const char *s, TextList *out) {
    while (*s) {
        StrBuf w = {0};
        while (*s == ' ' || *s == '\n') s++;
        for (; *s && *s != ' ' && *s != '\n'; s++) {
            if (*s == '\\' && s[1]) s++;
            sb_char(&w, *s);
        }
        if (w.len) vec_push_in(a, out, (const char *)arena_strdup(a, w.p));
        sb_done(&w);
    }
}

static int ask_pkg_config(const ProjectBuild *b, const Package *k, const Native *n, const char *what, TextList *out) {
    if (!n->pkg_config.len) return EXIT_OK;
    Arena *a = &b->project->arena;
    const char *triple = b->compile->triple ? arena_printf(a, "%.*s-linux-gnu-pkg-config", (int)strcspn(b->compile->triple, "-"), b->compile->triple) : NULL;
    const char *program = triple ? link_find_program(a, triple) : NULL;
    if (!program) program = link_find_program(a, "pkg-config");
    if (!program) return cli_error(EXIT_FAILED, "`" STR_FMT "` needs pkg-config: install the package `pkg-config`", STR_ARG(k->name));
    Line l = {.a = a};
    vec_push_in(a, &l.words, program);
    vec_push_in(a, &l.words, "--print-errors");
    vec_push_in(a, &l.words, what);
    for (uint32_t i = 0; i < n->pkg_config.len; i++) vec_push_in(a, &l.words, (const char *)arena_strndup(a, n->pkg_config.data[i].p, n->pkg_config.data[i].len));
    vec_push_in(a, &l.words, (const char *)NULL);
    StrBuf said = {0};
    int code = EXIT_OK;
    if (link_run_program(l.words.data, NULL, &said) != 0)
        code = cli_error(EXIT_FAILED, "`" STR_FMT "` needs a system library that pkg-config does not find; install its -dev package:\n%s",
                         STR_ARG(k->name), said.p ? said.p : "");
    else split_words(a, said.p ? said.p : "", out);
    sb_done(&said);
    return code;
}

/* ---- C sources --------------------------------------------------------------------------------------------------------- */
/* The files of a rule that the compiler wrote: "x.o: a.c \ a.h". */
static bool read_rule(Arena *a, const char *path, TextList *out) {
    char *data = NULL;
    size_t size = 0;
    if (file_read(path, &data, &size) != 0) return false;
    for (char *c = data; *c; c++)
        if (c[0] == '\\' && c[1] == '\n') c[0] = c[1] = ' ';
    const char *colon = strstr(data, ": ");
    if (colon) split_words(a, colon + 2, out);
    free(data);
    return colon != NULL;
}

static bool object_is_fresh(Arena *a, const char *object, const char *rule) {
    struct stat made, st;
    TextList files = {0};
    if (stat(object, &made) != 0 || !read_rule(a, rule, &files)) return false;
    for (uint32_t i = 0; i < files.len; i++)
        if (stat(files.data[i], &st) != 0 || stamp_mtime(&st) > stamp_mtime(&made)) return false;
    return true;
}

static void add_deps(Arena *a, const char *rule, StampDeps *out) {
    TextList files = {0};
    if (!read_rule(a, rule, &files)) return;
    for (uint32_t i = 0; i < files.len; i++) {
        struct stat st;
        char *data = NULL;
        size_t size = 0;
        if (strchr(files.data[i], '\n') || stat(files.data[i], &st) != 0 || file_read(files.data[i], &data, &size) != 0) continue;
        vec_push_in(a, out, (StampDep){files.data[i], size, stamp_mtime(&st), hash_bytes(data, size, 7)});
        free(data);
    }
}

/* Options of all of a package's [native] tables are for all of its sources. */
static void add_flags(Line *l, const ProjectBuild *b, const Package *k) {
    NativeList all = {0};
    machine_natives(b, k, &all);
    for (uint32_t t = 0; t < all.len; t++) {
        const Native *n = all.data[t];
        for (uint32_t i = 0; i < n->include.len; i++) vec_push_in(l->a, &l->words, (const char *)arena_printf(l->a, "-I%s", n->include.data[i]));
        for (uint32_t i = 0; i < n->flags.len; i++) vec_push_in(l->a, &l->words, (const char *)arena_strndup(l->a, n->flags.data[i].p, n->flags.data[i].len));
    }
}

static int compile_source(const ProjectBuild *b, const Package *k, const char *cc, const char *source, const TextList *cflags, NativeParts *out) {
    Arena *a = &b->project->arena;
    Line l = {.a = a};
    const char *const head[] = {cc, "-c", "-fPIC", arena_printf(a, "-O%d", b->profile->opt)};
    add_words(&l, head, ARRAY_LEN(head));
    if (b->profile->debug) vec_push_in(a, &l.words, "-g");
    else vec_push_in(a, &l.words, (const char *)arena_printf(a, "-ffile-prefix-map=%s=" STR_FMT, k->dir, STR_ARG(k->name)));
    add_flags(&l, b, k);
    add_words(&l, cflags->data, cflags->len);
    uint64_t h = hash_bytes(source, strlen(source), 5);
    for (uint32_t i = 0; i < l.words.len; i++) h = hash_bytes(l.words.data[i], strlen(l.words.data[i]) + 1, h);
    const char *dir = path_join(a, b->dir, "objects.d/native.d");
    const char *object = arena_printf(a, "%s/" STR_FMT "-%016" PRIx64 ".o", dir, STR_ARG(k->name), h);
    const char *rule = arena_printf(a, "%s.d", object), *tmp = arena_printf(a, "%s.%ld", object, (long)getpid());
    vec_push_in(a, &out->objects, object);
    int code = EXIT_OK, err = dir_make_all(dir);
    if (err) return cli_error(EXIT_FAILED, "cannot write `%s`: %s", dir, strerror(err));
    if (!object_is_fresh(a, object, rule)) {
        const char *const tail[] = {"-MMD", "-MT", "o", "-MF", rule, "-o", tmp, source, NULL};
        add_words(&l, tail, ARRAY_LEN(tail));
        StrBuf said = {0};
        int status = link_run_program(l.words.data, NULL, &said);
        if (status == 0 && rename(tmp, object) != 0) code = cli_error(EXIT_FAILED, "cannot write `%s`: %s", object, strerror(errno));
        if (status != 0) code = cli_error(EXIT_FAILED, "`%s` of the package `" STR_FMT "` does not compile:\n%s", source, STR_ARG(k->name), said.p ? said.p : "");
        if (code) unlink(tmp);
        sb_done(&said);
    }
    add_deps(a, rule, &out->deps);
    return code;
}

static int build_table(const ProjectBuild *b, const Package *k, const Native *n, const TextList *cflags, const char *cc, NativeParts *out) {
    Arena *a = &b->project->arena;
    TextList libs = {0};
    int code = ask_pkg_config(b, k, n, "--libs", &libs);
    for (uint32_t i = 0; i < n->sources.len && !code; i++) code = compile_source(b, k, cc, n->sources.data[i], cflags, out);
    for (uint32_t i = 0; i < libs.len; i++) /* the rest is for a C compiler that links */
        if (strncmp(libs.data[i], "-L", 2) == 0 || strncmp(libs.data[i], "-l", 2) == 0) vec_push_in(a, &out->link, libs.data[i]);
    for (uint32_t i = 0; i < n->link.len; i++) vec_push_in(a, &out->link, (const char *)arena_printf(a, "-l" STR_FMT, STR_ARG(n->link.data[i])));
    return code;
}

static int build_package(const ProjectBuild *b, const Package *k, const char *cc, NativeParts *out) {
    NativeList all = {0};
    TextList cflags = {0};
    bool has_sources = false;
    int code = EXIT_OK;
    machine_natives(b, k, &all);
    for (uint32_t i = 0; i < all.len; i++) has_sources |= all.data[i]->sources.len > 0;
    for (uint32_t i = 0; i < all.len && !code && has_sources; i++) code = ask_pkg_config(b, k, all.data[i], "--cflags", &cflags);
    for (uint32_t i = 0; i < all.len && !code; i++) code = build_table(b, k, all.data[i], &cflags, cc, out);
    return code;
}

int native_build(const ProjectBuild *b, const BuildUnit *u, NativeParts *out) {
    Arena *a = &b->project->arena;
    PackageList all = {0};
    *out = (NativeParts){0};
    project_unit_closure(b, u, &all);
    const char *cc = NULL;
    int code = EXIT_OK;
    for (uint32_t i = 0; i < all.len && !code; i++) {
        if (!has_native(b, all.data[i])) continue;
        if (!cc) {
            CodegenOptions cg;
            CrossTarget t;
            const char *const names[] = {"cc", "gcc", "clang", "clang-19"};
            if (!compile_options(b->compile, false, &cg) || !cross_target(&cg, b->linker, a, &t)) return EXIT_FAILED;
            cc = t.driver;
            for (size_t k = 0; k < ARRAY_LEN(names) && !cc; k++) cc = link_find_program(a, names[k]);
            if (!cc) return cli_error(EXIT_FAILED, "`" STR_FMT "` has C sources, and there is no C compiler: install the package `gcc`", STR_ARG(all.data[i]->name));
        }
        code = build_package(b, all.data[i], cc, out);
    }
    return code;
}

/* ---- Python -------------------------------------------------------------------------------------------------------------- */
/* Arguments: package, requirement … "!" stands for Python itself. Says what does not hold, one line each. */
static const char checker[] =
    "import re, sys\n"
    "from importlib import metadata\n"
    "def parts(v): return [int(x) for x in re.findall(r'\\d+', v.split('+')[0])] or [0]\n"
    "def cmp(a, b):\n"
    "    n = max(len(a), len(b)); a += [0] * (n - len(a)); b += [0] * (n - len(b)); return (a > b) - (a < b)\n"
    "ops = {'>=': lambda c: c >= 0, '<=': lambda c: c <= 0, '>': lambda c: c > 0, '<': lambda c: c < 0, '==': lambda c: c == 0,\n"
    "       '!=': lambda c: c != 0}\n"
    "def holds(have, op, want):\n"
    "    if op == '~=': return cmp(parts(have), parts(want)) >= 0 and parts(have)[:len(parts(want)) - 1] == parts(want)[:-1]\n"
    "    if want.endswith('.*'): w = parts(want[:-2]); return (parts(have)[:len(w)] == w) == (op == '==')\n"
    "    return ops[op](cmp(parts(have), parts(want)))\n"
    "for package, text in zip(sys.argv[1::2], sys.argv[2::2]):\n"
    "    m = re.fullmatch(r'\\s*(!|[A-Za-z0-9][A-Za-z0-9._-]*)\\s*((?:(?:~=|[<>=!]=|[<>])\\s*[\\w.*+!-]+\\s*,?\\s*)*)', text)\n"
    "    if not m: print(f'`{package}`: `{text}` is no requirement that can be checked'); continue\n"
    "    name = m[1]\n"
    "    try: have = '.'.join(map(str, sys.version_info[:3])) if name == '!' else metadata.version(name)\n"
    "    except metadata.PackageNotFoundError: print(f'`{package}` needs the Python package `{text.strip()}`, which is not installed: pip install \"{text.strip()}\"'); continue\n"
    "    for op, want in re.findall(r'(~=|[<>=!]=|[<>])\\s*([\\w.*+!-]+)', m[2]):\n"
    "        if not holds(have, op, want):\n"
    "            print(f'`{package}` needs {\"Python\" if name == \"!\" else \"the Python package `\" + name + \"`\"} {op}{want}, found {have}'); break\n";

int python_check(const ProjectBuild *b, const BuildUnit *u) {
    Arena *a = &b->project->arena;
    PackageList all = {0};
    Line l = {.a = a};
    project_unit_closure(b, u, &all);
    for (uint32_t i = 0; i < all.len; i++) {
        const Python *p = &all.data[i]->manifest->python;
        const char *name = arena_strndup(a, all.data[i]->name.p, all.data[i]->name.len);
        for (uint32_t r = 0; r < p->requires.len + (p->version.len != 0); r++) {
            Str text = r < p->requires.len ? p->requires.data[r] : p->version;
            const char *const pair[] = {name, arena_printf(a, "%s" STR_FMT, r < p->requires.len ? "" : "!", STR_ARG(text))};
            add_words(&l, pair, 2);
        }
    }
    if (!l.words.len) return EXIT_OK;
    const char *python = link_find_program(a, "python3");
    if (!python) return cli_error(EXIT_FAILED, "`" STR_FMT "` needs Python: there is no python3", STR_ARG(u->package->name));
    Line whole = {.a = a};
    const char *const head[] = {python, "-c", checker};
    add_words(&whole, head, ARRAY_LEN(head));
    add_words(&whole, l.words.data, l.words.len);
    vec_push_in(a, &whole.words, (const char *)NULL);
    StrBuf said = {0};
    int status = link_run_program(whole.words.data, NULL, &said), code = EXIT_OK;
    while (said.len && said.p[said.len - 1] == '\n') said.p[--said.len] = 0;
    if (status != 0 || said.len) code = cli_error(EXIT_FAILED, "%s", said.p ? said.p : "python3 cannot be run");
    sb_done(&said);
    return code;
}
