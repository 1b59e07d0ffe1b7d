/* SPDX-License-Identifier: Apache-2.0 */
/* Allocation: what malloc and calloc are in compiled programs, alignments above theirs, and the end of memory. */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

/* A large block starts at a cache line, so that no vector load of a loop over it crosses one: malloc puts large
 * blocks 16 bytes behind one, which costs such loops up to a fifth. Where it is asked for (Linux's `madvise` mode)
 * a huge block lies in large pages: a page fault for each 4 KiB is what most programs over 100 MB wait for. */
enum { CACHE_LINE = 64, LARGE = 64 << 10, HUGE_BLOCK = 4 << 20, ALWAYS_FRESH = 32 << 20 };

static void advise(void *p, size_t size) {
#ifdef MADV_HUGEPAGE
    const uintptr_t page = 4095;
    uintptr_t start = ((uintptr_t)p + page) & ~page, end = ((uintptr_t)p + size) & ~page;
    if (p && size >= HUGE_BLOCK)
        madvise((void *)start, end - start, MADV_HUGEPAGE); /* refused: then small pages serve */
#else
    (void)p, (void)size;
#endif
}

static void *large_block(size_t size) {
    void *p = NULL;
    if (posix_memalign(&p, CACHE_LINE, size) != 0) return NULL;
    advise(p, size);
    return p;
}

void *mojo_rt_malloc(size_t size) {
    return size < LARGE ? malloc(size) : large_block(size);
}

void *mojo_rt_calloc(size_t n, size_t size) {
    size_t all;
    if (__builtin_mul_overflow(n, size, &all)) return NULL;
    if (all < LARGE) return calloc(n, size);
    /* above, calloc gets zeros from the system and writes nothing, which is worth more than the alignment */
    void *p = all < ALWAYS_FRESH ? large_block(all) : calloc(n, size);
    if (!p) return NULL;
    if (all < ALWAYS_FRESH) return memset(p, 0, all);
    advise(p, all);
    return p;
}

void *mojo_rt_alloc(int64_t size, int64_t align) {
    void *p = NULL;
    size_t a = align < (int64_t)sizeof(void *) ? sizeof(void *) : (size_t)align;
    if (size < 0 || posix_memalign(&p, a, size ? (size_t)size : 1) != 0 || !p) mojo_rt_out_of_memory(size);
    advise(p, (size_t)size);
    return p;
}

void mojo_rt_out_of_memory(int64_t size) {
    char text[64];
    int n = snprintf(text, sizeof text, "out of memory: %lld bytes are not to be had", (long long)size);
    mojo_rt_abort(text, n, "", 0, 0);
}
