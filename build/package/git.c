/* SPDX-License-Identifier: Apache-2.0 */
#include "git.h"

bool git_versions(Arena *a, SourceMap *sources, const GitQuery *q, GitFound **out, uint32_t *n, DiagSink *sink,
                  const char **why) {
    (void)a, (void)sources, (void)q, (void)sink;
    *out = NULL;
    *n = 0;
    *why = "packages from git are not supported yet; use a path";
    return false;
}

bool git_materialise(Project *p, const char **why) {
    (void)p, (void)why;
    return true;
}
