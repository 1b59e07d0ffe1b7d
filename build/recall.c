/* SPDX-License-Identifier: Apache-2.0 */
/* STAMP.d/ID is a result, STAMP.d/ID.stamp its stamp; the ID is made of what the stamp says without times. */
#include "recall.h"

#include "package/files.h"

#include <dirent.h>
#include <inttypes.h>
#include <unistd.h>

enum { MOST_KEPT = 4, MOST_BYTES = 64 << 20 };

/* What a stamp says (project_build.c has its form). */
typedef struct Stamp {
    Arena arena;
    Str first;   /* line */
    uint64_t key;
    StampDirs dirs;
    StampDeps deps;
    Str rest;    /* what was said, with its line */
} Stamp;

static bool read_lines(Stamp *s, StampReader r) {
    char path[4096];
    uint64_t size, mtime;
    const char *nl = memchr(r.p, '\n', (size_t)(r.end - r.p));
    if (!nl) return false;
    s->first = arena_str(&s->arena, (Str){r.p, (size_t)(nl + 1 - r.p)});
    r.p = nl + 1;
    if (!stamp_skip(&r, "key ") || !stamp_number(&r, 16, &s->key)) return false;
    if (!stamp_skip(&r, "out ") || !stamp_number(&r, 10, &size) || !stamp_number(&r, 10, &mtime)) return false;
    while (stamp_skip(&r, "dir ")) {
        StampDir d;
        if (!stamp_number(&r, 16, &d.names) || !stamp_path(&r, path, sizeof path)) return false;
        d.path = arena_strdup(&s->arena, path);
        vec_push_in(&s->arena, &s->dirs, d);
    }
    while (stamp_skip(&r, "dep ")) {
        StampDep d;
        if (!stamp_dep(&r, &d, path, sizeof path)) return false;
        d.path = arena_strdup(&s->arena, path);
        vec_push_in(&s->arena, &s->deps, d);
    }
    s->rest = arena_str(&s->arena, (Str){r.p, (size_t)(r.end - r.p)});
    return s->deps.len > 0;
}

static bool read_stamp(Stamp *s, const char *path) {
    char *data = NULL;
    size_t size = 0;
    *s = (Stamp){0};
    arena_init(&s->arena);
    bool ok = file_read(path, &data, &size) == 0 && read_lines(s, (StampReader){data, data + size});
    free(data);
    return ok;
}

static uint64_t id_of(const Stamp *s) {
    uint64_t h = hash_mix(41, s->key);
    for (uint32_t i = 0; i < s->dirs.len; i++) h = hash_mix(hash_bytes(s->dirs.data[i].path, strlen(s->dirs.data[i].path), h), s->dirs.data[i].names);
    for (uint32_t i = 0; i < s->deps.len; i++) h = hash_mix(hash_bytes(s->deps.data[i].path, strlen(s->deps.data[i].path), h), s->deps.data[i].hash);
    return h;
}

/* Are the sources what the stamp says? Then it has their times. */
static bool holds_now(Stamp *s) {
    for (uint32_t i = 0; i < s->dirs.len; i++)
        if (stamp_names_in(s->dirs.data[i].path) != s->dirs.data[i].names) return false;
    for (uint32_t i = 0; i < s->deps.len; i++) {
        struct stat st;
        StampDep *d = &s->deps.data[i];
        if (stat(d->path, &st) != 0 || !stamp_dep_holds(d, NULL)) return false;
        d->mtime = stamp_mtime(&st);
    }
    return true;
}

static int write_stamp(const Stamp *s, const char *path, const char *output) {
    StrBuf b = {0};
    struct stat st;
    if (stat(output, &st) != 0) return -1;
    sb_str(&b, s->first);
    sb_printf(&b, "key %" PRIx64 "\nout %" PRIu64 " %" PRIu64 "\n", s->key, (uint64_t)st.st_size, stamp_mtime(&st));
    for (uint32_t i = 0; i < s->dirs.len; i++) sb_printf(&b, "dir %" PRIx64 " %s\n", s->dirs.data[i].names, s->dirs.data[i].path);
    stamp_write_deps(&b, s->deps.data, s->deps.len);
    sb_str(&b, s->rest);
    int err = file_replace(path, sb_view(&b));
    sb_done(&b);
    return err;
}

/* ---- what is kept ------------------------------------------------------------------------------------------------------- */
typedef struct Kept {
    const char *path; /* of the result */
    uint64_t mtime;   /* of its stamp */
} Kept;
typedef VEC(Kept) KeptList;

static int newest_first(const void *x, const void *y) {
    const Kept *a = x, *b = y;
    return a->mtime != b->mtime ? (a->mtime > b->mtime ? -1 : 1) : strcmp(a->path, b->path);
}

static void list_kept(const char *dir, Arena *a, KeptList *out) {
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        Str name = str_of(e->d_name);
        if (!str_ends(name, STR(".stamp")) || fstatat(dirfd(d), e->d_name, &st, 0) != 0) continue;
        Kept k = {path_join(a, dir, arena_strndup(a, name.p, name.len - 6)), stamp_mtime(&st)};
        vec_push_in(a, out, k);
    }
    if (d) closedir(d);
    if (out->len) qsort(out->data, out->len, sizeof *out->data, newest_first);
}

static const char *stamp_of(Arena *a, const char *result) {
    return arena_printf(a, "%s.stamp", result);
}

/* The result first, whole and with its mode, so that a stamp has one. */
static void keep_as(Arena *a, const char *result, const char *stamp, const char *output) {
    const char *new = arena_printf(a, "%s.new", result);
    if (!file_exists(result) && (files_copy(output, new) != 0 || rename(new, result) != 0)) return;
    (void)files_copy(stamp, stamp_of(a, result));
}

void recall_keep(const char *stamp, const char *output) {
    Stamp s;
    Arena a;
    struct stat st;
    arena_init(&a);
    const char *dir = arena_printf(&a, "%s.d", stamp);
    if (read_stamp(&s, stamp) && stat(output, &st) == 0 && st.st_size <= MOST_BYTES && dir_make_all(dir) == 0) {
        KeptList all = {0};
        keep_as(&a, arena_printf(&a, "%s/%016" PRIx64, dir, id_of(&s)), stamp, output);
        list_kept(dir, &a, &all);
        for (uint32_t i = MOST_KEPT; i < all.len; i++) {
            unlink(stamp_of(&a, all.data[i].path));
            unlink(all.data[i].path);
        }
    }
    arena_done(&s.arena);
    arena_done(&a);
}

static bool bring_back(Arena *a, const char *result, const char *stamp, const char *output, uint64_t key) {
    Stamp s;
    bool ok = read_stamp(&s, stamp_of(a, result)) && s.key == key && holds_now(&s) && files_copy(result, output) == 0 &&
              write_stamp(&s, stamp, output) == 0;
    if (ok) (void)files_copy(stamp, stamp_of(a, result)); /* used last */
    arena_done(&s.arena);
    return ok;
}

bool recall_find(const char *stamp, const char *output, uint64_t key) {
    Arena a;
    KeptList all = {0};
    arena_init(&a);
    list_kept(arena_printf(&a, "%s.d", stamp), &a, &all);
    bool found = false;
    for (uint32_t i = 0; i < all.len && !found; i++) found = bring_back(&a, all.data[i].path, stamp, output, key);
    arena_done(&a);
    return found;
}
