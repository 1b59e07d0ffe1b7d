/* SPDX-License-Identifier: Apache-2.0 */
/* Objects → executables, shared libraries and archives. The linker is a separate program: `ld` or
 * `ld.lld` called directly with the C library's start files, else the C compiler driver. */
#ifndef MOJ_LINK_LINK_H
#define MOJ_LINK_LINK_H
#include "base/base.h"
typedef enum LinkKind { LINK_EXE, LINK_SHARED, LINK_ARCHIVE } LinkKind;
typedef struct LinkOptions {
    LinkKind kind;
    const char *output;
    const char *const *objects; uint32_t n_objects; /* paths */
    const char *runtime;       /* libmojort.a */
    const char *linker;        /* program given by the user, or NULL */
    const char *driver;        /* a C compiler that links for another machine, or NULL */
    const char *soname;        /* what programs that are linked with a shared library look for; NULL: its path then */
    bool strip;                /* without symbols */
    const char *const *extra; uint32_t n_extra; /* arguments for the linker */
    bool verbose;              /* print the command to standard error */
} LinkOptions;
/* Writes a temporary file beside the output and renames it. False: *why on the heap (what the linker
 * said included). */
bool link_run(const LinkOptions *o, char **why);
/* A program by $PATH, or NULL. */
char *link_find_program(Arena *a, const char *name);
/* Runs a program (argv ends with NULL) and waits: its exit status, 127 when it cannot be started. `input`, when not NULL,
 * is its standard input; what it prints is added to `said`. */
int link_run_program(const char *const *argv, const char *input, StrBuf *said);
#endif
