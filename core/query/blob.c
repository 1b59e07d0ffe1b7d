/* SPDX-License-Identifier: Apache-2.0 */
/* Mapped tables. Contract in blob.h. */
#include "query/blob.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TOUCH_AFTER = 86400 /* seconds */, MAX_BLOB = 1 << 30 };

typedef struct Head {
    char magic[8];
    uint32_t kind, format;
    uint64_t size; /* of the whole */
    uint64_t sum;  /* of what follows the head */
    struct {
        uint32_t at, size;
    } parts[BLOB_PARTS];
} Head;
static const char magic[8] = "mojoidx";

/* ---- reading --------------------------------------------------------------------------------------- */
bool blob_check(Str bytes, uint32_t kind) {
    Head h;
    if (bytes.len < sizeof h) return false;
    memcpy(&h, bytes.p, sizeof h);
    if (memcmp(h.magic, magic, sizeof magic) != 0 || h.kind != kind || h.format != BLOB_FORMAT || h.size != bytes.len) return false;
    for (uint32_t i = 0; i < BLOB_PARTS; i++)
        if (h.parts[i].at % 8 || h.parts[i].at < sizeof h || h.parts[i].at > bytes.len || h.parts[i].size > bytes.len - h.parts[i].at)
            return false;
    if (!h.parts[0].size || bytes.p[h.parts[0].at + h.parts[0].size - 1] != 0) return false; /* texts end */
    return hash_bytes(bytes.p + sizeof h, bytes.len - sizeof h, kind) == h.sum;
}

