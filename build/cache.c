/* SPDX-License-Identifier: Apache-2.0 */
/* An entry is one file:
 *   mojo-cache 2
 *   dir MTIME HASH PATH           for each folder that was searched, by the names in it; MTIME 0: not to be relied on
 *   dep SIZE MTIME HASH PATH      for each source text
 *   part SIZE                     for each object
 *   sum HASH                      of the objects' bytes
 *   (empty line, then the objects one after the other) */
#include "cache.h"
#include "stamp.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[] = "mojo-cache 2\n";

static void mix_text(uint64_t h[2], const char *s) {
    if (!s) s = "\1";
    size_t n = strlen(s) + 1;
    h[0] = hash_bytes(s, n, h[0]);
    h[1] = hash_bytes(s, n, h[1] ^ 0x5bd1e995);
}

static void mix_int(uint64_t h[2], uint64_t v) {
    h[0] = hash_mix(h[0], v);
    h[1] = hash_mix(h[1], v + 1);
}

void cache_open(Cache *c, const char *kind, const char *path, const CompileOptions *o, const CodegenOptions *cg) {
    *c = (Cache){.key = {1, 2}, .began = stamp_now(), .imports = o->imports};
    struct stat st;
    Arena a;
    arena_init(&a);
    char *root = path_cache_dir(&a), *real = path_real(&a, path);
    if (root && real && store_rules(NULL).limit && stat("/proc/self/exe", &st) == 0) {
        c->on = true;
        c->dir = xstrdup(path_join(&a, root, "programs"));
        mix_text(c->key, kind);
        mix_int(c->key, (uint64_t)st.st_size);
        mix_int(c->key, stamp_mtime(&st));
        mix_text(c->key, real);
        mix_int(c->key, (uint64_t)cg->opt_level);
        mix_int(c->key, (uint64_t)cg->debug_level);
        mix_int(c->key, cg->fp_contract);
        const char *texts[] = {cg->triple, cg->cpu, cg->features};
        for (size_t i = 0; i < ARRAY_LEN(texts); i++) mix_text(c->key, texts[i]);
        TargetInfo t;
        const char *why;
        if (!cg->cpu && codegen_target(cg, &t, &why)) { /* a home shared by different machines */
            mix_text(c->key, t.cpu);
            mix_text(c->key, t.features);
        }
        for (uint32_t i = 0; i < o->imports.len; i++) {
            char *dir = path_real(&a, o->imports.data[i]);
            mix_text(c->key, dir ? dir : o->imports.data[i]);
        }
        mix_text(c->key, "");
        for (uint32_t i = 0; i < o->defines.len; i++) mix_text(c->key, o->defines.data[i]);
        mix_text(c->key, "");
        for (uint32_t i = 0; i < o->shown.len; i++) mix_text(c->key, o->shown.data[i]);
        const char *support = session_support_dir();
        mix_text(c->key, support);
    }
    arena_done(&a);
}

void cache_close(Cache *c) {
    free(c->dir);
    *c = (Cache){0};
}

static char *entry_path(Arena *a, const Cache *c) {
    return arena_printf(a, "%s/%016" PRIx64 "%016" PRIx64, c->dir, c->key[0], c->key[1]);
}

/* ---- finding ------------------------------------------------------------------------------------------ */
/* No file has come that hides another. */
static bool dir_holds(StampReader *r) {
    uint64_t mtime, names;
    char path[4096];
    struct stat st;
    if (!stamp_number(r, 10, &mtime) || !stamp_number(r, 16, &names) || !stamp_path(r, path, sizeof path)) return false;
    return (mtime && stat(path, &st) == 0 && stamp_mtime(&st) == mtime) || stamp_names_in(path) == names;
}

