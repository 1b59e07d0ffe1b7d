/* SPDX-License-Identifier: Apache-2.0 */
/* The sources of a project's packages, for commands that work on files: check, fix, fmt, doc. */
#ifndef MOJ_BUILD_PROJECT_SOURCES_H
#define MOJ_BUILD_PROJECT_SOURCES_H

#include "package/project.h"

typedef struct SourceList {
    VEC(const char *) paths; /* folders and files, absolute; none lies in another */
} SourceList;
/* Library, programs, tests, benchmarks and examples of one package. */
void project_sources(Arena *a, const Manifest *m, SourceList *out);
/* Those of the package around the current folder, in a workspace's root of all members; manifests are read, nothing is
 * resolved. False: there is no project (*why), or its manifests have mistakes (in p->sink). */
bool project_sources_here(Project *p, SourceList *out, const char **why);

#endif
