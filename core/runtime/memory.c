/* SPDX-License-Identifier: Apache-2.0 */
/* Allocation with an alignment above malloc's, and the end of memory. */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>

void *mojo_rt_alloc(int64_t size, int64_t align) {
    void *p = NULL;
    size_t a = align < (int64_t)sizeof(void *) ? sizeof(void *) : (size_t)align;
    if (size < 0 || posix_memalign(&p, a, size ? (size_t)size : 1) != 0 || !p) mojo_rt_out_of_memory(size);
    return p;
}

void mojo_rt_out_of_memory(int64_t size) {
    char text[64];
    int n = snprintf(text, sizeof text, "out of memory: %lld bytes are not to be had", (long long)size);
    mojo_rt_abort(text, n, "", 0, 0);
}
