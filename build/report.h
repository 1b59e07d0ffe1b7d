/* SPDX-License-Identifier: Apache-2.0 */
/* What commands share: their inputs (files, folders, standard input) and printing diagnostics. */
#ifndef MOJ_BUILD_REPORT_H
#define MOJ_BUILD_REPORT_H

#include "cli.h"
#include "diag/diag.h"

typedef struct ReportOptions {
    int format; /* DiagFormat */
    int color;  /* auto, always, never */
} ReportOptions;
/* Rows for an option table whose struct T has a ReportOptions called `member`. */
#define REPORT_OPTIONS(T, member)                                                                      \
    {"error-format", 0, OPT_CHOICE, offsetof(T, member.format), "text|short|json|sarif",               \
     "how diagnostics are printed"},                                                                   \
        {"color", 0, OPT_CHOICE, offsetof(T, member.color), "auto|always|never", "when to use colour"}

typedef struct ReportCounts {
    uint32_t errors, warnings;
} ReportCounts;
/* Prints diagnostics, in the order given: text and short on standard error; JSON and SARIF, which are
 * for programs, on standard output. */
ReportCounts report(SourceMap *sources, Diag *const *diags, uint32_t len, const ReportOptions *o);
/* "3 errors, 1 warning" on standard error, in text format and when there is something to count. */
void report_summary(ReportCounts c, const ReportOptions *o);

/* Paths of the files that arguments name: files as they are, folders searched for .mojo .🔥 .py, "-" for
 * standard input. Prints what cannot be read; false then. The caller frees paths with inputs_done. */
typedef VEC(char *) Inputs;
bool inputs_collect(Inputs *in, const char **args, int n_args);
void inputs_done(Inputs *in);
/* Reads one of them ("-" becomes "<stdin>"); NULL and an errno value when it cannot. */
Source *input_load(SourceMap *sources, const char *path, int *err);

#endif
