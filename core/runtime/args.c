/* SPDX-License-Identifier: Apache-2.0 */
/* The program's arguments; argument 0 is its name. */
#include "runtime.h"

static int count;
static char **words;

void mojo_rt_set_args(int argc, char **argv) {
    count = argc;
    words = argv;
}

int64_t mojo_rt_argc(void) {
    return count;
}

const char *mojo_rt_argv(int64_t i) {
    return i >= 0 && i < count ? words[i] : "";
}
