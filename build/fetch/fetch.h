/* SPDX-License-Identifier: Apache-2.0 */
/* What mojo-fetch does. Functions return an exit code; a message has been printed when it is not 0. */
#ifndef MOJ_FETCH_FETCH_H
#define MOJ_FETCH_FETCH_H

#include "base/base.h"

#include <git2.h>

/* Prints "mojo-fetch: …", returns 1. */
int fetch_fail(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* The same with what libgit2 said last. */
int fetch_git_fail(const char *what);
void fetch_alive(void); /* starts the time without progress anew */

typedef struct VersionsQuery {
    const char *url, *mirror;
    const char *kind; /* "tags", "tag", "branch" or "rev" */
    const char *ref;  /* what `kind` names */
    const char *subdir;
    const char *locked; /* a commit that is to be among the answers, or empty */
    bool offline;
} VersionsQuery;
/* Brings the mirror up to date unless the locked commit is there, and prints for each version a line
 * "found COMMIT TREE TAG SIZE" and the manifest's text. */
int fetch_versions(const VersionsQuery *q);
/* Writes the files of a commit's folder below `dest`, which appears complete or not at all. */
int fetch_export(const char *mirror, const char *commit, const char *subdir, const char *dest);
/* The tree of a folder in a commit; NULL after a message. */
git_tree *fetch_tree(git_repository *repo, const git_oid *commit, const char *subdir);

#endif
