/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

static int run(const void *options, const char **args, int n_args) {
    StrBuf b = {0};
    const CommandRow *row = n_args ? command_find(args[0]) : NULL;
    if (n_args && !row)
        return cli_error(EXIT_USAGE, "there is no command `%s`; `mojo help` lists them", args[0]);
    if (!row)
        cli_program_help(&b);
    else if (row->command)
        cli_command_help(&b, row->command);
    else
        sb_printf(&b, "%s\n\nThis is a program of its own: see `mojo %s --help`.\n", row->summary,
                  row->name);
    fwrite(b.p, 1, b.len, stdout);
    sb_done(&b);
    return EXIT_OK;
}

const Command command_help = {
    "help", "[COMMAND]", "Say what the commands do", NULL, NULL, 0, run, 0, 1, false};
