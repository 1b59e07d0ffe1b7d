/* SPDX-License-Identifier: Apache-2.0 */
/* Programs for other machines: Debian's cross compilers link them, and compile the C runtime for them once. */
#ifndef MOJ_BUILD_CROSS_H
#define MOJ_BUILD_CROSS_H

#include "compile.h"

typedef struct CrossTarget {
    const char *driver;  /* the C compiler that links; NULL: this machine's linker */
    const char *runtime; /* libmojort.a for the target */
} CrossTarget;
/* For the options of code generation; strings live in the arena. False after a message. */
bool cross_target(const CodegenOptions *cg, Arena *a, CrossTarget *out);

#endif
