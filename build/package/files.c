/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
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

/* ".NAME.PID.new" of a process that is no more. */
static void remove_leavings(const char *dir, const char *name) {
    DIR *d = opendir(dir);
    size_t n = strlen(name);
    for (struct dirent *e; d && (e = readdir(d));) {
        char *end;
        if (e->d_name[0] != '.' || strncmp(e->d_name + 1, name, n) != 0 || e->d_name[n + 1] != '.') continue;
        long pid = strtol(e->d_name + n + 2, &end, 10);
        if (strcmp(end, ".new") == 0 && pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH) unlinkat(dirfd(d), e->d_name, 0);
    }
    if (d) closedir(d);
}

static int write_all(int fd, Str text) {
    for (size_t at = 0; at < text.len;) {
        ssize_t n = write(fd, text.p + at, text.len - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return errno ? errno : EIO;
        at += (size_t)n;
    }
    return fsync(fd) == 0 ? 0 : errno;
}

int files_write(const char *path, Str text) {
    Arena a;
    struct stat st;
    arena_init(&a);
    const char *real = path_real(&a, path); /* a link stays one */
    if (!real) real = path;
    const char *dir = path_dirname(&a, real), *base = path_basename(real);
    const char *tmp = arena_printf(&a, "%s/.%s.%ld.new", dir, base, (long)getpid());
    remove_leavings(dir, base);
    int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    int err = fd >= 0 ? write_all(fd, text) : errno;
    if (!err && stat(real, &st) == 0 && fchmod(fd, st.st_mode & 07777) != 0) err = errno;
    if (fd >= 0 && close(fd) != 0 && !err) err = errno;
    if (!err && rename(tmp, real) != 0) err = errno;
    if (err && fd >= 0) unlink(tmp);
    arena_done(&a);
    return err;
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
