/* SPDX-License-Identifier: Apache-2.0 */
/* What mojo and mojo-fetch say to each other. mojo writes all its requests to standard input of one mojo-fetch and
 * closes it: for each request FETCH_FIELDS strings in the order of the struct, each ended by NUL. mojo-fetch works
 * on several at a time, each in a process of its own, and answers as they end:
 *   answer INDEX EXIT SIGNAL TIMED_OUT SIZE\n   and SIZE bytes: what was found, or a message */
#ifndef MOJ_FETCH_REQUEST_H
#define MOJ_FETCH_REQUEST_H

enum { FETCH_FIELDS = 10, FETCH_AT_ONCE = 16, FETCH_LIMIT_SECONDS = 900 };

typedef struct FetchRequest {
    const char *verb;   /* "versions", "get", "verify" or "hash" */
    const char *url, *mirror;
    const char *kind;   /* versions: "tags", "tag", "branch" or "rev" */
    const char *ref;    /* what `kind` names */
    const char *subdir; /* the package's folder, or empty */
    const char *commit; /* the locked one, or empty */
    const char *tree;   /* get: the folder's tree as the lock has it, or empty */
    const char *dest;   /* get: where the files go; verify and hash: where they are */
    const char *mode;   /* "online" or "offline" */
} FetchRequest;

#endif
