/* SPDX-License-Identifier: Apache-2.0 */
/* Programs for other machines: Debian's cross compilers link them, and compile the C runtime for them once. */
#ifndef MOJ_BUILD_CROSS_H
#define MOJ_BUILD_CROSS_H

#include "compile.h"

typedef struct CrossTarget {
    const char *driver;  /* the C compiler that links; NULL: this machine's linker */
    const char *runtime; /* libmojort.a for the target */
} CrossTarget;
/* For the options of code generation; strings live in the arena. `cc`: the C compiler that links there, or NULL. False after
 * a message. */
bool cross_target(const CodegenOptions *cg, const char *cc, Arena *a, CrossTarget *out);
/* Linux with glibc, as Debian names it: aarch64-unknown-linux-gnu → aarch64-linux-gnu. NULL: another system. */
const char *cross_debian_name(Arena *a, const char *triple);
bool cross_is_other(Arena *a, const char *triple); /* than this machine */

#endif
