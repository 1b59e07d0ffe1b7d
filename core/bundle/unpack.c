/* SPDX-License-Identifier: Apache-2.0 */
/* Packages on disk: CACHE/packages/ID holds the files, and in `.made` the index and what was made. A folder is written
 * beside its place and renamed, so that it is whole when it is there. */
#include "bundle/bundle.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MADE_DIR ".made"
enum { TOUCH_AFTER = 600 /* seconds */ };

char *bundle_made_path(Arena *a, const char *folder, const char *name) {
    return arena_printf(a, "%s/" MADE_DIR "/%s", folder, name);
}

/* Absolute, so that a file's path tells whether it lies in it. */
const char *bundle_cache(Arena *a) {
    char *dir = path_join(a, path_cache_dir(a), "packages"), *real = path_real(a, dir);
    return real ? real : dir;
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */
/* New, and the same for every umask: what is unpacked is read, not edited. */
static int write_new(const char *path, Str bytes) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600), err = fd < 0 ? errno : 0;
    for (size_t at = 0; !err && at < bytes.len;) {
        ssize_t n = write(fd, bytes.p + at, bytes.len - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) err = errno ? errno : EIO;
        else at += (size_t)n;
    }
    if (!err && fchmod(fd, 0444) != 0) err = errno;
    if (fd >= 0 && close(fd) != 0 && !err) err = errno;
    return err;
}

static bool cannot_write(const char *path, int err, Arena *a, const char **why) {
    *why = arena_printf(a, "cannot be unpacked: `%s`: %s", path, strerror(err));
    return false;
}

bool bundle_extract(const char *path, const Bundle *b, const char *to, bool made, Arena *a, const char **why) {
    const char *last = "";
    int err = dir_make_all(made ? path_join(a, to, MADE_DIR) : to);
    if (err) return cannot_write(to, err, a, why);
    for (uint32_t i = 0; i < b->files.len; i++) {
        const BundleFile *f = &b->files.data[i];
        if (f->is_made && !made) continue;
        Arena room;
        Str bytes;
        const char *reason;
        arena_init(&room);
        char *out = f->is_made ? bundle_made_path(a, to, f->path) : path_join(a, to, f->path), *dir = path_dirname(a, out);
        bool ok = bundle_entry(path, b, f, &room, &bytes, &reason);
        if (!ok) *why = arena_strdup(a, reason);
        if (ok && strcmp(dir, last) != 0) {
            err = dir_make_all(dir);
            last = dir;
        }
        if (ok && !err) err = write_new(out, bytes);
        arena_done(&room);
        if (!ok) return false;
        if (err) return cannot_write(out, err, a, why);
    }
    return true;
}

static void remove_all(const char *path, int depth) {
    DIR *d = opendir(path);
    Arena a;
    arena_init(&a);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        const char *inner = path_join(&a, path, e->d_name);
        if (unlink(inner) != 0 && depth) remove_all(inner, depth - 1);
    }
    if (d) closedir(d);
    rmdir(path);
    arena_done(&a);
}

/* ---- the cache ------------------------------------------------------------------------------------------------------------ */
static bool unpack_to(const char *path, const Bundle *b, const char *tmp, const char *folder, Arena *a, const char **why) {
    if (!bundle_extract(path, b, tmp, true, a, why)) return false;
    const char *index = bundle_made_path(a, tmp, BUNDLE_INDEX);
    int err = write_new(index, b->index);
    if (err) return cannot_write(index, err, a, why);
    if (rename(tmp, folder) == 0) return true;
    err = errno;
    if ((err == EEXIST || err == ENOTEMPTY) && dir_exists(folder)) { /* another process was first */
        remove_all(tmp, 40);
        return true;
    }
    return cannot_write(folder, err, a, why);
}

static void is_used(const char *folder) {
    struct stat st;
    if (stat(folder, &st) == 0 && time(NULL) - st.st_mtim.tv_sec > TOUCH_AFTER) utimensat(AT_FDCWD, folder, NULL, 0);
}

const char *bundle_unpack(const char *path, Arena *a, Bundle *out, const char **why) {
    Bundle own;
    Bundle *b = out ? out : &own;
    if (!bundle_open(path, a, b, why)) return NULL;
    int err = dir_make_all(path_join(a, path_cache_dir(a), "packages"));
    const char *packages = bundle_cache(a);
    if (err) {
        cannot_write(packages, err, a, why);
        return NULL;
    }
    char *folder = path_join(a, packages, b->id);
    if (dir_exists(folder)) {
        is_used(folder);
        return folder;
    }
    char *tmp = arena_printf(a, "%s/.%ld-%llx", packages, (long)getpid(), (unsigned long long)time_ns());
    if (unpack_to(path, b, tmp, folder, a, why)) return folder;
    remove_all(tmp, 40);
    return NULL;
}

const char *bundle_folder_of(const char *cache, const char *path, Arena *a) {
    size_t n = strlen(cache), id = 0;
    if (strncmp(path, cache, n) != 0 || path[n] != '/') return NULL;
    while (path[n + 1 + id] && path[n + 1 + id] != '/') id++;
    return id == 64 ? arena_strndup(a, path, n + 1 + id) : NULL;
}
