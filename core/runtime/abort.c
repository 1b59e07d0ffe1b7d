/* SPDX-License-Identifier: Apache-2.0 */
/* How a program ends that must not go on. */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>

void mojo_rt_abort(const char *text, int64_t len, const char *file, uint32_t line, uint32_t col) {
    mojo_rt_flush();
    if (line)
        fprintf(stderr, "ABORT: %s:%u:%u: %.*s\n", file, line, col, (int)len, text);
    else
        fprintf(stderr, "ABORT: %.*s\n", (int)len, text);
    mojo_rt_backtrace(1);
    fflush(stderr);
    abort();
}
