/* SPDX-License-Identifier: Apache-2.0 */
/* Golden tests: programs with what is expected of them in comments. tests/README.md has the directives.
 *   case.c     reads the directives of a file
 *   process.c  runs a command with a time limit
 *   judge.c    runs a case and compares
 *   main.c     finds the files, runs them in parallel, reports */
#ifndef MOJ_TESTS_GOLDEN_H
#define MOJ_TESTS_GOLDEN_H

#include "base/base.h"

typedef enum Mode { MODE_NONE, MODE_RUN, MODE_CHECK, MODE_PARSE, MODE_HELPER } Mode;

typedef struct Expect { /* #~ E2001: text */
    uint32_t line;       /* 1-based */
    char severity;       /* E, W or N */
    uint32_t code;
    uint32_t col0, col1; /* 1-based, half-open; 0: not stated */
    Str text;            /* fragment of the message, may be empty */
    bool met;
} Expect;

typedef struct Block { /* #: stdout, then lines "#| text" */
    bool present;
    uint32_t line, n_lines; /* of the directive; of lines after it */
    StrBuf text;
} Block;

typedef struct Case {
    const char *path;
    Arena arena;
    Str source;
    Mode mode;
    uint32_t mode_line;
    VEC(Expect) expects;
    VEC(const char *) flags, args, env; /* for mojo; for the program; K=V */
    StrBuf stdin_text;
    int exit_code;
    Block out, err;
    const char *skip; /* reason, or NULL */
    StrBuf report;    /* what went wrong; empty: passed */
} Case;

/* Reads the directives; mistakes in them go to the report. */
void case_read(Case *c, const char *path);
void case_done(Case *c);
void case_fail(Case *c, uint32_t line, const char *fmt, ...) PRINTF_LIKE(3, 4);

typedef struct ProcessResult {
    int exit_code; /* 128 + signal when killed by one */
    bool timed_out;
    StrBuf out, err;
} ProcessResult;
/* Runs argv (ends with NULL) with env entries added; 0 or an errno value. */
int process_run(ProcessResult *r, const char *const *argv, const char *const *env, uint32_t n_env, Str input,
                uint32_t seconds);

typedef struct Options {
    const char *mojo;    /* path of the binary */
    const char *pattern; /* only paths with this text */
    bool bless;
    bool once;       /* programs by `mojo run` only, not also by `mojo build -O0` */
    const char *tmp; /* folder for what is built */
    uint32_t seconds;
} Options;
void case_run(Case *c, const Options *o);

#endif
