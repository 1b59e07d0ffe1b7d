/* SPDX-License-Identifier: Apache-2.0 */
/* Standard streams and number formatting for compiled programs: std.builtin.io, std.builtin._number_format.
 * Output is buffered; it is flushed when the program ends, before input is read, when standard output is a
 * terminal and a line ends, and when the buffer is full. */
#include "runtime.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void mojo_rt_write(int64_t fd, const char *data, int64_t size);
char *mojo_rt_read_line(int64_t *length);
int64_t mojo_rt_format_f64(double v, char *out);
int64_t mojo_rt_format_f32(float v, char *out);
int64_t mojo_rt_parse_f64(const char *text, int64_t size, double *out);
void mojo_rt_assert_failed(const char *msg, int64_t msg_len, const char *file, int64_t file_len, int64_t line,
                           int64_t col);

int64_t mojo_rt_write_file(int64_t fd, const char *data, int64_t size); /* 0, or a negated errno value */

static struct {
    pthread_mutex_t lock;
    size_t len;
    int is_tty; /* 0 unknown, 1 yes, -1 no */
    char data[1 << 16];
} out_buffer = {.lock = PTHREAD_MUTEX_INITIALIZER};

void (*mojo_rt_before_output)(void);

/* 0, or a negated errno value. */
static int write_all(int fd, const char *p, size_t n) {
    while (n > 0) {
        ssize_t w = write(fd, p, n);
        if (w < 0) {
            if (errno == EINTR) continue;
            return -errno;
        }
        p += w;
        n -= (size_t)w;
    }
    return 0;
}

/* Output that cannot be written ends the program: a full disk must not look like success. */
static void write_stdout(const char *p, size_t n) {
    int err = write_all(STDOUT_FILENO, p, n);
    if (err == 0) return;
    dprintf(STDERR_FILENO, "error: standard output cannot be written: %s\n", strerror(-err));
    _exit(1);
}

static void flush_locked(void) {
    size_t n = out_buffer.len;
    out_buffer.len = 0;
    write_stdout(out_buffer.data, n);
}

void mojo_rt_flush(void) {
    pthread_mutex_lock(&out_buffer.lock);
    flush_locked();
    pthread_mutex_unlock(&out_buffer.lock);
}

void mojo_rt_try_flush(void) {
    if (pthread_mutex_trylock(&out_buffer.lock) != 0) return;
    flush_locked();
    pthread_mutex_unlock(&out_buffer.lock);
}

int mojo_rt_output_waits(void) {
    return out_buffer.len != 0;
}

int64_t mojo_rt_write_file(int64_t fd, const char *data, int64_t size) {
    return size > 0 ? write_all((int)fd, data, (size_t)size) : 0;
}

void mojo_rt_write(int64_t fd, const char *data, int64_t size) {
    if (size <= 0) return;
    if (mojo_rt_before_output) mojo_rt_before_output();
    if (fd != STDOUT_FILENO) {
        write_all((int)fd, data, (size_t)size);
        return;
    }
    pthread_mutex_lock(&out_buffer.lock);
    if (out_buffer.is_tty == 0) {
        out_buffer.is_tty = isatty(STDOUT_FILENO) ? 1 : -1;
        atexit(mojo_rt_flush);
    }
    if ((size_t)size > sizeof out_buffer.data - out_buffer.len) flush_locked();
    if ((size_t)size > sizeof out_buffer.data) {
        write_stdout(data, (size_t)size);
    } else {
        memcpy(out_buffer.data + out_buffer.len, data, (size_t)size);
        out_buffer.len += (size_t)size;
        if (out_buffer.is_tty > 0 && memchr(data, '\n', (size_t)size)) flush_locked();
    }
    pthread_mutex_unlock(&out_buffer.lock);
}

char *mojo_rt_read_line(int64_t *length) {
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = getline(&line, &cap, stdin);
    if (n > 0 && line[n - 1] == '\n') n--;
    if (n > 0 && line[n - 1] == '\r') n--;
    *length = n;
    if (n < 0) { /* the end: the buffer that getline took before it saw so is ours to free */
        free(line);
        return NULL;
    }
    return line;
}

