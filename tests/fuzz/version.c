/* SPDX-License-Identifier: Apache-2.0 */
/* Versions, requirements and URLs: what is accepted prints and reads back, and is what its users rely on. */
#include "build/package/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void versions(Str s) {
    Version v, w;
    StrBuf b = {0};
    if (version_parse(s, &v)) return;
    version_print(&b, &v);
    MOJ_ASSERT(!version_parse(sb_view(&b), &w) && version_cmp(&v, &w) == 0);
    sb_done(&b);
}

static void requirements(Str s) {
    static const char *const some[] = {"0.0.0", "0.1.0", "1.0.0-a.1", "1.0.0", "1.2.3", "2.0.0", "18446744073709551615.0.0"};
    Arena a;
    Requirement r;
    uint32_t at = 0;
    arena_init(&a);
    const char *why = requirement_parse(&a, s, &r, &at);
    MOJ_ASSERT(!why || at <= s.len);
    for (size_t i = 0; i < ARRAY_LEN(some) && !why; i++) {
        Version v;
        MOJ_ASSERT(!version_parse(str_of(some[i]), &v));
        (void)requirement_matches(&r, &v);
    }
    arena_done(&a);
}

static void urls(Str s) {
    if (manifest_url_problem(s)) return;
    MOJ_ASSERT(s.len > 6 && s.p[0] != '-');
    for (size_t i = 0; i < s.len; i++) MOJ_ASSERT((unsigned char)s.p[i] > 32 && !strchr("'\"\\`$;|&<>", s.p[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str s = {(const char *)data, size};
    versions(s);
    requirements(s);
    urls(s);
    return 0;
}
