/* SPDX-License-Identifier: Apache-2.0 */
/* What a result was made from, as text: a line for each source with size, time and hash. A result holds while
 * all its sources do: by size and time, or, where only the time differs, by content. */
#ifndef MOJ_BUILD_STAMP_H
#define MOJ_BUILD_STAMP_H

#include "session/session.h"

#include <sys/stat.h>

enum { STAMP_CLOCK_TICK = 20000000 }; /* ns: two changes within it may have one time */

typedef struct StampDep {
    const char *path; /* absolute */
    uint64_t size, mtime, hash;
} StampDep;
typedef VEC(StampDep) StampDeps;

typedef struct StampReader {
    const char *p, *end;
} StampReader;
uint64_t stamp_mtime(const struct stat *st); /* nanoseconds */
bool stamp_skip(StampReader *r, const char *text);
bool stamp_number(StampReader *r, int base, uint64_t *out); /* and the blank or line end after it */
bool stamp_path(StampReader *r, char *path, size_t size);   /* the rest of the line */
/* After "dep ": the rest of the line. */
bool stamp_dep(StampReader *r, StampDep *out, char *path, size_t size);
/* What was asked of the file system already: many results are made from the same files. */
typedef struct StampSeen {
    StrMap files, dirs;
    Arena arena;
} StampSeen;
void stamp_seen_done(StampSeen *s);
/* Is the file as it was? `seen` may be NULL. */
bool stamp_dep_holds(const StampDep *d, StampSeen *seen);
/* After "dep ": reads the rest of the line. False: the source changed, or the text is damaged. */
bool stamp_source_holds(StampReader *r, StampSeen *seen);
uint64_t stamp_names_seen(StampSeen *s, const char *dir); /* stamp_names_in */
/* Sources of a session; false: one is no file any more, or changed since it was read. `began`: CLOCK_REALTIME
 * nanoseconds before the session began to read, 0 when not known. */
bool stamp_deps(Session *s, uint64_t began, Arena *a, StampDeps *out);
bool stamp_dep_of(const Source *src, uint64_t began, Arena *a, StampDep *out);
uint64_t stamp_now(void);
/* Adds the line "dep SIZE MTIME HASH PATH" of each. */
void stamp_write_deps(StrBuf *b, const StampDep *deps, uint32_t n);

typedef struct StampDir { /* a folder that imports were searched in */
    const char *path;
    uint64_t names;
} StampDir;
typedef VEC(StampDir) StampDirs;
/* Folders of the search path, and those of a session's sources besides the library's. */
void stamp_dirs(Session *s, const char *const *roots, uint32_t n, Arena *a, StampDirs *out);
/* The names in a folder that imports could find: a new file may hide another. */
uint64_t stamp_names_in(const char *dir);

#endif
