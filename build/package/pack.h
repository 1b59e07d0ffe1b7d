/* SPDX-License-Identifier: Apache-2.0 */
/* What goes into a package in one file (bundle/bundle.h): the library's sources, a mojo.toml that says what users of the
 * library need to know, documents, and the C sources that it needs. */
#ifndef MOJ_BUILD_PACKAGE_PACK_H
#define MOJ_BUILD_PACKAGE_PACK_H

#include "bundle/bundle.h"
#include "manifest.h"

typedef struct Pack {
    Arena *a;
    Bundle head;
    BundleEntries entries;
    const char *dir;          /* that the entries' paths are below */
    bool renamed;             /* imported by another name than its folder's: code compiled here does not fit */
    const char *lib;          /* the package's folder or file, absolute */
    VEC(const char *) modules; /* all source files of it, absolute */
} Pack;
/* A folder with __init__.mojo and without a manifest. `as`: what it is imported by, where that is a name (NULL: the
 * folder's name). False: *why. */
bool pack_folder(Pack *p, Arena *a, const char *dir, const char *as, const char **why);
/* The library of a package with a manifest. */
bool pack_library(Pack *p, Arena *a, const Manifest *m, const char **why);
/* mojo.toml of a package in one file: without what only its own folder has a use for; workspaces' parts are written out, a
 * path dependency is the package NAME.mojopkg beside this one. */
void pack_manifest(StrBuf *out, Arena *a, const Manifest *m, DiagSink *sink);

#endif
