/* SPDX-License-Identifier: Apache-2.0 */
/* Growth of VEC(T). */
#include "base/base.h"

static uint32_t next_cap(uint32_t cap, uint32_t need, size_t size) {
    uint64_t n = cap ? (uint64_t)cap * 2 : (size >= 64 ? 2 : 8);
    if (n < need) n = need;
    if (n > UINT32_MAX) n = UINT32_MAX;
    /* need is len + 1; it wraps to 0 when the vector is full to the last index. */
    if (UNLIKELY(need == 0 || n * size > SIZE_MAX / 2)) {
        moj_oom_hook((size_t)n * size);
        abort();
    }
    return (uint32_t)n;
}

void vec_grow_heap(void **data, uint32_t *cap, uint32_t need, size_t size) {
    uint32_t n = next_cap(*cap, need, size);
    *data = xrealloc(*data, n * size);
    *cap = n;
}

void vec_grow_arena(Arena *a, void **data, uint32_t len, uint32_t *cap, uint32_t need,
                    size_t size) {
    uint32_t n = next_cap(*cap, need, size);
    size_t more = (n - *cap) * size;
    if (*cap && (char *)*data + *cap * size == a->cur && more <= (size_t)(a->end - a->cur)) {
        a->cur += more; /* nothing was allocated behind it meanwhile */
        *cap = n;
        return;
    }
    void *p = arena_alloc(a, n * size);
    if (len) memcpy(p, *data, len * size);
    *data = p;
    *cap = n;
}
