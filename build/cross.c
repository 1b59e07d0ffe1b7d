/* SPDX-License-Identifier: Apache-2.0 */
#include "cross.h"

#include "store.h"

#include <errno.h>
#include <unistd.h>

const char *cross_debian_name(Arena *a, const char *triple) {
    static const char *const machines[] = {"x86_64", "aarch64", "riscv64"};
    const char *dash = strchr(triple, '-'), *linux_at = strstr(triple, "-linux");
    if (!dash || !linux_at || strstr(triple, "musl") || strstr(triple, "android")) return NULL;
    for (size_t i = 0; i < ARRAY_LEN(machines); i++)
        if (strncmp(triple, machines[i], (size_t)(dash - triple)) == 0 && machines[i][dash - triple] == 0)
            return arena_printf(a, "%s-linux-gnu", machines[i]);
    return NULL;
}

static bool compile_one(Arena *a, const char *cc, const char *sources, const char *name, const char *out) {
    const char *argv[] = {cc, "-D_GNU_SOURCE", "-std=gnu11", "-O2", "-fPIC", "-ffunction-sections", "-fdata-sections",
                          "-fasynchronous-unwind-tables", "-c", "-o", out, path_join(a, sources, name), NULL};
    StrBuf said = {0};
    bool ok = link_run_program(argv, NULL, &said) == 0;
    if (!ok) cli_error(EXIT_FAILED, "the C runtime cannot be compiled with `%s`:\n%s", cc, said.p ? said.p : "");
    sb_done(&said);
    return ok;
}

typedef struct Sources {
    Arena *a;
    VEC(const char *) names;
} Sources;

static bool add_source(void *ctx, const char *path, bool is_dir) {
    Sources *s = ctx;
    if (!is_dir && str_ends(str_of(path), STR(".c"))) vec_push_in(s->a, &s->names, (const char *)arena_strdup(s->a, path_basename(path)));
    return true;
}

/* CACHE/runtime/COMPILER/MACHINE/libmojort.a, made beside its place and renamed. */
static const char *runtime_for(Arena *a, const char *machine, const char *cc) {
    const char *cache = path_cache_dir(a), *support = session_support_dir();
    const char *sources = path_join(a, support, "runtime");
    if (!cache || !dir_exists(sources)) {
        cli_error(EXIT_FAILED, "the sources of the C runtime are not there: expected `%s`", sources);
        return NULL;
    }
    const char *dir = arena_printf(a, "%s/runtime/%s/%s", cache, store_compiler_id(), machine);
    const char *lib = path_join(a, dir, "libmojort.a"), *tmp = arena_printf(a, "%s/.%ld", dir, (long)getpid());
    if (file_exists(lib)) return lib;
    int err = dir_make_all(tmp);
    if (err) {
        cli_error(EXIT_FAILED, "cannot write `%s`: %s", tmp, strerror(err));
        return NULL;
    }
    Sources s = {.a = a};
    dir_walk(sources, add_source, &s);
    VEC(const char *) objects = {0};
    bool ok = true;
    for (uint32_t i = 0; i < s.names.len && ok; i++) {
        vec_push_in(a, &objects, (const char *)arena_printf(a, "%s/%s.o", tmp, s.names.data[i]));
        ok = compile_one(a, cc, sources, s.names.data[i], objects.data[i]);
    }
    char *why = NULL;
    LinkOptions l = {.kind = LINK_ARCHIVE, .output = lib, .objects = objects.data, .n_objects = objects.len};
    if (ok && !link_run(&l, &why)) {
        cli_error(EXIT_FAILED, "%s", why);
        free(why);
        ok = false;
    }
    for (uint32_t i = 0; i < objects.len; i++) unlink(objects.data[i]);
    rmdir(tmp);
    return ok ? lib : NULL;
}

static const char *host_triple(void) {
    const char *why = NULL;
    TargetInfo host;
    CodegenOptions h;
    codegen_options_init(&h);
    return codegen_target(&h, &host, &why) ? host.triple : "";
}

bool cross_is_other(Arena *a, const char *triple) {
    const char *there = cross_debian_name(a, triple), *here = cross_debian_name(a, host_triple());
    return !there || !here || strcmp(there, here) != 0;
}

bool cross_target(const CodegenOptions *cg, const char *cc, Arena *a, CrossTarget *out) {
    const char *why = NULL;
    TargetInfo t;
    *out = (CrossTarget){.runtime = path_join(a, session_support_dir() ? session_support_dir() : ".", "libmojort.a"), .driver = cc};
    if (!cg->triple) return true;
    if (!codegen_target(cg, &t, &why)) {
        cli_error(EXIT_USAGE, "%s", why);
        return false;
    }
    if (!cross_is_other(a, t.triple)) return true;
    const char *there = cross_debian_name(a, t.triple);
    if (!there && !cc) {
        cli_error(EXIT_USAGE, "only objects are made for `%s`: use --emit=obj and link it there, or name its C compiler in mojo.toml: [target.%s] linker",
                  cg->triple, cg->triple);
        return false;
    }
    const char *name = cc ? cc : arena_printf(a, "%s-gcc", there);
    out->driver = link_find_program(a, name);
    if (!out->driver) {
        const char *package = strncmp(there ? there : "", "x86_64", 6) == 0 ? "gcc-x86-64-linux-gnu" : arena_printf(a, "gcc-%s", there ? there : "");
        cli_error(EXIT_FAILED, "linking for `%s` needs `%s`: install the package `%s` (or use --emit=obj)", cg->triple, name, package);
        return false;
    }
    const char *machine = cc ? arena_printf(a, "%s-%016llx", t.triple, (unsigned long long)hash_bytes(cc, strlen(cc), 3)) : there;
    out->runtime = runtime_for(a, machine, out->driver);
    return out->runtime != NULL;
}
