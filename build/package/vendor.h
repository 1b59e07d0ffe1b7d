/* SPDX-License-Identifier: Apache-2.0 */
/* Packages kept with the project: [source] vendor names a folder with a folder for each and a list, VENDOR_LIST, of
 * what they are. One is used while the list names the commit and tree that mojo.lock names. */
#ifndef MOJ_BUILD_PACKAGE_VENDOR_H
#define MOJ_BUILD_PACKAGE_VENDOR_H

#include "lock.h"
#include "project.h"

#define VENDOR_LIST "vendored.toml"

/* The folder of a locked package, or NULL. */
const char *vendor_dir(Project *p, const LockEntry *e);
/* Writes all git packages of a resolved project to `dir`, which then holds them and nothing else. False: *why. */
bool vendor_write(Project *p, const char *dir, const char **why);
/* Compares the vendored files with the list; what differs goes to `said`. False: something does, or *why. */
bool vendor_check(Project *p, StrBuf *said, const char **why);

#endif
