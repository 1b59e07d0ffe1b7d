/* SPDX-License-Identifier: Apache-2.0 */
/* Whole folders: copied, removed. Links are neither followed nor copied. Results are errno values. */
#ifndef MOJ_BUILD_PACKAGE_FILES_H
#define MOJ_BUILD_PACKAGE_FILES_H

#include "base/base.h"

/* `to` must not be there; modes become 0644 or 0755. On failure what was copied stays. */
int files_copy_tree(const char *from, const char *to);
/* One file, whole or not at all. */
int files_copy(const char *from, const char *to);
/* A file of the project, whole or not at all. What a killed process left of this goes as well. */
int files_write(const char *path, Str text);
/* Nothing there is fine. */
int files_remove_tree(const char *path);

#endif
