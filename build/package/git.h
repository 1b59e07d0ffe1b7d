/* SPDX-License-Identifier: Apache-2.0 */
/* Packages in git repositories, through the program mojo-fetch, which has libgit2, limits and no powers. The files of
 * a package stand in the cache folder by URL, commit and tree, so that what stands there needs no question. */
#ifndef MOJ_BUILD_PACKAGE_GIT_H
#define MOJ_BUILD_PACKAGE_GIT_H

#include "lock.h"
#include "project.h"

typedef struct GitQuery {
    const Dependency *dep;
    const LockEntry *locked; /* of this name and source, or NULL */
    bool locked_only;        /* the locked commit is the answer */
    bool may_fail;           /* mistakes in its manifest are not reported */
} GitQuery;
typedef struct GitFound {
    const Manifest *manifest; /* its dir is where git_materialise puts it */
    Str commit, tree;
} GitFound;
typedef struct GitAnswers GitAnswers; /* what was asked in one resolution */

/* "https://host/some/tool.git" → "tool" */
const char *git_name_of_url(Arena *a, Str url);
/* "git+URL", then maybe " in SUBDIR" and " at …" → URL and subdir. */
void git_split_source(Str source, Str *url, Str *subdir);
GitAnswers *git_answers_new(Project *p);
void git_answers_done(GitAnswers *g); /* what was found stays: it is the project's */
/* Asks several repositories at once; the answers are kept for git_versions. */
void git_prefetch(GitAnswers *g, const GitQuery *queries, uint32_t n);
/* The versions of a package that a repository offers: its tags that are versions, or the one commit that
 * tag, branch, rev or the lock name. False: *why. */
bool git_versions(GitAnswers *g, const GitQuery *q, GitFound **out, uint32_t *n, const char **why);
/* Puts the files of the chosen packages into the cache folder, several at once. False: *why. */
bool git_materialise(Project *p, const char **why);
/* Compares the files of all git packages with their commits; what differs goes to `said`. False: something does. */
bool git_verify(Project *p, StrBuf *said);
/* The tree that git would make of a folder; false: *why. */
bool git_hash_folder(Project *p, const char *dir, Str *tree, const char **why);

#endif
