/* SPDX-License-Identifier: Apache-2.0 */
/* Characters by name. The table is made when we are built, by unicode_names.py. */
#ifndef MOJ_BASE_UNICODE_NAME_H
#define MOJ_BASE_UNICODE_NAME_H

#include "base/base.h"

/* The character of this name or alias ("bullet", in any case); UINT32_MAX: there is none. */
uint32_t unicode_by_name(Str name);

extern const uint32_t unicode_n_names, unicode_n_ideographs;
extern const uint64_t unicode_names[]; /* the upper 43 bits of the name's hash, then the code point; sorted */
extern const uint32_t unicode_ideographs[][2]; /* ranges, ends included */

#endif
