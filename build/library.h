/* SPDX-License-Identifier: Apache-2.0 */
/* What [lib] kinds asks for: a static or shared library with a C header, a Python module. */
#ifndef MOJ_BUILD_LIBRARY_H
#define MOJ_BUILD_LIBRARY_H

#include "project_build.h"

typedef VEC(BuildUnit) UnitList;
/* Adds the units of a package's library: one for each kind, or, without kinds, one that checks it. EXIT_OK, or another code
 * after a message. */
int library_units(const ProjectBuild *b, const Package *k, UnitList *out);
/* Those of its extension modules: [python] modules. */
int library_modules(const ProjectBuild *b, const Package *k, UnitList *out);
/* The folder of a package's extension modules: it can be put into PYTHONPATH. */
const char *library_module_dir(const ProjectBuild *b, const Package *k);
/* The text of a pkg-config file for a library that was installed below `root`. */
void library_pkg_config(StrBuf *out, const ProjectBuild *b, const Package *k, const char *root);

#endif
