/* SPDX-License-Identifier: Apache-2.0 */
#include "stamp.h"

#include <inttypes.h>

uint64_t stamp_mtime(const struct stat *st) {
    return (uint64_t)st->st_mtim.tv_sec * 1000000000u + (uint64_t)st->st_mtim.tv_nsec;
}

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

static bool text_unchanged(const char *path, uint64_t hash) {
    char *data = NULL;
    size_t size = 0;
    if (file_read(path, &data, &size) != 0) return false;
    bool same = hash_bytes(data, size, 7) == hash;
    free(data);
    return same;
}

bool stamp_source_holds(StampReader *r) {
    uint64_t size, mtime, hash;
    if (!stamp_number(r, 10, &size) || !stamp_number(r, 10, &mtime) || !stamp_number(r, 16, &hash)) return false;
    const char *nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
    char path[4096];
    if (!nl || (size_t)(nl - r->p) >= sizeof path) return false;
    memcpy(path, r->p, (size_t)(nl - r->p));
    path[nl - r->p] = 0;
    r->p = nl + 1;
    struct stat st;
    if (stat(path, &st) != 0 || (uint64_t)st.st_size != size) return false;
    return stamp_mtime(&st) == mtime || text_unchanged(path, hash);
}

bool stamp_sources(StrBuf *b, Session *s) {
    SourceMap *sources = session_sources(s);
    for (uint32_t id = 1;; id++) {
        const Source *src = source_get(sources, id);
        if (!src) return id > 1;
        struct stat st;
        Arena a;
        arena_init(&a);
        char *real = path_real(&a, src->path);
        bool ok = real && !strchr(real, '\n') && stat(real, &st) == 0 && (uint64_t)st.st_size == src->size;
        if (ok)
            sb_printf(b, "dep %" PRIu64 " %" PRIu64 " %" PRIx64 " %s\n", (uint64_t)st.st_size, stamp_mtime(&st),
                      hash_bytes(src->data, src->size, 7), real);
        arena_done(&a);
        if (!ok) return false; /* not a file, or changed while it was compiled */
    }
}
