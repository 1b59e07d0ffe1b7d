/* SPDX-License-Identifier: Apache-2.0 */
/* Packages in git repositories, through the program mojo-fetch, which has libgit2, limits and no powers. */
#ifndef MOJ_BUILD_PACKAGE_GIT_H
#define MOJ_BUILD_PACKAGE_GIT_H

#include "project.h"

typedef struct GitQuery {
    Str url, tag, branch, rev, subdir, package;
    Str locked; /* the commit of mojo.lock, or empty */
    bool offline;
} GitQuery;
typedef struct GitFound {
    const Manifest *manifest; /* its dir is where git_materialise puts it */
    Str commit, tree;
} GitFound;
typedef struct GitAnswers GitAnswers; /* what was asked in one resolution */

GitAnswers *git_answers_new(Arena *a);
/* Asks several repositories at once; the answers are kept for git_versions. */
void git_prefetch(GitAnswers *g, Arena *a, const GitQuery *queries, uint32_t n);
/* The versions of a package that a repository offers: its tags that are versions, or the one commit that
 * tag, branch or rev name. False: *why. */
bool git_versions(GitAnswers *g, Arena *a, SourceMap *sources, const GitQuery *q, GitFound **out, uint32_t *n,
                  DiagSink *sink, const char **why);
/* Puts the files of the chosen packages into the cache folder, several at once. False: *why. */
bool git_materialise(Project *p, const char **why);

#endif
