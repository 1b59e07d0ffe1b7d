/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 and the few Unicode properties the toolchain needs. */
#include "base/base.h"

typedef struct Range {
    uint32_t lo, hi;
} Range;
#include "base/unicode_tables.h"

/* Emoji and pictographs (Extended_Pictographic), with the parts that only occur inside sequences.
 */
static const Range emoji[] = {
    {0x203C, 0x203C},   {0x2049, 0x2049},   {0x20E3, 0x20E3},   {0x2122, 0x2122},
    {0x2139, 0x2139},   {0x2194, 0x21AA},   {0x231A, 0x23FF},   {0x24C2, 0x24C2},
    {0x25AA, 0x25FE},   {0x2600, 0x27BF},   {0x2934, 0x2935},   {0x2B05, 0x2B55},
    {0x3030, 0x3030},   {0x303D, 0x303D},   {0x3297, 0x3299},   {0xFE0F, 0xFE0F},
    {0x1F000, 0x1F0FF}, {0x1F10D, 0x1F1FF}, {0x1F200, 0x1F2FF}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F774, 0x1F77F}, {0x1F7D5, 0x1F7FF}, {0x1F80C, 0x1F80F},
    {0x1F848, 0x1F84F}, {0x1F85A, 0x1F85F}, {0x1F888, 0x1F88F}, {0x1F8AE, 0x1F8FF},
    {0x1F90C, 0x1FAFF}, {0x1FC00, 0x1FFFD},
};

static bool in_table(const Range *t, size_t n, uint32_t cp) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > t[mid].hi)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && cp >= t[lo].lo;
}

int utf8_decode(const char *s, const char *end, uint32_t *cp) {
    const unsigned char *p = (const unsigned char *)s;
    size_t left = (size_t)(end - s);
    unsigned b = p[0];
    if (b < 0x80) {
        *cp = b;
        return 1;
    }
    *cp = 0xFFFD;
    if (b < 0xC2 || b > 0xF4) return 0;
    int n = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    if ((size_t)n > left) return 0;
    /* Only the second byte has a narrower range: overlong forms, surrogates, the end of Unicode. */
    unsigned lo = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    unsigned hi = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < lo || p[1] > hi) return 0;
    uint32_t v = b & (0x7Fu >> n);
    for (int i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        v = v << 6 | (p[i] & 0x3F);
    }
    *cp = v;
    return n;
}

int utf8_encode(uint32_t cp, char out[4]) {
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        if (cp >= 0xD800 && cp <= 0xDFFF) return 0;
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    if (cp > 0x10FFFF) return 0;
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t utf8_valid_prefix(const char *p, size_t len) {
    size_t i = 0;
    while (i < len) {
        uint64_t word;
        if (len - i >= 8 && (memcpy(&word, p + i, 8), (word & 0x8080808080808080ull) == 0)) {
            i += 8;
            continue;
        }
        uint32_t cp;
        int n = utf8_decode(p + i, p + len, &cp);
        if (n == 0) return i;
        i += (size_t)n;
    }
    return len;
}

static unsigned width_of(uint32_t cp) {
    if (cp < 0x300) return cp != 0xAD;
    if (in_table(zero_width, ARRAY_LEN(zero_width), cp)) return 0;
    if (in_table(wide, ARRAY_LEN(wide), cp)) return 2;
    return 1;
}

/* A zero-width joiner glues the next emoji to the last one; flags are pairs of regional indicators.
 */
size_t utf8_width(Str s) {
    size_t w = 0;
    bool joined = false, half_flag = false;
    const char *p = s.p, *end = s.p + s.len;
    while (p < end) {
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        p += n ? n : 1;
        bool regional = cp >= 0x1F1E6 && cp <= 0x1F1FF;
        if (joined && unicode_is_emoji(cp)) {
            joined = false;
            continue;
        }
        if (regional) {
            w += half_flag ? 0 : 2;
            half_flag = !half_flag;
        } else {
            half_flag = false;
            if (!(cp >= 0x1F3FB && cp <= 0x1F3FF && w > 0)) w += width_of(cp); /* skin tones */
        }
        joined = cp == 0x200D;
    }
    return w;
}

bool unicode_xid_start(uint32_t cp) {
    if (cp < 0x80) return (cp | 32) - 'a' < 26 || cp == '_';
    return in_table(xid_start, ARRAY_LEN(xid_start), cp);
}

bool unicode_xid_continue(uint32_t cp) {
    if (cp < 0x80) return (cp | 32) - 'a' < 26 || cp == '_' || cp - '0' < 10;
    return in_table(xid_continue, ARRAY_LEN(xid_continue), cp);
}

bool unicode_is_emoji(uint32_t cp) {
    return in_table(emoji, ARRAY_LEN(emoji), cp);
}
