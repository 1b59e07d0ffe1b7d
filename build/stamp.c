/* SPDX-License-Identifier: Apache-2.0 */
#include "stamp.h"

#include "bundle/bundle.h"

#include <dirent.h>
#include <inttypes.h>
#include <time.h>

uint64_t stamp_mtime(const struct stat *st) {
    return (uint64_t)st->st_mtim.tv_sec * 1000000000u + (uint64_t)st->st_mtim.tv_nsec;
}

uint64_t stamp_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- reading ------------------------------------------------------------------------------------------- */
bool stamp_skip(StampReader *r, const char *text) {
    size_t n = strlen(text);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, text, n) != 0) return false;
    r->p += n;
    return true;
}

bool stamp_number(StampReader *r, int base, uint64_t *out) {
    uint64_t v = 0;
    const char *start = r->p;
    for (; r->p < r->end; r->p++) {
        int d = *r->p >= '0' && *r->p <= '9' ? *r->p - '0' : *r->p >= 'a' && *r->p <= 'f' ? *r->p - 'a' + 10 : 99;
        if (d >= base) break;
        v = v * (uint64_t)base + (uint64_t)d;
    }
    *out = v;
    if (r->p == start || r->p >= r->end || (*r->p != ' ' && *r->p != '\n')) return false;
    r->p++;
    return true;
}

bool stamp_path(StampReader *r, char *path, size_t size) {
    const char *nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
    if (!nl || (size_t)(nl - r->p) >= size) return false;
    memcpy(path, r->p, (size_t)(nl - r->p));
    path[nl - r->p] = 0;
    r->p = nl + 1;
    return true;
}

bool stamp_dep(StampReader *r, StampDep *out, char *path, size_t size) {
    if (!stamp_number(r, 10, &out->size) || !stamp_number(r, 10, &out->mtime) || !stamp_number(r, 16, &out->hash)) return false;
    out->path = path;
    return stamp_path(r, path, size);
}

static bool text_unchanged(const char *path, uint64_t hash) {
    char *data = NULL;
    size_t size = 0;
    if (file_read(path, &data, &size) != 0) return false;
    bool same = hash_bytes(data, size, 7) == hash;
    free(data);
    return same;
}

typedef struct File { /* size and time; size UINT64_MAX: it is not there */
    uint64_t size, mtime;
} File;

static File file_now(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0) return (File){UINT64_MAX, 0};
    return (File){(uint64_t)st.st_size, stamp_mtime(&st)};
}

static File file_seen(StampSeen *s, const char *path) {
    if (!s) return file_now(path);
    File *f = strmap_get(&s->files, str_of(path));
    if (f) return *f;
    File now = file_now(path);
    strmap_put(&s->files, str_of(path), arena_dup(&s->arena, &now, sizeof now));
    return now;
}

uint64_t stamp_names_seen(StampSeen *s, const char *dir) {
    uint64_t *known = strmap_get(&s->dirs, str_of(dir));
    if (known) return *known;
    uint64_t now = stamp_names_in(dir);
    strmap_put(&s->dirs, str_of(dir), arena_dup(&s->arena, &now, sizeof now));
    return now;
}

void stamp_seen_done(StampSeen *s) {
    strmap_done(&s->files);
    strmap_done(&s->dirs);
    arena_done(&s->arena);
}

bool stamp_dep_holds(const StampDep *d, StampSeen *seen) {
    File f = file_seen(seen, d->path);
    if (f.size != d->size) return false;
    return f.mtime == d->mtime || text_unchanged(d->path, d->hash);
}

bool stamp_source_holds(StampReader *r, StampSeen *seen) {
    char path[4096];
    StampDep d;
    return stamp_dep(r, &d, path, sizeof path) && stamp_dep_holds(&d, seen);
}

