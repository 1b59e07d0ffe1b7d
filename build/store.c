/* SPDX-License-Identifier: Apache-2.0 */
#include "store.h"

#include "cli.h"
#include "package/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_MEGABYTES = 2048, TOUCH_AFTER = 600 /* seconds */, MAX_OBJECT = 1 << 30 };

struct Store {
    StoreRules rules;
    char *root, *dir; /* CACHE, CACHE/objects */
    Remote *remote; /* NULL: none */
    bool keeps_remote; /* what the server has is kept here, too */
};

StoreRules store_rules(const CacheRules *c) {
    const char *size = getenv("MOJO_CACHE_SIZE"), *folder = getenv("MOJO_CACHE_DIR");
    StoreRules r = {.folder = c && !(folder && *folder) ? c->folder : NULL};
    char *end;
    unsigned long long mb = r.folder && c->megabytes >= 0 ? (unsigned long long)c->megabytes : DEFAULT_MEGABYTES;
    unsigned long long own = size ? strtoull(size, &end, 10) : 0;
    if (size && end != size && !*end) mb = own;
    r.limit = mb > UINT64_MAX >> 20 ? UINT64_MAX : (uint64_t)mb << 20;
    r.remote = remote_rules(c && c->remote.len ? c->remote.p : NULL, c && c->read_only);
    return r;
}

const char *store_folder(const StoreRules *r, Arena *a) {
    return r->folder ? r->folder : path_cache_dir(a);
}

/* ---- which compiler ------------------------------------------------------------------------------------------ */
const char *store_compiler_id(void) {
    static char *id;
    if (id) return id;
    Arena a;
    arena_init(&a);
    id = xstrdup(program_id(&a));
    arena_done(&a);
    return id;
}

/* ---- entries ----------------------------------------------------------------------------------------------------- */
static char *entry_path(Arena *a, const char *dir, const uint8_t key[32]) {
    char hex[65];
    sha256_hex(key, hex);
    return arena_printf(a, "%s/%.2s/%s", dir, hex, hex + 2);
}

static const char head_format[] = "mojo-object 1 %016" PRIx64 " %020" PRIu64 "\n";
enum { HEAD_SIZE = 14 + 16 + 1 + 20 + 1 };

/* The bytes behind a head; false when they are not what it says. */
static bool entry_bytes(Str text, Str *out) {
    char head[HEAD_SIZE + 1];
    if (text.len < HEAD_SIZE) return false;
    *out = (Str){text.p + HEAD_SIZE, text.len - HEAD_SIZE};
    snprintf(head, sizeof head, head_format, hash_bytes(out->p, out->len, 29), (uint64_t)out->len);
    return memcmp(head, text.p, HEAD_SIZE) == 0;
}

static bool find_local(const Store *s, const uint8_t key[32], CodegenPart *out) {
    Arena a;
    arena_init(&a);
    const char *path = entry_path(&a, s->dir, key);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    char *data = NULL;
    size_t size = 0;
    Str bytes;
    bool hit = fd >= 0 && fstat(fd, &st) == 0 && file_read_fd(fd, &data, &size) == 0 && entry_bytes((Str){data, size}, &bytes);
    if (hit) {
        memmove(data, bytes.p, bytes.len);
        data[bytes.len] = 0;
        *out = (CodegenPart){data, bytes.len};
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        if (now.tv_sec - st.st_mtim.tv_sec > TOUCH_AFTER) futimens(fd, NULL); /* recently used */
    } else {
        free(data);
    }
    if (fd >= 0) close(fd);
    arena_done(&a);
    return hit;
}

static void put_local(const Store *s, const uint8_t key[32], const CodegenPart *part) {
    Arena a;
    StrBuf b = {0};
    arena_init(&a);
    const char *path = entry_path(&a, s->dir, key);
    sb_reserve(&b, part->size + HEAD_SIZE + 1);
    sb_printf(&b, head_format, hash_bytes(part->data, part->size, 29), (uint64_t)part->size);
    sb_add(&b, part->data, part->size);
    int err = file_replace(path, sb_view(&b));
    if (err == ENOENT && dir_make_all(path_dirname(&a, path)) == 0) err = file_replace(path, sb_view(&b));
    if (!err && key[30] == 0) store_trim(&s->rules); /* now and then */
    sb_done(&b);
    arena_done(&a);
}

static bool store_find(void *ctx, const uint8_t key[32], CodegenPart *out) {
    Store *s = ctx;
    if (find_local(s, key, out)) return true;
    if (!s->remote || !remote_get(s->remote, key, out)) return false;
    if (s->keeps_remote) put_local(s, key, out);
    return true;
}

static void store_put(void *ctx, const uint8_t key[32], const CodegenPart *part) {
    Store *s = ctx;
    if (part->size > MAX_OBJECT) return;
    put_local(s, key, part);
    if (s->remote) remote_put(s->remote, key, part);
}

static char *cache_folder(const StoreRules *r, Arena *a, const char *folder) {
    const char *root = store_folder(r, a);
    return root ? path_join(a, root, folder) : NULL;
}

