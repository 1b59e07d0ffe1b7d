/* SPDX-License-Identifier: Apache-2.0 */
/* `mojo build --verify-reproducible`: builds the project twice, the second time a copy in another folder, without
 * the cache, and compares the programs byte by byte. */
#ifndef MOJ_BUILD_REPRODUCIBLE_H
#define MOJ_BUILD_REPRODUCIBLE_H

#include "project_build.h"

int reproducible_command(const CompileOptions *compile, const ProjectFlags *f);

#endif
