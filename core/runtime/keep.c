/* SPDX-License-Identifier: Apache-2.0 */
/* What benchmarks ask for, so that their work is not optimised away. */
#include "runtime.h"

void mojo_rt_keep(const void *p);

/* The optimiser does not see in here: what `p` points to may be read, and all memory may have changed. */
void mojo_rt_keep(const void *p) {
    __asm__ volatile("" : : "r"(p) : "memory");
}
