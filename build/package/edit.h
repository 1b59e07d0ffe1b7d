/* SPDX-License-Identifier: Apache-2.0 */
/* Changes to a mojo.toml that leave comments, order and layout as they are. */
#ifndef MOJ_BUILD_PACKAGE_EDIT_H
#define MOJ_BUILD_PACKAGE_EDIT_H

#include "base/base.h"

/* Sets `name = VALUE` in [table] (value as TOML text), where the name stands or at the table's end; the table is
 * made when it is missing. False: the text is no TOML, or the table is written in a form this cannot edit; *why. */
bool edit_set(Str text, const char *table, Str name, Str value, StrBuf *out, const char **why);
/* Removes the line of `name`, or its table [table.name]. False with *why NULL: it is not there. */
bool edit_remove(Str text, const char *table, Str name, StrBuf *out, const char **why);

#endif
