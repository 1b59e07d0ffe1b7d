/* SPDX-License-Identifier: Apache-2.0 */
/* The formatter: text to text, in Mojo's style or (Python files) Black's stable style.
 * The result always parses to an equivalent program with the same comments in the same order, and
 * formatting it again gives it back; where that cannot be shown, nothing is changed and `why` says so. */
#ifndef MOJ_FORMAT_FORMAT_H
#define MOJ_FORMAT_FORMAT_H

#include "syntax/syntax.h"

typedef struct FormatRange { /* lines, 1-based, both included */
    uint32_t first, last;
} FormatRange;

typedef struct FormatOptions {
    uint32_t width;            /* 0: 80 for Mojo, 88 for Python */
    bool skip_magic_comma;     /* a trailing comma forces nothing */
    bool keep_quotes;          /* leave quotes and prefixes of strings as they are */
    bool fixed_quirks;         /* not the official formatter's oddities: see the documentation of `quirks` */
    bool docstrings;           /* format code blocks in doc-strings too */
    bool preview;              /* Python: join and cut strings, as Black's preview style (in Mojo that is the style) */
    bool unsafe;               /* skip the checks (measurements only) */
    bool doubt;                /* where the quick check is content, do the long one too (tests) */
    const FormatRange *ranges; /* only statements that touch one of these lines */
    uint32_t n_ranges;
    StrBuf *explain;           /* what the statement in explain_line was laid out by; may be NULL */
    uint32_t explain_line;
} FormatOptions;

typedef enum FormatStatus {
    FORMAT_SAME,    /* the text was as it should be */
    FORMAT_CHANGED, /* `text` is the new text */
    FORMAT_SYNTAX,  /* does not parse: the first error is in line, col and why */
    FORMAT_UNSAFE,  /* our own fault: the result was not equivalent or not stable; `why` says how */
} FormatStatus;

typedef struct FormatResult {
    FormatStatus status;
    StrBuf text;
    uint32_t line, col; /* 1-based; col counts code points */
    char *why;          /* heap */
} FormatResult;

FormatResult format_source(Source *s, const FormatOptions *o);
void format_result_done(FormatResult *r);

#endif
