/* SPDX-License-Identifier: Apache-2.0 */
/* Build scripts: the program that [package] build names runs here before the package is built, with the packages of
 * [build-dependencies]. It runs in the package's folder and writes to the folder $MOJO_OUT only (sandbox.h); it knows
 * MOJO_PACKAGE_NAME, MOJO_PACKAGE_VERSION, MOJO_FEATURES, MOJO_PROFILE and MOJO_TARGET. Modules it writes there can be imported
 * by the package. What else it wants it prints, a line each:
 *
 *   mojo:define=NAME[=VALUE]  a definition, which the package's code asks for by PACKAGE/NAME
 *   mojo:source=FILE          a C file in $MOJO_OUT to compile
 *   mojo:link=NAME            a library to link
 *   mojo:reads=FILE           a file or folder of the package: it runs again when that changed
 *   mojo:env=NAME             the same for a variable
 *   mojo:warning=TEXT
 *
 * Scripts of the project's members run; one of a package from elsewhere only when the root's [source] build-scripts lists it,
 * and with no more of the environment than a compiler needs. */
#ifndef MOJ_BUILD_BUILD_SCRIPT_H
#define MOJ_BUILD_BUILD_SCRIPT_H

#include "project_build.h"

/* Builds and runs, where that is not up to date, the scripts of all packages in programs of these; fills Package.made and what
 * belongs to it. EXIT_OK, or the exit code after a message. */
int build_scripts_run(const ProjectBuild *b, const PackageList *members);
/* Fills Package.made with what lies there from an earlier build; runs nothing. */
void build_scripts_known(Project *p);

#endif
