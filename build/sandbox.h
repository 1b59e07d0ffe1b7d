/* SPDX-License-Identifier: Apache-2.0 */
/* Narrows what this process, and all it starts, may do; there is no way back. */
#ifndef MOJ_BUILD_SANDBOX_H
#define MOJ_BUILD_SANDBOX_H

#include "base/base.h"

/* Files are written below `dir` only, and no TCP connection is made: by Landlock, as far as this kernel has it (files from
 * Linux 5.13 on, TCP from 6.7 on). False: it has nothing of it. */
bool sandbox_enter(const char *dir);

#endif
