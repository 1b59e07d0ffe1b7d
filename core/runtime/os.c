/* SPDX-License-Identifier: Apache-2.0 */
/* Files by name for compiled programs: std.os, std.os.path. Results below zero are negated errno values. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int64_t mojo_rt_errno(void);
int64_t mojo_rt_stat(const char *path, int64_t follow, int64_t *out);
char *mojo_rt_listdir(const char *path, int64_t *size);
char *mojo_rt_getcwd(void);
char *mojo_rt_realpath(const char *path);

int64_t mojo_rt_errno(void) {
    return errno;
}

/* out: mode, inode, device, links, uid, gid, size, blocks, block size, rdev, then access, change, modification in ns. */
int64_t mojo_rt_stat(const char *path, int64_t follow, int64_t *out) {
    struct stat s;
    if ((follow ? stat(path, &s) : lstat(path, &s)) != 0) return -errno;
    const int64_t v[] = {s.st_mode,
                         (int64_t)s.st_ino,
                         (int64_t)s.st_dev,
                         (int64_t)s.st_nlink,
                         s.st_uid,
                         s.st_gid,
                         s.st_size,
                         s.st_blocks,
                         s.st_blksize,
                         (int64_t)s.st_rdev,
                         s.st_atim.tv_sec * 1000000000 + s.st_atim.tv_nsec,
                         s.st_ctim.tv_sec * 1000000000 + s.st_ctim.tv_nsec,
                         s.st_mtim.tv_sec * 1000000000 + s.st_mtim.tv_nsec};
    memcpy(out, v, sizeof v);
    return 0;
}

/* The names in a folder, each ended by NUL, in memory the caller frees; NULL with *size negated errno. */
char *mojo_rt_listdir(const char *path, int64_t *size) {
    DIR *d = opendir(path);
    char *names = NULL;
    size_t n = 0, cap = 0;
    if (!d) {
        *size = -errno;
        return NULL;
    }
    errno = 0;
    for (struct dirent *e; (e = readdir(d));) {
        size_t len = strlen(e->d_name) + 1;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        if (n + len > cap) {
            cap = 2 * (n + len);
            char *more = realloc(names, cap);
            if (!more) {
                errno = ENOMEM;
                break;
            }
            names = more;
        }
        memcpy(names + n, e->d_name, len);
        n += len;
    }
    int err = errno;
    closedir(d);
    *size = err ? -err : (int64_t)n;
    if (err) free(names), names = NULL;
    return names;
}

char *mojo_rt_getcwd(void) {
    return getcwd(NULL, 0);
}

char *mojo_rt_realpath(const char *path) {
    return realpath(path, NULL);
}