Store *store_open(const StoreRules *r) {
    Arena a;
    arena_init(&a);
    char *dir = r->limit ? cache_folder(r, &a, "objects") : NULL;
    Store *s = NULL;
    if (dir) {
        s = xcalloc(1, sizeof *s);
        s->dir = xstrdup(dir);
        s->root = xstrdup(store_folder(r, &a));
        s->rules = *r;
        s->rules.folder = s->root;
        s->remote = remote_open(&r->remote);
        s->keeps_remote = r->folder || !r->remote.of_project;
    }
    arena_done(&a);
    return s;
}

void store_close(Store *s) {
    if (!s) return;
    remote_close(s->remote);
    free(s->dir);
    free(s->root);
    free(s);
}

CodegenStore store_codegen(Store *s) {
    return (CodegenStore){store_find, store_put, s};
}

/* ---- all entries --------------------------------------------------------------------------------------------------- */
static const char *const folders[] = {"objects", "programs", "packages"};

typedef struct Entry {
    const char *path, *name; /* name: below the cache's folder */
    uint64_t used, size;
    bool is_rest;   /* of a writer that was interrupted */
    bool is_folder; /* an unpacked package */
} Entry;
typedef struct Entries {
    Arena arena;
    VEC(Entry) all;
} Entries;

static void list_folder(Entries *e, const char *dir, const char *name, int depth) {
    DIR *d = opendir(dir);
    for (struct dirent *f; d && (f = readdir(d));) {
        struct stat st;
        if (strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0) continue;
        char *path = path_join(&e->arena, dir, f->d_name), *below = arena_printf(&e->arena, "%s/%s", name, f->d_name);
        if (lstat(path, &st) != 0) continue;
        if (S_ISDIR(st.st_mode) && depth) list_folder(e, path, below, depth - 1);
        if (!S_ISREG(st.st_mode)) continue;
        bool rest = f->d_name[strspn(f->d_name, "0123456789abcdef")] != 0;
        Entry one = {.path = path, .name = below, .size = (uint64_t)st.st_size, .is_rest = rest};
        one.used = (uint64_t)st.st_mtim.tv_sec * 1000000000u + (uint64_t)st.st_mtim.tv_nsec;
        vec_push_in(&e->arena, &e->all, one);
    }
    if (d) closedir(d);
}

static bool add_size(void *ctx, const char *path, bool is_dir) {
    struct stat st;
    if (!is_dir && lstat(path, &st) == 0) *(uint64_t *)ctx += (uint64_t)st.st_size;
    return true;
}

/* Unpacked packages are entries as a whole. */
static void list_packages(Entries *e, const char *dir) {
    DIR *d = opendir(dir);
    for (struct dirent *f; d && (f = readdir(d));) {
        struct stat st;
        if (strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0) continue;
        char *path = path_join(&e->arena, dir, f->d_name);
        if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode)) continue;
        Entry one = {.path = path, .name = path, .used = (uint64_t)st.st_mtim.tv_sec * 1000000000u, .is_folder = true};
        one.is_rest = f->d_name[0] == '.';
        dir_walk(path, add_size, &one.size);
        dir_walk(path_join(&e->arena, path, ".made"), add_size, &one.size);
        vec_push_in(&e->arena, &e->all, one);
    }
    if (d) closedir(d);
}

static void list_all(const StoreRules *r, Entries *e, const char *only) {
    *e = (Entries){0};
    arena_init(&e->arena);
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        char *dir = !only || strcmp(only, folders[i]) == 0 ? cache_folder(r, &e->arena, folders[i]) : NULL;
        if (dir && i < 2) list_folder(e, dir, folders[i], 1);
        else if (dir) list_packages(e, dir);
    }
}

StoreInfo store_info(const StoreRules *r, const char *folder) {
    Entries e;
    StoreInfo out = {0};
    list_all(r, &e, folder);
    for (uint32_t i = 0; i < e.all.len; i++) {
        out.entries += !e.all.data[i].is_rest;
        out.bytes += e.all.data[i].size;
    }
    arena_done(&e.arena);
    return out;
}

static int by_age(const void *x, const void *y) {
    const Entry *a = x, *b = y;
    return a->used != b->used ? (a->used < b->used ? -1 : 1) : strcmp(a->path, b->path);
}

static uint64_t remove_down_to(Entries *e, uint64_t limit) {
    enum { REST_AFTER = 3600 };
    uint64_t total = 0, gone = 0, now = (uint64_t)time(NULL);
    for (uint32_t i = 0; i < e->all.len; i++) total += e->all.data[i].size;
    if (e->all.len) qsort(e->all.data, e->all.len, sizeof *e->all.data, by_age);
    for (uint32_t i = 0; i < e->all.len; i++) {
        const Entry *x = &e->all.data[i];
        bool old_rest = x->is_rest && x->used / 1000000000u + REST_AFTER < now;
        if (!(old_rest || (!x->is_rest && total > limit))) continue;
        bool in_use = x->is_folder && limit && x->used / 1000000000u + REST_AFTER > now; /* by a build, perhaps */
        if (in_use || (x->is_folder ? files_remove_tree(x->path) : unlink(x->path)) != 0) continue;
        total -= x->size;
        gone += x->size;
    }
    return gone;
}

