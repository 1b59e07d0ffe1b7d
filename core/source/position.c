/* SPDX-License-Identifier: Apache-2.0 */
/* Line tables and position encodings. Bytes that are not UTF-8 count as one unit each. */
#include "source/source.h"

/* ---- line table ---------------------------------------------------------------------------------
 */

typedef VEC(uint32_t) VecU32;

static void find_lines(const Source *s, VecU32 *lines) {
    const char *p = s->data, *end = s->data + s->size;
    vec_push(lines, 0);
    if (!memchr(p, '\r', s->size)) {
        while ((p = memchr(p, '\n', (size_t)(end - p)))) vec_push(lines, (uint32_t)(++p - s->data));
        return;
    }
    while (p < end) {
        char c = *p++;
        if (c != '\n' && c != '\r') continue;
        if (c == '\r' && p < end && *p == '\n') p++;
        vec_push(lines, (uint32_t)(p - s->data));
    }
}

/* Several threads may make the table at once; one of them wins, and all of them count the same. */
static const uint32_t *lines_of(Source *s, uint32_t *n) {
    uint32_t *lines = __atomic_load_n(&s->lines, __ATOMIC_ACQUIRE);
    if (!lines) {
        VecU32 v = {0};
        find_lines(s, &v);
        __atomic_store_n(&s->n_lines, v.len, __ATOMIC_RELAXED);
        if (__atomic_compare_exchange_n(&s->lines, &lines, v.data, false, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE))
            lines = v.data;
        else
            vec_done(&v);
    }
    *n = __atomic_load_n(&s->n_lines, __ATOMIC_RELAXED);
    return lines;
}

uint32_t source_n_lines(Source *s) {
    uint32_t n;
    lines_of(s, &n);
    return n;
}

static uint32_t line_at(const uint32_t *lines, uint32_t n, uint32_t offset) {
    uint32_t lo = 0, hi = n; /* lines[lo] ≤ offset < lines[hi] */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (lines[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

Str source_line(Source *s, uint32_t line) {
    uint32_t n;
    const uint32_t *lines = lines_of(s, &n);
    if (line >= n) return (Str){s->data + s->size, 0};
    uint32_t start = lines[line], end = line + 1 < n ? lines[line + 1] : s->size;
    if (line + 1 < n) {
        end--;
        if (s->data[end] == '\n' && end > start && s->data[end - 1] == '\r') end--;
    }
    return (Str){s->data + start, end - start};
}

/* ---- columns ------------------------------------------------------------------------------------
 */

/* Length of the character at p in bytes; *units receives its length in the encoding. */
static uint32_t step(const char *p, const char *end, PosEncoding enc, uint32_t *units) {
    uint32_t cp;
    int n = utf8_decode(p, end, &cp);
    *units = enc == POS_UTF16 && n == 4 ? 2 : 1;
    return n ? (uint32_t)n : 1;
}

LineCol source_line_col(Source *s, uint32_t offset, PosEncoding enc) {
    uint32_t n;
    const uint32_t *lines = lines_of(s, &n);
    if (offset > s->size) offset = s->size;
    uint32_t line = line_at(lines, n, offset), col = 0;
    if (enc == POS_UTF8) return (LineCol){line, offset - lines[line]};
    for (const char *p = s->data + lines[line], *stop = s->data + offset; p < stop;) {
        uint32_t units, len = step(p, s->data + s->size, enc, &units);
        if (p + len > stop) break; /* inside a character: its start */
        p += len;
        col += units;
    }
    return (LineCol){line, col};
}

uint32_t source_offset(Source *s, LineCol lc, PosEncoding enc) {
    Str line = source_line(s, lc.line);
    const char *p = line.p, *end = line.p + line.len;
    uint32_t left = lc.col;
    if (enc == POS_UTF8)
        return (uint32_t)(p - s->data) + (left < line.len ? left : (uint32_t)line.len);
    while (p < end && left) {
        uint32_t units, len = step(p, end, enc, &units);
        if (units > left) break;
        left -= units;
        p += len;
    }
    return (uint32_t)(p - s->data);
}