bool blob_open(Blob *b, const char *path, uint32_t kind, bool map) {
    *b = (Blob){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat st;
    bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size >= (off_t)sizeof(Head) && st.st_size < MAX_BLOB;
    void *p = ok && map ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    char *data;
    if (p != MAP_FAILED) *b = (Blob){p, (size_t)st.st_size, true};
    else if (ok && file_read_fd(fd, &data, &b->size) == 0) b->data = data;
    if (b->data && !blob_check((Str){b->data, b->size}, kind)) blob_close(b);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (b->data && now.tv_sec - st.st_mtim.tv_sec > TOUCH_AFTER) futimens(fd, NULL); /* recently used */
    close(fd);
    return b->data != NULL;
}

void blob_close(Blob *b) {
    if (b->is_mapped) munmap((void *)(uintptr_t)b->data, b->size);
    else free((void *)(uintptr_t)b->data);
    *b = (Blob){0};
}

const void *blob_part(const Blob *b, uint32_t part, size_t record, uint32_t *n) {
    *n = 0;
    if (!b->data) return NULL;
    const Head *h = (const Head *)(const void *)b->data;
    if (h->parts[part].size % record) return NULL;
    *n = (uint32_t)(h->parts[part].size / record);
    return b->data + h->parts[part].at;
}

const char *blob_string(const Blob *b, uint32_t at) {
    uint32_t n;
    const char *text = blob_part(b, 0, 1, &n);
    return at < n ? text + at : "";
}

/* ---- writing ------------------------------------------------------------------------------------------ */
void blob_begin(BlobMaker *m, uint32_t kind) {
    *m = (BlobMaker){.kind = kind};
    sb_char(&m->parts[0], 0);
}

uint32_t blob_text(BlobMaker *m, Str text) {
    if (!text.len) return 0;
    uintptr_t at = (uintptr_t)strmap_get(&m->known, text);
    if (at) return (uint32_t)at;
    at = m->parts[0].len;
    sb_str(&m->parts[0], text);
    sb_char(&m->parts[0], 0);
    strmap_put(&m->known, text, (void *)at);
    return (uint32_t)at;
}

void blob_add(BlobMaker *m, uint32_t part, const void *record, size_t size) {
    sb_add(&m->parts[part], record, size);
}

uint32_t blob_count(const BlobMaker *m, uint32_t part, size_t record) {
    return (uint32_t)(m->parts[part].len / record);
}

Blob blob_end(BlobMaker *m) {
    Head h = {.kind = m->kind, .format = BLOB_FORMAT};
    memcpy(h.magic, magic, sizeof magic);
    size_t at = sizeof h;
    for (uint32_t i = 0; i < BLOB_PARTS; i++) {
        h.parts[i].at = (uint32_t)at;
        h.parts[i].size = (uint32_t)m->parts[i].len;
        at = (at + m->parts[i].len + 7) & ~(size_t)7;
    }
    h.size = at;
    char *p = xcalloc(at, 1);
    for (uint32_t i = 0; i < BLOB_PARTS; i++) {
        if (m->parts[i].len) memcpy(p + h.parts[i].at, m->parts[i].p, m->parts[i].len);
        sb_done(&m->parts[i]);
    }
    h.sum = hash_bytes(p + sizeof h, at - sizeof h, m->kind);
    memcpy(p, &h, sizeof h);
    strmap_done(&m->known);
    return (Blob){p, at, false};
}

/* ---- the folder ------------------------------------------------------------------------------------------ */
static const char *root_folder(Arena *a) {
    const char *limit = getenv("MOJO_CACHE_SIZE"), *cache = path_cache_dir(a);
    if (!cache || (limit && strcmp(limit, "0") == 0)) return NULL;
    return path_join(a, cache, "index");
}

typedef struct Fingerprint {
    uint64_t sum;
} Fingerprint;

/* Names, sizes and times of the library's files: what was worked out with another library does not hold. */
static bool add_file(void *ctx, const char *path, bool is_dir) {
    Fingerprint *f = ctx;
    struct stat st;
    if (is_dir || stat(path, &st) != 0) return true;
    const uint64_t facts[] = {(uint64_t)st.st_size, (uint64_t)st.st_mtim.tv_sec, (uint64_t)st.st_mtim.tv_nsec};
    f->sum = hash_mix(f->sum, hash_bytes(path, strlen(path), 5));
    f->sum = hash_mix(f->sum, hash_bytes(facts, sizeof facts, 5));
    return true;
}

char *blob_folder(Arena *a, const char *library) {
    const char *root = root_folder(a);
    if (!root) return NULL;
    Fingerprint f = {BLOB_FORMAT};
    const char *id = program_id(a);
    f.sum = hash_mix(f.sum, hash_bytes(id, strlen(id), 5));
    if (library) dir_walk(library, add_file, &f);
    return arena_printf(a, "%s/%016llx", root, (unsigned long long)f.sum);
}

char *blob_path(Arena *a, const char *folder, uint64_t key, uint64_t more, const char *suffix) {
    return arena_printf(a, "%s/%02x/%014llx%016llx%s", folder, (unsigned)(key >> 56), (unsigned long long)(key & 0xffffffffffffff),
                        (unsigned long long)more, suffix);
}

void blob_save(const Blob *b, const char *path) {
    if (file_replace(path, (Str){b->data, b->size}) == 0) return;
    Arena a;
    arena_init(&a);
    if (dir_make_all(path_dirname(&a, path)) == 0) file_replace(path, (Str){b->data, b->size});
    arena_done(&a);
}

typedef struct Entry {
    char *path;
    int64_t time;
    uint64_t size;
} Entry;
typedef struct Entries {
    VEC(Entry) list;
    uint64_t size;
} Entries;

static bool add_entry(void *ctx, const char *path, bool is_dir) {
    Entries *e = ctx;
    struct stat st;
    if (is_dir || stat(path, &st) != 0) return true;
    Entry x = {xstrdup(path), st.st_mtim.tv_sec, (uint64_t)st.st_size};
    vec_push(&e->list, x);
    e->size += x.size;
    return true;
}

static int by_time(const void *x, const void *y) {
    const Entry *a = x, *b = y;
    return a->time < b->time ? -1 : a->time > b->time;
}

/* A folder goes when nothing is left in it. */
static void remove_entry(const Entry *e) {
    Arena a;
    arena_init(&a);
    unlink(e->path);
    const char *dir = path_dirname(&a, e->path);
    if (rmdir(dir) == 0) rmdir(path_dirname(&a, dir));
    arena_done(&a);
}

static void list_entries(Entries *e) {
    Arena a;
    arena_init(&a);
    const char *root = root_folder(&a);
    if (root) dir_walk(root, add_entry, e);
    arena_done(&a);
}

static void entries_done(Entries *e) {
    for (uint32_t i = 0; i < e->list.len; i++) free(e->list.data[i].path);
    vec_done(&e->list);
}

uint64_t blob_size(uint64_t *files) {
    Entries e = {0};
    list_entries(&e);
    *files = e.list.len;
    entries_done(&e);
    return e.size;
}

uint64_t blob_trim(uint64_t limit) {
    Entries e = {0};
    list_entries(&e);
    uint64_t before = e.size;
    if (e.size > limit) {
        qsort(e.list.data, e.list.len, sizeof(Entry), by_time);
        for (uint32_t i = 0; i < e.list.len && e.size > limit - limit / 5; i++) {
            remove_entry(&e.list.data[i]);
            e.size -= e.list.data[i].size;
        }
    }
    entries_done(&e);
    return before - e.size;
}
