/* SPDX-License-Identifier: Apache-2.0 */
/* mojo cache: what the user's cache holds, cleaning it, carrying it to another machine. */
#include "cli.h"
#include "package/project.h"
#include "store.h"

#include "base/json.h"
#include "query/blob.h"

#include <inttypes.h>

typedef struct Options {
    bool json, all;
    int64_t megabytes;
} Options;

static const Option options[] = {
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "info, gc: print JSON"},
    {"max-size", 0, OPT_INT, offsetof(Options, megabytes), "MB", "gc: keep at most so many megabytes (the bound of the cache)"},
    {"all", 0, OPT_FLAG, offsetof(Options, all), NULL, "gc: remove everything"},
    {0},
};

static void print_json(const char *folder, const StoreRules *r, StoreInfo objects, StoreInfo programs, StoreInfo packages) {
    Json *j = json_object();
    StrBuf b = {0};
    json_put(j, "folder", json_cstr(folder));
    json_put(j, "limit", json_int((int64_t)r->limit));
    json_put(j, "objects", json_int((int64_t)objects.entries));
    json_put(j, "object_bytes", json_int((int64_t)objects.bytes));
    json_put(j, "programs", json_int((int64_t)programs.entries));
    json_put(j, "program_bytes", json_int((int64_t)programs.bytes));
    json_put(j, "packages", json_int((int64_t)packages.entries));
    json_put(j, "package_bytes", json_int((int64_t)packages.bytes));
    uint64_t n_index, index = blob_size(&n_index);
    json_put(j, "index_files", json_int((int64_t)n_index));
    json_put(j, "index_bytes", json_int((int64_t)index));
    json_put(j, "remote", json_bool(r->remote.url != NULL));
    json_put(j, "remote_read_only", json_bool(r->remote.read_only));
    json_print(&b, j, true);
    puts(b.p);
    sb_done(&b);
    json_free(j);
}

static int info(const StoreRules *r, const Options *o) {
    Arena a;
    arena_init(&a);
    const char *root = store_folder(r, &a), *folder = root ? root : "";
    StoreInfo objects = store_info(r, "objects"), programs = store_info(r, "programs"), packages = store_info(r, "packages");
    if (o->json) {
        print_json(folder, r, objects, programs, packages);
    } else {
        const char *who = r->folder ? "[cache] size" : "MOJO_CACHE_SIZE", *server = r->remote.of_project ? "[cache] remote" : "MOJO_REMOTE_CACHE";
        printf("folder    %s%s\n", folder, r->folder ? " (of this project)" : "");
        printf("objects   %" PRIu64 ", %.1f MB\n", objects.entries, (double)objects.bytes / 1e6);
        printf("programs  %" PRIu64 ", %.1f MB\n", programs.entries, (double)programs.bytes / 1e6);
        printf("packages  %" PRIu64 ", %.1f MB\n", packages.entries, (double)packages.bytes / 1e6);
        uint64_t n_index, index = blob_size(&n_index);
        printf("index     %" PRIu64 ", %.1f MB (of mojo-lsp, %d at most)\n", n_index, (double)index / 1e6, BLOB_LIMIT_MB);
        if (r->limit) printf("bound     %.0f MB (%s)\n", (double)(r->limit >> 20), who);
        else printf("bound     none is kept: %s is 0\n", who);
        if (!r->remote.url) printf("remote    none (MOJO_REMOTE_CACHE)\n");
        else printf("remote    %s (%s)\n", r->remote.read_only ? "read only" : "read and write", server);
    }
    arena_done(&a);
    return EXIT_OK;
}

static int gc(const StoreRules *r, const Options *o) {
    if (o->megabytes < 0) return cli_error(EXIT_USAGE, "--max-size is a number of megabytes");
    uint64_t limit = o->all ? 0 : o->megabytes ? (uint64_t)o->megabytes << 20 : r->limit;
    uint64_t index_limit = (uint64_t)BLOB_LIMIT_MB << 20, gone = store_gc(r, limit);
    gone += blob_trim(limit < index_limit ? limit : index_limit);
    if (o->json) printf("{\"removed_bytes\": %" PRIu64 "}\n", gone);
    else fprintf(stderr, "removed %.1f MB\n", (double)gone / 1e6);
    return EXIT_OK;
}

static int carry(const StoreRules *r, const char *verb, const char *path) {
    uint64_t n;
    bool out = strcmp(verb, "export") == 0;
    int code = out ? store_export(r, path, &n) : store_import(r, path, &n);
    if (!code) fprintf(stderr, "%" PRIu64 " %s %s `%s`\n", n, n == 1 ? "entry" : "entries", out ? "written to" : "read from", path);
    return code;
}

static int act(const StoreRules *r, const Options *o, const char **args, int n_args) {
    if (n_args == 2) return carry(r, args[0], args[1]);
    return strcmp(args[0], "gc") == 0 ? gc(r, o) : info(r, o);
}

static int run(const void *opts, const char **args, int n_args) {
    const char *verb = args[0];
    bool takes_file = strcmp(verb, "export") == 0 || strcmp(verb, "import") == 0;
    if (!takes_file && strcmp(verb, "info") != 0 && strcmp(verb, "gc") != 0)
        return cli_error(EXIT_USAGE, "`mojo cache` knows info, gc, export and import, found `%s`", verb);
    if (takes_file != (n_args == 2))
        return cli_error(EXIT_USAGE, takes_file ? "`mojo cache %s` needs a file" : "`mojo cache %s` takes no file", verb);
    Project p;
    const char *why;
    ProjectOptions po = {0};
    bool open = project_open(&p, &po, &why); /* its [cache]; a project with mistakes in mojo.toml has none */
    StoreRules rules = store_rules(open ? &p.root->cache : NULL);
    int code = act(&rules, opts, args, n_args);
    project_close(&p);
    return code;
}

const Command command_cache = {
    "cache", "info|gc|export FILE|import FILE", "Look at the cache of compiled code, clean it, carry it",
    "Compiled code is kept in a cache that all projects of a user share. `gc` removes what was least recently used;\n"
    "`export` writes all of it to one file, which `import` adds to the cache of another machine.\n"
    "MOJO_CACHE_DIR and MOJO_CACHE_SIZE (megabytes) move and bound it. MOJO_REMOTE_CACHE=http://host:port shares it\n"
    "through a server (bazel-remote's layout); MOJO_REMOTE_CACHE_MODE=read does not upload. In a project with\n"
    "a [cache] in its mojo.toml it is that folder and server that are meant.",
    options, sizeof(Options), run, 1, 2, false};
