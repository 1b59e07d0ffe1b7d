/* SPDX-License-Identifier: Apache-2.0 */
/* What of mojo.toml says how things are built: profiles' further keys, features, native parts, Python. */
#ifndef MOJ_BUILD_PACKAGE_MANIFEST_BUILD_H
#define MOJ_BUILD_PACKAGE_MANIFEST_BUILD_H

#include "manifest.h"
#include "toml.h"

/* [lib] kinds, [package] build, [features], [native], [target], [cache], [python]. */
void manifest_read_build(Arena *a, Manifest *m, const TomlValue *root, bool look, DiagSink *sink);
/* A table of dependencies, which `like` says the rest about. */
void manifest_read_dependencies(Arena *a, Manifest *m, const TomlValue *table, const Dependency *like, DiagSink *sink);
void manifest_read_dependency(Arena *a, const TomlValue *v, Dependency *d);
void manifest_read_target(Arena *a, const TomlValue *v, Target *t);
void manifest_read_profile(const TomlValue *v, Profile *p);
/* A library to link, without lib and extension: nothing that a linker takes for an option. */
bool manifest_is_library_name(Str s);
/* A path below the manifest's folder, joined to it; NULL after a diagnostic. */
const char *manifest_inner_path(Arena *a, const Manifest *m, const TomlValue *v, DiagSink *sink);

#endif