static bool read_entry(StampReader r, CodegenPart **parts, uint32_t *n) {
    if (!stamp_skip(&r, magic)) return false;
    while (stamp_skip(&r, "dir "))
        if (!dir_holds(&r)) return false;
    while (stamp_skip(&r, "dep "))
        if (!stamp_source_holds(&r, NULL)) return false;
    uint64_t sizes[256], sum = 0, total = 0;
    uint32_t count = 0;
    while (stamp_skip(&r, "part ")) {
        if (count == ARRAY_LEN(sizes) || !stamp_number(&r, 10, &sizes[count])) return false;
        if (sizes[count] > 1u << 30) return false;
        total += sizes[count++];
    }
    if (!stamp_skip(&r, "sum ") || !stamp_number(&r, 16, &sum) || !stamp_skip(&r, "\n")) return false;
    if ((uint64_t)(r.end - r.p) != total || hash_bytes(r.p, total, 7) != sum || !count) return false;
    *parts = xcalloc(count, sizeof **parts);
    for (uint32_t i = 0; i < count; i++) {
        (*parts)[i].size = sizes[i];
        (*parts)[i].data = xmalloc(sizes[i] + 1);
        memcpy((*parts)[i].data, r.p, sizes[i]);
        r.p += sizes[i];
    }
    *n = count;
    return true;
}

bool cache_find(const Cache *c, CodegenPart **parts, uint32_t *n) {
    if (!c->on) return false;
    Arena a;
    arena_init(&a);
    char *path = entry_path(&a, c);
    bool hit = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED) {
            hit = read_entry((StampReader){p, (const char *)p + st.st_size}, parts, n);
            munmap(p, (size_t)st.st_size);
        }
        struct timespec now[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
        if (hit) futimens(fd, now); /* recently used */
    }
    if (fd >= 0) close(fd);
    arena_done(&a);
    return hit;
}

/* ---- storing -------------------------------------------------------------------------------------------- */
static bool write_all(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno == EINTR) continue;
        if (w <= 0) return false;
        p += w;
        n -= (size_t)w;
    }
    return true;
}

static void write_dirs(StrBuf *b, const Cache *c, Session *s, Arena *a) {
    StampDirs dirs = {0};
    stamp_dirs(s, c->imports.data, c->imports.len, a, &dirs);
    for (uint32_t i = 0; i < dirs.len; i++) {
        struct stat st;
        uint64_t mtime = stat(dirs.data[i].path, &st) == 0 ? stamp_mtime(&st) : 0;
        if (mtime + STAMP_CLOCK_TICK >= c->began) mtime = 0; /* more may have come in the same moment */
        sb_printf(b, "dir %" PRIu64 " %" PRIx64 " %s\n", mtime, dirs.data[i].names, dirs.data[i].path);
    }
}

void cache_store(const Cache *c, const CodegenPart *parts, uint32_t n, Session *s) {
    if (!c->on || n > 256) return;
    StrBuf head = {0}, body = {0};
    Arena a;
    arena_init(&a);
    sb_puts(&head, magic);
    write_dirs(&head, c, s, &a);
    StampDeps deps = {0};
    bool whole = stamp_deps(s, c->began, &a, &deps);
    stamp_write_deps(&head, deps.data, deps.len);
    if (whole && dir_make_all(c->dir) == 0) {
        for (uint32_t i = 0; i < n; i++) {
            sb_printf(&head, "part %zu\n", parts[i].size);
            sb_add(&body, parts[i].data, parts[i].size);
        }
        sb_printf(&head, "sum %" PRIx64 "\n\n", hash_bytes(body.p, body.len, 7));
        char *path = entry_path(&a, c), *tmp = arena_printf(&a, "%s/.%ld-%" PRIx64, c->dir, (long)getpid(), time_ns());
        int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) {
            bool ok = write_all(fd, head.p, head.len) && write_all(fd, body.p, body.len);
            ok = close(fd) == 0 && ok;
            if (!ok || rename(tmp, path) != 0) unlink(tmp);
        }
        StoreRules rules = store_rules(NULL);
        if ((getpid() & 7) == 0) store_trim(&rules);
    }
    sb_done(&head);
    sb_done(&body);
    arena_done(&a);
}
