/* SPDX-License-Identifier: Apache-2.0 */
/* What a result was made from, as text: a line for each source with size, time and hash. A result holds while
 * all its sources do: by size and time, or, where only the time differs, by content. */
#ifndef MOJ_BUILD_STAMP_H
#define MOJ_BUILD_STAMP_H

#include "session/session.h"

#include <sys/stat.h>

typedef struct StampReader {
    const char *p, *end;
} StampReader;
uint64_t stamp_mtime(const struct stat *st); /* nanoseconds */
bool stamp_skip(StampReader *r, const char *text);
bool stamp_number(StampReader *r, int base, uint64_t *out); /* and the blank or line end after it */
/* After "dep ": reads the rest of the line. False: the source changed, or the text is damaged. */
bool stamp_source_holds(StampReader *r);
/* Adds the line "dep SIZE MTIME HASH PATH" of each source of a session; false: one is no file any more. */
bool stamp_sources(StrBuf *b, Session *s);

#endif
