/* SPDX-License-Identifier: Apache-2.0 */
/* Files and process facts for compiled programs: std.io.file, std.sys, std.time. Results below zero are
 * negated errno values. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

int64_t mojo_rt_open(const char *path, int64_t kind);
int64_t mojo_rt_read(int64_t fd, char *data, int64_t size);
void mojo_rt_close(int64_t fd);
int64_t mojo_rt_left(int64_t fd);
int64_t mojo_rt_time_ns(int64_t clock);
int64_t mojo_rt_cpu_count(void);

int64_t mojo_rt_open(const char *path, int64_t kind) {
    static const int flags[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_WRONLY | O_CREAT | O_APPEND, O_RDWR | O_CREAT};
    int fd = open(path, flags[kind] | O_CLOEXEC, 0666);
    return fd < 0 ? -errno : fd;
}

int64_t mojo_rt_read(int64_t fd, char *data, int64_t size) {
    for (;;) {
        ssize_t n = read((int)fd, data, (size_t)size);
        if (n >= 0) return n;
        if (errno != EINTR) return -errno;
    }
}

/* Bytes between the position and the end of a regular file; 0 for what has no end. */
int64_t mojo_rt_left(int64_t fd) {
    struct stat st;
    off_t at;
    if (fstat((int)fd, &st) != 0 || !S_ISREG(st.st_mode) || (at = lseek((int)fd, 0, SEEK_CUR)) < 0) return 0;
    return st.st_size > at ? st.st_size - at : 0;
}

void mojo_rt_close(int64_t fd) {
    close((int)fd);
}

/* clock 0: monotonic, 1: wall. */
int64_t mojo_rt_time_ns(int64_t clock) {
    struct timespec t;
    clock_gettime(clock == 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t mojo_rt_cpu_count(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? n : 1;
}
