/* SPDX-License-Identifier: Apache-2.0 */
/* Results of the last few states that a program's sources were in, beside its stamp (project_build.c): an edit that is taken
 * back, or another branch that is checked out again, is not compiled and linked another time. */
#ifndef MOJ_BUILD_RECALL_H
#define MOJ_BUILD_RECALL_H

#include "stamp.h"

/* Keeps a result and its stamp, which was just written; failing is no matter. */
void recall_keep(const char *stamp, const char *output);
/* Puts a result of what the sources are now in its place, and writes its stamp. False: there is none. */
bool recall_find(const char *stamp, const char *output, uint64_t key);

#endif