uint64_t stamp_names_in(const char *dir) {
    DIR *d = opendir(dir);
    uint64_t sum = 5;
    for (struct dirent *e; d && (e = readdir(d));) {
        Str n = str_of(e->d_name);
        bool counts = e->d_type == DT_DIR ? n.p[0] != '.' && !str_eq_c(n, "target")
                                          : str_ends(n, STR(".mojo")) || str_ends(n, STR(".py")) || bundle_is_path(n.p) ||
                                                str_ends(n, STR(".\xF0\x9F\x94\xA5"));
        if (counts) sum += hash_bytes(n.p, n.len, 11) | 1;
    }
    if (d) closedir(d);
    return sum;
}

void stamp_dirs(Session *s, const char *const *roots, uint32_t n, Arena *a, StampDirs *out) {
    StrMap seen = {0};
    VEC(const char *) dirs = {0};
    const char *std = session_support_dir(), *unpacked = bundle_cache(a); /* these do not change */
    for (uint32_t i = 0; i < n; i++) vec_push_in(a, &dirs, roots[i]);
    const Source *src;
    for (uint32_t id = 1; (src = source_get(session_sources(s), id)); id++)
        if ((!std || strncmp(src->path, std, strlen(std)) != 0) && !bundle_folder_of(unpacked, src->path, a))
            vec_push_in(a, &dirs, (const char *)path_dirname(a, src->path));
    for (uint32_t i = 0; i < dirs.len; i++) {
        const char *real = path_real(a, dirs.data[i]), *dir = real ? real : dirs.data[i];
        if (strmap_has(&seen, str_of(dir)) || strchr(dir, '\n')) continue;
        strmap_put(&seen, str_of(dir), s);
        StampDir d = {dir, stamp_names_in(dir)};
        vec_push_in(a, out, d);
    }
    strmap_done(&seen);
}

/* ---- writing --------------------------------------------------------------------------------------------- */
/* A file written while it was compiled may have the time of its last change and the text before it: times that are
 * younger than the beginning are not trusted. */
bool stamp_dep_of(const Source *src, uint64_t began, Arena *a, StampDep *out) {
    struct stat st;
    char *real = path_real(a, src->path);
    if (!real || strchr(real, '\n') || stat(real, &st) != 0 || (uint64_t)st.st_size != src->size) return false;
    *out = (StampDep){real, src->size, stamp_mtime(&st), hash_bytes(src->data, src->size, 7)};
    return !began || out->mtime + STAMP_CLOCK_TICK < began || text_unchanged(real, out->hash);
}

/* What a package in one file holds is a source as it was unpacked; which one it is depends on that file. */
static bool stamp_bundles(Session *s, Arena *a, StampDeps *out) {
    const Resolver *r = session_cx(s)->resolver;
    for (uint32_t i = 0; i < resolver_bundles(r); i++) {
        struct stat st;
        char *data = NULL, *real = path_real(a, resolver_bundle_path(r, i));
        size_t size = 0;
        if (!real || strchr(real, '\n') || stat(real, &st) != 0 || file_read(real, &data, &size) != 0) return false;
        StampDep d = {real, size, stamp_mtime(&st), hash_bytes(data, size, 7)};
        free(data);
        vec_push_in(a, out, d);
    }
    return true;
}

bool stamp_deps(Session *s, uint64_t began, Arena *a, StampDeps *out) {
    SourceMap *sources = session_sources(s);
    const Source *src;
    for (uint32_t id = 1; (src = source_get(sources, id)); id++) {
        StampDep d;
        if (!stamp_dep_of(src, began, a, &d)) return false;
        vec_push_in(a, out, d);
    }
    return stamp_bundles(s, a, out) && out->len > 0;
}

void stamp_write_deps(StrBuf *b, const StampDep *deps, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        sb_printf(b, "dep %" PRIu64 " %" PRIu64 " %" PRIx64 " %s\n", deps[i].size, deps[i].mtime, deps[i].hash, deps[i].path);
}
