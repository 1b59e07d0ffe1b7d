/* SPDX-License-Identifier: Apache-2.0 */
/* mojo.lock: what is read prints to a lock that reads to the same. */
#include "build/package/lock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool parse(Arena *a, SourceMap *sources, Str text, Lock *out) {
    DiagSink sink;
    diag_sink_init(&sink, a);
    char *copy = xmalloc(text.len + 1);
    memcpy(copy, text.p ? text.p : "", text.len);
    copy[text.len] = 0;
    bool ok = lock_parse(a, source_add(sources, "mojo.lock", copy, text.len), out, &sink);
    MOJ_ASSERT(ok == (sink.n_errors == 0));
    for (uint32_t i = 0; i < sink.diags.len; i++) MOJ_ASSERT(sink.diags.data[i]->at.end <= text.len);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena a;
    Lock first, second;
    StrBuf one = {0}, two = {0};
    SourceMap *sources = source_map_new();
    arena_init(&a);
    if (parse(&a, sources, (Str){(const char *)data, size}, &first)) {
        lock_print(&one, &first);
        MOJ_ASSERT(parse(&a, sources, sb_view(&one), &second));
        lock_print(&two, &second);
        MOJ_ASSERT(str_eq(sb_view(&one), sb_view(&two)));
    }
    sb_done(&one);
    sb_done(&two);
    source_map_free(sources);
    arena_done(&a);
    return 0;
}
