/* SPDX-License-Identifier: Apache-2.0 */
/* Commands and their options as data. From a Command's table come parsing, --help and the shell completions.
 *
 * To add a command: a row in commands.def and a file cmd_<name>.c that defines `const Command command_<name>`:
 *
 *   typedef struct Options { bool quiet; const char *output; } Options;
 *   static const Option options[] = {
 *       {"quiet", 'q', OPT_FLAG, offsetof(Options, quiet), NULL, "print nothing"},
 *       {"output", 'o', OPT_TEXT, offsetof(Options, output), "FILE", "write to FILE"},
 *       {0}};
 *   static int run(const void *o, const char **args, int n_args) { … }
 *   const Command command_frob = {"frob", "FILE…", "Frob files", NULL, options, sizeof(Options), run, 1, -1, false};
 *
 * Exit codes: 0 success, 1 diagnostics or failure, 2 wrong usage. */
#ifndef MOJ_BUILD_CLI_H
#define MOJ_BUILD_CLI_H

#include "base/base.h"

#define MOJ_VERSION "0.1.0"

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

typedef enum OptKind {
    OPT_FLAG,   /* bool */
    OPT_TEXT,   /* const char *: the last one given */
    OPT_LIST,   /* TextList: all that are given, in order */
    OPT_INT,    /* int64_t */
    OPT_CHOICE, /* int: index into the value column "one|two|three" */
} OptKind;

typedef struct TextList {
    const char **data;
    uint32_t len, cap;
} TextList;

typedef struct Option {
    const char *name; /* without "--" */
    char letter;      /* 0: none */
    OptKind kind;
    size_t at;         /* offsetof in the command's struct, which starts as zeros (or *defaults) */
    const char *value; /* name of the value in help; the choices for OPT_CHOICE; NULL for OPT_FLAG */
    const char *help;
} Option;

typedef struct Command {
    const char *name;
    const char *usage;   /* what follows the options: "FILE|DIR…" */
    const char *summary; /* one line */
    const char *details; /* paragraphs after the summary in --help; may be NULL */
    const Option *options; /* ends with a row of zeros; may be NULL */
    size_t size;           /* of the struct they fill */
    int (*run)(const void *options, const char **args, int n_args);
    int min_args, max_args; /* max -1: any number */
    bool stop_at_first;     /* what follows the first argument belongs to it ("mojo run FILE ARG…") */
} Command;

/* One row of commands.def. */
typedef struct CommandRow {
    const char *name, *summary, *group;
    const Command *command; /* NULL: the program mojo-<name> beside this one */
} CommandRow;
extern const CommandRow command_rows[]; /* ends with name NULL */
const CommandRow *command_find(const char *name);
int command_start(const Command *c, int argc, char **argv); /* argv: after the command's name */
void cli_command_help(StrBuf *out, const Command *c);
void cli_program_help(StrBuf *out);

/* Messages of the driver itself, on standard error: "mojo: …". Returns the exit code given. */
int cli_error(int exit_code, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The name nearest to `word`, or NULL when none is near. */
const char *cli_nearest(const char *word, const char *(*name_at)(size_t i, void *ctx), void *ctx);

#endif
