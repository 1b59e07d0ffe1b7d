/* SPDX-License-Identifier: Apache-2.0 */
/* What [target.PATTERN] of mojo.toml says about the machine that is built for: which dependencies and native parts count
 * there, which C compiler links, how its programs are run here. */
#ifndef MOJ_BUILD_MACHINE_H
#define MOJ_BUILD_MACHINE_H

#include "project_build.h"

/* Fills b->triple, b->linker and b->runner, and switches off dependencies that are for other machines. Only the root's
 * linker and runner count. False after a message. */
bool machine_choose(ProjectBuild *b);
/* [native] of a package, and those of its [target] tables that are about the machine. */
typedef VEC(const Native *) NativeList;
void machine_natives(const ProjectBuild *b, const Package *k, NativeList *out);
/* Becomes the program, through the machine's runner where there is one. Returns only with a failure, after a message. */
int machine_exec(const ProjectBuild *b, const char *program, const char *const *args, int n_args);

#endif
