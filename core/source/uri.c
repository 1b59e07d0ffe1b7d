/* SPDX-License-Identifier: Apache-2.0 */
/* file: URIs (RFC 8089) of paths and back. */
#include "source/source.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_plain(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~/", c));
}

static void encode(StrBuf *out, const char *s) {
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (is_plain(c))
            sb_char(out, (char)c);
        else
            sb_printf(out, "%%%02X", c);
    }
}

void path_to_uri(StrBuf *out, const char *path) {
    if (path[0] == '<') { /* "<stdin>" */
        encode(out, path);
        return;
    }
    sb_puts(out, "file://");
    char dir[PATH_MAX];
    if (path[0] != '/' && getcwd(dir, sizeof dir)) {
        encode(out, dir);
        sb_char(out, '/');
        while (path[0] == '.' && path[1] == '/') path += 2;
    }
    encode(out, path);
}

static int hex(char c) {
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

char *uri_to_path(Arena *a, const char *uri) {
    if (strncmp(uri, "file://", 7) != 0) return NULL;
    uri += 7;
    if (strncmp(uri, "localhost/", 10) == 0) uri += 9;
    if (*uri != '/') return NULL;
    char *path = arena_strdup(a, uri), *w = path;
    for (const char *r = path; *r; r++) {
        int hi = *r == '%' ? hex(r[1]) : -1, lo = hi >= 0 ? hex(r[2]) : -1;
        if (lo >= 0 && (hi || lo)) {
            *w++ = (char)(hi << 4 | lo);
            r += 2;
        } else {
            *w++ = *r;
        }
    }
    *w = '\0';
    return path;
}
