/* SPDX-License-Identifier: Apache-2.0 */
/* mojo cache: what the user's cache holds, cleaning it, carrying it to another machine. */
#include "cli.h"
#include "store.h"

#include "base/json.h"

#include <inttypes.h>

typedef struct Options {
    bool json, all;
    int64_t megabytes;
} Options;

static const Option options[] = {
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "info: print JSON"},
    {"max-size", 0, OPT_INT, offsetof(Options, megabytes), "MB", "gc: keep at most so many megabytes (the bound of the cache)"},
    {"all", 0, OPT_FLAG, offsetof(Options, all), NULL, "gc: remove everything"},
    {0},
};

static const char *root_of(Arena *a) {
    const char *root = path_cache_dir(a);
    return root ? root : "";
}

static int info(const Options *o) {
    Arena a;
    arena_init(&a);
    const char *remote = getenv("MOJO_REMOTE_CACHE"), *mode = getenv("MOJO_REMOTE_CACHE_MODE");
    StoreInfo objects = store_info("objects"), programs = store_info("programs"), packages = store_info("packages");
    bool has_remote = remote && *remote;
    if (o->json) {
        Json *j = json_object();
        json_put(j, "folder", json_cstr(root_of(&a)));
        json_put(j, "limit", json_int((int64_t)store_limit()));
        json_put(j, "objects", json_int((int64_t)objects.entries));
        json_put(j, "object_bytes", json_int((int64_t)objects.bytes));
        json_put(j, "programs", json_int((int64_t)programs.entries));
        json_put(j, "program_bytes", json_int((int64_t)programs.bytes));
        json_put(j, "packages", json_int((int64_t)packages.entries));
        json_put(j, "package_bytes", json_int((int64_t)packages.bytes));
        json_put(j, "remote", has_remote ? json_bool(true) : json_bool(false));
        StrBuf b = {0};
        json_print(&b, j, true);
        puts(b.p);
        sb_done(&b);
        json_free(j);
    } else {
        printf("folder    %s\n", root_of(&a));
        printf("objects   %" PRIu64 ", %.1f MB\n", objects.entries, (double)objects.bytes / 1e6);
        printf("programs  %" PRIu64 ", %.1f MB\n", programs.entries, (double)programs.bytes / 1e6);
        printf("packages  %" PRIu64 ", %.1f MB\n", packages.entries, (double)packages.bytes / 1e6);
        if (store_limit()) printf("bound     %.0f MB (MOJO_CACHE_SIZE)\n", (double)(store_limit() >> 20));
        else printf("bound     none is kept: MOJO_CACHE_SIZE is 0\n");
        printf("remote    %s\n", !has_remote ? "none (MOJO_REMOTE_CACHE)" : mode && strcmp(mode, "read") == 0 ? "read only" : "read and write");
    }
    arena_done(&a);
    return EXIT_OK;
}

static int gc(const Options *o) {
    if (o->megabytes < 0) return cli_error(EXIT_USAGE, "--max-size is a number of megabytes");
    uint64_t limit = o->all ? 0 : o->megabytes ? (uint64_t)o->megabytes << 20 : store_limit();
    uint64_t gone = store_gc(limit);
    fprintf(stderr, "removed %.1f MB\n", (double)gone / 1e6);
    return EXIT_OK;
}

static int carry(const char *verb, const char *path) {
    uint64_t n;
    bool out = strcmp(verb, "export") == 0;
    int code = out ? store_export(path, &n) : store_import(path, &n);
    if (!code) fprintf(stderr, "%" PRIu64 " %s %s `%s`\n", n, n == 1 ? "entry" : "entries", out ? "written to" : "read from", path);
    return code;
}

static int run(const void *opts, const char **args, int n_args) {
    const char *verb = args[0];
    bool takes_file = strcmp(verb, "export") == 0 || strcmp(verb, "import") == 0;
    if (!takes_file && strcmp(verb, "info") != 0 && strcmp(verb, "gc") != 0)
        return cli_error(EXIT_USAGE, "`mojo cache` knows info, gc, export and import, found `%s`", verb);
    if (takes_file != (n_args == 2))
        return cli_error(EXIT_USAGE, takes_file ? "`mojo cache %s` needs a file" : "`mojo cache %s` takes no file", verb);
    if (takes_file) return carry(verb, args[1]);
    return strcmp(verb, "gc") == 0 ? gc(opts) : info(opts);
}

const Command command_cache = {
    "cache", "info|gc|export FILE|import FILE", "Look at the cache of compiled code, clean it, carry it",
    "Compiled code is kept in a cache that all projects of a user share. `gc` removes what was least recently used;\n"
    "`export` writes all of it to one file, which `import` adds to the cache of another machine.\n"
    "MOJO_CACHE_DIR and MOJO_CACHE_SIZE (megabytes) move and bound it. MOJO_REMOTE_CACHE=http://host:port shares it\n"
    "through a server (bazel-remote's layout); MOJO_REMOTE_CACHE_MODE=read does not upload.",
    options, sizeof(Options), run, 1, 2, false};
