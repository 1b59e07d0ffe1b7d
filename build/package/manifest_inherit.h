/* SPDX-License-Identifier: Apache-2.0 */
/* `KEY.workspace = true` in [package] and { workspace = true } for a dependency: what the workspace's root says once for
 * all its members stands in for it before the manifest is read.
 *
 * A package from git has its workspace's mojo.toml in the file DIR.workspace, or it is given: after a line "# ../..", which
 * says where the workspace's folder is from the package's. */
#ifndef MOJ_BUILD_PACKAGE_MANIFEST_INHERIT_H
#define MOJ_BUILD_PACKAGE_MANIFEST_INHERIT_H

#include "diag/diag.h"
#include "toml.h"

/* Keys of [package] that a workspace can give. */
bool manifest_inheritable(const char *key);
/* Replaces such values in `root`, the text of DIR/mojo.toml. `look`: the folder is there, and so its workspace. Else it is
 * `workspace`, or nothing is known of it. */
void manifest_inherit(Arena *a, const char *dir, bool look, Str workspace, TomlValue *root, uint32_t file, DiagSink *sink);

#endif