/* Python's repr layout: shortest round-trip digits; exponent form from 1e16 and below 1e-4. */
static int64_t layout(const char *scientific, char *out) {
    char digits[32];
    int n = 0, exponent = 0;
    char *o = out;
    const char *p = scientific;
    if (*p == '-') *o++ = *p++;
    for (; *p && *p != 'e'; p++)
        if (*p != '.') digits[n++] = *p;
    if (*p == 'e') exponent = atoi(p + 1);
    while (n > 1 && digits[n - 1] == '0') n--;
    if (exponent >= 16 || exponent < -4) {
        *o++ = digits[0];
        if (n > 1) {
            *o++ = '.';
            memcpy(o, digits + 1, (size_t)(n - 1));
            o += n - 1;
        }
        o += sprintf(o, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
    } else if (exponent < 0) {
        *o++ = '0';
        *o++ = '.';
        for (int i = -1; i > exponent; i--) *o++ = '0';
        memcpy(o, digits, (size_t)n);
        o += n;
    } else {
        for (int i = 0; i <= exponent; i++) *o++ = i < n ? digits[i] : '0';
        *o++ = '.';
        if (n > exponent + 1) {
            memcpy(o, digits + exponent + 1, (size_t)(n - exponent - 1));
            o += n - exponent - 1;
        } else {
            *o++ = '0';
        }
    }
    return o - out;
}

static int64_t special(double v, char *out) {
    const char *s = isnan(v) ? "nan" : v < 0 ? "-inf" : "inf";
    memcpy(out, s, strlen(s));
    return (int64_t)strlen(s);
}

int64_t mojo_rt_format_f64(double v, char *out) {
    char text[40];
    if (!isfinite(v)) return special(v, out);
    if (fabs(v) < 1e15 && v == floor(v)) { /* whole numbers are common: their digits are exact */
        char *o = out + sprintf(out, "%.0f", v);
        memcpy(o, ".0", 2);
        return o + 2 - out;
    }
    for (int precision = 5;; precision = precision < 14 ? 14 : precision + 1) {
        snprintf(text, sizeof text, "%.*e", precision, v);
        if (precision >= 16 || strtod(text, NULL) == v) return layout(text, out);
    }
}

int64_t mojo_rt_format_f32(float v, char *out) {
    char text[40];
    if (!isfinite(v)) return special(v, out);
    for (int precision = 0;; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, (double)v);
        if (precision >= 8 || strtof(text, NULL) == v) return layout(text, out);
    }
}

/* A decimal number, inf, infinity or nan, with an optional trailing f. 1 when the whole text is one. */
int64_t mojo_rt_parse_f64(const char *text, int64_t size, double *out) {
    char small[64], *copy = small, *end;
    int64_t n = size;
    if (n <= 0 || memchr(text, 'x', (size_t)n) || memchr(text, 'X', (size_t)n)) return 0;
    if (n > 1 && (text[n - 1] == 'f' || text[n - 1] == 'F') && memchr("0123456789.", text[n - 2], 11)) n--;
    if ((size_t)n >= sizeof small && !(copy = malloc((size_t)n + 1))) abort();
    memcpy(copy, text, (size_t)n);
    copy[n] = 0;
    *out = strtod(copy, &end);
    int ok = end == copy + n && !(copy[0] >= 9 && copy[0] <= 32) && !strchr(copy, '(');
    if (copy != small) free(copy);
    return ok;
}

void mojo_rt_assert_failed(const char *msg, int64_t msg_len, const char *file, int64_t file_len, int64_t line,
                           int64_t col) {
    mojo_rt_flush();
    fprintf(stderr, "At: %.*s:%lld:%lld: Assert Error: %.*s\n", (int)file_len, file, (long long)line, (long long)col,
            (int)msg_len, msg);
    fflush(stderr);
}
