/* SPDX-License-Identifier: Apache-2.0 */
/* What mojo-fetch does. Functions return an exit code; a message has been printed when it is not 0. */
#ifndef MOJ_FETCH_FETCH_H
#define MOJ_FETCH_FETCH_H

#include "base/base.h"
#include "request.h"

#include <git2.h>

/* Prints a message, returns 1. */
int fetch_fail(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* The same with what libgit2 said last. */
int fetch_git_fail(const char *what);
/* Messages are kept back from now on, as the work may be tried again … */
void fetch_hold(void);
/* … and are now printed, or forgotten. Returns !print. */
bool fetch_release(bool print);
/* Was the last failure one of files that are not as git left them, rather than of the network or of the question? */
bool fetch_looks_damaged(void);
bool fetch_suspect(void); /* says that it may be so; true */
uint64_t fetch_most_bytes(void); /* of a transfer, and of a package: MOJO_NET_LIMIT MiB, 1024 unless set */
void fetch_alive(void); /* starts the time without progress anew */

/* Works on the requests of standard input. */
int fetch_batch(void);
/* Brings the mirror up to date unless the locked commit is there, and prints for each version a line
 * "found COMMIT TREE TAG WORKSPACE-SIZE SIZE", the manifest's text and that of its workspace, if it asks for that. */
int fetch_versions(const FetchRequest *q);
/* Fetches a commit unless it is there, and writes the files of its folder to `dest`, which appears complete or not at
 * all. The folder's tree has to be the one that the request names. */
int fetch_get(const FetchRequest *q);
/* Compares the files at `dest` with the commit: prints a line for each that differs, is missing or does not belong
 * there, and is not 0 then. */
int fetch_verify(const FetchRequest *q);
/* Prints the tree that git would make of the files at `dest`. */
int fetch_hash(const FetchRequest *q);

/* ---- within mojo-fetch ---- */
/* git_program.c */
bool fetch_wants_program(const char *url);
int fetch_by_program(const FetchRequest *q);
/* The tree of a folder in a commit; NULL when there is none. */
git_tree *fetch_tree(git_repository *repo, const git_oid *commit, const char *subdir);
/* Without reading it: a small pack can hold a huge one. UINT64_MAX: it is no blob. */
uint64_t fetch_blob_size(git_repository *repo, const git_oid *id);
/* May an entry of this name be written? */
bool fetch_good_name(const char *name);
/* Writes a tree below `dest`. */
int fetch_export(git_repository *repo, const git_tree *tree, const char *dest);
/* Prints what of the files at `dest` is not as in the tree; not 0 then. */
int fetch_compare(git_repository *repo, const git_tree *tree, const char *dest);
void fetch_remove_all(const char *path);

#endif
