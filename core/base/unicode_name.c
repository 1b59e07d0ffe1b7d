/* SPDX-License-Identifier: Apache-2.0 */
/* Names are found by their hash alone: that another text has one of 46,000 hashes of 43 bits is out of the question. */
#include "base/unicode_name.h"

enum { CODE_POINT_BITS = 21, MAX_NAME = 128 };

static uint64_t name_hash(const char *s, size_t n) {
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
    return h;
}

/* The number at the end of CJK UNIFIED IDEOGRAPH-4E00. */
static uint32_t ideograph(const char *s, size_t n) {
    static const char prefix[] = "CJK UNIFIED IDEOGRAPH-";
    size_t len = sizeof prefix - 1;
    if (n < len + 4 || n > len + 5 || memcmp(s, prefix, len) != 0) return UINT32_MAX;
    uint32_t cp = 0;
    for (size_t i = len; i < n; i++) {
        const char *digits = "0123456789ABCDEF", *d = strchr(digits, s[i]);
        if (!d || !s[i]) return UINT32_MAX;
        cp = cp * 16 + (uint32_t)(d - digits);
    }
    for (uint32_t i = 0; i < unicode_n_ideographs; i++)
        if (cp >= unicode_ideographs[i][0] && cp <= unicode_ideographs[i][1]) return cp;
    return UINT32_MAX;
}

uint32_t unicode_by_name(Str name) {
    char upper[MAX_NAME];
    if (!name.len || name.len > sizeof upper) return UINT32_MAX;
    for (size_t i = 0; i < name.len; i++) upper[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i];
    uint64_t want = name_hash(upper, name.len) >> CODE_POINT_BITS;
    uint32_t lo = 0, hi = unicode_n_names;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (unicode_names[mid] >> CODE_POINT_BITS < want) lo = mid + 1;
        else hi = mid;
    }
    if (lo < unicode_n_names && unicode_names[lo] >> CODE_POINT_BITS == want)
        return (uint32_t)(unicode_names[lo] & ((1u << CODE_POINT_BITS) - 1));
    return ideograph(upper, name.len);
}
