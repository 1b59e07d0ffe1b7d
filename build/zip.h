/* SPDX-License-Identifier: Apache-2.0 */
/* Writes zip files, always the same for the same contents: entries are stored in the order given, without times. */
#ifndef MOJ_BUILD_ZIP_H
#define MOJ_BUILD_ZIP_H

#include "base/base.h"

typedef struct Zip {
    StrBuf body, directory;
    uint32_t n;
} Zip;
void zip_add(Zip *z, const char *name, Str data, bool executable);
/* The whole file is in z->body; at most 4 GB and 65535 entries. */
void zip_end(Zip *z);
void zip_done(Zip *z);

#endif
