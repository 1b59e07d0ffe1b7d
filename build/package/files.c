/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEPTH = 128 };

int files_copy(const char *from, const char *to) {
    char *data = NULL;
    size_t size = 0;
    struct stat st;
    int err = stat(from, &st) == 0 ? file_read(from, &data, &size) : errno;
    if (!err) err = file_replace(to, (Str){data, size});
    if (!err && chmod(to, st.st_mode & 0100 ? 0755 : 0644) != 0) err = errno;
    free(data);
    return err;
}

static int copy_tree(const char *from, const char *to, int depth) {
    if (depth > MOST_DEPTH) return ELOOP;
    if (mkdir(to, 0755) != 0) return errno;
    DIR *d = opendir(from);
    if (!d) return errno;
    Arena a;
    int err = 0;
    arena_init(&a);
    for (struct dirent *e; !err && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char *in = path_join(&a, from, e->d_name), *out = path_join(&a, to, e->d_name);
        struct stat st;
        if (lstat(in, &st) != 0) err = errno;
        else if (S_ISDIR(st.st_mode)) err = copy_tree(in, out, depth + 1);
        else if (S_ISREG(st.st_mode)) err = files_copy(in, out);
    }
    arena_done(&a);
    closedir(d);
    return err;
}

int files_copy_tree(const char *from, const char *to) {
    return copy_tree(from, to, 0);
}

static int remove_in(int parent, const char *name, int depth) {
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? 0 : errno;
    DIR *d = fdopendir(fd);
    int err = d ? 0 : errno;
    if (!d) close(fd);
    for (struct dirent *e; d && depth < MOST_DEPTH && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        if (unlinkat(fd, e->d_name, 0) == 0) continue;
        int inner = errno == EISDIR || errno == EPERM ? remove_in(fd, e->d_name, depth + 1) : errno;
        if (inner && !err) err = inner;
    }
    if (d) closedir(d);
    if (unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOENT && !err) err = errno;
    return err;
}

int files_remove_tree(const char *path) {
    return remove_in(AT_FDCWD, path, 0);
}
