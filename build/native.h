/* SPDX-License-Identifier: Apache-2.0 */
/* The native parts of packages: C sources compiled with the system's compiler, libraries found by pkg-config; and what
 * they need of Python. */
#ifndef MOJ_BUILD_NATIVE_H
#define MOJ_BUILD_NATIVE_H

#include "project_build.h"
#include "stamp.h"

typedef struct NativeParts {
    TextList objects, link; /* files; arguments for the linker */
    StampDeps deps;         /* C sources and headers */
} NativeParts;
/* Compiles what is not up to date, for all packages in a program. EXIT_OK, or EXIT_FAILED after a message. */
int native_build(const ProjectBuild *b, const BuildUnit *u, NativeParts *out);
/* Part of the key of a program. */
uint64_t native_key(const ProjectBuild *b, const BuildUnit *u, uint64_t h);
/* Are the Python packages there that the packages in a program require? */
int python_check(const ProjectBuild *b, const BuildUnit *u);

#endif