uint64_t store_gc(const StoreRules *r, uint64_t limit) {
    Entries e;
    list_all(r, &e, NULL);
    uint64_t gone = remove_down_to(&e, limit);
    arena_done(&e.arena);
    return gone;
}

void store_trim(const StoreRules *r) {
    Entries e;
    uint64_t total = 0, limit = r->limit;
    list_all(r, &e, NULL);
    for (uint32_t i = 0; i < e.all.len; i++) total += e.all.data[i].size;
    if (total > limit) remove_down_to(&e, limit / 4 * 3);
    arena_done(&e.arena);
}

/* ---- carrying it about ------------------------------------------------------------------------------------------------
 * The file: "mojo-cache-archive 1\n", then "entry SIZE NAME\n" and the bytes for each, then "end\n". */
static const char archive_magic[] = "mojo-cache-archive 1\n";

int store_export(const StoreRules *r, const char *path, uint64_t *n) {
    Entries e;
    list_all(r, &e, NULL);
    char *tmp = arena_printf(&e.arena, "%s.tmp%ld", path, (long)getpid());
    FILE *f = fopen(tmp, "wxe");
    int err = f ? 0 : errno;
    *n = 0;
    if (e.all.len) qsort(e.all.data, e.all.len, sizeof *e.all.data, by_age);
    if (f) fputs(archive_magic, f);
    for (uint32_t i = 0; f && i < e.all.len; i++) {
        char *data = NULL;
        size_t size = 0;
        if (e.all.data[i].is_rest || e.all.data[i].is_folder || file_read(e.all.data[i].path, &data, &size) != 0) continue; /* gone meanwhile */
        fprintf(f, "entry %zu %s\n", size, e.all.data[i].name);
        fwrite(data, 1, size, f);
        free(data);
        ++*n;
    }
    if (f) {
        fputs("end\n", f);
        if (ferror(f)) err = errno ? errno : EIO;
        if (fclose(f) != 0 && !err) err = errno;
        if (!err && rename(tmp, path) != 0) err = errno;
        if (err) unlink(tmp);
    }
    arena_done(&e.arena);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err)) : EXIT_OK;
}

/* objects/ab/<62 digits>, programs/<32 digits> and nothing else: an archive may come from anywhere. */
static bool is_entry_name(Str name) {
    Str rest = name;
    if (str_starts(name, STR("objects/")) && name.len == 8 + 3 + 62 && name.p[10] == '/') rest = str_sub(name, 8, name.len);
    else if (str_starts(name, STR("programs/")) && name.len == 9 + 32) rest = str_sub(name, 9, name.len);
    else return false;
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c == '/' && rest.p != name.p + 9 && i == 2))) return false;
    }
    return true;
}

static int import_all(Str text, const char *root, uint64_t *n) {
    const char *p = text.p, *end = text.p + text.len;
    size_t magic = sizeof archive_magic - 1;
    if (text.len < magic || memcmp(p, archive_magic, magic) != 0) return EINVAL;
    p += magic;
    while ((size_t)(end - p) > 6 && memcmp(p, "entry ", 6) == 0) {
        char *after;
        unsigned long long size = strtoull(p + 6, &after, 10);
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        if (!nl || *after != ' ' || after + 1 >= nl || size > (size_t)(end - nl - 1)) return EINVAL;
        Str name = {after + 1, (size_t)(nl - after - 1)}, bytes = {nl + 1, size}, inner;
        p = nl + 1 + size;
        if (!is_entry_name(name) || (str_starts(name, STR("objects/")) && !entry_bytes(bytes, &inner))) return EINVAL;
        Arena a;
        arena_init(&a);
        char *to = path_join(&a, root, arena_strndup(&a, name.p, name.len));
        int err = dir_make_all(path_dirname(&a, to));
        if (!err) err = file_replace(to, bytes);
        arena_done(&a);
        if (err) return err;
        ++*n;
    }
    return end - p == 4 && memcmp(p, "end\n", 4) == 0 ? 0 : EINVAL;
}

int store_import(const StoreRules *r, const char *path, uint64_t *n) {
    char *data = NULL;
    size_t size = 0;
    Arena a;
    *n = 0;
    int err = file_read(path, &data, &size);
    if (err) return cli_error(EXIT_FAILED, "cannot read `%s`: %s", path, strerror(err));
    arena_init(&a);
    const char *root = store_folder(r, &a);
    err = root ? import_all((Str){data, size}, root, n) : ENOENT;
    arena_done(&a);
    free(data);
    if (!err) store_trim(r);
    if (err == EINVAL) return cli_error(EXIT_FAILED, "`%s` is no cache archive, or it is damaged; %" PRIu64 " entries were taken from it", path, *n);
    return err ? cli_error(EXIT_FAILED, "cannot write to the cache folder: %s", strerror(err)) : EXIT_OK;
}
