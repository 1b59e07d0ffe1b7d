/* SPDX-License-Identifier: Apache-2.0 */
/* Finds tests: functions called test_… of the project's files of tests, files with a main, examples in the doc-strings
 * of its library. */
#include "discover.h"
#include "test_run.h"

#include <errno.h>
#include <inttypes.h>

static bool wanted(const char *id, const char **filters, int n) {
    for (int i = 0; i < n; i++)
        if (strstr(id, filters[i])) return true;
    return n == 0;
}

/* The program that runs the test its argument names. */
static bool write_runner(TestRun *r, const char *path, const char *module, const Functions *f) {
    StrBuf b = {0};
    (void)r;
    sb_puts(&b, "from std.sys import argv\n");
    for (uint32_t i = 0; i < f->all.len; i++) sb_printf(&b, "from %s import %s\n", module, f->all.data[i].name);
    sb_puts(&b, "\ndef main() raises:\n    var which = argv()[1]\n");
    for (uint32_t i = 0; i < f->all.len; i++)
        sb_printf(&b, "    if which == \"%s\":\n        %s()\n", f->all.data[i].name, f->all.data[i].name);
    bool ok = discover_write(path, sb_view(&b));
    sb_done(&b);
    return ok;
}

static Test *add(TestRun *r, const char *suite, const char *name, const char *file, const char *dir) {
    Test t = {.suite = suite, .name = name, .file = file, .dir = dir};
    t.id = strcmp(name, "main") == 0 ? suite : arena_printf(r->a, "%s.%s", suite, name);
    if (strmap_has(&r->ids, str_of(t.id))) t.id = arena_printf(r->a, "%s/%s", path_basename(dir), t.id); /* another member's */
    strmap_put(&r->ids, str_of(t.id), r);
    vec_push_in(r->a, &r->tests, t);
    return &vec_last(&r->tests);
}

static bool add_file(TestRun *r, const ProjectBuild *b, const Package *k, const Target *t, const char **filters, int n) {
    BuildUnit u = project_unit(b, k, t);
    Functions f = {0};
    discover_functions(r->a, r->sources, t->path, "test_", 0, &f);
    const char *file = arena_strndup(r->a, t->name.p, t->name.len);
    uint32_t before = r->tests.len;
    if (f.has_main) {
        if (wanted(file, filters, n)) add(r, file, "main", t->path, k->dir)->program = u.output;
    } else {
        for (uint32_t q = 0; q < f.all.len; q++) {
            if (!wanted(arena_printf(r->a, "%s.%s", file, f.all.data[q].name), filters, n)) continue;
            Test *test = add(r, file, f.all.data[q].name, t->path, k->dir);
            test->program = u.output;
            test->argument = f.all.data[q].name;
        }
        u.main = arena_printf(r->a, "%s/tests/%s.run.mojo", b->dir, path_basename(u.name));
        u.import = path_dirname(r->a, t->path);
        if (r->tests.len > before && !r->o->list && !write_runner(r, u.main, file, &f)) return false;
    }
    if (r->tests.len > before) vec_push_in(r->a, &r->units, u);
    return true;
}

static bool add_examples(TestRun *r, const ProjectBuild *b, const Package *k, const char **filters, int n) {
    Examples found = {0};
    const Manifest *m = k->manifest;
    if (!m->lib) return true;
    discover_examples(r->a, r->sources, m->lib, manifest_import_name(r->a, m->name), &found);
    PathList roots = {0};
    project_roots(b->project, k, true, &roots);
    TextList imports = {0};
    for (uint32_t i = 0; i < roots.len; i++) vec_push_in(r->a, &imports, roots.data[i]);
    for (uint32_t i = 0; i < found.all.len; i++) {
        const Example *x = &found.all.data[i];
        const char *name = arena_printf(r->a, "example_%u", x->number);
        if (!wanted(arena_printf(r->a, "%s.%s", x->of, name), filters, n)) continue;
        Test *t = add(r, x->of, name, x->file, k->dir);
        t->line = x->line;
        t->imports = imports;
        t->source = arena_printf(r->a, "%s/tests/examples/%s.%u.mojo", b->dir, x->of, x->number);
        if (!r->o->list && !discover_write(t->source, str_of(x->program))) return false;
    }
    return true;
}

bool test_find_project(TestRun *r, const ProjectBuild *b, const Package *k, const char **filters, int n) {
    for (uint32_t i = 0; i < k->manifest->targets.len && !r->o->doc; i++)
        if (k->manifest->targets.data[i].kind == TARGET_TEST && !add_file(r, b, k, &k->manifest->targets.data[i], filters, n))
            return false;
    return r->o->no_doc || b->is_other || add_examples(r, b, k, filters, n);
}

bool test_find_file(TestRun *r, const char *path, const TextList *imports) {
    Arena *a = r->a;
    char *real = path_real(a, path), *cache = path_cache_dir(a);
    if (!real || !file_exists(real)) {
        cli_error(EXIT_FAILED, "there is no file `%s`", path);
        return false;
    }
    Functions f = {0};
    discover_functions(a, r->sources, real, "test_", 0, &f);
    const char *base = path_basename(real), *dot = strrchr(base, '.');
    const char *module = arena_strndup(a, base, dot ? (size_t)(dot - base) : strlen(base)), *dir = path_dirname(a, real);
    if (!f.has_main && !f.all.len) {
        cli_error(EXIT_FAILED, "`%s` has no tests: functions called test_…, without arguments", path);
        return false;
    }
    const char *here = path_real(a, ".");
    if (f.has_main) {
        Test *t = add(r, module, "main", real, here);
        t->source = real;
        t->imports = *imports;
        return true;
    }
    const char *runner = arena_printf(a, "%s/tests/%016" PRIx64 "/%s.run.mojo", cache ? cache : "/tmp/mojo-cache",
                                      hash_bytes(real, strlen(real), 41), module);
    TextList roots = {0};
    vec_push_in(a, &roots, dir);
    for (uint32_t i = 0; i < imports->len; i++) vec_push_in(a, &roots, imports->data[i]);
    for (uint32_t i = 0; i < f.all.len; i++) {
        Test *t = add(r, module, f.all.data[i].name, real, here);
        t->source = runner;
        t->argument = f.all.data[i].name;
        t->imports = roots;
    }
    return r->o->list || write_runner(r, runner, module, &f);
}

bool test_keep_shard(TestRun *r) {
    const char *s = r->o->shard;
    unsigned k = 0, n = 0;
    char rest;
    if (!s) return true;
    if (sscanf(s, "%u/%u%c", &k, &n, &rest) != 2 || !k || k > n) {
        cli_error(EXIT_USAGE, "`--shard` is K/N, as in 1/4; found `%s`", s);
        return false;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->tests.len; i++)
        if (i % n == k - 1) r->tests.data[kept++] = r->tests.data[i];
    r->tests.len = kept;
    return true;
}
